"""The ruling lines of a scanned page: long strokes that hang together, and are no print.

Lengths are in millimetres of a page that is taken for one of A4.
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from extract.geometry import Rule

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

_FAINT_CONTRAST = 12
"""Levels of 255 by which a faint ruling line is darker than the paper beside it."""
_SHORTEST_ACROSS = (4.5, 12.0)
"""Millimetres of a horizontal ruling line: longer than strokes of characters; of a faint one."""
_SHORTEST_UPRIGHT = (2.0, 6.0)
"""The same of an upright one, which need only be as long as a row is high."""
_BREAK = 0.4
"""Millimetres of a break in a ruling line that is closed."""
BROADEST = 1.2
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


def find_rules(gray: "Picture", ink: "Mask", unit: float) -> "tuple[Mask, tuple[Rule, ...]]":
    """Find the ruling lines of a page that lies straight.

    Args:
        gray: the page, 0 black to 255 white.
        ink: where there is ink.
        unit: pixels of a millimetre.

    Returns:
        Where they stand, with their blurred edges; and the lines in short pieces, in pixels.
        Strokes of characters may be among them.
    """
    import cv2
    import numpy as np

    across, upright = _framing(
        _long_strokes(gray, ink, unit, upright=False),
        _long_strokes(gray, ink, unit, upright=True),
        ink,
        unit,
    )
    ruled = cv2.dilate(across | upright, np.ones((3, 3), np.uint8)).astype(np.bool_)
    rules = (*_pieces(across, unit), *(_flipped(rule) for rule in _pieces(upright.T, unit)))
    return ruled, rules


def _long_strokes(page: "Picture", ink: "Mask", unit: float, *, upright: bool) -> "Picture":
    """Where ruling lines may stand: long strokes of ink, and longer ones of faint ink.

    A hairline is hardly darker than the paper's grain; it shows in the mean along its direction.
    """
    import cv2
    import numpy as np

    def kernel(length: float, breadth: float = 0) -> "Picture":
        size = (odd(length * unit), odd(breadth * unit))
        return np.ones(size if upright else size[::-1], dtype=np.uint8)

    def darkness(length: float) -> "Picture":
        mean = cv2.blur(page, kernel(length).shape[::-1])
        return np.asarray(cv2.morphologyEx(mean, cv2.MORPH_BLACKHAT, kernel(0, BROADEST)))

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


def odd(length: float) -> int:
    """A length as an odd number of pixels, so that a kernel of it has a middle."""
    return 2 * int(length / 2) + 1
