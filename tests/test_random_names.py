"""Random names of organs over all divisions: each tells its own division, or none.

What a name must mean is worked out here from the rows of the divisions alone: which of them can
be printed so, which of those existed in the year, and which only followed one another. A name
that several existing divisions share must tell none without the text that names one.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from tests.sizes import short_and_long
from transform.agencies import Resolution, Surroundings, resolve
from transform.divisions import all_divisions
from transform.gazetteer import Division, Level
from transform.organ_words import organ_words

SEED = 20211231
"""Names in each group."""
YEARS = (2008, 2024)
"""The report years that are drawn."""
UNREAD = {"500157"}
"""Younger than the reports: its name meant a zone."""

GOVERNING = {"伊犁哈萨克自治州"}
"""Prefectures that govern others beside their own counties."""
PEOPLES = re.findall(
    r"\S+",
    """
    蒙古族 蒙古 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族
    朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族
    黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族
    柯尔克孜族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族
    锡伯族 锡伯 阿昌族 普米族 塔吉克族 塔吉克 怒族 乌孜别克族 俄罗斯族 鄂温克族
    德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 赫哲族 门巴族 珞巴族
    基诺族 各族
    """,
)
_AUTONOMOUS = re.compile(r"(?P<name>.+)自治(?P<kind>[州县旗])")
_KIND = re.compile(r"(?:特别行政区|自治区|地区|(?<=架)林区|特区|新区|[省市县区旗盟])$")

BUREAUX = [
    ("教育局", "education"),
    ("教育体育局", "education"),
    ("发展和改革委员会", "development_reform"),
    ("发展改革局", "development_reform"),
    ("科学技术局", "science_technology"),
    ("科技和工业信息化局", "science_technology"),
    ("工业和信息化局", "industry_information"),
    ("经济和信息化局", "industry_information"),
    ("民族宗教事务局", "ethnic_religious"),
    ("公安局", "public_security"),
    ("民政局", "civil_affairs"),
    ("司法局", "justice"),
    ("财政局", "finance"),
    ("人力资源和社会保障局", "human_resources"),
    ("自然资源局", "natural_resources"),
    ("自然资源和规划局", "natural_resources"),
    ("国土资源局", "natural_resources"),
    ("生态环境局", "ecology_environment"),
    ("环境保护局", "ecology_environment"),
    ("住房和城乡建设局", "housing_construction"),
    ("城市管理局", "urban_management"),
    ("综合行政执法局", "urban_management"),
    ("交通运输局", "transport"),
    ("水利局", "water"),
    ("水务局", "water"),
    ("农业农村局", "agriculture_rural"),
    ("乡村振兴局", "agriculture_rural"),
    ("林业和草原局", "forestry"),
    ("商务局", "commerce"),
    ("投资促进局", "commerce"),
    ("文化和旅游局", "culture_tourism"),
    ("文化广电旅游体育局", "culture_tourism"),
    ("体育局", "sport"),
    ("卫生健康委员会", "health"),
    ("卫生和计划生育局", "health"),
    ("医疗保障局", "healthcare_security"),
    ("退役军人事务局", "veterans"),
    ("应急管理局", "emergency"),
    ("审计局", "audit"),
    ("国有资产监督管理委员会", "state_assets"),
    ("市场监督管理局", "market_regulation"),
    ("工商行政管理局", "market_regulation"),
    ("统计局", "statistics"),
    ("行政审批局", "government_services"),
    ("政务服务管理局", "government_services"),
    ("大数据管理局", "government_services"),
    ("档案局", "archives"),
    ("信访局", "petitions"),
    ("机关事务管理局", "other"),
    ("人民防空办公室", "other"),
    ("供销合作社联合社", "other"),
    ("残疾人联合会", "other"),
    ("气象局", "meteorology"),
    ("烟草专卖局", "other_vertical"),
    ("第一中学", "institution"),
    ("人民医院", "institution"),
]
BARE_BUREAUX = [b for b in BUREAUX if b[0].endswith("局") and b[1] != "other"]
"""Organs that reports name with a bare place: 吴忠信访局."""
GOVERNMENTS = [
    ("人民政府", "government"),
    ("", "government"),
    ("政府", "government"),
    ("人民政府办公室", "government_office"),
    ("政府办公室", "government_office"),
    ("人民政府办公厅", "government_office"),
    ("政府办", "government_office"),
]
TOWNS = [
    "水南镇",
    "城关镇",
    "和平乡",
    "新市镇",
    "东风民族乡",
    "太平镇",
    "巴音苏木",
    "石桥镇",
    "龙山乡",
]
TOWN_TAILS = ["", "人民政府", "政府", "党政办公室"]
STREETS = ["新华街道", "中山路街道", "和平街道", "城东街道", "解放街道", "人民路街道", "北关街道"]
STREET_TAILS = ["", "办事处", "党工委办事处"]
ZONES = [
    "经济开发区管理委员会",
    "经济技术开发区管委会",
    "高新技术产业开发区管理委员会",
    "高新区管委会",
    "工业园区管理委员会",
    "现代农业产业园管理委员会",
    "青云工业园管委会",
    "白鹭湖旅游度假区管理委员会",
]
VERTICAL = [
    ("国家税务总局{full}税务局", "tax"),
    ("国家税务总局{name}税务局", "tax"),
    ("国家税务总局{name}税务局第一稽查局", "tax"),
    ("国家统计局{full}调查队", "statistics"),
    ("中国人民银行{name}支行", "other_vertical"),
    ("{full}邮政管理局", "other_vertical"),
    ("{full}消防救援大队", "emergency"),
]
BARE_VERTICAL = [
    ("国家统计局{stem}调查队", "statistics"),
    ("国家税务总局{stem}税务局", "tax"),
]
BRANCHES = [
    ("生态环境局", "ecology_environment"),
    ("公安局", "public_security"),
    ("自然资源和规划局", "natural_resources"),
    ("国土资源局", "natural_resources"),
]


@dataclass(frozen=True)
class Name:
    """A printed name and what the rows say that it means.

    Attributes:
        printed: the name.
        year: of the report; None if it can't be told.
        expected: the division; None if no division may be told.
        text: a text around the name.
        level: of the agency.
        sector: of the agency.
        may_be_null: whether a name that tells nothing is right too.
    """

    printed: str
    year: int | None
    expected: Division | None
    level: Level
    sector: str
    text: str = ""
    may_be_null: bool = False


def stem_of(division: Division) -> str:
    """The name without its kind, and without its peoples if it is autonomous."""
    autonomous = _AUTONOMOUS.fullmatch(division.name)
    if autonomous is None and division.level is Level.PROVINCE:
        return re.sub(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$", "", division.name)
    if autonomous is None:
        return _KIND.sub("", division.name)
    return _without_peoples(autonomous["name"])


def _without_peoples(name: str) -> str:
    for people in sorted(PEOPLES, key=len, reverse=True):
        if name.endswith(people) and len(name) - len(people) > 1:
            return _without_peoples(name.removesuffix(people))
    return name.removesuffix("族") if name in PEOPLES else name


def short_of(division: Division) -> str | None:
    """The usual short name of an autonomous division: 恩施州, 石柱县."""
    autonomous = _AUTONOMOUS.fullmatch(division.name)
    short = stem_of(division)
    return short + autonomous["kind"] if autonomous and short != autonomous["name"] else None


@cache
def rows() -> tuple[Division, ...]:
    return all_divisions()


@cache
def by_code() -> dict[str, list[Division]]:
    found = defaultdict(list)
    for division in rows():
        found[division.code].append(division)
    return found


def exists(division: Division, year: int | None) -> bool:
    if year is None:
        return division.valid_to is None
    after = division.valid_from is None or division.valid_from <= year
    return after and (division.valid_to is None or year <= division.valid_to)


def full_names(division: Division) -> list[str]:
    """The names of the divisions above it and its own, from the top."""
    names = (division.province, division.prefecture, division.county)
    return list(dict.fromkeys(name for name in names if name))


def chains(division: Division) -> list[str]:
    """The forms of a division's name with its kind, with and without what is above it."""
    *above, _ = full_names(division)
    own = [division.name, *filter(None, [short_of(division)])]
    starts = {"", "".join(above), *above, *("".join(above[i:]) for i in range(len(above)))}
    if above:
        bare = _bare_province(division.province)
        starts |= {bare, bare + "".join(above[1:])}
    return [start + name for start in sorted(starts) for name in own]


