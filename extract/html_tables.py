"""Tables of a web page: layout or data, and the full grid of cells that span rows and columns."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.document import Cell, Row, Separation, Table
from extract.errors import over_limit
from extract.html_blocks import CellDraft, Grid, Item, RowDraft, Run, TableDraft
from extract.html_paths import HEADING

MOST_GRID_CELLS = 200_000
"""Places in the grids of a page's tables; the form's largest table has some 300."""
MOST_SPANNED_PLACES = 1_000_000
"""Places that the cells of a page take in the source, before columns are left out."""
_FEWEST_NUMBERS = 2
"""Numbers in one row that make a table one of data, whatever else stands in it."""
_FEWEST_FIGURES = 3
"""Cells side by side that may hold figures, where a table of names and values has only one."""
_LONGEST_DATA_CELL = 300
"""Characters; a label or a remark of a table is shorter, a page's column is longer."""


@dataclass(slots=True)
class Places:
    """How many places the tables of a page have taken so far, against the limits.

    Attributes:
        in_grids: places in the grids that are kept.
        spanned: places that cells take in the source.
    """

    in_grids: int = 0
    spanned: int = 0

    def add_to_grids(self, count: int) -> None:
        """Count places that are kept."""
        self.in_grids += count
        if self.in_grids > MOST_GRID_CELLS:
            raise over_limit("HTML", "表格单元格数", "cells of tables", MOST_GRID_CELLS)

    def add_spanned(self, count: int) -> None:
        """Count places that a cell takes."""
        self.spanned += count
        if self.spanned > MOST_SPANNED_PLACES:
            raise over_limit("HTML", "表格合并单元格数", "spanned places", MOST_SPANNED_PLACES)


def items_of_table(draft: TableDraft, places: Places) -> list[Item]:
    """What a table holds, in reading order.

    A table that only lays out a page (a single column, other tables in it, running text) gives
    the contents of its cells one after another; a table of data gives its grid, then the tables
    that stand in its cells.

    Args:
        draft: the table as the source has it.
        places: what the page's tables have taken so far; goes on counting.

    Raises:
        UnreadableFileError: its spans exceed the limits.
    """
    sections = _as_displayed(draft.sections)
    cells = [cell for section in sections for row in section for cell in row.cells]
    if not any(cell.items for cell in cells):
        return draft.before
    inside = [item for cell in cells for item in cell.items]
    if _is_layout(sections, cells):
        return [*draft.before, *inside]
    nested = [item for item in inside if isinstance(item, Grid)]
    return [*draft.before, _grid(draft, sections, cells, places), *nested]


def _as_displayed(sections: Sequence[tuple[str, list[RowDraft]]]) -> list[list[RowDraft]]:
    """The sections with the first thead at the top and the first tfoot at the bottom."""
    names = [name for name, _ in sections]
    head = names.index("thead") if "thead" in names else None
    foot = names.index("tfoot") if "tfoot" in names else None
    middle = [rows for i, (_, rows) in enumerate(sections) if i not in (head, foot)]
    top = [] if head is None else [sections[head][1]]
    bottom = [] if foot is None else [sections[foot][1]]
    return [*top, *middle, *bottom]


def _is_layout(sections: Sequence[Sequence[RowDraft]], cells: Sequence[CellDraft]) -> bool:
    rows = [row for section in sections for row in section]
    if all(len(row.cells) <= 1 for row in rows):
        return True
    if any(sum(cell.is_number for cell in row.cells) >= _FEWEST_NUMBERS for row in rows):
        return False
    return any(_is_of_a_page(cell) for cell in cells)


def _is_of_a_page(cell: CellDraft) -> bool:
    """Whether a cell holds what a page holds and a table of data does not."""
    runs = [item for item in cell.items if isinstance(item, Run)]
    if len(runs) < len(cell.items):
        return True
    if len(runs) > 1 and any(run.element.within & HEADING for run in runs):
        return True
    return sum(len(run.text) for run in runs) > _LONGEST_DATA_CELL


def _grid(
    draft: TableDraft,
    sections: Sequence[Sequence[RowDraft]],
    cells: Sequence[CellDraft],
    places: Places,
) -> Grid:
    taken = [row for section in sections for row in _place_section(section, places)]
    # A column in which no cell begins takes no room on a page, however far cells span.
    columns = sorted({c for row in taken for c, (_, is_first) in row.by_column.items() if is_first})
    places.add_to_grids(len(columns) * len(taken))
    return Grid(
        Table(tuple(_row(row, columns) for row in taken), Separation.MARKUP),
        draft.element,
        sum(len(cell.text) for cell in cells),
        any(_has_figures(row.draft) for row in taken),
    )


def _has_figures(row: RowDraft) -> bool:
    """Whether cells that may hold figures stand side by side in the row."""
    together = 0
    for cell in row.cells:
        together = together + 1 if cell.may_hold_a_figure else 0
        if together == _FEWEST_FIGURES:
            return True
    return False


@dataclass(frozen=True, slots=True)
class _TakenRow:
    """A row and, by column, the cell that takes the place and whether it begins there."""

    draft: RowDraft
    by_column: dict[int, tuple[CellDraft, bool]]


def _place_section(rows: Sequence[RowDraft], places: Places) -> Iterator[_TakenRow]:
    """Place the cells of a section by HTML's rules; no cell goes on below its section.

    A row without cells takes its share of spans and is left out.
    """
    above: dict[int, tuple[CellDraft, int]] = {}
    for number, row in enumerate(rows):
        taken = _TakenRow(row, {column: (cell, False) for column, (cell, _) in above.items()})
        places.add_spanned(len(above))
        column = 0
        for cell in row.cells:
            while column in taken.by_column:
                column += 1
            if cell.row_span == cell.column_span == 1:
                taken.by_column[column] = (cell, True)
                continue
            end = len(rows) if cell.row_span == 0 else number + cell.row_span
            places.add_spanned(cell.column_span)
            for spanned in range(column, column + cell.column_span):
                # Where two cells overlap, the one from above stays.
                if spanned not in taken.by_column:
                    taken.by_column[spanned] = (cell, spanned == column)
                    above[spanned] = (cell, end)
        if above:
            above = {column: place for column, place in above.items() if place[1] > number + 1}
        if row.cells:
            yield taken


def _row(row: _TakenRow, columns: Sequence[int]) -> Row:
    """The places of a row up to its last cell.

    One in between that no cell takes is blank and stands where its row does. Behind the last
    cell none is made up: a cell that is absent shows that those before it may have moved.
    """
    cells = []
    for column in columns[: bisect_right(columns, max(row.by_column))]:
        taken = row.by_column.get(column)
        if taken is None:
            cells.append(Cell("", row.draft.element.path))
        else:
            cell, is_first = taken
            cells.append(Cell(cell.text if is_first else "", cell.element.path))
    return tuple(cells)
