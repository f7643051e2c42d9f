"""What kind of organ a name means, and what it does, by its own part without the place."""

import re
from enum import StrEnum
from functools import lru_cache

from transform.organ_words import organ_words
from transform.towns import is_towns_institution, read_town
from transform.zones import is_zones_own, zone_end


class Kind(StrEnum):
    """How an organ stands to the division in its name."""

    ORDINARY = "ordinary"
    TOWN = "town"
    SUBDISTRICT = "subdistrict"
    ZONE = "zone"
    NATIONAL = "national"


_SEAT = r"(?:(?:人民)?政府|行政公署|行署|公署)"
_GOVERNMENT = re.compile(rf"{_SEAT}(?:\((?:本级|机关)\)|本级|机关)?")
_DISCLOSURE = r"(?:政务公开|政务信息公开|政府信息公开|政府信息与政务公开|政务公开与信息)"
_GOVERNMENT_OFFICE = re.compile(
    rf"{_SEAT}(?:办公厅|办公室|办)(?:\([^()]*\))?|府办(?:公室)?"
    rf"|{_SEAT}?{_DISCLOSURE}(?:工作)?(?:领导小组)?(?:办公室|办)"
    r"|党政(?:综合)?办公室"
)
_SECTORS_OF_ONE_ORGAN = ("tax", "customs", "statistics", "meteorology")
"""National organs with a sector of their own: their branches are of it, whatever their names."""
_HIGH_SCHOOLS = ("大学", "学院")
_OFFICES_BODY = re.compile(rf"{_SEAT}办公(?:厅|室)")
_INSTITUTION = re.compile(
    r"(?:大学|学院|学校|中学|小学|幼儿园|医院|卫生院|保健院|党校|研究院|研究所|科学院|中心校|血站)$"
)


def kind_of(own: str) -> Kind:
    """The kind of organ; a town's or street office's bodies are of the same kind."""
    if town := read_town(own):
        return Kind.SUBDISTRICT if town.is_street else Kind.TOWN
    return Kind.ZONE if zone_end(own) is not None else Kind.ORDINARY


@lru_cache(maxsize=4096)
def sector_of(own: str, kind: Kind, prefix: str) -> str:
    """The sector of an organ, from its own part, else from the national organ it is of."""
    if kind in (Kind.SUBDISTRICT, Kind.TOWN):
        return _sector_of_town(own)
    if kind is Kind.ZONE:
        tail = own[zone_end(own) :]
        return "zone" if is_zones_own(tail) else sector_by_trade(tail, "zone")
    if (not own and not prefix) or is_government(own):
        return "government"
    if is_government_office(own) or _OFFICES_BODY.match(own):
        return "government_office"
    if is_institution(own):
        return "institution"
    by_prefix = sector_by_trade(prefix, "") if prefix else ""
    if by_prefix in _SECTORS_OF_ONE_ORGAN:
        return by_prefix
    return sector_by_trade(own, "") or by_prefix or "other"


def _sector_of_town(own: str) -> str:
    """Of who governs a town or street, and of their offices; a body of theirs by its trade."""
    town = read_town(own)
    itself = "subdistrict" if town is not None and town.is_street else "township"
    if town is None or town.is_itself or town.is_office:
        return itself
    return "institution" if is_towns_institution(town) else sector_by_trade(town.tail, itself)


def sector_by_trade(text: str, otherwise: str = "other") -> str:
    """The sector of the trade word that stands first; none hides in 人|民政|府."""
    words = organ_words()
    trade = words.trade.search(text.replace("人民政府", ""))
    return words.sector_of[trade[0]] if trade else otherwise


def is_government(own: str) -> bool:
    """Whether the own part means the government itself."""
    return _GOVERNMENT.fullmatch(own) is not None


def is_government_office(own: str) -> bool:
    """Whether the own part means a government's office, or its office for disclosure."""
    return _GOVERNMENT_OFFICE.fullmatch(own) is not None


def is_institution(own: str) -> bool:
    """Whether the name ends as those of schools and hospitals do."""
    return _INSTITUTION.search(own) is not None


def is_common_institution(own: str) -> bool:
    """Whether this is a school or hospital as every place has one (人民医院, 第一中学)."""
    return is_institution(own) and not is_distinct(own) and not own.endswith(_HIGH_SCHOOLS)


def starts_with_trade(own: str) -> bool:
    """Whether a name without place starts with a trade, so that any place may have it."""
    return bool(organ_words().trade.match(own) or _GOVERNMENT.match(own) or own.startswith("党政"))


def ends_like_organ(name: str) -> bool:
    """Whether a name ends as organ names do (局, 委员会, 镇人民政府, 街道, 开发区 …)."""
    words = organ_words()
    return bool(
        words.endings.search(name) or words.zone_end.search(name) or read_town(name) is not None
    )


def is_distinct(own: str) -> bool:
    """Whether a name without place is no common one, as 经开区管委会, 人民医院 are."""
    return bool(organ_words().common.sub("", own))
