"""The rows that one report fills in every table."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from transform.aligned import AlignedTable, FormCell
from transform.blame import BrokenEquation
from transform.claims import Claim
from transform.comparable_text import read_own_texts
from transform.findings import Finding
from transform.form import CellKey, Edition, Fact
from transform.identity import Identity
from transform.schema import REPORT_TABLES
from transform.section_signatures import sign_sections
from transform.sections import Section
from transform.year_sentences import read_year_sentences

Rows = dict[str, list[dict[str, Any]]]

_NAMES = {
    Fact.APPLICATIONS: ("outcome", "applicant_type", "count"),
    Fact.REVIEW_LITIGATION: ("channel", "result", "count"),
    Fact.PROACTIVE: ("item", "measure", "value"),
}
"""The names of the row code, the column code and the value in each fact table."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What one report says.

    Attributes:
        edition: of its tables; it has none if `tables` is empty.
        is_mixed: its tables mix editions.
        broken: the equations of the form that fail in its tables.
        claims: what its running text says of its figures.
    """

    identity: Identity
    edition: Edition
    is_mixed: bool
    tables: Mapping[Fact, AlignedTable]
    sections: Sequence[Section]
    broken: Sequence[BrokenEquation]
    claims: Sequence[Claim]


def rows_of(report: Understood, report_id: str, columns: Mapping[str, Any]) -> Rows:
    """The rows of one report.

    Args:
        report: what it says.
        report_id: its identifier.
        columns: what `reports` holds of its file.
    """
    identity = report.identity
    rows: Rows = {table.name: [] for table in REPORT_TABLES}
    rows["reports"] = [
        {
            "report_id": report_id,
            **_identity_columns(identity),
            "form_edition": report.edition.edition if report.tables else None,
            **columns,
        }
    ]
    rows["agencies"] = [asdict(identity.agency)] if identity.agency else []
    for cell in (cell for table in report.tables.values() for cell in table.cells.items()):
        _add_cell(rows, report_id, report.edition, *cell)
    rows["sections"] = [{"report_id": report_id, **asdict(s)} for s in report.sections]
    rows["identity_evidence"] = [
        {"report_id": report_id, "position": position, **asdict(evidence)}
        for position, evidence in enumerate(identity.evidence, 1)
    ]
    rows["narrative_claims"] = [{"report_id": report_id, **asdict(c)} for c in report.claims]
    rows["broken_equations"] = [{"report_id": report_id, **asdict(b)} for b in report.broken]
    _add_signatures(rows, report_id, report)
    rows["findings"] = [_finding_row(report_id, finding) for finding in _findings(report)]
    return rows


def _identity_columns(identity: Identity) -> dict[str, Any]:
    return {
        "agency_id": identity.agency.agency_id if identity.agency else None,
        "agency_confidence": identity.agency_confidence,
        "agency_name": identity.agency_name,
        "report_year": identity.report_year,
        "title": identity.title,
        "scope": identity.scope,
    }


def _add_signatures(rows: Rows, report_id: str, report: Understood) -> None:
    texts = read_own_texts(report.sections)
    years = read_year_sentences(texts, report.identity.report_year)
    rows["section_signatures"] = [
        {"report_id": report_id, **asdict(s)} for s in sign_sections(texts)
    ]
    rows["year_sentences"] = [{"report_id": report_id, **asdict(s)} for s in years]


def _add_cell(rows: Rows, report_id: str, edition: Edition, key: CellKey, cell: FormCell) -> None:
    row_name, column_name, value_name = _NAMES[key.fact]
    row: dict[str, Any] = {
        "report_id": report_id,
        row_name: key.row_code,
        column_name: key.column_code,
        value_name: cell.reading.value,
        "cell_status": str(cell.reading.status),
    }
    if key.fact is Fact.PROACTIVE:
        row["unit"] = edition.columns_by_cell()[key].unit
    rows[key.fact].append(row)
    rows["evidence"].append(
        {
            "report_id": report_id,
            "fact": str(key.fact),
            "row_code": key.row_code,
            "column_code": key.column_code,
            "raw_text": cell.printed.text if cell.printed else None,
            "page": cell.printed.page if cell.printed else None,
            "locator": cell.printed.locator if cell.printed else None,
            "confidence": cell.printed.confidence if cell.printed else None,
            "placement": str(cell.placement) if cell.placement else None,
        }
    )


def _findings(report: Understood) -> list[Finding]:
    """All findings of a report, in the order in which a reviewer reads it."""
    found = [
        Finding(note.rule_id, note.message, note.message_en, note.expected, note.observed)
        for note in report.identity.notes
    ]
    if not report.tables:
        found.append(
            Finding(
                "no_table", "文中没有规定的表格", "the document holds none of the form's tables"
            )
        )
    elif report.is_mixed:
        found.append(_mixed(report.edition))
    return [*found, *(finding for table in report.tables.values() for finding in table.findings)]


def _mixed(edition: Edition) -> Finding:
    return Finding(
        "edition_mixed",
        f"表格混用了不同年份的格式，按 {edition.edition} 年格式读取",
        f"the tables mix editions of the form; read as the edition of {edition.edition}",
        observed=edition.edition,
    )


def _finding_row(report_id: str, finding: Finding) -> dict[str, Any]:
    return {
        "report_id": report_id,
        "rule_id": finding.rule_id,
        "message": finding.message,
        "message_en": finding.message_en,
        "expected": finding.expected,
        "observed": finding.observed,
        "cells": [str(key) for key in finding.cells],
        "blame": finding.blame,
        "suggestion": finding.suggestion,
        "suggestion_en": finding.suggestion_en,
    }
