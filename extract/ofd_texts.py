"""Text objects of an OFD page: codes with places, one by one, become glyphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import repeat
from unicodedata import east_asian_width

from lxml import etree

from extract.errors import UnreadableFileError, damaged_file
from extract.geometry import Box, Glyph
from extract.ofd_values import Matrix, children_of, read_number

_ASCENT, _DESCENT = 0.86, 0.14
"""How far a glyph's box reaches above and below its baseline, in ems: as Chinese fonts do."""
_WIDE, _NARROW, _WIDEST_NARROW = 1.0, 0.5, 0.8
"""How wide a glyph is in ems, where its font is not asked: an ideograph; a digit or Latin letter
where nothing follows it, and the most where something does."""
_STEP_IN_WORD = 1.05
"""Ems that a digit's step is at most where the next one follows it without a gap."""
_ESCAPE = re.compile(r"\\([0-9A-Fa-f]{4})")
_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Font:
    """What a text object says of all its glyphs: size in its own units, and their stretch."""

    size: float
    stretch: float
    to_page: Matrix


def glyphs_of_text(text_object: etree._Element, to_page: Matrix) -> Iterator[Glyph]:
    """The glyphs of a text object, each with its box in points, in the order of its codes.

    Which glyph of its font draws a code (CGTransform) makes no difference: the codes are the
    text all the same.

    Args:
        text_object: the element.
        to_page: from the object's coordinates to points on the page.

    Raises:
        UnreadableFileError: its size or a place cannot be read.
    """
    size = read_number(text_object.get("Size", "?"))
    font = _Font(size, read_number(text_object.get("HScale", "1")), to_page)
    start: Place | None = None
    for code in children_of(text_object, "TextCode"):
        start = _start_of(code, start)
        for character, place, width in _places(code, _codes(code), start, font):
            yield _glyph(character, place, width, font)


def _start_of(code: etree._Element, before: Place | None) -> Place:
    """Where the first glyph stands; what a later TextCode does not say, the one before says."""
    x, y = code.get("X"), code.get("Y")
    if before is None and (x is None or y is None):
        raise damaged_file("OFD", "a text has no place")
    former = before or (0.0, 0.0)
    return (
        former[0] if x is None else read_number(x),
        former[1] if y is None else read_number(y),
    )


def _codes(code: etree._Element) -> str:
    """The text, without the line breaks that only lay out the XML.

    Blanks and characters that XML forbids may be written as a backslash and four digits.
    """
    if len(code):
        raise damaged_file("OFD", "a text holds more than characters")
    return _ESCAPE.sub(_unescaped, _LINE_BREAK.sub("", code.text or ""))


def _unescaped(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    if character.isspace():
        return character
    return "" if ord(character) < 0x20 else match[0]


def _places(
    code: etree._Element, text: str, start: Place, font: _Font
) -> Iterator[tuple[str, Place, float]]:
    """Each character with its place and the width that it has until the next one."""
    steps = zip(_steps(code, "DeltaX", text), _steps(code, "DeltaY", text), strict=True)
    unplaced = not code.get("DeltaX", "").strip() and not code.get("DeltaY", "").strip()
    x, y = start
    for character, (dx, dy) in zip(text, steps, strict=True):
        em = font.size * font.stretch
        width = em * _width(character, dx / em if em else 0.0)
        yield character, (x, y), width
        x, y = (x + width, y) if unplaced else (x + dx, y + dy)


def _width(character: str, step: float) -> float:
    """A glyph's width in ems; the step to the next one tells of it, unless a gap lies between."""
    if east_asian_width(character) in "WFA":
        return min(_WIDE, step) if step > 0 else _WIDE
    return min(step, _WIDEST_NARROW) if 0 < step <= _STEP_IN_WORD else _NARROW


def _steps(code: etree._Element, name: str, text: str) -> Iterator[float]:
    """From each character to the next, one for every character.

    Where fewer are written than are needed, the last one goes on: some writers leave out what
    repeats. Where none is written, there is no step in this direction.
    """
    step = 0.0
    left = len(text)
    for count, value in _written_steps(code.get(name, "")):
        step = value
        yield from repeat(step, min(count, left))
        left -= min(count, left)
        if not left:
            return
    yield from repeat(step, left)


def _written_steps(deltas: str) -> Iterator[tuple[int, float]]:
    """Steps as (how often, how far): `g 3 1.5` is three of 1.5."""
    words = iter(deltas.replace(",", " ").split())
    for word in words:
        if word != "g":
            yield 1, read_number(word)
            continue
        count, value = next(words, "?"), next(words, "?")
        if not count.isdecimal():
            raise _no_steps(deltas)
        yield int(count[:9]), read_number(value)


def _no_steps(deltas: str) -> UnreadableFileError:
    return damaged_file("OFD", f"{deltas[:40]!r} gives no places of characters")


def _glyph(text: str, place: Place, width: float, font: _Font) -> Glyph:
    """A glyph with the box around its em square's corners, which may be turned on the page."""
    x, baseline = place
    top, bottom = baseline - _ASCENT * font.size, baseline + _DESCENT * font.size
    corners = [font.to_page.apply(cx, cy) for cx in (x, x + width) for cy in (top, bottom)]
    xs, ys = zip(*corners, strict=True)
    return Glyph(text, Box(min(xs), min(ys), max(xs), max(ys)))
