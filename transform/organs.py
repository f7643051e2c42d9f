"""Take an organ's name apart: vertical prefix, place, level word, and the organ's own part.

国家税务总局 | 宿迁市 | | 税务局;  | | 市 | 信访局;  | 四川省内江市资中县 | | 水南镇人民政府.
All names must be normalised (see `transform.characters`).
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from transform.divisions import KINDS, Place, read_place
from transform.gazetteer import Division, Level
from transform.organ_kinds import (
    Kind,
    ends_like_organ,
    is_distinct,
    is_government,
    is_government_office,
    kind_of,
    sector_by_trade,
    sector_of,
    starts_with_trade,
)
from transform.organ_places import place_of_organ
from transform.organ_words import organ_words
from transform.towns import may_stand_alone, read_town

__all__ = [
    "Kind",
    "Organ",
    "ends_like_organ",
    "has_no_division",
    "is_distinct",
    "is_never_reporting",
    "needs_no_division",
    "prefix_before",
    "starts_with_trade",
    "take_apart",
    "trade_words",
]


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ's name in parts, in their printed order.

    Attributes:
        name: the whole name without an honorific (中华人民共和国) and without its scope (本级).
        prefix: the national organ that a vertical organ names first, the 师 of the 兵团 that
            a city's organ names first; "" for others.
        place: the chain of divisions; None if the name starts with none.
        level_word: 市 in 市信访局: a level whose place the text must tell; "" otherwise.
        own: the rest; "" for a whole area (吴忠市).
        kind: ordinary, town, subdistrict, zone or national.
        sector: code of the sector.
        unsure: the place is one only if the text names it in full.
    """

    name: str
    prefix: str
    place: Place | None
    level_word: str
    own: str
    kind: Kind
    sector: str
    unsure: bool = False

    @property
    def is_placeless(self) -> bool:
        """Whether the name states neither a place nor a level."""
        return not (self.place or self.level_word or self.prefix)


LONGEST_NAME = 120
"""No organ has a longer name; what is longer is a text, and is not read as a name."""
_UNKNOWN = re.compile(
    r"[^省市县区旗州局厅委]{1,6}(?:自治县|县|旗)"
    r"|[^省市县区旗州局厅委]{1,5}[^社库灌林景矿牧老山地校院园港片小辖街城郊护户省市县区]区"
    r"|[^省市县区旗州局厅委]{1,5}[^城都集超夜股省市县区]市"
)
"""A division's name by its build."""
_OF_ANY = re.compile(r"^(?:隶属|我|本|该|各)|[省市县区]$")
"""Words that tell no customs house or the like from another."""
_LEVEL_WORD = re.compile(r"(?:自治[区州县旗]|地区|林区|特区|省|市|县|区|州|旗|盟)")
_FREE_TRADE_ZONE = re.compile(
    r"中国\((?P<place>[^()]{2,8})\)(?P<own>自由贸易(?:试验区|港).*|.{0,8}试验区.*)"
)
"""A pilot zone has its place in brackets: 中国(上海)自由贸易试验区."""
_CORPS = re.compile(r"(?:新疆)?生产建设兵团")
_CORPS_DIVISION = re.compile(
    r"(?:(?:新疆)?生产建设兵团)?(?P<division>第[一二三四五六七八九十]{1,3}师)(?=.)"
)
_CITIES_OF_CORPS = "6590"
_COMPANY = re.compile(r"(?:公司|集团)$")
_COMMON_IN_COMPANIES = re.compile(
    r"有限|责任|股份|公司|集团|城市|建设|投资|发展|控股|国有|资本|资产|运营|经营|轨道|公共|供水|实业"
)
_PARTY = re.compile(r"(?:委员会|委)(?:办公室|办)?[、和及与(]?")
_ITS_GOVERNMENT = re.compile(r"[省市县区州旗盟]?(?:人民)?政府(?P<rest>[^()]*)\)?")
_OF_GOVERNMENT = re.compile(r"(?:人民)?政府(?=.)")
_NO_TRADE_OF_GOVERNMENT = ("驻", "办公", "机关")


def take_apart(name: str, year: int | None = None) -> Organ:
    """Take a normalised organ name apart; any text is accepted, known or not.

    Args:
        name: the name.
        year: at whose end its place is meant; None for the newest place of the name.
    """
    if len(name) > LONGEST_NAME:
        return Organ(name, "", None, "", name, Kind.ORDINARY, "other")
    return _take_apart(name, year)


@lru_cache(maxsize=4096)
def _take_apart(name: str, year: int | None) -> Organ:
    words = organ_words()
    name = words.scope.sub("", words.honorific.sub("", name)) or name
    if canonical := words.national.get(name):
        sector = sector_by_trade(canonical)
        return Organ(canonical, "", None, "", canonical, Kind.NATIONAL, sector)
    prefix = _prefix(name)
    rest = name[len(prefix) :]
    if _CORPS.match(rest) or _CORPS_DIVISION.match(rest):
        return _of_corps(name, prefix, rest)
    if trade_zone := _FREE_TRADE_ZONE.fullmatch(rest):
        rest = trade_zone["place"] + trade_zone["own"]
    found = place_of_organ(rest, prefix, year)
    place = found.place if found else None
    own = rest[place.end :] if place else rest
    level_word = "" if place else _level_word(own)
    own = own.removeprefix("全" if level_word and own.startswith("全") else "")[len(level_word) :]
    own = _without_party(own) if place or level_word else own
    kind = kind_of(own)
    sector = ("" if prefix else _sector_without_division(own)) or sector_of(own, kind, prefix)
    unsure = found is not None and found.unsure
    return Organ(name, prefix, place, level_word, own, kind, sector, unsure)


