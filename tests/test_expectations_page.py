"""The expectation report: what it says, and that nothing in it loads or runs."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from expectations.checkpoint import validate
from expectations.page import write_page
from expectations.summary import RunSummary
from expectations.verdict import Expectation, Result, Status, Suite, SuiteResult, Verdict
from tests.expectations_warehouse import write_warehouse
from tests.lake_samples import SampleReport, sample_reports
from transform.form import CellKey, Fact
from transform.schema import CellStatus

SCRIPT = "<script>alert(1)</script>"
IMAGE = "\"><img src=x onerror='alert(2)'>"

SUMMARY = RunSummary(
    run_id="20260105-083012",
    started_at=datetime(2026, 1, 5, 8, 30, 12, tzinfo=UTC),
    finished_at=datetime(2026, 1, 5, 8, 42, 30, tzinfo=UTC),
    roots=("/年报/2023", f"/{IMAGE}"),
    files=1234,
    new_files=56,
    unchanged_files=1178,
    gone_files=3,
    new_reports=54,
    reports=12034,
    facts=2106000,
    findings=251,
    quarantined=2,
    seconds=738.2,
    home="/srv/数据",
    gongkai_version="9.8.7",
    extractor_version="11",
    transform_version="13",
    structural_failure=False,
)


class Page(HTMLParser):
    """The elements of a page, their attributes and the visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str | None]:
        return [value for attribute, value in self.attributes if attribute == name]


