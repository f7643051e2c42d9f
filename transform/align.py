"""From printed lines to the cells of a labelled table: which printed row is which of the form's."""

from collections.abc import Mapping, Sequence

from transform import row_findings
from transform.aligned import ABSENT, AlignedTable, FormLine, ReadCell
from transform.characters import label_key
from transform.labels import Candidates, LabelIndex, match_in_order
from transform.locate import Region
from transform.numbers import pads_zero
from transform.positions import rows_that_show
from transform.readings import Arithmetic
from transform.rows import RowReader
from transform.segments import Segment, TableShape, segments_of
from transform.stream import PrintedLine

_WHOLE = 0.25
"""Added to a label's fit where its row has all its figures."""
_MOST_UNPLACED = 20
"""Findings of unplaced figures in one table; what more there is, the last of them counts."""


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
    showing = rows_that_show(known, holds)
    pads_zeros = any(pads_zero(cell.text) for segment, _ in known for cell in segment.fields)
    rows = RowReader(lines, region, known, read_cell, holds, showing, pads_zeros)
    for number, line in enumerate(form):
        if number not in matched:
            table.cells.update(dict.fromkeys(line.keys, ABSENT))
            table.findings.append(row_findings.absent(line))
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
    header_rows = {row for row, key in shape.index.entries if key in shape.header_words}
    named = shape.index.candidates(first.texts).keys() - header_rows
    return len(first.fields) >= max(shape.widths) and not named


def _texts_behind(segments: Sequence[Segment], last: Sequence[str]) -> list[Sequence[str]]:
    """For each segment the texts that stand behind its figures."""
    return [*(following.texts for following in segments[1:]), last] if segments else []


def _lines_between(segments: Sequence[Segment]) -> range:
    """The lines of a table: from its first figures to its last, labels between included."""
    numbers = [segment.line for segment in segments]
    return range(min(numbers), max(numbers) + 1) if numbers else range(0)


def _name_unplaced(table: AlignedTable, segments: Sequence[Segment]) -> None:
    """A finding for figures that belong to no row of the form; a page number is none."""
    unplaced = [s for s in segments if not (s.is_blank or _is_page_number(s))]
    table.findings.extend(map(row_findings.unplaced, unplaced[:_MOST_UNPLACED]))
    if len(unplaced) > _MOST_UNPLACED:
        table.findings.append(row_findings.more_unplaced(len(unplaced) - _MOST_UNPLACED))


def _is_page_number(segment: Segment) -> bool:
    return not segment.separated and not segment.texts and len(segment.fields) == 1
