"""The header of a table without rules, its cells put over their columns."""

from collections.abc import Sequence

from extract.document import Cell, Row
from extract.geometry import enclosing
from extract.word_columns import Column
from extract.words import Line, Word, text_of_line


def header_rows(
    header: Sequence[Line], columns: Sequence[Column], labelled: bool, page: int
) -> list[Row]:
    """A header's lines as rows as wide as those of the figures.

    Cells that lie above one column alone, over however many lines, stand in the last row, with
    the label that the last line has for the labels' column; what spans columns or labels stands
    in rows above, in the first column below it.

    Args:
        header: from top to bottom; empty for none.
        columns: each with the words of its header.
        labelled: whether two columns of labels stand left of the figures.
        page: the page's number.
    """
    if not header:
        return []
    leaves = {id(word) for column in columns for word in column.header}
    lines = [[word for word in line if id(word) not in leaves] for line in header]
    rows = [_row_of_line(line, columns, labelled, page) for line in lines if line]
    width = 2 * labelled
    last = rows.pop() if lines[-1] and not any(cell.text for cell in rows[-1][width:]) else None
    blank = Cell("", enclosing(word.box for word in header[-1]).locator, page)
    labels = last[:width] if last else (blank,) * width
    return [*rows, (*labels, *(_leaf(column, page) for column in columns))]


def _leaf(column: Column, page: int) -> Cell:
    words = sorted(column.header, key=lambda word: word.middle)
    text = "\n".join(word.text for word in words)
    return Cell(text, enclosing(word.box for word in words).locator, page)


def _row_of_line(line: Sequence[Word], columns: Sequence[Column], labelled: bool, page: int) -> Row:
    """A line of a header, each word in the first column that it stands above."""
    places: list[list[Word]] = [[] for _ in range(len(columns) + 1)]
    for word in line:
        places[_place(word, columns, labelled)].append(word)
    blank = Cell("", enclosing(word.box for word in line).locator, page)
    cells = [
        Cell(text_of_line(words), enclosing(word.box for word in words).locator, page)
        if words
        else blank
        for words in places
    ]
    labels = (blank, cells[0]) if labelled else ()
    return (*labels, *cells[1:])


def _place(word: Word, columns: Sequence[Column], labelled: bool) -> int:
    """The index of a word's column, from 1; 0 for that of the labels."""
    for at, column in enumerate(columns, start=1):
        if column.overlaps(word.box.left, word.box.right):
            return at
    right = [at for at, column in enumerate(columns, start=1) if column.left > word.box.left]
    if labelled and len(right) == len(columns):
        return 0
    return right[0] if right else len(columns)
