"""Each structural expectation holds on a valid warehouse and fails on its own fault."""

import shutil
from pathlib import Path

import duckdb
import pytest

from expectations.checkpoint import validate
from expectations.structure import structural_suites
from expectations.suites import all_suites
from expectations.verdict import Expectation, Status, Suite
from tests.expectations_warehouse import write_warehouse
from tests.lake_samples import SampleReport
from transform.form import CellKey, Fact
from transform.schema import TABLES, CellStatus

EXPECTATIONS = {e.expectation_id: e for suite in structural_suites() for e in suite.expectations}

_FIRST = "rowid = (SELECT min(rowid) FROM {table})"
_FACTS = {
    "fact_proactive_disclosure": ("item", "measure", "value"),
    "fact_applications": ("outcome", "applicant_type", "count"),
    "fact_review_litigation": ("channel", "result", "count"),
}


def change(table: str, assignment: str) -> str:
    return f"UPDATE {table} SET {assignment} WHERE {_FIRST.format(table=table)}"


def double(table: str) -> str:
    return f"INSERT INTO {table} SELECT * FROM {table} WHERE {_FIRST.format(table=table)}"


def remove(table: str) -> str:
    return f"DELETE FROM {table} WHERE {_FIRST.format(table=table)}"


def table_faults() -> list[tuple[str, str]]:
    """Faults of schema, required columns and keys, for every table and required column."""
    faults = []
    for table in TABLES.values():
        name, last = table.name, table.columns[-1]
        faults += [
            (f"schema.{name}", f'ALTER TABLE {name} DROP COLUMN "{last.name}"'),
            (f"schema.{name}", f"ALTER TABLE {name} ADD COLUMN surplus VARCHAR"),
            (f"schema.{name}", f'ALTER TABLE {name} RENAME COLUMN "{last.name}" TO renamed'),
            (f"schema.{name}", f'ALTER TABLE {name} ALTER "{last.name}" TYPE BLOB USING NULL'),
            (f"unique.{name}", double(name)),
        ]
        faults += [
            (f"required.{name}", change(name, f'"{column.name}" = NULL'))
            for column in table.columns
            if column.required
        ]
    return faults


def reference_faults() -> list[tuple[str, str]]:
    faults = [
        (f"references.{table}.report_id", change(table, "report_id = 'r-nowhere'"))
        for table in (
            *_FACTS,
            "evidence",
            "sections",
            "findings",
            "identity_evidence",
            "report_revisions",
            "text_reuse",
            "agency_ledger",
            "chain_links",
            "rollups",
            "rollup_children",
            "narrative_claims",
            "broken_equations",
            "claim_figures",
        )
    ]
    faults += [
        ("references.findings.rule_id", change("findings", "rule_id = 'no_such_rule'")),
        ("references.reports.agency_id", change("reports", "agency_id = 'a-nowhere'")),
        ("references.reports.superseded_by", change("reports", "superseded_by = 'r-nowhere'")),
    ]
    faults += [
        (f"references.{table}.{column}", change(table, f"{column} = 'nowhere'"))
        for table, column in (
            ("agency_successions", "agency_id"),
            ("agency_successions", "successor_agency_id"),
            ("report_revisions", "former_report_id"),
            ("text_reuse", "other_report_id"),
            ("agency_ledger", "former_report_id"),
            ("agency_ledger", "agency_id"),
            ("agency_ledger", "lineage_id"),
            ("chain_links", "former_report_id"),
            ("rollup_children", "child_report_id"),
        )
    ]
    faults += [(f"references.evidence.{fact}", remove(fact)) for fact in _FACTS]
    return faults


def cell_faults() -> list[tuple[str, str]]:
    faults = []
    codes = {fact: columns[:2] for fact, columns in _FACTS.items()}
    for table, (row, column) in (codes | {"evidence": ("row_code", "column_code")}).items():
        faults += [
            (f"cells.{table}", remove(table)),
            (f"cells.{table}", double(table)),
            (f"cells.{table}", change(table, f"{row} = 'unheard_of'")),
            # A report without a table has no cells, one of another edition has others.
            (f"cells.{table}", "UPDATE reports SET form_edition = NULL WHERE report_year = 2023"),
            (f"cells.{table}", "UPDATE reports SET form_edition = '2019'"),
            (f"cells.{table}", "UPDATE reports SET form_edition = '2021'"),
            (f"cells.{table}", f"DELETE FROM {table}"),
            (f"known_cells.{table}", change(table, f"{row} = 'unheard_of'")),
            (f"known_cells.{table}", change(table, f"{column} = 'unheard_of'")),
        ]
    return faults


