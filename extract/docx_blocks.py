"""Paragraphs and tables of a Word document's body, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from extract.document import Block, Cell, Paragraph, Row, Separation, Table
from extract.docx_grid import MOST_CELLS, PlacedCell, iter_places, place_cells
from extract.docx_numbering import Numbering
from extract.docx_runs import text_of
from extract.docx_styles import Styles
from extract.errors import over_limit
from extract.ooxml import child_of, content_of, is_on, name_of, properties_of

MOST_PARAGRAPHS = 200_000
_DEEPEST = 20
"""Tables and text boxes inside one another."""
_MOST_CELLS_OF_FRAME = 2
"""Cells with content in a row that only arranges what stands in it; a row of data has more."""


class Chunks(Protocol):
    """Text that a document embeds in another format."""

    def take(self, element: etree._Element) -> Sequence[Block]:
        """The blocks of the chunk that a w:altChunk names."""


class BlockReader:
    """Reads blocks; keeps count of tables, paragraphs and numbered lists."""

    def __init__(self, styles: Styles, numbering: Numbering, chunks: Chunks) -> None:
        self._chunks = chunks
        self._styles = styles
        self._numbering = numbering
        self._tables = 0
        self._paragraphs = 0
        self._places = 0

    def read(
        self, container: etree._Element, locator: str | None = None, depth: int = 0
    ) -> list[Block]:
        """The blocks of a body, a cell or a text box; empty paragraphs are left out.

        Args:
            container: the element that holds w:p and w:tbl.
            locator: place of the cell or of the text box's paragraph; None for the body, whose
                paragraphs are counted.
            depth: how many tables and text boxes it stands in.

        Raises:
            UnreadableFileError: beyond a limit.
        """
        if depth > _DEEPEST:
            raise over_limit("DOCX", "表格嵌套层数", "nested tables", _DEEPEST)
        blocks: list[Block] = []
        carried: list[str] = []
        for name, element in content_of(container):
            if name == "w:tbl":
                blocks.extend(self._table(element, depth))
            elif name == "w:p":
                place = locator or self._next_place()
                carried = self._paragraph(element, place, depth, carried, blocks)
            elif name == "w:altChunk":
                blocks.extend(self._chunks.take(element))
        blocks.extend(_lines("".join(carried), locator or f"P{self._paragraphs}"))
        return blocks

    def _next_place(self) -> str:
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise over_limit("DOCX", "段落数", "paragraphs", MOST_PARAGRAPHS)
        return f"P{self._paragraphs}"

    def _paragraph(
        self,
        element: etree._Element,
        place: str,
        depth: int,
        texts: list[str],
        blocks: list[Block],
    ) -> list[str]:
        """Add a paragraph and its text boxes.

        A text box stands before the paragraph if no text precedes its anchor, else behind it.

        Args:
            texts: what has been carried over from paragraphs whose ends have been deleted.
            blocks: those of the container so far.

        Returns:
            What is carried over to the next paragraph.
        """
        boxed: list[Block] = []
        has_text = False
        for piece in text_of(element, self._styles):
            if isinstance(piece, str):
                texts.append(piece)
                has_text = has_text or bool(piece.strip())
            else:
                found = self.read(piece, place, depth + 1)
                (boxed if has_text else blocks).extend(found)
        properties = properties_of(element, "w:pPr")
        mark = child_of(properties, "w:rPr")
        if mark is not None and _is_deleted(mark):
            blocks.extend(boxed)
            return texts
        text = "".join(texts)
        if text or not is_on(child_of(mark, "w:vanish")):
            text = self._numbering.next_ordinal(properties) + text
        blocks.extend(_lines(text, place))
        blocks.extend(boxed)
        return []

    def _table(self, element: etree._Element, depth: int) -> list[Block]:
        self._tables += 1
        name = f"T{self._tables}"
        rows = place_cells(element)
        width = max((row[-1].end for row in rows if row), default=0)
        self._places += len(rows) * width
        if self._places > MOST_CELLS:
            raise over_limit("DOCX", "表格单元格数", "cells of tables", MOST_CELLS)
        read = [
            self._row(row, f"{name}:R{number}", width, depth)
            for number, row in enumerate(rows, start=1)
        ]
        return list(_arranged(read, width))

    def _row(self, row: list[PlacedCell], name: str, width: int, depth: int) -> "_Row":
        contents: dict[int, list[Block]] = {}
        cells: list[Cell] = []
        for column, cell in enumerate(iter_places(row, width)):
            place = f"{name}:C{column + 1}"
            if cell is None:
                cells.append(Cell("", place))
            elif cell.is_printed and cell.start == column:
                contents[column] = self.read(cell.element, place, depth + 1)
                cell.locator = place
                cells.append(Cell(_text_of_cell(contents[column]), place))
            else:
                cells.append(Cell("", cell.printed_at))
        return _Row(tuple(cells), [blocks for blocks in contents.values() if blocks])


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the grid, and what stands in each of its cells that is not empty."""

    cells: Row
    contents: list[list[Block]]

    @property
    def nested(self) -> list[Table]:
        """The tables that stand in its cells."""
        return [b for blocks in self.contents for b in blocks if isinstance(b, Table)]


def _arranged(rows: list[_Row], width: int) -> Iterator[Block]:
    """The blocks that a table prints.

    A table of one column, or a row with hardly more than a nested table in it, is a frame: what
    it holds stands for itself. Of a row of data with a nested table in a cell, the row stays
    and the nested table follows.
    """
    kept: list[Row] = []
    nested: list[Table] = []
    for row in rows:
        if width > 1 and not (row.nested and len(row.contents) <= _MOST_CELLS_OF_FRAME):
            kept.append(row.cells)
            nested.extend(row.nested)
            continue
        yield from _closed(kept, nested)
        kept, nested = [], []
        for blocks in row.contents:
            yield from blocks
    yield from _closed(kept, nested)


def _closed(rows: list[Row], nested: list[Table]) -> Iterator[Block]:
    if rows:
        yield Table(tuple(rows), Separation.MARKUP)
    yield from nested


def _text_of_cell(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _lines(text: str, place: str) -> Iterator[Paragraph]:
    """The lines of a paragraph, which line breaks part, but for empty ones."""
    return (Paragraph(line, place) for line in text.split("\n") if line.strip())


def _is_deleted(mark: etree._Element) -> bool:
    """Whether a paragraph's end has been deleted, so that the paragraph runs on into the next."""
    return any(name_of(child) in ("w:del", "w:moveFrom") for child in mark)
