"""Sentences that tell of a year as the report's own, such as 2022年，我局公开信息 10 条.

Where one tells of an earlier year than the report's, and last year's report has the same
sentence about its own year, the sentence was left standing.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from transform.comparable_text import OwnText, masked_numbers, without_punctuation
from transform.years import deed_years, find_periods

_FEWEST_WORDS = 8
"""Characters of a sentence that is more than a date."""
_LONGEST_SENTENCE = 1000
_TITLE_ENDS = ("报告", "年报")
_SIGNS_OF_TWO_YEARS = ("上年", "去年", "上一年", "前一年", "往年", "同期", "同比", "历年")
_HISTORY = re.compile(
    r"20\d\d年[^,。;]{0,16}(?:[后前]|以来)(?:,|$)"
    r"|机构改革|挂牌|加挂|更名|划转|组建|被?评为|获评|荣获|荣膺|授予|获得[^,。;]{0,20}(?:称号|荣誉|奖)"
)
"""An event that is still told in later years: a reform, a new name, an honour."""


@dataclass(frozen=True, slots=True)
class YearSentence:
    """A sentence about a year.

    Attributes:
        position: order in the report, from 1.
        year: that it tells of.
        digest: of its words, numbers left out: the same in another year's report where only
            numbers differ.
        text: the sentence, blanks removed; None if it tells of the report's year, or if it or
            its neighbours tell of both.
    """

    position: int
    section: int
    year: int
    digest: int
    text: str | None


def read_year_sentences(
    texts: Iterable[OwnText], report_year: int | None
) -> Iterator[YearSentence]:
    """The sentences that tell of the report's year, or of an earlier one as if it were.

    A report without a year has none.
    """
    if report_year is None:
        return
    position = 0
    for text in texts:
        for index, sentence in enumerate(text.sentences):
            year = _own_year(sentence)
            words = without_punctuation(masked_numbers(sentence))
            if year is None or year > report_year or len(words) < _FEWEST_WORDS:
                continue
            near = text.sentences[max(index - 1, 0) : index + 2]
            stale = year < report_year and not _is_history(sentence, near, report_year)
            position += 1
            yield YearSentence(
                position, text.section, year, _digest(words), sentence if stale else None
            )


def _own_year(sentence: str) -> int | None:
    """The one year that a sentence tells of as the report's own; None if it is none or several.

    A title is passed over: it may be another report's, in a list of links.
    """
    if len(sentence) > _LONGEST_SENTENCE or sentence.endswith(_TITLE_ENDS):
        return None
    years = {year for year, begins in deed_years(sentence) if begins}
    years.update(year for year, _ in find_periods(sentence))
    return years.pop() if len(years) == 1 else None


def _is_history(sentence: str, near: Sequence[str], report_year: int) -> bool:
    """Whether a sentence about an earlier year belongs there: it, or what stands beside it."""
    return _HISTORY.search(sentence) is not None or any(
        str(report_year) in other or any(sign in other for sign in _SIGNS_OF_TWO_YEARS)
        for other in near
    )


def _digest(words: str) -> int:
    digest = hashlib.blake2b(words.encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
