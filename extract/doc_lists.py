"""Automatic numbering in an old Word file: ordinals that stand in no text, such as 一、 and (1)."""

import struct
from dataclasses import dataclass, field, replace

from extract.doc_file import Part, WordFile
from extract.doc_properties import ParagraphFormat
from extract.doc_styles import Styles
from extract.ordinals import print_ordinal

LEVELS = 9

_MOST_LISTS = 4096
"""Twice what Word allows."""
_LIST_SIZE = 28
_LEVEL_SIZE = 28
_USE_SIZE = 16
_CHANGE_SIZE = 8
_LONGEST_PATTERN = 100
_NOTHING_FOLLOWS = 2
_FORMATS = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal",
    "cardinalText", "ordinalText", "hex", "chicago", "ideographDigital", "japaneseCounting",
    "aiueo", "iroha", "decimalFullWidth", "decimalHalfWidth", "japaneseLegal",
    "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2", "aiueoFullWidth",
    "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop",
    "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle",
    "ideographTraditional", "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting",
    "ideographLegalTraditional", "taiwaneseCountingThousand", "taiwaneseDigital",
    "chineseCounting", "chineseLegalSimplified", "chineseCountingThousand",
)  # fmt: skip
"""Names in WordprocessingML of the formats of numbers, by their codes."""
_OTHER_FORMATS = {57: "numberInDash", 255: "none"}


@dataclass(frozen=True, slots=True)
class ListLevel:
    """How one level of a list is numbered.

    Attributes:
        start: its first number.
        style: name of the number format in WordprocessingML.
        pattern: what is printed; the characters 0 to 8 stand for the numbers of the levels.
        follows: what stands between ordinal and text: 0 a tab, 1 a blank, 2 nothing.
        plain: the numbers of the levels above are printed in digits.
        restart: number of levels that must stand above for a new one there to restart this
            level; None for any.
    """

    start: int
    style: str
    pattern: str
    follows: int
    plain: bool
    restart: int | None


@dataclass(slots=True)
class _List:
    """A list: its levels, the styles that stand for them, and how far it is counted."""

    levels: list[ListLevel]
    styles: tuple[int, ...]
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class _Use:
    """A use of a list, with levels of its own; `restarts` are those begun anew on first use."""

    list: _List
    levels: dict[int, ListLevel] = field(default_factory=dict)
    restarts: dict[int, int] = field(default_factory=dict)

    def level(self, number: int) -> ListLevel | None:
        """A level as this use has it; None if the list has fewer."""
        known = self.list.levels
        own = known[number] if number < len(known) else None
        return self.levels.get(number, own)


class Lists:
    """The lists of a file and how far each has been counted."""

    def __init__(self, file: WordFile, styles: Styles) -> None:
        """Read the lists; what is damaged of them numbers nothing."""
        self._uses = _read_uses(file)
        self._styles = styles

    def next_ordinal(self, paragraph: ParagraphFormat) -> str:
        """Count a paragraph.

        Returns:
            The ordinal that is printed before its text, with a blank behind it if one is
            printed; "" if it has none, or only a bullet.
        """
        if not self._uses:
            return ""
        use, number = self._place_of(paragraph)
        level = use.level(number) if use else None
        if use is None or level is None:
            return ""
        _count(use, number, level)
        return _printed(use, number, level)

    def _place_of(self, paragraph: ParagraphFormat) -> tuple[_Use | None, int]:
        """The use of a list that it is an item of, None without one, and its level."""
        style = self._styles.style(paragraph.style)
        own = paragraph.list_number
        # A negative number is that of a list whose indents the paragraph does not take.
        number = abs(style.list_number or 0 if own is None else own)
        use = self._uses[number - 1] if 0 < number <= len(self._uses) else None
        if use is None:
            return None, 0
        level = style.list_level if paragraph.list_level is None else paragraph.list_level
        if level is None:
            known = use.list.styles
            level = known.index(paragraph.style) if paragraph.style in known else 0
        return use, level if 0 <= level < LEVELS else 0


