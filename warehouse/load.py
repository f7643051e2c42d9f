"""Create the tables of the warehouse as declared, and fill those that the lake holds."""

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from transform.columns import TableSpec
from transform.lake import Lake
from transform.schema import (
    AGENCY_ID_HISTORY,
    BROKEN_EQUATIONS,
    CLAIM_READINGS,
    DIVISIONS,
    EVIDENCE,
    FORM_CELLS,
    FORM_TERMS,
    IDENTITY_EVIDENCE,
    NARRATIVE_CLAIMS,
    QUARANTINED,
    REPLACED,
    SECTIONS,
    SOURCES,
    TABLES,
)
from warehouse.assurance import fill_facts
from warehouse.claim_rows import claim_reading_rows
from warehouse.division_rows import division_rows
from warehouse.form_rows import form_cell_rows, form_term_rows

_COPIED = (
    SECTIONS,
    EVIDENCE,
    IDENTITY_EVIDENCE,
    NARRATIVE_CLAIMS,
    BROKEN_EQUATIONS,
)
_LOGS = (REPLACED, AGENCY_ID_HISTORY)


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every table in the order of the declaration, with comments in both languages.

    No keys are declared: they would make loading four times as long and the file nine times
    as large; the structural expectations check them instead.
    """
    # in one transaction: each statement of its own would be flushed to disk
    connection.begin()
    for table in TABLES.values():
        columns = ", ".join(f'"{column.name}" {column.duckdb_type}' for column in table.columns)
        connection.execute(f"CREATE TABLE {table.name} ({columns})")
        connection.execute(f"COMMENT ON TABLE {table.name} IS {comment(table.zh, table.en)}")
        for column in table.columns:
            place = f'{table.name}."{column.name}"'
            connection.execute(f"COMMENT ON COLUMN {place} IS {comment(column.zh, column.en)}")
    connection.commit()


def fill_tables(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Copy what the lake holds as it is, in the order of its files, and the form's tables.

    The figures come with their assurance; what that leaves behind see `fill_facts`.
    """
    insert_rows(connection, FORM_CELLS, form_cell_rows())
    insert_rows(connection, FORM_TERMS, form_term_rows())
    fill_facts(connection, lake)
    for table in _COPIED:
        copy_files(connection, table, lake.table_files(table.name))
    copy_files(connection, SOURCES, [lake.sources_path], _ordered(SOURCES))
    copy_files(connection, QUARANTINED, lake.table_files(QUARANTINED.name), _ordered(QUARANTINED))
    for table in _LOGS:
        files = [path for path in (lake.log_path(table),) if path.exists()]
        copy_files(connection, table, files, _ordered(table))
    _fill_agencies(connection, lake)
    insert_rows(connection, DIVISIONS, division_rows())
    insert_rows(connection, CLAIM_READINGS, claim_reading_rows())


def copy_files(
    connection: duckdb.DuckDBPyConnection,
    table: TableSpec,
    files: Sequence[Path],
    order: str = "",
    name: str | None = None,
) -> None:
    """Insert the rows of Parquet files, file after file; streamed, whatever their number.

    Args:
        order: what the rows pass through, such as 'ORDER BY …'; none keeps the files' order.
        name: the table to fill, where it is not called as declared.
    """
    if files:
        columns = ", ".join(f'"{column.name}"' for column in table.lake_columns)
        connection.execute(
            f"INSERT INTO {name or table.name} ({columns}) SELECT {columns}"  # noqa: S608
            f" FROM read_parquet(?, hive_partitioning = false) {order}",
            [[str(path) for path in files]],
        )


def insert_rows(
    connection: duckdb.DuckDBPyConnection, table: TableSpec, rows: list[dict[str, object]]
) -> None:
    """Insert a few rows, in their order."""
    columns = {c.name: [row[c.name] for row in rows] for c in table.columns}
    schema = pa.schema([(c.name, c.arrow_type) for c in table.columns])
    connection.register("new_rows", pa.table(columns, schema=schema))
    connection.execute(f"INSERT INTO {table.name} SELECT * FROM new_rows")  # noqa: S608
    connection.unregister("new_rows")


def comment(zh: str, en: str) -> str:
    """A comment in both languages, as an SQL literal."""
    return "'" + f"{zh} / {en}".replace("'", "''") + "'"


def _fill_agencies(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    agencies = TABLES["agencies"]
    columns = ", ".join(column.name for column in agencies.columns)
    # every batch names its agencies; where two differ, the order of the values decides
    first = f"QUALIFY row_number() OVER (PARTITION BY agency_id ORDER BY {columns}) = 1"
    files = lake.table_files(agencies.name)
    copy_files(connection, agencies, files, f"{first} ORDER BY agency_id")


def _ordered(table: TableSpec) -> str:
    return f"ORDER BY {', '.join(column.name for column in table.columns)}"
