"""Whether what follows a bare name in an organ's name proves that it is a division's.

吴忠|信访局 and 昆山|经济技术开发区管委会 do; 东湖|高新区 may be another's; 公安|交通管理局 names
no place.
"""

from enum import Enum

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

_BUREAUX = ("局", "委员会", "委", "政府", "办公室", "公署", "政府办")


class Proof(Enum):
    """How far a bare name is proved: only a text that names it in full settles `UNSURE`."""

    SURE = "sure"
    UNSURE = "unsure"
    NONE = "none"


def proof_of_prefecture(stem: str, own: str, prefix: str) -> Proof:
    """Whether what follows a bare province or prefecture proves it."""
    if proves(stem, own, prefix):
        return Proof.SURE
    if kind_of(own) is Kind.ZONE and not is_part_of_landscape(own):
        return Proof.UNSURE if is_named_after_landscape(stem, own) else Proof.SURE
    if (town := read_town(own)) and town.under_zone:
        return Proof.SURE
    return Proof.UNSURE if is_common_institution(own) else Proof.NONE


def proof_of_county(
    stem: str, own: str, prefix: str, found: tuple[Division, ...], *, inside: bool
) -> Proof:
    """Whether what follows a bare name proves it; `inside`: after a place that holds it.

    Inside a place only a bureau proves it: 四川省都江堰水利发展中心 is the province's.
    """
    if proves(stem, own, prefix):
        if inside and not prefix:
            return Proof.SURE if _is_bureau(own) else Proof.NONE
        return Proof.UNSURE if _is_hidden(stem, own, prefix) else Proof.SURE
    if kind_of(own) is Kind.ZONE and not is_part_of_landscape(own):
        return _proof_by_zone(stem, own, found, inside=inside)
    return Proof.UNSURE if is_common_institution(own) else Proof.NONE


def proves(stem: str, own: str, prefix: str) -> bool:
    """Whether the rest of a name is an organ's that only a division has."""
    if is_institution(own) or kind_of(own) is not Kind.ORDINARY or is_trade(stem + own):
        return False
    if prefix:
        return own.startswith(organ_words().vertical_tails)
    if is_government(own) or is_government_office(own):
        return True
    return starts_with_trade(own) and ends_like_organ(own)


def is_trade(text: str) -> bool:
    """Whether a bare name is a trade: 公安交通管理局 is none of 公安县."""
    return organ_words().trade.match(text) is not None


def _proof_by_zone(stem: str, own: str, found: tuple[Division, ...], *, inside: bool) -> Proof:
    """Whether a zone's own name proves the bare name before it: 昆山经济技术开发区.

    A district's bare name is too often another's (东湖, 江东): it counts inside its province
    only, and before zones as counties have them (福建省平潭综合实验区 is the province's). A
    prefecture inside its province is one before any zone (浙江舟山群岛新区). A zone that is
    named under a prefecture is that one's (秦皇岛北戴河新区).
    """
    if is_named_after_landscape(stem, own):
        return Proof.UNSURE
    if inside and any(d.level is Level.PREFECTURE for d in found):
        return Proof.SURE
    districts = any(d.name.endswith("区") for d in found)
    zone = own[: zone_end(own)]
    if not inside:
        plain = zone in organ_words().county_zones and not districts
        return Proof.SURE if plain else Proof.UNSURE
    if has_own_name(own):
        return Proof.UNSURE
    return Proof.SURE if zone.endswith(organ_words().zones_of_counties) else Proof.NONE


def _is_bureau(own: str) -> bool:
    """Whether the name is one of a division's bureaux, and of no landscape's (国家公园管理局)."""
    return own.endswith(_BUREAUX) and organ_words().landscape_body.match(own) is None


def _is_hidden(stem: str, own: str, prefix: str) -> bool:
    """Whether a bare name may be a landscape's: 太湖渔业管理委员会, 神农架国家公园管理局."""
    words = organ_words()
    if words.landscape_body.match(own):
        return True
    landscape = stem[-1] in LANDSCAPE and not prefix
    return landscape and sector_of(own, Kind.ORDINARY, "") in words.landscape_trades
