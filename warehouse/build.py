"""Build the warehouse from the lake, and put it in the place of the published one."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb

from transform.lake import Lake
from warehouse.chains import fill_chains
from warehouse.check import check_built, measure_tables
from warehouse.claim_figures import fill_claim_figures
from warehouse.errors import WarehouseBuildError
from warehouse.findings import Rule, fill_findings
from warehouse.load import create_tables, fill_tables
from warehouse.reports import fill_reports
from warehouse.revisions import fill_revisions
from warehouse.rollups import fill_rollups
from warehouse.successions import fill_successions
from warehouse.text_reuse import fill_text_reuse
from warehouse.views import create_views

STORAGE_VERSION = "v1.4.0"
"""Storage version of the file: DuckDB clients from 1.4 on open it."""

MEMORY_LIMIT = "2GB"
"""What DuckDB may take; what is larger is spilled to a folder beside the target."""


def build_warehouse(
    lake: Lake, target: Path, rules: Sequence[Rule], memory_limit: str = MEMORY_LIMIT
) -> None:
    """Build a new database from the lake's current generation; nothing else is changed.

    Args:
        lake: only read; two builds of one lake give equal tables, row order included.
        target: the file to build; one that is there already is removed first.
        rules: every rule there is; their SQL runs in this order.
        memory_limit: as DuckDB takes it, such as '2GB'.

    Raises:
        WarehouseBuildError: a row has no counterpart, a rule is unknown or its SQL fails, the
            lake cannot be read or the disk is full. Nothing is left at the target.
    """
    _remove(target)
    try:
        with _plain_errors(target):
            _build(lake, target, rules, memory_limit)
    except BaseException:
        _remove(target)
        raise
    _remove_temporary(target)


def publish(built: Path, warehouse: Path) -> None:
    """Put a built database in the place of the published one, in one rename.

    Connections that are open keep the old one; new ones see the new one. Where it raises, the
    rename has not happened.

    Raises:
        WarehouseBuildError: the built database was not closed, or cannot be renamed.
    """
    if _wal(built).exists():
        raise WarehouseBuildError(f"{built} cannot be published: it was not closed")
    try:
        _flush(built)
        # left by a client that wrote into the published file: it belongs to no other file
        _wal(warehouse).unlink(missing_ok=True)
        built.replace(warehouse)
    except OSError as error:
        raise WarehouseBuildError(f"{built} cannot be published as {warehouse}: {error}") from error
    with suppress(OSError):
        # it is published: a folder that cannot be flushed must not say otherwise
        _flush(warehouse.parent)


def _build(lake: Lake, target: Path, rules: Sequence[Rule], memory_limit: str) -> None:
    with closing(_connect(target, memory_limit)) as connection:
        create_tables(connection)
        fill_tables(connection, lake)
        fill_reports(connection, lake)
        fill_revisions(connection)
        fill_successions(connection)
        fill_text_reuse(connection, lake)
        fill_claim_figures(connection)
        fill_chains(connection)
        fill_rollups(connection)
        fill_findings(connection, lake, rules)
        create_views(connection)
        # close() alone may leave a half-written file on a full disk without a word
        connection.execute("CHECKPOINT built")
        measured = measure_tables(connection)
    check_built(target, measured)


def _connect(target: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        config={
            "memory_limit": memory_limit,
            "threads": str(min(os.cpu_count() or 1, 4)),
            "temp_directory": str(_temporary(target)),
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "python_enable_replacements": "false",
        }
    )
    path = str(target).replace("'", "''")
    connection.execute(f"ATTACH '{path}' AS built (STORAGE_VERSION '{STORAGE_VERSION}')")
    connection.execute("USE built")
    return connection


@contextmanager
def _plain_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except (duckdb.Error, OSError) as error:
        reason = " ".join(str(error).split("\n\n")[0].split())
        raise WarehouseBuildError(f"{target} cannot be built: {reason}") from error


def _remove(target: Path) -> None:
    target.unlink(missing_ok=True)
    _wal(target).unlink(missing_ok=True)
    _remove_temporary(target)


def _remove_temporary(target: Path) -> None:
    shutil.rmtree(_temporary(target), ignore_errors=True)


def _temporary(target: Path) -> Path:
    return target.with_name(f"{target.name}.tmp")


def _wal(database: Path) -> Path:
    return database.with_name(f"{database.name}.wal")


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
