"""Figures in running text: what is read as a number, and what is no figure at all."""

from decimal import Decimal

import pytest

from transform.claim_numbers import figures, read_numeral

READ = [
    ("收到申请5件。", 5, "count", False),
    ("申请1,234件。", 1234, "count", False),
    ("申请一百二十件。", 120, "count", False),
    ("申请两件。", 2, "count", False),
    ("申请四十余条。", 40, "count", True),
    ("信息约300条。", 300, "count", True),
    ("信息1.4万件。", 14000, "count", True),
    ("信息3000条以上。", 3000, "count", True),
    ("均为0。", 0, "count", False),
    ("占12.5%。", Decimal("12.5"), "percent", False),
    ("占百分之十二点五。", Decimal("12.5"), "percent", False),
    ("收费3.6万元。", 36000, "CNY", False),
    ("收费三百元。", 300, "CNY", False),
]
NO_FIGURE = [
    "第十五条",
    "〔2021〕30号",
    "2021年5月1日",
    "12个月",
    "5部门",
    "一是",
    "进一步",
    "3-5件",
    "每件",
    "3.5件",
    "12.345%",
    "电话0954-2040366。",
    "20个工作日",
    "120人次",
    "提高2个百分点",
]


@pytest.mark.parametrize(("text", "value", "unit", "approximate"), READ)
def test_figures(text: str, value: Decimal, unit: str, approximate: bool) -> None:
    (figure,) = figures(text, is_cut=False)
    assert (figure.value, str(figure.unit), figure.approximate) == (value, unit, approximate)


@pytest.mark.parametrize("text", NO_FIGURE)
def test_numbers_that_are_no_figure(text: str) -> None:
    assert list(figures(text, is_cut=False)) == []


def test_a_number_that_the_end_cuts_off_is_none() -> None:
    assert list(figures("收到申请1", is_cut=True)) == []
    assert [f.value for f in figures("收到申请1", is_cut=False)] == [1]
    assert [f.is_limit for f in figures("10件以下", is_cut=False)] == [True]


@pytest.mark.parametrize(
    ("text", "value"), [("十", 10), ("二〇二一", 2021), ("三千零五十", 3050), ("两万", 20000)]
)
def test_numerals(text: str, value: int) -> None:
    assert read_numeral(text) == value


@pytest.mark.parametrize("text", ["万", "三三十", "一" * 40])
def test_numerals_that_are_none(text: str) -> None:
    assert read_numeral(text) is None
