"""What a report's rows say of each cell of the form, and the same of a file of golden facts."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_organization",
    "other_organization",
    "total",
)
RESULTS = ("upheld", "corrected", "other", "pending", "total")

Cells = dict[tuple[str, str, str], tuple[Decimal | None, str]]
"""(fact table, row code, column code) → (value, cell status)."""

COLUMNS = {
    "fact_applications": ("outcome", "applicant_type", "count"),
    "fact_review_litigation": ("channel", "result", "count"),
    "fact_proactive_disclosure": ("item", "measure", "value"),
}


def cells_of(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Cells:
    """The cells of one report, from the rows of its fact tables."""
    return {
        (fact, row[names[0]], row[names[1]]): (_decimal(row[names[2]]), row["cell_status"])
        for fact, names in COLUMNS.items()
        for row in rows[fact]
    }


def golden_cells(golden: Mapping[str, Any]) -> Cells:
    """The cells that a golden file expects."""
    statuses = {tuple(null[:3]): null[3] for null in golden["nulls"]}
    values = {
        **_listed("fact_applications", golden["applications"], APPLICANTS),
        **_listed("fact_review_litigation", golden["review_litigation"], RESULTS),
        **{
            ("fact_proactive_disclosure", item, measure): value
            for item, measures in golden["proactive"].items()
            for measure, value in measures.items()
        },
    }
    return {key: (_decimal(value), statuses.get(key, "reported")) for key, value in values.items()}


def _listed(
    fact: str, rows: Mapping[str, Sequence[Any]], columns: Sequence[str]
) -> dict[tuple[str, str, str], Any]:
    return {
        (fact, row, column): value
        for row, values in rows.items()
        for column, value in zip(columns, values, strict=True)
    }


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
