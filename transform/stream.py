"""A Document as printed lines in reading order, whatever block they stand in."""

from dataclasses import dataclass
from itertools import groupby, pairwise

from extract.document import Cell, Document, Paragraph, Row, Separation, Table
from transform.characters import label_key

_FEWEST_ROWS_OF_GRID = 4
"""Rows of one width that stand together in a grid; in ragged rows fewer do."""


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A paragraph (one cell) or a row of a table.

    Attributes:
        separation: what holds the cells apart; None for a paragraph.
        rectangular: the rows around it are as wide as the row, so that a label that stands
            too far to the right has pushed its values along.
        key: the ideographs of the whole line, as `label_key` gives them.
        covered: indexes of the places that the cell to their left covers.
    """

    cells: Row
    separation: Separation | None
    rectangular: bool
    key: str
    covered: frozenset[int] = frozenset()

    @property
    def is_separated(self) -> bool:
        """Whether blank cells survive, so that a field's position can be trusted."""
        return self.separation in (Separation.MARKUP, Separation.SEPARATOR)

    @property
    def text(self) -> str:
        """The line's text, its cells held apart by a blank."""
        return " ".join(cell.text for cell in self.cells if cell.text)


def printed_lines(document: Document) -> list[PrintedLine]:
    """Flatten a Document; empty lines are left out, rows of blank cells are kept."""
    lines: list[PrintedLine] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines.extend(_lines_of_table(block))
        elif block.text.strip():
            lines.append(_line_of_paragraph(block))
    return lines


def _line_of_paragraph(paragraph: Paragraph) -> PrintedLine:
    cell = Cell(paragraph.text.strip(), paragraph.locator, paragraph.page)
    return PrintedLine((cell,), None, False, label_key(cell.text))


def _lines_of_table(table: Table) -> list[PrintedLine]:
    return [
        PrintedLine(
            row,
            table.separation,
            count >= _FEWEST_ROWS_OF_GRID,
            label_key("\n".join(cell.text for cell in row)),
            _covered(row) if table.separation is Separation.MARKUP else frozenset(),
        )
        for row, count in zip(table.rows, _rows_alike(table), strict=True)
    ]


def _covered(row: Row) -> frozenset[int]:
    """The places of a row that show no text but the locator of the cell to their left."""
    return frozenset(
        i
        for i, (left, cell) in enumerate(pairwise(row), start=1)
        if not cell.text and cell.locator == left.locator
    )


def _rows_alike(table: Table) -> list[int]:
    """For each row, how many rows of its width stand together there."""
    return [
        count
        for _, rows in groupby(table.rows, key=len)
        for count in [len(list(rows))]
        for _ in range(count)
    ]
