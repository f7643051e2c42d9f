"""A scanned page set straight: how it lies, where its ink is, and its ruling lines.

Lengths are in millimetres of a page whose shorter side is taken for the 210 mm of A4, since an
image need not say its resolution.
"""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.geometry import Box, Rule, enclosing

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
_SHORTEST_ACROSS = (4.5, 12.0)
"""Millimetres of a horizontal ruling line: longer than strokes of characters; of a faint one."""
_SHORTEST_UPRIGHT = (2.0, 6.0)
"""The same of an upright one, which need only be as long as a row is high."""
_BREAK = 0.4
"""Millimetres of a break in a ruling line that is closed."""
_BROADEST = 1.2
"""Millimetres that a ruling line is broad at most."""
_LOOK = 1.5
"""Millimetres of a ruling line whose mean is looked at."""
_LEAST_FRAME = (20.0, 2.0)
"""Millimetres of width and height of strokes that hang together, to be a table's."""
_LONG = 15.0
"""Millimetres of a stroke that is a ruling line wherever it ends."""
_NEAR = 0.4
"""Millimetres between the end of a ruling line and the one that it ends at."""
_LONELY = 0.15
"""Share of a short ruling line's length that may have other ink beside it."""
_PIECE = 8.0
"""Millimetres of a ruling line that are measured at once, as no scanned line is quite straight."""


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
    breadth = _odd(2 * _BROADEST * page.unit)
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
    import cv2
    import numpy as np

    height, width = image.shape[:2]
    picture = np.ascontiguousarray(np.rot90(image, quarter_turns))
    gray, red = _inks(picture)
    turn, inverse, size = _levelling(gray)
    gray, red = _turned(gray, turn, size), _turned(red, turn, size)
    unit = min(height, width) / _SHEET_WIDTH
    ink = _ink(gray, unit)
    across, upright = _framing(
        _long_strokes(gray, ink, unit, upright=False),
        _long_strokes(gray, ink, unit, upright=True),
        ink,
        unit,
    )
    ruled = cv2.dilate(across | upright, np.ones((3, 3), np.uint8)).astype(np.bool_)
    back = scale * _quarter(quarter_turns, height, width) @ inverse
    return Page(
        gray=gray,
        ink=ink & ~ruled,
        faint=(_faint(gray, unit) | (red > _RED)) & ~ruled,
        ruled=ruled,
        struck=ink,
        rules=(*_pieces(across, unit), *(_flipped(r) for r in _pieces(upright.T, unit))),
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
    return smooth < _paper(gray, _odd(_SURROUNDINGS * unit)) - _LEAST_CONTRAST


def _faint(gray: "Picture", unit: float) -> "Mask":
    import cv2

    smooth = cv2.GaussianBlur(gray, (0, 0), 0.25 * unit)
    return smooth < _paper(gray, _odd(_SURROUNDINGS * unit)) - _FAINT_CONTRAST


def _odd(length: float) -> int:
    return 2 * int(length / 2) + 1


def _long_strokes(page: "Picture", ink: "Mask", unit: float, *, upright: bool) -> "Picture":
    """Where ruling lines may stand: long strokes of ink, and longer ones of faint ink.

    A hairline is hardly darker than the paper's grain; it shows in the mean along its direction.
    """
    import cv2
    import numpy as np

    def kernel(length: float, breadth: float = 0) -> "Picture":
        size = (_odd(length * unit), _odd(breadth * unit))
        return np.ones(size if upright else size[::-1], dtype=np.uint8)

    def darkness(length: float) -> "Picture":
        mean = cv2.blur(page, kernel(length).shape[::-1])
        return np.asarray(cv2.morphologyEx(mean, cv2.MORPH_BLACKHAT, kernel(0, _BROADEST)))

    def long_ones(mask: "Mask", shortest: float) -> "Picture":
        closed = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, kernel(_BREAK))
        broad = cv2.dilate(closed, np.ones((1, 3) if upright else (3, 1), np.uint8))
        strokes = cv2.morphologyEx(broad, cv2.MORPH_OPEN, kernel(shortest))
        return np.asarray(strokes, dtype=np.uint8)

    faint = (darkness(_LOOK) > _FAINT_CONTRAST) & (darkness(_BREAK) > _FAINT_CONTRAST)
    shortest, shortest_faint = _SHORTEST_UPRIGHT if upright else _SHORTEST_ACROSS
    return long_ones(ink, shortest) | long_ones(faint, shortest_faint)


