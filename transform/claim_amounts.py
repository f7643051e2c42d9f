"""Amounts: what a figure counts, whether the report year is meant, and the claim of it."""

import re
from dataclasses import replace

from transform.claim_around import Around, Counted
from transform.claim_counted import tell_counted
from transform.claim_memory import (
    Line,
    Reading,
    is_verb,
    previous_end,
)
from transform.claim_numbers import Figure, Unit
from transform.claim_parts import kinds_of_applicant, part, widen
from transform.claim_records import add, append, label_of

_REMAINING = re.compile(r"其[他它]类?$")
_ON_DISCLOSURE = re.compile(
    "[,;(]其中,?(?:涉及|有关|属于|关于|涉)?(?:政府)?信息公开(?:类|的|方面|案件|行政诉讼)*(?:共|有|为)?"
)
_TOTAL = re.compile(
    r"[,;]?(?:20\d\d年)?(?:全[省市县区州盟旗])?(?:总数|总量)?"
    r"(?:共|共计|合计|总计|达到?|为|至|[增降升减](?:至|到|为)|(?:增加|减少|上升|下降)到)*"
)


def read_amount(
    reading: Reading, line: Line, figure: Figure, around: Around, counted: Counted
) -> None:
    """Claim an amount, if it can be told what the figure counts."""
    if _is_indefinite(reading, line, figure, around):
        return
    counted = _completed(reading, line, figure, around, counted)
    if counted.kinds and counted.kinds[0].endswith("_fees"):
        if figure.value == 0 and not figure.printed_unit:
            append(reading, line, replace(figure, unit=Unit.CNY), counted.kinds, None, "amount")
        return
    told = _as_part(reading, line, figure, around, counted)
    if told is None:
        return
    kinds, part_of = told
    if not kinds:
        _forget_subject(reading, counted)
        return
    if part_of is not None and kinds[0] == "applications_carried_over":
        widen(reading, part_of)
    label = label_of(line, figure, around, counted, is_part=kinds == ("part",))
    for group in [(kind,) for kind in kinds] if around.is_each else [kinds]:
        add(reading, line, figure, group, counted.applicant, part_of, label)


def _completed(
    reading: Reading, line: Line, figure: Figure, around: Around, counted: Counted
) -> Counted:
    """What is counted, with what only the claims before can tell."""
    kinds, applicant = counted.kinds, counted.applicant
    if counted.domain == "application" and applicant and not kinds:
        kinds = kinds_of_applicant(reading)
    if not kinds and not around.own:
        kinds, applicant = _total_of_before(reading, line, figure)
    if not kinds and not around.own:
        kinds = _only_of_disclosure(line, figure)
    if not applicant and _is_other_applicant(reading, around):
        kinds = kinds_of_applicant(reading)
        return replace(counted, kinds=kinds, applicant="other_organization", domain="application")
    return replace(counted, kinds=kinds, applicant=applicant)


def _only_of_disclosure(line: Line, figure: Figure) -> tuple[str, ...]:
    """The lawsuits that are about disclosure, told of all: 诉讼56件,其中涉及政府信息公开3件."""
    begin = previous_end(line, figure)
    if not begin or not _ON_DISCLOSURE.fullmatch(line.setting.plain, begin, figure.start):
        return ()
    nouns = [w for w in line.words if w.end <= begin and (w.sense("things") or w.sense("foreign"))]
    return ("litigation_cases",) if nouns and nouns[-1].sense("things") == "litigation" else ()


def _is_other_applicant(reading: Reading, around: Around) -> bool:
    """Whether 其他2件 stands behind figures that are told apart by applicant."""
    memory = reading.memory
    if memory.parts is None:
        is_listed = memory.last_applicant is not None
    else:
        is_listed = memory.parts.sort == "applicant"
    before = max(around.start - 4, 0)
    return is_listed and _REMAINING.search(around.plain, before, around.start) is not None


