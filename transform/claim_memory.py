"""What a section has said so far: its claims, its topic, and the list of parts it is in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from transform.claim_context import Setting
from transform.claim_numbers import Figure
from transform.claim_text import Sentence
from transform.claim_words import Word

_DISCLOSURE = re.compile("信息公开|政务公开|依申请")


@dataclass(frozen=True, slots=True)
class Read:
    """A claim as read; its position in the report is not known yet.

    Attributes:
        kinds: the code of the claim, and what it covers besides.
        part_of: index of the whole among the section's claims; None for no part.
        offset: in the section's text.
    """

    kinds: tuple[str, ...]
    measure: str
    value: Decimal | None
    unit: str | None
    approximate: bool
    applicant: str | None
    part_of: int | None
    label: str
    scope: str | None
    year: int | None
    sentence: str
    offset: int


@dataclass(slots=True)
class PartList:
    """A list of parts.

    Attributes:
        whole: index of the claim; None where the whole is no claim, and so its parts are none.
        is_foreign: the whole is none of the kinds of claims.
        sort: by what the parts are told apart: applicant, outcome, action or other.
        names_things: a part is told by its subject, not by where it was published.
        until: where the bracket closes in which the list stands; None outside brackets.
        outer: the list that goes on behind the bracket.
    """

    whole: int | None
    is_foreign: bool = False
    sort: str | None = None
    names_things: bool = False
    until: int | None = None
    outer: "PartList | None" = None


@dataclass(slots=True)
class Memory:
    """What earlier sentences and figures have said.

    Attributes:
        heading: the cases that the last heading names, joined by +; None or "" for none.
        topic: what was spoken of last: a thing, 'foreign', or None.
        is_plan: what follows is planned.
        discloses: the paragraph has spoken of disclosure.
        last: index of the claim that parts may follow; None behind a figure that is no claim.
        is_foreign: that figure counts none of the kinds.
        is_unknown: the last amount of the sentence is no claim.
        is_past: the last amount is another year's, so that it has no share.
        last_kinds, last_applicant: what growth and shares without a noun are about.
        goes_on: the sentence ended with a colon or semicolon.
        settled: the paragraph has told what was answered.
        on_applications: the paragraph has made a claim about applications.
        amounts: what the amounts of the sentence are about, in order.
        parts: the list that the figures stand in.
    """

    heading: str | None = None
    topic: str | None = None
    is_plan: bool = False
    discloses: bool = False
    last: int | None = None
    is_foreign: bool = False
    is_unknown: bool = False
    is_past: bool = False
    last_kinds: tuple[str, ...] = ()
    last_applicant: str | None = None
    goes_on: bool = False
    settled: bool = False
    on_applications: bool = False
    amounts: list[tuple[tuple[str, ...], str | None]] = field(default_factory=list)
    parts: PartList | None = None


@dataclass(slots=True)
class Line:
    """A sentence at hand, with its figures and words.

    Attributes:
        channels: where was published what a figure counts, by the place where the figure ends.
        consumed: up to where words have told what a figure before them counts.
    """

    sentence: Sentence
    setting: Setting
    figures: list[Figure]
    words: list[Word]
    channels: dict[int, frozenset[str]] = field(default_factory=dict)
    consumed: int = 0


@dataclass(slots=True)
class Reading:
    """The reading of one section.

    Attributes:
        section: its number; None before the first.
        year: the report's; None if it can't be told.
        claims: those read so far.
        hint: the paragraph names outcomes that only applications have.
    """

    section: int | None
    text: str
    year: int | None
    memory: Memory = field(default_factory=Memory)
    claims: list[Read] = field(default_factory=list)
    hint: bool = False


def default_topic(reading: Reading) -> str | None:
    """What a section speaks of where its text names nothing: a thing, or None."""
    topic = {3: "application", 4: "review+litigation"}.get(reading.section or 0)
    return topic or ("application" if reading.hint else None)


def discloses(reading: Reading, line: Line) -> bool:
    """Whether a sentence or what is around it speaks of disclosure."""
    return (
        reading.section == 4
        or bool(_DISCLOSURE.search(line.sentence.plain))
        or bool(reading.memory.heading)
        or reading.memory.discloses
        or any(w.sense("things") == "application" for w in line.words)
    )


def is_no_fact(reading: Reading, line: Line, place: int) -> bool:
    """Whether what stands at a place is planned or prescribed, by its sentence or those before."""
    if reading.memory.is_plan and not re.search(
        rf"{reading.year}年|今年|本年|全年", line.setting.plain[:place]
    ):
        return True
    return line.setting.is_no_fact(place)


def previous_end(line: Line, figure: Figure) -> int:
    """Where the figure before ends; 0 where a figure is the first of its sentence."""
    ends = [f.end for f in line.figures if f.end <= figure.start]
    return ends[-1] if ends else 0


def is_verb(word: Word) -> bool:
    """Whether a word says what was done, or how it ended."""
    return any(word.sense(name) for name in ("actions", "outcomes", "results"))


def is_content(word: Word) -> bool:
    """Whether a word tells anything of what is counted."""
    return any(
        word.sense(name)
        for name in (
            "things",
            "foreign",
            "actions",
            "outcomes",
            "results",
            "channels",
            "applicants",
        )
    )


def content(words: Sequence[Word]) -> list[Word]:
    """The words that tell anything of what is counted."""
    return [word for word in words if is_content(word)]


def tail_end(plain: str, start: int) -> int:
    """Where the words end that stand behind a figure: at the next comma."""
    match = re.compile(r"[,;:。!?()、]").search(plain, start)
    return match.start() if match else len(plain)


def family_of_kind(kind: str) -> str:
    """Which claims may be parts of one whole."""
    if kind.startswith(("review", "litigation")):
        return kind.partition("_")[0]
    if kind in (
        "items_published",
        "website_items",
        "wechat_posts",
        "weibo_posts",
        "new_media_posts",
    ):
        return "information"
    if kind == "policy_interpretations":
        return "policy"
    if kind.startswith(("regulations", "normative")):
        return "documents"
    if kind.endswith("_decisions"):
        return "decisions"
    return "part" if kind == "part" else "application"
