"""`gongkai explain`: one report, its evidence, and its figures beside the source text."""

import json
import shutil
from datetime import datetime

import duckdb
import pytest

from expectations.rules import load_rules
from tests.flow_runs import gongkai
from tests.lake_samples import SampleReport, write_sample_lake
from transform.form import CellKey, Fact, load_editions
from transform.schema import REPLACED, CellStatus
from warehouse.build import build_warehouse
from warehouse.errors import NoSuchReportError, QueryError
from warehouse.explanation_text import explain

EVIL = "甲\x1b[2J\x07\u202e乙\u2028丙\n丁\t戊"
SHOWN = "甲\\x1b[2J\\x07\\u202e乙\\u2028丙\\n丁\\t戊"

RECEIVED = CellKey(Fact.APPLICATIONS, "received", "natural_person")
BLANK = CellKey(Fact.APPLICATIONS, "received", "total")
MISSING = CellKey(Fact.APPLICATIONS, "granted", "total")
UNREADABLE = CellKey(Fact.REVIEW_LITIGATION, "review", "upheld")

REPORT = SampleReport(
    0,
    year=2022,
    paths=("2022/资中县.html", "copies/资中县.html"),
    gone=frozenset({"copies/资中县.html"}),
    cells={
        RECEIVED: (1234, CellStatus.REPORTED),
        BLANK: (None, CellStatus.BLANK),
        MISSING: (None, CellStatus.MISSING),
        UNREADABLE: (None, CellStatus.UNREADABLE),
    },
    raw_texts={RECEIVED: "1,234（含1件）", UNREADABLE: EVIL},
    findings=(
        {
            "rule_id": "agency_conflict",
            "message": EVIL,
            "expected": "1",
            "observed": "2",
            "cells": [str(RECEIVED)],
            "blame": "suspect_reading",
            "suggestion": EVIL,
        },
    ),
    claims=(
        {"claim": "granted", "covers": ["partially_granted"], "value": 1500, "approximate": True},
        {"claim": "applications_all_answered", "value": None, "unit": None, "sentence": EVIL},
        {"claim": "granted", "measure": "share", "value": 12, "unit": "percent", "part_of": 1},
    ),
)
FORMER = SampleReport(1, year=2022, paths=("none",))
TWIN = SampleReport(2, year=2022, scope="consolidated", paths=("2022/资中县全县.html",))
BARE = SampleReport(3, agency=None, year=None, edition=None, paths=("其他/资中县.html",))
OTHER = SampleReport(4, agency=1, year=2020, edition="2019", paths=("2020/舒城县.html",))

CHANGES = """
INSERT INTO identity_evidence VALUES
    ($id, 1, 'agency', 'title', '资中县样例0局', '资中县样例0局2022年年报', true),
    ($id, 2, 'agency', 'metadata', '内江市门户', $evil, false);
UPDATE reports SET superseded_by = $id WHERE report_id = $former;
INSERT INTO report_revisions VALUES
    ($id, $former, 'section', '1', $evil, '新', TIMESTAMP '2026-01-02 03:04:05');
INSERT INTO agency_successions VALUES ('a-former', $agency, 'renamed', 2018, '机构改革方案');
INSERT INTO agency_id_history VALUES
    ($id, NULL, $agency, 'resolver', '3', '4', TIMESTAMP '2026-01-02 03:04:05');
UPDATE reports SET title = $evil, source_url = 'https://www.x.gov.cn/', in_manifest = true
WHERE report_id = $id;
"""

VALUES = {
    "id": REPORT.report_id,
    "former": FORMER.report_id,
    "agency": REPORT.agency_id,
    "evil": EVIL,
}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    reports = [REPORT, FORMER, TWIN, BARE, OTHER]
    lake = write_sample_lake(home / "lake", reports)
    held = [row for row in lake.read_sources() if row["source_path"] != "none"]
    lake.write_sources(held)
    replaced = {
        "source_root": held[0]["source_root"],
        "source_path": "2022/资中县.html",
        "source_sha256": FORMER.sha256,
        "replaced_by": REPORT.sha256,
        "seen_at": datetime(2026, 1, 2),  # noqa: DTZ001 - as the lake keeps it
    }
    lake.append_log(REPLACED, [replaced])
    rules = [rule for rule in load_rules() if rule.rule_id == "agency_conflict"]
    build_warehouse(lake, home / "warehouse.duckdb", rules)
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        connection.execute("DELETE FROM report_revisions")
        for statement in CHANGES.strip().split(";\n"):
            wanted = {name: value for name, value in VALUES.items() if f"${name}" in statement}
            connection.execute(statement, wanted)
    return home


