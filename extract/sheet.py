"""A sheet of a spreadsheet as it is printed: cells with texts, spans and borders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from extract.errors import over_limit
from extract.number_formats import GENERAL

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_SHEETS = 200
MOST_CELLS = 300_000
"""Cells of a workbook with a text or a border."""
MOST_PLACES = 500_000
"""Places in the grids of a workbook's tables, covered and blank ones included."""
MOST_CHARACTERS = 10_000_000
"""Characters in the cells of a workbook; one text may stand in many cells."""
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Range:
    """Rows and columns, counted from 0, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many places it has; 0 if it ends before it begins."""
        return max(self.bottom - self.top + 1, 0) * max(self.right - self.left + 1, 0)

    def holds(self, row: int, column: int) -> bool:
        """Whether a place lies in it."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def places(self) -> Iterator[tuple[int, int]]:
        """Every row and column in it."""
        return product(range(self.top, self.bottom + 1), range(self.left, self.right + 1))


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell prints.

    Attributes:
        text: "" for a blank cell.
        bordered: lines are drawn at its sides, or above and below.
    """

    text: str
    bordered: bool = False


@dataclass(frozen=True, slots=True)
class CellStyle:
    """What a cell's style says of its printing.

    Attributes:
        code: of the number format.
        bordered: as in `SheetCell`.
    """

    code: str = GENERAL
    bordered: bool = False


@dataclass(slots=True)
class Budget:
    """What the sheets of one workbook hold so far."""

    kind: str
    cells: int = 0
    characters: int = 0
    places: int = 0

    def spend_places(self, places: int) -> None:
        """Count the places of a table.

        Raises:
            UnreadableFileError: the workbook's tables are larger than any report's.
        """
        self.places += places
        if self.places > MOST_PLACES:
            raise over_limit(self.kind, "表格单元格数", "cells of tables", MOST_PLACES)

    def spend(self, text: str) -> None:
        """Count a cell.

        Raises:
            UnreadableFileError: the workbook holds more than any report.
        """
        self.cells += 1
        self.characters += len(text)
        if self.cells > MOST_CELLS:
            raise over_limit(self.kind, "单元格数", "cells", MOST_CELLS)
        if self.characters > MOST_CHARACTERS:
            raise over_limit(self.kind, "字符数", "characters", MOST_CHARACTERS)


@dataclass(slots=True)
class Sheet:
    """One sheet.

    Attributes:
        number: its place in the workbook, from 1.
        budget: what all sheets of the workbook hold so far.
        cells: by row and column, counted from 0; only those with a text or a border.
        merged: ranges of merged cells.
        hidden_rows: rows that are not printed.
        hidden_columns: columns that are not printed.
    """

    number: int
    budget: Budget
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def add(self, row: int, column: int, text: str, bordered: bool) -> None:
        """Keep a cell that prints something.

        Raises:
            UnreadableFileError: the workbook has too many of them.
        """
        if not (text.strip() or bordered) or row >= MOST_ROWS or column >= MOST_COLUMNS:
            return
        self.budget.spend(text)
        self.cells[row, column] = SheetCell(text if text.strip() else "", bordered)

    def hide_columns(self, first: int, last: int) -> None:
        """Leave columns out, the last one included."""
        if len(self.hidden_columns) < MOST_COLUMNS:
            self.hidden_columns.update(range(max(first, 0), min(last, MOST_COLUMNS - 1) + 1))


def read_reference(text: str) -> tuple[int, int] | None:
    """Row and column, counted from 0, of a reference such as 'B12'; None for anything else."""
    match = _REFERENCE.fullmatch(text)
    if match is None:
        return None
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def read_range(text: str) -> Range | None:
    """The range of a reference such as 'A1:C2'; None for anything else."""
    first, _, last = text.partition(":")
    start, end = read_reference(first), read_reference(last or first)
    if start is None or end is None or min(*start, *end) < 0:
        return None
    (top, left), (bottom, right) = start, end
    return Range(min(top, bottom), min(left, right), max(top, bottom), max(left, right))
