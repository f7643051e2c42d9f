"""Who reports on which year: titles in every printing, and what must not be taken for either."""

import json
import os
from pathlib import Path

import pytest

from transform.identity import Identity, identify

BODY = [
    "一、总体情况",
    "{subject}认真落实条例，按时答复申请。",
    "二、主动公开政府信息情况",
    "第二十条第（一）项",
    "规章\t0\t0\t0",
    "六、其他需要报告的事项",
    "无。",
]


def report(*top: str, subject: str = "本机关", end: tuple[str, ...] = ()) -> list[str]:
    return [*top, *(line.format(subject=subject) for line in BODY), *end]


def rules(identity: Identity) -> list[str]:
    return [note.rule_id for note in identity.notes]


TITLES = [
    ["吴忠市信访局2021年政府信息公开工作年度报告"],
    ["2021年吴忠市信访局政府信息公开工作年度报告"],
    ["2021年度吴忠市信访局政府信息公开年度报告"],
    ["吴忠市信访局2021年度政府信息公开工作报告"],
    ["吴忠市信访局政府信息公开工作年度报告（2021年）"],
    ["吴忠市信访局政府信息公开2021年度报告"],
    ["吴忠市信访局 2021 年政府信息公开年报"],
    ["吴忠市信访局２０２１年政府信息公开工作年度报告"],
    ["吴忠市信访局二〇二一年政府信息公开工作年度报告"],
    ["吴忠市信访局二○二一年度政府信息公开年度报告"],
    ["吴忠市信访局二零二一年政府信息公开工作年度报告"],
    ["关于吴忠市信访局2021年政府信息公开工作情况的报告"],
    ["吴忠市信访局关于2021年政府信息公开工作的报告"],
    ["吴忠市信访局2021年政务公开工作报告"],
    ["吴忠市信访局", "2021年政府信息公开工作年度报告"],
    ["吴忠市信访局", "2021年", "政府信息公开工作", "年度报告"],
    ["2021年度", "吴忠市信访局政府信息公开", "工作年度报告"],
    ["2021年政府信息公开工作年度报告", "吴忠市信访局"],
    ["2021年政府信息公开工作年度报告", "（吴忠市信访局）"],
    ["吴忠市信访局2021年政府信息公开工作年度报告", "政府信息公开工作年度报告"],
    ["政府信息公开年报", "吴忠市信访局2021年政府信息公开工作年度报告"],
    ["政府信息公开工作年度报告", "（2021年度）", "吴忠市信访局"],
    ["吴忠市", "信访局2021年政府信息公开工作年度报告"],
    ["吴忠市信访局2021年政府信息公开工作年度报告"] * 2,
    ["《吴忠市信访局2021年政府信息公开工作年度报告》"],
    ["吴忠市信访局2021年政府信息公开⼯作年度报告"],
    ["标  题 吴忠市信访局2021年政府信息公开工作年度报告"],
    ["吴忠市信访局2021年政府信息公开工作年度报告 | |||||"],
    ["吴忠市信访局2021年政府信息公开工作年度报告 发布时间：2022-01-20 来源：市信访局 【打印】"],
    ["吴忠市信访局2021年政府信息公开工作年度报告 2022-01-20"],
    ["吴忠市信访局（机关本级）2021年政府信息公开工作年度报告"],
    ["首页 > 政府信息公开 > 年报", "吴忠市信访局2021年政府信息公开工作年度报告"],
]


@pytest.mark.parametrize("top", TITLES, ids="/".join)
def test_title_in_every_printing(top: list[str]) -> None:
    identity = identify(report(*top), {})
    assert identity.agency_name == "吴忠市信访局"
    assert identity.report_year == 2021
    assert identity.agency is not None
    assert identity.agency.admin_code == "640300"
    assert identity.title is not None
    assert identity.notes == ()


def test_title_is_given_as_printed() -> None:
    top = ["2021 年 度", "吴忠市信访局政府信息公开", "⼯作年度报告"]
    assert identify(report(*top), {}).title == "2021 年 度吴忠市信访局政府信息公开⼯作年度报告"


