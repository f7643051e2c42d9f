"""The table of reports: what each report says of itself, where it lies, which one is current."""

from pathlib import Path

import duckdb

from transform.lake import Lake
from transform.schema import REPORTS
from warehouse.errors import WarehouseBuildError
from warehouse.load import copy_files
from warehouse.twins import tell_superseded

# One file content may lie at several paths: the first that is still there stands for it. Where
# it was replaced at all of them, the first path at which it lay.
_PLACES = """
CREATE TEMP TABLE places AS
SELECT source_sha256, source_root, source_path
FROM (
    SELECT source_sha256, source_root, source_path, gone, false AS replaced FROM sources
    UNION ALL
    SELECT source_sha256, source_root, source_path, true, true FROM replaced
)
QUALIFY row_number() OVER (
    PARTITION BY source_sha256 ORDER BY replaced, gone, source_root, source_path
) = 1
"""

# A file that is gone may have been read by an older extractor only.
_READINGS = """
CREATE TEMP TABLE readings AS
SELECT DISTINCT d.source_sha256, d.extractor_version, d.extracted_at
FROM read_parquet(?, hive_partitioning = false) AS d
SEMI JOIN lake_reports AS r ON r.source_sha256 = d.source_sha256
"""

_READ_AT = """
CREATE TEMP TABLE read_at AS
SELECT r.report_id, d.extracted_at
FROM lake_reports AS r
JOIN readings AS d ON d.source_sha256 = r.source_sha256
QUALIFY row_number() OVER (
    PARTITION BY r.report_id
    ORDER BY d.extractor_version = r.extractor_version DESC, d.extracted_at DESC
) = 1
"""

_REPORTS = """
INSERT INTO reports BY NAME
SELECT r.*, s.superseded_by, p.source_root, p.source_path, t.extracted_at
FROM lake_reports AS r
LEFT JOIN places AS p ON p.source_sha256 = r.source_sha256
LEFT JOIN read_at AS t ON t.report_id = r.report_id
LEFT JOIN superseded AS s ON s.report_id = r.report_id
ORDER BY r.report_id
"""

_INCOMPLETE = """
SELECT report_id, source_sha256, source_path IS NULL AS unplaced
FROM reports
WHERE source_path IS NULL OR extracted_at IS NULL
ORDER BY report_id
LIMIT 1
"""


def fill_reports(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Fill the table reports; sources, replaced and the fact tables must be filled.

    Raises:
        WarehouseBuildError: a report of the lake has no source file, or no document.
    """
    columns = ", ".join(f"{column.name} {column.duckdb_type}" for column in REPORTS.lake_columns)
    connection.execute(f"CREATE TEMP TABLE lake_reports ({columns})")
    copy_files(connection, REPORTS, lake.table_files(REPORTS.name), name="lake_reports")
    _read_documents(connection, lake)
    for statement in (_PLACES, _READ_AT):
        connection.execute(statement)
    tell_superseded(connection)
    connection.execute(_REPORTS)
    for name in ("lake_reports", "readings", "places", "read_at", "superseded"):
        connection.execute(f"DROP TABLE temp.{name}")
    _check_complete(connection)


def _read_documents(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    files = _document_files(lake)
    if files:
        connection.execute(_READINGS, [[str(path) for path in files]])
    else:
        columns = "source_sha256 VARCHAR, extractor_version VARCHAR, extracted_at TIMESTAMP"
        connection.execute(f"CREATE TEMP TABLE readings ({columns})")


def _document_files(lake: Lake) -> list[Path]:
    return sorted((lake.folder / "documents").glob("*/[!.]*.parquet"))


def _check_complete(connection: duckdb.DuckDBPyConnection) -> None:
    for report_id, sha256, unplaced in connection.execute(_INCOMPLETE).fetchall():
        lacking = "no row in the sources" if unplaced else "no document"
        raise WarehouseBuildError(f"the lake has {lacking} for report {report_id} (file {sha256})")
