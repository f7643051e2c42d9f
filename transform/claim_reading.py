"""Read one section's claims: sentence by sentence, figure by figure, with what was said before."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from transform.claim_amounts import count, is_told, read_amount
from transform.claim_around import Around
from transform.claim_counted import tell_counted
from transform.claim_figures import Comparison, compare
from transform.claim_lines import line_of, told_apart
from transform.claim_memory import (
    Line,
    Read,
    Reading,
    default_topic,
    discloses,
    is_no_fact,
    previous_end,
)
from transform.claim_numbers import Figure, Unit
from transform.claim_parts import follow_lists, goes_back, return_to
from transform.claim_shares import read_comparison, read_money, read_percentage
from transform.claim_statements import read_mark, read_zero
from transform.claim_surroundings import around_of
from transform.claim_text import Sentence, sentences
from transform.claim_words import Word, words_in
from transform.claim_zeros import Zero, zeros_in

_HOLDS_FIGURE = re.compile(
    r"\d[%件条份例起宗篇项部个期则幅封批组套次元余多百千万亿,;。、)(]|百分之|[一二三四五六七八九十百千万两〇]余?多?[件条份例起宗篇项部个期则幅封批次元]"
    r"|为零|持平|相同|一致|不变|[均都](?:已|按|在|依|予|得|及|办|答)|全部|\d$|一律"
)
_SAYS_NONE = re.compile("[无没未零]|不存在")
_OF_WHICH = re.compile(
    "不予|提供|处理|公开|出版|申请|复议|诉讼|起诉|费|规章|规范性|许可|处罚|强制|结转|解读"
)
_DISCLOSURE = re.compile("信息公开|政务公开|依申请")
_PLAN_BEGINS = re.compile(
    r"下一?步|今后|改进(?:措施|情况|方向)|工作(?:打算|计划)|下一?年度?(?:工作|,)|明年"
)
_MOST_SENTENCES = 2000
"""Sentences of a section that may hold a figure; what a text holds beyond is no report's."""
_TELLS_OUTCOMES = re.compile("予以公开|部分公开|不予公开|无法提供|不予处理")


class _Paragraphs:
    """Numbers sentences by the paragraph that they stand in."""

    def __init__(self) -> None:
        self._number = 0

    def __call__(self, sentence: Sentence) -> int:
        self._number += sentence.opens
        return self._number


def read_section(section: int | None, text: str, year: int | None, most: int) -> list[Read]:
    """Read the claims of one section's text, in the order of the text.

    Args:
        section: its number; None before the first.
        year: the report's; None if it can't be told.
        most: claims that are read at most.
    """
    reading = Reading(section, text, year)
    reading.memory.topic = default_topic(reading)
    left = _MOST_SENTENCES
    for sentence in _hinted(reading, sentences(text)):
        if len(reading.claims) >= most or left <= 0:
            break
        _open(reading, sentence)
        if _may_claim(sentence.plain):
            left -= 1
            _read_sentence(reading, sentence)
        else:
            reading.memory.last = None
        _close(reading, sentence)
    return reading.claims[:most]


def _hinted(reading: Reading, found: Iterable[Sentence]) -> Iterator[Sentence]:
    """The sentences; before each paragraph note whether it tells how applications ended."""
    for _, group in groupby(found, key=_Paragraphs()):
        paragraph = list(group)
        reading.hint = any(_TELLS_OUTCOMES.search(sentence.plain) for sentence in paragraph)
        yield from paragraph


def _open(reading: Reading, sentence: Sentence) -> None:
    memory = reading.memory
    if sentence.opens and not memory.goes_on:
        if memory.topic == "foreign" or memory.topic is None:
            memory.topic = memory.heading or default_topic(reading)
        memory.discloses = False
        memory.settled = memory.on_applications = False
        memory.last, memory.last_kinds, memory.last_applicant = None, (), None
        memory.parts = None
    memory.goes_on = False
    if sentence.is_heading or (
        sentence.opens
        and len(sentence.plain) < 20
        and sentence.plain[:1] in "(一二三四五六七八九十1234567890"
    ):
        _take_heading(reading, sentence)
    if _PLAN_BEGINS.search(sentence.plain):
        memory.is_plan = True


