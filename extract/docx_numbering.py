"""Automatic numbering: the ordinals that Word prints and that stand in no run of text."""

import re
from dataclasses import dataclass, field

from lxml import etree

from extract.docx_styles import Styles
from extract.ooxml import child_of, is_on, name_of, number_of, value_of
from extract.ordinals import print_ordinal

LEVELS = 9
_MOST_LISTS = 50_000
_LONGEST_PATTERN = 40
"""Characters of a level's pattern: Word's own are far shorter, and a document may print one
before each of its paragraphs."""
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    Attributes:
        start: its first number.
        style: name of the number format.
        pattern: what is printed, with %1 for the number of the first level.
        gap: what stands between the ordinal and the text.
        restart: number of levels that must stand above for a new one there to restart this
            level; None for any; 0 for never.
        plain: all numbers are printed in digits, whatever their levels' formats.
        paragraph_style: id of the paragraph style that stands for the level; None without.
    """

    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    gap: str = ""
    restart: int | None = None
    plain: bool = False
    paragraph_style: str | None = None


@dataclass(slots=True)
class _List:
    """One w:num: the levels that it uses, and the counters that it shares with its likes.

    Attributes:
        counters: the last number printed at each level; None before the first.
        restarts: levels at which this list begins anew when it is first used.
    """

    levels: dict[int, Level]
    counters: list[int | None]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has been counted."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        """Index the numbering part.

        Args:
            root: its root element; None where the document has none.
            styles: the document's styles, which may number their paragraphs.
        """
        self._styles = styles
        children = list(root) if root is not None else []
        abstract = [child for child in children if name_of(child) == "w:abstractNum"]
        self._abstract = {value_of(a, "w:abstractNumId") or "": a for a in abstract[:_MOST_LISTS]}
        self._nums = {value_of(n, "w:numId") or "": n for n in children if name_of(n) == "w:num"}
        self._counters: dict[str, list[int | None]] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List | None] = {}
        self._places: dict[str | None, tuple[str | None, int | None]] = {}

    def next_ordinal(self, properties: etree._Element | None) -> str:
        """Count a paragraph.

        Args:
            properties: its w:pPr; None without.

        Returns:
            The ordinal that is printed before its text, with the gap behind it; "" if it has
            none, or only a bullet.
        """
        if not self._nums:
            return ""
        num_id, level = self._place_of(properties)
        listed = self._list(num_id) if num_id else None
        if listed is None or level not in listed.levels:
            return ""
        self._count(listed, level)
        return _printed(listed, level)

    def _place_of(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """The list and level of a paragraph: its own, else its style's."""
        own = child_of(properties, "w:numPr")
        num_id, level = _num_and_level(own)
        if num_id is None:
            style = child_of(properties, "w:pStyle")
            style_id = value_of(style) if style is not None else self._styles.default
            if style_id not in self._places:
                self._places[style_id] = self._place_of_style(style_id)
            num_id, from_style = self._places[style_id]
            level = from_style if level is None else level
        return (None if num_id == "0" else num_id), level or 0

    def _place_of_style(self, style_id: str | None) -> tuple[str | None, int | None]:
        level = None
        chain = self._styles.chain(style_id)
        for _, style in chain:
            num_id, own_level = _num_and_level(child_of(child_of(style, "w:pPr"), "w:numPr"))
            level = own_level if level is None else level
            if num_id is not None:
                return num_id, self._level_of_style(num_id, chain) if level is None else level
        return None, level

    def _level_of_style(self, num_id: str, chain: list[tuple[str, etree._Element]]) -> int | None:
        """The level whose definition names the style."""
        listed = self._list(num_id)
        ids = {style_id for style_id, _ in chain}
        levels = listed.levels.items() if listed else ()
        return next((n for n, level in levels if level.paragraph_style in ids), None)

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            num = self._nums.get(num_id)
            self._lists[num_id] = None if num is None else self._open_list(num)
        return self._lists[num_id]

    def _open_list(self, num: etree._Element) -> _List | None:
        abstract_id = self._definition_of(num)
        if abstract_id is None:
            return None
        levels = dict(self._levels_of(abstract_id))
        restarts: dict[int, int] = {}
        for override in num:
            if name_of(override) == "w:lvlOverride":
                _override(override, levels, restarts)
        counters = self._counters.setdefault(abstract_id, [None] * LEVELS)
        return _List(levels, counters, restarts)

    def _definition_of(self, num: etree._Element) -> str | None:
        """The abstract list of a w:num; one that only names a list style is followed once."""
        abstract_id = _abstract_id(num)
        abstract = self._abstract.get(abstract_id)
        if abstract is None:
            return None
        link = child_of(abstract, "w:numStyleLink")
        style = self._styles.by_id.get(value_of(link) or "") if link is not None else None
        if style is None:
            return abstract_id
        num_id, _ = _num_and_level(child_of(child_of(style, "w:pPr"), "w:numPr"))
        linked = self._nums.get(num_id or "")
        linked_id = _abstract_id(linked) if linked is not None else ""
        return linked_id if linked_id in self._abstract else abstract_id

    def _levels_of(self, abstract_id: str) -> dict[int, Level]:
        if abstract_id not in self._levels:
            children = self._abstract[abstract_id]
            found = (_read_level(child) for child in children if name_of(child) == "w:lvl")
            self._levels[abstract_id] = {at: level for at, level in found if 0 <= at < LEVELS}
        return self._levels[abstract_id]

    def _count(self, listed: _List, level: int) -> None:
        counters = listed.counters
        while listed.restarts:
            at, start = listed.restarts.popitem()
            counters[at] = start - 1
        for above in range(level):
            if counters[above] is None and above in listed.levels:
                counters[above] = listed.levels[above].start
        last = counters[level]
        counters[level] = listed.levels[level].start if last is None else last + 1
        for below in range(level + 1, LEVELS):
            restart = listed.levels[below].restart if below in listed.levels else None
            if restart is None or level < restart:
                counters[below] = None


