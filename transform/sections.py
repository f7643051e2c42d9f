"""The six sections of a report: where each begins, and its text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml
from rapidfuzz import fuzz, process

from transform.characters import label_key, normalise
from transform.stream import PrintedLine

_ORDINAL = re.compile(r"第?([一二三四五六1-6])(?:部分)?[、.,:]?")
_NUMBERS = {
    ordinal: n
    for n, pair in enumerate(("一1", "二2", "三3", "四4", "五5", "六6"), 1)
    for ordinal in pair
}
_LONGEST_HEADING = 45
_LIKE_ITS_ORDINAL = 72
"""Likeness (of 100) that a heading needs whose ordinal agrees."""
_LIKE_ALONE = 92
"""Likeness that a heading needs that has no ordinal."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a section begins: its number, and the index of the printed line."""

    section: int
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A section: heading and text as printed, the statistical tables left out."""

    section: int
    heading: str
    text: str


def find_headings(lines: Sequence[PrintedLine]) -> list[Heading]:
    """Find the headings of the sections, in order; one a section, any may be absent.

    A table of contents prints them twice: of two runs that are as complete the later counts.
    """
    found = [
        Heading(number, i)
        for i, line in enumerate(lines)
        if (number := _section_of(line)) is not None
    ]
    return _longest_rise(found)


def read_sections(
    lines: Sequence[PrintedLine], headings: Sequence[Heading], in_tables: set[int]
) -> list[Section]:
    """Read each section's text.

    Args:
        in_tables: indexes of the lines that belong to the form's tables.
    """
    ends = [*(heading.line for heading in headings[1:]), len(lines)]
    return [
        Section(
            heading.section,
            lines[heading.line].text,
            "\n".join(
                lines[i].text
                for i in range(heading.line + 1, end)
                if i not in in_tables and lines[i].text
            ),
        )
        for heading, end in zip(headings, ends, strict=True)
    ]


def _section_of(line: PrintedLine) -> int | None:
    if not 2 <= len(line.key) <= _LONGEST_HEADING or _texts(line) != 1:
        return None
    text = normalise(line.text)
    if len(text) > _LONGEST_HEADING:
        return None
    ordinal = _ORDINAL.match(text)
    if ordinal is None:
        return _by_likeness(label_key(text), _LIKE_ALONE)
    number = _by_likeness(label_key(text[ordinal.end() :]), _LIKE_ITS_ORDINAL)
    return number if number == _NUMBERS[ordinal[1]] else None


def _texts(line: PrintedLine) -> int:
    return sum(1 for cell in line.cells if cell.text)


def _by_likeness(key: str, needed: int) -> int | None:
    known = _headings()
    best = process.extractOne(key, known.keys(), scorer=fuzz.ratio, score_cutoff=needed)
    return known[best[0]] if best else None


def _longest_rise(found: Sequence[Heading]) -> list[Heading]:
    """The longest run of rising section numbers; of equally long ones the latest in the text."""
    chains: list[list[Heading]] = []
    for heading in found:
        before = [chain for chain in chains if chain[-1].section < heading.section]
        longest = max(before, key=lambda c: (len(c), c[-1].line), default=[])
        chains.append([*longest, heading])
    return max(chains, key=lambda c: (len(c), c[-1].line), default=[])


@cache
def _headings() -> dict[str, int]:
    declared = yaml.safe_load((files("transform") / "sections.yaml").read_text(encoding="utf-8"))
    return {
        label_key(printing): section["number"]
        for section in declared
        for printing in (section["heading"], *section["aliases"])
    }
