"""What the warehouse knows of one report: whose it is and why, its figures and their places."""

from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.query import fetch_rows

Row = dict[str, Any]

_REPORT = """
SELECT
    r.report_id, r.agency_id, a.agency_name, r.agency_name AS printed_name, r.agency_confidence,
    a.level, a.admin_code, a.province, a.prefecture, a.county, a.sector, a.part_of,
    r.report_year, r.scope, r.form_edition, r.title, r.superseded_by, r.source_root,
    r.source_path, r.source_url, r.published_on, r.in_manifest, r.source_sha256,
    r.source_format, r.extracted_at, r.extractor_version, r.transform_version
FROM reports AS r
LEFT JOIN agencies AS a ON a.agency_id = r.agency_id
WHERE r.report_id = $report_id
"""

_PLACES = """
SELECT source_root, source_path, CASE WHEN gone THEN 'gone' ELSE 'present' END AS state,
    NULL AS replaced_by, NULL AS seen_at
FROM sources
WHERE source_sha256 = $sha256
UNION ALL
SELECT source_root, source_path, 'replaced', replaced_by, seen_at
FROM replaced
WHERE source_sha256 = $sha256
ORDER BY ALL
"""

_EVIDENCE = """
SELECT attribute, source, value, raw_text, used
FROM identity_evidence
WHERE report_id = $report_id
ORDER BY position
"""

_FINDINGS = """
SELECT
    f.rule_id, f.severity, r.title, f.message, f.message_en, f.expected, f.observed, f.cells,
    f.blame, f.suggestion, f.suggestion_en
FROM findings AS f
LEFT JOIN rules AS r ON r.rule_id = f.rule_id
WHERE f.report_id = $report_id
ORDER BY CASE f.severity WHEN 'error' THEN 1 WHEN 'warning' THEN 2 ELSE 3 END, f.finding_id
"""

_FIGURES = """
WITH facts AS (
    SELECT 'fact_proactive_disclosure' AS fact, item AS row_code, measure AS column_code,
        value, unit, cell_status, assurance
    FROM fact_proactive_disclosure WHERE report_id = $report_id
    UNION ALL
    SELECT 'fact_applications', outcome, applicant_type, count, 'count', cell_status, assurance
    FROM fact_applications WHERE report_id = $report_id
    UNION ALL
    SELECT 'fact_review_litigation', channel, result, count, 'count', cell_status, assurance
    FROM fact_review_litigation WHERE report_id = $report_id
)
SELECT
    f.fact, f.row_code, c.row_label, f.column_code, c.column_label, f.value, f.unit,
    f.cell_status, f.assurance, e.raw_text, e.page, e.locator, e.placement, e.confidence
FROM facts AS f
LEFT JOIN form_cells AS c
    ON c.form_edition = $edition AND c.fact = f.fact
    AND c.row_code = f.row_code AND c.column_code = f.column_code
LEFT JOIN evidence AS e
    ON e.report_id = $report_id AND e.fact = f.fact
    AND e.row_code = f.row_code AND e.column_code = f.column_code
ORDER BY c.position, f.fact, f.row_code, f.column_code
"""

_CLAIMS = """
SELECT
    position, section, claim, covers, applicant_type, measure, value, unit, approximate, part_of,
    label, scope, year, sentence
FROM narrative_claims
WHERE report_id = $report_id
ORDER BY position
"""

# The other reports of its agency and year, and whatever is bound to it by name.
_BESIDE = """
SELECT
    report_id, report_year, scope, superseded_by, source_path,
    CASE
        WHEN report_id = $superseded_by THEN 'supersedes this report'
        WHEN superseded_by = $report_id THEN 'superseded by this report'
        WHEN superseded_by = $superseded_by THEN 'superseded like this report'
        ELSE 'of the same agency and year'
    END AS relation
FROM reports
WHERE report_id <> $report_id AND (
    (agency_id = $agency_id AND report_year = $year)
    OR superseded_by = $report_id OR report_id = $superseded_by
)
ORDER BY relation DESC, report_id
"""

_REVISIONS = """
SELECT report_id, former_report_id, part, item, former_value, value, seen_at
FROM report_revisions
WHERE $report_id IN (report_id, former_report_id)
ORDER BY ALL
"""

_SUCCESSIONS = """
SELECT
    s.agency_id, a.agency_name, s.successor_agency_id, b.agency_name AS successor_name,
    s.kind, s.since_year, s.basis
FROM agency_successions AS s
LEFT JOIN agencies AS a ON a.agency_id = s.agency_id
LEFT JOIN agencies AS b ON b.agency_id = s.successor_agency_id
WHERE $agency_id IN (s.agency_id, s.successor_agency_id)
ORDER BY s.since_year, s.agency_id, s.successor_agency_id
"""

_IDS = """
SELECT former_agency_id, agency_id, cause, former_version, version, changed_at
FROM agency_id_history
WHERE report_id = $report_id
ORDER BY changed_at
"""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One report; each list as rows of the tables that it is named after.

    Attributes:
        report: its row of reports with that of its agency; `printed_name` is the name that the
            report prints.
        places: every path at which its content lies or lay.
        figures: one row each cell, in the order of the form.
        claims: what its running text says of its figures, in the order of the text.
        beside: other reports of its agency and year, and their relation to it.
    """

    report: Row
    places: list[Row]
    evidence: list[Row]
    findings: list[Row]
    figures: list[Row]
    claims: list[Row]
    beside: list[Row]
    revisions: list[Row]
    successions: list[Row]
    agency_ids: list[Row]


def read_explanation(connection: duckdb.DuckDBPyConnection, report_id: str) -> Explanation:
    """Read all that there is of a report that exists.

    Raises:
        QueryError: the warehouse is of another version of gongkai.
    """
    this = {"report_id": report_id}
    [report] = fetch_rows(connection, _REPORT, this)
    agency = {"agency_id": report["agency_id"]}
    return Explanation(
        report,
        fetch_rows(connection, _PLACES, {"sha256": report["source_sha256"]}),
        fetch_rows(connection, _EVIDENCE, this),
        fetch_rows(connection, _FINDINGS, this),
        _figures(connection, report),
        fetch_rows(connection, _CLAIMS, this),
        fetch_rows(
            connection,
            _BESIDE,
            {
                **this,
                **agency,
                "year": report["report_year"],
                "superseded_by": report["superseded_by"],
            },
        ),
        fetch_rows(connection, _REVISIONS, this),
        fetch_rows(connection, _SUCCESSIONS, agency),
        fetch_rows(connection, _IDS, this),
    )


def _figures(connection: duckdb.DuckDBPyConnection, report: Row) -> list[Row]:
    parameters = {"report_id": report["report_id"], "edition": report["form_edition"]}
    rows = fetch_rows(connection, _FIGURES, parameters)
    # one column of the query holds counts and amounts: a count is a whole number again
    return [{**row, "value": _value(row)} for row in rows]


def _value(cell: Row) -> Any:
    is_count = cell["unit"] == "count" and cell["value"] is not None
    return int(cell["value"]) if is_count else cell["value"]
