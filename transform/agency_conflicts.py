"""What contradicts the agency that a report was found to be of."""

from collections.abc import Sequence
from dataclasses import dataclass

from transform.agencies import Agency
from transform.agency_evidence import NamedAgency
from transform.agency_place import resolve_alone
from transform.gazetteer import prefix_of
from transform.identity_evidence import IdentityNote, Source
from transform.titles import Title


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place of the report that names another organ for its own.

    Attributes:
        named: what stands there.
        agency: what that means.
        is_elsewhere: it is one of another place, neither above nor below.
    """

    named: NamedAgency
    agency: Agency
    is_elsewhere: bool


_HOSTS = ("government", "government_office")
"""Sectors of the bodies that keep websites and compile the reports of others."""


def find_contradictions(
    agency: Agency, chosen: NamedAgency, names: Sequence[NamedAgency], year: int | None
) -> list[Contradiction]:
    """The names that the report gives itself elsewhere and that mean another organ.

    Only names that tell their place by themselves contradict: who signs or compiles, and the
    title where the signature overruled it. A government above the agency does not.
    """
    found = []
    for named in names:
        is_claim = named.is_claim or (chosen.is_claim and named.source is Source.TITLE)
        other = resolve_alone(named.name, year) if is_claim else None
        if other is None or other.agency is None or other.place_from == "text":
            continue
        if not (are_related(agency, other.agency) or _is_host(agency, other.agency)):
            apart = are_apart(agency.admin_code, other.agency.admin_code)
            found.append(Contradiction(named, other.agency, apart))
    return found


def are_related(one: Agency, other: Agency) -> bool:
    """Whether two agencies are one, or one is part of the other, as the names tell."""
    names = (one.agency_name, other.agency_name)
    return (
        one.agency_id == other.agency_id
        or one.part_of == other.agency_name
        or other.part_of == one.agency_name
        or names[0].startswith(names[1])
        or names[1].startswith(names[0])
    )


def are_apart(one: str | None, other: str | None) -> bool:
    """Whether neither of two codes is that of a division that holds the other's."""
    if one is None or other is None:
        return False
    short, long = sorted((prefix_of(one), prefix_of(other)), key=len)
    return not long.startswith(short)


def contradiction_note(agency: Agency, found: Contradiction) -> IdentityNote:
    """The finding on a report that names another organ elsewhere."""
    name, other = agency.agency_name, found.named.name
    return IdentityNote(
        "agency_conflict",
        f"报告机关不一致：采用“{name}”，报告另称“{other}”",
        f"the report names two agencies as its own: “{name}” is taken, “{other}” stands there too",
        name,
        other,
    )


def rivals_note(main: Title, rivals: Sequence[Title]) -> IdentityNote:
    """The finding on a page with titles of several organs' reports."""
    names = "、".join(title.name for title in (*rivals, main))
    return IdentityNote(
        "agency_conflict",
        f"文中有不同机关的报告标题，标题不能确定报告机关：{names}",
        f"titles of several agencies' reports stand there, and none is sure: {names}",
        None,
        names,
    )


def manifest_note(listed: str, agency: Agency) -> IdentityNote:
    """The finding on a manifest that names another agency than the report."""
    name = agency.agency_name
    return IdentityNote(
        "manifest_conflict",
        f"清单所列机关为“{listed}”，报告写明的是“{name}”；采用清单",
        f"the manifest names “{listed}”, the report “{name}”; the manifest is followed",
        listed,
        name,
    )


def _is_host(agency: Agency, other: Agency) -> bool:
    """Whether the other is the government of the agency's place or of one above it."""
    if other.sector not in _HOSTS or other.admin_code is None or agency.admin_code is None:
        return False
    return prefix_of(agency.admin_code).startswith(prefix_of(other.admin_code))
