"""The grid of a Word table: which rows and columns each of its cells takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extract.errors import over_limit
from extract.ooxml import (
    child_of,
    children_of,
    content_of,
    descendant_of,
    is_on,
    name_of,
    number_of,
    properties_of,
    value_of,
)

MOST_CELLS = 500_000
"""Places in the grids of one document."""
_LARGEST_SPAN = 10_000
_NARROWEST = 100
"""Twentieths of a point: a column narrower than a digit, which comes of borders that were drawn
not quite in line."""
_BELIEVABLE_WIDTH = 2000
"""Twentieths of a point that a table has at least if its column widths mean anything."""


@dataclass(slots=True)
class PlacedCell:
    """A cell in the grid.

    Attributes:
        element: the w:tc.
        start: index of its first column.
        end: index of the column behind its last.
        goes_on: it is marked as the continuation of the cell above.
        anchor: the cell whose text is printed here: itself, or the first of those merged.
        locator: its place, once it has been read.
    """

    element: etree._Element
    start: int
    end: int
    goes_on: bool
    anchor: "PlacedCell | None" = None
    locator: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether it has a text of its own."""
        return self.anchor is self

    @property
    def printed_at(self) -> str:
        """The place where its text stands."""
        return self.anchor.locator if self.anchor else self.locator


def place_cells(table: etree._Element) -> list[list[PlacedCell]]:
    """Lay out the cells of a w:tbl; deleted and hidden rows and deleted cells are left out.

    Columns in which no cell begins are no columns: a row has as many as can be told apart.

    Raises:
        UnreadableFileError: the grid is larger than any report's.
    """
    rows = [
        _cells_of_row(element)
        for name, element in content_of(table)
        if name == "w:tr" and not _is_left_out(element)
    ]
    widths = [number_of(col, "w:w") for col in children_of(table, "w:tblGrid")]
    columns = _columns(rows, widths)
    if len(rows) * (max(columns.values(), default=0) or 1) > MOST_CELLS:
        raise over_limit("DOCX", "表格单元格数", "cells of tables", MOST_CELLS)
    above: dict[int, PlacedCell] = {}
    for row in rows:
        for cell in row:
            cell.start, cell.end = columns[cell.start], columns[cell.end]
        above = _merge_with_above(row, above)
    return rows


def _is_left_out(row: etree._Element) -> bool:
    properties = child_of(row, "w:trPr")
    return properties is not None and any(
        name == "w:del" or (name == "w:hidden" and is_on(child))
        for child in properties
        for name in [name_of(child)]
    )


def _cells_of_row(row: etree._Element) -> list[PlacedCell]:
    """The cells of a row in columns of the file's own grid."""
    before = descendant_of(row, "w:trPr", "w:gridBefore")
    column = _span(before) if before is not None else 0
    cells: list[PlacedCell] = []
    for name, element in content_of(row):
        if name != "w:tc":
            continue
        properties = properties_of(element, "w:tcPr")
        marks = {name_of(child): child for child in properties} if properties is not None else {}
        if "w:cellDel" in marks:
            continue
        start, column = column, column + _span(marks.get("w:gridSpan"))
        if cells and _goes_on(marks.get("w:hMerge")):
            cells[-1].end = column
        else:
            cells.append(PlacedCell(element, start, column, _goes_on(marks.get("w:vMerge"))))
    return cells


def _span(element: etree._Element | None) -> int:
    return min(max(number_of(element, default=1), 1), _LARGEST_SPAN)


def _goes_on(merge: etree._Element | None) -> bool:
    """Whether a mark of merging is there and is not that of the first cell."""
    return merge is not None and value_of(merge) != "restart"


def _columns(rows: list[list[PlacedCell]], widths: list[int]) -> dict[int, int]:
    """The index of the column that begins at each boundary between cells.

    Boundaries closer than a digit are one, unless a cell stands between them.
    """
    latest_start = {0: 0}
    for cell in (cell for row in rows for cell in row):
        latest_start.setdefault(cell.start, 0)
        latest_start[cell.end] = max(cell.start, latest_start.get(cell.end, 0))
    places = _places(widths)
    columns: dict[int, int] = {}
    first = 0
    for boundary in sorted(latest_start):
        if not columns:
            columns[boundary] = 0
        elif _is_near(places, first, boundary) and latest_start[boundary] < first:
            columns[boundary] = columns[first]
        else:
            columns[boundary] = columns[first] + 1
            first = boundary
    return columns


def _places(widths: list[int]) -> list[int]:
    """Where each boundary lies, in twentieths of a point; nothing if the widths tell nothing."""
    places = [0]
    for width in widths:
        places.append(places[-1] + max(width, 0))
    return places if places[-1] >= _BELIEVABLE_WIDTH else []


def _is_near(places: list[int], first: int, second: int) -> bool:
    return second < len(places) and places[second] - places[first] < _NARROWEST


def _merge_with_above(row: list[PlacedCell], above: dict[int, PlacedCell]) -> dict[int, PlacedCell]:
    """Tell each cell its anchor; gives the cells of the row by their first columns.

    As in Word, a cell goes on from one above that has the same edges, else stands alone.
    """
    here: dict[int, PlacedCell] = {}
    for cell in row:
        upper = above.get(cell.start)
        if cell.goes_on and upper is not None and upper.end == cell.end:
            cell.anchor = upper.anchor
        else:
            cell.anchor = cell
        here[cell.start] = cell
    return here


def iter_places(row: list[PlacedCell], width: int) -> Iterator[PlacedCell | None]:
    """The cell at each place of a row; None where it has none."""
    column = 0
    for cell in row:
        yield from [None] * (cell.start - column)
        yield from [cell] * (cell.end - cell.start)
        column = cell.end
    yield from [None] * (width - column)
