"""Join a table's upper part with the lower part that stands on the next page."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from extract.document import Cell, Row
from extract.page_blocks import PageTable

_SAME_EDGE = 4.0
"""Points that a column's edge may stand apart on two pages."""
_FIGURE = re.compile(r"[-+−—/\d,，.．\s]*")
_ENUMERATED = re.compile(
    r"\s*(?:[（(〔\[]?[\d一二三四五六七八九十]{1,3}[）)〕\]、.．:：]|[①-⒛㈠-㈩])"
)


def join_tables(upper: PageTable, lower: PageTable) -> PageTable | None:
    """Join two tables if the second goes on with the first.

    Their columns must have the same edges; where one part has more of them, because in the
    other all cells span some, the other's cells are spread over the columns of both. Rows at
    the head of the lower part that repeat the upper part's are left out, and a row that the
    page break has cut becomes one row again.

    Returns:
        None if their columns differ.
    """
    edges = _common_edges(upper.edges, lower.edges)
    if edges is None:
        return None
    above, below = _spread(upper, edges), _spread(lower, edges)
    first = _repeated_rows(above.rows, below.rows)
    if first == len(below.rows):
        return above
    end = len(above.rows)
    middle: list[Row] = []
    if above.begins[-1] == below.begins[first]:
        middle = _rejoined(above.rows[-1], below.rows[first], above.full)
        end, first = end - len(middle), first + len(middle)
    return PageTable(
        (*above.rows[:end], *middle, *below.rows[first:]),
        upper.separation,
        edges,
        (*above.begins, *below.begins[first:]),
        below.full,
    )


def _common_edges(upper: tuple[float, ...], lower: tuple[float, ...]) -> tuple[float, ...] | None:
    """The edges of both, from the upper table's left; None if the columns are not the same."""
    shift = upper[0] - lower[0]
    moved = tuple(edge + shift for edge in lower)
    if abs(upper[-1] - moved[-1]) > _SAME_EDGE:
        return None
    for fewer, more in ((moved, upper), (upper, moved)):
        if all(_has(more, edge) for edge in fewer):
            return more
    return upper if len(upper) == len(lower) else None


def _has(edges: Sequence[float], edge: float) -> bool:
    at = bisect_left(edges, edge - _SAME_EDGE)
    return at < len(edges) and edges[at] <= edge + _SAME_EDGE


def _columns(old: Sequence[float], new: Sequence[float]) -> list[int]:
    """For each of a part's edges the index of that edge in the joined table."""
    if len(old) == len(new):
        return list(range(len(new)))
    shift = new[0] - old[0]
    return [bisect_left(new, edge + shift - _SAME_EDGE) for edge in old]


def _spread(part: PageTable, edges: tuple[float, ...]) -> PageTable:
    """A part in the columns of the joined table; what a wider cell covers is blank."""
    columns = _columns(part.edges, edges)
    if len(columns) == len(edges):
        return part
    widths = [following - first for first, following in pairwise(columns)]
    rows = tuple(
        tuple(
            place
            for cell, width in zip(row, widths, strict=True)
            for place in (cell, *[Cell("", cell.locator, cell.page)] * (width - 1))
        )
        for row in part.rows
    )
    begins = tuple(frozenset(columns[i] for i in row) for row in part.begins)
    return PageTable(rows, part.separation, edges, begins, frozenset(columns[i] for i in part.full))


def _repeated_rows(above: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows at the head of the lower part repeat the head of the upper part."""
    count = 0
    for row, repeated in zip(above, below, strict=False):
        texts = [cell.text for cell in repeated]
        if [cell.text for cell in row] != texts or all(map(_FIGURE.fullmatch, texts)):
            break
        count += 1
    return count


def _rejoined(above: Row, below: Row, full: frozenset[int]) -> list[Row]:
    """One row of both if the page break has cut it, so that its text goes on below; else none.

    It has: some cells hold text in both parts, text that filled its line above and begins
    below without a number of its own; and the figures stand in one part only.
    """
    both = [i for i, (a, b) in enumerate(zip(above, below, strict=True)) if a.text and b.text]
    goes_on = all(i in full and _may_go_on(above[i].text, below[i].text) for i in both)
    if not both or not goes_on or (_beside(above, both) and _beside(below, both)):
        return []
    return [tuple(_both(a, b) for a, b in zip(above, below, strict=True))]


def _may_go_on(above: str, below: str) -> bool:
    is_text = not (_FIGURE.fullmatch(above) or _FIGURE.fullmatch(below))
    return is_text and not _ENUMERATED.match(below)


def _beside(row: Row, both: Sequence[int]) -> list[str]:
    """The texts to the right of the cells that go on."""
    return [cell.text for cell in row[max(both) :] if cell.text][1:]


def _both(above: Cell, below: Cell) -> Cell:
    if not (above.text and below.text):
        return above if above.text else below
    return Cell(f"{above.text}\n{below.text}", above.locator, above.page)
