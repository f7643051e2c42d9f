"""Which agency came after which: pairs that are linked beside pairs that are not."""

import random
from dataclasses import replace

import pytest

from transform.known_agencies import KnownAgency
from transform.reforms import load_reforms, read_trades
from transform.successions import find_successions
from transform.variants import Succession

ZIZHONG = ("511025", "四川省", "内江市", "资中县")
NEIJIANG = ("511000", "四川省", "内江市", None)
SICHUAN = ("510000", "四川省", None, None)
SUQIAN = ("321300", "江苏省", "宿迁市", None)
HEFEI = ("340100", "安徽省", "合肥市", None)
NOWHERE = (None, None, None, None)
OLD, NEW = (2008, 2018), (2019, 2024)


def agency(
    name: str,
    years: tuple[int, int] | None = None,
    place=ZIZHONG,
    level="county",
    sector="other",
    part_of=None,
) -> KnownAgency:
    """An agency under the name that it has in the table agencies, which is its identifier too."""
    first, last = years or (None, None)
    return KnownAgency(
        agency_id=f"{place[0]}-{name}",
        agency_name=name,
        level=level,
        admin_code=place[0],
        province=place[1],
        prefecture=place[2],
        county=place[3],
        sector=sector,
        part_of=part_of,
        first_year=first,
        last_year=last,
    )


def links(*agencies: KnownAgency) -> dict[tuple[str, str], tuple[str, int | None]]:
    names = {each.agency_id: each.agency_name for each in agencies}
    return {
        (names[link.agency_id], names[link.successor_agency_id]): (link.kind, link.since_year)
        for link in find_successions(agencies)
    }


COUNTY_PAIRS = [
    ("人事局", "人力资源和社会保障局", "merged", 2010),
    ("劳动和社会保障局", "人力资源和社会保障局", "merged", 2010),
    ("建设局", "住房和城乡规划建设局", None, None),
    ("建设局", "住房和城乡建设局", "renamed", 2010),
    ("交通局", "交通运输局", "renamed", 2010),
    ("经济委员会", "经济和信息化局", "renamed", 2010),
    ("卫生局", "卫生和计划生育局", "merged", 2015),
    ("人口和计划生育局", "卫生和计划生育局", "merged", 2015),
    ("卫生局", "卫生健康局", "merged", 2019),
    ("卫生和计划生育局", "卫生健康局", "renamed", 2019),
    ("卫生和计划生育委员会", "卫生健康委员会", "renamed", 2019),
    ("工商行政管理局", "市场监督管理局", "merged", 2019),
    ("质量技术监督局", "市场监督管理局", "merged", 2019),
    ("食品药品监督管理局", "市场监督管理局", "merged", 2019),
    ("工商行政管理和质量技术监督局", "市场监督管理局", "merged", 2019),
    ("食品药品监督管理局", "药品监督管理局", None, None),
    ("国土资源局", "自然资源局", "renamed", 2019),
    ("国土资源局", "自然资源和规划局", "renamed", 2019),
    ("城乡规划局", "自然资源和规划局", "merged", 2019),
    ("住房和城乡规划建设局", "自然资源和规划局", None, None),
    ("环境保护局", "生态环境局", "renamed", 2019),
    ("安全生产监督管理局", "应急管理局", "renamed", 2019),
    ("农业局", "农业农村局", "renamed", 2019),
    ("畜牧兽医局", "农业农村局", "merged", 2019),
    ("林业局", "林业和草原局", "renamed", 2019),
    ("林业局", "自然资源局", None, None),
    ("文化局", "文化和旅游局", "merged", 2019),
    ("旅游发展委员会", "文化广播电视和旅游局", "merged", 2019),
    ("文化广电新闻出版局", "文化广电旅游体育局", "merged", 2019),
    ("文化局", "新闻出版广电局", None, None),
    ("粮食局", "粮食和物资储备局", "renamed", 2019),
    ("粮食局", "发展和改革局", None, None),
    ("物价局", "发展和改革局", "merged", 2019),
    ("人民政府法制办公室", "司法局", "merged", 2019),
    ("外事侨务办公室", "外事办公室", "renamed", 2019),
    ("民族事务局", "民族宗教事务局", "merged", None),
    ("退役军人事务局", "民政局", None, None),
    ("医疗保障局", "人力资源和社会保障局", None, None),
    ("财政局", "审计局", None, None),
    ("自然资源局", "国土资源局", None, None),
]


