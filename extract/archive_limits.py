"""What an archive may hold, and a stream that reads no more of it than that."""

import io
import zipfile
from dataclasses import dataclass
from typing import IO

from extract.errors import UnreadableFileError, over_limit

MOST_MEMBERS = 10_000
MOST_LEVELS = 3
"""Archives in archives: the file on disk is the first level."""

MOST_MEMBER_BYTES = 200 * 1024 * 1024
MOST_BYTES = 4 * 1024**3
"""Unpacked bytes of all members together, and packed bytes of the archive."""

_LARGEST_READ = 8 * 1024 * 1024
"""Of zipfile's reads only that of the list of members is large; this is enough for 10,000."""

_KIND = "ZIP"


class OverBudgetError(UnreadableFileError):
    """The outermost archive holds too much; no member of it is taken."""


@dataclass(slots=True)
class Budget:
    """What an archive may still hold, its inner archives included."""

    members: int = MOST_MEMBERS
    unpacked: int = MOST_BYTES

    def take_members(self, count: int) -> None:
        """Count members before they are looked at.

        Raises:
            OverBudgetError: they are too many.
        """
        self.members -= count
        if self.members < 0:
            error = over_limit(_KIND, "成员数", "members", MOST_MEMBERS)
            raise OverBudgetError(error.code, error.message, error.message_en)

    def take_bytes(self, count: int) -> None:
        """Count bytes when they are unpacked.

        Raises:
            OverBudgetError: they are too many.
        """
        self.unpacked -= count
        if self.unpacked < 0:
            error = over_limit(_KIND, "解压后的字节数", "unpacked bytes", MOST_BYTES)
            raise OverBudgetError(error.code, error.message, error.message_en)


class CarefulStream:
    """A file for zipfile that reads no more at once than an honest archive makes it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.tell = stream.tell

    def seekable(self) -> bool:
        """True: it can be moved in."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move in the file.

        Raises:
            BadZipFile: to where no file has bytes.
        """
        if offset < 0 and whence == io.SEEK_SET:
            raise zipfile.BadZipFile("an offset before the beginning")
        try:
            return self._stream.seek(offset, whence)
        except OSError as error:
            raise zipfile.BadZipFile("an offset beyond the file") from error

    def read(self, size: int = -1) -> bytes:
        """Read bytes.

        Raises:
            UnreadableFileError: so many can only be a list of far too many members.
        """
        data = self._stream.read(_LARGEST_READ + 1 if size < 0 else min(size, _LARGEST_READ + 1))
        if len(data) > _LARGEST_READ:
            raise over_limit(_KIND, "成员数", "members", MOST_MEMBERS)
        return data
