"""Lay out the rows of a Word table as one full grid.

Every row of an old Word file says itself where its cells begin and end, and knows nothing of
columns. The borders of all rows together make the columns; a cell spans all columns between
its own borders.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.doc_file import KIND
from extract.doc_rows import RowShape
from extract.doc_tables import Content, WordRow, WordTable
from extract.document import Cell, Row
from extract.errors import over_limit

MOST_CELLS = 300_000
"""Places in the grid of a table."""

_DEFAULT_WIDTH = 1440
"""Twips; an inch, for cells of which the file gives no width."""
_SAME_BORDER = 60
"""Twips; borders no farther apart are one border drawn twice, whatever the cells' width."""
_SAME_BORDER_SHARE = 4
"""Borders apart by less than this part of the narrower cell beside them are one as well: rows
copied from another table, or dragged by hand, are that much off."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell of the print, of one or more cells in the file."""

    left: int
    right: int
    content: Content
    goes_on: bool


def lay_out(table: WordTable, name: str) -> list[Row]:
    """The full grid of a table.

    Args:
        table: as the file has it.
        name: what the locators of its cells begin with: 'T3'.

    Returns:
        Rows of equal length; places that a cell covers besides its first hold "" and the
        cell's locator.

    Raises:
        UnreadableFileError: the grid has more places than any report's.
    """
    rows = [list(_slots(row)) for row in table.rows]
    columns = _columns([tuple(_borders(slots)) for slots in rows])
    width = max(columns.values(), default=0)
    if width * len(rows) > MOST_CELLS:
        raise over_limit(KIND, "表格单元格数", "cells in a table", MOST_CELLS)
    grid: list[Row] = []
    above: dict[tuple[int, int], str] = {}
    for number, slots in enumerate(rows, start=1):
        row_name = f"{name}:R{number}"
        owners: dict[tuple[int, int], str] = {}
        cells: list[Cell | None] = [None] * width
        for slot in slots:
            place = first, limit = columns[slot.left], columns[slot.right]
            cell = _cell(slot, above.get(place), f"{row_name}:C{first + 1}")
            owners[place] = cell.locator
            cells[first:limit] = [cell, *[Cell("", cell.locator)] * (limit - first - 1)]
        grid.append(_filled(cells, row_name))
        above = owners
    return grid


def _cell(slot: _Slot, above: str | None, place: str) -> Cell:
    """A cell at its place, or the covered place if it goes on from the cell above."""
    if slot.goes_on and above is not None:
        return Cell("", above)
    return Cell(_text_of(slot.content), place)


def _filled(cells: Sequence[Cell | None], row_name: str) -> Row:
    """The row with blank cells where the file has none: its row is indented, or ends early."""
    return tuple(
        cell or Cell("", f"{row_name}:C{column}") for column, cell in enumerate(cells, start=1)
    )


def _text_of(content: Content) -> str:
    """The lines of a cell, blank ones left out; tables in it are not its text."""
    texts = [item for item in content if isinstance(item, str)]
    return "\n".join([line for text in texts for line in text.split("\n") if line.strip()])


def _slots(row: WordRow) -> Iterator[_Slot]:
    """The printed cells of a row. What stands in a cell that another covers does not print."""
    shape = _fitted(row.shape, len(row.cells))
    contents = [*row.cells, *([] for _ in range(len(shape.begins) - len(row.cells)))]
    starts = [i for i, begins in enumerate(shape.begins) if begins]
    for start, end in pairwise([*starts, len(shape.begins)]):
        yield _Slot(shape.edges[start], shape.edges[end], contents[start], shape.goes_on[start])


def _fitted(shape: RowShape | None, count: int) -> RowShape:
    """The shape, with cells added until there are enough."""
    edges, begins, goes_on = (shape.edges, shape.begins, shape.goes_on) if shape else ((0,), (), ())
    lacking = max(count - len(begins), 0)
    added = tuple(edges[-1] + _DEFAULT_WIDTH * (i + 1) for i in range(lacking))
    return RowShape(
        (*edges, *added), (*begins, *(True,) * lacking), (*goes_on, *(False,) * lacking)
    )


def _borders(slots: Sequence[_Slot]) -> Iterator[int]:
    yield slots[0].left
    for slot in slots:
        yield slot.right


def _columns(rows: Sequence[tuple[int, ...]]) -> dict[int, int]:
    """The number of the column that begins at each border, from 0.

    Borders of different rows that are about the same are one; the borders of one row never
    are, so that no cell is lost.
    """
    beside, users = _borders_in_use(list(dict.fromkeys(rows)))
    columns: dict[int, int] = {}
    start, width, used, column = 0, 0, set[int](), -1
    for place in sorted(beside):
        near = place - start <= max(_SAME_BORDER, min(width, beside[place]) // _SAME_BORDER_SHARE)
        if column >= 0 and near and used.isdisjoint(users[place]):
            width = min(width, beside[place])
            used |= users[place]
        else:
            start, width, used, column = place, beside[place], set(users[place]), column + 1
        columns[place] = column
    return columns


def _borders_in_use(
    layouts: Sequence[tuple[int, ...]],
) -> tuple[dict[int, int], dict[int, set[int]]]:
    """For each border the width of the narrowest cell beside it, and the layouts that have it."""
    beside: dict[int, int] = {}
    users: dict[int, set[int]] = {}
    for number, borders in enumerate(layouts):
        for left, right in pairwise(borders):
            for place in (left, right):
                beside[place] = min(beside.get(place, right - left), right - left)
                users.setdefault(place, set()).add(number)
    return beside, users
