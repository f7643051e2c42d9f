"""Where on a page words stand in rows: zones of figures with their labels and header."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.lines import is_page_mark
from extract.word_parts import CELL_PITCH
from extract.words import Line, Word, text_of_line

ROW_HEIGHT = 0.95
"""Em that lines of different rows lie apart at least."""
_HEADER_PITCH = 4.0
"""Em that lines of one header lie apart at most."""
_MOST_HEADER_LINES = 16
_PAGE_OF_PAGES = re.compile(r"\d{1,4}\s*[/／]\s*\d{1,4}")
_LARGER = 1.1
"""Headings are set so many times as large as the tables below them."""
_WIDEST_HEAD = 24
"""Em of a lone cell in a header's line at most."""
_NEAR = 3
"""Lines above and below in which the figures of a row are looked for."""
_WIDEST_OVERHANG = 6
"""Em that a text in the first column reaches out to the left of its figures at most."""
_FIGURES_TO_A_TEXT = 2
"""Figures that must stand in a row for each text among them."""


@dataclass(slots=True)
class Zone:
    """A table without rules.

    Attributes:
        header: lines above its rows, from top to bottom.
        body: the lines of its rows, labels of more than one line and page numbers included.
        start: where the columns of figures begin.
        label_end: how far the labels reach that stand in a line with figures.
    """

    header: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    start: float = float("inf")
    label_end: float = float("-inf")

    def is_label(self, word: Word) -> bool:
        """Whether a word stands left of the columns of figures."""
        known = self.label_end > float("-inf")
        begins = not known or word.box.left < self.label_end
        # A thin sign at the very start, such as a slash, is no wider than labels may jut out.
        ends = word.box.left < self.start and word.box.right <= self.start + word.em / 4
        return begins and ends

    def is_text(self, word: Word) -> bool:
        """Whether a word that is no label begins where labels stand: it runs over columns."""
        return word.box.left < max(self.label_end, self.start - _WIDEST_OVERHANG * word.em)


def zones_of(lines: Sequence[Line]) -> Iterator[Line | Zone]:
    """Part the lines of a page, from top to bottom, into zones and lines of text."""
    pending: list[Line] = []
    at = 0
    while at < len(lines):
        if not is_figure_line(lines[at]):
            pending.append(lines[at])
            at += 1
            continue
        zone, after = _zone_from(lines, at)
        text, zone.header, first = _above(pending, zone)
        zone.body[:0] = first
        yield from text
        yield zone
        pending = []
        at = after
    yield from pending


def is_mark(line: Line) -> bool:
    """Whether a line may be a page's number."""
    if any(word.is_part for word in line):
        return False
    text = text_of_line(line)
    return is_page_mark(text) or _PAGE_OF_PAGES.fullmatch(text) is not None


def is_figure_line(line: Line) -> bool:
    """Whether a line ends in figures as a row does."""
    return bool(_figures_at_end(line)) and not is_mark(line)


def center_y(line: Line) -> float:
    """The height of a line on the page."""
    return line[0].middle


def _figures_at_end(line: Line) -> list[Word]:
    """The last words, from the first figure after which most are figures.

    Figures behind a text with nothing but a blank between are a part of it.
    """
    start, others, figures = len(line), 0, 0
    for at in range(len(line) - 1, -1, -1):
        word = line[at]
        is_own = word.is_figure and not (word.glued and at and not line[at - 1].is_figure)
        figures += is_own
        others += not is_own
        if is_own and others * _FIGURES_TO_A_TEXT <= figures:
            start = at
    return line[start:]


def _zone_from(lines: Sequence[Line], first: int) -> tuple[Zone, int]:
    """The zone whose first line of figures this is, and the index behind its last line."""
    zone = Zone()
    end = at = first
    while at < len(lines):
        line = lines[at]
        if is_figure_line(line):
            zone.start = min(zone.start, _figures_at_end(line)[0].box.left)
            labels = [w.box.right for w in line if w.box.right <= zone.start]
            zone.label_end = max(zone.label_end, *labels, float("-inf"))
            zone.body.append(line)
        elif not (is_mark(line) or _belongs(lines, at, zone)):
            break
        at += 1
        end = at
    zone.body = list(lines[first:end])
    return zone, end


def _belongs(lines: Sequence[Line], at: int, zone: Zone) -> bool:
    """Whether a line without figures is part of a zone's rows: of their labels or cells."""
    line = lines[at]
    cells = [word for word in line if not zone.is_label(word)]
    larger = any(word.em > _LARGER * _em(zone) for word in line)
    if larger or any(zone.is_text(word) for word in cells):
        return False
    near = [*lines[max(at - _NEAR, 0) : at], *lines[at + 1 : at + 1 + _NEAR]]
    beside = any(
        is_figure_line(other) and abs(center_y(other) - center_y(line)) < ROW_HEIGHT * line[0].em
        for other in near
    )
    return beside or all(word.is_figure for word in cells)


def _above(pending: Sequence[Line], zone: Zone) -> tuple[list[Line], list[Line], list[Line]]:
    """Part the lines above a zone into text, its header, and the first lines of its rows."""
    lines = [*pending, *zone.body]
    first = len(pending)
    while first and _reaches(lines, first, CELL_PITCH) and _belongs(lines, first - 1, zone):
        first -= 1
    start = first
    while (
        start and _reaches(lines, start, _HEADER_PITCH) and _may_be_header(lines[start - 1], zone)
    ):
        start -= 1
        if first - start == _MOST_HEADER_LINES:
            break
    return lines[:start], lines[start:first], lines[first : len(pending)]


def _reaches(lines: Sequence[Line], at: int, pitch: float) -> bool:
    """Whether the line before this one is near."""
    line, above = lines[at], lines[at - 1]
    return center_y(line) - center_y(above) <= pitch * max(line[0].em, above[0].em)


def _may_be_header(line: Line, zone: Zone) -> bool:
    """Whether a line above the rows may be one of their header: no text runs into the figures."""
    if is_mark(line):
        return False
    if len(line) > 1 or zone.is_label(line[0]):
        return True
    word = line[0]
    is_heading = word.em > _LARGER * _em(zone)
    return not (is_heading or zone.is_text(word) or word.box.width > _WIDEST_HEAD * word.em)


def _em(zone: Zone) -> float:
    """The size of a zone's characters: of its first line of figures."""
    return zone.body[0][-1].em
