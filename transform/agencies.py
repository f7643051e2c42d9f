"""Which agency a printed name means: its division, sector, canonical name and identifier.

What the name does not tell (市信访局, 朝阳区教育局) is looked up in the report's own text;
where the text does not decide either, no agency is told.
"""

import hashlib
from dataclasses import dataclass

from transform.bare_places import proves
from transform.branches import read_branch
from transform.canonical_names import canonical_name, name_of_whole, whole_name
from transform.divisions import at_year, divisions_named, divisions_with_stem, narrow, read_place
from transform.gazetteer import Division, Level
from transform.organ_words import organ_words
from transform.organs import (
    Kind,
    Organ,
    has_no_division,
    is_distinct,
    is_told_without_division,
    names_unknown_division,
    needs_no_division,
    take_apart,
)
from transform.surroundings import DOMINANCE, PlacesInText, Surroundings, may_hold_towns
from transform.towns import may_stand_alone, read_town
from transform.zones import part_of_zone

__all__ = ["DOMINANCE", "Agency", "Resolution", "Surroundings", "resolve"]


@dataclass(frozen=True, slots=True)
class Agency:
    """One row of `agencies`.

    Attributes:
        agency_id: code (or 000000) and ten hex digits of the canonical name's sha256:
            the same agency has the same identifier in every report.
        agency_name: canonical, with the deepest division's official name first.
        level: of the division that the agency serves; None where its area is no division.
        admin_code: six digits; None for national organs, areas that are no division, and towns
            under a zone whose county the name does not tell.
        province: official names of the divisions; None where there is none.
        sector: code of what the agency does.
        part_of: canonical name of the body that the name says it is part of; None if none.
    """

    agency_id: str
    agency_name: str
    level: str | None
    admin_code: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    sector: str
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name was found to mean.

    Attributes:
        agency: None if it can't be told.
        place_from: 'name' if the name tells its division, 'text' if the surroundings had to;
            None if the agency needs none or can't be told.
        candidates: the divisions that the name may mean where neither it nor the text decides.
    """

    agency: Agency | None
    place_from: str | None = None
    candidates: tuple[Division, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """The division of an organ, and the one that its branch serves."""

    place: Division
    branch: Division | None
    by_name: bool


_SHORTEST_TOWN = 2
"""A town whose name goes on so far after a division's is no 唐县镇: 浦东新区张江镇."""
LONGEST_OWN = 60
"""No organ has a longer name behind its place."""
_NOWHERE = Surroundings("")
_UNKNOWN = Resolution(None)


def resolve(
    name: str, surroundings: Surroundings | None = None, year: int | None = None
) -> Resolution:
    """Tell which agency a normalised name means.

    Args:
        name: the fullest name that the report prints.
        surroundings: the report's text, for what the name leaves open.
        year: the report year, for names that a division shares with its successor; None if
            it can't be told.
    """
    organ = take_apart(name, year)
    if organ.kind is Kind.NATIONAL:
        return Resolution(_agency(organ, organ.name, Level.NATIONAL, None))
    if has_no_division(organ):
        told = is_told_without_division(organ)
        return Resolution(_agency(organ, organ.name, None, None)) if told else _UNKNOWN
    if not _ends_a_name(organ):
        return _UNKNOWN
    found = _find(organ, (surroundings or _NOWHERE).places(year), year)
    if found is not None:
        return Resolution(_serving(organ, found, year), "name" if found.by_name else "text")
    if _needs_no_place(organ):
        return Resolution(_agency(organ, whole_name(organ), None, None))
    return Resolution(None, None, _open_divisions(organ))


def _open_divisions(organ: Organ) -> tuple[Division, ...]:
    """The divisions that the name may mean; none if it contradicts itself."""
    found = organ.place.divisions if organ.place else ()
    is_open = len(found) > 1 or organ.unsure or organ.kind in (Kind.TOWN, Kind.SUBDISTRICT)
    return found if is_open else ()


def _ends_a_name(organ: Organ) -> bool:
    """Whether the name ends as some body's does; a whole area's name is its place alone."""
    if len(organ.own) > LONGEST_OWN:
        return False
    return not organ.own or organ.own[-1] in organ_words().last_characters


def _needs_no_place(organ: Organ) -> bool:
    """Whether the name is distinct without a place: a zone, a university, a company."""
    if organ.level_word or organ.place:
        return False
    if organ.prefix and organ.kind is Kind.ORDINARY:
        return organ.sector == "institution"
    if needs_no_division(organ.name):
        return True
    alone = organ.kind is Kind.ZONE or (
        organ.sector == "institution" and organ.kind is Kind.ORDINARY
    )
    return alone and is_distinct(organ.own)


