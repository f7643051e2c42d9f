"""What is read as a claim: its kind, its figure, where it stands; and what bounds the reading."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from extract.reading import read_document
from transform.claim_kinds import load_claim_kinds
from transform.claim_words import words_in
from transform.claims import MOST_CLAIMS, Claim, read_claims
from transform.report import understand
from transform.sections import Section

YEAR = 2021


def read(text: str, section: int = 1, year: int | None = YEAR) -> list[Claim]:
    return read_claims([Section(section, "", text)], year)


def told(text: str, section: int = 1) -> list[tuple[str, int | None]]:
    return [(c.claim, None if c.value is None else int(c.value)) for c in read(text, section)]


CHAINS = [
    (
        "本年新收申请18件，上年结转2件，办结17件，结转下年3件。",
        [("received", 18), ("carried_over", 2), ("answered", 17), ("carried_forward", 3)],
    ),
    ("收到申请7件，均已按期答复。", [("received", 7), ("all_answered", None)]),
    ("受理信息公开申请9件，按时办结率100%。", [("accepted", 9), ("all_answered", None)]),
    ("有6件申请办结，2件申请结转下年度。", [("answered", 6), ("carried_forward", 2)]),
    ("2020年结转申请1件，结转至2022年2件。", [("carried_over", 1), ("carried_forward", 2)]),
]


@pytest.mark.parametrize(("text", "expected"), CHAINS)
def test_the_way_of_applications(text: str, expected: list[tuple[str, int | None]]) -> None:
    assert told(text) == [(f"applications_{code}", value) for code, value in expected]


def test_carried_over_ones_make_the_whole_more_than_received() -> None:
    whole, part = read("全年收到申请31件（含上年结转4件）。")
    assert (whole.claim, whole.value) == ("applications_accepted", 31)
    assert (part.claim, part.value, part.part_of) == ("applications_carried_over", 4, 1)


def test_parts_know_their_whole_and_keep_their_kind() -> None:
    claims = read("公开信息90条，其中网站发布60条，财政类20条，政策解读10篇；收到申请3件。")
    assert [(c.claim, c.part_of) for c in claims] == [
        ("items_published", None),
        ("website_items", 1),
        ("part", 1),
        ("policy_interpretations", 1),
        ("applications_received", None),
    ]


def test_a_bracket_is_a_list_and_the_list_outside_goes_on_behind_it() -> None:
    claims = read(
        "办结20件，其中不予公开8件（国家秘密3件，重复申请5件），予以公开12件。", section=3
    )
    assert [(c.claim, c.part_of) for c in claims] == [
        ("applications_answered", None),
        ("refused", 1),
        ("refused_state_secret", 2),
        ("rejected_duplicate", 2),
        ("granted", 1),
    ]


def test_parts_of_what_is_no_claim_are_none() -> None:
    assert told("全年制发公文80件，其中主动公开30件，不予公开50件。") == []
    assert told("去年收到申请20件，其中自然人18件。") == []


def test_one_figure_of_several_covers_them_and_a_zero_is_said_of_each() -> None:
    (merged,) = read("予以公开和部分公开42件。", section=3)
    assert (merged.claim, merged.covers) == ("granted", ("partially_granted",))
    assert told("行政复议、行政诉讼均为0件。") == [("review_cases", 0), ("litigation_cases", 0)]
    assert told("予以公开、部分公开各2件。", 3) == [("granted", 2), ("partially_granted", 2)]
    assert told("微博、微信分别发布信息30条、56条。") == [("weibo_posts", 30), ("wechat_posts", 56)]


ZEROS = [
    ("未收到政府信息公开申请。", ["applications_received"]),
    ("没有因公开申请引起的行政复议、行政诉讼。", ["review_cases", "litigation_cases"]),
    ("行政复议、行政诉讼情况：无。", ["review_cases", "litigation_cases"]),
    ("未收取信息处理费。", ["information_fees"]),
    ("无结转下年度的申请。", ["applications_carried_forward"]),
]
NO_ZEROS = [
    "未收到申请超出一定数量范围的公开申请。",
    "如未收到申请，按零报告。",
    "未收到群众投诉举报。",
    "无行政许可、行政处罚事项。",
    "未及时公开信息。",
    "去年未收到公开申请。",
]


@pytest.mark.parametrize(("text", "kinds"), ZEROS)
def test_zeros_in_words(text: str, kinds: list[str]) -> None:
    assert told(text) == [(kind, 0) for kind in kinds]
    assert {c.offset for c in read(text)} <= {text.index(w) for w in "未没无" if w in text}


@pytest.mark.parametrize("text", NO_ZEROS)
def test_words_for_none_that_are_no_zero(text: str) -> None:
    assert told(text) == []


NO_CLAIMS = [
    "下一步，将公开信息300条以上。",
    "自开通以来累计发布信息5000条。",
    "上半年收到申请3件。",
    "每周更新信息不少于5条。",
    "网站访问量12万次，粉丝3000个。",
    "收到建议12件、提案8件，均已答复。",
    "收到廉租房申请186份。",
    "开通微信公众号3个，设置栏目12项。",
    "超过10件的部分，每件收取100元。",
    "各乡镇收到申请12件。",
    "公开财政信息20条。",
]


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_figures_that_are_no_claim(text: str) -> None:
    assert told(text) == []


SILENT_BESIDE = [
    ("今年累计制定规范性文件8件。", "截至2021年底，累计制定规范性文件8件。"),
    ("截至12月31日，2021年累计收到公开申请8件。", "截至12月31日，累计收到公开申请8件。"),
    ("近年来稳步推进，全年收到公开申请8件。", "近年来收到公开申请8件。"),
    ("办理政府信息公开申请8件。", "协助县政府办理政府信息公开申请8件。"),
    ("微信公众号发布信息8条。", "目前微信公众号已累计发布信息8条。"),
    ("涉及信息公开的行政诉讼8件。", "办理其他行政诉讼案件8件。"),
    ("办理信息公开行政复议案件8件。", "办理行政复议案件8件。"),
    ("收到公开申请8件。", "收到公开申请3件，代县政府答复8件。"),
    ("信息公开行政复议8件。", "作为复议机关，受理行政复议申请8件，推进政务公开。"),
    ("涉及信息公开的行政诉讼8件。", "行政诉讼案件8件，其中涉及政府信息公开2件。"),
    ("作出行政许可决定8件。", "办理行政许可事项8件，行政许可服务事项8件。"),
    ("1-12月收到公开申请8件。", "12月收到公开申请8件。"),
    ("收到公开申请8件。", "收到公开申请数量排名前三的是甲局8件。"),
    ("收到公开申请10件，不予公开8件。", "主动公开10条，不予公开8条。"),
    ("信息公开行政诉讼中，维持8件。", "信息公开行政诉讼中，驳回起诉8件。"),
]


@pytest.mark.parametrize(("claimed", "silent"), SILENT_BESIDE)
def test_the_same_figure_as_a_claim_and_as_none(claimed: str, silent: str) -> None:
    assert 8 in [value for _, value in told(claimed)]
    assert 8 not in [value for _, value in told(silent)]


@pytest.mark.parametrize(
    ("text", "is_claimed"),
    [
        ("收到公开申请9件，均已办结。", True),
        ("收到公开申请9件，其中撤回1件，其余均已办结。", False),
        ("收到公开申请9件，已全部办结的8件。", False),
    ],
)
def test_the_rest_is_not_all(text: str, is_claimed: bool) -> None:
    assert (("applications_all_answered", None) in told(text)) is is_claimed


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("收到公民信息公开申请9件。", [None]),
        ("收到公开申请9件，其中公民6件、法人3件。", [None, "natural_person", "organizations"]),
        (
            "收到公开申请9件，其中6件来自个人，3件来自企业。",
            [None, "natural_person", "commercial_enterprise"],
        ),
    ],
)
def test_who_applied(text: str, types: list[str | None]) -> None:
    assert [c.applicant_type for c in read(text)] == types


def test_duplicates_among_those_received_are_no_outcome() -> None:
    assert told("收到公开申请9件（含重复申请2件）。")[1:] == [("part", 2)]
    assert told("不予处理3件（含重复申请2件）。", 3)[1:] == [("rejected_duplicate", 2)]


def test_a_list_by_subject_ends_where_another_place_follows() -> None:
    listed = read("网站发布信息90条，其中动态60条、公告30条；微信发布20条。")
    assert [c.part_of for c in listed] == [None, 1, 1, None]
    placed = read("公开信息90条，其中网站发布60条；微信发布20条。")
    assert [c.part_of for c in placed] == [None, 1, 1]


def test_outcomes_behind_what_was_carried_over_are_of_all() -> None:
    assert read("收到公开申请9件，上年结转2件，其中予以公开4件。")[-1].part_of is None
    assert read("收到公开申请9件，其中予以公开4件。")[-1].part_of == 1


def test_ways_and_their_total() -> None:
    claims = [("part", 7), ("part", 5), ("applications_received", 12)]
    assert told("收到网上申请7件、信函申请5件，合计12件。") == claims
    assert told("收到网上申请7件、信函申请5件，投诉12件。") == claims[:2]


def test_growth_and_change_have_the_sign_of_their_word() -> None:
    claims = read("收到申请12件，较上年减少3件，同比下降20%，予以公开占25%。")
    assert [(c.claim, c.measure, c.value) for c in claims] == [
        ("applications_received", "amount", 12),
        ("applications_received", "change", -3),
        ("applications_received", "growth", -20),
        ("granted", "share", 25),
    ]


def test_another_year_is_claimed_alone_and_not_beside_this_one() -> None:
    (stale,) = read("2020年收到申请8件。")
    assert (stale.year, stale.value) == (2020, 8)
    assert told("2020年收到申请8件，2021年收到申请9件。") == [("applications_received", 9)]
    assert told("收到申请9件（2020年为8件）。") == [("applications_received", 9)]


def test_scope_applicant_and_measure_of_money() -> None:
    area, own = read("全市各部门共收到申请120件，我局收到申请3件。")
    assert (area.scope, own.scope) == ("consolidated", "own")
    area, own = read("局系统共收到公开申请30件，其中局本级12件。")
    assert (area.scope, own.scope) == ("consolidated", "own")
    (natural,) = read("收到自然人申请5件。")
    assert natural.applicant_type == "natural_person"
    (fees,) = read("行政事业性收费12.5万元。")
    assert (fees.value, fees.unit) == (Decimal("125000.00"), "CNY")


def test_offset_and_sentence_are_those_of_the_printed_text() -> None:
    text = "概况。\n全年收到 申请\n1\n9 件。"
    (claim,) = read(text)
    assert claim.value == 19
    assert text[claim.offset :].startswith("1\n9")
    assert claim.sentence == "全年收到 申请19 件。"


def test_text_before_the_first_section_has_no_section() -> None:
    claims = read_claims([Section(3, "", "新收2件。")], YEAR, "全年收到公开申请2件。")
    assert [(c.position, c.section, c.part_of) for c in claims] == [(1, None, None), (2, 3, None)]


def test_rows_of_a_grid_and_headings_are_no_running_text() -> None:
    assert told("渠道\t网站发布12条\n微信公众号\t发布34条") == []
    assert told("|收到申请|5件|") == []


def test_every_kind_is_declared_and_silent_words_say_nothing() -> None:
    kinds = {c.claim for text, _ in CHAINS for c in read(text)}
    assert kinds <= load_claim_kinds().keys()
    assert words_in("健全规章制度，落实政府信息公开条例") == []


@pytest.mark.parametrize(
    "unit", ["收到申请1件，", "1件，", "(1件", "没有因", "予以公开、", "百分之", "12,"]
)
def test_hostile_text_is_read_to_the_end(unit: str) -> None:
    assert len(read(unit * (100_000 // len(unit)))) <= MOST_CLAIMS


@pytest.mark.parametrize(
    "text",
    [
        "全年收到政府信息公开申请4件。办理行政复议案件43件、行政诉讼案件9件。",
        "清理规范性文件8件，其中废止2件、继续有效6件。",
    ],
)
def test_what_an_agency_does_in_its_trade_is_no_claim(text: str) -> None:
    assert {c.claim for c in read(text)} <= {"applications_received"}
    assert {c.claim for c in read("办理政府信息公开行政复议案件3件。")} == {"review_cases"}
    assert {c.claim for c in read("规范性文件清理中，废止14件。")} == {
        "normative_documents_repealed"
    }


REAL = os.environ.get("GONGKAI_REAL_REPORTS")
FIGURES = {
    "000": {"applications_received": 0, "website_items": 6, "wechat_posts": 124},
    "001": {"items_published": 298},
    "002": {"applications_received": 19, "policy_interpretations": 21},
    "003": {},
    "004": {"applications_received": 0, "items_published": 5355},
}
PARTS = {"001": [165, 95, 6], "004": [64, 5050, 56, 1808]}


@pytest.mark.skipif(not REAL, reason="GONGKAI_REAL_REPORTS is not set")
@pytest.mark.parametrize("number", FIGURES)
def test_real_reports(number: str) -> None:
    (path,) = Path(REAL or "").glob(f"{number}_*.txt")
    claims = understand(read_document(path.read_bytes()), "0" * 64)["narrative_claims"]
    for kind, value in FIGURES[number].items():
        assert next(c["value"] for c in claims if c["claim"] == kind) == value
    assert [c["value"] for c in claims if c["part_of"]] == PARTS.get(number, [])
    received = {c["value"] for c in claims if c["claim"] == "applications_received"}
    assert received <= {FIGURES[number].get("applications_received")}
