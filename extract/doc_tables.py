"""Put an old Word file's paragraphs into the tables, rows and cells that they stand in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Union

from extract.doc_rows import RowShape


class Ends(Enum):
    """What a paragraph's mark ends besides the paragraph."""

    NOTHING = auto()
    CELL = auto()
    ROW = auto()


@dataclass(frozen=True, slots=True)
class WordParagraph:
    """A paragraph on its way into the tables.

    Attributes:
        text: as printed, with its number if it has one; "" for the mark that ends a row.
        depth: how many tables it stands in.
        row: the shape of the row that it ends; None if it ends none or the file lacks it.
        is_hidden: its mark does not print; such a row is left out if its cells are blank too.
    """

    text: str
    depth: int
    ends: Ends
    row: RowShape | None = None
    is_hidden: bool = False


Content = list[Union[str, "WordTable"]]
"""Paragraphs and tables in reading order."""


@dataclass(slots=True)
class WordRow:
    """The contents of a row's cells as the file has them, merged cells one by one."""

    cells: list[Content]
    shape: RowShape | None


@dataclass(slots=True)
class WordTable:
    """A table; `rows` are never without a cell."""

    rows: list[WordRow] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    """A table that is being read: its whole rows, and the cells of the row begun."""

    table: WordTable = field(default_factory=WordTable)
    cells: list[Content] = field(default_factory=list)
    content: Content = field(default_factory=list)

    def end_cell(self) -> None:
        self.cells.append(self.content)
        self.content = []

    def end_row(self, shape: RowShape | None, *, is_hidden: bool = False) -> None:
        if self.content:
            self.end_cell()
        if self.cells and not (is_hidden and not any(map(has_content, self.cells))):
            self.table.rows.append(WordRow(self.cells, shape))
        self.cells = []


def build_tables(paragraphs: Iterable[WordParagraph]) -> Content:
    """Nest paragraphs into tables by their depth and by the marks that end cells and rows."""
    body: Content = []
    open_tables: list[_OpenTable] = []
    for paragraph in paragraphs:
        _open_or_close(body, open_tables, paragraph.depth)
        if not open_tables:
            body.append(paragraph.text)
            continue
        innermost = open_tables[-1]
        if paragraph.ends is Ends.ROW:
            innermost.end_row(paragraph.row, is_hidden=paragraph.is_hidden)
            continue
        innermost.content.append(paragraph.text)
        if paragraph.ends is Ends.CELL:
            innermost.end_cell()
    _open_or_close(body, open_tables, 0)
    return body


def _open_or_close(body: Content, open_tables: list[_OpenTable], depth: int) -> None:
    """Open or close tables until a paragraph of this depth stands in the innermost one."""
    while len(open_tables) < depth:
        open_tables.append(_OpenTable())
    while len(open_tables) > depth:
        closed = open_tables.pop()
        closed.end_row(None)
        if open_tables:
            _add_nested(open_tables[-1].content, closed.table)
        elif closed.table.rows:
            body.append(closed.table)


def _add_nested(content: Content, table: WordTable) -> None:
    """Add a table to the cell that it stands in; of a single column it only frames its content."""
    if any(len(row.cells) > 1 for row in table.rows):
        content.append(table)
        return
    for row in table.rows:
        content.extend(row.cells[0])


def has_content(content: Content) -> bool:
    """Whether anything is printed in a cell."""
    return any(isinstance(item, WordTable) or item.strip() for item in content)
