"""Properties of paragraphs and characters in an old Word file.

A property is changed by a sprm: its code and an operand. Lists of sprms stand on pages of 512
bytes (FKP) in the stream WordDocument; a page says which bytes of text (FC) each list is for,
and a list of the pages in the table stream says which page to look on.
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from extract.doc_rows import RowShape, RowShapeReader, is_row_sprm
from extract.doc_text import KIND
from extract.errors import damaged_file, over_limit

DEEPEST_NESTING = 32
"""Tables within tables; deeper ones are read as this deep."""

_PAGE_SIZE = 512
_PARAGRAPH_ENTRY = 13
_CHARACTER_ENTRY = 1
_MOST_SPRMS = 1_000_000
"""Changes read of one file; the cost of lists that hostile files share between paragraphs."""


class Sprm(IntEnum):
    """The changes of paragraphs and characters that this reader heeds."""

    LIST_LEVEL = 0x260A
    LIST = 0x460B
    IN_TABLE = 0x2416
    ROW_END = 0x2417
    INNER_CELL_END = 0x244B
    INNER_ROW_END = 0x244C
    DEPTH = 0x6649
    DEEPER = 0x664A
    OUTLYING = 0x6645
    OUTLYING_WIDE = 0x6646
    OUTLYING_ROW = 0x646B
    DELETED = 0x0800
    HIDDEN = 0x083C
    SYMBOL = 0x6A09


_HEEDED = frozenset(Sprm)
_OUTLYING = (Sprm.OUTLYING, Sprm.OUTLYING_WIDE, Sprm.OUTLYING_ROW)
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by the top three bits of its code; 0 where the operand says it."""
_ROW_SHAPE = 0xD608
"""The length of its operand takes two bytes and counts one byte too many."""
_TABS = 0xC615
_TOO_LONG = 0xFF
"""Stands where the length of a list of tabs does not fit into its byte."""


@dataclass(frozen=True, slots=True)
class ParagraphFormat:
    """What a paragraph is within the tables and lists of a file.

    Attributes:
        style: number of its style.
        depth: how many tables it stands in; 0 outside of tables.
        ends_row: it is the mark that ends a row.
        ends_inner_cell: it ends a cell of a nested table.
        row: the shape of the row that it ends; None if it ends none or says nothing of it.
        list_number: number of the list that it is an item of, 0 for none; None if its style
            decides.
        list_level: its level in that list, from 0; None if its style decides.
    """

    style: int
    depth: int
    ends_row: bool
    ends_inner_cell: bool
    row: RowShape | None
    list_number: int | None
    list_level: int | None


