"""Copied text in the warehouse: what is found between reports, beside what is not."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations.rules import load_rules
from tests.expectations_warehouse import findings_of
from tests.lake_samples import SampleReport, add_sample_batch, source_rows, write_sample_lake
from tests.section_texts import own_sentences, own_text
from transform.form import CellKey, Fact, load_editions
from transform.lake import Lake
from transform.schema import CellStatus
from warehouse.build import build_warehouse

CELLS = load_editions()["2021"].cells()
APART = 10_000
"""Numbers of reports and agencies by which the cases in one warehouse lie apart."""

Row = tuple[int, str, int | None, int, float | None]
"""Number of a report, kind, section, number of the other one, share."""


def report(
    number: int, agency: int | None, year: int | None, text: str, **rest: Any
) -> SampleReport:
    """A report without tables whose fifth section has this text."""
    return SampleReport(number, agency, year, None, section_texts={5: text}, **rest)


def filed(number: int, agency: int, year: int, cells: Mapping[CellKey, Any]) -> SampleReport:
    """A report with these cells."""
    return SampleReport(number, agency, year, cells=cells)


def figures(
    values: Mapping[str, int], status: CellStatus = CellStatus.REPORTED
) -> dict[CellKey, tuple[int | None, CellStatus]]:
    """Cells that are all 0, but for these outcomes in the total's column; one of this status."""
    cells: dict[CellKey, tuple[int | None, CellStatus]] = {}
    cells |= dict.fromkeys(CELLS, (0, CellStatus.REPORTED))
    for outcome, value in values.items():
        cells[CellKey(Fact.APPLICATIONS, outcome, "total")] = (value, CellStatus.REPORTED)
    if status is not CellStatus.REPORTED:
        cells[CellKey(Fact.APPLICATIONS, "other_remaining", "total")] = (None, status)
    return cells


def fees(yuan: int) -> dict[CellKey, tuple[int | None, CellStatus]]:
    """Tables in which there is an application, and fees of so much."""
    amount = CellKey(Fact.PROACTIVE, "administrative_fees", "amount")
    return figures(FEW) | {amount: (yuan, CellStatus.REPORTED)}


def with_figures(text: str, seed: int) -> str:
    """The same text with a figure and a year in every sentence."""
    chance = random.Random(seed)
    return "".join(
        f"{sentence}{chance.randrange(1000)}件，2{chance.randrange(100):03}年。"
        for sentence in text.split("。")
    )


def partly(seed: object, kept: int, of: int = 40) -> str:
    """A text that keeps so many of the sentences that the seed gives."""
    return "。".join(own_sentences(seed, of)[:kept] + own_sentences((seed, "own"), of - kept))


def pair(first: str, second: str) -> list[SampleReport]:
    """Two reports of one agency, of 2022 and 2023."""
    return [report(1, 0, 2022, first), report(2, 0, 2023, second)]


def tables(
    first: Mapping[str, int], second: Mapping[str, int], **status: Any
) -> list[SampleReport]:
    """The same with these figures."""
    return [filed(n, 0, 2021 + n, figures(v, **status)) for n, v in ((1, first), (2, second))]


PLACE = {"admin_code": "511025", "province": "四川省", "prefecture": "内江市", "county": "资中县"}
POVERTY = {"agency_name": "资中县扶贫开发局", **PLACE}
REVIVAL = {"agency_name": "资中县乡村振兴局", **PLACE}
GOVERNMENT = {"agency_name": "资中县人民政府"}
OFFICE = {"agency_name": "资中县人民政府办公室", "part_of": "资中县人民政府"}
PHRASES = (
    "根据《中华人民共和国政府信息公开条例》第五十条规定，制作本报告。"
    "本报告电子版可在县人民政府门户网站下载。本年度无其他需要报告的事项。"
    "如对本报告有疑问，请与县人民政府办公室联系，电话：0832-5520000。"
)
MANY = {"received": 120, "granted": 57, "partially_granted": 31, "unavailable_not_held": 29}
MANY |= {"processed_total": 117, "carried_forward": 3}
MORE = MANY | {"other_remaining": 1023, "refused_process_information": 64}
FEW = {"received": 1, "granted": 1, "processed_total": 1}
TWO_LARGE = {"received": 3000, "granted": 9}
STANDING = figures({}) | {
    CellKey(Fact.PROACTIVE, item, "in_force"): (value, CellStatus.REPORTED)
    for item, value in (("regulations", 900), ("normative_documents", 70_000))
}
STALE = "2022年，我局认真落实条例要求，共公开信息{}条。"
OLDER = STALE.replace("2022", "2021")