def _as_part(
    reading: Reading, line: Line, figure: Figure, around: Around, counted: Counted
) -> tuple[tuple[str, ...], int | None] | None:
    """The kinds of a figure and its whole, if it is in a list; None for a part of no claim."""
    parts = reading.memory.parts
    if parts is None:
        return counted.kinds, None
    if parts.whole is not None:
        return part(reading, line, figure, around, counted, counted.kinds)
    named = any(w.sense("things") for w in around.own) or counted.kinds == ("litigation_cases",)
    if not counted.kinds or (parts.is_foreign and not named):
        return None
    reading.memory.parts = None
    return counted.kinds, None


def _forget_subject(reading: Reading, counted: Counted) -> None:
    """What comes behind a figure that is no claim is no part, share or growth of one."""
    memory = reading.memory
    memory.last = None
    memory.is_foreign = counted.domain in ("foreign", "foreign_case")
    memory.is_unknown = True
    if memory.is_foreign:
        memory.last_kinds = ()


def count(line: Line, figure: Figure, around: Around) -> Counted:
    """Tell what a figure counts, and where it was published, for the figures behind."""
    counted = tell_counted(around)
    if counted.behind is not None:
        line.consumed = max(line.consumed, counted.behind)
    if counted.domain is not None:
        channels = frozenset(c for w in around.own if (c := w.sense("channels")))
        line.channels[figure.end] = channels or around.channels
        line.channels[max(figure.end, line.consumed)] = line.channels[figure.end]
    return counted


def _total_of_before(
    reading: Reading, line: Line, figure: Figure
) -> tuple[tuple[str, ...], str | None]:
    """What a figure that names nothing adds up or states anew: ...增加9件,共41件."""
    memory = reading.memory
    begin = previous_end(line, figure)
    between = line.setting.plain[begin : figure.start]
    if _adds_up_ways(reading, between):
        return ("applications_received",), None
    unnamed = memory.last_kinds in ((), ("part",))
    if not begin or unnamed or not _TOTAL.fullmatch(between):
        return (), None
    if memory.last is None:
        return memory.last_kinds, memory.last_applicant
    adds_up = memory.parts is None and re.search("共|合计|总计", between) is not None
    same = len({kinds for kinds, _ in memory.amounts[-2:]}) == 1 < len(memory.amounts)
    if adds_up and (memory.last_applicant or (same and "共" not in between)):
        return memory.last_kinds, None
    return (), None


def _adds_up_ways(reading: Reading, between: str) -> bool:
    """Whether applications are added up that came in several ways: 网上3件,信函2件,合计5件."""
    ways = reading.memory.amounts[-2:]
    told = len(ways) == 2 and all(kinds == ("part",) for kinds, _ in ways)
    alone = all(claim.part_of is None for claim in reading.claims[-2:])
    return told and alone and re.fullmatch("[,;](?:合计|共计?|总计)", between) is not None


def is_told(reading: Reading, line: Line, figure: Figure) -> bool:
    """Whether a figure is the report year's own; one of several years by its place."""
    plain = line.setting.plain
    mark = plain.rfind("分别", 0, figure.start)
    if mark >= 0 and reading.year is not None:
        start, end = line.setting.clause_start(mark), line.setting.clause_end(mark)
        years = [int(year) for year in re.findall(r"(20\d\d)年", plain[start:mark])]
        listed = [f for f in line.figures if mark < f.start < end]
        if len(years) == len(listed) > 1 and figure in listed:
            return years[listed.index(figure)] == reading.year
    return line.setting.time_of(figure.start).is_told


def _is_indefinite(reading: Reading, line: Line, figure: Figure, around: Around) -> bool:
    """Whether 一件 means any: nothing before it says what was done."""
    if line.setting.plain[figure.start : figure.start + 1] != "一" or figure.value != 1:
        return False
    start = line.setting.clause_start(figure.start)
    told = any(
        (is_verb(w) or w.sense("things")) and start <= w.start and w.end <= figure.start
        for w in around.own
    )
    ended = any(w.start == figure.end and w.sense("results") for w in around.behind[:1])
    return not (told or ended) and reading.memory.parts is None and not figure.approximate