def is_never_reporting(name: str) -> bool:
    """Whether this is the issuer of a notice that all reports cite."""
    return name in organ_words().never_reporting


def needs_no_division(name: str) -> bool:
    """Whether a name tells its body though no division is in it: the 兵团, a named company."""
    if _CORPS.search(name):
        return True
    return bool(_COMPANY.search(name)) and is_distinct(_COMMON_IN_COMPANIES.sub("", name))


def has_no_division(organ: Organ) -> bool:
    """Whether the organ's area is no division, whatever its name says (customs districts)."""
    words = organ_words()
    by_part = words.without_division.search(organ.prefix + organ.own)
    return bool(by_part or words.without_division_name.fullmatch(organ.name))


def is_told_without_division(organ: Organ) -> bool:
    """Whether an organ whose area is no division is told by its name: 洋山海关, not 隶属海关."""
    if organ.place or organ.prefix:
        return True
    found = organ_words().without_division.search(organ.own)
    before = organ.own[: found.start()] if found else organ.name
    return is_distinct(_OF_ANY.sub("", before))


def names_unknown_division(organ: Organ, place: Division) -> bool:
    """Whether a name goes on behind its place with a division that there is not.

    六安市某某县教育局 is no bureau of 六安市; 城市管理局, 灌区管理处 and 新市镇 are no such names.
    """
    town = read_town(organ.own)
    if town is not None:
        return place.level is not Level.COUNTY and not (town.under_zone or may_stand_alone(town))
    found = _UNKNOWN.match(organ.own) if organ.kind is Kind.ORDINARY else None
    if found is None or read_place(organ.own):
        return False
    rest = organ.own[found.end() :]
    return not rest or starts_with_trade(rest)


def prefix_before(text: str, end: int) -> int:
    """Where the prefix of a vertical organ starts that ends at a position; `end` if none."""
    for prefix in organ_words().prefixes:
        if text.endswith(prefix, 0, end):
            return end - len(prefix)
    return end


@cache
def trade_words() -> frozenset[str]:
    """Every word that tells a sector."""
    return frozenset(organ_words().sector_of)


def _sector_without_division(own: str) -> str:
    """The sector of an organ whose area is no division: 首都机场海关 is a customs house."""
    found = organ_words().without_division.search(own)
    return sector_by_trade(found[0], "") if found and found.start() else ""


def _prefix(name: str) -> str:
    """The national organ that a branch names first, with a 驻 behind it."""
    found = organ_words().prefix.match(name)
    prefix = found[0] if found else ""
    return prefix + "驻" if prefix and name.startswith("驻", len(prefix)) else prefix


def _of_corps(name: str, prefix: str, rest: str) -> Organ:
    """An organ of the 兵团: of one of its cities, or of no division."""
    division = _CORPS_DIVISION.match(rest)
    city = read_place(rest, division.end()) if division else None
    if division and city and city.divisions[0].code.startswith(_CITIES_OF_CORPS):
        own = rest[city.end :]
        kind = kind_of(own)
        before = prefix + division["division"]
        return Organ(name, before, city, "", own, kind, sector_of(own, kind, prefix))
    trade = _CORPS.sub("", rest)
    sector = sector_by_trade(trade, sector_by_trade(prefix))
    return Organ(name, "", None, "", prefix + rest, Kind.ORDINARY, sector)


def _level_word(own: str) -> str:
    """The level word that a name starts with: 市 in 市政府, none in 市政管理局, 市场监管局."""
    text = own.removeprefix("全")
    word = _LEVEL_WORD.match(text)
    if word is None:
        return ""
    rest = text[word.end() :]
    if not starts_with_trade(rest) and organ_words().trade.match(text):
        return ""
    return word[0]


def _without_party(own: str) -> str:
    """The organ that party and government share, without their names: 委、县政府信访局.

    An organ that names its government before a trade is the same as without:
    人民政府国有资产监督管理委员会; 人民政府办公室 and 人民政府驻北京办事处 are kept.
    """
    if party := _PARTY.match(own):
        place = read_place(own, party.end())
        start = place.end if place and not place.bare else party.end()
        if government := _ITS_GOVERNMENT.fullmatch(own, start):
            own = "人民政府" + government["rest"]
    if (again := own[:1]) in KINDS and _OF_GOVERNMENT.match(own, 1):
        own = own.removeprefix(again)
    if is_government(own) or is_government_office(own):
        return own
    if own.startswith("人民政府") and organ_words().trade.match(own, len("人民")):
        own = own.removeprefix("人民")
    before = _OF_GOVERNMENT.match(own)
    if (
        before is None
        or organ_words().trade.match(own)
        or own.startswith(_NO_TRADE_OF_GOVERNMENT, before.end())
    ):
        return own
    return own[before.end() :]
