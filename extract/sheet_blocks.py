"""Tables and paragraphs of a sheet: nothing but borders and places tells them apart."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from extract.document import Block, Cell, Paragraph, Row, Separation, Table
from extract.errors import over_limit
from extract.sheet import MOST_PLACES, Range, Sheet
from extract.sheet_areas import Area, Hidden, visible_areas

_ROWS_LOOKED_AT = 60
"""Rows above and below a text that show the columns of a table around it."""


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows that merged cells hold together, mostly a single one.

    Attributes:
        areas: what stands in them, by row and column.
        bordered: whether all of it stands within borders.
        has_text: whether any of it has a text.
    """

    top: int
    bottom: int
    areas: tuple[Area, ...]
    bordered: bool
    has_text: bool

    @property
    def is_lone(self) -> bool:
        """Whether it holds one text alone, and no blank cell within borders beside it."""
        return len(self.areas) == 1

    @property
    def right(self) -> int:
        """The last column of its first area."""
        return self.areas[0].place.right


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a sheet sets its paragraphs off from its tables.

    Attributes:
        borders_tell: some text stands alone outside of borders while something stands within.
        right: the last column that a text standing alone is merged over.
    """

    borders_tell: bool
    right: int

    def is_short(self, band: _Band) -> bool:
        """Whether a lone text is not merged as far as others are: a label without figures."""
        return band.is_lone and band.right < self.right


def read_blocks(sheet: Sheet) -> list[Block]:
    """Tell the tables and paragraphs of a sheet, in the order of its rows.

    A row with several cells is one of a table. A row with one text belongs to the table around
    it if it stands within borders, where borders tell; else if the rows above and below it have
    the same columns (it is a label that spans them), or if it is not merged over as many
    columns as other texts (a label without figures); else it is a paragraph. Hidden rows and
    columns are left out. Locators name sheet, row and column: "T1:R5:C7".

    Raises:
        UnreadableFileError: the tables are larger than any report's.
    """
    bands = _bands(visible_areas(sheet))
    layout = _layout(bands)
    blocks: list[Block] = []
    for stretch in _stretches(bands, sheet.hidden_rows):
        for run in _tables_and_lone(stretch, layout):
            if len(run) == 1 and run[0].is_lone:
                blocks.extend(_paragraphs(run[0], sheet.number))
                continue
            grid = _Grid(run, sheet)
            sheet.budget.spend_places(grid.places)
            blocks.append(grid.build())
    return blocks


def _bands(areas: list[Area]) -> list[_Band]:
    """Group areas into bands of rows; they come sorted by their first rows."""
    bands: list[_Band] = []
    held: list[Area] = []
    bottom = -1
    for area in areas:
        if held and area.place.top > bottom:
            bands.append(_band(held, bottom))
            held, bottom = [], -1
        held.append(area)
        bottom = max(bottom, area.place.bottom)
    return [*bands, _band(held, bottom)] if held else bands


def _band(areas: list[Area], bottom: int) -> _Band:
    bordered = all(area.cell.bordered for area in areas)
    has_text = any(area.cell.text for area in areas)
    return _Band(areas[0].place.top, bottom, tuple(areas), bordered, has_text)


def _stretches(bands: list[_Band], hidden_rows: set[int]) -> Iterator[list[_Band]]:
    """Runs of bands between which no row is empty."""
    hidden = Hidden(hidden_rows)
    run: list[_Band] = []
    for band in bands:
        if run and not hidden.holds_all(run[-1].bottom + 1, band.top - 1):
            yield run
            run = []
        run.append(band)
    if run:
        yield run


def _layout(bands: list[_Band]) -> _Layout:
    lone = [band for band in bands if band.is_lone and band.has_text]
    outside = not all(band.bordered for band in lone)
    return _Layout(
        outside and any(area.cell.bordered for band in bands for area in band.areas),
        max((band.right for band in lone), default=-1),
    )


def _tables_and_lone(stretch: list[_Band], layout: "_Layout") -> Iterator[list[_Band]]:
    """Part a stretch into tables and single bands."""
    kinds: list[bool] = []
    for at in range(len(stretch)):
        kinds.append(_belongs(stretch, at, layout, after_table=bool(kinds) and kinds[-1]))
    for belongs, pairs in groupby(zip(kinds, stretch, strict=True), key=lambda pair: pair[0]):
        bands = [band for _, band in pairs]
        if belongs and not all(band.is_lone for band in bands):
            yield bands
        else:
            yield from ([band] for band in bands)


def _belongs(stretch: list[_Band], at: int, layout: "_Layout", *, after_table: bool) -> bool:
    """Whether a band is a part of a table rather than a paragraph."""
    band = stretch[at]
    if not band.is_lone:
        return True
    if layout.borders_tell:
        return band.bordered
    if after_table and layout.is_short(band):
        return True
    above, below = _columns_around(stretch, at, -1, layout), _columns_around(stretch, at, 1, layout)
    alike = above <= below or below <= above
    return bool(above and below) and alike and min(above) == min(below)


def _columns_around(stretch: list[_Band], at: int, step: int, layout: "_Layout") -> set[int]:
    """The columns that begin in the rows of a table next to a band, on one side."""
    found: set[int] = set()
    for _ in range(_ROWS_LOOKED_AT):
        at += step
        if not 0 <= at < len(stretch):
            break
        if stretch[at].is_lone and not layout.is_short(stretch[at]):
            break
        found |= {area.place.left for area in stretch[at].areas}
    return found


def _paragraphs(band: _Band, number: int) -> Iterator[Paragraph]:
    for area in band.areas:
        place = _locator(number, area.place)
        lines = area.cell.text.split("\n")
        yield from (Paragraph(line, place) for line in lines if line.strip())


class _Grid:
    """The full grid of a table: columns in which no cell begins are none."""

    def __init__(self, bands: list[_Band], sheet: Sheet) -> None:
        self._number = sheet.number
        self._kind = sheet.budget.kind
        self._areas = [area for band in bands for area in band.areas]
        lefts = {area.place.left for area in self._areas}
        self._columns = sorted(lefts)
        rows = range(bands[0].top, bands[-1].bottom + 1)
        self._rows = [row for row in rows if row not in sheet.hidden_rows]

    @property
    def places(self) -> int:
        """How many places it has."""
        return len(self._rows) * len(self._columns)

    def build(self) -> Table:
        """The table, each area's text in its first place."""
        grid: dict[tuple[int, int], Cell] = {}
        filled = 0
        for area in self._areas:
            place = _locator(self._number, area.place)
            rows = _slice(self._rows, area.place.top, area.place.bottom)
            columns = _slice(self._columns, area.place.left, area.place.right)
            filled += len(rows) * len(columns)
            if filled > 2 * MOST_PLACES:
                # Merged ranges that lie over each other; no program writes so many.
                raise over_limit(self._kind, "合并的单元格数", "merged cells", MOST_PLACES)
            covered = Cell("", place)
            grid.update(((row, column), covered) for row in rows for column in columns)
            if rows and columns:
                grid[rows[0], columns[0]] = Cell(area.cell.text, place)
        return Table(tuple(self._row(row, grid) for row in self._rows), Separation.MARKUP)

    def _row(self, row: int, grid: dict[tuple[int, int], Cell]) -> Row:
        return tuple(
            grid.get((row, column)) or Cell("", _place_name(self._number, row, column))
            for column in self._columns
        )


def _slice(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    return numbers[bisect_left(numbers, first) : bisect_left(numbers, last + 1)]


def _locator(number: int, place: Range) -> str:
    return _place_name(number, place.top, place.left)


def _place_name(number: int, row: int, column: int) -> str:
    return f"T{number}:R{row + 1}:C{column + 1}"
