"""Set the reports of one agency side by side, year after year: chain_links and agency_ledger.

Only current reports whose agency and year are told count. For each body, scope and year one
report stands: one that says it is the agency's own before one that does not tell its scope,
then that of the agency which bears the body last, then the smaller report_id. Where several may
stand, nothing is said to fail.
"""

import duckdb
import pyarrow as pa

from transform.lineages import find_lineages
from transform.variants import Succession

_SUCCESSIONS = """
SELECT agency_id, successor_agency_id, kind, since_year, basis FROM agency_successions
"""

# The report of a government or zone that does not tell its scope may be of the whole area. It is
# comparable with others of its kind only if no report of the body tells any scope.
_YEARS = """
CREATE TEMP TABLE ledger_years AS
WITH current AS (
    SELECT
        r.report_id, r.agency_id, r.report_year,
        coalesce(l.lineage_id, r.agency_id) AS lineage_id,
        coalesce(r.scope, 'own') AS scope,
        r.scope IS NOT NULL AS is_told,
        coalesce(a.sector IN ('government', 'government_office', 'zone'), false) AS has_area
    FROM reports AS r
    JOIN agencies AS a ON a.agency_id = r.agency_id
    LEFT JOIN lineages AS l ON l.agency_id = r.agency_id
    WHERE r.superseded_by IS NULL AND r.report_year IS NOT NULL
),
told AS (
    SELECT *,
        is_told OR NOT has_area OR NOT bool_or(is_told) OVER (PARTITION BY lineage_id)
            AS is_comparable
    FROM current
),
standing AS (
    FROM told
    QUALIFY is_told OR NOT bool_or(is_told) OVER (PARTITION BY lineage_id, scope, report_year)
)
SELECT
    lineage_id, scope, report_year, agency_id, report_id, is_comparable,
    CAST(count(*) OVER of_year AS INTEGER) AS report_count
FROM standing
WINDOW of_year AS (PARTITION BY lineage_id, scope, report_year)
QUALIFY row_number() OVER (
    PARTITION BY lineage_id, scope, report_year
    ORDER BY agency_id <> lineage_id, report_id
) = 1
"""

_PAIRS = """
CREATE TEMP TABLE year_pairs AS
SELECT
    later.report_id,
    former.report_id AS former_report_id,
    later.report_count = 1 AND former.report_count = 1
        AND later.is_comparable AND former.is_comparable AS may_fail
FROM ledger_years AS later
JOIN ledger_years AS former
    ON former.lineage_id = later.lineage_id
    AND former.scope = later.scope
    AND former.report_year = later.report_year - 1
"""

_VERDICT = """
    CASE
        WHEN all_reported AND expected = observed THEN 'holds'
        WHEN all_reported AND may_fail THEN 'fails'
        WHEN NOT all_reported AND all_told AND holds_with_blanks THEN 'holds'
        ELSE 'unknown'
    END AS verdict
"""

_APPLICATION_LINKS = f"""
INSERT INTO chain_links BY NAME
WITH compared AS (
    SELECT
        p.report_id, p.former_report_id, p.may_fail, later.applicant_type AS column_code,
        former.count AS expected, later.count AS observed,
        former.cell_status = 'reported' AND later.cell_status = 'reported' AS all_reported,
        former.cell_status IN ('reported', 'blank') AND later.cell_status IN ('reported', 'blank')
            AS all_told,
        coalesce(former.count, 0) = coalesce(later.count, 0) AS holds_with_blanks
    FROM year_pairs AS p
    JOIN fact_applications AS later
        ON later.report_id = p.report_id AND later.outcome = 'carried_over'
    JOIN fact_applications AS former
        ON former.report_id = p.former_report_id
        AND former.outcome = 'carried_forward'
        AND former.applicant_type = later.applicant_type
)
SELECT report_id, former_report_id, 'applications' AS chain, column_code, expected, observed,
{_VERDICT}
FROM compared
ORDER BY report_id, column_code
"""  # noqa: S608

_DOCUMENTS = """
CREATE TEMP TABLE documents AS
SELECT
    report_id, item,
    CAST(max("value") FILTER (measure = 'issued') AS BIGINT) AS issued,
    CAST(max("value") FILTER (measure = 'repealed') AS BIGINT) AS repealed,
    CAST(max("value") FILTER (measure = 'in_force') AS BIGINT) AS in_force,
    bool_and(cell_status IN ('reported', 'blank')) FILTER (measure <> 'in_force') AS changes_told,
    any_value(cell_status) FILTER (measure = 'in_force') IN ('reported', 'blank') AS stock_told
FROM fact_proactive_disclosure
WHERE item IN ('normative_documents', 'regulations')
    AND measure IN ('issued', 'repealed', 'in_force')
GROUP BY report_id, item
"""

