"""Sections hold the report's own words: no header, label or figure of the form's tables."""

import pytest

from extract.text import read_text
from transform.report import understand
from transform.stream import printed_lines
from transform.table_lines import is_grid_row, is_of_form, is_prose

REVIEW = [
    "行政复议\t\t\t\t\t行政诉讼\t\t\t\t\t\t\t\t\t",
    "结果维持\t结果纠正\t其他结果\t尚未审结\t总计\t未经复议直接起诉\t\t\t\t\t复议后起诉\t\t\t\t",
    "\t".join(["0"] * 15),
]
REPORT = """某县某局2021年政府信息公开工作年度报告
一、总体情况
全年公开信息12条。
二、主动公开政府信息情况
本年度公开情况如下。
第二十条第（一）项
信息内容\t本年制发件数\t本年废止件数\t现行有效件数
规章\t0\t0\t0
行政规范性文件\t1\t0\t2
{between}
第二十条第（五）项
信息内容\t本年处理决定数量
行政许可\t7
三、收到和处理政府信息公开申请情况
无申请。
四、政府信息公开行政复议、行政诉讼情况
{review}
表中各项均为零。
五、存在的主要问题及改进情况
无。"""


def sections(between: str, review: str) -> dict[int, str]:
    text = REPORT.format(between=between, review=review)
    rows = understand(read_text(text, "utf-8"), "0" * 64)["sections"]
    return {row["section"]: row["text"] for row in rows}


@pytest.mark.parametrize("separator", ["\t", "  "])
def test_words_of_the_tables_are_left_out_and_paragraphs_stay(separator: str) -> None:
    note = "注：规范性文件由县政府办公室统一登记、统一编号。"
    review = "\n".join(REVIEW).replace("\t", separator)
    texts = sections(note, review)
    assert texts[2] == f"本年度公开情况如下。\n{note}"
    assert texts[4] == "表中各项均为零。"


def line(text: str):  # type: ignore[no-untyped-def]
    return printed_lines(read_text(text, "utf-8"))[0]


@pytest.mark.parametrize(
    "text",
    [
        "结果维持 结果纠正 其他结果 尚未审结 总计",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "1.申请人无正当理由逾期不补正，行政机关不在处理其政府信息公开申请",
        "公开申请",
    ],
)
def test_words_of_the_form(text: str) -> None:
    assert is_of_form(line(text))
    assert not is_prose(line(text))


@pytest.mark.parametrize(
    "text", ["本年度收到申请三件。", "2021年，我局共收到政府信息公开申请5件，均已按时答复"]
)
def test_sentences_are_not_the_forms(text: str) -> None:
    assert is_prose(line(text))
    assert not is_of_form(line(text))


def test_rows_of_other_tables_are_told_from_sentences_in_cells() -> None:
    rows = printed_lines(read_text("渠道\t数量\n网站\t12条\n说明\t信息由各科室报送。\n", "utf-8"))
    assert [is_grid_row(row) for row in rows] == [True, True, False]
