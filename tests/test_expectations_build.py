"""The rules and the suites on a warehouse that the build itself made from a lake."""

from dataclasses import replace
from pathlib import Path

import duckdb

from expectations.checkpoint import validate
from expectations.rules import load_rules
from expectations.verdict import Status, Verdict
from tests.lake_samples import SampleReport, sample_reports, write_sample_lake
from transform.form import CellKey, Fact
from transform.schema import CellStatus
from warehouse.build import build_warehouse


def build(folder: Path, reports: list[SampleReport]) -> Path:
    target = folder / "warehouse.duckdb"
    build_warehouse(write_sample_lake(folder / "lake", reports), target, load_rules())
    return target


def failed(verdict: Verdict) -> dict[str, int | None]:
    return {
        result.expectation.expectation_id: result.unexpected
        for result in verdict.results
        if result.status is not Status.PASSED
    }


def test_a_valid_lake_makes_a_warehouse_that_holds_everything(tmp_path: Path) -> None:
    reports = sample_reports(9, (2019, 2020, 2021))
    reports.append(SampleReport(100, agency=None, year=2022, edition=None))
    assert failed(validate(build(tmp_path, reports))) == {}


def test_each_kind_of_finding_reaches_its_expectation(tmp_path: Path) -> None:
    cell = CellKey(Fact.APPLICATIONS, "granted", "natural_person")
    reports = sample_reports(4, (2020, 2021))
    # Two findings at one place, which only their messages tell apart.
    findings = tuple({"rule_id": "unplaced_number", "message": text} for text in "甲乙")
    reports[1] = replace(reports[1], cells={cell: (999, CellStatus.REPORTED)}, findings=findings)
    reports[2] = replace(reports[2], edition="2021")
    reports.append(replace(reports[3], number=100))
    verdict = validate(build(tmp_path, reports))
    assert failed(verdict) == {
        "unplaced_number": 2,
        "identity_applicant_types": 1,
        "identity_outcomes": 1,
        "edition_year": 1,
        "report_superseded": 1,
    }
    assert verdict.structural_ok


def test_the_form_terms_of_the_build_are_those_that_the_rules_ask_for(tmp_path: Path) -> None:
    with duckdb.connect(build(tmp_path, sample_reports(1)), read_only=True) as connection:
        query = "SELECT DISTINCT 'identity_' || identity FROM form_terms"
        identities = {name for (name,) in connection.execute(query).fetchall()}
    declared = {rule.rule_id for rule in load_rules() if rule.rule_id.startswith("identity_")}
    assert identities == declared
