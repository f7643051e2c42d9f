"""The form's equations, and whether one of them can see that figures differ from the truth.

Told from the form and the true figures alone; nothing here knows what was found.
"""

from collections.abc import Mapping
from functools import cache

from tests.generator.figures import TrueCell
from tests.generator.form_data import APPLICATIONS, REVIEW, CellId, codes, read_form

Cells = Mapping[CellId, TrueCell]
Equation = tuple[tuple[CellId, int], ...]
"""The terms of one equation, each with the sign that it has when all stand on one side."""


def equations_see(edition: str, truth: Cells, differences: Mapping[CellId, int]) -> bool:
    """Whether an equation fails by these differences.

    One that holds a cell without a number can't be assessed, and one in which the differences
    cancel each other out holds as before.

    Args:
        edition: of the form.
        truth: every cell as it should be read.
        differences: published less true, for each cell in which they differ.
    """
    return any(
        sum(sign * differences.get(cell, 0) for cell, sign in equation)
        and all(truth[cell].value is not None for cell, _ in equation)
        for equation in equations_of(edition)
    )


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
