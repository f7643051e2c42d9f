"""How far the reading of a line may be trusted: never is a figure to become another figure.

A line that may be a figure is read twice, from two pictures of it, and what is read is held
against the ink: as many characters as pieces of ink, no slanting 1, no round 0, no wide gap. Doubt
is a confidence of 0; no character is changed to make a figure of a text.
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.geometry import Box
from extract.scan_ink import Line, characters_of, picture_of, strokes_of
from extract.scan_lines import Page
from extract.scan_text import Reading, read_lines

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

_MARGINS = (0.15, 0.4)
"""Paper around the ink in the two pictures of a line, as a share of a letter's height."""
_DEPTHS = (0.35, 0.5, 0.25, 0.65)
"""Shares of the ink's depth at which its pieces are counted: where digits touch, or are thin."""
_DIGIT = re.compile(r"\d")
_MOST_OTHERS = 4
"""Other characters for each digit, at most, in what may be a figure with a unit or a note."""
_FIGURE = re.compile(r"[0-9.,+-]+")
_SMALL = ".,"
_TELLING_MARKS = ".,-/\u2013\u2014\u2212\uff0c\uff0d\uff0e\uff0f"
"""Punctuation marks that stand in figures or for none."""
_WIDE_GAP = 0.8
"""Letters' heights between two characters of one figure, at most."""
_UPRIGHT, _SLANTING = 0.12, 0.2
"""Shares of its height by which a 1 leans to the right at most, and a slash at least."""
_NARROWEST_DIGIT, _WIDEST_DIGIT = 0.45, 0.8
"""Width to height of a digit; where pieces of ink are wider, digits touch."""
_ROUND = 0.85
"""Width to height of a zero, at most; the letter O is rounder."""
_FLAT = 0.25
"""Height to width of a dash, at most."""
_LIKE_MARKS = {
    "一": frozenset("-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0dー_"),
    "1": frozenset("/\uff0f"),
}
"""Characters that marks for none are taken for, and those marks."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a line says, and how sure that is, 0 to 1."""

    reading: Reading
    text: str
    confidence: float


def read_surely(page: Page, lines: Sequence[Line]) -> list[Text]:
    """Read lines of print; figures twice.

    Args:
        page: the page that they stand on.
        lines: in any order.

    Returns:
        One text for each line.
    """
    tight, loose = _MARGINS
    pictures = [picture_of(page, line, tight) for line in lines]
    readings = read_lines(pictures)
    again = [index for index, reading in enumerate(readings) if may_be_figure(reading.text)]
    second = read_lines([picture_of(page, lines[index], loose) for index in again])
    others = dict(zip(again, second, strict=True))
    return [_judged(readings[i], others.get(i), lines[i], pictures[i]) for i in range(len(lines))]


def may_be_figure(text: str) -> bool:
    """Whether a line may state a figure, be it with a unit or a note."""
    digits = len(_DIGIT.findall(text))
    return digits > 0 and len(text) - digits <= _MOST_OTHERS * digits


def _judged(reading: Reading, other: Reading | None, line: Line, picture: "Picture") -> Text:
    mark = _lone_mark(reading, picture, line.letter)
    if mark is not None:
        return Text(reading, *mark)
    if other is None:
        return Text(reading, reading.text, 0.0 if line.cut else _certainty(reading))
    agree = _solid(reading.text) == _solid(other.text)
    doubtful = line.cut or not agree or not _fits_ink(reading.text, picture, line.letter)
    confidence = 0.0 if doubtful else max(_certainty(reading), _certainty(other))
    return Text(reading, reading.text, confidence)


def _certainty(reading: Reading) -> float:
    """The score of the least sure character; brackets and colons make no figure another.

    Where a digit is full-width or half-width, both choices are the same digit.
    """
    scores = [
        character.score
        + sum(score for text, score in character.others if _solid(text) == _solid(character.text))
        for character in reading.characters
        if _counts(character.text)
    ]
    return min(1.0, *scores) if scores else 0.0


def _counts(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PZ" or character in _TELLING_MARKS


def _lone_mark(reading: Reading, picture: "Picture", letter: float) -> tuple[str, float] | None:
    """What a line of a single dash or slash says, and how sure that is.

    Its ink must be one that the recogniser's first choice, 一 or 1, would not leave; then its
    next choice that is a mark for none holds, and the scores of both count for it.
    """
    if len(reading.characters) != 1 or reading.text not in _LIKE_MARKS:
        return None
    character = reading.characters[0]
    marks = _LIKE_MARKS[character.text]
    chosen = next((other for other in character.others if other[0] in marks), None)
    strokes = strokes_of(picture, _DEPTHS[0])
    pieces, _ = characters_of(strokes, letter)
    if chosen is None or len(pieces) != 1:
        return None
    flat = pieces[0].height <= _FLAT * pieces[0].width
    if flat if character.text == "一" else _lean(strokes, pieces[0]) >= _SLANTING:
        return chosen[0], min(1.0, character.score + chosen[1])
    return None


def _fits_ink(text: str, picture: "Picture", letter: float) -> bool:
    """Whether a figure's characters are those that its ink has pieces for."""
    characters = _solid(text)
    if not _FIGURE.fullmatch(characters):
        return True
    large = [character for character in characters if character not in _SMALL]
    for depth in _DEPTHS:
        strokes = strokes_of(picture, depth)
        pieces, points = characters_of(strokes, letter)
        least, most = _characters_in(pieces)
        if least <= len(large) <= most and len(points) == len(characters) - len(large):
            # Digits that touch cannot be told from others by their shape.
            apart = len(pieces) == len(large)
            shaped = not apart or all(map(_has_shape, large, pieces, [strokes] * len(large)))
            return shaped and not _has_gap(pieces, letter)
    return False


def _characters_in(pieces: Sequence[Box]) -> tuple[int, int]:
    """The least and the most characters that pieces of ink can be, as digits may touch."""
    tall = max((box.height for box in pieces), default=1.0)
    shares = [box.width / tall for box in pieces]
    joined = [share for share in shares if share > _WIDEST_DIGIT]
    single = len(shares) - len(joined)
    return (
        single + sum(math.ceil(share / _WIDEST_DIGIT) for share in joined),
        single + sum(math.floor(share / _NARROWEST_DIGIT) for share in joined),
    )


def _has_shape(character: str, box: Box, strokes: "Mask") -> bool:
    """Whether a piece of ink has the shape of those digits that other signs resemble."""
    if character == "0":
        return box.width <= _ROUND * box.height
    if character == "1":
        return _lean(strokes, box) <= _UPRIGHT
    return True


def _has_gap(pieces: Sequence[Box], letter: float) -> bool:
    return any(right.left - left.right > _WIDE_GAP * letter for left, right in pairwise(pieces))


def _lean(strokes: "Mask", box: Box) -> float:
    """How far a piece's upper end stands to the right of its lower end, as a share of height."""
    import numpy as np

    left, top, right, bottom = (int(side) for side in box)
    piece = strokes[top:bottom, left:right]
    end = max(1, piece.shape[0] // 5)
    above, below = (np.nonzero(part)[1].mean() for part in (piece[:end], piece[-end:]))
    return float(above - below) / len(piece)


def _solid(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")
