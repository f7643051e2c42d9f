"""Which agency came after which: renamed, merged, or in a division that changed.

Links are made between agencies that both file reports, of one division or of one and the
division that it became. What the years of the reports contradict is not linked: two bodies
that report side by side are two. Agencies are linked, never merged.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from transform.divisions import all_divisions, successors_of
from transform.gazetteer import Division
from transform.organs import take_apart
from transform.reforms import (
    Change,
    TradeName,
    Trades,
    load_reforms,
    read_trades,
    without_connectives,
)


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """An agency of the warehouse, and the years that its reports span.

    Attributes:
        first_year, last_year: None where no report tells its year.
        The rest: as in the table agencies.
    """

    agency_id: str
    agency_name: str
    level: str | None
    admin_code: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    sector: str
    part_of: str | None
    first_year: int | None = None
    last_year: int | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """One row of agency_successions."""

    agency_id: str
    successor_agency_id: str
    kind: str
    since_year: int | None
    basis: str


@dataclass(frozen=True, slots=True)
class _Place:
    """The division that an agency serves; `town`: it serves a town or street of it."""

    code: str
    name: str
    town: bool


@dataclass(frozen=True, slots=True)
class _Body:
    """An agency as its name is read.

    Attributes:
        place: None for a national organ.
        template: the name with X for the place.
        named: the trades and ending of its own name; None if it is not understood.
        trades: those, or of a branch those of its bureau.
    """

    agency: KnownAgency
    place: _Place | None
    template: str
    named: TradeName | None
    trades: Trades | None


_Neighbours = dict[_Place | None, list[_Body]]
_PLAIN_NAMES = ("township", "subdistrict", "institution")
_GOVERNMENTS = ("X人民政府", "X行政公署")


def find_successions(agencies: Iterable[KnownAgency]) -> list[Succession]:
    """Link agencies with those that came after them, as far as both are given.

    Returns:
        In the order of the identifiers, the same for the same agencies in any order; no agency
        leads back to itself.
    """
    ordered = sorted(agencies, key=lambda agency: agency.agency_id)
    bodies = [body for agency in ordered if (body := _body(agency)) is not None]
    neighbours = _by_place(bodies)
    links: list[Succession] = []
    standing: _Neighbours = {}
    for place, group in neighbours.items():
        variants = list(_variants(group))
        links += variants
        other = {link.agency_id for link in variants}
        standing[place] = [body for body in group if body.agency.agency_id not in other]
    for group in standing.values():
        for body in group:
            links += _after(body, standing)
    return _without_cycles(links)


def _body(agency: KnownAgency) -> _Body | None:
    if agency.level == "national":
        named = read_trades(agency.agency_name)
        return _Body(agency, None, agency.agency_name, named, named.trades if named else None)
    name = agency.county or agency.prefecture or agency.province
    if agency.admin_code is None or name is None:
        return None
    place = _Place(agency.admin_code, name, agency.level == "township")
    template = _template(agency, name)
    named = None if place.town else read_trades(template.removeprefix("X"))
    trades = named.trades if named else _trades_of_branch(agency)
    return _Body(agency, place, template, named, trades)


def _template(agency: KnownAgency, place: str) -> str:
    """The name with X for its division and those above that stand before it."""
    name = agency.agency_name
    start = name.find(place)
    if start < 0:
        organ = take_apart(name)
        return f"{organ.prefix}{'X' if organ.place else ''}{organ.own}"
    end = start + len(place)
    for above in (agency.prefecture, agency.province):
        if above and name.endswith(above, 0, start):
            start -= len(above)
    return f"{name[:start]}X{name[end:]}"


def _trades_of_branch(agency: KnownAgency) -> Trades | None:
    """The trades of the bureau that a branch (舒城县生态环境分局) is part of."""
    if agency.part_of is None or not agency.agency_name.endswith("局"):
        return None
    named = read_trades(take_apart(agency.part_of).own)
    return named.trades if named else None


def _by_place(bodies: Iterable[_Body]) -> _Neighbours:
    groups: _Neighbours = defaultdict(list)
    for body in bodies:
        groups[body.place].append(body)
    return dict(groups)


def _variants(group: Sequence[_Body]) -> Iterator[Succession]:
    """Spellings of one name: each leads to the one that was last in use."""
    reforms = load_reforms()
    spellings: dict[object, list[_Body]] = defaultdict(list)
    for body in group:
        spellings[_spelling(body)].append(body)
    for same in spellings.values():
        latest, *others = sorted(same, key=_latest_first)
        for other in others:
            yield _link(other, latest, "variant", None, reforms.variant)
    zones = {b.template: b for b in group if b.agency.sector == "zone" and len(group) > 1}
    for template, body in zones.items():
        long = _long_form(template, zones)
        if long is not None:
            yield _link(body, long, "variant", None, reforms.zone_variant)


def _spelling(body: _Body) -> object:
    """What is equal only where two names are spellings of one."""
    if body.named is not None:
        return body.named
    if body.agency.sector in _PLAIN_NAMES:
        return body.template
    return without_connectives(body.template)


def _latest_first(body: _Body) -> tuple[int, int, str]:
    agency = body.agency
    return -(agency.last_year or 0), -len(agency.agency_name), agency.agency_id


def _long_form(template: str, zones: dict[str, _Body]) -> _Body | None:
    """The zone of the division whose name is this one's in full; None unless it is just one."""
    for short, longs in load_reforms().zone_short_forms.items():
        if short in template:
            written = {template.replace(short, long, 1) for long in longs} - {template}
            found = [zones[name] for name in sorted(written) if name in zones]
            return found[0] if len(found) == 1 else None
    return None


