"""Where the form's three tables stand in a document, and which edition they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from transform.characters import label_key
from transform.form import Edition, Fact
from transform.sections import Heading
from transform.stream import PrintedLine

_LONGEST_HEADER = 60
"""Ideographs of a header cell; the note on the table's arithmetic is the longest of them."""

_ENOUGH_VOTES = 2
"""Labels of an edition that must stand in a document to be no accident."""

_TELLING = 8
"""Ideographs of a label that tell its edition; longer ones are often cut by figures."""

_HEADER_MARKS = {
    Fact.PROACTIVE: ("第二十条第", "信息内容"),
    Fact.APPLICATIONS: ("勾稽关系", "申请人情况", "本年新收政府信息公开申请"),
    Fact.REVIEW_LITIGATION: ("结果维持", "未经复议直接起诉"),
}
"""Ideographs that a table's header or first row shows and running text hardly ever."""

_SECTION_OF = {Fact.PROACTIVE: 2, Fact.APPLICATIONS: 3, Fact.REVIEW_LITIGATION: 4}


@dataclass(frozen=True, slots=True)
class Region:
    """The printed lines `start` to `end` (exclusive) in which a table of the form stands."""

    start: int
    end: int


def locate_tables(lines: Sequence[PrintedLine], headings: Sequence[Heading]) -> dict[Fact, Region]:
    """Find the region of each table that the document shows.

    A table is known by its own header or first labels, wherever it stands; without them the
    section that it belongs to is searched.
    """
    starts: dict[Fact, int] = {}
    for fact, marks in _HEADER_MARKS.items():
        after = max(starts.values(), default=-1)
        found = [i for i, line in enumerate(lines) if _is_header(line, marks)]
        if found:
            starts[fact] = next((i for i in found if i > after), found[0])
    by_section = {heading.section: heading.line for heading in headings}
    for fact, section in _SECTION_OF.items():
        if section in by_section:
            starts.setdefault(fact, by_section[section] + 1)
    stops = sorted({*starts.values(), *(heading.line for heading in headings), len(lines)})
    return {
        fact: Region(start, next(stop for stop in stops if stop > start))
        for fact, start in starts.items()
        if start < len(lines)
    }


def _is_header(line: PrintedLine, marks: Sequence[str]) -> bool:
    if not any(mark in line.key for mark in marks):
        return False
    return any(
        mark in key
        for cell in line.cells
        if not _SENTENCE.search(cell.text) and len(key := label_key(cell.text)) <= _LONGEST_HEADER
        for mark in marks
    )


_SENTENCE = re.compile(r"[。；，,;].*[。；，,;]|[。！？《]|\d件")
"""Running text: several clauses, a full stop, a cited title, or a counted case."""


def tell_edition(
    lines: Sequence[PrintedLine],
    regions: Mapping[Fact, Region],
    editions: Mapping[str, Edition],
    year: int | None,
) -> tuple[Edition, bool]:
    """Tell the edition by the labels that only one edition prints.

    Args:
        year: the report's year; it decides only where no label does.

    Returns:
        The edition, and whether labels of another edition stand there too.
    """
    text = "\n".join(
        line.key for region in regions.values() for line in lines[region.start : region.end]
    )
    joined = text.replace("\n", "")
    votes = {name: _votes(joined, name, editions) for name in editions}
    by_year = [e.edition for e in editions.values() if year is None or e.first_report_year <= year]
    fallback = max(by_year, default=min(editions))
    best = max(editions, key=lambda name: (votes[name], name == fallback))
    others = [name for name in editions if name != best and votes[name] >= _ENOUGH_VOTES]
    return editions[best], bool(others) and votes[best] >= _ENOUGH_VOTES


def _votes(text: str, name: str, editions: Mapping[str, Edition]) -> int:
    others = tuple(edition for other, edition in editions.items() if other != name)
    return sum(1 for key in _own_labels(editions[name], others) if key[:_TELLING] in text)


@cache
def _own_labels(edition: Edition, others: tuple[Edition, ...]) -> frozenset[str]:
    """The labels whose beginning stands in no label of another edition."""
    foreign = [key for other in others for key in _all_labels(other)]
    return frozenset(
        key for key in _all_labels(edition) if not any(key[:_TELLING] in other for other in foreign)
    )


def _all_labels(edition: Edition) -> set[str]:
    labels = [*_proactive_labels(edition), *(row.label for row in edition.applications.rows)]
    return {label_key(label) for label in labels}


def _proactive_labels(edition: Edition) -> list[str]:
    return [
        label
        for block in edition.proactive
        for label in (
            block.clause,
            *(column.label for column in block.columns),
            *(row.label for row in block.rows),
        )
    ]
