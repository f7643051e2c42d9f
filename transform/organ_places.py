"""Where in an organ's name its place ends, above all a place that is printed without its kind.

吴忠信访局, 国家统计局资中调查队, 成都市武侯生态环境局: whether the bare words are a place is proved
by what follows them. All names are normalised.
"""

import re
from dataclasses import dataclass
from functools import cache

from transform.bare_places import Proof, is_trade, proof_of_county, proof_of_prefecture, proves
from transform.divisions import KINDS, Place, all_divisions, divisions_with_stem, narrow, read_place
from transform.gazetteer import Division, Level, gazetteer
from transform.organ_kinds import Kind, kind_of, starts_with_trade
from transform.organ_words import organ_words
from transform.towns import read_town
from transform.zones import has_own_name


@dataclass(frozen=True, slots=True)
class OrganPlace:
    """The place that an organ's name starts with.

    Attributes:
        place: the chain of divisions.
        unsure: the bare name may be another's (东湖高新区): only a text that names the
            division in full makes it the place.
    """

    place: Place
    unsure: bool


_ROAD = re.compile(r"(?:路|街|大街|大道|道|巷)(?:街道|地区|街办|办事处)")
"""Behind a short name it makes a road of it: 莘县路街道办事处 is in 青岛市."""
_TOWNS_KIND = ("镇", "乡", "苏木", "街道", "地区办事处")
_SHORT = 2
_LONGEST_STEM = 8
_LONGEST_ZONE = 12
"""Where in a name the zone ends that stands before a division: 河北雄安新区雄县."""


def place_of_organ(text: str, prefix: str, year: int | None) -> OrganPlace | None:
    """Read the place at the start of an organ's name.

    Args:
        text: the name behind the prefix.
        prefix: the national organ that stands before it; "" if none.
        year: at whose end the name is meant.

    Returns:
        The deepest division that the name starts with; None if it starts with none.
    """
    place = read_place(text, year=year)
    if behind := _behind_zone(text, year) or _new_district(text, place):
        return behind
    if place is not None:
        place = _governed(text, place, year)
    if place is None or _is_towns_own(text, place):
        return _stem_at(text, 0, (), prefix, year)
    if market := _before_market(text, place, year):
        return market
    deeper = _stem_at(text, place.end, place.divisions, prefix, year)
    if deeper is not None and not (deeper.unsure and _above_counties(place)):
        return deeper
    if not place.bare:
        return OrganPlace(place, unsure=_may_be_towns(text, place))
    return _accepted(text, place, prefix, year)


def _governed(text: str, place: Place, year: int | None) -> Place:
    """The place behind a prefecture that governs others: 伊犁州塔城地区."""
    governing = organ_words().governing
    codes = {code for d in place.divisions for code in governing.get(d.code, ())}
    further = read_place(text, place.end, year) if codes else None
    if further is None or further.bare:
        return place
    found = tuple(d for d in further.divisions if d.code[:4] + "00" in codes)
    return Place(found, further.end, further.last, bare=False) if found else place


def _is_towns_own(text: str, place: Place) -> bool:
    """Whether a division's name is the start of a town's: 唐县镇, 西城区街道, 莘县路街道."""
    own = text[place.end :]
    if place.end > len(place.last) or starts_with_trade(own):
        return False
    road = len(place.last) == _SHORT and _ROAD.match(own)
    return bool(road) or (own.startswith(_TOWNS_KIND) and read_town(text) is not None)


def _may_be_towns(text: str, place: Place) -> bool:
    """Whether the name may be a town's that starts like a county's: 古县渡镇 of 鄱阳县."""
    if place.end != len(place.last) or len(place.last) > _SHORT:
        return False
    town = read_town(text[place.end :])
    return town is not None and len(town.name) <= _SHORT


def _before_market(text: str, place: Place, year: int | None) -> OrganPlace | None:
    """A place whose kind belongs to the trade behind it: 河池|市场监督管理局.

    Not so where a division stands behind it: 运城市|监利市, 南平市|政和.
    """
    own, start = text[place.end :], place.end - 1
    if place.bare or starts_with_trade(own) or not organ_words().trade.match(text, start):
        return None
    further = read_place(own, year=year)
    if (further and not further.bare) or _stem_at(text, place.end, place.divisions, "", year):
        return None
    stem = place.last[:-1]
    found = divisions_with_stem(stem, year)
    if place.end > len(place.last):
        found = tuple(d for d in found if d in place.divisions)
    if not found or not proves(stem, text[start:], ""):
        return None
    return OrganPlace(Place(found, start, stem, bare=True), unsure=False)


