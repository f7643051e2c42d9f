"""Towns, townships, street offices and what belongs to them, by the build of their names.

All names are normalised and start behind the place: 水南镇人民政府, 中关村街道办事处.
"""

import re
from dataclasses import dataclass

from transform.organ_words import organ_words


@dataclass(frozen=True, slots=True)
class Town:
    """A town's, township's or street office's name in parts.

    Attributes:
        name: 水南镇; 中关村街道; with the zone that stands before it.
        is_street: whether it is a street office's area.
        tail: what follows the town's name; "" for the town itself.
        under_zone: whether the name states a zone above it.
    """

    name: str
    is_street: bool
    tail: str
    under_zone: bool

    @property
    def seat(self) -> str:
        """The canonical name of who governs it."""
        if self.name.endswith(("区公所", "农场", "牧场")):
            return self.name
        return self.name + ("办事处" if self.is_street else "人民政府")

    @property
    def is_itself(self) -> bool:
        """Whether the name means who governs it, and no body of theirs."""
        return _SEAT.fullmatch(self.tail) is not None or (self.is_street and self.tail == "办")

    @property
    def is_office(self) -> bool:
        """Whether the name means the office of who governs it."""
        return bool(self.tail) and _OFFICE.fullmatch(self.tail) is not None


_SEAT_WORDS = (
    r"(?:人民政府|镇政府|乡政府|政府|办事处|党工委|党委|工委|委员会|管委会|管理委员会|人大)"
)
_SEAT = re.compile(rf"{_SEAT_WORDS}*(?:\([^()]*\))?")
_OFFICE = re.compile(rf"{_SEAT_WORDS}*(?:党政|综合|党政综合|政务公开|政府信息公开)?(?:办公室|办)")
_BODY = re.compile(
    r"(?:中心|第.{1,2})?(?:卫生院|小学|中学|学校|幼儿园|社区卫生服务中心|敬老院)"
    r"|(?:财政|司法|派出|国土资源|自然资源|林业|畜牧兽医|税务|市场监督管理)(?:分)?(?:所|站|局)"
    r"|(?:综合行政执法|综合执法|行政执法|城市管理)(?:大队|中队|队|局|办公室|办)"
    r"|(?:便民|政务|党群|政务和便民|综合|农业|农业农村|农业综合|社会事务|文化|文化旅游|退役军人|公共|社会)+"
    r"(?:综合)?(?:服务)?(?:中心|站|办公室)"
    r"|(?:经济发展|村镇建设|规划建设|社会事务|社会治理|平安建设|公共服务|应急管理|公共管理)(?:办公室|办|中心)"
)
_STREET = re.compile(
    r"(?P<town>.{1,14}?(?:街道|地区(?=办事处)))(?P<tail>.*)"
    r"|(?P<short>[^驻]{1,8}?)(?:街办|街办事处|街(?=党工委))(?P<rest>.*)"
)
_AGENCY = re.compile(r"(?P<town>[^驻]{1,8})办事处")
_NO_AGENCY = re.compile(r"专员|特派|联络|政府$|委员会$|局$|中心$")
_FIRST_WORDS = re.compile(r"住房|城乡|乡镇|人民政府")
_ABOVE = re.compile(r"[省市县区州旗盟]")
_INSTITUTIONS = re.compile(r"(?:卫生院|小学|中学|学校|幼儿园|社区卫生服务中心|敬老院)$")
_SHORT = 4
LONGEST_NAME = 16
LONGEST_TAIL = 24
"""No town has a longer name (with a zone before it), and no body of it more behind it."""


def read_town(own: str) -> Town | None:
    """Read a town and what follows it; None if the name is none of a town's."""
    return _street(own) or (None if _FIRST_WORDS.match(own) else _town(own) or _agency(own))


def may_stand_alone(town: Town) -> bool:
    """Whether no division that is not known stands in the name: 新市镇 and 老县镇 are towns."""
    return _ABOVE.search(town.name[:-1]) is None or len(town.name) <= _SHORT


def is_towns_institution(town: Town) -> bool:
    """Whether the body is a school or the like (水南镇中心小学)."""
    return _INSTITUTIONS.search(town.tail) is not None


def _street(own: str) -> Town | None:
    found = _STREET.fullmatch(own)
    if found is None:
        return None
    name = found["town"] or found["short"] + "街道"
    tail = found["tail"] if found["town"] else found["rest"]
    if found["town"] is None and own.removeprefix(found["short"]).startswith("街办事处"):
        tail = "办事处" + (tail or "")
    return _of_parts(name, True, tail or "")


def _town(own: str) -> Town | None:
    """The shortest name whose rest is a body of a town: 古镇镇人民政府 is of 古镇镇."""
    for end in re.finditer("镇|乡|苏木|区公所", own[:LONGEST_NAME]):
        name, tail = own[: end.end()], own[end.end() :]
        if end.start() and (town := _of_parts(name, False, tail)):
            return town
    return None


def _agency(own: str) -> Town | None:
    """A street office whose kind is left out: 矿工路办事处."""
    found = _AGENCY.fullmatch(own)
    if found is None or _NO_AGENCY.search(found["town"]):
        return None
    if organ_words().trade.search(found["town"]) or len(found["town"]) < 2:
        return None
    return Town(found["town"] + "街道", True, "办事处", False)


def _of_parts(name: str, is_street: bool, tail: str) -> Town | None:
    if len(tail) > LONGEST_TAIL or len(name) > LONGEST_NAME:
        return None
    no_town = name in organ_words().not_towns or name.endswith("城乡")
    if no_town and not tail.startswith(("人民政府", "政府", "党委")):
        return None
    if not (_SEAT.fullmatch(tail) or _OFFICE.fullmatch(tail) or _BODY.fullmatch(tail)):
        return None
    if _BODY.fullmatch(tail) and organ_words().trade.match(name):
        return None
    zone = organ_words().zone_over_towns.search(name[:-3])
    under_zone = zone is not None and zone.end() <= len(name) - 3
    return Town(name, is_street, tail, under_zone)
