"""What the rules about claims find and let pass: pairs of each, in one warehouse.

All cases share one small report, whose figures hold the form's arithmetic; each case adds its
claims, and what it wants otherwise in the tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.claim_paragraphs import CORRECT, WRONG
from tests.expectations_warehouse import findings_of, write_warehouse
from tests.lake_samples import SampleReport
from transform.claims import read_claims
from transform.form import CellKey, Fact, load_editions
from transform.schema import CellStatus
from transform.sections import Section

RULES = (
    "claim_table_differs",
    "claim_parts_differ",
    "claim_share_differs",
    "claim_growth_differs",
    "claim_all_done",
    "claims_contradict",
    "claim_year_differs",
)

REPORTED, BLANK = CellStatus.REPORTED, CellStatus.BLANK
MISSING, UNREADABLE = CellStatus.MISSING, CellStatus.UNREADABLE

# row: natural persons, enterprises
APPLICATIONS = {
    "received": (9, 3),
    "carried_over": (2, 0),
    "granted": (3, 1),
    "partially_granted": (2, 0),
    "refused_internal_affairs": (1, 0),
    "unavailable_not_held": (2, 1),
    "rejected_duplicate": (1, 0),
    "other_correction_overdue": (1, 1),
    "other": (1, 1),
    "processed_total": (10, 3),
    "carried_forward": (1, 0),
}
# channel: upheld, corrected, other, pending, total
CASES_OF_COURTS = {
    "review": (2, 1, 0, 1, 4),
    "litigation_direct": (1, 0, 0, 0, 1),
    "litigation_after_review": (0, 0, 0, 2, 2),
}
PROACTIVE = {
    ("normative_documents", "issued"): 3,
    ("normative_documents", "in_force"): 16,
    ("normative_documents", "produced"): 3,
    ("normative_documents", "newly_disclosed"): 2,
    ("normative_documents", "disclosed_total"): 9,
    ("administrative_fees", "amount"): Decimal(123400),
}

Cells = Mapping[CellKey, tuple[int | Decimal | None, CellStatus]]


def application(row: str, column: str = "total") -> CellKey:
    return CellKey(Fact.APPLICATIONS, row, column)


def court(channel: str, result: str = "total") -> CellKey:
    return CellKey(Fact.REVIEW_LITIGATION, channel, result)


def claim(code: str, value: str | int | None, **columns: Any) -> dict[str, Any]:
    """A claim; the value is in the claim's unit."""
    number = None if value is None else Decimal(value)
    return {"claim": code, "value": number, "unit": None if number is None else "count", **columns}


def share(code: str, value: str, **columns: Any) -> dict[str, Any]:
    return claim(code, value, measure="share") | {"unit": "percent"} | columns


def growth(code: str, value: str, **columns: Any) -> dict[str, Any]:
    return claim(code, value, measure="growth") | {"unit": "percent"} | columns


def listed(
    whole: int, *parts: int, code: str = "items_published", **columns: Any
) -> tuple[Any, ...]:
    """A whole at position 1 and the parts that are named of it."""
    return (
        claim(code, whole),
        *(claim("part", part, part_of=1, **columns) for part in parts),
    )


@dataclass(frozen=True)
class Case:
    """A report with claims, and which rules find something: rule id and value observed."""

    name: str
    claims: Sequence[Mapping[str, Any]]
    found: tuple[tuple[str, str], ...] = ()
    cells: Cells = field(default_factory=dict)
    report: Mapping[str, Any] = field(default_factory=dict)
    last_year: SampleReport | None = None


def differs(
    name: str, *claims: Mapping[str, Any], observed: str | None = None, **rest: Any
) -> Case:
    shown = observed or str(claims[0]["value"])
    return Case(name, claims, (("claim_table_differs", shown),), **rest)


def agrees(name: str, *claims: Mapping[str, Any], **rest: Any) -> Case:
    return Case(name, claims, **rest)


def parts(name: str, claims: Sequence[Mapping[str, Any]], total: str | None, **rest: Any) -> Case:
    found = () if total is None else (("claim_parts_differ", total),)
    return Case(name, claims, found, **rest)


