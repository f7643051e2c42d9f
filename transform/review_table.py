"""The table of reviews and litigation: one row of figures, the channels side by side.

Some offices print the channels below each other, or cut the row into two tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from transform.aligned import ABSENT, AlignedTable, FormCell
from transform.arithmetic import row_arithmetic
from transform.characters import label_key
from transform.findings import Finding
from transform.form import CellKey, Edition, Fact, FormColumn, FormRow, load_editions
from transform.labels import LabelIndex
from transform.locate import Region
from transform.placement import Placement, is_as_it_comes, placement_by
from transform.positions import figures_start
from transform.readings import Arithmetic, Arrangement, Fields, as_fields, place_fields
from transform.segments import Segment, TableShape, segments_of
from transform.stream import PrintedLine


def align_review_litigation(
    lines: Sequence[PrintedLine], region: Region, edition: Edition
) -> AlignedTable:
    """Align the figures of a region with the cells of the table."""
    segments = _figures(lines, region, edition)
    if not segments:
        return AlignedTable()
    table = AlignedTable(found=True)
    table.lines.update(range(segments[0].line, segments[-1].line + 1))
    keys = [key for channel in _keys(edition) for key in channel]
    table.cells = dict.fromkeys(keys, ABSENT)
    placed = _placed(lines, region, segments, edition)
    if placed is None:
        table.findings.append(_ambiguous(segments, keys))
        return table
    table.cells.update(placed)
    lost = [key for key in keys if key not in placed]
    if lost:
        table.findings.append(_lost(lost, len(placed), len(keys)))
    return table


def _keys(edition: Edition) -> list[list[CellKey]]:
    """The cells of each channel, in printed order."""
    form = edition.review_litigation
    return [
        [CellKey(Fact.REVIEW_LITIGATION, channel.code, c.code) for c in form.columns]
        for channel in form.channels
    ]


Placed = dict[CellKey, FormCell]


def _placed(
    lines: Sequence[PrintedLine], region: Region, segments: Sequence[Segment], edition: Edition
) -> Placed | None:
    """Place the figures as their labels and headers say; None if that leaves a doubt."""
    channels = [_named(segment, _channel_labels(edition.edition)) for segment in segments]
    results = [_named(segment, _result_labels(edition.edition)) for segment in segments]
    if len(segments) > 1 and None not in channels:
        return _place_channels(segments, channels, edition)
    if not _header_is_in_order(segments[0].texts, edition):
        return None
    if len(segments) > 1 and len(set(results)) == len(segments) and None not in results:
        return _place_results(segments, results, edition)
    if len(segments) > 1 and any(channel is not None for channel in channels):
        return None
    return _place_beside(lines, region, segments, edition)


def _named(segment: Segment, index: LabelIndex) -> int | None:
    """The one row of the index whose whole label is the last text before the figures."""
    return _only(index, segment.texts[-1]) if segment.texts else None


def _place_channels(
    segments: Sequence[Segment], channels: Sequence[int | None], edition: Edition
) -> Placed | None:
    """Place channels that stand below each other, each behind its label, in any order."""
    keys = _keys(edition)
    holds = row_arithmetic(edition, "review_litigation")
    placed: Placed = {}
    for segment, channel in zip(segments, channels, strict=True):
        columns = keys[channel or 0]
        arrangement = Arrangement(segment.separated)
        cells = _arrange(as_fields(segment.fields), columns, arrangement, [segment], holds)
        if cells is None or columns[0] in placed:
            return None
        placed.update(cells)
    return placed


def _arrange(
    fields: Fields,
    keys: Sequence[CellKey],
    arrangement: Arrangement,
    segments: Sequence[Segment],
    holds: Arithmetic,
) -> Placed | None:
    """Place the fields of some segments in the cells of a row, if a single reading remains."""
    placed = place_fields(fields, len(keys), arrangement, holds)
    if placed is None:
        return None
    plain = is_as_it_comes(placed, fields, arrangement.start, holds)
    told_by = _told_by(segments) if plain else Placement.ARITHMETIC
    return {
        key: FormCell(field.reading, field.cell, told_by)
        for key, field in zip(keys, placed, strict=True)
    }


def _told_by(segments: Sequence[Segment]) -> Placement:
    """What tells where fields stand that are taken as they come: the least sure of all."""
    order = list(Placement)
    return max((placement_by(segment.separation) for segment in segments), key=order.index)


def _place_results(
    segments: Sequence[Segment], results: Sequence[int | None], edition: Edition
) -> Placed | None:
    """Place a table that is printed with a row each result, and the channels side by side."""
    keys = _keys(edition)
    if any(len(segment.fields) != len(keys) for segment in segments):
        return None
    return {
        keys[channel][result or 0]: FormCell(
            field.reading, field.cell, placement_by(segment.separation)
        )
        for segment, result in zip(segments, results, strict=True)
        for channel, field in enumerate(as_fields(segment.fields))
    }


def _header_is_in_order(texts: Sequence[str], edition: Edition) -> bool:
    """Whether the header shows channels and results in the order of the form, as far as read."""
    channels = [_only(_channel_labels(edition.edition), text) for text in texts]
    results = [_only(_result_labels(edition.edition), text) for text in texts]
    known = [channel for channel in channels if channel is not None]
    cycle = [result for result in results if result is not None]
    width = len(edition.review_litigation.columns)
    whole = len(cycle) % width == 0 and set(cycle) == set(range(width))
    in_cycle = cycle == [i % width for i in range(len(cycle))]
    keys = [label_key(text) for text in texts]
    first, *_ = (label_key(channel.label) for channel in edition.review_litigation.channels)
    groups = [label_key(group) for group in edition.review_litigation.groups]
    group_first = any(g in keys and first in keys[keys.index(g) :] for g in groups)
    return known == sorted(known) and (in_cycle or not whole) and not group_first


def _only(index: LabelIndex, text: str) -> int | None:
    rows = index.rows_named(text)
    return next(iter(rows)) if len(rows) == 1 else None


def _place_beside(
    lines: Sequence[PrintedLine], region: Region, segments: Sequence[Segment], edition: Edition
) -> Placed | None:
    """Place channels that stand side by side, on one line or cut over several."""
    fields = as_fields([cell for segment in segments for cell in segment.fields])
    columns = [c.label for c in edition.review_litigation.columns]
    shown = [_only(_channel_labels(edition.edition), text) for text in segments[0].texts]
    channels = sorted({channel for channel in shown if channel is not None})
    if len(fields) != len(columns) or len(channels) != 1:
        channels = list(range(len(edition.review_litigation.channels)))
    keys = [key for channel in channels for key in _keys(edition)[channel]]
    separated = all(segment.separated for segment in segments)
    start = None
    if separated and len(segments) == 1 and len(fields) > len(keys):
        labels = columns * len(channels)
        start = figures_start(lines, region, segments[0], [], labels, trust_header=True)
    arrangement = Arrangement(
        separated,
        start,
        ends_in_lone_field=segments[-1].ends_in_lone_field,
        kept_width=len(segments) == 1 and segments[0].rectangular,
    )
    holds = row_arithmetic(edition, "review_litigation")
    return _arrange(fields, keys, arrangement, segments, holds)


def _figures(lines: Sequence[PrintedLine], region: Region, edition: Edition) -> list[Segment]:
    """The segments that are the table's: the first with figures, and what goes on from it."""
    form = edition.review_litigation
    index = _header_labels(edition.edition)
    width = len(form.columns)
    shape = TableShape(
        index,
        widths=[width * len(form.channels)] * width + [width] * len(form.channels),
        adds_up=True,
        header_words=frozenset(key for _, key in index.entries),
        unlabelled_rows=True,
    )
    found, _ = segments_of(lines, region.start, region.end, shape)
    figures = [s for s in found if not s.is_blank] or found[-1:]
    if not figures:
        return []
    # Empty cells behind the words of the header are no row: the words are the figures' header.
    header = [text for s in found[: found.index(figures[0])] for text in s.texts]
    going_on = [replace(figures[0], texts=[*header, *figures[0].texts])]
    for segment in figures[1:]:
        if segment.texts and not index.candidates(segment.texts):
            break
        if segment.separated or segment.texts or len(segment.fields) > 1:
            going_on.append(segment)
    return going_on


@cache
def _header_labels(name: str) -> LabelIndex:
    form = load_editions()[name].review_litigation
    return LabelIndex.of([*_as_rows(form.columns), *form.channels], form.groups)


@cache
def _channel_labels(name: str) -> LabelIndex:
    return LabelIndex.of(load_editions()[name].review_litigation.channels)


@cache
def _result_labels(name: str) -> LabelIndex:
    return LabelIndex.of(_as_rows(load_editions()[name].review_litigation.columns))


def _as_rows(columns: Iterable[FormColumn]) -> list[FormRow]:
    return [FormRow(code=c.code, label=c.label, aliases=c.aliases) for c in columns]


def _lost(lost: Sequence[CellKey], present: int, expected: int) -> Finding:
    return Finding(
        "values_lost",
        f"行政复议、行政诉讼表只印出 {present} 格，应为 {expected} 格，其余缺失",
        f"the table of reviews and litigation prints {present} of {expected} fields; "
        "the others are missing",
        expected=str(expected),
        observed=str(present),
        cells=lost,
    )


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
