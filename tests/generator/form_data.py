"""The form's editions as plain data, read from their files without the pipeline's code."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

PROACTIVE = "fact_proactive_disclosure"
APPLICATIONS = "fact_applications"
REVIEW = "fact_review_litigation"
FACTS = (PROACTIVE, APPLICATIONS, REVIEW)

Form = dict[str, Any]
CellId = tuple[str, str, str]
"""Fact table, row code, column code."""

_EDITIONS = Path(__file__).resolve().parents[2] / "transform" / "editions"


@cache
def read_form(edition: str) -> Form:
    """Read the edition file of this name, such as '2021'."""
    loaded: Form = yaml.safe_load((_EDITIONS / f"{edition}.yaml").read_text(encoding="utf-8"))
    return loaded


def cell_ids(form: Form) -> list[CellId]:
    """Every cell of the form, in printed order."""
    return [
        *(
            (PROACTIVE, row["code"], column["code"])
            for block in form["proactive"]
            for row in block["rows"]
            for column in block["columns"]
        ),
        *(
            (APPLICATIONS, row["code"], column["code"])
            for row in form["applications"]["rows"]
            for column in form["applications"]["columns"]
        ),
        *(
            (REVIEW, channel["code"], column["code"])
            for channel in form["review_litigation"]["channels"]
            for column in form["review_litigation"]["columns"]
        ),
    ]


def codes(declared: list[Form]) -> list[str]:
    """The codes of declared rows or columns, in order."""
    return [entry["code"] for entry in declared]


def identity_codes(form: Form, identity_id: str, side: str) -> list[str]:
    """The codes on one side ('left' or 'right') of one of the form's equations."""
    found = [entry for entry in form["identities"] if entry["id"] == identity_id]
    sides: list[str] = found[0][side]
    return sides
