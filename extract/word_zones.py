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
_WIDEST_OVERHANG = 6
"""Em that a text in the first column reaches out to the left of its figures at most."""
_MOST_PARTS = 4
"""Lines of a cell of figures above or below one of its lines."""
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
        label_end: how far the labels reach that stand in a line with figures.
    """

    header: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    start: float = float("inf")
    label_end: float = float("-inf")

    def is_label(self, word: Word) -> bool:
        """Whether a word stands left of the figures."""
        return word.box.right <= self.start + word.em / 4

    def is_text(self, word: Word) -> bool:
        """Whether a word that is no label begins where labels stand: it runs over columns."""
        return word.box.left < max(self.label_end, self.start - _WIDEST_OVERHANG * word.em)


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
            labels = [word.box.right for word in line if zone.is_label(word)]
            zone.label_end = max(zone.label_end, *labels, float("-inf"))
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
    if any(zone.is_text(word) for word in cells):
        return False
    near = [*lines[max(at - _NEAR, 0) : at], *lines[at + 1 : at + 1 + _NEAR]]
    beside = any(
        is_figure_line(other) and abs(center_y(other) - center_y(line)) < ROW_HEIGHT * line[0].em
        for other in near
    )
    return beside or all(_is_part(word, near) for word in cells)


def _is_part(word: Word, near: Iterable[Line]) -> bool:
    """Whether a word is a part of a cell of which other parts stand above or below."""
    stack = [other for line in near for other in line if is_stacked(word, other)]
    above = _next_to(word, [o for o in reversed(stack) if o.middle < word.middle])
    below = _next_to(word, [o for o in stack if o.middle > word.middle])
    parts = [*reversed(above), word, *below]
    return any(
        goes_on([part.text for part in parts[start:end]])
        for start in range(len(above) + 1)
        for end in range(len(above) + 1, len(parts) + 1)
    )


def _next_to(word: Word, others: Iterable[Word]) -> list[Word]:
    """Those of the words above (or below) that follow each other without a wide gap."""
    found: list[Word] = []
    for other in others:
        last = found[-1] if found else word
        if abs(other.middle - last.middle) >= CELL_PITCH * word.em:
            break
        found.append(other)
    return found[:_MOST_PARTS]


def is_stacked(word: Word, other: Word) -> bool:
    """Whether two words stand above each other."""
    return min(word.box.right, other.box.right) > max(word.box.left, other.box.left)


def goes_on(texts: Sequence[str]) -> bool:
    """Whether texts one below the other can only be the lines of one cell.

    They make up a figure, while not all are figures by themselves, or a bracket that one of
    them opens is closed by another.
    """
    if len(texts) < 2:
        return False
    if is_figure("".join(texts)) and not all(map(is_figure, texts)):
        return True
    joined = "".join(texts)
    inside = all(_opened("".join(texts[:at])) > 0 for at in range(1, len(texts)))
    return inside and _opened(joined) == 0


def _opened(text: str) -> int:
    """How many more brackets are opened than closed."""
    return sum(map(text.count, "（([")) - sum(map(text.count, "）)]"))


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
    return len(line) > 1 or zone.is_label(line[0]) or not zone.is_text(line[0])
