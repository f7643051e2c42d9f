"""Where things stand on a page: boxes, glyphs and rules.

Units are points or pixels; x grows to the right, y grows downwards from the upper left corner.
"""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle, its sides parallel to the page's."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def center_x(self) -> float:
        """Halfway from left to right."""
        return (self.left + self.right) / 2

    @property
    def center_y(self) -> float:
        """Halfway from top to bottom."""
        return (self.top + self.bottom) / 2

    @property
    def locator(self) -> str:
        """The box as a cell's locator, to a tenth of a unit."""
        return f"box:{self.left:.1f},{self.top:.1f},{self.right:.1f},{self.bottom:.1f}"

    def meets(self, other: "Box") -> bool:
        """Whether the boxes share a point."""
        across = self.left <= other.right and self.right >= other.left
        return across and self.top <= other.bottom and self.bottom >= other.top

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the box or on its edge."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


class Glyph(NamedTuple):
    """One printed character, or a few that are printed as one (a ligature)."""

    text: str
    box: Box


class Rule(NamedTuple):
    """A straight stroke, horizontal or vertical; others bound no table."""

    x0: float
    y0: float
    x1: float
    y1: float


def boxes_of(
    lefts: Iterable[float],
    tops: Iterable[float],
    rights: Iterable[float],
    bottoms: Iterable[float],
) -> list[Box]:
    """Many boxes at once, at a third of the cost of making them one by one."""
    return list(map(partial(tuple.__new__, Box), zip(lefts, tops, rights, bottoms, strict=True)))


def glyphs_of(texts: Iterable[str], boxes: Iterable[Box]) -> list[Glyph]:
    """Many glyphs at once, as `boxes_of`."""
    return list(map(partial(tuple.__new__, Glyph), zip(texts, boxes, strict=True)))


def enclosing(boxes: Iterable[Box]) -> Box:
    """The smallest box around some boxes, at least one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def rules_of_filled(box: Box, thickness: float = 3.0) -> list[Rule]:
    """The rules that a filled rectangle stands for.

    Args:
        box: the rectangle.
        thickness: the most that a border is thick.

    Returns:
        Its middle line where it is thin, both middle lines of a dot (dotted borders and the
        corners of bordered cells), nothing of an area.
    """
    rules: list[Rule] = []
    if box.height <= thickness:
        rules.append(Rule(box.left, box.center_y, box.right, box.center_y))
    if box.width <= thickness:
        rules.append(Rule(box.center_x, box.top, box.center_x, box.bottom))
    return rules


def rules_of_outline(box: Box) -> list[Rule]:
    """The four edges of a stroked rectangle."""
    left, top, right, bottom = box
    return [
        Rule(left, top, right, top),
        Rule(left, bottom, right, bottom),
        Rule(left, top, left, bottom),
        Rule(right, top, right, bottom),
    ]