def split_sprms(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """The codes and operands of a list of changes, up to one that is cut off."""
    at = 0
    while at + 2 <= len(changes):
        code = changes[at] | changes[at + 1] << 8
        at += 2
        size = _OPERAND_SIZES[code >> 13] or _size_in_operand(code, changes, at)
        operand = changes[at : at + size]
        if len(operand) < size:
            return
        yield code, operand
        at += size


def _size_in_operand(code: int, changes: bytes, at: int) -> int:
    """Bytes of an operand that says its own length, the bytes of the length among them."""
    if code == _ROW_SHAPE:
        return max(int.from_bytes(changes[at : at + 2], "little") + 1, 2)
    length = _byte(changes, at)
    if code != _TABS or length != _TOO_LONG:
        return length + 1
    removed = _byte(changes, at + 1)
    added = _byte(changes, at + 2 + 4 * removed)
    return 3 + 4 * removed + 3 * added


def _byte(content: bytes, at: int) -> int:
    return content[at] if at < len(content) else 0


class ParagraphFormats:
    """The formats of a file's paragraphs, each looked up by a byte of its mark."""

    def __init__(self, places: bytes, stream: bytes, data: bytes) -> None:
        """Take the places of the pages.

        Args:
            places: the part of the table stream that lists the pages.
            stream: WordDocument.
            data: the stream Data, where long lists of changes lie.
        """
        self._pages = Pages(places, stream, _PARAGRAPH_ENTRY)
        self._data = data
        self._known: dict[bytes, ParagraphFormat] = {}
        self._sprms_left = _MOST_SPRMS

    def format_at(self, fc: int, changes: bytes) -> ParagraphFormat:
        """The format of a paragraph.

        Args:
            fc: first byte of its mark.
            changes: what a fast save has put on the piece that the mark stands in.

        Raises:
            UnreadableFileError: the file has more changes than any report needs.
        """
        own = self._pages.paragraph_changes(fc)
        key = own + changes
        if key not in self._known:
            self._known[key] = self._read_format(own[:2], key[2:])
        return self._known[key]

    def _read_format(self, style: bytes, changes: bytes) -> ParagraphFormat:
        values: dict[int, int] = {}
        shape = RowShapeReader()
        self._apply(changes, values, shape)
        outlying = next((values[sprm] for sprm in _OUTLYING if sprm in values), None)
        if outlying is not None:
            # Wide rows have more changes than fit on a page. No list refers to yet another.
            length = int.from_bytes(self._data[outlying : outlying + 2], "little")
            self._apply(self._data[outlying + 2 : outlying + 2 + length], values, shape)
        return ParagraphFormat(
            int.from_bytes(style, "little"),
            _depth(values),
            bool(values.get(Sprm.ROW_END) or values.get(Sprm.INNER_ROW_END)),
            bool(values.get(Sprm.INNER_CELL_END)),
            shape.shape(),
            values.get(Sprm.LIST),
            values.get(Sprm.LIST_LEVEL),
        )

    def _apply(self, changes: bytes, values: dict[int, int], shape: RowShapeReader) -> None:
        """Heed a list of changes."""
        for code, operand in split_sprms(changes):
            self._sprms_left -= 1
            if is_row_sprm(code):
                shape.apply(code, operand)
            elif code in _HEEDED:
                values[code] = int.from_bytes(operand, "little", signed=True)
        if self._sprms_left < 0:
            raise over_limit(KIND, "格式记录数", "changes of properties", _MOST_SPRMS)


def _depth(values: dict[int, int]) -> int:
    depth = values.get(Sprm.DEPTH, 0) + values.get(Sprm.DEEPER, 0)
    if depth < 1:
        return 1 if values.get(Sprm.IN_TABLE) else 0
    return min(depth, DEEPEST_NESTING)


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

    def character_runs(self, marks: tuple[bytes, ...]) -> Iterator[tuple[int, int, bytes]]:
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


def hidden_bytes(places: bytes, stream: bytes) -> list[tuple[int, int]]:
    """The bytes of text that do not print: deleted with tracking, hidden, or a symbol's stand-in.

    Args:
        places: the part of the table stream that lists the pages of character properties.
        stream: WordDocument.

    Returns:
        First byte and byte behind of each run, in order and apart from each other.
    """
    marks = tuple(
        int(sprm).to_bytes(2, "little") for sprm in (Sprm.DELETED, Sprm.HIDDEN, Sprm.SYMBOL)
    )
    runs = Pages(places, stream, _CHARACTER_ENTRY).character_runs(marks)
    return merged((start, end) for start, end, changes in runs if is_hidden(changes))


def is_hidden(changes: bytes) -> bool:
    """Whether characters with these changes do not print."""
    hidden = {Sprm.DELETED: False, Sprm.HIDDEN: False, Sprm.SYMBOL: False}
    for code, operand in split_sprms(changes):
        if code in hidden:
            # 0x81 is the opposite of the style's, and styles hide nothing.
            hidden[Sprm(code)] = code == Sprm.SYMBOL or operand in (b"\x01", b"\x81")
    return any(hidden.values())


def merged(ranges: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in order, those that touch or overlap joined, empty ones left out."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
