"""Which division the text around a name tells where the name has none."""

import pytest

from transform.surroundings import Surroundings

CITIES = [
    ("苏州市教育局公开信息。苏州市政府网站改版。", "苏州市"),
    ("昆山市委重视。", "昆山市"),
    ("按照苏州市委统一部署,昆山市委、昆山市政府重视。", "昆山市"),
    ("按照苏州市委、苏州市政府要求,昆山市政府公开信息。昆山市学生受益。", "昆山市"),
    ("按照昆山市委要求公开信息。", "昆山市"),
    ("苏州市人民政府重视。苏州市学生受益。苏州市公开信息。昆山市来电1次。", "苏州市"),
    ("按照自贡市委部署公开信息。", "自贡市"),
    # refused: a superior is no sign, and none stands out
    ("根据苏州市委办公室要求,公开信息。", None),
    ("根据省、苏州市委办公室要求,公开信息。", None),
    ("落实苏州市政府工作安排。贯彻苏州市委会议精神。", None),
    ("按照苏州市教育局部署。根据苏州市教育局要求。", None),
    ("按照苏州市委统一部署,认真公开信息。昆山市学生受益。", None),
    ("苏州市委重视。苏州市学生受益。昆山市学生受益。", None),
    ("苏州市委重视。昆山市学生受益。", None),
    ("昆山市学生受益。", None),
]


@pytest.mark.parametrize(("text", "name"), CITIES)
def test_what_a_city_without_name_stands_for(text: str, name: str | None) -> None:
    found = Surroundings(text).places(2021).of_kind("市")
    assert (found[0].name if len(found) == 1 else None) == name


def test_an_order_from_above_tells_a_county_all_the_same() -> None:
    (county,) = Surroundings("按照资中县委部署公开信息。").places(2021).of_kind("县")
    assert county.name == "资中县"


def test_all_that_a_city_may_stand_for_is_told_the_most_named_first() -> None:
    found = Surroundings("昆山市受益。苏州市委重视。苏州市受益。").places().of_kind("市")
    assert [d.name for d in found] == ["苏州市", "昆山市"]


GUESTS = [
    "接待威远县教育局一行。威远县教育局认真学习。",
    "威远县教育局一行来访。威远县教育局认真学习。",
    "威远县教育局派员学习。威远县教育局认真学习。",
]


@pytest.mark.parametrize("text", GUESTS)
def test_a_visit_is_no_sign_of_a_place(text: str) -> None:
    assert Surroundings(text).places(2021).of_kind("县") == ()
    (county,) = Surroundings(text + "资中县委重视。资中县公开。资中县受益。").places().of_kind("县")
    assert county.name == "资中县"
