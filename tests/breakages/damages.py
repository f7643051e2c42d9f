"""What conversion and reading do to a correct report: the true figures stay as they were."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from random import Random

from tests.breakages.cases import READING, UNCLEAR, Case, Sound
from tests.generator.damage import DAMAGES
from tests.generator.draft import Draft
from tests.generator.figures import MISSING, TrueCell
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW, CellId
from tests.generator.layouts import blank_marks_of
from tests.generator.printing import DEBRIS
from tests.generator.tables import LABEL_COLUMNS, Field, Line, Sheet, build_sheets

Change = Callable[[Draft, Random], Draft | None]
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def damage(mode: str, sound: Sound) -> Case | None:
    """Print a report with one kind of damage; None if it has no place for it."""
    if mode in _OF_GENERATOR:
        kind = DAMAGES[_OF_GENERATOR[mode]]
        fits = kind.fits(sound.draft.layout)
        draft = kind.change(sound.draft, sound.rng) if fits else None
        if draft is not None:
            done = (*draft.report.damages, _OF_GENERATOR[mode])
            draft = replace(draft, report=replace(draft.report, damages=done))
    else:
        draft = _CHANGES[mode](sound.draft, sound.rng)
    if draft is None:
        return None
    damaged = replace(sound, draft=draft)
    return damaged.broken(mode, READING, draft.report.cells)


def _shift_row(draft: Draft, rng: Random) -> Draft | None:
    """A row's figures stand one column too far to the right, or to the left; one is lost."""
    lines = [line for line in draft.free_rows() if _kinds(line) > 2]
    if not lines:
        return None
    line = rng.choice(lines)
    blank = Field("", figure=True)
    right = rng.random() < 0.5
    figures = (blank, *line.figures[:-1]) if right else (*line.figures[1:], blank)
    lost = (APPLICATIONS, line.code, "total" if right else "natural_person")
    return _with_figures(draft, line, *figures).losing(lost)


def _shift_litigation(draft: Draft, rng: Random) -> Draft | None:
    """The figures of reviews and lawsuits stand one column too far to the right."""
    line = draft.sheet(REVIEW).lines[-1]
    if _kinds(line) < 3:
        return None
    figures = (Field("", figure=True), *line.figures[:-1])
    draft = draft.replacing(REVIEW, line, line.with_fields(*figures))
    return draft.losing((REVIEW, "litigation_after_review", "total"))


def _move_up_to_the_left(draft: Draft, rng: Random) -> Draft | None:
    """A row's blank cell has been left out, and one stands at its end instead."""
    lines = [line for line in draft.free_rows() if _inner_blanks(line)]
    if not lines:
        return None
    line = rng.choice(lines)
    at = rng.choice(_inner_blanks(line))
    figures = (*line.figures[:at], *line.figures[at + 1 :], Field("", figure=True))
    return _with_figures(draft, line, *figures)


def _join_figures(draft: Draft, rng: Random) -> Draft | None:
    """Two figures of a row stand in the first one's cell, and the second's is empty."""
    lines = [line for line in draft.free_rows() if _joinable(line)]
    if not lines:
        return None
    line = rng.choice(lines)
    at = rng.choice(_joinable(line))
    figures = list(line.figures)
    joined = figures[at].text + figures[at + 1].text
    figures[at : at + 2] = [replace(figures[at], text=joined), replace(figures[at + 1], text="")]
    return _with_figures(draft, line, *figures)


def _swap_rows(draft: Draft, rng: Random) -> Draft | None:
    """The figures of two rows have changed places; the labels have not."""
    lines = [line for line in draft.free_rows() if _kinds(line) > 1]
    pairs = [(a, b) for a in lines for b in lines if a.figures != b.figures]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    figures = first.figures
    draft = _with_figures(draft, first, *second.figures)
    return _with_figures(draft, second, *figures)


def _change_order(draft: Draft, rng: Random) -> Draft | None:
    """Two rows have changed places with their labels: every figure stands beside its own."""
    lines = draft.sheet(APPLICATIONS).lines
    inner = [line for line in draft.free_rows() if not any(f.text for f in line.labels[:-1])]
    pairs = [
        (a, b)
        for a, b in pairwise(inner)
        if len(a.labels) == LABEL_COLUMNS == len(b.labels) and lines.index(b) == lines.index(a) + 1
    ]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    swapped = {id(first): second, id(second): first}
    return draft.with_lines(APPLICATIONS, lambda old: [swapped.get(id(x), x) for x in old])