@pytest.mark.parametrize(("before", "after", "kind", "since"), COUNTY_PAIRS)
def test_a_documented_change_links_two_bodies_of_a_county(before, after, kind, since):
    year = since or 2019
    one = agency(f"资中县{before}", (2008, year - 1))
    other = agency(f"资中县{after}", (year, 2024))
    expected = {(one.agency_name, other.agency_name): (kind, since)} if kind else {}
    assert links(one, other) == expected
    # without years the names alone decide
    assert not kind or links(replace(one, first_year=None, last_year=None), other) == expected
    # another division, or another level, is another body
    assert links(one, agency(f"内江市{after}", (year, 2024), NEIJIANG, "prefecture")) == {}


@pytest.mark.parametrize(
    ("before", "after", "kind", "since"),
    [
        ("国土资源部", "自然资源部", "renamed", 2018),
        ("环境保护部", "生态环境部", "renamed", 2018),
        ("人事部", "人力资源和社会保障部", "merged", 2008),
        ("卫生部", "国家卫生和计划生育委员会", "merged", 2013),
        ("国家卫生和计划生育委员会", "国家卫生健康委员会", "renamed", 2018),
        ("国家旅游局", "文化和旅游部", "merged", 2018),
        ("国家工商行政管理总局", "国家市场监督管理总局", "merged", 2018),
        ("国家食品药品监督管理总局", "国家药品监督管理局", "renamed", 2018),
        ("中国银行业监督管理委员会", "中国银行保险监督管理委员会", "merged", 2018),
        ("中国银行保险监督管理委员会", "国家金融监督管理总局", "renamed", 2023),
        ("国务院扶贫开发领导小组办公室", "国家乡村振兴局", "renamed", 2021),
        ("国家广播电影电视总局", "国家广播电视总局", None, None),
        ("铁道部", "国家铁路局", "merged", 2013),
        ("国家海洋局", "自然资源部", "merged", 2018),
        ("国务院法制办公室", "司法部", "merged", 2018),
        ("国家外国专家局", "科学技术部", "merged", 2018),
        ("国家粮食局", "国家粮食和物资储备局", "renamed", 2018),
        ("国家新闻出版广电总局", "国家广播电视总局", "renamed", 2018),
        ("国家质量监督检验检疫总局", "国家市场监督管理总局", "merged", 2018),
        ("国家煤矿安全监察局", "国家矿山安全监察局", "renamed", 2021),
        ("国家知识产权局", "国家市场监督管理总局", None, None),
        ("国家税务总局", "财政部", None, None),
        ("文化部", "国家文物局", None, None),
    ],
)
def test_national_bodies(before: str, after: str, kind: str | None, since: int | None):
    one, other = (agency(name, None, NOWHERE, "national") for name in (before, after))
    assert links(one, other) == ({(before, after): (kind, since)} if kind else {})


def test_the_tax_offices_of_a_place_became_one():
    offices = [
        agency(name, years, SUQIAN, "prefecture")
        for name, years in [
            ("宿迁市国家税务局", (2008, 2017)),
            ("宿迁市地方税务局", (2008, 2017)),
            ("国家税务总局宿迁市税务局", (2018, 2024)),
        ]
    ]
    assert links(*offices) == {
        ("宿迁市国家税务局", "国家税务总局宿迁市税务局"): ("merged", 2018),
        ("宿迁市地方税务局", "国家税务总局宿迁市税务局"): ("merged", 2018),
    }


def test_the_earliest_reform_with_a_successor_counts():
    health = agency("资中县卫生局", (2008, 2013))
    births = agency("资中县卫生和计划生育局", (2014, 2018))
    now = agency("资中县卫生健康局", NEW)
    chain = {
        (health.agency_name, births.agency_name): ("merged", 2015),
        (births.agency_name, now.agency_name): ("renamed", 2019),
    }
    assert links(health, births, now) == chain
    assert links(health, now) == {(health.agency_name, now.agency_name): ("merged", 2019)}


