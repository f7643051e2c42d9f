"""Read an old Word file (.doc, and .wps of the same kind): paragraphs and tables as full grids."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from extract.compound_file import CompoundFile
from extract.doc_characters import Ranges, blot_out, hidden_characters, is_in, printed
from extract.doc_grid import MOST_CELLS, lay_out
from extract.doc_properties import ParagraphFormat, ParagraphFormats
from extract.doc_tables import (
    Content,
    Ends,
    WordParagraph,
    WordRow,
    WordTable,
    build_tables,
)
from extract.doc_text import KIND, Part, WordFile, WordText, paragraph_ends
from extract.document import Block, Document, Paragraph, Row, Separation, Table
from extract.errors import encrypted_file, over_limit


def read_doc(data: bytes) -> Document:
    """Read an old Word file.

    Args:
        data: the file; a compound file by its first bytes.

    Raises:
        UnreadableFileError: damaged, encrypted, of a version that is not read, or over a limit.
    """
    return _read(_open(data))


def _open(data: bytes) -> WordFile:
    container = CompoundFile(data, KIND)
    if "EncryptedPackage" in container:
        raise encrypted_file(KIND)
    return WordFile(container)


def _read(file: WordFile) -> Document:
    text = file.read_text()
    story = _Story(
        text,
        hidden := hidden_characters(file, text),
        blot_out(text.text, hidden),
        ParagraphFormats(file.part(Part.PARAGRAPH_PAGES), file.stream, file.data),
    )
    writer = _BlockWriter()
    for start, end in ((0, text.main_end), (text.boxes_start, text.boxes_end)):
        writer.write(build_tables(_paragraphs(story, start, end)))
    return Document(source_format="doc", blocks=tuple(writer.blocks))


@dataclass(frozen=True, slots=True)
class _Story:
    """What the paragraphs are read from; `visible` has NUL where `text` does not print."""

    text: WordText
    hidden: Ranges
    visible: str
    formats: ParagraphFormats


def _paragraphs(story: _Story, start: int, end: int) -> Iterator[WordParagraph]:
    """The paragraphs of a part of the text; what stands behind the last mark is one too."""
    for mark in paragraph_ends(story.visible, start, end):
        piece = story.text.piece_at(mark)
        place = piece.fc + (mark - piece.start) * piece.width
        paragraph_format = story.formats.format_at(place, piece.changes)
        yield _paragraph(story, start, mark, paragraph_format)
        start = mark + 1
    if rest := printed(story.visible[start:end]):
        yield WordParagraph(rest, 0, Ends.NOTHING)


def _paragraph(story: _Story, start: int, mark: int, own: ParagraphFormat) -> WordParagraph:
    """The paragraph before a mark. In tables within tables the mark alone tells nothing."""
    ends_cell = story.visible[mark] == "\x07"
    depth = max(own.depth, 1) if ends_cell else own.depth
    if own.ends_row and (ends_cell or depth > 1):
        is_hidden = bool(story.hidden) and is_in(story.hidden, mark)
        return WordParagraph("", depth, Ends.ROW, own.row, is_hidden)
    ends = Ends.CELL if ends_cell or (own.ends_inner_cell and depth > 1) else Ends.NOTHING
    return WordParagraph(printed(story.visible[start:mark]), depth, ends)


class _BlockWriter:
    """Writes paragraphs and tables as blocks, numbered in reading order."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._paragraphs = 0
        self._tables = 0
        self._cells = 0

    def write(self, content: Content, locator: str | None = None) -> None:
        """Write paragraphs and tables.

        Args:
            content: in reading order.
            locator: the cell that they stand in; None outside of tables.
        """
        for item in content:
            if isinstance(item, WordTable):
                self._write_table(item)
                continue
            if locator is None:
                self._paragraphs += 1
            place = locator or f"P{self._paragraphs}"
            self.blocks.extend(Paragraph(line, place) for line in item.split("\n") if line.strip())

    def _write_table(self, table: WordTable) -> None:
        """Write a table, and the tables in its cells as tables of their own.

        Rows that hold tables, and all rows of a single column, only frame what stands in them.
        """
        self._tables += 1
        grid = lay_out(table, f"T{self._tables}")
        self._cells += len(grid) * len(grid[0])
        if self._cells > MOST_CELLS:
            raise over_limit(KIND, "表格单元格数", "cells in tables", MOST_CELLS)
        pairs = zip(grid, table.rows, strict=True)
        for is_frame, run in groupby(pairs, key=lambda pair: _is_frame(*pair)):
            if not is_frame:
                self.blocks.append(Table(tuple(row for row, _ in run), Separation.MARKUP))
                continue
            for row, source in run:
                for content in source.cells:
                    self.write(content, row[0].locator)


def _is_frame(row: Row, source: WordRow) -> bool:
    return len(row) == 1 or any(
        isinstance(item, WordTable) for content in source.cells for item in content
    )
