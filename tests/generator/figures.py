"""Draw the true figures of a report, consistent with the form's equations."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

from tests.generator.agencies import AGENCIES, Agency
from tests.generator.form_data import (
    APPLICATIONS,
    PROACTIVE,
    REVIEW,
    CellId,
    Form,
    cell_ids,
    codes,
    identity_codes,
    read_form,
)
from tests.generator.printing import MANNERS, Manner, print_amount, print_change, print_count

STYLES = tuple(MANNERS)
"""How figures are drawn and printed: see `printing.MANNERS`."""

Value = int | Decimal | None
AMOUNT_HEADERS: dict[str, tuple[tuple[str, str | None], ...]] = {
    "2019": (
        ("采购总金额", None),
        ("采购总金额（万元）", "万元"),
        ("采购总金额（单位：元）", "元"),
    ),
    "2021": (
        ("本年收费金额（单位：万元）", "万元"),
        ("本年收费金额（单位：万元，保留四位小数）", "万元"),
        ("本年收费金额（单位：元）", "元"),
    ),
}
"""Headers of the amount column and the unit that each names."""
_RARITY = {"regulations": 100, "normative_documents": 3}


@dataclass(frozen=True, slots=True)
class TrueCell:
    """What a careful reader finds in one cell.

    Attributes:
        value: count, or money in yuan; None unless the status is 'reported'.
        status: 'reported', 'blank', 'missing' or 'unreadable'.
        printed: as printed; "" for an empty cell and where the document has no cell.
        may_be_missing: the cell can be told only by the form's arithmetic, so that 'missing'
            is right as well.
    """

    value: Value
    status: str
    printed: str
    may_be_missing: bool = False


MISSING = TrueCell(None, "missing", "")


@dataclass(frozen=True, slots=True)
class TrueReport:
    """A report's facts, known before it is printed.

    Attributes:
        form_edition: None once every table has been taken out.
        cells: every cell of the edition's form.
        amount_header: what the column of money is headed with.
        layout: the layout that it was printed in; "" before printing.
        damages: names of the damages done in printing.
        named: the report prints its agency's name.
        scope: 'consolidated' if the report says so; None for one that says nothing.
        mistold: what the text adds to figures of the tables by mistake, by what they count.
        sentences: what the overview says besides.
    """

    agency: Agency
    report_year: int
    form_edition: str | None
    cells: Mapping[CellId, TrueCell]
    amount_header: str
    layout: str = ""
    damages: tuple[str, ...] = field(default=())
    named: bool = True
    scope: str | None = None
    mistold: Mapping[str, int] = field(default_factory=dict)
    sentences: tuple[str, ...] = ()

    @property
    def agency_name(self) -> str | None:
        """The fullest name that the report prints; None if it prints none."""
        return self.agency.name if self.named else None

    def count(self, fact: str, row: str, column: str) -> int:
        """The value of a cell, 0 if it has none: for the narrative."""
        cell = self.cells.get((fact, row, column))
        return int(cell.value) if cell is not None and cell.value is not None else 0

    def with_cells(self, changed: Mapping[CellId, TrueCell]) -> "TrueReport":
        """The same report with these cells in place of the old."""
        return replace(self, cells={**self.cells, **changed})


def draw_report(
    rng: Random,
    edition: str,
    *,
    style: str,
    agency: Agency | None = None,
    year: int | None = None,
    carried_over: Mapping[str, int] | None = None,
    solid: bool = False,
    marks: tuple[str, ...] | None = None,
) -> TrueReport:
    """Draw the facts of one report.

    Args:
        rng: the source of every choice.
        edition: '2019' or '2021'.
        style: one of `STYLES`.
        agency: who reports; drawn if None.
        year: the year reported on; drawn if None.
        carried_over: last year's carried forward counts by applicant type; drawn if None.
        solid: print no figure with a blank in it and no cell as nothing at all, for layouts
            in which only blanks hold the columns apart.
        marks: the printings of a blank cell to choose from; None for all.
    """
    manner = MANNERS[style].choose_mark(rng, solid, marks)
    form = read_form(edition)
    header, unit = rng.choice(AMOUNT_HEADERS[edition])
    counts = {
        **_draw_applications(rng, form, manner, carried_over),
        **_draw_review(rng, form, manner),
        **_draw_proactive(rng, form, manner),
    }
    cells = {key: _print_cell(rng, form, key, counts[key], manner, unit) for key in cell_ids(form)}
    return TrueReport(
        agency=agency or rng.choice(AGENCIES),
        report_year=year or int(edition) + rng.randrange(2 if edition == "2019" else 4),
        form_edition=edition,
        cells=cells,
        amount_header=header,
    )


def column_of(form: Form, key: CellId) -> dict[str, Any]:
    """The declaration of a proactive cell's column."""
    found: list[dict[str, Any]] = [
        column
        for block in form["proactive"]
        for row in block["rows"]
        for column in block["columns"]
        if (row["code"], column["code"]) == key[1:]
    ]
    return found[0]