def in_text(name: str, text: str, value: int, found: bool) -> Case:
    """So many received, said in these words."""
    said = claim("applications_received", value, sentence=text, offset=text.index(f"{value}件"))
    finding = (("claim_table_differs", str(value)),) if found else ()
    return Case(name, (said,), finding, report={"section_texts": {1: text}})


RECEIVED, ACCEPTED = "applications_received", "applications_accepted"
OLD = {"edition": "2019", "year": 2020}
EVERY_CELL_BLANK = {
    application(row): (None, BLANK) for row in ("received", "carried_over", "processed_total")
}

AMOUNTS = (
    agrees("received as in the table", claim(RECEIVED, 12)),
    differs("received otherwise", claim(RECEIVED, 21)),
    agrees("received with those carried over", claim(RECEIVED, 14)),
    differs("accepted as neither", claim(ACCEPTED, 13)),
    agrees("accepted with those carried over", claim(ACCEPTED, 14)),
    agrees("fewer accepted than received", claim(RECEIVED, 12), claim(ACCEPTED, 10)),
    differs("fewer accepted and received not said", claim(ACCEPTED, 10)),
    agrees("handled: processed", claim("applications_handled", 13)),
    agrees("handled: with those carried over", claim("applications_handled", 14)),
    differs("handled otherwise", claim("applications_handled", 11)),
    agrees("answered: processed", claim("applications_answered", 13)),
    agrees("answered: without other processing", claim("applications_answered", 11)),
    agrees("answered: without the rejected", claim("applications_answered", 10)),
    agrees("answered: those received", claim("applications_answered", 12)),
    differs("answered otherwise", claim("applications_answered", 9)),
    agrees("answered by the form of 2019", claim("applications_answered", 11), report=OLD),
    agrees("nothing received beside blanks", claim(RECEIVED, 0), cells=EVERY_CELL_BLANK),
    differs("some received beside blanks", claim(RECEIVED, 5), cells=EVERY_CELL_BLANK),
    agrees(
        "one reading is missing",
        claim(ACCEPTED, 13),
        cells={application("carried_over"): (None, MISSING)},
    ),
    agrees(
        "one reading is unreadable",
        claim("litigation_cases", 9),
        cells={court("litigation_direct"): (None, UNREADABLE)},
    ),
    differs(
        "a missing cell that no reading asks for",
        claim(RECEIVED, 13),
        cells={application("granted"): (None, MISSING)},
    ),
    agrees("granted in full or in part", claim("granted", 6, covers=["partially_granted"])),
    differs("of two outcomes only one", claim("granted", 3, covers=["partially_granted"])),
    agrees("a group of outcomes", claim("refused", 1), claim("unavailable", 3)),
    differs("a group of outcomes otherwise", claim("refused", 2)),
    agrees(
        "a part of an outcome", claim("unavailable", 3), claim("unavailable_not_held", 3, part_of=1)
    ),
    agrees("other processing", claim("other_processed", 2)),
    agrees("other processing by the form of 2019", claim("other_processed", 2), report=OLD),
    agrees("what the form of 2019 has not", claim("other_fee_overdue", 7), report=OLD),
    agrees("by natural persons", claim(RECEIVED, 9, applicant_type="natural_person")),
    differs("by natural persons otherwise", claim(RECEIVED, 12, applicant_type="natural_person")),
    agrees("by organizations", claim(RECEIVED, 3, applicant_type="organizations")),
    differs("by organizations otherwise", claim(RECEIVED, 9, applicant_type="organizations")),
    agrees(
        "organizations where one of the five is missing",
        claim(RECEIVED, 3, applicant_type="organizations"),
        cells={application("received", "other_organization"): (None, MISSING)},
    ),
    agrees("reviews and lawsuits in one", claim("review_cases", 7, covers=["litigation_cases"])),
    differs(
        "reviews and lawsuits otherwise", claim("review_cases", 8, covers=["litigation_cases"])
    ),
    differs(
        "five things in one otherwise",
        claim("granted", 99, covers=["partially_granted", "refused", "unavailable", "rejected"]),
    ),
    agrees(
        "more than five things in one",
        claim(
            "granted",
            99,
            covers=["partially_granted", "refused", "unavailable", "rejected", "other_processed"],
        ),
    ),
    differs("reviews otherwise", claim("review_cases", 5)),
    agrees("lawsuits after review only", claim("litigation_cases", 2)),
    agrees("documents issued", claim("normative_documents_issued", 3)),
    differs("documents issued otherwise", claim("normative_documents_issued", 5)),
    agrees(
        "documents newly disclosed, in 2019", claim("normative_documents_issued", 2), report=OLD
    ),
    differs(
        "documents issued otherwise, in 2019", claim("normative_documents_issued", 5), report=OLD
    ),
    agrees(
        "in force, of which the form of 2019 knows the disclosed",
        claim("normative_documents_in_force", 11),
        report=OLD,
    ),
    agrees("fees to the yuan", claim("administrative_fees", "123400") | {"unit": "CNY"}),
    agrees("fees rounded to 0.1 万", claim("administrative_fees", "123000") | {"unit": "CNY"}),
    differs("fees otherwise", claim("administrative_fees", "125000") | {"unit": "CNY"}),
    agrees("about", claim(RECEIVED, 10, approximate=True)),
    differs("about, and far off", claim(RECEIVED, 30, approximate=True)),
    agrees("another scope", claim(RECEIVED, 70, scope="consolidated")),
    differs("its own scope", claim(RECEIVED, 70, scope="own")),
    agrees("the share of another claim that agrees", claim(RECEIVED, 12), claim(RECEIVED, 7)),
    agrees("a part of the same kind", claim(RECEIVED, 12), claim(RECEIVED, 7, part_of=1)),
    agrees(
        "a part of what no table counts",
        claim("items_published", 30),
        claim("normative_documents_issued", 5, part_of=1),
    ),
    agrees(
        "an outcome among natural persons",
        claim(RECEIVED, 9, applicant_type="natural_person"),
        claim("granted", 3, part_of=1),
    ),
    in_text("by one channel", "本年度通过网站收到申请7件。", 7, False),
    in_text("more by one channel than by all", "本年度通过网站收到申请70件。", 70, True),
    in_text("by all channels", "本年度通过网站、信函共收到申请7件。", 7, True),
    in_text("a channel in another clause", "网站开设专栏，收到申请7件。", 7, True),
    agrees("two that add up in one sentence", claim(RECEIVED, 7), claim(RECEIVED, 5)),
    differs("two that add up, and another", claim(RECEIVED, 8), claim(RECEIVED, 8), observed="8"),
    agrees("fewer being handled", claim(RECEIVED, 12), claim("applications_handled", 1)),
    agrees("no tables", claim(RECEIVED, 5), report={"edition": None}),
    Case(
        "told once for two places",
        (claim(RECEIVED, 21), claim(RECEIVED, 21, section=3)),
        (("claim_table_differs", "21"),),
    ),
)

