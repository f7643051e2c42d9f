"""Small valid lakes for tests: synthetic reports with every cell of their edition.

The figures are made up and hold the form's arithmetic, within a report and from one year
to the next; a test breaks what it wants broken through `SampleReport.cells`.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from extract import EXTRACTOR_VERSION
from extract.document import Document, Paragraph, to_json
from transform import TRANSFORM_VERSION
from transform.comparable_text import read_own_texts
from transform.form import CellKey, Edition, Fact, load_editions
from transform.lake import BATCH_TABLES, DocumentRecord, Lake, batch_name
from transform.schema import TABLES, CellStatus
from transform.section_signatures import sign_sections
from transform.sections import Section
from transform.year_sentences import read_year_sentences

SAMPLE_ROOT = "samples-root"
"""The source_root of every sample."""

EXTRACTED_AT = datetime(2026, 1, 5, 8, 30, tzinfo=UTC).replace(tzinfo=None)
"""When every sample was read: UTC, without a time zone, as the lake keeps it."""

Rows = dict[str, list[dict[str, Any]]]

# (province, prefecture, county, code): real divisions, so that joins on them mean something.
_PLACES = (
    ("四川省", "内江市", "资中县", "511025"),
    ("安徽省", "六安市", "舒城县", "341523"),
    ("江苏省", "宿迁市", "沭阳县", "321322"),
    ("河南省", "洛阳市", "嵩县", "410325"),
)
_HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


@dataclass(frozen=True, slots=True)
class SampleReport:
    """One synthetic report.

    Attributes:
        number: makes the sha256, and with it the report_id; unique in a lake.
        agency: index of the agency; two reports of one index have one agency. None: unknown.
        edition: None for a report without tables.
        cells: cells that differ from the made-up figures: value and status. The value is None
            unless the status is 'reported'; money is in yuan.
        raw_texts: what evidence says of a cell, where that is not the plain value.
        findings: rows of the table findings; report_id is filled in.
        agency_fields: columns of the table agencies that differ.
        paths: every source_path that carries these bytes; a path in `gone` is marked gone.
        source_url, published_on, in_manifest: as in the table reports.
        title: None for a made-up one.
        section_texts: texts of sections that differ, by their numbers.
        placement: what the evidence says of every cell that is not missing.
        claims: rows of narrative_claims, each at least its `claim`; the rest is filled in.
        broken: rows of broken_equations; report_id is filled in.
        scope_words: what the report says of its scope, as evidence that was used.
    """

    number: int
    agency: int | None = 0
    year: int | None = 2023
    edition: str | None = "2021"
    scope: str | None = "own"
    source_format: str = "txt"
    cells: Mapping[CellKey, tuple[int | Decimal | None, CellStatus]] = field(default_factory=dict)
    raw_texts: Mapping[CellKey, str | None] = field(default_factory=dict)
    findings: tuple[Mapping[str, Any], ...] = ()
    agency_fields: Mapping[str, Any] = field(default_factory=dict)
    paths: tuple[str, ...] = ()
    gone: frozenset[str] = frozenset()
    source_url: str | None = None
    published_on: date | None = None
    in_manifest: bool = False
    title: str | None = None
    section_texts: Mapping[int, str] = field(default_factory=dict)
    placement: str = "border"
    claims: tuple[Mapping[str, Any], ...] = ()
    broken: tuple[Mapping[str, Any], ...] = ()
    scope_words: str | None = None

    @property
    def sha256(self) -> str:
        """The sha256 of the bytes that the sample stands for."""
        return hashlib.sha256(f"sample {self.number}".encode()).hexdigest()

    @property
    def report_id(self) -> str:
        """The report's id in every table."""
        return f"r-{self.sha256[:16]}"

    @property
    def agency_id(self) -> str | None:
        """The agency's id; None where the agency is unknown."""
        return None if self.agency is None else f"a-{self.agency:06d}"


def sample_reports(count: int, years: Sequence[int] = (2021, 2022, 2023)) -> list[SampleReport]:
    """Make `count` reports: agency after agency, each with one report for each of `years`."""
    return [
        SampleReport(
            number,
            agency=number // len(years),
            year=years[number % len(years)],
            edition="2019" if years[number % len(years)] < 2021 else "2021",
        )
        for number in range(count)
    ]


def write_sample_lake(
    folder: Path, reports: Sequence[SampleReport], batch_size: int = 500, evidence: bool = True
) -> Lake:
    """Write a lake that holds these reports, as a run would leave it.

    Args:
        folder: the lake's folder; created.
        batch_size: reports in one batch.
        evidence: whether to write the evidence of each cell.
    """
    lake = Lake(folder)
    lake.prepare()
    for start in range(0, len(reports), batch_size):
        add_sample_batch(lake, reports[start : start + batch_size], evidence)
    lake.write_sources([row for report in reports for row in source_rows(report)])
    return lake


