"""Sentences that tell of a year as the report's own, beside those that only mention one."""

import pytest

from transform.comparable_text import read_own_texts
from transform.sections import Section
from transform.year_sentences import YearSentence, read_year_sentences


def found(text: str, report_year: int | None = 2023) -> list[YearSentence]:
    texts = read_own_texts([Section(1, "一、总体情况", text)])
    return list(read_year_sentences(texts, report_year))


def stale(text: str) -> list[tuple[int, str | None]]:
    return [(s.year, s.text) for s in found(text) if s.text is not None]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2022年，我局认真落实条例要求。", "2022年,我局认真落实条例要求"),
        ("二〇二二年，我局认真落实条例要求。", "2022年,我局认真落实条例要求"),
        ("2022年度，全镇共公开各类信息120条。", "2022年度,全镇共公开各类信息120条"),
        (
            "本报告所列数据的统计期限为2022年1月1日至2022年12月31日。",
            "本报告所列数据的统计期限为2022年1月1日至2022年12月31日",
        ),
        (
            "现将2022年政府信息公开工作年度报告公布如下。",
            "现将2022年政府信息公开工作年度报告公布如下",
        ),
    ],
)
def test_a_sentence_tells_of_an_earlier_year_as_if_it_were_the_reports(text, sentence):
    assert stale(text) == [(2022, sentence)]


@pytest.mark.parametrize(
    "text",
    [
        "2023年，我局认真落实条例要求。",
        "全年公开信息比2022年增加12条，增长百分之五。",
        "较2022年，申请量下降百分之十左右。",
        "我局自2022年起实行主动公开目录管理制度。",
        "根据2022年5月印发的工作要点，我局完善了目录。",
        "2022年，我局公开信息5条，2023年公开信息7条。",
        "2022年，我局公开信息5条。2023年公开信息7条。",
        "2022年，我局公开信息5条。今年与去年持平。",
        "2024年，我局将继续完善公开目录和公开平台。",
        "2022年机构改革后，我局加挂县大数据管理局牌子，由办公室承担公开工作。",
        "2022年，我局被评为全省政务公开示范单位，各项工作有序开展。",
        "2022年新址启用后，我局设立了公开专区和查阅点。",
        "2022年以来，我局公开信息300条，受理申请5件。",
        "2022年，好。",
        "资中县信访局2022年政府信息公开工作年度报告",
    ],
)
def test_a_sentence_that_mentions_another_year_is_not_stale(text):
    assert stale(text) == []


def test_the_digest_leaves_figures_and_years_out_and_nothing_else():
    one, two, three = (
        found(text, year)[0]
        for text, year in (
            ("2022年，我局共公开信息12条。", 2022),
            ("2023年, 我局共公开信息1,500条。", 2023),
            ("2023年，我局共公开文件12条。", 2023),
        )
    )
    assert one.digest == two.digest != three.digest
    assert [s.year for s in (one, two, three)] == [2022, 2023, 2023]


def test_a_report_without_a_year_has_none():
    assert found("2022年，我局认真落实条例要求。", None) == []


def test_positions_run_through_the_sections():
    texts = read_own_texts(
        [
            Section(n, "", f"2023年，我局公开了第{n}批目录。2023年，我局培训人员{n}次。")
            for n in (1, 5)
        ]
    )
    rows = [(s.position, s.section) for s in read_year_sentences(texts, 2023)]
    assert rows == [(1, 1), (2, 1), (3, 5), (4, 5)]