WITH_MORE = {"section_texts": {1: "公开信息九十条，其中动态、通知、目录等。"}}
LISTS = (
    parts("parts that add up", listed(90, 50, 30, 10), None),
    parts("parts that are too few", listed(90, 50, 20, 10), "80"),
    parts("parts that are too many", listed(90, 50, 45, 10), "105"),
    parts("two parts that are too few", listed(90, 50, 20), None),
    parts("two parts that are too many", listed(90, 70, 30), "100"),
    parts("one part", listed(90, 50), None),
    parts("one part that exceeds its whole", listed(90, 95), "95"),
    parts("parts of much less", listed(900, 50, 20, 10), None),
    parts("a list that goes on", listed(90, 50, 20, 10), None, report=WITH_MORE),
    parts("a second break-down", listed(90, 50, 30, 10, 45, 45), None),
    parts("channels that overlap", listed(90, 90, 40), None),
    parts("round parts", listed(90, 50, 30, approximate=True), None),
    parts("round parts that are too many", listed(90, 80, 80, approximate=True), "160"),
    parts("parts in another unit", listed(90, 70, 70, unit="CNY"), None),
    parts(
        "parts of another year", (*listed(90, 70), claim("part", 70, part_of=1, year=None)), None
    ),
    parts(
        "applicants that add up, and outcomes beside them",
        (
            claim(RECEIVED, 12),
            claim(RECEIVED, 9, part_of=1, applicant_type="natural_person"),
            claim(RECEIVED, 3, part_of=1, applicant_type="organizations"),
            claim(RECEIVED, 3, part_of=1, applicant_type="commercial_enterprise"),
            claim("granted", 4, part_of=1),
        ),
        None,
    ),
    Case(
        "applicants that do not",
        (
            claim(RECEIVED, 12),
            claim(RECEIVED, 9, part_of=1, applicant_type="natural_person"),
            claim(RECEIVED, 2, part_of=1, applicant_type="organizations"),
        ),
        (("claim_parts_differ", "11"), ("claim_table_differs", "2")),
    ),
    parts(
        "a group of outcomes and its member",
        (
            claim("applications_answered", 4),
            claim("unavailable", 3, part_of=1),
            claim("unavailable_not_held", 3, part_of=1),
        ),
        None,
        cells={application("processed_total"): (None, MISSING)},
    ),
    parts(
        "outcomes of more than their whole that agree with the tables",
        (
            claim("applications_carried_over", 2),
            claim("granted", 4, part_of=1),
            claim("unavailable", 3, part_of=1),
        ),
        None,
    ),
    Case(
        "outcomes of more than their whole",
        (
            claim("applications_answered", 13),
            claim("granted", 7, part_of=1),
            claim("unavailable", 8, part_of=1),
        ),
        (
            ("claim_parts_differ", "15"),
            ("claim_table_differs", "7"),
            ("claim_table_differs", "8"),
        ),
    ),
    parts(
        "outcomes that are not all named",
        (
            claim("applications_answered", 13),
            claim("granted", 4, part_of=1),
            claim("partially_granted", 2, part_of=1),
            claim("unavailable", 3, part_of=1),
        ),
        None,
    ),
    parts(
        "new and carried over",
        (
            claim(ACCEPTED, 14),
            claim(RECEIVED, 12, part_of=1),
            claim("applications_carried_over", 2, part_of=1),
        ),
        None,
    ),
)

