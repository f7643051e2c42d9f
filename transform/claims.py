"""What the running text of a report claims about its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from transform.sections import Section


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure that the text claims; the attributes are the columns of `narrative_claims`."""

    position: int
    claim: str
    measure: str
    value: Decimal | None
    unit: str | None
    approximate: bool
    applicant_type: str | None
    covers: tuple[str, ...]
    part_of: int | None
    label: str
    scope: str | None
    year: int | None
    sentence: str
    section: int | None
    offset: int


def read_claims(
    sections: Sequence[Section], report_year: int | None, scope: str | None
) -> list[Claim]:
    """Read what the sections of a report claim, in the order of the text.

    Args:
        sections: with their running text.
        report_year: None if it can't be told.
        scope: the report's own.
    """
    return []
