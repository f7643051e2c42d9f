"""A region of printed lines as segments: the text before some figures, and the figures."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from extract.document import Cell, Separation
from extract.lines import is_page_mark
from transform.characters import label_key
from transform.labels import LabelIndex
from transform.numbers import BLANK, is_number_like, read_count
from transform.stream import PrintedLine

_BRACKETS = re.compile(r"[()（）〔〕\[\]{}【】、，,：:；;“”\"'‘’]")
_ORDINAL = re.compile(r"\d{1,2}[.、．)）]|[（(].{1,2}[)）]|[一二三四五六七八九十]{1,2}[、.．]")


@dataclass(frozen=True, slots=True)
class TableShape:
    """What is known of a table before its lines are cut into segments.

    Attributes:
        index: the labels of its rows.
        widths: how many figures each row of `index` has.
        adds_up: the form gives an arithmetic for its rows.
        header_words: keys of the column labels, of which some name rows too (总计, 其他).
        unlabelled_rows: a row of blank cells alone is a row of the table.
    """

    index: LabelIndex
    widths: Sequence[int]
    adds_up: bool
    header_words: frozenset[str]
    unlabelled_rows: bool = False

    def width_of(self, texts: Sequence[str]) -> int:
        """How many figures the row has that these texts mean; the most of any if none."""
        rows = self.index.candidates(texts)
        return max((self.widths[row] for row in rows), default=max(self.widths))


@dataclass(slots=True)
class Segment:
    """Figures that stand together, and the text since the figures before.

    Attributes:
        texts: the text before the figures, cell by cell or word by word.
        fields: the figures, blank cells included where they survive. A cell that covers several
            places is one field.
        columns: for each field of the first line its index in that line.
        line: index of the printed line in which the figures begin.
        width: number of cells of that line.
        label_column: index of the cell before the figures in that line; -1 if none is.
        separation: what holds the fields apart; None in a paragraph.
        rectangular: see PrintedLine.
    """

    texts: list[str]
    fields: list[Cell]
    columns: Sequence[int]
    line: int
    width: int
    label_column: int
    separation: Separation | None
    rectangular: bool

    @property
    def separated(self) -> bool:
        """Whether blank cells survive."""
        return self.separation in (Separation.MARKUP, Separation.SEPARATOR)

    @property
    def in_markup(self) -> bool:
        """Whether borders or markup hold the cells: a row of the form's width is whole."""
        return self.separation is Separation.MARKUP

    @property
    def first_line_fields(self) -> int:
        """How many of the fields stand on the first line."""
        return len(self.columns)

    @property
    def ends_in_lone_field(self) -> bool:
        """Whether the last field has a line of its own below a line of several."""
        return self.first_line_fields >= 2 and len(self.fields) == self.first_line_fields + 1

    @property
    def has_lone_fields(self) -> bool:
        """Whether each field has a line of its own."""
        return self.first_line_fields == 1 and len(self.fields) > 1 and not self.separated

    @property
    def is_blank(self) -> bool:
        """Whether no field holds anything but a sign for none."""
        return all(read_count(cell.text) == BLANK for cell in self.fields)


def segments_of(
    lines: Sequence[PrintedLine], start: int, end: int, shape: TableShape
) -> tuple[list[Segment], list[str]]:
    """Cut the lines from `start` to `end` (exclusive) into segments.

    A label inside a row begins a new segment; a label with blank cells alone is a row of
    blanks; a page number belongs to none, nor does a header that is printed again, unless it
    is all that names the rows.

    Returns:
        The segments, and the texts that stand behind the last of them.
    """
    segments: list[Segment] = []
    pending: list[str] = []
    header: set[str] = set()
    in_markup = any(line.separation is Separation.MARKUP for line in lines[start:end])
    for number in range(start, end):
        line = lines[number]
        if _is_number_between_cells(line, in_markup):
            continue
        if _is_page_number(line, pending, shape) or _is_repeated(line, header):
            continue
        for piece in _pieces(line, shape.index):
            pending += piece.texts
            if not piece.fields:
                continue
            if not pending and not line.is_separated and _continues(segments, piece.fields, shape):
                segments[-1].fields.extend(piece.fields)
            elif _are_figures(line, pending, piece, shape):
                if _labels_stand_together(pending, piece, shape):
                    pending = []  # none of them has these figures for sure
                if not segments and not shape.unlabelled_rows:
                    header = _header_keys(lines[start:number])
                segments.append(_segment(pending, piece, number, line))
                pending = []
    return segments, pending


def _is_number_between_cells(line: PrintedLine, in_markup: bool) -> bool:
    """Whether a line is a page's number where figures stand in cells or in places on a page.

    A cell over a table's whole width may hold it too.
    """
    if line.separation is None:
        return (in_markup or line.cells[0].page is not None) and is_page_mark(line.text)
    is_one_cell = len(line.cells) > 1 and len(line.covered) == len(line.cells) - 1
    return is_one_cell and is_page_mark(line.text)


