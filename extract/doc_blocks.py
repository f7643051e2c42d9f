"""Write an old Word file's paragraphs and tables as blocks of a Document."""

from itertools import groupby

from extract.doc_grid import MOST_CELLS, lay_out
from extract.doc_tables import Content, WordRow, WordTable
from extract.doc_text import KIND
from extract.document import Block, Paragraph, Row, Separation, Table
from extract.errors import over_limit


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
