"""Administrative divisions: which province, prefecture or county a printed name means.

Of the divisions of one lineage that bear a name, it means the one in force in the year that the
caller names (`at_year`), the newest if no year is known.
Names are read as they stand in organ names: in chains (四川省内江市资中县), with the ethnic
part left out (恩施州), and without their kind (内江资中县) where the next division proves it.
All texts must be normalised (see `transform.characters`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain

from transform.gazetteer import Division, Gazetteer, Level, gazetteer


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


KINDS = "省市县区旗州盟"
"""The last characters of the names of divisions."""
_KIND = re.compile(f"[{KINDS}]")


def division(code: str, year: int | None = None) -> Division | None:
    """The division with this code at the end of a year, or the newest; None if there is none.

    Where a year lies outside the time of every name of the code, the newest is taken.
    """
    return _at(code, year) if code in gazetteer().by_code else None


def all_divisions() -> tuple[Division, ...]:
    """Every division of today and the past, one each code and name, in the order of the codes."""
    return tuple(chain.from_iterable(gazetteer().by_code.values()))


def has_no_counties(prefecture: Division) -> bool:
    """Whether towns stand directly under this prefecture (东莞, 中山, 儋州, 嘉峪关)."""
    return prefecture.code in gazetteer().childless


def divisions_named(name: str, year: int | None = None) -> tuple[Division, ...]:
    """The divisions that a name with its kind may mean; empty if it is no division's name."""
    return at_year(gazetteer().named.get(name, ()), year)


def divisions_with_stem(stem: str, year: int | None = None) -> tuple[Division, ...]:
    """The divisions whose name without its kind is this (吉林: the province and the city).

    In a year that is known it means none that had ended by the year before (上饶 of 2022 is no
    longer 上饶县), unless all had.
    """
    found = at_year(gazetteer().stems.get(stem, ()), year)
    if year is None:
        return found
    return tuple(d for d in found if in_force(d, year) or in_force(d, year - 1)) or found


def read_place(text: str, start: int = 0, year: int | None = None) -> Place | None:
    """Read the longest chain of division names at a position.

    The chain comes before the year: 安庆市枞阳县 is 340823 whatever the year.

    Returns:
        The chain, or None if no division's name stands there. Counties are taken without
        their kind never; provinces and prefectures are, and marked `bare` where no further
        division follows: whether that is a place is for the caller to judge.
    """
    place = _read(text, start, None)
    return place and replace(place, divisions=at_year(place.divisions, year))


def mentions(text: str, year: int | None = None) -> Iterator[Mention]:
    """Every division that a text names with its kind, in order.

    A name of two characters (和县, 城区) counts only at the start of a word or right after
    the division above it: 示范县, 政策和县政府 name no division.
    """
    index = gazetteer()
    before: Mention | None = None
    for kind in _KIND.finditer(text):
        mention = _mention_ending(index, text, kind.end(), before)
        if mention is not None and _is_a_place(index, text, mention, before):
            before = mention
            yield replace(mention, divisions=at_year(mention.divisions, year))


def chain_before(text: str, end: int) -> int:
    """Where the chain of divisions that ends at a position starts; `end` if none does."""
    names: list[Mention] = []
    start = end
    while len(names) < 3 and (mention := _mention_ending(gazetteer(), text, start, None)):
        names.append(mention)
        start = mention.start
    while names and not _starts_word(text, names[-1]):
        names.pop()
    return names[-1].start if names else end


def in_force(division: Division, year: int) -> bool:
    """Whether a division existed under its code and name at the end of a year."""
    return _years_from(division, year) == 0


def successors_of(division: Division) -> tuple[Division, ...]:
    """The divisions that came right after one, under the names that they had then.

    Empty for a division that is in force.
    """
    if division.valid_to is None:
        return ()
    return tuple(_at(code, division.valid_to + 1) for code in division.successors)


def at_year(divisions: Iterable[Division], year: int | None) -> tuple[Division, ...]:
    """Of divisions of one lineage, the one in force at the end of a year, in their order.

    崇川区 was 320602 until 2019 and is 320613 since. Two divisions are of one lineage if one
    leads to the other by successors, its own or those of the prefecture that ended with it
    (铜仁市 of 铜仁地区, then 铜仁市 itself). Unrelated namesakes are all kept.

    Args:
        divisions: what one printed name may mean.
        year: where none of a lineage was in force, the nearest in time is kept; None keeps
            the newest.
    """
    candidates = tuple(divisions)
    if len(candidates) < 2 or all(d.valid_to is None for d in candidates):
        return candidates
    return tuple(d for d in candidates if not any(_is_better(o, d, year) for o in candidates))


