"""Titles as real pages print them: what stands above, in, and around the agency's name."""

import pytest

from transform.identity import Identity, identify

TITLE = "2021年政府信息公开工作年度报告"
NAME = "资中县信访局"


def told(*top: str, subject: str = "本机关") -> Identity:
    body = ("一、总体情况", f"{subject}按时答复。", "二、主动公开政府信息情况", "六、其他", "无。")
    return identify([*top, *body], {})


ABOVE = [
    "年度报告",
    "年报",
    "信息公开",
    "政务公开",
    "政府信息公开",
    "政府信息公开年报",
    "法定主动公开内容",
    "资中县人民政府",
    "资中县人民政府门户网站",
    "资中县政府网",
    "中国·资中",
    "资中县政务公开",
    "内江市人民政府政府信息公开",
    "首页 > 信息公开 > 年报",
    "当前位置：首页 >> 年度报告",
    "澳门新葡京官网",
    "2021",
    "2021年度",
    "索引号：X2022-001",
]


@pytest.mark.parametrize("above", ABOVE)
@pytest.mark.parametrize("broken", [False, True])
def test_what_stands_above_a_title_is_no_part_of_the_name(above: str, broken: bool) -> None:
    title = [NAME, TITLE] if broken else [NAME + TITLE]
    identity = told(above, *title)
    assert (identity.agency_name, identity.report_year) == (NAME, 2021)
    assert identity.title is not None and identity.title.endswith(NAME + TITLE)


BROKEN = [
    ["四川省内江市", NAME + TITLE],
    ["四川省", "内江市", NAME + TITLE],
    ["资中县", "信访局" + TITLE],
    ["资中县信", "访局" + TITLE],
    ["资", "中县信访局" + TITLE],
    ["四川省内", "江市资中县信访局" + TITLE],
    ["资中县信访局2021年", "政府信息", "公开工作", "年度报告"],
    ["2021年", NAME, "政府信息公开", "工作年度报告"],
    ["资　中　县　信　访　局", TITLE],
    ["2021年政府信息公开工作年度报告", NAME],
    ["政府信息公开工作年度报告", "2021年度", NAME],
]


@pytest.mark.parametrize("top", BROKEN, ids="/".join)
def test_names_and_titles_broken_over_lines(top: list[str]) -> None:
    identity = told(*top)
    assert identity.agency is not None
    assert identity.agency.agency_name == NAME
    assert identity.report_year == 2021


def test_a_name_without_place_broken_over_lines_is_one_name() -> None:
    identity = told("市场监", "督管理局" + TITLE, subject="资中县市场监督管理局")
    assert identity.agency is not None
    assert identity.agency.agency_name == "资中县市场监督管理局"


def test_the_government_above_is_part_of_the_name_only_where_the_text_says_so() -> None:
    top = ("资中县人民政府", "民政局" + TITLE)
    assert told(*top, subject="资中县人民政府民政局").agency_name == "资中县人民政府民政局"
    assert told(*top, subject="资中县民政局").agency_name == "资中县民政局"
    assert told(*top, subject="本机关").agency is None
    assert told("资中县人民政府", "办公室" + TITLE).agency_name == "资中县人民政府办公室"


def test_the_host_above_a_bare_title_is_not_an_office_that_calls_itself_so() -> None:
    assert told("资中县人民政府", TITLE, subject="我局").agency is None
    assert told("资中县人民政府", TITLE, subject="我县").agency_name == "资中县人民政府"
    assert told("资中县人民政府", TITLE, subject="全县").agency is None


OF_A_SYSTEM = [
    (f"国家税务总局宿迁市税务局全市税务系统{TITLE}", "国家税务总局宿迁市税务局"),
    (
        "国家税务总局宿迁市税务局2021年全市税务系统政府信息公开工作年度报告",
        "国家税务总局宿迁市税务局",
    ),
    (f"南京海关关区{TITLE}", "南京海关"),
    (f"资中县公安局系统{TITLE}", "资中县公安局"),
    # no words of a system
    (f"资中县政务服务系统建设中心{TITLE}", "资中县政务服务系统建设中心"),
]


@pytest.mark.parametrize(("title", "name"), OF_A_SYSTEM)
def test_the_words_for_a_whole_system_are_no_part_of_the_name(title: str, name: str) -> None:
    assert told(title, subject="本机关").agency_name == name


