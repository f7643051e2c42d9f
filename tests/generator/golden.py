"""The facts of a report as a JSON document, kept beside the sample that they belong to."""

from decimal import Decimal
from typing import Any

from tests.generator.figures import TrueReport, Value
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW
from tests.generator.prose import narrated

Nested = dict[str, Any]


def facts_of(
    report: TrueReport, narrative: dict[str, int], findings: tuple[str, ...] = ()
) -> Nested:
    """What a careful reader finds in a report.

    Args:
        report: the facts as printed.
        narrative: figures that the text states.
        findings: ids of the rules of severity error or warning that the report offends, by its
            agency's own fault.

    Returns:
        Identity; `proactive` (item, measure, value; money in yuan); `applications` (outcome,
        seven values in the form's order); `review_litigation` (channel, five values);
        `nulls` (each cell without a value: fact, row, column, status); `may_be_missing` (cells
        that only the form's arithmetic can tell); `narrative`; `findings`; `layout`; `notes`
        (the traps).
    """
    agency = report.agency
    return {
        "agency_name": report.agency_name,
        "report_year": report.report_year,
        "form_edition": report.form_edition,
        "scope": report.scope,
        "level": agency.level,
        "admin_code": agency.admin_code,
        "province": agency.province,
        "prefecture": agency.prefecture,
        "county": agency.county,
        "proactive": _by_row_and_column(report),
        "applications": _by_row(report, APPLICATIONS),
        "review_litigation": _by_row(report, REVIEW),
        "nulls": [
            [*key, cell.status] for key, cell in report.cells.items() if cell.status != "reported"
        ],
        "may_be_missing": [list(key) for key, cell in report.cells.items() if cell.may_be_missing],
        "narrative": narrative,
        "findings": list(findings),
        "layout": report.layout,
        "notes": list(report.damages),
    }


def narrative_of(report: TrueReport) -> dict[str, int]:
    """The figures on applications, reviews and lawsuits that the text of this report states."""
    told = narrated(report)
    return {name: told[name] for name in ("applications_received", "reviews", "lawsuits")}


def _by_row(report: TrueReport, fact: str) -> dict[str, list[int | float | None]]:
    rows: dict[str, list[int | float | None]] = {}
    for (table, row, _), cell in report.cells.items():
        if table == fact:
            rows.setdefault(row, []).append(_plain(cell.value))
    return rows


def _by_row_and_column(report: TrueReport) -> dict[str, dict[str, int | float | None]]:
    rows: dict[str, dict[str, int | float | None]] = {}
    for (table, row, column), cell in report.cells.items():
        if table == PROACTIVE:
            rows.setdefault(row, {})[column] = _plain(cell.value)
    return rows


def _plain(value: Value) -> int | float | None:
    """Money as a JSON number: exact, for it has at most two decimals."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
