"""Lists of parts: 共298条,其中:概况类信息165条. What a part counts, and of which whole it is."""

import re
from dataclasses import replace

from transform.claim_around import Around, Counted
from transform.claim_lines import told_apart
from transform.claim_memory import Line, PartList, Reading, family_of_kind, previous_end
from transform.claim_numbers import Figure
from transform.claim_records import LABEL_HEAD

_PUBLIC = re.compile("(?:^|[,、;(中])(?:已|依法|主动)?公开$")
_NEWLY = re.compile("新收|本年|当年|新增|今年")
_GOES_BACK = re.compile(r"其中|包括|(?:从|按)[^,。;]{1,12}(?:看|分|划分|统计|分类)[,:]")
_OPENS_LIST = re.compile(
    r":|[^,;。]{0,14}(?:中|里|当中),?(?:有|,)|.{0,3}(?:从|按)[^,;。]{1,12}(?:看|分|划分|统计|分类),?"
)
_INTAKE = ("applications_received", "applications_accepted", "applications_carried_over")


def follow_lists(reading: Reading, line: Line, figure: Figure) -> None:
    """Open and close the lists of parts that a figure stands in."""
    memory = reading.memory
    begin = previous_end(line, figure)
    plain = line.setting.plain
    between = plain[begin : figure.start]
    parts = memory.parts
    if parts is not None and parts.until is not None and figure.start > parts.until:
        return_to(reading, parts.whole)
        memory.parts = parts.outer
    marks = [w.sense("marks") for w in line.words if begin <= w.start and w.end <= figure.start]
    in_bracket = begin > 0 and between.startswith("(") and ")" not in between
    announced = begin > 0 and _OPENS_LIST.match(between) is not None
    announced = announced or (begin == 0 and _GOES_BACK.match(between) is not None)
    if told_apart(line, figure) is not None:
        return
    if "parts" in marks and not in_bracket and _is_carried_over(reading):
        memory.parts = None
    elif "parts" in marks or in_bracket or announced:
        closing = plain.find(")", figure.end)
        opened = plain.rfind("(", 0, figure.start) > plain.rfind(")", 0, figure.start)
        bracket = opened and closing > 0
        memory.parts = PartList(
            memory.last,
            is_foreign=memory.last is None and memory.is_foreign,
            until=closing if bracket else None,
            outer=memory.parts if bracket else None,
        )
    elif memory.parts is not None and ("together" in marks or "。" in between):
        memory.parts = None


def _is_carried_over(reading: Reading) -> bool:
    """Whether the last figure was carried over beside new ones: what follows is of them all."""
    memory = reading.memory
    return len(memory.amounts) > 1 and memory.last_kinds == ("applications_carried_over",)


def return_to(reading: Reading, whole: int | None) -> None:
    """Speak again of the whole whose parts stood in a bracket."""
    memory = reading.memory
    memory.last = whole
    if whole is not None:
        memory.last_kinds = reading.claims[whole].kinds
        memory.last_applicant = reading.claims[whole].applicant


def part(
    reading: Reading,
    line: Line,
    figure: Figure,
    around: Around,
    counted: Counted,
    kinds: tuple[str, ...],
) -> tuple[tuple[str, ...], int | None]:
    """The kinds of a figure in a list, and its whole; it may be no part and end the list."""
    memory = reading.memory
    parts = memory.parts
    assert parts is not None and parts.whole is not None  # noqa: S101
    whole = reading.claims[parts.whole].kinds
    family = family_of_kind(whole[0])
    if family == "information":
        return _information_part(reading, line, figure, around, kinds)
    if counted.domain == "foreign_case":
        memory.parts = None
        return (), None
    if kinds and family_of_kind(kinds[0]) != family:
        memory.parts = None
        return kinds, None
    if not kinds and whole[0].startswith("applications"):
        begin = previous_end(line, figure)
        public = _PUBLIC.search(line.setting.plain, begin, figure.start)
        kinds = ("granted",) if public else ()
    if kinds == ("rejected_duplicate",) and _only_tells_duplicates(line, whole):
        return ("part",), parts.whole
    sort = _sort_of(counted, kinds)
    if parts.sort not in (None, sort) and sort != "other":
        memory.parts = None
        return kinds, None
    if not (sort == "other" and family in ("review", "litigation")):
        parts.sort = parts.sort or sort
    if not counted.applicant:
        kinds = _named_part(line, figure, kinds, whole)
    return kinds, parts.whole


