"""Several reports in one file: each is read under its own identity, one printed twice once."""

from datetime import date
from typing import Any

import pytest

from extract.document import Document
from extract.reading import read_document
from tests.facts import Cells, cells_of
from transform.origin import ManifestRow, Origin
from transform.report import Rows, understand

SHA = "ab" * 32
FIRST = SHA[:16]
APPLICANTS = "\t自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
LINKS = [f"资中县民政局{year}年政府信息公开工作年度报告" for year in (2023, 2020, 2019)]


def report(year: int | None, received: int, agency: str = "资中县民政局") -> str:
    when = f"{year}年" if year else ""
    return "\n".join(
        [
            f"{agency}{when}政府信息公开工作年度报告",
            "一、总体情况",
            "答复及时，没有投诉。",
            "二、主动公开政府信息情况",
            "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
            f"规章\t{received}\t0\t1",
            "三、收到和处理政府信息公开申请情况",
            APPLICANTS,
            f"一、本年新收政府信息公开申请数量\t{received}\t1\t0\t0\t0\t0\t{received + 1}",
            "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
            "（一）予以公开\t2\t0\t0\t0\t0\t0\t2",
            "（七）总计\t2\t0\t0\t0\t0\t0\t2",
            "四、政府信息公开行政复议、行政诉讼情况",
            "无。",
            "五、存在的主要问题及改进情况",
            "人手不足。",
            "六、其他需要报告的事项",
            "无。",
        ]
    )


def read(text: str, metadata: dict[str, str] | None = None, path: str = "", **listed: Any) -> Rows:
    document = read_document(text.encode())
    document = Document(document.source_format, document.blocks, None, metadata or {})
    manifest = ManifestRow(**listed) if listed else None
    return understand(document, SHA, origin=Origin(path, manifest))


def cells(rows: Rows, report_id: str) -> Cells:
    own = {
        table: [r for r in held if r.get("report_id") == report_id] for table, held in rows.items()
    }
    return cells_of(own)


def identities(rows: Rows) -> list[tuple[str, str | None, int | None]]:
    return [(r["report_id"], r["agency_name"], r["report_year"]) for r in rows["reports"]]


@pytest.mark.parametrize("years", [(2022, 2021), (2021, 2022)])
@pytest.mark.parametrize("lost", ["", "二、主动公开政府信息情况", "六、其他需要报告的事项"])
@pytest.mark.parametrize("losing", [0, 1])
def test_each_report_is_read_under_its_own_year(
    years: tuple[int, int], lost: str, losing: int
) -> None:
    reports = [report(year, year - 2000) for year in years]
    reports[losing] = reports[losing].replace(lost, "另：") if lost else reports[losing]
    rows = read("\n\n".join(reports))
    assert identities(rows) == [
        (FIRST, "资中县民政局", years[0]),
        (f"{FIRST}-2", "资中县民政局", years[1]),
    ]
    for report_id, _, year in identities(rows):
        assert year is not None
        figures = cells(rows, report_id)
        assert figures["fact_applications", "received", "natural_person"][0] == year - 2000
        assert figures["fact_proactive_disclosure", "regulations", "issued"][0] == year - 2000
    assert len(rows["agencies"]) == 1


def test_every_row_belongs_to_its_report() -> None:
    rows = read(report(2022, 5) + "\n" + report(2021, 6) + "\n" + report(2020, 7))
    ids = [FIRST, f"{FIRST}-2", f"{FIRST}-3"]
    assert [r["report_id"] for r in rows["reports"]] == ids
    for table in ("sections", "fact_applications", "evidence", "identity_evidence"):
        assert sorted({row["report_id"] for row in rows[table]}) == ids, table
    titles = [(s["report_id"], s["section"]) for s in rows["sections"]]
    assert len(titles) == len(set(titles)) == 18


def test_reports_of_two_agencies_are_two() -> None:
    rows = read(report(2022, 5) + "\n" + report(2022, 6, "资中县教育局"))
    assert [name for _, name, _ in identities(rows)] == ["资中县民政局", "资中县教育局"]
    assert len(rows["agencies"]) == 2


def test_a_report_printed_twice_is_one() -> None:
    rows = read(report(2022, 5) + "\n" + report(2022, 5))
    assert identities(rows) == [(FIRST, "资中县民政局", 2022)]


def test_a_report_printed_twice_with_another_figure_is_two() -> None:
    assert len(identities(read(report(2022, 5) + "\n" + report(2022, 6)))) == 2


@pytest.mark.parametrize("before", [True, False])
def test_a_list_of_other_years_titles_is_no_report(before: bool) -> None:
    listed = "\n".join(LINKS)
    text = f"{listed}\n{report(2022, 5)}" if before else f"{report(2022, 5)}\n{listed}"
    assert identities(read(text)) == [(FIRST, "资中县民政局", 2022)]


def test_title_and_headings_without_a_table_are_no_further_report() -> None:
    bare = "\n".join(line for line in report(2021, 5).split("\n") if "\t" not in line)
    assert identities(read(f"{report(2022, 5)}\n{bare}")) == [(FIRST, "资中县民政局", 2022)]


NAMED = [
    ({"metadata": {"ArticleTitle": LINKS[1]}}, 1),
    ({"path": "四川省/资中县/民政局2020年年报.html"}, 1),
    ({"year": 2020, "agency": "资中县民政局"}, 1),
    ({"year": 2021, "agency": "资中县民政局"}, 0),
    ({}, 0),
]


@pytest.mark.parametrize(("origin", "number"), NAMED)
def test_the_manifest_is_about_the_report_that_the_file_is_named_after(
    origin: dict[str, Any], number: int
) -> None:
    rows = read(report(2021, 5) + "\n" + report(2020, 6), **origin)
    assert [year for _, _, year in identities(rows)] == [2021, 2020]
    outside = [r["report_id"] for r in rows["identity_evidence"] if r["source"] == "manifest"]
    assert set(outside) == ({rows["reports"][number]["report_id"]} if "agency" in origin else set())
    assert not [f for f in rows["findings"] if f["rule_id"] == "manifest_conflict"]
    in_manifest = [i for i, row in enumerate(rows["reports"]) if row["in_manifest"]]
    assert in_manifest == ([number] if "agency" in origin else [])


def test_a_manifest_that_names_no_year_lists_the_first_report() -> None:
    url = "https://www.example.gov.cn/a/1.html"
    rows = read(report(2021, 5) + "\n" + report(2020, 6), url=url)
    assert [r["in_manifest"] for r in rows["reports"]] == [True, False]


def test_a_manifest_of_another_year_is_about_the_first_report_and_in_conflict() -> None:
    rows = read(report(2021, 5) + "\n" + report(2020, 6), year=2019)
    assert [year for _, _, year in identities(rows)] == [2019, 2020]
    conflicts = [f["report_id"] for f in rows["findings"] if f["rule_id"] == "manifest_conflict"]
    assert conflicts == [FIRST]


def test_the_place_that_one_report_lacks_is_not_taken_from_anothers_text() -> None:
    rows = read(report(2021, 5, "内江市教育局") + "\n" + report(2020, 6, "教育局"))
    assert [r["agency_id"] is None for r in rows["reports"]] == [False, True]


def test_where_the_file_was_published_is_said_of_all_its_reports() -> None:
    url, day = "https://www.example.gov.cn/a/1.html", date(2022, 1, 20)
    rows = read(report(2021, 5) + "\n" + report(2020, 6), url=url, published_on=day)
    assert {(r["source_url"], r["published_on"]) for r in rows["reports"]} == {(url, day)}
    assert len({r["origin_digest"] for r in rows["reports"]}) == 1
