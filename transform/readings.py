"""From the fields of a row to its cells: by position, or by the single reading that adds up.

Printed fields are only assigned, never changed: a surplus blank or a repeated field may be
left out, the parts of a cut number joined, and lost blank cells put back. Where more than one
such reading satisfies the form's arithmetic, there is none.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb

from extract.document import Cell
from transform.numbers import BLANK, Reading, is_digits, read_count
from transform.schema import CellStatus

_ZERO = Reading(CellStatus.REPORTED, 0)

_MOST_READINGS = 5_000
"""A row with more ways to read it than this is not worth trying: it has many."""


@dataclass(frozen=True, slots=True)
class Field:
    """A printed field and what it says as a count."""

    cell: Cell
    reading: Reading

    @property
    def says(self) -> Reading | str:
        """What two fields must share to say the same."""
        unreadable = self.reading.status is CellStatus.UNREADABLE
        return self.cell.text if unreadable else self.reading

    @property
    def is_empty(self) -> bool:
        """Whether nothing is printed; a dash is printed, and so is no surplus cell."""
        return not self.cell.text.strip()


Fields = tuple[Field, ...]
Arithmetic = Callable[[Sequence[Reading]], bool]
"""Whether a row's readings satisfy the form, a blank counting as 0; False if one is no number."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How the fields of a row lie.

    Attributes:
        separated: blank cells survive.
        start: index of the first field that is a column of the form, if position tells it.
        ends_in_lone_field: the last field may be a page number.
    """

    separated: bool
    start: int | None = None
    ends_in_lone_field: bool = False


def as_fields(cells: Sequence[Cell]) -> Fields:
    """Read each field as an unsigned count."""
    return tuple(Field(cell, read_count(cell.text)) for cell in cells)


def place_fields(
    fields: Fields, columns: int, arrangement: Arrangement, holds: Arithmetic | None
) -> Fields | None:
    """Assign a row's fields to its columns.

    Args:
        fields: the fields behind the row's label, in printed order.
        columns: how many columns the form has.
        arrangement: how the fields lie.
        holds: the arithmetic of the row; None where the form gives none.

    Returns:
        As many fields as columns, or None if no single reading remains.
    """
    if len(fields) == columns:
        return fields if arrangement.separated else _unless_doubtful(fields, arrangement, holds)
    candidates = _distinct(_candidates(fields, columns, arrangement, holds is not None))
    holding = [c for c in candidates if holds is not None and _adds_up(c, holds)]
    if len(holding) == 1:
        return holding[0]
    return _by_position(fields, columns, arrangement, holding or candidates, holds)


def _by_position(
    fields: Fields,
    columns: int,
    arrangement: Arrangement,
    candidates: list[Fields],
    holds: Arithmetic | None,
) -> Fields | None:
    if holds is None and len(candidates) == 1:
        return candidates[0]
    if not arrangement.separated or arrangement.start is None:
        return None
    window = _window(fields, columns, arrangement.start)
    if holds is None and window is None:
        window = _before_zeros(fields, columns, arrangement.start)
        return window
    known = {_values(candidate) for candidate in candidates}
    return window if window is not None and _values(window) in known else None


def _before_zeros(fields: Fields, columns: int, start: int) -> Fields | None:
    """The columns, where nothing but zeros and empty cells stands behind them.

    Under a header of fewer columns a merged row of the form is printed with a zero in each
    of its unused cells.
    """
    surplus = fields[start + columns :]
    zeros = all(f.is_empty or f.reading == _ZERO for f in surplus)
    return fields[start : start + columns] if start == 0 and zeros else None


def windows(fields: Fields, columns: int) -> list[int]:
    """Where `columns` fields may begin with nothing but blanks before and after them."""
    starts = range(len(fields) - columns + 1)
    return [start for start in starts if _window(fields, columns, start) is not None]


def _window(fields: Fields, columns: int, start: int) -> Fields | None:
    outside = (*fields[:start], *fields[start + columns :])
    inside = fields[start : start + columns]
    fits = len(inside) == columns and all(f.is_empty for f in outside)
    return inside if fits else None


def _unless_doubtful(
    fields: Fields, arrangement: Arrangement, holds: Arithmetic | None
) -> Fields | None:
    """Take a row without separators as it stands, unless only another reading adds up.

    Such a row may have lost a blank cell and gained a part of a number, or a page number.
    """
    if holds is None or _adds_up(fields, holds):
        return fields
    columns = len(fields)
    others = [
        candidate
        for joined in _with_fewer(fields, 1, repeats=False)
        for candidate in _with_blanks(joined, columns)
    ]
    if arrangement.ends_in_lone_field:
        others += _with_blanks(fields[:-1], columns)
    return None if any(_adds_up(other, holds) for other in others) else fields


def _candidates(
    fields: Fields, columns: int, arrangement: Arrangement, has_arithmetic: bool
) -> Iterator[Fields]:
    surplus = len(fields) - columns
    if surplus < 0:
        yield from _with_blanks(fields, columns) if has_arithmetic else ()
        return
    if all(f.reading == BLANK for f in fields) or len({f.says for f in fields}) == 1:
        yield fields[:columns]
        return
    if arrangement.ends_in_lone_field and not arrangement.separated and surplus == 1:
        yield fields[:-1]
    if comb(len(fields), surplus) <= _MOST_READINGS:
        yield from _with_fewer(fields, surplus, repeats=has_arithmetic, joins=has_arithmetic)
    for start in windows(fields, columns):
        yield fields[start : start + columns]


def _with_blanks(fields: Fields, columns: int) -> Iterator[Fields]:
    """Every way to put lost blank cells back, so that the fields fill the columns."""
    if not fields or comb(columns, len(fields)) > _MOST_READINGS:
        return
    for places in combinations(range(columns), len(fields)):
        row: list[Field] = [_lost_blank(fields[0])] * columns
        for place, field in zip(places, fields, strict=True):
            row[place] = field
        yield tuple(row)


def _lost_blank(neighbour: Field) -> Field:
    return Field(replace(neighbour.cell, text=""), BLANK)


def _with_fewer(
    fields: Fields, surplus: int, *, repeats: bool, joins: bool = True
) -> Iterator[Fields]:
    """Every way to lose `surplus` fields: leave out blanks and repeats, join cut numbers."""
    ways = [
        (i, way)
        for i in range(len(fields))
        for way in _ways_to_lose(fields, i, repeats=repeats, joins=joins)
    ]
    if comb(len(ways), surplus) > _MOST_READINGS:
        return
    for chosen in combinations(ways, surplus):
        if len({i for i, _ in chosen}) == surplus:
            yield _without(fields, dict(chosen))


def _ways_to_lose(fields: Fields, i: int, *, repeats: bool, joins: bool) -> Iterator[str]:
    if fields[i].is_empty:
        yield "leave out"
    elif i and fields[i].says == fields[i - 1].says and repeats:
        yield "leave out"
    if i and joins and _may_be_one_number(fields[i - 1].cell.text, fields[i].cell.text):
        yield "join"


def _may_be_one_number(first: str, second: str) -> bool:
    return is_digits(first) and is_digits(second) and not first.strip().startswith(("0", "０"))


def _without(fields: Fields, lost: dict[int, str]) -> Fields:
    kept: list[Field] = []
    for i, field in enumerate(fields):
        if lost.get(i) == "join" and kept:
            text = f"{kept[-1].cell.text} {field.cell.text}"
            kept[-1] = Field(replace(kept[-1].cell, text=text), read_count(text))
        elif i not in lost:
            kept.append(field)
    return tuple(kept)


def _distinct(candidates: Iterator[Fields]) -> list[Fields]:
    """Drop readings that say the same in every column, and joins that came out short."""
    return list({_values(candidate): candidate for candidate in candidates}.values())


def _values(fields: Fields) -> tuple[Reading | str, ...]:
    return tuple(field.says for field in fields)


def _adds_up(fields: Fields, holds: Arithmetic) -> bool:
    return holds([field.reading for field in fields])