SHARES = (
    agrees("a share of the processed", share("granted", "30.77")),
    agrees("a share of the received, cut", share("granted", "33.3")),
    agrees("a share of the received, whole", share("granted", "33")),
    Case("a share of nothing", (share("granted", "40"),), (("claim_share_differs", "40"),)),
    agrees("shares in turn", share("granted", "40", sentence="分别占40%、7%。")),
    Case("decimals that differ", (share("granted", "30.6"),), (("claim_share_differs", "30.6"),)),
    agrees("natural persons", share(RECEIVED, "75", applicant_type="natural_person")),
    Case(
        "natural persons otherwise",
        (share(RECEIVED, "80", applicant_type="natural_person"),),
        (("claim_share_differs", "80"),),
    ),
    agrees("punctuality", share("applications_answered", "100")),
    agrees("reviews", share("review_upheld", "50")),
    Case("reviews otherwise", (share("review_upheld", "60"),), (("claim_share_differs", "60"),)),
    agrees("a share of another scope", share("granted", "40", scope="consolidated")),
    agrees("about a share", share("granted", "40", approximate=True)),
    agrees(
        "a share where the whole is missing",
        share("granted", "40"),
        cells={application("processed_total"): (None, MISSING)},
    ),
    agrees(
        "a share of a whole in the text",
        claim("refused", 1),
        share("refused_internal_affairs", "100", part_of=1),
    ),
)


def last_year(**columns: Any) -> SampleReport:
    """The report before, with twice as many received."""
    return SampleReport(
        0,
        **{
            "year": 2022,
            "cells": figures("2021", {application("received"): (24, REPORTED)}),
            **columns,
        },
    )


def figures(edition: str, changes: Cells) -> Cells:
    """Every cell of the edition, as the small report has it, with changes."""
    cells: dict[CellKey, tuple[int | Decimal | None, CellStatus]] = {}
    for cell in load_editions()[edition].cells():
        cells[cell] = (_figure(cell), REPORTED)
    return cells | dict(changes)


def _figure(cell: CellKey) -> int | Decimal:
    if cell.fact is Fact.APPLICATIONS:
        persons, enterprises = APPLICATIONS.get(cell.row_code, (0, 0))
        by_column = {
            "natural_person": persons,
            "commercial_enterprise": enterprises,
            "total": persons + enterprises,
        }
        return by_column.get(cell.column_code, 0)
    if cell.fact is Fact.REVIEW_LITIGATION:
        columns = ("upheld", "corrected", "other", "pending", "total")
        return CASES_OF_COURTS[cell.row_code][columns.index(cell.column_code)]
    return PROACTIVE.get((cell.row_code, cell.column_code), 0)


