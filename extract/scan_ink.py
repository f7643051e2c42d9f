"""Lines of print in a scanned page: the ink of a cell parted into lines, and their pictures."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles
from typing import TYPE_CHECKING

from extract.geometry import Box, enclosing
from extract.scan_lines import Page

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    Mask = NDArray[np.bool_]

_SPECK = 0.25
"""Share of a letter's height: ink that is smaller in both directions is a point or a speck."""
_GRAIN = 0.08
"""Share of a letter's height: ink that is smaller in both directions is noise."""
_POINT = 0.3
"""Width of a point or comma, at most, as a share of the height of digits."""
_ONE_LINE = 1.25
"""Letters' heights of the tallest line: bands of ink that together are no higher are one."""
_TWO_LINES = 1.9
"""Letters' heights of pieces of ink that, each being smaller, form two lines or more."""
_SAME_LINE = 0.8
"""Letters' heights between the middles of what stands in one line."""
_TALL = 0.5
"""Letters' heights of the least ink that makes a row of print."""
_DROP = 0.3
"""Letters' heights that a point or comma may stand below its row."""
_RUN_GAP, _RUN_RISE = 0.8, 0.12
"""Letters' heights between pieces of ink in one run, beside and above each other."""
_TALLEST = 4.0
"""Letters' heights of the largest print; what is taller is a picture or a scanner's shadow."""
_FAINT_MARK = 0.5
"""Share of a letter's height: faint or red ink that is smaller is dirt."""
_LONGEST = 6.0
"""Letters' heights of the longest dash; what is flat and longer is a ruling line."""
_MOST_PIECES = 3_000
"""Pieces of ink in one cell or line; what has more is a picture, not print."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print.

    Attributes:
        box: around its ink, in pixels of the straightened page.
        parts: boxes of its pieces of ink, from left to right, without specks.
        specks: boxes of pieces too small for a digit: points, commas, dirt.
        letter: pixels that its characters are high, by the larger print around it.
        cut: whether ink touches or crosses a ruling line, so that a part may stand elsewhere.
    """

    box: Box
    parts: tuple[Box, ...]
    specks: tuple[Box, ...]
    letter: float
    cut: bool


def lines_in(page: Page, cell: Box, letter: float) -> list[Line]:
    """The lines of print in a cell, from top to bottom.

    Args:
        page: the straightened page.
        cell: from middle to middle of its ruling lines, in pixels.
        letter: pixels that the table's larger characters are high.
    """
    left, top, right, bottom = _whole(page, cell)
    part = slice(top, bottom), slice(left, right)
    boxes, touching = _pieces(page.ink[part], beside=page.ruled[part])
    pieces = {
        Box(left + box.left, top + box.top, left + box.right, top + box.bottom): touches
        for box, touches in zip(boxes, touching, strict=True)
    }
    return [
        _line(band, letter, cut=any(pieces[box] for box in band))
        for band in _bands(pieces, letter)
        if any(not _is_speck(box, letter) for box in band)
    ]


def usual_height(boxes: Iterable[Box], otherwise: float) -> float:
    """Pixels that the larger characters are high, by pieces of ink; or else as said."""
    heights = [box.height for box in boxes if box.height >= otherwise * _TALL]
    return quantiles(heights, n=4)[2] if len(heights) > 1 else otherwise


def lines_outside(page: Page, tables: Sequence[Box]) -> list[Line]:
    """Runs of print outside of tables, parted where a gap is as wide as half a character.

    Args:
        page: the straightened page.
        tables: what is left out, in pixels.
    """
    ink = page.ink.copy()
    for table in tables:
        left, top, right, bottom = _whole(page, _with_margin(table, page.letter * 0.2))
        ink[top:bottom, left:right] = False
    return [
        _line(run, letter, cut=False)
        for row in _rows(ink, page.letter)
        for letter in [usual_height(row, page.letter)]
        for run in _runs(row, letter)
        if any(not _is_speck(box, letter) for box in run)
    ]


def table_letter(page: Page, table: Box) -> float:
    """Pixels that the larger characters of a table are high."""
    left, top, right, bottom = _whole(page, table)
    return usual_height(_pieces(page.ink[top:bottom, left:right])[0], page.letter)