# What lies in the warehouse, and what is found there.
CASES: dict[str, tuple[list[SampleReport], list[Row]]] = {
    "other figures and years": (
        pair(with_figures(own_text(1), 1), with_figures(own_text(1), 2)),
        [(2, "previous_year", 5, 1, 1.0)],
    ),
    "other order of sentences": (
        pair(
            "。".join(own_sentences(2)),
            "。".join(random.Random(1).sample(own_sentences(2), 20)),
        ),
        [(2, "previous_year", 5, 1, 1.0)],
    ),
    "other text": (pair(own_text(3), own_text(4)), []),
    "half of the text": (pair(own_text(5), partly(5, 10, 20)), []),
    "phrases of the form": (pair(PHRASES, PHRASES), []),
    "nothing": (pair("无。", "无。"), []),
    "a gap of two years": (
        [
            report(1, 0, 2019, own_text(6)),
            report(2, 0, 2020, own_text(7)),
            report(3, 0, 2023, own_text(7)),
        ],
        [(3, "previous_year", 5, 2, 1.0)],
    ),
    "only an older report": (
        [
            report(1, 0, 2021, own_text(8)),
            report(2, 0, 2022, own_text(9)),
            report(3, 0, 2023, own_text(8)),
        ],
        [],
    ),
    "shorter than before": (
        pair(own_text(10, 60), "。".join(own_sentences(10, 60)[:40])),
        [(2, "previous_year", 5, 1, 1.0)],
    ),
    "longer than before": (pair("。".join(own_sentences(11, 60)[:20]), own_text(11, 60)), []),
    "another section": (
        [
            SampleReport(1, 0, 2022, None, section_texts={1: own_text(12), 6: own_text(13)}),
            SampleReport(2, 0, 2023, None, section_texts={1: own_text(13), 6: own_text(13)}),
            SampleReport(3, 1, 2023, None, section_texts={5: own_text(12)}),
        ],
        [(2, "previous_year", 6, 1, 1.0)],
    ),
    "a renamed agency": (
        [
            report(1, 0, 2020, own_text(14), agency_fields=POVERTY),
            report(2, 1, 2021, own_text(14), agency_fields=REVIVAL),
        ],
        [(2, "previous_year", 5, 1, 1.0)],
    ),
    "another agency, the same year": (
        [report(1, 0, 2023, own_text(15)), report(2, 1, 2023, own_text(15))],
        [(1, "other_agency", 5, 2, 1.0), (2, "other_agency", 5, 1, 1.0)],
    ),
    "another agency, an earlier year": (
        [report(1, 0, 2021, own_text(16)), report(2, 1, 2023, own_text(16))],
        [(2, "other_agency", 5, 1, 1.0)],
    ),
    "scopes of one agency": (
        [
            report(n, 0, 2023, own_text(17), scope=scope)
            for n, scope in enumerate(("own", "consolidated", None), 1)
        ],
        [],
    ),
    "a few sentences on figures": (
        [report(n, n, 2023, with_figures(own_text(21, 6), n)) for n in (1, 2)],
        [],
    ),
    "twins": ([report(1, 0, 2023, own_text(18)), report(2, 0, 2023, own_text(18))], []),
    "a government and its office": (
        [
            report(1, 0, 2023, own_text(19), agency_fields=GOVERNMENT),
            report(2, 1, 2023, own_text(19), agency_fields=OFFICE),
        ],
        [],
    ),
    "nobody's, and of no year": (
        [
            report(1, None, 2023, own_text(20)),
            report(2, 0, 2023, own_text(20)),
            report(3, 1, None, own_text(20)),
        ],
        [],
    ),
    "the same tables": (tables(MANY, MANY), [(2, "identical_tables", None, 1, 1.0)]),
    "one figure differs": (tables(MANY, MANY | {"granted": 58}), []),
    "no figures": (tables({}, {}), []),
    "few figures": (tables(FEW, FEW), []),
    "a cell is missing": (tables(MANY, MANY, status=CellStatus.MISSING), []),
    "a cell is blank": (
        tables(MANY, MANY, status=CellStatus.BLANK),
        [(2, "identical_tables", None, 1, 1.0)],
    ),
    "what is in force": ([filed(n, 0, 2021 + n, STANDING) for n in (1, 2)], []),
    "a round sum of money": ([filed(n, 0, 2021 + n, fees(3_000_000)) for n in (1, 2)], []),
    "an odd sum of money": (
        [filed(n, 0, 2021 + n, fees(3_120_470)) for n in (1, 2)],
        [(2, "identical_tables", None, 1, 1.0)],
    ),
    "the same tables of two agencies": (
        [filed(n, n, 2023, figures(MORE)) for n in (1, 2)],
        [(1, "identical_tables", None, 2, 1.0), (2, "identical_tables", None, 1, 1.0)],
    ),
    "two figures of two agencies": ([filed(n, n, 2023, figures(TWO_LARGE)) for n in (1, 2)], []),
    "a stale sentence": (
        pair(STALE.format(120), STALE.format(120)),
        [(2, "stale_sentence", 5, 1, None)],
    ),
    "a stale year, other figures": (
        pair(STALE.format(120), STALE.format(13)),
        [(2, "stale_sentence", 5, 1, None)],
    ),
    "the year was changed": (pair(STALE.format(1), STALE.format(1).replace("2022", "2023")), []),
    "another sentence on that year": (pair(STALE.format(1), "2022年，我局公开政策文件135件。"), []),
    "stale in both": (pair(OLDER.format(1), OLDER.format(1)), []),
}


