"""The form's equations over the cells of a report: which hold, and which would after an edit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import NamedTuple

from transform.aligned import AlignedTable, Choices, FormCell
from transform.form import CellKey, Edition, Fact, load_editions
from transform.numbers import Reading
from transform.schema import CellStatus

TABLES = (Fact.APPLICATIONS, Fact.REVIEW_LITIGATION)
"""The tables that equations are about."""


class Share(NamedTuple):
    """That a cell is a term of an equation, by the equation's number."""

    equation: int
    sign: int


@dataclass(frozen=True, slots=True)
class Equations:
    """The equations of one table of an edition; a cell is its number in the form's order.

    Attributes:
        keys: the cells.
        names: of each equation its identity and instance.
        shares: of each cell the equations that it is a term of.
        signs: of each equation its cells, each with its sign.
        rows: the cells that the form prints in one row, row by row.
    """

    keys: tuple[CellKey, ...]
    names: tuple[tuple[str, str], ...]
    shares: tuple[tuple[Share, ...], ...]
    signs: tuple[Mapping[int, int], ...]
    rows: tuple[range, ...]

    def own_of(self, row: range) -> int | None:
        """The equation along a row; None where several hold in it, or none."""
        numbers = {share.equation for share in self.shares[row[0]]}
        for cell in row[1:]:
            numbers &= {share.equation for share in self.shares[cell]}
        return min(numbers, default=None)


@cache
def equations_of(edition: str, fact: Fact) -> Equations:
    """The equations of one table of an edition."""
    form = load_editions()[edition]
    keys = tuple(key for key in form.cells() if key.fact is fact)
    terms = [term for term in form.terms() if term.cell.fact is fact]
    names = tuple(dict.fromkeys((term.identity, term.instance) for term in terms))
    number = {name: i for i, name in enumerate(names)}
    shares: dict[CellKey, list[Share]] = {key: [] for key in keys}
    for term in terms:
        shares[term.cell].append(Share(number[term.identity, term.instance], term.sign))
    by_cell = tuple(tuple(shares[key]) for key in keys)
    return Equations(keys, names, by_cell, _signs(by_cell, len(names)), _rows(form, fact))


def _signs(shares: Sequence[Sequence[Share]], count: int) -> tuple[Mapping[int, int], ...]:
    """Of each equation its cells, each with its sign."""
    found: tuple[dict[int, int], ...] = tuple({} for _ in range(count))
    for cell, of_cell in enumerate(shares):
        for share in of_cell:
            found[share.equation][cell] = share.sign
    return found


def _rows(form: Edition, fact: Fact) -> tuple[range, ...]:
    """The channels of reviews and litigation stand side by side in one row."""
    if fact is Fact.REVIEW_LITIGATION:
        table = form.review_litigation
        return (range(len(table.channels) * len(table.columns)),)
    width = len(form.applications.columns)
    return tuple(range(r * width, (r + 1) * width) for r in range(len(form.applications.rows)))


@dataclass(slots=True)
class Tally:
    """What the cells of one equation come to.

    Attributes:
        total: their signed sum.
        unknown: how many are missing or no numbers.
        blank: how many are blank.
        is_new: what they should add up to is another number than it was before an edit.
    """

    total: int = 0
    unknown: int = 0
    blank: int = 0
    is_new: bool = False

    @property
    def holds(self) -> bool:
        """Whether it holds, a blank counting as 0."""
        return not self.unknown and not self.total

    @property
    def fails(self) -> bool:
        """Whether every term is reported and the sides differ."""
        return not (self.unknown or self.blank) and self.total != 0


@dataclass(frozen=True, slots=True)
class Board:
    """The cells of one table of a report, in the form's order, and how each equation stands.

    Attributes:
        choices: for rows of which the fields could be placed in several ways that add up, or
            that the arithmetic placed: all those ways, by the row's code.
    """

    equations: Equations
    cells: Sequence[FormCell]
    tallies: Sequence[Tally]
    choices: Mapping[str, Choices]

    def choices_of(self, row: range) -> Choices | None:
        """The ways in which a row's fields can be placed; None where they stand as printed."""
        return self.choices.get(self.equations.keys[row[0]].row_code)

    @property
    def failing(self) -> list[int]:
        """The equations that fail."""
        return [i for i, tally in enumerate(self.tallies) if tally.fails]


Changes = Mapping[int, FormCell | None]
"""The new figure of each cell that is read otherwise; None for one that was lost."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit that mends all failing equations and breaks none comes to.

    Attributes:
        changes: the new figures; one that was lost is what the equations give, and has no
            printed cell.
        proofs: equations that hold now and did not before, or did by another sum, less one for
            each lost figure that they have to supply.
        is_whole: every equation of a changed cell can be computed.
    """

    changes: Mapping[int, FormCell]
    proofs: int
    is_whole: bool


