"""The rules: their declaration, and what their SQL finds."""

import re
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from pydantic import ValidationError

from expectations.rules import Rule, _RuleEntry, load_rules
from tests.expectations_warehouse import findings_of, write_warehouse
from tests.lake_samples import SampleReport, sample_values
from transform.form import CellKey, Fact, load_editions
from transform.schema import CellStatus

REPORTED = CellStatus.REPORTED
IDENTITIES = ("applicant_types", "outcomes", "balance", "results")

APPLICANTS = [column.code for column in load_editions()["2021"].applications.columns]


def test_the_ids_and_severities_of_the_rules_are_fixed() -> None:
    severities = {
        "no_table": "error",
        "table_not_found": "error",
        "row_not_found": "error",
        "row_ambiguous": "error",
        "values_lost": "error",
        "reading_mended": "info",
        "amount_without_unit": "warning",
        "cell_unreadable": "error",
        "cell_uncertain": "warning",
        "unplaced_number": "warning",
        "row_repeated": "warning",
        "edition_mixed": "warning",
        "agency_unknown": "error",
        "agency_place_unknown": "warning",
        "agency_conflict": "warning",
        "agency_uncertain": "info",
        "report_year_unknown": "error",
        "report_year_conflict": "warning",
        "scope_conflict": "warning",
        "manifest_conflict": "warning",
        "identity_applicant_types": "error",
        "identity_outcomes": "error",
        "identity_balance": "error",
        "identity_results": "error",
        "claim_table_differs": "warning",
        "claim_parts_differ": "warning",
        "claim_share_differs": "warning",
        "claim_growth_differs": "warning",
        "claim_all_done": "warning",
        "claims_contradict": "info",
        "claim_year_differs": "info",
        "chain_applications": "warning",
        "chain_regulations": "info",
        "chain_normative_documents": "info",
        "chain_gap": "info",
        "chain_jump": "info",
        "text_copied_from_last_year": "info",
        "text_copied_from_other_agency": "info",
        "tables_identical": "warning",
        "stale_year": "warning",
        "rollup_impossible": "warning",
        "edition_year": "info",
        "report_superseded": "info",
        "twin_figures_differ": "warning",
    }
    assert {rule.rule_id: rule.severity for rule in load_rules()} == severities


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.rule_id)
def test_a_rule_has_titles_in_both_languages_and_no_bind_parameters(rule) -> None:
    assert re.search(r"[一-鿿]", rule.title)
    assert rule.title_en.isascii()
    assert not re.search(r"(?<![:\w]):\w|\$\w", rule.sql or "")


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.rule_id)
def test_a_rule_says_what_must_hold_why_and_what_is_found(rule: Rule) -> None:
    assert rule.formula
    for said in (rule.reason, rule.example):
        assert re.search(r"[一-鿿]", said)
    for said in (rule.reason_en, rule.example_en):
        assert re.search(r"[A-Za-z]{3}", said)


DECLARED = {
    "id": "some_rule",
    "severity": "info",
    "title": "应当",
    "title_en": "must hold",
    "formula": "a = b",
    "reason": "缘由",
    "reason_en": "why",
    "example": "例子",
    "example_en": "what a finding says",
}


def test_a_rule_may_leave_out_its_blame_and_its_query() -> None:
    assert _RuleEntry.model_validate(DECLARED).blame is None


@pytest.mark.parametrize("name", DECLARED)
@pytest.mark.parametrize("said", [None, "", " \n"], ids=["absent", "empty", "blank"])
def test_a_rule_without_one_of_its_texts_is_refused(name: str, said: str | None) -> None:
    texts = {**DECLARED, name: said}
    if said is None:
        del texts[name]
    with pytest.raises(ValidationError, match=name):
        _RuleEntry.model_validate(texts)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_each_figure_that_is_changed_breaks_an_identity(tmp_path: Path, edition: str) -> None:
    """One report a cell of the tables with identities, whose figure is one too high."""
    form = load_editions()[edition]
    figures = sample_values(form, 0, int(edition))
    cells = [cell for cell in form.cells() if cell.fact is not Fact.PROACTIVE]
    plain = SampleReport(0, year=int(edition), edition=edition)
    reports = [
        replace(plain, number=number, cells={cell: (int(figures[cell]) + 1, REPORTED)})
        for number, cell in enumerate(cells)
    ]
    database = write_warehouse(tmp_path / "w.duckdb", reports)
    found = {
        (finding["report_id"], cell)
        for identity in IDENTITIES
        for finding in findings_of(database, f"identity_{identity}")
        for cell in finding["cells"]
    }
    for report, cell in zip(reports, cells, strict=True):
        assert (report.report_id, str(cell)) in found, f"{cell} can change unseen"


def test_a_valid_report_has_no_finding(tmp_path: Path) -> None:
    reports = [SampleReport(1), SampleReport(2, agency=2, year=2020, edition="2019"), no_table()]
    database = write_warehouse(tmp_path / "w.duckdb", reports)
    with duckdb.connect(database) as connection:
        assert connection.execute("SELECT * FROM findings").fetchall() == []


def test_a_finding_names_the_row_both_sums_and_all_terms(tmp_path: Path) -> None:
    report = row_of("granted", [1, 1, 1, 1, 1, 0, 6])
    (finding,) = identity_findings(tmp_path, report, "applicant_types")
    assert finding["message"] == "“（一）予以公开”一行：分项合计 5，总计 6"
    assert finding["message_en"] == "row granted: the applicant types add up to 5, the total is 6"
    assert (finding["expected"], finding["observed"]) == ("5", "6")
    assert finding["cells"] == [f"fact_applications/granted/{column}" for column in APPLICANTS]