def narrow(divisions: Iterable[Division], within: Iterable[Division]) -> tuple[Division, ...]:
    """Those of the divisions that lie inside one of the others."""
    above = tuple(within)
    return tuple(d for d in divisions if any(a.holds(d) for a in above))


def _at(code: str, year: int | None) -> Division:
    found = gazetteer().by_code[code]
    if year is None:
        return found[-1]
    return next((d for d in found if in_force(d, year)), found[-1])


def _years_from(division: Division, year: int) -> int:
    """How many years the end of a year lies before or after a division's time; 0: within."""
    if division.valid_from is not None and year < division.valid_from:
        return division.valid_from - year
    if division.valid_to is not None and year > division.valid_to:
        return year - division.valid_to
    return 0


def _is_better(one: Division, other: Division, year: int | None) -> bool:
    """Whether of two divisions of one lineage the first is the one that a year asks for."""
    if one in _descendants(other):
        return year is None or _years_from(one, year) < _years_from(other, year)
    if other in _descendants(one):
        return year is not None and _years_from(one, year) < _years_from(other, year)
    return False


@cache
def _descendants(division: Division) -> frozenset[Division]:
    """Every division that one leads to."""
    found: set[Division] = set()
    pending = [division]
    while pending:
        for successor in _next(pending.pop()):
            if successor not in found:
                found.add(successor)
                pending.append(successor)
    return frozenset(found)


def _next(division: Division) -> tuple[Division, ...]:
    if division.valid_to is None:
        return ()
    own = successors_of(division)
    if division.prefecture is None or division.level is not Level.COUNTY:
        return own
    above = _at(division.code[:4] + "00", division.valid_to)
    return own + (successors_of(above) if above.valid_to == division.valid_to else ())


def _mention_ending(
    index: Gazetteer, text: str, end: int, before: Mention | None
) -> Mention | None:
    for length in index.lengths.get(text[max(0, end - 2) : end], ()):
        start = end - length
        found = index.named.get(text[start:end]) if start >= 0 else None
        if found and before is not None and before.start < start <= before.end:
            return Mention(start, end, narrow(found, before.divisions) or found)
        if found:
            return Mention(start, end, found)
    return None


def _is_a_place(index: Gazetteer, text: str, mention: Mention, before: Mention | None) -> bool:
    word_like = text[mention.start : mention.end] in index.word_like
    if text.startswith(("域", "级", "县") if word_like else "域", mention.end):
        return False
    follows = before is not None and before.end == mention.start
    return follows or _starts_word(text, mention)


def _starts_word(text: str, mention: Mention) -> bool:
    """Whether a name is no accident of neighbouring words (示范县, 政策和县政府, 济南市区).

    Two characters, and some names of three, prove a place only at the start of a word.
    """
    name = text[mention.start : mention.end]
    if mention.start == 0 or (len(name) > 2 and name not in gazetteer().word_like):
        return True
    return not "一" <= text[mention.start - 1] <= "鿿"


def _read(text: str, start: int, within: tuple[Division, ...] | None) -> Place | None:
    index = gazetteer()
    for length in _lengths().get(text[start : start + 2], ()):
        end = start + length
        piece = text[start:end]
        if len(piece) < length:
            continue
        named = _inside(index.named.get(piece, ()), within)
        if named:
            further = _read(text, end, named) or _read_shared(text, end, named)
            return further or Place(named, end, piece, bare=False)
        stems = _inside(index.stems.get(piece, ()), within)
        stems = tuple(d for d in stems if d.level is not Level.COUNTY)
        if stems:
            further = _read(text, end, stems)
            if further is not None and not further.bare:
                return further
            if within is None:
                return Place(stems, end, piece, bare=True)
    return None


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the names are that start with two characters, the longest first."""
    index = gazetteer()
    found: dict[str, set[int]] = {}
    for name in chain(index.named, index.stems):
        found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(lengths, reverse=True)) for start, lengths in found.items()}


def _read_shared(text: str, end: int, above: tuple[Division, ...]) -> Place | None:
    """A name whose 市 is also the last of the name above: 乐山市中区 for 乐山市市中区."""
    if text[end - 1] != "市":
        return None
    shared = _read(text, end - 1, above)
    return None if shared is None or shared.bare else shared


def _inside(
    divisions: tuple[Division, ...], within: tuple[Division, ...] | None
) -> tuple[Division, ...]:
    return divisions if within is None or not divisions else narrow(divisions, within)