def might_hold_print(page: Page, cell: Box, letter: float) -> bool:
    """Whether a cell without lines of print has faint or red ink as large as a digit."""
    left, top, right, bottom = _whole(page, cell)
    boxes, _ = _pieces(page.faint[top:bottom, left:right])
    return any(max(box.width, box.height) >= _FAINT_MARK * letter for box in boxes)


def picture_of(page: Page, line: Line, margin: float) -> "Picture":
    """A line's picture on clean paper.

    Args:
        page: the straightened page.
        line: one of its lines.
        margin: paper around the ink, as a share of the letter's height.
    """
    import cv2
    import numpy as np

    left, top, right, bottom = _whole(page, _with_margin(line.box, line.letter * 0.1))
    part = page.gray[top:bottom, left:right].copy()
    paper = int(np.percentile(part, 90))
    part[page.ruled[top:bottom, left:right]] = paper
    space = round(line.letter * margin)
    missing = max(0, round(line.letter * (1 + 2 * margin)) - (bottom - top) - 2 * space)
    above = space + missing // 2
    below = space + missing - missing // 2
    framed = cv2.copyMakeBorder(
        part, above, below, space, space, cv2.BORDER_CONSTANT, value=(paper,)
    )
    return np.asarray(framed, dtype=np.uint8)


def strokes_of(picture: "Picture", depth: float) -> "Mask":
    """Where a line's picture is darker than a share of the way from its paper to its ink."""
    import numpy as np

    paper, dark = np.percentile(picture, (90, 1))
    return np.asarray(picture < paper - (paper - dark) * depth, dtype=np.bool_)


def characters_of(strokes: "Mask", letter: float) -> tuple[list[Box], list[Box]]:
    """The pieces of a figure's ink, each from left to right.

    Args:
        strokes: where there is ink.
        letter: pixels that larger characters are high.

    Returns:
        Pieces that are digits or dashes, or several that touch; and points or commas.
    """
    boxes = [box for box in _pieces(strokes)[0] if not _is_grain(box, letter)]
    tall = max([box.height for box in boxes] + [letter / 2])
    points = [box for box in boxes if box.height < tall / 2 and box.width < _POINT * tall]
    return sorted(set(boxes) - set(points)), sorted(points)


def _whole(page: Page, box: Box) -> tuple[int, int, int, int]:
    """The box in whole pixels, within the page."""
    height, width = page.ink.shape
    left, top = max(0, round(box.left)), max(0, round(box.top))
    return left, top, min(width, round(box.right) + 1), min(height, round(box.bottom) + 1)


def _with_margin(box: Box, margin: float) -> Box:
    return Box(box.left - margin, box.top - margin, box.right + margin, box.bottom + margin)