OTHER_YEARS = (
    agrees("halved", growth(RECEIVED, "-50"), last_year=last_year()),
    agrees("halved, without a sign", growth(RECEIVED, "50"), last_year=last_year()),
    Case(
        "grown otherwise",
        (growth(RECEIVED, "20"),),
        (("claim_growth_differs", "20"),),
        last_year=last_year(),
    ),
    agrees("twelve fewer", claim(RECEIVED, "-12", measure="change"), last_year=last_year()),
    Case(
        "some fewer",
        (claim(RECEIVED, "-9", measure="change"),),
        (("claim_growth_differs", "-9"),),
        last_year=last_year(),
    ),
    agrees(
        "grown since the year before last", growth(RECEIVED, "20"), last_year=last_year(year=2021)
    ),
    agrees(
        "grown since another scope",
        growth(RECEIVED, "20"),
        last_year=last_year(scope="consolidated"),
    ),
    agrees("grown beside no report", growth(RECEIVED, "20")),
    agrees(
        "grown from a missing figure",
        growth(RECEIVED, "20"),
        last_year=last_year(cells=figures("2021", {application("received"): (None, MISSING)})),
    ),
    Case(
        "grown in the texts otherwise",
        (claim("website_items", 30), growth("website_items", "20")),
        (("claim_growth_differs", "20"),),
        last_year=last_year(claims=(claim("website_items", 20),)),
    ),
    agrees(
        "grown in the texts",
        claim("website_items", 30),
        growth("website_items", "50"),
        last_year=last_year(claims=(claim("website_items", 20),)),
    ),
    agrees(
        "grown from one of several figures",
        claim("website_items", 30),
        growth("website_items", "20"),
        last_year=last_year(claims=(claim("website_items", 20), claim("website_items", 5))),
    ),
)

NOTHING_LEFT = {application("carried_forward"): (0, REPORTED)}
REST = (
    agrees(
        "a share beside more figures than a report has",
        *(claim("granted", 100 + n, scope="consolidated") for n in range(31)),
        share("granted", "90"),
    ),
    Case(
        "all answered beside one carried forward",
        (claim("applications_all_answered", None),),
        (("claim_all_done", "1"),),
    ),
    agrees("all answered", claim("applications_all_answered", None), cells=NOTHING_LEFT),
    agrees(
        "all answered but those carried forward",
        claim("applications_all_answered", None, sentence="除结转一件外均已答复。"),
    ),
    agrees(
        "all answered last year",
        claim("applications_all_answered", None, year=None, scope="consolidated"),
    ),
    Case(
        "two figures, and the larger is wrong",
        (claim(RECEIVED, 12), claim(RECEIVED, 21)),
        (("claims_contradict", "21"),),
    ),
    agrees("two figures of items", claim("items_published", 12), claim("items_published", 21)),
    Case("of another year", (claim(RECEIVED, 21, year=2019),), (("claim_year_differs", "2019"),)),
    agrees("of a year untold", claim(RECEIVED, 12, year=None)),
)


def said(text: str, *found: tuple[str, str]) -> Case:
    """What the pipeline reads in a paragraph."""
    return Case(text, (), found, report={"section_texts": {1: text}}, last_year=last_year())


PARAGRAPHS = (
    *(said(text) for text in CORRECT),
    *(said(text, *found) for text, found in WRONG),
)

CASES = (*AMOUNTS, *LISTS, *SHARES, *OTHER_YEARS, *REST, *PARAGRAPHS)


def _reports() -> list[SampleReport]:
    reports = []
    for number, case in enumerate(CASES):
        columns = {"number": 2 * number, "agency": number, "claims": tuple(case.claims)} | dict(
            case.report
        )
        edition = columns.get("edition", "2021")
        if case in PARAGRAPHS:
            columns["claims"] = tuple(_read(case.name))
        cells = {} if edition is None else figures(edition, case.cells)
        reports.append(SampleReport(**columns, cells=cells))
        if case.last_year is not None:
            reports.append(_renumbered(case.last_year, 2 * number + 1, number))
    return reports