def test_title_ends_where_the_page_goes_on() -> None:
    line = "吴忠市信访局2021年政府信息公开工作年度报告  [发布时间：2022-01-20] 字体：大"
    assert identify(report(line), {}).title == "吴忠市信访局2021年政府信息公开工作年度报告"


def test_title_keeps_no_padding_and_no_agency_of_the_next_line() -> None:
    top = ["　　政府信息公开工作年度报告", "　　（2021年度）", "　　吴忠市信访局"]
    assert identify(report(*top), {}).title == "政府信息公开工作年度报告（2021年度）"


def test_title_may_follow_the_first_heading() -> None:
    lines = report()
    lines.insert(1, "吴忠市信访局2021年政府信息公开工作年度报告")
    identity = identify(lines, {})
    assert (identity.agency_name, identity.report_year) == ("吴忠市信访局", 2021)


NO_TITLES = [
    "根据《吴忠市信访局2020年政府信息公开工作年度报告》，现就有关情况说明如下。",
    "吴忠市信访局2021年政府信息公开工作年度报告编制工作的通知",
    "吴忠市信访局2021年政务公开工作要点",
    "政府信息公开年报",
    "政府网站工作年度报表（2021年度）",
    "吴忠市信访局2021年法治政府建设年度报告",
    "国务院办公厅2021年政府信息公开工作年度报告",
]


@pytest.mark.parametrize("line", NO_TITLES)
def test_no_title_is_found_where_none_is_printed(line: str) -> None:
    assert identify(report(line), {}).title is None


YEARS = [
    ("统计期限为2021年1月1日至2021年12月31日。", 2021),
    ("所列数据的统计期限自2021年1月1日起至12月31日止。", 2021),
    ("统计期限：20211月1日至12月31日。", 2021),
    ("本报告依照条例第五十条编制，所列各项数据的统计期限为2\n021年1月1日至12月31日。", 2021),
    ("2021", 2021),
    ("2021年度", 2021),
    ("（2021年）", 2021),
    ("现公布《吴忠市信访局2021年政府信息公开工作年度报告》。", 2021),
    ("2021年，我局高度重视。2021年共公开信息6条，比2020年增加2条。", 2021),
    ("2022年，我局将继续努力。2022年要加强培训。2021年我局公开信息6条。", 2021),
    ("2021年度，我局按时答复。2019年5月修订的条例施行以来，2021年培训两次。", 2021),
    # refused
    ("根据国办公开办函〔2021〕30号要求编制。", None),
    ("根据国办公开办函[2021]30号要求编制。", None),
    ("发布日期：2022年1月20日", None),
    ("自2019年5月15日起施行的条例", None),
    ("2022年，我局将继续努力。", None),
    ("2022年工作打算：加强培训。", None),
    ("2022年，我局要加强培训。", None),
    ("2021年，主要从两方面改进。", 2021),
    ("2021年，要求各科室按时答复。", 2021),
    ("比2020年增加2条，较2019年减少1条。", None),
    ("吴忠市信访局2020-2021年政府信息公开工作年度报告", None),
    ("2020年公开6条，2021年公开7条。", None),
    ("电话20212022，邮编2021", None),
]


@pytest.mark.parametrize(("line", "year"), YEARS)
def test_year_without_a_title(line: str, year: int | None) -> None:
    identity = identify(report(line, subject="吴忠市信访局"), {})
    assert identity.report_year == year
    assert rules(identity) == ([] if year else ["report_year_unknown"])


def test_plans_after_the_tables_tell_no_year() -> None:
    identity = identify(report(end=("2022年，市信访局加强培训。", "2022年1月20日")), {})
    assert identity.report_year is None


def test_title_against_the_period_is_a_conflict() -> None:
    top = ("吴忠市信访局2021年政府信息公开工作年度报告", "统计期限2020年1月1日至2020年12月31日。")
    identity = identify(report(*top), {})
    assert identity.report_year == 2021
    note = identity.notes[0]
    assert note.rule_id == "report_year_conflict"
    assert (note.expected, note.observed) == ("2021", "2020")


