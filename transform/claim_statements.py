"""What is claimed without a figure: zeros in words, all answered, as many as last year."""

import re
from dataclasses import replace
from decimal import Decimal

from transform.claim_memory import Line, Read, Reading, content, is_no_fact
from transform.claim_numbers import Figure, Unit
from transform.claim_records import append, append_all, printed
from transform.claim_shares import subject
from transform.claim_surroundings import around_of, on_applications
from transform.claim_words import Word
from transform.claim_zeros import Zero


def read_zero(reading: Reading, line: Line, zero: Zero) -> None:
    """Claim a zero for each thing of which there was none."""
    setting = line.setting
    timed = setting.time_of(zero.start)
    if (
        is_no_fact(reading, line, zero.start)
        or not timed.is_told
        or setting.is_of_others(zero.start)
    ):
        return
    for kind in zero.kinds:
        unit = Unit.CNY if kind.endswith("_fees") else Unit.COUNT
        reading.claims.append(
            Read(
                (kind,),
                "amount",
                Decimal(0),
                str(unit),
                False,
                zero.applicant,
                None,
                printed(reading, line, zero.label_start, zero.label_end),
                setting.scope_of(zero.start),
                timed.year,
                line.sentence.printed,
                line.sentence.places[zero.start],
            )
        )
    if zero.kinds:
        reading.memory.last = None
        reading.memory.last_kinds = tuple(zero.kinds[-1:])
        reading.memory.last_applicant = zero.applicant


def read_mark(reading: Reading, line: Line, word: Word) -> None:
    """Claim that all were answered, or that there were as many as last year."""
    if word.sense("marks") == "all":
        _read_all(reading, line, word)
    else:
        _read_same(reading, line, word)


def _read_all(reading: Reading, line: Line, word: Word) -> None:
    """全部办结, 均已答复: all applications were answered."""
    plain, end = line.setting.plain, line.setting.clause_end(word.start)
    verbs = [
        w
        for w in line.words
        if word.end <= w.start
        and w.end <= min(end, word.end + 18)
        and w.sense("actions") in ("answered", "handled")
    ]
    if not verbs:
        return
    between = plain[word.end : verbs[-1].end]
    only_done = verbs[-1].sense("actions") == "answered" or "已" in between or "按" in between
    stated = any(word.end <= f.start < verbs[-1].end for f in line.figures)
    start = line.setting.clause_start(word.start)
    if plain.startswith(("中", "的"), verbs[-1].end) or "其余" in plain[start : word.start]:
        return
    if not only_done or stated or re.search("[未不无]", between):
        return
    if is_no_fact(reading, line, word.start):
        return
    if not line.setting.time_of(word.start).is_told:
        return
    if on_applications(reading, line, word.start):
        append_all(reading, line, word.start, word.start)


def _read_same(reading: Reading, line: Line, word: Word) -> None:
    """与上年持平: a change of 0."""
    setting = line.setting
    start = setting.clause_start(word.start)
    if not setting.is_compared(word.start):
        return
    own = content([w for w in line.words if start <= w.start and w.end <= word.start])
    figure = Figure(word.start, word.end, Decimal(0), Unit.COUNT, "", False, False)
    if is_no_fact(reading, line, word.start):
        return
    around = replace(around_of(reading, line, figure), own=own)
    kinds, applicant = subject(reading, line, figure, around)
    if kinds:
        append(reading, line, figure, kinds, applicant, "change")
