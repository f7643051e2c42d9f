"""The special characters in an old Word file's text: fields, breaks, stand-ins."""

import re
from collections.abc import Iterator

from extract.doc_hidden import Ranges, merged

_FIELD_MARKS = re.compile("[\x13\x14\x15]")
_PRINTED = re.compile("[^\r\x07\x0c]")
_UNUSUAL = re.compile("[\0-\x1f\ud800-\udfff]")
_SPECIAL = dict.fromkeys(range(0x20)) | {
    0x09: "\t",
    0x0A: "\n",
    0x0B: "\n",
    0x0E: "\n",
    0x1E: "-",
}
"""Line breaks and hyphens that do not break; pictures, notes and optional hyphens are no text."""


def blot_out(text: str, hidden: Ranges) -> str:
    """The text with NUL for what does not print; marks of paragraphs and cells stay.

    Besides the hidden characters these are the instructions of fields (a page number's, a
    link's), which stand between a mark of their beginning and one before their result.
    """
    parts: list[str] = []
    at = 0
    for start, end in merged([*hidden, *_field_instructions(text)]):
        parts += [text[at:start], _PRINTED.sub("\0", text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def _field_instructions(text: str) -> Iterator[tuple[int, int]]:
    """The runs from a field's beginning to its result; to its end if it has no result."""
    begun: list[tuple[int, int | None]] = []
    for mark in _FIELD_MARKS.finditer(text):
        if mark[0] == "\x13":
            begun.append((mark.start(), None))
        elif begun and mark[0] == "\x14" and begun[-1][1] is None:
            begun[-1] = (begun[-1][0], mark.start())
        elif begun and mark[0] == "\x15":
            start, result = begun.pop()
            yield start, mark.start() if result is None else result


def printed(text: str) -> str:
    """The text of a paragraph without characters that only stand for something else.

    The halves of characters beyond the first plane, which have a CP each, are joined.
    """
    if not _UNUSUAL.search(text):
        return text
    halves = text.translate(_SPECIAL).encode("utf-16-le", "surrogatepass")
    return halves.decode("utf-16-le", "replace")