def test_a_finding_in_a_column_names_the_column(tmp_path: Path) -> None:
    balance = {"received": 3, "carried_over": 1, "processed_total": 2, "carried_forward": 1}
    report = SampleReport(
        1,
        cells={
            CellKey(Fact.APPLICATIONS, row, "natural_person"): (value, REPORTED)
            for row, value in balance.items()
        },
    )
    (finding,) = identity_findings(tmp_path, report, "balance")
    assert finding["message"] == (
        "“自然人”一列：本年新收与上年结转合计 4，办理总计与结转下年度合计 3"
    )
    assert finding["cells"] == [
        f"fact_applications/{row}/natural_person"
        for row in ("received", "carried_over", "processed_total", "carried_forward")
    ]


def test_each_channel_is_checked_by_itself(tmp_path: Path) -> None:
    cell = CellKey(Fact.REVIEW_LITIGATION, "litigation_direct", "total")
    report = SampleReport(1, cells={cell: (77, REPORTED)})
    (finding,) = identity_findings(tmp_path, report, "results")
    assert finding["message"].startswith("“未经复议直接起诉”一栏：分项合计 ")
    assert finding["message"].endswith("，总计 77")


@pytest.mark.parametrize(
    ("figures", "found"),
    [
        pytest.param([1, 1, 1, 1, 1, 1, 6], False, id="holds"),
        pytest.param([1, 1, 1, 1, 1, 2, 6], True, id="one digit off"),
        pytest.param([0, 0, 0, 0, 0, 0, 0], False, id="zeros"),
        pytest.param([1, 1, 1, 1, 2, "blank", 6], False, id="a blank term that holds as 0"),
        pytest.param([1, 1, 1, 1, 1, "blank", 6], False, id="a blank term leaves it unknown"),
        pytest.param([1, 1, 1, 1, 1, 1, "blank"], False, id="a blank total leaves it unknown"),
        pytest.param([9, 1, 1, 1, 1, "missing", 6], False, id="a missing term"),
        pytest.param([9, 1, 1, 1, 1, "unreadable", 6], False, id="an unreadable term"),
        pytest.param(["missing"] * 7, False, id="a missing row"),
        pytest.param([4_000_000_000_000_000_000] * 6 + [1], True, id="sums beyond 64 bits"),
    ],
)
def test_an_identity_is_assessed_where_every_term_is_reported(
    tmp_path: Path, figures: list[int | str], found: bool
) -> None:
    findings = identity_findings(tmp_path, row_of("granted", figures), "applicant_types")
    assert [f["cells"][0] for f in findings] == (
        ["fact_applications/granted/natural_person"] if found else []
    )


@pytest.mark.parametrize(
    ("year", "edition", "expected"),
    [
        (2020, "2019", None),
        (2021, "2021", None),
        (2024, "2021", None),
        (2021, "2019", ("2021", "2021 年度报告使用 2019 年版表格，应为 2021 年版")),
        (2020, "2021", ("2019", "2020 年度报告使用 2021 年版表格，应为 2019 年版")),
        (2018, "2019", (None, "2018 年度报告使用 2019 年版表格")),
        (None, "2019", None),
        (2022, None, None),
    ],
)
def test_the_edition_is_compared_with_the_year(
    tmp_path: Path, year: int | None, edition: str | None, expected: tuple[str, str] | None
) -> None:
    report = SampleReport(1, year=year, edition=edition)
    database = write_warehouse(tmp_path / "w.duckdb", [report])
    findings = findings_of(database, "edition_year")
    shown = [(f["expected"], f["message"], f["observed"]) for f in findings]
    assert shown == ([] if expected is None else [(*expected, edition)])


def test_a_superseded_report_names_the_current_one(tmp_path: Path) -> None:
    old, current = SampleReport(1), SampleReport(2)
    database = write_warehouse(tmp_path / "w.duckdb", [old, current])
    rule = next(rule for rule in load_rules() if rule.rule_id == "report_superseded")
    assert rule.sql is not None
    with duckdb.connect(database) as connection:
        connection.execute(
            "UPDATE reports SET superseded_by = CASE WHEN report_id = ? THEN ? END",
            [old.report_id, current.report_id],
        )
        ((report_id, message, _, expected, observed, cells),) = connection.execute(
            rule.sql
        ).fetchall()
    assert (report_id, expected, observed, cells) == (
        old.report_id,
        current.report_id,
        old.report_id,
        [],
    )
    assert "0000/000002.txt" in message


def no_table() -> SampleReport:
    return SampleReport(3, agency=1, edition=None)


def row_of(outcome: str, figures: list[int | str]) -> SampleReport:
    """A report whose row of applications holds these figures, or no figure with a status."""
    return SampleReport(
        1,
        cells={
            CellKey(Fact.APPLICATIONS, outcome, column): (
                (figure, REPORTED) if isinstance(figure, int) else (None, CellStatus(figure))
            )
            for column, figure in zip(APPLICANTS, figures, strict=True)
        },
    )


def identity_findings(folder: Path, report: SampleReport, identity: str) -> list[dict]:
    database = write_warehouse(folder / "w.duckdb", [report])
    return findings_of(database, f"identity_{identity}")
