"""Search for the smallest other reading that mends every equation that fails and breaks none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice
from typing import NamedTuple

from transform.aligned import FormCell
from transform.blame_board import Board, Outcome, outcome_of
from transform.blame_edits import EditKind, Figures, is_hole, row_edits
from transform.numbers import Reading, is_digits
from transform.placement import Placement
from transform.schema import CellStatus

_CONFUSED = frozenset({"17", "71", "06", "60", "08", "80", "68", "86", "38", "83", "56", "65"})
"""Digits that recognisers take for each other in small or smudged print: 1 and 7 differ in a
stroke's angle; 0, 6 and 8, 3 and 8, 5 and 6 in whether a gap of a pixel or two is closed."""
_ENOUGH_PROOFS = 2
"""Equations that another reading must mend where the cells stand clear in the source: one
holds by chance too easily."""
_FEWEST_CHANGED = 2
"""Figures that must change where parts of a number are joined in clear cells: a single one is
rather a slip of whoever filled the form in."""
_MOST_TRIED = 20_000
"""Readings of one table that are tried; hostile tables have more."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A reading that mends all.

    Attributes:
        changes: the new figure of each cell that is read otherwise; None for a lost one.
        lost: the figure that the equations give for the lost one.
        size: how many numbers it changes, a blank counting as 0.
        is_credible: it is no mere chance that it mends all; else it only leaves a doubt.
        is_unlike: another reading gives the same numbers with other cells blank, or as the
            figure that was lost.
    """

    kind: EditKind
    changes: Mapping[int, FormCell | None]
    lost: int | None
    size: int
    is_credible: bool
    is_unlike: bool = False


def find_edits(board: Board, failing: Sequence[int]) -> list[Edit]:
    """Every reading worth a thought that mends all failing equations, the smallest first.

    Of those that give the same numbers it is the first.
    """
    found: dict[frozenset[tuple[int, int]], Edit] = {}
    for kind, changes, is_plain in islice(_possible(board, failing), _MOST_TRIED):
        outcome = outcome_of(board, failing, changes)
        if outcome is None:
            continue
        credible = _is_credible(board, kind, changes, outcome, is_plain=is_plain)
        if credible or (is_plain and outcome.proofs > 0 and _fills_a_blank(board, changes)):
            numbers = _new_numbers(board, changes, outcome.lost)
            edit = Edit(kind, changes, outcome.lost, len(numbers), credible)
            found[numbers] = _first_of(found.get(numbers, edit), edit)
    return sorted(found.values(), key=lambda edit: edit.size)


def _first_of(known: Edit, edit: Edit) -> Edit:
    """Of two readings that give the same numbers the first that is credible."""
    first = edit if edit.is_credible and not known.is_credible else known
    unlike = known.is_unlike or _readings(known) != _readings(edit)
    return replace(first, is_unlike=unlike)


def _new_numbers(
    board: Board, changes: Mapping[int, FormCell | None], lost: int | None
) -> frozenset[tuple[int, int]]:
    """The cells that hold another number by an edit, with that number; a blank counts as 0."""
    numbers = {
        cell: int((lost if new is None else new.reading.value) or 0)
        for cell, new in changes.items()
    }
    old = {cell: int(board.cells[cell].reading.value or 0) for cell in changes}
    return frozenset((cell, number) for cell, number in numbers.items() if number != old[cell])


def _readings(edit: Edit) -> Mapping[int, Reading | None]:
    return {cell: None if new is None else new.reading for cell, new in edit.changes.items()}


def find_single_figures(board: Board, failing: Sequence[int]) -> dict[int, int]:
    """The cells of which another figure alone would mend all failing equations.

    Returns:
        That figure for each such cell.
    """
    first = failing[0]
    found = {}
    for cell in board.equations.cells_of(first):
        sign = next(s.sign for s in board.equations.shares[cell] if s.equation == first)
        value = int(board.cells[cell].reading.value or 0) - sign * board.tallies[first].total
        new = FormCell(Reading(CellStatus.REPORTED, value), board.cells[cell].printed)
        if value >= 0 and outcome_of(board, failing, {cell: new}) is not None:
            found[cell] = value
    return found


def is_clear(cell: FormCell) -> bool:
    """Whether a cell's text and place are certain in the source."""
    if cell.printed is None or cell.printed.confidence is not None:
        return False
    return cell.placement in (Placement.BORDER, Placement.SEPARATOR)


_Possible = tuple[EditKind, Mapping[int, FormCell | None], bool]
"""Kind and changes of an edit, and whether it undoes a plain damage to a row of cells."""


def _possible(board: Board, failing: Sequence[int]) -> Iterator[_Possible]:
    yield from _misread_digits(board, failing)
    for cells in _rows_in_all(board, failing):
        row = [board.cells[cell] for cell in cells]
        for edit in row_edits(row):
            if changes := _changes(cells, row, edit.figures):
                yield edit.kind, changes, edit.is_plain
    yield from _swapped_rows(board, failing)


