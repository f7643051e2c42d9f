"""Consolidated reports beside those of their areas: sums that fit, and sums that can't be."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.rules import load_rules
from tests.expectations_warehouse import findings_of, write_warehouse
from tests.lake_samples import SampleReport, write_sample_lake
from transform.form import CellKey, Fact, load_editions
from transform.schema import CellStatus
from warehouse.build import build_warehouse

Cells = Mapping[CellKey, tuple[int | None, CellStatus]]
RECEIVED = ("received", "granted", "processed_total")
NUMBERS = count(1)


@dataclass(frozen=True)
class Place:
    """A division: its level, names and code."""

    level: str
    province: str
    prefecture: str | None
    county: str | None

    @property
    def code(self) -> str:
        names = f"{self.province}{self.prefecture}{self.county}"
        return f"{sum(ord(c) * 31**i for i, c in enumerate(names)) % 900_000 + 100_000}"

    @property
    def name(self) -> str:
        return self.county or self.prefecture or self.province


def city(mark: str) -> Place:
    return Place("prefecture", "样例省", f"{mark}市", None)


def county(mark: str, name: str) -> Place:
    return Place("county", "样例省", f"{mark}市", f"{mark}{name}县")


def figures(number: int | CellStatus, **others: int | CellStatus) -> Cells:
    """A table with that many applications of persons, all granted, and nothing else."""
    cells = dict.fromkeys(load_editions()["2021"].cells(), (0, CellStatus.REPORTED))
    rows = dict.fromkeys(RECEIVED, number) | others
    for row, figure in rows.items():
        for column in ("natural_person", "total"):
            told = (figure, CellStatus.REPORTED) if isinstance(figure, int) else (None, figure)
            cells[CellKey(Fact.APPLICATIONS, row, column)] = told
    return cells


def report(
    place: Place,
    organ: str,
    number: int | CellStatus = 0,
    scope: str | None = "own",
    sector: str = "other",
    **columns: Any,
) -> SampleReport:
    """A report of the organ of this place with so many applications."""
    fields = {
        "agency_name": f"{place.name}{organ}",
        "level": place.level,
        "admin_code": place.code,
        "province": place.province,
        "prefecture": place.prefecture,
        "county": place.county,
        "sector": sector,
    } | columns.pop("agency_fields", {})
    cells = columns.pop("cells", None) or figures(number)
    return SampleReport(
        next(NUMBERS),
        agency=sum(ord(c) * 37**i for i, c in enumerate(fields["agency_name"])) % 10**9,
        scope=scope,
        cells=cells,
        agency_fields=fields,
        **columns,
    )


def government(
    place: Place, number: int, scope: str | None = "consolidated", **columns: Any
) -> Any:
    return report(place, "人民政府", number, scope, "government", **columns)


def office(place: Place, number: int, scope: str | None = "own", **columns: Any) -> Any:
    fields = {"part_of": f"{place.name}人民政府"}
    return report(
        place, "人民政府办公室", number, scope, "government_office", agency_fields=fields, **columns
    )


def town(place: Place, name: str, number: int, **columns: Any) -> Any:
    return report(
        place, f"{name}镇人民政府", number, sector="township", agency_fields={"level": "township"},
        **columns,
    )  # fmt: skip


DEPARTMENTS = "本报告数据汇总了市政府各部门的情况"
WHOLE = "本报告的数据汇总了全市各部门和各县区的情况"

# The consolidated report first: then its verdict on received/total, the sum, and coverage.
Case = tuple[list[SampleReport], str, int | None, tuple[int, int]]


def county_cases(mark: str) -> dict[str, Case]:
    at = iter([county(mark, name) for name in "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯"])
    cases: dict[str, Case] = {}

    def add(name: str, make: Any, verdict: str, total: int | None, cover: tuple[int, int]) -> None:
        cases[name] = (make(next(at)), verdict, total, cover)

    def of(parent: int, *organs: int) -> Any:
        return lambda at: [
            government(at, parent),
            *(report(at, f"第{rank}局", number) for rank, number in enumerate(organs)),
        ]

    add("equal", of(12, 5, 7), "equal", 12, (2, 3))
    add("residual", of(20, 5, 7), "residual", 12, (2, 3))
    add("impossible", of(11, 5, 7), "impossible", 12, (2, 3))
    add("no reports of the area", of(11), "unknown", None, (0, 1))
    add(
        "towns of the county",
        lambda at: [government(at, 11), report(at, "局", 5), town(at, "东", 7)],
        "impossible", 12, (2, 3),
    )  # fmt: skip
    add(
        "a government and its office of the same figures",
        lambda at: [government(at, 11), government(at, 8, "own"), office(at, 8)],
        "residual", 8, (1, 1),
    )  # fmt: skip
    add(
        "a government and its office of other figures",
        lambda at: [government(at, 11), government(at, 9, "own"), office(at, 6)],
        "residual", 6, (1, 1),
    )  # fmt: skip
    add(
        "an office of untold scope",
        lambda at: [government(at, 11), office(at, 30, None)],
        "unknown", None, (0, 1),
    )  # fmt: skip
    add(
        "a bureau of untold scope",
        lambda at: [government(at, 11), report(at, "局", 12, None)],
        "impossible", 12, (1, 2),
    )  # fmt: skip
    add(
        "a bureau's sum of its system",
        lambda at: [government(at, 11), report(at, "局", 12, "consolidated"), report(at, "局", 3)],
        "residual", 3, (1, 2),
    )  # fmt: skip
    add(
        "another year",
        lambda at: [government(at, 11), report(at, "局", 30, year=2022)],
        "unknown", None, (0, 2),
    )  # fmt: skip
    add(
        "vertical organs, zones, institutions and branches",
        lambda at: [
            government(at, 11),
            *(
                report(at, name, 30, sector=sector, agency_fields={"part_of": part_of})
                for name, sector, part_of in (
                    ("税务局", "tax", None), ("经济开发区管理委员会", "zone", None),
                    ("经济开发区财政局", "finance", None), ("第一中学", "institution", None),
                    ("生态环境分局", "ecology_environment", "某市生态环境局"),
                )
            ),
        ],
        "unknown", None, (0, 1),
    )  # fmt: skip
    add(
        "a report that is taken for a bureau's own and is the area's",
        lambda at: [government(at, 11), report(at, "甲局", 11), report(at, "乙局", 4)],
        "residual", 4, (1, 3),
    )  # fmt: skip
    add(
        "two reports of one table",
        lambda at: [government(at, 11), report(at, "甲局", 7), report(at, "乙局", 7)],
        "residual", 7, (1, 3),
    )  # fmt: skip
    add(
        "two small tables that are the same",
        lambda at: [government(at, 3), report(at, "甲局", 2), report(at, "乙局", 2)],
        "impossible", 4, (2, 3),
    )  # fmt: skip
    add(
        "a superseded report",
        lambda at: [
            government(at, 11),
            report(at, "局", 7, in_manifest=True),
            report(at, "局", 30),
        ],
        "residual", 7, (1, 2),
    )  # fmt: skip
    add(
        "a blank of an organ",
        lambda at: [
            government(at, 5),
            report(at, "甲局", 5),
            report(at, "乙局", cells=figures(0, received=CellStatus.BLANK)),
        ],
        "equal", 5, (2, 3),
    )  # fmt: skip
    add(
        "a cell that an organ lacks",
        lambda at: [
            government(at, 5),
            report(at, "甲局", 5),
            report(at, "乙局", cells=figures(0, received=CellStatus.MISSING)),
        ],
        "unknown", 5, (2, 3),
    )  # fmt: skip
    add(
        "a figure that an organ's own form contradicts",
        lambda at: [
            government(at, 6),
            report(at, "甲局", 5),
            report(at, "乙局", cells=figures(1, received=900)),
        ],
        "residual", 5, (2, 3),
    )  # fmt: skip
    add(
        "a figure that its own form contradicts",
        lambda at: [government(at, 0, cells=figures(9, received=3)), report(at, "局", 5)],
        "unknown", 5, (1, 2),
    )  # fmt: skip
    add(
        "sums beyond 64 bits",
        lambda at: [
            government(at, 9),
            report(at, "甲局", 9_000_000_000_000_000_000),
            report(at, "乙局", 8_000_000_000_000_000_000),
        ],
        "unknown", None, (2, 3),
    )  # fmt: skip
    add(
        "a bureau beside its branches",
        lambda at: [
            report(at, "生态环境局", 9, "consolidated"),
            report(at, "生态环境局", 4),
            report(
                at, "生态环境局东分局", 6, agency_fields={"part_of": f"{at.name}生态环境局"}
            ),
            # of a bureau of this name in another city
            report(
                county("午", "别"), "分局", 6, agency_fields={"part_of": f"{at.name}生态环境局"}
            ),
        ],
        "impossible", 10, (2, 2),
    )  # fmt: skip
    return cases


def city_cases() -> dict[str, Case]:
    def below(mark: str) -> list[SampleReport]:
        """A county with a consolidated report and an organ, one with organs alone."""
        one, two = county(mark, "东"), county(mark, "西")
        return [
            government(one, 10),
            report(one, "甲局", 6),
            report(two, "乙局", 3),
            town(two, "南", 2),
            report(city(mark), "丙局", 1),
        ]

    return {
        "counties with a sum of their own": (
            [government(city("亥"), 16), *below("亥")],
            "equal", 16, (4, 5),
        ),
        "a whole area in words": (
            [government(city("戌"), 15, scope_words=WHOLE), *below("戌")],
            "impossible", 16, (4, 5),
        ),
        "departments alone in words": (
            [government(city("酉"), 15, scope_words=DEPARTMENTS), *below("酉")],
            "residual", 1, (1, 2),
        ),
        "a city's departments, called those of the whole city": (
            [government(city("申"), 15, scope_words="本报告汇总全市各部门数据"), *below("申")],
            "residual", 1, (1, 2),
        ),
    }  # fmt: skip


CASES = county_cases("未") | city_cases()


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [report for reports, *_ in CASES.values() for report in reports]
    return write_warehouse(tmp_path_factory.mktemp("rollups") / "w.duckdb", reports)


def ask(database: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("case", CASES)
def test_a_consolidated_figure_is_set_beside_the_sum_of_its_area(database: Path, case: str) -> None:
    reports, verdict, total, (children, known) = CASES[case]
    rows = ask(
        database,
        "SELECT verdict, children_sum, children_count, children_known FROM rollups"
        " WHERE report_id = ? AND row_code = 'received' AND column_code = 'total'",
        reports[0].report_id,
    )
    assert rows == [(verdict, total, children, known)]


@pytest.mark.parametrize("case", CASES)
def test_only_what_cannot_be_is_a_finding(database: Path, case: str) -> None:
    reports, verdict, *_ = CASES[case]
    found = [
        finding
        for finding in findings_of(database, "rollup_impossible")
        if finding["report_id"] in {report.report_id for report in reports}
    ]
    assert [f["report_id"] for f in found] == (
        [reports[0].report_id] if verdict == "impossible" else []
    )


def test_a_finding_names_the_cells_and_how_many_reports_there_are(database: Path) -> None:
    parent = CASES["impossible"][0][0]
    (finding,) = [
        f for f in findings_of(database, "rollup_impossible") if f["report_id"] == parent.report_id
    ]
    assert finding["message"].startswith(
        "汇总数小于所辖 2 份报告之和（已知机关 3 个），共 6 格："
        "“一、本年新收政府信息公开申请数量”“总计” 11，各报告之和 12；"
    )
    assert finding["message_en"].startswith(
        "less than the sum of 2 reports of the area (3 bodies known), cells: 6;"
        " received/total: 11, sum 12;"
    )
    assert finding["cells"] == [
        f"fact_applications/{row}/{column}"
        for column in ("total", "natural_person")
        for row in RECEIVED
    ]
    assert (finding["blame"], finding["severity"]) == ("undecided", "warning")


def test_every_cell_of_applications_and_reviews_has_a_row(database: Path) -> None:
    parent = CASES["residual"][0][0]
    rows = ask(
        database,
        "SELECT fact, count(*), sum(residual) FROM rollups WHERE report_id = ? GROUP BY fact"
        " ORDER BY fact",
        parent.report_id,
    )
    assert rows == [("fact_applications", 175, 6 * 8), ("fact_review_litigation", 15, 0)]


def test_the_reports_that_are_added_up_are_listed(database: Path) -> None:
    parent, own, branch, _ = CASES["a bureau beside its branches"][0]
    rows = ask(
        database,
        "SELECT child_report_id, part FROM rollup_children WHERE report_id = ? ORDER BY part",
        parent.report_id,
    )
    assert rows == [(branch.report_id, "branch"), (own.report_id, "own")]
    parent, east, *rest = CASES["counties with a sum of their own"][0]
    listed = dict(
        ask(
            database,
            "SELECT child_report_id, part FROM rollup_children WHERE report_id = ?",
            parent.report_id,
        )
    )
    assert listed == {east.report_id: "area"} | {r.report_id: "organ" for r in rest[1:]}


def test_an_organ_that_became_part_of_another_is_not_added_up_twice(tmp_path: Path) -> None:
    place = Place("county", "四川省", "内江市", "资中县")
    fields = {"admin_code": "511025"}
    reports = [
        government(place, 11, year=2014, agency_fields=fields),
        report(place, "卫生局", 7, year=2014, agency_fields=fields),
        report(place, "卫生和计划生育局", 8, year=2014, agency_fields=fields),
        report(place, "卫生和计划生育局", 8, year=2015, agency_fields=fields),
    ]
    database = write_warehouse(tmp_path / "w.duckdb", reports)
    merged = ask(database, "SELECT count(*) FROM agency_successions WHERE kind = 'merged'")
    assert merged == [(1,)]
    assert ask(database, "SELECT child_report_id FROM rollup_children") == [(reports[2].report_id,)]


def test_the_order_of_arrival_changes_nothing(tmp_path: Path) -> None:
    names = (
        "impossible",
        "a government and its office of the same figures",
        "two reports of one table",
        "a superseded report",
        "a whole area in words",
    )
    reports = [report for name in names for report in CASES[name][0]]
    built = []
    for name, order in (("one", reports), ("other", reports[::-1])):
        lake = write_sample_lake(tmp_path / name, order, batch_size=3, evidence=False)
        build_warehouse(lake, tmp_path / f"{name}.duckdb", load_rules())
        tables = ("rollups", "rollup_children", "findings")
        built.append([ask(tmp_path / f"{name}.duckdb", f"FROM {table}") for table in tables])
    assert built[0] == built[1]
    assert built[0][2]
