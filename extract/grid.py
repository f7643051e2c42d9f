"""Tables by their rules: strokes that bound cells become grids, whatever drew them.

Knows nothing of text. PDF, OFD and scans give their rules; they get back full rectangular
grids whose cells span rows and columns where an inner stroke is absent.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.geometry import Box, Rule
from extract.stacked import stack_lattices
from extract.strokes import Lattice, Stroke, connect, crossings, join_rules, snap

TOLERANCE = 3.0
"""Points within which strokes are taken to lie in one line or to touch."""
MOST_CELLS = 50_000
"""Places in one grid; what has more is no table of a report."""
_ROUNDS_OF_TRIMMING = 20


class GridCell(NamedTuple):
    """A cell: its first row and column, from 0, how many it spans, and where it stands."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's cells, by rows; together they cover its rectangle and never overlap."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def find_grids(rules: Sequence[Rule], tolerance: float = TOLERANCE) -> list[Grid]:
    """Find the tables that rules draw.

    Pieces in one line are joined, double lines count once, an outer border that is absent is
    supplied where rules end in one line. Lone boxes of one cell are no tables.

    Args:
        rules: horizontal and vertical strokes of one page, in any order.
        tolerance: in the unit of the rules; about the thickness of a bold border.

    Returns:
        The grids from top to bottom; nested tables are grids of their own. Empty for a page
        with more strokes than tables have, such as a map.
    """
    horizontals, verticals = join_rules(rules, tolerance)
    grids = [
        grid
        for lattice in stack_lattices(connect(horizontals, verticals, tolerance), tolerance)
        if (grid := _grid_of(lattice, tolerance)) is not None
    ]
    return sorted(grids, key=lambda grid: (grid.box.top, grid.box.left))


def begins_of(grid: Grid) -> tuple[frozenset[int], ...]:
    """For each row the columns in which its cells begin, those from rows above included."""
    begins: list[set[int]] = [set() for _ in range(grid.rows)]
    for cell in grid.cells:
        for columns in begins[cell.row : cell.row + cell.row_span]:
            columns.add(cell.column)
    return tuple(map(frozenset, begins))


def column_edges(grid: Grid) -> tuple[float, ...]:
    """The left edge of each column, and the right edge of the last."""
    lefts = {cell.column: cell.box.left for cell in grid.cells}
    return (*(left for _, left in sorted(lefts.items())), grid.box.right)


def _grid_of(lattice: Lattice, tolerance: float) -> Grid | None:
    horizontals, verticals = _trimmed(_closed(lattice, tolerance), tolerance)
    # A band too thin for a character is one border drawn twice, or not quite straight.
    rows = snap((stroke.at for stroke in horizontals), 2 * tolerance)
    columns = snap((stroke.at for stroke in verticals), 2 * tolerance)
    tops, lefts = sorted(set(rows.values())), sorted(set(columns.values()))
    if len(tops) < 2 or len(lefts) < 2 or len(tops) * len(lefts) > MOST_CELLS:
        return None
    above = _edges(horizontals, rows, columns, tops, lefts)
    before = _edges(verticals, columns, rows, lefts, tops)
    spans = _used_only(_spans(above, before, len(tops) - 1, len(lefts) - 1), tops, lefts)
    return _drawn(*spans) if len(spans[0]) > 1 else None


def _closed(lattice: Lattice, tolerance: float) -> Lattice:
    """Add the outer borders that are absent.

    A side is open where two strokes or more end in one line outside of all that cross them;
    where a table has such a side, one stroke shows another.
    """
    horizontals, verticals = lattice
    for fewest in (2, 1):
        xs = _open_ends(horizontals, verticals, tolerance, fewest)
        ys = _open_ends(verticals, horizontals, tolerance, fewest)
        if not (xs or ys):
            return lattice
    top, bottom = _extent(verticals)
    left, right = _extent(horizontals)
    return Lattice(
        sorted([*horizontals, *(Stroke(y, left, right) for y in ys)]),
        sorted([*verticals, *(Stroke(x, top, bottom) for x in xs)]),
    )


def _open_ends(
    strokes: Sequence[Stroke], across: Sequence[Stroke], tolerance: float, fewest: int
) -> list[float]:
    """Where strokes end together, a character's width or more outside of all that cross them."""
    first = min(stroke.at for stroke in across) - 2 * tolerance
    last = max(stroke.at for stroke in across) + 2 * tolerance
    starts = [stroke.start for stroke in strokes if stroke.start < first]
    ends = [stroke.end for stroke in strokes if stroke.end > last]
    return [*_common(starts, tolerance, fewest)[:1], *_common(ends, tolerance, fewest)[-1:]]


