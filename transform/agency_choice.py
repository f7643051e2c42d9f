"""Decide which agency a report is of, how surely, and what contradicts it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transform.agencies import Agency
from transform.agency_conflicts import (
    Contradiction,
    are_apart,
    are_related,
    contradiction_note,
    find_contradictions,
    manifest_note,
    rivals_note,
)
from transform.agency_evidence import NamedAgency
from transform.agency_names import all_names, pick_name, with_place
from transform.agency_place import Case, PlacedName, place_name, resolve_alone
from transform.characters import normalise
from transform.identity_evidence import IdentityEvidence, IdentityNote, Source
from transform.report_titles import ReportTitles
from transform.titles import is_name


@dataclass(frozen=True, slots=True)
class ToldAgency:
    """The agency of a report.

    Attributes:
        agency: None if it can't be told.
        printed_name: the fullest name that the report prints; None if it prints none.
        confidence: 'high', 'medium' or 'low'; None without an agency.
        notes: for findings.
        evidence: every place that names an agency as the report's, in the order of trust.
    """

    agency: Agency | None
    printed_name: str | None
    confidence: str | None
    notes: tuple[IdentityNote, ...]
    evidence: tuple[IdentityEvidence, ...]


_ITSELF = (Source.TITLE, Source.OPENING, Source.SIGNATURE)
"""Where a report names itself."""
_OUTSIDE = (Source.METADATA, Source.PATH)
_TRUST = (Source.MANIFEST, *_ITSELF, Source.METADATA, Source.NARRATIVE, Source.PATH)
_CONFIDENCES = ("high", "medium", "low")
_LONGEST_NAME = 60
_MOST_SHOWN = 5


def tell_agency(case: Case, titles: ReportTitles, manifest_name: str | None = None) -> ToldAgency:
    """Tell a report's agency from the surest place that names one.

    The manifest wins; then come title, opening, signature, the title in the page's head, the
    narrative, the publisher that the page names, and the path.

    Args:
        case: the report and what is beside its text.
        titles: its titles.
        manifest_name: the agency that a manifest names; None if it names none.
    """
    names = list(all_names(case, titles))
    told = _told(pick_name(names, case), names, case)
    if titles.rivals and titles.main:
        told = replace(told, notes=(rivals_note(titles.main, titles.rivals), *told.notes))
    if manifest_name is None or not normalise(manifest_name):
        return told
    return _by_manifest(normalise(manifest_name), told, case)


def _told(chosen: NamedAgency | None, names: Sequence[NamedAgency], case: Case) -> ToldAgency:
    """What the report and its file tell, without the manifest."""
    if chosen is None:
        return ToldAgency(None, None, None, (_UNKNOWN,), tuple(_evidence(names, None, None)))
    placed = place_name(with_place(chosen, names, case), case)
    printed = None if chosen.source is Source.PATH else placed.name
    evidence = tuple(_evidence(names, chosen, placed))
    agency = placed.resolution.agency
    if agency is None:
        return ToldAgency(None, printed, None, (_place_unknown(placed),), evidence)
    printed = printed and _fullest(printed, agency, names, case)
    rest = [named for named in names if not named.is_doubtful]
    against = find_contradictions(agency, chosen, rest, case.year)
    confidence = _confidence(agency, chosen, placed, names, against, case)
    notes = [contradiction_note(agency, found) for found in against[:_MOST_SHOWN]]
    if confidence == "low":
        notes.append(_uncertain(agency, evidence))
    return ToldAgency(agency, printed, confidence, tuple(notes), evidence)


def _fullest(printed: str, agency: Agency, names: Sequence[NamedAgency], case: Case) -> str:
    """The longest name by which the report calls itself: 万源市人民政府 below a title of 万源市."""
    same = (named.name for named in names if _means(named, agency, case))
    return max([printed, *same], key=len)


def _confidence(
    agency: Agency,
    chosen: NamedAgency,
    placed: PlacedName,
    names: Sequence[NamedAgency],
    against: Sequence[Contradiction],
    case: Case,
) -> str:
    """How surely the agency is told; see the column agency_confidence."""
    if any(found.is_elsewhere for found in against) or placed.by in _OUTSIDE:
        return "low"
    if chosen.source in _OUTSIDE:
        printed = not chosen.may_be_host and chosen.name in case.report.text
        return "medium" if printed and chosen.source is Source.METADATA else "low"
    if not against and any(_means(named, agency, case) for named in names):
        return "high"
    in_path = case.facts.place
    if placed.by and in_path and are_apart(agency.admin_code, in_path.code):
        return "low"
    return "medium"


def _means(named: NamedAgency, agency: Agency, case: Case) -> bool:
    """Whether the report names itself so, with its place."""
    if named.source not in _ITSELF or named.is_doubtful:
        return False
    found = resolve_alone(named.name, case.year).agency
    return found is not None and found.agency_id == agency.agency_id


def _by_manifest(listed: str, told: ToldAgency, case: Case) -> ToldAgency:
    """What the manifest tells, with what the report tells against it."""
    usable = len(listed) <= _LONGEST_NAME and is_name(listed)
    placed = place_name(listed, case) if usable else None
    agency = placed.resolution.agency if placed else None
    if agency is None and told.agency and (not usable or _is_short_for(listed, told)):
        notes = (
            told.notes
            if usable
            else (*told.notes, manifest_note(listed[:_LONGEST_NAME], told.agency))
        )
        return replace(told, notes=notes, evidence=(_listed(listed, usable), *told.evidence))
    rest = tuple(replace(piece, used=False) for piece in told.evidence)
    kept = [note for note in told.notes if note.rule_id == "agency_conflict"]
    if told.agency and not (agency and are_related(agency, told.agency)):
        kept.append(manifest_note(listed[:_LONGEST_NAME], told.agency))
    if agency is None or placed is None:
        unknown = _place_unknown(placed) if placed else _UNKNOWN
        evidence = (_listed(listed, False), *rest)
        return ToldAgency(None, told.printed_name, None, (unknown, *kept), evidence)
    evidence = (_listed(listed, True), *placed.evidence, *rest)
    confidence = _confidence_listed(agency, placed, told)
    if confidence == "low":
        kept.append(_uncertain(agency, evidence))
    return ToldAgency(agency, told.printed_name, confidence, tuple(kept), evidence)


def _confidence_listed(agency: Agency, placed: PlacedName, told: ToldAgency) -> str:
    """How surely a manifest tells an agency: as what completes its place, or as the report does."""
    if placed.by is None:
        return "high"
    listed = "low" if placed.by in _OUTSIDE else "medium"
    is_same = told.agency is not None and told.agency.agency_id == agency.agency_id
    return min(listed, (is_same and told.confidence) or listed, key=_CONFIDENCES.index)


def _is_short_for(listed: str, told: ToldAgency) -> bool:
    return (told.printed_name or "").endswith(listed)


def _listed(listed: str, used: bool) -> IdentityEvidence:
    return IdentityEvidence("agency", str(Source.MANIFEST), listed, listed, used)


def _evidence(
    names: Sequence[NamedAgency], chosen: NamedAgency | None, placed: PlacedName | None
) -> list[IdentityEvidence]:
    """The pieces, what completed the name's place among them, in the order of trust."""
    pieces = [
        IdentityEvidence("agency", str(n.source), n.name, n.raw_text, n is chosen) for n in names
    ]
    pieces.extend(placed.evidence if placed else ())
    return sorted(pieces, key=lambda piece: _TRUST.index(Source(piece.source)))


_UNKNOWN = IdentityNote(
    "agency_unknown",
    "标题和正文都没有写明报告机关",
    "neither the title nor the text names the reporting agency",
    "报告机关",
    None,
)


def _place_unknown(placed: PlacedName) -> IdentityNote:
    name = placed.name
    open_to = [f"{d.name}({d.code})" for d in placed.resolution.candidates[:_MOST_SHOWN]]
    among = f"：可能是{'、'.join(open_to)}" if open_to else ""
    among_en = f": it may be {', '.join(open_to)}" if open_to else ""
    return IdentityNote(
        "agency_place_unknown",
        f"无法确定“{name}”属于哪个行政区划{among}",
        f"the division of “{name}” can't be told from the name and the text{among_en}",
        "所在行政区划",
        name,
    )


def _uncertain(agency: Agency, evidence: Sequence[IdentityEvidence]) -> IdentityNote:
    sources = "、".join(dict.fromkeys(piece.source for piece in evidence if piece.used))
    return IdentityNote(
        "agency_uncertain",
        f"报告机关“{agency.agency_name}”并非由报告本身写明，依据：{sources}",
        f"the report itself does not name its agency “{agency.agency_name}”; told by {sources}",
        None,
        agency.agency_name,
    )