def add_sample_batch(lake: Lake, reports: Sequence[SampleReport], evidence: bool = True) -> None:
    """Write one batch and its documents; the sources stay as they are."""
    lake.write_documents([_document_of(report) for report in reports])
    tables: Rows = {table.name: [] for table in BATCH_TABLES}
    for report in reports:
        for name, rows in report_rows(report, evidence).items():
            tables[name] += rows
    tables["agencies"] = list({row["agency_id"]: row for row in tables["agencies"]}.values())
    lake.write_batch(batch_name(report.sha256 for report in reports), tables)


def report_rows(report: SampleReport, evidence: bool = True) -> Rows:
    """The rows that one sample adds to each table of a batch."""
    rows: Rows = defaultdict(list)
    rows["reports"].append(_report_row(report))
    if report.agency is not None:
        rows["agencies"].append(_agency_row(report))
    if report.edition is not None:
        edition = load_editions()[report.edition]
        values = sample_values(edition, report.agency or 0, report.year or 0)
        for position, cell in enumerate(edition.cells(), start=1):
            _add_cell(rows, report, edition, cell, values[cell], position, evidence)
    rows["sections"] += _section_rows(report)
    rows["narrative_claims"] += [
        claim_row(report, position, **claim) for position, claim in enumerate(report.claims, 1)
    ]
    rows["broken_equations"] += [{"report_id": report.report_id, **b} for b in report.broken]
    if report.scope_words is not None:
        rows["identity_evidence"].append(_scope_row(report))
    texts = read_own_texts(_sections(report))
    for name, found in (
        ("section_signatures", sign_sections(texts)),
        ("year_sentences", read_year_sentences(texts, report.year)),
    ):
        rows[name] += [{"report_id": report.report_id, **asdict(row)} for row in found]
    rows["findings"] += [finding_row(report.report_id, **finding) for finding in report.findings]
    return rows


def sample_values(edition: Edition, agency: int, year: int) -> dict[CellKey, int | Decimal]:
    """Made-up figures that hold the form's arithmetic, and between an agency's years.

    What is carried over and what is in force depend on the agency only; as much is issued as is
    repealed.
    """
    values: dict[CellKey, int | Decimal] = {}
    for fact, row, column in _coordinates(edition, Fact.PROACTIVE):
        measure = "repealed" if column == "issued" else column
        changing = 0 if column == "in_force" else year
        values[CellKey(fact, row, column)] = (agency + changing + len(row) + len(measure)) % 40
    _fill_applications(edition, values, agency, year)
    _fill_review(edition, values, agency, year)
    for cell, declared in edition.columns_by_cell().items():
        if declared.unit == "CNY":
            values[cell] = Decimal(int(values[cell])) * 10000
    return values


def finding_row(report_id: str | None, rule_id: str, **columns: Any) -> dict[str, Any]:
    """A row of the lake's findings, with plain values where none are given."""
    plain: dict[str, Any] = {
        "message": "样例发现",
        "message_en": "sample finding",
        "expected": None,
        "observed": None,
        "cells": [],
        "blame": None,
        "suggestion": None,
        "suggestion_en": None,
    }
    return {"report_id": report_id, "rule_id": rule_id} | plain | columns


def claim_row(report: SampleReport, position: int, claim: str, **columns: Any) -> dict[str, Any]:
    """A row of the lake's narrative claims, with plain values where none are given."""
    plain: dict[str, Any] = {
        "measure": "amount",
        "value": Decimal(0),
        "unit": "count",
        "approximate": False,
        "applicant_type": None,
        "covers": [],
        "part_of": None,
        "label": "样例",
        "scope": None,
        "year": report.year,
        "sentence": "样例说法。",
        "section": 1,
        "offset": 0,
    }
    return {"report_id": report.report_id, "position": position, "claim": claim} | plain | columns


def source_rows(report: SampleReport) -> list[dict[str, Any]]:
    """The rows of the sources table for the paths of one sample."""
    return [
        {
            "source_root": SAMPLE_ROOT,
            "source_path": path,
            "source_sha256": report.sha256,
            "size": 4096,
            "modified_ns": 1_700_000_000_000_000_000,
            "gone": path in report.gone,
            "archive_path": None,
            "listed_by": None,
        }
        for path in report.paths or (f"{report.number // 100:04d}/{report.number:06d}.txt",)
    ]


def _document_of(report: SampleReport) -> DocumentRecord:
    title = Paragraph(f"样例报告{report.number}", "L1:C1")
    return DocumentRecord(
        report.sha256, EXTRACTED_AT, to_json(Document(report.source_format, (title,)))
    )


def _report_row(report: SampleReport) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "agency_id": report.agency_id,
        "agency_confidence": None if report.agency is None else "high",
        "agency_name": None if report.agency is None else f"样例{report.agency}局",
        "report_year": report.year,
        "form_edition": report.edition,
        "title": report.title or f"样例局{report.year}年政府信息公开工作年度报告",
        "scope": report.scope,
        "source_sha256": report.sha256,
        "source_format": report.source_format,
        "source_url": report.source_url,
        "published_on": report.published_on,
        "in_manifest": report.in_manifest,
        "origin_digest": "0123456789",
        "extractor_version": EXTRACTOR_VERSION,
        "transform_version": TRANSFORM_VERSION,
    }


