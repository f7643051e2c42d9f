"""Which reports' agency_id is told otherwise than in the published warehouse.

An identifier that changes because the resolver or the manifest tells it better is no
succession of agencies: it is kept in `agency_id_history`, run by run.
"""

from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from transform.lake import Lake
from transform.schema import AGENCY_ID_HISTORY

_CHANGED = """
SELECT
    report_id,
    old.agency_id AS former_agency_id,
    new.agency_id AS agency_id,
    CASE
        WHEN old.transform_version = new.transform_version
            AND old.extractor_version = new.extractor_version THEN 'origin'
        ELSE 'resolver'
    END AS cause,
    old.transform_version AS former_version,
    new.transform_version AS version
FROM reports AS old
JOIN read_parquet(?, hive_partitioning = false) AS new USING (report_id)
WHERE old.agency_id IS DISTINCT FROM new.agency_id
ORDER BY report_id
"""


def changed_agency_ids(warehouse: Path, lake: Lake, now: datetime) -> list[dict[str, Any]]:
    """The rows of agency_id_history that the lake's current generation adds.

    Args:
        warehouse: the published database; where there is none, or none that can be read,
            nothing is known to have changed.
        lake: only read. A change that its log holds already is not told twice: the run that
            noted it may have ended before it published.
        now: UTC, without a time zone; the rows' changed_at.

    Returns:
        One row each report that stands in both under different identifiers, null included.
    """
    files = [str(path) for path in lake.table_files("reports")]
    if not files or not warehouse.exists():
        return []
    noted = _last_noted(lake)
    rows = [row | {"changed_at": now} for row in _changed(warehouse, files)]
    return [row for row in rows if noted.get(row["report_id"]) != _without_time(row)]


def _changed(warehouse: Path, files: list[str]) -> list[dict[str, Any]]:
    try:
        with closing(duckdb.connect(str(warehouse), read_only=True)) as connection:
            answer = connection.execute(_CHANGED, [files])
            names = [column[0] for column in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    except duckdb.Error:
        return []


def _last_noted(lake: Lake) -> dict[str, dict[str, Any]]:
    rows = sorted(lake.read_log(AGENCY_ID_HISTORY), key=lambda row: row["changed_at"])
    return {row["report_id"]: _without_time(row) for row in rows}


def _without_time(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "changed_at"}
