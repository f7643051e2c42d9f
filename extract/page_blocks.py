"""The blocks of one page, from its glyphs and rules: tables where rules bound cells, else lines."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from extract.document import Block, Cell, Paragraph, Separation, Table
from extract.geometry import Box, Glyph, Rule, enclosing
from extract.glyph_lines import Run, lines_of, run_of, runs_of, text_of_line, text_of_runs
from extract.grid import Grid, GridCell, begins_of, column_edges, find_grids
from extract.word_layout import word_blocks
from extract.words import is_figure

Locate = Callable[[int, GridCell], str]
"""The locator of a cell, from the number of its table on the page (from 0) and its place."""
MOST_TABLES = 100
"""Grids on one page; a page with more is a drawing."""
_COLUMN_GAP = 0.8
"""Em between two words of a line from which on they may be cells of a row."""
_ROOM = 2.0
"""Em that one more character and a cell's margins take."""


_NO_CELL = Cell("", "")


@dataclass(frozen=True, slots=True)
class PageTable(Table):
    """A table of a page as it stands there, to be joined with its rest on the next page.

    Attributes:
        edges: of its columns, one more than there are columns.
        begins: for each row the columns in which its cells begin, those from rows above included.
        full: columns in which the last line of text in the last row leaves no room for another
            character, so that the text may go on elsewhere.
    """

    edges: tuple[float, ...]
    begins: tuple[frozenset[int], ...]
    full: frozenset[int]


def page_blocks(
    glyphs: Sequence[Glyph],
    rules: Sequence[Rule],
    page: int,
    locate: Locate | None = None,
    bounds: Box | None = None,
) -> list[Block]:
    """Read one page.

    Args:
        glyphs: its characters in the order of their drawing, printed blanks among them.
        rules: its horizontal and vertical strokes.
        page: its number, from 1.
        locate: gives the locators of cells; None for the box of a cell's text, or of the cell
            itself where it is blank.
        bounds: the page, if glyphs and rules may stand outside of it: text that runs over its
            edge is kept whole, as tables are; what does not touch the page is left out.

    Returns:
        Tables (PageTable: give them to `join_pages`) and other blocks, from top to bottom.
    """
    grids = _tables_only(find_grids(rules))
    runs = runs_of(glyphs)
    if bounds is not None:
        grids = [grid for grid in grids if grid.box.meets(bounds)]
    places, outside = _assigned(runs, grids) if grids else ([], runs)
    if bounds is not None:
        outside = [run for run in outside if run.box.meets(bounds)]
    bands = _between(outside, grids)
    blocks = _outside(bands[0], page)
    for number, grid in enumerate(grids):
        blocks.append(_table(grid, places[number], page, number, locate))
        blocks += _outside(bands[number + 1], page)
    return blocks


def _outside(runs: Sequence[Run], page: int) -> list[Block]:
    """The blocks of text outside the grids: by its words if it has rows, else its lines."""
    lines = lines_of(runs)
    if any(map(_is_row, lines)):
        return word_blocks([glyph for run in runs for glyph in run.glyphs], page)
    return [
        Paragraph(text_of_line(line), enclosing([run.box for run in line]).locator, page)
        for line in lines
    ]


def _is_row(line: Sequence[Run]) -> bool:
    """Whether a line may be a row of a table: figures stand apart in it."""
    is_parted = any(
        following.box.left - run.box.right > _COLUMN_GAP * max(run.em, following.em)
        for run, following in pairwise(line)
    )
    return is_parted and any(is_figure(run.text) for run in line)


def _tables_only(grids: Sequence[Grid]) -> list[Grid]:
    """Leave out frames: grids of one column, and those around larger tables."""
    if len(grids) > MOST_TABLES:
        return []
    return [
        grid
        for grid in grids
        if grid.columns > 1 and sum(len(g.cells) for g in _inside(grid, grids)) < len(grid.cells)
    ]


def _inside(grid: Grid, grids: Iterable[Grid]) -> list[Grid]:
    return [
        other
        for other in grids
        if other is not grid
        and grid.box.holds(other.box.left, other.box.top)
        and grid.box.holds(other.box.right, other.box.bottom)
    ]


Assigned = list[dict[int, list[Run]]]
"""For each grid, the runs of each of its cells, by index."""