def _common(positions: Sequence[float], tolerance: float, fewest: int) -> list[float]:
    """The positions at which enough of them stand, in order."""
    snapped = snap(positions, tolerance)
    counts = Counter(snapped[position] for position in positions)
    return sorted(position for position, count in counts.items() if count >= fewest)


def _extent(strokes: Iterable[Stroke]) -> tuple[float, float]:
    _, starts, ends = zip(*strokes, strict=True)
    return min(starts), max(ends)


def _trimmed(lattice: Lattice, tolerance: float) -> Lattice:
    """Cut strokes off at their first and last crossing; loose ends bound nothing.

    Nothing is left of strokes that only hold each other, as the steps of stairs do.
    """
    horizontals, verticals = lattice
    for _ in range(_ROUNDS_OF_TRIMMING):
        pairs = crossings(horizontals, verticals, tolerance)
        across = _ends([(i, verticals[j].at) for i, j in pairs], horizontals)
        down = _ends([(j, horizontals[i].at) for i, j in pairs], verticals)
        is_done = len(across) == len(horizontals) and len(down) == len(verticals)
        horizontals, verticals = across, down
        if is_done:
            return Lattice(horizontals, verticals)
    return Lattice([], [])


def _ends(met: Iterable[tuple[int, float]], strokes: Sequence[Stroke]) -> list[Stroke]:
    """Strokes from the first to the last position at which they meet another, if these differ."""
    first: dict[int, float] = {}
    last: dict[int, float] = {}
    for i, position in met:
        first[i] = min(position, first.get(i, position))
        last[i] = max(position, last.get(i, position))
    return [Stroke(strokes[i].at, first[i], last[i]) for i in sorted(first) if first[i] < last[i]]


Edges = list[list[bool]]
"""For each line of the grid, whether a stroke stands at each band that crosses it."""


def _edges(
    strokes: Iterable[Stroke],
    lines: dict[float, float],
    bands: dict[float, float],
    at: Sequence[float],
    starts: Sequence[float],
) -> Edges:
    line_index = {position: i for i, position in enumerate(at)}
    band_index = {position: i for i, position in enumerate(starts)}
    edges = [[False] * (len(starts) - 1) for _ in at]
    for stroke in strokes:
        line = edges[line_index[lines[stroke.at]]]
        first, last = band_index[bands[stroke.start]], band_index[bands[stroke.end]]
        line[first:last] = [True] * (last - first)
    return edges


Span = tuple[int, int, int, int]
"""First row, first column, row after the last, column after the last."""


def _spans(above: Edges, before: Edges, rows: int, columns: int) -> list[Span]:
    """Cells that cover the rectangle, each as large as the absent strokes let it be."""
    taken = [[False] * columns for _ in range(rows)]
    spans: list[Span] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right = column + 1
            while right < columns and not (before[right][row] or taken[row][right]):
                right += 1
            bottom = row + 1
            while bottom < rows and not above[bottom][column]:
                if not _goes_on_down(above, before, bottom, column, right):
                    break
                bottom += 1
            for line in taken[row:bottom]:
                line[column:right] = [True] * (right - column)
            spans.append((row, column, bottom, right))
    return spans


def _goes_on_down(above: Edges, before: Edges, row: int, left: int, right: int) -> bool:
    inner = (before[column][row] for column in range(left + 1, right))
    return not (any(above[row][left:right]) or any(inner))


def _used_only(
    spans: list[Span], tops: list[float], lefts: list[float]
) -> tuple[list[Span], list[float], list[float]]:
    """Leave out lines at which no cell begins or ends: short strokes inside of a cell."""
    rows = sorted({span[0] for span in spans} | {span[2] for span in spans})
    columns = sorted({span[1] for span in spans} | {span[3] for span in spans})
    row, column = ({old: new for new, old in enumerate(used)} for used in (rows, columns))
    kept = [(row[a], column[b], row[c], column[d]) for a, b, c, d in spans]
    return kept, [tops[i] for i in rows], [lefts[i] for i in columns]


def _drawn(spans: list[Span], tops: list[float], lefts: list[float]) -> Grid:
    cells = tuple(
        GridCell(a, b, c - a, d - b, Box(lefts[b], tops[a], lefts[d], tops[c]))
        for a, b, c, d in spans
    )
    box = Box(lefts[0], tops[0], lefts[-1], tops[-1])
    return Grid(box, len(tops) - 1, len(lefts) - 1, cells)