def _information_part(
    reading: Reading, line: Line, figure: Figure, around: Around, kinds: tuple[str, ...]
) -> tuple[tuple[str, ...], int | None]:
    """A part of what was published, by its subject or its channel, or the end of the list."""
    memory = reading.memory
    parts = memory.parts
    assert parts is not None and parts.whole is not None  # noqa: S101
    actions = {w.sense("actions") for w in around.own}
    family = family_of_kind(kinds[0]) if kinds else "information"
    elsewhere = _has_own_place(line, figure, around, parts)
    if (
        actions & {"received", "accepted", "answered", "handled"}
        or (kinds and elsewhere)
        or family not in ("information", "policy", "documents", "decisions")
    ):
        memory.parts = None
        return kinds, None
    if family in ("documents", "decisions"):
        kinds = ("part",)
    whole = reading.claims[parts.whole].kinds
    return _named_part(line, figure, kinds, whole), parts.whole


def _has_own_place(line: Line, figure: Figure, around: Around, parts: PartList) -> bool:
    """Whether a list by subject has ended: what was published elsewhere follows a semicolon."""
    begin = previous_end(line, figure)
    own = [w for w in around.own if w.start >= begin]
    published = any(w.sense("actions") == "published" for w in own)
    if published and parts.names_things:
        return ";" in line.setting.plain[begin : figure.start]
    placed = published or any(w.sense("channels") for w in own)
    parts.names_things = parts.names_things or not placed
    return False


def _only_tells_duplicates(line: Line, whole: tuple[str, ...]) -> bool:
    """Whether 重复申请 is told of what came in, and not how any application ended."""
    outcomes = {w.sense("outcomes") for w in line.words if w.sense("outcomes")}
    return whole[0] in _INTAKE and outcomes == {"rejected_duplicate"}


def _named_part(
    line: Line, figure: Figure, kinds: tuple[str, ...], whole: tuple[str, ...]
) -> tuple[str, ...]:
    if (
        not kinds
        and whole[0].startswith("applications")
        and _PUBLIC.search(line.setting.plain, previous_end(line, figure), figure.start)
    ):
        return ("granted",)
    if kinds and kinds != whole:
        return kinds
    if kinds == ("applications_received",) and _NEWLY.search(
        line.setting.plain, previous_end(line, figure), figure.start
    ):
        return kinds
    own = line.setting.plain[previous_end(line, figure) : figure.start]
    after = line.setting.plain[figure.end : figure.end + 2]
    named = LABEL_HEAD.sub("", own) or re.match(r"[^,;。、:)]", after)
    return ("part",) if named else ()


def widen(reading: Reading, whole: int) -> None:
    """A whole of which some were carried over is not only what came in newly."""
    claim = reading.claims[whole]
    if claim.kinds[0] == "applications_received":
        reading.claims[whole] = replace(claim, kinds=("applications_accepted", *claim.kinds[1:]))


def _sort_of(counted: Counted, kinds: tuple[str, ...]) -> str:
    if counted.applicant:
        return "applicant"
    if not kinds:
        return "other"
    if kinds[0] in _INTAKE:
        return "intake"
    return "action" if kinds[0].startswith("applications_") else "outcome"


def kinds_of_applicant(reading: Reading) -> tuple[str, ...]:
    """What is counted where only the applicant is named: what the claim before is about."""
    memory = reading.memory
    if memory.parts is not None and memory.parts.whole is not None:
        whole = reading.claims[memory.parts.whole].kinds
        if family_of_kind(whole[0]) != "application":
            return ("applications_received",)
        return whole[:1] if whole[0].startswith(("applications", "granted")) else whole
    if memory.last_kinds and memory.last_kinds[0].startswith("applications"):
        return memory.last_kinds
    return ("applications_received",)


def goes_back(plain: str) -> bool:
    """Whether a sentence goes on with the parts of the one before: 其中, 从结果看."""
    return _GOES_BACK.match(plain) is not None
