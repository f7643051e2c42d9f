"""From the fields of a row to its cells: by position, or by the single reading that adds up.

Printed fields are only assigned, never changed: a surplus blank or a repeated field may be
left out, the parts of a cut number joined, and lost blank cells put back. Where more than one
such reading satisfies the form's arithmetic, there is none.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations, islice
from math import comb

from extract.document import Cell
from transform.numbers import BLANK, Reading, has_parted_digits, is_digits, is_empty, read_count
from transform.schema import CellStatus

_ZERO = Reading(CellStatus.REPORTED, 0)

_MOST_READINGS = 5_000
"""A row with more ways to read it than this is not worth trying: it has many."""

_MOST_CHOICES = 1_000
"""Readings of a row that are weighed by the sums of its columns."""


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
        return is_empty(self.cell.text)


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
        broken: the fields stand on more than one line.
        lone_fields: each field has a line of its own, so that any may be a page number.
        kept_width: the row is as wide as the rows around it, so that no cell is lost.
        pads_zeros: the table prints zeros before digits (00, 05), so that a zero and what
            follows it may be the parts of a cut number.
    """

    separated: bool
    start: int | None = None
    ends_in_lone_field: bool = False
    broken: bool = False
    lone_fields: bool = False
    kept_width: bool = False
    pads_zeros: bool = False


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
    if len(fields) > columns and all(field.is_empty for field in fields):
        return fields[:columns]
    if len(fields) == columns and arrangement.separated:
        return None if _holds_two_numbers_in_a_cell(fields, holds) else fields
    if len(fields) == columns:
        return _unless_doubtful(fields, arrangement, holds)
    seen: list[Fields] = []
    for candidates in _ever_bolder(fields, columns, arrangement, holds):
        seen = _distinct([*seen, *candidates])
        holding = [c for c in seen if holds is not None and _adds_up(c, holds)]
        if holds is not None and arrangement.pads_zeros and _leaves_out_inside(holding, fields):
            padded = (c for c in _with_zero_joined(fields, columns) if _adds_up(c, holds))
            holding = _distinct([*holding, *padded])
        if len(holding) == 1:
            return holding[0]
        if holding:
            return _by_position(fields, columns, arrangement, holding, holds)
    return _by_position(fields, columns, arrangement, seen, holds)


def readings_that_add_up(
    fields: Fields, columns: int, arrangement: Arrangement, holds: Arithmetic
) -> list[Fields]:
    """Every reading of a row's fields that adds up, however bold; none if they are very many."""
    groups = [] if len(fields) == columns else [*_ever_bolder(fields, columns, arrangement, holds)]
    if len(fields) == columns and not arrangement.separated:
        groups = [[fields], _with_a_part_too_many(fields, arrangement)]
    elif arrangement.pads_zeros:
        groups.append(_with_zero_joined(fields, columns))
    candidates = list(islice(chain.from_iterable(groups), _MOST_CHOICES + 1))
    if len(candidates) > _MOST_CHOICES:
        return []
    return [reading for reading in _distinct(candidates) if _adds_up(reading, holds)]


def _holds_two_numbers_in_a_cell(fields: Fields, holds: Arithmetic | None) -> bool:
    """Whether a row of numbers that does not add up has blanks inside a cell's digits."""
    if holds is None or _adds_up(fields, holds):
        return False
    return _are_numbers(fields) and any(has_parted_digits(field.cell.text) for field in fields)


def _are_numbers(fields: Fields) -> bool:
    """Whether every field is a number or blank, so that the arithmetic can be assessed."""
    return all(field.reading.status is not CellStatus.UNREADABLE for field in fields)


def _by_position(
    fields: Fields,
    columns: int,
    arrangement: Arrangement,
    candidates: list[Fields],
    holds: Arithmetic | None,
) -> Fields | None:
    """Choose by position, which counts only where blank cells survive."""
    if holds is None and len(candidates) == 1:
        return candidates[0]
    if not arrangement.separated or len(fields) < columns:
        return None
    if holds is None:
        return _behind_the_label(fields, columns, arrangement.start)
    if arrangement.start is None:
        return None
    window = _window(fields, columns, arrangement.start)
    if window is None or _values(window) not in {_values(c) for c in candidates}:
        return None
    # Empty cells at the ends of a row that does not add up may be the mark of a shift.
    contradicted = not _adds_up(window, holds) and _are_numbers(window)
    doubtful = contradicted and (window[0].is_empty or window[-1].is_empty)
    return None if doubtful else window


def _behind_the_label(fields: Fields, columns: int, start: int | None) -> Fields | None:
    """The columns of a row without arithmetic: where rows alike or the header show them.

    Else they begin right behind the label, if only empty cells and zeros follow them: under
    a header of fewer columns, merged rows are printed with a zero in each unused cell, or
    with their value in all of them.
    """
    starts = windows(fields, columns)
    if start is None and len(starts) == 1:
        start = starts[0]
    if start is not None and (shown := _window(fields, columns, start)) is not None:
        return shown
    printed = without_empty_ends(fields)
    if len({field.says for field in printed}) == 1 and len(printed) >= columns:
        return printed[:columns]
    inside, surplus = printed[:columns], printed[columns:]
    zeros = all(f.is_empty or f.reading == _ZERO for f in surplus)
    return inside if zeros and len(inside) == columns and fields[0] is printed[0] else None


def without_empty_ends(fields: Fields) -> Fields:
    """The fields from the first to the last that is printed."""
    printed = [i for i, field in enumerate(fields) if not field.is_empty]
    return fields[printed[0] : printed[-1] + 1] if printed else ()


