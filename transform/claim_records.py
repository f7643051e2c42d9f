"""Write down what was read as claims."""

import re
from decimal import Decimal

from transform.claim_around import FOREIGN, Around, Counted
from transform.claim_memory import Line, Read, Reading, family_of_kind, previous_end, tail_end
from transform.claim_numbers import Figure

LABEL_HEAD = re.compile(
    r"^(?:[,;:、。()]|其中|包括|包含|含|主要|分别|及|和|与|以及|\d+[.、]|[一二三四五六七八九十]+[是、.])+"
)
"""What stands before a label: stops, 其中, numbers of a list."""
_LABEL_TAIL = re.compile(
    r"(?:[,;:、(]|共计|共有|累计|合计|总计|共|计|为|是|约|近|逾|超过|达到|达|有|了|均|各)+$"
)
_BASE = re.compile(r"(?<=.)(?:由|从|较|比|与)(?=上一?年|去年|20\d\d年|年初|同期)")
_LONGEST_LABEL = 60


def add(
    reading: Reading,
    line: Line,
    figure: Figure,
    kinds: tuple[str, ...],
    applicant: str | None,
    part_of: int | None,
    label: tuple[int, int],
) -> None:
    """Add a claim of an amount, and remember what it is about; a zero is one claim a kind."""
    timed = line.setting.time_of(figure.start)
    groups = [(kind,) for kind in kinds] if figure.value == 0 else [kinds]
    for group in groups:
        reading.claims.append(
            Read(
                group,
                "amount",
                figure.value,
                str(figure.unit),
                figure.approximate,
                applicant,
                part_of,
                printed(reading, line, *label),
                line.setting.scope_of(figure.start),
                timed.year,
                line.sentence.printed,
                line.sentence.places[figure.start],
            )
        )
    reading.memory.last = len(reading.claims) - 1
    reading.memory.last_kinds = kinds
    reading.memory.last_applicant = applicant
    reading.memory.amounts.append((kinds, applicant))
    reading.memory.is_unknown = reading.memory.is_past = False
    if kinds[0] == "applications_answered" or kinds[0].startswith(("granted", "refused")):
        reading.memory.settled = True
    if family_of_kind(kinds[0]) == "application":
        reading.memory.topic = "application"
        reading.memory.on_applications = True


def append(
    reading: Reading,
    line: Line,
    figure: Figure,
    kinds: tuple[str, ...],
    applicant: str | None,
    measure: str,
    value: Decimal | None = None,
) -> None:
    """Add a claim of a share, a comparison or money, which no part can follow."""
    setting = line.setting
    timed = setting.time_of(figure.start)
    start = max(setting.clause_start(figure.start), previous_end(line, figure))
    reading.claims.append(
        Read(
            kinds,
            measure,
            figure.value if value is None else value,
            str(figure.unit),
            figure.approximate,
            applicant,
            None,
            printed(reading, line, start, figure.start)
            or printed(reading, line, start, figure.end),
            setting.scope_of(figure.start),
            timed.year if measure == "amount" else reading.year or timed.year,
            line.sentence.printed,
            line.sentence.places[figure.start],
        )
    )


def append_all(reading: Reading, line: Line, place: int, start: int) -> None:
    """Add the claim that all applications were answered, once a place."""
    if reading.claims and reading.claims[-1].offset == line.sentence.places[place]:
        return
    end = line.setting.clause_end(place)
    reading.claims.append(
        Read(
            ("applications_all_answered",),
            "amount",
            None,
            None,
            False,
            None,
            None,
            printed(reading, line, start, end),
            line.setting.scope_of(place),
            line.setting.time_of(place).year,
            line.sentence.printed,
            line.sentence.places[place],
        )
    )


def label_of(
    line: Line, figure: Figure, around: Around, counted: Counted, is_part: bool
) -> tuple[int, int]:
    """From the first word that tells what is counted to the figure; else what stands behind."""
    start = max(line.setting.clause_start(figure.start), previous_end(line, figure))
    if is_part:
        counted = FOREIGN
    if figure.end <= counted.first and around.behind:
        return counted.first, around.behind[-1].end
    if counted.first < figure.start:
        start = max(min(counted.first, figure.start), start) if counted.kinds else start
    if not LABEL_HEAD.sub("", line.setting.plain[start : figure.start]):
        before = [w for w in around.own if w.end <= start and w.sense("things")]
        if before and not around.behind:
            return before[-1].start, before[-1].end
        return figure.end, tail_end(line.setting.plain, figure.end)
    nouns = [w for w in around.behind if w.sense("things")]
    if nouns and not any(w.sense("things") for w in around.own):
        return nouns[0].start, nouns[-1].end
    return start, figure.start


def printed(reading: Reading, line: Line, start: int, end: int) -> str:
    """The text between two places as printed, without marks and joining words around it."""
    plain = line.setting.plain[start:end]
    base = _BASE.search(plain)
    if base is not None:
        end = start + base.start()
        plain = plain[: base.start()]
    head = LABEL_HEAD.match(plain)
    start += head.end() if head else 0
    tail = _LABEL_TAIL.search(plain)
    end -= len(tail[0]) if tail and end - len(tail[0]) > start else 0
    if end <= start:
        return ""
    places = line.sentence.places
    printed = reading.text[places[start] : places[end - 1] + 1].replace("\n", "")
    return printed[-_LONGEST_LABEL:]
