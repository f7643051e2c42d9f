"""What the running text of a report claims about its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from transform.claim_reading import read_section
from transform.sections import Section

MOST_CLAIMS = 500
"""Claims of one report; what a text holds beyond is no report's."""


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
    sections: Sequence[Section], report_year: int | None, preface: str = ""
) -> list[Claim]:
    """Read what the sections of a report claim, in the order of the text.

    Args:
        sections: with their running text.
        report_year: None if it can't be told.
        preface: the running text before the first section, or all of a report without sections.

    Returns:
        At most MOST_CLAIMS.
    """
    texts: list[tuple[int | None, str]] = [(None, preface)] if preface else []
    texts += [(section.section, section.text) for section in sections]
    claims: list[Claim] = []
    for section, text in texts:
        found = read_section(section, text, report_year, MOST_CLAIMS - len(claims))
        before = len(claims)
        for number, read in enumerate(found, start=before + 1):
            claims.append(
                Claim(
                    number,
                    read.kinds[0],
                    read.measure,
                    read.value,
                    read.unit,
                    read.approximate,
                    read.applicant,
                    read.kinds[1:],
                    None if read.part_of is None else before + read.part_of + 1,
                    read.label,
                    read.scope,
                    read.year,
                    read.sentence,
                    section,
                    read.offset,
                )
            )
    return claims
