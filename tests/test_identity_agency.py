"""Which agency, how surely, and by what evidence: each place that may name it, and the traps."""

from datetime import date
from typing import Any

import pytest

from transform.identity import Identity, identify
from transform.identity_evidence import LONGEST_TEXT, MOST_PIECES, Source
from transform.origin import ManifestRow, Origin

TITLE = "2021年政府信息公开工作年度报告"


def told(
    *top: str,
    subject: str = "本机关",
    end: tuple[str, ...] = (),
    metadata: dict[str, str] | None = None,
    path: str = "",
    **listed: Any,
) -> Identity:
    """The identity of a report with these lines on top, this subject, this end."""
    lines = [
        *top,
        "一、总体情况",
        f"{subject}按时答复申请，没有投诉。",
        "二、主动公开政府信息情况",
        "规章\t0\t0\t0",
        "六、其他需要报告的事项",
        "没有其他事项。",
        *end,
    ]
    manifest = ManifestRow(**listed) if listed else None
    return identify(lines, metadata or {}, Origin(path, manifest))


def agency(identity: Identity) -> str | None:
    return identity.agency and identity.agency.agency_name


def rules(identity: Identity) -> set[str]:
    return {note.rule_id for note in identity.notes if not note.rule_id.startswith("report_year")}


def pieces(identity: Identity, used: bool | None = None) -> list[tuple[str, str]]:
    return [
        (piece.source, piece.value)
        for piece in identity.evidence
        if piece.attribute == "agency" and used in (None, piece.used)
    ]


