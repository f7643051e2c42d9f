"""Search for the smallest other reading that mends every equation that fails and breaks none."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from transform.aligned import FormCell
from transform.blame_board import Board, Outcome, is_supplied, may_mend, outcome_of
from transform.blame_edits import EditKind, is_hole
from transform.blame_proposals import (
    Proposal,
    proposals,
    proposals_of_open_row,
    proposals_of_two_rows,
)
from transform.numbers import Reading, has_parted_digits
from transform.placement import Placement
from transform.schema import CellStatus

_ENOUGH_PROOFS = 2
"""Equations that another reading must mend where the cells stand clear in the source: one
holds by chance too easily."""
_FEWEST_CHANGED = 2
"""Figures that must change where parts of a number are joined in clear cells: a single one is
rather a slip of whoever filled the form in."""
_MOST_TRIED = 2_500
"""Readings of one table that are tried; hostile tables have more."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A reading that mends all.

    Attributes:
        changes: the new figure of each cell that is read otherwise.
        size: how many numbers it changes, a blank counting as 0.
        is_credible: it is no mere chance that it mends all; else it only leaves a doubt.
        is_unlike: another reading gives the same numbers with other cells blank, or supplies
            one that this reading finds printed.
    """

    kind: EditKind
    changes: Mapping[int, FormCell]
    size: int
    is_credible: bool
    is_unlike: bool = False

    @property
    def only_assigns(self) -> bool:
        """Whether every figure is one that is printed."""
        return not any(map(is_supplied, self.changes.values()))


def find_edits(board: Board, failing: Sequence[int]) -> list[Edit]:
    """Every reading worth a thought that mends all failing equations, the smallest first.

    Of those that give the same numbers it is the first. Two rows are read otherwise at once
    only where no single edit is credible.
    """
    edits = _mending(board, failing, proposals(board, failing))
    if any(edit.is_credible for edit in edits):
        return edits
    return _mending(board, failing, proposals_of_two_rows(board)) or edits


def find_place_of_open_row(board: Board) -> Edit | None:
    """The only way to place the fields of an open row by which all its columns hold.

    Returns:
        None where no row or more than one is open, a column can't be computed even then, another
        way fits as well, or the agency may as well have left out a zero.
    """
    edits = []
    for proposal in proposals_of_open_row(board):
        outcome = outcome_of(board, [], proposal.changes)
        if outcome is not None and outcome.is_whole and outcome.proofs >= _ENOUGH_PROOFS:
            edits.append(Edit(proposal.kind, outcome.changes, len(outcome.changes), True))
    return edits[0] if len(edits) == 1 and not may_be_a_slip(board, edits[0]) else None


def may_be_a_slip(board: Board, edit: Edit) -> bool:
    """Whether a figure is joined with a zero behind it, and a blank cell fills the zero's place.

    2 0 5 read as 20, blank, 5 differs from the figures as they come in one number alone: that
    the agency wrote 2 for 20 is as likely as that a number was cut and a blank cell lost.
    """
    return any(
        new.printed is not None
        and has_parted_digits(new.printed.text)
        and not new.printed.text.split()[-1].strip("0０")
        and edit.changes.get(cell + 1, board.cells[cell + 1]).reading.status is CellStatus.BLANK
        for row in board.equations.rows
        for cell in row[:-1]
        if (new := edit.changes.get(cell)) is not None
    )


def is_clear(cell: FormCell) -> bool:
    """Whether a cell's text and place are certain in the source."""
    if cell.printed is None or cell.printed.confidence is not None:
        return False
    return cell.placement in (Placement.BORDER, Placement.SEPARATOR)


def _mending(board: Board, failing: Sequence[int], proposed: Iterable[Proposal]) -> list[Edit]:
    found: dict[frozenset[tuple[int, int]], Edit] = {}
    for proposal in islice(proposed, _MOST_TRIED):
        if not may_mend(board, failing[0], proposal.changes):
            continue
        outcome = outcome_of(board, failing, proposal.changes)
        if outcome is None:
            continue
        numbers = _new_numbers(board, outcome)
        credible = _is_credible(board, proposal, outcome, len(numbers))
        if credible or (
            proposal.is_plain and outcome.proofs > 0 and _fills_a_blank(board, outcome)
        ):
            edit = Edit(proposal.kind, outcome.changes, len(numbers), credible)
            found[numbers] = _first_of(found.get(numbers, edit), edit)
    return sorted(found.values(), key=lambda edit: edit.size)


def _new_numbers(board: Board, outcome: Outcome) -> frozenset[tuple[int, int]]:
    """The cells that hold another number by an edit, with that number; a blank counts as 0."""
    return frozenset(
        (cell, int(new.reading.value or 0))
        for cell, new in outcome.changes.items()
        if (new.reading.value or 0) != (board.cells[cell].reading.value or 0)
    )


def _is_credible(board: Board, proposal: Proposal, outcome: Outcome, size: int) -> bool:
    """Whether a reading that mends all is no mere chance.

    In cells that stand clear in the source only what happens to whole rows of cells counts, and
    only where it mends two equations: a slip in a single figure is the agency's.
    """
    if proposal.kind is EditKind.MISREAD_DIGIT:
        return True
    if proposal.kind is EditKind.SWAPPED:
        return outcome.proofs >= _ENOUGH_PROOFS
    if not _stands_clear(board, outcome):
        return outcome.proofs > 0
    is_slip = proposal.kind is EditKind.DIGITS_SPLIT and size < _FEWEST_CHANGED
    return proposal.is_plain and outcome.proofs >= _ENOUGH_PROOFS and not is_slip


def _stands_clear(board: Board, outcome: Outcome) -> bool:
    """Whether all that is printed in the rows concerned stands clear in the source."""
    rows = [row for row in board.equations.rows if any(cell in row for cell in outcome.changes)]
    cells = [board.cells[cell] for row in rows for cell in row]
    return all(is_clear(cell) for cell in cells if cell.printed is not None)


def _fills_a_blank(board: Board, outcome: Outcome) -> bool:
    """Whether fewer cells are blank by an edit: a blank beside figures is the mark of a shift."""
    before = sum(is_hole(board.cells[cell]) for cell in outcome.changes)
    after = sum(is_hole(new) and not is_supplied(new) for new in outcome.changes.values())
    return after < before


def _first_of(known: Edit, edit: Edit) -> Edit:
    """Of two readings that give the same numbers the first that is credible."""
    first = edit if edit.is_credible and not known.is_credible else known
    unlike = known.is_unlike or _readings(known) != _readings(edit)
    return replace(first, is_unlike=unlike)


def _readings(edit: Edit) -> Mapping[int, tuple[Reading, bool]]:
    return {cell: (new.reading, is_supplied(new)) for cell, new in edit.changes.items()}
