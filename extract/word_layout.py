"""Pages without ruled tables: prose and rows by the places of words."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extract.document import Block, Cell, Paragraph, Row, Separation, Table
from extract.geometry import Glyph, enclosing
from extract.word_rows import WordRow, read_rows
from extract.word_zones import Zone, text_of_line, zones_of
from extract.words import Line, Word, lines_of, words_of

Item = tuple[Separation | None, Row | Paragraph]


def word_blocks(glyphs: Sequence[Glyph], page: int) -> list[Block]:
    items: list[Item] = []
    for part in zones_of(lines_of(words_of(glyphs))):
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
    if any(not word.glued for word in line[1:]):
        return Separation.BLANKS, tuple(_cell(word, page) for word in line)
    return None, Paragraph(text_of_line(line), enclosing(w.box for w in line).locator, page)


def _cell(word: Word, page: int) -> Cell:
    return Cell(word.text, word.box.locator, page)


def _zone(zone: Zone, page: int) -> list[Item]:
    found = read_rows(zone)
    placed = [(row.middle, _row(row, page)) for row in found.rows]
    placed += [(line[0].middle, _line(line, page)) for line in found.strays]
    header = [_line(line, page) for line in zone.header]
    return [*header, *(item for _, item in sorted(placed, key=lambda pair: pair[0]))]


def _row(row: WordRow, page: int) -> Item:
    cells = [*_label_cells(row, page)]
    for cell in row.cells:
        if cell.is_parted:
            cells += [_cell(w, page) for w in cell.parts]
        else:
            cells.append(Cell(cell.text, cell.box.locator, page))
    if not row.clear:
        return None, Paragraph(" ".join(c.text for c in cells), cells[0].locator, page)
    return Separation.BLANKS, tuple(cells)


def _label_cells(row: WordRow, page: int) -> Iterator[Cell]:
    for words in (row.group, row.label):
        if words:
            text = "\n".join(word.text for word in words)
            yield Cell(text, enclosing(word.box for word in words).locator, page)
