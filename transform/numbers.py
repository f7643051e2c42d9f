"""Printed text of a cell to its status and number; no digit is changed or supplied."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extract.characters import INVISIBLE, SIGNS_FOR_NONE, replace_radicals
from transform.schema import CellStatus

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_BLANK_CHARACTERS = re.compile(rf"[\s{INVISIBLE}]+")
_DEBRIS = re.compile(r"\[bookmark:[^\[\]]*\]|<br\s*/?>|&nbsp;", re.I)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})([^*_]+)\1")
_NOTE = re.compile(r"^(?=[^()]*[0-9])([^()]*+)(?:\([^()]*\))++$")
_DASHES = re.compile(r"[-\u2010-\u2015\u2212─/\\_]+")
_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+"
_COUNT = re.compile(
    rf"(?P<sign>[-+\u2212]|减少?|增加?)?(?P<whole>{_GROUPED})(?:\.0+)?"
    r"(?:[件条项次份个宗起例部]|件次|人次)?"
)
_MONEY = re.compile(
    rf"(?:人民币|[¥￥])?(?P<number>(?:{_GROUPED})(?:\.[0-9]+)?)(?P<unit>(?:[十百千]?万|[百千亿])?元|万|亿)?整?"
)
_YUAN = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1_000),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "十万元": Decimal(100_000),
    "百万元": Decimal(10**6),
    "千万元": Decimal(10**7),
    "亿": Decimal(10**8),
    "亿元": Decimal(10**8),
}
_NEGATIVE = ("-", "\u2212", "减", "减少")
_FEN = Decimal("0.01")
_LONGEST_COUNT = 18
"""Digits of a count that the warehouse can hold."""
_LARGEST_MONEY = Decimal(10) ** 18
_LONGEST_AMOUNT = 24

_REMEMBERED = 4096
"""Texts whose reading is kept: the same few stand in nearly every cell."""

NumberValue = int | Decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """What a printed text says: a status, and a value if the status is 'reported'."""

    status: CellStatus
    value: NumberValue | None = None


BLANK = Reading(CellStatus.BLANK)
MISSING = Reading(CellStatus.MISSING)
UNREADABLE = Reading(CellStatus.UNREADABLE)


@lru_cache(maxsize=_REMEMBERED)
def read_count(text: str, *, signed: bool = False) -> Reading:
    """Read a count as printed.

    Args:
        text: the cell's text.
        signed: whether a sign (减3, -3, 增3) is part of the number.

    >>> read_count("1,234").value, read_count("２ 0").value, read_count("22（其中修订16件）").value
    (1234, 20, 22)
    >>> read_count("3.5").status.value, read_count("——").status.value
    ('unreadable', 'blank')
    """
    plain = _plain(text)
    if _is_blank(plain):
        return BLANK
    match = _COUNT.fullmatch(_NOTE.sub(r"\1", plain))
    if match is None or (match["sign"] and not signed):
        return UNREADABLE
    digits = match["whole"].replace(",", "").lstrip("0") or "0"
    if len(digits) > _LONGEST_COUNT:
        return UNREADABLE
    value = int(digits)
    return Reading(CellStatus.REPORTED, -value if match["sign"] in _NEGATIVE else value)


def read_money(text: str, unit: str | None) -> Reading:
    """Read an amount of money, in yuan.

    Args:
        text: the cell's text.
        unit: the unit of the header or the form, '元', '万元' or '亿元'; None where neither
            names one. A unit in the cell goes before it.

    Returns:
        'unreadable' also where no unit is named, or where the amount is finer than a fen.
    """
    plain = _plain(text)
    if _is_blank(plain):
        return BLANK
    match = _MONEY.fullmatch(_NOTE.sub(r"\1", plain))
    printed_unit = match and (match["unit"] or unit)
    if match is None or not printed_unit:
        return UNREADABLE
    number = match["number"].replace(",", "")
    if len(number) > _LONGEST_AMOUNT:
        return UNREADABLE
    value = Decimal(number) * _YUAN[printed_unit]
    if value >= _LARGEST_MONEY or value != value.quantize(_FEN):
        return UNREADABLE
    return Reading(CellStatus.REPORTED, value.quantize(_FEN))


def names_amount_without_unit(text: str) -> bool:
    """Whether the text is an amount of money that only lacks its unit."""
    match = _MONEY.fullmatch(_NOTE.sub(r"\1", _plain(text)))
    return match is not None and not match["unit"]


@lru_cache(maxsize=_REMEMBERED)
def is_number_like(text: str) -> bool:
    """Whether the text begins as a number, a sign for none, or is blank: no label does."""
    plain = _plain(text)
    if _is_blank(plain):
        return True
    bare = _NOTE.sub(r"\1", plain)
    return _COUNT.fullmatch(bare) is not None or _MONEY.fullmatch(bare) is not None


def is_digits(text: str) -> bool:
    """Whether nothing but digits is printed: such a text may be part of a cut number."""
    plain = _plain(text)
    return plain.isascii() and plain.isdecimal()


def _plain(text: str) -> str:
    """Half-width, without blanks and debris; other look-alikes of digits stay what they are."""
    plain = replace_radicals(_DEBRIS.sub("", text)).translate(_FULL_WIDTH)
    plain = _BLANK_CHARACTERS.sub("", plain)
    emphasised = _EMPHASIS.fullmatch(plain)
    return emphasised[2] if emphasised else plain


def has_parted_digits(text: str) -> bool:
    """Whether nothing but digits is printed, with blanks between them."""
    return is_digits(text) and len(_DEBRIS.sub("", text).split()) > 1


def pads_zero(text: str) -> bool:
    """Whether a zero is printed before other digits: 00, 05."""
    return is_digits(text) and _plain(text)[0] == "0" and len(_plain(text)) > 1


def is_empty(text: str) -> bool:
    """Whether nothing is printed; a dash or a word for none is."""
    return not _plain(text)


def _is_blank(plain: str) -> bool:
    return not plain or plain.casefold() in SIGNS_FOR_NONE or _DASHES.fullmatch(plain) is not None
