"""A sentence with its figures and words, and which words belong to one of several figures."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from transform.claim_context import Setting
from transform.claim_figures import starts_from
from transform.claim_memory import Line, Reading, content
from transform.claim_numbers import Figure, figures
from transform.claim_text import Sentence
from transform.claim_words import Word, words_in

_MOST_FIGURES = 60
_MOST_WORDS = 200
"""Of a sentence; one that holds more is a table or no text."""
_YEARS_BETWEEN = re.compile(
    r"(?P<before>20\d\d)年(?:度|底|末)*(?:结转|转入|遗留|转结)(?:(?:至|到)(?:本年|今年|当年)度?|(?!至|到|下))"
    r"|(?:结转|转结|转)(?:至|到|入)?(?P<after>20\d\d)年度?(?:继续)?(?:办理|处理)?"
)


def line_of(reading: Reading, sentence: Sentence) -> Line | None:
    """A sentence with its figures and words; None for one that holds too many to be prose."""
    setting = Setting(sentence, reading.year)
    found = _joined_figures(setting.plain, list(figures(setting.plain, sentence.is_cut)))
    words = [
        w
        for w in _with_years(reading, setting.plain, words_in(setting.plain))
        if not any(f.start < w.end and w.start < f.end for f in found)
    ]
    if len(found) > _MOST_FIGURES or len(words) > _MOST_WORDS:
        return None
    return Line(sentence, setting, found, words)


def _with_years(reading: Reading, plain: str, words: list[Word]) -> list[Word]:
    """The words, and those of what was carried from or to a year that is named."""
    if reading.year is None or "转" not in plain:
        return words
    for match in _YEARS_BETWEEN.finditer(plain):
        year = int(match["before"] or match["after"])
        over = match["before"] is not None and year < reading.year
        forward = match["after"] is not None and year > reading.year
        if over or forward:
            code = "carried_over" if over else "carried_forward"
            kept = [w for w in words if w.end <= match.start() or w.start >= match.end()]
            words = sorted(
                [*kept, Word(match.start(), match.end(), {"actions": code})],
                key=lambda word: word.start,
            )
    return words


def _joined_figures(plain: str, found: list[Figure]) -> list[Figure]:
    """Without numbers of issues before those of posts (96期480条) and what others rose from."""
    return [
        figure
        for figure, following in zip_longest(found, found[1:])
        if not (
            following is not None
            and (
                (following.start == figure.end and figure.printed_unit in ("期", "批", "次", "组"))
                or starts_from(plain, figure)
            )
        )
    ]


def told_apart(line: Line, figure: Figure) -> list[Word] | None:
    """The words for one of several figures: 微博、微信[分别]发布30条、56条."""
    plain = line.setting.plain
    mark = plain.rfind("分别", 0, figure.start)
    if mark < 0:
        return None
    start, end = line.setting.clause_start(mark), line.setting.clause_end(mark)
    listed = [f for f in line.figures if mark < f.start < end]
    before = [w for w in line.words if start <= w.start and w.end <= mark]
    rest = [w for w in line.words if mark <= w.start and w.end <= (listed or [figure])[0].start]
    if figure not in listed or any(
        content([w for w in line.words if a.end <= w.start and w.end <= b.start])
        for a, b in pairwise(listed)
    ):
        return None
    if _are_years(plain, start, mark, listed):
        return content([*before, *rest])
    for name in ("things", "outcomes", "results", "channels", "actions"):
        alike = [w for w in before if w.sense(name)]
        if len(alike) == len(listed) > 1:
            others = [w for w in before if not w.sense(name)]
            return [*others, alike[listed.index(figure)], *content(rest)]
    return None


def _are_years(plain: str, start: int, mark: int, listed: Sequence[Figure]) -> bool:
    """Whether the figures are told apart by their years, named before or behind them."""
    if len(listed) < 2:
        return False
    named = len(re.findall(r"20\d\d年", plain[start:mark]))
    return named == len(listed) or all(
        re.match(r"\(20\d\d年", plain[f.end : f.end + 7]) for f in listed
    )
