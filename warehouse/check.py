"""Check that a built database holds on disk what was put into it."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import duckdb

from transform.schema import TABLES
from warehouse.errors import WarehouseBuildError

Measures = Mapping[str, tuple[int, int]]
"""For each table its number of rows and the sum of their hashes."""


def measure_tables(connection: duckdb.DuckDBPyConnection) -> Measures:
    """Count and hash the rows of every table of the current database."""
    return {name: _measure(connection, name) for name in TABLES}


def check_built(path: Path, expected: Measures) -> None:
    """Open a closed database again, read all of it, and compare.

    Raises:
        WarehouseBuildError: a table holds other rows than when it was written.
        duckdb.Error: the file cannot be opened or read.
    """
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        found = measure_tables(connection)
    for name, measures in expected.items():
        if found[name] != measures:
            raise WarehouseBuildError(
                f"{path} is damaged: table {name} was written with {measures[0]:,} rows, and "
                f"{found[name][0]:,} rows or other values are read back"
            )


def _measure(connection: duckdb.DuckDBPyConnection, table: str) -> tuple[int, int]:
    query = f"SELECT count(*), coalesce(sum(hash(t)), 0) FROM {table} AS t"  # noqa: S608
    rows, checksum = connection.execute(query).fetchall()[0]
    return int(rows), int(checksum)
