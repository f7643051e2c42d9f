"""Strokes of one direction: rules snapped to common positions, joined, and where they cross.

Borders reach us in pieces: browsers draw thin rectangles, word processors a short segment for
each cell, some draw two lines for one. Everything here is O(n log n) in the number of rules.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.geometry import Rule

MOST_CROSSINGS = 1_000_000
"""Strokes that may have to be looked at for crossings; a page with more is a drawing."""


class Stroke(NamedTuple):
    """A straight line: where it stands across its direction, and from where to where it goes."""

    at: float
    start: float
    end: float


class Lattice(NamedTuple):
    """Strokes that cross each other, directly or through others."""

    horizontals: list[Stroke]
    verticals: list[Stroke]


def join_rules(rules: Iterable[Rule], tolerance: float) -> tuple[list[Stroke], list[Stroke]]:
    """Make long horizontal and vertical strokes of the pieces that were drawn.

    Args:
        rules: in any order; slanting ones are left out.
        tolerance: positions and gaps up to this are taken for inexact drawing.

    Returns:
        Horizontals, verticals; each sorted by position and start. Strokes too short to bound
        a character are left out.
    """
    horizontals: list[tuple[float, float, float]] = []
    verticals: list[tuple[float, float, float]] = []
    slack = tolerance / 2
    for x0, y0, x1, y1 in rules:
        width, height = abs(x1 - x0), abs(y1 - y0)
        if height <= slack and width >= height:
            horizontals.append(((y0 + y1) / 2, *((x0, x1) if x0 <= x1 else (x1, x0))))
        elif width <= slack:
            verticals.append(((x0 + x1) / 2, *((y0, y1) if y0 <= y1 else (y1, y0))))
    return _joined(horizontals, tolerance), _joined(verticals, tolerance)


def snap(positions: Iterable[float], tolerance: float) -> dict[float, float]:
    """Map positions to the means of groups that are no wider than the tolerance."""
    snapped: dict[float, float] = {}
    group: list[float] = []
    for position in sorted(set(positions)):
        if group and position - group[0] > tolerance:
            snapped.update(dict.fromkeys(group, sum(group) / len(group)))
            group = []
        group.append(position)
    if group:
        snapped.update(dict.fromkeys(group, sum(group) / len(group)))
    return snapped


def connect(
    horizontals: Sequence[Stroke], verticals: Sequence[Stroke], tolerance: float
) -> list[Lattice]:
    """Part strokes into lattices; strokes that cross no other are left out.

    Returns:
        Nothing where there are more strokes near each other than any table has.
    """
    pairs = crossings(horizontals, verticals, tolerance)
    parents = list(range(len(horizontals) + len(verticals)))
    for i, j in pairs:
        one, other = _root(parents, i), _root(parents, len(horizontals) + j)
        parents[one] = other
    lattices: dict[int, Lattice] = {}
    for i in sorted({i for i, _ in pairs}):
        lattice = lattices.setdefault(_root(parents, i), Lattice([], []))
        lattice.horizontals.append(horizontals[i])
    for j in sorted({j for _, j in pairs}):
        lattices[_root(parents, len(horizontals) + j)].verticals.append(verticals[j])
    return list(lattices.values())


def crossings(
    horizontals: Sequence[Stroke], verticals: Sequence[Stroke], tolerance: float
) -> list[tuple[int, int]]:
    """The pairs (index of a horizontal, index of a vertical) that cross or touch.

    Args:
        horizontals: in any order.
        verticals: sorted by position.
        tolerance: strokes that lack as much for touching do touch.
    """
    places = [vertical.at for vertical in verticals]
    ranges = [
        (bisect_left(places, start - tolerance), bisect_right(places, end + tolerance))
        for _, start, end in horizontals
    ]
    if sum(last - first for first, last in ranges) > MOST_CROSSINGS:
        return []
    return [
        (i, j)
        for i, (first, last) in enumerate(ranges)
        for j in range(first, last)
        if verticals[j].start - tolerance <= horizontals[i].at <= verticals[j].end + tolerance
    ]


def _joined(pieces: list[tuple[float, float, float]], tolerance: float) -> list[Stroke]:
    """Join pieces (position, start, end) that lie in one line and touch each other."""
    snapped = snap((at for at, _, _ in pieces), tolerance)
    lines: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for at, start, end in pieces:
        lines[snapped[at]].append((start, end))
    joined: list[Stroke] = []
    for at in sorted(lines):
        extents = sorted(lines[at])
        start, end = extents[0]
        for next_start, next_end in extents:
            if next_start - end > tolerance:
                joined.append(Stroke(at, start, end))
                start = next_start
                end = next_end
            elif next_end > end:
                end = next_end
        joined.append(Stroke(at, start, end))
    return [stroke for stroke in joined if stroke.end - stroke.start > 2 * tolerance]


def _root(parents: list[int], i: int) -> int:
    while parents[i] != i:
        parents[i] = parents[parents[i]]
        i = parents[i]
    return i
