"""The records of an old Excel workbook (BIFF8) and their strings, which may go on over several."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract.errors import damaged_file

KIND = "XLS"
BOF, EOF = 0x0809, 0x000A
_CONTINUE = 0x003C
_WIDE, _EXTENDED, _RICH = 0x1, 0x4, 0x8


@dataclass(frozen=True, slots=True)
class Record:
    """A record with those that continue it.

    Attributes:
        kind: its number.
        parts: its content, and that of each continuation.
    """

    kind: int
    parts: tuple[bytes, ...]

    @property
    def content(self) -> bytes:
        """What stands in the record itself."""
        return self.parts[0]

    def fields(self, layout: str, start: int = 0) -> tuple[Any, ...]:
        """Numbers from a place in the content on.

        Raises:
            UnreadableFileError: the record is too short.
        """
        try:
            found: tuple[Any, ...] = struct.unpack_from(layout, self.content, start)
        except struct.error as error:
            raise damaged_file(KIND, f"a record {self.kind:#x} is too short") from error
        return found


def records_from(stream: bytes, start: int) -> Iterator[Record]:
    """The records of the part of a workbook that begins there, up to its end.

    Charts inside it are left out.

    Raises:
        UnreadableFileError: it is cut off, or of an older version of Excel.
    """
    depth = 0
    for record in _joined(stream, start):
        if record.kind == BOF:
            depth += 1
            if record.fields("<H")[0] != 0x0600:
                raise damaged_file(KIND, "it is older than Excel 97")
        elif record.kind == EOF:
            depth -= 1
        elif depth == 1:
            yield record
        if depth <= 0:
            return
    raise damaged_file(KIND, "it is cut off")


def _joined(stream: bytes, start: int) -> Iterator[Record]:
    kind = -1
    parts: list[bytes] = []
    for number, content in _raw(stream, start):
        if number == _CONTINUE and parts:
            parts.append(content)
            continue
        if parts:
            yield Record(kind, tuple(parts))
        kind, parts = number, [content]
    if parts:
        yield Record(kind, tuple(parts))


def _raw(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    place = start
    while place + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, place)
        place += 4
        yield kind, stream[place : place + size]
        place += size


class StringReader:
    """Reads the strings of a record, which may break off and go on in a continuation."""

    def __init__(self, record: Record, start: int) -> None:
        self._parts = record.parts
        self._at = 0
        self._place = start

    def read(self) -> str:
        """The next string.

        Raises:
            UnreadableFileError: it is cut off.
        """
        length = self._number(2)
        flags = self._number(1)
        runs = self._number(2) if flags & _RICH else 0
        extension = self._number(4) if flags & _EXTENDED else 0
        text = self._characters(length, bool(flags & _WIDE))
        self._skip(4 * runs + extension)
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def _number(self, size: int) -> int:
        content = b""
        while len(content) < size:
            content += self._take(size - len(content))
        return int.from_bytes(content, "little")

    def _characters(self, length: int, wide: bool) -> str:
        """So many characters; a continuation says anew how wide they are."""
        pieces: list[str] = []
        while length:
            if self._place >= len(self._parts[self._at]):
                self._turn()
                wide = bool(self._number(1) & _WIDE)
            content = self._take(length * (1 + wide))
            pieces.append(content.decode("utf-16-le" if wide else "latin-1", errors="replace"))
            length -= max(len(content) // (1 + wide), 1)
        return "".join(pieces)

    def _skip(self, size: int) -> None:
        while size:
            size -= len(self._take(size))

    def _take(self, size: int) -> bytes:
        """Up to so many bytes of the present part; at its end, of the next one."""
        while self._place >= len(self._parts[self._at]):
            self._turn()
        content = self._parts[self._at][self._place : self._place + size]
        self._place += len(content)
        return content

    def _turn(self) -> None:
        self._at, self._place = self._at + 1, 0
        if self._at >= len(self._parts):
            raise damaged_file(KIND, "a string is cut off")
