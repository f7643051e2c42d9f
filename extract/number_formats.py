"""Print a spreadsheet's numbers as its number formats show them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

GENERAL = "General"
_ACCOUNTING = '_ * {0}#,##0{1}_ ;_ * {0}\\-#,##0{1}_ ;_ * {0}"-"_ ;_ @_ '
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0", 7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00",
    9: "0%", 10: "0.00%",
    37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: _ACCOUNTING.format("", ""), 42: _ACCOUNTING.format("¥", ""),
    43: _ACCOUNTING.format("", ".00"), 44: _ACCOUNTING.format("¥", ".00"), 49: "@",
    **dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd"),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 46, 47, 55, 56), "hh:mm:ss"),
    22: "yyyy-mm-dd hh:mm",
}  # fmt: skip
"""Formats that files name by number only, as a Chinese Excel shows them."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|(?P<gap>[_*]).|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|(?P<date>\[[hmsHMS]+\]|AM/PM|上午/下午|[ymdhsYMDHSabeg]+)|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式)|(?P<text>@)|(?P<digits>[0#?.,]+)|(?P<other>.)",
    re.S,
)
_CONDITION = re.compile(r"[<>=]")
_LONGEST_FORMAT = 255
_MOST_DECIMALS = 30
_LARGEST_FACTOR = 100**4
"""Of the signs for percent in one format; with more of them a number outgrows all room."""
_PRECISION = 15
"""Digits that a spreadsheet keeps of a number; further ones are noise of its arithmetic."""
_TOO_LARGE = 1e15
"""Numbers from here on are printed plain: no report counts so far."""
_ROOMY = Context(prec=80)
"""Room for all digits of a number in any format."""


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format, for numbers of one sign.

    Attributes:
        before: text before the digits.
        digits: places for digits, such as '#,##0.00'; 'General'; or None if no digit is shown.
        behind: text behind the digits.
        factor: 100 for percent.
    """

    before: str
    digits: str | None
    behind: str
    factor: int


def built_in_format(number: int) -> str:
    """The code of a format that files name by number only."""
    return _BUILT_IN.get(number, GENERAL)


def print_number(value: float, code: str, *, epoch_1904: bool = False) -> str:
    """Print a number.

    Args:
        value: finite.
        code: its number format; one that is not understood prints the plain number.
        epoch_1904: the file counts days from 1904.

    Returns:
        The text without the blanks that only align it; dates in ISO's form, "" where the
        format shows nothing.
    """
    form = _parse(code)
    if form is None or abs(value) >= _TOO_LARGE:
        return print_plain(value)
    if not form:
        return _print_date(value, epoch_1904) or print_plain(value)
    at = 0 if len(form) == 1 or value > 0 or (value == 0 and len(form) < 3) else 1
    section = form[2] if value == 0 and len(form) > 2 else form[at]
    sign = "-" if value < 0 and len(form) == 1 else ""
    return _print_section(abs(value), section, sign)


def print_plain(value: float) -> str:
    """A number in its shortest form: 22 for 22.0, 668.7004, 1E+20."""
    text = f"{value:.{_PRECISION}g}".upper()
    return "0" if text == "-0" else text


def _print_section(value: float, section: _Section, sign: str) -> str:
    if section.digits is None:
        digits = ""
    elif section.digits == GENERAL:
        digits = print_plain(value)
    else:
        digits = _print_digits(value * section.factor, section.digits)
    if not any(digit in "123456789" for digit in digits):
        sign = ""
    return (sign + section.before + digits + section.behind).strip()


def _print_digits(value: float, places: str) -> str:
    """Round to the places of a format; at least as many digits as it has zeros."""
    whole, _, decimals = places.rstrip(",").partition(".")
    thousands = len(places) - len(places.rstrip(","))
    exact = Decimal(f"{value:.{_PRECISION}g}").scaleb(-3 * min(thousands, 9))
    shown = min(len(re.findall("[0#?]", decimals)), _MOST_DECIMALS)
    rounded = exact.quantize(Decimal(1).scaleb(-shown), ROUND_HALF_UP, _ROOMY)
    digits, _, fraction = f"{rounded:f}".partition(".")
    least = len(re.findall("0", decimals))
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    digits = digits.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    return digits + ("." + fraction if fraction else "")


def _print_date(value: float, epoch_1904: bool) -> str:
    """A number of days as date, time, or both; "" if it is no date."""
    if value < 0 or value >= 2_958_466:
        return ""
    # Day 60 is the 29th of February 1900, which never was: days before it count from one later.
    epoch = datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30 + (value < 60))  # noqa: DTZ001
    try:
        moment = epoch + timedelta(seconds=round(value * 86_400))
    except OverflowError:  # after the year 9999
        return ""
    if value < 1:
        return f"{moment:%H:%M:%S}"
    return f"{moment:%Y-%m-%d}" if moment.time() == datetime.min.time() else moment.isoformat(" ")


@lru_cache(maxsize=512)
def _parse(code: str) -> tuple[_Section, ...] | None:
    """The sections of a format; none for one of dates, None for one that is not understood."""
    if len(code) > _LONGEST_FORMAT:
        return None
    sections: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    for match in _TOKEN.finditer(code + ";"):
        kind = match.lastgroup or ""
        if kind == "date":
            return ()
        if kind == "bracket" and _CONDITION.search(match[kind]):
            return None
        if match[0] == ";":
            section = _section(tokens)
            if section is None:
                return None
            sections.append(section)
            tokens = []
        else:
            tokens.append((kind, match[kind]))
    return tuple(sections)


def _section(tokens: list[tuple[str, str]]) -> _Section | None:
    """Put a section together; None for fractions, powers, digits in several places, many %."""
    before, behind, digits, factor = "", "", None, 1
    for kind, text in tokens:
        if kind in ("digits", "general"):
            if digits is not None:
                return None
            digits = GENERAL if kind == "general" else text
        elif kind == "other" and text in "/E":
            return None
        elif kind in ("quoted", "escaped", "currency", "other"):
            factor *= 100 if kind == "other" and text == "%" else 1
            if factor > _LARGEST_FACTOR:
                return None
            before, behind = (before + text, behind) if digits is None else (before, behind + text)
        elif kind == "text" and digits is None:
            digits = GENERAL
    return _Section(before, digits, behind, factor)
