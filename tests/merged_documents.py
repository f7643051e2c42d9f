"""What a faultless reader makes of a draft whose cells markup or borders hold."""

from extract.document import Block, Cell, Document, Paragraph, Separation, Table
from tests.generator.draft import Draft
from tests.generator.merged import merged_rows
from tests.generator.tables import Sheet


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
