"""Where in an organ's name its place ends, above all a place that is printed without its kind.

吴忠信访局, 国家统计局资中调查队, 成都市武侯生态环境局: whether the bare words are a place is proved
by what follows them. All names are normalised.
"""

import re
from dataclasses import dataclass

from transform.divisions import Place, divisions_with_stem, narrow, read_place
from transform.gazetteer import Division, Level
from transform.organ_kinds import (
    Kind,
    ends_like_organ,
    is_common_institution,
    is_government,
    is_government_office,
    is_institution,
    kind_of,
    sector_of,
    starts_with_trade,
)
from transform.organ_words import organ_words
from transform.towns import read_town
from transform.zones import (
    LANDSCAPE,
    has_own_name,
    is_named_after_landscape,
    is_part_of_landscape,
    zone_end,
)


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
"""Behind a division's name it makes a road of it: 莘县路街道办事处 is in 青岛市."""
_LONGEST_STEM = 8
_LONGEST_ZONE = 12


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
    if place is None or _ROAD.match(text, place.end):
        return _stem_at(text, 0, (), prefix, year) or _behind_zone(text, year)
    deeper = _stem_at(text, place.end, place.divisions, prefix, year)
    if deeper is not None and not deeper.unsure:
        return deeper
    if not place.bare:
        return OrganPlace(place, unsure=False)
    return _accepted(text, place, prefix, year)


def _accepted(text: str, place: Place, prefix: str, year: int | None) -> OrganPlace | None:
    """A province or prefecture without its kind, with the others that share the name."""
    stem, own = place.last, text[place.end :]
    start = place.end - len(stem)
    told = _told(stem, own, prefix)
    if not told or (start == 0 and _is_trade(text)):
        return None
    found = place.divisions if start else _namesakes(place.divisions, stem, year)
    full = Place(_of_level(found, own), place.end, stem, bare=True)
    return OrganPlace(full, unsure=told == "unsure")


def _told(stem: str, own: str, prefix: str) -> str:
    """Whether what follows a bare province or prefecture proves it: 'sure', 'unsure', or ""."""
    if _proves(stem, own, prefix):
        return "sure"
    if kind_of(own) is Kind.ZONE and not is_part_of_landscape(own):
        return "unsure" if is_named_after_landscape(stem, own) else "sure"
    return "unsure" if is_common_institution(own) else ""


def _namesakes(
    divisions: tuple[Division, ...], stem: str, year: int | None
) -> tuple[Division, ...]:
    if all(d.level is Level.PROVINCE for d in divisions):
        return divisions
    return divisions_with_stem(stem, year)


def _stem_at(
    text: str, start: int, within: tuple[Division, ...], prefix: str, year: int | None
) -> OrganPlace | None:
    """A division without its kind: any at the start of a name, else one inside another."""
    for end in range(min(len(text), start + _LONGEST_STEM), start + 1, -1):
        stem, own = text[start:end], text[end:]
        found = divisions_with_stem(stem, year)
        if start:
            found = narrow(found, within)
        if not found or not own or _is_trade(stem + own):
            continue
        told = (
            _told_inside(stem, own, prefix, found)
            if start
            else _told_alone(stem, own, prefix, found)
        )
        if told:
            place = Place(_of_level(found, own), end, stem, bare=True)
            return OrganPlace(place, unsure=told == "unsure")
    return None


def _told_inside(stem: str, own: str, prefix: str, found: tuple[Division, ...]) -> str:
    """Whether what follows a bare name inside a place proves it: 成都市武侯生态环境局."""
    if _proves(stem, own, prefix):
        return "" if _is_hidden(stem, own, prefix) and not own.endswith("局") else "sure"
    zone = kind_of(own) is Kind.ZONE and not is_part_of_landscape(own)
    named_after = is_named_after_landscape(stem, own) or has_own_name(own)
    in_force = all(d.valid_to is None for d in found)
    return "sure" if zone and not named_after and in_force else ""


def _told_alone(stem: str, own: str, prefix: str, found: tuple[Division, ...]) -> str:
    """Whether what follows a bare county at the start of a name proves it."""
    if _proves(stem, own, prefix):
        return "unsure" if _is_hidden(stem, own, prefix) else "sure"
    if kind_of(own) is Kind.ZONE and not is_part_of_landscape(own):
        districts = any(d.name.endswith("区") for d in found)
        plain = own[: zone_end(own)] in organ_words().county_zones
        return "sure" if plain and not districts else "unsure"
    town = read_town(own)
    return "unsure" if (town and len(town.name) > 2) or is_common_institution(own) else ""


def _is_hidden(stem: str, own: str, prefix: str) -> bool:
    """Whether a bare name may be a lake's or hill's: 太湖渔业管理委员会."""
    trades = organ_words().landscape_trades
    landscape = stem[-1] in LANDSCAPE and not prefix
    return landscape and sector_of(own, Kind.ORDINARY, "") in trades


def _behind_zone(text: str, year: int | None) -> OrganPlace | None:
    """A county in full behind the zone around it: 杨凌示范区杨陵区."""
    zone = organ_words().zone.search(text, 2, _LONGEST_ZONE)
    place = read_place(text, zone.end(), year) if zone else None
    return OrganPlace(place, unsure=False) if place and not place.bare else None


def _proves(stem: str, own: str, prefix: str) -> bool:
    """Whether the rest of a name is an organ's that only a division has."""
    if is_institution(own) or kind_of(own) is not Kind.ORDINARY or _is_trade(stem + own):
        return False
    if prefix:
        return own.startswith(_VERTICAL_TAILS)
    if is_government(own) or is_government_office(own):
        return True
    return starts_with_trade(own) and ends_like_organ(own)


def _is_trade(text: str) -> bool:
    """Whether a bare name is a trade: 公安交通管理局 is none of 公安县."""
    return organ_words().trade.match(text) is not None


def _of_level(divisions: tuple[Division, ...], own: str) -> tuple[Division, ...]:
    """Those of the level that the end of the name tells (吉林监管局), if any are."""
    for level, ending in organ_words().level_by_ending:
        if ending.search(own):
            return tuple(d for d in divisions if d.level is level) or divisions
    return divisions


_VERTICAL_TAILS = (
    "税务局",
    "税务分局",
    "调查队",
    "调查总队",
    "监管局",
    "监管分局",
    "监管支局",
    "监管组",
    "监管办公室",
    "监管办",
    "局",
    "中心支行",
    "支行",
    "分行",
    "总部",
    "营业管理部",
    "营业部",
    "中心支局",
    "支局",
    "分局",
    "分署",
    "特派员办事处",
    "监察局",
    "监察分局",
    "执法处",
    "安全监督管理局",
    "安全监察",
    "财政监察专员办事处",
    "森林资源监督专员办事处",
    "专员办",
    "省级分公司",
    "分公司",
)
