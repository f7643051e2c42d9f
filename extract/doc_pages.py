"""Pages of property lists in an old Word file.

Lists of changes stand on pages of 512 bytes (FKP) in the stream WordDocument; a page says which
bytes of text (FC) each list is for, and a list of the pages in the table stream says which page
to look on.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extract.doc_file import KIND
from extract.errors import damaged_file

PARAGRAPH_ENTRY = 13
CHARACTER_ENTRY = 1
"""Bytes that stand on a page for each run, besides its first byte."""

_PAGE_SIZE = 512


class Pages:
    """Pages of property lists, found by the bytes of text that they are for."""

    def __init__(self, places: bytes, stream: bytes, entry_size: int) -> None:
        """Take the list of the pages, as the table stream has it.

        Args:
            places: that list.
            stream: WordDocument.
            entry_size: bytes that stand on a page for each run, besides its first byte.

        Raises:
            UnreadableFileError: it names no pages, or more than the stream has.
        """
        count = (len(places) - 4) // 8
        if not 0 < count <= len(stream) // _PAGE_SIZE:
            raise damaged_file(KIND, "it lists no pages of properties, or more than it has")
        self._starts = struct.unpack_from(f"<{count + 1}I", places)
        self._numbers = struct.unpack_from(f"<{count}I", places, 4 * (count + 1))
        self._stream = stream
        self._entry_size = entry_size
        self._known: dict[int, tuple[bytes, tuple[int, ...]]] = {}

    def paragraph_changes(self, fc: int) -> bytes:
        """The number of a paragraph's style in two bytes, and its list of changes."""
        index = bisect_right(self._starts, fc) - 1
        if not 0 <= index < len(self._numbers):
            return b"\0\0"
        page, starts = self._page(self._numbers[index])
        run = bisect_right(starts, fc) - 1
        if not 0 <= run < len(starts) - 1:
            return b"\0\0"
        return _list_on_page(page, 2 * page[4 * len(starts) + self._entry_size * run])

    def character_runs(self, marks: Sequence[bytes]) -> Iterator[tuple[int, int, bytes]]:
        """First byte, byte behind, and changes of each run of characters.

        Args:
            marks: pages that hold none of these bytes are passed over.
        """
        for number in dict.fromkeys(self._numbers):
            page, starts = self._page(number)
            if not any(mark in page for mark in marks):
                continue
            for i in range(len(starts) - 1):
                at = 2 * page[4 * len(starts) + self._entry_size * i]
                yield starts[i], starts[i + 1], page[at + 1 : at + 1 + page[at]] if at else b""

    def _page(self, number: int) -> tuple[bytes, tuple[int, ...]]:
        """A page, and the first bytes of its runs with the byte behind the last one.

        A page beyond the stream's end has no runs.
        """
        if number not in self._known:
            at = (number & 0x3FFFFF) * _PAGE_SIZE
            page = self._stream[at : at + _PAGE_SIZE].ljust(_PAGE_SIZE, b"\0")
            count = min(page[-1], (_PAGE_SIZE - 5) // (4 + self._entry_size))
            self._known[number] = (page, struct.unpack_from(f"<{count + 1}I", page))
        return self._known[number]


def _list_on_page(page: bytes, at: int) -> bytes:
    """The style and changes at a place on a page of paragraphs; 0 stands for no changes."""
    if not at:
        return b"\0\0"
    start, end = (at + 1, at + 2 * page[at]) if page[at] else (at + 2, at + 2 + 2 * page[at + 1])
    return page[start:end].ljust(2, b"\0")
