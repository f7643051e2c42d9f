"""The characters of a PDF page with their boxes."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from math import pi
from operator import eq, sub
from typing import Any

import pypdfium2.raw as pdfium

from extract.errors import over_limit
from extract.geometry import Box, Glyph, boxes_of, glyphs_of
from extract.pdf_calls import (
    address,
    character_origins,
    characters,
    loose_boxes,
    tight_boxes,
)
from extract.pdf_frame import PageFrame
from extract.strokes import snap

MOST_CHARACTERS = 200_000
"""Characters on one page; the fullest page of small print has a tenth of it."""
UNKNOWN = "\ufffd"
"""A character that is printed and whose meaning the file does not tell."""

_SPECIAL = re.compile(r"[\x00-\x20\ud800-\udfff\ufffe]")
"""Characters that are not simply printed."""
_HYPHENS = "\x02\ufffe"
"""What PDFium makes of a hyphen at a line's end."""
_LINE_ENDS = "\r\n"
_SAMPLES = 32
"""Characters that are asked which way they run, and how tall their ink is."""
_SAME_HEIGHT = 0.2
"""Points by which the heights of one type differ at most."""
_FLAT = "一"
"""The one ideograph whose ink is not tall."""
_ASCENT, _DESCENT = 1.2, 0.25
"""How far type reaches above and below the baseline, as shares of the height of tall ink."""
_HIGHEST_TYPE = 2.2
"""How many times as high as its tallest ink a font's type may be."""


def read_glyphs(page: Any, frame: PageFrame) -> tuple[list[Glyph], PageFrame]:
    """The characters of a page in the order of their drawing.

    Args:
        page: PDFium's page.
        frame: the page as it is shown.

    Returns:
        The glyphs on and near the page, printed blanks among them; and the frame in which they
        stand, which is turned another way if most of the text runs another way.

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
        return _glyphs(text_page, count, frame), frame
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _turns(text_page: Any, count: int, turns: int) -> int:
    """The quarter turns that put most of the text upright; those of the page if none do."""
    step = max(count // _SAMPLES, 1)
    angles = [pdfium.FPDFText_GetCharAngle(text_page, i) for i in range(0, count, step)]
    quarters = [-round(angle / (pi / 2)) % 4 for angle in angles if angle >= 0]
    commonest = max(set(quarters), key=quarters.count, default=turns)
    return commonest if quarters.count(commonest) > len(quarters) / 2 else turns


def _glyphs(text_page: Any, count: int, frame: PageFrame) -> list[Glyph]:
    """The glyphs on and near the page; characters that one glyph stands for are one."""
    texts = _texts(text_page, characters(address(text_page), count))
    boxes = _boxes(address(text_page), texts, frame)
    _join_parts(text_page, texts, boxes)
    first_x, first_y, last_x, last_y = frame.reach
    shown = [
        first_x <= left < right <= last_x and first_y <= top < bottom <= last_y and text != ""
        for text, (left, top, right, bottom) in zip(texts, boxes, strict=True)
    ]
    return glyphs_of(compress(texts, shown), compress(boxes, shown))


def _texts(text_page: Any, text: str) -> list[str]:
    """What each character is printed as; "" for blanks and line ends that PDFium supplied."""
    texts = list(text)
    for found in _SPECIAL.finditer(text):
        texts[found.start()] = _special(text_page, found.start(), found[0])
    return texts


def _special(text_page: Any, index: int, character: str) -> str:
    if character in _HYPHENS:
        return "-"
    if character in _LINE_ENDS:
        return ""
    if character == " " and pdfium.FPDFText_IsGenerated(text_page, index) == 1:
        return ""
    return character if "\0" < character <= " " else UNKNOWN


def _join_parts(text_page: Any, texts: list[str], boxes: Sequence[Box]) -> None:
    """Give the last of the characters in one place the texts of all, if one glyph shows them."""
    for i, same in enumerate(map(eq, boxes, boxes[1:])):
        if same and texts[i] and texts[i + 1] and _is_one_glyph(text_page, i, i + 1):
            texts[i], texts[i + 1] = "", texts[i] + texts[i + 1]


def _is_one_glyph(text_page: Any, index: int, following: int) -> bool:
    """Whether characters in one place come from one text, not from printing it twice."""
    one, other = (pdfium.FPDFText_GetTextObject(text_page, i) for i in (index, following))
    return address(one) == address(other)


def _boxes(text_page: int, texts: Sequence[str], frame: PageFrame) -> list[Box]:
    """The boxes of characters: as wide as the advance, as high as the type.

    So a line of small and tall characters is one line, and figures of a number touch. Where a
    font tells no height of its type that can be, its tallest ink shows it.
    """
    count = len(texts)
    lefts, tops, rights, bottoms = frame.place(loose_boxes(text_page, count))
    heights = list(map(sub, bottoms, tops))
    kinds = snap(heights, _SAME_HEIGHT)
    wrong = _wrong_kinds(text_page, texts, (tops, bottoms), heights, kinds, frame)
    if wrong:
        xs, ys = character_origins(text_page, count)
        _, baselines, _, _ = frame.place((xs, ys, xs, ys))
        inks = [wrong.get(kinds[height], 0.0) for height in heights]
        places = list(zip(inks, baselines, tops, bottoms, strict=True))
        tops = [y - _ASCENT * ink if ink else top for ink, y, top, _ in places]
        bottoms = [y + _DESCENT * ink if ink else bottom for ink, y, _, bottom in places]
    return boxes_of(lefts, tops, rights, bottoms)


def _wrong_kinds(
    text_page: int,
    texts: Sequence[str],
    extents: tuple[Sequence[float], Sequence[float]],
    heights: Sequence[float],
    kinds: Mapping[float, float],
    frame: PageFrame,
) -> dict[float, float]:
    """The kinds of type whose height cannot be: far higher than the tallest ink, or not around it.

    Args:
        text_page: PDFium's.
        texts: of all characters.
        extents: tops and bottoms of the type of each character.
        heights: of the type of each character.
        kinds: for each height that of its kind.
        frame: the page.

    Returns:
        For each such kind the height of its tallest ink.
    """
    sample = _sample(texts, heights)
    _, ink_tops, _, ink_bottoms = frame.place(tight_boxes(text_page, sample))
    tallest: dict[float, tuple[float, float, float]] = {}
    for i, top, bottom in zip(sample, ink_tops, ink_bottoms, strict=True):
        ink, kind = bottom - top, kinds[heights[i]]
        if kind not in tallest or ink > tallest[kind][0]:
            tallest[kind] = (ink, extents[0][i] - top, bottom - extents[1][i])
    return {
        kind: ink
        for kind, (ink, above, below) in tallest.items()
        if ink > 0 and (kind > _HIGHEST_TYPE * ink or above > ink / 2 or below > ink / 2)
    }


def _sample(texts: Sequence[str], heights: Sequence[float]) -> list[int]:
    """Some characters with tall ink, of each height of type one at least."""
    count = len(texts)
    indexes = {
        *range(0, count, max(count // _SAMPLES, 1)),
        *dict(zip(heights, range(count), strict=True)).values(),
    }
    return [i for i in sorted(indexes) if texts[i].isalnum() and texts[i] != _FLAT]
