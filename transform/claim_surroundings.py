"""Gather the words around a figure that may tell what it counts."""

import re
from collections.abc import Sequence

from transform.claim_around import Around
from transform.claim_figures import Comparison
from transform.claim_memory import (
    Line,
    Reading,
    content,
    discloses,
    family_of_kind,
    is_verb,
    previous_end,
    tail_end,
)
from transform.claim_nouns import thing_of
from transform.claim_numbers import Figure
from transform.claim_words import Word

_CASES = ("application_weak", "review", "litigation")
_PREPOSITION = (
    "在",
    "通过",
    "利用",
    "依托",
    "借助",
    "以",
    "充分利用",
    "运用",
    "充分运用",
    "充分发挥",
)
_EACH = re.compile(r"各(?:有|为|收到|发布|公开|推送|计)?(?:信息|申请)?$")
_OF_THESE = re.compile(r"(?:申请|办理|件|办件)(?:之|当)?中(?:有|由|,)?")
_FOLLOWED = re.compile("关注|粉丝|用户|订阅")
_COMES_FROM = re.compile("(?:申请)?(?:来自|为|是|系|由|属于?)于?")
_ALL_BEHIND = re.compile("(?:申请|案件)?(?:已|现已)?(?:均|都|全部|悉数|一律)")


def around_of(
    reading: Reading, line: Line, figure: Figure, comparison: Comparison = Comparison.NONE
) -> Around:
    """The words around a figure; of the clauses before only where its own tells nothing."""
    setting = line.setting
    begin = max(previous_end(line, figure), line.consumed)
    start = max(setting.clause_start(figure.start), begin)
    own = _own(line, start, figure.start)
    behind = _behind(line, figure)
    if _is_trailed(line, figure, own, behind):
        own = [*own, *behind]
        line.consumed = behind[-1].end
    tries = 2
    while not own and start > begin and tries:
        tries -= 1
        end, start = start, max(setting.clause_start(start - 1), begin)
        own = _own(line, start, end)
    if own and start > begin and not any(map(is_verb, own)):
        own = [*_outcomes_before(line, start, begin), *own]
    plain = setting.plain
    return Around(
        plain=plain,
        start=figure.start,
        end=figure.end,
        own=own,
        behind=behind,
        earlier=[w for w in line.words if w.end <= figure.start and w not in own],
        topic=_topic_for(reading),
        is_disclosure=discloses(reading, line),
        channels=_channels_before(line, start, begin),
        in_list=reading.memory.parts is not None and reading.memory.parts.whole is not None,
        is_zero=figure.value == 0,
        after_unknown=reading.memory.is_unknown,
        compares=comparison not in (Comparison.NONE, Comparison.BASE),
        printed_unit=figure.printed_unit,
        is_each=_EACH.search(plain, max(figure.start - 8, 0), figure.start) is not None,
        settled=reading.memory.settled,
        publishes=any(
            w.sense("actions") == "published" for w in line.words if w.end <= figure.start
        )
        or _whole_family(reading) == "information",
    )


def _own(line: Line, start: int, end: int) -> list[Word]:
    """The telling words between two places; what was done to 申请 in 申请中 is not told."""
    words = content([w for w in line.words if start <= w.start and w.end <= end])
    among = _OF_THESE.search(line.setting.plain, start, end)
    if among is None:
        return words
    return [w for w in words if w.start >= among.end()]


def _outcomes_before(line: Line, start: int, begin: int) -> list[Word]:
    """Outcomes that the clause before names, for a clause that names only 申请."""
    first = max(line.setting.clause_start(start - 1), begin)
    words = [w for w in line.words if first <= w.start and w.end <= start]
    return [w for w in words if w.sense("outcomes")]


def _behind(line: Line, figure: Figure) -> list[Word]:
    following = [f.start for f in line.figures if f.start > figure.start]
    until = min(tail_end(line.setting.plain, figure.end), *following, len(line.setting.plain))
    return content([w for w in line.words if figure.end <= w.start and w.end <= until])


def _is_trailed(line: Line, figure: Figure, own: Sequence[Word], behind: Sequence[Word]) -> bool:
    """Whether what was done stands behind the figure: 有35件申请办结."""
    applies = bool(behind) and _names_applicant(line, figure, behind[0])
    if not (applies or any(map(is_verb, behind))) or any(w.sense("actions") for w in own):
        return False
    if any(is_verb(w) or w.sense("things") for w in own):
        return False
    plain, until = line.setting.plain, tail_end(line.setting.plain, figure.end)
    if _ALL_BEHIND.match(plain, figure.end):
        return False
    if any(figure.end <= f.start < until for f in line.figures):
        return False
    first = behind[0]
    return not (first.start == figure.end and first.sense("foreign"))


def _names_applicant(line: Line, figure: Figure, word: Word) -> bool:
    """Whether a figure stands before its applicants: 3件来自企业."""
    if not word.sense("applicants"):
        return False
    return _COMES_FROM.fullmatch(line.setting.plain, figure.end, word.start) is not None


def _channels_before(line: Line, start: int, begin: int) -> frozenset[str]:
    """Where the clause before says that things are published; the figure before, else."""
    plain = line.setting.plain
    if start > begin:
        first = max(line.setting.clause_start(start - 1), begin)
        clause = plain[first : start - 1]
        named = [w for w in line.words if first <= w.start and w.end <= start]
        channels = frozenset(c for w in named if (c := w.sense("channels")))
        if channels and (
            clause.lstrip(",;:。").startswith(_PREPOSITION)
            or len(clause) - (named[-1].end - first) <= 6
            or (named[0].sense("channels") and _FOLLOWED.search(clause))
        ):
            return channels
    return line.channels.get(begin, frozenset())


def _topic_for(reading: Reading) -> str | None:
    """The topic; behind a figure that is no claim, what sentences before spoke of is none."""
    memory = reading.memory
    hinted = reading.hint and reading.section != 3 and not memory.heading
    if memory.is_unknown and (not memory.amounts or (hinted and not memory.on_applications)):
        return None
    return memory.topic


def _whole_family(reading: Reading) -> str | None:
    parts = reading.memory.parts
    if parts is None or parts.whole is None:
        return None
    return family_of_kind(reading.claims[parts.whole].kinds[0])


def on_applications(reading: Reading, line: Line, place: int) -> bool:
    """Whether the nearest case named before a place is an application."""
    for word in reversed([w for w in line.words if w.start < place]):
        thing = thing_of(word, line.setting.plain, line.words)
        if thing == "application":
            return True
        if word.sense("things") in _CASES or word.sense("foreign") == "cases":
            return False
    return _topic_for(reading) == "application"
