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


def damaged_file(kind: str, detail: str) -> UnreadableFileError:
    """The file is not what its type demands, or is cut off.

    Args:
        kind: its type, as people write it: 'PDF', 'DOCX'.
        detail: what is wrong, a few words in English.
    """
    return UnreadableFileError(
        "damaged_file",
        f"{kind} 文件已损坏或不完整，无法读取",
        f"the {kind} file is damaged or incomplete ({detail})",
    )


def encrypted_file(kind: str) -> UnreadableFileError:
    """The file opens only with a password."""
    return UnreadableFileError(
        "encrypted_file",
        f"{kind} 文件设有密码，请提供未加密的文件",
        f"the {kind} file needs a password; provide one that is not encrypted",
    )


def over_limit(kind: str, what: str, what_en: str, limit: int) -> UnreadableFileError:
    """The file holds more than any report does, and is not read for safety's sake.

    Args:
        kind: its type.
        what: what there is too much of, in Chinese: '页数', '解压后的字节数'.
        what_en: the same in English: 'pages', 'unpacked bytes'.
        limit: the most that is allowed.
    """
    return UnreadableFileError(
        "over_limit",
        f"{kind} 文件的{what}超过上限 {limit}，为安全起见未读取",
        f"the {kind} file has more than {limit} {what_en} and was not read, for safety",
    )
