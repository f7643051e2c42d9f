"""Decide which agency a report is of, how surely, and what contradicts it."""

import re
from collections.abc import Iterator, Sequence
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
from transform.agency_evidence import (
    NamedAgency,
    name_in_narrative,
    name_in_path,
    names_in_text,
    names_of_page,
    names_of_publishers,
)
from transform.agency_place import Case, PlacedName, place_name, resolve_alone
from transform.canonical_names import canonical_own
from transform.characters import normalise
from transform.identity_evidence import IdentityEvidence, IdentityNote, Source
from transform.organs import Kind, take_apart
from transform.report_titles import ReportTitles
from transform.self_naming import agrees_with_pronouns
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
_GOVERNMENTS = ("人民政府", "人民政府办公室", "人民政府办公厅", "行政公署")
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
    names = list(_names(case, titles))
    meant = [named for named in names if _may_be_meant(named, case)]
    told = _told(_overruled(meant, case), names, case)
    if titles.rivals and titles.main:
        told = replace(told, notes=(rivals_note(titles.main, titles.rivals), *told.notes))
    if manifest_name is None or not normalise(manifest_name):
        return told
    return _by_manifest(normalise(manifest_name), told, case)


def _names(case: Case, titles: ReportTitles) -> Iterator[NamedAgency]:
    """All names, the surest first; the narrative is asked only where no title tells."""
    surest = [*names_in_text(case.report, titles), *names_of_page(titles)]
    yield from surest
    if not any(_may_be_meant(named, case) for named in surest):
        yield from name_in_narrative(case.prose.text)
    yield from names_of_publishers(case.report)
    yield from name_in_path(case.facts)


def _may_be_meant(named: NamedAgency, case: Case) -> bool:
    """Whether a name may be the agency's, and not the host's or a stranger's.

    Of titles that name different organs none tells it. The text's 我局 speaks against a
    government; on a line of its own above the title it is the agency only if the text speaks
    of it, and a publisher that is a government only if the text calls itself so.
    """
    if named.is_doubtful:
        return False
    if named.source is not Source.PATH and not named.may_be_host:
        return True
    agrees = agrees_with_pronouns(named.name, case.report.text)
    if named.source is Source.PATH:
        return agrees is not False
    if named.source is Source.METADATA:
        return agrees or (agrees is None and not named.name.endswith(_GOVERNMENTS))
    return agrees is not False and _is_spoken_of(named.name, case.prose.text)


def _is_spoken_of(name: str, prose: str) -> bool:
    """Whether the text names a government, or calls its area its own (我县)."""
    place = take_apart(name).place
    area = place.last[-1] if place else ""
    named = re.search(f"{re.escape(name)}(?!办)", prose)
    if name.endswith(area) and f"全{area}" in prose:
        return True
    return named is not None or bool(area and f"我{area}" in prose)


def _overruled(meant: Sequence[NamedAgency], case: Case) -> NamedAgency | None:
    """The first name; but the signature's, if the text speaks of that organ and of no other.

    A title is easily another's: of the page's host, of a list, of the template.
    """
    if not meant:
        return None
    signed = next((named for named in meant if named.source is Source.SIGNATURE), None)
    first = meant[0]
    if signed is None or first.source is not Source.TITLE or _is_same(first.name, signed.name):
        return first
    of_title, of_signature = (take_apart(named.name).own for named in (first, signed))
    prose = case.prose.text
    spoken_of = bool(of_signature) and prose.count(of_signature) > 1
    return signed if spoken_of and of_title not in prose and _is_told_alone(signed, case) else first


def _is_told_alone(named: NamedAgency, case: Case) -> bool:
    """Whether a name tells its agency without any text around it."""
    return resolve_alone(named.name, case.year).agency is not None


def _told(chosen: NamedAgency | None, names: Sequence[NamedAgency], case: Case) -> ToldAgency:
    """What the report and its file tell, without the manifest."""
    if chosen is None:
        return ToldAgency(None, None, None, (_UNKNOWN,), tuple(_evidence(names, None, None)))
    placed = place_name(_with_place(chosen, names, case), case)
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


def _with_place(chosen: NamedAgency, names: Sequence[NamedAgency], case: Case) -> str:
    """The chosen name as the report itself prints it with its place: in opening or signature."""
    if _is_told_alone(chosen, case):
        return chosen.name
    fuller = {
        named.name
        for named in names
        if (named.is_claim or named.source is Source.TITLE)
        and not named.is_doubtful
        and _is_same(chosen.name, named.name)
        and _is_told_alone(named, case)
    }
    return fuller.pop() if len(fuller) == 1 else chosen.name


def _is_same(short: str, full: str) -> bool:
    """Whether a name may be another one without its place: 县信访局, 水南镇 (水南镇人民政府)."""
    if full.endswith(short):
        return True
    one, other = take_apart(short), take_apart(full)
    word = one.level_word
    fits = other.place is not None and other.place.last.endswith(word)
    if one.place is not None or not fits:
        return False
    is_town = one.kind in (Kind.TOWN, Kind.SUBDISTRICT) and other.own.startswith(one.own)
    return is_town or canonical_own(one.own) == canonical_own(other.own)


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
    return ToldAgency(agency, told.printed_name, "high", tuple(kept), evidence)


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
