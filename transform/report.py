"""Understand one Document: the rows of every table that a report fills.

A pure function of the document, its sha256, the reference data and the versions.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from extract import EXTRACTOR_VERSION
from extract.document import Document
from extract.errors import UnreadableFileError
from transform import TRANSFORM_VERSION
from transform.aligned import AlignedTable, FormCell
from transform.findings import Finding
from transform.form import CellKey, Edition, Fact, load_editions
from transform.identity import Identity, identify
from transform.identity_evidence import IdentityNote
from transform.locate import Region, locate_tables, tell_edition
from transform.origin import NOWHERE, ManifestRow, Origin
from transform.page_facts import page_address, publication_date
from transform.schema import REPORT_TABLES
from transform.sections import Heading, find_headings, read_sections
from transform.several_reports import is_title, split_reports
from transform.stream import PrintedLine, printed_lines
from transform.tables import align_tables

Rows = dict[str, list[dict[str, Any]]]

_ENOUGH_HEADINGS = 3
_ID_LENGTH = 16
"""Hex digits of the sha256 that name a report: 64 bits, enough for many millions."""

_NAMES = {
    Fact.APPLICATIONS: ("outcome", "applicant_type", "count"),
    Fact.REVIEW_LITIGATION: ("channel", "result", "count"),
    Fact.PROACTIVE: ("item", "measure", "value"),
}
"""The names of the row code, the column code and the value in each fact table."""


class NotAReportError(UnreadableFileError):
    """The document shows neither the form's title, nor a table of it, nor its headings."""


def understand(
    document: Document,
    source_sha256: str,
    extractor_version: str = EXTRACTOR_VERSION,
    origin: Origin = NOWHERE,
) -> Rows:
    """Understand a document as a report.

    Args:
        document: what was extracted.
        source_sha256: of the file's bytes.
        extractor_version: the version of the reading that extracted it.
        origin: where the file comes from.

    Returns:
        For each table of REPORT_TABLES its rows, in a fixed order.

    Raises:
        NotAReportError: the document is no such report.
    """
    lines: Sequence[PrintedLine] = printed_lines(document)
    headings, regions, identity = _survey(lines, document.metadata, origin)
    reports = split_reports(lines)
    if len(reports) > 1:
        lines, is_named = _one_of(reports, identity.report_year)
        headings, regions, identity = _survey(
            lines, document.metadata if is_named else {}, origin if is_named else NOWHERE
        )
        identity = _beside_others(identity, sum(_differ(lines, other) for other in reports))
    edition, mixed = tell_edition(lines, regions, load_editions(), identity.report_year)
    tables = align_tables(lines, regions, edition)
    has_table = any(table.found for table in tables.values())
    is_titled = identity.title is not None or any(map(is_title, lines))
    if not (has_table or len(headings) >= _ENOUGH_HEADINGS or is_titled):
        raise _not_a_report()
    if not has_table:
        tables = {}
    in_tables = {i for table in tables.values() for i in table.lines}
    report_id = source_sha256[:_ID_LENGTH]
    rows: Rows = {table.name: [] for table in REPORT_TABLES}
    rows["reports"] = [
        {
            "report_id": report_id,
            **_identity_columns(identity),
            **_origin_columns(origin, document.metadata),
            "form_edition": edition.edition if has_table else None,
            "source_sha256": source_sha256,
            "source_format": document.source_format,
            "extractor_version": extractor_version,
            "transform_version": TRANSFORM_VERSION,
        }
    ]
    rows["agencies"] = [asdict(identity.agency)] if identity.agency else []
    for cell in (cell for table in tables.values() for cell in table.cells.items()):
        _add_cell(rows, report_id, edition, *cell)
    rows["sections"] = [
        {"report_id": report_id, **asdict(section)}
        for section in read_sections(lines, headings, in_tables)
    ]
    rows["identity_evidence"] = [
        {"report_id": report_id, "position": position, **asdict(evidence)}
        for position, evidence in enumerate(identity.evidence, 1)
    ]
    rows["findings"] = [
        _finding_row(report_id, finding)
        for finding in _findings(identity, tables, edition if mixed and has_table else None)
    ]
    return rows


def _survey(
    lines: Sequence[PrintedLine], metadata: Mapping[str, str], origin: Origin
) -> tuple[list[Heading], dict[Fact, Region], Identity]:
    """Where the sections and tables of a report stand, and whose report it is."""
    headings = find_headings(lines)
    regions = locate_tables(lines, headings)
    return headings, regions, identify(_running_text(lines, regions.values()), metadata, origin)


def _one_of(
    reports: Sequence[Sequence[PrintedLine]], year: int | None
) -> tuple[Sequence[PrintedLine], bool]:
    """The report of the year that the file is named after, else the first; and whether it is."""
    years = [_survey(lines, {}, NOWHERE)[2].report_year for lines in reports]
    return reports[years.index(year) if year in years else 0], year in years


def _differ(one: Sequence[PrintedLine], other: Sequence[PrintedLine]) -> bool:
    return [line.text for line in one] != [line.text for line in other]


def _beside_others(identity: Identity, others: int) -> Identity:
    """The identity of a report in whose file other reports stand, which are not read."""
    if not others:
        return identity
    note = IdentityNote(
        "report_year_conflict",
        f"文件中另有 {others} 份报告，未读取",
        f"the file holds {others} more report(s), which are not read",
        expected=None if identity.report_year is None else str(identity.report_year),
        observed=None,
    )
    return replace(identity, notes=(*identity.notes, note))


def _identity_columns(identity: Identity) -> dict[str, Any]:
    return {
        "agency_id": identity.agency.agency_id if identity.agency else None,
        "agency_confidence": identity.agency_confidence,
        "agency_name": identity.agency_name,
        "report_year": identity.report_year,
        "title": identity.title,
        "scope": identity.scope,
    }


def _origin_columns(origin: Origin, metadata: Mapping[str, str]) -> dict[str, Any]:
    """Where the file comes from, by its manifest, else by what the file says of itself."""
    manifest = origin.manifest or ManifestRow()
    return {
        "source_url": manifest.url or page_address(metadata),
        "published_on": manifest.published_on or publication_date(metadata),
        "in_manifest": origin.manifest is not None,
        "origin_digest": origin.digest,
    }


def _running_text(lines: Sequence[PrintedLine], regions: Collection[Region]) -> list[str]:
    """The lines of text outside the tables, and the paragraphs between their rows."""
    inside = {i for region in regions for i in range(region.start, region.end)}
    return [line.text for i, line in enumerate(lines) if i not in inside or line.separation is None]


def _not_a_report() -> NotAReportError:
    return NotAReportError(
        "not_a_report",
        "不是政府信息公开工作年度报告：没有标题，没有规定的表格，也没有三个规定的部分",
        "no annual report on open government information: neither its title, "
        "nor one of its tables, nor three of its section headings",
    )


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
        }
    )


def _findings(
    identity: Identity, tables: Mapping[Fact, AlignedTable], mixed_with: Edition | None
) -> list[Finding]:
    """All findings of a report, in the order in which a reviewer reads it."""
    found = [
        Finding(note.rule_id, note.message, note.message_en, note.expected, note.observed)
        for note in identity.notes
    ]
    if not tables:
        found.append(
            Finding(
                "no_table", "文中没有规定的表格", "the document holds none of the form's tables"
            )
        )
    if mixed_with is not None:
        found.append(_mixed(mixed_with))
    return [*found, *(finding for table in tables.values() for finding in table.findings)]


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
    }