def render(folder: Path, database: Path, verdict: Verdict, summary: RunSummary = SUMMARY) -> Page:
    path = folder / "expectations" / "index.html"
    write_page(path, verdict, database, summary)
    assert [found.name for found in path.parent.iterdir()] == ["index.html"]
    return Page(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with findings, whose texts try whatever a page could be tricked with."""
    cells = {
        CellKey(Fact.APPLICATIONS, "granted", "natural_person"): (9999, CellStatus.REPORTED),
        CellKey(Fact.APPLICATIONS, "received", "total"): (None, CellStatus.UNREADABLE),
        CellKey(Fact.APPLICATIONS, "carried_over", "total"): (None, CellStatus.MISSING),
        CellKey(Fact.APPLICATIONS, "carried_forward", "total"): (None, CellStatus.BLANK),
    }
    finding = {
        "rule_id": "cell_unreadable",
        "message": f"印的是 {SCRIPT}，{{{{ 7*7 }}}} &amp; \x07\u202e反",
        "message_en": f"printed: {IMAGE}",
        "observed": SCRIPT,
        "cells": [
            "fact_applications/received/total",
            "fact_applications/carried_over/total",
            "fact_applications/carried_forward/total",
            f"fact_applications/{SCRIPT}/{IMAGE}",
        ],
    }
    report = SampleReport(
        1,
        cells=cells,
        raw_texts={CellKey(Fact.APPLICATIONS, "received", "total"): f"12{SCRIPT}"},
        agency_fields={"agency_name": f"{SCRIPT}局{IMAGE}"},
        findings=(finding,),
        paths=(f"年报/{SCRIPT}.html",),
    )
    path = write_warehouse(tmp_path_factory.mktemp("hostile") / "w.duckdb", [report])
    with duckdb.connect(path) as connection:
        connection.execute("UPDATE reports SET title = ?", [f"{IMAGE}年度报告"])
        connection.execute(
            "INSERT INTO quarantined VALUES ('ab', 'empty_file', ?, ?)", [SCRIPT, IMAGE]
        )
        connection.execute(
            "INSERT INTO sources BY NAME SELECT 'root' AS source_root, ? AS source_path, "
            "'ab' AS source_sha256, 0 AS size, 0 AS modified_ns, false AS gone",
            [f"空{IMAGE}.txt"],
        )
    return path


@pytest.fixture(scope="module")
def hostile_page(hostile: Path, tmp_path_factory: pytest.TempPathFactory) -> Page:
    return render(tmp_path_factory.mktemp("page"), hostile, validate(hostile))


def test_hostile_text_is_shown_and_nothing_of_it_is_markup(hostile_page: Page) -> None:
    assert not {"script", "img", "iframe", "object", "link", "base", "form"} & set(
        hostile_page.tags
    )
    names = {name for name, _ in hostile_page.attributes}
    assert not {name for name in names if name.startswith("on")} | names & {"src", "srcset"}
    for text in (f"{SCRIPT}局{IMAGE}", f"{IMAGE}年度报告", f"12{SCRIPT}", "{{ 7*7 }} &amp; "):
        assert text in hostile_page.text
    assert f"年报/{SCRIPT}.html" in hostile_page.text


def test_control_characters_are_made_visible(hostile_page: Page) -> None:
    assert "⟨U+0007⟩⟨U+202E⟩反" in hostile_page.text
    assert not set("\x07\u202e") & set(hostile_page.text)


def test_the_page_loads_nothing(hostile_page: Page) -> None:
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    assert policy in hostile_page.values("content")
    links = hostile_page.values("href")
    assert links
    assert all(link and link.startswith("#") for link in links)
    targets = set(hostile_page.values("id"))
    assert {str(link)[1:] for link in links} <= targets
    assert not [word for word in ("@import", "url(", "://") if word in hostile_page.text]


def test_a_finding_shows_report_cells_printed_text_and_place(hostile_page: Page) -> None:
    text = " ".join(hostile_page.text.split())
    assert "“（一）予以公开”一行：分项合计" in text
    assert f"申请办理一、本年新收政府信息公开申请数量总计12{SCRIPT}L" in text
    assert "申请办理二、上年结转政府信息公开申请数量总计文件中没有" in text
    assert "申请办理四、结转下年度继续办理总计空白L" in text
    assert "2023 年度" in text


def test_expected_and_observed_are_shown_where_the_message_does_not_name_them(
    tmp_path: Path,
) -> None:
    finding = {"rule_id": "unplaced_number", "expected": "71", "observed": "93"}
    findings = ({**finding, "message": "多出数字"}, {**finding, "message": "分项合计 71，总计 93"})
    database = write_warehouse(tmp_path / "w.duckdb", [SampleReport(1, findings=findings)])
    text = "".join(render(tmp_path, database, validate(database)).text.split())
    assert text.count("应为71实为93") == 1


def test_blame_and_suggestion_are_shown_where_there_are_any(tmp_path: Path) -> None:
    blamed = {"blame": "suspect_reading", "suggestion": f"或为{SCRIPT}", "suggestion_en": "or 12"}
    finding = {"rule_id": "edition_year", "message": "甲"}
    findings = ({**finding, **blamed}, {**finding, "message": "乙"})
    database = write_warehouse(tmp_path / "w.duckdb", [SampleReport(1, findings=findings)])
    page = render(tmp_path, database, validate(database))
    _contents, findings_shown, _legend = page.text.split("阅读说明")
    text = " ".join(findings_shown.split())
    assert text.count("可能是读取有误") == 1
    assert f"或为{SCRIPT} or 12" in text


def test_the_summary_of_the_run_is_there(hostile_page: Page) -> None:
    text = " ".join(hostile_page.text.split())
    for shown in (
        "12,034",
        "2,106,000",
        "251",
        "新增或改动 56，未变 1,178；另有 3 个",
        "2026-01-05 08:30:12 UTC 至 2026-01-05 08:42:30 UTC，用时 738.2 秒",
        "gongkai 9.8.7",
        "读取 11",
        "解析 13",
        "/srv/数据",
        "/年报/2023",
        "20260105-083012",
    ):
        assert shown in text


def test_quarantined_files_say_why(hostile_page: Page) -> None:
    assert f"空{IMAGE}.txt" in hostile_page.text
    assert "empty_file" in hostile_page.text


def test_every_expectation_is_listed_with_its_state(hostile_page: Page, hostile: Path) -> None:
    verdict = validate(hostile)
    assert all(suite.suite.title in hostile_page.text for suite in verdict.suites)
    for result in verdict.results:
        assert result.expectation.title in hostile_page.text
        assert result.expectation.expectation_id in hostile_page.text
    passed = [r for r in verdict.results if r.status is Status.PASSED]
    # Once for each expectation, once in the summary, once in the notes.
    assert hostile_page.text.count("✓ 通过") == len(passed) + 2


def test_a_valid_run_says_so(tmp_path: Path) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", sample_reports(2))
    page = render(tmp_path, database, validate(database))
    assert "已发布，全部核验通过" in page.text
    assert "没有。全部" in page.text


def test_errors_warnings_and_structure_have_each_their_headline(tmp_path: Path) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", sample_reports(1))
    for structural, severity, headline in (
        (False, "error", "已发布，有须复核的错误"),
        (False, "warning", "已发布，有警告或提示"),
        (True, "error", "没有发布"),
    ):
        page = render(tmp_path, database, one_result(Status.FAILED, structural, severity))
        assert headline in page.text


def test_what_raised_is_shown_apart_from_what_failed(tmp_path: Path) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", sample_reports(1))
    page = render(tmp_path, database, one_result(Status.RAISED, True))
    assert "? 无法判定 结构" in " ".join(page.text.split())
    assert f"Binder Error {SCRIPT}" in page.text
    assert "没有发布" in page.text
    failed = render(tmp_path, database, one_result(Status.FAILED, True))
    assert "Binder Error" not in failed.text
    assert "✗ 未通过 结构" in " ".join(failed.text.split())


def test_structure_comes_first_then_what_raised_then_errors(tmp_path: Path) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", sample_reports(1))
    wanted = [
        (Status.RAISED, True, "error"),
        (Status.FAILED, True, "error"),
        (Status.RAISED, False, "info"),
        (Status.FAILED, False, "error"),
        (Status.FAILED, False, "warning"),
        (Status.FAILED, False, "info"),
    ]
    suites = [one_result(*which, name=f"e{n}").suites[0] for n, which in enumerate(wanted)]
    page = render(tmp_path, database, Verdict(tuple(reversed(suites))))
    problems = [str(name) for name in page.values("id") if str(name).startswith("problem-")]
    assert problems == [f"problem-e{n}" for n in range(len(wanted))]


def test_at_most_200_findings_of_a_rule_are_listed_with_their_total(tmp_path: Path) -> None:
    findings = tuple(
        {"rule_id": "unplaced_number", "message": f"多出数字 {number:04d}号"}
        for number in range(205)
    )
    database = write_warehouse(tmp_path / "w.duckdb", [SampleReport(1, findings=findings)])
    page = render(tmp_path, database, validate(database))
    assert "共 205 处，以下列出前 200 处" in page.text
    assert page.text.count("多出数字") == 200


def test_unexpected_rows_of_a_structural_expectation_are_shown(tmp_path: Path) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", sample_reports(2))
    with duckdb.connect(database) as connection:
        connection.execute("UPDATE agencies SET level = '<b>village</b>'")
    page = render(tmp_path, database, validate(database))
    assert "<b>village</b>" in page.text
    assert "b" not in page.tags


@pytest.mark.parametrize("table", ["findings", "reports", "evidence", "quarantined", "form_cells"])
def test_a_warehouse_without_a_table_still_gives_a_page(tmp_path: Path, table: str) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", sample_reports(1))
    with duckdb.connect(database) as connection:
        connection.execute(f"DROP TABLE {table}")
    page = render(tmp_path, database, one_result(Status.RAISED, True))
    assert "明细无法从数据库读出" in page.text
    assert "没有发布" in page.text


def test_a_page_is_replaced_as_a_whole(tmp_path: Path) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", sample_reports(1))
    verdict = one_result(Status.PASSED, True)
    render(tmp_path, database, verdict)
    page = render(tmp_path, database, verdict, replace(SUMMARY, run_id="second-run"))
    assert "second-run" in page.text
    assert SUMMARY.run_id not in page.text


def one_result(
    status: Status, structural: bool, severity: str = "error", name: str = "chosen"
) -> Verdict:
    expectation = Expectation(
        name, f"核验{name}", name, severity, "SELECT * FROM reports", "SELECT * FROM batch"
    )
    result = Result(
        expectation,
        status,
        None if status is Status.RAISED else 1,
        f"Binder Error {SCRIPT}" if status is Status.RAISED else None,
    )
    suite = Suite(name, "所选", "Chosen", structural, (expectation,))
    return Verdict((SuiteResult(suite, (result,)),))