def test_bodies_that_report_side_by_side_are_two():
    forestry = agency("资中县林业局", (2015, 2024))
    assert links(forestry, agency("资中县林业和草原局", NEW)) == {}
    same_year = agency("资中县林业局", (2015, 2019))
    assert links(same_year, agency("资中县林业和草原局", NEW))
    late = agency("资中县广播电视局", (2019, 2019))
    assert links(late, agency("资中县文化广电新闻出版局", (2019, 2024))) == {}
    prices = agency("资中县物价局", (2015, 2021))
    assert links(prices, agency("资中县发展和改革局", (2010, 2024))) == {}
    assert links(replace(prices, last_year=2018), agency("资中县发展和改革局", (2010, 2024))) == {
        ("资中县物价局", "资中县发展和改革局"): ("merged", 2019)
    }


def test_a_year_that_the_reports_contradict_is_left_out():
    early = agency("资中县市场监督管理局", (2015, 2024))
    assert links(agency("资中县工商行政管理局", (2010, 2014)), early) == {
        ("资中县工商行政管理局", "资中县市场监督管理局"): ("merged", None)
    }
    late = agency("资中县扶贫开发局", (2015, 2022))
    assert links(late, agency("资中县乡村振兴局", (2022, 2023))) == {
        ("资中县扶贫开发局", "资中县乡村振兴局"): ("renamed", None)
    }


def test_of_two_successors_the_first_that_reported_is_meant_or_none():
    tourism = agency("资中县旅游局", (2010, 2018))
    first = agency("资中县文化和旅游局", (2019, 2020))
    then = agency("资中县文化广播电视和旅游局", (2021, 2024))
    assert (tourism.agency_name, first.agency_name) in links(tourism, first, then)
    assert (tourism.agency_name, then.agency_name) not in links(tourism, first, then)
    twins = [replace(each, first_year=2019) for each in (first, then)]
    found = links(tourism, *twins)
    assert not [pair for pair in found if pair[0] == tourism.agency_name]


def test_a_county_bureau_became_the_branch_of_the_prefectures():
    old = agency("资中县环境保护局", OLD)
    for name in ("内江市资中生态环境局", "内江市生态环境局资中分局"):
        branch = agency(name, NEW, part_of="内江市生态环境局")
        assert links(old, branch) == {(old.agency_name, name): ("renamed", 2019)}
    brigade = agency("内江市生态环境局资中执法大队", NEW, part_of="内江市生态环境局")
    assert links(old, brigade) == {}


def test_the_branch_of_a_zone_does_not_stand_for_its_bureau():
    old = agency("合肥市国土资源局", OLD, HEFEI, "prefecture")
    bureau = "合肥市自然资源和规划局"
    branch = agency(f"{bureau}高新区分局", NEW, HEFEI, "prefecture", part_of=bureau)
    assert links(old, branch) == {}
    assert links(old, agency(bureau, (2020, 2024), HEFEI, "prefecture"), branch) == {
        (old.agency_name, bureau): ("renamed", 2019)
    }


def test_the_years_of_all_spellings_count():
    early = agency("资中县文化旅游局", (2012, 2018))
    now = agency("资中县文化和旅游局", NEW)
    tourism = agency("资中县旅游局", (2008, 2011))
    assert links(tourism, early, now) == {
        (early.agency_name, now.agency_name): ("variant", None),
        (tourism.agency_name, now.agency_name): ("merged", None),
    }
    assert links(replace(tourism, last_year=2016), early, now) == {
        (early.agency_name, now.agency_name): ("variant", None)
    }


@pytest.mark.parametrize(
    ("before", "after", "years", "linked"),
    [
        ("水南乡人民政府", "水南镇人民政府", NEW, True),
        ("水南镇人民政府", "水南街道办事处", NEW, True),
        ("水南镇人民政府", "水南街道办事处", (2018, 2024), False),
        ("水南街道办事处", "水南镇人民政府", NEW, False),
        ("水南镇人民政府", "重龙街道办事处", NEW, False),
        ("水南镇人民政府", "水南镇财政所", NEW, False),
    ],
)
def test_a_town_that_became_a_street_office(before: str, after: str, years, linked: bool):
    one = agency(f"资中县{before}", OLD, level="township", sector="township")
    other = agency(f"资中县{after}", years, level="township", sector="subdistrict")
    expected = {(one.agency_name, other.agency_name): ("renamed", None)} if linked else {}
    assert links(one, other) == expected


