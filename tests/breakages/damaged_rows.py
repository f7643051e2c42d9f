"""Rows and labels as conversion leaves them: shifted, exchanged, parted, or put together."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random

from tests.generator.draft import Draft
from tests.generator.figures import MISSING
from tests.generator.form_data import APPLICATIONS, REVIEW, CellId
from tests.generator.tables import LABEL_COLUMNS, Field, Line

Change = Callable[[Draft, Random], Draft | None]
"""Gives the damaged draft with the facts that are left, or None if it has no place for it."""


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
    return _losing(_with_figures(draft, line, *figures), [lost])


def _shift_litigation(draft: Draft, rng: Random) -> Draft | None:
    """The figures of reviews and lawsuits stand one column too far to the right."""
    line = draft.sheet(REVIEW).lines[-1]
    if _kinds(line) < 3:
        return None
    figures = (Field("", figure=True), *line.figures[:-1])
    draft = draft.replacing(REVIEW, line, line.with_fields(*figures))
    return _losing(draft, [(REVIEW, "litigation_after_review", "total")])


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
    return _losing(_with_figures(draft, line, *blanks), keys)


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


CHANGES: dict[str, Change] = {
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
}
"""Every kind of damage to rows by name."""

ALTERING = (
    "row shifted by a column",
    "litigation row shifted by a column",
    "blank left out, row moved up",
    "two figures joined in a cell",
    "rows swapped by conversion",
)
"""Those after which the cells hold other figures than they should."""


def _kinds(line: Line) -> int:
    return len({field.text for field in line.figures})


def _inner_blanks(line: Line) -> list[int]:
    """Places of blank cells that have figures to their right."""
    texts = [field.text for field in line.figures]
    return [at for at, text in enumerate(texts[:-1]) if not text and any(texts[at + 1 :])]


def _joinable(line: Line) -> list[int]:
    texts = [field.text for field in line.figures]
    pairs = enumerate(pairwise(texts[:-1]))
    return [at for at, pair in pairs if all(map(_is_positive, pair))]


def _is_positive(text: str) -> bool:
    return text.isascii() and text.isdigit() and text != "0"


def _losing(draft: Draft, keys: list[CellId]) -> Draft:
    """Without the figures of these cells, which stand in the document as blank ones."""
    lost = dict.fromkeys(keys, replace(MISSING, may_be_missing=True))
    return replace(draft, report=draft.report.with_cells(lost))


def _with_figures(draft: Draft, line: Line, *figures: Field) -> Draft:
    return draft.replacing(APPLICATIONS, line, line.with_fields(*line.labels, *figures))
