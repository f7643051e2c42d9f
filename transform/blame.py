"""Whose fault it is that an equation of the form fails: the agency's or the reading's.

The smallest other reading of the printed figures is sought that mends every failing equation of
a table at once and breaks none that held. Figures are assigned anew as they are printed; none
is ever changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from transform.aligned import AlignedTable
from transform.blame_board import TABLES, Board, any_fails, board_of
from transform.blame_edits import EditKind
from transform.blame_proposals import find_single_figures, rows_in_doubt
from transform.blame_search import (
    Edit,
    find_edits,
    find_place_of_open_row,
    is_clear,
    may_be_a_slip,
)
from transform.blame_words import mended, suggest_edit, suggest_figure
from transform.form import Edition, Fact
from transform.placement import Placement
from transform.schema import CellStatus


class Blame(StrEnum):
    """Whose fault a finding is."""

    AGENCY_ERROR = "agency_error"
    """The report itself says so: the figures stand clear in the source."""
    SUSPECT_READING = "suspect_reading"
    """Another reading of what is printed mends all: the file or its reading is damaged."""
    UNDECIDED = "undecided"
    """Neither can be told."""


@dataclass(frozen=True, slots=True)
class BrokenEquation:
    """One equation that fails; the attributes are the columns of `broken_equations`."""

    identity: str
    instance: str
    blame: str
    edit: str | None
    suggestion: str | None
    suggestion_en: str | None


_REREADABLE = frozenset(
    {EditKind.DIGITS_JOINED, EditKind.DIGITS_SPLIT, EditKind.SHIFTED, EditKind.BLANK_COLLAPSED}
)
_UNSURE = (Placement.ORDER, Placement.ARITHMETIC)
_MOST_ROWS = 3
"""Rows of a table that do not add up by slips of the agency; where more do, the whole table may
have been damaged on its way."""
_ENOUGH_FAILING = 2
"""Equations that must fail before figures are assigned anew: one may hold by chance."""


def settle_blame(
    tables: Mapping[Fact, AlignedTable], edition: Edition
) -> tuple[Mapping[Fact, AlignedTable], list[BrokenEquation]]:
    """Tell whose fault each equation is that fails, and read again where only that can be.

    Returns:
        The tables, re-read where nothing but printed tokens is assigned anew and their places in
        the source allow it; and the equations that fail in them.
    """
    settled = dict(tables)
    broken: list[BrokenEquation] = []
    for fact in TABLES:
        if fact in tables and any_fails(tables[fact], edition.edition, fact):
            settled[fact], found = _settle(tables[fact], edition.edition, fact)
            broken += found
        elif fact in tables and tables[fact].choices:
            settled[fact] = _without_open_row(tables[fact], edition.edition, fact)
    return settled, broken


def _without_open_row(table: AlignedTable, edition: str, fact: Fact) -> AlignedTable:
    """The table with a row placed by its columns that the row's own sum left open."""
    board = board_of(table, edition, fact)
    edit = find_place_of_open_row(board)
    if edit is None:
        return table
    codes = {board.equations.keys[cell].row_code for cell in edit.changes}
    others = [
        finding
        for finding in table.findings
        if finding.rule_id != "row_ambiguous" or finding.cells[0].row_code not in codes
    ]
    return _read_again(replace(table, findings=others), board, edit, edition)


def _settle(
    table: AlignedTable, edition: str, fact: Fact
) -> tuple[AlignedTable, list[BrokenEquation]]:
    board = board_of(table, edition, fact)
    failing = board.failing
    possible = find_edits(board, failing)
    edits = [edit for edit in possible if edit.is_credible]
    if edits and _is_certain(board, failing, possible):
        return _read_again(table, board, edits[0], edition), []
    if edits:
        said = _suspected(board, edits, edition)
    elif not possible and _stands_clear(board, failing):
        said = _blamed_on_agency(board, failing, edition)
    else:
        said = _Verdict(Blame.UNDECIDED)
    names = [board.equations.names[equation] for equation in failing]
    return table, [
        BrokenEquation(*name, str(said.blame), said.edit, said.suggestion, said.suggestion_en)
        for name in names
    ]


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What all failing equations of a table have in common."""

    blame: Blame
    edit: str | None = None
    suggestion: str | None = None
    suggestion_en: str | None = None


def _is_certain(board: Board, failing: Sequence[int], edits: Sequence[Edit]) -> bool:
    """Whether no doubt remains that the figures of a row belong elsewhere in it.

    There is no other reading, of any size; it gives every figure by what is printed; it is no
    likely slip of the agency; and no border or separator holds a figure of the row in its place.
    """
    edit = edits[0]
    if len(edits) > 1 or edit.is_unlike or len(failing) < _ENOUGH_FAILING:
        return False
    if edit.kind not in _REREADABLE or not edit.only_assigns or may_be_a_slip(board, edit):
        return False
    rows = [row for row in board.equations.rows if any(cell in row for cell in edit.changes)]
    cells = [board.cells[cell] for row in rows for cell in row]
    return all(cell.placement in _UNSURE for cell in cells)


def _read_again(table: AlignedTable, board: Board, edit: Edit, edition: str) -> AlignedTable:
    """The table with some figures assigned anew, and a finding that says so."""
    anew = {
        board.equations.keys[cell]: replace(new, placement=Placement.ARITHMETIC)
        for cell, new in edit.changes.items()
    }
    findings = [*table.findings, *mended(edition, board, edit)]
    return replace(table, cells=table.cells | anew, findings=findings)


def _suspected(board: Board, edits: Sequence[Edit], edition: str) -> _Verdict:
    """That the reading is at fault, with the smallest edit if a single one is."""
    smallest = [edit for edit in edits if edit.size == edits[0].size]
    kinds = {edit.kind for edit in smallest}
    kind = str(smallest[0].kind) if len(kinds) == 1 else None
    if len(smallest) > 1:
        return _Verdict(Blame.SUSPECT_READING, kind)
    return _Verdict(Blame.SUSPECT_READING, kind, *suggest_edit(edition, board, smallest[0]))


def _stands_clear(board: Board, failing: Sequence[int]) -> bool:
    """Whether the failing equations are about clear cells, and not many rows fail at once.

    A row that has lost a cell is not clear: any of its figures may have moved.
    """
    numbers = {cell for equation in failing for cell in board.equations.signs[equation]}
    rows = [row for row in board.equations.rows if not numbers.isdisjoint(row)]
    cells = [board.cells[cell] for row in rows for cell in row]
    whole = all(cell.reading.status is not CellStatus.MISSING for cell in cells)
    clear = all(is_clear(board.cells[cell]) for cell in numbers)
    return whole and clear and len(rows_in_doubt(board)) <= _MOST_ROWS


def _blamed_on_agency(board: Board, failing: Sequence[int], edition: str) -> _Verdict:
    """That the agency is at fault, with the figure that would mend all if only one would."""
    figures = find_single_figures(board, failing)
    if len(figures) != 1:
        return _Verdict(Blame.AGENCY_ERROR)
    ((cell, value),) = figures.items()
    return _Verdict(Blame.AGENCY_ERROR, None, *suggest_figure(edition, board, cell, value))
