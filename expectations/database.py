"""How a built warehouse is opened for validation and for the report: read-only, shut in."""

from pathlib import Path
from typing import Any

import duckdb

MEMORY_LIMIT = "2GB"
"""What DuckDB may take, so that a whole run stays under 4 GB on a small machine."""


def connection_arguments(database: Path) -> dict[str, Any]:
    """Arguments of `duckdb.connect`: nothing is written, no other file read, no setting changed.

    DuckDB keeps one instance of a file in a process, and every connection to it must be
    opened with equal settings: all of this package open a warehouse with these.
    """
    return {
        "database": str(database),
        "read_only": True,
        "config": {
            "memory_limit": MEMORY_LIMIT,
            "enable_external_access": "false",
            "lock_configuration": "true",
            # Every query here counts or sorts by itself; keeping the order costs memory.
            "preserve_insertion_order": "false",
        },
    }


def open_warehouse(database: Path) -> duckdb.DuckDBPyConnection:
    """Open a built warehouse to read it.

    Raises:
        duckdb.IOException: there is no such file, or another process is writing it.
    """
    return duckdb.connect(**connection_arguments(database))
