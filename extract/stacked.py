"""Put parts of a table back together that only a row without inner strokes holds apart.

Where a table has no border at its sides, a row of one cell has no upright stroke at all: the
strokes above and below it do not cross each other, directly or through others.
"""

from collections.abc import Sequence

from extract.strokes import Lattice, Stroke

_HIGHEST_ROW = 2.5
"""How many times as high as the lowest row of both parts the row between them may be."""


def stack_lattices(lattices: Sequence[Lattice], tolerance: float) -> list[Lattice]:
    """Join lattices right below each other that are equally wide and share their columns.

    Args:
        lattices: of one page, in any order.
        tolerance: as for the strokes.
    """
    stacked: list[Lattice] = []
    for lattice in sorted(lattices, key=lambda lattice: lattice.horizontals[0].at):
        if stacked and _goes_on(stacked[-1], lattice, tolerance):
            upper = stacked[-1]
            stacked[-1] = Lattice(
                [*upper.horizontals, *lattice.horizontals],
                sorted([*upper.verticals, *lattice.verticals]),
            )
        else:
            stacked.append(lattice)
    return stacked


def _goes_on(upper: Lattice, lower: Lattice, tolerance: float) -> bool:
    last, first = upper.horizontals[-1], lower.horizontals[0]
    height = first.at - last.at
    if not (height > 0 and _equally_wide(last, first, tolerance)):
        return False
    columns = [{round(v.at, 3) for v in lattice.verticals} for lattice in (upper, lower)]
    shares_columns = columns[0] <= columns[1] or columns[1] <= columns[0]
    return shares_columns and height <= _HIGHEST_ROW * _lowest_row(upper, lower)


def _equally_wide(one: Stroke, other: Stroke, tolerance: float) -> bool:
    starts, ends = one.start - other.start, one.end - other.end
    return abs(starts) <= tolerance and abs(ends) <= tolerance


def _lowest_row(upper: Lattice, lower: Lattice) -> float:
    """The least distance of strokes above each other; none where each part has but one."""
    heights = [
        below.at - above.at
        for lattice in (upper, lower)
        for above, below in zip(lattice.horizontals, lattice.horizontals[1:], strict=False)
        if below.at > above.at
    ]
    return min(heights, default=0.0)
