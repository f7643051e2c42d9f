"""Years of one agency side by side: chains that hold beside chains that fail or can't be told."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.rules import load_rules
from tests.expectations_warehouse import findings_of, write_warehouse
from tests.lake_samples import SampleReport, sample_values, write_sample_lake
from transform.form import CellKey, Fact, load_editions
from transform.lineages import find_lineages
from transform.schema import CellStatus
from transform.variants import Succession
from warehouse.build import build_warehouse

REPORTED, BLANK = CellStatus.REPORTED, CellStatus.BLANK
MISSING, UNREADABLE = CellStatus.MISSING, CellStatus.UNREADABLE
NO_CELLS: Mapping[CellKey, Any] = {}
GOVERNMENT = {"sector": "government"}
CHAIN_RULES = (
    "chain_applications",
    "chain_regulations",
    "chain_normative_documents",
    "chain_gap",
    "chain_jump",
)


def applications(row: str, column: str = "total") -> CellKey:
    return CellKey(Fact.APPLICATIONS, row, column)


def documents(measure: str, item: str = "normative_documents") -> CellKey:
    return CellKey(Fact.PROACTIVE, item, measure)


def told(**figures: int | CellStatus) -> dict[CellKey, tuple[int | None, CellStatus]]:
    """Cells of the totals of applications: a number, or a status without one."""
    return {applications(row): cell_of(figure) for row, figure in figures.items()}


def held(**figures: int | CellStatus) -> dict[CellKey, tuple[int | None, CellStatus]]:
    """Cells of normative documents."""
    return {documents(measure): cell_of(figure) for measure, figure in figures.items()}


def cell_of(figure: int | CellStatus) -> tuple[int | None, CellStatus]:
    return (None, figure) if isinstance(figure, CellStatus) else (figure, REPORTED)


def two_years(
    former: Mapping[CellKey, Any] = NO_CELLS,
    later: Mapping[CellKey, Any] = NO_CELLS,
    **columns: Any,
) -> list[SampleReport]:
    return [
        SampleReport(0, year=2021, cells=former, **columns),
        SampleReport(0, year=2022, cells=later, **columns),
    ]


def received(*figures: int | None) -> list[SampleReport]:
    """A report a year with so many applications; none where it is None."""
    return [
        SampleReport(0, year=2021 + number, cells=told(received=figure))
        for number, figure in enumerate(figures)
        if figure is not None
    ]


# What the reports of one agency print: the ledger's `chain` of the last, and the rules that fire.
CASES: dict[str, tuple[list[SampleReport], str, tuple[str, ...]]] = {
    "holds": (two_years(), "holds", ()),
    "fails": (
        two_years(told(carried_forward=103), told(carried_over=77)),
        "fails",
        ("chain_applications",),
    ),
    "fails in one type": (
        two_years(later={applications("carried_over", "natural_person"): (9, REPORTED)}),
        "fails",
        ("chain_applications",),
    ),
    "a blank that holds as 0": (
        two_years(told(carried_forward=0), told(carried_over=BLANK)),
        "holds",
        (),
    ),
    "two blanks": (two_years(told(carried_forward=BLANK), told(carried_over=BLANK)), "holds", ()),
    "a blank beside a number": (
        two_years(told(carried_forward=4), told(carried_over=BLANK)),
        "unknown",
        (),
    ),
    "a missing cell": (
        two_years(told(carried_forward=0), told(carried_over=MISSING)),
        "unknown",
        (),
    ),
    "an unreadable cell": (
        two_years(told(carried_forward=UNREADABLE), told(carried_over=3)),
        "unknown",
        (),
    ),
    "one report": (two_years()[:1], "first", ()),
    "no table": ([two_years()[0], SampleReport(0, year=2022, edition=None)], "unknown", ()),
    "a year between": (
        [
            SampleReport(0, year=2021, cells=told(carried_forward=50)),
            SampleReport(0, year=2024, cells=told(carried_over=60)),
        ],
        "gap",
        ("chain_gap",),
    ),
    "from one edition to the next": (
        [
            SampleReport(0, year=2020, edition="2019", cells=told(carried_forward=5)),
            SampleReport(0, year=2021, cells=told(carried_over=6)),
        ],
        "fails",
        ("chain_applications",),
    ),
    "a bureau that tells its scope once": (
        [
            replace(two_years()[0], scope=None),
            replace(two_years()[1], cells=told(carried_over=99)),
        ],
        "fails",
        ("chain_applications",),
    ),
    "a government that tells its scope once": (
        [
            SampleReport(0, year=2021, agency_fields=GOVERNMENT),
            SampleReport(
                0, year=2022, scope=None, cells=told(carried_over=99), agency_fields=GOVERNMENT
            ),
        ],
        "unknown",
        (),
    ),
    "a government that never tells its scope": (
        two_years(later=told(carried_over=99), scope=None, agency_fields=GOVERNMENT),
        "fails",
        ("chain_applications",),
    ),
    "an untold scope beside the own report": (
        [SampleReport(0, year=2022, scope=None, cells=told(carried_over=99)), *two_years()],
        "holds",
        (),
    ),
    "an area's report beside the own one": (
        [
            *two_years(),
            SampleReport(0, year=2022, scope="consolidated", cells=told(carried_over=99)),
        ],
        "first",  # of the area's reports, which stand last
        (),
    ),
    "an area's reports": (
        two_years(told(carried_forward=70), told(carried_over=99), scope="consolidated"),
        "fails",
        ("chain_applications",),
    ),
    "documents follow": (
        two_years(held(in_force=12), held(issued=3, repealed=1, in_force=14)),
        "holds",
        (),
    ),
    "documents more than follow": (
        two_years(held(in_force=12), held(issued=3, repealed=1, in_force=15)),
        "holds",
        ("chain_normative_documents",),
    ),
    "documents fewer than follow": (
        two_years(held(in_force=12), held(issued=3, repealed=1, in_force=11)),
        "holds",
        ("chain_normative_documents",),
    ),
    "a blank of documents that holds as 0": (
        two_years(held(in_force=12), held(issued=3, repealed=BLANK, in_force=15)),
        "holds",
        (),
    ),
    "a blank of documents that leaves it open": (
        two_years(held(in_force=12), held(issued=3, repealed=BLANK, in_force=14)),
        "holds",
        (),
    ),
    "regulations": (
        two_years({documents("in_force", "regulations"): (35, REPORTED)}),
        "holds",
        ("chain_regulations",),
    ),
    "a jump": (received(200, 220, 180, 210, 2_050_000, 190), "holds", ("chain_jump",)),
    "a fall": (received(200, 220, 180, 210, 0, 190), "holds", ("chain_jump",)),
    "too few years for a jump": (received(200, 220, 2050, 180, 190), "holds", ()),
    "a jump where the scope of some years is untold": (
        [
            replace(each, scope=None if each.year == 2025 else "own", agency_fields=GOVERNMENT)
            for each in received(200, 220, 180, 210, 2050, 190)
        ],
        "holds",
        (),
    ),
    "a year without a number": (
        [*received(200, 220, 2050, 180, 190), SampleReport(0, year=2026, edition=None)],
        "unknown",
        (),
    ),
    "few applications": (received(0, 0, 0, 0, 3, 0, 0), "holds", ()),
    "some more than few": (received(1, 0, 2, 1, 25, 0), "holds", ()),
    "twice as many": (received(200, 205, 201, 199, 420, 200), "holds", ()),
    "growth": (received(10, 20, 40, 80, 160, 320), "holds", ()),
    "beyond 53 bits": (
        received(*[4_000_000_000_000_000_000] * 5, 9_000_000_000_000_000_000),
        "holds",
        (),
    ),
}


def agencies_of_cases() -> Iterator[tuple[str, list[SampleReport]]]:
    numbers = count(1)
    for agency, (name, (reports, _, _)) in enumerate(CASES.items()):
        # nobody reports on another's figures: what is plain depends on the agency alone
        yield name, [replace(r, number=next(numbers), agency=agency) for r in reports]


REPORTS = dict(agencies_of_cases())
RENAMED = {"county": "资中县", "prefecture": "内江市", "province": "四川省", "admin_code": "511025"}
OTHERS = [
    SampleReport(
        901, 101, 2019, "2019", cells=told(carried_forward=8),
        agency_fields=RENAMED | {"agency_name": "资中县环境保护局"},
    ),
    SampleReport(
        902, 102, 2020, "2019", cells=told(carried_over=9),
        agency_fields=RENAMED | {"agency_name": "资中县生态环境局"},
    ),
    SampleReport(903, None, 2021),
    SampleReport(904, 103, None),
]  # fmt: skip
"""A renamed agency, and reports of which agency or year is not told."""


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reports = [report for each in REPORTS.values() for report in each]
    return write_warehouse(tmp_path_factory.mktemp("chains") / "w.duckdb", [*reports, *OTHERS])


def ask(database: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("case", CASES)
def test_the_ledger_tells_whether_the_last_report_continues_the_one_before(
    database: Path, case: str
) -> None:
    states = ask(
        database,
        "SELECT chain FROM agency_ledger WHERE report_id = ?",
        REPORTS[case][-1].report_id,
    )
    assert states == [(CASES[case][1],)]


@pytest.mark.parametrize("case", CASES)
def test_what_fails_is_a_finding_and_nothing_else_is(database: Path, case: str) -> None:
    ids = [report.report_id for report in REPORTS[case]]
    found = ask(
        database,
        "SELECT DISTINCT rule_id FROM findings WHERE rule_id IN (SELECT unnest(?))"
        " AND report_id IN (SELECT unnest(?)) ORDER BY rule_id",
        list(CHAIN_RULES),
        ids,
    )
    assert found == [(rule,) for rule in CASES[case][2]]


def test_a_finding_names_both_years_and_both_numbers(database: Path) -> None:
    former, later = REPORTS["fails"]
    (finding,) = [
        f for f in findings_of(database, "chain_applications") if f["report_id"] == later.report_id
    ]
    assert finding["message"] == (
        f"2021 年度结转下年与 2022 年度上年结转不一致：“总计” 103 与 77"
        f"（2021 年度报告 {former.report_id}）"
    )
    assert finding["message_en"] == (
        "what 2021 carries forward and 2022 carries over differ: total: 103 and 77"
        f" (report on 2021: {former.report_id})"
    )
    assert (finding["expected"], finding["observed"]) == ("103", "77")
    assert finding["cells"] == ["fact_applications/carried_over/total"]


def test_a_gap_names_its_years(database: Path) -> None:
    (finding,) = findings_of(database, "chain_gap")
    assert finding["report_id"] == REPORTS["a year between"][1].report_id
    assert (finding["expected"], finding["observed"]) == ("2022、2023", "2021、2024")
    assert finding["message"].endswith("在 2021 年度与 2024 年度之间缺 2022、2023 年度的报告")


def test_a_jump_names_the_median(database: Path) -> None:
    found = {f["report_id"]: f for f in findings_of(database, "chain_jump")}
    assert set(found) == {REPORTS["a jump"][4].report_id, REPORTS["a fall"][4].report_id}
    jump = found[REPORTS["a jump"][4].report_id]
    assert (jump["expected"], jump["observed"], jump["blame"]) == ("205", "2050000", None)
    assert jump["message"] == "2025 年度本年新收 2050000 件，该机关各年中位数为 205 件"


def test_the_ledger_holds_the_totals_and_what_is_expected(database: Path) -> None:
    former, later = REPORTS["documents follow"]
    ((*row, growth),) = ask(
        database,
        "SELECT former_report_id, report_count, carried_over, carried_over_expected,"
        " normative_documents_issued, normative_documents_repealed,"
        " normative_documents_in_force, normative_documents_expected,"
        " normative_documents_chain, received_growth FROM agency_ledger WHERE report_id = ?",
        later.report_id,
    )
    plain = sample_values(load_editions()["2021"], later.agency or 0, 2022)
    carried = plain[applications("carried_over")]
    assert row == [former.report_id, 1, carried, carried, 3, 1, 14, 14, "holds"]
    before = sample_values(load_editions()["2021"], later.agency or 0, 2021)
    rise = plain[applications("received")] / before[applications("received")] - 1
    assert growth == pytest.approx(float(rise))


def test_a_renamed_agency_is_one_body_and_reports_without_year_or_agency_are_left_out(
    database: Path,
) -> None:
    former, later, *untold = OTHERS
    rows = ask(
        database,
        "SELECT lineage_id, agency_id, report_year, chain FROM agency_ledger"
        " WHERE lineage_id = ? ORDER BY report_year",
        later.agency_id,
    )
    assert rows == [
        (later.agency_id, former.agency_id, 2019, "first"),
        (later.agency_id, later.agency_id, 2020, "fails"),
    ]
    ids = [report.report_id for report in untold]
    assert not ask(database, "FROM agency_ledger WHERE report_id IN (SELECT unnest(?))", ids)


@pytest.mark.parametrize(
    ("former", "later", "blame", "suspect"),
    [
        ("proved", "proved", "agency_error", None),
        ("proved", "contradicted", "suspect_reading", "2021 年度的结转下年已由"),
        ("proved", "unproved", "suspect_reading", "2021 年度的结转下年已由"),
        ("contradicted", "proved", "suspect_reading", "本报告的上年结转已由"),
        ("unproved", "proved", "suspect_reading", "本报告的上年结转已由"),
        ("proved", "consistent", "undecided", None),
        ("consistent", "consistent", "undecided", None),
        ("unproved", "unproved", "undecided", None),
        ("contradicted", "contradicted", "undecided", None),
    ],
)
def test_blame_follows_what_each_form_proves(
    database: Path, tmp_path: Path, former: str, later: str, blame: str, suspect: str | None
) -> None:
    (finding,) = judged(database, tmp_path, {"former": former, "later": later})
    assert finding["blame"] == blame
    assert (finding["suggestion"] or "").startswith(suspect or "")
    assert (finding["suggestion"] is None) == (finding["suggestion_en"] is None)
    assert (suspect is None) == (finding["suggestion"] is None)


@pytest.mark.parametrize("settled", ["agency_error", "suspect_reading", "undecided"])
def test_what_its_own_form_settles_of_a_contradicted_cell_stands(
    database: Path, tmp_path: Path, settled: str
) -> None:
    broken = ("balance", "total", settled)
    (finding,) = judged(database, tmp_path, {"former": "proved", "later": "contradicted"}, broken)
    assert finding["blame"] == settled


def test_an_agency_that_is_not_sure_leaves_the_blame_open(database: Path, tmp_path: Path) -> None:
    low = "UPDATE reports SET agency_confidence = 'low'"
    (finding,) = judged(database, tmp_path, {"former": "proved", "later": "proved"}, also=low)
    assert finding["blame"] == "undecided"


def judged(
    database: Path,
    folder: Path,
    assurances: dict[str, str],
    broken: tuple[str, str, str] | None = None,
    also: str | None = None,
) -> list[dict[str, Any]]:
    """The findings of the case 'fails', with these assurances of its two reports' cells."""
    changed = folder / "w.duckdb"
    shutil.copy(database, changed)
    reports = dict(zip(("former", "later"), REPORTS["fails"], strict=True))
    rule = next(rule for rule in load_rules() if rule.rule_id == "chain_applications")
    with duckdb.connect(str(changed)) as connection:
        for side, assurance in assurances.items():
            connection.execute(
                "UPDATE fact_applications SET assurance = ? WHERE report_id = ?",
                [assurance, reports[side].report_id],
            )
        connection.execute("DELETE FROM broken_equations")
        if broken:
            connection.execute(
                "INSERT INTO broken_equations VALUES (?, ?, ?, ?, NULL, NULL, NULL)",
                [reports["later"].report_id, *broken],
            )
        if also:
            connection.execute(also)
        answer = connection.execute(rule.sql or "")
        names = [column[0] for column in answer.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    return [row for row in rows if row["report_id"] == reports["later"].report_id]


def test_two_reports_of_one_body_and_year_leave_the_chain_open(tmp_path: Path) -> None:
    """Two spellings that both report: which of them the next year continues is not told."""
    spelled = [{"agency_name": f"资中县{name}局"} for name in ("教育和体育", "教育体育")]
    first, second = (RENAMED | fields for fields in spelled)
    reports = [
        SampleReport(1, 0, 2021, cells=told(carried_forward=5), agency_fields=first),
        SampleReport(2, 4, 2021, cells=told(carried_forward=6), agency_fields=second),
        SampleReport(3, 4, 2022, cells=told(carried_over=7), agency_fields=second),
    ]
    database = write_warehouse(tmp_path / "w.duckdb", reports)
    assert ask(database, "SELECT count(*) FROM agency_successions WHERE kind = 'variant'") == [(1,)]
    rows = ask(database, "SELECT report_id, report_count, chain FROM agency_ledger ORDER BY 3")
    assert rows == [(reports[1].report_id, 2, "first"), (reports[2].report_id, 1, "unknown")]


def test_the_order_of_arrival_changes_nothing(tmp_path: Path) -> None:
    names = ("fails", "an untold scope beside the own report", "a jump", "regulations")
    reports = [*[report for name in names for report in REPORTS[name]], *OTHERS]
    built = []
    for name, order in (("one", reports), ("other", reports[::-1])):
        lake = write_sample_lake(tmp_path / name, order, batch_size=3, evidence=False)
        build_warehouse(lake, tmp_path / f"{name}.duckdb", load_rules())
        built.append(
            [
                ask(tmp_path / f"{name}.duckdb", f"FROM {table}")
                for table in ("agency_ledger", "chain_links", "findings")
            ]
        )
    assert built[0] == built[1]
    assert built[0][2]


def link(former: str, later: str, kind: str) -> Succession:
    return Succession(former, later, kind, 2019, "样例")


@pytest.mark.parametrize(
    ("links", "lineages"),
    [
        pytest.param([("a", "b", "renamed")], {"a": "b", "b": "b"}, id="renamed"),
        pytest.param([("a", "b", "division")], {"a": "b", "b": "b"}, id="division"),
        pytest.param([("a", "b", "merged")], {}, id="merged"),
        pytest.param(
            [("a", "b", "variant"), ("c", "b", "variant")],
            {"a": "b", "b": "b", "c": "b"},
            id="two spellings",
        ),
        pytest.param(
            [("a", "b", "renamed"), ("b", "c", "division")],
            {"a": "c", "b": "c", "c": "c"},
            id="one after the other",
        ),
        pytest.param(
            [("a", "b", "renamed"), ("c", "b", "merged")], {}, id="renamed, and took over another"
        ),
        pytest.param(
            [("a", "b", "division"), ("a", "c", "division")], {}, id="divided between two"
        ),
        pytest.param(
            [("a", "b", "renamed"), ("x", "b", "variant")],
            {"a": "b", "b": "b", "x": "b"},
            id="renamed, and spelled otherwise",
        ),
    ],
)
def test_one_body_bears_the_name_that_it_has_last(
    links: list[tuple[str, str, str]], lineages: dict[str, str]
) -> None:
    rows = [link(*each) for each in links]
    assert find_lineages(rows) == find_lineages(rows[::-1]) == lineages
