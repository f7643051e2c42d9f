"""Development zones, new areas, scenic areas, farms and the like, by the words of their names.

A zone's level and code are those of the government that it is named under, null where none is;
see `zones` in organ_words.yaml. All names are normalised.
"""

import re

from transform.organ_words import organ_words

_ENDS_A_NAME = re.compile(r"(?<!招商)局|委员会|厅|办公室|中心|支队|大队")
_OFFICE = re.compile(
    r"(?:[(（].*[)）])?(?:党工委)?[、和]?(?:管理委员会|管委会|管委|管理局|管理处|管理办公室|工作委员会"
    r"|(?:管理|服务|建设|发展|开发)*中心|(?:建设|开发|发展)(?:指挥部|管理局|管理委员会|管理办公室))?"
    r"(?:党工委)?(?:党政)?(?:综合)?(?:办公室|办)?"
)
_PART = re.compile(
    r"(?:试验区|新区|开发区|示范区)(?P<place>.{2,10}?)(?:片区|区块|管委会|管理委员会|管理局)"
)
_COMMITTEE = ("管委会", "管理委员会")
LANDSCAPE = "湾山湖河江岛港岭峡滩路桥海洲"
"""A place before one of these is part of a landscape's name: 台州湾, 黄山湖."""


def zone_end(own: str) -> int | None:
    """Where the name of a zone ends; None if the organ is none of a zone's.

    自然资源局高新区分局 is the branch of a bureau; 高新区财政局 is a zone's.
    """
    zones = [zone for zone in organ_words().zone.finditer(own) if not _is_trade(own, zone.end())]
    ends = [zone.end() for zone in zones]
    if ends:
        return None if _ENDS_A_NAME.search(own[: ends[0]]) else ends[-1]
    for committee in _COMMITTEE:
        zone = own.removesuffix(committee)
        if zone != own and not organ_words().trade.search(own) and not _ENDS_A_NAME.search(zone):
            return len(zone)
    return None


def _is_trade(own: str, end: int) -> bool:
    """Whether the words are what an organ looks after: 国有林场管理局 is none of a farm's."""
    return own.endswith("国有林场", 0, end) and end < len(own)


def is_zones_own(tail: str) -> bool:
    """Whether what follows a zone's name means who governs it, or their office."""
    return _OFFICE.fullmatch(tail) is not None


def has_own_name(own: str) -> bool:
    """Whether a zone has a name of its own (金积工业园区), unlike 经济开发区."""
    end = zone_end(own)
    return bool(organ_words().common.sub("", own[:end]))


def part_of_zone(own: str) -> str:
    """The words for the place of a zone's part: 厦门 in 自由贸易试验区厦门片区; "" if none."""
    part = _PART.search(own)
    return part["place"] if part else ""


def is_named_after_landscape(stem: str, own: str) -> bool:
    """Whether a place before a zone may be a lake or hill: 西湖风景名胜区."""
    return stem[-1:] in LANDSCAPE and organ_words().landscape_zone.search(own) is not None


def is_part_of_landscape(own: str) -> bool:
    """Whether the words before this are part of a landscape's name: 台州|湾新区."""
    return own[:1] in LANDSCAPE and organ_words().common.match(own, 1) is not None
