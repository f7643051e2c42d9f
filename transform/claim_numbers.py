"""Figures in running text: numbers with a unit of counting, of money, or percentages.

A number without a unit is a figure only where a comma or full stop follows it. Ordinals, dates,
document and telephone numbers, ranges, and numbers that the text's end cuts off are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice


class Unit(StrEnum):
    """What a figure counts in."""

    COUNT = "count"
    CNY = "CNY"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a sentence.

    Attributes:
        start: where it begins in the sentence; its sign and words such as 约 are before.
        end: behind its unit and words such as 以上.
        value: in pieces, yuan or percent.
        printed_unit: 件, 条, 万元, ...; empty for none.
        approximate: printed as a round figure.
        is_limit: 10件以下 and the like are no count.
    """

    start: int
    end: int
    value: Decimal
    unit: Unit
    printed_unit: str
    approximate: bool
    is_limit: bool


_MOST = 300
"""Numbers of a sentence that are looked at."""
_LONGEST = 18
"""Digits of a number that the warehouse can hold."""
_FEN = Decimal("0.01")
_MULTIPLE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 10**8}
_DIGITS = {char: i for i, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED = (
    r"件次|件(?!数)|条次|条(?!例|款|件)|份(?!额)|例(?!行|如|会|外)|起(?!草|诉|步|到|来)|宗(?!教|旨)|篇次|篇(?!幅)|项(?!目)"
    r"|部(?!门|委|分|级|队|署|长|位|省|属)|个(?!百分|工作日|月|人|小时|体)|期(?!间|限|满|内)|则|幅(?!度)|封|批(?!准|示|复|次)|组(?!织|长)|套|次(?!性)|案件"
)
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]"
_FIGURE = re.compile(
    rf"(?P<fraction>百分之(?P<of_hundred>{_CHINESE}{{1,6}}(?:点{_CHINESE}{{1,4}})?|\d{{1,3}}(?:\.\d+)?))"
    rf"|(?:(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?!\d)|\d+)(?P<decimals>\.\d+)?|(?P<chinese>{_CHINESE}+))"
    r"(?P<some>[余多])?(?P<scale>[百千]?万|[百千亿](?!度))?(?P<more>[余多几])?"
    rf"(?:(?P<percent>%(?!点)|个百分点)|(?P<money>万元|亿元|元)|(?P<unit>{_COUNTED}))?"
    r"(?P<behind>余|多(?!种|个|次|样|项)|以上|左右|上下|以下|以内|之内)?"
)
_ROUND_BEFORE = ("约", "近", "逾", "超", "超过", "大约", "将近", "接近", "突破", "多于", "高达")
_NO_ROUND = ("最近", "附近", "节约", "预约", "不超", "不超过", "未超过")
_LIMITS = ("以下", "以内", "之内")
_NOT_BEFORE = re.compile(
    r"(?:第|[A-Za-z〔\[.\d/-]|[~—–]|\d[至到]|[一二三四五六七八九十][至到]|[每逐]|不少于|不低于|不高于|不超过|少于|低于|至少|小于)$"
)
_NUMERAL_BEFORE = re.compile(r"(?:统|唯|同|逐|专|单|万|之|其|另|任|某|哪|这|那|每|几|数|若干)$")
_PROVERBIAL = ("件多", "件一", "事一", "多诉")
_NO_UNIT_BEFORE = re.compile(
    r"(?:为|是|:|共|计|有|达|量|数|申请|复议|诉讼|公开|维持|纠正|结果|审结|处理|提供|办结|答复|结转)$"
)
_NO_UNIT_BEHIND = re.compile(r"[,;。、)]")


def figures(plain: str, is_cut: bool) -> Iterator[Figure]:
    """Find the figures of a sentence.

    Args:
        plain: half-width, without blanks.
        is_cut: the text ends with the sentence, so that its last number may be cut off.
    """
    for match in islice(_FIGURE.finditer(plain), _MOST):
        figure = _figure(plain, match, is_cut)
        if figure is not None:
            yield figure