def _agency_row(report: SampleReport) -> dict[str, Any]:
    index = report.agency or 0
    province, prefecture, county, code = _PLACES[index % len(_PLACES)]
    row: dict[str, Any] = {
        "agency_id": report.agency_id,
        "agency_name": f"{county}样例{index}局",
        "level": "county",
        "admin_code": code,
        "province": province,
        "prefecture": prefecture,
        "county": county,
        "sector": "other",
        "part_of": None,
    }
    return row | dict(report.agency_fields)


def _scope_row(report: SampleReport) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "position": 1,
        "attribute": "scope",
        "source": "narrative",
        "value": report.scope,
        "raw_text": report.scope_words,
        "used": True,
    }


def _section_rows(report: SampleReport) -> list[dict[str, Any]]:
    return [{"report_id": report.report_id, **asdict(s)} for s in _sections(report)]


def _sections(report: SampleReport) -> list[Section]:
    text = "本机关依法公开政府信息，情况见下表。"
    return [
        Section(number, heading, report.section_texts.get(number, text))
        for number, heading in enumerate(_HEADINGS, start=1)
    ]


def _add_cell(
    rows: Rows,
    report: SampleReport,
    edition: Edition,
    cell: CellKey,
    figure: int | Decimal,
    position: int,
    evidence: bool,
) -> None:
    value, status = report.cells.get(cell, (figure, CellStatus.REPORTED))
    row_name, column_name, value_name = (c.name for c in TABLES[cell.fact].columns[1:4])
    row: dict[str, Any] = {
        "report_id": report.report_id,
        row_name: cell.row_code,
        column_name: cell.column_code,
        value_name: value,
        "cell_status": str(status),
    }
    if cell.fact is Fact.PROACTIVE:
        row["unit"] = _units(edition.edition)[cell]
        row[value_name] = None if value is None else Decimal(value)
    rows[cell.fact].append(row)
    if evidence:
        rows["evidence"].append(_evidence_row(report, cell, value, status, position))


def _evidence_row(
    report: SampleReport,
    cell: CellKey,
    value: int | Decimal | None,
    status: CellStatus,
    position: int,
) -> dict[str, Any]:
    missing = status is CellStatus.MISSING
    printed = {CellStatus.MISSING: None, CellStatus.BLANK: "", CellStatus.UNREADABLE: "若干"}
    raw_text = printed[status] if status in printed else str(value)
    return {
        "report_id": report.report_id,
        "fact": str(cell.fact),
        "row_code": cell.row_code,
        "column_code": cell.column_code,
        "raw_text": report.raw_texts.get(cell, raw_text),
        "page": None,
        "locator": None if missing else f"L{20 + position // 7}:C{position % 7 + 1}",
        "confidence": None,
        "placement": None if missing else report.placement,
    }


def _coordinates(edition: Edition, fact: Fact) -> list[tuple[Fact, str, str]]:
    return [(c.fact, c.row_code, c.column_code) for c in edition.cells() if c.fact is fact]


def _fill_applications(
    edition: Edition, values: dict[CellKey, int | Decimal], agency: int, year: int
) -> None:
    table = edition.applications
    inputs = {"received", "carried_over", "processed_total", "carried_forward"}
    outcomes = [row.code for row in table.rows if row.code not in inputs]
    *types, total = [column.code for column in table.columns]
    for place, column in enumerate(types):
        figures = {
            code: (agency * 7 + year * 3 + rank * 5 + place * 11) % 13
            for rank, code in enumerate(outcomes)
        }
        processed = sum(figures.values())
        carried = (agency + place) % 4
        figures |= {"received": processed, "processed_total": processed}
        figures |= {"carried_over": carried, "carried_forward": carried}
        for code, figure in figures.items():
            values[CellKey(Fact.APPLICATIONS, code, column)] = figure
    for row in table.rows:
        cells = [CellKey(Fact.APPLICATIONS, row.code, column) for column in types]
        values[CellKey(Fact.APPLICATIONS, row.code, total)] = sum(values[cell] for cell in cells)


def _fill_review(
    edition: Edition, values: dict[CellKey, int | Decimal], agency: int, year: int
) -> None:
    table = edition.review_litigation
    *results, total = [column.code for column in table.columns]
    for rank, channel in enumerate(table.channels):
        figures = [(agency + year + rank * 3 + place) % 5 for place in range(len(results))]
        for result, figure in zip(results, figures, strict=True):
            values[CellKey(Fact.REVIEW_LITIGATION, channel.code, result)] = figure
        values[CellKey(Fact.REVIEW_LITIGATION, channel.code, total)] = sum(figures)


@cache
def _units(edition: str) -> dict[CellKey, str]:
    columns = load_editions()[edition].columns_by_cell()
    return {cell: column.unit for cell, column in columns.items()}
