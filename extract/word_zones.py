"""Where on a page words stand in rows: zones of figures with their labels and header."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.lines import is_page_mark
from extract.words import Line, Word, is_figure

ROW_HEIGHT = 0.95
"""Em that lines of different rows lie apart at least."""
CELL_PITCH = 2.0
"""Em that lines of one cell lie apart at most."""
_HEADER_PITCH = 4.0
"""Em that lines of one header lie apart at most."""
_MOST_HEADER_LINES = 16
_NEAR = 6
"""Lines above and below in which the rest of an upright label is looked for."""
_UPRIGHT_WIDTH = 2.2
"""Em that a line of an upright label is wide at most."""
_FIRST_IDEOGRAPH = "\u4e00"
_FIGURES_TO_A_TEXT = 2
"""Figures that must stand in a row for each text among them."""


@dataclass(slots=True)
class Zone:
    """A table without rules.

    Attributes:
        header: lines above its rows, from top to bottom.
        body: the lines of its rows, labels of more than one line and page numbers included.
        start: where the columns of figures begin.
    """

    header: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    start: float = float("inf")

    def is_label(self, word: Word) -> bool:
        """Whether a word stands left of the figures."""
        return word.box.center_x < self.start


def zones_of(lines: Sequence[Line]) -> Iterator[Line | Zone]:
    """Part the lines of a page, from top to bottom, into zones and lines of text."""
    lines = _without_upright_signs(lines)
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


def _without_upright_signs(lines: Sequence[Line]) -> list[Line]:
    """Mark characters of labels set upright that by themselves are words for none."""
    return [
        [
            replace(word, is_label=True)
            if word.text[:1] >= _FIRST_IDEOGRAPH and word.is_figure and _is_upright(word, lines, at)
            else word
            for word in line
        ]
        for at, line in enumerate(lines)
    ]


def _is_upright(word: Word, lines: Sequence[Line], at: int) -> bool:
    """Whether short words that are no figures stand right above and right below."""
    above = (other for line in reversed(lines[max(at - _NEAR, 0) : at]) for other in line)
    below = (other for line in lines[at + 1 : at + 1 + _NEAR] for other in line)
    neighbours = [
        next((other for other in side if is_stacked(word, other)), None) for side in (above, below)
    ]
    return all(
        other is not None
        and not other.is_figure
        and other.box.width <= _UPRIGHT_WIDTH * word.em
        and abs(other.middle - word.middle) < CELL_PITCH * word.em
        for other in neighbours
    )


def is_mark(line: Line) -> bool:
    """Whether a line may be a page's number."""
    return is_page_mark(text_of_line(line))


def text_of_line(line: Iterable[Word]) -> str:
    """The words of a line with a blank between them."""
    return " ".join(word.text for word in line)


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
        elif not (is_mark(line) or _belongs(lines, at, zone)):
            break
        at += 1
        end = at
    zone.body = list(lines[first:end])
    return zone, end


def _belongs(lines: Sequence[Line], at: int, zone: Zone) -> bool:
    """Whether a line without figures is part of a zone's rows: of their labels or cells."""
    line = lines[at]
    if all(word.box.right <= zone.start + word.em / 4 for word in line):
        return True
    if any(zone.is_label(word) and word.box.right > zone.start for word in line):
        return False
    near = [other for other in (*lines[max(at - 3, 0) : at], *lines[at + 1 : at + 4])]
    beside = any(
        is_figure_line(other) and abs(center_y(other) - center_y(line)) < ROW_HEIGHT * line[0].em
        for other in near
    )
    cells = [word for word in line if not zone.is_label(word)]
    return beside or all(_goes_on_in(word, near) for word in cells)


def _goes_on_in(word: Word, near: Iterable[Line]) -> bool:
    """Whether a word is a part of a cell of which another part stands above or below."""
    for other in (other for line in near for other in line):
        distance = other.middle - word.middle
        if is_stacked(word, other) and abs(distance) < CELL_PITCH * word.em:
            above, below = (word, other) if distance > 0 else (other, word)
            if goes_on(above.text, below.text):
                return True
    return False


def is_stacked(word: Word, other: Word) -> bool:
    """Whether two words stand above each other."""
    return min(word.box.right, other.box.right) > max(word.box.left, other.box.left)


def goes_on(above: str, below: str) -> bool:
    """Whether a text can only be the first part of a figure, and another its next."""
    opened = sum(map(above.count, "（([")) > sum(map(above.count, "）)]"))
    closed = sum(map(below.count, "（([")) < sum(map(below.count, "）)]"))
    both = is_figure(above) and is_figure(below)
    return opened or closed or (not both and is_figure(above + below))


def _above(pending: Sequence[Line], zone: Zone) -> tuple[list[Line], list[Line], list[Line]]:
    """Part the lines above a zone into text, its header, and the first lines of its rows."""
    lines = [*pending, *zone.body]
    first = len(pending)
    while first and _reaches(lines, first, CELL_PITCH) and _belongs(lines, first - 1, zone):
        first -= 1
    start = first
    while start and _reaches(lines, start, _HEADER_PITCH) and _may_be_header(lines[start - 1], zone):
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
    return len(line) > 1 or not (
        line[0].box.left < zone.start - 2 * line[0].em and line[0].box.right > zone.start
    )
