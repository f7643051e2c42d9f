"""Where the form's three tables stand in a document, and which edition they are."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from transform.characters import label_key
from transform.form import Edition, Fact
from transform.numbers import is_number_like
from transform.sections import Heading
from transform.stream import PrintedLine

_LONGEST_HEADER = 60
"""Ideographs of a header cell; the note on the table's arithmetic is the longest of them."""

_ENOUGH_VOTES = 2
"""Labels of an edition that must stand in a document to be no accident."""

_LINES_ABOVE = 3
"""Lines above a table's telling header that may belong to it: a unit, a spanning label."""
_TELLING = 8
"""Ideographs of a label that tell its edition; longer ones are often cut by figures."""

_HEADER_MARKS = {
    Fact.PROACTIVE: re.compile(r"第二十条第.{0,2}项$|信息内容(?:$|本年|上一年|采购)"),
    Fact.APPLICATIONS: re.compile(r".{0,4}勾稽关系|申请人情况$|本年新收政府信息公开申请数"),
    Fact.REVIEW_LITIGATION: re.compile(r".{0,4}结果维持(?:$|结果纠正)|未经复议直接(?:起诉|诉讼)"),
}
"""How the label keys of a table's header or first row begin; running text hardly ever does."""

_SENTENCE = re.compile(r"[。；，,;].*[。；，,;]|[。！？《]|\d件")
"""Running text: several clauses, a full stop, a cited title, or a counted case."""

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
    sections = _line_ranges(headings, len(lines))
    starts: dict[Fact, int] = {}
    for fact, marks in _HEADER_MARKS.items():
        own = sections.get(_SECTION_OF[fact], range(0))
        after = max(starts.values(), default=-1)
        found = [i for i, line in enumerate(lines) if _is_header(line, marks)]
        # Best in its own section; else behind the table before; else anywhere.
        ranked = sorted(found, key=lambda i: (i not in own, i <= after, i))
        if ranked:
            first = _first_row(lines, ranked[0], own)
            starts[fact] = _with_lines_above(lines, first, headings)
        elif own:
            starts[fact] = own.start
    stops = sorted({*starts.values(), *(heading.line for heading in headings), len(lines)})
    return {
        fact: Region(start, next(stop for stop in stops if stop > start))
        for fact, start in starts.items()
        if start < len(lines)
    }


def _first_row(lines: Sequence[PrintedLine], line: int, own: range) -> int:
    """The first row of the table that goes on to the line without a break, in its own section."""
    while line - 1 in own and lines[line - 1].separation is not None:
        line -= 1
    return line


def _with_lines_above(lines: Sequence[PrintedLine], line: int, headings: Sequence[Heading]) -> int:
    """The line, or one of a few above it, where the header may begin.

    What lies above the heading, or above a row of figures, is none of it.
    """
    heading_lines = {heading.line for heading in headings}
    start = line
    while start > max(0, line - _LINES_ABOVE) and start - 1 not in heading_lines:
        if any(cell.text and is_number_like(cell.text) for cell in lines[start - 1].cells):
            break
        start -= 1
    return start


def _line_ranges(headings: Sequence[Heading], end: int) -> dict[int, range]:
    """The lines of each section, behind its heading."""
    ends = [*(heading.line for heading in headings[1:]), end]
    return {
        heading.section: range(heading.line + 1, stop)
        for heading, stop in zip(headings, ends, strict=False)
    }


def _is_header(line: PrintedLine, marks: re.Pattern[str]) -> bool:
    """Whether a cell of the line, or the line, is one of a table's header."""
    return any(
        marks.match(key) and not _SENTENCE.search(cell.text)
        for cell in line.cells
        if 2 <= len(key := label_key(cell.text)) <= _LONGEST_HEADER
    )


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
