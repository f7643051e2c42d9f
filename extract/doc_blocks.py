"""Write an old Word file's paragraphs and tables as blocks of a Document."""

from extract.doc_file import KIND
from extract.doc_grid import MOST_CELLS, lay_out
from extract.doc_tables import Content, WordRow, WordTable, has_content
from extract.document import Block, Paragraph, Row, Separation, Table
from extract.errors import over_limit

_MOST_CELLS_OF_FRAME = 2
"""Cells with content in a row that only arranges what stands in it; a row of data has more."""


class BlockWriter:
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

        A table of one column, or a row with hardly more than a table in it, is a frame: what it
        holds stands for itself. Of a row of data the row stays, and the tables in it follow.
        """
        self._tables += 1
        grid = lay_out(table, f"T{self._tables}")
        self._cells += len(grid) * len(grid[0])
        if self._cells > MOST_CELLS:
            raise over_limit(KIND, "表格单元格数", "cells in tables", MOST_CELLS)
        kept: list[Row] = []
        nested: list[WordTable] = []
        for row, source in zip(grid, table.rows, strict=True):
            inside = _tables_in(source)
            if not _is_frame(row, source, inside):
                kept.append(row)
                nested += inside
                continue
            self._write_rows(kept, nested)
            kept, nested = [], []
            for content in source.cells:
                self.write(content, row[0].locator)
        self._write_rows(kept, nested)

    def _write_rows(self, rows: list[Row], nested: list[WordTable]) -> None:
        """Write rows that stand together, then the tables in their cells."""
        if rows:
            self.blocks.append(Table(tuple(rows), Separation.MARKUP))
        for table in nested:
            self._write_table(table)


def _is_frame(row: Row, source: WordRow, inside: list[WordTable]) -> bool:
    if inside:
        return sum(map(has_content, source.cells)) <= _MOST_CELLS_OF_FRAME
    return len(row) == 1


def _tables_in(row: WordRow) -> list[WordTable]:
    return [item for content in row.cells for item in content if isinstance(item, WordTable)]
