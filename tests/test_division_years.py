"""A name and a year: which division of one lineage it means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.divisions import (
    all_divisions,
    at_year,
    divisions_named,
    divisions_with_stem,
    in_force,
    read_place,
    successors_of,
)
from transform.gazetteer import Division

FIRST_YEAR = 2007


def _codes(divisions: tuple[Division, ...]) -> list[str]:
    return [d.code for d in divisions]


AT_YEAR = [
    ("崇川区", 2019, ["320602"]),
    ("崇川区", 2020, ["320613"]),
    ("崇川区", None, ["320613"]),
    ("公主岭市", 2012, ["220381"]),
    ("无为县", 2010, ["341422"]),
    ("无为县", 2018, ["340225"]),
    ("无为县", 2022, ["340225"]),
    ("无为县", 2001, ["341422"]),
    ("无为县", None, ["340225"]),
    ("简阳市", 2015, ["512081"]),
    ("简阳市", 2016, ["510185"]),
    ("巢湖市", 2010, ["341400"]),
    ("巢湖市", 2011, ["340181"]),
    ("铜仁市", 2010, ["522201"]),
    ("铜仁市", 2011, ["520600"]),
    ("哈密市", None, ["650500"]),
    ("儋州市", 2014, ["469003"]),
    ("加格达奇区", 2018, ["232761"]),
    ("永定区", 2010, ["350803", "430802"]),
    ("通州区", 2005, ["110112", "320612"]),
    ("海门市", 2023, ["320684"]),
    ("桥东区", 2021, ["130103", "130502", "130702"]),
    ("市中区", 2010, ["370103", "370402", "370802", "511002", "511102"]),
    ("城区", None, ["140202", "140302", "140402", "140502", "441502"]),
    ("郊区", 2020, ["140311", "140411", "230811", "340711"]),
    ("矿区", 2010, ["140203", "140303"]),
]


@pytest.mark.parametrize(("name", "year", "codes"), AT_YEAR)
def test_name_of_a_year(name: str, year: int | None, codes: list[str]) -> None:
    assert _codes(divisions_named(name, year)) == codes


@pytest.mark.parametrize(
    ("stem", "year", "codes"),
    [
        ("那曲", 2016, ["542400", "542421"]),
        ("那曲", 2017, ["540600"]),
        ("双流", 2014, ["510122"]),
        ("双流", None, ["510116"]),
        ("襄阳", 2008, ["420607"]),
        ("襄阳", 2012, ["420600"]),
        ("宣化", 2010, ["130705", "130721"]),
        ("宣化", 2016, ["130705"]),
        ("大柴旦", 2020, ["632857"]),
        ("上饶", 2018, ["361100", "361121"]),
        ("上饶", 2019, ["361100", "361121"]),
        ("上饶", 2020, ["361100"]),
        ("上饶", None, ["361100", "361121"]),
        ("吉林", 2020, ["220000", "220200"]),
        ("崇文", 2020, ["110103"]),
        ("两江", 2025, []),
    ],
)
def test_stem_of_a_year(stem: str, year: int | None, codes: list[str]) -> None:
    assert _codes(divisions_with_stem(stem, year)) == codes


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("安庆市枞阳县", 2023, "340823"),
        ("铜陵市枞阳县", 2010, "340722"),
        ("枞阳县", 2023, "340722"),
        ("巢湖市庐江县", None, "341421"),
        ("合肥市庐江县", None, "340124"),
        ("哈密地区哈密市", None, "652201"),
        ("襄樊市南漳县", 2009, "420624"),
        ("西藏自治区那曲县", None, "542421"),
        ("乐山市中区", None, "511102"),
        ("乐山市市中区", None, "511102"),
        ("海西州大柴旦行委", 2017, "632825"),
        ("包头市白云矿区", None, "150206"),
        ("杨凌区", None, "610403"),
    ],
)
def test_chain_comes_before_the_year(text: str, year: int | None, code: str) -> None:
    place = read_place(text, year=year)
    assert place is not None
    assert _codes(place.divisions) == [code]
    assert place.end == len(text)


def test_name_of_a_zone_is_read_as_no_division() -> None:
    assert read_place("两江新区管委会") is None
    assert divisions_named("两江新区") == ()


YEARS = st.one_of(st.none(), st.integers(1990, 2040))


@given(st.lists(st.sampled_from(all_divisions()), max_size=6), YEARS)
def test_a_year_drops_only_for_a_better_one(items: list[Division], year: int | None) -> None:
    kept = at_year(items, year)
    assert set(kept) <= set(items)
    assert bool(kept) == bool(items)
    assert at_year(kept, year) == kept
    if year is not None:
        assert all(d in kept for d in items if in_force(d, year))


@given(st.sampled_from(all_divisions()), st.integers(FIRST_YEAR, 2025))
def test_every_year_has_one_division_of_a_lineage(item: Division, year: int) -> None:
    """Whatever the year, a division or what it leads to was in force (or what led to it)."""
    lineage = {item, *successors_of(item)}
    if item.valid_from is None or year >= item.valid_from:
        assert any(in_force(d, year) for d in lineage | _descend(lineage))


def _descend(items: set[Division]) -> set[Division]:
    found, pending = set(items), list(items)
    while pending:
        for successor in successors_of(pending.pop()):
            if successor not in found:
                found.add(successor)
                pending.append(successor)
    return found