CONFIDENCE = [
    # high: the name stands with its place where the report names itself
    (("资中县信访局" + TITLE,), {}, "资中县信访局", "high"),
    ((TITLE,), {"end": ("资中县信访局", "2022年1月20日")}, "资中县信访局", "high"),
    (("本报告由资中县信访局编制。",), {}, "资中县信访局", "high"),
    (("县信访局" + TITLE, "本报告由资中县信访局编制。"), {}, "资中县信访局", "high"),
    (("碧鸡街道办事处" + TITLE, "昆明市西山区碧鸡街道办事处依照条例编写本报告。"), {},
     "西山区碧鸡街道办事处", "high"),
    (("虎门镇人民政府" + TITLE, "东莞市虎门镇人民政府依照条例编写本报告。"), {},
     "东莞市虎门镇人民政府", "high"),
    (("国家税务总局宿迁市税务局" + TITLE,), {}, "国家税务总局宿迁市税务局", "high"),
    # medium: the text completes the place, or the narrative alone names it
    (("县信访局" + TITLE,), {"subject": "资中县信访局"}, "资中县信访局", "medium"),
    (("县信访局" + TITLE,), {"subject": "资中县委、资中县政府重视，县信访局"},
     "资中县信访局", "medium"),
    ((TITLE,), {"subject": "资中县信访局"}, "资中县信访局", "medium"),
    (("朝阳区教育局" + TITLE,), {"subject": "长春市朝阳区教育局"}, "朝阳区教育局", "medium"),
    # low: only what stands outside the text, or places apart
    (("县信访局" + TITLE,), {"path": "四川省/资中县/1.txt"}, "资中县信访局", "low"),
    (("县信访局" + TITLE,), {"metadata": {"ContentSource": "资中县信访局"}}, "资中县信访局", "low"),
    ((TITLE,), {"metadata": {"ContentSource": "资中县信访局"}}, "资中县信访局", "low"),
    ((TITLE,), {"path": "四川省/内江市/资中县/信访局/2021.html"}, "资中县信访局", "low"),
    (("资中县信访局" + TITLE,), {"end": ("威远县信访局", "2022年1月20日")}, "资中县信访局", "low"),
    (("县信访局" + TITLE,), {"subject": "资中县信访局", "path": "威远县/1.txt"},
     "资中县信访局", "low"),
    # none
    ((TITLE,), {}, None, None),
    (("县信访局" + TITLE,), {}, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("top", "beside", "name", "confidence"), CONFIDENCE)
def test_how_surely(
    top: tuple[str, ...], beside: dict[str, Any], name: str | None, confidence: str | None
) -> None:
    identity = told(*top, **beside)
    assert (agency(identity), identity.agency_confidence) == (name, confidence)
    assert ("agency_uncertain" in rules(identity)) == (confidence == "low")


def test_every_place_is_listed_in_the_order_of_trust() -> None:
    identity = told(
        "县信访局" + TITLE,
        "本报告由资中县信访局编制。",
        end=("资中县信访局", "2022年1月20日"),
        metadata={"ContentSource": "资中县政府办公室"},
        path="资中县/信访局.html",
        agency="资中县信访局",
    )
    sources = [source for source, _ in pieces(identity)]
    order = ["manifest", "title", "opening", "signature", "metadata", "narrative", "path"]
    assert list(dict.fromkeys(sources)) == [s for s in order if s in sources]
    assert {"manifest", "title", "opening", "signature", "metadata", "path"} <= set(sources)
    assert pieces(identity, used=True)[0] == ("manifest", "资中县信访局")


def test_evidence_keeps_the_text_as_printed() -> None:
    (piece,) = [
        p
        for p in told("资中县信访局 ２０２１年政府信息公开工作年度报告").evidence
        if p.attribute == "agency"
    ]
    assert (piece.value, piece.used) == ("资中县信访局", True)
    assert piece.raw_text == "资中县信访局 ２０２１年政府信息公开工作年度报告"


def test_evidence_is_limited_and_keeps_what_was_followed() -> None:
    trades = "教育 民政 财政 审计 统计 水务 商务 司法 公安 交通 林业 体育 文物 档案 应急 医保"
    links = [f"资中县{trade}局{TITLE}" for trade in trades.split()]
    compiled = "本报告由资中县信访局编制，统计期限为2021年1月1日至12月31日。"
    identity = told(*links, "资中县信访局" + TITLE, compiled, f"{'，' * 500}由资中县信访局编制。")
    assert len(identity.evidence) == MOST_PIECES
    assert all(len(p.raw_text) <= LONGEST_TEXT and p.raw_text for p in identity.evidence)
    assert {p.source for p in identity.evidence} <= {str(source) for source in Source}
    assert ("title", "资中县信访局") in pieces(identity, used=True)


PATHS = [
    ("四川省/内江市/信访局/2021.html", "市信访局", "内江市信访局"),
    ("2021_四川省_资中县信访局.txt", "县信访局", "资中县信访局"),
    ("archive.zip!/吴忠市/1.txt", "市信访局", "吴忠市信访局"),
    ("四川省/内江市/资中县/1.txt", "信访局", "资中县信访局"),
    ("四川省/资中县/1.txt", "水南镇人民政府", "资中县水南镇人民政府"),
    ("北京市/朝阳区/1.txt", "朝阳区教育局", "朝阳区教育局"),
    # refused
    ("四川省/内江市/资中县/1.txt", "市信访局", None),
    ("四川省/1.txt", "市信访局", None),
    ("四川省/内江市/1.txt", "水南镇人民政府", None),
    ("四川省/内江市/甘肃省_兰州市.txt", "市信访局", None),
    ("朝阳区/1.txt", "朝阳区教育局", None),
    ("home/内江/1.txt", "市信访局", None),
]


@pytest.mark.parametrize(("path", "printed", "name"), PATHS)
def test_a_path_completes_a_name_only_with_a_place_of_its_kind(
    path: str, printed: str, name: str | None
) -> None:
    identity = told(printed + TITLE, path=path)
    assert (identity.agency_name, agency(identity)) == (printed, name)


def test_a_path_completes_no_name_against_the_text() -> None:
    text = "威远县政府、自贡市政府重视，各部门"
    assert agency(told("县信访局" + TITLE, subject=text, path="资中县/1.txt")) != "资中县信访局"


def test_of_two_places_of_one_name_the_path_tells_which() -> None:
    codes = [
        told("朝阳区教育局" + TITLE, path=f"{above}/朝阳区/1.txt").agency
        for above in ("北京市", "吉林省/长春市")
    ]
    assert [a and a.admin_code for a in codes] == ["110105", "220104"]


def test_a_name_that_only_the_path_tells_is_not_printed() -> None:
    identity = told(TITLE, path="吴忠市/信访局/2021.html")
    assert (identity.agency_name, agency(identity)) == (None, "吴忠市信访局")


PUBLISHERS = [
    ("资中县信访局", "我局", "资中县信访局"),
    ("资中县信访局", "本机关", "资中县信访局"),
    ("资中县人民政府办公室", "我办", "资中县人民政府办公室"),
    # the host, or nobody
    ("资中县人民政府办公室", "我局", None),
    ("资中县人民政府办公室", "本机关", None),
    ("资中县人民政府", "本机关", None),
    ("资中县信访局", "我镇", None),
    ("资中县政府网", "我局", None),
    ("本站原创", "我局", None),
    ("信访局", "我局", None),
]


@pytest.mark.parametrize(("publisher", "subject", "name"), PUBLISHERS)
@pytest.mark.parametrize("place", ["metadata", "index", "index in lines"])
def test_a_publisher_is_the_agency_where_nothing_else_is_named(
    place: str, publisher: str, subject: str, name: str | None
) -> None:
    metadata = {"ContentSource": publisher} if place == "metadata" else {}
    top = {
        "metadata": [],
        "index": ["索引号：X2022-1　发布日期：2022-01-20", f"发布机构：{publisher}　文号："],
        "index in lines": ["索引号", "X2022-1", "发布机构", publisher, "发布日期", "2022-01-20"],
    }[place]
    identity = told(*top, TITLE, subject=subject, metadata=metadata)
    assert agency(identity) == name
    assert identity.agency_confidence in ("low", None)


def test_a_publisher_is_not_followed_where_the_report_names_itself() -> None:
    identity = told("资中县信访局" + TITLE, metadata={"ContentSource": "资中县融媒体中心"})
    assert (agency(identity), rules(identity)) == ("资中县信访局", set())
    assert ("metadata", "资中县融媒体中心") in pieces(identity, used=False)


def test_the_keepers_of_a_page_are_not_the_agency() -> None:
    end = ("主办：资中县人民政府办公室　承办：资中县大数据管理局", "版权所有：资中县行政审批局")
    assert agency(told(TITLE, subject="我局", end=end)) is None


SIGNED = [
    ("资中县教育局", "agency_conflict", "medium"),
    ("威远县信访局", "agency_conflict", "low"),
    ("威远县人民政府", "agency_conflict", "low"),
    # no contradiction
    ("资中县信访局", None, "high"),
    ("县信访局", None, "high"),
    ("四川省内江市资中县信访局", None, "high"),
    ("资中县人民政府办公室", None, "high"),
    ("内江市人民政府", None, "high"),
]


@pytest.mark.parametrize(("signature", "rule", "confidence"), SIGNED)
def test_a_signature_against_the_title(signature: str, rule: str | None, confidence: str) -> None:
    identity = told("资中县信访局" + TITLE, end=(signature, "2022年1月20日"))
    assert agency(identity) == "资中县信访局"
    assert identity.agency_confidence == confidence
    assert rules(identity) - {"agency_uncertain"} == ({rule} if rule else set())


def test_a_conflict_names_both() -> None:
    identity = told("资中县信访局" + TITLE, end=("资中县教育局", "2022年1月20日"))
    note = next(note for note in identity.notes if note.rule_id == "agency_conflict")
    assert (note.expected, note.observed) == ("资中县信访局", "资中县教育局")


def test_a_government_and_its_office_do_not_contradict() -> None:
    identity = told("资中县人民政府" + TITLE, end=("资中县人民政府办公室", "2022年1月20日"))
    assert (agency(identity), rules(identity)) == ("资中县人民政府", set())


MANIFESTS = [
    # the manifest's agency, what the report prints, the agency, the rules
    ("资中县信访局", "资中县信访局", "资中县信访局", set()),
    ("四川省资中县信访局", "资中县信访局", "资中县信访局", set()),
    ("资中县教育局", "资中县信访局", "资中县教育局", {"manifest_conflict"}),
    ("威远县信访局", "资中县信访局", "威远县信访局", {"manifest_conflict"}),
    ("资中县信访局", "", "资中县信访局", set()),
    ("资中县信访局", "县信访局", "资中县信访局", set()),
    ("信访局", "资中县信访局", "资中县信访局", set()),
    ("教育局", "资中县信访局", None, {"manifest_conflict", "agency_place_unknown"}),
    ("教育局", "", None, {"agency_place_unknown"}),
    ("未知", "资中县信访局", "资中县信访局", {"manifest_conflict"}),
    ("", "资中县信访局", "资中县信访局", set()),
    ("资中县" * 100, "资中县信访局", "资中县信访局", {"manifest_conflict"}),
]


@pytest.mark.parametrize(("listed", "printed", "name", "found"), MANIFESTS)
def test_the_manifest_wins_and_says_where_the_report_disagrees(
    listed: str, printed: str, name: str | None, found: set[str]
) -> None:
    identity = told(printed + TITLE, agency=listed)
    assert agency(identity) == name
    assert identity.agency_name == (printed or None)
    assert rules(identity) == found


def test_a_year_in_the_manifest_wins_too() -> None:
    identity = told("资中县信访局" + TITLE, year=2020, published_on=date(2022, 1, 20))
    assert identity.report_year == 2020
    (note,) = identity.notes
    assert (note.rule_id, note.expected, note.observed) == ("manifest_conflict", "2020", "2021")


def test_what_stays_open_is_listed() -> None:
    identity = told("朝阳区教育局" + TITLE)
    (note,) = identity.notes
    assert note.rule_id == "agency_place_unknown"
    assert "110105" in note.message and "220104" in note.message


RIVALS = [
    # titles of two organs: which one the text speaks of, if it speaks of either
    ("资中县信访局", (), "资中县信访局"),
    ("我局", ("资中县信访局", "2022年1月20日"), "资中县信访局"),
    ("我局", (), None),
    ("资中县信访局与资中县教育局", (), None),
]


@pytest.mark.parametrize(("subject", "end", "name"), RIVALS)
@pytest.mark.parametrize("own_first", [True, False])
def test_titles_of_two_organs_on_a_page(
    own_first: bool, subject: str, end: tuple[str, ...], name: str | None
) -> None:
    titles = ["资中县信访局" + TITLE, "资中县教育局" + TITLE]
    identity = told(*(titles if own_first else titles[::-1]), subject=subject, end=end)
    assert agency(identity) == name
    assert ("agency_conflict" in rules(identity)) == (name is None)


def test_the_pages_own_title_tells_which_of_two_it_is() -> None:
    titles = ["资中县信访局" + TITLE, "资中县教育局" + TITLE]
    identity = told(*titles, metadata={"ArticleTitle": titles[0]})
    assert (agency(identity), identity.title) == ("资中县信访局", titles[0])


@pytest.mark.parametrize("citing", ["根据《{}》要求", "参照《{}》", "按照《{}》格式"])
def test_a_cited_report_of_another_organ_names_nobody(citing: str) -> None:
    sentence = citing.format("四川省人民政府" + TITLE) + "，现报告如下。"
    assert agency(told(sentence, subject="我局")) is None
    assert agency(told(sentence, subject="资中县信访局")) == "资中县信访局"


VISITS = [
    "赴威远县学习",
    "与威远县信访局交流",
    "到威远县信访局考察",
    "学习借鉴威远县信访局经验",
    "同威远县人民政府信访局座谈",
]


@pytest.mark.parametrize("visit", VISITS)
@pytest.mark.parametrize("top", ["县信访局" + TITLE, "信访局" + TITLE, TITLE])
def test_an_organ_that_is_visited_is_not_the_agency(visit: str, top: str) -> None:
    assert agency(told(top, subject=f"我局{visit}，")) is None
    assert agency(told(top, subject=f"资中县信访局{visit}，")) in ("资中县信访局", None)


OVERRULED = [
    # title, what the text speaks of, signature, agency
    ("资中县教育局", "资中县信访局", "资中县信访局", "资中县信访局"),
    ("资中县教育局", "县信访局", "资中县信访局", "资中县信访局"),
    ("资中县教育局", "资中县教育局", "资中县信访局", "资中县教育局"),
    ("资中县教育局", "我局", "资中县信访局", "资中县教育局"),
    ("资中县教育局", "资中县教育局与资中县信访局", "资中县信访局", "资中县教育局"),
]


@pytest.mark.parametrize(("printed", "subject", "signature", "name"), OVERRULED)
def test_a_title_falls_only_to_narrative_and_signature_together(
    printed: str, subject: str, signature: str, name: str
) -> None:
    identity = told(printed + TITLE, subject=subject, end=(signature, "2022年1月20日"))
    assert agency(identity) == name
    assert "agency_conflict" in rules(identity)
    assert identity.agency_confidence == "medium"


HOSTS = [
    # lines on top, subject, agency
    (("资中县人民政府", TITLE), "我局", None),
    (("资中县人民政府", TITLE), "各股室", None),
    (("资中县人民政府", TITLE), "我县", "资中县人民政府"),
    (("资中县人民政府", TITLE), "资中县人民政府", "资中县人民政府"),
    (("资中县人民政府", TITLE), "资中县人民政府办公室", None),
    (("资中县人民政府" + TITLE,), "各股室", "资中县人民政府"),
    ((TITLE, "资中县人民政府"), "我局", None),
    ((TITLE, "资中县人民政府"), "我县", "资中县人民政府"),
    (("政府信息公开", "年度报告", "资中县人民政府"), "我局", None),
    (("政府信息公开年报", "资中县人民政府"), "我局", None),
    (("资中县信访局", TITLE), "各股室", "资中县信访局"),
    ((TITLE, "资中县信访局"), "各股室", "资中县信访局"),
]


@pytest.mark.parametrize(("top", "subject", "name"), HOSTS)
def test_a_government_on_a_line_of_its_own_may_be_the_host(
    top: tuple[str, ...], subject: str, name: str | None
) -> None:
    identity = told(*top, subject=subject)
    assert agency(identity) == name


def test_a_government_without_place_is_not_the_hosts() -> None:
    metadata = {"ContentSource": "内江市人民政府办公室"}
    top = ("内江市人民政府门户网站", "人民政府办公室" + TITLE)
    assert agency(told(*top, metadata=metadata)) is None
    signed = told(*top, metadata=metadata, end=("资中县人民政府办公室", "2022年1月20日"))
    assert agency(signed) == "资中县人民政府办公室"


def test_a_city_in_a_citys_path_is_not_the_city_above_that_the_text_names() -> None:
    def of(path: str) -> tuple[str | None, str | None]:
        subject = "白山市委、白山市政府要求，市应急管理局"
        identity = told("市应急管理局" + TITLE, subject=subject, path=path)
        return agency(identity), identity.agency_confidence

    assert of("") == ("白山市应急管理局", "medium")
    assert of("吉林省/白山市/1.txt") == ("白山市应急管理局", "medium")
    assert of("吉林省/白山市/临江市/1.txt") == ("临江市应急管理局", "low")
    assert of("吉林省/通化市/1.txt") == (None, None)


SUPERIORS = [
    ("按照苏州市委统一部署，昆山市委、昆山市政府重视，市教育局", "昆山市教育局"),
    # refused
    ("根据苏州市委办公室要求，我局", None),
    ("按照苏州市委统一部署，我局公开信息，昆山市学生受益。我局", None),
    ("苏州市委重视，苏州市学生受益，昆山市学生受益。我局", None),
]


@pytest.mark.parametrize(("subject", "name"), SUPERIORS)
def test_a_city_in_a_prefecture_is_not_told_by_its_superior(subject: str, name: str | None) -> None:
    identity = told("市教育局" + TITLE, subject=subject)
    assert agency(identity) == name
    assert ("agency_place_unknown" in rules(identity)) == (name is None)


VISITORS = [
    ("资中县教育局组织人员学习。我局", "资中县教育局"),
    ("资中县教育局公开信息30条，接待群众来访3次。我局", "资中县教育局"),
    # refused
    ("威远县教育局组织人员前来学习。我局", None),
    ("接待威远县教育局一行。威远县教育局认真听取了介绍。我局", None),
    ("接待威远县教育局一行。威远县教育局认真学习了经验。我局", None),
    ("威远县教育局主动派员观摩政务公开专区。我局", None),
]


@pytest.mark.parametrize(("subject", "name"), VISITORS)
@pytest.mark.parametrize("printed", ["县教育局", ""])
def test_a_neighbour_that_visits_is_not_the_agency(
    printed: str, subject: str, name: str | None
) -> None:
    identity = told(printed + TITLE, subject=subject)
    assert agency(identity) == name
    assert rules(identity) <= {"agency_place_unknown", "agency_unknown"}
    assert bool(rules(identity)) == (name is None)


LISTED = [
    # the manifest's agency, what the report prints, its subject, the path, the agency, how surely
    ("资中县教育局", "", "本机关", "", "资中县教育局", "high"),
    ("资中县教育局", "", "威远县", "四川省/威远县/1.txt", "资中县教育局", "high"),
    ("县教育局", "资中县教育局", "本机关", "", "资中县教育局", "high"),
    ("县教育局", "", "资中县委、资中县政府要求，县教育局", "", "资中县教育局", "medium"),
    ("县教育局", "", "本机关", "四川省/资中县/1.txt", "资中县教育局", "low"),
]


@pytest.mark.parametrize(("listed", "printed", "subject", "path", "name", "confidence"), LISTED)
def test_a_manifest_is_as_sure_as_what_tells_its_agencys_place(
    listed: str, printed: str, subject: str, path: str, name: str, confidence: str
) -> None:
    identity = told(printed + TITLE, subject=subject, path=path, agency=listed)
    assert (agency(identity), identity.agency_confidence) == (name, confidence)
    assert ("agency_uncertain" in rules(identity)) is (confidence == "low")


def test_a_manifest_whose_place_only_the_metadata_tells_is_uncertain() -> None:
    identity = told(TITLE, metadata={"ContentSource": "资中县教育局"}, agency="教育局")
    assert (agency(identity), identity.agency_confidence) == ("资中县教育局", "low")
    (note,) = [note for note in identity.notes if note.rule_id == "agency_uncertain"]
    assert note.message.endswith("依据：manifest、metadata")


HOSTS = [
    ("2021年，县政府认真贯彻条例，通过县政府网站公开信息300条。资中县教育局公开信息30条。本机关",
     "资中县人民政府", "high"),
    ("2021年，县政府高度重视公开工作。资中县教育局公开信息30条。资中县教育局未收到申请。本机关",
     "资中县教育局", "medium"),
    ("2021年，县政府公开信息3条。资中县教育局公开信息30条。资中县教育局未收到申请。本机关",
     "资中县教育局", "medium"),
    ("2021年，县人民政府公开信息300条。本机关", "资中县人民政府", "high"),
    ("资中县教育局公开信息30条。我局", "资中县教育局", "medium"),
    ("资中县教育局公开信息30条。资中县教育局未收到申请。本机关", "资中县教育局", "medium"),
    ("资中县教育局公开信息30条。县教育局未收到申请。本机关", "资中县教育局", "medium"),
    # refused
    ("资中县教育局公开信息30条。本机关", None, None),
    ("在县委、县政府领导下，资中县教育局公开信息30条。本机关", None, None),
    ("2021年，县政府网站公开信息300条。资中县教育局公开信息30条。本机关", None, None),
    ("2021年，县政府高度重视公开工作。资中县教育局公开信息30条。本机关", None, None),
    ("2021年，县政府办公开信息300条。资中县教育局公开信息30条。本机关", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("subject", "name", "confidence"), HOSTS)
def test_a_government_above_the_title_is_not_told_by_one_deed_of_a_bureau(
    subject: str, name: str | None, confidence: str | None
) -> None:
    identity = told("资中县人民政府", TITLE, subject=subject)
    assert (agency(identity), identity.agency_confidence) == (name, confidence)
    assert ("agency_unknown" in rules(identity)) == (name is None)
