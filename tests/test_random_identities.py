"""Random agencies in random printings among random traps: the right agency or none, never another.

Every report is made of parts that real ones have: a host's header, columns, lists of other
reports, titles broken and bare, signatures, keepers of the page, neighbours in the narrative.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest

from tests.sizes import short_and_long
from transform.agencies import resolve
from transform.divisions import all_divisions, divisions_named
from transform.gazetteer import Division, Level
from transform.identity import Identity, identify
from transform.origin import ManifestRow, Origin

SEED = 20220120
TRADES = (
    "信访局", "教育局", "民政局", "财政局", "水务局", "审计局", "统计局", "司法局", "商务局",
    "人民政府", "人民政府办公室", "卫生健康局", "市场监督管理局", "医疗保障局", "应急管理局",
)  # fmt: skip
ZONES = ("新区", "管理区", "开发区", "园区", "委员会")
HEADERS = ("年度报告", "政府信息公开", "信息公开年报", "政务公开", "首页 > 年报", "2021年度")


@dataclass(frozen=True)
class Case:
    """A made report and what is true of it."""

    place: Division
    own: str
    lines: list[str]
    origin: Origin
    metadata: dict[str, str]


def _in_full(place: Division) -> str:
    names = (place.province, place.prefecture, place.county)
    return "".join(dict.fromkeys(name for name in names if name))


def _printed(place: Division, own: str, rng: Random) -> str:
    above = place.prefecture if place.prefecture != place.name else None
    forms = (place.name + own, _in_full(place) + own, (above or "") + place.name + own)
    return rng.choice(forms)


def _short(place: Division, own: str) -> str:
    return place.name[-1] + own


def _top(name: str, host: str, others: list[str], rng: Random) -> list[str]:
    subject = "政府信息公开工作年度报告"
    title = rng.choice(
        (
            [f"{name}2021年{subject}"],
            [f"2021年度{name}{subject}"],
            [name, f"2021年{subject}"],
            [f"2021年{subject}", name],
            [f"{subject}（2021年度）", name],
            [f"2021年{subject}"],
            [f"{name[:3]}", f"{name[3:]}2021年{subject}"],
            [f"关于公布{name}2021年{subject}的通知"],
            [f"【点击下载】{name} 2021 年{subject}"],
            [],
        )
    )
    above = [
        *rng.sample(HEADERS, rng.randint(0, 2)),
        *rng.choice(([], [host], [f"{host}门户网站"], [f"发布机构：{host}办公室"])),
    ]
    # Lists of other reports stand where the own title stands too, and names its organ.
    listed = [f"{other}2021年{subject}" for other in others] if name in "".join(title) else []
    return [*above, *rng.choice(([], listed)), *title]


def _case(places: list[Division], rng: Random) -> Case:
    place, neighbour = rng.sample(places, 2)
    own = rng.choice(TRADES)
    name = _printed(place, own, rng)
    called = rng.choice((name, name, _short(place, own), own))
    # A 市 below a 市 has a website of its own: no reader could tell 市信访局 on the other's.
    cities = place.level is Level.COUNTY and place.name.endswith("市")
    host = (place.name if cities else place.prefecture or place.province) + "人民政府"
    others = [place.name + trade for trade in rng.sample(TRADES, 2) if trade != own]
    # The full name may stand in the text, or nowhere.
    subject = rng.choice((name, "我" + ("局" if own.endswith("局") else "们"), called))
    neighbours = rng.choice(("", f"赴{neighbour.name}学习，", f"与{neighbour.name}{own}交流，"))
    lines = [
        *_top(called, host, others if called == name else [], rng),
        "一、总体情况",
        f"2021年，{subject}{neighbours}答复申请6件。",
        rng.choice(("", f"按照{place.prefecture or place.province}要求，{subject}改进工作。")),
        "二、主动公开政府信息情况",
        "六、其他需要报告的事项",
        "无。",
        *rng.choice(([], [name, "2022年1月20日"], [f"主办：{host}办公室"])),
    ]
    path = rng.choice(
        ("", f"{place.province}/{place.prefecture or '直辖'}/{place.name}/{own}/1.html")
    )
    manifest = ManifestRow(agency=_in_full(place) + own) if rng.random() < 0.1 else None
    metadata = rng.choice(({}, {"ContentSource": host + "办公室"}, {"title": f"{host}网站"}))
    return Case(place, own, lines, Origin(path, manifest), metadata)


def _places() -> list[Division]:
    """Divisions of today below the provinces; not the zones that are counted among them."""
    return [
        d
        for d in all_divisions()
        if d.valid_to is None and d.level is not Level.PROVINCE and not d.name.endswith(ZONES)
    ]


def _judge(case: Case, identity: Identity) -> str:
    if identity.agency is None:
        named = "".join(case.lines) + case.origin.path
        return "untold though named" if _in_full(case.place) + case.own in named else "untold"
    truth = resolve(_in_full(case.place) + case.own, None, 2021).agency
    assert truth is not None
    right = identity.agency.agency_id == truth.agency_id
    return f"right, {identity.agency_confidence}" if right else "wrong"


@pytest.mark.parametrize("count", short_and_long(600, 3000))
def test_no_agency_is_another_than_the_one_that_reports(
    count: int, record_property: Callable[[str, object], None]
) -> None:
    rng = Random(SEED)
    places = _places()
    outcomes: Counter[str] = Counter()
    wrong = []
    for _ in range(count):
        case = _case(places, rng)
        identity = identify(case.lines, case.metadata, case.origin)
        outcome = _judge(case, identity)
        outcomes[outcome] += 1
        if outcome == "wrong":
            wrong.append((case, identity.agency, identity.agency_confidence))
        assert identity.report_year == 2021
    record_property("measured", f"{count} identities: {dict(outcomes.most_common())}")
    assert not wrong, wrong[:3]
    assert outcomes["right, high"] > count / 2


def test_places_of_one_name_are_among_those_that_are_tried() -> None:
    names = Counter(place.name for place in _places())
    assert sum(count > 1 for count in names.values()) > 20
    assert len(divisions_named("朝阳区")) > 1
