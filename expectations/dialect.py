"""A SQLAlchemy dialect with which Great Expectations runs on DuckDB as it is.

Great Expectations returns a connection to its pool before it fetches the rows. With
duckdb-engine's dialect all cursors of a connection are one, and the pool's reset discards
the rows that still wait in it. Here each cursor is a duckdb cursor of its own, whose rows
outlive the reset.
"""

from pathlib import Path
from typing import Any

import duckdb
import duckdb_engine
from sqlalchemy.dialects import registry

from expectations.database import connection_arguments

DIALECT_NAME = "gongkai_duckdb"
"""The scheme of the dialect's URLs."""


class _Connection(duckdb_engine.ConnectionWrapper):
    """A DBAPI connection whose cursors do not share results."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._duckdb = connection

    def cursor(self) -> duckdb_engine.CursorWrapper:
        return duckdb_engine.CursorWrapper(self._duckdb.cursor(), self)


class GongkaiDialect(duckdb_engine.Dialect):
    """duckdb-engine's dialect for reading, with a duckdb cursor for each DBAPI cursor.

    Cursors of DuckDB have their own transactions, so those of the connection would hold
    nothing; a warehouse is only read, and none is begun.
    """

    supports_statement_cache = False

    def connect(self, *_arguments: Any, **parameters: Any) -> Any:
        """Open the database that `connect_args` names; the URL says nothing."""
        parameters.pop("url_config", None)
        return _Connection(duckdb.connect(**parameters))

    def do_begin(self, connection: Any) -> None:
        """Begin nothing: each query stands alone."""

    def do_commit(self, connection: Any) -> None:
        """Commit nothing: the database is read-only."""

    def do_rollback(self, connection: Any) -> None:
        """Roll nothing back, so that rows that wait in a cursor can still be fetched."""


def engine_arguments(database: Path) -> dict[str, Any]:
    """Arguments of `sqlalchemy.create_engine` besides the URL.

    The path is handed on apart from the URL, where `$`, `%` or `?` in it would be taken
    for something else.
    """
    register_dialect()
    return {"connect_args": connection_arguments(database)}


def register_dialect() -> None:
    """Make the dialect known to SQLAlchemy under its name; may be called again."""
    registry.register(DIALECT_NAME, __name__, GongkaiDialect.__name__)