# Sums of four numbers of at most 18 digits stay within 64 bits.
_DOCUMENT_LINKS = f"""
INSERT INTO chain_links BY NAME
WITH compared AS (
    SELECT
        p.report_id, p.former_report_id, p.may_fail, later.item AS chain,
        former.in_force + later.issued - later.repealed AS expected,
        later.in_force AS observed,
        expected IS NOT NULL AND observed IS NOT NULL AS all_reported,
        former.stock_told AND later.stock_told AND later.changes_told AS all_told,
        coalesce(former.in_force, 0) + coalesce(later.issued, 0) - coalesce(later.repealed, 0)
            = coalesce(later.in_force, 0) AS holds_with_blanks
    FROM year_pairs AS p
    JOIN documents AS later ON later.report_id = p.report_id
    JOIN documents AS former
        ON former.report_id = p.former_report_id AND former.item = later.item
)
SELECT report_id, former_report_id, chain, 'in_force' AS column_code, expected, observed,
{_VERDICT}
FROM compared
ORDER BY report_id, chain
"""  # noqa: S608

_LEDGER = """
INSERT INTO agency_ledger BY NAME
WITH totals AS (
    SELECT
        report_id,
        max(count) FILTER (outcome = 'received') AS received,
        max(count) FILTER (outcome = 'carried_over') AS carried_over,
        max(count) FILTER (outcome = 'processed_total') AS processed_total,
        max(count) FILTER (outcome = 'carried_forward') AS carried_forward
    FROM fact_applications
    WHERE applicant_type = 'total'
        AND outcome IN ('received', 'carried_over', 'processed_total', 'carried_forward')
    GROUP BY report_id
),
links AS (
    SELECT
        report_id,
        CASE
            WHEN bool_or(verdict = 'fails') FILTER (chain = 'applications') THEN 'fails'
            WHEN bool_and(verdict = 'holds') FILTER (chain = 'applications') THEN 'holds'
            ELSE 'unknown'
        END AS applications,
        coalesce(any_value(verdict) FILTER (chain = 'normative_documents'), 'unknown')
            AS documents,
        any_value(expected) FILTER (chain = 'normative_documents') AS documents_expected
    FROM chain_links
    GROUP BY report_id
),
placed AS (
    SELECT y.*,
        p.former_report_id,
        CASE
            WHEN p.report_id IS NOT NULL THEN 'unknown'
            WHEN lag(y.report_id) OVER in_order IS NULL THEN 'first'
            ELSE 'gap'
        END AS place
    FROM ledger_years AS y
    LEFT JOIN year_pairs AS p ON p.report_id = y.report_id
    WINDOW in_order AS (PARTITION BY y.lineage_id, y.scope ORDER BY y.report_year)
)
SELECT
    y.lineage_id, y.scope, y.report_year, y.agency_id, y.report_id, y.report_count,
    y.former_report_id,
    t.received, t.carried_over, t.processed_total, t.carried_forward,
    former.carried_forward AS carried_over_expected,
    coalesce(l.applications, y.place) AS chain,
    d.issued AS normative_documents_issued,
    d.repealed AS normative_documents_repealed,
    d.in_force AS normative_documents_in_force,
    l.documents_expected AS normative_documents_expected,
    coalesce(l.documents, y.place) AS normative_documents_chain,
    CAST(t.received AS DOUBLE) / nullif(former.received, 0) - 1 AS received_growth
FROM placed AS y
LEFT JOIN totals AS t ON t.report_id = y.report_id
LEFT JOIN totals AS former ON former.report_id = y.former_report_id
LEFT JOIN documents AS d ON d.report_id = y.report_id AND d.item = 'normative_documents'
LEFT JOIN links AS l ON l.report_id = y.report_id
ORDER BY y.lineage_id, y.scope, y.report_year
"""


def fill_chains(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill chain_links and agency_ledger; facts, reports and successions must be filled."""
    _register_lineages(connection)
    for statement in (
        _YEARS,
        _PAIRS,
        _APPLICATION_LINKS,
        _DOCUMENTS,
        _DOCUMENT_LINKS,
        _LEDGER,
    ):
        connection.execute(statement)
    connection.unregister("lineages")
    for name in ("ledger_years", "year_pairs", "documents"):
        connection.execute(f"DROP TABLE temp.{name}")


def _register_lineages(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(_SUCCESSIONS).fetchall()
    lineages = find_lineages(Succession(*row) for row in rows)
    columns = {"agency_id": list(lineages), "lineage_id": list(lineages.values())}
    text = pa.string()
    schema = pa.schema([(name, text) for name in columns])
    connection.register("lineages", pa.table(columns, schema=schema))