def _pieces(ink: "Mask", beside: "Mask | None" = None) -> tuple[list[Box], list[bool]]:
    """The boxes of the pieces of ink that hang together, and whether each lies beside others."""
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    stats = stats[: _MOST_PIECES + 1]
    boxes = [
        Box(left, top, left + width, top + height)
        for left, top, width, height, _ in stats[1:].tolist()
    ]
    if beside is None or not boxes:
        return boxes, [False] * len(boxes)
    near = cv2.dilate(beside.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    touching = set(np.unique(labels[near]).tolist())
    return boxes, [index in touching for index in range(1, len(boxes) + 1)]


def _rows(ink: "Mask", letter: float) -> list[list[Box]]:
    """Pieces of ink by rows of print; what is too large for print is left out.

    Rows are where tall pieces stand beside each other; flat and small ones (dashes, points, the
    strokes of 二) join the row that they stand in, or form one of their own.
    """
    bands = [band for group in _groups(ink, letter) for band in _bands(group, letter)]
    rows: list[list[Box]] = []
    places: list[Box] = []
    small: list[Box] = []
    for band in sorted(bands, key=lambda band: enclosing(band).center_y):
        place = enclosing(band)
        if max(box.height for box in band) < _TALL * letter:
            small += band
        elif places and _overlap(places[-1], place) > min(places[-1].height, place.height) / 2:
            rows[-1] += band
            places[-1] = enclosing((places[-1], place))
        else:
            rows.append(list(band))
            places.append(place)
    return rows + _bands(_without_placed(small, places, rows, letter), letter)


def _without_placed(
    small: Sequence[Box], places: Sequence[Box], rows: Sequence[list[Box]], letter: float
) -> list[Box]:
    """Add small pieces to the rows that they stand in; those that stand in none are returned."""
    middles = [place.center_y for place in places]
    loose: list[Box] = []
    for box in small:
        at = bisect_left(middles, box.center_y)
        near = [
            index
            for index in range(max(0, at - 2), min(len(places), at + 2))
            if abs(box.center_y - middles[index]) <= places[index].height / 2 + _DROP * letter
        ]
        if near:
            rows[min(near, key=lambda i: abs(box.center_y - middles[i]))].append(box)
        else:
            loose.append(box)
    return loose


def _overlap(one: Box, other: Box) -> float:
    return min(one.bottom, other.bottom) - max(one.top, other.top)


def _groups(ink: "Mask", letter: float) -> list[list[Box]]:
    """Pieces of ink that nearly touch; what is too large for print is left out."""
    import cv2
    import numpy as np

    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    high, wide = stats[:, cv2.CC_STAT_HEIGHT], stats[:, cv2.CC_STAT_WIDTH]
    printed = (high <= _TALLEST * letter) & ((wide <= _LONGEST * letter) | (high > letter / 2))
    printed[0] = False
    kernel = np.ones((_odd(_RUN_RISE * letter), _odd(_RUN_GAP * letter)), np.uint8)
    joined = cv2.morphologyEx(printed[labels].astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    _, group_labels = cv2.connectedComponents(joined, connectivity=8)
    found, first = np.unique(labels, return_index=True)
    groups: dict[int, list[Box]] = {}
    for label, group in zip(found.tolist(), group_labels.ravel()[first].tolist(), strict=True):
        if printed[label]:
            left, top, width, height, _ = stats[label].tolist()
            groups.setdefault(group, []).append(Box(left, top, left + width, top + height))
    return list(groups.values())[:_MOST_PIECES]


def _runs(row: Sequence[Box], letter: float) -> list[list[Box]]:
    """Part a row at wide gaps."""
    runs: list[list[Box]] = []
    end = 0.0
    for box in sorted(row):
        if runs and box.left - end <= _RUN_GAP * letter:
            runs[-1].append(box)
        else:
            runs.append([box])
            end = box.right
        end = max(end, box.right)
    return runs


def _odd(length: float) -> int:
    return 2 * int(length / 2) + 1


def _bands(boxes: Iterable[Box], letter: float) -> list[list[Box]]:
    """Pieces of ink by lines: overlapping ones, and those that together are no higher than one."""
    boxes = list(boxes)
    tallest = max((box.height for box in boxes), default=0.0)
    letter = min(letter, max(tallest, letter / 2))
    bands: list[list[Box]] = []
    top = bottom = 0.0
    for box in sorted(boxes, key=lambda box: box.top):
        if bands and (box.top < bottom or box.bottom - top <= _ONE_LINE * letter):
            bands[-1].append(box)
            bottom = max(bottom, box.bottom)
        else:
            bands.append([box])
            top, bottom = box.top, box.bottom
    return [line for band in bands for line in _parted(band, letter)]


def _parted(band: list[Box], letter: float) -> list[list[Box]]:
    """Part lines that stand so close that brackets of one reach into the next."""
    height = max(box.bottom for box in band) - min(box.top for box in band)
    tallest = max(box.height for box in band)
    if height < _TWO_LINES * letter or tallest > _TWO_LINES / 2 * letter * 1.1:
        return [band]
    lines: list[list[Box]] = []
    for box in sorted(band, key=lambda box: box.center_y):
        if lines and box.center_y - lines[-1][0].center_y < _SAME_LINE * letter:
            lines[-1].append(box)
        else:
            lines.append([box])
    return lines


def _line(boxes: Iterable[Box], letter: float, *, cut: bool) -> Line:
    ordered = sorted(boxes)
    parts = tuple(box for box in ordered if not _is_speck(box, letter))
    specks = tuple(box for box in ordered if _is_speck(box, letter))
    return Line(enclosing(ordered), parts, specks, letter, cut)


def _is_grain(box: Box, letter: float) -> bool:
    return max(box.width, box.height) < _GRAIN * letter


def _is_speck(box: Box, letter: float) -> bool:
    return max(box.width, box.height) < _SPECK * letter
