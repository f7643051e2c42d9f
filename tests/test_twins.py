"""Reports of one agency, year and scope: which is current, and where the others differ."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import permutations
from pathlib import Path

import duckdb
import pytest

from expectations.rules import load_rules
from tests.lake_samples import (
    SAMPLE_ROOT,
    SampleReport,
    add_sample_batch,
    source_rows,
    write_sample_lake,
)
from transform.form import CellKey, Fact
from transform.lake import Lake
from transform.schema import REPLACED, TABLES, CellStatus
from warehouse.build import build_warehouse
from warehouse.twins import host_of, is_official

RECEIVED = CellKey(Fact.APPLICATIONS, "received", "total")
GRANTED = CellKey(Fact.APPLICATIONS, "granted", "natural_person")
FEES = CellKey(Fact.PROACTIVE, "administrative_fees", "amount")
BLANK = (None, CellStatus.BLANK)
GOV = "https://www.neijiang.gov.cn/xxgk/1.html"
SEEN = datetime(2026, 2, 3, 4, 5, tzinfo=UTC).replace(tzinfo=None)
RULES = [rule for rule in load_rules() if rule.rule_id == "twin_figures_differ"]


def reported(figure: int) -> tuple[int, CellStatus]:
    return figure, CellStatus.REPORTED


def replacement(former: SampleReport, later: SampleReport, path: str) -> dict:
    """A row of the log: at this path, one sample's bytes were replaced by another's."""
    return {
        "source_root": SAMPLE_ROOT,
        "source_path": path,
        "source_sha256": former.sha256,
        "replaced_by": later.sha256,
        "seen_at": SEEN,
    }


def built(folder: Path, reports: list[SampleReport], replaced=(), rules=RULES) -> Path:
    """Build a warehouse; at each path lies what the log put there last."""
    folder.mkdir(parents=True, exist_ok=True)
    lake = write_sample_lake(folder / "lake", reports, batch_size=2)
    lake.append_log(REPLACED, replaced)
    now = {row["source_path"]: row["replaced_by"] for row in replaced}
    rows = [row for report in reports for row in source_rows(report)]
    lake.write_sources(
        row for row in rows if now.get(row["source_path"]) in (None, row["source_sha256"])
    )
    build_warehouse(lake, folder / "w.duckdb", rules)
    return folder / "w.duckdb"


def ask(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def superseded(path: Path) -> dict[str, str]:
    return dict(
        ask(path, "SELECT report_id, superseded_by FROM reports WHERE superseded_by IS NOT NULL")
    )


def ladder() -> list[SampleReport]:
    """Twins from the one that must be current down, each beaten by those before it."""
    full = SampleReport(0)
    poorer = {RECEIVED: BLANK}
    ranked = [
        replace(full, number=1, in_manifest=True, cells=poorer),
        replace(full, number=2, source_url=GOV, cells=poorer),
        replace(full, number=3, published_on=date(2024, 1, 31)),
        replace(
            full, number=4, published_on=date(2024, 1, 30), source_url="https://gov.cn.evil.com"
        ),
    ]
    last = [replace(full, number=5), replace(full, number=6)]
    sparse = replace(full, number=7, cells=poorer, published_on=date(2024, 12, 31))
    return [*ranked, *sorted(last, key=lambda report: report.report_id), sparse]


def test_each_step_of_the_rule_decides_where_those_before_it_do_not(tmp_path: Path):
    ranked = ladder()
    for first in range(len(ranked) - 1):
        best, *others = ranked[first:]
        path = built(tmp_path / str(first), [*others[::-1], best])
        assert superseded(path) == {other.report_id: best.report_id for other in others}


def test_a_content_that_was_replaced_at_its_path_is_never_preferred(tmp_path: Path):
    former = SampleReport(1, paths=("a.html",), in_manifest=True, source_url=GOV)
    later = SampleReport(2, paths=("a.html",), cells={RECEIVED: BLANK})
    path = built(tmp_path, [former, later], [replacement(former, later, "a.html")])
    assert superseded(path) == {former.report_id: later.report_id}
    places = dict(ask(path, "SELECT report_id, source_path FROM reports"))
    assert places == {former.report_id: "a.html", later.report_id: "a.html"}


def test_a_content_that_came_back_or_lies_elsewhere_too_is_there(tmp_path: Path):
    first = SampleReport(1, paths=("a.html",), published_on=date(2024, 3, 1))
    second = SampleReport(2, paths=("a.html",), published_on=date(2024, 3, 2))
    log = [replacement(first, second, "a.html")]
    back = built(tmp_path / "back", [first, second], [*log, replacement(second, first, "a.html")])
    assert superseded(back) == {second.report_id: first.report_id}
    copy = replace(first, paths=("a.html", "b.html"))
    path = built(tmp_path / "copy", [copy, second], log)
    assert superseded(path) == {first.report_id: second.report_id}
    richer = replace(copy, in_manifest=True)
    path = built(tmp_path / "manifest", [richer, second], log)
    assert superseded(path) == {second.report_id: first.report_id}


def test_twins_have_one_agency_year_and_scope(tmp_path: Path):
    one = SampleReport(1)
    others = [
        replace(one, number=2, agency=1),
        replace(one, number=3, year=2022),
        replace(one, number=4, scope="consolidated"),
        replace(one, number=5, scope=None),
        replace(one, number=6, agency=None),
        replace(one, number=7, agency=None),
        replace(one, number=8, year=None),
        replace(one, number=9, year=None),
    ]
    assert superseded(built(tmp_path / "unlike", [one, *others])) == {}
    untold = [SampleReport(1, scope=None), SampleReport(2, scope=None)]
    assert len(superseded(built(tmp_path / "untold", untold))) == 1


@pytest.mark.parametrize(
    ("former_scope", "later_scope", "is_superseded"),
    [
        (None, "own", True),
        ("consolidated", None, True),
        ("own", "own", True),
        ("own", "consolidated", False),
    ],
)
def test_a_replacement_that_tells_the_scope_supersedes(
    tmp_path: Path, former_scope: str | None, later_scope: str | None, is_superseded: bool
):
    former = SampleReport(1, scope=former_scope, paths=("a.html",))
    older = SampleReport(2, scope=former_scope, paths=("a.html",), cells={RECEIVED: BLANK})
    later = SampleReport(3, scope=later_scope, paths=("a.html",), cells={RECEIVED: BLANK})
    better = SampleReport(4, scope=later_scope)
    log = [replacement(older, former, "a.html"), replacement(former, later, "a.html")]
    found = superseded(built(tmp_path, [former, older, later, better], log))
    expected = {later.report_id: better.report_id}
    if is_superseded:
        expected |= dict.fromkeys((former.report_id, older.report_id), better.report_id)
    else:
        expected |= {older.report_id: former.report_id}
    assert found == expected


def test_a_replacement_for_another_year_supersedes_nothing(tmp_path: Path):
    former = SampleReport(1, year=2022, paths=("latest.html",))
    later = SampleReport(2, year=2023, paths=("latest.html",))
    path = built(tmp_path, [former, later], [replacement(former, later, "latest.html")])
    assert superseded(path) == {}


@pytest.mark.parametrize(
    ("former", "later", "is_superseded"),
    [
        ({"agency": None}, {}, True),
        ({}, {"agency": None}, True),
        ({"agency": None}, {"agency": None}, True),
        ({"year": None}, {}, True),
        ({}, {"year": None}, True),
        ({"year": None, "scope": None}, {"agency": None}, True),
        ({"agency": None, "year": None}, {"agency": None, "year": None}, True),
        ({"agency": 1}, {}, False),
        ({"agency": 1, "year": None}, {}, False),
        ({"agency": None, "year": 2022}, {}, False),
        ({"agency": None, "scope": "consolidated"}, {}, False),
    ],
)
def test_a_replacement_supersedes_unless_both_tell_something_else(
    tmp_path: Path, former: dict, later: dict, is_superseded: bool
):
    first = SampleReport(1, paths=("a.txt",), **former)
    second = SampleReport(2, paths=("a.txt",), cells={RECEIVED: reported(1)}, **former)
    third = SampleReport(3, paths=("a.txt",), cells={RECEIVED: reported(2)}, **later)
    log = [replacement(first, second, "a.txt"), replacement(second, third, "a.txt")]
    path = built(tmp_path, [first, second, third], log)
    found = superseded(path)
    formers = {first.report_id, second.report_id}
    assert {old for old in formers if found.get(old) == third.report_id} == (
        formers if is_superseded else set()
    )
    assert third.report_id not in found
    current = ask(path, "SELECT DISTINCT report_id FROM applications")
    assert not is_superseded or current == [(third.report_id,)]
    steps = set(ask(path, "SELECT report_id, former_report_id FROM report_revisions"))
    assert ((third.report_id, second.report_id) in steps) is is_superseded


def test_what_lies_at_the_path_gives_way_to_its_better_twin(tmp_path: Path):
    former = SampleReport(1, agency=None, paths=("a.txt",))
    later = SampleReport(2, paths=("a.txt",), cells={RECEIVED: BLANK})
    better = SampleReport(3)
    path = built(tmp_path, [former, later, better], [replacement(former, later, "a.txt")])
    assert superseded(path) == dict.fromkeys((former.report_id, later.report_id), better.report_id)


@pytest.mark.parametrize(("agency", "by"), [(0, 2), (None, None)])
def test_of_two_replacements_the_one_that_tells_the_same_agency_supersedes(
    tmp_path: Path, agency: int | None, by: int | None
):
    former = SampleReport(1, agency=agency, scope=None, paths=("a.txt", "b.txt"))
    others = [SampleReport(2, paths=("a.txt",)), SampleReport(3, agency=None, paths=("b.txt",))]
    if agency is None:
        others[1] = replace(others[1], agency=1)
    log = [replacement(former, other, other.paths[0]) for other in others]
    found = superseded(built(tmp_path, [former, *others], log))
    assert found == ({former.report_id: SampleReport(by).report_id} if by else {})


def test_a_report_that_lies_elsewhere_too_is_not_superseded_by_what_tells_less(tmp_path: Path):
    former = SampleReport(1, agency=None, paths=("a.txt", "b.txt"))
    later = SampleReport(2, paths=("a.txt",))
    path = built(tmp_path, [former, later], [replacement(former, later, "a.txt")])
    assert superseded(path) == {}


@pytest.mark.parametrize(
    ("url", "host", "official"),
    [
        ("https://www.gov.cn/zhengce/1.htm", "www.gov.cn", True),
        ("http://gov.cn", "gov.cn", True),
        ("HTTPS://WWW.NeiJiang.GOV.CN:8443?a=b", "www.neijiang.gov.cn", True),
        ("http://zizhong.gov.cn./x#y", "zizhong.gov.cn", True),
        ("https://www.notgov.cn/", "www.notgov.cn", False),
        ("https://gov.cn.evil.com/", "gov.cn.evil.com", False),
        ("https://evil.com/.gov.cn", "evil.com", False),
        ("https://evil.com?x=https://www.gov.cn/", "evil.com", False),
        ("https://evil.com#.gov.cn", "evil.com", False),
        ("https://www.gov.cn@evil.com/", "", False),
        ("https://evil.com\\.gov.cn/", "", False),
        ("https://user:pass@www.gov.cn/", "", False),
        ("https://evil.com%2f.gov.cn/", "", False),
        ("https://evil.com\n.gov.cn/", "", False),
        ("https://www.gov.cn:80x/", "", False),
        ("https://evil.com／.gov.cn/", "", False),
        ("https://政府.gov.cn/", "", False),
        ("ftp://www.gov.cn/", "", False),
        ("javascript:https://www.gov.cn/", "", False),
        ("//www.gov.cn/", "", False),
        ("www.gov.cn", "", False),
        ("https://", "", False),
        ("", "", False),
        (None, None, False),
    ],
)
def test_an_official_host_is_gov_cn_or_below(url: str | None, host: str | None, official: bool):
    found = duckdb.execute(f"SELECT {host_of('u')}, {is_official('u')} FROM (SELECT ? AS u)", [url])
    assert found.fetchall() == [(host, official)]


def test_a_finding_lists_cell_by_cell_where_twins_differ(tmp_path: Path):
    current = SampleReport(1, in_manifest=True, cells={RECEIVED: reported(298), FEES: reported(5)})
    other = SampleReport(2, cells={RECEIVED: reported(266), GRANTED: BLANK, FEES: reported(6)})
    path = built(tmp_path, [current, other])
    ((report_id, severity, message, english, expected, observed, cells),) = ask(
        path,
        "SELECT report_id, severity, message, message_en, expected, observed, cells FROM findings",
    )
    assert (report_id, severity) == (other.report_id, "warning")
    assert cells == [str(FEES), str(RECEIVED), str(GRANTED)]
    granted = ask(
        path,
        f"SELECT count FROM fact_applications WHERE report_id = '{current.report_id}'"
        " AND outcome = 'granted' AND applicant_type = 'natural_person'",
    )[0][0]
    assert granted > 0
    assert (expected, observed) == (f"5、298、{granted}", "6、266、空白")
    assert message == (
        f"与现行报告 {current.report_id}（0000/000001.txt）有 3 格数字不同："
        "“行政事业性收费”“本年收费金额（单位：万元）”现行 5，本报告 6；"
        "“一、本年新收政府信息公开申请数量”“总计”现行 298，本报告 266；"
        f"“（一）予以公开”“自然人”现行 {granted}，本报告 空白"
    )
    assert english.endswith(
        "administrative_fees/amount: current 5, this one 6; "
        "received/total: current 298, this one 266; "
        f"granted/natural_person: current {granted}, this one blank"
    )


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (reported(5), reported(5), False),
        (reported(5), reported(6), True),
        (reported(5), BLANK, True),
        (BLANK, reported(5), True),
        (reported(0), BLANK, False),
        (BLANK, BLANK, False),
        (reported(5), (None, CellStatus.MISSING), False),
        (reported(5), (None, CellStatus.UNREADABLE), False),
        ((None, CellStatus.MISSING), reported(5), False),
    ],
)
def test_only_what_both_print_can_differ(tmp_path: Path, one, other, differ: bool):
    reports = [
        SampleReport(1, in_manifest=True, cells={RECEIVED: one}),
        SampleReport(2, cells={RECEIVED: other}),
    ]
    found = ask(built(tmp_path, reports), "SELECT cells FROM findings")
    assert found == ([([str(RECEIVED)],)] if differ else [])


def test_many_differences_are_counted_and_all_cells_named(tmp_path: Path):
    current, other = SampleReport(1, in_manifest=True), SampleReport(2)
    rows = ask(
        built(tmp_path / "plain", [current]),
        "SELECT outcome, applicant_type FROM fact_applications",
    )
    cells = {CellKey(Fact.APPLICATIONS, *row): reported(90_000) for row in rows}
    path = built(tmp_path / "unlike", [current, replace(other, cells=cells)])
    ((message, english, named),) = ask(path, "SELECT message, message_en, cells FROM findings")
    assert sorted(named) == sorted(map(str, cells))
    assert message.count("现行 ") == english.count("current ") - 1 == 20
    assert message.endswith(f"；另有 {len(cells) - 20} 格")
    assert english.endswith(f"; and {len(cells) - 20} more")


def test_twins_of_two_editions_are_compared_where_both_have_the_cell(tmp_path: Path):
    current = SampleReport(1, in_manifest=True, cells={RECEIVED: reported(1)})
    other = SampleReport(2, edition="2019", cells={RECEIVED: reported(2)})
    ((cells,),) = ask(built(tmp_path, [current, other]), "SELECT cells FROM findings")
    assert str(RECEIVED) in cells
    assert not any("other_remaining" in cell or "procurement" in cell for cell in cells)


def everything(path: Path) -> dict[str, list[tuple]]:
    """Every row of the built tables; the order of rows is that of the build, or sorted."""
    copied = {"sections", "evidence", "identity_evidence", *Fact}
    rows = {name: ask(path, f"FROM {name}") for name in TABLES}
    return {
        name: sorted(found, key=repr) if name in copied else found for name, found in rows.items()
    }


AGENCIES: dict[int | None, dict] = {
    0: {"agency_name": "资中县文化旅游局"},
    1: {"agency_name": "资中县文化和旅游局", "county": "资中县", "admin_code": "511025"},
}


def mixed_corpus(rng: random.Random) -> list[SampleReport]:
    """Many twins of few agencies and years, alike and unlike in all that the rule asks."""
    return [
        SampleReport(
            number,
            agency=(agency := rng.choice([0, 0, 0, 1, None])),
            agency_fields=AGENCIES.get(agency, {}),
            year=rng.choice([2021, 2022, 2022, 2022, None]),
            edition=rng.choice(["2021", "2021", "2019", None]),
            scope=rng.choice(["own", "own", "consolidated", None]),
            cells={RECEIVED: rng.choice([reported(1), reported(2), BLANK])},
            source_url=rng.choice([None, GOV, GOV, "https://gov.cn.evil.com/"]),
            published_on=rng.choice([None, date(2023, 1, 9), date(2023, 2, 1), date(2023, 3, 1)]),
            in_manifest=rng.random() < 0.2,
            paths=(f"p{number % 12}.html",) if number < 24 else (),
        )
        for number in range(40)
    ]


def write_in_runs(folder: Path, runs: list[list[SampleReport]]) -> Lake:
    """A lake written by several runs: batches, sources and the log as each run leaves them."""
    lake = write_sample_lake(folder, [])
    there: dict[str, dict] = {}
    for run in runs:
        add_sample_batch(lake, run)
        for report in run:
            for row in source_rows(report):
                there[row["source_path"]] = row
        lake.write_sources(there.values())
    return lake


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_the_same_reports_in_any_order_give_the_same_tables(tmp_path: Path, seed: int):
    rng = random.Random(seed)
    reports = mixed_corpus(rng)
    latest = {report.paths: report for report in reports if report.paths}
    log = [
        replacement(report, latest[report.paths], report.paths[0])
        for report in reports
        if report.paths and latest[report.paths] is not report
    ]
    told = []
    for turn in range(3):
        folder = tmp_path / str(turn)
        folder.mkdir()
        shuffled = rng.sample(reports, len(reports))
        cuts = sorted(rng.sample(range(1, len(reports)), 3))
        runs = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(reports)], strict=True)]
        lake = write_in_runs(folder / "lake", runs)
        rows = [row for report in reports for row in source_rows(report)]
        lake.write_sources({row["source_path"]: row for row in rows}.values())
        for row in rng.sample(log, len(log)):
            lake.append_log(REPLACED, [row])
        build_warehouse(lake, folder / "w.duckdb", load_rules())
        told.append(everything(folder / "w.duckdb"))
    assert told[0] == told[1] == told[2]
    assert told[0]["report_revisions"] and told[0]["findings"] and told[0]["agency_successions"]
    assert sum(row[8] is not None for row in told[0]["reports"]) > 5


def test_the_order_of_three_twins_never_matters(tmp_path: Path):
    reports = ladder()[:3]
    found = [
        superseded(built(tmp_path / str(number), list(order)))
        for number, order in enumerate(permutations(reports))
    ]
    assert all(each == found[0] for each in found)
