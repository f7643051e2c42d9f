"""Amounts: what a figure counts, whether the report year is meant, and the claim of it."""

import re
from dataclasses import replace

from transform.claim_counted import FOREIGN, FOREIGN_CASE, Around, Counted, tell_counted
from transform.claim_memory import (
    Line,
    PartList,
    Reading,
    is_verb,
    previous_end,
)
from transform.claim_numbers import Figure, Unit
from transform.claim_parts import kinds_of_applicant, part, widen
from transform.claim_records import add, append, label_of

_LABEL_HEAD = re.compile(
    r"^(?:[,;:、。()]|其中|包括|包含|含|主要|分别|及|和|与|以及|\d+[.、]|[一二三四五六七八九十]+[是、.]|,|:)+"
)
_REMAINING = re.compile(r"其[他它]类?$")
_TOTAL = re.compile(
    r"[,;]?(?:20\d\d年)?(?:总数|总量)?"
    r"(?:共|共计|合计|总计|达到?|为|至|[增降升减](?:至|到|为)|(?:增加|减少|上升|下降)到)*"
)


def read_amount(
    reading: Reading, line: Line, figure: Figure, around: Around, counted: Counted
) -> None:
    memory = reading.memory
    if _is_indefinite(reading, line, figure, around):
        return
    kinds = counted.kinds
    applicant = counted.applicant
    part_of: int | None = None
    if counted.domain == "application" and applicant and not kinds:
        kinds = kinds_of_applicant(reading)
    if not kinds and not around.own:
        kinds, applicant = _total_of_before(reading, line, figure)
    told_by_applicant = memory.last_applicant and memory.parts is None
    if memory.parts is not None and memory.parts.sort == "applicant":
        told_by_applicant = "applicant"
    if told_by_applicant and not applicant:
        if _REMAINING.search(around.plain, max(figure.start - 4, 0), figure.start):
            kinds, applicant = kinds_of_applicant(reading), "other_organization"
            counted = replace(counted, applicant=applicant, domain="application")
    if kinds and kinds[0].endswith("_fees"):
        if figure.value == 0 and not figure.printed_unit:
            append(reading, line, replace(figure, unit=Unit.CNY), kinds, None, "amount")
        return
    if memory.parts is not None:
        if memory.parts.whole is None:
            named = any(w.sense("things") for w in around.own)
            if not kinds or (memory.parts.is_foreign and not named):
                return
            memory.parts = None
        else:
            kinds, part_of = part(reading, line, figure, around, counted, kinds)
    if not kinds:
        memory.last = None
        memory.is_foreign = counted in (FOREIGN, FOREIGN_CASE)
        memory.is_unknown = True
        if counted in (FOREIGN, FOREIGN_CASE):
            memory.last_kinds = ()
        return
    if part_of is not None and kinds[0] == "applications_carried_over":
        widen(reading, part_of)
    if around.is_each:
        for kind in kinds:
            label = label_of(line, figure, around, counted, kind == "part")
            add(reading, line, figure, (kind,), applicant, part_of, label)
        return
    add(
        reading,
        line,
        figure,
        kinds,
        applicant,
        part_of,
        label_of(line, figure, around, counted, kinds == ("part",)),
    )


def count(reading: Reading, line: Line, figure: Figure, around: Around) -> Counted:
    counted = tell_counted(around)
    if counted.behind is not None:
        line.consumed = max(line.consumed, counted.behind)
    if counted.domain is not None:
        channels = frozenset(c for w in around.own if (c := w.sense("channels")))
        line.channels[figure.end] = channels or around.channels
    return counted


def _total_of_before(
    reading: Reading, line: Line, figure: Figure
) -> tuple[tuple[str, ...], str | None]:
    """What a figure that names nothing adds up or states anew: ...增加9件,共41件."""
    memory = reading.memory
    begin = previous_end(line, figure)
    between = line.setting.plain[begin : figure.start]
    if not begin or not memory.last_kinds or not _TOTAL.fullmatch(between):
        return (), None
    if memory.last is None:
        return memory.last_kinds, memory.last_applicant
    if memory.last_applicant and memory.parts is None and "共" in between:
        return memory.last_kinds, None
    return (), None


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
    return not told and reading.memory.parts is None and not figure.approximate


def _is_listed(parts: PartList, counted: Counted) -> bool:
    return counted.domain is None or not counted.kinds
