"""The rows of a table without rules: which words are cells of one row, and which its label."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.geometry import Box, enclosing
from extract.word_labels import Labels, read_labels
from extract.word_zones import CELL_PITCH, ROW_HEIGHT, Zone, goes_on, is_mark, is_stacked
from extract.words import Line, Word


@dataclass(frozen=True, slots=True)
class RowCell:
    """A cell of figures.

    Attributes:
        parts: its words from top to bottom, those of one line from left to right.
    """

    parts: tuple[Word, ...]

    @property
    def box(self) -> Box:
        """Around all of it."""
        return enclosing(word.box for word in self.parts)

    @property
    def is_parted(self) -> bool:
        """Whether blanks part its figures, which may as well be those of several cells."""
        return any(word.glued for word in self.parts)

    @property
    def text(self) -> str:
        """Its lines."""
        text = self.parts[0].text
        for word in self.parts[1:]:
            text += (" " if word.glued else "\n") + word.text
        return text


@dataclass(slots=True)
class WordRow:
    """A row of figures.

    Attributes:
        middle: the height on the page at which most of its figures stand.
        group: words of spanning labels that stand beside it.
        label: the lines of its label.
        cells: from left to right.
        clear: the cells are sure to be of one row, and whole.
    """

    middle: float
    group: list[Word] = field(default_factory=list)
    label: list[Word] = field(default_factory=list)
    cells: list[RowCell] = field(default_factory=list)
    clear: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """A zone's rows, and the words of labels and lines that belong to none of them."""

    rows: list[WordRow]
    strays: list[Line]


def read_rows(zone: Zone) -> Rows:
    """Tell the rows of a zone."""
    marks = [line for line in zone.body if is_mark(line)]
    words = [word for line in zone.body if not is_mark(line) for word in line]
    figures = [word for word in words if not zone.is_label(word)]
    em = median(word.em for word in figures)
    rows = [WordRow(middle) for middle in _middles(figures, em)]
    strays = _fill(rows, figures, em)
    labels = read_labels(
        [word for word in words if zone.is_label(word)], [row.middle for row in rows], em
    )
    for row, label, group in zip(rows, labels.labels, labels.groups, strict=True):
        row.label, row.group = label, group
    return Rows(rows, [*marks, *([word] for word in strays), *labels.strays])


def _middles(figures: Iterable[Word], em: float) -> list[float]:
    """The heights of the rows: lines of figures that lie too near for two rows are one."""
    heights = sorted(word.middle for word in figures if word.is_figure)
    rows: list[list[float]] = []
    for height in heights:
        if rows and height - rows[-1][-1] < ROW_HEIGHT * em:
            rows[-1].append(height)
        else:
            rows.append([height])
    return [_commonest(row, em) for row in rows]


def _commonest(heights: Sequence[float], em: float) -> float:
    lines: list[list[float]] = []
    for height in heights:
        if lines and height - lines[-1][0] < em / 4:
            lines[-1].append(height)
        else:
            lines.append([height])
    return median(max(lines, key=len))


def _fill(rows: Sequence[WordRow], figures: Iterable[Word], em: float) -> list[Word]:
    """Put the words right of the labels into the cells of the nearest row; others come back."""
    middles = [row.middle for row in rows]
    members: list[list[Word]] = [[] for _ in rows]
    far: list[tuple[int, Word]] = []
    for word in figures:
        at = _nearest(middles, word.middle)
        if abs(middles[at] - word.middle) < ROW_HEIGHT * em:
            members[at].append(word)
        else:
            far.append((at, word))
    strays: list[Word] = []
    for at, word in sorted(far, key=lambda pair: abs(pair[1].middle - middles[pair[0]])):
        if any(_is_next_line(word, other) for other in members[at]):
            members[at].append(word)
        else:
            strays.append(word)
    for row, words in zip(rows, members, strict=True):
        row.cells = _cells(words)
        row.clear = all(_is_whole(cell) for cell in row.cells)
    return strays


def _nearest(middles: Sequence[float], y: float) -> int:
    at = bisect_left(middles, y)
    near = [i for i in (at - 1, at) if 0 <= i < len(middles)]
    return min(near, key=lambda i: abs(middles[i] - y))


def _is_next_line(word: Word, other: Word) -> bool:
    distance = abs(word.middle - other.middle)
    return is_stacked(word, other) and distance < CELL_PITCH * word.em


def _cells(words: Iterable[Word]) -> list[RowCell]:
    """Group a row's words to cells: those above each other, and those that a blank parts."""
    cells: list[list[Word]] = []
    right = float("-inf")
    for word in sorted(words, key=lambda word: word.box.left):
        if cells and (word.box.left < right or _is_glued(word, cells[-1])):
            cells[-1].append(word)
        else:
            cells.append([word])
            right = word.box.right
        right = max(right, word.box.right)
    return [RowCell(tuple(_in_lines(cell))) for cell in cells]


def _is_glued(word: Word, cell: Sequence[Word]) -> bool:
    return word.glued and any(_same_height(word, other) for other in cell)


def _same_height(word: Word, other: Word) -> bool:
    return abs(word.middle - other.middle) < word.em / 3


def _in_lines(cell: Sequence[Word]) -> list[Word]:
    lines: list[list[Word]] = []
    for word in sorted(cell, key=lambda word: word.middle):
        if lines and _same_height(lines[-1][0], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [word for line in lines for word in sorted(line, key=lambda word: word.box.left)]


def _is_whole(cell: RowCell) -> bool:
    """Whether the lines of a cell are parts of one text."""
    pairs = pairwise(cell.parts)
    return all(
        below.glued
        or (not _same_height(above, below) and not (above.is_figure and below.is_figure))
        or goes_on(above.text, below.text)
        for above, below in pairs
    )
