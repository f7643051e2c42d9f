"""Lay a table's fields out as the rows of a grid."""

from tests.generator.draft import Draft
from tests.generator.form_data import APPLICATIONS
from tests.generator.tables import LABEL_COLUMNS, Field, Line, Sheet


def grid_rows(sheet: Sheet, draft: Draft) -> list[list[str]]:
    """The rows of a table as lists of field texts, in the draft's label style."""
    if sheet.fact != APPLICATIONS or draft.label_style == "spread":
        return [_spread(line.fields) for line in sheet.lines]
    if draft.label_style == "ragged":
        return [_ragged(line, sheet.width) for line in sheet.lines]
    return [row for line in sheet.lines for row in _one_column(line)]


def _spread(fields: tuple[Field, ...]) -> list[str]:
    """A cell over several columns is its text and blank fields after it."""
    return [text for field in fields for text in (field.text, *[""] * (field.span - 1))]


def _ragged(line: Line, width: int) -> list[str]:
    """Label cells one field each, however wide; what the row lacks is blank at its end."""
    if line.kind not in ("figures", "tail"):
        return _spread(line.fields)
    texts = [field.text for field in line.fields]
    return texts + [""] * (width - len(texts))


def _one_column(line: Line) -> list[list[str]]:
    """One label field; the labels of spanning cells in rows of their own, with blank fields."""
    if line.kind == "header":
        return [_without_label_columns(line)]
    if line.kind == "page":
        return [_spread(line.fields)]
    figures = [field.text for field in line.figures]
    labels = [field.text for field in line.labels]
    groups = [[text, *[""] * 7] for text in labels[:-1] if text]
    return [*groups, [labels[-1], *figures]]


def _without_label_columns(line: Line) -> list[str]:
    first, *rest = _spread(line.fields)
    return [first, *rest[LABEL_COLUMNS - 1 :]]