def value_faults() -> list[tuple[str, str]]:
    faults = [
        (f"values.{table}.{column}", change(table, f"{column} = {value}"))
        for table, column, value in (
            ("fact_proactive_disclosure", "cell_status", "'printed'"),
            ("fact_applications", "cell_status", "'printed'"),
            ("fact_review_litigation", "cell_status", "'printed'"),
            ("fact_proactive_disclosure", "unit", "'万元'"),
            ("evidence", "fact", "'sections'"),
            ("reports", "scope", "'all'"),
            ("reports", "form_edition", "'2020'"),
            ("reports", "agency_confidence", "'sure'"),
            ("identity_evidence", "attribute", "'title'"),
            ("identity_evidence", "source", "'hearsay'"),
            ("agency_successions", "kind", "'vanished'"),
            ("agency_id_history", "cause", "'whim'"),
            ("report_revisions", "part", "'title'"),
            ("divisions", "level", "'township'"),
            ("agencies", "level", "'village'"),
            ("agencies", "sector", "'space'"),
            ("agencies", "admin_code", "'51102'"),
            ("agencies", "admin_code", "'5110250'"),
            ("agencies", "admin_code", "'51102x'"),
            ("sections", "section", "0"),
            ("sections", "section", "7"),
            ("text_reuse", "kind", "'borrowed'"),
            ("text_reuse", "section", "7"),
            ("text_reuse", "share", "1.1"),
            ("findings", "severity", "'fatal'"),
            ("rules", "severity", "'fatal'"),
            *((fact, "assurance", "'sure'") for fact in _FACTS),
            ("rules", "blame", "'nobody'"),
            ("findings", "blame", "'nobody'"),
            ("broken_equations", "blame", "'nobody'"),
            ("evidence", "placement", "'guess'"),
            ("narrative_claims", "claim", "'anything'"),
            ("narrative_claims", "measure", "'level'"),
            ("narrative_claims", "unit", "'件'"),
            ("narrative_claims", "scope", "'all'"),
            ("narrative_claims", "applicant_type", "'total'"),
            ("agency_ledger", "scope", "'all'"),
            ("agency_ledger", "chain", "'broken'"),
            ("agency_ledger", "normative_documents_chain", "'broken'"),
            ("chain_links", "chain", "'reviews'"),
            ("chain_links", "verdict", "'first'"),
            ("rollups", "fact", "'sections'"),
            ("rollups", "verdict", "'larger'"),
            ("rollup_children", "part", "'zone'"),
        )
    ]
    for fact, (_, _, figure) in _FACTS.items():
        name = f"values.{fact}.{figure}"
        unreported = f"cell_status <> 'reported' AND {figure} IS NULL"
        faults += [
            (f"{name}_status", change(fact, f"{figure} = NULL, cell_status = 'reported'")),
            (f"{name}_status", change(fact, "cell_status = 'blank'")),
            (f"{name}_status", f"UPDATE {fact} SET {figure} = 0 WHERE {unreported}"),
            (f"{name}_sign", change(fact, f"{figure} = -1")),
        ]
    proactive = "values.fact_proactive_disclosure"
    faults += [
        (f"{proactive}.whole_counts", change("fact_proactive_disclosure", "value = 3.5")),
        (f"{proactive}.unit_of_the_form", change("fact_proactive_disclosure", "unit = 'CNY'")),
    ]
    return faults


_OF_REPORTS = (
    "INSERT INTO identity_evidence"
    " SELECT report_id, 1, 'agency', 'title', '样例局', '样例局', true FROM reports",
    "INSERT INTO agency_successions"
    " SELECT min(agency_id), max(agency_id), 'renamed', 2019, '样例' FROM agencies",
    "INSERT INTO agency_id_history"
    " SELECT report_id, NULL, agency_id, 'resolver', '1', '2', extracted_at FROM reports",
    "INSERT INTO report_revisions"
    " SELECT min(report_id), max(report_id), 'section', '1', '甲', '乙', min(extracted_at)"
    " FROM reports",
    "INSERT INTO narrative_claims SELECT report_id, 1, 'applications_received', 'amount', 3,"
    " 'count', false, NULL, [], NULL, '申请', 'own', 2023, '收到申请3件。', 1, 4 FROM reports",
    "INSERT INTO broken_equations"
    " SELECT report_id, 'balance', 'total', 'undecided', NULL, NULL, NULL FROM reports",
    "INSERT INTO claim_figures SELECT report_id, 1, false, 1, 3, true FROM reports",
    "INSERT INTO text_reuse SELECT min(report_id), 'previous_year', 1, 5, max(report_id), 0.9,"
    " NULL, NULL FROM reports",
    "INSERT INTO replaced VALUES ('/raw', 'a.txt', 'ab', 'cd', TIMESTAMP '2026-01-05 08:30:00')",
)
"""Rows of the tables that the samples leave empty."""

