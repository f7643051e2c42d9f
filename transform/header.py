"""What a table's header shows of its columns: which of them, and in the form's order or not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.characters import label_key
from transform.form import FormColumn
from transform.stream import PrintedLine

_FEWEST_LABELS = 2
"""Labels of columns that make a line one of the header."""


@dataclass(frozen=True, slots=True)
class Header:
    """The column labels that were recognised above a row.

    Attributes:
        shown: indexes of the columns whose labels are printed.
        in_order: no line prints them in another order than the form, and no other column but
            the last, whose label may span rows, begins to the left of the first, unless a
            line frames the columns between by the first and the last.
    """

    shown: frozenset[int]
    in_order: bool


def read_header(
    lines: Sequence[PrintedLine], start: int, end: int, columns: Sequence[FormColumn]
) -> Header:
    """Read the header in the lines from `start` to `end` (exclusive).

    Args:
        columns: the form's columns, in order.
    """
    keys = {
        label_key(label): i
        for i, column in enumerate(columns)
        for label in (column.label, *column.aliases)
    }
    found = [[keys[key] for key in _words(line) if key in keys] for line in lines[start:end]]
    header = [shown for shown in found if len(shown) >= _FEWEST_LABELS]
    return Header(
        shown=frozenset(column for shown in found for column in shown),
        in_order=all(shown == sorted(shown) for shown in header)
        and (
            _begins_with_the_first(lines[start:end], keys, len(columns))
            or any(_is_frame(line, keys, len(columns)) for line in lines[start:end])
        ),
    )


def _begins_with_the_first(
    lines: Sequence[PrintedLine], keys: Mapping[str, int], columns: int
) -> bool:
    """Whether no column between the first and the last has a cell left of the first's."""
    places: dict[int, int] = {}
    for line in lines:
        if line.is_separated:
            for at, cell in enumerate(line.cells):
                column = keys.get(label_key(cell.text))
                if column is not None:
                    places[column] = min(at, places.get(column, at))
    inner = [at for column, at in places.items() if 0 < column < columns - 1]
    return 0 not in places or all(places[0] < at for at in inner)


def _is_frame(line: PrintedLine, keys: Mapping[str, int], columns: int) -> bool:
    """Whether a line prints the first column, one label over all between, and the last.

    It tells the order also where cells that span rows were lost, so that the labels of the
    columns between have moved to the left below it.
    """
    words = [word for word in _words(line) if word]
    shown = [keys.get(word) for word in words]
    return shown == [0, None, columns - 1]


def _words(line: PrintedLine) -> list[str]:
    if line.is_separated:
        return [label_key(cell.text) for cell in line.cells]
    return [label_key(word) for cell in line.cells for word in cell.text.split()]
