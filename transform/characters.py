"""One spelling for characters that look alike, for matching; what is printed stays as it is.

PDF text is full of radicals that stand for ideographs (⼀ ⼯ ⻓ ⻔). NFKC maps the Kangxi
radicals but only a few of the radicals supplement, so Unicode's own list of equivalent
ideographs is applied first.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u3164\u00ad]+")
_ORDINAL = re.compile(
    r"\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.)]|\d{1,2}[.、)](?!\d)"
)
_NOT_IDEOGRAPH = re.compile(r"[^\u3400-\u9fff\U00020000-\U0003ffff]+")
_BRACKETED = re.compile(r"\([^()]*\)")


def unify(text: str) -> str:
    """Replace radicals by their ideographs and apply NFKC; blanks are kept."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text.translate(_radicals()))


def normalise(text: str) -> str:
    """Unify the characters and remove every blank, zero-width ones included."""
    return _BLANK.sub("", unify(text))


def label_key(text: str) -> str:
    """The ideographs of a label, without ordinals, punctuation, digits and blanks.

    >>> label_key("1. 属于国家 秘密"), label_key("㈠予以公开"), label_key("三、本年度办理结果")
    ('属于国家秘密', '予以公开', '本年度办理结果')
    """
    return _NOT_IDEOGRAPH.sub("", _ORDINAL.sub("", normalise(text)))


def short_label_key(text: str) -> str:
    """The `label_key` without what stands in brackets, such as a note of the form."""
    return _NOT_IDEOGRAPH.sub("", _BRACKETED.sub("", _ORDINAL.sub("", normalise(text))))


@cache
def _radicals() -> dict[int, str]:
    lines = (files("transform") / "radicals.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {ord(radical): ideograph for radical, ideograph in pairs}