def test_list_of_other_years_reports_is_no_conflict() -> None:
    listed = [f"吴忠市信访局{year}年政府信息公开工作年度报告" for year in (2023, 2022, 2020)]
    title = "吴忠市信访局2021年政府信息公开工作年度报告"
    identity = identify(report(*listed, title, "统计期限2021年1月1日至12月31日。"), {})
    assert (identity.report_year, identity.title, identity.notes) == (2021, title, ())


def test_two_periods_and_no_title_tell_no_year() -> None:
    top = ("2020年1月1日至12月31日", "2021年1月1日至12月31日")
    identity = identify(report(*top, subject="吴忠市信访局"), {})
    assert identity.report_year is None
    assert rules(identity) == ["report_year_conflict"]


NAMES = [
    # a name that lacks its place, which the text states
    (["市信访局2021年政府信息公开年度报告"], "吴忠市信访局不断改进", (), "吴忠市信访局", "640300"),
    (["信访局2021年政府信息公开年度报告"], "吴忠市信访局不断改进", (), "吴忠市信访局", "640300"),
    (["市信访局2021年政府信息公开年度报告"], "吴忠市各部门", (), "市信访局", "640300"),
    (
        ["2021年政府信息公开年度报告"],
        "市信访局改进。吴忠市信访局努力",
        (),
        "吴忠市信访局",
        "640300",
    ),
    (
        ["2021年政府信息公开年度报告"],
        "我局改进",
        ("吴忠市信访局", "2022年1月20日"),
        "吴忠市信访局",
        "640300",
    ),
    (["我局2021年政府信息公开年度报告"], "吴忠市信访局改进", (), "吴忠市信访局", "640300"),
    (["本年度报告由吴忠市信访局编制。"], "2021年，我局改进", (), "吴忠市信访局", "640300"),
    (["资中县水南镇2021年政府信息公开年度报告"], "我镇改进", (), "资中县水南镇", "511025"),
    (["水南镇2021年政府信息公开年度报告"], "资中县水南镇改进", (), "资中县水南镇", "511025"),
    (
        ["2021年政府信息公开年度报告"],
        "资中县水南镇认真落实，我镇改进",
        (),
        "资中县水南镇",
        "511025",
    ),
    (
        ["资中县信访局2021年政府信息公开年度报告"],
        "内江市资中县信访局改进",
        (),
        "内江市资中县信访局",
        "511025",
    ),
    (["原州区2021年政府信息公开年度报告"], "全区改进", (), "原州区", "640402"),
    (["全市2021年政府信息公开年度报告"], "吴忠市各部门", (), "全市", "640300"),
    (["2021年资中县人民政府信息公开年度报告"], "我县改进", (), "资中县人民政府", "511025"),
    (["报告如下。"], "2021年，资中县人民政府坚持公开", (), "资中县人民政府", "511025"),
    (["特公布资中县信访局2021年政府信息公开年度报告。"], "我局改进", (), "资中县信访局", "511025"),
    (["请与资中县信访局办公室联系。"], "我局改进", (), "资中县信访局", "511025"),
    (
        ["请联系：资中县水南街道办事处党政办公室。"],
        "我街改进",
        (),
        "资中县水南街道办事处",
        "511025",
    ),
    (["2021年"], "2021年度水南工业园区管委会坚持改进", (), "水南工业园区管委会", None),
    (["国家林业和草原局依照条例编写本报告。"], "我局改进", (), "国家林业和草原局", None),
    (
        ["国家税务总局宿迁市税务局依照条例编写本报告。"],
        "我局改进",
        (),
        "国家税务总局宿迁市税务局",
        "321300",
    ),
    (
        ["现将资中县人民政府办公室2021年度工作报告如下。"],
        "我办改进",
        (),
        "资中县人民政府办公室",
        "511025",
    ),
    (
        ["水南镇2021年政府信息公开年度报告"],
        "资中县水南镇人民政府改进",
        (),
        "资中县水南镇人民政府",
        "511025",
    ),
    (["本机关根据条例编制本报告。"], "资中县信访局严格落实。", (), "资中县信访局", "511025"),
    (
        ["由自治区政府办公厅统一编制。"],
        "资中县信访局严格落实，我局改进。",
        (),
        "资中县信访局",
        "511025",
    ),
    # never the issuer of a cited notice, a website's name, or its host
    (["2021年政府信息公开年度报告"], "国务院办公厅政府信息与政务公开办公室", (), None, None),
    (
        ["按照《四川省人民政府办公厅关于做好政府信息公开工作年度报告编制的通知》要求。"],
        "无",
        (),
        None,
        None,
    ),
    (["2021年政府信息公开年度报告"], "吴忠市人民政府门户网站", (), None, None),
    (["2021年政府信息公开年度报告"], "我局改进", ("吴忠市人民政府办公室",), None, None),
    (["发布机构：吴忠市人民政府办公室", "2021年政府信息公开年度报告"], "我局改进", (), None, None),
    (["2021年政府信息公开年度报告"], "吴忠市信访局改进，固原市财政局改进", (), None, None),
    (["教育局2021年政府信息公开年度报告"], "内江市教育局、自贡市教育局", (), "教育局", None),
    (["教育局2021年政府信息公开年度报告"], "按照内江市教育局要求", (), "教育局", None),
    (["县信访局2021年政府信息公开年度报告"], "我局改进", (), "县信访局", None),
    (["经开区2021年政府信息公开年度报告"], "我委改进", (), "经开区", None),
    (["2021年"], "在资中县人民政府坚强领导下，我局改进", (), None, None),
]


