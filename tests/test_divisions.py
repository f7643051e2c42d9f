"""Divisions: the package's data, what it lacks, and names as they stand in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.divisions import (
    all_divisions,
    chain_before,
    division,
    has_no_counties,
    mentions,
    read_place,
)
from transform.gazetteer import Division, Level


@pytest.mark.parametrize(
    ("code", "name", "level", "province", "prefecture", "county"),
    [
        ("110000", "北京市", "province", "北京市", None, None),
        ("110105", "朝阳区", "county", "北京市", None, "朝阳区"),
        ("640300", "吴忠市", "prefecture", "宁夏回族自治区", "吴忠市", None),
        ("511025", "资中县", "county", "四川省", "内江市", "资中县"),
        ("419001", "济源市", "county", "河南省", None, "济源市"),
        ("659001", "石河子市", "county", "新疆维吾尔自治区", None, "石河子市"),
        ("441900", "东莞市", "prefecture", "广东省", "东莞市", None),
        ("710000", "台湾省", "province", "台湾省", None, None),
        ("810000", "香港特别行政区", "province", "香港特别行政区", None, None),
        ("320684", "海门市", "county", "江苏省", "南通市", "海门市"),
        ("500105", "江北区", "county", "重庆市", None, "江北区"),
    ],
)
def test_division_has_the_official_names_above_it(
    code: str, name: str, level: str, province: str, prefecture: str | None, county: str | None
) -> None:
    found = division(code)
    assert found is not None
    assert found == Division(
        code,
        name,
        Level(level),
        province,
        prefecture,
        county,
        found.valid_from,
        found.valid_to,
        found.successors,
    )


def test_every_code_has_six_digits_and_parents() -> None:
    for item in all_divisions():
        assert len(item.code) == 6
        assert item.code.isdigit()
        assert division(item.code[:2] + "0000") is not None


def test_prefectures_without_counties() -> None:
    without = {d.name for d in all_divisions() if has_no_counties(d)}
    assert without == {"东莞市", "中山市", "儋州市", "嘉峪关市"}


CHAINS = [
    ("四川省内江市资中县信访局", ["511025"], "资中县", "信访局"),
    ("内江资中县信访局", ["511025"], "资中县", "信访局"),
    ("吉林市财政局", ["220200"], "吉林市", "财政局"),
    ("吉林省财政厅", ["220000"], "吉林省", "财政厅"),
    ("吉林财政厅", ["220000", "220200"], "吉林", "财政厅"),
    ("朝阳区教育局", ["110105", "220104"], "朝阳区", "教育局"),
    ("长春市朝阳区教育局", ["220104"], "朝阳区", "教育局"),
    ("延边州龙井市", ["222405"], "龙井市", ""),
    ("黔东南苗族侗族自治州凯里市", ["522601"], "凯里市", ""),
    ("双江县", ["530925"], "双江县", ""),
    ("内蒙古科右前旗", ["152221"], "科右前旗", ""),
    ("东乡县", ["361029", "622926"], "东乡县", ""),
    ("东莞市长安镇", ["441900"], "东莞市", "长安镇"),
    ("青岛市北区财政局", ["370203"], "市北区", "财政局"),
    ("淮北市北区财政局", ["340600"], "淮北市", "北区财政局"),
    ("海西州大柴旦行委财政局", ["632857"], "大柴旦行委", "财政局"),
]


@pytest.mark.parametrize(("text", "codes", "last", "rest"), CHAINS)
def test_chain_at_the_start_of_a_name(text: str, codes: list[str], last: str, rest: str) -> None:
    place = read_place(text)
    assert place is not None
    assert [d.code for d in place.divisions] == codes
    assert place.last == last
    assert text[place.end :] == rest


@pytest.mark.parametrize("text", ["信访局", "资中信访局", "长安镇", "我市", "", "市", "区人民政府"])
def test_no_chain(text: str) -> None:
    assert read_place(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("在吴忠市委领导下,利通区和盐池县", ["吴忠市", "利通区", "盐池县"]),
        ("宁夏回族自治区吴忠市", ["宁夏回族自治区", "吴忠市"]),
        ("建立示范县,政策和县政府,提高县级", []),
        ("和县人民政府", ["和县"]),
        ("安徽省马鞍山市和县人民政府", ["安徽省", "马鞍山市", "和县"]),
        ("中心城区、矿山郊区", []),
        ("全市、各县、该区", []),
        ("在济南市区、淮北市区和保定市南市区", ["济南市", "淮北市", "保定市", "南市区"]),
        ("新建县级公路,推进新市区建设", []),
        ("新建县人民政府、乌鲁木齐市新市区", ["新建县", "乌鲁木齐市", "新市区"]),
        ("莱芜市和两江新区", ["莱芜市"]),
        ("友好区县结对,友好区委", ["友好区"]),
        ("江宁区域合作、江宁区", ["江宁区"]),
    ],
)
def test_mentions_in_running_text(text: str, names: list[str]) -> None:
    assert [text[m.start : m.end] for m in mentions(text)] == names


def test_mention_after_its_parent_is_beyond_doubt() -> None:
    assert [len(m.divisions) for m in mentions("长春市朝阳区、朝阳区")] == [1, 1, 2]


@pytest.mark.parametrize(
    ("text", "year", "codes"),
    [
        ("南通市崇川区", 2018, ["320600", "320602"]),
        ("南通市崇川区", 2021, ["320600", "320613"]),
        ("巢湖市庐江县", 2018, ["340181", "341421"]),
        ("济南市中区", None, ["370100", "370103"]),
        ("海门市、海门区", 2023, ["320684", "320614"]),
    ],
)
def test_mentions_of_a_year(text: str, year: int | None, codes: list[str]) -> None:
    assert [m.divisions[0].code for m in mentions(text, year)] == codes
    assert all(len(m.divisions) == 1 for m in mentions(text, year))


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("在四川省内江市资中县", 1),
        ("示范县", 3),
        ("和县", 0),
        ("和马鞍山市和县", 1),
        ("我市", 2),
    ],
)
def test_chain_before_a_position(text: str, start: int) -> None:
    assert chain_before(text, len(text)) == start


@given(st.sampled_from([d for d in all_divisions() if d.name != "两江新区"]))
def test_full_chain_names_one_division(item: Division) -> None:
    names = [item.province, item.prefecture, item.county]
    place = read_place("".join(name for name in names if name), year=item.valid_to)
    assert place is not None
    assert place.divisions == (item,)
    assert not place.bare


@given(st.text(alphabet="吴忠市县区省和示范城州盟旗资中,朝阳", max_size=40))
def test_every_mention_is_a_division_that_stands_there(text: str) -> None:
    for mention in mentions(text):
        assert len(text[mention.start : mention.end]) > 1
        for item in mention.divisions:
            assert item.name[0] == text[mention.start]
