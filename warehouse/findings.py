"""The tables of rules and findings: what reading found, and what the rules' SQL finds."""

from collections.abc import Sequence
from typing import Protocol

import duckdb

from transform.lake import Lake
from transform.schema import FINDINGS, RULES
from warehouse.errors import WarehouseBuildError
from warehouse.load import copy_files, insert_rows


class Rule(Protocol):
    """What the warehouse needs to know of a rule.

    It has an attribute for each column of the table rules. `sql` returns one row each finding,
    with the columns report_id, message, message_en, expected, observed and cells, and may give
    blame, suggestion and suggestion_en; None for a rule whose findings are made while reading.
    """

    @property
    def rule_id(self) -> str:
        """As in the table findings."""

    @property
    def sql(self) -> str | None:
        """A query on the new database."""


# A finding is named by its rule, report and cells; what it says counts only where these do not
# tell it from another one, so that a better wording keeps the name.
_ADD = """
INSERT INTO findings BY NAME
WITH said AS (
    SELECT DISTINCT
        report_id, rule_id, message, message_en, expected, observed,
        coalesce(cells, CAST([] AS VARCHAR[])) AS cells,
        blame, suggestion, suggestion_en
    FROM found
),
named AS (
    SELECT *,
        [rule_id, report_id, CAST(to_json(list_sort(cells)) AS VARCHAR)] AS place,
        count(*) OVER (PARTITION BY place) AS at_place,
        count(*) OVER (PARTITION BY place, message) AS of_message
    FROM said
),
identified AS (
    SELECT * EXCLUDE (place, at_place, of_message),
        place || CASE
            WHEN of_message > 1 THEN [message, message_en, expected, observed]
            WHEN at_place > 1 OR (report_id IS NULL AND len(cells) = 0) THEN [message]
            ELSE []
        END AS meaning
    FROM named
)
SELECT
    'f-' || substr(sha256(CAST(to_json(i.meaning) AS VARCHAR)), 1, 16) AS finding_id,
    i.* EXCLUDE (meaning, blame),
    coalesce(i.blame, r.blame) AS blame,
    r.severity
FROM identified AS i
JOIN rules AS r ON r.rule_id = i.rule_id
WHERE finding_id NOT IN (SELECT f.finding_id FROM findings AS f)
ORDER BY i.report_id, i.rule_id, i.cells, i.message, i.message_en, i.expected, i.observed
"""

# Names the columns that the SQL of every rule must give.
_GIVEN = ", ".join(
    f"{name} AS {name}"
    for name in ("report_id", "message", "message_en", "expected", "observed", "cells")
)

_UNKNOWN = """
SELECT f.rule_id, count(*)
FROM found AS f
ANTI JOIN rules AS r ON r.rule_id = f.rule_id
GROUP BY f.rule_id
ORDER BY f.rule_id
"""


def fill_findings(connection: duckdb.DuckDBPyConnection, lake: Lake, rules: Sequence[Rule]) -> None:
    """Fill the tables rules and findings; every other table must be filled.

    Rules see the findings of reading, and of the rules before them.

    Raises:
        WarehouseBuildError: a finding in the lake names no rule, or the SQL of a rule fails.
    """
    connection.begin()
    names = [column.name for column in RULES.columns]
    insert_rows(connection, RULES, [{n: getattr(rule, n) for n in names} for rule in rules])
    columns = ", ".join(f"{c.name} {c.duckdb_type}" for c in FINDINGS.lake_columns)
    connection.execute(f"CREATE TEMP TABLE found ({columns})")
    copy_files(connection, FINDINGS, lake.table_files(FINDINGS.name), name="found")
    _check_known(connection)
    connection.execute(_ADD)
    for rule in rules:
        if rule.sql is not None:
            _apply(connection, rule.rule_id, rule.sql)
    connection.execute("DROP TABLE temp.found")
    connection.commit()


def _check_known(connection: duckdb.DuckDBPyConnection) -> None:
    for rule_id, count in connection.execute(_UNKNOWN).fetchall():
        raise WarehouseBuildError(
            f"the lake has {count:,} findings of rule {rule_id}, and there is no such rule"
        )


def _apply(connection: duckdb.DuckDBPyConnection, rule_id: str, sql: str) -> None:
    query = sql.rstrip().rstrip(";")
    try:
        connection.execute("DELETE FROM temp.found")
        connection.execute(
            f"INSERT INTO temp.found BY NAME SELECT ? AS rule_id, * REPLACE ({_GIVEN})"  # noqa: S608
            f" FROM (\n{query}\n) AS offending",
            [rule_id],
        )
        connection.execute(_ADD)
    except duckdb.Error as error:
        reason = " ".join(str(error).split("\n\n")[0].split())
        raise WarehouseBuildError(f"the SQL of rule {rule_id} fails: {reason}") from error
