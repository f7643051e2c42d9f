"""The Document: what a file says, faithfully, with the place of every piece.

A reader turns a file into blocks in reading order: paragraphs and tables. Nothing is
interpreted here; a cell's text is what is printed, blanks and debris included.
"""

import json
from dataclasses import dataclass, field
from enum import StrEnum


class Separation(StrEnum):
    """What holds the cells of a table apart, and so how far a position can be trusted."""

    MARKUP = "markup"
    """Borders or markup: a cell's place in its row is certain."""
    SEPARATOR = "separator"
    """A separator character (tab, bar) or one line a cell: blank cells survive."""
    BLANKS = "blanks"
    """Only blanks stand between the cells: blank cells are lost."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, or one field of a row.

    Attributes:
        text: exactly as printed, lines and paragraphs parted by a newline; "" for a blank cell.
        locator: where it stands, by the format; all numbers count from 1.
            "L57:C12" is line 57, column 12 of a text; "T3:R5:C7" is row 5, column 7 of the third
            table of a word processor's, spreadsheet's or OFD file; "/html/body/table[2]/…" is an
            XPath in a web page; "box:72.0,90.5,120.0,104.0" is left, top, right, bottom on a PDF's
            page in points from its upper left corner, or in pixels of an image.
        page: page number from 1; None where the format has no pages.
        confidence: how sure the recogniser is of the text of a scan, 0 to 1; None where text is
            text.
    """

    text: str
    locator: str
    page: int | None = None
    confidence: float | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line or paragraph of running text, exactly as printed."""

    text: str
    locator: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells that stand together; rows may differ in length.

    Where cells may span rows and columns, the rows are the full grid: the spanning cell's text
    stands in its first row and column, and the places that it covers hold "" with its locator.
    """

    rows: tuple[Row, ...]
    separation: Separation


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """What one file says.

    Attributes:
        source_format: 'txt', 'html', 'docx', 'doc', 'pdf', 'xlsx', 'xls', 'ofd', 'image': decided
            by the bytes, not by the name.
        blocks: paragraphs and tables in reading order.
        encoding: the text encoding that was found; None where the format has none.
        metadata: what the file says of itself outside its text (for example meta tags).
    """

    source_format: str
    blocks: tuple[Block, ...]
    encoding: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)


def to_json(document: Document) -> str:
    """Write a Document as compact JSON; `from_json` gives an equal Document back."""
    return json.dumps(
        {
            "format": document.source_format,
            "encoding": document.encoding,
            "metadata": document.metadata,
            "blocks": [_block_to_data(block) for block in document.blocks],
        },
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def from_json(text: str) -> Document:
    """Read what `to_json` wrote."""
    data = json.loads(text)
    return Document(
        source_format=data["format"],
        blocks=tuple(_block_from_data(block) for block in data["blocks"]),
        encoding=data["encoding"],
        metadata=data["metadata"],
    )


def _block_to_data(block: Block) -> list[object]:
    if isinstance(block, Paragraph):
        return ["p", block.text, block.locator, block.page]
    rows = [[_cell_to_data(cell) for cell in row] for row in block.rows]
    return ["t", str(block.separation), rows]


def _cell_to_data(cell: Cell) -> list[object]:
    data: list[object] = [cell.text, cell.locator, cell.page]
    return data if cell.confidence is None else [*data, cell.confidence]


def _block_from_data(data: list) -> Block:  # type: ignore[type-arg]
    if data[0] == "p":
        return Paragraph(data[1], data[2], data[3])
    rows = tuple(tuple(Cell(*cell) for cell in row) for row in data[2])
    return Table(rows, Separation(data[1]))
