"""Query results as text: aligned for people, safe for spreadsheets, exact for programs."""

import csv
import io
import json
import math
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Number
from typing import Any

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ROWS = Sequence[Sequence[Any]]


def as_table(columns: Sequence[str], rows: _ROWS) -> str:
    """Align columns for a terminal, where a Chinese character is two columns wide.

    A null is shown as NULL; control characters are shown escaped, so that no text of a report
    can steer the terminal.
    """
    lines = aligned_lines(columns, rows, "NULL")
    return "\n".join([*lines, f"({len(rows)} row{'' if len(rows) == 1 else 's'})"])


def aligned_lines(
    columns: Sequence[str], rows: _ROWS, null: str = "", widest: int | None = None
) -> list[str]:
    """The lines of a table: the columns' names, a rule, and the rows.

    Args:
        null: what stands for None.
        widest: columns on the screen that one cell may take; None for as many as it needs.
    """
    shown = [[_cell(_plain(value, null), widest) for value in row] for row in rows]
    names = [visible(name) for name in columns]
    widths = [max(map(display_width, cells)) for cells in zip(names, *shown, strict=True)]
    lines = [_line(names, widths, [None] * len(names)), "  ".join("-" * w for w in widths)]
    return lines + [_line(cells, widths, row) for cells, row in zip(shown, rows, strict=True)]


def as_csv(columns: Sequence[str], rows: _ROWS) -> str:
    """Write CSV; a text that a spreadsheet would run as a formula gets a leading apostrophe."""
    stream = io.StringIO()
    plain = csv.writer(stream, lineterminator="\n")
    quoted = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_ALL)
    plain.writerow([_without_formula(name) for name in columns])
    for row in rows:
        fields = [_csv_field(value) for value in row]
        # the plain writer leaves a carriage return bare, which ends the row for many readers
        (quoted if any("\r" in text for text in fields) else plain).writerow(fields)
    return stream.getvalue().removesuffix("\n")


def as_json(columns: Sequence[str], rows: _ROWS) -> str:
    """Write a JSON list of objects; a decimal is a string, so that no digit is lost."""
    names = _unique(columns)
    objects = [
        json.dumps(dict(zip(names, map(json_value, row), strict=True)), ensure_ascii=False)
        for row in rows
    ]
    return "[\n" + ",\n".join(objects) + "\n]" if objects else "[]"


def json_value(value: Any) -> Any:
    """A value as JSON may hold it: a decimal as text, so that no digit is lost."""
    if isinstance(value, (list, tuple)):
        return [json_value(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): json_value(item) for key, item in value.items()}
    if isinstance(value, bytes):
        return value.hex()
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    return _plain(value, "")


def _cell(text: str, widest: int | None) -> str:
    if widest is None:
        return visible(text)
    # a mark that takes no column of its own, or a text of a million characters, ends here too
    most = 4 * widest
    return shortened(visible(text[:most]) + ("…" if len(text) > most else ""), widest)


def visible(text: str) -> str:
    """Escape what would move the cursor or turn the line: control and format characters."""
    if text.isprintable():
        return text
    return "".join(c.encode("unicode_escape").decode() if _is_hidden(c) else c for c in text)


def display_width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def shortened(text: str, widest: int | None) -> str:
    """A text that takes no more columns than `widest`; what is left out is shown by …."""
    if widest is None or display_width(text) <= widest:
        return text
    width = 1
    for position, character in enumerate(text):
        width += _character_width(character)
        if width > widest:
            return f"{text[:position]}…"
    return text


def padded(text: str, width: int) -> str:
    """A text with blanks after it, so that it takes so many columns of a terminal, or more."""
    return text + " " * (width - display_width(text))


def _line(cells: Sequence[str], widths: Sequence[int], values: Sequence[Any]) -> str:
    fields = []
    for cell, width, value in zip(cells, widths, values, strict=True):
        blanks = " " * (width - display_width(cell))
        fields.append(blanks + cell if _is_number(value) else cell + blanks)
    return "  ".join(fields).rstrip()


def _character_width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character).startswith("C") or character in "\u2028\u2029"


def _plain(value: Any, null: str) -> str:
    if value is None:
        return null
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (list, tuple, dict, bytes)):
        return json.dumps(json_value(value), ensure_ascii=False)
    return str(value)


def _csv_field(value: Any) -> str:
    text = _plain(value, "")
    return text if _is_number(value) else _without_formula(text)


def _without_formula(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _is_number(value: Any) -> bool:
    return isinstance(value, Number)


def _unique(columns: Sequence[str]) -> list[str]:
    """Name columns apart: a second `a` is `a_2`, for an object has one value for each name."""
    seen: Counter[str] = Counter()
    names: list[str] = []
    for column in columns:
        name = column
        while name in names:
            seen[column] += 1
            name = f"{column}_{seen[column] + 1}"
        names.append(name)
    return names