def _break_over_page(draft: Draft, rng: Random) -> Draft | None:
    """A label is broken over two pages; the figures stand on the first, or on the second."""
    lines = [line for line in draft.free_rows() if len(line.labels[-1].text) >= 10]
    line = rng.choice(lines)
    *outer, label = line.labels
    cut = max(len(label.text) // 2, len(label.text) - 14)
    head, tail = (replace(label, text=text) for text in (label.text[:cut], label.text[cut:]))
    bare = [replace(field, text="") for field in outer]
    blanks = [replace(field, text="") for field in line.figures]
    headers = [x for x in draft.sheet(APPLICATIONS).lines if x.kind == "header"]
    page = Line("page", (Field(f"- {rng.randint(2, 9)} -"),))
    if rng.random() < 0.5:
        first = line.with_fields(*outer, head, *line.figures)
        rest = [first, page, *headers, Line("tail", (*bare, tail, *blanks))]
    else:
        first = Line("tail", (*outer, head, *blanks))
        rest = [first, page, *headers, line.with_fields(*bare, tail, *line.figures)]
    draft = draft.replacing(APPLICATIONS, line, *rest)
    return draft.doubting(APPLICATIONS, line.code)


def _drop_label(draft: Draft, rng: Random) -> Draft | None:
    """A row's figures stand without a label."""
    lines = [line for line in draft.free_rows() if not any(f.text for f in line.labels[:-1])]
    if not lines:
        return None
    line = rng.choice(lines)
    bare = (replace(field, text="") for field in line.labels)
    draft = draft.replacing(APPLICATIONS, line, line.with_fields(*bare, *line.figures))
    return draft.doubting(APPLICATIONS)


def _drop_figures(draft: Draft, rng: Random) -> Draft | None:
    """A label stands without its figures."""
    lines = draft.free_rows()
    line = rng.choice(lines)
    blanks = (replace(field, text="") for field in line.figures)
    keys = [key for key in draft.report.cells if key[:2] == (APPLICATIONS, line.code)]
    lost = dict.fromkeys(keys, replace(MISSING, may_be_missing=True))
    report = draft.report.with_cells(lost)
    return replace(_with_figures(draft, line, *blanks), report=report)


def _add_blank_column(draft: Draft, rng: Random) -> Draft | None:
    """A blank column stands between the labels and the figures, or behind all."""
    behind = rng.random() < 0.5

    def change(line: Line) -> Line:
        if line.kind == "header":
            return line.with_fields(*line.fields, Field(""))
        blank = Field("", figure=True)
        figures = (*line.figures, blank) if behind else (blank, *line.figures)
        return line.with_fields(*line.labels, *figures)

    return draft.with_lines(APPLICATIONS, lambda lines: [change(line) for line in lines])


def _repeat_label(draft: Draft, rng: Random) -> Draft | None:
    """A merged label cell is expanded: its text stands in each column that it spans."""

    def change(line: Line) -> Line:
        expanded = (replace(f, span=1) for f in line.fields if not f.figure for _ in range(f.span))
        return line.with_fields(*expanded, *line.figures)

    return draft.with_lines(APPLICATIONS, lambda lines: [change(line) for line in lines])


def _repeat_figure(draft: Draft, rng: Random) -> Draft | None:
    """A merged cell is expanded: a row's first figure stands in its place twice."""
    lines = [line for line in draft.free_rows() if line.figures[0].text.isdigit()]
    if not lines:
        return None
    line = rng.choice(lines)
    draft = _with_figures(draft, line, line.figures[0], *line.figures)
    return draft.doubting(APPLICATIONS, line.code)


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


_CHANGES: dict[str, Change] = {
    "row shifted by a column": _shift_row,
    "litigation row shifted by a column": _shift_litigation,
    "blank left out, row moved up": _move_up_to_the_left,
    "two figures joined in a cell": _join_figures,
    "rows swapped by conversion": _swap_rows,
    "labels out of order": _change_order,
    "label broken over pages": _break_over_page,
    "figures without a label": _drop_label,
    "label without figures": _drop_figures,
    "blank column too many": _add_blank_column,
    "merged label expanded": _repeat_label,
    "merged figure expanded": _repeat_figure,
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

_OF_GENERATOR = {
    "misprinted labels": "misprinted_labels",
    "labels spaced apart": "spaced_labels",
    "other ordinals": "other_ordinals",
    "half-width brackets": "half_width_brackets",
    "group label one character a line": "upright_group_label",
    "label broken over rows": "label_over_two_rows",
    "label broken before its figures": "label_before_its_figures",
    "label shifted by a column": "shifted_label",
    "row absent": "absent_row",
    "local extra row": "local_extra_row",
    "header repeated after a page": "repeated_header",
    "page number in the table": "page_number",
    "clause absent": "absent_clause",
    "table absent": "absent_table",
    "litigation column too many": "surplus_litigation_column",
    "merged cells expanded": "surplus_values",
    "digits split in two cells": "split_digits",
    "blanks collapsed": "collapsed_blanks",
    "bookmark in a cell": "bookmark",
    "no number in a cell": "no_number",
    "money without a unit": "amount_without_unit",
    "table of other figures": "decoy_table",
    "navigation around": "navigation",
    "markup and formulas in text": "hostile_text",
    "another encoding": "gb18030",
    "byte order mark": "byte_order_mark",
    "lines ended as on Windows": "crlf",
}

ALTERING = (
    "row shifted by a column",
    "litigation row shifted by a column",
    "blank left out, row moved up",
    "two figures joined in a cell",
    "rows swapped by conversion",
)
"""Those after which the cells hold other figures than they should."""

DRAWN = (*_CHANGES, *_OF_GENERATOR)
"""Every kind of damage to what is printed, by name."""


def _kinds(line: Line) -> int:
    return len({field.text for field in line.figures})


def _inner_blanks(line: Line) -> list[int]:
    """Places of blank cells that have figures to their right."""
    texts = [field.text for field in line.figures]
    return [at for at, text in enumerate(texts[:-1]) if not text and any(texts[at + 1 :])]


def _joinable(line: Line) -> list[int]:
    texts = [field.text for field in line.figures]
    pairs = enumerate(pairwise(texts[:-1]))
    return [at for at, pair in pairs if all(_is_plain(text) and text != "0" for text in pair)]


def _with_figures(draft: Draft, line: Line, *figures: Field) -> Draft:
    return draft.replacing(APPLICATIONS, line, line.with_fields(*line.labels, *figures))


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
