"""Signatures of sections: what is the same text, what is nobody's own, how well shares are told."""

import random

import pytest
import rensa

from tests.section_texts import own_sentences, own_text
from transform.comparable_text import comparable_sentences, read_own_texts
from transform.section_signatures import (
    FEWEST_SHINGLES,
    SIGNATURE_LENGTH,
    shingles_of,
    sign_sections,
    signature_of,
)
from transform.sections import Section


def shingles(text: str) -> set[str]:
    (own,) = read_own_texts([Section(1, "一、总体情况", text)])
    return shingles_of(comparable_sentences(own))


def signature(text: str) -> tuple[int, ...] | None:
    signed = list(sign_sections(read_own_texts([Section(1, "一、总体情况", text)])))
    return signed[0].hashes if signed else None


SENTENCE = "全年共发布信息1,234条，其中政策解读2021年比上年多12.5%。"


@pytest.mark.parametrize(
    "other",
    [
        "全年共发布信息98条，其中政策解读2023年比上年多3%。",
        "全年共发布信息 1234 条,其中政策解读\n2021年比上年多12%。",
        "全年共发布信息１２条，其中政策解读二〇二一年比上年多5%。",
        "（一）主动公开情况\n全年共发布信息7条，其中**政策解读**2019年比上年多8%。",
    ],
)
def test_a_text_is_the_same_in_other_figures_years_blanks_and_characters(other):
    assert shingles(other) == shingles(SENTENCE)


@pytest.mark.parametrize(
    "other",
    [
        "全年共发布信息1,234篇，其中政策解读2021年比上年多12.5%。",
        "全年共发布信息1,234条，其中政策解读2021年比上年少12.5%。",
    ],
)
def test_another_word_makes_another_text(other):
    assert shingles(other) != shingles(SENTENCE)


def test_the_order_of_sentences_makes_no_difference():
    sentences = own_sentences(1)
    shuffled = random.Random(1).sample(sentences, len(sentences))
    assert signature("。".join(sentences)) == signature("。".join(shuffled))


@pytest.mark.parametrize(
    "text",
    [
        "无。",
        "本年度无其他需要报告的事项。",
        "我局没有其他需要报告的事项。",
        "根据《中华人民共和国政府信息公开条例》第五十条规定，制作本报告。",
        "依据《中华人民共和国政府信息公开条例》和国务院办公厅有关通知要求，现向社会公布2023年度政府信息公开工作年度报告。",
        "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。",
        "本报告电子版可在县人民政府门户网站下载。",
        "如对本报告有疑问，请与县人民政府办公室联系，电话：0832-5520000。",
        "本年度未收取政府信息公开信息处理费。",
        "2023年，我局未发生因政府信息公开引起的行政复议、行政诉讼。",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "（一）主动公开情况",
        "二、存在的主要问题及改进情况",
        "行政复议 行政诉讼\n结果维持 结果纠正 其他结果 尚未审结 总计",
        "申请人情况\n自然人 法人或其他组织\n商业企业 科研机构 社会公益组织 法律服务机构 其他",
    ],
)
def test_phrases_and_labels_of_the_form_are_no_text_of_the_agency(text):
    assert shingles(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "根据群众反映的热点问题，我局调整了网站栏目，邀请代表座谈十余次。",
        "本年度共收到行政复议申请三件，均已按期办结并向申请人说明理由。",
        "全县没有一个乡镇因为信息更新不及时被通报，窗口服务满意率居全市第一。",
        "存在的问题是个别科室对公开工作重视不够，信息更新不够及时。",
    ],
)
def test_sentences_like_phrases_of_the_form_stay(text):
    assert shingles(text)


def test_a_section_is_signed_from_enough_different_runs_on():
    for count in (FEWEST_SHINGLES - 1, FEWEST_SHINGLES):
        text = "".join(chr(0x4E00 + 7 * i) for i in range(count + 4))
        assert len(shingles(text)) == count
        assert (signature(text) is not None) == (count >= FEWEST_SHINGLES)


@pytest.mark.parametrize(
    "text",
    [
        "啊" * 1_000_000,
        "1" * 1_000_000,
        "，" * 1_000_000,
        "1," * 500_000,
        "\n" * 1_000_000,
        "其他结果" * 250_000,
        "根据" * 500_000,
        "年无" * 500_000 + "。",
        "其他\n" * 300_000,
        "😀🏽‍♀️" * 50_000,
        "\ud800\udfff" * 500,
        "\x00\ufffe\u202e" * 500,
    ],
    ids=lambda text: repr(text[:4]),
)
def test_hostile_text_is_read_to_its_end_without_an_error(text):
    assert signature(text) is None
    assert signature(own_text(1) + "\n" + text) is not None


def test_a_signature_is_the_same_in_every_release_of_the_library():
    assert rensa.RMinHash.ALGORITHM_VERSION == 2
    assert signature_of(["政府信息公", "府信息公开"])[:4] == (
        3402256096,
        3475637766,
        3884853417,
        3361729923,
    )


@pytest.mark.parametrize("common", [0, 100, 250, 400, 480, 500])
def test_the_share_is_estimated_within_its_error(common):
    """Of 500 runs `common` are those of another text of 500: the estimate over 60 pairs."""
    estimates = []
    for pair in range(60):
        runs = [f"{pair}-{i}" for i in range(1000 - common)]
        own = signature_of(runs[:500])
        other = signature_of(runs[500 - common :])
        drawn = [(a, b) for a, b in zip(own, other, strict=True) if a <= b]
        estimates.append(sum(a == b for a, b in drawn) / len(drawn))
    share = common / 500
    assert abs(sum(estimates) / len(estimates) - share) < 0.03
    error = (sum((estimate - share) ** 2 for estimate in estimates) / len(estimates)) ** 0.5
    drawn_count = SIGNATURE_LENGTH * 500 / (1000 - common)
    assert error <= 1.3 * (share * (1 - share) / drawn_count) ** 0.5 + 0.001
