"""Tell whether a printed line is the heading of one of the six sections, and how surely.

The form prints 一、总体情况. Reports print other words, other ordinals, none, or the section's
text on the same line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml
from rapidfuzz import fuzz, process

from transform.characters import label_key, normalise

LONGEST_HEADING = 45
"""In characters, without the text that follows it on its line."""
_LIKE_ITS_ORDINAL = 72
"""Likeness (of 100) that a heading needs whose ordinal agrees."""
_LIKE_ALONE = 92
"""Likeness that a heading needs that has no ordinal or that of another section."""
_LOOKED_AT = 4 * LONGEST_HEADING
"""Characters of a line that are read: blanks between a heading's characters count too."""
_LONGEST_NONE = 12
_ORDINALS = ("一1", "二2", "三3", "四4", "五5", "六6")
_NUMBERS = {ordinal: n for n, pair in enumerate(_ORDINALS, 1) for ordinal in pair}
_ORDINAL = re.compile(
    r"[#*>|•-]*(?:\(?(?P<part>[一二三四五六1-6])\)|(?P<digit>[1-6])(?!\d)[、.,:]?"
    r"|第?(?P<main>[一二三四五六])(?P<mark>部分[、.,:]?|[、.,:])?)"
)
"""At the start of a normalised line."""
_MAY_END = re.compile(r"[。：:；;]\s*|\s+|(?=[（(]一[）)])|(?=无|没有)")
"""Where the section's text may begin on the line of the heading."""
_NO_TEXT = re.compile(r"[及和与的、]|\([^()]*\)$")
_NONE = re.compile(r"[^,。]*(?:无|没有)[^,。]*。?")
_SENTENCE = re.compile(r"[,。;!?].|\d[件条]")
_FILLER = re.compile(r"的|主要|年度|(?<!公开)工作")


class Numbering(StrEnum):
    """How a line is numbered."""

    SECTION = "section"
    """一、 or 第一部分, as the form numbers its sections."""
    PART = "part"
    """（一） or 1., as parts of a section mostly are."""
    NONE = "none"


class Certainty(IntEnum):
    """How surely a line is the heading that it looks like."""

    WEAK = 1
    """Numbered like a part of a section, or with the ordinal of another section."""
    LIKELY = 2
    """Without ordinal; or in other words, of which one tells the section."""
    SURE = 3
    """The form's words and the form's ordinal."""


@dataclass(frozen=True, slots=True)
class LikelyHeading:
    """What a line that looks like a heading says.

    Attributes:
        section: 1 to 6.
        certainty: how surely it is one.
        numbering: how it is numbered.
        end: how many characters of the line are the heading; all, unless text follows.
    """

    section: int
    certainty: Certainty
    numbering: Numbering
    end: int


@lru_cache(maxsize=4096)
def read_heading(text: str) -> LikelyHeading | None:
    """Read a printed line; None if it is no heading."""
    beginning = normalise(text[:_LOOKED_AT])
    if len(beginning) <= LONGEST_HEADING:
        return _with_text_behind(text) or _whole(text)
    return _with_text_behind(text) if _ORDINAL.match(beginning) else None


def _whole(text: str) -> LikelyHeading | None:
    normal = normalise(text)
    if not 2 <= len(normal) <= LONGEST_HEADING:
        return None
    ordinal = _ORDINAL.match(normal)
    if ordinal is None:
        section = _by_likeness(_key(normal), _LIKE_ALONE)
        told = (section, Certainty.LIKELY) if section else None
    elif ordinal["main"]:
        told = _numbered(_number(ordinal), normal[ordinal.end() :], bool(ordinal["mark"]))
    else:
        agrees = _by_likeness(_key(normal[ordinal.end() :]), _LIKE_ITS_ORDINAL)
        told = (agrees, Certainty.WEAK) if agrees == _number(ordinal) else None
    return LikelyHeading(*told, _numbering(ordinal), len(text)) if told else None


