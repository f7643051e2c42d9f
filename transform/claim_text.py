"""Running text as sentences, whose every character knows where it stands in the text.

Text of a PDF breaks its lines within sentences and even within numbers; blanks stand anywhere.
A sentence is read without them, in half-width characters, and keeps the place of each.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from extract.characters import INVISIBLE, replace_radicals

LONGEST_SENTENCE = 800
"""Characters; what a text without full stops holds beyond is a sentence of its own."""
_LONGEST_HEADING = 30

_STOP = re.compile(r"[。!?]+[”’\"')]*")
_COMMA = re.compile(r"[,;、]")
_NUMBERED = re.compile(
    r"\s*(?:[(][一二三四五六七八九十\d]{1,3}[)]|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.](?=[^\d\s])|第[一二三四五六七八九十]{1,2}[部,、]"
    r"|[一二三四五六七八九十]是|[①-⑳㈠-㈩]|[-–•·●◆■▪◇○]\s*(?=[^\d\s]))"
)
_GOES_ON = (",", ";", "、", ":", "(")
_IN_SENTENCE = re.compile(r"[,;。!?]")
_DROPPED = re.compile(rf"[\s{INVISIBLE}*]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        plain: without blanks, in half-width characters.
        places: where each character of `plain` stands in the section's text.
        printed: as printed, without line breaks.
        opens: the first sentence of its paragraph.
        is_heading: a short numbered line, or one without punctuation, above others.
        is_cut: the text ends with it, without a full stop.
    """

    plain: str
    places: Sequence[int]
    printed: str
    opens: bool
    is_heading: bool
    is_cut: bool


def sentences(text: str) -> Iterator[Sentence]:
    """Cut a section's text into sentences, in order; empty ones are left out."""
    even = text.translate(_half_width())
    for start, end in _paragraphs(even):
        heading = _is_heading(even[start:end])
        opens = True
        for first, last in _pieces(even, start, end):
            sentence = _sentence(text, even, first, last, opens, heading)
            if sentence.plain:
                yield sentence
                opens = False


def _paragraphs(even: str) -> Iterator[tuple[int, int]]:
    """Runs of lines that are one paragraph; rows of a grid are none."""
    start: int | None = None
    place = 0
    lines = even.split("\n")
    for number, line in enumerate(lines):
        end = place + len(line)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if is_grid_row(line) or not line.strip():
            if start is not None:
                yield start, place
            start = None
        else:
            start = place if start is None else start
            if _ends_paragraph(line, following):
                yield start, end
                start = None
        place = end + 1
    if start is not None:
        yield start, len(even)


def is_grid_row(line: str) -> bool:
    """Whether a line is a row of a table in running text: cells between tabs or bars."""
    cells = [cell for cell in re.split(r"[\t|]", line) if cell.strip()]
    return len(cells) > 1 and not any("。" in cell for cell in cells)


def _ends_paragraph(line: str, following: str) -> bool:
    bare = line.rstrip()
    if bare.endswith(_GOES_ON):
        return False
    if _STOP.search(bare[-3:]) is not None and _STOP.search(bare, max(len(bare) - 3, 0)):
        return bare[-1] in "。!?”’\"')"
    return _is_heading(bare) or _NUMBERED.match(following) is not None


def _is_heading(line: str) -> bool:
    bare = line.strip()
    return (
        len(bare) <= _LONGEST_HEADING
        and _NUMBERED.match(bare) is not None
        and _IN_SENTENCE.search(bare) is None
        and re.search(r"\d+[件条]", bare) is None
    )


def _pieces(even: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of a paragraph, with their full stops; overlong ones cut at a comma."""
    for stop in [*(match.end() for match in _STOP.finditer(even, start, end)), end]:
        while stop - start > LONGEST_SENTENCE:
            commas = list(_COMMA.finditer(even, start, start + LONGEST_SENTENCE))
            cut = commas[-1].end() if commas else start + LONGEST_SENTENCE
            yield start, cut
            start = cut
        if stop > start:
            yield start, stop
        start = stop


def _sentence(
    text: str, even: str, start: int, end: int, opens: bool, is_heading: bool
) -> Sentence:
    piece = even[start:end]
    places: Sequence[int] = range(start, end)
    if _DROPPED.search(piece):
        dropped = _DROPPED.sub(lambda match: "\n" * len(match[0]), piece)
        places = [start + i for i, char in enumerate(dropped) if char != "\n"]
        piece = dropped.replace("\n", "")
    is_cut = not even[end:].strip() if end >= len(even) - 8 else False
    return Sentence(
        piece,
        places,
        text[start:end].replace("\n", "").replace("\r", "").strip(),
        opens,
        is_heading,
        is_cut and not piece.endswith(("。", "!", "?", "”", ")")),
    )


@cache
def _half_width() -> dict[int, str]:
    """One character for one: full-width forms, blanks of Unicode, and radicals."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys([0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0x0B, 0x0C, 0x0D], " ")
    radicals = (chr(code) for code in (*range(0x2E80, 0x2FE0),))
    table |= {ord(char): replace_radicals(char) for char in radicals}
    table |= {ord("﹪"): "%", ord("○"): "〇", ord("﹝"): "〔", ord("﹞"): "〕", ord("﹣"): "-"}
    return {code: to for code, to in table.items() if len(to) == 1}
