"""Which agency a printed name means: its division, sector, canonical name and identifier.

What the name does not tell (市信访局, 朝阳区教育局) is looked up in the report's own text;
where the text does not decide either, no agency is told.
"""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from transform.divisions import (
    Mention,
    divisions_named,
    divisions_with_stem,
    has_no_counties,
    mentions,
    narrow,
    read_place,
)
from transform.gazetteer import Division, Level
from transform.organs import (
    Kind,
    Organ,
    has_no_division,
    is_distinct,
    needs_no_division,
    take_apart,
)


@dataclass(frozen=True, slots=True)
class Agency:
    """One row of `agencies`.

    Attributes:
        agency_id: code (or 000000) and ten hex digits of the canonical name's sha256:
            the same agency has the same identifier in every report.
        agency_name: canonical, with the deepest division's official name first.
        level: of the division that the agency serves; None where its area is no division.
        admin_code: six digits; None for national organs and areas that are no division.
        province: official names of the divisions; None where there is none.
        sector: code of what the agency does.
        part_of: canonical name of the body that the name says it is part of; None if none.
    """

    agency_id: str
    agency_name: str
    level: str | None
    admin_code: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    sector: str
    part_of: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a printed name was found to mean.

    Attributes:
        agency: None if it can't be told.
        place_from: 'name' if the name tells its division, 'text' if the surroundings had to;
            None if the agency needs none or can't be told.
        candidates: the divisions among which neither name nor text decides; for a finding.
    """

    agency: Agency | None
    place_from: str | None = None
    candidates: tuple[Division, ...] = ()


class Surroundings:
    """The text around a name, asked only when the name alone does not tell its place."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every division named in the text, in order."""
        return tuple(mentions(self.text))

    @cached_property
    def counts(self) -> Counter[Division]:
        """How often each division is named beyond doubt."""
        return Counter(m.divisions[0] for m in self.mentions if len(m.divisions) == 1)

    @cached_property
    def own_places(self) -> Counter[Division]:
        """The divisions that may be the report's own: named twice, or as one that governs.

        A single 赴银川市学习 makes no organ one of 银川市; a single 银川市人民政府 may.
        """
        governing = {
            m.divisions[0]
            for m in self.mentions
            if len(m.divisions) == 1 and self.text.startswith(_GOVERNS, m.end)
        }
        return Counter({d: n for d, n in self.counts.items() if n > 1 or d in governing})


_GOVERNS = ("人民政府", "政府", "委", "政务", "信息公开", "各", "20")
DOMINANCE = 3
"""One place is told among several only if it is named this many times as often as the next:
a report names its own place throughout, and a neighbour once or twice."""

_BRANCH = re.compile(
    r"(?P<organ>.*?(?:局|委员会|支队|中心|厅))(?P<place>.{2,8}?)(?:分局|大队|支队|分中心|管理部)$"
)
_KIND_OF_WORD = {
    "自治区": (Level.PROVINCE, "自治区"),
    "省": (Level.PROVINCE, "省"),
    "自治州": (Level.PREFECTURE, "自治州"),
    "州": (Level.PREFECTURE, "州"),
    "盟": (Level.PREFECTURE, "盟"),
    "地区": (Level.PREFECTURE, "地区"),
    "自治县": (Level.COUNTY, "自治县"),
    "县": (Level.COUNTY, "县"),
    "区": (Level.COUNTY, "区"),
    "旗": (Level.COUNTY, "旗"),
    "市": (None, "市"),
}


def resolve(
    name: str, surroundings: Surroundings | None = None, year: int | None = None
) -> Resolution:
    """Tell which agency a normalised name means.

    Args:
        name: the fullest name that the report prints.
        surroundings: the report's text, for what the name leaves open.
        year: the report year, for names that a division shares with its successor; None if
            it can't be told.
    """
    organ = take_apart(name)
    if organ.kind is Kind.NATIONAL:
        return Resolution(_agency(organ, organ.name, Level.NATIONAL, None))
    if has_no_division(organ):
        return Resolution(_agency(organ, organ.name, None, None))
    if _needs_no_place(organ):
        return Resolution(_agency(organ, organ.prefix + organ.canonical_own, None, None))
    candidates = organ.place.divisions if organ.place else ()
    place = _place_of(organ, surroundings or Surroundings(""))
    if place is None:
        return Resolution(None, None, candidates)
    told = len(candidates) == 1 and (candidates[0] == place or candidates[0].holds(place))
    return Resolution(_serving(organ, place), "name" if told else "text")


def _needs_no_place(organ: Organ) -> bool:
    """Whether the name is distinct without a place: a zone, a university, a company."""
    if not organ.is_placeless:
        return False
    if needs_no_division(organ.own):
        return True
    alone = organ.kind is Kind.ZONE or (
        organ.sector == "institution" and organ.kind is Kind.ORDINARY
    )
    return alone and is_distinct(organ.own)


