"""How many findings each rule has in the published warehouse."""

from dataclasses import dataclass
from pathlib import Path

from warehouse.query import fetch_rows, open_warehouse

_COUNTS = """
SELECT
    rule_id,
    count(*) AS findings,
    count(DISTINCT report_id) AS reports,
    count(*) FILTER (blame = 'agency_error') AS agency_error,
    count(*) FILTER (blame = 'suspect_reading') AS suspect_reading,
    count(*) FILTER (blame = 'undecided') AS undecided
FROM findings
GROUP BY rule_id
ORDER BY rule_id
"""


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """The findings of one rule: all, the reports that have some, and those of each blame."""

    findings: int = 0
    reports: int = 0
    agency_error: int = 0
    suspect_reading: int = 0
    undecided: int = 0


def count_findings(warehouse: Path) -> dict[str, RuleCounts]:
    """Count the findings of each rule that has some, by its rule_id.

    Raises:
        WarehouseMissingError: nothing has been published.
        QueryError: the warehouse is of another version of gongkai.
    """
    with open_warehouse(warehouse) as connection:
        rows = fetch_rows(connection, _COUNTS)
    return {row.pop("rule_id"): RuleCounts(**row) for row in rows}
