"""What happened to reports: corrections, and identifiers that are told better."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

import duckdb
import pytest

from tests.lake_samples import (
    EXTRACTED_AT,
    SampleReport,
    add_sample_batch,
    source_rows,
    write_sample_lake,
)
from tests.test_twins import SEEN, ask, built, replacement, reported, superseded
from transform.form import CellKey, Fact
from transform.lake import Lake
from transform.schema import AGENCY_ID_HISTORY, CellStatus
from warehouse.agency_history import changed_agency_ids
from warehouse.build import build_warehouse

RECEIVED = CellKey(Fact.APPLICATIONS, "received", "total")
FEES = CellKey(Fact.PROACTIVE, "administrative_fees", "amount")
NOW = datetime(2026, 4, 1, 6, 0, tzinfo=UTC).replace(tzinfo=None)


def revisions(path: Path) -> list[tuple]:
    return ask(
        path,
        "SELECT former_report_id, report_id, part, item, former_value, value, seen_at"
        " FROM report_revisions",
    )


def test_each_step_of_a_chain_at_one_path_says_what_changed(tmp_path: Path):
    first = SampleReport(1, paths=("a.html",), cells={RECEIVED: reported(298)})
    second = replace(first, number=2, cells={RECEIVED: reported(266), FEES: reported(7)})
    third = replace(
        first,
        number=3,
        cells={RECEIVED: (None, CellStatus.BLANK), FEES: reported(7)},
        section_texts={2: "补充后的正文。"},
        title="更正后的标题",
    )
    log = [replacement(first, second, "a.html"), replacement(second, third, "a.html")]
    path = built(tmp_path, [first, second, third], log)
    assert set(superseded(path).values()) == {third.report_id}
    fees = ask(
        path,
        f"SELECT CAST(value AS BIGINT) FROM fact_proactive_disclosure"
        f" WHERE report_id = '{first.report_id}' AND item = 'administrative_fees'",
    )[0][0]
    one, two = (first.report_id, second.report_id), (second.report_id, third.report_id)
    text = "本机关依法公开政府信息，情况见下表。"
    assert sorted(revisions(path)) == sorted(
        [
            (*one, "fact", str(RECEIVED), "298", "266", SEEN),
            (*one, "fact", str(FEES), str(fees), "7", SEEN),
            (*two, "fact", str(RECEIVED), "266", "blank", SEEN),
            (*two, "section", "2", text, "补充后的正文。", SEEN),
            (
                *two,
                "identity",
                "title",
                "样例局2023年政府信息公开工作年度报告",
                "更正后的标题",
                SEEN,
            ),
        ]
    )


def published(number: int, day: int | None, figure: int, host="www.zizhong.gov.cn") -> SampleReport:
    return SampleReport(
        number,
        published_on=None if day is None else date(2024, 1, day),
        source_url=f"https://{host}/{number}.html",
        cells={RECEIVED: reported(figure)},
    )


def test_reports_of_one_host_are_states_of_one_by_their_dates(tmp_path: Path):
    reports = [published(1, 3, 10), published(2, 9, 12), published(3, 20, 13)]
    path = built(tmp_path, reports)
    first, second, third = (report.report_id for report in reports)
    assert [row[:2] + row[4:] for row in sorted(revisions(path), key=lambda row: row[4])] == [
        (first, second, "10", "12", EXTRACTED_AT),
        (second, third, "12", "13", EXTRACTED_AT),
    ]


@pytest.mark.parametrize(
    "other",
    [
        published(1, 3, 10, host="www.neijiang.gov.cn"),
        published(1, 20, 10),
        published(1, None, 10),
        replace(published(1, 3, 10), source_url=None),
        replace(published(1, 3, 10), source_url="https://www.zizhong.gov.cn@evil.com/"),
        replace(published(1, 3, 10), year=2022),
    ],
)
def test_a_twin_that_is_no_earlier_state_has_no_revisions(tmp_path: Path, other: SampleReport):
    current = replace(published(2, 20, 12), in_manifest=True)
    assert revisions(built(tmp_path, [other, current])) == []


def test_two_states_of_one_day_lead_to_the_next_day(tmp_path: Path):
    reports = [published(1, 3, 10), published(2, 3, 11), published(3, 20, 13)]
    path = built(tmp_path, reports)
    pairs = {row[:2] for row in revisions(path)}
    assert pairs == {(report.report_id, reports[2].report_id) for report in reports[:2]}


def test_a_correction_that_turns_the_tables_into_none_says_so(tmp_path: Path):
    former = SampleReport(1, paths=("a.html",))
    later = SampleReport(2, paths=("a.html",), edition=None)
    path = built(tmp_path, [former, later], [replacement(former, later, "a.html")])
    gone = [row for row in revisions(path) if row[2] == "fact"]
    counted = "SELECT (FROM fact_applications SELECT count(*)) + (FROM fact_review_litigation"
    counted += " SELECT count(*)) + (FROM fact_proactive_disclosure SELECT count(*))"
    assert len(gone) == ask(path, counted)[0][0]
    assert {row[5] for row in gone} == {None}
    edition = [row[3:6] for row in revisions(path) if row[2] == "identity"]
    assert edition == [("form_edition", "2021", None)]


def test_a_replacement_that_is_not_superseding_is_no_revision(tmp_path: Path):
    former = SampleReport(1, year=2022, paths=("latest.html",))
    later = SampleReport(2, year=2023, paths=("latest.html",))
    path = built(tmp_path, [former, later], [replacement(former, later, "latest.html")])
    assert revisions(path) == []


@pytest.fixture
def lake_of(monkeypatch: pytest.MonkeyPatch):
    """Writes a lake as a program of a given version would."""
    return partial(written_by, monkeypatch)


def written_by(
    monkeypatch: pytest.MonkeyPatch, folder: Path, reports: list[SampleReport], version: str
) -> Lake:
    monkeypatch.setattr("tests.lake_samples.TRANSFORM_VERSION", version)
    lake = Lake(folder, transform_version=version)
    lake.prepare()
    add_sample_batch(lake, reports)
    lake.write_sources([row for report in reports for row in source_rows(report)])
    return lake


def test_identifiers_that_are_told_otherwise_are_noted_once(tmp_path: Path, lake_of):
    kept, better, found, lost = (SampleReport(n, agency=n) for n in range(4))
    before = [kept, better, replace(found, agency=None), lost]
    after = [kept, replace(better, agency=7), found, replace(lost, agency=None), SampleReport(9)]
    old = lake_of(tmp_path / "lake", before, "1.0")
    warehouse = tmp_path / "w.duckdb"
    assert changed_agency_ids(warehouse, old, NOW) == []
    build_warehouse(old, warehouse, [])
    assert changed_agency_ids(warehouse, old, NOW) == []
    new = lake_of(tmp_path / "lake", after, "2.0")
    rows = changed_agency_ids(warehouse, new, NOW)
    told = {row["report_id"]: (row["former_agency_id"], row["agency_id"]) for row in rows}
    assert told == {
        better.report_id: ("a-000001", "a-000007"),
        found.report_id: (None, "a-000002"),
        lost.report_id: ("a-000003", None),
    }
    assert {row["cause"] for row in rows} == {"resolver"}
    assert {(row["former_version"], row["version"]) for row in rows} == {("1.0", "2.0")}
    assert {row["changed_at"] for row in rows} == {NOW}
    assert [row["report_id"] for row in rows] == sorted(told)
    new.append_log(AGENCY_ID_HISTORY, rows)
    assert changed_agency_ids(warehouse, new, NOW + timedelta(days=1)) == []
    build_warehouse(new, warehouse, [])
    assert changed_agency_ids(warehouse, new, NOW) == []
    assert len(ask(warehouse, "FROM agency_id_history")) == 3


def test_a_change_under_one_version_is_the_origins(tmp_path: Path):
    report = SampleReport(1, agency=1)
    lake = write_sample_lake(tmp_path / "lake", [report])
    build_warehouse(lake, tmp_path / "w.duckdb", [])
    again = write_sample_lake(tmp_path / "again", [replace(report, agency=2)])
    (row,) = changed_agency_ids(tmp_path / "w.duckdb", again, NOW)
    assert (row["cause"], row["former_agency_id"], row["agency_id"]) == (
        "origin",
        "a-000001",
        "a-000002",
    )


def test_a_change_that_goes_back_and_comes_again_is_noted_again(tmp_path: Path):
    report = SampleReport(1, agency=1)
    one = write_sample_lake(tmp_path / "one", [report])
    two = write_sample_lake(tmp_path / "two", [replace(report, agency=2)])
    build_warehouse(one, tmp_path / "one.duckdb", [])
    build_warehouse(two, tmp_path / "two.duckdb", [])
    there = changed_agency_ids(tmp_path / "one.duckdb", two, NOW)
    two.append_log(AGENCY_ID_HISTORY, there)
    one.append_log(AGENCY_ID_HISTORY, there)
    back = changed_agency_ids(tmp_path / "two.duckdb", one, NOW + timedelta(days=1))
    two.append_log(AGENCY_ID_HISTORY, back)
    assert changed_agency_ids(tmp_path / "one.duckdb", two, NOW + timedelta(days=2))


@pytest.mark.parametrize("found", [b"", b"no database", None])
def test_a_warehouse_that_cannot_be_read_tells_no_change(tmp_path: Path, found: bytes | None):
    lake = write_sample_lake(tmp_path / "lake", [SampleReport(1)])
    warehouse = tmp_path / "w.duckdb"
    if found is not None:
        warehouse.write_bytes(found)
    assert changed_agency_ids(warehouse, lake, NOW) == []
    older = tmp_path / "older.duckdb"
    with duckdb.connect(str(older)) as connection:
        connection.execute("CREATE TABLE reports (report_id VARCHAR)")
    assert changed_agency_ids(older, lake, NOW) == []


def test_successions_link_agencies_that_report(tmp_path: Path):
    def named(number: int, name: str, year: int) -> SampleReport:
        fields = {"agency_name": name, "county": "资中县", "admin_code": "511025"}
        return SampleReport(number, agency=4 * number, year=year, agency_fields=fields)

    reports = [
        named(1, "资中县国土资源局", 2017),
        named(2, "资中县自然资源和规划局", 2020),
        named(3, "资中县审计局", 2020),
    ]
    path = built(tmp_path, reports)
    ((former, later, kind, since, basis),) = ask(path, "FROM agency_successions")
    assert (former, later) == (reports[0].agency_id, reports[1].agency_id)
    assert (kind, since) == ("renamed", 2019)
    assert "机构改革" in basis
    assert len(ask(path, "FROM agencies")) == 3
