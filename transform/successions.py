"""Which agency came after which: renamed, merged, or in a division that changed.

Links are made between agencies that both file reports, of one division or of one and the
division that it became. What the years of the reports contradict is not linked: two bodies
that report side by side are two. Agencies are linked, never merged.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from transform.divisions import all_divisions, successors_of
from transform.gazetteer import Division
from transform.known_agencies import Body, KnownAgency, Seat, read_body
from transform.reforms import Change, Trades, load_reforms
from transform.variants import Succession, find_variants, link_of, without_variants

_Neighbours = dict[Seat | None, list[Body]]
_TOWNS = ("township", "subdistrict")
_RANKS = ("乡", "镇", "街道")
_TOWN = re.compile(r"X(?P<name>.+?)(?P<kind>[乡镇]|街道)(?:人民政府|办事处)")
_GOVERNMENTS = ("X人民政府", "X行政公署")


def find_successions(agencies: Iterable[KnownAgency]) -> list[Succession]:
    """Link agencies with those that came after them, as far as both are given.

    Returns:
        In the order of the identifiers, the same for the same agencies in any order; no agency
        leads back to itself.
    """
    ordered = sorted(agencies, key=lambda agency: agency.agency_id)
    bodies = [body for agency in ordered if (body := read_body(agency)) is not None]
    neighbours = _by_place(bodies)
    links: list[Succession] = []
    standing: _Neighbours = {}
    for place, group in neighbours.items():
        variants = list(find_variants(group))
        links += variants
        standing[place] = without_variants(group, variants)
    for group in standing.values():
        for body in group:
            links += _after(body, standing)
    return _without_cycles(links)


def _by_place(bodies: Iterable[Body]) -> _Neighbours:
    groups: _Neighbours = defaultdict(list)
    for body in bodies:
        groups[body.place].append(body)
    return dict(groups)


def _after(body: Body, standing: _Neighbours) -> list[Succession]:
    """What came after a body: by a reform, else in the division that came after its own."""
    group = standing[body.place]
    if links := _by_reform(body, group):
        return links
    for place, since, basis in _line(body.place):
        later = standing.get(place, ())
        same = [b for b in later if _is_same_organ(b.template, body.template)]
        if len(same) == 1:
            return [link_of(body, same[0], "division", since, basis)]
        if links := _by_reform(body, later):
            return links
    return _by_years(body, group)


def _is_same_organ(one: str, other: str) -> bool:
    return one == other or (one in _GOVERNMENTS and other in _GOVERNMENTS)


@cache
def _line(place: Seat | None) -> tuple[tuple[Seat, int | None, str], ...]:
    """The divisions that a division became, one after the other, since when and why.

    One that was divided among several leads on to none: which organ took over is not told.
    """
    line: list[tuple[Seat, int | None, str]] = []
    at = _divisions().get((place.code, place.name)) if place else None
    while place and at and at.valid_to and len(after := successors_of(at)) == 1:
        later = after[0]
        basis = load_reforms().division.format(
            former=at.name, former_code=at.code, later=later.name, later_code=later.code
        )
        line.append((Seat(later.code, later.name, place.town), at.valid_to + 1, basis))
        at = later
    return tuple(line)


@cache
def _divisions() -> dict[tuple[str, str], Division]:
    return {(item.code, item.name): item for item in all_divisions()}


def _by_reform(body: Body, group: Sequence[Body]) -> list[Succession]:
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
            links.append(link_of(body, successor, change.kind, since, change.basis))
    return links


def _changes_from(body: Body) -> list[Change]:
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


def _successor(body: Body, change: Change, group: Sequence[Body]) -> Body | None:
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
    if since is not None and former.first_year is not None and former.first_year > since + 1:
        return True
    if former.last_year is None or later.first_year is None or later.last_year is None:
        return False
    if change.absorbed:
        return since is not None and former.last_year > since
    return former.last_year > later.first_year or later.last_year < former.last_year


def _first_of(body: Body, found: Sequence[Body]) -> Body | None:
    """The first that reported, and of those the one of most trades in common, if that is one."""
    ranked = sorted(found, key=lambda other: _rank(body, other))
    if len(ranked) > 1 and _rank(body, ranked[0]) == _rank(body, ranked[1]):
        return None
    return ranked[0] if ranked else None


def _rank(body: Body, other: Body) -> tuple[int, int]:
    common = (body.trades or frozenset()) & (other.trades or frozenset())
    return other.agency.first_year or 9999, -len(common)


def _since(former: Body, later: Body, change: Change) -> int | None:
    """The documented year, unless the reports' own years show another one."""
    since = change.since.get(former.agency.level or "")
    last, first = former.agency.last_year, later.agency.first_year
    if since is None or (last is not None and last > since):
        return None
    early = first is not None and first < since - 1 and not change.absorbed
    return None if early else since


def _by_years(body: Body, group: Sequence[Body]) -> list[Succession]:
    """The one that bears this body's trades and began to report after it had ended."""
    last_year, named = body.agency.last_year, body.named
    if last_year is None:
        return []
    reforms = load_reforms().by_years
    later = [b for b in group if (b.agency.first_year or 0) > last_year]
    if body.agency.sector in _TOWNS:
        towns = [b for b in later if _is_upgraded(body.template, b.template)]
        return [link_of(body, b, "renamed", None, reforms.town) for b in towns if len(towns) == 1]
    if named is None:
        return []
    alike = [b for b in later if b.named and b.named.trades == named.trades]
    other = [b for b in later if b.named and {*named.trades, *b.named.trades} in reforms.same_trade]
    wider = [b for b in later if b.named and b.named.trades > named.trades]
    for found, kind, basis in (
        (alike, "renamed", reforms.other_ending),
        (other, "renamed", reforms.other_word),
        (wider, "merged", reforms.joined),
    ):
        if (successor := _first_of(body, found)) is not None:
            return [link_of(body, successor, kind, None, basis)]
    return []


def _is_upgraded(former: str, later: str) -> bool:
    """Whether a township became a town of its name, or either a street office."""
    one, other = _TOWN.fullmatch(former), _TOWN.fullmatch(later)
    if one is None or other is None or one["name"] != other["name"]:
        return False
    return _RANKS.index(one["kind"]) < _RANKS.index(other["kind"])


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