def _draw_applications(
    rng: Random, form: Form, manner: Manner, carried_over: Mapping[str, int] | None
) -> dict[CellId, Value]:
    *types, total = codes(form["applications"]["columns"])
    counts: dict[CellId, Value] = {}
    for column in types:
        top = manner.scale if column == types[0] else manner.scale // 5
        over = carried_over[column] if carried_over else _up_to(rng, top // 6, manner)
        drawn = _draw_column(rng, form, _up_to(rng, top, manner), over)
        counts |= {(APPLICATIONS, row, column): value for row, value in drawn.items()}
    for row in codes(form["applications"]["rows"]):
        counts[APPLICATIONS, row, total] = sum(
            int(counts[APPLICATIONS, row, column] or 0) for column in types
        )
    return counts


def _draw_column(rng: Random, form: Form, received: int, over: int) -> dict[str, int]:
    """One applicant type's counts by outcome: what came in is dealt out over the outcomes."""
    outcomes = identity_codes(form, "outcomes", "left")
    forward = rng.randrange((received + over) // 8 + 1)
    drawn = dict.fromkeys(outcomes, 0)
    favoured = rng.sample(outcomes, k=rng.randint(1, 9))
    left = received + over - forward
    for outcome in favoured[:-1]:
        drawn[outcome] = rng.randrange(left // 2 + 1)
        left -= drawn[outcome]
    drawn[favoured[-1]] = left
    return {
        "received": received,
        "carried_over": over,
        **drawn,
        "processed_total": received + over - forward,
        "carried_forward": forward,
    }


def _draw_review(rng: Random, form: Form, manner: Manner) -> dict[CellId, Value]:
    counts: dict[CellId, Value] = {}
    *results, total = codes(form["review_litigation"]["columns"])
    top = manner.scale // 40 + 3
    for channel in codes(form["review_litigation"]["channels"]):
        drawn = {result: _up_to(rng, top, manner) for result in results}
        counts |= {(REVIEW, channel, result): value for result, value in drawn.items()}
        counts[REVIEW, channel, total] = sum(drawn.values())
    return counts


def _draw_proactive(rng: Random, form: Form, manner: Manner) -> dict[CellId, Value]:
    counts: dict[CellId, Value] = {}
    for key in cell_ids(form):
        if key[0] != PROACTIVE:
            continue
        column = column_of(form, key)
        drawn = _up_to(rng, manner.scale // _RARITY.get(key[1], 1), manner)
        if column["unit"] == "CNY":
            counts[key] = Decimal(drawn * rng.randint(1, 90_000)) / rng.choice((1, 1, 10))
        elif column.get("signed") and rng.random() < 0.5:
            before = int(counts[PROACTIVE, key[1], "previous_items"] or 0)
            counts[key] = -min(drawn, before)
        else:
            counts[key] = drawn
    return counts


def _up_to(rng: Random, top: int, manner: Manner) -> int:
    return 0 if rng.random() < manner.zero_share else rng.randint(0, max(top, 0))


def _print_cell(
    rng: Random, form: Form, key: CellId, value: Value, manner: Manner, unit: str | None
) -> TrueCell:
    if value == 0 and rng.random() < manner.blank_share:
        return TrueCell(None, "blank", manner.draw_mark(rng))
    column = column_of(form, key) if key[0] == PROACTIVE else {}
    if column.get("unit") == "CNY":
        return TrueCell(value, "reported", print_amount(rng, Decimal(value or 0), unit, manner))
    write = print_change if column.get("signed") else print_count
    notes = key[0] == PROACTIVE
    return TrueCell(value, "reported", write(rng, int(value or 0), manner, notes))