@pytest.fixture(scope="module")
def text(home):
    return explain(home / "warehouse.duckdb", REPORT.report_id, "text")


@pytest.fixture(scope="module")
def told(home):
    return json.loads(explain(home / "warehouse.duckdb", REPORT.report_id, "json"))


def line_with(text, *words):
    [line, *_] = [line for line in text.splitlines() if all(word in line for word in words)]
    return line


@pytest.mark.parametrize(
    ("name", "report"),
    [
        (REPORT.report_id, REPORT),
        (REPORT.report_id[:8], REPORT),
        (REPORT.report_id[:8].upper().replace("R-", "r-"), REPORT),
        ("copies/资中县.html", REPORT),
        ("samples-root/copies/资中县.html", REPORT),
        ("./2020/舒城县.html", OTHER),
        ("舒城县.html", OTHER),
        ("县全县.html", TWIN),
        ("  舒城县.html ", OTHER),
    ],
)
def test_a_report_is_found(home, name, report):
    told = json.loads(explain(home / "warehouse.duckdb", name, "json"))
    assert told["report"]["report_id"] == report.report_id


@pytest.mark.parametrize(
    ("name", "candidates"),
    [
        ("资中县.html", [REPORT, FORMER, BARE]),
        ("2022/资中县.html", [REPORT, FORMER]),  # what lies there, and what lay there
        ("r-", [REPORT, FORMER, TWIN, BARE, OTHER]),
    ],
)
def test_several_reports_are_listed(home, name, candidates):
    with pytest.raises(NoSuchReportError, match=f"fits {len(candidates)} reports") as caught:
        explain(home / "warehouse.duckdb", name, "text")
    listed = {line.split()[0] for line in caught.value.candidates.splitlines()[2:]}
    assert listed == {report.report_id for report in candidates}


@pytest.mark.parametrize("name", ["", "  ", "none", "%", "x' OR '1'='1", "\x1b[2J", "资中县.htm"])
def test_a_report_that_is_not_there(home, name):
    with pytest.raises(NoSuchReportError) as caught:
        explain(home / "warehouse.duckdb", name, "text")
    assert str(caught.value).isprintable() and caught.value.candidates == ""


def test_the_identity_and_all_evidence(text):
    assert line_with(text, "机关 agency").split()[2:4] == ["资中县样例0局", "a-000000"]
    assert "confidence: high" in line_with(text, "机关 agency")
    assert "county 511025 四川省/内江市/资中县" in line_with(text, "区划 division")
    assert line_with(text, "印出名称 printed").endswith("样例0局")
    assert line_with(text, "年度 year").endswith("2022")
    assert line_with(text, "现行 current").endswith("是 yes")
    assert line_with(text, "网址 url").endswith("https://www.x.gov.cn/")
    assert "✓" in line_with(text, "title", "资中县样例0局2022年年报")
    assert "✓" not in line_with(text, "metadata", "内江市门户")
    assert "（已不在 gone）" in line_with(text, "copies/资中县.html")


def test_every_figure_stands_beside_its_source(text, told):
    cells = load_editions()["2021"].cells()
    assert [(c["fact"], c["row_code"], c["column_code"]) for c in told["figures"]] == [
        (str(c.fact), c.row_code, c.column_code) for c in cells
    ]
    place = next(
        c["locator"] for c in told["figures"] if (c["row_code"], c["column_code"])
        == ("received", "natural_person")
    )  # fmt: skip
    printed = line_with(text, "一、本年新收", "自然人", "“1,234（含1件）”")
    assert printed.split()[-5:] == [
        "1234",
        "reported",
        "contradicted",
        "“1,234（含1件）”",
        place,
    ]
    assert "blank" in line_with(text, "一、本年新收", "总计 ", "“”")
    assert "missing" in line_with(text, "（一）予以公开", "总计 ", "missing")
    assert "unreadable" in line_with(text, "行政复议", "结果维持", SHOWN)


def test_figures_stand_as_the_form_prints_them(text):
    lines = text.splitlines()
    header = next(n for n, line in enumerate(lines) if "自然人  商业企业  科研机构" in line)
    received, carried = lines[header + 2].split(), lines[header + 3].split()
    assert received[:2] == ["一、本年新收政府信息公开申请数量", "1234"]
    assert received[-1] == "–" and len(received) == len(carried) == 8
    assert line_with(text, "（一）予以公开").split()[-1] == "缺"
    assert line_with(text, "行政复议", "?").split()[1] == "?"
    assert "本年收费金额" in text and " 元" in text


