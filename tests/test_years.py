"""The year reported on: every place that may tell it, and every trap."""

from typing import Any

import pytest

from transform.identity import Identity, identify
from transform.origin import ManifestRow, Origin
from transform.years import FIRST_YEAR, LAST_YEAR, find_periods, is_school_year, narrated_year

NAME = "吴忠市信访局"


def told(
    *top: str,
    section: str = "工作正常。",
    end: tuple[str, ...] = (),
    metadata: dict[str, str] | None = None,
    path: str = "",
    year: int | None = None,
) -> Identity:
    lines = [
        *top,
        "一、总体情况",
        section,
        "二、主动公开政府信息情况",
        "五、存在的主要问题及改进情况",
        "2022年，我局将加强培训。2022年计划培训三次。",
        *end,
    ]
    origin = Origin(path, ManifestRow(year=year) if year else None)
    return identify(lines, metadata or {}, origin)


def title(year: object) -> str:
    return f"{NAME}{year}年政府信息公开工作年度报告"


def rules(identity: Identity) -> list[str]:
    found = [note.rule_id for note in identity.notes]
    return [rule for rule in found if "year" in rule or rule == "manifest_conflict"]


def used(identity: Identity) -> list[tuple[str, str]]:
    return [(p.source, p.value) for p in identity.evidence if p.attribute == "year" and p.used]


SOURCES: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
    ("title", (title(2021),), {}),
    ("period", ("所列数据的统计期限为2021年1月1日至2021年12月31日。",), {}),
    ("opening", (f"现公布《{title(2021)}》。",), {}),
    ("top", ("2021年度",), {}),
    ("narrative", (), {"section": "2021年，我局答复申请6件。2021年培训两次，比2020年多一次。"}),
    ("metadata", (), {"metadata": {"ArticleTitle": title(2021)}}),
    ("manifest", (), {"year": 2021}),
    ("path", (), {"path": "宁夏/吴忠市信访局2021年年报.docx"}),
]


@pytest.mark.parametrize(("source", "top", "beside"), SOURCES, ids=[s[0] for s in SOURCES])
def test_each_place_tells_the_year(
    source: str, top: tuple[str, ...], beside: dict[str, Any]
) -> None:
    identity = told(*top, **beside)
    assert (identity.report_year, rules(identity)) == (2021, [])
    assert used(identity) == [(source, "2021")]


PERIODS = [
    ("统计期限为2021年1月1日至2021年12月31日", 2021),
    ("自2021年1月1日起至12月31日止", 2021),
    ("2021年1月1日—12月31日", 2021),
    ("2021.1.1-2021.12.31", 2021),
    ("2021-01-01至2021-12-31", 2021),
    ("统计时段：２０２１年１月１日－１２月３１日", 2021),
    ("统计时间为20211月1日至12月31日", 2021),
    ("统计期限为2021年1月至12月", 2021),
    ("统计期限为二〇二一年1月1日至12月31日", 2021),
    # refused
    ("2021年1月至12月收到6件", None),
    ("2020年1月1日至2021年12月31日", None),
    ("2020年9月1日至2021年8月31日", None),
    ("2021年1月1日至6月30日", None),
    ("自2021年1月1日起施行", None),
    ("12021年1月1日至12月31日", None),
    ("2007年1月1日至12月31日", None),
    ("2049年1月1日至12月31日", None),
]


@pytest.mark.parametrize(("text", "year"), PERIODS)
def test_periods(text: str, year: int | None) -> None:
    identity = told(text + "。")
    assert identity.report_year == year


def test_the_period_of_the_figures_is_told_from_one_for_comparison() -> None:
    text = "统计期限为2021年1月1日至12月31日,与2020年1月1日至12月31日相比增加"
    assert [year for year, _ in find_periods(text)] == [2021]


