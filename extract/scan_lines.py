"""A scanned page set straight: how it lies, where its ink is, and its ruling lines.

Lengths are in millimetres of a page whose shorter side is taken for the 210 mm of A4, since an
image need not say its resolution.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.geometry import Box, Rule, enclosing
from extract.scan_rules import BROADEST, find_rules, odd

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

_SHEET_WIDTH = 210
_MOST_SKEW = 8.0
"""Degrees; a page that lies more askew is read as it lies."""
_LEAST_CONTRAST = 24
"""Levels of 255 by which ink is darker than the paper around it."""
_FAINT_CONTRAST = 12
"""The same for what might be ink, where the paper's grain is smoothed out."""
_RED = 40
"""Levels by which red outshines green and blue in the ink of a seal."""
_LETTER = (1.2, 8.0)
"""Millimetres between which the ink of characters is high."""
_COMMON_LETTER = 3.0
"""Millimetres of a character where a page has too little ink to tell."""
_FEW = 8
"""Pieces of ink that tell the height of characters, at least."""
_SURROUNDINGS = 6.5
"""Millimetres around a point that its paper is judged by."""


@dataclass(frozen=True, slots=True)
class Turn:
    """How points of a straightened page lie on the page as it was given.

    Attributes:
        rows: two rows of three factors: x, y of the page as given from x, y, 1.
    """

    rows: tuple[tuple[float, ...], ...]

    def box(self, box: Box) -> Box:
        """The smallest upright box on the page as given that holds a box of the straight one."""
        corners = [(x, y) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        points = [[a * x + b * y + c for a, b, c in self.rows] for x, y in corners]
        return enclosing(Box(x, y, x, y) for x, y in points)


@dataclass(frozen=True, slots=True)
class Page:
    """A straightened page; all arrays are height × width.

    Attributes:
        gray: 0 black to 255 white, red ink taken out.
        ink: where there is ink, ruling lines and red ink left out.
        faint: where there might be ink, be it faint or red, ruling lines left out.
        ruled: where ruling lines stand, with their blurred edges.
        struck: where there is ink, ruling lines included.
        rules: the ruling lines, in pixels; strokes of characters may be among them.
        unit: pixels of a millimetre, if the page were A4.
        letter: pixels that its larger characters are high.
        turn: where its points lie on the page as given.
    """

    gray: "Picture"
    ink: "Mask"
    faint: "Mask"
    ruled: "Mask"
    struck: "Mask"
    rules: tuple[Rule, ...]
    unit: float
    letter: float
    turn: Turn


def with_rules_at(page: Page, cells: Iterable[Box]) -> Page:
    """The page with all strokes but those that bound the cells of its tables taken for print.

    Args:
        page: the straightened page.
        cells: their boxes, from middle to middle of their borders, in pixels.
    """
    import cv2
    import numpy as np

    borders = np.zeros(page.ruled.shape, dtype=np.uint8)
    breadth = odd(2 * BROADEST * page.unit)
    for box in cells:
        left, top, right, bottom = map(round, box)
        cv2.rectangle(borders, (left, top), (right, bottom), (1,), breadth)
    ruled = page.ruled & borders.astype(np.bool_)
    return replace(page, ruled=ruled, ink=page.struck & ~ruled)


def straighten(image: "Picture", scale: float, quarter_turns: int = 0) -> Page:
    """Set a page straight and find its ink and its ruling lines.

    Args:
        image: height × width × 3, RGB.
        scale: units of the page as given, for a pixel.
        quarter_turns: how often to turn it by 90° counter-clockwise first.
    """
    import numpy as np

    height, width = image.shape[:2]
    picture = np.ascontiguousarray(np.rot90(image, quarter_turns))
    gray, red = _inks(picture)
    turn, inverse, size = _levelling(gray)
    gray, red = _turned(gray, turn, size), _turned(red, turn, size)
    unit = min(height, width) / _SHEET_WIDTH
    ink = _ink(gray, unit)
    ruled, rules = find_rules(gray, ink, unit)
    back = scale * _quarter(quarter_turns, height, width) @ inverse
    return Page(
        gray=gray,
        ink=ink & ~ruled,
        faint=(_faint(gray, unit) | (red > _RED)) & ~ruled,
        ruled=ruled,
        struck=ink,
        rules=rules,
        unit=unit,
        letter=_letter_height(ink & ~ruled, unit),
        turn=Turn(tuple(tuple(row) for row in back[:2].tolist())),
    )


def _inks(image: "Picture") -> "tuple[Picture, Picture]":
    """The grey page without red ink, and how red each point is."""
    import numpy as np

    red = image[:, :, 0].astype(np.int16)
    redness = np.clip(red - (image[:, :, 1].astype(np.int16) + image[:, :, 2]) // 2, 0, 255)
    gray = np.clip(red + np.clip(redness - _RED // 2, 0, None), 0, 255)
    return gray.astype(np.uint8), redness.astype(np.uint8)


def _levelling(
    gray: "Picture",
) -> "tuple[NDArray[np.float64], NDArray[np.float64], tuple[int, int]]":
    """The turn that makes rows level, its inverse, and the (width, height) that hold all of it."""
    import numpy as np

    height, width = gray.shape
    angle = math.radians(_skew(gray))
    sine, cosine = math.sin(angle), math.cos(angle)
    wide = round(width * cosine + height * abs(sine))
    high = round(height * cosine + width * abs(sine))
    dx = wide / 2 - (cosine * width + sine * height) / 2
    dy = high / 2 - (cosine * height - sine * width) / 2
    turn = np.array([[cosine, sine, dx], [-sine, cosine, dy], [0, 0, 1]])
    return turn, np.linalg.inv(turn), (wide, high)


def _skew(gray: "Picture") -> float:
    """Degrees by which rows of text and ruling lines fall towards the right."""
    import numpy as np

    coarse = np.arange(-_MOST_SKEW, _MOST_SKEW, 0.2)
    sharpness = _sharpness(gray, 0.25, coarse)
    middle = coarse[int(sharpness.argmax())]
    fine = np.arange(middle - 0.3, middle + 0.3, 0.02)
    sharpness = _sharpness(gray, 0.5, fine)
    weights = np.clip(sharpness - sharpness.max() / 2, 0, None)
    return float((fine * weights).sum() / weights.sum()) if weights.any() else 0.0


def _sharpness(
    gray: "Picture", shrink: float, angles: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """How sharply inked rows part from blank ones if the page is turned by each angle."""
    import cv2
    import numpy as np

    resized = cv2.resize(gray, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    small = np.asarray(resized, dtype=np.uint8)
    ys, xs = np.nonzero(small < _paper(small, 31) - _LEAST_CONTRAST)
    # Points lie on whole rows; spread within them, they do not favour angles that fit the rows.
    ys = ys + np.arange(len(ys)) * 0.618 % 1 + small.shape[1]
    found = []
    for angle in angles:
        rows = (ys - xs * math.tan(math.radians(angle))).astype(np.int64)
        found.append(float((np.diff(np.bincount(rows).astype(np.float64)) ** 2).sum()))
    return np.array(found)


def _paper(gray: "Picture", size: int) -> "NDArray[np.int16]":
    import cv2
    import numpy as np

    return cv2.boxFilter(gray, -1, (size, size)).astype(np.int16)


def _turned(picture: "Picture", turn: "NDArray[np.float64]", size: tuple[int, int]) -> "Picture":
    import cv2
    import numpy as np

    paper = int(np.median(picture[::8, ::8]))
    turned = cv2.warpAffine(picture, turn[:2], size, flags=cv2.INTER_LINEAR, borderValue=(paper,))
    return np.asarray(turned, dtype=np.uint8)


def _quarter(turns: int, height: int, width: int) -> "NDArray[np.float64]":
    """Points of the page as given from those of the page turned by quarters."""
    import numpy as np

    return np.array(
        [
            [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
            [[0, -1, width], [1, 0, 0], [0, 0, 1]],
            [[-1, 0, width], [0, -1, height], [0, 0, 1]],
            [[0, 1, 0], [-1, 0, height], [0, 0, 1]],
        ][turns % 4],
        dtype=np.float64,
    )


def _ink(gray: "Picture", unit: float) -> "Mask":
    import cv2

    smooth = cv2.GaussianBlur(gray, (0, 0), 0.1 * unit)
    return smooth < _paper(gray, odd(_SURROUNDINGS * unit)) - _LEAST_CONTRAST


def _faint(gray: "Picture", unit: float) -> "Mask":
    import cv2

    smooth = cv2.GaussianBlur(gray, (0, 0), 0.25 * unit)
    return smooth < _paper(gray, odd(_SURROUNDINGS * unit)) - _FAINT_CONTRAST


def _letter_height(ink: "Mask", unit: float) -> float:
    """Pixels that the larger characters of a page are high."""
    import cv2
    import numpy as np

    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    heights = boxes[1:, cv2.CC_STAT_HEIGHT] / unit
    heights = heights[(heights >= _LETTER[0]) & (heights <= _LETTER[1])]
    common = float(np.percentile(heights, 75)) if len(heights) >= _FEW else _COMMON_LETTER
    return common * unit
