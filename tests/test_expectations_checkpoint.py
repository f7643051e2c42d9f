"""Validation as a whole: its three states, what it may do, and why it has a dialect."""

import hashlib
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import great_expectations
import pytest

from expectations.checkpoint import validate
from expectations.database import connection_arguments, open_warehouse
from expectations.dialect import DIALECT_NAME, engine_arguments
from expectations.verdict import Expectation, Status, Suite
from tests.expectations_warehouse import write_warehouse
from tests.lake_samples import SampleReport, sample_reports
from transform.form import CellKey, Fact
from transform.schema import CellStatus


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = sample_reports(6, (2020, 2021, 2022))
    return write_warehouse(tmp_path_factory.mktemp("valid") / "warehouse.duckdb", reports)


def looking(sql: str, structural: bool = True, name: str = "chosen") -> Suite:
    expectation = Expectation(name, "所选", "chosen", "error", "SELECT * FROM reports", sql)
    return Suite(name, "所选", "Chosen", structural, (expectation,))


def test_everything_passes_on_a_valid_warehouse(valid: Path) -> None:
    verdict = validate(valid)
    assert verdict.structural_ok
    assert verdict.errors_ok
    assert verdict.count(Status.PASSED) == len(verdict.results)
    assert {result.unexpected for result in verdict.results} == {0}


@pytest.mark.parametrize(
    ("rule_id", "errors_ok"),
    [("cell_unreadable", False), ("unplaced_number", True), ("edition_year", True)],
)
def test_findings_are_published_and_only_those_of_severity_error_count(
    tmp_path: Path, rule_id: str, errors_ok: bool
) -> None:
    report = SampleReport(1, findings=({"rule_id": rule_id}, {"rule_id": rule_id, "observed": "x"}))
    verdict = validate(write_warehouse(tmp_path / "w.duckdb", [report]))
    (failed,) = [result for result in verdict.results if result.status is Status.FAILED]
    assert (failed.expectation.expectation_id, failed.unexpected) == (rule_id, 2)
    assert verdict.structural_ok
    assert verdict.errors_ok is errors_ok


def test_one_changed_figure_fails_its_identities_and_nothing_else(tmp_path: Path) -> None:
    cell = CellKey(Fact.APPLICATIONS, "granted", "natural_person")
    reports = sample_reports(3)
    reports[1] = replace(reports[1], cells={cell: (9999, CellStatus.REPORTED)})
    verdict = validate(write_warehouse(tmp_path / "w.duckdb", reports))
    failed = {r.expectation.expectation_id for r in verdict.results if r.status is Status.FAILED}
    assert failed == {"identity_applicant_types", "identity_outcomes"}
    assert verdict.structural_ok
    assert not verdict.errors_ok


@pytest.mark.parametrize("structural", [True, False])
def test_what_cannot_be_evaluated_has_raised_and_neither_passed_nor_failed(
    valid: Path, structural: bool
) -> None:
    suites = [
        looking("SELECT no_such_column FROM batch", structural, "broken"),
        looking("SELECT report_id FROM batch", False, "failing"),
        looking("SELECT report_id FROM batch WHERE false", True, "passing"),
    ]
    verdict = validate(valid, suites)
    assert [r.status for r in verdict.results] == [Status.RAISED, Status.FAILED, Status.PASSED]
    assert [r.unexpected for r in verdict.results] == [None, 6, 0]
    assert "no_such_column" in (verdict.results[0].message or "")
    assert verdict.structural_ok is not structural
    assert not verdict.errors_ok


def test_one_that_raises_does_not_touch_its_neighbours(valid: Path) -> None:
    good, bad = (
        looking(f"SELECT {column} FROM batch WHERE false", name=column).expectations[0]
        for column in ("report_id", "nowhere")
    )
    suite = Suite("both", "两项", "Both", True, (bad, good))
    statuses = [result.status for result in validate(valid, [suite]).results]
    assert statuses == [Status.RAISED, Status.PASSED]