def _above_counties(place: Place) -> bool:
    return all(d.level is Level.PREFECTURE for d in place.divisions)


def _accepted(text: str, place: Place, prefix: str, year: int | None) -> OrganPlace | None:
    """A province or prefecture without its kind, with the others that share the name."""
    stem, own = place.last, text[place.end :]
    start = place.end - len(stem)
    told = proof_of_prefecture(stem, own, prefix)
    if told is Proof.NONE or (start == 0 and is_trade(text)):
        return None
    named_zone = kind_of(own) is Kind.ZONE and has_own_name(own)
    alone = start > 0 or (named_zone and place.divisions[0].level is Level.PROVINCE)
    found = place.divisions if alone else divisions_with_stem(stem, year)
    full = Place(_of_level(found, prefix + own), place.end, stem, bare=True)
    return OrganPlace(full, unsure=told is Proof.UNSURE)


def _stem_at(
    text: str, start: int, within: tuple[Division, ...], prefix: str, year: int | None
) -> OrganPlace | None:
    """A division without its kind: any at the start of a name, else one inside another."""
    for end in range(min(len(text), start + _LONGEST_STEM), start + 1, -1):
        stem, own = text[start:end], text[end:]
        found = divisions_with_stem(stem, year)
        if not found or not own or is_trade(stem + own) or _is_kind(own):
            continue
        found = _fitting(found, within, own, year) if within else found
        proof = proof_of_county(stem, own, prefix, found, inside=bool(start))
        if found and proof is not Proof.NONE:
            place = Place(_of_level(found, prefix + own), end, stem, bare=True)
            return OrganPlace(place, unsure=proof is Proof.UNSURE)
    return None


def _fitting(
    found: tuple[Division, ...], within: tuple[Division, ...], own: str, year: int | None
) -> tuple[Division, ...]:
    """Those inside a place that the rest may be of; a zone under a prefecture is its own."""
    inside = narrow(found, within)
    if kind_of(own) is not Kind.ZONE:
        return inside
    if any(d.level is Level.PREFECTURE for d in within):
        return ()
    return tuple(d for d in inside if _exists(d, year))


def _is_kind(own: str) -> bool:
    """Whether the rest starts with a kind of division: 龙港|市经济开发区."""
    return own[0] in KINDS and not is_trade(own)


def _exists(division: Division, year: int | None) -> bool:
    return division.valid_to is None or (year is not None and year <= division.valid_to)


def _behind_zone(text: str, year: int | None) -> OrganPlace | None:
    """A county in full behind the zone around it: 杨凌示范区杨陵区."""
    zone = organ_words().zone.search(text, 2, _LONGEST_ZONE)
    place = read_place(text, zone.end(), year) if zone else None
    if zone is None or place is None or place.bare:
        return None
    above = read_place(text[: zone.end()], year=year)
    found = narrow(place.divisions, above.divisions) if above else place.divisions
    if not found:
        return None
    return OrganPlace(Place(found, place.end, place.last, bare=False), unsure=False)


def _new_district(text: str, place: Place | None) -> OrganPlace | None:
    """A district that a zone of its name became: only a government tells that it is meant."""
    for new in _of_zones():
        end = text.find(new.name) + len(new.name)
        held = place is None or any(d.holds(new) for d in place.divisions)
        if end >= len(new.name) and held and text.startswith("人民政府", end):
            return OrganPlace(Place((new,), end, new.name, bare=False), unsure=False)
    return None


@cache
def _of_zones() -> tuple[Division, ...]:
    """The divisions whose names are read as a zone's (两江新区)."""
    return tuple(d for d in all_divisions() if d not in gazetteer().named.get(d.name, ()))


def _of_level(divisions: tuple[Division, ...], own: str) -> tuple[Division, ...]:
    """Those of the level that the end of the name tells (吉林监管局), if any are."""
    for level, ending in organ_words().level_by_ending:
        if ending.search(own):
            return tuple(d for d in divisions if d.level is level) or divisions
    return divisions
