"""Query the published warehouse, read-only and shut in: no other file, no setting, no writing."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from warehouse.errors import QueryError, WarehouseMissingError
from warehouse.result_text import as_csv, as_json, as_table

MEMORY_LIMIT = "2GB"
ROW_LIMIT = 1_000_000
"""Rows that a result may have: they are all held in memory before they are printed."""

_READS = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What a query returned: the columns' names, and rows of Python values."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def run_query(
    warehouse: Path,
    sql: str,
    *,
    row_limit: int = ROW_LIMIT,
    memory_limit: str = MEMORY_LIMIT,
) -> QueryResult:
    """Run one statement that only reads: SELECT, WITH, FROM, SHOW, DESCRIBE, EXPLAIN.

    Args:
        warehouse: the published file.
        row_limit: the most rows that the result may have.
        memory_limit: as DuckDB takes it; nothing is spilled to disk.

    Raises:
        WarehouseMissingError: nothing has been published.
        QueryError: not one statement, not one that only reads, or it fails, or it returns
            more rows.
    """
    with open_warehouse(warehouse, memory_limit) as connection:
        statement = _only_statement(connection, sql)
        connection.execute(statement)
        columns = tuple(column[0] for column in connection.description or ())
        rows = connection.fetchmany(row_limit + 1)
    if len(rows) > row_limit:
        raise QueryError(f"the result has more than {row_limit:,} rows: add a LIMIT, or aggregate")
    return QueryResult(columns, rows)


@contextmanager
def open_warehouse(
    warehouse: Path, memory_limit: str = MEMORY_LIMIT
) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that reads the published warehouse and can do nothing else.

    Raises:
        WarehouseMissingError: nothing has been published.
        QueryError: a query on the connection fails.
    """
    if not warehouse.is_file():
        raise WarehouseMissingError(f"{warehouse} does not exist: publish it with `gongkai run`")
    with _plain_errors(), closing(_connect(warehouse, memory_limit)) as connection:
        yield connection


def fetch_rows(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: Mapping[str, object] | None = None
) -> list[dict[str, Any]]:
    """The rows of a query of ours, by column name.

    Raises:
        QueryError: the warehouse lacks a table or column that is asked for.
    """
    try:
        answer = connection.execute(sql, parameters)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise QueryError(
            "the warehouse was published by another version of gongkai: publish it anew with "
            "`gongkai run`"
        ) from error
    names = [column[0] for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def format_result(result: QueryResult, form: str) -> str:
    """Write a result as text, without a line break at the end.

    Args:
        form: 'table' for people, 'csv' for spreadsheets, 'json' for programs: a list with one
            object each row.

    Raises:
        ValueError: there is no such form.
    """
    if form == "table":
        return as_table(result.columns, result.rows)
    if form == "csv":
        return as_csv(result.columns, result.rows)
    if form == "json":
        return as_json(result.columns, result.rows)
    raise ValueError(f"a result is written as table, csv or json, not {form}")


def _connect(warehouse: Path, memory_limit: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        str(warehouse),
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "allow_community_extensions": "false",
            "python_enable_replacements": "false",
            "memory_limit": memory_limit,
            # nothing is written beside the warehouse either
            "temp_directory": "",
            "lock_configuration": "true",
        },
    )


def _only_statement(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        raise QueryError(f"one statement at a time, please: here are {len(statements)}")
    if statements[0].type not in _READS:
        kind = statements[0].type.name.replace("_", " ")
        raise QueryError(f"{kind} is not allowed here: the warehouse is only read, with SELECT")
    return statements[0]


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise QueryError(f"the query fails: {error}") from error