TRAPS = [
    "发布日期：2022-01-20",
    "发布时间：2022年1月20日 来源：市信访局",
    "https://www.example.gov.cn/2022/01/t20220120_1.html",
    "根据国办公开办函〔2021〕30号编制。",
    "根据国办公开办函〔202130号编制。",
    "根据《条例》（国务院令第711号，2019年5月15日施行）编制。",
    "截至2022年1月10日。",
    "2020年收到8件，下降两成。2019年收到9件。",
    "到2035年基本建成法治政府。",
    "落实《2021年政务公开工作要点》。",
    "十四五规划（2021-2025年）",
    "索引号：640300/2022-00001",
    "宁ICP备2021000001号",
    "电话：0953-2021202",
]


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_tells_a_year(trap: str) -> None:
    assert told(trap).report_year is None
    assert told(section=trap).report_year is None
    with_title = told(title(2020), trap)
    assert with_title.report_year == 2020


@pytest.mark.parametrize("trap", TRAPS)
def test_no_trap_contradicts_a_title_and_a_period(trap: str) -> None:
    top = (title(2021), "统计期限为2021年1月1日至12月31日。", trap)
    identity = told(*top, end=("吴忠市信访局", "2022年1月20日"))
    assert (identity.report_year, rules(identity)) == (2021, [])


AGAINST_TITLE = [
    # period, narrative, the year, whether that is a conflict
    (2021, 2021, 2021, True),
    (2021, None, 2020, True),
    (None, 2021, 2020, True),
    (2021, 2020, 2020, True),
    (2020, 2021, 2020, False),
    (2021, 2019, 2020, True),
    (2020, 2020, 2020, False),
    (None, None, 2020, False),
]


@pytest.mark.parametrize(("period", "narrated", "year", "is_conflict"), AGAINST_TITLE)
def test_a_title_that_says_2020_falls_only_to_period_and_narrative_together(
    period: int | None, narrated: int | None, year: int, is_conflict: bool
) -> None:
    top = [title(2020)]
    if period:
        top.append(f"统计期限为{period}年1月1日至12月31日。")
    section = f"{narrated}年，我局答复申请6件。{narrated}年培训两次。" if narrated else "正常。"
    identity = told(*top, section=section)
    assert identity.report_year == year
    assert rules(identity) == (["report_year_conflict"] if is_conflict else [])


def test_the_finding_names_the_year_that_is_taken_and_the_one_against_it() -> None:
    period = "统计期限为2021年1月1日至12月31日。"
    identity = told(title(2020), period, section="2021年，我局答复申请6件。")
    (note,) = identity.notes
    assert (note.expected, note.observed) == ("2021", "2020")
    assert used(identity) == [("period", "2021")]


CHINESE = ["二〇二一", "二○二一", "二零二一", "２０２１", "二O二一", "2 0 2 1"]


@pytest.mark.parametrize("printed", CHINESE)
def test_years_in_every_script(printed: str) -> None:
    assert told(title(printed)).report_year == 2021
    assert told(f"{printed}年度").report_year == 2021


SCHOOL = [
    ("四川大学2021-2022学年信息公开工作年度报告", "", None),
    ("四川大学2021—2022学年度信息公开年度报告", "统计期限为2021年9月1日至2022年8月31日。", None),
    ("四川大学信息公开年度报告（2021-2022学年）", "", None),
    ("四川大学2021-2022学年信息公开工作年度报告", "统计期限为2021年1月1日至12月31日。", 2021),
    ("四川大学2021年信息公开工作年度报告", "统计期限为2020年9月1日至2021年8月31日。", 2021),
    ("四川大学2021年度信息公开工作年度报告", "2020-2021学年共公开信息6条。", 2021),
]


@pytest.mark.parametrize(("printed", "below", "year"), SCHOOL)
def test_a_school_year_is_no_year(printed: str, below: str, year: int | None) -> None:
    section = "2021年，学校公开信息6条。2021年培训两次。"
    identity = told(printed, below, section=section, path="四川大学2022年年报.html")
    assert identity.report_year == year
    if year is None:
        assert rules(identity) == ["report_year_unknown"]
        assert "学年" in identity.notes[0].message