def any_fails(table: AlignedTable, edition: str, fact: Fact) -> bool:
    """Whether an equation of a table fails; as every report is asked, it is told fast."""
    values = [cell.reading.value for cell in table.cells.values()]
    for signs in equations_of(edition, fact).signs:
        terms = [values[cell] for cell in signs]
        if None not in terms and sum(map(mul, terms, signs.values())):
            return True
    return False


def board_of(table: AlignedTable, edition: str, fact: Fact) -> Board:
    """Set up the equations of a table with its cells."""
    equations = equations_of(edition, fact)
    cells = list(table.cells.values())
    tallies = [Tally() for _ in equations.names]
    for cell, shares in zip(cells, equations.shares, strict=True):
        for equation, sign in shares:
            _count(tallies[equation], cell, 1, sign)
    return Board(equations, cells, tallies, table.choices)


def may_mend(board: Board, equation: int, changes: Changes) -> bool:
    """Whether the sides of a failing equation become equal by the changes, told fast."""
    signs = board.equations.signs[equation]
    moved = 0
    for cell, new in changes.items():
        if cell in signs:
            if new is None:
                return True
            old = board.cells[cell].reading.value
            moved += signs[cell] * int((new.reading.value or 0) - (old or 0))
    return board.tallies[equation].total + moved == 0


def outcome_of(board: Board, failing: Sequence[int], changes: Changes) -> Outcome | None:
    """What comes of putting other figures into some cells.

    Args:
        failing: the equations to be mended.
        changes: of which one at most is lost.

    Returns:
        None if an equation still fails, if one that held holds no more, or if nothing gives
        the lost figure or two equations give different ones.
    """
    touched = _touched(board, changes)
    if any(equation not in touched for equation in failing):
        return None
    filled = _with_lost_figure(board, touched, changes)
    if filled is None or not all(
        _is_as_good(board.tallies[equation], tally) for equation, tally in touched.items()
    ):
        return None
    mended = sum(
        tally.holds and (tally.is_new or not board.tallies[equation].holds)
        for equation, tally in touched.items()
    )
    is_whole = not any(tally.unknown for tally in touched.values())
    return Outcome(filled, mended - sum(map(is_supplied, filled.values())), is_whole)


def adding_up(board: Board, row: range, changes: Changes) -> Mapping[int, FormCell] | None:
    """The changes of a row with a lost figure supplied; None if the row does not add up then."""
    own = board.equations.own_of(row)
    if own is None:
        return None
    touched = _touched(board, changes, only=own)
    filled = _with_lost_figure(board, touched, changes)
    return filled if own in touched and touched[own].holds else None


def is_supplied(cell: FormCell) -> bool:
    """Whether a figure was lost and the equations supply it: it is printed nowhere."""
    return cell.printed is None and cell.reading.status is CellStatus.REPORTED


def _is_as_good(before: Tally, after: Tally) -> bool:
    """Whether an equation holds after an edit, or can be told as little as before."""
    if after.unknown:
        return not (before.holds or before.fails)
    return not after.total


def _touched(board: Board, changes: Changes, only: int | None = None) -> dict[int, Tally]:
    """How the equations of the changed cells stand then, or one; lost figures are left out."""
    touched: dict[int, Tally] = {}
    for cell, new in changes.items():
        for equation, sign in board.equations.shares[cell]:
            if only is not None and equation != only:
                continue
            if equation not in touched:
                old = board.tallies[equation]
                touched[equation] = Tally(old.total, old.unknown, old.blank)
            _count(touched[equation], board.cells[cell], -1, sign)
            if new is not None:
                _count(touched[equation], new, 1, sign)
            if sign < 0 and (new is None or _number(new) != _number(board.cells[cell])):
                touched[equation].is_new = True
    return touched


def _number(cell: FormCell) -> int:
    return int(cell.reading.value or 0)


def _count(tally: Tally, cell: FormCell, times: int, sign: int) -> None:
    reading = cell.reading
    if reading.value is not None:
        tally.total += times * sign * int(reading.value)
    elif reading.status is CellStatus.BLANK:
        tally.blank += times
    else:
        tally.unknown += times


def _with_lost_figure(
    board: Board, touched: dict[int, Tally], changes: Changes
) -> Mapping[int, FormCell] | None:
    """The changes with the figure that the touched equations give for a lost one.

    It is added to the tallies of the equations. No figure of the form's arithmetic is negative.
    """
    printed = {cell: new for cell, new in changes.items() if new is not None}
    if len(printed) == len(changes):
        return printed
    (place,) = changes.keys() - printed.keys()
    shares = [share for share in board.equations.shares[place] if share.equation in touched]
    given = {-s.sign * touched[s.equation].total for s in shares if not touched[s.equation].unknown}
    if len(given) != 1 or min(given) < 0:
        return None
    (figure,) = given
    for share in shares:
        touched[share.equation].total += share.sign * figure
    return {**printed, place: FormCell(Reading(CellStatus.REPORTED, figure), None)}
