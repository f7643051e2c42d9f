"""What the expectation report shows of the warehouse: findings with their cells, quarantine."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import duckdb

from expectations.verdict import Expectation

SHOWN_FINDINGS = 200
"""Findings of one rule that the report lists; the total is always given."""

SHOWN_FILES = 500
"""Files in quarantine that the report lists."""

_SAMPLE_ROWS = 10

_CHOSEN = """
    WITH ranked AS (
        SELECT
            *,
            row_number() OVER (PARTITION BY rule_id ORDER BY report_id, finding_id) AS place,
            count(*) OVER (PARTITION BY rule_id) AS total
        FROM findings
    ),
    chosen AS (SELECT * FROM ranked WHERE place <= $shown)
"""

_FINDINGS = f"""
    {_CHOSEN}
    SELECT
        k.rule_id, k.total, k.finding_id, k.message, k.message_en, k.expected, k.observed,
        k.blame, k.suggestion, k.suggestion_en,
        k.report_id, r.title, coalesce(a.agency_name, r.agency_name), r.report_year,
        r.source_root, r.source_path
    FROM chosen AS k
    LEFT JOIN reports AS r ON r.report_id = k.report_id
    LEFT JOIN agencies AS a ON a.agency_id = r.agency_id
    ORDER BY k.rule_id, k.place
"""  # noqa: S608 (of ours)

_CELLS = f"""
    {_CHOSEN},
    listed AS (
        SELECT
            finding_id, report_id, unnest(cells) AS cell,
            generate_subscripts(cells, 1) AS place_in_finding
        FROM chosen
    ),
    named AS (
        SELECT *, string_split(cell, '/') AS names FROM listed
    )
    SELECT
        n.finding_id, n.names[1], coalesce(c.row_label, n.names[2]),
        coalesce(c.column_label, n.names[3]), e.raw_text, e.page, e.locator
    FROM named AS n
    LEFT JOIN reports AS r ON r.report_id = n.report_id
    LEFT JOIN form_cells AS c
        ON c.form_edition = r.form_edition AND c.fact = n.names[1]
        AND c.row_code = n.names[2] AND c.column_code = n.names[3]
    LEFT JOIN evidence AS e
        ON e.report_id = n.report_id AND e.fact = n.names[1]
        AND e.row_code = n.names[2] AND e.column_code = n.names[3]
    ORDER BY n.finding_id, n.place_in_finding
"""  # noqa: S608 (of ours)

_QUARANTINED = """
    SELECT
        q.source_sha256, q.code, q.message, q.message_en,
        coalesce(list(s.source_path ORDER BY s.source_path)
            FILTER (WHERE s.source_path IS NOT NULL), [])
    FROM quarantined AS q
    LEFT JOIN sources AS s ON s.source_sha256 = q.source_sha256
    GROUP BY ALL
    ORDER BY q.code, min(s.source_path), q.source_sha256
    LIMIT $shown
"""


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell that a finding concerns, with the form's labels and what is printed in it.

    Attributes:
        raw_text: None where the document does not have the cell.
        page: None where the format has no pages.
    """

    fact: str
    row_label: str | None
    column_label: str | None
    raw_text: str | None
    page: int | None
    locator: str | None


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding as it is shown; the report's columns are None if it is about no single one."""

    cells: tuple[PrintedCell, ...]
    finding_id: str
    message: str
    message_en: str
    expected: str | None
    observed: str | None
    blame: str | None
    suggestion: str | None
    suggestion_en: str | None
    report_id: str | None
    title: str | None
    agency_name: str | None
    report_year: int | None
    source_root: str | None
    source_path: str | None


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """The findings of one rule: how many in all, and the first of them."""

    total: int
    shown: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class QuarantinedFile:
    """A file content in quarantine, why, and every path that carries it."""

    paths: tuple[str, ...]
    source_sha256: str
    code: str
    message: str
    message_en: str


@dataclass(frozen=True, slots=True)
class SampleRows:
    """The first unexpected rows of an expectation, as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def read_findings(connection: duckdb.DuckDBPyConnection) -> dict[str, RuleFindings]:
    """Read the findings to be shown, by rule.

    Raises:
        duckdb.Error: a table or column that is needed is not there.
    """
    cells: defaultdict[str, list[PrintedCell]] = defaultdict(list)
    parameters = {"shown": SHOWN_FINDINGS}
    for finding_id, *columns in connection.execute(_CELLS, parameters).fetchall():
        cells[finding_id].append(PrintedCell(*columns))
    totals: dict[str, int] = {}
    shown: defaultdict[str, list[ShownFinding]] = defaultdict(list)
    for rule_id, total, *columns in connection.execute(_FINDINGS, parameters).fetchall():
        totals[rule_id] = total
        shown[rule_id].append(ShownFinding(tuple(cells[columns[0]]), *columns))
    return {rule_id: RuleFindings(totals[rule_id], tuple(rows)) for rule_id, rows in shown.items()}


def read_quarantined(connection: duckdb.DuckDBPyConnection) -> list[QuarantinedFile]:
    """Read what is in quarantine, at most SHOWN_FILES contents.

    Raises:
        duckdb.Error: a table or column that is needed is not there.
    """
    rows = connection.execute(_QUARANTINED, {"shown": SHOWN_FILES}).fetchall()
    return [QuarantinedFile(tuple(paths), *columns) for *columns, paths in rows]


def read_sample_rows(
    connection: duckdb.DuckDBPyConnection, expectation: Expectation
) -> SampleRows | None:
    """Read the first unexpected rows of an expectation; None if they cannot be read."""
    query = (
        f"WITH batch AS ({expectation.source}) "  # noqa: S608 (a query of ours)
        f"SELECT * FROM ({expectation.sql}) LIMIT {_SAMPLE_ROWS}"
    )
    try:
        answer = connection.execute(query)
        names = tuple(str(column[0]) for column in answer.description or ())
        return SampleRows(names, tuple(_as_texts(row) for row in answer.fetchall()))
    except duckdb.Error:
        return None


def _as_texts(row: tuple[Any, ...]) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in row)