FAULTS = table_faults() + reference_faults() + cell_faults() + value_faults()


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with both editions, a report without tables, all statuses, a finding."""
    change_cell = CellKey(Fact.PROACTIVE, "licensing", "change")
    unreported = {
        CellKey(Fact.PROACTIVE, "regulations", "repealed"): (None, CellStatus.MISSING),
        CellKey(Fact.APPLICATIONS, "granted", "total"): (None, CellStatus.UNREADABLE),
        CellKey(Fact.REVIEW_LITIGATION, "review", "total"): (None, CellStatus.BLANK),
    }
    reports = [
        SampleReport(1, cells=unreported, findings=({"rule_id": "cell_unreadable"},)),
        SampleReport(2, year=2020, edition="2019", cells={change_cell: (-3, CellStatus.REPORTED)}),
        SampleReport(3, agency=1, year=2022, edition=None, scope=None),
        SampleReport(4, agency=None, year=None),
        SampleReport(5, agency=2, year=2021),
        SampleReport(6, agency=2, year=2022),
        SampleReport(7, agency=2, year=2022, scope="consolidated"),
    ]
    database = write_warehouse(tmp_path_factory.mktemp("valid") / "warehouse.duckdb", reports)
    with duckdb.connect(database) as connection:
        connection.execute("INSERT INTO quarantined VALUES ('ab', 'empty_file', '空的', 'empty')")
        for statement in _OF_REPORTS:
            connection.execute(statement)
        connection.execute(
            "INSERT INTO findings BY NAME SELECT 'f' AS finding_id, 'no_table' AS rule_id,"
            " 'error' AS severity, '-' AS message, '-' AS message_en, [] AS cells"
        )
    return database


def test_a_valid_warehouse_holds_every_structural_expectation(valid: Path) -> None:
    verdict = validate(valid)
    assert verdict.structural_ok
    structural = [r for s in verdict.suites if s.suite.structural for r in s.results]
    assert [r for r in structural if r.status is not Status.PASSED] == []
    assert len(structural) == len(EXPECTATIONS)


def test_ids_are_unique_and_every_suite_has_a_chinese_title() -> None:
    suites = all_suites()
    ids = [e.expectation_id for suite in suites for e in suite.expectations]
    assert len(set(ids)) == len(ids)
    assert len({suite.suite_id for suite in suites}) == len(suites)
    assert all(suite.title and not suite.title.isascii() for suite in suites)


def test_every_structural_expectation_has_a_fault_that_it_is_tried_on() -> None:
    assert {expectation_id for expectation_id, _ in FAULTS} == set(EXPECTATIONS)


@pytest.mark.parametrize("expectation_id", EXPECTATIONS)
def test_an_expectation_fails_on_its_faults(
    valid: Path, tmp_path: Path, expectation_id: str
) -> None:
    faults = [sql for found_by, sql in FAULTS if found_by == expectation_id]
    for number, sql in enumerate(faults):
        database = tmp_path / f"{number}.duckdb"
        shutil.copy(valid, database)
        with duckdb.connect(database) as connection:
            connection.execute(sql)
        verdict = validate(database, [only(EXPECTATIONS[expectation_id])])
        (result,) = verdict.results
        assert result.status is Status.FAILED, f"{result.status} {result.message} after {sql}"
        assert result.unexpected
        assert not verdict.structural_ok


@pytest.mark.parametrize("table", TABLES)
def test_a_table_that_is_not_there_stops_publication(
    valid: Path, tmp_path: Path, table: str
) -> None:
    database = tmp_path / "w.duckdb"
    shutil.copy(valid, database)
    with duckdb.connect(database) as connection:
        connection.execute(f"DROP TABLE {table}")
    names = (f"schema.{table}", f"required.{table}")
    verdict = validate(database, [only(*(EXPECTATIONS[name] for name in names))])
    assert [r.status for r in verdict.results] == [Status.FAILED, Status.RAISED]
    assert table in (verdict.results[1].message or "")
    assert not verdict.structural_ok


def only(*expectations: Expectation) -> Suite:
    return Suite("chosen", "所选", "Chosen", True, expectations)
