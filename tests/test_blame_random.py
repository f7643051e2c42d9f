"""Random tables, broken in each way: how often the blame is right, and that it is never changed.

A table of which every sum still holds, or in which a blank leaves it open, tells nothing.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import pytest

from tests.blamed_reports import FORM
from tests.broken_tables import (
    CODES,
    DAMAGES,
    SLIPS,
    Rows,
    as_table,
    draw_broken,
    misread_digit,
)
from tests.sizes import short_and_long
from transform import blame_search
from transform.aligned import ABSENT, AlignedTable
from transform.blame import settle_blame
from transform.form import CellKey, Fact
from transform.placement import Placement

SEED = "20211231"
MOST_TRIED = 2_600
"""Readings of a table: of one row, and of two rows together."""
Record = Callable[[str, object], None]


def _settle(table: AlignedTable) -> tuple[AlignedTable, str]:
    tables, broken = settle_blame({Fact.APPLICATIONS: table}, FORM)
    blames = {equation.blame for equation in broken}
    assert len(blames) <= 1
    return tables[Fact.APPLICATIONS], min(blames, default="nothing")


def _count(
    drawn: Sequence[tuple[Rows, Rows]], print_table: Callable[[Rows], AlignedTable]
) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for _, broken in drawn:
        table = print_table(broken)
        settled, blame = _settle(table)
        assert settled.cells == table.cells
        outcomes[blame] += 1
    return outcomes


def _as_scan(rows: Rows) -> AlignedTable:
    return as_table(rows, confidence=0.97)


def _record(mode: str, outcomes: Counter[str], record: Record) -> None:
    told = ", ".join(f"{count} {blame}" for blame, count in sorted(outcomes.items()))
    record("measured", f"blame: {mode}: {outcomes.total()} tables: {told}")


@pytest.mark.parametrize("count", short_and_long(40, 600))
@pytest.mark.parametrize("mode", DAMAGES)
def test_a_damage_is_hardly_ever_laid_to_the_agency(
    mode: str, count: int, record_property: Record
) -> None:
    outcomes = _count(draw_broken(DAMAGES[mode], count, SEED + mode), as_table)
    _record(mode, outcomes, record_property)
    seen = count - outcomes["nothing"]
    assert seen > count / 5
    assert outcomes["suspect_reading"] >= 0.9 * seen
    assert outcomes["agency_error"] <= 0.02 * seen


@pytest.mark.parametrize("mode", DAMAGES)
def test_what_is_suggested_is_what_was_printed_at_first(mode: str) -> None:
    """A lost cell may be suggested as blank where 0 was printed."""
    suggested = 0
    for rows, broken in draw_broken(DAMAGES[mode], 15, SEED + mode):
        _, equations = settle_blame({Fact.APPLICATIONS: as_table(broken)}, FORM)
        suggestion = (equations[0].suggestion or "").replace("_", "0") if equations else ""
        changed = [code for code in rows if rows[code] != broken[code]]
        assert not suggestion or all(" | ".join(rows[code]) in suggestion for code in changed)
        suggested += bool(suggestion)
    assert suggested > 10


@pytest.mark.parametrize("count", short_and_long(40, 600))
@pytest.mark.parametrize("mode", SLIPS)
def test_a_slip_is_hardly_ever_laid_to_the_reading(
    mode: str, count: int, record_property: Record
) -> None:
    drawn = draw_broken(SLIPS[mode], count, SEED + mode)
    outcomes = _count(drawn, as_table)
    _record(mode, outcomes, record_property)
    seen = count - outcomes["nothing"]
    assert seen > count / 2
    assert outcomes["agency_error"] >= 0.95 * seen
    assert outcomes["suspect_reading"] <= 0.01 * seen


@pytest.mark.parametrize("count", short_and_long(40, 600))
def test_a_misread_digit_of_a_scan_is_suspected(count: int, record_property: Record) -> None:
    outcomes = _count(draw_broken(misread_digit, count, SEED), _as_scan)
    _record("digit misread", outcomes, record_property)
    assert outcomes["suspect_reading"] == count


@pytest.mark.parametrize("placement", Placement)
def test_nothing_is_broken_in_sound_tables(placement: Placement) -> None:
    drawn = [(rows, rows) for rows, _ in draw_broken(lambda rows, rng: rows, 20, SEED)]
    outcomes = _count(drawn, lambda rows: as_table(rows, placement))
    assert outcomes == Counter(nothing=20)


@pytest.mark.parametrize(("lost", "blame"), [(False, "agency_error"), (True, "undecided")])
def test_beside_a_row_that_has_lost_a_cell_it_stays_open(lost: bool, blame: str) -> None:
    (_, rows), *_ = draw_broken(SLIPS["figure in the wrong column"], 1, SEED)
    table = as_table(rows)
    if lost:
        table.cells[CellKey(Fact.APPLICATIONS, "granted", "total")] = ABSENT
    assert _settle(table)[1] == blame


HOSTILE = {
    "long figures": lambda r, c: "9" * 18,
    "figures to part and blanks": lambda r, c: "123456789" if c % 2 else "",
    "one full column": lambda r, c: "123456789" if c == 3 else "",
    "full first row": lambda r, c: "1" if r == 0 or c == 6 else "",
    "no numbers": lambda r, c: "x" * 50,
    "zeros before digits": lambda r, c: "007",
    "signs": lambda r, c: "-5",
}
"""What a table may hold that is meant to keep a reader busy, by row and column."""


@pytest.mark.parametrize("placement", [Placement.BORDER, Placement.ARITHMETIC])
@pytest.mark.parametrize("texts", HOSTILE.values(), ids=HOSTILE)
def test_hostile_tables_are_settled_and_stay_as_printed(
    texts: Callable[[int, int], str], placement: Placement, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    fast = blame_search.may_mend
    monkeypatch.setattr(blame_search, "may_mend", lambda *given: tried.append(1) or fast(*given))
    rows = {code: [texts(r, c) for c in range(7)] for r, code in enumerate(CODES)}
    table = as_table(rows, placement)
    settled, blame = _settle(table)
    assert settled.cells == table.cells
    assert blame in {"nothing", "undecided", "agency_error"}
    assert len(tried) <= MOST_TRIED
