"""What each paragraph of an old Word file is within its tables and lists."""

from dataclasses import dataclass

from extract.doc_file import KIND
from extract.doc_pages import PARAGRAPH_ENTRY, Pages
from extract.doc_rows import ROW_SPRMS, RowShape, RowShapeReader
from extract.doc_sprms import Sprm, split_sprms
from extract.errors import over_limit

DEEPEST_NESTING = 32
"""Tables within tables; deeper ones are read as this deep."""

_MOST_BYTES = 4_000_000
"""Bytes of changes read of one file: the cost of those that hostile files share between
paragraphs."""
_HEEDED = ROW_SPRMS | set(map(int, Sprm))
_OUTLYING = (Sprm.OUTLYING, Sprm.OUTLYING_WIDE, Sprm.OUTLYING_ROW)


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


class ParagraphFormats:
    """The formats of a file's paragraphs, each looked up by a byte of its mark."""

    def __init__(self, places: bytes, stream: bytes, data: bytes) -> None:
        """Take the places of the pages.

        Args:
            places: the part of the table stream that lists the pages.
            stream: WordDocument.
            data: the stream Data, where long lists of changes lie.
        """
        self._pages = Pages(places, stream, PARAGRAPH_ENTRY)
        self._data = data
        self._known: dict[bytes, ParagraphFormat] = {}
        self._bytes_left = _MOST_BYTES

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
        self._bytes_left -= len(changes)
        if self._bytes_left < 0:
            raise over_limit(KIND, "格式记录字节数", "bytes of properties", _MOST_BYTES)
        for code, operand in split_sprms(changes, _HEEDED):
            if code in ROW_SPRMS:
                shape.apply(code, operand)
            else:
                values[code] = int.from_bytes(operand, "little", signed=True)


def _depth(values: dict[int, int]) -> int:
    depth = values.get(Sprm.DEPTH, 0) + values.get(Sprm.DEEPER, 0)
    if depth < 1:
        return 1 if values.get(Sprm.IN_TABLE) else 0
    return min(depth, DEEPEST_NESTING)
