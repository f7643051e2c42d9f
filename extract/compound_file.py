"""OLE compound files, the containers of old Word and Excel files, opened with limits.

A compound file is cut into sectors; chains in an allocation table (FAT) join them to streams,
and small streams lie in a stream of their own, cut smaller. Own code instead of a library,
because every chain, count and size of a hostile file must be bounded by the file's length.
"""

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from extract.errors import UnreadableFileError, damaged_file, over_limit

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MOST_NAMES = 10_000
"""Streams and storages at the top."""

_HEADER_SIZE = 512
_LAST_REGULAR = 0xFFFFFFFA
"""Above it stand the marks for the end of a chain, free sectors and sectors of the FAT."""
_ENTRY_SIZE = 128
_SHIFTS = (9, 12)
_HEADER_FAT_SECTORS = 109


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the directory: a stream or a storage."""

    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """A compound file whose streams at the top are read by name."""

    def __init__(self, data: bytes, kind: str) -> None:
        """Open a compound file.

        Args:
            data: the file.
            kind: its type, for messages: 'DOC'.

        Raises:
            UnreadableFileError: it is damaged, or has too many streams.
        """
        self.kind = kind
        self._data = data
        if len(data) < _HEADER_SIZE or not data.startswith(SIGNATURE):
            raise self._damaged("it has no header of a compound file")
        self._shift, self._mini_shift = struct.unpack_from("<HH", data, 30)
        if self._shift not in _SHIFTS or self._mini_shift >= self._shift:
            raise self._damaged("its sectors have an unknown size")
        (directory, self._cutoff, mini_fat) = struct.unpack_from("<I4xII", data, 48)
        self._fat = self._read_fat()
        self._entries = self._read_directory(directory)
        self._mini_fat_start = mini_fat
        self._mini: tuple[array[int], bytes] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the streams and storages at the top, as the file spells them."""
        return tuple(entry.name for entry in self._entries.values())

    def __contains__(self, name: str) -> bool:
        return name.upper() in self._entries

    def read(self, name: str) -> bytes:
        """The bytes of a stream at the top.

        Raises:
            UnreadableFileError: it is absent, cut off, or its chain is broken.
        """
        entry = self._entries.get(name.upper())
        if entry is None:
            raise self._damaged(f"it lacks the stream {name!r}")
        if entry.size > len(self._data):
            raise self._damaged(f"the stream {name!r} is cut off")
        if entry.size >= self._cutoff:
            return self._chained(self._data, 1, self._fat, self._shift, entry)
        fat, stream = self._mini = self._mini or self._read_mini()
        return self._chained(stream, 0, fat, self._mini_shift, entry)

    def _read_fat(self) -> "array[int]":
        """The table that says for each sector which one comes next.

        No more of it is read than there are sectors in the file.
        """
        count = (len(self._data) >> self._shift) + 1
        needed = -(-4 * count >> self._shift)
        sectors = islice(self._fat_sectors(), needed)
        return _numbers(b"".join(self._sector(number) for number in sectors))[:count]

    def _fat_sectors(self) -> Iterator[int]:
        """The sectors that the FAT itself lies in; each once, so that it fits into the file."""
        (following,) = struct.unpack_from("<I", self._data, 68)
        numbers = [*struct.unpack_from(f"<{_HEADER_FAT_SECTORS}I", self._data, 76)]
        seen: set[int] = set()
        while True:
            for number in numbers:
                if number < _LAST_REGULAR and number not in seen:
                    seen.add(number)
                    yield number
            if following >= _LAST_REGULAR:
                return
            if following in seen:
                raise self._damaged("its allocation table runs in a circle")
            seen.add(following)
            *numbers, following = _numbers(self._sector(following))

    def _read_directory(self, start: int) -> dict[str, _Entry]:
        """The entries at the top by name in capitals; the names in a file ignore case."""
        sectors = [self._sector(number) for number in self._chain(self._fat, start)]
        content = b"".join(sectors)
        if len(content) < _ENTRY_SIZE:
            raise self._damaged("its directory is empty")
        self._root = _entry(content, 0)
        entries = list(islice(_siblings(content, self._root.child), MOST_NAMES + 1))
        if len(entries) > MOST_NAMES:
            raise over_limit(self.kind, "内部文件数", "streams", MOST_NAMES)
        return {entry.name.upper(): entry for entry in entries}

    def _read_mini(self) -> tuple["array[int]", bytes]:
        """The allocation table of small streams, and the stream that they lie in."""
        stream = self._chained(self._data, 1, self._fat, self._shift, self._root)
        count = -(-len(stream) >> self._mini_shift)
        needed = -(-4 * count >> self._shift)
        sectors = islice(self._chain(self._fat, self._mini_fat_start), needed)
        return _numbers(b"".join(self._sector(number) for number in sectors))[:count], stream

    def _chained(
        self, data: bytes, offset: int, fat: "array[int]", shift: int, entry: _Entry
    ) -> bytes:
        """A stream's bytes; `offset` is how many sectors stand before the first one's number."""
        needed = -(-entry.size >> shift)
        parts: list[bytes] = []
        for number in self._chain(fat, entry.start):
            if len(parts) == needed:
                break
            at = (number + offset) << shift
            parts.append(data[at : at + (1 << shift)])
        content = b"".join(parts)[: entry.size]
        if len(content) < entry.size:
            raise self._damaged(f"the stream {entry.name!r} is cut off")
        return content

    def _chain(self, fat: "array[int]", start: int) -> Iterator[int]:
        number = start
        for _ in range(len(fat)):
            if number >= _LAST_REGULAR:
                return
            if number >= len(fat):
                raise self._damaged("a chain of sectors leads out of the file")
            yield number
            number = fat[number]
        if number < _LAST_REGULAR:
            raise self._damaged("a chain of sectors runs in a circle")

    def _sector(self, number: int) -> bytes:
        """A sector of the file; the last one may be shorter than the others."""
        at = (number + 1) << self._shift
        content = self._data[at : at + (1 << self._shift)]
        if not content:
            raise self._damaged("a sector lies beyond its end")
        return content.ljust(1 << self._shift, b"\0")

    def _damaged(self, detail: str) -> UnreadableFileError:
        return damaged_file(self.kind, detail)


def _numbers(content: bytes) -> "array[int]":
    """Unsigned numbers of 32 bits, little endian."""
    return array("I", struct.unpack(f"<{len(content) // 4}I", content))


def _entry(directory: bytes, index: int) -> _Entry:
    at = index * _ENTRY_SIZE
    length, left, right, child = struct.unpack_from("<H2xIII", directory, at + 64)
    start, size = struct.unpack_from("<II", directory, at + 116)
    name = directory[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
    return _Entry(name, left, right, child, start, size)


def _siblings(directory: bytes, first: int) -> Iterator[_Entry]:
    """The entries of one storage, a tree of siblings; each is met once, whatever the tree says."""
    count = len(directory) // _ENTRY_SIZE
    seen: set[int] = set()
    waiting = [first]
    while waiting:
        index = waiting.pop()
        if index in seen or index >= count:
            continue
        seen.add(index)
        entry = _entry(directory, index)
        waiting += [entry.left, entry.right]
        yield entry
