"""Read a matched row: which of its fields stands in which cell.

The other rows of the table and its header show how the row is laid out.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from extract.document import Cell
from transform import row_findings
from transform.aligned import ABSENT, AlignedTable, FormCell, FormLine, ReadCell
from transform.form import FormColumn
from transform.header import Header, read_header
from transform.locate import Region
from transform.placement import Placement, is_as_it_comes, placement_by
from transform.positions import RowStart, figures_start
from transform.readings import (
    Arithmetic,
    Arrangement,
    Fields,
    as_fields,
    place_fields,
    readings_that_add_up,
    without_empty_ends,
)
from transform.segments import Segment
from transform.stream import PrintedLine

_FEWEST_ROWS_OF_GRID = 4

_Placed = tuple[Fields, Placement]
"""A row's fields in the form's columns, and what told that they belong there."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A printed row before its fields are placed.

    Attributes:
        columns: how many of the form's columns they fill.
        told_by: what tells their places where no sum has to choose.
        holds: the arithmetic of the row; None where the form gives none, or it says nothing.
    """

    fields: Fields
    columns: int
    arrangement: Arrangement
    told_by: Placement
    holds: Arithmetic | None


_LOOSE = Arrangement(separated=False)
"""A row that has lost a cell: its positions tell nothing any more."""


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads matched rows.

    Attributes:
        matched: all matched rows of the table, each with its number of columns in the form.
        showing: those of them that show where their figures begin.
        pads_zeros: some of them print zeros before digits (00, 05).
    """

    lines: Sequence[PrintedLine]
    region: Region
    matched: Sequence[tuple[Segment, int]]
    read_cell: ReadCell
    holds: Arithmetic | None
    showing: Sequence[RowStart]
    pads_zeros: bool
    headers: dict[tuple[object, ...], Header] = field(default_factory=dict)

    def add(
        self, table: AlignedTable, line: FormLine, segment: Segment, rivals: Sequence[Segment]
    ) -> None:
        """Read one row of the form into the table."""
        row = self._row(line, segment)
        placed = _place(row)
        if row and not rivals and (placed is None or placed[1] is Placement.ARITHMETIC):
            table.choices[line.row.code] = partial(self._choices, line, segment, row)
        if placed is None:
            table.cells.update(dict.fromkeys(line.keys, ABSENT))
            table.findings.append(row_findings.ambiguous(line, segment))
            return
        others = [_place(self._row(line, rival)) for rival in rivals]
        if any(_texts(other) != _texts(placed) for other in others):
            table.cells.update(dict.fromkeys(line.keys, ABSENT))
            table.findings.append(row_findings.contradictory(line, [segment, *rivals]))
            return
        if rivals:
            table.findings.append(row_findings.repeated(line))
        self._fill(table, line, segment, placed)

    def _row(self, line: FormLine, segment: Segment) -> _Row | None:
        """How a row lies; None if the header above it says that its columns are others."""
        header = self._header(segment, [column for _, column in line.cells])
        if not header.in_order:
            return None
        columns = len(line.cells)
        if not segment.separated:
            return self._row_of_words(segment, columns)
        if self.holds and self._lacks_last_column(header, columns):
            by_place = placement_by(segment.separation)
            fields = as_fields(segment.fields)
            return _Row(fields, columns - 1, Arrangement(True), by_place, None)
        return self._row_of_cells(line, segment)

    def _row_of_words(self, segment: Segment, columns: int) -> _Row:
        """A row whose blank cells are lost."""
        arrangement = Arrangement(
            separated=False,
            ends_in_lone_field=segment.ends_in_lone_field,
            broken=len(segment.fields) > segment.first_line_fields,
            lone_fields=segment.has_lone_fields,
        )
        fields = as_fields(segment.fields)
        return _Row(fields, columns, arrangement, Placement.ORDER, self.holds)

    def _row_of_cells(self, line: FormLine, segment: Segment) -> _Row:
        """A row whose blank cells survive."""
        columns = len(line.cells)
        fields = as_fields(segment.fields)
        by_place = placement_by(segment.separation)
        if segment.in_markup and len(fields) == columns:
            return _Row(fields, columns, Arrangement(True), by_place, self.holds)
        if len(fields) < columns and len(words := _words(segment.fields)) == columns:
            return _Row(as_fields(words), columns, _LOOSE, Placement.ORDER, self.holds)
        edge = self._edge(segment, columns)
        if edge is not None and edge < columns:
            return _Row(fields[:edge], edge, Arrangement(True), by_place, None)
        if self._has_lost_a_cell(segment, columns):
            printed = without_empty_ends(fields) or fields
            return _Row(printed, columns, _LOOSE, Placement.ORDER, self.holds)
        start = self._start(line, segment) if len(fields) > columns else None
        arrangement = Arrangement(
            True, start, kept_width=segment.rectangular, pads_zeros=self.pads_zeros
        )
        return _Row(fields, columns, arrangement, by_place, self.holds)

    def _choices(self, line: FormLine, segment: Segment, row: _Row) -> list[tuple[FormCell, ...]]:
        """Every reading of a row that adds up."""
        if row.holds is None or row.columns != len(line.cells):
            return []
        readings = readings_that_add_up(row.fields, row.columns, row.arrangement, row.holds)
        return [
            tuple(
                FormCell(
                    self.read_cell(field.cell, column, segment), field.cell, Placement.ARITHMETIC
                )
                for (_, column), field in zip(line.cells, reading, strict=True)
            )
            for reading in readings
        ]

    def _start(self, line: FormLine, segment: Segment) -> int | None:
        return figures_start(
            self.lines,
            self.region,
            segment,
            self.showing,
            [column.label for _, column in line.cells],
            trust_header=len({other.label_column for other, _ in self.matched}) == 1,
        )

    def _lacks_last_column(self, header: Header, columns: int) -> bool:
        """Whether the table is printed without its last column."""
        if header.shown != frozenset(range(columns - 1)):
            return False
        return all(sum(bool(c.text) for c in s.fields) < columns for s, _ in self.matched)

    def _header(self, segment: Segment, columns: Sequence[FormColumn]) -> Header:
        """The header above a row: above all rows, or above its own where parts have their own."""
        several = len({count for _, count in self.matched}) > 1
        first = min(other.line for other, _ in self.matched)
        end = segment.line if several else first
        key = (end, *(column.code for column in columns))
        if key not in self.headers:
            self.headers[key] = read_header(self.lines, self.region.start, end, columns)
        return self.headers[key]

    def _has_lost_a_cell(self, segment: Segment, columns: int) -> bool:
        """Whether the row is shorter than its like above and below."""
        around = self._rows_around(segment)
        alike = [
            len(other.fields)
            for other, its_columns in around
            if its_columns == columns and other.label_column == segment.label_column
        ]
        if alike and columns <= len(segment.fields) < min(alike):
            return True
        widths = {other.width for other, _ in around}
        return len(widths) == 1 and segment.width < max(widths) and self._is_grid(max(widths))

    def _rows_around(self, segment: Segment) -> list[tuple[Segment, int]]:
        """The matched rows right above and below."""
        printed = sorted(self.matched, key=lambda pair: pair[0].line)
        at = next((i for i, (other, _) in enumerate(printed) if other is segment), None)
        if at is None:
            return []
        return [*printed[max(at - 1, 0) : at], *printed[at + 1 : at + 2]]

    def _is_grid(self, width: int) -> bool:
        """Whether several rows are of this width, with their labels in more than one column."""
        labels = [other.label_column for other, _ in self.matched if other.width == width]
        return len(labels) >= _FEWEST_ROWS_OF_GRID and len(set(labels)) > 1

    def _edge(self, segment: Segment, columns: int) -> int | None:
        """How many fields of a shifted row stand in the table's columns; None if it is not.

        A label that stands further to the right than the labels do, in a row that kept its
        width, has pushed its figures over the edge.
        """
        (usual, _), *_ = Counter(other.label_column for other, _ in self.matched).most_common(1)
        alike = any(
            other.rectangular and other.width == segment.width and other.label_column <= usual
            for other, _ in self.matched
        )
        if not (segment.rectangular and alike and segment.label_column > usual):
            return None
        edge = bisect_left(segment.columns, usual + 1 + columns)
        return edge if not any(cell.text for cell in segment.fields[edge:]) else None

    def _fill(self, table: AlignedTable, line: FormLine, segment: Segment, placed: _Placed) -> None:
        fields, placement = placed
        for (key, column), placed_field in zip(line.cells, fields, strict=False):
            reading = self.read_cell(placed_field.cell, column, segment)
            table.cells[key] = FormCell(reading, placed_field.cell, placement)
        lost = line.keys[len(fields) :]
        for key in lost:
            table.cells[key] = ABSENT
        if lost:
            table.findings.append(row_findings.values_lost(line, len(fields), lost))


def _place(row: _Row | None) -> _Placed | None:
    """The fields of a row in its columns, if a single reading remains."""
    if row is None:
        return None
    placed = place_fields(row.fields, row.columns, row.arrangement, row.holds)
    if placed is None:
        return None
    plain = is_as_it_comes(placed, row.fields, row.arrangement.start, row.holds)
    return placed, row.told_by if plain else Placement.ARITHMETIC


def _words(cells: Sequence[Cell]) -> list[Cell]:
    """The words of the only cell that is printed, if it holds several figures."""
    printed = [cell for cell in cells if cell.text]
    if len(printed) != 1:
        return []
    return [replace(printed[0], text=word) for word in printed[0].text.split()]


def _texts(placed: _Placed | None) -> list[str] | None:
    return None if placed is None else [field.cell.text for field in placed[0]]
