"""What a faultless reader makes of a draft whose cells markup or borders hold."""

from dataclasses import replace
from itertools import pairwise
from random import Random

from extract.document import Block, Cell, Document, Paragraph, Row, Separation, Table
from tests.generator.draft import Draft
from tests.generator.merged import merged_rows
from tests.generator.tables import Sheet

PARTS = 3
"""Columns of the grid for each column of the form, where borders do not meet."""


def as_document(draft: Draft) -> Document:
    """The draft as a Document, in which every spanning cell covers its places in the grid."""
    blocks: list[Block] = []
    for number, piece in enumerate(draft.pieces, start=1):
        if isinstance(piece, str):
            blocks.append(Paragraph(piece, f"P{number}"))
        else:
            blocks.append(_table(piece, number))
    return Document("docx", tuple(blocks))


def _table(sheet: Sheet, number: int) -> Table:
    rows = merged_rows(sheet)
    grid: list[list[Cell]] = [[Cell("", "")] * sheet.width for _ in rows]
    for at, row in enumerate(rows):
        for cell in row:
            place = f"T{number}:R{at + 1}:C{cell.column + 1}"
            for down in range(cell.row_span):
                for right in range(cell.column_span):
                    grid[at + down][cell.column + right] = Cell("", place)
            grid[at][cell.column] = Cell(cell.text, place)
    return Table(tuple(map(tuple, grid)), Separation.MARKUP)


def with_uneven_borders(document: Document, rng: Random) -> Document:
    """The document with borders that do not meet from row to row, as tables drawn by hand have.

    Each table's grid gets `PARTS` columns for one; a border stands a third of a column to the
    left or right of where it should, in each row elsewhere, unless a cell above or below
    spans there too.
    """
    blocks = [_uneven(b, rng) if isinstance(b, Table) else b for b in document.blocks]
    return replace(document, blocks=tuple(blocks))


def _uneven(table: Table, rng: Random) -> Table:
    places = [{cell.locator for cell in row} for row in table.rows]
    rows = []
    for at, row in enumerate(table.rows):
        spanning = (places[at - 1] if at else set()) | (
            places[at + 1] if at + 1 < len(places) else set()
        )
        rows.append(_row_with_moved_borders(row, spanning, rng))
    return replace(table, rows=tuple(rows))


def _row_with_moved_borders(row: Row, spanning: set[str], rng: Random) -> Row:
    starts = [
        i for i, cell in enumerate(row) if not i or cell.text or cell.locator != row[i - 1].locator
    ]
    edges = {0: 0, len(row): PARTS * len(row)}
    for start in starts[1:]:
        fixed = {row[start].locator, row[start - 1].locator} & spanning
        edges[start] = PARTS * start + (0 if fixed else rng.choice((-1, 0, 0, 1)))
    cells: list[Cell] = []
    for start, end in pairwise([*starts, len(row)]):
        width = edges[end] - edges[start]
        cells += [row[start], *[replace(row[start], text="")] * (width - 1)]
    return tuple(cells)
