"""The characters of a PDF page with their boxes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import compress
from math import pi
from typing import Any

import pypdfium2.raw as pdfium

from extract.errors import over_limit
from extract.geometry import Box, Glyph
from extract.pdf_calls import address, character_codes, loose_boxes, tight_boxes
from extract.pdf_frame import PageFrame
from extract.strokes import snap

MOST_CHARACTERS = 200_000
"""Characters on one page; the fullest page of small print has a tenth of it."""
UNKNOWN = "\ufffd"
"""A character that is printed and whose meaning the file does not tell."""

_HYPHENS = frozenset({0x02, 0xFFFE})
"""What PDFium makes of a hyphen at a line's end."""
_LINE_ENDS = frozenset({0x0A, 0x0D})
_BLANK = 0x20
_SURROGATES = range(0xD800, 0xE000)
_SAMPLES = 32
"""Characters that are asked which way they run."""
_SAME_HEIGHT = 0.2
"""Points by which the heights of one type differ at most."""
_DASHLIKE = 0x4E00
"""一, the one ideograph whose ink is not tall."""
_HIGHEST_TYPE = 2.2
"""How many times as high as its tallest ink a font's type may be."""


def read_glyphs(page: Any, frame: PageFrame) -> tuple[list[Glyph], PageFrame]:
    """The characters of a page in the order of their drawing.

    Args:
        page: PDFium's page.
        frame: the page as it is shown.

    Returns:
        The glyphs on the page, printed blanks among them; and the frame in which they stand,
        which is turned another way if most of the text runs another way.

    Raises:
        UnreadableFileError: there are more characters than on any page.
    """
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return [], frame
    try:
        count = max(pdfium.FPDFText_CountChars(text_page), 0)
        if count > MOST_CHARACTERS:
            raise over_limit("PDF", "单页字符数", "characters on a page", MOST_CHARACTERS)
        frame = replace(frame, turns=_turns(text_page, count, frame.turns))
        return list(_glyphs(text_page, count, frame)), frame
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _turns(text_page: Any, count: int, turns: int) -> int:
    """The quarter turns that put most of the text upright; those of the page if none do."""
    step = max(count // _SAMPLES, 1)
    angles = [pdfium.FPDFText_GetCharAngle(text_page, i) for i in range(0, count, step)]
    quarters = [round(angle / (pi / 2)) % 4 for angle in angles if angle >= 0]
    commonest = max(set(quarters), key=quarters.count, default=turns)
    return commonest if quarters.count(commonest) > len(quarters) / 2 else turns


def _glyphs(text_page: Any, count: int, frame: PageFrame) -> Iterator[Glyph]:
    """The glyphs on the page; characters that one glyph stands for are one."""
    codes = character_codes(address(text_page), count)
    boxes = _boxes(address(text_page), codes, frame)
    _, _, page_right, page_bottom = frame.box
    text, last, before = "", 0, Box(0.0, 0.0, 0.0, 0.0)
    for index, (code, box) in enumerate(zip(codes, boxes, strict=True)):
        left, top, right, bottom = box
        if right <= left or bottom <= top or code in _LINE_ENDS:
            continue
        if not (0 <= left + right <= 2 * page_right and 0 <= top + bottom <= 2 * page_bottom):
            continue
        if code == _BLANK and pdfium.FPDFText_IsGenerated(text_page, index) == 1:
            continue
        if box == before and _is_one_glyph(text_page, last, index):
            text += _text(code)
            continue
        if text:
            yield Glyph(text, before)
        text, last, before = _text(code), index, box
    if text:
        yield Glyph(text, before)


def _text(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    return UNKNOWN if code == 0 or code in _SURROGATES else chr(code)


def _is_one_glyph(text_page: Any, index: int, following: int) -> bool:
    """Whether characters in one place come from one text, not from printing it twice."""
    one, other = (pdfium.FPDFText_GetTextObject(text_page, i) for i in (index, following))
    return address(one) == address(other)


def _boxes(text_page: int, codes: Sequence[int], frame: PageFrame) -> list[Box]:
    """The boxes of characters: as wide as the advance, as high as the type.

    So a line of small and tall characters is one line, and figures of a number touch. Where a
    font tells no height of its type that can be, it is the height of the ink.
    """
    count = len(codes)
    lefts, tops, rights, bottoms = frame.place(loose_boxes(text_page, count))
    _, ink_tops, _, ink_bottoms = frame.place(tight_boxes(text_page, count))
    heights = [bottom - top for top, bottom in zip(tops, bottoms, strict=True)]
    kinds = snap(heights, _SAME_HEIGHT)
    heights = [kinds[height] for height in heights]
    tall = [chr(code).isalnum() and code != _DASHLIKE for code in codes]
    wrong = _wrong_heights(
        compress(zip(heights, tops, bottoms, ink_tops, ink_bottoms, strict=True), tall)
    )
    if not wrong:
        return list(map(Box, lefts, tops, rights, bottoms))
    takes_ink = [
        height in wrong and top < bottom
        for height, top, bottom in zip(heights, ink_tops, ink_bottoms, strict=True)
    ]
    tops = [b if ink else a for ink, a, b in zip(takes_ink, tops, ink_tops, strict=True)]
    bottoms = [b if ink else a for ink, a, b in zip(takes_ink, bottoms, ink_bottoms, strict=True)]
    return list(map(Box, lefts, tops, rights, bottoms))


def _wrong_heights(characters: Iterable[tuple[float, ...]]) -> set[float]:
    """The heights of type that cannot be: far higher than the tallest ink, or not around it.

    Args:
        characters: of each the height of its type, top and bottom of the type and of the ink.
    """
    tallest: dict[float, tuple[float, ...]] = {}
    for character in characters:
        height, _, _, ink_top, ink_bottom = character
        if height not in tallest or ink_bottom - ink_top > tallest[height][0]:
            tallest[height] = (ink_bottom - ink_top, *character[1:])
    return {
        height
        for height, (ink, top, bottom, ink_top, ink_bottom) in tallest.items()
        if height > _HIGHEST_TYPE * ink or ink_top < top - ink / 2 or ink_bottom > bottom + ink / 2
    }