def _count(use: _Use, number: int, level: ListLevel) -> None:
    counters = use.list.counters
    while use.restarts:
        at, start = use.restarts.popitem()
        counters[at] = start - 1
    for above in range(number):
        upper = use.level(above)
        if counters[above] is None and upper is not None:
            counters[above] = upper.start
    last = counters[number]
    counters[number] = level.start if last is None else last + 1
    for below in range(number + 1, LEVELS):
        lower = use.level(below)
        if lower is None or lower.restart is None or number < lower.restart:
            counters[below] = None


def _printed(use: _Use, number: int, level: ListLevel) -> str:
    if level.style == "bullet":
        return ""
    ordinal = "".join(
        _number(use, ord(sign), number, plain=level.plain) if ord(sign) < LEVELS else sign
        for sign in level.pattern
    )
    # Full-width punctuation has its own gap.
    gap = level.follows != _NOTHING_FOLLOWS and ordinal[-1:].isascii()
    return f"{ordinal} " if ordinal and gap else ordinal


def _number(use: _Use, at: int, own: int, *, plain: bool) -> str:
    level, count = use.level(at), use.list.counters[at]
    if level is None or count is None:
        return ""
    return print_ordinal(count, "decimal" if plain and at < own else level.style)


class _Bytes:
    """Bytes that are read on and on; EOFError at their end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        """The next bytes, so many."""
        taken = self._content[self._at : self._at + size]
        if len(taken) < size:
            raise EOFError
        self._at += size
        return taken

    def number(self) -> int:
        """The next four bytes as an unsigned number."""
        return int.from_bytes(self.take(4), "little")


def _read_uses(file: WordFile) -> list[_Use | None]:
    """The uses of lists, in the order of their numbers; None for one of an unknown list."""
    lists = _read_lists(file)
    content = _Bytes(file.part(Part.LIST_OVERRIDES)) if lists else _Bytes(b"")
    uses: list[_Use | None] = []
    try:
        count = min(content.number(), _MOST_LISTS)
        heads = [content.take(_USE_SIZE) for _ in range(count)]
        for head in heads:
            known = lists.get(int.from_bytes(head[:4], "little"))
            uses.append(None if known is None else _Use(known))
        for head, use in zip(heads, uses, strict=True):
            content.take(4)
            for _ in range(head[12]):
                _change_level(content, use)
    except EOFError:
        pass
    return uses


def _change_level(content: _Bytes, use: _Use | None) -> None:
    """Take over a level that a use redefines or restarts."""
    start, flags = struct.unpack("<iI", content.take(_CHANGE_SIZE))
    number = flags & 0xF
    level = _read_level(content) if flags & 0x20 else None
    if use is None or number >= LEVELS:
        return
    redefined = level or use.level(number)
    if redefined is None:
        return
    if flags & 0x10:
        start = start if level is None else level.start
        use.restarts[number] = start
        redefined = replace(redefined, start=start)
    use.levels[number] = redefined


def _read_lists(file: WordFile) -> dict[int, _List]:
    """The lists by their ids. Their levels stand behind the part, which does not count them."""
    content = file.part(Part.LISTS)
    held = max(len(content) - 2, 0) // _LIST_SIZE
    count = min(int.from_bytes(content[:2], "little"), held, _MOST_LISTS)
    levels = _Bytes(file.behind(Part.LISTS)) if count else _Bytes(b"")
    lists: dict[int, _List] = {}
    try:
        for number in range(count):
            at = 2 + number * _LIST_SIZE
            list_id, *styles, flags = struct.unpack_from("<I4x9HB", content, at)
            levels_count = 1 if flags & 1 else LEVELS
            read = [_read_level(levels) for _ in range(levels_count)]
            lists[list_id] = _List(read, tuple(styles))
    except EOFError:
        pass
    return lists


def _read_level(content: _Bytes) -> ListLevel:
    head = content.take(_LEVEL_SIZE)
    start, number_format, flags, follows, characters, paragraphs, restart = struct.unpack(
        "<iBB9xB8xBBBx", head
    )
    content.take(paragraphs)
    content.take(characters)
    length = int.from_bytes(content.take(2), "little")
    pattern = content.take(2 * length).decode("utf-16-le", "replace")
    return ListLevel(
        start,
        _OTHER_FORMATS.get(number_format)
        or (_FORMATS[number_format] if number_format < len(_FORMATS) else "decimal"),
        pattern[:_LONGEST_PATTERN],
        follows,
        bool(flags & 0x4),
        restart if flags & 0x8 else None,
    )
