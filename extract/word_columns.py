"""The columns of a table without rules, where its rows or its header show them for sure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.geometry import Box
from extract.word_rows import RowCell, WordRow
from extract.words import Line, Word

_FEWEST_FULL_ROWS = 2
"""Rows with a figure in every column that show which columns there are."""
_FEWEST_ALIGNED = 3
"""Rows with a figure in a column that by their place alone show it."""
_ALIGNED = 0.3
"""Em that edges of figures in one line lie apart at most."""
_BROKEN_WIDTH = 6
"""Em of a line of a header cell that is broken for lack of room, at most."""
_MOST_COLUMNS = 60
_SAME_LINE = 0.5
"""Em that words of one line of a header lie off each other at most."""
_HEADER_PITCH = 2.0
"""Em that lines of one cell of a header lie apart at most."""


@dataclass(slots=True)
class Column:
    """Where a column's texts begin and end, and the words of its header."""

    left: float
    right: float
    header: list[Word]

    def overlaps(self, left: float, right: float) -> bool:
        """Whether something stands in it, or above."""
        return left < self.right and right > self.left

    def widen(self, left: float, right: float) -> None:
        """Make it as wide as this too."""
        self.left, self.right = min(self.left, left), max(self.right, right)


def columns_of(rows: Sequence[WordRow], header: Sequence[Line]) -> list[Column] | None:
    """Tell the columns of figures.

    They are sure where the header has a cell above each, where several rows have a figure in
    each, or where in each several figures are aligned; and where no figure stands in two columns,
    and no two of one row stand in the same.

    Args:
        rows: of one table.
        header: the lines above them.

    Returns:
        The columns from left to right, blank ones that only the header shows included; None
        if nothing shows them for sure.
    """
    columns = _clusters(cell for row in rows for cell in row.cells if not cell.is_parted)
    if len(columns) > _MOST_COLUMNS or any(_has_conflict(row, columns) for row in rows):
        return None
    label_end = max((w.box.right for row in rows for w in (*row.label, *row.group)), default=None)
    leaves = _leaves(header, label_end)
    common = [column for column in columns if _rows_in(column, rows) > 1]
    for candidates in (columns, common):
        shown = _with_header(candidates, leaves) if candidates else None
        if shown is not None:
            return shown
    for candidates in (columns, common):
        full = [row for row in rows if len(places_of(row, candidates) or ()) == len(candidates)]
        if len(full) >= _FEWEST_FULL_ROWS and candidates:
            return candidates
    return columns if _are_aligned(columns, rows) else None


def _are_aligned(columns: Sequence[Column], rows: Sequence[WordRow]) -> bool:
    """Whether several rows have a figure in each column, all at one edge or in its middle."""
    cells = [cell for row in rows for cell in row.cells if not cell.is_parted]
    inside = [[c for c in cells if column.overlaps(c.box.left, c.box.right)] for column in columns]
    if not columns or any(len(column) < _FEWEST_ALIGNED for column in inside):
        return False
    em = max(cell.parts[0].em for cell in cells)
    edges: tuple[Callable[[Box], float], ...] = (
        lambda box: box.left,
        lambda box: box.center_x,
        lambda box: box.right,
    )
    return any(
        all(_spread([edge(cell.box) for cell in column]) < _ALIGNED * em for column in inside)
        for edge in edges
    )


def _spread(positions: Sequence[float]) -> float:
    return max(positions) - min(positions)


def _has_conflict(row: WordRow, columns: Sequence[Column]) -> bool:
    """Whether cells of a row share a column, or a parted one none of its own."""
    return places_of(row, columns) is None and not any(cell.is_parted for cell in row.cells)


def _rows_in(column: Column, rows: Iterable[WordRow]) -> int:
    return sum(
        any(column.overlaps(cell.box.left, cell.box.right) for cell in row.cells) for row in rows
    )


def places_of(row: WordRow, columns: Sequence[Column]) -> list[int] | None:
    """For each cell of a row the index of its column; None if that leaves a doubt."""
    places: list[int] = []
    for cell in row.cells:
        box = cell.box
        found = [at for at, column in enumerate(columns) if column.overlaps(box.left, box.right)]
        if len(found) != 1 or found[0] in places:
            return None
        places.append(found[0])
    return places


def _clusters(cells: Iterable[RowCell]) -> list[Column]:
    """Columns as wide as the cells that overlap each other."""
    columns: list[Column] = []
    for box in sorted(cell.box for cell in cells):
        if columns and box.left < columns[-1].right:
            columns[-1].widen(box.left, box.right)
        else:
            columns.append(Column(box.left, box.right, []))
    return columns


def _leaves(header: Sequence[Line], label_end: float | None) -> list[Column]:
    """The lowest cells of a header, from left to right; spanning ones lie above several."""
    leaves: list[Column] = []
    for line in reversed(header):
        new: list[Column] = []
        for word in line:
            if label_end is not None and word.box.left < label_end:
                continue
            below = [leaf for leaf in leaves if leaf.overlaps(word.box.left, word.box.right)]
            if not below:
                new.append(Column(word.box.left, word.box.right, [word]))
            elif len(below) == 1 and _is_above(word, below[0]):
                below[0].widen(word.box.left, word.box.right)
                below[0].header.append(word)
        leaves += new
    return sorted(leaves, key=lambda leaf: leaf.left)


def _is_above(word: Word, leaf: Column) -> bool:
    """Whether a word is the line above in a header cell; a wider one spans columns."""
    is_near = leaf.header[-1].middle - word.middle < _HEADER_PITCH * word.em
    widest = max(leaf.right - leaf.left + word.em, _BROKEN_WIDTH * word.em)
    return is_near and word.box.width <= widest


def _with_header(columns: Sequence[Column], leaves: Sequence[Column]) -> list[Column] | None:
    """The columns with their header cells, and those that have nothing but a header.

    None if a column has no header of its own, or a header stands apart from all others.
    """
    matched = _matched(columns, leaves)
    if matched is None:
        return None
    shown: list[Column] = []
    for at, leaf in enumerate(leaves):
        column = matched.get(at)
        if column is None and not any(_is_beside(leaf, leaves[other]) for other in matched):
            return None
        extent = column or leaf
        shown.append(Column(extent.left, extent.right, leaf.header))
    parted = all(column.right <= following.left for column, following in pairwise(shown))
    return shown if parted else None


def _matched(columns: Sequence[Column], leaves: Sequence[Column]) -> dict[int, Column] | None:
    """For the index of each header cell the column below it; None if that leaves a doubt."""
    if len(columns) == len(leaves) and all(
        columns[at - 1].right < leaves[at].left and leaves[at - 1].right < columns[at].left
        for at in range(1, len(columns))
    ):
        # Figures may stand at the other edge of their column than its header.
        return dict(enumerate(columns))
    matched: dict[int, Column] = {}
    for column in columns:
        above = [at for at, leaf in enumerate(leaves) if leaf.overlaps(column.left, column.right)]
        if len(above) != 1 or above[0] in matched:
            return None
        matched[above[0]] = column
    return matched


def _is_beside(leaf: Column, other: Column) -> bool:
    """Whether two header cells have a line of the same height."""
    return any(
        abs(word.middle - its_word.middle) < _SAME_LINE * word.em
        for word in leaf.header
        for its_word in other.header
    )