@pytest.fixture(scope="module")
def rows_of_cases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Row]]:
    """What is found in one warehouse that holds the reports of all cases."""
    apart = {
        name: [_moved(each, APART * k) for each in reports]
        for k, (name, (reports, _)) in enumerate(CASES.items())
    }
    every = [each for reports in apart.values() for each in reports]
    rows = found(tmp_path_factory.mktemp("cases"), every)
    names = list(CASES)
    told: dict[str, list[Row]] = {name: [] for name in names}
    for number, kind, section, other, share in rows:
        row = (number % APART, kind, section, other - number + number % APART, share)
        told[names[number // APART]].append(row)
    return told


def _moved(sample: SampleReport, offset: int) -> SampleReport:
    agency = None if sample.agency is None else sample.agency + offset
    return replace(sample, number=sample.number + offset, agency=agency)


def built(folder: Path, reports: Sequence[SampleReport], rules: bool = False) -> Path:
    lake = write_sample_lake(folder / "lake", reports, evidence=False)
    path = folder / "warehouse.duckdb"
    build_warehouse(lake, path, load_rules() if rules else ())
    return path


def found(folder: Path, reports: Sequence[SampleReport]) -> list[Row]:
    return reuse(built(folder, reports), reports)


def reuse(path: Path, reports: Sequence[SampleReport]) -> list[Row]:
    numbers = {each.report_id: each.number for each in reports}
    with duckdb.connect(path, read_only=True) as connection:
        rows = connection.execute(
            "SELECT report_id, kind, section, other_report_id, share FROM text_reuse"
        ).fetchall()
    return sorted((numbers[r], kind, section, numbers[o], s) for r, kind, section, o, s in rows)


@pytest.mark.parametrize("name", CASES)
def test_what_is_found_between_reports(rows_of_cases, name):
    assert rows_of_cases[name] == CASES[name][1]


def test_a_text_of_many_agencies_is_in_common_use_and_nearly_all_copies_are_found(tmp_path):
    """Of 240 agencies that all print one paragraph, 60 use one template.

    Ten clusters of 12 copied each other, with a fifth of their own; the texts of 60 are their own.
    """
    everywhere = own_sentences("everywhere", 6)
    texts = [own_sentences(("cluster", n // 12), 32) + own_sentences(n, 8) for n in range(120)]
    texts += [own_sentences("template", 40)] * 60
    texts += [own_sentences(("own", n), 40) for n in range(60)]
    reports = [report(n, n, 2023, "。".join(everywhere + text)) for n, text in enumerate(texts)]
    rows = found(tmp_path, reports)
    assert all(kind == "other_agency" and number < 120 for number, kind, *_ in rows)
    assert all(number // 12 == other // 12 for number, _, _, other, _ in rows)
    assert len(rows) >= 0.95 * 120
    shares = [share for *_, share in rows if share]
    assert sum(shares) / len(shares) == pytest.approx(0.8, abs=0.05)


def test_neither_the_order_of_arrival_nor_the_batches_matter(tmp_path):
    reports = [
        report(n, n // 4, 2020 + n % 4, partly(n // 8, 34 + n % 7) + "。" + STALE.format(n))
        for n in range(40)
    ]
    expected = found(tmp_path / "first", reports)
    assert {kind for _, kind, *_ in expected} == {"previous_year", "other_agency", "stale_sentence"}
    shuffled = random.Random(1).sample(reports, len(reports))
    lake = Lake(tmp_path / "lake")
    lake.prepare()
    for batch in (shuffled[:1], shuffled[1:20], shuffled[20:22], shuffled[22:]):
        add_sample_batch(lake, batch, evidence=False)
    lake.write_sources([row for each in shuffled for row in source_rows(each)])
    build_warehouse(lake, tmp_path / "warehouse.duckdb", ())
    assert reuse(tmp_path / "warehouse.duckdb", reports) == expected


def test_findings_name_the_other_report(tmp_path):
    reports = [
        SampleReport(n, n // 3, year, cells=figures(MANY), section_texts={5: own_text("x") + text})
        for n, year, text in ((1, 2022, STALE), (2, 2023, STALE), (3, 2023, ""))
    ]
    reports[0] = replace(reports[0], paths=("a.html",))
    path = built(tmp_path, reports, rules=True)
    told = {
        rule: findings_of(path, rule)
        for rule in (
            "text_copied_from_last_year",
            "text_copied_from_other_agency",
            "tables_identical",
            "stale_year",
        )
    }
    for rule, rows in told.items():
        of_report = [r for r in rows if r["report_id"] == reports[1].report_id]
        assert len(of_report) == 1, rule
        assert of_report[0]["message_en"].isascii()
    last, other, tables_same, stale = (rows[0] for rows in told.values())
    assert "第五部分" in last["message"] and "a.html" in last["message"]
    assert last["observed"] == "100%"
    assert (tables_same["observed"], tables_same["blame"]) == (reports[0].report_id, "undecided")
    assert (stale["expected"], stale["observed"], stale["severity"]) == ("2023", "2022", "warning")
    assert "2022年,我局认真落实条例要求" in stale["message"]
    assert other["severity"] == "info"
    assert {r["report_id"] for r in told["text_copied_from_other_agency"]} == {
        r.report_id for r in reports[1:]
    }
    with duckdb.connect(path, read_only=True) as connection:
        names = {name for (name,) in connection.execute("SHOW TABLES").fetchall()}
    assert not names & {"section_signatures", "year_sentences"}