def test_findings_and_what_the_report_is_bound_to(text, told):
    assert line_with(text, "agency_conflict").strip().startswith("[warning] ")
    assert line_with(text, SHOWN, "    ") and "sample finding" in text
    assert "应为 expected: 1; 实为 observed: 2" in text
    assert f"单元格 cells: {RECEIVED}" in text
    relations = {row["report_id"]: row["relation"] for row in told["beside"]}
    assert relations == {
        FORMER.report_id: "superseded by this report",
        TWIN.report_id: "of the same agency and year",
    }
    assert line_with(text, "section", FORMER.report_id, SHOWN)
    assert "renamed" in line_with(text, "a-former", "资中县样例0局 a-000000", "机构改革方案")
    assert "resolver" in line_with(text, "a-000000", "2026-01-02T03:04:05", " 4 ")


def test_hostile_text_steers_no_terminal(text):
    assert all(line.isprintable() for line in text.split("\n"))
    assert line_with(text, "标题 title").endswith(SHOWN)


def test_a_text_of_any_length_takes_one_cell(home, tmp_path):
    """Marks that take no column would otherwise make a cell of any length."""
    shutil.copy(home / "warehouse.duckdb", tmp_path / "warehouse.duckdb")
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as connection:
        connection.execute(
            "UPDATE evidence SET raw_text = repeat(chr(769), 100000) WHERE report_id = ?",
            [OTHER.report_id],
        )
    text = explain(tmp_path / "warehouse.duckdb", OTHER.report_id, "text")
    assert max(map(len, text.splitlines())) < 600


def test_json_holds_the_text_as_it_is(told):
    assert told["report"]["title"] == EVIL
    assert [row["raw_text"] for row in told["evidence"]] == ["资中县样例0局2022年年报", EVIL]
    [cell] = [c for c in told["figures"] if c["raw_text"] == "1,234（含1件）"]
    assert (cell["value"], cell["cell_status"]) == (1234, "reported")
    assert told["places"][0]["state"] == "present"


def test_a_former_report_says_by_what_it_was_replaced(home):
    text = explain(home / "warehouse.duckdb", FORMER.report_id, "text")
    assert f"superseded by {REPORT.report_id}" in line_with(text, "现行 current")
    assert f"replaced by {REPORT.sha256[:16]}…" in line_with(text, "2022/资中县.html", "内容已更换")
    assert "supersedes this report" in line_with(text, REPORT.report_id, "supersedes")


def test_a_report_of_which_little_is_known(home):
    text = explain(home / "warehouse.duckdb", BARE.report_id, "text")
    assert line_with(text, "机关 agency").endswith("未能判定 not told")
    assert line_with(text, "年度 year").endswith("未能判定 not told")
    assert "the report shows none of the form's tables" in text
    assert "None" not in text.replace("样例局None年", "")  # the sample's title


def test_a_warehouse_of_another_version_is_said(tmp_path):
    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        connection.execute("CREATE TABLE reports (report_id VARCHAR)")
    with pytest.raises(QueryError, match="another version of gongkai"):
        explain(tmp_path / "old.duckdb", "x", "text")


def test_the_command(home):
    found = gongkai("explain", "舒城县.html", "--home", home)
    assert (found.returncode, found.stderr) == (0, "")
    assert "舒城县样例1局" in found.stdout
    several = gongkai("explain", "资中县.html", "--home", home)
    assert (several.returncode, several.stdout) == (1, "")
    first, *listed = several.stderr.splitlines()
    assert first == "gongkai: “资中县.html” fits 3 reports: name one by its report_id"
    assert REPORT.report_id in "\n".join(listed)
    unknown = gongkai("explain", "\x1b[2J", "--home", home)
    assert unknown.returncode == 1
    assert len(unknown.stderr.strip().splitlines()) == 1 and "\x1b" not in unknown.stderr


def test_blame_and_suggestion_stand_below_their_finding(home):
    text = explain(home / "warehouse.duckdb", REPORT.report_id, "text")
    assert "责任 blame: 可能是读取有误 suspect_reading" in text
    assert text.count(SHOWN) > 2 and EVIL not in text


def test_what_the_text_claims_is_listed(home):
    text = explain(home / "warehouse.duckdb", REPORT.report_id, "text")
    lines = text[text.index("正文所述") :].splitlines()[3:6]
    assert "granted+partially_granted" in lines[0] and "≈1,500" in lines[0]
    assert "applications_all_answered" in lines[1] and SHOWN in lines[1]
    assert "granted share" in lines[2] and "12%" in lines[2]
