"""From printed lines to the cells of a labelled table: which figure stands in which cell."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from extract.document import Cell
from transform.characters import label_key
from transform.findings import Finding
from transform.form import CellKey, FormColumn, FormRow
from transform.header import Header, read_header
from transform.labels import Candidates, LabelIndex, match_in_order
from transform.locate import Region
from transform.numbers import MISSING, Reading
from transform.positions import figures_start
from transform.readings import (
    Arithmetic,
    Arrangement,
    Fields,
    as_fields,
    place_fields,
    without_empty_ends,
)
from transform.segments import Segment, TableShape, segments_of
from transform.stream import PrintedLine


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of the form as a report has it.

    Attributes:
        reading: status and value.
        printed: the cell of the document; None where the document has none.
    """

    reading: Reading
    printed: Cell | None


ABSENT = FormCell(MISSING, None)


@dataclass(frozen=True, slots=True)
class FormLine:
    """A row of the form: its label, and the key and column of each of its cells in order."""

    row: FormRow
    cells: tuple[tuple[CellKey, FormColumn], ...]

    @property
    def keys(self) -> tuple[CellKey, ...]:
        """The cells' keys alone."""
        return tuple(key for key, _ in self.cells)


ReadCell = Callable[[Cell, FormColumn, Segment], Reading]
"""Reads a placed field as its column wants it (a count, or money in its unit)."""


