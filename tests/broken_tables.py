"""Random tables of applications whose sums hold, and the ways in which one of them is broken.

A table is its rows as printed, in the form's order; "" is an empty cell.
"""

from collections.abc import Callable, Sequence
from random import Random

from extract.document import Cell
from tests.blamed_reports import FORM, LABELS, TYPES
from transform.aligned import AlignedTable, FormCell
from transform.form import CellKey, Fact
from transform.numbers import read_count
from transform.placement import Placement

Rows = dict[str, list[str]]
Change = Callable[[Rows, Random], Rows | None]
"""Breaks a table; None if it has no place for that."""

CODES = list(LABELS)
OUTCOMES = CODES[2:-2]
_LOOK_ALIKE = {"1": "7", "7": "1", "0": "68", "6": "08", "8": "06"}


def draw_rows(rng: Random) -> Rows:
    """Draw a table: most outcomes are rare, and few applicants are no natural persons."""
    most = rng.choice((3, 20, 300))
    columns = [_draw_column(rng, most if i == 0 else most // 3 + 1) for i in range(len(TYPES) - 1)]
    columns.append([sum(figures) for figures in zip(*columns, strict=True)])
    lines = zip(*columns, strict=True)
    return {code: list(map(str, line)) for code, line in zip(CODES, lines, strict=True)}


def _draw_column(rng: Random, most: int) -> list[int]:
    rare = rng.choice((0.2, 0.6, 0.9))
    outcomes = [0 if rng.random() < rare else rng.randint(0, most) for _ in OUTCOMES]
    processed, forward = sum(outcomes), rng.randint(0, most // 2)
    over = rng.randint(0, min(most, processed + forward))
    return [processed + forward - over, over, *outcomes, processed, forward]


def as_table(
    rows: Rows, placement: Placement = Placement.BORDER, confidence: float | None = None
) -> AlignedTable:
    """The table as it was aligned."""
    cells = {}
    for r, (code, line) in enumerate(rows.items(), 1):
        for c, (column, text) in enumerate(zip(TYPES, line, strict=True), 1):
            printed = Cell(text, f"T1:R{r}:C{c}", None, confidence)
            key = CellKey(Fact.APPLICATIONS, code, column)
            cells[key] = FormCell(read_count(text), printed, placement)
    assert [*cells] == [key for key in FORM.cells() if key.fact is Fact.APPLICATIONS]
    return AlignedTable(cells, found=True)


def _with_row(rows: Rows, code: str, line: Sequence[str]) -> Rows | None:
    return {**rows, code: list(line)} if list(line) != rows[code] else None


def _telling(rows: Rows, rng: Random) -> str | None:
    """A row of several numbers."""
    codes = [code for code in CODES if len(set(rows[code])) > 2]
    return rng.choice(codes) if codes else None


def _shift_right(rows: Rows, rng: Random) -> Rows | None:
    code = _telling(rows, rng)
    return None if code is None else _with_row(rows, code, ["", *rows[code][:-1]])


def _shift_left(rows: Rows, rng: Random) -> Rows | None:
    code = _telling(rows, rng)
    return None if code is None else _with_row(rows, code, [*rows[code][1:], ""])


def _collapse(rows: Rows, rng: Random) -> Rows | None:
    """A cell of nothing inside a row is gone; one too many stands at its end."""
    code = _telling(rows, rng)
    if code is None or "0" not in rows[code][:-1]:
        return None
    line = list(rows[code])
    del line[line.index("0")]
    return _with_row(rows, code, [*line, ""])


def _join(rows: Rows, rng: Random) -> Rows | None:
    code = _telling(rows, rng)
    if code is None:
        return None
    line = rows[code]
    places = [i for i in range(len(line) - 1) if line[i] != "0"]
    i = rng.choice(places) if places else 0
    rest = ["", *line[i + 2 :]] if rng.random() < 0.5 else [*line[i + 2 :], ""]
    return _with_row(rows, code, [*line[:i], line[i] + line[i + 1], *rest]) if places else None


def _split(rows: Rows, rng: Random) -> Rows | None:
    places = [(c, i) for c in CODES for i, text in enumerate(rows[c][:-1]) if len(text) > 1]
    if not places:
        return None
    code, i = rng.choice(places)
    line = rows[code]
    cut = rng.randrange(1, len(line[i]))
    return _with_row(rows, code, [*line[:i], line[i][:cut], line[i][cut:], *line[i + 1 : -1]])


def _swap(rows: Rows, rng: Random) -> Rows | None:
    one, other = rng.choice(OUTCOMES), rng.choice(("processed_total", "carried_forward"))
    swapped = {**rows, one: rows[other], other: rows[one]}
    return swapped if rows[one] != rows[other] else None


def _shift_two_rows(rows: Rows, rng: Random) -> Rows | None:
    once = _shift_right(rows, rng)
    twice = once and _shift_right(once, rng)
    moved = [code for code, line in (twice or {}).items() if line != rows[code]]
    return twice if len(moved) > 1 else None


def _misread(rows: Rows, rng: Random) -> Rows | None:
    code = rng.choice(CODES)
    i = rng.randrange(len(TYPES))
    text = rows[code][i]
    places = [at for at, digit in enumerate(text) if digit in _LOOK_ALIKE]
    if not places:
        return None
    at = rng.choice(places)
    other = text[:at] + rng.choice(_LOOK_ALIKE[text[at]]) + text[at + 1 :]
    return _with_row(rows, code, [*rows[code][:i], other, *rows[code][i + 1 :]])


def _mistype(rows: Rows, rng: Random) -> Rows | None:
    code = rng.choice(CODES)
    i = rng.randrange(len(TYPES))
    other = str(max(int(rows[code][i]) + rng.choice((-30, -9, -1, 1, 2, 9, 90)), 0))
    return _with_row(rows, code, [*rows[code][:i], other, *rows[code][i + 1 :]])


def _miscount(rows: Rows, rng: Random) -> Rows | None:
    code = rng.choice(CODES)
    wrong = rng.choice((0, int(rows[code][-1]) + rng.choice((1, 2, 10))))
    return _with_row(rows, code, [*rows[code][:-1], str(wrong)])


def _put_in_wrong_column(rows: Rows, rng: Random) -> Rows | None:
    code = rng.choice(CODES)
    i, j = rng.sample(range(len(TYPES) - 1), k=2)
    line = list(rows[code])
    line[i], line[j] = line[j], line[i]
    return _with_row(rows, code, line)


def _leave_out_row(rows: Rows, rng: Random) -> Rows | None:
    code = rng.choice(CODES)
    return _with_row(rows, code, ["0"] * len(TYPES))


def _copy_row(rows: Rows, rng: Random) -> Rows | None:
    one, other = rng.sample(CODES, k=2)
    return _with_row(rows, one, rows[other])


DAMAGES: dict[str, Change] = {
    "row shifted to the right": _shift_right,
    "row shifted to the left": _shift_left,
    "cell of nothing gone": _collapse,
    "digits joined": _join,
    "digits split": _split,
    "rows swapped": _swap,
    "two rows shifted": _shift_two_rows,
}
"""What happens to a table on its way."""

SLIPS: dict[str, Change] = {
    "figure mistyped": _mistype,
    "total miscounted": _miscount,
    "figure in the wrong column": _put_in_wrong_column,
    "row left at zero": _leave_out_row,
    "row copied from another": _copy_row,
}
"""What agencies do when they fill in the form."""

misread_digit = _misread
"""What recognisers of scans do."""


def draw_broken(change: Change, count: int, seed: str) -> list[tuple[Rows, Rows]]:
    """So many tables, sound and broken."""
    rng = Random(seed)
    drawn: list[tuple[Rows, Rows]] = []
    while len(drawn) < count:
        rows = draw_rows(rng)
        broken = change(rows, rng)
        if broken is not None:
            drawn.append((rows, broken))
    return drawn