WRAPPED = [
    f"关于公布{NAME}{TITLE}的通知",
    f"关于印发《{NAME}{TITLE}》的通知",
    f"{NAME}关于公布{TITLE}的公告",
    f"{NAME}关于印发《{TITLE}》的通知",
    f"{NAME}关于发布2021年度政府信息公开工作年度报告的通告",
    f"{NAME}关于{TITLE}的公示",
    f"内江市人民政府办公室关于印发《{NAME}{TITLE}》的通知",
]


@pytest.mark.parametrize("title", WRAPPED)
def test_notices_that_publish_a_report_are_titles(title: str) -> None:
    identity = told(title)
    assert (identity.agency_name, identity.report_year, identity.title) == (NAME, 2021, title)


NO_WRAPPERS = [
    f"{NAME}关于做好{TITLE}编制工作的通知",
    f"四川省人民政府办公厅关于做好{TITLE}编制和发布工作的通知",
    "关于印发《政府信息公开工作年度报告格式》的通知",
    f"关于报送{TITLE}的通知",
]


@pytest.mark.parametrize("line", NO_WRAPPERS)
def test_notices_about_reports_are_none(line: str) -> None:
    assert told(line).title is None


DRESSED = [
    f"【点击下载】{NAME}{TITLE}",
    f"★{NAME}{TITLE}★",
    f"<b>{NAME}</b>{TITLE}",
    f'<span style="color:red">{NAME}{TITLE}</span>',
    f"{NAME}{TITLE}{NAME}{TITLE}",
    f"资\u200b中县\ufeff信访局{TITLE}",
    f"资 中 县 信 访 局 {TITLE}",
    f"{NAME}２０２１年政府信息公开工作年度报告",
    f"{NAME}{TITLE}　来源：县信访局　点击：1024",
    f"“{NAME}{TITLE}”",
]


@pytest.mark.parametrize("title", DRESSED)
def test_what_is_put_around_and_into_a_title(title: str) -> None:
    identity = told(title)
    assert (identity.agency_name, identity.report_year) == (NAME, 2021)


SPAM = [
    f"昆明市五华区XX彩票网信访局{TITLE}",
    f"昆明市五华区博彩官网{TITLE}",
    f"五华区棋牌下载网址民政局{TITLE}",
    f"澳门葡京昆明市五华区信访局{TITLE}",
]


@pytest.mark.parametrize("title", SPAM)
def test_an_advertisement_over_a_name_makes_no_other_agency(title: str) -> None:
    identity = told(title)
    assert identity.agency is None
    assert identity.report_year == 2021
    named = told(title, subject="昆明市五华区信访局")
    assert named.agency is not None
    assert (named.agency.agency_name, named.agency_confidence) == ("五华区信访局", "medium")


ODD_NAMES = [
    "金沙县民政局",
    "资中县登记注册局",
    "资中县政务公开办公室",
    "资中县委机构编制委员会办公室",
    "资中县中西医结合医院",
    "资中县第2中学",
    "成都市12345政务服务热线管理中心",
    "资中县120急救指挥中心",
    "资中县附属小学",
]
NO_NAMES = [
    "资中县信访局1月",
    "资中县2021信访局第2021期",
    "资中县信访局编制",
    "资中县结合实际信访局",
    "资中县信访局信息公开目录",
    "资中县信访局2",
]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_with_words_and_figures_that_titles_have_around_names(name: str) -> None:
    identity = told(name + TITLE)
    assert (identity.agency_name, identity.report_year) == (name, 2021)


@pytest.mark.parametrize("name", NO_NAMES)
def test_words_and_figures_around_a_name_are_no_part_of_it(name: str) -> None:
    assert told(name + TITLE).agency_name != name


@pytest.mark.parametrize(
    "line",
    [
        "资中县政府信息公开",
        "资中县政府信息公开年报",
        f"《{NAME}2020年政务公开工作要点》",
        f"{NAME}主动公开目录",
        f"{NAME}公开报告会",
    ],
)
def test_other_documents_are_no_titles(line: str) -> None:
    identity = told(line)
    assert identity.title is None or identity.report_year is None
