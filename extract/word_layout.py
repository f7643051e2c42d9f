"""Pages without ruled tables: prose and rows by the places of words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from extract.document import Block, Cell, Paragraph, Row, Separation, Table
from extract.geometry import Box, Glyph, enclosing
from extract.word_columns import Column, columns_of, places_of
from extract.word_parts import with_parts
from extract.word_rows import RowCell, WordRow, read_rows
from extract.word_zones import Zone, zones_of
from extract.words import Line, Word, is_running_text, lines_of, text_of_line, words_of

_CLEAR_SHARE = 4
"""One in so many characters of a label must stand beside its figures."""
Item = tuple[Separation | None, Row | Paragraph]


def word_blocks(glyphs: Sequence[Glyph], page: int) -> list[Block]:
    items: list[Item] = []
    for part in zones_of(lines_of(with_parts(words_of(glyphs)))):
        if isinstance(part, Zone):
            items += _zone(part, page)
        else:
            items.append(_line(part, page))
    return list(_blocks(items))


def _blocks(items: Iterable[Item]) -> Iterator[Block]:
    for separation, run in groupby(items, key=lambda item: item[0]):
        if separation is None:
            yield from (item for _, item in run)
        else:
            yield Table(tuple(item for _, item in run), separation)


def _line(line: Line, page: int) -> Item:
    """A line of text; one whose parts stand apart as a row of words."""
    if not is_running_text(line):
        return _words(line, page)
    return None, Paragraph(text_of_line(line), enclosing(w.box for w in line).locator, page)


def _words(line: Line, page: int) -> Item:
    return Separation.BLANKS, tuple(_cell(word, page) for word in line)


def _cell(word: Word, page: int) -> Cell:
    return Cell(word.text, word.box.locator, page)


def _zone(zone: Zone, page: int) -> list[Item]:
    found = read_rows(zone)
    columns = columns_of([row for row in found.rows if row.clear], zone.header)
    labelled = any(row.label or row.group for row in found.rows)
    placed: list[tuple[float, Item]] = []
    last = float("-inf")
    strays = sorted(found.strays, key=lambda line: line[0].middle)
    for row in found.rows:
        above = [line for line in strays if last < line[0].middle < row.middle]
        last = row.middle
        if above and row.group:
            # Between a label's first and last line the words of its group would part them.
            placed.append((above[0][0].middle, _line(row.group[:1], page)))
            row = replace(row, group=[])
        if _is_doubtful(row, above):
            placed.append((row.middle, _unclear(row, page)))
        else:
            placed.append((row.middle, _row(row, columns, labelled, page)))
    placed += [(line[0].middle, _line(line, page)) for line in strays]
    header = _header(zone, columns, labelled, page)
    return [*header, *(item for _, item in sorted(placed, key=lambda pair: pair[0]))]


def _is_doubtful(row: WordRow, above: Sequence[Line]) -> bool:
    """Whether lines of a label above may be the end of the label before, and be taken for its own.

    That is so where hardly any of the row's label stands beside its figures.
    """
    own = sum(_ideographs(word.text) for word in row.label)
    others = sum(_ideographs(word.text) for line in above for word in line)
    return bool(row.label) and others > 0 and own * _CLEAR_SHARE <= own + others + _CLEAR_SHARE


def _ideographs(text: str) -> int:
    return sum(character >= "\u3400" for character in text)


def _header(zone: Zone, columns: Sequence[Column] | None, labelled: bool, page: int) -> list[Item]:
    """The lines of a header; in their columns, if these are known from it."""
    if not columns or not all(column.header for column in columns):
        return [_words(line, page) for line in zone.header]
    leaves = {id(word) for column in columns for word in column.header}
    rows = [
        _header_row([word for word in line if id(word) not in leaves], columns, labelled, page)
        for line in zone.header
    ]
    shown = [_leaf(column, page) for column in columns]
    first = rows[-1][: 2 * labelled] if rows else ()
    ended = [row for row in rows[:-1] if any(cell.text for cell in row)]
    rest = rows[-1][2 * labelled :] if rows else ()
    if any(cell.text for cell in rest):
        ended.append(rows[-1])
        first = tuple(replace(cell, text="") for cell in first)
    return [(Separation.SEPARATOR, row) for row in (*ended, (*first, *shown))]


def _leaf(column: Column, page: int) -> Cell:
    words = sorted(column.header, key=lambda word: word.middle)
    text = "\n".join(word.text for word in words)
    return Cell(text, enclosing(word.box for word in words).locator, page)


def _header_row(words: Sequence[Word], columns: Sequence[Column], labelled: bool, page: int) -> Row:
    """A line of a header, each word in the first column that it stands above."""
    texts: list[list[Word]] = [[] for _ in range(len(columns) + 1)]
    for word in words:
        above = [at for at, c in enumerate(columns, 1) if c.overlaps(word.box.left, word.box.right)]
        right = [at for at, c in enumerate(columns, 1) if c.left > word.box.left]
        is_label = labelled and not above and len(right) == len(columns)
        at = 0 if is_label else (above or right or [len(columns)])[0]
        texts[at].append(word)
    box = enclosing(word.box for word in words) if words else Box(0, 0, 0, 0)
    cells = [
        Cell(text_of_line(found), enclosing(w.box for w in found).locator, page)
        if found
        else Cell("", box.locator, page)
        for found in texts
    ]
    label = (replace(cells[0], text=""), cells[0]) if labelled else ()
    return (*label, *cells[1:])


def _row(row: WordRow, columns: Sequence[Column] | None, labelled: bool, page: int) -> Item:
    """A row: with its blank cells where the columns are known, else as words."""
    if not row.clear:
        return _unclear(row, page)
    places = places_of(row, columns) if columns else None
    if columns is None or places is None:
        fields = [_cell(w, page) for cell in row.cells for w in _as_words(cell)]
        return Separation.BLANKS, (*_label_cells(row, page), *fields)
    top, bottom = _height(row)
    cells = [
        Cell("", Box(column.left, top, column.right, bottom).locator, page) for column in columns
    ]
    for place, cell in zip(places, row.cells, strict=True):
        cells[place] = Cell(cell.text, cell.box.locator, page)
    labels = _label_fields(row, page) if labelled else ()
    return Separation.SEPARATOR, (*labels, *cells)


def _unclear(row: WordRow, page: int) -> Item:
    words = [*row.group, *row.label, *(word for cell in row.cells for word in cell.parts)]
    locator = enclosing(word.box for word in words).locator
    return None, Paragraph(" ".join(word.text for word in words), locator, page)


def _height(row: WordRow) -> tuple[float, float]:
    boxes = [cell.box for cell in row.cells]
    return min(box.top for box in boxes), max(box.bottom for box in boxes)


def _as_words(cell: RowCell) -> list[Word]:
    """A cell's words, if blanks part them, which may part columns as well."""
    if cell.is_parted:
        return list(cell.parts)
    return [replace(cell.parts[0], text=cell.text, box=cell.box)]


def _label_cells(row: WordRow, page: int) -> Row:
    return tuple(cell for cell in _label_fields(row, page) if cell.text)


def _label_fields(row: WordRow, page: int) -> Row:
    """The words of groups and the row's label, blank where there are none."""
    fields: list[Cell] = []
    for words in (row.group, row.label):
        text = "\n".join(word.text for word in words)
        boxes = [word.box for word in words] or [row.cells[0].box]
        fields.append(Cell(text, enclosing(boxes).locator, page))
    return tuple(fields)