@pytest.mark.parametrize(("top", "subject", "end", "name", "code"), NAMES)
def test_name_is_the_fullest_printed_and_never_a_strangers(
    top: list[str], subject: str, end: tuple[str, ...], name: str | None, code: str | None
) -> None:
    identity = identify(report(*top, subject=subject, end=end), {})
    assert identity.agency_name == name
    assert (identity.agency and identity.agency.admin_code) == code
    told = identity.agency is not None
    expected = [] if told else ["agency_place_unknown" if name else "agency_unknown"]
    assert [rule for rule in rules(identity) if rule.startswith("agency")] == expected


METADATA = [
    ({"ContentSource": "吴忠市信访局"}, "市信访局", "吴忠市信访局"),
    ({"ContentSource": "吴忠市人民政府办公室"}, "市信访局", "市信访局"),
    ({"ContentSource": "吴忠市政府网"}, "市信访局", "市信访局"),
    ({"SiteName": "吴忠市人民政府"}, "市信访局", "市信访局"),
]


@pytest.mark.parametrize(("metadata", "printed", "name"), METADATA)
def test_metadata_only_completes_a_printed_name(
    metadata: dict[str, str], printed: str, name: str
) -> None:
    identity = identify(report(f"{printed}2021年政府信息公开年度报告"), metadata)
    assert identity.agency_name == name
    assert identity.agency is not None
    assert identity.agency.agency_name == "吴忠市信访局"


def test_title_of_the_page_tells_name_and_year_but_is_not_printed() -> None:
    metadata = {
        "ArticleTitle": "吴忠市信访局2021年政府信息公开工作年度报告",
        "PubDate": "2022-01-20",
    }
    identity = identify(report(), metadata)
    assert (identity.agency_name, identity.report_year) == ("吴忠市信访局", 2021)
    assert identity.title is None


BRACKETS = [
    ("资中县文物局（资中县图书馆）2021年政府信息公开年度报告", "资中县文物局(资中县图书馆)"),
    ("2021年政府信息公开年度报告（资中县文物局（图书馆））", "资中县文物局(图书馆)"),
    (
        "资中县水南镇人民政府（水南街道办事处）2021年政府信息公开年度报告",
        "资中县水南镇人民政府(水南街道办事处)",
    ),
    ("2021年政府信息公开年度报告（资中县文物局）", "资中县文物局"),
    ("资中县文物局）2021年政府信息公开年度报告", "资中县文物局"),
    ("（资中县文物局2021年政府信息公开年度报告", "资中县文物局"),
]


@pytest.mark.parametrize(("title", "name"), BRACKETS)
def test_name_keeps_its_own_brackets_only(title: str, name: str) -> None:
    identity = identify(report(title), {})
    assert identity.agency_name == name
    assert identity.agency is not None
    assert identity.agency.agency_name == name


