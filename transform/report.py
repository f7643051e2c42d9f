"""Understand one Document: the rows of every table that its reports fill.

A pure function of the document, its sha256, the file's origin, the reference data and the
versions.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from extract import EXTRACTOR_VERSION
from extract.document import Document
from extract.errors import UnreadableFileError
from transform import TRANSFORM_VERSION
from transform.aligned import AlignedTable
from transform.blame import settle_blame
from transform.claims import read_claims
from transform.file_names import read_path
from transform.form import CellKey, Fact, load_editions
from transform.identity import Identity, identify, settle_scope
from transform.locate import Region, locate_tables, tell_edition
from transform.origin import NOWHERE, ManifestRow, Origin
from transform.page_facts import page_address, publication_date
from transform.report_rows import Rows, Understood, rows_of
from transform.schema import AGENCIES, REPORT_TABLES
from transform.sections import Heading, find_headings, read_running_text, read_sections
from transform.several_reports import is_title, split_reports
from transform.stream import PrintedLine, printed_lines
from transform.table_lines import is_grid_row, lines_of_tables
from transform.tables import align_tables

__all__ = ["NotAReportError", "Rows", "understand"]

_Part = tuple[Sequence[PrintedLine], Understood]
"""The lines of one of several reports in a file, and what they say."""

_ENOUGH_HEADINGS = 3
_ID_LENGTH = 16
"""Hex digits of the sha256 that name a report: 64 bits, enough for many millions."""


class NotAReportError(UnreadableFileError):
    """The document shows neither the form's title, nor a table of it, nor its headings."""


def understand(
    document: Document,
    source_sha256: str,
    extractor_version: str = EXTRACTOR_VERSION,
    origin: Origin = NOWHERE,
) -> Rows:
    """Understand a document as a report, or as several that stand in one file.

    Args:
        document: what was extracted.
        source_sha256: of the file's bytes.
        extractor_version: the version of the reading that extracted it.
        origin: where the file comes from.

    Returns:
        For each table of REPORT_TABLES its rows, in a fixed order. The first report in the
        file is named after its sha256, the others by their number behind that: -2, -3.

    Raises:
        NotAReportError: the document is no such report.
    """
    columns = {
        **_origin_columns(origin, document.metadata),
        "source_sha256": source_sha256,
        "source_format": document.source_format,
        "extractor_version": extractor_version,
        "transform_version": TRANSFORM_VERSION,
    }
    rows: Rows = {table.name: [] for table in REPORT_TABLES}
    reports, named = _reports(document, origin)
    for number, report in enumerate(reports, 1):
        report_id = source_sha256[:_ID_LENGTH] + (f"-{number}" if number > 1 else "")
        listed = {"in_manifest": origin.manifest is not None and number - 1 == named}
        for table, added in rows_of(report, report_id, columns | listed).items():
            known = rows[table] if table == AGENCIES.name else ()
            rows[table].extend(row for row in added if row not in known)
    return rows


def _reports(document: Document, origin: Origin) -> tuple[list[Understood], int | None]:
    """Every report of a document, in printed order; one that is printed twice once.

    What the file says of itself is said of the report that it is named after, if one is: of
    the others only their own text tells.

    Returns:
        The reports, and the number of the one that the file is named after, from 0; None if
        it is named after none.
    """
    lines = printed_lines(document)
    parts = split_reports(lines)
    if len(parts) == 1:
        return [_understand(lines, document.metadata, origin)], 0
    apart = _without_repetitions([(part, _understand(part, {}, NOWHERE)) for part in parts])
    named = _named_after([report.identity for _, report in apart], lines, document, origin)
    reports = [
        _understand(part, document.metadata, origin) if i == named else report
        for i, (part, report) in enumerate(apart)
    ]
    return reports, named


def _without_repetitions(parts: Sequence[_Part]) -> list[_Part]:
    """Leave out a report with the title, year, agency and figures of one before it."""
    kept: dict[object, _Part] = {}
    for lines, report in parts:
        identity = report.identity
        figures = tuple(
            (key, cell.reading)
            for table in report.tables.values()
            for key, cell in table.cells.items()
        )
        name = (identity.title, identity.report_year, identity.agency, figures)
        kept.setdefault(name, (lines, report))
    return list(kept.values())


def _named_after(
    reports: Sequence[Identity], lines: Sequence[PrintedLine], document: Document, origin: Origin
) -> int | None:
    """Which report of a file its manifest, its path, or what it says of itself is about.

    Returns:
        The number of the report of that year, from 0; None if none is. A manifest that names no
        year of these is about the first.
    """
    years = [identity.report_year for identity in reports]
    in_path = read_path(origin.path).year
    listed = origin.manifest.year if origin.manifest else None
    whole = None if listed else _survey(lines, document.metadata, origin)[2].report_year
    for year in (listed, in_path.year if in_path else None, whole):
        if year is not None and year in years:
            return years.index(year)
    return 0 if origin.manifest else None


def _understand(
    lines: Sequence[PrintedLine], metadata: Mapping[str, str], origin: Origin
) -> Understood:
    """Understand the lines of one report.

    Raises:
        NotAReportError: they are none.
    """
    headings, regions, identity = _survey(lines, metadata, origin)
    edition, mixed = tell_edition(lines, regions, load_editions(), identity.report_year)
    tables: Mapping[Fact, AlignedTable] = align_tables(lines, regions, edition)
    has_table = any(table.found for table in tables.values())
    is_titled = identity.title is not None or any(map(is_title, lines))
    if not (has_table or len(headings) >= _ENOUGH_HEADINGS or is_titled):
        raise _not_a_report()
    if not has_table:
        tables = {}
    in_tables = lines_of_tables(lines, regions, tables)
    tables, broken = settle_blame(tables, edition)
    identity = settle_scope(identity, _totals(tables))
    sections = read_sections(lines, headings, in_tables)
    in_grids = {i for i, line in enumerate(lines) if is_grid_row(line)}
    preface, running = read_running_text(lines, headings, in_tables, in_grids)
    claims = read_claims(running, identity.report_year, preface)
    return Understood(identity, edition, mixed, tables, sections, broken, claims)


def _totals(tables: Mapping[Fact, AlignedTable]) -> set[int]:
    """The applications newly received, without and with those carried over."""
    if Fact.APPLICATIONS not in tables:
        return set()
    cells = tables[Fact.APPLICATIONS].cells
    values = [
        cells[key].reading.value
        for key in (
            CellKey(Fact.APPLICATIONS, row, "total") for row in ("received", "carried_over")
        )
        if key in cells
    ]
    if not values or values[0] is None:
        return set()
    return {int(values[0]), int(values[0]) + int(sum(v for v in values[1:] if v is not None))}


def _survey(
    lines: Sequence[PrintedLine], metadata: Mapping[str, str], origin: Origin
) -> tuple[list[Heading], dict[Fact, Region], Identity]:
    """Where the sections and tables of a report stand, and whose report it is."""
    headings = find_headings(lines)
    regions = locate_tables(lines, headings)
    return headings, regions, identify(_running_text(lines, regions.values()), metadata, origin)


def _origin_columns(origin: Origin, metadata: Mapping[str, str]) -> dict[str, Any]:
    """Where the file comes from, by its manifest, else by what the file says of itself."""
    manifest = origin.manifest or ManifestRow()
    return {
        "source_url": manifest.url or page_address(metadata),
        "published_on": manifest.published_on or publication_date(metadata),
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
