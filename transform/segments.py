"""A region of printed lines as segments: the text before some figures, and the figures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Cell
from transform.characters import label_key
from transform.labels import LabelIndex
from transform.numbers import BLANK, is_number_like, read_count
from transform.stream import PrintedLine

_BRACKETS = re.compile(r"[()（）〔〕\[\]{}【】、，,：:；;“”\"'‘’]")
_ORDINAL = re.compile(r"\d{1,2}[.、．)）]|[（(].{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.．]")


Columns = tuple[int, int]
"""The fewest and the most figures that a row of a table has."""


@dataclass(slots=True)
class Segment:
    """Figures that stand together, and the text since the figures before.

    Attributes:
        texts: the text before the figures, cell by cell or word by word.
        fields: the figures, blank cells included where they survive.
        line: index of the printed line in which the figures begin.
        width: number of cells of that line.
        label_column: index of the cell before the figures in that line; -1 if none is.
        separated: blank cells survive.
        rectangular: see PrintedLine.
        first_line_fields: how many of the fields stand on the first line.
    """

    texts: list[str]
    fields: list[Cell]
    line: int
    width: int
    label_column: int
    separated: bool
    rectangular: bool
    first_line_fields: int

    @property
    def ends_in_lone_field(self) -> bool:
        """Whether the last field has a line of its own below a line of several."""
        return self.first_line_fields >= 2 and len(self.fields) == self.first_line_fields + 1

    @property
    def is_blank(self) -> bool:
        """Whether no field holds anything but a sign for none."""
        return all(read_count(cell.text) == BLANK for cell in self.fields)


def segments_of(
    lines: Sequence[PrintedLine],
    start: int,
    end: int,
    index: LabelIndex,
    columns: Columns,
    *,
    unlabelled_rows: bool = False,
) -> tuple[list[Segment], list[str]]:
    """Cut the lines from `start` to `end` (exclusive) into segments.

    Args:
        index: the labels of the region's table: a label inside a row begins a new segment,
            and a label with blank cells alone is a row of blanks.
        columns: the fewest and the most figures that a row of the table has.
        unlabelled_rows: a row of blank cells alone is a row of the table.

    Returns:
        The segments, and the texts that stand behind the last of them.
    """
    segments: list[Segment] = []
    pending: list[str] = []
    for number in range(start, end):
        line = lines[number]
        for texts, fields, label_column in _pieces(line, index):
            pending += texts
            if (
                fields
                and not pending
                and not line.is_separated
                and _continues(segments, columns[1])
            ):
                segments[-1].fields.extend(fields)
            elif fields and _are_figures(line, pending, fields, index, columns[0], unlabelled_rows):
                segments.append(_segment(pending, fields, number, label_column, line))
                pending = []
    return segments, pending


def _segment(
    texts: list[str], fields: list[Cell], number: int, label_column: int, line: PrintedLine
) -> Segment:
    return Segment(
        texts=texts,
        fields=fields,
        line=number,
        width=len(line.cells),
        label_column=label_column,
        separated=line.is_separated,
        rectangular=line.rectangular,
        first_line_fields=len(fields),
    )


def _are_figures(
    line: PrintedLine,
    texts: list[str],
    fields: list[Cell],
    index: LabelIndex,
    columns: int,
    unlabelled_rows: bool,
) -> bool:
    """Whether the fields are a row's figures, and not the blank cells of a row of text."""
    if any(cell.text for cell in fields) or not line.is_separated:
        return True
    if any(is_label_text(cell.text) for cell in line.cells):
        return len(fields) >= columns and index.ends_with_label(texts)
    return unlabelled_rows and len(fields) >= columns


Piece = tuple[list[str], list[Cell], int]
"""Label texts, the fields after them, and the column of the last label text (-1: none)."""


def _pieces(line: PrintedLine, index: LabelIndex) -> list[Piece]:
    """Cut one line at the labels that follow figures."""
    pieces: list[Piece] = [([], [], -1)]
    for column, cell in enumerate(line.cells):
        texts, fields, _ = pieces[-1]
        if not is_label_text(cell.text) or (
            line.is_separated and _is_word_for_a_figure(cell, pieces[-1], index)
        ):
            fields.append(cell)
        elif not any(f.text for f in fields):
            # Blank cells before or between labels are spanned ones.
            pieces[-1] = ([*texts, cell.text], [], column)
        else:
            pieces.append(([cell.text], [], column))
    return pieces


def _is_word_for_a_figure(cell: Cell, piece: Piece, index: LabelIndex) -> bool:
    """Whether a text that is no label stands where a figure should: behind a whole label."""
    texts, fields, _ = piece
    behind = any(f.text for f in fields) or bool(texts and index.ends_with_label(texts))
    return behind and not index.candidates([cell.text])


def is_label_text(text: str) -> bool:
    """Whether a cell holds words rather than a figure, readable or not."""
    if is_number_like(text):
        return False
    ideographs = len(label_key(text))
    has_digit = any(character.isdigit() for character in text)
    if ideographs >= 2 or (ideographs == 1 and not has_digit):
        return True
    return _ORDINAL.fullmatch(text.strip()) is not None or not _BRACKETS.sub("", text).strip()


def _continues(segments: list[Segment], columns: int) -> bool:
    return bool(segments) and not segments[-1].separated and len(segments[-1].fields) < columns
