"""The table of successions: which agency came after which."""

from dataclasses import asdict

import duckdb

from transform.known_agencies import KnownAgency
from transform.schema import AGENCY_SUCCESSIONS
from transform.successions import find_successions
from warehouse.load import insert_rows

_AGENCIES = """
SELECT
    a.agency_id, a.agency_name, a.level, a.admin_code, a.province, a.prefecture, a.county,
    a.sector, a.part_of, min(r.report_year) AS first_year, max(r.report_year) AS last_year
FROM agencies AS a
JOIN reports AS r ON r.agency_id = a.agency_id
GROUP BY ALL
"""


def fill_successions(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the table agency_successions; agencies and reports must be filled."""
    agencies = [KnownAgency(*row) for row in connection.execute(_AGENCIES).fetchall()]
    rows = [asdict(succession) for succession in find_successions(agencies)]
    insert_rows(connection, AGENCY_SUCCESSIONS, rows)
