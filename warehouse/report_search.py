"""Find the one report that a user names: by its id, the beginning of it, or a path of its file."""

import duckdb

from extract.names import shown_name
from warehouse.errors import NoSuchReportError
from warehouse.query import fetch_rows
from warehouse.result_text import aligned_lines

_MOST_SHOWN = 20

# Every path at which a report's content lies or lay.
_NAMED = """
WITH places AS (
    SELECT source_sha256, source_root, source_path FROM sources
    UNION
    SELECT source_sha256, source_root, source_path FROM replaced
),
named AS (
    SELECT r.report_id, p.source_path, concat(p.source_root, '/', p.source_path) AS full_path
    FROM reports AS r
    JOIN places AS p ON p.source_sha256 = r.source_sha256
)
SELECT DISTINCT report_id FROM named WHERE
"""

_WAYS = (
    "report_id = $text",
    "$text IN (source_path, full_path)",
    "starts_with(report_id, lower($text))",
    "ends_with(full_path, '/' || $text)",
    "ends_with(full_path, $text)",
)
"""From the most exact to the least: the first that finds anything decides."""

_SHOWN = """
SELECT
    report_id, coalesce(a.agency_name, r.agency_name) AS agency_name, report_year,
    superseded_by IS NULL AS current, source_path
FROM reports AS r
LEFT JOIN agencies AS a ON a.agency_id = r.agency_id
WHERE list_contains($ids, report_id)
ORDER BY source_path, report_year, report_id
"""


def find_report(connection: duckdb.DuckDBPyConnection, text: str) -> str:
    """The report_id of the report that a user names.

    Args:
        connection: reads the published warehouse.
        text: a report_id or the beginning of one, or the path of its file or the end of it; a
            path at which it lay before counts too.

    Raises:
        NoSuchReportError: there is none, or there are several; the message lists them.
        QueryError: the warehouse is of another version of gongkai.
    """
    wanted = shown_name(text.strip()).removeprefix("./")
    if not wanted:
        raise NoSuchReportError("name a report: its report_id, or the path of its file")
    for way in _WAYS:
        rows = fetch_rows(connection, f"{_NAMED} {way}", {"text": wanted})
        if len(rows) == 1:
            return str(rows[0]["report_id"])
        if rows:
            raise _several(connection, wanted, [row["report_id"] for row in rows])
    raise NoSuchReportError(
        f"no report is called “{wanted}”: give its report_id, the beginning of it, or the path "
        "of its file"
    )


def _several(
    connection: duckdb.DuckDBPyConnection, wanted: str, found: list[str]
) -> NoSuchReportError:
    rows = fetch_rows(connection, _SHOWN, {"ids": found})
    lines = aligned_lines(tuple(rows[0]), [list(row.values()) for row in rows[:_MOST_SHOWN]])
    if len(rows) > _MOST_SHOWN:
        lines.append(f"… and {len(rows) - _MOST_SHOWN:,} more")
    return NoSuchReportError(
        f"“{wanted}” fits {len(rows):,} reports: name one by its report_id", "\n".join(lines)
    )
