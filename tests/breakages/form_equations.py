"""The form's equations, and whether one of them can see that published figures are wrong.

Told from the form and the figures alone; nothing here knows what was found.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import cache

from tests.generator.form_data import APPLICATIONS, REVIEW, CellId, codes, read_form

Published = Mapping[CellId, Decimal | None]
"""What was published of each cell; None where no number was."""
Equation = tuple[tuple[CellId, int], ...]
"""The terms of one equation, each with the sign that it has when all stand on one side."""


def equations_see(edition: str, published: Published, wrong: Collection[CellId]) -> bool:
    """Whether an equation that holds a wrong figure fails.

    One in which a cell holds no number can't be assessed; one in which wrong figures cancel each
    other out holds.

    Args:
        edition: of the form.
        published: of every cell.
        wrong: cells whose published number is not the true one.
    """
    return any(
        any(cell in wrong for cell, _ in equation) and _fails(equation, published)
        for equation in equations_of(edition)
    )


def _fails(equation: Equation, published: Published) -> bool:
    values = [(published.get(cell), sign) for cell, sign in equation]
    if any(value is None for value, _ in values):
        return False
    return sum((value or 0) * sign for value, sign in values) != 0


@cache
def equations_of(edition: str) -> tuple[Equation, ...]:
    """Every equation of an edition: each row, column and channel in which one holds."""
    form = read_form(edition)
    columns = codes(form["applications"]["columns"])
    rows = codes(form["applications"]["rows"])
    channels = codes(form["review_litigation"]["channels"])
    found: list[Equation] = []
    for identity in form["identities"]:
        signed = [(code, 1) for code in identity["left"]] + [(c, -1) for c in identity["right"]]
        if identity["along"] == "column":
            found += [_terms(APPLICATIONS, [(r, c, s) for r, s in signed]) for c in columns]
        elif identity["table"] == "applications":
            found += [_terms(APPLICATIONS, [(r, c, s) for c, s in signed]) for r in rows]
        else:
            found += [_terms(REVIEW, [(r, c, s) for c, s in signed]) for r in channels]
    return tuple(found)


def _terms(fact: str, terms: list[tuple[str, str, int]]) -> Equation:
    return tuple(((fact, row, column), sign) for row, column, sign in terms)
