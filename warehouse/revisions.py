"""The table of revisions: what a corrected report says otherwise than the one before it.

A superseded report is an earlier state of the one that came after it where its content was
replaced by that one's at its path, or else where both were published on one host and it is
the older one. Of a chain A, B, C each step has its rows: A and B, B and C.
"""

import duckdb

from transform.form import Fact
from transform.schema import TABLES
from warehouse.twins import host_of

_REPLACED_STEPS = """
CREATE TEMP TABLE revision_steps AS
SELECT later.report_id, former.report_id AS former_report_id, min(p.seen_at) AS seen_at
FROM replaced AS p
JOIN reports AS former ON former.source_sha256 = p.source_sha256
JOIN reports AS later ON later.source_sha256 = p.replaced_by
WHERE former.superseded_by = coalesce(later.superseded_by, later.report_id)
GROUP BY ALL
"""

# Of those that were published earlier than the current report on its host, and itself: each
# one's next is the first of the next date. A frame, for a join of all pairs could be large.
_HOST_STEPS = f"""
INSERT INTO revision_steps
WITH superseded AS (
    SELECT report_id, superseded_by, published_on, {host_of("source_url")} AS host
    FROM reports
    WHERE superseded_by IS NOT NULL AND published_on IS NOT NULL
),
states AS (
    SELECT old.superseded_by AS current_id, old.report_id, old.published_on
    FROM superseded AS old
    JOIN reports AS current ON current.report_id = old.superseded_by
    WHERE old.host <> ''
        AND old.host = {host_of("current.source_url")}
        AND old.published_on < current.published_on
),
chains AS (
    FROM states
    UNION ALL
    SELECT report_id, report_id, published_on
    FROM reports
    WHERE report_id IN (SELECT current_id FROM states)
),
steps AS (
    SELECT report_id AS former_report_id, min({{'on': published_on, 'id': report_id}}) OVER (
        PARTITION BY current_id
        ORDER BY published_on
        RANGE BETWEEN INTERVAL 1 DAY FOLLOWING AND UNBOUNDED FOLLOWING
    ).id AS report_id
    FROM chains
)
SELECT later.report_id, s.former_report_id, later.extracted_at
FROM steps AS s
JOIN reports AS later ON later.report_id = s.report_id
WHERE s.former_report_id NOT IN (SELECT r.former_report_id FROM revision_steps AS r)
"""  # noqa: S608

_STATES = "CREATE TEMP TABLE states (report_id VARCHAR, part VARCHAR, item VARCHAR, said VARCHAR)"

_REPORTS_TOLD = """
CREATE TEMP TABLE revised AS
SELECT report_id FROM revision_steps UNION SELECT former_report_id FROM revision_steps
"""

_SECTIONS_TOLD = """
INSERT INTO states
SELECT report_id, 'section', CAST(section AS VARCHAR), text
FROM sections
SEMI JOIN revised USING (report_id)
"""

_IDENTITY_TOLD = """
INSERT INTO states
UNPIVOT (
    SELECT report_id, 'identity' AS part, agency_name, title, scope, form_edition
    FROM reports
    SEMI JOIN revised USING (report_id)
)
ON agency_name, title, scope, form_edition INTO NAME item VALUE said
"""

_REVISIONS = """
INSERT INTO report_revisions BY NAME
WITH formers AS (
    SELECT p.*, s.part, s.item, s.said
    FROM revision_steps AS p JOIN states AS s ON s.report_id = p.former_report_id
),
laters AS (
    SELECT p.*, s.part, s.item, s.said
    FROM revision_steps AS p JOIN states AS s ON s.report_id = p.report_id
)
SELECT
    report_id, former_report_id, part, item,
    f.said AS former_value, l.said AS value, seen_at
FROM formers AS f
FULL JOIN laters AS l USING (report_id, former_report_id, seen_at, part, item)
WHERE f.said IS DISTINCT FROM l.said
ORDER BY report_id, former_report_id, part, item
"""


def fill_revisions(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table report_revisions; every table of reports must be filled."""
    for statement in (_REPLACED_STEPS, _HOST_STEPS, _REPORTS_TOLD, _STATES):
        connection.execute(statement)
    for fact in Fact:
        connection.execute(_cells_told(fact))
    for statement in (_SECTIONS_TOLD, _IDENTITY_TOLD, _REVISIONS):
        connection.execute(statement)
    for name in ("revision_steps", "revised", "states"):
        connection.execute(f"DROP TABLE temp.{name}")


def _cells_told(fact: Fact) -> str:
    """SQL that adds each cell of a fact table: its number, or its status where it has none."""
    row, column, figure = (c.name for c in TABLES[fact].columns[1:4])
    return f"""
INSERT INTO states
SELECT
    report_id,
    'fact',
    '{fact}/' || {row} || '/' || {column},
    CASE
        WHEN cell_status <> 'reported' THEN cell_status
        WHEN "{figure}" = trunc("{figure}") THEN CAST(CAST("{figure}" AS HUGEINT) AS VARCHAR)
        ELSE CAST("{figure}" AS VARCHAR)
    END
FROM {fact}
SEMI JOIN revised USING (report_id)
"""  # noqa: S608
