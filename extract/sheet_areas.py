"""What is printed in a sheet, and where: single cells, and merged ones that stand for one."""

from bisect import bisect_left
from dataclasses import dataclass, replace

from extract.errors import over_limit
from extract.sheet import MOST_PLACES, Range, Sheet, SheetCell

_BLANK_ROWS_BELOW = 5
"""Rows with nothing but borders that are kept below the last text."""


@dataclass(frozen=True, slots=True)
class Area:
    """A cell or the merged cells that stand for one."""

    place: Range
    cell: SheetCell


def visible_areas(sheet: Sheet) -> list[Area]:
    """The cells, each with the range merged into it, cut down to where anything stands."""
    last_text = max((row for (row, _), cell in sheet.cells.items() if cell.text), default=-1)
    cells = {
        place: cell
        for place, cell in sheet.cells.items()
        if place[0] <= last_text + _BLANK_ROWS_BELOW
    }
    merged, covered = _merged(sheet, cells)
    areas = (
        Area(merged.get((row, column), Range(row, column, row, column)), cell)
        for (row, column), cell in sorted(cells.items(), key=lambda item: item[0])
        if (row, column) not in covered
    )
    rows, columns = Hidden(sheet.hidden_rows), Hidden(sheet.hidden_columns)
    return [
        area
        for area in areas
        if not rows.holds_all(area.place.top, area.place.bottom)
        and not columns.holds_all(area.place.left, area.place.right)
    ]


def _merged(
    sheet: Sheet, cells: dict[tuple[int, int], SheetCell]
) -> tuple[dict[tuple[int, int], Range], set[tuple[int, int]]]:
    """The merged ranges by their first cells, and the places that they cover.

    They are cut at the last row and column in use.
    """
    last_row = max((row for row, _ in cells), default=-1)
    last_column = max((column for _, column in cells), default=-1)
    merged: dict[tuple[int, int], Range] = {}
    covered: set[tuple[int, int]] = set()
    looked_at = 0
    for found in sheet.merged:
        place = replace(
            found, bottom=min(found.bottom, last_row), right=min(found.right, last_column)
        )
        looked_at += min(place.size, len(cells))
        if looked_at > MOST_PLACES:
            raise over_limit(sheet.budget.kind, "合并的单元格数", "merged cells", MOST_PLACES)
        merged.setdefault((place.top, place.left), place)
        if place.size < len(cells):
            covered.update(place.places())
        else:
            covered.update(cell for cell in cells if place.holds(*cell))
    return merged, covered - merged.keys()


class Hidden:
    """Rows or columns that are not printed."""

    def __init__(self, numbers: set[int]) -> None:
        self._sorted = sorted(numbers)

    def holds_all(self, first: int, last: int) -> bool:
        """Whether none from the first to the last is printed."""
        held = bisect_left(self._sorted, last + 1) - bisect_left(self._sorted, first)
        return held > last - first
