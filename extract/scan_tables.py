"""The ruled tables of a scanned page, read cell by cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Cell, Separation
from extract.grid import Grid, GridCell, begins_of, column_edges
from extract.page_blocks import PageTable
from extract.scan_figures import Text
from extract.scan_ink import Line, lines_in, might_hold_print, table_letter
from extract.scan_lines import Page

_POINTS = 72 / 25.4
"""Points of a millimetre."""
_LOWEST_ROW = 0.6
"""Letters' heights of a page that a table's rows are high on average, at least."""
_ROOM = 2.4
"""Letters' heights that one more character and a cell's margins take."""
_BARE_FIGURE = re.compile(r"[\d.,，．\s]+")


@dataclass(frozen=True, slots=True)
class InkedCell:
    """A cell of a grid with its lines of print; `stained` where there is only doubtful ink."""

    place: GridCell
    lines: tuple[Line, ...]
    stained: bool


def inked_cells(page: Page, grid: Grid, inner: Sequence[Grid]) -> list[InkedCell]:
    """Find the print in a grid's cells.

    Args:
        page: the straightened page.
        grid: one of its grids, in pixels.
        inner: the page's other grids; what stands in one within a cell is not the cell's.
    """
    letter = table_letter(page, grid.box)
    found: list[InkedCell] = []
    for place in grid.cells:
        nested = [other.box for other in inner if _is_within(other, place)]
        lines = tuple(
            line
            for line in lines_in(page, place.box, letter)
            if not any(box.holds(line.box.center_x, line.box.center_y) for box in nested)
        )
        stained = not (lines or nested) and might_hold_print(page, place.box, letter)
        found.append(InkedCell(place, lines, stained))
    return found


def is_print(grid: Grid, page: Page) -> bool:
    """Whether a grid's lines are strokes of characters.

    Its rows are lower than characters then, or what stands in its cells hangs on its lines.
    """
    if grid.box.height < _LOWEST_ROW * page.letter * grid.rows:
        return True
    lines = [line for cell in inked_cells(page, grid, ()) for line in cell.lines]
    return 2 * sum(line.cut for line in lines) > len(lines)


def table_of(
    grid: Grid, cells: Sequence[InkedCell], texts: Sequence[Sequence[Text]], page: Page, number: int
) -> PageTable:
    """Put a grid and its cells' texts together.

    Args:
        grid: the grid, in pixels of the straightened page.
        cells: its cells.
        texts: for each cell one text for each of its lines.
        page: the straightened page.
        number: the page's number.
    """
    rows: list[list[Cell]] = [[Cell("", "")] * grid.columns for _ in range(grid.rows)]
    for cell, lines in zip(cells, texts, strict=True):
        place = cell.place
        locator = page.turn.box(place.box).locator
        confidence = _confidence(cell, lines)
        # What a doubtful cell covers may be cells of their own behind a border that is not seen.
        covered = Cell("", locator, number, 0.0 if confidence == 0.0 else None)
        for row in rows[place.row : place.row + place.row_span]:
            row[place.column : place.column + place.column_span] = [covered] * place.column_span
        text = "\n".join(line.text for line in lines)
        rows[place.row][place.column] = Cell(text, locator, number, confidence)
    return PageTable(
        rows=tuple(map(tuple, rows)),
        separation=Separation.MARKUP,
        edges=tuple(edge / page.unit * _POINTS for edge in column_edges(grid)),
        begins=begins_of(grid),
        full=frozenset(c.place.column for c in cells if _is_full(c, grid)),
    )


def _is_full(cell: InkedCell, grid: Grid) -> bool:
    """Whether the last line of a cell in the last row leaves no room for a character."""
    if not cell.lines or cell.place.row + cell.place.row_span < grid.rows:
        return False
    last = cell.lines[-1]
    return cell.place.box.width - last.box.width < _ROOM * last.letter


def _is_within(grid: Grid, place: GridCell) -> bool:
    box = grid.box
    return place.box.holds(box.left, box.top) and place.box.holds(box.right, box.bottom)


def _confidence(cell: InkedCell, lines: Sequence[Text]) -> float | None:
    """None for a cell without ink; 0 for one in which two figures stand below each other.

    A ruling line between them may not have been seen, or one figure broken over two lines.
    """
    if not lines:
        return 0.0 if cell.stained else None
    if len(lines) > 1 and all(_BARE_FIGURE.fullmatch(line.text) for line in lines):
        return 0.0
    return min(line.confidence for line in lines)