def test_queries_may_hold_braces_quotes_and_percent_signs(valid: Path) -> None:
    sql = "SELECT * FROM batch WHERE title LIKE '%{x}%' OR regexp_full_match(title, '中{3}''')"
    (result,) = validate(valid, [looking(sql)]).results
    assert (result.status, result.message) == (Status.PASSED, None)


def test_without_a_warehouse_there_is_nothing_to_validate(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        validate(tmp_path / "nowhere.duckdb")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_warehouse_is_refused(tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    database.write_bytes(b"half written" * 1000)
    with pytest.raises(duckdb.Error, match="not a valid DuckDB"):
        validate(database)


def test_the_warehouse_is_neither_changed_nor_kept_open(valid: Path, tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    shutil.copy(valid, database)
    before = hashlib.sha256(database.read_bytes()).hexdigest()
    validate(database)
    assert hashlib.sha256(database.read_bytes()).hexdigest() == before
    assert [path.name for path in tmp_path.iterdir()] == ["w.duckdb"]
    # DuckDB refuses to open a file for writing while a read-only connection lives on.
    with duckdb.connect(database) as connection:
        connection.execute("CREATE TABLE proof (i INTEGER)")


@pytest.mark.parametrize("name", ["$HOME ${X}", "a%20b%", "q&read_only=false#x", "政府 'x' \"y\""])
def test_a_path_may_hold_any_character(valid: Path, tmp_path: Path, name: str) -> None:
    database = tmp_path / f"{name}.duckdb"
    shutil.copy(valid, database)
    (result,) = validate(database, [looking("SELECT * FROM batch WHERE false")]).results
    assert (result.status, result.message) == (Status.PASSED, None)
    assert [path.name for path in tmp_path.iterdir()] == [database.name]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM reports",
        "COPY reports TO '/tmp/gongkai-test-copy.csv'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SET memory_limit = '8GB'",
        "SET enable_external_access = true",
    ],
)
def test_an_open_warehouse_is_shut_in(valid: Path, statement: str) -> None:
    with open_warehouse(valid) as connection, pytest.raises(duckdb.Error):
        connection.execute(statement).fetchall()


def test_nothing_is_printed(valid: Path, capfd: pytest.CaptureFixture[str]) -> None:
    validate(
        valid, [looking("SELECT nowhere FROM batch"), looking("SELECT * FROM batch", name="b")]
    )
    assert capfd.readouterr() == ("", "")


def test_great_expectations_is_imported_only_to_validate() -> None:
    code = (
        "import sys, expectations.checkpoint, expectations.page, expectations.suites\n"
        "print('great_expectations' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_great_expectations_runs_on_our_dialect_unpatched(valid: Path) -> None:
    """Fails when a new Great Expectations or duckdb-engine no longer works with it."""
    outcome = count_rows(valid, f"{DIALECT_NAME}://", engine_arguments(valid))
    assert outcome.exception_info["raised_exception"] is False
    assert outcome.success
    assert outcome.result["observed_value"] == 6


def test_great_expectations_does_not_run_on_the_plain_dialect(valid: Path) -> None:
    """Fails when our dialect is needed no more: then it can go."""
    arguments = {"connect_args": connection_arguments(valid)}
    outcome = count_rows(valid, "duckdb://", arguments)
    assert not outcome.success
    assert "list index out of range" in str(outcome.exception_info)


def count_rows(database: Path, url: str, arguments: dict[str, Any]) -> Any:
    """Ask one of Great Expectations' own expectations about a table of six rows."""
    context = great_expectations.get_context(mode="ephemeral")
    datasource = context.data_sources.add_sql(
        "plain", connection_string=url, create_temp_table=False, kwargs=arguments
    )
    asset = datasource.add_table_asset("reports", table_name="reports")
    batch = asset.add_batch_definition_whole_table("all").get_batch()
    expectation = great_expectations.expectations.ExpectTableRowCountToEqual(value=6)
    try:
        return batch.validate(expectation)
    finally:
        datasource.get_execution_engine().close()
        datasource.get_engine().dispose()
