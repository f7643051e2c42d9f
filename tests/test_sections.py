"""Which lines are section headings, and what text each section gets."""

import time

import pytest

from extract.text import read_text
from transform.sections import Section, find_headings, read_sections
from transform.stream import printed_lines

FORM = [
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
]


def sections(*lines: str) -> list[Section]:
    printed = printed_lines(read_text("\n".join(lines), "utf-8"))
    return read_sections(printed, find_headings(printed), set())


def report(section: int, heading: str) -> list[str]:
    headings = [heading if n == section else form for n, form in enumerate(FORM, 1)]
    return [line for heading in headings for line in (heading, "正文在此。")]


ACCEPTED = [
    (1, "一、政府信息公开工作总体情况"),
    (1, "一、2022年度总体情况："),
    (1, "（一）总体情况"),
    (1, "1. 总体情况"),
    (1, "总体情况"),
    (1, "## 一、总体情况"),
    (2, "第二部分 主动公开政府信息情况"),
    (3, "三、政府信息依申请公开情况"),
    (3, "二、收到和处理政府信息公开申请情况"),
    (3, "三、收到和处理政府信息公开申请情况（单位：件）"),
    (4, "三、政府信息公开行政复议、行政诉讼情况"),
    (5, "五、存在的主要问题及下一步工作打算"),
    (5, "五、政府信息公开工作存在的主要问题及改进措施"),
    (5, "五、薄弱环节和整改方向"),
    (6, "六、其它需报告的事项。"),
]
REFUSED = [
    (2, "（一）主动公开情况"),
    (2, "（二）主动公开情况"),
    (2, "1.主动公开情况"),
    (2, "二、2022年，主动公开政府信息12条。"),
    (3, "三、本年度办理结果"),
    (3, "三、申请人对答复不服的情形"),
    (5, "五、加强学习，解决突出问题"),
    (5, "四、存在的主要问题及下一步工作打算"),
    (6, "六是其他需要改进的方面"),
]


@pytest.mark.parametrize(("section", "heading"), ACCEPTED)
def test_other_printings_are_headings(section: int, heading: str) -> None:
    found = sections(*report(section, heading))
    assert [s.section for s in found] == [1, 2, 3, 4, 5, 6]
    assert found[section - 1].heading == heading
    assert found[section - 1].text == "正文在此。"


@pytest.mark.parametrize(("section", "line"), REFUSED)
def test_parts_rows_and_sentences_are_no_headings(section: int, line: str) -> None:
    found = sections(*report(section, line))
    assert [s.section for s in found] == [n for n in range(1, 7) if n != section]


TEXT_BEHIND = [
    (1, "一、总体情况。2021年，本机关按时答复。", "一、总体情况。", "2021年，本机关按时答复。"),
    (5, "五、存在的主要问题及改进情况：一是不全。", "五、存在的主要问题及改进情况：", "一是不全。"),
    (
        5,
        "五、存在的主要问题及改进情况（一）存在问题",
        "五、存在的主要问题及改进情况",
        "（一）存在问题",
    ),
    (6, "六、其他需要报告的事项 无", "六、其他需要报告的事项", "无"),
    (6, "六、其他需要报告的事项无。", "六、其他需要报告的事项", "无。"),
    (6, "其他需要报告的事项：无", "其他需要报告的事项：", "无"),
]


@pytest.mark.parametrize(("section", "line", "heading", "text"), TEXT_BEHIND)
def test_text_on_the_headings_line_belongs_to_the_section(
    section: int, line: str, heading: str, text: str
) -> None:
    found = sections(*report(section, line))
    assert found[section - 1] == Section(section, heading, f"{text}\n正文在此。")


def test_table_of_contents_is_passed_over() -> None:
    contents = [f"{line}......{page}" for page, line in enumerate(FORM, 1)]
    found = sections("目录", *contents, *report(5, "五、工作展望"))
    assert [s.section for s in found] == [1, 2, 3, 4, 6]
    assert found[0] == Section(1, FORM[0], "正文在此。")


def test_headings_without_any_text_are_no_table_of_contents() -> None:
    assert [s.section for s in sections(*FORM)] == [1, 2, 3, 4, 5, 6]


def test_heading_of_the_form_counts_before_a_part_of_the_same_words() -> None:
    lines = [FORM[0], "（二）主动公开情况", "主动公开情况", *report(1, FORM[0])[2:]]
    found = sections(*lines, "一、存在的主要问题", "仍有不足。")
    assert [s.heading for s in found] == FORM


def test_no_heading_gives_no_section() -> None:
    assert sections("本机关全年无申请。") == []
    assert sections() == []


def test_a_million_characters_of_headings_are_read_in_seconds() -> None:
    text = "\n".join(FORM * (1_000_000 // len("".join(FORM))))
    printed = printed_lines(read_text(text, "utf-8"))
    start = time.process_time()
    found = find_headings(printed)
    assert time.process_time() - start < 20
    assert [h.section for h in found] == [1, 2, 3, 4, 5, 6]