def _num_and_level(properties: etree._Element | None) -> tuple[str | None, int | None]:
    """What a w:numPr names; None each for what it does not."""
    num = child_of(properties, "w:numId")
    level = child_of(properties, "w:ilvl")
    num_id = value_of(num) if num is not None else None
    return num_id, number_of(level) if level is not None else None


def _abstract_id(num: etree._Element) -> str:
    found = child_of(num, "w:abstractNumId")
    return (value_of(found) or "") if found is not None else ""


def _override(override: etree._Element, levels: dict[int, Level], restarts: dict[int, int]) -> None:
    """Take over a level that a w:num redefines or restarts."""
    level = number_of(override, "w:ilvl", -1)
    if not 0 <= level < LEVELS:
        return
    redefined = child_of(override, "w:lvl")
    if redefined is not None:
        levels[level] = _read_level(redefined)[1]
    start = child_of(override, "w:startOverride")
    if start is not None:
        restarts[level] = number_of(start)


def _read_level(element: etree._Element) -> tuple[int, Level]:
    parts = {name_of(child): child for child in element}
    pattern = parts.get("w:lvlText")
    number_format = parts.get("w:numFmt")
    suffix = parts.get("w:suff")
    restart = parts.get("w:lvlRestart")
    style = parts.get("w:pStyle")
    text = ((value_of(pattern) if pattern is not None else None) or "")[:_LONGEST_PATTERN]
    return number_of(element, "w:ilvl", -1), Level(
        start=number_of(parts.get("w:start"), default=1 if "w:start" not in parts else 0),
        style=(value_of(number_format) if number_format is not None else None) or "decimal",
        pattern=text,
        gap=_gap(text, value_of(suffix) if suffix is not None else "tab"),
        restart=number_of(restart) if restart is not None else None,
        plain=is_on(parts.get("w:isLgl")),
        paragraph_style=value_of(style) if style is not None else None,
    )


def _gap(pattern: str, suffix: str | None) -> str:
    """A blank for Word's tab or blank; full-width punctuation has its own."""
    return " " if suffix != "nothing" and pattern[-1:].isascii() else ""


def _printed(listed: _List, level: int) -> str:
    own = listed.levels[level]
    if own.style == "bullet":
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        count = listed.counters[at]
        if at not in listed.levels or count is None:
            return ""
        style = listed.levels[at].style
        return print_ordinal(count, "decimal" if own.plain and at < level else style)

    ordinal = _PLACE.sub(number, own.pattern)
    return ordinal + own.gap if ordinal else ""
