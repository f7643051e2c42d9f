"""Queries read the warehouse and touch nothing else."""

import csv
import io
import json
import shutil
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from tests.lake_samples import sample_reports, write_sample_lake
from warehouse.build import build_warehouse
from warehouse.errors import QueryError, WarehouseMissingError
from warehouse.query import QueryResult, format_result, run_query


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    lake = write_sample_lake(folder / "lake", sample_reports(3))
    build_warehouse(lake, folder / "warehouse.duckdb", [])
    (folder / "outside.csv").write_text("a\n1\n")
    shutil.copy(folder / "warehouse.duckdb", folder / "outside.duckdb")
    return folder / "warehouse.duckdb"


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM reports",
        "WITH r AS (FROM reports) SELECT count(*) FROM r",
        "FROM agencies;",
        "SHOW TABLES",
        "DESCRIBE reports",
        "SUMMARIZE agencies",
        "EXPLAIN SELECT * FROM evidence",
        "SELECT 'COPY; ATTACH' -- enable_logging",
    ],
)
def test_reading_is_allowed(warehouse, sql):
    assert run_query(warehouse, sql).rows


@pytest.mark.parametrize(
    "sql",
    [
        "COPY reports TO '{folder}/out.csv'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "FROM read_csv('{folder}/outside.csv')",
        "FROM '{folder}/outside.csv'",
        "FROM sniff_csv('{folder}/outside.csv')",
        "FROM read_parquet('{folder}/lake/sources.parquet')",
        "FROM parquet_metadata('{folder}/lake/sources.parquet')",
        "FROM read_duckdb('{folder}/outside.duckdb', table_name = 'reports')",
        "FROM glob('/etc/*')",
        "SELECT getenv('HOME')",
        "FROM duckdb_secrets()",
        "FROM json_execute_serialized_sql(json_serialize_sql('FROM read_text(''/etc/passwd'')'))",
        "FROM query('COPY reports TO ''{folder}/out.csv''')",
        "FROM enable_logging(storage_path = '{folder}/log')",
        "FROM enable_profiling(save_location = '{folder}/profile')",
        "FROM secret_of_the_caller",
        "ATTACH '{folder}/other.duckdb'",
        "ATTACH ':memory:' AS m",
        "INSTALL fts",
        "LOAD json",
        "SET enable_external_access = true",
        "SET memory_limit = '1TB'",
        "RESET lock_configuration",
        "PRAGMA database_size",
        "PRAGMA enable_profiling",
        "EXPORT DATABASE '{folder}/export'",
        "IMPORT DATABASE '{folder}/export'",
        "CALL enable_logging()",
        "CREATE TABLE t (i INTEGER)",
        "CREATE TEMP TABLE t (i INTEGER)",
        "INSERT INTO reports SELECT * FROM reports",
        "UPDATE reports SET title = ''",
        "DELETE FROM reports",
        "DROP TABLE reports",
        "EXPLAIN ANALYZE DELETE FROM reports",
        "USE memory",
        "CHECKPOINT",
        "SELECT nonsense FROM reports",
    ],
)
def test_everything_else_is_refused(warehouse, sql):
    secret_of_the_caller = [1]
    before = (sorted(warehouse.parent.iterdir()), warehouse.read_bytes())
    with pytest.raises(QueryError):
        run_query(warehouse, sql.format(folder=warehouse.parent))
    assert (sorted(warehouse.parent.iterdir()), warehouse.read_bytes()) == before
    assert secret_of_the_caller


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELECT 1; SELECT 2", "here are 2"),
        ("SELECT 1; DROP TABLE reports", "here are 2"),
        ("  -- nothing", "here are 0"),
        ("COPY reports TO 'x'", "COPY is not allowed"),
    ],
)
def test_refusals_say_why(warehouse, sql, words):
    with pytest.raises(QueryError, match=words):
        run_query(warehouse, sql)


def test_too_many_rows_and_too_little_memory_are_said(warehouse):
    assert len(run_query(warehouse, "FROM range(10)", row_limit=10).rows) == 10
    with pytest.raises(QueryError, match="more than 10 rows"):
        run_query(warehouse, "FROM range(11)", row_limit=10)
    with pytest.raises(QueryError, match="Out of Memory"):
        run_query(warehouse, "SELECT list(i) FROM range(100000000) AS r(i)", memory_limit="50MB")


def test_missing_warehouse_is_said(tmp_path):
    with pytest.raises(WarehouseMissingError, match="does not exist"):
        run_query(tmp_path / "warehouse.duckdb", "SELECT 1")
    assert not list(tmp_path.iterdir())


def test_table_aligns_chinese_and_shows_control_characters():
    result = QueryResult(("名称", "n"), [("资中县", 5), ("a\x1b[2J\nb", 120), (None, None)])
    assert format_result(result, "table").split("\n") == [
        "名称         n",
        "-----------  ----",
        "资中县          5",
        "a\\x1b[2J\\nb   120",
        "NULL         NULL",
        "(3 rows)",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_csv_disarms_formulas_in_text(text):
    written = format_result(QueryResult(("t",), [(text,)]), "csv")
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [f"'{text}"]


@pytest.mark.parametrize("value", [-3, Decimal("-2.50"), -0.5])
def test_csv_leaves_numbers_alone(value):
    assert format_result(QueryResult(("n",), [(value,)]), "csv") == f"n\n{value}"


def test_csv_quotes_what_needs_it():
    rows = [('a,"b"', None, ["x", "y"], datetime.fromisoformat("2026-01-05T08:30:00"))]
    written = format_result(QueryResult(("t", "n", "l", "d"), rows), "csv")
    assert list(csv.reader(io.StringIO(written)))[1] == [
        'a,"b"',
        "",
        '["x", "y"]',
        "2026-01-05T08:30:00",
    ]


def test_json_is_exact(warehouse):
    sql = """
    SELECT '资中县' AS name, 123456789012345678.91::DECIMAL(20,2) AS amount, 2 AS a, 3 AS a,
        sum(9223372036854775807) AS big, TIMESTAMP '2026-01-05 08:30:00' AS at,
        ['x'] AS cells, NULL AS nothing, 'nan'::DOUBLE AS odd, {'k': 1.5::DECIMAL(3,1)} AS inner
    """
    written = format_result(run_query(warehouse, sql), "json")
    assert "资中县" in written
    assert json.loads(written) == [
        {
            "name": "资中县",
            "amount": "123456789012345678.91",
            "a": 2,
            "a_2": 3,
            "big": 9223372036854775807,
            "at": "2026-01-05T08:30:00",
            "cells": ["x"],
            "nothing": None,
            "odd": "nan",
            "inner": {"k": "1.5"},
        }
    ]
    assert format_result(QueryResult(("a",), []), "json") == "[]"


def test_unknown_form_is_refused():
    with pytest.raises(ValueError, match="not xml"):
        format_result(QueryResult((), []), "xml")
