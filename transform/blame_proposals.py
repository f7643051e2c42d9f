"""Which other readings of a table are worth trying where equations fail: one edit, or two rows'."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice, product
from typing import NamedTuple

from transform.aligned import FormCell
from transform.blame_board import Board, Changes, adding_up, outcome_of
from transform.blame_edits import EditKind, Figures, chosen_edits, is_hole, row_edits
from transform.numbers import Reading, is_digits
from transform.schema import CellStatus

_CONFUSED = frozenset({"17", "71", "06", "60", "08", "80", "68", "86", "38", "83", "56", "65"})
"""Digits that recognisers take for each other in small or smudged print: 1 and 7 differ in a
stroke's angle; 0, 6 and 8, 3 and 8, 5 and 6 in whether a gap of a pixel or two is closed."""
_PAIR = 2
_MOST_OF_A_ROW = 8
"""Readings of one row that are tried together with those of another."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Another reading of some cells.

    Attributes:
        is_plain: it undoes what happens to a row of cells as a whole.
    """

    kind: EditKind
    changes: Changes
    is_plain: bool


def proposals(board: Board, failing: Sequence[int]) -> Iterator[Proposal]:
    """Other readings that may mend all failing equations, of one cell or row, or two rows."""
    yield from _misread_digits(board, failing)
    for cells in _rows_in_all(board, failing):
        yield from _of_row(board, cells)
    yield from _swapped_rows(board, failing)


def proposals_of_two_rows(board: Board) -> Iterator[Proposal]:
    """Two rows read otherwise, each so that it adds up by itself.

    They are the only two of which one may say so: they do not add up, or a cell is empty.
    """
    in_doubt = rows_in_doubt(board)
    rows = [row for row in board.equations.rows if row in in_doubt or _has_a_gap(board, row)]
    if len(rows) != _PAIR:
        return
    readings = [islice(_readings_that_add_up(board, row), _MOST_OF_A_ROW) for row in rows]
    for one, other in product(*map(list, readings)):
        plain = one.is_plain and other.is_plain
        yield Proposal(one.kind, {**one.changes, **other.changes}, plain)


def rows_in_doubt(board: Board) -> list[range]:
    """The rows of numbers and blanks that do not add up."""
    return [
        row
        for row in board.equations.rows
        if (own := board.equations.own_of(row)) is not None
        and not board.tallies[own].unknown
        and board.tallies[own].total
    ]


def _has_a_gap(board: Board, row: range) -> bool:
    """Whether a row of figures has an empty cell."""
    holes = [is_hole(board.cells[cell]) for cell in row]
    return any(holes) and not all(holes)


def find_single_figures(board: Board, failing: Sequence[int]) -> dict[int, int]:
    """The cells of which another figure alone would mend all failing equations.

    Returns:
        That figure for each such cell.
    """
    first = failing[0]
    found = {}
    for cell, sign in board.equations.signs[first].items():
        value = int(board.cells[cell].reading.value or 0) - sign * board.tallies[first].total
        new = FormCell(Reading(CellStatus.REPORTED, value), board.cells[cell].printed)
        if value >= 0 and outcome_of(board, failing, {cell: new}) is not None:
            found[cell] = value
    return found


def _of_row(board: Board, cells: range) -> Iterator[Proposal]:
    """Other readings of a row; one of numbers alone that add up has not shifted."""
    own = board.equations.own_of(cells)
    adds_up = own is not None and board.tallies[own].holds and not board.tallies[own].blank
    row = [board.cells[cell] for cell in cells]
    choices = board.choices_of(cells)
    edits = row_edits(row) if choices is None else chosen_edits(choices())
    for edit in edits:
        changes = _changes(cells, row, edit.figures)
        if changes and not (adds_up and edit.kind is EditKind.SHIFTED):
            yield Proposal(edit.kind, changes, edit.is_plain)


def proposals_of_open_row(board: Board) -> Iterator[Proposal]:
    """The ways to place the fields of the only row that was left open, as several add up."""
    rows = [row for row in board.equations.rows if _is_open(board, row)]
    if len(rows) == 1 and (choices := board.choices_of(rows[0])) is not None:
        row = [board.cells[cell] for cell in rows[0]]
        for edit in chosen_edits(choices()):
            yield Proposal(edit.kind, _changes(rows[0], row, edit.figures), edit.is_plain)


def _is_open(board: Board, row: range) -> bool:
    missing = all(board.cells[cell].reading.status is CellStatus.MISSING for cell in row)
    return missing and board.choices_of(row) is not None


def _readings_that_add_up(board: Board, row: range) -> Iterator[Proposal]:
    """Those readings of a row that add up by themselves, each series of numbers once."""
    seen = set()
    for proposal in _of_row(board, row):
        filled = adding_up(board, row, proposal.changes)
        numbers = filled and frozenset((c, new.reading.value or 0) for c, new in filled.items())
        if filled is not None and numbers not in seen:
            seen.add(numbers)
            yield replace(proposal, changes=filled)


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


def _misread_digits(board: Board, failing: Sequence[int]) -> Iterator[Proposal]:
    """In a scan, one digit of one figure for another that looks like it."""
    for cell, value in find_single_figures(board, failing).items():
        old = board.cells[cell]
        if old.printed is None or old.printed.confidence is None:
            continue
        if _look_alike(old.printed.text.strip(), value):
            new = FormCell(Reading(CellStatus.REPORTED, value), old.printed, old.placement)
            yield Proposal(EditKind.MISREAD_DIGIT, {cell: new}, is_plain=True)


def _look_alike(one: str, value: int) -> bool:
    """Whether one digit of a printed figure may have been taken for another."""
    other = str(value).zfill(len(one))
    if not is_digits(one) or len(one) != len(other):
        return False
    differing = [a + b for a, b in zip(one, other, strict=True) if a != b]
    return len(differing) == 1 and differing[0] in _CONFUSED


def _swapped_rows(board: Board, failing: Sequence[int]) -> Iterator[Proposal]:
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
            exchanged = _exchanged(board, rows[one], rows[other])
            yield Proposal(EditKind.SWAPPED, exchanged, is_plain=True)


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
