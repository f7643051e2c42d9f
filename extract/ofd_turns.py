"""Which way the text of an OFD page runs: wide tables are often set across an upright page."""

from collections import Counter
from math import atan2, pi

from extract.geometry import Box, Glyph, Rule
from extract.ofd_values import Matrix

_SLANT = 0.1
"""Quarter turns that a line of text may be off; what slants more is a watermark."""


def quarter_turns(to_page: Matrix) -> int | None:
    """By how many quarter turns, clockwise, a text is turned on its page: 0 to 3.

    Returns:
        None if it runs aslant.
    """
    turns = atan2(to_page.b, to_page.a) / (pi / 2)
    return round(turns) % 4 if abs(turns - round(turns)) <= _SLANT else None


def turned_upright(
    glyphs: list[Glyph], rules: list[Rule], turns: Counter[int]
) -> tuple[list[Glyph], list[Rule]]:
    """A page turned so that most of its text runs from left to right.

    Args:
        glyphs: of the page.
        rules: of the page.
        turns: how many glyphs are turned by how many quarters.
    """
    (turn, _), *_ = turns.most_common(1) or [(0, 0)]
    if turn == 0:
        return glyphs, rules
    return (
        [Glyph(glyph.text, Box(*_turned(glyph.box, turn))) for glyph in glyphs],
        [Rule(*_turned(rule, turn)) for rule in rules],
    )


def _turned(
    corners: tuple[float, float, float, float], turn: int
) -> tuple[float, float, float, float]:
    """Two corners turned back by quarters around the page's upper left corner."""
    x0, y0, x1, y1 = corners
    for _ in range(turn):
        x0, y0, x1, y1 = y0, -x0, y1, -x1
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
