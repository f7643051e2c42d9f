"""Errors of reading a file; each says in Chinese and English what a person can do with it."""


class UnreadableFileError(Exception):
    """A file that cannot be read; it goes to quarantine with this reason.

    Attributes:
        code: a short stable name of the reason, such as 'empty_file'.
        message: the reason in Chinese, for reviewers.
        message_en: the same in English.
    """

    def __init__(self, code: str, message: str, message_en: str) -> None:
        super().__init__(message_en)
        self.code = code
        self.message = message
        self.message_en = message_en

    def __reduce__(self) -> tuple[type, tuple[str, str, str]]:
        """Keep all three parts when the error crosses from a worker process."""
        return type(self), (self.code, self.message, self.message_en)
