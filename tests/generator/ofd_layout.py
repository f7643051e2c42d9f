"""Lay a draft out on pages: lines of text with their places, and the rules between cells."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from tests.generator.draft import Draft
from tests.generator.merged import MergedCell, merged_rows
from tests.generator.tables import Sheet

_PAGES = ((210.0, 297.0), (210.0, 297.0), (297.0, 210.0))
_PAGE_NUMBERS = (
    "",
    "{page}",
    "- {page} -",
    "— {page} —",
    "第{page}页",
    "{page}/{pages}",
    "第 {page} 页 共 {pages} 页",
)
_UNBROKEN = re.compile(r"[!-~０-９，．]+|.")
"""What a line's end does not part: digits and Latin letters with their marks."""
_ASCENT = 0.86


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text; all lengths in millimetres from the page's upper left corner.

    Attributes:
        text: without blanks at its ends.
        x: its left end.
        baseline: where its characters stand.
        size: one em.
    """

    text: str
    x: float
    baseline: float
    size: float


@dataclass(slots=True)
class PrintedPage:
    """One page: lines of text, and rules as (x0, y0, x1, y1)."""

    lines: list[PrintedLine] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Look:
    """How the pages of one report look; lengths in millimetres, gaps between lines in em.

    Attributes:
        narrow: width of an ASCII character in em.
        page_number: with {page} and {pages}; "" for none.
        header_repeats: whether a table's header is printed again on every page.
        open_sides: whether tables lack their outermost upright rules.
    """

    width: float
    height: float
    margin: float
    size: float
    leading: float
    narrow: float
    page_number: str
    header_repeats: bool
    open_sides: bool
    figures_centred: bool

    def width_of(self, text: str, size: float) -> float:
        """How wide a text is printed."""
        return size * sum(self.narrow if c.isascii() else 1.0 for c in text)


def draw_look(rng: Random) -> Look:
    """Draw how a report looks."""
    width, height = rng.choice(_PAGES)
    return Look(
        width,
        height,
        margin=rng.uniform(18, 30),
        size=rng.uniform(3.7, 5.6),
        leading=rng.uniform(1.4, 1.9),
        narrow=rng.choice((0.5, 0.5, 0.55, 0.6)),
        page_number=rng.choice(_PAGE_NUMBERS),
        header_repeats=rng.random() < 0.4,
        open_sides=rng.random() < 0.15,
        figures_centred=rng.random() < 0.7,
    )


def lay_out(draft: Draft, look: Look, rng: Random) -> list[PrintedPage]:
    """Print the pieces of a draft one below the other, over as many pages as they need."""
    press = _Press(look)
    for at, piece in enumerate(draft.pieces):
        if isinstance(piece, Sheet):
            press.print_table(piece, rng)
        else:
            press.print_paragraph(piece, centred=at == 0)
    for number, page in enumerate(press.pages, 1):
        text = look.page_number.format(page=number, pages=len(press.pages))
        if text:
            x = (look.width - look.width_of(text, 3.5)) / 2
            page.lines.append(PrintedLine(text, x, look.height - 10, 3.5))
    return press.pages


class _Press:
    """Pages as far as they are printed, and how far down the last one is."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.pages: list[PrintedPage] = []
        self.y = 0.0
        self.turn_page()

    @property
    def room(self) -> float:
        return self.look.height - self.look.margin - self.y

    def turn_page(self) -> None:
        self.pages.append(PrintedPage())
        self.y = self.look.margin

    def print_paragraph(self, text: str, *, centred: bool) -> None:
        look = self.look
        size = look.size * (1.4 if centred else 1.0)
        for line in wrap(text, look.width - 2 * look.margin, size, look):
            if self.room < size * look.leading:
                self.turn_page()
            spare = look.width - 2 * look.margin - look.width_of(line, size)
            x = look.margin + (spare / 2 if centred else 0)
            self.pages[-1].lines.append(PrintedLine(line, x, self.y + _ASCENT * size, size))
            self.y += size * look.leading

    def print_table(self, sheet: Sheet, rng: Random) -> None:
        table = _Table(sheet, self.look, rng)
        self.y += 2
        if self.room < sum(table.heights[: table.header + 1]):
            self.turn_page()
        start = 0
        while start < len(table.heights):
            repeated = range(table.header) if start and self.look.header_repeats else range(0)
            end = table.rows_within(start, self.room - sum(table.heights[: len(repeated)]))
            self._print_rows(table, repeated)
            self._print_rows(table, range(start, end))
            start = end
            if start < len(table.heights):
                self.turn_page()
        self.y += 4

    def _print_rows(self, table: "_Table", rows: range) -> None:
        page = self.pages[-1]
        for cell, first in table.cells_in(rows):
            top = self.y + sum(table.heights[rows.start : max(first, rows.start)])
            last = min(first + cell.row_span, rows.stop)
            bottom = self.y + sum(table.heights[rows.start : last])
            left, right = table.sides(cell)
            page.rules += self._edges(table, left, top, right, bottom)
            lines = table.lines_of(cell, first, rows)
            page.lines += _set(lines, cell, table, (left, top, right, bottom), self.look)
        self.y += sum(table.heights[rows.start : rows.stop])

    def _edges(
        self, table: "_Table", left: float, top: float, right: float, bottom: float
    ) -> Iterator[tuple[float, float, float, float]]:
        yield left, top, right, top
        yield left, bottom, right, bottom
        if not (self.look.open_sides and left == table.edges[0]):
            yield left, top, left, bottom
        if not (self.look.open_sides and right == table.edges[-1]):
            yield right, top, right, bottom


