"""Shares, growth, differences from last year, and money."""

import re
from dataclasses import replace

from transform.claim_around import Around
from transform.claim_counted import tell_counted
from transform.claim_figures import Comparison, is_share
from transform.claim_memory import Line, Reading, discloses, is_content, previous_end
from transform.claim_numbers import Figure, Unit
from transform.claim_parts import kinds_of_applicant
from transform.claim_records import append, append_all
from transform.claim_surroundings import on_applications

_OF_MONEY = re.compile(
    r"(?:[收取缴征入合总共计为是约达的了有额:(),]|情况|总额|金额|总计|累计|全年|本年度?|实际|人民币|等|数|逾|近|超过|项目)*"
)
"""What may stand between fees and their sum: 支出 may not."""
_RATE_OF = re.compile(r"率(?:为|达到?|约)*$")


def read_percentage(reading: Reading, line: Line, figure: Figure, around: Around) -> None:
    """Claim a share; a rate of answers of 100 % says that all were answered."""
    kinds, applicant = subject(reading, line, figure, around)
    named = any(map(is_content, around.own))
    if reading.memory.is_past and not named:
        return
    if kinds and (is_share(line.setting.plain, figure) or _is_rate_of_outcome(around)):
        append(reading, line, figure, kinds, applicant, "share")
        return
    rate = [w for w in around.own if w.sense("actions") == "answered"]
    rated = re.search(r"(?:办结|答复|回复|办理)率[^,;。]{0,6}$", line.setting.plain[: figure.start])
    if figure.value == 100 and rated and on_applications(reading, line, figure.start):
        start = rate[0].start if rate else figure.start
        append_all(reading, line, figure.start, start)


def _is_rate_of_outcome(around: Around) -> bool:
    """Whether a percentage is the rate of an outcome: 维持率80%."""
    rate = _RATE_OF.search(around.plain, max(around.start - 8, 0), around.start)
    return rate is not None and any(
        w.end == rate.start() and (w.sense("outcomes") or w.sense("results")) for w in around.own
    )


def read_comparison(
    reading: Reading, line: Line, figure: Figure, around: Around, comparison: Comparison
) -> None:
    """Claim growth in percent, or a difference in number, against last year."""
    kinds, applicant = subject(reading, line, figure, around)
    of_whole = line.setting.plain.startswith("(", previous_end(line, figure))
    named = any(map(is_content, around.own))
    among_parts = reading.memory.parts is not None and not (named or of_whole)
    if not kinds or figure.unit is Unit.CNY or among_parts:
        return
    value = figure.value if comparison is Comparison.MORE else -figure.value
    measure = "growth" if figure.unit is Unit.PERCENT else "change"
    append(reading, line, figure, kinds, applicant, measure, value)
    if reading.memory.last is None:
        reading.memory.last_kinds, reading.memory.last_applicant = kinds, applicant


def subject(
    reading: Reading, line: Line, figure: Figure, around: Around
) -> tuple[tuple[str, ...], str | None]:
    """What a percentage or a comparison is about: named in its clause, or said before."""
    named = [
        w for w in around.own if is_content(w) and (not w.sense("actions") or w.sense("things"))
    ]
    if not named:
        return _said_before(reading, line, figure)
    counted = tell_counted(replace(around, behind=()))
    kinds = counted.kinds
    if counted.applicant and not kinds:
        kinds = kinds_of_applicant(reading)
    if not kinds and counted.domain == "application":
        kinds = ("applications_received",)
    return kinds, counted.applicant


def _said_before(
    reading: Reading, line: Line, figure: Figure
) -> tuple[tuple[str, ...], str | None]:
    """The amount last told; of several percentages that are told apart, each its own."""
    plain, amounts = line.setting.plain, reading.memory.amounts
    mark = plain.rfind("分别", 0, figure.start)
    if mark >= 0:
        listed = [f for f in line.figures if mark < f.start < line.setting.clause_end(mark)]
        if figure in listed and len(amounts) >= len(listed) > 1:
            return amounts[len(amounts) - len(listed) + listed.index(figure)]
    return reading.memory.last_kinds, reading.memory.last_applicant


def read_money(reading: Reading, line: Line, figure: Figure, around: Around) -> None:
    """Claim fees, in yuan."""
    things = [w.sense("things") for w in around.own]
    named = [w.sense("things") for w in (*around.earlier, *around.own)]
    fees = [t for t in named if t in ("administrative_fee", "information_fee")]
    charged = any(w.sense("actions") == "charged" for w in around.own)
    if fees and ("fee_weak" in things or charged):
        things.append(fees[-1])
    if "administrative_fee" in things:
        kinds: tuple[str, ...] = ("administrative_fees",)
    elif "information_fee" in things or ("fee_weak" in things and discloses(reading, line)):
        kinds = ("information_fees",)
    else:
        return
    last = max((w.end for w in around.own if w.end <= figure.start), default=figure.start)
    if not _OF_MONEY.fullmatch(line.setting.plain, last, figure.start):
        return
    append(reading, line, figure, kinds, None, "amount")
    reading.memory.last, reading.memory.last_kinds = None, kinds
    reading.memory.last_applicant = None
