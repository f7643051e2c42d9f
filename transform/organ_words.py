"""The words that organ names are read by, from `sectors.yaml` and `organ_words.yaml`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from transform.gazetteer import read_yaml


class _Declared(BaseModel):
    """The file organ_words.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    vertical_prefixes: tuple[str, ...]
    honorifics: tuple[str, ...]
    national: frozenset[str]
    without_division: tuple[str, ...]
    zones: tuple[str, ...]
    endings: tuple[str, ...]
    never_reporting: frozenset[str]
    common: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganWords:
    """Patterns and sets for organ names; the longest alternative is tried first.

    Attributes:
        sector_of: sector by trade word.
        trade: any trade word.
        prefixes: national organs that their branches name first, the longest first.
        honorific: what is left out at the start of a name.
        national: names of national organs.
        without_division: organs whose area is no division.
        zone: parts of the names of zones; `zone_end` at the end of a name.
        endings: last words of organ names.
        never_reporting: issuers that reports cite.
        common: what names share, so that a place alone tells them apart.
    """

    sector_of: dict[str, str]
    trade: re.Pattern[str]
    prefixes: tuple[str, ...]
    honorific: re.Pattern[str]
    national: frozenset[str]
    without_division: re.Pattern[str]
    zone: re.Pattern[str]
    zone_end: re.Pattern[str]
    endings: re.Pattern[str]
    never_reporting: frozenset[str]
    common: re.Pattern[str]


@cache
def organ_words() -> OrganWords:
    """Read both files, once."""
    folder = files("transform")
    sectors: dict[str, list[str]] = read_yaml((folder / "sectors.yaml").read_text(encoding="utf-8"))
    declared = read_yaml((folder / "organ_words.yaml").read_text(encoding="utf-8"))
    words = _Declared.model_validate(declared)
    sector_of = {word: sector for sector, trades in sectors.items() for word in trades}
    return OrganWords(
        sector_of=sector_of,
        trade=_any_of(sector_of),
        prefixes=tuple(sorted(words.vertical_prefixes, key=len, reverse=True)),
        honorific=_any_of(words.honorifics, "^"),
        national=words.national,
        without_division=_any_of(words.without_division),
        zone=_any_of(words.zones),
        zone_end=_any_of(words.zones, end="$"),
        endings=_any_of(words.endings, end="$"),
        never_reporting=words.never_reporting,
        common=_any_of([*words.common, *words.zones, *words.endings, *sector_of]),
    )


def _any_of(words: Iterable[str], start: str = "", end: str = "") -> re.Pattern[str]:
    """A pattern of alternatives, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(f"{start}(?:{'|'.join(map(re.escape, ordered))}){end}")
