"""The words that organ names are read by, from the four YAML files beside this module."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

from transform.gazetteer import Level, read_yaml


class _Declared(BaseModel):
    """The file organ_words.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vertical_prefixes: tuple[str, ...]
    honorifics: tuple[str, ...]
    scopes_in_brackets: tuple[str, ...]
    scopes_at_the_end: tuple[str, ...]
    without_division: tuple[str, ...]
    without_division_names: tuple[str, ...]
    level_by_ending: dict[Level, tuple[str, ...]]
    implied_prefixes: dict[str, tuple[str, str]]
    vertical_tails: tuple[str, ...]
    official_places: tuple[str, ...]
    zones: tuple[str, ...]
    governing: dict[str, frozenset[str]]
    county_zones: tuple[str, ...]
    zones_of_counties: tuple[str, ...]
    zones_over_towns: tuple[str, ...]
    landscape_zones: tuple[str, ...]
    endings: tuple[str, ...]
    last_characters: str
    never_reporting: frozenset[str]
    common: tuple[str, ...]
    not_towns: frozenset[str]
    landscape_trades: frozenset[str]
    landscape_bodies: tuple[str, ...]
    branches_of_prefecture: frozenset[str]
    county_before_trade: frozenset[str]


class _National(BaseModel):
    """The file national_organs.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organs: tuple[str, ...]
    abbreviations: dict[str, str]


class _Spellings(BaseModel):
    """The file spellings.yaml: canonical by printed form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    connectives: dict[str, str]
    short_names: dict[str, str]


@dataclass(frozen=True, slots=True)
class OrganWords:
    """Patterns and sets for organ names; the longest alternative is tried first.

    Attributes:
        sector_of: sector by trade word.
        trade: any trade word.
        prefixes: national organs that their branches name first, the longest first;
            `prefix` any of them.
        honorific: what is left out at the start of a name.
        scope: what is left out at its end: (本级机关).
        national: canonical name by every name of a national organ.
        without_division: organs whose area is no division, by a part of the name;
            `without_division_name` by the whole.
        level_by_ending: the level that the end of a name tells, with the ending's pattern.
        implied_prefixes: prefix and tail by a tail that is printed without its prefix.
        vertical_tails: what follows the place of a vertical organ.
        official_places: tails of vertical organs that carry a division's official name.
        zone: parts of the names of zones; `zone_end` at the end of a name.
        governing: codes of prefectures that a prefecture governs too.
        county_zones: zones that a county may be named before without its kind;
            `zones_of_counties` what such zones end with behind the province.
        zone_over_towns: zones that a town may be named under.
        landscape_zone: zones that are named after a landscape.
        endings: last words of organ names; `last_characters` the last characters of all.
        never_reporting: issuers that reports cite.
        common: what names share, so that a place alone tells them apart.
        not_towns: words that end like a town's name.
        landscape_trades: sectors that a lake or hill may have an organ for.
        landscape_body: what is named after a landscape or a work.
        branches_of_prefecture: trades whose branch in a county is the prefecture's.
        county_before_trade: trades whose branches are named county first.
        connective, short_name: spellings of spellings.yaml; `spelled` their canonical forms.
    """

    sector_of: dict[str, str]
    trade: re.Pattern[str]
    prefixes: tuple[str, ...]
    prefix: re.Pattern[str]
    honorific: re.Pattern[str]
    scope: re.Pattern[str]
    national: dict[str, str]
    without_division: re.Pattern[str]
    without_division_name: re.Pattern[str]
    level_by_ending: tuple[tuple[Level, re.Pattern[str]], ...]
    implied_prefixes: dict[str, tuple[str, str]]
    vertical_tails: tuple[str, ...]
    official_places: tuple[str, ...]
    zone: re.Pattern[str]
    zone_end: re.Pattern[str]
    governing: dict[str, frozenset[str]]
    county_zones: tuple[str, ...]
    zones_of_counties: tuple[str, ...]
    zone_over_towns: re.Pattern[str]
    landscape_zone: re.Pattern[str]
    endings: re.Pattern[str]
    last_characters: frozenset[str]
    never_reporting: frozenset[str]
    common: re.Pattern[str]
    not_towns: frozenset[str]
    landscape_trades: frozenset[str]
    landscape_body: re.Pattern[str]
    branches_of_prefecture: frozenset[str]
    county_before_trade: frozenset[str]
    connective: re.Pattern[str]
    short_name: re.Pattern[str]
    spelled: dict[str, str]


@cache
def organ_words() -> OrganWords:
    """Read the files, once."""
    sectors: dict[str, list[str]] = _read("sectors.yaml")
    words = _Declared.model_validate(_read("organ_words.yaml"))
    sector_of = {word: sector for sector, trades in sectors.items() for word in trades}
    spellings = _Spellings.model_validate(_read("spellings.yaml"))
    return OrganWords(
        sector_of=sector_of,
        trade=_any_of(sector_of),
        prefixes=tuple(sorted(words.vertical_prefixes, key=len, reverse=True)),
        prefix=_any_of(words.vertical_prefixes),
        honorific=_any_of(words.honorifics, "^"),
        scope=_scope(words),
        national=_national(),
        without_division=_any_pattern(words.without_division),
        without_division_name=_any_pattern(words.without_division_names),
        level_by_ending=_levels(words.level_by_ending),
        implied_prefixes=words.implied_prefixes,
        vertical_tails=words.vertical_tails,
        official_places=words.official_places,
        zone=_any_of(words.zones),
        zone_end=_any_of(words.zones, end="$"),
        governing=words.governing,
        county_zones=words.county_zones,
        zones_of_counties=words.zones_of_counties,
        zone_over_towns=_any_pattern(words.zones_over_towns),
        landscape_zone=_any_of(words.landscape_zones),
        endings=_any_of(words.endings, end="$"),
        last_characters=frozenset(words.last_characters),
        never_reporting=words.never_reporting,
        common=_any_of([*words.common, *words.zones, *words.endings, *sector_of]),
        not_towns=words.not_towns,
        landscape_trades=words.landscape_trades,
        landscape_body=_any_of(words.landscape_bodies),
        branches_of_prefecture=words.branches_of_prefecture,
        county_before_trade=words.county_before_trade,
        connective=_any_of(spellings.connectives, end="(?=[局厅委])"),
        short_name=_any_of(spellings.short_names, "^", "(?!员)"),
        spelled=spellings.connectives | spellings.short_names,
    )


def _read(name: str) -> Any:
    return read_yaml((files("transform") / name).read_text(encoding="utf-8"))


def _national() -> dict[str, str]:
    declared = _National.model_validate(_read("national_organs.yaml"))
    return {name: name for name in declared.organs} | declared.abbreviations


def _scope(words: _Declared) -> re.Pattern[str]:
    """What a name's end says of the report's scope: (本级机关), 机关本级, an empty bracket."""
    inside = "|".join(sorted(words.scopes_in_brackets, key=len, reverse=True))
    at_end = "|".join(words.scopes_at_the_end)
    return re.compile(
        rf"(?:\((?:{inside}|[不]?含[^()]*|)\)|(?<=[局厅委会府办室署部队])(?:{at_end}))+$"
    )


def _levels(
    endings: Mapping[Level, Iterable[str]],
) -> tuple[tuple[Level, re.Pattern[str]], ...]:
    return tuple((level, _any_of(words, end="$")) for level, words in endings.items())


def _any_of(words: Iterable[str], start: str = "", end: str = "") -> re.Pattern[str]:
    """A pattern of alternatives, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(f"{start}(?:{'|'.join(map(re.escape, ordered))}){end}")


def _any_pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns))
