"""Sentences on what went wrong, the first few of them: a hostile file may give a million."""

_MOST = 20


class Troubles:
    """The first sentences, and how many more there are."""

    def __init__(self, of_what: str) -> None:
        self._of_what = of_what
        self._first: list[str] = []
        self._more = 0

    def say(self, sentence: str) -> None:
        """Add a sentence."""
        if len(self._first) < _MOST:
            self._first.append(sentence)
        else:
            self._more += 1

    @property
    def sentences(self) -> tuple[str, ...]:
        """The first ones; the last says how many are left out."""
        left_out = f"{self._more:,} more {self._of_what} are not named here"
        return (*self._first, left_out) if self._more else tuple(self._first)
