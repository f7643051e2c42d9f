"""`gongkai agencies`: what was resolved, how surely, and what was not."""

import csv
import io
import json

import duckdb
import pytest

from expectations.rules import load_rules
from tests.flow_runs import gongkai
from tests.lake_samples import SampleReport, write_sample_lake
from warehouse.agency_list import agencies_text, years_text
from warehouse.build import build_warehouse
from warehouse.errors import QueryError, WarehouseMissingError

EVIL = '=HYPERLINK("http://x")\x1b[2J\u202e局\n第二行'

REPORTS = (
    SampleReport(0, agency=0, year=2019, edition="2019"),
    SampleReport(1, agency=0, year=2021),
    SampleReport(2, agency=0, year=2022),
    SampleReport(3, agency=1, year=2022),
    SampleReport(4, agency=1, year=2023),
    SampleReport(5, agency=2, agency_fields={"agency_name": EVIL, "part_of": EVIL}),
    SampleReport(
        6,
        agency=None,
        paths=("+未知/六.txt",),
        findings=({"rule_id": "agency_place_unknown", "message": "有两个朝阳区"},),
    ),
    SampleReport(7, agency=None, year=None, edition=None, paths=("七.txt",)),
)

CHANGES = """
UPDATE reports SET agency_confidence = 'low' WHERE agency_id = 'a-000001' AND report_year = 2023;
UPDATE reports SET agency_confidence = 'medium' WHERE agency_id = 'a-000002';
UPDATE reports SET agency_name = '=1+1' WHERE report_id = $unknown;
INSERT INTO identity_evidence
SELECT report_id, 1, 'agency', 'title', agency_name, agency_name, true FROM reports
WHERE agency_id IS NOT NULL;
INSERT INTO identity_evidence
SELECT report_id, 2, 'agency', 'signature', agency_name, agency_name, report_year = 2022
FROM reports WHERE agency_id = 'a-000000';
INSERT INTO identity_evidence
SELECT report_id, 3, 'year', 'narrative', '2022', '2022', true FROM reports;
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    lake = write_sample_lake(home / "lake", REPORTS)
    rules = [rule for rule in load_rules() if rule.rule_id == "agency_place_unknown"]
    build_warehouse(lake, home / "warehouse.duckdb", rules)
    with duckdb.connect(str(home / "warehouse.duckdb")) as connection:
        for statement in CHANGES.split(";"):
            unknown = {"unknown": REPORTS[6].report_id} if "$unknown" in statement else None
            connection.execute(statement, unknown)
    return home


@pytest.fixture
def warehouse(home):
    return home / "warehouse.duckdb"


def listed(warehouse, **options):
    return json.loads(agencies_text(warehouse, "json", **options))


def test_each_agency_is_one_row_with_how_it_was_told(warehouse):
    _, first, second, *_ = listed(warehouse)
    assert {name: first[name] for name in ("agency_id", "level", "admin_code", "county")} == {
        "agency_id": "a-000001", "level": "county", "admin_code": "341523", "county": "舒城县",
    }  # fmt: skip
    assert (first["confidence"], first["high"], first["low"]) == ("low", 1, 1)
    assert (first["reports"], first["years"], first["evidence"]) == (2, [2022, 2023], ["title"])
    assert (second["agency_id"], second["confidence"], second["high"]) == ("a-000000", "high", 3)
    assert second["evidence"] == ["title", "signature"]  # as many as followed it decide
    assert second["printed_names"] == ["样例0局"]
    assert second["report_id"] is None


def test_reports_without_an_agency_are_listed_with_the_reason(warehouse):
    unresolved = [row for row in listed(warehouse) if row["agency_id"] is None]
    assert [(row["source_path"], row["reason"], row["printed_names"]) for row in unresolved] == [
        ("+未知/六.txt", "有两个朝阳区", ["=1+1"]),
        ("七.txt", None, []),
    ]
    assert [row["report_id"] for row in unresolved] == [r.report_id for r in REPORTS[6:]]


def test_the_uncertain_ones_alone(warehouse):
    assert [row["agency_id"] for row in listed(warehouse, uncertain=True)] == [
        "a-000002", "a-000001", None, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("find", "agencies"),
    [
        ("资中县", ["a-000000"]),
        ("资 中 县", ["a-000000"]),
        ("５１１０２５", ["a-000000"]),
        ("A-000001", ["a-000001"]),
        ("样例1局", ["a-000001"]),
        ("未知/", [None]),
        ("title", ["a-000002", "a-000001", "a-000000"]),
        ("不存在", []),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_only_those_that_are_looked_for(warehouse, find, agencies):
    assert [row["agency_id"] for row in listed(warehouse, find=find)] == agencies


def test_the_table_is_for_people(warehouse):
    text = agencies_text(warehouse, "table")
    lines = text.splitlines()
    [line] = [line for line in lines if "a-000001" in line]
    assert line.split()[:6] == ["low", "1/2", "a-000001", "舒城县样例1局", "county", "341523"]
    assert "安徽省/六安市/舒城县" in line and "2022-2023" in line and "title" in line
    assert any("2019, 2021-2022" in line for line in lines)
    assert any("有两个朝阳区" in line and "=1+1" in line for line in lines)
    assert lines[-1] == (
        "3 个机关 agencies, 6 份报告 reports (4 high, 1 medium, 1 low); "
        "2 份未能判定 without an agency"
    )
    assert agencies_text(warehouse, "table", find="不存在").splitlines()[0].startswith("0 个机关")


def test_hostile_names_steer_no_terminal_and_no_spreadsheet(warehouse):
    text = agencies_text(warehouse, "table")
    assert all(line.isprintable() for line in text.splitlines())
    assert "\\x1b[2J\\u202e" in text
    rows = list(csv.reader(io.StringIO(agencies_text(warehouse, "csv"))))
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not [field for row in rows for field in row if field.startswith(("=", "+", "-", "@"))]
    fields = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    assert {row["agency_name"] for row in fields} >= {f"'{EVIL}", "资中县样例0局"}
    assert [row["printed_names"] for row in fields if row["source_path"] == "'+未知/六.txt"] == [
        "'=1+1"
    ]
    assert [row["years"] for row in fields if row["agency_id"] == "a-000000"] == [
        "2019; 2021; 2022"
    ]


def test_a_warehouse_of_another_version_is_said(tmp_path):
    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        connection.execute("CREATE TABLE reports (report_id VARCHAR, agency_id VARCHAR)")
    with pytest.raises(QueryError, match="another version of gongkai"):
        agencies_text(tmp_path / "old.duckdb", "table")
    with pytest.raises(WarehouseMissingError, match="publish it with"):
        agencies_text(tmp_path / "none.duckdb", "table")


def test_the_command(home):
    result = gongkai(
        "agencies", "--home", home, "--uncertain", "--find", "舒城", "--format", "json"
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert [row["agency_id"] for row in json.loads(result.stdout)] == ["a-000001"]
    table = gongkai("agencies", "--home", home)
    assert "未能判定机关的报告" in table.stdout and "资中县样例0局" in table.stdout


@pytest.mark.parametrize(
    ("years", "text"),
    [
        ([], ""),
        ([2021], "2021"),
        ([2019, 2020], "2019-2020"),
        ([2015, 2017, 2018, 2019, 2023], "2015, 2017-2019, 2023"),
    ],
)
def test_years_are_drawn_together(years, text):
    assert years_text(years) == text
