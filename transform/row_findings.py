"""What can be wrong with a printed row, put into words."""

from collections.abc import Sequence

from transform.aligned import FormLine
from transform.findings import Finding
from transform.form import CellKey
from transform.segments import Segment


def absent(line: FormLine) -> Finding:
    """The table lacks a row of the form."""
    label = line.row.label
    return Finding(
        "row_not_found", f"表中没有“{label}”一行", f"the table has no row {label}", cells=line.keys
    )


def ambiguous(line: FormLine, segment: Segment) -> Finding:
    """A row's figures have no single reading."""
    label = line.row.label
    return Finding(
        "row_ambiguous",
        f"“{label}”一行印有 {len(segment.fields)} 格，应为 {len(line.cells)} 格，无法唯一对应",
        f"the row {label} prints {len(segment.fields)} fields for {len(line.cells)} columns, "
        "and no single reading of them adds up",
        expected=str(len(line.cells)),
        observed=_printed(segment),
        cells=line.keys,
    )


def contradictory(line: FormLine, segments: Sequence[Segment]) -> Finding:
    """A row is printed more than once, with different figures."""
    label = line.row.label
    return Finding(
        "row_ambiguous",
        f"“{label}”一行印了 {len(segments)} 次，数值不同",
        f"the row {label} is printed {len(segments)} times with different figures",
        observed=" / ".join(map(_printed, segments)),
        cells=line.keys,
        blame="undecided",  # a slip of the agency as well as a page or a table joined in between
    )


def repeated(line: FormLine) -> Finding:
    """A row is printed more than once, with the same figures."""
    label = line.row.label
    return Finding(
        "row_repeated",
        f"“{label}”一行重复印出，数值相同",
        f"the row {label} is printed more than once, with the same figures",
        cells=line.keys,
    )


def values_lost(line: FormLine, present: int, lost: tuple[CellKey, ...]) -> Finding:
    """A row shows fewer fields than the form has columns."""
    label = line.row.label
    return Finding(
        "values_lost",
        f"“{label}”一行只印出 {present} 格，应为 {len(line.cells)} 格，其余缺失",
        f"the row {label} prints {present} of {len(line.cells)} fields; the others are missing",
        expected=str(len(line.cells)),
        observed=str(present),
        cells=lost,
    )


def unplaced(segment: Segment) -> Finding:
    """Figures in a table that belong to no cell of the form."""
    where = segment.fields[0].locator
    label = " ".join(segment.texts)[-_LONGEST_LABEL:]
    return Finding(
        "unplaced_number",
        f"表内数字不属于任何一格（{where}）：{label}",
        f"figures in the table that belong to no cell of the form ({where})",
        observed=f"{label} {_printed(segment)}".strip(),
    )


def more_unplaced(count: int) -> Finding:
    """So many more places with figures that belong to no cell."""
    return Finding(
        "unplaced_number",
        f"表内另有 {count} 处数字不属于任何一格",
        f"the table has {count} more places with figures that belong to no cell",
        observed=str(count),
    )


_LONGEST_LABEL = 40


def _printed(segment: Segment) -> str:
    return " | ".join(cell.text for cell in segment.fields)