def _numbered(number: int, rest: str, marked: bool) -> tuple[int, Certainty] | None:
    """The section of a line with an ordinal of sections: by its words, then by a telling one."""
    key = _key(rest)
    sentence = _SENTENCE.search(rest)
    if _by_likeness(key, _LIKE_ALONE if sentence else _LIKE_ITS_ORDINAL) == number:
        return number, Certainty.SURE
    other = _by_likeness(key, _LIKE_ALONE)
    if not marked or other is not None:
        return (other, Certainty.WEAK) if marked and other else None
    telling = not sentence and _telling()[number].search(label_key(rest))
    return (number, Certainty.LIKELY) if telling else None


def _with_text_behind(text: str) -> LikelyHeading | None:
    """The longest exact heading at the start of a line that goes on with the section's text."""
    beginning = normalise(text[:_LOOKED_AT])
    ordinal = _ORDINAL.match(beginning)
    key = _key(beginning[ordinal.end() :] if ordinal else beginning)
    if key in _headings() or not key.startswith(tuple(_headings())):
        return None
    found = [heading for end in _possible_ends(text) if (heading := _up_to(text, end))]
    return found[-1] if found else None


def _possible_ends(text: str) -> Iterator[int]:
    for match in _MAY_END.finditer(text, 0, 2 * LONGEST_HEADING):
        yield match.start() + len(match[0].rstrip())


def _up_to(text: str, end: int) -> LikelyHeading | None:
    """The heading that ends there; without an ordinal of sections only 无 may follow it."""
    head, behind = normalise(text[:end]), normalise(text[end:_LOOKED_AT])
    section = _by_words(head)
    if section is None or _NO_TEXT.match(behind) or not label_key(behind):
        return None
    ordinal = _ORDINAL.match(head)
    agrees = ordinal is None or _number(ordinal) == section
    numbering = _numbering(ordinal)
    if numbering is Numbering.SECTION:
        certainty = Certainty.SURE if agrees else Certainty.WEAK
        marked = ordinal is not None and ordinal["mark"]
        return LikelyHeading(section, certainty, numbering, end) if marked else None
    if not agrees or len(behind) > _LONGEST_NONE or not _NONE.fullmatch(behind):
        return None
    certainty = Certainty.LIKELY if ordinal is None else Certainty.WEAK
    return LikelyHeading(section, certainty, numbering, end)


def _by_words(normal: str) -> int | None:
    """The section whose heading a normalised text is, whatever its ordinal."""
    ordinal = _ORDINAL.match(normal)
    return _headings().get(_key(normal[ordinal.end() :] if ordinal else normal))


def _number(ordinal: re.Match[str]) -> int:
    return _NUMBERS[ordinal["main"] or ordinal["part"] or ordinal["digit"]]


def _numbering(ordinal: re.Match[str] | None) -> Numbering:
    if ordinal is None:
        return Numbering.NONE
    return Numbering.SECTION if ordinal["main"] else Numbering.PART


def _key(text: str) -> str:
    """The `label_key` with one spelling for what headings spell in several ways."""
    key = _FILLER.sub("", label_key(text))
    return key.replace("和", "及").replace("与", "及").replace("其它", "其他")


def _by_likeness(key: str, needed: int) -> int | None:
    known = _headings()
    best = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=needed)
    return known[best[0]] if best else None


@cache
def _headings() -> dict[str, int]:
    return {
        _key(printing): section["number"]
        for section in _declared()
        for printing in (section["heading"], *section["aliases"])
    }


@cache
def _telling() -> dict[int, re.Pattern[str]]:
    return {section["number"]: re.compile(section["telling"]) for section in _declared()}


@cache
def _declared() -> list[dict[str, Any]]:
    declared: list[dict[str, Any]] = yaml.safe_load(
        (files("transform") / "sections.yaml").read_text(encoding="utf-8")
    )
    return declared