def _is_page_number(line: PrintedLine, pending: Sequence[str], shape: TableShape) -> bool:
    """Whether a line is a page's number with its marks, and no label waits for figures."""
    if line.is_separated or line.text.strip().isdecimal() or not is_page_mark(line.text):
        return False
    return not shape.index.ends_with_label(pending)


def _header_keys(lines: Sequence[PrintedLine]) -> set[str]:
    """The rows of several words above a table's first figures; a new page may repeat them."""
    return {line.key for line in lines if sum(bool(cell.text) for cell in line.cells) > 1}


def _is_repeated(line: PrintedLine, header: Collection[str]) -> bool:
    return line.key in header and not any(
        cell.text and is_number_like(cell.text) for cell in line.cells
    )


def _labels_stand_together(pending: Sequence[str], piece: "_Piece", shape: TableShape) -> bool:
    """Whether whole labels of several rows stand above figures without one, or in one cell."""
    if piece.label_column < 0:
        return _labels_in(pending, shape) > 1
    return _labels_in(pending[-1].split("\n"), shape) > 1


def _labels_in(texts: Sequence[str], shape: TableShape) -> int:
    """How many of the texts are whole labels of different rows, and no words of the header."""
    labels = [text for text in texts if label_key(text) not in shape.header_words]
    return len({row for text in labels for row in shape.index.rows_named(text)})


@dataclass(slots=True)
class _Piece:
    """Label texts of a line, and the fields behind them.

    Attributes:
        columns: the index of each field in the line.
        label_column: index of the last label text; -1 if there is none.
        places: how many places of the line the fields take, covered ones included.
    """

    texts: list[str]
    label_column: int
    fields: list[Cell] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    places: int = 0


def _segment(texts: list[str], piece: _Piece, number: int, line: PrintedLine) -> Segment:
    return Segment(
        texts=texts,
        fields=piece.fields,
        columns=tuple(piece.columns),
        line=number,
        width=len(line.cells),
        label_column=piece.label_column,
        separation=line.separation,
        rectangular=line.rectangular,
    )


def _are_figures(line: PrintedLine, texts: list[str], piece: _Piece, shape: TableShape) -> bool:
    """Whether the fields are a row's figures, and not the blank cells of a row of text."""
    if any(cell.text for cell in piece.fields) or not line.is_separated:
        return True
    if piece.places < min(shape.widths):
        return False
    if any(is_label_text(cell.text) for cell in line.cells):
        return shape.index.ends_with_label(texts)
    return shape.unlabelled_rows


def _pieces(line: PrintedLine, index: LabelIndex) -> list[_Piece]:
    """Cut one line at the labels that follow figures."""
    pieces = [_Piece([], -1)]
    for column, cell in enumerate(line.cells):
        piece = pieces[-1]
        if column in line.covered:
            piece.places += bool(piece.fields)
        elif not is_label_text(cell.text) or (
            line.is_separated and _is_word_for_a_figure(cell, piece, index)
        ):
            piece.fields.append(cell)
            piece.columns.append(column)
            piece.places += 1
        elif not any(f.text for f in piece.fields):
            # Blank cells before or between labels are spanned ones.
            pieces[-1] = _Piece([*piece.texts, cell.text], column)
        else:
            pieces.append(_Piece([cell.text], column))
    return pieces


def _is_word_for_a_figure(cell: Cell, piece: _Piece, index: LabelIndex) -> bool:
    """Whether a text that is no label stands where a figure should: behind a whole label."""
    labelled = bool(piece.texts and index.ends_with_label(piece.texts))
    behind = any(field.text for field in piece.fields) or labelled
    return behind and not index.knows(cell.text)


def is_label_text(text: str) -> bool:
    """Whether a cell holds words rather than a figure, readable or not."""
    if is_number_like(text):
        return False
    ideographs = len(label_key(text))
    has_digit = any(character.isdigit() for character in text)
    if ideographs >= 2 or (ideographs == 1 and not has_digit):
        return True
    return _ORDINAL.fullmatch(text.strip()) is not None or not _BRACKETS.sub("", text).strip()


def _continues(segments: list[Segment], fields: list[Cell], shape: TableShape) -> bool:
    """Whether figures without a label go on with the row above.

    What stands below a row may be a page number or a date: it goes on with the row only where
    the form's arithmetic can tell, or where every figure has a line of its own.
    """
    if not segments or segments[-1].separated:
        return False
    row = segments[-1]
    one_a_line = len(fields) == 1 and row.first_line_fields == 1 and row.label_column < 0
    spare = 1 if len(fields) == 1 and shape.adds_up else 0
    room = shape.width_of(row.texts) + spare - len(row.fields)
    return len(fields) <= room and (shape.adds_up or one_a_line)
