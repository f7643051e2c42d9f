"""Spellings for matching: texts and labels without blanks, ordinals and look-alikes."""

import re
from functools import lru_cache

from extract.characters import INVISIBLE, unify

_BLANK = re.compile(rf"[\s{INVISIBLE}]+")
_ORDINAL = re.compile(
    r"\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.)]|\d{1,2}[.、)](?!\d)"
)
_NOT_IDEOGRAPH = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff]+")
_BRACKETED = re.compile(r"\([^()]*\)")


_REMEMBERED = 4096
"""Labels whose key is kept: every report prints the same."""


def normalise(text: str) -> str:
    """Unify the characters and remove every blank, zero-width ones included."""
    return _BLANK.sub("", unify(text))


@lru_cache(maxsize=_REMEMBERED)
def label_key(text: str) -> str:
    """The ideographs of a label, without ordinals, punctuation, digits and blanks.

    >>> label_key("1. 属于国家 秘密"), label_key("㈠予以公开"), label_key("三、本年度办理结果")
    ('属于国家秘密', '予以公开', '本年度办理结果')
    """
    return _NOT_IDEOGRAPH.sub("", _ORDINAL.sub("", normalise(text)))


@lru_cache(maxsize=_REMEMBERED)
def short_label_key(text: str) -> str:
    """The `label_key` without what stands in brackets, such as a note of the form."""
    return _NOT_IDEOGRAPH.sub("", _BRACKETED.sub("", _ORDINAL.sub("", normalise(text))))