def _framing(
    across: "Picture", upright: "Picture", ink: "Mask", unit: float
) -> "tuple[Picture, Picture]":
    """Keep the strokes that hang together with others as a table's do, and a character's do not."""
    import cv2
    import numpy as np

    _, labels, boxes, _ = cv2.connectedComponentsWithStats(across | upright, connectivity=8)
    wide, high = (length * unit for length in _LEAST_FRAME)
    large = (boxes[:, cv2.CC_STAT_WIDTH] >= wide) & (boxes[:, cv2.CC_STAT_HEIGHT] >= high)
    large[0] = False
    kept = large[labels].astype(np.uint8)
    across, upright = across & kept, upright & kept
    bounded = _bounded(upright, across, ink, unit)
    return _bounded(across.T, bounded.T, ink.T, unit).T, bounded


def _bounded(strokes: "Picture", others: "Picture", ink: "Mask", unit: float) -> "Picture":
    """Keep the upright strokes that are long, or end at strokes across.

    They do so on both sides; or, as where a table's sides are open, they cross one, or end at
    one while another stroke beside them does the same. Strokes of characters, which may reach
    from rule to rule in low rows, have other ink at their sides.
    """
    import cv2
    import numpy as np

    _, labels, boxes, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(strokes), connectivity=8
    )
    near = max(2, round(_NEAR * unit))
    kept = boxes[:, cv2.CC_STAT_HEIGHT] >= _LONG * unit
    kept[0] = False
    one_sided: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index in np.flatnonzero(~kept)[1:].tolist():
        left, top, wide, high, _ = boxes[index].tolist()
        inner = slice(top + near, max(top + near + 1, top + high - near))
        if _ink_beside(ink[inner], left, left + wide) > _LONELY:
            continue
        band = others[:, left : left + wide]
        met = [band[max(0, y - near) : y + near + 1].any() for y in (top, top + high - 1)]
        crosses = high > _SHORTEST_ACROSS[0] * unit and band[inner].any()
        kept[index] = all(met) or crosses
        if any(met):
            one_sided[top // near, (top + high) // near].append(index)
    for beside in one_sided.values():
        kept[beside] |= len(beside) > 1
    return np.asarray(kept[labels], dtype=np.uint8)


def _ink_beside(ink: "Mask", left: int, right: int) -> float:
    """The share of rows that have ink a little to the left or right of an upright stroke."""
    sides = (ink[:, max(0, left - 4) : max(0, left - 2)], ink[:, right + 2 : right + 4])
    return max(float(side.any(axis=1).mean()) if side.size else 0.0 for side in sides)


def _pieces(strokes: "Picture", unit: float) -> list[Rule]:
    """Horizontal strokes as rules no longer than a piece, each at its mean height."""
    import cv2
    import numpy as np

    rules: list[Rule] = []
    width = strokes.shape[1]
    for start in range(0, width, max(1, round(_PIECE * unit))):
        part = np.ascontiguousarray(strokes[:, start : start + max(1, round(_PIECE * unit))])
        _, _, boxes, centres = cv2.connectedComponentsWithStats(part, connectivity=8)
        for (left, _, wide, _, _), (_, y) in zip(boxes[1:], centres[1:], strict=True):
            middle = float(y) + 0.5
            rules.append(Rule(float(start + left), middle, float(start + left + wide), middle))
    return rules


def _flipped(rule: Rule) -> Rule:
    return Rule(rule.y0, rule.x0, rule.y1, rule.x1)


def _letter_height(ink: "Mask", unit: float) -> float:
    """Pixels that the larger characters of a page are high."""
    import cv2
    import numpy as np

    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    heights = boxes[1:, cv2.CC_STAT_HEIGHT] / unit
    heights = heights[(heights >= _LETTER[0]) & (heights <= _LETTER[1])]
    common = float(np.percentile(heights, 75)) if len(heights) >= _FEW else _COMMON_LETTER
    return common * unit
