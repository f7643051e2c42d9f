"""The table of reviews and litigation: one row of figures, the channels side by side.

Some offices print the channels below each other, or cut the row into two tables.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from transform.align import ABSENT, AlignedTable, FormCell
from transform.arithmetic import row_arithmetic
from transform.findings import Finding
from transform.form import CellKey, Edition, Fact, FormColumn, FormRow, load_editions
from transform.labels import LabelIndex
from transform.locate import Region
from transform.positions import figures_start
from transform.readings import Arrangement, Fields, as_fields, place_fields
from transform.segments import Segment, segments_of
from transform.stream import PrintedLine


def align_review_litigation(
    lines: Sequence[PrintedLine], region: Region, edition: Edition
) -> AlignedTable:
    """Align the figures of a region with the cells of the table."""
    form = edition.review_litigation
    keys = [
        CellKey(Fact.REVIEW_LITIGATION, channel.code, column.code)
        for channel in form.channels
        for column in form.columns
    ]
    segments = _figures(lines, region, edition)
    if not segments:
        return AlignedTable()
    placed = _place_below(segments, edition) or _place_beside(lines, region, segments, edition)
    table = AlignedTable(found=True)
    table.lines.update(range(segments[0].line, segments[-1].line + 1))
    if placed is None:
        table.cells = dict.fromkeys(keys, ABSENT)
        table.findings.append(_ambiguous(segments, keys))
    else:
        cells = (FormCell(field.reading, field.cell) for field in placed)
        table.cells = dict(zip(keys, cells, strict=True))
    return table


def _figures(lines: Sequence[PrintedLine], region: Region, edition: Edition) -> list[Segment]:
    """The segments that are the table's: the first with figures, and what goes on from it."""
    form = edition.review_litigation
    index = _header_labels(edition.edition)
    width = len(form.columns)
    found, _ = segments_of(
        lines,
        region.start,
        region.end,
        index,
        (width, width * len(form.channels)),
        unlabelled_rows=True,
    )
    figures = [s for s in found if not s.is_blank] or found[-1:]
    going_on = [figures[0]] if figures else []
    for segment in figures[1:]:
        if segment.texts and not index.candidates(segment.texts):
            break
        if segment.separated or segment.texts or len(segment.fields) > 1:
            going_on.append(segment)
    return going_on


@cache
def _header_labels(name: str) -> LabelIndex:
    form = load_editions()[name].review_litigation
    return LabelIndex.of([*_as_rows(form.columns), *form.channels])


@cache
def _channel_labels(name: str) -> LabelIndex:
    return LabelIndex.of(load_editions()[name].review_litigation.channels)


def _as_rows(columns: Iterable[FormColumn]) -> list[FormRow]:
    return [FormRow(code=c.code, label=c.label, aliases=c.aliases) for c in columns]


def _place_below(segments: Sequence[Segment], edition: Edition) -> Fields | None:
    """Place channels that stand below each other, each behind its label."""
    form = edition.review_litigation
    index = _channel_labels(edition.edition)
    width = len(form.columns)
    in_order = [list(index.candidates(segment.texts)) for segment in segments]
    if in_order != [[i] for i in range(len(form.channels))]:
        return None
    holds = row_arithmetic(edition, "review_litigation")
    rows = [
        place_fields(as_fields(segment.fields), width, Arrangement(segment.separated), holds)
        for segment in segments
    ]
    return None if None in rows else tuple(chain.from_iterable(row for row in rows if row))


def _place_beside(
    lines: Sequence[PrintedLine], region: Region, segments: Sequence[Segment], edition: Edition
) -> Fields | None:
    """Place channels that stand side by side, on one line or cut over several."""
    form = edition.review_litigation
    labels = [column.label for column in form.columns] * len(form.channels)
    fields = as_fields([cell for segment in segments for cell in segment.fields])
    separated = all(segment.separated for segment in segments)
    start = None
    if separated and len(segments) == 1 and len(fields) > len(labels):
        start = figures_start(lines, region, segments[0], [(segments[0], len(labels))], labels)
    arrangement = Arrangement(
        separated,
        start,
        ends_in_lone_field=segments[-1].ends_in_lone_field,
        kept_width=len(segments) == 1 and segments[0].rectangular,
    )
    holds = row_arithmetic(edition, "review_litigation")
    return place_fields(fields, len(labels), arrangement, holds)


def _ambiguous(segments: Sequence[Segment], keys: Sequence[CellKey]) -> Finding:
    printed = [cell.text for segment in segments for cell in segment.fields]
    return Finding(
        "row_ambiguous",
        f"行政复议、行政诉讼一行印有 {len(printed)} 格，应为 {len(keys)} 格，无法唯一对应",
        f"the row of reviews and litigation prints {len(printed)} fields for {len(keys)} columns, "
        "and no single reading of them adds up",
        expected=str(len(keys)),
        observed=" | ".join(printed),
        cells=keys,
    )