def _assigned(runs: Iterable[Run], grids: Sequence[Grid]) -> tuple[Assigned, list[Run]]:
    """Put runs into the cells in which they stand; what stands in none comes back."""
    lookups = [_Lookup.of(grid) for grid in grids]
    # Of nested tables the inner one, which is smaller, is asked first.
    order = sorted(range(len(grids)), key=lambda i: grids[i].box.width * grids[i].box.height)
    places: Assigned = [{} for _ in grids]
    outside: list[Run] = []
    for run in runs:
        left, top, right, bottom = run.box
        x, y = (left + right) / 2, (top + bottom) / 2
        at = next((i for i in order if grids[i].box.holds(x, y)), None)
        if at is None:
            outside.append(run)
            continue
        for cell, piece in _pieces(run, y, lookups[at]):
            places[at].setdefault(cell, []).append(piece)
    return places, outside


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A grid's cells by position.

    Attributes:
        tops: of its rows.
        lefts: of its columns.
        indexes: for each row and column, the index of the cell that covers the place.
    """

    grid: Grid
    tops: list[float]
    lefts: list[float]
    indexes: list[list[int]]

    @classmethod
    def of(cls, grid: Grid) -> "_Lookup":
        tops, lefts = [0.0] * grid.rows, [0.0] * grid.columns
        indexes = [[0] * grid.columns for _ in range(grid.rows)]
        for index, cell in enumerate(grid.cells):
            tops[cell.row], lefts[cell.column] = cell.box.top, cell.box.left
            for row in indexes[cell.row : cell.row + cell.row_span]:
                row[cell.column : cell.column + cell.column_span] = [index] * cell.column_span
        return cls(grid, tops, lefts, indexes)

    def cell_at(self, x: float, y: float) -> int:
        """The index of the cell at a point; outside of the grid, of the nearest in its row."""
        row = self.indexes[max(bisect_right(self.tops, y) - 1, 0)]
        return row[max(bisect_right(self.lefts, x) - 1, 0)]


def _pieces(run: Run, y: float, lookup: _Lookup) -> list[tuple[int, Run]]:
    """A run with the index of its cell; cut where borders pass between its glyphs.

    A border that passes through the middle of a glyph cuts nothing: the text of one cell, most
    often a number too wide for it, stands out of it and is kept whole.
    """
    left, _, right, _ = run.box
    cell = lookup.cell_at(left, y)
    if cell == lookup.cell_at(right, y):
        return [(cell, run)]
    parts: list[list[Glyph]] = [[]]
    for glyph in run.glyphs:
        if parts[-1] and _border_between(parts[-1][-1], glyph, y, lookup):
            parts.append([])
        parts[-1].append(glyph)
    pieces = map(run_of, parts)
    return [(lookup.cell_at(piece.box.center_x, y), piece) for piece in pieces if piece]


def _border_between(glyph: Glyph, following: Glyph, y: float, lookup: _Lookup) -> bool:
    """Whether the cells' border passes between two glyphs, or through less than a quarter."""
    left = glyph.box.right - glyph.box.width / 4
    right = following.box.left + following.box.width / 4
    return lookup.cell_at(left, y) != lookup.cell_at(right, y)


def _table(
    grid: Grid, places: dict[int, list[Run]], page: int, number: int, locate: Locate | None
) -> PageTable:
    rows = [[_NO_CELL] * grid.columns for _ in range(grid.rows)]
    full: set[int] = set()
    for index, cell in enumerate(grid.cells):
        runs = places.get(index, [])
        locator = locate(number, cell) if locate else _box_of(runs, cell).locator
        if cell.row_span > 1 or cell.column_span > 1:
            covered = Cell("", locator, page)
            for row in rows[cell.row : cell.row + cell.row_span]:
                row[cell.column : cell.column + cell.column_span] = [covered] * cell.column_span
        rows[cell.row][cell.column] = Cell(text_of_runs(runs), locator, page)
        if runs and cell.row + cell.row_span == grid.rows and _is_full(runs, cell.box):
            full.add(cell.column)
    return PageTable(
        tuple(map(tuple, rows)),
        Separation.MARKUP,
        column_edges(grid),
        begins_of(grid),
        frozenset(full),
    )


def _box_of(runs: Sequence[Run], cell: GridCell) -> Box:
    """The box of a cell's text, or of a blank cell itself."""
    if len(runs) == 1:
        return runs[0].box
    return enclosing([run.box for run in runs]) if runs else cell.box


def _is_full(runs: Sequence[Run], cell: Box) -> bool:
    """Whether the last line, wherever in the cell it stands, leaves no room for a character."""
    last = lines_of(runs)[-1]
    room = cell.width - (last[-1].box.right - last[0].box.left)
    return room < _ROOM * max(run.em for run in last)


def _between(runs: Iterable[Run], grids: Sequence[Grid]) -> list[list[Run]]:
    """The runs above the first grid, below each, and so on to those below the last."""
    heights = list(accumulate((grid.box.center_y for grid in grids), max))
    bands: list[list[Run]] = [[] for _ in range(len(grids) + 1)]
    for run in runs:
        bands[bisect_right(heights, run.box.center_y)].append(run)
    return bands