def _figure(plain: str, match: re.Match[str], is_cut: bool) -> Figure | None:
    start, end = match.span()
    before = plain[max(start - 4, 0) : start]
    if _NOT_BEFORE.search(before) or plain[end : end + 1] in ("-", "~", "—", "–"):
        return None
    unit = _unit_of(plain, match, before, is_cut)
    value = _value_of(match)
    if unit is None or value is None or value != value.quantize(_FEN):
        return None
    if unit is Unit.COUNT and value != int(value):
        return None
    if match["chinese"] == "一" and plain[end - 1 : end + 1] in _PROVERBIAL:
        return None
    if match["chinese"] and _NUMERAL_BEFORE.search(before):
        return None
    vague = match["some"] or match["more"] or match["behind"]
    scaled = unit is Unit.COUNT and match["scale"] and match["digits"]
    return Figure(
        start,
        end,
        Decimal(int(value)) if unit is Unit.COUNT else value.quantize(_FEN),
        unit,
        match["unit"] or match["money"] or ("%" if unit is Unit.PERCENT else ""),
        bool(vague or scaled) or _is_round(before),
        match["behind"] in _LIMITS,
    )


def _unit_of(plain: str, match: re.Match[str], before: str, is_cut: bool) -> Unit | None:
    if match["fraction"] or match["percent"] == "%":
        return Unit.PERCENT
    if match["money"]:
        return Unit.CNY
    if match["unit"]:
        return Unit.COUNT
    if match["percent"] or match["more"] or match["some"]:
        return None
    ends_text = is_cut and match.end() >= len(plain.rstrip(",")) and match["digits"] != "0"
    follows = _NO_UNIT_BEHIND.match(plain, match.end()) is not None or match.end() == len(plain)
    if ends_text or not follows or not _NO_UNIT_BEFORE.search(before):
        return None
    bare = match["digits"] or (match["chinese"] if match["chinese"] in ("零", "〇") else "")
    is_year = len(bare) == 4 and bare[:2] in ("19", "20")
    return Unit.COUNT if bare and not is_year and not match["decimals"] else None


def _is_round(before: str) -> bool:
    return before.endswith(_ROUND_BEFORE) and not before.endswith(_NO_ROUND)


def _value_of(match: re.Match[str]) -> Decimal | None:
    """The number, in yuan for money; None for one that is none or too long."""
    if match["fraction"]:
        return _percentage(match["of_hundred"])
    if match["chinese"]:
        number = read_numeral(match["chinese"])
        value = None if number is None else Decimal(number)
    else:
        digits = match["digits"].replace(",", "")
        printed = digits + (match["decimals"] or "")
        value = Decimal(printed) if len(printed) <= _LONGEST else None
    if value is None:
        return None
    for sign in (match["scale"] or "") + (match["money"] or "").removesuffix("元"):
        value *= _MULTIPLE[sign]
    return value if value < Decimal(10) ** 17 else None


def _percentage(text: str) -> Decimal | None:
    if text[0].isascii():
        return Decimal(text)
    whole, _, decimals = text.partition("点")
    number = read_numeral(whole)
    fraction = "".join(str(_DIGITS[char]) for char in decimals if char in _DIGITS)
    return None if number is None else Decimal(f"{number}.{fraction or 0}")


def read_numeral(text: str) -> int | None:
    """Read a Chinese numeral; None if it is none.

    >>> read_numeral("一百二十"), read_numeral("两千零五"), read_numeral("二〇"), read_numeral("万")
    (120, 2005, 20, None)
    """
    if len(text) > _LONGEST:
        return None
    if all(char in _DIGITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total = section = digit = 0
    seen = False
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit, seen = _DIGITS[char], True
        elif (factor := _MULTIPLE[char]) >= _MULTIPLE["万"]:
            if not (seen or section):
                return None
            total, section, digit = (total + section + digit) * factor, 0, 0
        else:
            section, digit, seen = section + (digit or 1) * factor, 0, True
    return total + section + digit