class _Table:
    """A table with the widths of its columns, the heights of its rows and its cells' lines."""

    def __init__(self, sheet: Sheet, look: Look, rng: Random) -> None:
        self.look = look
        self.rows = merged_rows(sheet)
        self.size = rng.uniform(2.6, 3.7)
        self.inset = rng.uniform(0.6, 1.6)
        self.gap = rng.uniform(1.15, 1.5)
        self.edges = self._column_edges(sheet.width, rng)
        self.header = next((i for i, line in enumerate(sheet.lines) if line.kind != "header"), 0)
        self._wrapped = {
            id(cell): self._wrap(cell) for row in self.rows for cell in row if cell.text
        }
        self.heights = self._row_heights()

    def sides(self, cell: MergedCell) -> tuple[float, float]:
        return self.edges[cell.column], self.edges[cell.column + cell.column_span]

    def rows_within(self, start: int, room: float) -> int:
        """The row after the last one that fits on a page; at least one row is printed."""
        end = start + 1
        while end < len(self.heights) and sum(self.heights[start : end + 1]) <= room:
            end += 1
        return end

    def cells_in(self, rows: range) -> Iterator[tuple[MergedCell, int]]:
        """The cells that stand in these rows, wholly or in part, each with its first row."""
        for first, row in enumerate(self.rows[: rows.stop]):
            for cell in row:
                if first + cell.row_span > rows.start:
                    yield cell, first

    def lines_of(self, cell: MergedCell, first: int, rows: range) -> list[str]:
        """The lines of a cell that stand in these rows: what fits, the rest on the next page."""
        lines = self._wrapped.get(id(cell), [])
        end = first + cell.row_span
        through = len(lines) if end <= rows.stop else self._fitting(first, rows.stop)
        return lines[self._fitting(first, rows.start) : through]

    def _fitting(self, first: int, end: int) -> int:
        """How many lines there is room for from one row to before another."""
        height = sum(self.heights[first:end]) - 2 * self.inset
        return max(int(height / (self.size * self.gap) + 1e-6), 0)

    def _wrap(self, cell: MergedCell) -> list[str]:
        left, right = self.sides(cell)
        return wrap(cell.text, right - left - 2 * self.inset, self.size, self.look)

    def _column_edges(self, columns: int, rng: Random) -> list[float]:
        room = self.look.width - 2 * self.look.margin
        while sum(widths := self._least_widths(columns)) > room:
            self.size *= 0.95
            self.inset *= 0.95
        shares = [rng.uniform(1, 3) for _ in widths]
        spare = (room - sum(widths)) / sum(shares)
        edges = [self.look.margin]
        for width, share in zip(widths, shares, strict=True):
            edges.append(edges[-1] + width + share * spare)
        return edges

    def _least_widths(self, columns: int) -> list[float]:
        widths = [1.2 * self.size + 2 * self.inset] * columns
        for cell in (cell for row in self.rows for cell in row if cell.column_span == 1):
            parts = _UNBROKEN.findall(cell.text)
            longest = max((self.look.width_of(part, self.size) for part in parts), default=0)
            widths[cell.column] = max(widths[cell.column], longest + 2.2 * self.inset)
        return widths

    def _row_heights(self) -> list[float]:
        heights = [self.size * self.gap + 2 * self.inset] * len(self.rows)
        for first, row in enumerate(self.rows):
            for cell in row:
                last = first + cell.row_span - 1
                lines = len(self._wrapped.get(id(cell), []))
                lacking = lines * self.size * self.gap + 2 * self.inset
                heights[last] += max(lacking - sum(heights[first : last + 1]), 0)
        return heights


def _set(
    lines: list[str],
    cell: MergedCell,
    table: _Table,
    box: tuple[float, float, float, float],
    look: Look,
) -> Iterator[PrintedLine]:
    """The lines of a cell in the middle of its height."""
    left, top, right, bottom = box
    step = table.size * table.gap
    y = (top + bottom - step * len(lines)) / 2
    for line in lines:
        spare = right - left - look.width_of(line, table.size)
        centred = cell.figure and look.figures_centred
        x = left + (spare / 2 if centred else min(table.inset, spare / 2))
        yield PrintedLine(line, x, y + _ASCENT * table.size, table.size)
        y += step


def wrap(text: str, width: float, size: float, look: Look) -> list[str]:
    """Break a text into lines no wider than this, unless one run of digits is wider."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for part in _UNBROKEN.findall(paragraph):
            if line and look.width_of(line + part, size) > width + 1e-6:
                lines.append(line.strip())
                line = ""
            line += part
        lines.append(line.strip())
    return [line for line in lines if line]