def _after(body: _Body, standing: _Neighbours) -> list[Succession]:
    """What came after a body: by a reform, else in the division that came after its own."""
    group = standing[body.place]
    if links := _by_reform(body, group):
        return links
    for place, since, basis in _line(body.place):
        later = standing.get(place, ())
        same = [b for b in later if _is_same_organ(b.template, body.template)]
        if len(same) == 1:
            return [_link(body, same[0], "division", since, basis)]
        if links := _by_reform(body, later):
            return links
    return _by_years(body, group)


def _is_same_organ(one: str, other: str) -> bool:
    return one == other or (one in _GOVERNMENTS and other in _GOVERNMENTS)


@cache
def _line(place: _Place | None) -> tuple[tuple[_Place, int | None, str], ...]:
    """The divisions that a division became, one after the other, since when and why.

    One that was divided among several leads on to none: which organ took over is not told.
    """
    line: list[tuple[_Place, int | None, str]] = []
    at = _divisions().get((place.code, place.name)) if place else None
    while place and at and at.valid_to and len(after := successors_of(at)) == 1:
        later = after[0]
        basis = load_reforms().division.format(
            former=at.name, former_code=at.code, later=later.name, later_code=later.code
        )
        line.append((_Place(later.code, later.name, place.town), at.valid_to + 1, basis))
        at = later
    return tuple(line)


@cache
def _divisions() -> dict[tuple[str, str], Division]:
    return {(item.code, item.name): item for item in all_divisions()}


def _by_reform(body: _Body, group: Sequence[_Body]) -> list[Succession]:
    """The successors by the earliest reform that has any among these bodies."""
    links: list[Succession] = []
    order = None
    for change in _changes_from(body):
        if links and change.order != order:
            break
        order = change.order
        successor = _successor(body, change, group)
        if successor is not None:
            since = _since(body, successor, change)
            links.append(_link(body, successor, change.kind, since, change.basis))
    return links


def _changes_from(body: _Body) -> list[Change]:
    by_trades = _changes_of(body.trades) if body.trades else ()
    by_name = _changes_by_name().get(body.template, ())
    return sorted((*by_trades, *by_name), key=lambda change: change.order)


@cache
def _changes_of(trades: Trades) -> tuple[Change, ...]:
    return tuple(c for c in load_reforms().changes if c.precedes(trades, ""))


