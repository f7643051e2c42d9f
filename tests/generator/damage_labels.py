"""Damage to labels; figures stay where they are but for a shifted row's last."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generator.draft import Draft
from tests.generator.form_data import APPLICATIONS, REVIEW
from tests.generator.tables import LABEL_COLUMNS, Field, Line, Sheet

MISPRINTS = (
    ("不掌握", "不掌控"),
    ("已获取", "以获取"),
    ("公开出版物", "公开出物"),
    ("办理结果", "办结结果"),
    ("直接起诉", "直接诉讼"),
    ("本年废止件数", "本年度止件数"),
)
"""Words of the form and how they have been misprinted."""

_ORDINAL_STYLES = (
    (r"(\1)", r"\1、"),
    (r"﹙\1﹚", r"\1．"),
    (r"（\1）", r"（\1）"),
    (r"\1．", r"(\1)"),
)
"""How the ordinals of （一） and of 1. are printed instead."""
_CIRCLED = str.maketrans("12345678", "①②③④⑤⑥⑦⑧")
_BRACKETED = dict(zip("一二三四五六七", "㈠㈡㈢㈣㈤㈥㈦", strict=True))


def misprint(draft: Draft, rng: Random) -> Draft | None:
    """Misprint some of the form's words, among them the last header of the litigation table."""
    chosen = rng.sample(MISPRINTS, k=rng.randint(2, len(MISPRINTS)))

    def change(field: Field, group: bool) -> str:
        text = field.text
        for word, misprinted in chosen:
            text = text.replace(word, misprinted)
        return text

    draft = _with_labels(draft, change)
    return _misprint_last_total(draft) if draft.has(REVIEW) and rng.random() < 0.5 else draft


def space_out(draft: Draft, rng: Random) -> Draft | None:
    """Set blanks between the characters of group labels and inside other labels."""
    after_ordinal = rng.random() < 0.5

    def change(field: Field, group: bool) -> str:
        if group:
            return re.sub(r"(?<=[^（])(?=[^）、])", " ", field.text)
        if after_ordinal:
            return re.sub(r"^(\d\.|（.）)", r"\1 ", field.text)
        return field.text if len(field.text) < 8 else f"{field.text[:-2]} {field.text[-2:]}"

    return _with_labels(draft, change)


def change_ordinals(draft: Draft, rng: Random) -> Draft | None:
    """Print the ordinals of groups and rows another way all through, or as single characters."""
    if rng.random() < 0.3:
        return _with_labels(draft, _with_ordinal_characters)
    bracketed, dotted = rng.choice(_ORDINAL_STYLES)

    def change(field: Field, group: bool) -> str:
        text = re.sub(r"^（([一二三四五六七])）", bracketed, field.text)
        return re.sub(r"^([1-8])\.", dotted, text)

    return _with_labels(draft, change)


def narrow_brackets(draft: Draft, rng: Random) -> Draft | None:
    """Print half-width brackets and commas in all labels and headers."""
    narrow = str.maketrans("（），", "(),")
    return _with_labels(draft, lambda field, group: field.text.translate(narrow))


def set_upright(draft: Draft, rng: Random) -> Draft | None:
    """Print group labels one character a line, or in a grid dealt out over the rows they span."""
    if draft.layout not in ("tab_grid", "bars", "markdown", "bar_lines"):
        return _with_labels(draft, lambda f, group: "\n".join(f.text) if group else f.text)
    if draft.label_style == "one_column":
        return None
    return draft.with_lines(APPLICATIONS, _spread_down)


def break_over_rows(draft: Draft, rng: Random) -> Draft | None:
    """Break a row's label: its rest stands in the next row, whose figure cells are blank."""
    line = _draw_long_labelled(draft, rng)
    if line is None:
        return None
    head, tail = _cut_label(line)
    broken = [
        line.with_fields(*line.labels[:-1], head, *line.figures),
        Line("tail", _blank_rest(line, tail)),
    ]
    return draft.replacing(APPLICATIONS, line, *broken).touching(line.code)


def break_before_figures(draft: Draft, rng: Random) -> Draft | None:
    """Break a row's label: its figures stand beside the label's rest in the next row."""
    line = _draw_long_labelled(draft, rng)
    if line is None:
        return None
    head, tail = _cut_label(line)
    blanks = (replace(field, text="") for field in line.figures)
    outer = (replace(field, text="") for field in line.labels[:-1])
    broken = [
        Line("tail", (*line.labels[:-1], head, *blanks)),
        line.with_fields(*outer, tail, *line.figures),
    ]
    return (
        draft.replacing(APPLICATIONS, line, *broken)
        .doubting(APPLICATIONS, line.code)
        .touching(line.code)
    )