def _take_heading(reading: Reading, sentence: Sentence) -> None:
    topics = [w.sense("things") for w in words_in(sentence.plain) if w.sense("things")]
    cases = [t for t in topics if t in ("application", "review", "litigation")]
    reading.memory.heading = "+".join(str(case) for case in cases[-2:]) or (
        None if reading.section in (3, 4) and not topics else ("" if topics else None)
    )
    reading.memory.topic = reading.memory.heading or default_topic(reading)
    reading.memory.is_plan = False


def _close(reading: Reading, sentence: Sentence) -> None:
    memory = reading.memory
    memory.goes_on = sentence.plain.endswith((":", ";", ","))
    if not memory.goes_on:
        if memory.parts is not None and memory.parts.whole is not None:
            return_to(reading, memory.parts.whole)
        memory.parts = None
    memory.discloses = memory.discloses or bool(_DISCLOSURE.search(sentence.plain))


def _may_claim(plain: str) -> bool:
    if _HOLDS_FIGURE.search(plain):
        return True
    return _SAYS_NONE.search(plain) is not None and _OF_WHICH.search(plain) is not None


def _read_sentence(reading: Reading, sentence: Sentence) -> None:
    line = line_of(reading, sentence)
    if line is None:
        return
    memory = reading.memory
    memory.amounts, memory.is_unknown = [], False
    if not sentence.opens and not goes_back(line.setting.plain):
        memory.last = None
    memory.last_kinds = memory.last_kinds if memory.last is not None else ()
    for event in _events(reading, line):
        if isinstance(event, Figure):
            _read_figure(reading, line, event)
        elif isinstance(event, Zero):
            read_zero(reading, line, event)
        else:
            read_mark(reading, line, event)
    _remember_topic(reading, line)


def _events(reading: Reading, line: Line) -> list[Figure | Zero | Word]:
    """What may be a claim, in printed order: figures, words for none, 全部 and 持平."""
    plain = line.setting
    zeros = zeros_in(plain, line.words, line.figures, discloses(reading, line))
    taken = {place for zero in zeros for place in zero.figures}
    events: list[Figure | Zero | Word] = [f for f in line.figures if f.start not in taken]
    events += zeros
    events += [w for w in line.words if w.sense("marks") in ("all", "same")]
    return sorted(events, key=lambda event: event.start)


def _remember_topic(reading: Reading, line: Line) -> None:
    for word in line.words:
        thing = word.sense("things")
        if thing in ("application", "review", "litigation"):
            reading.memory.topic = thing
        elif word.sense("foreign") == "cases":
            reading.memory.topic = "foreign"


def _read_figure(reading: Reading, line: Line, figure: Figure) -> None:
    memory = reading.memory
    follow_lists(reading, line, figure)
    if figure.is_limit or is_no_fact(reading, line, figure.start):
        _forget(reading)
        memory.last_kinds, memory.last_applicant = (), None
        return
    comparison = compare(line.setting, figure, previous_end(line, figure))
    if comparison is Comparison.BASE:
        return
    around = around_of(reading, line, figure, comparison)
    if comparison is not Comparison.NONE:
        read_comparison(reading, line, figure, around, comparison)
        return
    if figure.unit is Unit.PERCENT:
        read_percentage(reading, line, figure, around)
    elif line.setting.is_of_others(figure.start) and memory.parts is None:
        _forget(reading)
    elif not is_told(reading, line, figure):
        _forget(reading)
        _remember_past(reading, around)
    else:
        _read_own(reading, line, figure, around)


def _remember_past(reading: Reading, around: Around) -> None:
    """Keep what another year's figure counts, for growth that is told behind it."""
    past = tell_counted(around)
    if past.kinds:
        reading.memory.last_kinds, reading.memory.last_applicant = past.kinds, past.applicant
        reading.memory.is_past = True


def _read_own(reading: Reading, line: Line, figure: Figure, around: Around) -> None:
    """Read an amount or a sum of money of the report's own year."""
    apart = told_apart(line, figure)
    if apart is not None:
        around = replace(around, own=apart, behind=())
    counted = count(line, figure, around)
    if figure.unit is Unit.CNY:
        read_money(reading, line, figure, around)
    else:
        read_amount(reading, line, figure, around, counted)


def _forget(reading: Reading) -> None:
    reading.memory.last = None
    if reading.memory.parts is not None:
        reading.memory.parts.whole = None
