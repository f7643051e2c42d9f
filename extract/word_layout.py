"""Pages without ruled tables: running text and rows by the places of words.

A row has its blank cells (Separation.SEPARATOR) only where header or rows show for sure which
columns there are; else it has its words alone (Separation.BLANKS). A row of which it is not
sure what belongs to it is a line of text, from which no figure is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extract.document import Block, Cell, Paragraph, Row, Separation, Table
from extract.geometry import Box, Glyph, enclosing
from extract.word_columns import Column, columns_of, places_of
from extract.word_header import header_rows
from extract.word_parts import with_parts
from extract.word_rows import RowCell, WordRow, read_rows
from extract.word_zones import Zone, zones_of
from extract.words import Line, Word, is_running_text, lines_of, text_of_line, words_of

MOST_WORDS = 5_000
"""Words on one page; a page with more is read as lines of text."""
_CLEAR_SHARE = 4
"""One in so many characters of a label must stand beside its figures."""

Item = tuple[Separation | None, Row]
"""A row with what holds its cells apart; for None it is a line of text, its only cell."""


def word_blocks(glyphs: Sequence[Glyph], page: int) -> list[Block]:
    """Read what no rules hold apart.

    Args:
        glyphs: of one page, printed blanks among them.
        page: the page's number.

    Returns:
        Paragraphs, one a line, and tables, from top to bottom; locators are boxes.
    """
    words = words_of(glyphs)
    if len(words) > MOST_WORDS:
        return list(_blocks(_text(line, page) for line in lines_of(words)))
    items: list[Item] = []
    for part in zones_of(lines_of(with_parts(words))):
        items += _zone(part, page) if isinstance(part, Zone) else [_line(part, page)]
    return list(_blocks(items))


def _blocks(items: Iterable[Item]) -> Iterator[Block]:
    for separation, run in groupby(items, key=lambda item: item[0]):
        rows = [row for _, row in run]
        if separation is None:
            yield from (Paragraph(cell.text, cell.locator, cell.page) for (cell,) in rows)
        else:
            yield Table(tuple(rows), separation)


def _line(line: Line, page: int) -> Item:
    """A line of text; one whose parts stand apart is a row of words."""
    return _text(line, page) if is_running_text(line) else _words(line, page)


def _text(words: Sequence[Word], page: int) -> Item:
    box = enclosing(word.box for word in words)
    return None, (Cell(text_of_line(words), box.locator, page),)


def _words(line: Line, page: int) -> Item:
    return Separation.BLANKS, tuple(_cell(word, page) for word in line)


def _cell(word: Word, page: int) -> Cell:
    return Cell(word.text, word.box.locator, page)


def _zone(zone: Zone, page: int) -> list[Item]:
    """The header and rows of a table, and what else stands among them, from top to bottom."""
    found = read_rows(zone)
    columns = columns_of([row for row in found.rows if row.clear], zone.header)
    labelled = any(row.label or row.group for row in found.rows)
    strays = sorted(found.strays, key=lambda line: line[0].middle)
    placed = [(line[0].middle, _line(line, page)) for line in strays]
    last = float("-inf")
    for row in found.rows:
        above = [line for line in strays if last < line[0].middle < row.middle]
        last = row.middle
        placed += _row_with_group(row, above, columns, labelled, page)
    return [
        *_header(zone, columns, labelled, page),
        *(item for _, item in sorted(placed, key=lambda pair: pair[0])),
    ]


def _header(zone: Zone, columns: Sequence[Column] | None, labelled: bool, page: int) -> list[Item]:
    """The lines of a header; in their columns, if these are known from it."""
    if not columns or not all(column.header for column in columns):
        return [_words(line, page) for line in zone.header]
    rows = header_rows(zone.header, columns, labelled, page)
    return [(Separation.SEPARATOR, row) for row in rows]


def _row_with_group(
    row: WordRow,
    above: Sequence[Line],
    columns: Sequence[Column] | None,
    labelled: bool,
    page: int,
) -> Iterator[tuple[float, Item]]:
    """A row with its height on the page; below other lines the words of its group come first.

    Args:
        row: the row.
        above: lines between this row and the one before, which may be its label's first.
        columns: of the table, if they are known.
        labelled: whether the table has labels.
        page: the page's number.
    """
    group = row.group if above else []
    if group:
        # Between a label's first line and its last they would part the label.
        locator = enclosing(word.box for word in group).locator
        text = " ".join(word.text for word in group)
        yield above[0][0].middle - row.cells[0].parts[0].em, (None, (Cell(text, locator, page),))
        row = replace(row, group=[])
    doubtful = not row.clear or _is_doubtful(row, above)
    yield row.middle, _unclear(row, page) if doubtful else _row(row, columns, labelled, page)


def _is_doubtful(row: WordRow, above: Sequence[Line]) -> bool:
    """Whether lines of a label above may be the end of the label before, and be taken for its own.

    That is so where hardly any of the row's label stands beside its figures.
    """
    own = sum(_ideographs(word.text) for word in row.label)
    others = sum(_ideographs(word.text) for line in above for word in line)
    return bool(row.label) and others > 0 and own * _CLEAR_SHARE <= own + others + _CLEAR_SHARE


def _ideographs(text: str) -> int:
    return sum(character >= "\u3400" for character in text)


def _unclear(row: WordRow, page: int) -> Item:
    words = [*row.group, *row.label, *(word for cell in row.cells for word in cell.parts)]
    locator = enclosing(word.box for word in words).locator
    return None, (Cell(" ".join(word.text for word in words), locator, page),)


def _row(row: WordRow, columns: Sequence[Column] | None, labelled: bool, page: int) -> Item:
    """A row: with its blank cells where the columns are known, else as words."""
    places = places_of(row, columns) if columns else None
    labels = _labels(row, page) if labelled else ()
    if columns is None or places is None:
        fields = [_cell(word, page) for cell in row.cells for word in _as_words(cell)]
        return Separation.BLANKS, (*(cell for cell in labels if cell.text), *fields)
    top = min(cell.box.top for cell in row.cells)
    bottom = max(cell.box.bottom for cell in row.cells)
    cells = [
        Cell("", Box(column.left, top, column.right, bottom).locator, page) for column in columns
    ]
    for place, cell in zip(places, row.cells, strict=True):
        cells[place] = Cell(cell.text, cell.box.locator, page)
    return Separation.SEPARATOR, (*labels, *cells)


def _as_words(cell: RowCell) -> list[Word]:
    """A cell's words, if blanks part them, which may part columns as well."""
    if cell.is_parted:
        return list(cell.parts)
    return [replace(cell.parts[0], text=cell.text, box=cell.box)]


def _labels(row: WordRow, page: int) -> Row:
    """The words of groups and the row's label, blank where there are none."""
    fields: list[Cell] = []
    for words in (row.group, row.label):
        text = "\n".join(word.text for word in words)
        boxes = [word.box for word in words] or [row.cells[0].box]
        fields.append(Cell(text, enclosing(boxes).locator, page))
    return tuple(fields)