def _find(organ: Organ, around: PlacesInText, year: int | None) -> _Found | None:
    """The organ's division by its name, else by the text; None if neither tells it."""
    candidates = organ.place.divisions if organ.place else ()
    by_name = len(candidates) == 1 and not organ.unsure
    place = candidates[0] if by_name else _by_text(organ, candidates, around)
    if place is None or _contradicts(organ, place, year):
        return None
    if organ.kind in (Kind.TOWN, Kind.SUBDISTRICT):
        return _of_town(organ, place, around, year, by_name)
    served = _served(_branch_words(organ), place, year)
    if not served and organ.kind is Kind.ZONE:
        served = _prefecture_at(part_of_zone(organ.own), place, year)
    if len(served) > 1:
        return None
    return _Found(place, served[0] if served else None, by_name)


def _branch_words(organ: Organ) -> str:
    """The words of the name that may tell the division of a branch or a zone's part."""
    if organ.kind is Kind.ZONE:
        return part_of_zone(organ.own)
    parts = read_branch(organ.own)
    return parts.place if parts else ""


def _by_text(
    organ: Organ, candidates: tuple[Division, ...], around: PlacesInText
) -> Division | None:
    if organ.unsure:
        candidates = tuple(c for c in candidates if around.counts[c])
        return around.one_of(candidates) if candidates else None
    if candidates:
        return around.one_of(candidates)
    if organ.level_word:
        found = around.of_kind(organ.level_word)
    elif (town := read_town(organ.own)) and may_stand_alone(town):
        found = around.holding_towns(None)
    else:
        return None
    return found[0] if len(found) == 1 else None


def _of_town(
    organ: Organ, place: Division, around: PlacesInText, year: int | None, by_name: bool
) -> _Found | None:
    """The county (or prefecture without counties) of a town; for one under a zone the place.

    A zone's town has the code of no county unless the name tells it: it has the same
    identifier whatever else a report says.
    """
    town = read_town(organ.own)
    if may_hold_towns(place, year) or (town and town.under_zone):
        return _Found(place, None, by_name)
    inside = around.holding_towns(place)
    return _Found(inside[0], None, by_name=False) if len(inside) == 1 else None


def _contradicts(organ: Organ, place: Division, year: int | None) -> bool:
    """Whether the name goes on with a division that does not lie in its place.

    四平市公主岭市教育局 of 2021 would otherwise become a bureau of 四平市, and 陕西省河南财政厅
    one of 陕西省.
    """
    if names_unknown_division(organ, place):
        return True
    further = read_place(organ.own, year=year)
    if further is None or narrow(further.divisions, (place,)):
        return False
    if further.bare:
        return organ.kind is Kind.ORDINARY and proves(further.last, organ.own[further.end :], "")
    town = read_town(organ.own)
    return town is None or len(town.name) - further.end > _SHORTEST_TOWN


def _served(name: str, place: Division, year: int | None) -> tuple[Division, ...]:
    """The divisions that a branch may serve: 舒城县 for 六安市生态环境局舒城分局."""
    named = divisions_named(name, year) + divisions_with_stem(name, year)
    return at_year(dict.fromkeys(narrow(named, (place,))), year)


def _prefecture_at(words: str, place: Division, year: int | None) -> tuple[Division, ...]:
    """The prefecture that a zone's part is named after first: 深圳前海蛇口片区."""
    further = read_place(words, year=year)
    found = narrow(further.divisions, (place,)) if further else ()
    return tuple(d for d in found if d.level is Level.PREFECTURE)


def _serving(organ: Organ, found: _Found, year: int | None) -> Agency:
    name = canonical_name(organ, found.place, found.branch)
    part_of = name_of_whole(organ, found.place, found.branch)
    if organ.kind not in (Kind.TOWN, Kind.SUBDISTRICT):
        place = found.branch or found.place
        return _agency(organ, name, place.level, place, part_of)
    known = may_hold_towns(found.place, year)
    return _agency(organ, name, Level.TOWNSHIP, found.place, part_of, has_code=known)


def _agency(
    organ: Organ,
    name: str,
    level: Level | None,
    place: Division | None,
    part_of: str | None = None,
    *,
    has_code: bool = True,
) -> Agency:
    code = place.code if place and has_code else None
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    return Agency(
        agency_id=f"{code or '000000'}-{digest}",
        agency_name=name,
        level=str(level) if level else None,
        admin_code=code,
        province=place.province if place else None,
        prefecture=place.prefecture if place else None,
        county=place.county if place else None,
        sector=organ.sector,
        part_of=part_of,
    )