def test_two_years_in_a_title_name_the_agency_and_no_year() -> None:
    identity = identify(report("四川大学2021-2022学年信息公开年度报告"), {})
    assert identity.agency_name == "四川大学"
    assert identity.report_year is None
    assert rules(identity) == ["report_year_unknown"]


HEADINGS = ["一、总体情况", "二、主动公开政府信息情况", "六、其他需要报告的事项"]
TITLE = "吴忠市信访局2021年政府信息公开工作年度报告"


@pytest.mark.parametrize("page", ["", "......{}", "……{}", "·····{}"])
def test_title_below_a_table_of_contents(page: str) -> None:
    contents = [heading + page.format(n) for n, heading in enumerate(HEADINGS, 1)]
    identity = identify(["目录", *contents, *report(TITLE)], {})
    assert (identity.title, identity.report_year) == (TITLE, 2021)


def test_title_of_another_report_below_the_sections_is_not_this_ones() -> None:
    identity = identify(report(end=(TITLE,)), {})
    assert identity.title is None


def test_control_characters_are_in_no_name_and_no_title() -> None:
    identity = identify(report("吴忠市信\0访局20\x0721年政府信息公开工作年度报告\x1b"), {})
    assert (identity.agency_name, identity.title) == ("吴忠市信访局", TITLE)
    assert identity.report_year == 2021


SCOPES = [
    (
        "吴忠市2021年政府信息公开工作年度报告",
        "本报告汇总了全市各部门、各乡镇的数据。",
        "consolidated",
    ),
    ("全市2021年政府信息公开工作年度报告", "无", "consolidated"),
    ("吴忠市人民政府2021年政府信息公开工作年度报告", "报告汇总全市数据。", "consolidated"),
    ("吴忠市2021年政府信息公开工作年度报告", "本报告数据不含各县（市、区）和市直部门。", "own"),
    ("吴忠市人民政府2021年政府信息公开工作年度报告（本级）", "无", "own"),
    ("吴忠市信访局2021年政府信息公开工作年度报告", "数据仅包括本机关。", "own"),
    ("吴忠市信访局2021年政府信息公开工作年度报告", "督促各部门公开政府信息。", None),
    ("吴忠市信访局2021年政府信息公开工作年度报告", "全市政府信息公开工作会议。", None),
    ("吴忠市2021年政府信息公开工作年度报告", "公开信息6条，包括各部门预算情况。", None),
    (
        "吴忠市2021年政府信息公开工作年度报告",
        "本报告涵盖各县区和市直各部门的情况。",
        "consolidated",
    ),
]


@pytest.mark.parametrize(("title", "sentence", "scope"), SCOPES)
def test_scope_only_where_it_is_stated(title: str, sentence: str, scope: str | None) -> None:
    assert identify(report(title, subject=sentence), {}).scope == scope


def test_empty_report_has_no_identity() -> None:
    identity = identify([], {})
    assert identity.agency is None
    assert identity.title is None
    assert rules(identity) == ["agency_unknown", "report_year_unknown"]


def test_hostile_text_is_only_text() -> None:
    lines = [
        "<script>2021</script>",
        "'; DROP TABLE reports;--",
        "=1+1",
        "（" * 5000,
        "2021年" * 5000,
    ]
    assert identify(lines, {"ArticleTitle": "(((" * 100}).agency is None


REAL = os.environ.get("GONGKAI_REAL_REPORTS")


@pytest.mark.skipif(not REAL, reason="GONGKAI_REAL_REPORTS names no folder of real reports")
def test_real_reports_against_their_gold() -> None:
    folder = Path(REAL or "")
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    keys = ("level", "admin_code", "province", "prefecture", "county")
    for name, facts in gold.items():
        identity = identify((folder / name).read_text(encoding="utf-8").splitlines(), {})
        assert identity.agency is not None, name
        assert identity.agency_name == facts["agency_name"], name
        assert identity.report_year == facts["report_year"], name
        assert [getattr(identity.agency, key) for key in keys] == [facts[key] for key in keys], name