HAIMEN = ("320684", "江苏省", "南通市", "海门市")
HAIMEN_DISTRICT = ("320614", "江苏省", "南通市", "海门区")


@pytest.mark.parametrize(
    ("before", "after", "level", "linked"),
    [
        ("人民政府", "人民政府", "county", ("division", 2020)),
        ("人民政府办公室", "人民政府办公室", "county", ("division", 2020)),
        ("教育局", "教育局", "county", ("division", 2020)),
        ("常乐镇人民政府", "常乐镇人民政府", "township", ("division", 2020)),
        ("国土资源局", "自然资源和规划局", "county", ("renamed", 2019)),
        ("教育局", "体育局", "county", None),
        ("常乐镇人民政府", "悦来镇人民政府", "township", None),
    ],
)
def test_organs_follow_their_division(before: str, after: str, level: str, linked):
    one = agency(f"海门市{before}", (2010, 2018), HAIMEN, level)
    other = agency(f"海门区{after}", (2020, 2024), HAIMEN_DISTRICT, level)
    expected = {(one.agency_name, other.agency_name): linked} if linked else {}
    assert links(one, other) == expected


def test_a_division_under_a_new_name_and_one_of_another_kind():
    renamed = [
        agency("襄樊市教育局", (2008, 2009), ("420600", "湖北省", "襄樊市", None), "prefecture"),
        agency("襄阳市教育局", (2010, 2024), ("420600", "湖北省", "襄阳市", None), "prefecture"),
    ]
    assert links(*renamed) == {("襄樊市教育局", "襄阳市教育局"): ("division", 2010)}
    office = [
        agency("那曲地区行政公署", None, ("542400", "西藏自治区", "那曲地区", None), "prefecture"),
        agency("那曲市人民政府", None, ("540600", "西藏自治区", "那曲市", None), "prefecture"),
    ]
    assert links(*office) == {("那曲地区行政公署", "那曲市人民政府"): ("division", 2017)}


def test_a_division_that_was_divided_leads_to_none_and_neighbours_are_not_linked():
    divided = agency("江干区教育局", None, ("330104", "浙江省", "杭州市", "江干区"))
    uptown = agency("上城区教育局", None, ("330102", "浙江省", "杭州市", "上城区"))
    assert links(divided, uptown) == {}
    namesakes = [
        agency("鼓楼区教育局", None, ("320106", "江苏省", "南京市", "鼓楼区")),
        agency("鼓楼区教育局", None, ("320302", "江苏省", "徐州市", "鼓楼区")),
    ]
    assert links(*namesakes) == {}


def test_spellings_of_one_name_are_variants_of_the_one_in_use_last():
    spelled = [
        agency("资中县文化广电旅游局", (2019, 2020)),
        agency("资中县文化广电和旅游局", (2020, 2024)),
        agency("资中县文广旅局", (2019, 2019)),
    ]
    latest = "资中县文化广电和旅游局"
    assert links(*spelled) == {
        ("资中县文化广电旅游局", latest): ("variant", None),
        ("资中县文广旅局", latest): ("variant", None),
    }
    assert links(agency("资中县招商和投资促进中心"), agency("资中县招商投资促进中心")) == {
        ("资中县招商投资促进中心", "资中县招商和投资促进中心"): ("variant", None)
    }
    towns = [
        agency(f"资中县{n}镇人民政府", None, level="township", sector="township")
        for n in ("和平", "平")
    ]
    assert links(*towns) == {}


def test_the_short_name_of_a_zone_is_a_variant_where_one_long_name_fits():
    def zone(name: str) -> KnownAgency:
        return agency(f"合肥{name}管理委员会", None, HEFEI, "prefecture", sector="zone")

    short, long = zone("市高新区"), zone("高新技术产业开发区")
    assert links(short, long) == {(short.agency_name, long.agency_name): ("variant", None)}
    assert links(zone("新站高新区"), long) == {}
    economic = [zone("经济技术开发区"), zone("经济开发区")]
    assert links(zone("经开区"), *economic) == {}
    assert links(zone("经开区"), economic[0])


