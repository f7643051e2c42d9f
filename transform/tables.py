"""The three tables of the form, each aligned with what a report prints."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from extract.document import Cell
from transform.align import align_rows
from transform.aligned import ABSENT, AlignedTable, FormCell, FormLine
from transform.arithmetic import row_arithmetic
from transform.characters import normalise
from transform.findings import Finding
from transform.form import CellKey, Edition, Fact, FormColumn, load_editions
from transform.labels import LabelIndex
from transform.locate import Region
from transform.numbers import UNREADABLE, Reading, names_amount_without_unit, read_count, read_money
from transform.review_table import align_review_litigation
from transform.schema import CellStatus
from transform.segments import Segment
from transform.stream import PrintedLine

LEAST_CONFIDENCE = 0.9
"""A cell of a scan that the recogniser is less sure of is unreadable."""

_UNIT = re.compile(
    r"(?:单位|人民币|金额|以|[(/:,\[【〔—])[:为是]?\(?(?:人民币)?[:]?((?:[十百千]?万|[百千亿])?元)"
)

_TABLE_NAMES = {
    Fact.PROACTIVE: ("主动公开政府信息情况表", "the table of proactive disclosure"),
    Fact.APPLICATIONS: ("政府信息公开申请情况表", "the table of applications"),
    Fact.REVIEW_LITIGATION: ("行政复议、行政诉讼情况表", "the table of reviews and litigation"),
}


def align_tables(
    lines: Sequence[PrintedLine], regions: Mapping[Fact, Region], edition: Edition
) -> dict[Fact, AlignedTable]:
    """Align every table of the form.

    Returns:
        For each fact table all cells of the edition; a table that the document does not show
        has only missing ones and one finding.
    """
    aligners = {
        Fact.PROACTIVE: _align_proactive,
        Fact.APPLICATIONS: _align_applications,
        Fact.REVIEW_LITIGATION: align_review_litigation,
    }
    return {
        fact: _checked(align(lines, regions[fact], edition), edition, fact)
        if fact in regions
        else _not_found(edition, fact)
        for fact, align in aligners.items()
    }


def _checked(table: AlignedTable, edition: Edition, fact: Fact) -> AlignedTable:
    if not table.found:
        return _not_found(edition, fact)
    for key, cell in table.cells.items():
        if cell.printed is not None and _is_uncertain(cell.printed):
            table.cells[key] = FormCell(UNREADABLE, cell.printed, cell.placement)
            table.findings.append(_uncertain(key, cell.printed))
        elif cell.reading.status is CellStatus.UNREADABLE and cell.printed is not None:
            table.findings.append(_unreadable(key, cell.printed))
    return table


def _is_uncertain(printed: Cell) -> bool:
    return printed.confidence is not None and printed.confidence < LEAST_CONFIDENCE


def _not_found(edition: Edition, fact: Fact) -> AlignedTable:
    name, name_en = _TABLE_NAMES[fact]
    cells = [key for key in edition.cells() if key.fact is fact]
    finding = Finding("table_not_found", f"文中没有{name}", f"the document lacks {name_en}")
    return AlignedTable(cells=dict.fromkeys(cells, ABSENT), findings=[finding])


def _uncertain(key: CellKey, printed: Cell) -> Finding:
    return Finding(
        "cell_uncertain",
        f"扫描件中的数字识别不可靠：{printed.text}（置信度 {printed.confidence:.2f}，"
        f"{printed.locator}）",
        f"a number in a scan is not recognised with confidence: {printed.text} "
        f"({printed.confidence:.2f}, {printed.locator})",
        expected=str(LEAST_CONFIDENCE),
        observed=printed.text,
        cells=(key,),
    )


def _unreadable(key: CellKey, printed: Cell) -> Finding:
    if names_amount_without_unit(printed.text):
        message, message_en = "金额没有单位", "the amount has no unit"
        rule = "amount_without_unit"
    else:
        message, message_en = "单元格内容不是数字", "what is printed is no number"
        rule = "cell_unreadable"
    return Finding(
        rule,
        f"{message}：{printed.text}（{printed.locator}）",
        f"{message_en}: {printed.text} ({printed.locator})",
        observed=printed.text,
        cells=(key,),
    )


def _align_proactive(
    lines: Sequence[PrintedLine], region: Region, edition: Edition
) -> AlignedTable:
    form, index = _proactive_form(edition.edition)
    return align_rows(lines, region, form, index, _read_proactive, None)


@cache
def _proactive_form(name: str) -> tuple[tuple[FormLine, ...], LabelIndex]:
    blocks = load_editions()[name].proactive
    form = tuple(
        FormLine(row, tuple((CellKey(Fact.PROACTIVE, row.code, c.code), c) for c in block.columns))
        for block in blocks
        for row in block.rows
    )
    return form, LabelIndex.of([line.row for line in form])


def _read_proactive(cell: Cell, column: FormColumn, segment: Segment) -> Reading:
    if column.unit == "count":
        return read_count(cell.text, signed=column.signed)
    return read_money(cell.text, _header_unit(segment.texts) or column.printed_unit)


def _header_unit(texts: Sequence[str]) -> str | None:
    """The unit of money that the header above a row prints."""
    found = _UNIT.findall(normalise("".join(texts)))
    return str(found[-1]) if found else None


def _align_applications(
    lines: Sequence[PrintedLine], region: Region, edition: Edition
) -> AlignedTable:
    form, index = _applications_form(edition.edition)
    holds = row_arithmetic(edition, "applications")
    return align_rows(lines, region, form, index, _read_count, holds)


@cache
def _applications_form(name: str) -> tuple[tuple[FormLine, ...], LabelIndex]:
    table = load_editions()[name].applications
    form = tuple(
        FormLine(
            row, tuple((CellKey(Fact.APPLICATIONS, row.code, c.code), c) for c in table.columns)
        )
        for row in table.rows
    )
    return form, LabelIndex.of(table.rows, table.groups)


def _read_count(cell: Cell, _column: FormColumn, _segment: Segment) -> Reading:
    return read_count(cell.text)
