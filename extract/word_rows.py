"""The rows of a table without rules: which words are cells of one row, and which its label."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extract.geometry import Box, enclosing
from extract.word_labels import read_labels
from extract.word_parts import CELL_PITCH, broken_figures
from extract.word_zones import ROW_HEIGHT, Zone, is_mark
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
    rows, strays = _rows(figures, em)
    labels = read_labels(
        [word for word in words if zone.is_label(word)], [row.middle for row in rows], em
    )
    for row, label, group in zip(rows, labels.labels, labels.groups, strict=True):
        row.label, row.group = label, group
        if any(zone.is_text(word) for cell in row.cells for word in cell.parts if _is_text(word)):
            row.clear = False  # a label and the figure behind it that nothing parts
    headed = [[word] for line in zone.header for word in line if _has_digit(word)]
    _doubt_rows_beside_lone_figures(rows, [*marks, *headed], em)
    return Rows(rows, [*marks, *([word] for word in strays), *labels.strays])


def _is_text(word: Word) -> bool:
    return not word.is_figure


def _has_digit(word: Word) -> bool:
    """Whether a word is none of a header: it may be the first line of a cell (12或|13)."""
    return any(character.isdigit() for character in word.text)


def _doubt_rows_beside_lone_figures(
    rows: Sequence[WordRow], marks: Sequence[Line], em: float
) -> None:
    """Mark rows unclear right above or below whose figures stands a lone one.

    Where digits are set apart, it may be the rest of the figure.
    """
    middles = [row.middle for row in rows]
    lone = [list(row.cells[0].parts) for row in rows if len(row.cells) == 1 and not row.label]
    for words in (*lone, *marks):
        box = enclosing(word.box for word in words)
        start = bisect_left(middles, words[0].middle - CELL_PITCH * em)
        end = bisect_right(middles, words[0].middle + CELL_PITCH * em)
        for row in rows[start:end]:
            beside = row.middle != words[0].middle
            if beside and any(_overlap(box, cell.box) for cell in row.cells):
                row.clear = False


def _overlap(box: Box, other: Box) -> bool:
    return min(box.right, other.right) > max(box.left, other.left)


def _rows(figures: Sequence[Word], em: float) -> tuple[list[WordRow], list[Word]]:
    """The rows with their cells, and what belongs to none."""
    parted = broken_figures(figures)
    lines_of_parted = {id(word) for cell in parted for word in cell}
    single = [word for word in figures if id(word) not in lines_of_parted]
    middles = _middles([word for word in single if word.is_figure], em)
    for cell in parted:
        if not _rows_through(middles, cell, em):
            insort(middles, (cell[0].middle + cell[-1].middle) / 2)
    members: list[list[Word]] = [[] for _ in middles]
    strays: list[Word] = []
    for cell in [*parted, *([word] for word in single)]:
        found = _rows_through(middles, cell, em)
        (members[found[0]] if len(found) == 1 else strays).extend(cell)
    rows = [
        WordRow(middle, cells=_cells(words)) for middle, words in zip(middles, members, strict=True)
    ]
    for row in rows:
        doubt = any(abs(word.middle - row.middle) < CELL_PITCH * em for word in strays)
        row.clear = not doubt and not any(_overlaps_itself(cell) for cell in row.cells)
    return rows, strays


def _rows_through(middles: Sequence[float], cell: Sequence[Word], em: float) -> list[int]:
    """The rows whose line runs through a cell; for one of a single line the nearest beside it."""
    if len(cell) == 1:
        near = _around(middles, cell[0].middle)
        row = min(near, key=lambda at: abs(middles[at] - cell[0].middle), default=None)
        beside = row is not None and abs(middles[row] - cell[0].middle) < ROW_HEIGHT * em
        return [row] if row is not None and beside else []
    start = bisect_left(middles, cell[0].middle - em / 3)
    end = bisect_right(middles, cell[-1].middle + em / 3)
    return list(range(start, end))


def _around(middles: Sequence[float], y: float) -> list[int]:
    at = bisect_left(middles, y)
    return [i for i in (at - 1, at) if 0 <= i < len(middles)]


def _middles(figures: Iterable[Word], em: float) -> list[float]:
    """The heights of the rows: lines of figures that lie too near for two rows are one."""
    heights = sorted(word.middle for word in figures)
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
    longest = max(map(len, lines))
    return median(next(line for line in lines if len(line) == longest))


def _cells(words: Iterable[Word]) -> list[RowCell]:
    """Group a row's words to cells: those above each other, and those that a blank parts."""
    cells: list[list[Word]] = []
    right = float("-inf")
    for word in sorted(words, key=lambda word: word.box.left):
        if cells and (word.box.left < right or _is_glued(word, cells[-1])):
            cells[-1].append(word)
            right = max(right, word.box.right)
        else:
            cells.append([word])
            right = word.box.right
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


def _overlaps_itself(cell: RowCell) -> bool:
    """Whether words of one height lie over each other, as where lines are printed twice."""
    return any(
        _same_height(word, following) and not following.glued
        for word, following in pairwise(cell.parts)
    )