def test_what_only_years_tell_needs_years_in_order():
    committee, bureau = agency("资中县发展和改革委员会", OLD), agency("资中县发展和改革局", NEW)
    assert links(committee, bureau) == {
        (committee.agency_name, bureau.agency_name): ("renamed", None)
    }
    assert links(replace(committee, last_year=2019), bureau) == {}
    assert links(replace(committee, first_year=None, last_year=None), bureau) == {}
    schools, both = agency("资中县教育局", OLD), agency("资中县教育和体育局", NEW)
    assert links(schools, both) == {(schools.agency_name, both.agency_name): ("merged", None)}
    assert links(agency("资中县教育局", NEW), agency("资中县教育和体育局", OLD)) == {}
    water = agency("资中县水利局", OLD), agency("资中县水务局", NEW)
    assert links(*water) == {("资中县水利局", "资中县水务局"): ("renamed", None)}


def test_no_agency_leads_back_to_itself_and_order_plays_no_part():
    words = [
        "卫生",
        "计划生育",
        "卫生健康",
        "文化",
        "旅游",
        "广电",
        "体育",
        "药品监督",
        "食品药品监督管理",
        "市场监督管理",
    ]
    rng = random.Random(4)
    for _ in range(60):
        names = {
            "资中县"
            + "和".join(rng.sample(words, rng.randint(1, 3)))
            + rng.choice(["局", "委员会"])
            for _ in range(14)
        }
        known = [
            agency(name, (first, first + rng.randint(0, 8)))
            for name in sorted(names)
            if (first := rng.randint(2008, 2020))
        ]
        found = find_successions(known)
        assert find_successions(rng.sample(known, len(known))) == found
        assert found == sorted(found, key=lambda link: (link.agency_id, link.successor_agency_id))
        assert not [each.agency_id for each in known if each.agency_id in reached(found, each)]


def reached(found: list[Succession], start: KnownAgency) -> set[str]:
    seen: set[str] = set()
    pending = [start.agency_id]
    while pending:
        at = pending.pop()
        following = {link.successor_agency_id for link in found if link.agency_id == at} - seen
        seen |= following
        pending.extend(following)
    return seen


@pytest.mark.parametrize(
    ("own", "trades", "ending"),
    [
        ("文化广电新闻出版局", {"文化", "广电", "新闻出版"}, "局"),
        ("文广新局", {"文化", "广电", "新闻出版"}, "局"),
        ("卫计委", {"卫生", "计生"}, "委员会"),
        ("人民政府法制办公室", {"法制"}, "办公室"),
        ("大数据发展管理局", {"大数据"}, "局"),
        ("政务服务和大数据管理局", {"政务服务", "大数据"}, "局"),
        ("国家市场监督管理总局", {"市监"}, "总局"),
        ("生态环境分局", {"生态环境"}, "分局"),
    ],
)
def test_trades_are_read_from_names(own: str, trades: set[str], ending: str):
    named = read_trades(own)
    assert named is not None
    assert (named.trades, named.ending) == (trades, ending)


@pytest.mark.parametrize(
    "own",
    [
        "",
        "局",
        "和局",
        "人民政府",
        "经济发展局",
        "文化馆",
        "卫生院",
        "教育局机关服务中心",
        "文化" * 5000,
    ],
)
def test_names_with_anything_else_are_not_read(own: str):
    assert read_trades(own) is None


def test_every_change_says_when_and_why():
    for change in load_reforms().changes:
        assert change.basis
        assert set(change.since) <= {"national", "province", "prefecture", "county"}
        assert change.before or change.templates_before
        assert all(before not in change.after for before in change.before) or change.absorbed


def test_no_two_changes_lead_both_ways():
    changes = load_reforms().changes
    both_ways = [
        (before, after)
        for one in changes
        for before in one.before
        for after in one.after
        for other in changes
        if other.precedes(after, "") and other.follows(before, "")
    ]
    assert both_ways == []
