"""One spelling for characters that look alike; what is printed stays as it is.

PDF text is full of radicals that stand for ideographs (⼀ ⼯ ⻓ ⻔). NFKC maps the Kangxi
radicals but only a few of the radicals supplement, so Unicode's own list of equivalent
ideographs is applied first.
"""

import re
import unicodedata
from functools import cache
from importlib.resources import files

SIGNS_FOR_NONE = frozenset(
    ("无", "暂无", "没有", "不涉及", "未涉及", "不适用", "未发生", "n/a", "na", "n.a.")
)
"""Words that a cell prints where it has no number, casefolded."""


INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u3164\xad"
"""Characters that print nothing, for use in a class of a regular expression."""

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")


def without_invisible(text: str) -> str:
    """Remove zero-width characters and marks of writing direction."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def replace_radicals(text: str) -> str:
    """Replace radicals by the ideographs that they stand for, one character for one."""
    return text if text.isascii() else text.translate(_radicals())


def unify(text: str) -> str:
    """Replace radicals and apply NFKC; blanks are kept."""
    return text if text.isascii() else unicodedata.normalize("NFKC", replace_radicals(text))


@cache
def _radicals() -> dict[int, str]:
    lines = (files("extract") / "radicals.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if not line.startswith("#"))
    return {ord(radical): ideograph for radical, ideograph in pairs}