def _rows_in_all(board: Board, failing: Sequence[int]) -> list[range]:
    """The rows that have a term in every failing equation: no other can mend them all."""
    return [
        cells
        for cells in board.equations.rows
        if {s.equation for cell in cells for s in board.equations.shares[cell]} >= set(failing)
    ]


def _changes(cells: range, row: Sequence[FormCell], figures: Figures) -> dict[int, FormCell | None]:
    """The cells that are read otherwise; the same number from another place is no change."""
    return {
        cell: new
        for cell, old, new in zip(cells, row, figures, strict=True)
        if new is None or new.reading != old.reading
    }


def _misread_digits(board: Board, failing: Sequence[int]) -> Iterator[_Possible]:
    """In a scan, one digit of one figure for another that looks like it."""
    for cell, value in find_single_figures(board, failing).items():
        old = board.cells[cell]
        if old.printed is None or old.printed.confidence is None:
            continue
        if _look_alike(old.printed.text.strip(), value):
            new = FormCell(Reading(CellStatus.REPORTED, value), old.printed, old.placement)
            yield EditKind.MISREAD_DIGIT, {cell: new}, True


def _look_alike(one: str, value: int) -> bool:
    """Whether one digit of a printed figure may have been taken for another."""
    other = str(value).zfill(len(one))
    if not is_digits(one) or len(one) != len(other):
        return False
    differing = [a + b for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and differing[0] in _CONFUSED


def _swapped_rows(board: Board, failing: Sequence[int]) -> Iterator[_Possible]:
    """The figures of two rows in each other's place; only those that mend the first equation."""
    rows = board.equations.rows
    terms = _terms_by_row(board, failing[0])
    for one, other in combinations(range(len(rows)), 2):
        at = terms.get(one) or terms.get(other)
        if at is None or len(rows[one]) != len(rows[other]):
            continue
        signs = [terms[row].sign if row in terms else 0 for row in (one, other)]
        values = [board.cells[rows[row][at.column]].reading.value for row in (one, other)]
        if values[0] is None or values[1] is None:
            continue
        moved = (signs[0] - signs[1]) * int(values[1] - values[0])
        if board.tallies[failing[0]].total + moved == 0:
            yield EditKind.SWAPPED, _exchanged(board, rows[one], rows[other]), True


class _TermOfRow(NamedTuple):
    """Where in a row the term of an equation down a column stands, and its sign."""

    column: int
    sign: int


def _terms_by_row(board: Board, equation: int) -> dict[int, _TermOfRow]:
    """The term of each row in an equation down a column; none for an equation along a row."""
    terms: dict[int, _TermOfRow] = {}
    for number, row in enumerate(board.equations.rows):
        here = [
            _TermOfRow(column, share.sign)
            for column, cell in enumerate(row)
            for share in board.equations.shares[cell]
            if share.equation == equation
        ]
        if len(here) > 1:
            return {}
        if here:
            terms[number] = here[0]
    return terms


def _exchanged(board: Board, one: range, other: range) -> dict[int, FormCell | None]:
    figures, others = ([board.cells[cell] for cell in row] for row in (one, other))
    return _changes(one, figures, tuple(others)) | _changes(other, others, tuple(figures))


def _is_credible(
    board: Board,
    kind: EditKind,
    changes: Mapping[int, FormCell | None],
    outcome: Outcome,
    *,
    is_plain: bool,
) -> bool:
    """Whether a reading that mends all is no mere chance.

    In cells that stand clear in the source only what happens to whole rows of cells counts, and
    only where it mends two equations: a slip in a single figure is the agency's.
    """
    if kind is EditKind.MISREAD_DIGIT:
        return True
    if kind is EditKind.SWAPPED:
        return outcome.proofs >= _ENOUGH_PROOFS
    if not _stands_clear(board, changes):
        return outcome.proofs > 0
    changed = _new_numbers(board, changes, outcome.lost)
    is_slip = kind is EditKind.DIGITS_SPLIT and len(changed) < _FEWEST_CHANGED
    return is_plain and outcome.proofs >= _ENOUGH_PROOFS and not is_slip


def _stands_clear(board: Board, changes: Mapping[int, FormCell | None]) -> bool:
    """Whether all that is printed in the rows concerned stands clear in the source."""
    rows = [row for row in board.equations.rows if any(cell in row for cell in changes)]
    cells = [board.cells[cell] for row in rows for cell in row]
    return all(is_clear(cell) for cell in cells if cell.printed is not None)


def _fills_a_blank(board: Board, changes: Mapping[int, FormCell | None]) -> bool:
    """Whether fewer cells are blank by an edit: a blank beside figures is the mark of a shift."""
    before = sum(is_hole(board.cells[cell]) for cell in changes)
    return sum(new is not None and is_hole(new) for new in changes.values()) < before
