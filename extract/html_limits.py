"""Limits of a web page, checked on its source: markup that a browser's rules blow up.

HTML's own error recovery costs the square of what it recovers from: elements that are never
closed are searched through at every tag, formatting that is never closed is opened again in
every paragraph, and the attributes of a tag are compared with each other. A page that would
cost more than any report does is refused before it is parsed.
"""

import re
from dataclasses import dataclass, field

from extract.errors import UnreadableFileError, over_limit

MOST_BYTES = 32 * 1024 * 1024
MOST_TAGS = 300_000
"""The longest report pasted from a word processor has some 50,000."""
MOST_ATTRIBUTES = 1_000
"""Attributes of one tag."""
MOST_OPEN_ELEMENTS = 100_000_000
"""Elements open at a tag, summed over all tags: two seconds' work at the worst."""
MOST_COPIES = 1_500_000
"""Formatting elements that may be opened again, summed over all tags."""

_FEW_TAGS = 2_000
_MANY_TAGS = 10_000
"""Up to the first number of tags a page cannot cost much, whatever they are; up to the second,
if it opens few formatting elements."""
_SHORT_TAG = 64
"""So few characters hold at most half as many attributes."""
_COPIES_OF_ALIKE = 3
"""HTML opens formatting elements that are alike again at most three times."""
_FORMATTING = "b big code em font i s small strike strong tt u"
_NEVER_DEEP = """
area base body br caption col colgroup dd dt embed head hr html img input li link meta option
p param source tbody td tfoot th thead tr track wbr
"""
"""Elements without content, or that the next of their kind closes."""
_FORMATTING_NAMES = frozenset(_FORMATTING.split())
_NEVER_DEEP_NAMES = frozenset(_NEVER_DEEP.split())

_ATTRIBUTES = r"""(?:[^>"'=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))?+|["'])*+"""
_TOKEN = re.compile(
    rf"""<(?:
        !--(?:-?>|.*?(?:--!?>|\Z))
        |[!?][^>]*+(?:>|\Z)
        |(script|style|title|textarea|xmp|iframe|noembed|noframes)(?=[\s/>]){_ATTRIBUTES}
            (?:>|\Z).*?(?:</\1(?=[\s/>])|\Z)
        |(/?)([a-z][^\s/>]*+)({_ATTRIBUTES})(?:>|\Z)
        |/[^>]*+(?:>|\Z)
    )""",
    re.DOTALL | re.VERBOSE,
)
"""Comments, elements of mere text, tags: the name of one of text; a tag's slash, name and
attributes."""
_FORMATTING_TAG = re.compile(rf"<(?:{_FORMATTING.replace(' ', '|')})[\s/>]", re.IGNORECASE)
_LONG_TAG = re.compile(
    rf"""<[a-z](?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)){{{MOST_ATTRIBUTES}}}"""
    rf"|<[a-z][^>]{{{MOST_ATTRIBUTES * 2}}}",
    re.IGNORECASE,
)
"""A tag that is long enough for too many attributes."""
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+)""")
_BETWEEN_ATTRIBUTES = re.compile(r"[\s/]+")


def check_size(data: bytes) -> None:
    """Refuse a page of too many bytes.

    Raises:
        UnreadableFileError: over the limit.
    """
    if len(data) > MOST_BYTES:
        raise over_limit("HTML", "字节数", "bytes", MOST_BYTES)


def check_markup(source: str) -> None:
    """Refuse a page whose markup would cost too much time or memory.

    Raises:
        UnreadableFileError: over one of the limits.
    """
    tags = source.count("<")
    if tags > MOST_TAGS:
        raise over_limit("HTML", "标签数", "tags", MOST_TAGS)
    if _may_open_much(source, tags) or _LONG_TAG.search(source):
        _check_tags(source)


def _may_open_much(source: str, tags: int) -> bool:
    """Whether a page has the tags to exceed a limit; most pages have not."""
    if tags <= _FEW_TAGS or tags > _MANY_TAGS:
        return tags > _MANY_TAGS
    formatting = len(_FORMATTING_TAG.findall(source))
    return formatting * (tags - formatting) > MOST_COPIES


@dataclass(slots=True)
class _Open:
    """What is open at a place of the source, estimated from the tags alone.

    Attributes:
        depth: elements that have been opened and not closed.
        copies: formatting elements that the next paragraph would open again.
        counts: depth by name.
        alike: how often each formatting tag is open, by name and attributes.
        stacks: the attributes of the open formatting tags by name, the last opened at the end.
    """

    depth: int = 0
    copies: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    alike: dict[tuple[str, str], int] = field(default_factory=dict)
    stacks: dict[str, list[str]] = field(default_factory=dict)

    def open(self, name: str, attributes: str) -> None:
        if name in _NEVER_DEEP_NAMES:
            return
        self.depth += 1
        self.counts[name] = self.counts.get(name, 0) + 1
        if name in _FORMATTING_NAMES:
            self.stacks.setdefault(name, []).append(attributes)
            alike = self.alike[name, attributes] = self.alike.get((name, attributes), 0) + 1
            self.copies += alike <= _COPIES_OF_ALIKE

    def close(self, name: str) -> None:
        if not self.counts.get(name):
            return
        self.depth -= 1
        self.counts[name] -= 1
        if name in _FORMATTING_NAMES:
            attributes = self.stacks[name].pop()
            self.alike[name, attributes] -= 1
            self.copies -= self.alike[name, attributes] < _COPIES_OF_ALIKE


def _check_tags(source: str) -> None:
    now = _Open()
    searched = copied = of_root = 0
    for _, slash, name, attributes in _TOKEN.findall(source.lower()):
        if slash:
            now.close(name)
        elif name:
            count = _count_attributes(attributes)
            # Those of a second <html> or <body> are added to the first one's.
            of_root += count if name in ("html", "body") else 0
            if max(count, of_root) > MOST_ATTRIBUTES:
                raise over_limit("HTML", "标签属性数", "attributes of a tag", MOST_ATTRIBUTES)
            now.open(name, attributes)
        searched += now.depth
        copied += now.copies
    if searched > MOST_OPEN_ELEMENTS or copied > MOST_COPIES:
        raise _never_closed()


def _count_attributes(text: str) -> int:
    if len(text) <= _SHORT_TAG:
        return len(text) // 2
    return len(_BETWEEN_ATTRIBUTES.split(_VALUE.sub(" ", text)))


def _never_closed() -> UnreadableFileError:
    return UnreadableFileError(
        "over_limit",
        "HTML 文件中未闭合的标签过多，为安全起见未读取",
        "the HTML file leaves too many tags open and was not read, for safety",
    )
