"""Read a text file: lines to paragraphs and tables, each cell with its line and column.

Tables are known by what holds their cells apart: tabs, bars, a line for each cell, or only
blanks. Nothing here knows what the cells mean.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from extract.decode import decode
from extract.document import Block, Cell, Document, Paragraph, Row, Separation, Table
from extract.lines import (
    Layout,
    Line,
    is_lone_bar,
    is_page_mark,
    layouts_of,
    split_at_bars,
    split_at_blanks,
    split_lines,
)

_MARKDOWN_RULE = re.compile(r"\s*:?-+:?\s*")


def read_text_file(data: bytes) -> Document:
    """Read a text file's bytes.

    Raises:
        UnreadableFileError: it is empty or in no known encoding.
    """
    return read_text(*decode(data))


def read_text(text: str, encoding: str) -> Document:
    """Read a decoded text file.

    Args:
        text: the whole text.
        encoding: the encoding that it was decoded from, kept in the Document.
    """
    lines = split_lines(text)
    blocks: list[Block] = []
    for layout, run in _runs(lines):
        if layout is Layout.PROSE:
            blocks.extend(Paragraph(line.text, line.locator) for line in run)
        elif layout is not Layout.EMPTY:
            cells, strays = _without_page_marks(layout, run)
            blocks.append(_table(layout, cells))
            blocks.extend(Paragraph(line.text, line.locator) for line in strays)
    return Document(source_format="txt", blocks=tuple(blocks), encoding=encoding)


def _runs(lines: list[Line]) -> Iterator[tuple[Layout, list[Line]]]:
    pairs = zip(layouts_of(lines), lines, strict=True)
    for layout, run in groupby(pairs, key=lambda pair: pair[0]):
        yield layout, [line for _, line in run]


def _without_page_marks(layout: Layout, run: list[Line]) -> tuple[list[Line], list[Line]]:
    """Part the page numbers between cells from the cells, which have a tab or a bar each."""
    if layout is not Layout.CELL_A_LINE:
        return run, []
    cells: list[Line] = []
    strays: list[Line] = []
    for line in run:
        is_stray = "\t" not in line.text and is_page_mark(line.text)
        (strays if is_stray else cells).append(line)
    return cells, strays


def _table(layout: Layout, run: list[Line]) -> Table:
    rows = _ROWS[layout](run)
    separation = Separation.BLANKS if layout is Layout.BLANKS else Separation.SEPARATOR
    return Table(tuple(rows), separation)


def _rows_of_tabs(run: list[Line]) -> list[Row]:
    return [_cells_between(line, _split_at_tabs(line.text)) for line in run]


def _split_at_tabs(text: str) -> list[tuple[str, int]]:
    fields: list[tuple[str, int]] = []
    start = 0
    for field in text.split("\t"):
        fields.append((field, start))
        start += len(field) + 1
    return fields


def _rows_of_bars(run: list[Line]) -> list[Row]:
    """Rows with bars between the cells; bars at the outer edges of all rows hold no cell."""
    rows = [split_at_bars(line.text) for line in run]
    leading = all(not fields[0][0].strip() for fields in rows)
    trailing = all(not fields[-1][0].strip() for fields in rows)
    kept = [fields[leading : len(fields) - trailing] for fields in rows]
    return [
        _cells_between(line, fields)
        for i, (line, fields) in enumerate(zip(run, kept, strict=True))
        if not (i <= 1 and _is_markdown_rule(fields))
    ]


def _is_markdown_rule(fields: list[tuple[str, int]]) -> bool:
    """Whether the row is the line of dashes below a header; a row of blanks has short dashes."""
    texts = [field for field, _ in fields]
    return any("---" in text for text in texts) and all(map(_MARKDOWN_RULE.fullmatch, texts))


def _rows_of_blanks(run: list[Line]) -> list[Row]:
    return [_cells_between(line, split_at_blanks(line.text)) for line in run]


def _cells_between(line: Line, fields: list[tuple[str, int]]) -> Row:
    return tuple(
        Cell(field.strip(), f"L{line.number}:C{start + 1 + len(field) - len(field.lstrip())}")
        for field, start in fields
    )


def _rows_of_cell_lines(run: list[Line]) -> list[Row]:
    """Rows whose cells have a line each; a line without a tab goes on with the cell above."""
    rows: list[list[Cell]] = [[]]
    for line in run:
        if not line.text.strip(" \u3000\xa0\f"):
            rows.append([])
        elif line.text.startswith("\t") or not rows[-1]:
            rows[-1].append(_whole_line(line))
        else:
            rows[-1][-1] = _joined(rows[-1][-1], line)
    return [tuple(row) for row in rows if row]


def _rows_of_lone_bars(run: list[Line]) -> list[Row]:
    """Rows whose cells and bars have a line each.

    An empty line ends a row. Only where no two bars follow each other directly, and no row
    begins with a bar, can it stand for a blank cell, if a bar comes next.
    """
    bars_follow_bars = any(
        is_lone_bar(line) and is_lone_bar(following) for line, following in pairwise(run)
    )
    blank_cells_are_lines = not (bars_follow_bars or is_lone_bar(run[0]))
    rows: list[list[Cell | None]] = [[]]
    for before, line in zip([None, *run], run, strict=False):
        if not line.text.strip():
            continue
        after_empty = before is not None and not before.text.strip()
        if after_empty and not (blank_cells_are_lines and is_lone_bar(line)):
            rows.append([])
        _add_to_row(rows[-1], line)
    leading = all(row[0] is None for row in rows if None in row)
    return [row for row in (_closed_row(row, leading) for row in rows if row) if row]


def _add_to_row(row: list[Cell | None], line: Line) -> None:
    if is_lone_bar(line):
        row.append(None)
    elif row and row[-1] is not None:
        row[-1] = _joined(row[-1], line)
    else:
        row.append(_whole_line(line))


def _closed_row(row: list[Cell | None], leading: bool) -> Row:
    """Make cells of a row's texts and bars; None stands for a bar.

    Two bars with nothing between them hold a blank cell; the place of that cell is not known
    to the line, so it takes the place of the cell before.
    """
    cells: list[Cell] = []
    place = next((cell.locator for cell in row if cell is not None), "")
    text: Cell | None = None
    for item in row[1:] if leading and row and row[0] is None else row:
        if item is None:
            cells.append(text or Cell("", place))
            text = None
        else:
            text, place = item, item.locator
    return tuple([*cells, text] if text else cells)


def _whole_line(line: Line) -> Cell:
    text = line.text.strip()
    return Cell(text, f"L{line.number}:C{line.text.find(text) + 1}")


def _joined(cell: Cell, line: Line) -> Cell:
    return Cell(f"{cell.text}\n{line.text.strip()}", cell.locator)


_ROWS: dict[Layout, Callable[[list[Line]], list[Row]]] = {
    Layout.TABS: _rows_of_tabs,
    Layout.BARS: _rows_of_bars,
    Layout.BLANKS: _rows_of_blanks,
    Layout.CELL_A_LINE: _rows_of_cell_lines,
    Layout.LONE_BARS: _rows_of_lone_bars,
}