def _read(text: str) -> list[dict[str, Any]]:
    claims = read_claims([Section(1, "一、总体情况", text)], 2023)
    rows = [asdict(claim) | {"covers": list(claim.covers)} for claim in claims]
    return [{name: row[name] for name in row if name != "position"} for row in rows]


def _renumbered(report: SampleReport, number: int, agency: int) -> SampleReport:
    return SampleReport(
        number, agency, report.year, scope=report.scope, cells=report.cells, claims=report.claims
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """The findings of the rules about claims, by report."""
    database = write_warehouse(tmp_path_factory.mktemp("claims") / "w.duckdb", _reports())
    by_report: dict[str, list[dict[str, Any]]] = {}
    for rule in RULES:
        for finding in findings_of(database, rule):
            by_report.setdefault(finding["report_id"], []).append(finding)
    return by_report


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_a_case_is_found_or_let_pass(
    found: Mapping[str, list[dict[str, Any]]], number: int
) -> None:
    case = CASES[number]
    findings = found.get(SampleReport(2 * number).report_id, [])
    assert sorted((f["rule_id"], f["observed"]) for f in findings) == sorted(case.found), findings


def test_a_finding_names_both_figures_the_cells_and_the_place(tmp_path: Path) -> None:
    sentence = "本年度" + "依法依规" * 12 + "共收到政府信息公开申请21件" + "，均认真研究" * 8 + "。"
    said = claim(ACCEPTED, 21, sentence=sentence, label="政府信息公开申请", section=3)
    database = write_warehouse(tmp_path / "w.duckdb", [_small(claims=(said,))])
    (finding,) = findings_of(database, "claim_table_differs")
    assert finding["expected"] == "12 / 14"
    assert finding["cells"] == [
        "fact_applications/received/total",
        "fact_applications/carried_over/total",
    ]
    assert finding["message"].startswith("第三部分“")
    assert "政府信息公开申请21件" in finding["message"]
    assert finding["message"].endswith("所说的是 21，表格为 12 或 14")
    assert len(finding["message"]) < 100
    assert finding["message_en"].endswith(
        "claims 21 (applications_accepted), the table says 12 or 14"
    )


@pytest.mark.parametrize(
    ("columns", "blame"),
    [
        ({"claims": (claim(RECEIVED, 21),)}, "agency_error"),
        ({"claims": (claim("normative_documents_issued", 5),)}, "agency_error"),
        ({"claims": (claim("normative_documents_issued", 5),), "placement": "order"}, "undecided"),
        ({"claims": (claim(RECEIVED, 90, approximate=True),)}, "undecided"),
        ({"claims": (claim(RECEIVED, 5),), "cells": EVERY_CELL_BLANK}, "undecided"),
    ],
)
def test_the_agency_is_blamed_where_the_cells_are_surely_read(
    tmp_path: Path, columns: dict[str, Any], blame: str
) -> None:
    database = write_warehouse(tmp_path / "w.duckdb", [_small(**columns)])
    (finding,) = findings_of(database, "claim_table_differs")
    assert finding["blame"] == blame


def _small(**columns: Any) -> SampleReport:
    changes = columns.pop("cells", {})
    return SampleReport(1, cells=figures("2021", changes), **columns)


def test_a_superseded_report_is_compared_with_itself_and_grows_from_nothing(
    tmp_path: Path,
) -> None:
    claims = (claim(RECEIVED, 21), growth(RECEIVED, "20"))
    former = _small(claims=claims, published_on=date(2024, 1, 5))
    current = replace(former, number=2, claims=(), published_on=date(2024, 3, 5))
    before = last_year()
    database = write_warehouse(tmp_path / "w.duckdb", [former, current, before])
    (finding,) = findings_of(database, "claim_table_differs")
    assert finding["report_id"] == former.report_id
    assert findings_of(database, "claim_growth_differs") == []


def test_figures_too_large_for_a_column_are_compared_with_nothing(tmp_path: Path) -> None:
    large = {application("received"): (9_000_000_000_000_000_000, REPORTED)}
    claims = (claim(RECEIVED, "999999999999999999.99"), claim(ACCEPTED, 5))
    database = write_warehouse(tmp_path / "w.duckdb", [_small(claims=claims, cells=large)])
    assert findings_of(database, "claim_table_differs") == []
