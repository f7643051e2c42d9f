"""`gongkai rules`: every rule, its findings, and one rule in full."""

import csv
import io
import json
from pathlib import Path

import pytest

from expectations.rules import load_rules
from flows.failures import UsageError
from flows.rule_list import rules_text
from tests.expectations_warehouse import write_warehouse
from tests.flow_runs import gongkai
from tests.lake_samples import SampleReport

RULES = load_rules()
BLAMED = (
    {"rule_id": "agency_unknown", "message": "甲", "blame": "suspect_reading"},
    {"rule_id": "agency_unknown", "message": "乙", "blame": "agency_error"},
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [
        SampleReport(1, findings=BLAMED),
        SampleReport(2, agency=1, findings=BLAMED[:1]),
        SampleReport(3, agency=2),
    ]
    return write_warehouse(tmp_path_factory.mktemp("rules") / "warehouse.duckdb", reports)


def test_every_rule_is_listed_once_in_the_order_of_the_report(warehouse: Path) -> None:
    listed = [line.split()[0] for line in rules_text(warehouse, "table").splitlines() if line]
    ids = {rule.rule_id for rule in RULES}
    assert [word for word in listed if word in ids] == [rule.rule_id for rule in RULES]


def test_findings_reports_and_blame_are_counted(warehouse: Path) -> None:
    rows = {row["rule_id"]: row for row in json.loads(rules_text(warehouse, "json"))}
    names = ("findings", "reports", "agency_error", "suspect_reading", "undecided")
    assert [rows["agency_unknown"][name] for name in names] == [3, 2, 1, 2, 0]
    assert [rows["no_table"][name] for name in names] == [0, 0, 0, 0, 0]


def test_csv_holds_all_that_is_declared(warehouse: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(rules_text(warehouse, "csv"))))
    assert [row["rule_id"] for row in rows] == [rule.rule_id for rule in RULES]
    assert all(row["formula"] and row["reason"] and row["example_en"] for row in rows)


def test_one_rule_is_told_in_full(warehouse: Path) -> None:
    rule = next(rule for rule in RULES if rule.rule_id == "identity_balance")
    text = rules_text(warehouse, "table", "identity_balance")
    for said in (rule.formula, rule.reason, rule.reason_en, rule.example, rule.example_en):
        assert said in text
    assert "identity_outcomes" not in text


def test_an_unknown_rule_is_wrong_usage(warehouse: Path) -> None:
    with pytest.raises(UsageError, match="no rule identity"):
        rules_text(warehouse, "table", "identity")


def test_before_anything_is_published_the_rules_are_listed_without_counts(tmp_path: Path) -> None:
    text = rules_text(tmp_path / "warehouse.duckdb", "table")
    assert "no findings are counted" in text
    assert json.loads(rules_text(tmp_path / "none", "json"))[0]["findings"] is None


def test_the_command(tmp_path: Path) -> None:
    done = gongkai("rules", "--home", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert RULES[0].title in done.stdout
    wrong = gongkai("rules", "no_such_rule", "--home", tmp_path)
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert (
        wrong.stderr == "gongkai: there is no rule no_such_rule; 'gongkai rules' lists them all\n"
    )
