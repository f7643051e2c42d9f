"""Identify a report: which agency, which year, its title and its scope.

Each is taken from what the report prints, the surest place first; what can't be told is None
with a note, never a guess.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from transform.agencies import Agency
from transform.agency_choice import tell_agency
from transform.agency_place import Case
from transform.file_names import read_path
from transform.identity_evidence import IdentityEvidence, IdentityNote, listed_evidence
from transform.origin import NOWHERE, ManifestRow, Origin
from transform.report_text import to_report_text
from transform.report_titles import find_report_titles
from transform.report_year import tell_year
from transform.scope import AreaCounts, ToldScope, area_counts, tell_scope, weigh_table

__all__ = ["Identity", "IdentityEvidence", "IdentityNote", "identify"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports on which year.

    Attributes:
        agency: None if no agency can be told.
        agency_name: the fullest name that the report prints, NFKC, blanks removed.
        report_year: None if it can't be told.
        title: as printed; None where none is printed.
        scope: 'own', 'consolidated', or None if the text does not say.
        notes: problems, in the order of the attributes.
        agency_confidence: 'high', 'medium' or 'low'; None without an agency.
        evidence: what was found, in the order of trust.
        counts: applications of the whole area as the text gives them, to be weighed against
            the table.
    """

    agency: Agency | None
    agency_name: str | None
    report_year: int | None
    title: str | None
    scope: str | None
    notes: tuple[IdentityNote, ...]
    agency_confidence: str | None = None
    evidence: tuple[IdentityEvidence, ...] = ()
    counts: AreaCounts | None = None


def identify(
    lines: Sequence[str], metadata: Mapping[str, str], origin: Origin = NOWHERE
) -> Identity:
    """Identify a report from its lines in reading order.

    Args:
        lines: the text lines as printed; rows of the statistical tables may be among them.
        metadata: what the file says of itself (meta tags): used only where the text agrees
            or leaves something open, and never for the year of publication.
        origin: where the file comes from.
    """
    report = to_report_text(lines, metadata)
    titles = find_report_titles(report)
    listed = origin.manifest or ManifestRow()
    facts = read_path(origin.path)
    year = tell_year(report, titles, listed.year, facts.year)
    case = Case(report, titles.lines, facts, year.year)
    told = tell_agency(case, titles, listed.agency)
    title = titles.main.printed if titles.main else None
    scope = tell_scope(title or "", report.text)
    return Identity(
        agency=told.agency,
        agency_name=told.printed_name,
        report_year=year.year,
        title=title,
        scope=scope.scope,
        notes=(*told.notes, *year.notes, *scope.notes),
        agency_confidence=told.confidence,
        evidence=listed_evidence((*told.evidence, *year.evidence, *scope.evidence)),
        counts=area_counts(report.text),
    )


def settle_scope(identity: Identity, totals: Collection[int]) -> Identity:
    """The identity of a report once its table is read; see `weigh_table`."""
    stated = tuple(piece for piece in identity.evidence if piece.attribute == "scope")
    before = ToldScope(identity.scope, (), stated)
    told = weigh_table(before, identity.counts, totals)
    if told is before:
        return identity
    rest = (piece for piece in identity.evidence if piece.attribute != "scope")
    notes = (note for note in identity.notes if note.rule_id != "scope_conflict")
    return replace(
        identity,
        scope=told.scope,
        notes=(*notes, *told.notes),
        evidence=listed_evidence((*rest, *told.evidence)),
    )