def _bare_province(name: str) -> str:
    return re.sub(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|[省市]$", "", name)


@cache
def bearers() -> dict[str, frozenset[Division]]:
    """Every printed place, and the divisions of all years that may be printed so."""
    found = defaultdict(set)
    for division in rows():
        if division.code in UNREAD:
            continue
        for form in [*chains(division), stem_of(division)]:
            found[form].add(division)
    return {form: frozenset(divisions) for form, divisions in found.items()}


@cache
def lineage() -> dict[Division, Division]:
    """The newest division that each one leads to, by its successors or its prefecture's."""
    parent = {d: d for d in rows()}

    def root(d: Division) -> Division:
        while parent[d] is not d:
            d = parent[d]
        return d

    for division in rows():
        for code in division.successors:
            for successor in by_code().get(code, []):
                parent[root(division)] = root(successor)
    return {d: root(d) for d in parent}


def meant(form: str, year: int | None) -> tuple[Division | None, bool]:
    """What a printed place means in a year, and whether telling nothing is right too."""
    found = bearers()[form]
    alive = [d for d in found if exists(d, year)]
    if len(found) == 1:
        return next(iter(found)), False
    if len(alive) > 1:
        return None, False
    kin = {lineage()[d] for d in found}
    return (alive[0] if alive else None), not (alive and len(kin) == 1)


def draw_division(rng: random.Random, *, former: bool) -> tuple[Division, int | None]:
    """A division and a year in which it existed; no year for some of those of today."""
    while True:
        division = rng.choice(rows())
        if division.code in UNREAD or former != (division.valid_to is not None):
            continue
        first = max(division.valid_from or 0, YEARS[0])
        last = min(division.valid_to or YEARS[1], YEARS[1])
        if first > last:
            continue
        unknown = not former and division.valid_from is None and rng.random() < 0.5
        return division, None if unknown else rng.randint(first, last)


def _name(rng: random.Random, division: Division, year: int | None, organ: tuple[str, str]) -> Name:
    form = rng.choice(chains(division))
    expected, may_be_null = meant(form, year)
    level = expected.level if expected else Level.COUNTY
    return Name(form + organ[0], year, expected, level, organ[1], may_be_null=may_be_null)


def _ordinary(rng: random.Random) -> Name:
    return _name(rng, *draw_division(rng, former=False), rng.choice(BUREAUX))


def _former(rng: random.Random) -> Name:
    return _name(rng, *draw_division(rng, former=True), rng.choice(BUREAUX + GOVERNMENTS))


def _government(rng: random.Random) -> Name:
    return _name(rng, *draw_division(rng, former=False), rng.choice(GOVERNMENTS))


def _zone(rng: random.Random) -> Name:
    return _name(rng, *draw_division(rng, former=False), (rng.choice(ZONES), "zone"))


def _bare(rng: random.Random) -> Name:
    """A place without its kind: the division if only it is called so, else none."""
    division, year = draw_division(rng, former=False)
    stem = stem_of(division)
    if len(stem) < 2 or _is_full_name(stem):
        return _ordinary(rng)
    own, sector = rng.choice(BARE_BUREAUX)
    expected, _ = meant(stem, year)
    level = expected.level if expected else Level.COUNTY
    return Name(stem + own, year, expected, level, sector, may_be_null=True)


def _is_full_name(stem: str) -> bool:
    """Whether another division's whole name is this one's without its kind: 梅县, 梅县区."""
    return any(d.name == stem for d in bearers().get(stem, ()))


def _vertical(rng: random.Random) -> Name:
    division, year = draw_division(rng, former=False)
    stem = stem_of(division)
    bare = len(stem) > 1 and not _is_full_name(stem) and rng.random() < 0.3
    pattern, sector = rng.choice(BARE_VERTICAL if bare else VERTICAL)
    form = stem if bare else rng.choice([division.name, "".join(full_names(division))])
    if form not in bearers():
        form = division.name
    expected, may_be_null = meant(form, year)
    printed = pattern.format(full=form, name=form, stem=form)
    level = expected.level if expected else Level.COUNTY
    return Name(printed, year, expected, level, sector, may_be_null=may_be_null or bare)


def _of_town(names: list[str], tails: list[str], sector: str) -> Callable[[random.Random], Name]:
    def draw(rng: random.Random) -> Name:
        division, year = draw_division(rng, former=False)
        form = rng.choice(chains(division))
        expected, may_be_null = meant(form, year)
        if expected and not _holds_towns(expected, year):
            expected, may_be_null = None, False
        printed = form + rng.choice(names) + rng.choice(tails)
        return Name(printed, year, expected, Level.TOWNSHIP, sector, may_be_null=may_be_null)

    return draw


def _holds_towns(division: Division, year: int | None) -> bool:
    if division.level is Level.PREFECTURE:
        inside = (d for d in rows() if d.code[:4] == division.code[:4])
        return not any(d.level is Level.COUNTY and exists(d, year) for d in inside)
    return division.level is Level.COUNTY


def _branch(rng: random.Random) -> Name:
    """A prefecture's branch in a county, in both orders."""
    while True:
        county, year = draw_division(rng, former=False)
        above = [d for d in rows() if county.prefecture == d.name and exists(d, year)]
        if county.level is Level.COUNTY and len(above) == 1 and len(stem_of(county)) > 1:
            break
    own, sector = rng.choice(BRANCHES)
    place = rng.choice([county.name, stem_of(county)])
    inside = [d for d in rows() if d.prefecture == county.prefecture and d.county]
    same = {lineage()[d] for d in inside if place in (d.name, stem_of(d), short_of(d))}
    printed = f"{county.prefecture}{own}{place}分局"
    if rng.random() < 0.3:
        printed = f"{county.prefecture}{county.name}{own.removesuffix('局')}分局"
    return Name(printed, year, county, Level.COUNTY, sector, may_be_null=len(same) > 1)


def _in_text(rng: random.Random) -> Name:
    """A name that several divisions share, in a text that names one of them in full."""
    while True:
        division, year = draw_division(rng, former=False)
        expected, _ = meant(division.name, year)
        if expected is None:
            break
    own, sector = rng.choice(BUREAUX[:-2])
    chain = "".join(full_names(division))
    text = f"{chain}人民政府门户网站,{division.name}{own}按照要求编制"
    return Name(division.name + own, year, division, division.level, sector, text=text)


def _any_trades(rng: random.Random) -> Name:
    """Two trades of any kind behind a place in full: the place's, in the first one's sector."""
    words = organ_words()
    trades = sorted(words.sector_of)
    division, year = draw_division(rng, former=False)
    first, second = rng.choice(trades), rng.choice(trades)
    own = f"{first}和{second}{rng.choice(('局', '管理局', '委员会', '办公室', '服务中心'))}"
    if words.without_division.search(own):
        return _any_trades(rng)
    sector = words.sector_of[first]
    return Name("".join(full_names(division)) + own, year, division, division.level, sector)


OTHERS = [(zone, "zone") for zone in ZONES] + [
    (town + "人民政府", "township") for town in TOWNS if len(town) > 2
]


def _contradiction(rng: random.Random) -> Name:
    """A county under a province or prefecture that no division of its name was ever in."""
    county, year = draw_division(rng, former=False)
    above, _ = draw_division(rng, former=False)
    own, sector = rng.choice(BUREAUX + GOVERNMENTS[:1] + OTHERS)
    namesakes = bearers()[county.name]
    inside = any(above.name in (d.province, d.prefecture) for d in namesakes)
    if county.level is not Level.COUNTY or above.level is Level.COUNTY or inside:
        return _contradiction(rng)
    if above.name in GOVERNING:
        return _contradiction(rng)
    return Name(above.name + county.name + own, year, None, county.level, sector)


GROUPS: dict[str, Callable[[random.Random], Name]] = {
    "bureaux": _ordinary,
    "governments and their offices": _government,
    "towns": _of_town(TOWNS, TOWN_TAILS, "township"),
    "street offices": _of_town(STREETS, STREET_TAILS, "subdistrict"),
    "zones": _zone,
    "bare places": _bare,
    "vertical organs": _vertical,
    "branches": _branch,
    "former divisions in their years": _former,
    "any trades": _any_trades,
    "shared names in a text": _in_text,
    "counties under others' prefectures": _contradiction,
}


def draw_names(group: str, count: int) -> Iterator[Name]:
    rng = random.Random(f"{SEED}{group}")
    return (GROUPS[group](rng) for _ in range(count))


def judge(name: Name) -> str:
    """What became of a name: resolved, null, wrong, or lost where it should be told."""
    found = resolve(name.printed, Surroundings(name.text) if name.text else None, name.year)
    if found.agency is None:
        told = name.expected is None or name.may_be_null
        return ("null by ambiguity" if found.candidates else "null") if told else "lost"
    expected = name.expected
    if expected is None:
        return "wrong"
    agency = found.agency
    told = (agency.level, agency.admin_code, agency.province, agency.prefecture, agency.county)
    meant = (
        str(name.level),
        expected.code,
        expected.province,
        expected.prefecture,
        expected.county,
    )
    if told == meant and agency.sector == name.sector:
        return "resolved"
    return "wrong"


@pytest.mark.parametrize("count", short_and_long(1000, 4000))
@pytest.mark.parametrize("group", GROUPS)
def test_random_names(
    group: str, count: int, record_property: Callable[[str, object], None]
) -> None:
    outcomes: Counter[str] = Counter()
    failed = []
    for name in draw_names(group, count):
        outcome = judge(name)
        outcomes[outcome] += 1
        if outcome in ("wrong", "lost"):
            failed.append(name)
    record_property(
        "measured",
        f"{group}: {count} names, {outcomes['resolved']} resolved, "
        f"{outcomes['null by ambiguity'] + outcomes['null']} told nothing where that is right, "
        f"{outcomes['wrong']} wrong, {outcomes['lost']} lost",
    )
    assert failed == []
    assert outcomes["resolved"] > count / 4 or group.startswith("counties under")


SPELLINGS = [
    ("人民政府办公室", "政府办公室", "政府办"),
    ("人民政府", "政府", "", "人民政府(本级)"),
    ("发展和改革局", "发展改革局", "发改局"),
    ("人力资源和社会保障局", "人力资源社会保障局", "人社局"),
    ("信访局", "人民政府信访局", "委县政府信访局", "信访局(机关本级)"),
    ("经济开发区管理委员会", "经济开发区管委会", "经济开发区"),
    ("教育局",),
    ("教育体育局",),
    ("国土资源局",),
    ("自然资源局",),
]
"""The spellings of one body in a line; the bodies of two lines are different ones."""

BODIES = 1000
"""How many are drawn."""


def test_every_printing_of_a_body_has_its_one_identifier() -> None:
    rng = random.Random(SEED)
    bodies: dict[str, tuple[Division, int]] = {}
    for _ in range(BODIES):
        division, year = draw_division(rng, former=False)
        number = rng.randrange(len(SPELLINGS))
        places = [form for form in chains(division) if meant(form, year)[0] == division]
        names = [place + own for place in places for own in SPELLINGS[number]]
        told = {resolve(name, None, year).agency for name in names} - {None}
        assert len(told) <= 1, names
        for agency in told:
            assert agency is not None
            assert bodies.setdefault(agency.agency_id, (division, number)) == (division, number)
    assert len(bodies) > BODIES / 2


@pytest.mark.parametrize(
    "name", ["朝阳区教育局", "鼓楼区人民政府", "城关镇人民政府", "城区财政局", "市中区审计局"]
)
def test_shared_name_alone_tells_its_candidates_only(name: str) -> None:
    found: Resolution = resolve(name)
    assert found.agency is None
    place = name[:3] if name.startswith(("朝", "鼓", "市")) else name[:2]
    assert {d.name for d in found.candidates} <= {place}
