"""Mistakes that agencies make in their tables: what is printed differs from what is true."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

from tests.breakages.cases import AGENCY, Case, Sound
from tests.generator.figures import TrueCell, TrueReport
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW, CellId

Changed = Mapping[CellId, TrueCell]
Mistake = Callable[[TrueReport, Random], Changed | None]
"""Gives the cells as they are printed, or None if the report has no place for the mistake."""


def break_by(mode: str, sound: Sound) -> Case | None:
    """Print a report with one kind of mistake; None if it has no place for it."""
    changed = MISTAKES[mode.partition(", ")[0]](sound.report, sound.rng)
    if not changed:
        return None
    case = sound.printing(changed).broken(mode, AGENCY, sound.report.cells)
    return replace(case, changed={key: _printed_number(cell) for key, cell in changed.items()})


def _change_digit(report: TrueReport, rng: Random) -> Changed:
    key = rng.choice(_numbers(report, APPLICATIONS, REVIEW))
    text = str(report.count(*key))
    at = rng.randrange(len(text))
    digit = rng.choice([d for d in "0123456789" if d != text[at]])
    return {key: _count(int(text[:at] + digit + text[at + 1 :]))}


def _transpose_digits(report: TrueReport, rng: Random) -> Changed | None:
    keys = [key for key in _numbers(report, APPLICATIONS, REVIEW) if _transposable(report, key)]
    if not keys:
        return None
    key = rng.choice(keys)
    text = str(report.count(*key))
    places = [at for at in range(len(text) - 1) if text[at] != text[at + 1]]
    at = rng.choice(places)
    return {key: _count(int(text[:at] + text[at + 1] + text[at] + text[at + 2 :]))}


def _add_up_wrongly(report: TrueReport, rng: Random) -> Changed:
    totals = [
        key
        for key in _numbers(report, APPLICATIONS, REVIEW)
        if key[2] == "total" or key[1] == "processed_total"
    ]
    key = rng.choice(totals)
    wrong = report.count(*key) + rng.choice((-10, -3, -1, 1, 3, 10))
    return {key: _count(wrong if wrong >= 0 else report.count(*key) + 1)}


def _leave_total_zero(report: TrueReport, rng: Random) -> Changed | None:
    totals = [key for key in _numbers(report, APPLICATIONS, REVIEW, least=1) if key[2] == "total"]
    return {rng.choice(totals): _count(0)} if totals else None


def _enter_in_other_row(report: TrueReport, rng: Random) -> Changed | None:
    return _move(report, rng, lambda key, other: key[2] == other[2] and key[1] != other[1])


def _enter_in_other_column(report: TrueReport, rng: Random) -> Changed | None:
    return _move(report, rng, lambda key, other: key[1] == other[1] and key[2] != other[2])


def _misstate_carried_forward(report: TrueReport, rng: Random) -> Changed:
    keys = [key for key in _numbers(report, APPLICATIONS) if key[1] == "carried_forward"]
    key = rng.choice(keys)
    more = rng.randint(1, 5)
    changed = {key: _count(report.count(*key) + more)}
    total = (APPLICATIONS, "carried_forward", "total")
    if rng.random() < 0.5 and key != total:
        changed[total] = _count(report.count(*total) + more)
    return changed


def _copy_row(report: TrueReport, rng: Random) -> Changed | None:
    rows = _rows_of_numbers(report)
    pairs = [
        (to, of)
        for to in rows
        for of in rows
        if _values(report, rows[to]) != _values(report, rows[of])
    ]
    if not pairs:
        return None
    to, of = rng.choice(pairs)
    return {
        key: _count(report.count(*other))
        for key, other in zip(rows[to], rows[of], strict=True)
        if report.count(*key) != report.count(*other)
    }


def _count_carried_over_as_received(report: TrueReport, rng: Random) -> Changed | None:
    rows = _rows_of_numbers(report)
    if not {"received", "carried_over"} <= rows.keys():
        return None
    return {
        key: _count(report.count(*key) + report.count(*over))
        for key, over in zip(rows["received"], rows["carried_over"], strict=True)
        if report.count(*over)
    }


def _leave_row_zero(report: TrueReport, rng: Random) -> Changed | None:
    rows = [keys for keys in _rows_of_numbers(report).values() if any(_values(report, keys))]
    chosen = rng.choice(rows) if rows else []
    return {key: _count(0) for key in chosen if report.count(*key)}


def _mistake_in_two_cells(report: TrueReport, rng: Random) -> Changed | None:
    """One more here and one less there, in a square of cells: every sum stays as it is."""
    rows = [keys for code, keys in _rows_of_numbers(report).items() if code in _OUTCOMES]
    if len(rows) < 2:
        return None
    first, second = rng.sample(rows, k=2)
    left, right = rng.sample(range(6), k=2)
    if not report.count(*first[left]) or not report.count(*second[right]):
        return None
    steps = {first[left]: -1, first[right]: 1, second[left]: 1, second[right]: -1}
    return {key: _count(report.count(*key) + step) for key, step in steps.items()}


def _misstate_proactive(report: TrueReport, rng: Random) -> Changed | None:
    keys = [
        key
        for key in _numbers(report, PROACTIVE)
        if key[2] not in ("amount", "change", "previous_items")
    ]
    key = rng.choice(keys) if keys else None
    return {key: _count(report.count(*key) + rng.choice((1, 9, 10)))} if key else None


def _take_wrong_unit(report: TrueReport, rng: Random) -> Changed | None:
    """Yuan entered as ten thousands of yuan."""
    key = (PROACTIVE, "administrative_fees", "amount")
    cell = report.cells.get(key)
    if cell is None or not cell.value or "万元" not in report.amount_header:
        return None
    if not cell.printed.replace(".", "").isdigit():
        return None
    return {key: replace(cell, value=cell.value * 10_000, printed=f"{cell.value}")}


MISTAKES: dict[str, Mistake] = {
    "digit changed": _change_digit,
    "digits transposed": _transpose_digits,
    "total not added up": _add_up_wrongly,
    "total left at zero": _leave_total_zero,
    "figure in the wrong row": _enter_in_other_row,
    "figure in the wrong column": _enter_in_other_column,
    "carried forward wrong": _misstate_carried_forward,
    "row copied from another": _copy_row,
    "carried over counted as received": _count_carried_over_as_received,
    "row left at zero": _leave_row_zero,
    "two mistakes that cancel out": _mistake_in_two_cells,
    "proactive figure wrong": _misstate_proactive,
    "money in the wrong unit": _take_wrong_unit,
}
"""Every kind of mistake by name."""

OF_UNCLEAR = tuple(
    f"{name}, told by order"
    for name in ("digit changed", "total not added up", "figure in the wrong column")
)
"""Where only the order of labels and numbers tells what a cell holds."""
OF_FILES = ("digit changed, in a file", "row copied from another, in a file")
OF_UNRULED = ("digit changed, without rules", "total not added up, without rules")
OF_SCANS = ("total not added up, in a scan", "row copied from another, in a scan")
"""The same in files of forms that take long, in PDF without rules, and in scans."""

_OUTCOMES = ("granted", "partially_granted", "unavailable_not_held", "rejected_duplicate")


def _count(value: int) -> TrueCell:
    return TrueCell(value, "reported", str(value))


def _printed_number(cell: TrueCell) -> Decimal:
    assert cell.value is not None
    return Decimal(cell.value)


def _numbers(report: TrueReport, *facts: str, least: int = 0) -> list[CellId]:
    return [
        key
        for key, cell in report.cells.items()
        if key[0] in facts and cell.value is not None and cell.value >= least
    ]


def _transposable(report: TrueReport, key: CellId) -> bool:
    return len(set(str(report.count(*key)))) > 1


def _move(
    report: TrueReport, rng: Random, beside: Callable[[CellId, CellId], bool]
) -> Changed | None:
    """Print a figure in a cell beside its own, which is 0, and 0 in its own."""
    inner = [key for key in _numbers(report, APPLICATIONS) if key[2] != "total"]
    pairs = [
        (key, other)
        for key in inner
        if report.count(*key)
        for other in inner
        if not report.count(*other) and beside(key, other)
    ]
    if not pairs:
        return None
    key, other = rng.choice(pairs)
    return {key: _count(0), other: _count(report.count(*key))}


def _rows_of_numbers(report: TrueReport) -> dict[str, list[CellId]]:
    """The rows of applications all of whose cells hold numbers."""
    rows: dict[str, list[CellId]] = {}
    for key in report.cells:
        if key[0] == APPLICATIONS:
            rows.setdefault(key[1], []).append(key)
    return {
        code: keys
        for code, keys in rows.items()
        if all(report.cells[key].value is not None for key in keys)
    }


def _values(report: TrueReport, keys: list[CellId]) -> list[int]:
    return [report.count(*key) for key in keys]
