"""Figures printed in ways that leave them what they are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from tests.breakages.cases import UNCLEAR
from tests.breakages.damaged_rows import Change
from tests.generator.draft import Draft
from tests.generator.figures import TrueCell
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW, CellId
from tests.generator.layouts import blank_marks_of
from tests.generator.printing import DEBRIS
from tests.generator.tables import Sheet, build_sheets

_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _print_spaced(draft: Draft, rng: Random) -> Draft | None:
    return _reprint(draft, rng, " ".join, lambda text: len(text) > 1)


def _print_full_width(draft: Draft, rng: Random) -> Draft | None:
    return _reprint(draft, rng, lambda text: text.translate(_FULL_WIDTH))


def _print_thousands(draft: Draft, rng: Random) -> Draft | None:
    return _reprint(draft, rng, lambda text: f"{int(text):,}", lambda text: int(text) > 999)


def _print_padded(draft: Draft, rng: Random) -> Draft | None:
    return _reprint(draft, rng, lambda text: f"{int(text):02d}", lambda text: int(text) < 10)


def _print_measured(draft: Draft, rng: Random) -> Draft | None:
    return _reprint(draft, rng, lambda text: f"{text}件")


def _print_debris(draft: Draft, rng: Random) -> Draft | None:
    return _reprint(draft, rng, lambda text: f"{DEBRIS}{text}")


def _print_note(draft: Draft, rng: Random) -> Draft | None:
    facts = (PROACTIVE,)
    return _reprint(
        draft, rng, lambda text: f"{text}（其中修订{max(int(text) // 2, 1)}件）", facts=facts
    )


def _print_marks(draft: Draft, rng: Random) -> Draft | None:
    """Marks for nothing stand where zeros stood."""
    mark = rng.choice([mark for mark in blank_marks_of(draft.layout) if mark])
    zeros = [k for k, c in draft.report.cells.items() if c.printed == "0" and k[0] == APPLICATIONS]
    if not zeros:
        return None
    chosen = rng.sample(zeros, k=rng.randint(1, len(zeros)))
    return _with_cells(draft, {key: TrueCell(None, "blank", mark) for key in chosen})


def _print_unit(draft: Draft, rng: Random) -> Draft | None:
    """Fees in yuan with their unit, under a header that names ten thousands."""
    key = (PROACTIVE, "administrative_fees", "amount")
    cell = draft.report.cells.get(key)
    if cell is None or not cell.value:
        return None
    printed = rng.choice((f"{cell.value:f}元", f"{cell.value / 10_000:f} 万元"))
    return _with_cells(draft, {key: replace(cell, printed=printed)})


CHANGES: dict[str, Change] = {
    "digits spaced apart": _print_spaced,
    "full-width digits": _print_full_width,
    "thousands separators": _print_thousands,
    "zeros before digits": _print_padded,
    "measure words in cells": _print_measured,
    "notes in cells": _print_note,
    "debris in cells": _print_debris,
    "marks for none": _print_marks,
    "money with its unit": _print_unit,
}
"""Every way to print figures otherwise, by name."""


def _reprint(
    draft: Draft,
    rng: Random,
    write: Callable[[str], str],
    fits: Callable[[str], bool] = lambda text: True,
    facts: tuple[str, ...] = (APPLICATIONS, REVIEW),
) -> Draft | None:
    """Print a figure, or several, in another way."""
    keys = [
        key
        for key, cell in draft.report.cells.items()
        if key[0] in facts and _is_plain(cell.printed) and fits(cell.printed)
    ]
    if not keys:
        return None
    chosen = rng.sample(keys, k=min(len(keys), rng.choice((1, 1, 4))))
    cells = draft.report.cells
    changed = {key: replace(cells[key], printed=write(cells[key].printed)) for key in chosen}
    draft = _with_cells(draft, changed)
    return _doubting_rows(draft, chosen) if draft.layout in UNCLEAR else draft


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _with_cells(draft: Draft, changed: Mapping[CellId, TrueCell]) -> Draft:
    report = draft.report.with_cells(changed)
    sheets = build_sheets(report)
    pieces = (sheets[p.fact] if isinstance(p, Sheet) else p for p in draft.pieces)
    return replace(draft, report=report, pieces=tuple(pieces))


def _doubting_rows(draft: Draft, keys: list[CellId]) -> Draft:
    for fact, row, _ in keys:
        draft = draft.doubting(fact, row)
    return draft
