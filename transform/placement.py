"""What told which cell of the form a printed field is: its place, its order, or a sum."""

from enum import StrEnum

from extract.document import Separation
from transform.readings import Arithmetic, Fields, windows


class Placement(StrEnum):
    """What told it, from the surest to the least sure."""

    BORDER = "border"
    """Its place in a table with borders or markup."""
    SEPARATOR = "separator"
    """Its place among fields that tabs or bars keep apart, or that have a line each."""
    ORDER = "order"
    """The order of words with only blanks between them."""
    ARITHMETIC = "arithmetic"
    """The form's arithmetic: places and order leave several readings."""


def placement_by(separation: Separation | None) -> Placement:
    """What tells where a field stands that is taken as it comes.

    Args:
        separation: what holds it and its neighbours apart; None in a paragraph.
    """
    if separation is Separation.MARKUP:
        return Placement.BORDER
    return Placement.SEPARATOR if separation is Separation.SEPARATOR else Placement.ORDER


def is_as_it_comes(
    placed: Fields, fields: Fields, start: int | None, holds: Arithmetic | None
) -> bool:
    """Whether a row's fields fill its columns as they come, so that no sum had to choose.

    Args:
        placed: the fields in the form's columns.
        fields: all fields behind the row's label.
        start: the field that is the first column, where other rows or the header show it.
        holds: the arithmetic of the row; without one nothing is chosen by it.
    """
    if placed == fields or holds is None or len({field.says for field in fields}) == 1:
        return True
    starts = [i for i in windows(fields, len(placed)) if fields[i : i + len(placed)] == placed]
    if not starts:
        return False
    surplus = len(fields) - len(placed)
    return start in starts or sum(field.is_empty for field in fields) == surplus