def _window(fields: Fields, columns: int, start: int) -> Fields | None:
    outside = (*fields[:start], *fields[start + columns :])
    inside = fields[start : start + columns]
    fits = len(inside) == columns and all(f.is_empty for f in outside)
    return inside if fits else None


def windows(fields: Fields, columns: int) -> list[int]:
    """Where `columns` fields may begin with nothing but blanks before and after them."""
    starts = range(len(fields) - columns + 1)
    return [start for start in starts if _window(fields, columns, start) is not None]


def _unless_doubtful(
    fields: Fields, arrangement: Arrangement, holds: Arithmetic | None
) -> Fields | None:
    """Take a row without separators as it stands, unless only another reading adds up.

    Such a row may have lost a blank cell and gained a part of a number, or a page number.
    """
    if holds is None or _adds_up(fields, holds):
        return fields
    if arrangement.broken:
        return None
    others = _with_a_part_too_many(fields, arrangement)
    return None if any(_adds_up(other, holds) for other in others) else fields


def _with_a_part_too_many(fields: Fields, arrangement: Arrangement) -> Iterator[Fields]:
    """Readings in which a blank cell was lost, and a number was cut or is a page's."""
    for joined in _joined_once(fields):
        yield from _with_blanks(joined, len(fields))
    if arrangement.ends_in_lone_field:
        yield from _with_blanks(fields[:-1], len(fields))


def _joined_once(fields: Fields) -> Iterator[Fields]:
    for i in range(1, len(fields)):
        if _may_be_one_number(fields[i - 1].cell.text, fields[i].cell.text):
            yield _without(fields, {i: "join"})


def _ever_bolder(
    fields: Fields, columns: int, arrangement: Arrangement, holds: Arithmetic | None
) -> Iterator[Iterable[Fields]]:
    """Readings in groups: a bolder kind is tried only where no plainer one adds up."""
    surplus = len(fields) - columns
    if surplus < 0:
        if holds is not None:
            yield _with_blanks(fields, columns)
    elif len({f.says for f in fields}) == 1 or all(f.reading == BLANK for f in fields):
        yield [fields[:columns]]
    else:
        if arrangement.kept_width:
            starts = [s for s in windows(fields, columns) if arrangement.start in (None, s)]
            yield (fields[start : start + columns] for start in starts)
        yield chain(_with_fewer(fields, surplus, bold=False), _with_a_cell_lost(fields, columns))
        if arrangement.ends_in_lone_field and not arrangement.separated and surplus == 1:
            yield [fields[:-1]]
        if arrangement.lone_fields and surplus == 1:
            yield ((*fields[:i], *fields[i + 1 :]) for i in range(len(fields)))
        if holds is not None:
            yield _with_fewer(fields, surplus, bold=True)


def _with_a_cell_lost(fields: Fields, columns: int) -> Iterator[Fields]:
    """Readings in which the empty cells at both ends are no columns, and blank ones are lost."""
    printed = without_empty_ends(fields)
    if len(printed) < columns:
        yield from _with_blanks(printed, columns)


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


def _with_fewer(fields: Fields, surplus: int, *, bold: bool) -> Iterator[Fields]:
    """Every way to lose `surplus` fields: leave out empty ones.

    Args:
        bold: also leave out repeats of a merged cell, and join the parts of a cut number.
    """
    ways = [(i, way) for i in range(len(fields)) for way in _ways_to_lose(fields, i, bold=bold)]
    if comb(len(ways), surplus) > _MOST_READINGS:
        yield from (fields[s : s + len(fields) - surplus] for s in range(surplus + 1))
        return
    for chosen in combinations(ways, surplus):
        if len({i for i, _ in chosen}) == surplus:
            yield _without(fields, dict(chosen))


def _leaves_out_inside(holding: Sequence[Fields], fields: Fields) -> bool:
    """Whether the only reading that adds up leaves out a field between others."""
    if len(holding) != 1:
        return False
    columns = len(holding[0])
    return holding[0] not in [fields[i : i + columns] for i in range(len(fields) - columns + 1)]


def _with_zero_joined(fields: Fields, columns: int) -> Iterator[Fields]:
    """Readings in which a zero is the first part of a cut number, which changes no sum."""
    for i in range(1, len(fields) if len(fields) > columns else 0):
        parts = fields[i - 1], fields[i]
        if parts[0].reading == _ZERO and _may_be_one_number(*(f.cell.text for f in parts)):
            joined = _without(fields, {i: "join"})
            yield from _with_fewer(joined, len(joined) - columns, bold=False)


def _ways_to_lose(fields: Fields, i: int, *, bold: bool) -> Iterator[str]:
    if fields[i].is_empty or (bold and i and fields[i].says == fields[i - 1].says):
        yield "leave out"
    if bold and i and _may_be_one_number(fields[i - 1].cell.text, fields[i].cell.text):
        yield "join"


def _may_be_one_number(first: str, second: str) -> bool:
    return is_digits(first) and is_digits(second)


def _without(fields: Fields, lost: dict[int, str]) -> Fields:
    kept: list[Field] = []
    for i, field in enumerate(fields):
        if lost.get(i) == "join" and kept:
            text = f"{kept[-1].cell.text} {field.cell.text}"
            kept[-1] = Field(replace(kept[-1].cell, text=text), read_count(text))
        elif i not in lost:
            kept.append(field)
    return tuple(kept)


def _distinct(candidates: Iterable[Fields]) -> list[Fields]:
    """Drop readings that say the same in every column, and joins that came out short."""
    return list({_values(candidate): candidate for candidate in candidates}.values())


def _values(fields: Fields) -> tuple[Reading | str, ...]:
    return tuple(field.says for field in fields)


def _adds_up(fields: Fields, holds: Arithmetic) -> bool:
    return holds([field.reading for field in fields])