def _place_of(organ: Organ, around: Surroundings) -> Division | None:
    if organ.place is None:
        found = _by_level_word(organ, around) if organ.level_word else _beside_name(organ, around)
    else:
        found = _one_of(organ.place.divisions, around)
    if found is None or _contradicts(organ, found):
        return None
    if organ.kind in (Kind.TOWN, Kind.SUBDISTRICT):
        return _county_of_town(found, around)
    return _branch_place(organ, found)


def _one_of(candidates: tuple[Division, ...], around: Surroundings) -> Division | None:
    """The candidate that the text supports by naming it in full or naming what is above it."""
    if len(candidates) == 1:
        return candidates[0]
    own = Counter({c: around.counts[c] for c in candidates if around.counts[c]})
    if own:
        return _dominant(own)
    for names in (
        [c.prefecture or c.province for c in candidates],
        [c.province for c in candidates],
    ):
        support = Counter({c: around.text.count(n) for c, n in zip(candidates, names, strict=True)})
        if +support:
            return _dominant(+support)
    return None


def _dominant(counts: Counter[Division]) -> Division | None:
    ranked = counts.most_common(2)
    if not ranked:
        return None
    if len(ranked) == 2 and ranked[0][1] < DOMINANCE * ranked[1][1]:
        return None
    return ranked[0][0]


def _by_level_word(organ: Organ, around: Surroundings) -> Division | None:
    """The division that 市 in 市信访局 stands for: the one of that kind that the text names."""
    level, ending = _KIND_OF_WORD[organ.level_word]
    of_kind = Counter(
        {
            d: count
            for d, count in around.own_places.items()
            if d.name.endswith(ending) and (level is None or d.level is level)
        }
    )
    if of_kind:
        return _dominant(of_kind)
    doubtful = {m.divisions for m in around.mentions if len(m.divisions) > 1}
    fitting = [d for d in doubtful if d[0].name.endswith(ending)]
    return _one_of(fitting[0], around) if len(fitting) == 1 else None


def _beside_name(organ: Organ, around: Surroundings) -> Division | None:
    """The place of a name that states none: a town's is the county that the text names."""
    if organ.kind not in (Kind.TOWN, Kind.SUBDISTRICT):
        return None
    towns = {d: n for d, n in around.own_places.items() if _may_hold_towns(d)}
    return _dominant(Counter(towns))


def _may_hold_towns(place: Division) -> bool:
    return place.level is Level.COUNTY or has_no_counties(place)


def _county_of_town(place: Division, around: Surroundings) -> Division | None:
    """The county (or prefecture without counties) of a town that is named under `place`."""
    if _may_hold_towns(place):
        return place
    inside = {d: n for d, n in around.own_places.items() if place.holds(d) and _may_hold_towns(d)}
    return _dominant(Counter(inside))


def _contradicts(organ: Organ, place: Division) -> bool:
    """Whether the name goes on with a division that does not lie in its place.

    四平市公主岭市教育局 of 2019 would otherwise become a bureau of 四平市.
    """
    if organ.kind is not Kind.ORDINARY:
        return False
    further = read_place(organ.own)
    return further is not None and not further.bare and not narrow(further.divisions, (place,))


def _branch_place(organ: Organ, place: Division) -> Division | None:
    """The division that a branch serves: 舒城县 for 六安市生态环境局舒城分局."""
    branch = _BRANCH.fullmatch(organ.own)
    if branch is None:
        return place
    name = branch["place"]
    inside = narrow(divisions_named(name) + divisions_with_stem(name), (place,))
    return inside[0] if len(inside) == 1 else place


def _serving(organ: Organ, place: Division) -> Agency:
    town = organ.kind in (Kind.TOWN, Kind.SUBDISTRICT)
    return _agency(
        organ,
        _canonical_name(organ, place),
        Level.TOWNSHIP if town else place.level,
        place,
        _part_of(organ, place),
    )


def _part_of(organ: Organ, place: Division) -> str | None:
    """The body that the name says this one is part of: its government, or its bureau."""
    if organ.sector == "government_office" and organ.kind is Kind.ORDINARY:
        government = "行政公署" if organ.own.startswith(("行政公署", "行署")) else "人民政府"
        return place.name + government
    return None


def _canonical_name(organ: Organ, place: Division) -> str:
    """Prefix, the official name of the deepest division in the name, and the own part."""
    named = organ.place
    if named and named.bare and (organ.prefix or organ.kind is Kind.ZONE):
        return organ.prefix + named.last + organ.canonical_own
    shown = place
    if named and _BRANCH.fullmatch(organ.own):
        shown = next((d for d in named.divisions if d.holds(place)), place)
    return organ.prefix + shown.name + organ.canonical_own


def _agency(
    organ: Organ,
    name: str,
    level: Level | None,
    place: Division | None,
    part_of: str | None = None,
) -> Agency:
    code = place.code if place else None
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    return Agency(
        agency_id=f"{code or '000000'}-{digest}",
        agency_name=name,
        level=str(level) if level else None,
        admin_code=code,
        province=place.province if place else None,
        prefecture=place.prefecture if place else None,
        county=place.county if place else None,
        sector=organ.sector,
        part_of=part_of,
    )
