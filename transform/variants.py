"""Spellings of one agency's name that have identifiers of their own."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from transform.known_agencies import Body, KnownAgency
from transform.reforms import load_reforms, without_connectives


@dataclass(frozen=True, slots=True)
class Succession:
    """One row of agency_successions."""

    agency_id: str
    successor_agency_id: str
    kind: str
    since_year: int | None
    basis: str


_PLAIN_NAMES = ("township", "subdistrict", "institution")


def find_variants(group: Sequence[Body]) -> Iterator[Succession]:
    """Link the spellings of one name: each leads to the one that was last in use.

    Args:
        group: the bodies of one seat.
    """
    reforms = load_reforms()
    spellings: dict[object, list[Body]] = defaultdict(list)
    for body in group:
        spellings[_spelling(body)].append(body)
    for same in spellings.values():
        latest, *others = sorted(same, key=_latest_first)
        for other in others:
            yield link_of(other, latest, "variant", None, reforms.variant)
    zones = {b.template: b for b in group if b.agency.sector == "zone" and len(group) > 1}
    for template, body in zones.items():
        long = _long_form(template, zones)
        if long is not None:
            yield link_of(body, long, "variant", None, reforms.zone_variant)


def _spelling(body: Body) -> object:
    """What is equal only where two names are spellings of one."""
    if body.named is not None:
        return body.named
    if body.agency.sector in _PLAIN_NAMES:
        return body.template
    return without_connectives(body.template)


def _latest_first(body: Body) -> tuple[int, int, str]:
    agency = body.agency
    return -(agency.last_year or 0), -len(agency.agency_name), agency.agency_id


def _long_form(template: str, zones: dict[str, Body]) -> Body | None:
    """The zone of the division whose name is this one's in full; None unless it is just one."""
    for short, longs in load_reforms().zone_short_forms.items():
        if short in template:
            written = {template.replace(short, long, 1) for long in longs} - {template}
            found = [zones[name] for name in sorted(written) if name in zones]
            return found[0] if len(found) == 1 else None
    return None


def without_variants(group: Sequence[Body], variants: Sequence[Succession]) -> list[Body]:
    """The bodies that are no variant of another; one that has variants spans their years."""
    spelled = {link.agency_id: link.successor_agency_id for link in variants}
    spans: dict[str, list[KnownAgency]] = defaultdict(list)
    for body in group:
        own = body.agency.agency_id
        spans[spelled.get(own, own)].append(body.agency)
    return [
        _spanning(body, spans[body.agency.agency_id])
        for body in group
        if body.agency.agency_id not in spelled
    ]


def _spanning(body: Body, same: Sequence[KnownAgency]) -> Body:
    if len(same) == 1:
        return body
    first = min((a.first_year for a in same if a.first_year is not None), default=None)
    last = max((a.last_year for a in same if a.last_year is not None), default=None)
    return replace(body, agency=replace(body.agency, first_year=first, last_year=last))


def link_of(former: Body, later: Body, kind: str, since_year: int | None, basis: str) -> Succession:
    """The row that links two bodies."""
    ids = former.agency.agency_id, later.agency.agency_id
    return Succession(*ids, kind, since_year, basis)