@cache
def _changes_by_name() -> dict[str, tuple[Change, ...]]:
    changes = load_reforms().changes
    names = {name for change in changes for name in change.templates_before}
    return {name: tuple(c for c in changes if name in c.templates_before) for name in names}


def _successor(body: _Body, change: Change, group: Sequence[_Body]) -> _Body | None:
    """The body that a change made of this one; None unless it is just one."""
    if change.levels and body.agency.level not in change.levels:
        return None
    found = [
        other
        for other in group
        if change.follows(other.trades, other.template)
        and other.agency.level == body.agency.level
        and (other.trades is None or other.trades != body.trades)
        and not _contradicted(body.agency, other.agency, change)
    ]
    return _first_of(body, found)


def _contradicted(former: KnownAgency, later: KnownAgency, change: Change) -> bool:
    """Whether the years of their reports show that one did not follow the other."""
    since = change.since.get(former.level or "")
    if former.last_year is None or later.first_year is None or later.last_year is None:
        return False
    if change.absorbed:
        return since is not None and former.last_year > since
    return former.last_year > later.first_year or later.last_year < former.last_year


def _first_of(body: _Body, found: Sequence[_Body]) -> _Body | None:
    """The first that reported, and of those the one of most trades in common, if that is one."""
    ranked = sorted(found, key=lambda other: _rank(body, other))
    if len(ranked) > 1 and _rank(body, ranked[0]) == _rank(body, ranked[1]):
        return None
    return ranked[0] if ranked else None


def _rank(body: _Body, other: _Body) -> tuple[int, int]:
    common = (body.trades or frozenset()) & (other.trades or frozenset())
    return other.agency.first_year or 9999, -len(common)


def _since(former: _Body, later: _Body, change: Change) -> int | None:
    """The documented year, unless the reports' own years show another one."""
    since = change.since.get(former.agency.level or "")
    last, first = former.agency.last_year, later.agency.first_year
    if since is None or (last is not None and last > since):
        return None
    early = first is not None and first < since - 1 and not change.absorbed
    return None if early else since


def _by_years(body: _Body, group: Sequence[_Body]) -> list[Succession]:
    """The one that bears this body's trades and began to report after it had ended."""
    named = body.named
    if named is None or body.agency.last_year is None:
        return []
    reforms = load_reforms().by_years
    later = [b for b in group if b.named and (b.agency.first_year or 0) > body.agency.last_year]
    alike = [b for b in later if b.named and b.named.trades == named.trades]
    other = [b for b in later if b.named and {*named.trades, *b.named.trades} in reforms.same_trade]
    wider = [b for b in later if b.named and b.named.trades > named.trades]
    for found, kind, basis in (
        (alike, "renamed", reforms.other_ending),
        (other, "renamed", reforms.other_word),
        (wider, "merged", reforms.joined),
    ):
        if (successor := _first_of(body, found)) is not None:
            return [_link(body, successor, kind, None, basis)]
    return []


def _link(former: _Body, later: _Body, kind: str, since_year: int | None, basis: str) -> Succession:
    ids = former.agency.agency_id, later.agency.agency_id
    return Succession(*ids, kind, since_year, basis)


def _without_cycles(links: Iterable[Succession]) -> list[Succession]:
    """The links in order, without any that would lead an agency back to itself."""
    kept: dict[tuple[str, str], Succession] = {}
    after: dict[str, list[str]] = defaultdict(list)
    for link in sorted(links, key=_oldest_first):
        pair = link.agency_id, link.successor_agency_id
        if pair not in kept and not _leads(after, pair[1], pair[0]):
            kept[pair] = link
            after[pair[0]].append(pair[1])
    return [kept[pair] for pair in sorted(kept)]


def _oldest_first(link: Succession) -> tuple[bool, int, str, str]:
    known = link.since_year is not None
    return not known, link.since_year or 0, link.agency_id, link.successor_agency_id


def _leads(after: dict[str, list[str]], start: str, goal: str) -> bool:
    pending, seen = [start], {start}
    while pending:
        at = pending.pop()
        if at == goal:
            return True
        for following in after.get(at, ()):
            if following not in seen:
                seen.add(following)
                pending.append(following)
    return False
