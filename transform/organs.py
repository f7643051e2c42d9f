"""Take an organ's name apart: vertical prefix, place, level word, and the organ's own part.

国家税务总局 | 宿迁市 | | 税务局;  | | 市 | 信访局;  | 四川省内江市资中县 | | 水南镇人民政府.
All names must be normalised (see `transform.characters`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from transform.divisions import Place, divisions_with_stem, read_place
from transform.gazetteer import Division, Level
from transform.organ_words import organ_words


class Kind(StrEnum):
    """How an organ stands to the division in its name."""

    ORDINARY = "ordinary"
    TOWN = "town"
    SUBDISTRICT = "subdistrict"
    ZONE = "zone"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Organ:
    """An organ's name in parts, in their printed order.

    Attributes:
        name: the whole name without an honorific (中华人民共和国).
        prefix: the national organ that a vertical organ names first; "" for others.
        place: the chain of divisions; None if the name starts with none.
        level_word: 市 in 市信访局: a level whose place the text must tell; "" otherwise.
        own: the rest; "" for a whole area (吴忠市).
        kind: ordinary, town, subdistrict, zone or national.
        sector: code of the sector.
    """

    name: str
    prefix: str
    place: Place | None
    level_word: str
    own: str
    kind: Kind
    sector: str

    @property
    def is_placeless(self) -> bool:
        """Whether the name states neither a place nor a level."""
        return not (self.place or self.level_word or self.prefix)

    @property
    def canonical_own(self) -> str:
        """The own part with one spelling for what reports spell in several ways."""
        return _canonical_own(self.own, self.kind, self.sector)


_LEVEL_WORD = re.compile(r"(?:自治区|自治州|自治县|地区|省|市|县|区|州|旗|盟)")
_GOVERNMENT = re.compile(r"(?:(?:人民)?政府|行政公署|行署)(?:\((?:本级|机关)\)|本级|机关)?")
_GOVERNMENT_OFFICE = re.compile(
    r"(?:党委|党工委|委|[市县区州旗]委)?[、和]?[市县区州旗]?(?:(?:人民)?政府|行政公署|行署)(?:办公厅|办公室|办)|党政(?:综合)?办公室"
)
_TAIL = r"(?:人民政府|政府|办事处|党工委|党委|委员会|办)*(?:(?:党政)?(?:综合)?办公室)?"
_TOWN = re.compile(rf"(?P<town>[^省市县区]{{1,10}}?(?:镇|乡|苏木)){_TAIL}")
_SUBDISTRICT = re.compile(
    rf"(?P<town>.{{1,12}}?(?:街道|地区(?=办事处))){_TAIL}|(?P<short>.{{1,8}})街办"
)
_TOWN_BODY = re.compile(
    r"[^省市县区]{1,6}(?:镇|乡|街道)(?:中心|第.)?(?:卫生院|小学|中学|学校|幼儿园|社区卫生服务中心)"
)
_ZONE_OFFICE = re.compile(
    r"(?:[(（].*[)）])?(?:党工委)?(?:管理委员会|管委会|管委|管理局|管理处|管理办公室|工作委员会|管理中心)?"
    r"(?:党工委)?(?:党政)?(?:综合)?(?:办公室)?"
)
_LONGEST_STEM = 6
_LANDSCAPE = "湾山湖河江岛港岭峡滩路桥"
"""A place before one of these is part of a landscape's name: 台州湾, 黄山湖."""
_ENDS_A_NAME = re.compile(r"局|委员会|厅|办公室|中心|支队|大队")
_INSTITUTION = re.compile(
    r"(?:大学|学院|学校|中学|小学|幼儿园|医院|卫生院|保健院|党校|研究院|研究所)$"
)


_SECOND_NAME = re.compile(r"\([^()]*\)$")
"""The other name of an organ with two: 水南镇人民政府(水南街道办事处)."""
_CORPS = re.compile(r"(?:新疆)?生产建设兵团")
_COMPANY = re.compile(r"(?:公司|集团)$")
_COMMON_IN_COMPANIES = re.compile(
    r"有限|责任|股份|公司|集团|城市|建设|投资|发展|控股|国有|资本|资产|运营|经营|轨道|公共|供水|实业"
)


@lru_cache(maxsize=4096)
def take_apart(name: str) -> Organ:
    """Take a normalised organ name apart; any text is accepted, known or not."""
    words = organ_words()
    name = words.honorific.sub("", name)
    if name in words.national:
        return Organ(name, "", None, "", name, Kind.NATIONAL, _sector_by_trade(name))
    prefix = next((p for p in words.prefixes if name.startswith(p)), "")
    rest = name[len(prefix) :]
    place = read_place(rest)
    if place is not None and place.bare:
        place = _accepted_bare(place, rest[place.end :], prefix)
    elif place is None and prefix:
        place = _bare_county(rest)
    own = rest[place.end :] if place else rest
    level_word = "" if place or prefix else _level_word(own)
    own = own.removeprefix("全" if level_word and own.startswith("全") else "")[len(level_word) :]
    kind = _kind(own)
    return Organ(name, prefix, place, level_word, own, kind, _sector(own, kind, prefix))


