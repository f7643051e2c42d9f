"""Damage to figures: surplus, lost, split, or no figures at all."""

from dataclasses import replace
from random import Random

from tests.generator.draft import Draft
from tests.generator.figures import TrueCell
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW, CellId
from tests.generator.printing import BLANK_MARKS, DEBRIS
from tests.generator.tables import Field, Line

NO_NUMBERS = ("若干", "3.5", "#REF!", "约二三十", "12或13", "?")
"""Texts that stand in a cell of counts and are no count."""


def add_litigation_column(draft: Draft, rng: Random) -> Draft | None:
    """Print one blank field too many in the litigation row; sure if one reading remains."""
    if "review_litigation" in draft.touched or not draft.has(REVIEW):
        return None
    line = draft.sheet(REVIEW).lines[-1]
    at = rng.randint(0, len(line.fields) - 1)
    fields = (*line.fields[:at], Field("", figure=True), *line.fields[at:])
    changed = draft.replacing(REVIEW, line, line.with_fields(*fields))
    if draft.layout == "merged":
        changed = changed.with_lines(REVIEW, lambda lines: _with_wider_headers(lines, at))
    changed = changed.touching("review_litigation")
    return changed if _one_reading(draft, fields) else changed.doubting(REVIEW)


def _with_wider_headers(lines: tuple[Line, ...], at: int) -> list[Line]:
    """The headers above one column span the surplus column too, as markup has it."""
    *headers, figures = lines
    return [*(header.with_fields(*_with_wider_field(header, at)) for header in headers), figures]


def _with_wider_field(header: Line, at: int) -> list[Field]:
    fields: list[Field] = []
    column = 0
    for field in header.fields:
        above = column <= at < column + field.span
        fields.append(replace(field, span=field.span + above))
        column += field.span
    return fields


def repeat_under_one_column(draft: Draft, rng: Random) -> Draft | None:
    """Fill the width of a one-column row with its value again, or with zeros."""
    if not draft.has(PROACTIVE):
        return None
    wide = [line for line in draft.sheet(PROACTIVE).lines if line.figures and _is_wide(line)]
    for line in wide:
        field = line.figures[0]
        # Zeros after a mark for none would leave open which of them is meant.
        surplus = rng.choice((field.text, "0")) if field.text not in BLANK_MARKS else field.text
        rest = (Field(surplus, figure=True) for _ in range(field.span - 1))
        fields = (*line.labels, replace(field, span=1), *rest)
        draft = draft.replacing(PROACTIVE, line, line.with_fields(*fields))
    return draft if wide else None


def split_digits(draft: Draft, rng: Random) -> Draft | None:
    """Print one figure of an outcome row in two cells, so that the row has one too many."""
    lines = [line for line in draft.free_rows() if _splittable(line)]
    if not lines:
        return None
    line = rng.choice(lines)
    field = rng.choice(_splittable(line))
    cut = rng.randint(1, len(field.text) - 1)
    halves = [replace(field, text=field.text[:cut]), replace(field, text=field.text[cut:])]
    fields = [part for old in line.fields for part in (halves if old is field else [old])]
    draft = draft.replacing(APPLICATIONS, line, line.with_fields(*fields))
    return draft.doubting(APPLICATIONS, line.code).touching(line.code)


def collapse_blanks(draft: Draft, rng: Random) -> Draft | None:
    """Leave the blank cells of an outcome row out, so that its figures move together."""
    blank = [line for line in draft.free_rows() if _blanks(draft, line)]
    if not blank:
        return None
    line = rng.choice(blank)
    kept = [field for field in line.figures if field.text.strip() not in BLANK_MARKS]
    draft = draft.replacing(APPLICATIONS, line, line.with_fields(*line.labels, *kept))
    draft = replace(draft, label_style="spread")
    return draft.doubting(APPLICATIONS, line.code).touching(line.code)


def leave_bookmark(draft: Draft, rng: Random) -> Draft | None:
    """Leave a word processor's bookmark before a figure."""
    lines = [line for line in draft.free_rows() if line.figures[-1].text.isdigit()]
    if not lines:
        return None
    line = rng.choice(lines)
    return _printing(draft, line, len(line.figures) - 1, DEBRIS + line.figures[-1].text, None)


def print_no_number(draft: Draft, rng: Random) -> Draft | None:
    """Print something in a cell of counts that is no count."""
    lines = draft.free_rows()
    if not lines:
        return None
    line = rng.choice(lines)
    text = rng.choice(NO_NUMBERS)
    draft = _printing(draft, line, rng.randrange(len(line.figures)), text, "unreadable")
    # Among blanks such a text may as well belong to the label.
    return draft.doubting(APPLICATIONS, line.code) if "blanks" in draft.layout else draft


def drop_unit(draft: Draft, rng: Random) -> Draft | None:
    """Print the procurement amount of the 2019 form without any unit."""
    key = (PROACTIVE, "procurement", "amount")
    if key not in draft.report.cells or not draft.has(PROACTIVE) or key[1] in draft.touched:
        return None
    if "元" in draft.report.amount_header:
        return None
    text = str(rng.randint(1000, 900_000))
    line = next(line for line in draft.sheet(PROACTIVE).lines if line.code == key[1])
    *first, amount = line.fields
    fields = (*first, replace(amount, text=text))
    draft = draft.replacing(PROACTIVE, line, line.with_fields(*fields))
    return _expecting(draft, key, TrueCell(None, "unreadable", text)).touching(key[1])


def _one_reading(draft: Draft, fields: tuple[Field, ...]) -> bool:
    """Whether leaving one blank field out gives only one row whose channels add up."""
    values = {
        cell.printed: None if cell.value is None else int(cell.value)
        for key, cell in draft.report.cells.items()
        if key[0] == REVIEW
    }
    read = [values.get(field.text) for field in fields]
    readings = {tuple(read[:at] + read[at + 1 :]) for at, value in enumerate(read) if value is None}
    return sum(_adds_up(reading) for reading in readings) == 1


def _adds_up(reading: tuple[int | None, ...]) -> bool:
    counts = [value or 0 for value in reading]
    return all(sum(counts[at : at + 4]) == counts[at + 4] for at in (0, 5, 10))


def _is_wide(line: Line) -> bool:
    return len(line.figures) == 1 and line.figures[0].span > 1


def _splittable(line: Line) -> list[Field]:
    return [field for field in line.figures if field.text.isdigit() and len(field.text) > 1]


def _blanks(draft: Draft, line: Line) -> bool:
    """Whether some of a row's cells are blank, but not all."""
    statuses = {
        cell.status
        for key, cell in draft.report.cells.items()
        if key[:2] == (APPLICATIONS, line.code)
    }
    return statuses == {"blank", "reported"}


def _printing(draft: Draft, line: Line, at: int, text: str, status: str | None) -> Draft:
    """Print another text in one figure cell; `status` is the cell's new one, None for the old."""
    keys = [key for key in draft.report.cells if key[:2] == (APPLICATIONS, line.code)]
    figures = [*line.figures]
    figures[at] = replace(figures[at], text=text)
    draft = draft.replacing(APPLICATIONS, line, line.with_fields(*line.labels, *figures))
    old = draft.report.cells[keys[at]]
    new = TrueCell(None, status, text) if status else replace(old, printed=text)
    return _expecting(draft, keys[at], new).touching(line.code)


def _expecting(draft: Draft, key: CellId, cell: TrueCell) -> Draft:
    return replace(draft, report=draft.report.with_cells({key: cell}))
