"""Administrative divisions: which province, prefecture or county a printed name means.

Names are read as they stand in organ names: in chains (四川省内江市资中县), with the ethnic
part left out (恩施州), and without their kind (内江资中县) where the next division proves it.
All texts must be normalised (see `transform.characters`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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


def division(code: str) -> Division | None:
    """The division with this code, former ones included; None if there is none."""
    return gazetteer().by_code.get(code)


def all_divisions() -> tuple[Division, ...]:
    """Every division, in the order of the codes."""
    return tuple(gazetteer().by_code.values())


def has_no_counties(prefecture: Division) -> bool:
    """Whether towns stand directly under this prefecture (东莞, 中山, 儋州, 嘉峪关)."""
    return prefecture.code in gazetteer().childless


def divisions_named(name: str) -> tuple[Division, ...]:
    """The divisions that a name with its kind may mean; empty if it is no division's name."""
    return gazetteer().named.get(name, ())


def divisions_with_stem(stem: str) -> tuple[Division, ...]:
    """The divisions whose name without its kind is this (吉林: the province and the city)."""
    return gazetteer().stems.get(stem, ())


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
    index = gazetteer()
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
    while len(chain) < 3 and (mention := _mention_ending(gazetteer(), text, start, None)):
        chain.append(mention)
        start = mention.start
    while chain and not _starts_word(text, chain[-1]):
        chain.pop()
    return chain[-1].start if chain else end


def narrow(divisions: Iterable[Division], within: Iterable[Division]) -> tuple[Division, ...]:
    """Those of the divisions that lie inside one of the others."""
    above = tuple(within)
    return tuple(d for d in divisions if any(a.holds(d) for a in above))


def _mention_ending(
    index: Gazetteer, text: str, end: int, before: Mention | None
) -> Mention | None:
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
    index = gazetteer()
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