def starts_with_trade(own: str) -> bool:
    """Whether a name without place starts with a trade, so that any place may have it."""
    return bool(organ_words().trade.match(own) or _GOVERNMENT.match(own) or own.startswith("党政"))


def ends_like_organ(name: str) -> bool:
    """Whether a name ends as organ names do (局, 委员会, 镇人民政府, 街道, 开发区 …)."""
    words = organ_words()
    town = _TOWN.fullmatch(name) or _SUBDISTRICT.fullmatch(name)
    return bool(town or words.zone_end.search(name) or words.endings.search(name))


def is_distinct(own: str) -> bool:
    """Whether a name without place is no common one, as 经开区管委会, 人民医院 are."""
    return bool(organ_words().common.sub("", own))


def needs_no_division(name: str) -> bool:
    """Whether a name tells its body though no division is in it: the 兵团, a named company."""
    if _CORPS.match(name):
        return True
    return bool(_COMPANY.search(name)) and is_distinct(_COMMON_IN_COMPANIES.sub("", name))


def is_never_reporting(name: str) -> bool:
    """Whether this is the issuer of a notice that all reports cite."""
    return name in organ_words().never_reporting


def has_no_division(organ: Organ) -> bool:
    """Whether the organ's area is no division, whatever its name says (customs districts)."""
    return bool(organ_words().without_division.search(organ.own))


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


def _accepted_bare(place: Place, own: str, prefix: str) -> Place | None:
    """A place printed without its kind, if the rest of the name proves that it is one.

    Others that share the name (大理市 in 大理州, 通化县 in 通化市) are kept beside it.
    """
    kind = _kind(own)
    vertical_or_zone = bool(prefix) or (kind is Kind.ZONE and own[0] not in _LANDSCAPE)
    organ = kind is Kind.ORDINARY and starts_with_trade(own) and ends_like_organ(own)
    if not (vertical_or_zone or organ) or _INSTITUTION.search(own):
        return None
    return Place(_with_namesakes(place), place.end, place.last, bare=True)


def _with_namesakes(place: Place) -> tuple[Division, ...]:
    if all(d.level is Level.PROVINCE for d in place.divisions):
        return place.divisions
    return divisions_with_stem(place.last)


def _bare_county(text: str) -> Place | None:
    """A county without its kind, as vertical organs name it (宿松调查队)."""
    for end in range(min(len(text), _LONGEST_STEM), 1, -1):
        if counties := divisions_with_stem(text[:end]):
            return Place(counties, end, text[:end], bare=True)
    return None


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


def _kind(own: str) -> Kind:
    first = _SECOND_NAME.sub("", own)
    if _SUBDISTRICT.fullmatch(first):
        return Kind.SUBDISTRICT
    if _TOWN.fullmatch(first) or _TOWN_BODY.match(own):
        return Kind.TOWN
    return Kind.ZONE if _zone_end(own) is not None else Kind.ORDINARY


def _zone_end(own: str) -> int | None:
    """Where the name of a zone ends; None if the organ is none of a zone's.

    自然资源局高新区分局 is the branch of a bureau; 高新区财政局 is a zone's.
    """
    ends = [zone.end() for zone in organ_words().zone.finditer(own)]
    if ends:
        return None if _ENDS_A_NAME.search(own[: ends[0]]) else ends[-1]
    if own.endswith("管委会") and not organ_words().trade.match(own):
        return len(own) - len("管委会")
    return None


@lru_cache(maxsize=4096)
def _sector(own: str, kind: Kind, prefix: str) -> str:
    if kind is Kind.SUBDISTRICT:
        return "subdistrict"
    if kind is Kind.TOWN:
        return "institution" if _TOWN_BODY.match(own) else "township"
    if kind is Kind.ZONE:
        tail = own[_zone_end(own) :]
        return "zone" if _ZONE_OFFICE.fullmatch(tail) else _sector_by_trade(tail, "zone")
    if (not own and not prefix) or _GOVERNMENT.fullmatch(own):
        return "government"
    if _GOVERNMENT_OFFICE.fullmatch(own):
        return "government_office"
    if _INSTITUTION.search(own):
        return "institution"
    own_sector = _sector_by_trade(own.removeprefix("人民政府"), "")
    return own_sector or (_sector_by_trade(prefix) if prefix else "other")


def _sector_by_trade(text: str, otherwise: str = "other") -> str:
    words = organ_words()
    trade = words.trade.search(text)
    return words.sector_of[trade[0]] if trade else otherwise


def _canonical_own(own: str, kind: Kind, sector: str) -> str:
    if kind is Kind.TOWN and (town := _TOWN.fullmatch(own)):
        return f"{town['town']}人民政府"
    if kind is Kind.SUBDISTRICT and (street := _SUBDISTRICT.fullmatch(own)):
        return f"{street['town'] or street['short'] + '街道'}办事处"
    if kind is Kind.ZONE:
        return own.replace("管委会", "管理委员会")
    if sector == "government":
        return "行政公署" if own.startswith(("行政公署", "行署")) else "人民政府"
    if sector == "government_office" and (office := re.fullmatch(r"(?:人民)?政府(办.*)", own)):
        return "人民政府" + {"办": "办公室"}.get(office[1], office[1])
    return own
