"""Other readings of a row's printed figures: each undoes one way in which files break.

Figures are only assigned anew, parted or joined as they are printed. Only what has fallen off
at an edge leaves a figure that must be supplied; such a reading is never published.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from transform.aligned import FormCell
from transform.numbers import BLANK, has_parted_digits, is_digits, is_empty, read_count
from transform.placement import Placement


class EditKind(StrEnum):
    """What happened to the table on its way, as another reading supposes."""

    DIGITS_JOINED = "digits_joined"
    """Two figures are printed as one: 12 is 1 and 2."""
    DIGITS_SPLIT = "digits_split"
    """One figure is printed in two cells: 1 and 2 are 12."""
    SHIFTED = "shifted"
    """A row's figures stand one column too far."""
    BLANK_COLLAPSED = "blank_collapsed"
    """A blank cell is gone, so that the figures behind it stand one column too far left."""
    SWAPPED = "swapped"
    """The figures of two rows stand in each other's place."""
    MISREAD_DIGIT = "misread_digit"
    """The recogniser of a scan took one digit for another."""


Figures = tuple[FormCell | None, ...]
"""The figures of a row; None for one that is lost."""


@dataclass(frozen=True, slots=True)
class RowEdit:
    """Another reading of one row.

    Attributes:
        figures: as many as the row has cells.
        is_plain: whether it undoes what happens to a row of cells: one cell is gone or too
            many, so that all behind it have moved and the last is blank or lost.
    """

    kind: EditKind
    figures: Figures
    is_plain: bool


_LONGEST = 9
"""Digits of a figure that is parted or joined; longer ones are no counts of this form."""


def row_edits(row: Sequence[FormCell]) -> Iterator[RowEdit]:
    """Every other reading of a row's figures by one edit; some of them may be equal."""
    figures = tuple(row)
    yield from _shifted(figures)
    yield from _moved_blank(figures)
    yield from _parted(figures)
    yield from _joined(figures)


def chosen_edits(choices: Iterable[Sequence[FormCell]]) -> Iterator[RowEdit]:
    """The ways in which a row's fields could be placed, where places leave several."""
    for figures in choices:
        parted = any(cell.printed and has_parted_digits(cell.printed.text) for cell in figures)
        kind = EditKind.DIGITS_SPLIT if parted else EditKind.BLANK_COLLAPSED
        yield RowEdit(kind, tuple(figures), is_plain=True)


def is_hole(cell: FormCell | None) -> bool:
    """Whether nothing is printed in a cell, or the document has none; a dash is printed."""
    return cell is None or cell.printed is None or is_empty(cell.printed.text)


def _shifted(row: Figures) -> Iterator[RowEdit]:
    """The whole row one column on or back; nothing or a zero falls off, and one comes in."""
    first, *rest = row
    *front, last = row
    if _may_fall_off(first):
        yield RowEdit(EditKind.SHIFTED, (*rest, None), is_plain=True)
    if _may_fall_off(last):
        yield RowEdit(EditKind.SHIFTED, (None, *front), is_plain=True)


def _may_fall_off(cell: FormCell | None) -> bool:
    """Whether a cell at an edge may be none of the row's: nothing or a zero is printed."""
    return is_hole(cell) or (cell is not None and cell.reading.value == 0)


def _moved_blank(row: Figures) -> Iterator[RowEdit]:
    """The figures between a blank cell and another place one cell further."""
    last = len(row) - 1
    for hole in _holes(row):
        others = (*row[:hole], *row[hole + 1 :])
        for place in range(len(row)):
            kind = EditKind.SHIFTED if {place, hole} == {0, last} else EditKind.BLANK_COLLAPSED
            blank = _blank_beside(row, place)
            moved = (*others[:place], blank, *others[place:])
            yield RowEdit(kind, moved, is_plain=hole == last)
            if hole == last:
                supplied = (*others[:place], None, *others[place:])
                yield RowEdit(EditKind.SHIFTED, supplied, is_plain=True)
        yield RowEdit(EditKind.SHIFTED, (*others, None), is_plain=hole == 0)


def _holes(row: Figures) -> list[int]:
    return [i for i, cell in enumerate(row) if is_hole(cell)]


def _blank_beside(row: Figures, place: int) -> FormCell:
    """A blank cell that was lost, at the place of the figure that stands there now."""
    at = row[min(place, len(row) - 1)]
    printed = at.printed if at else None
    cell = replace(printed, text="") if printed else None
    return FormCell(BLANK, cell, Placement.ARITHMETIC)


def _parted(row: Figures) -> Iterator[RowEdit]:
    """One printed figure as two, of which the second takes the place of a blank cell."""
    last = len(row) - 1
    holes = _holes(row)
    if not holes:
        return
    for i, cell in enumerate(row):
        for parts in _parts(cell):
            for hole in holes:
                figures = [*row[:i], *parts, *row[i + 1 :]]
                del figures[hole if hole < i else hole + 1]
                plain = hole in (i - 1, i + 1, last)
                yield RowEdit(EditKind.DIGITS_JOINED, tuple(figures), is_plain=plain)


def _parts(cell: FormCell | None) -> Iterator[tuple[FormCell, FormCell]]:
    """The two figures that one may be, without a zero before other digits."""
    text = _digits(cell)
    if cell is None or len(text) > _LONGEST:
        return
    for cut in range(1, len(text)):
        parts = text[:cut], text[cut:]
        if all(part == "0" or part[0] != "0" for part in parts):
            one, two = (
                FormCell(read_count(part), cell.printed, Placement.ARITHMETIC) for part in parts
            )
            yield one, two


def _joined(row: Figures) -> Iterator[RowEdit]:
    """Two printed figures as one, and a blank cell or a lost figure somewhere."""
    for i in range(len(row) - 1):
        whole = _whole(row[i], row[i + 1])
        if whole is None:
            continue
        others = (*row[:i], whole, *row[i + 2 :])
        yield RowEdit(EditKind.DIGITS_SPLIT, (*others, None), is_plain=True)
        for place in range(len(row)):
            figures = (*others[:place], _blank_beside(row, place), *others[place:])
            yield RowEdit(EditKind.DIGITS_SPLIT, figures, is_plain=False)


def _whole(first: FormCell | None, second: FormCell | None) -> FormCell | None:
    """The figure of which two are the parts; None if they can't be, as one begins with 0."""
    digits = _digits(first), _digits(second)
    if not all(digits) or digits[0][0] == "0" or len(digits[0] + digits[1]) > _LONGEST:
        return None
    if first is None or first.printed is None or second is None or second.printed is None:
        return None
    text = f"{first.printed.text} {second.printed.text}"
    return FormCell(read_count(text), replace(first.printed, text=text), Placement.ARITHMETIC)


def _digits(cell: FormCell | None) -> str:
    """The digits of a figure of which nothing else is printed; else nothing."""
    if cell is None or cell.printed is None or cell.reading.value is None:
        return ""
    return str(cell.reading.value) if is_digits(cell.printed.text) else ""
