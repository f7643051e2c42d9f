"""Where the figures of a row begin when more fields stand behind its label than it has columns.

Spanning labels leave blank cells before the figures, and tables carry blank columns at their
ends; the other rows of the same shape, or the header, show which fields are columns.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from transform.characters import label_key, short_label_key
from transform.locate import Region
from transform.readings import Arithmetic, as_fields, windows
from transform.segments import Segment
from transform.stream import PrintedLine

RowStart = tuple[Segment, int]
"""A row, and the column of its table in which its figures begin."""


def figures_start(
    lines: Sequence[PrintedLine],
    region: Region,
    segment: Segment,
    others: Sequence[RowStart],
    labels: Sequence[str],
    *,
    trust_header: bool,
) -> int | None:
    """Tell at which field of a separated row the figures begin.

    Args:
        segment: the row; it has more fields than columns.
        others: the matched rows of the same table that show their layout.
        labels: the labels of the columns, in printed order.
        trust_header: the rows' labels stand in one column, so that no row is pushed aside and
            the header stands over its figures.

    Returns:
        An index into the row's fields, or None if nothing shows it.
    """
    shown = _shown_by_rows(segment, others, labels_in_one_column=trust_header)
    if shown is None and trust_header:
        shown = _shown_by_header(lines[region.start : region.end], segment.width, labels)
    if shown is None or shown <= segment.label_column:
        return None
    return bisect_left(segment.columns, shown)


def rows_that_show(rows: Sequence[tuple[Segment, int]], holds: Arithmetic | None) -> list[RowStart]:
    """The rows whose figures can begin in one column only.

    Args:
        rows: the matched rows of a table, each with its number of columns.
        holds: the arithmetic of the rows: one that does not add up shows nothing.
    """
    return [
        (row, start)
        for row, columns in rows
        if row.separated and (start := _only_start(row, columns, holds)) is not None
    ]


def _only_start(segment: Segment, columns: int, holds: Arithmetic | None) -> int | None:
    fields = as_fields(segment.fields)
    starts = windows(fields, columns)
    if len(starts) != 1:
        return None
    figures = [field.reading for field in fields[starts[0] : starts[0] + columns]]
    return segment.columns[starts[0]] if holds is None or holds(figures) else None


def _shown_by_rows(
    segment: Segment, others: Sequence[RowStart], *, labels_in_one_column: bool
) -> int | None:
    """The column in which the figures of rows alike begin.

    Rows with the label in the same column show it directly, if most agree; where borders do not
    meet from row to row they need not, and each begins with the first field behind its label.
    Else either all rows begin in one column, spanning labels followed by empty cells, or each
    begins right behind its label.
    """
    behind = all(start == other.columns[0] for other, start in others)
    known = [
        (other.label_column, start)
        for other, start in others
        if other is not segment and other.width == segment.width
    ]
    same_label = Counter(start for label, start in known if label == segment.label_column)
    if same_label:
        (start, count), *_ = same_label.most_common(1)
        if count > same_label.total() / 2:
            return start
        return segment.columns[0] if behind else None
    if not known and not labels_in_one_column:
        return None  # whether spanning labels leave blank cells behind them is not shown
    in_one_column = len({start for _, start in known}) == 1
    behind_labels = all(start == label + 1 for label, start in known)
    if in_one_column == behind_labels:
        return None
    return known[0][1] if in_one_column else segment.label_column + 1


def _shown_by_header(lines: Sequence[PrintedLine], width: int, labels: Sequence[str]) -> int | None:
    """The column of the first label, if the last label stands as far behind it as it must."""
    first, last = label_key(labels[0]), label_key(labels[-1])
    places = [
        (column, short_label_key(cell.text))
        for line in lines
        if line.is_separated and len(line.cells) == width
        for column, cell in enumerate(line.cells)
    ]
    firsts = [column for column, key in places if key.startswith(first)]
    lasts = [column for column, key in places if key.startswith(last)]
    if not firsts or not lasts:
        return None
    start = min(firsts)
    return start if max(lasts) - start == len(labels) - 1 else None