def test_a_manifest_tells_the_year_of_a_school_year() -> None:
    assert told("四川大学2021-2022学年信息公开工作年度报告", year=2022).report_year == 2022


@pytest.mark.parametrize(
    "text", ["2021-2022学年", "2021—2022学年度", "2021至2022学年", "2021/2022学年"]
)
def test_school_years(text: str) -> None:
    assert is_school_year(text)
    assert not is_school_year(text.replace("学年", "年"))


BOUNDS = [
    (FIRST_YEAR - 1, None),
    (FIRST_YEAR, FIRST_YEAR),
    (LAST_YEAR, LAST_YEAR),
    (LAST_YEAR + 1, None),
]


@pytest.mark.parametrize(("year", "expected"), BOUNDS)
def test_years_that_no_report_is_about(year: int, expected: int | None) -> None:
    for identity in (
        told(title(year)),
        told(f"{year}年度"),
        told(f"现公布《{title(year)}》。"),
        told(f"统计期限为{year}年1月1日至12月31日。"),
        told(metadata={"title": title(year)}),
        told(path=f"吴忠市信访局{year}年年报.docx"),
        told(year=year),
    ):
        assert identity.report_year == expected
    assert told(title(year)).agency_name == NAME


PATHS = [
    ("吴忠市信访局2021年年报.docx", 2021),
    ("2021_宁夏_吴忠市信访局.txt", 2021),
    ("吴忠市信访局2021年度报告.pdf", 2021),
    ("宁夏/吴忠市/信访局/2021.html", 2021),
    ("宁夏/吴忠市/年报/2021年度.html", 2021),
    ("archive.zip!/吴忠市信访局/2021年.txt", 2021),
    ("政府信息公开年报（二〇二一年）/信访局.txt", 2021),
    # refused
    ("www.example.gov.cn/2022/01/t20220120_1.html", None),
    ("2022/吴忠市信访局.html", None),
    ("吴忠市信访局/20220120.html", None),
    ("吴忠市信访局/2022-01-20.html", None),
    ("吴忠市信访局_2022-01-20.html", None),
    ("吴忠市信访局2022年1月20日发布.html", None),
    ("吴忠市信访局2020-2021年年报.docx", None),
    ("下载/2021.html", None),
    ("scan2021.pdf", None),
    ("1720216.html", None),
]


@pytest.mark.parametrize(("path", "year"), PATHS)
def test_years_in_paths(path: str, year: int | None) -> None:
    assert told(path=path).report_year == year
    assert told(title(2019), path=path).report_year == 2019


def test_a_page_title_against_the_narrative_is_a_conflict() -> None:
    section = "2020年，我局答复申请6件。"
    identity = told(section=section, metadata={"ArticleTitle": title(2021)})
    assert (identity.report_year, rules(identity)) == (2020, ["report_year_conflict"])


NARRATIVES = [
    ("2021年,我局公开6条。2021年培训两次。", 2021),
    ("2021年以来,我局公开6条。", 2021),
    ("2021年公开6条。2020年公开7条。", None),
    ("较2020年增加。与2019年相比减少。", None),
    ("2022年,我局将继续。2022年工作计划。", None),
    ("《2021年工作要点》", None),
    ("2021年1月,我局培训。", None),
    ("2021年,我局公开5条。2018年成立小组,2018年以来坚持公开。", 2021),
    ("2021年,我局公开18条。2020年为16条,2019年为11条。", 2021),
    ("我局于2019年成立政务公开领导小组。全年公开5条。", None),
    ("条例2019年修订。", None),
    ("2025年底前建成。", None),
    ("会议2017年召开以来,我局认真学习。", None),
]


@pytest.mark.parametrize(("text", "year"), NARRATIVES)
def test_narratives(text: str, year: int | None) -> None:
    assert narrated_year(text) == year


def test_the_edition_of_the_table_tells_no_year() -> None:
    assert told("信息内容\t本年制发件数\t本年废止件数\t现行有效件数").report_year is None