@dataclass(slots=True)
class AlignedTable:
    """A table's cells (every one, found or not), its findings, and the lines it stands on."""

    cells: dict[CellKey, FormCell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    found: bool = False


def align_rows(
    lines: Sequence[PrintedLine],
    region: Region,
    form: Sequence[FormLine],
    index: LabelIndex,
    read_cell: ReadCell,
    holds: Arithmetic | None,
) -> AlignedTable:
    """Align the printed rows of a region with the rows of the form, by their labels.

    Args:
        form: the table's rows in printed order.
        index: their labels.
        read_cell: how to read a field once its column is known.
        holds: the arithmetic of a row; None where the form gives none.
    """
    shape = TableShape(
        index,
        widths=[len(line.cells) for line in form],
        adds_up=holds is not None,
        header_words=frozenset(label_key(c.label) for line in form for _, c in line.cells),
    )
    segments, behind = segments_of(lines, region.start, region.end, shape)
    candidates = _candidates(segments, behind, shape)
    matched = _without_header_words(match_in_order(candidates), form, shape)
    table = AlignedTable(found=bool(matched))
    known = [(segments[i], len(form[number].cells)) for number, i in matched.items()]
    rows = _RowReader(lines, region, known, read_cell, holds)
    for number, line in enumerate(form):
        if number not in matched:
            _add_absent(table, line)
            continue
        rivals = [
            segments[i]
            for i, rows_of in enumerate(candidates)
            if i != matched[number]
            and rows_of.get(number, 0) >= candidates[matched[number]][number]
        ]
        rows.add(table, line, segments[matched[number]], rivals)
    taken = {id(segments[i]) for i in matched.values()}
    _name_unplaced(table, [s for s in segments if id(s) not in taken])
    table.lines.update(_lines_between([segment for segment, _ in known]))
    return table


def _candidates(
    segments: Sequence[Segment], behind: Sequence[str], shape: TableShape
) -> list[Candidates]:
    """For each segment the rows that it may be; whole rows before those of fewer figures."""
    if _labels_stand_behind(segments, behind, shape):
        return [{} for _ in segments]
    found = [
        shape.index.candidates(segment.texts, after)
        for segment, after in zip(segments, _texts_behind(segments, behind), strict=True)
    ]
    return [
        {
            row: weight + (_WHOLE if len(segment.fields) >= shape.widths[row] else 0)
            for row, weight in rows.items()
        }
        for segment, rows in zip(segments, found, strict=True)
    ]


def _without_header_words(
    matched: Mapping[int, int], form: Sequence[FormLine], shape: TableShape
) -> Mapping[int, int]:
    """Nothing, where only words that the header prints too are left of the rows' labels."""
    keys = (label_key(form[row].row.label) for row in matched)
    return matched if any(key not in shape.header_words for key in keys) else {}


def _labels_stand_behind(
    segments: Sequence[Segment], behind: Sequence[str], shape: TableShape
) -> bool:
    """Whether each label stands behind its figures: nothing tells such rows apart for sure.

    Then the first row of figures follows the header, and a label without figures ends all.
    """
    if not segments or not shape.index.ends_with_label(behind):
        return False
    first = segments[0]
    labels = [text for text in first.texts if label_key(text) not in shape.header_words]
    named = shape.index.candidates(first.texts[-1:]) if labels[-1:] == first.texts[-1:] else {}
    return len(first.fields) >= max(shape.widths) and not named


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads matched rows; `matched` are all of the table, to learn its layout from.

    Each of them comes with the number of columns that the form has there.
    """

    lines: Sequence[PrintedLine]
    region: Region
    matched: Sequence[tuple[Segment, int]]
    read_cell: ReadCell
    holds: Arithmetic | None
    headers: dict[tuple[object, ...], Header] = field(default_factory=dict)

    def add(
        self, table: AlignedTable, line: FormLine, segment: Segment, rivals: Sequence[Segment]
    ) -> None:
        """Read one row of the form into the table."""
        placed = self._place(line, segment)
        if placed is None:
            _add_ambiguous(table, line, segment)
            return
        others = [self._place(line, rival) for rival in rivals]
        if any(_texts(other) != _texts(placed) for other in others):
            _add_contradictory(table, line, [segment, *rivals])
            return
        if rivals:
            table.findings.append(_repeated(line))
        self._fill(table, line, segment, placed)

    def _place(self, line: FormLine, segment: Segment) -> Fields | None:
        columns = len(line.cells)
        fields = as_fields(segment.fields)
        header = self._header(segment, [column for _, column in line.cells])
        if not header.in_order:
            return None
        only_last_lacks = header.shown == frozenset(range(columns - 1))
        if self.holds and segment.separated and only_last_lacks and len(fields) == columns - 1:
            return fields
        if not segment.separated:
            arrangement = Arrangement(
                separated=False,
                ends_in_lone_field=segment.ends_in_lone_field,
                broken=len(segment.fields) > segment.first_line_fields,
                lone_fields=segment.has_lone_fields,
            )
            return place_fields(fields, columns, arrangement, self.holds)
        if len(fields) < columns and len(words := _words(segment.fields)) == columns:
            return place_fields(as_fields(words), columns, _LOOSE, self.holds)
        edge = self._edge(segment, columns)
        if edge is not None and edge < columns:
            return fields[:edge]
        if self._has_lost_a_cell(segment, columns):
            printed = without_empty_ends(fields) or fields
            return place_fields(printed, columns, _LOOSE, self.holds)
        start = None
        if len(fields) > columns:
            labels = [column.label for _, column in line.cells]
            start = figures_start(
                self.lines, self.region, segment, self.matched, labels, self.holds
            )
        arrangement = Arrangement(True, start, kept_width=segment.rectangular)
        return place_fields(fields, columns, arrangement, self.holds)

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
        edge = usual + columns - segment.label_column
        return edge if not any(cell.text for cell in segment.fields[edge:]) else None

    def _fill(self, table: AlignedTable, line: FormLine, segment: Segment, placed: Fields) -> None:
        for (key, column), placed_field in zip(line.cells, placed, strict=False):
            reading = self.read_cell(placed_field.cell, column, segment)
            table.cells[key] = FormCell(reading, placed_field.cell)
        lost = line.keys[len(placed) :]
        for key in lost:
            table.cells[key] = ABSENT
        if lost:
            table.findings.append(_values_lost(line, len(placed), lost))


_FEWEST_ROWS_OF_GRID = 4
_WHOLE = 0.25
"""Added to a label's fit where its row has all its figures."""
_MOST_UNPLACED = 20
"""Findings of unplaced figures in one table; what more there is, the last of them counts."""

_LOOSE = Arrangement(separated=False)
"""A row that has lost a cell: its positions tell nothing any more."""


def _words(cells: Sequence[Cell]) -> list[Cell]:
    """The words of the only cell that is printed, if it holds several figures."""
    printed = [cell for cell in cells if cell.text]
    if len(printed) != 1:
        return []
    return [replace(printed[0], text=word) for word in printed[0].text.split()]


def _texts_behind(segments: Sequence[Segment], last: Sequence[str]) -> list[Sequence[str]]:
    """For each segment the texts that stand behind its figures."""
    return [*(following.texts for following in segments[1:]), last] if segments else []


def _texts(placed: Fields | None) -> list[str] | None:
    return None if placed is None else [field.cell.text for field in placed]


def _lines_between(segments: Sequence[Segment]) -> range:
    """The lines of a table: from its first figures to its last, labels between included."""
    numbers = [segment.line for segment in segments]
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def _add_absent(table: AlignedTable, line: FormLine) -> None:
    table.cells.update(dict.fromkeys(line.keys, ABSENT))
    label = line.row.label
    table.findings.append(
        Finding(
            "row_not_found",
            f"表中没有“{label}”一行",
            f"the table has no row {label}",
            cells=line.keys,
        )
    )


def _add_ambiguous(table: AlignedTable, line: FormLine, segment: Segment) -> None:
    table.cells.update(dict.fromkeys(line.keys, ABSENT))
    printed = " | ".join(cell.text for cell in segment.fields)
    label = line.row.label
    table.findings.append(
        Finding(
            "row_ambiguous",
            f"“{label}”一行印有 {len(segment.fields)} 格，应为 {len(line.cells)} 格，无法唯一对应",
            f"the row {label} prints {len(segment.fields)} fields for {len(line.cells)} columns, "
            "and no single reading of them adds up",
            expected=str(len(line.cells)),
            observed=printed,
            cells=line.keys,
        )
    )


def _add_contradictory(table: AlignedTable, line: FormLine, segments: Sequence[Segment]) -> None:
    table.cells.update(dict.fromkeys(line.keys, ABSENT))
    printed = " / ".join(" | ".join(cell.text for cell in s.fields) for s in segments)
    label = line.row.label
    table.findings.append(
        Finding(
            "row_ambiguous",
            f"“{label}”一行印了 {len(segments)} 次，数值不同",
            f"the row {label} is printed {len(segments)} times with different figures",
            observed=printed,
            cells=line.keys,
        )
    )


def _repeated(line: FormLine) -> Finding:
    label = line.row.label
    return Finding(
        "row_repeated",
        f"“{label}”一行重复印出，数值相同",
        f"the row {label} is printed more than once, with the same figures",
        cells=line.keys,
    )


def _values_lost(line: FormLine, present: int, lost: tuple[CellKey, ...]) -> Finding:
    label = line.row.label
    return Finding(
        "values_lost",
        f"“{label}”一行只印出 {present} 格，应为 {len(line.cells)} 格，其余缺失",
        f"the row {label} prints {present} of {len(line.cells)} fields; the others are missing",
        expected=str(len(line.cells)),
        observed=str(present),
        cells=lost,
    )


def _name_unplaced(table: AlignedTable, segments: Sequence[Segment]) -> None:
    """A finding for figures that belong to no row of the form; a page number is none."""
    unplaced = [s for s in segments if not (s.is_blank or _is_page_number(s))]
    for segment in unplaced[:_MOST_UNPLACED]:
        printed = " | ".join(cell.text for cell in segment.fields)
        where = segment.fields[0].locator
        label = " ".join(segment.texts)[-40:]
        table.findings.append(
            Finding(
                "unplaced_number",
                f"表内数字不属于任何一格（{where}）：{label}",
                f"figures in the table that belong to no cell of the form ({where})",
                observed=f"{label} {printed}".strip(),
            )
        )
    more = len(unplaced) - _MOST_UNPLACED
    if more > 0:
        table.findings.append(
            Finding(
                "unplaced_number",
                f"表内另有 {more} 处数字不属于任何一格",
                f"the table has {more} more places with figures that belong to no cell",
                observed=str(more),
            )
        )


def _is_page_number(segment: Segment) -> bool:
    return not segment.separated and not segment.texts and len(segment.fields) == 1
