"""Printed texts and the numbers that they are, accepted and refused side by side."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.numbers import BLANK, UNREADABLE, read_count, read_money

COUNTS = {
    "0": 0,
    "00": 0,
    "007": 7,
    "1,234": 1234,
    "1，234，567": 1234567,
    "１２": 12,
    "2 0": 20,
    "3件": 3,
    "3.0": 3,
    "22（其中修订16件）": 22,
    "22(其中修订16件)": 22,
    "[bookmark: _GoBack]5": 5,
    " 8\u3000": 8,
    "1\u200b2": 12,
}
NO_COUNTS = [
    "3.5",
    "1,23",
    "12,34,5",
    "约3",
    "3余",
    "①",
    "3²",
    "〇",
    "O",
    "-3",
    "减3",
    "12人",
    "3或4",
    "#REF!",
    ".",
    "。",
    "*",
    "3/4",
    "٣",
    "9" * 30,
]
BLANKS = ["", " ", "-", "--", "—", "——", "－", "/", "／", "无", "不涉及", "不适⽤", "N/A", "n/a"]
CHANGES = {"减3": -3, "减少 3": -3, "-3": -3, "−3": -3, "增3": 3, "+3": 3, "增加3": 3, "0": 0}


@pytest.mark.parametrize("unit", ["收到1件申请，", "1", "1(", "(1)", "[bookmark:", "<br ", "1 "])
def test_hostile_text_is_read_in_one_pass(unit: str) -> None:
    """Minutes, if every digit were tried as the last before a note."""
    assert read_count(unit * 50_000) == UNREADABLE


@pytest.mark.parametrize("text", COUNTS)
def test_counts(text: str) -> None:
    assert read_count(text).value == COUNTS[text]


@pytest.mark.parametrize("text", NO_COUNTS)
def test_no_counts(text: str) -> None:
    assert read_count(text) == UNREADABLE


@pytest.mark.parametrize("text", BLANKS)
def test_blanks(text: str) -> None:
    assert read_count(text) == BLANK
    assert read_money(text, "万元") == BLANK


@pytest.mark.parametrize("text", CHANGES)
def test_signed_counts(text: str) -> None:
    assert read_count(text, signed=True).value == CHANGES[text]


@pytest.mark.parametrize(
    ("text", "unit", "yuan"),
    [
        ("251000元", None, "251000"),
        ("668.7004 万元", None, "6687004"),
        ("25.1千元", "万元", "25100"),
        ("3", "百万元", "3000000"),
        ("668.7004 万元", "元", "6687004"),
        ("12.5", "万元", "125000"),
        ("12.5", "元", "12.5"),
        ("1.2亿元", None, "120000000"),
        ("￥1,234.50", "元", "1234.50"),
        ("0", "万元", "0"),
        ("[bookmark: _GoBack]161804.8元", None, "161804.8"),
    ],
)
def test_money_in_yuan(text: str, unit: str | None, yuan: str) -> None:
    assert read_money(text, unit).value == Decimal(yuan)


@pytest.mark.parametrize(
    ("text", "unit"),
    [("12.5", None), ("0", None), ("0.001", "元"), ("-5", "元"), ("$5", "元"), ("五万", "元")],
)
def test_no_money(text: str, unit: str | None) -> None:
    assert read_money(text, unit) == UNREADABLE


@given(st.integers(0, 10**12), st.booleans(), st.booleans())
def test_printed_counts_come_back(value: int, grouped: bool, full_width: bool) -> None:
    text = f"{value:,}" if grouped else str(value)
    if full_width:
        text = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789,"})
    assert read_count(text).value == value


@given(st.text(max_size=12))
def test_a_number_is_made_of_the_digits_that_are_printed(text: str) -> None:
    value = read_count(text, signed=True).value
    if value is not None:
        half_width = text.translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)})
        digits = "".join(c for c in half_width if c in "0123456789")
        assert str(abs(int(value))) in digits