def shift(draft: Draft, rng: Random) -> Draft | None:
    """Print a row's label one column too far to the right; its last figure falls off."""
    lines = [
        line
        for line in draft.free_rows()
        if len(line.labels) == LABEL_COLUMNS and not any(f.text for f in line.labels[:-1])
    ]
    if not lines:
        return None
    line = rng.choice(lines)
    fields = (*line.labels[:-1], Field(""), line.labels[-1], *line.figures[:-1])
    draft = replace(
        draft.replacing(APPLICATIONS, line, line.with_fields(*fields)), label_style="spread"
    )
    return draft.losing((APPLICATIONS, line.code, "total")).touching(line.code)


def _with_labels(draft: Draft, change: Callable[[Field, bool], str]) -> Draft:
    """Change every text that is no figure; `change` is told whether it labels a group."""

    def changed(line: Line) -> Line:
        outer = line.labels[:-1] if line.kind == "figures" else ()
        return line.with_fields(
            *(f if f.figure else replace(f, text=change(f, f in outer)) for f in line.fields)
        )

    for piece in draft.pieces:
        if isinstance(piece, Sheet) and piece.fact:
            draft = draft.with_lines(piece.fact, lambda lines: [changed(line) for line in lines])
    return draft


def _misprint_last_total(draft: Draft) -> Draft:
    """Print 总结 for 总计 in the litigation table's last header."""

    def change(lines: tuple[Line, ...]) -> list[Line]:
        *first, header, figures = lines
        return [*first, header.with_fields(*header.fields[:-1], Field("总结")), figures]

    return draft.with_lines(REVIEW, change)


def _with_ordinal_characters(field: Field, group: bool) -> str:
    text = re.sub(r"^（([一二三四五六七])）", lambda m: _BRACKETED[m.group(1)], field.text)
    return re.sub(r"^([1-8])\.", lambda m: m.group(1).translate(_CIRCLED), text)


def _spread_down(lines: tuple[Line, ...]) -> list[Line]:
    """Deal the characters of group labels out over the rows that they span."""
    changed = list(lines)
    for column in range(LABEL_COLUMNS - 1):
        for start, line in enumerate(lines):
            if line.kind == "figures" and _is_group(line, column):
                rows = _spanned(lines, start, column)
                for at, part in zip(rows, _dealt(line.fields[column].text, len(rows)), strict=True):
                    fields = list(changed[at].fields)
                    fields[column] = replace(fields[column], text=part)
                    changed[at] = changed[at].with_fields(*fields)
    return changed


def _is_group(line: Line, column: int) -> bool:
    return column < len(line.labels) - 1 and bool(line.labels[column].text)


def _spanned(lines: tuple[Line, ...], start: int, column: int) -> list[int]:
    """Indices of the rows that the group label in this row and column spans."""
    rows = [start]
    for at in range(start + 1, len(lines)):
        labels = lines[at].labels
        if len(labels) <= column + 1 or labels[column].text or lines[at].kind != "figures":
            break
        rows.append(at)
    return rows


def _dealt(text: str, rows: int) -> list[str]:
    """The text in pieces of even length, blank once it is used up."""
    size = -(-len(text) // rows)
    return [text[at * size : (at + 1) * size] for at in range(rows)]


def _draw_long_labelled(draft: Draft, rng: Random) -> Line | None:
    lines = [
        line
        for line in draft.free_rows()
        if len(line.labels[-1].text) >= 10 and any(field.text for field in line.figures)
    ]
    return rng.choice(lines) if lines else None


def _cut_label(line: Line) -> tuple[Field, Field]:
    """The label in two: the second part keeps at least four characters."""
    label = line.labels[-1]
    cut = max(len(label.text) // 2, len(label.text) - 14)
    return replace(label, text=label.text[:cut]), replace(label, text=label.text[cut:])


def _blank_rest(line: Line, tail: Field) -> tuple[Field, ...]:
    """A row that holds only the rest of a label."""
    outer = (replace(field, text="") for field in line.labels[:-1])
    return (*outer, tail, *(replace(field, text="") for field in line.figures))
