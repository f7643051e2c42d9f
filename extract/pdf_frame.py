"""From a PDF's coordinates to points from the upper left corner of the page turned upright."""

from collections.abc import Sequence
from dataclasses import dataclass

from extract.geometry import Box

Columns = tuple[Sequence[float], Sequence[float], Sequence[float], Sequence[float]]
"""Four numbers of each of many boxes: all first ones, all second ones, and so on."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """A page's bounds in its own coordinates, in which y grows upwards, and how it is turned.

    Attributes:
        turns: quarter turns clockwise that the page is shown with.
    """

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def box(self) -> Box:
        """The page itself."""
        width, height = self.right - self.left, self.top - self.bottom
        return Box(0.0, 0.0, *((height, width) if self.turns % 2 else (width, height)))

    @property
    def reach(self) -> Box:
        """The page and as much around it: what runs over its edge is within."""
        _, _, width, height = self.box
        return Box(-width, -height, 2 * width, 2 * height)

    def place(self, bounds: Columns) -> Columns:
        """Place many boxes on the page.

        Args:
            bounds: left, bottom, right, top of each in the page's own coordinates.

        Returns:
            Left, top, right, bottom of each on the page.
        """
        lefts, bottoms, rights, tops = bounds
        if self.turns == 0:
            across = _less(lefts, self.left), _less(rights, self.left)
            down = _from(self.top, tops), _from(self.top, bottoms)
        elif self.turns == 1:
            across = _less(bottoms, self.bottom), _less(tops, self.bottom)
            down = _less(lefts, self.left), _less(rights, self.left)
        elif self.turns == 2:
            across = _from(self.right, rights), _from(self.right, lefts)
            down = _less(bottoms, self.bottom), _less(tops, self.bottom)
        else:
            across = _from(self.top, tops), _from(self.top, bottoms)
            down = _from(self.right, rights), _from(self.right, lefts)
        return across[0], down[0], across[1], down[1]


def _less(values: Sequence[float], origin: float) -> list[float]:
    return [value - origin for value in values]


def _from(origin: float, values: Sequence[float]) -> list[float]:
    return [origin - value for value in values]
