"""From glyphs to lines of text: runs in the order of their drawing, joined by their places."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.geometry import Box, Glyph

_GAP = 0.25
"""Em between two glyphs from which on a blank stands between them."""
_SAME_LINE = 0.4
"""Em that the middles of glyphs of one line lie apart at most."""
_SAME_PLACE = 0.2
"""Em that a glyph printed twice, as a makeshift for bold, is shifted at most."""
_FIRST_WIDE = "\u2e80"
"""From this character on characters are as wide as their em, with few exceptions."""


class Run(NamedTuple):
    """Glyphs drawn one after the other in a line, without a gap.

    Attributes:
        glyphs: from left to right, blanks at the ends included; one at least is not blank.
        box: around those that are not blank.
        em: the size of the type, in the unit of the box.
    """

    glyphs: Sequence[Glyph]
    box: Box
    em: float

    @property
    def text(self) -> str:
        """Its characters, blanks at the ends included."""
        return "".join([glyph.text for glyph in self.glyphs])


def run_of(glyphs: Sequence[Glyph]) -> Run | None:
    """Glyphs of one line as a run; None if all are blank."""
    first, last = 0, len(glyphs) - 1
    while first <= last and glyphs[first][0].isspace():
        first += 1
    if first > last:
        return None
    while glyphs[last][0].isspace():
        last -= 1
    _, (left, top, right, bottom) = glyphs[first]
    em = _em(glyphs[first])
    if first < last:
        boxes = [glyph[1] for glyph in glyphs[first : last + 1]]
        _, tops, rights, bottoms = zip(*boxes, strict=True)
        top, right, bottom = min(tops), max(rights), max(bottoms)
        em = max(em, _em(glyphs[last]))
    return Run(glyphs, Box(left, top, right, bottom), em)


def runs_of(glyphs: Sequence[Glyph]) -> list[Run]:
    """Cut glyphs into runs: at gaps, at line ends, and where drawing goes on elsewhere."""
    if not glyphs:
        return []
    runs: list[list[Glyph]] = [[]]
    start = 0
    for i in _apart(glyphs):
        runs[-1] += glyphs[start:i]
        start = i
        if not _follows(glyphs[i - 1], glyphs[i]):
            runs.append([])
        elif _is_same(glyphs[i - 1], glyphs[i]):
            start = i + 1
    runs[-1] += glyphs[start:]
    return [run for run in map(run_of, runs) if run is not None]


def _apart(glyphs: Sequence[Glyph]) -> list[int]:
    """The glyphs that do not plainly stand right behind the one drawn before; most do."""
    lefts, tops, rights, bottoms = zip(*[box for _, box in glyphs], strict=True)
    pairs = zip(lefts[1:], rights, tops[1:], tops, bottoms, strict=False)
    return [
        i
        for i, (left, right, top, last_top, last_bottom) in enumerate(pairs, 1)
        if abs(left - right) + abs(top - last_top) > (last_bottom - last_top) / 20
    ]


def lines_of(runs: Iterable[Run]) -> list[list[Run]]:
    """Group runs to lines from top to bottom, each from left to right, doublets left out."""
    lines: list[list[Run]] = []
    middle = 0.0
    for run in sorted(runs, key=lambda run: (run.box.center_y, run.box.left)):
        if lines and run.box.center_y - middle <= _SAME_LINE * min(run.em, lines[-1][0].em):
            lines[-1].append(run)
        else:
            lines.append([run])
            middle = run.box.center_y
    return [_without_doublets(sorted(line, key=lambda run: run.box.left)) for line in lines]


def text_of_line(line: Sequence[Run]) -> str:
    """The text of a line; a gap between its runs becomes a blank if none is printed there."""
    text = line[0].text
    for run, following in pairwise(line):
        gap = following.box.left - run.box.right
        more = following.text
        is_parted = text[-1].isspace() or more[0].isspace()
        if gap > _GAP * max(run.em, following.em) and not is_parted:
            text += " "
        text += more
    return text.strip()


def text_of_runs(runs: Sequence[Run]) -> str:
    """The text of a cell: its lines, parted by newlines."""
    if len(runs) == 1:
        return runs[0].text.strip()
    return "\n".join(text_of_line(line) for line in lines_of(runs))


def _follows(before: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph stands in the same line as the one drawn before it, right behind or on it."""
    _, (_, top, right, bottom) = before
    _, (next_left, next_top, _, next_bottom) = glyph
    height = bottom - top
    shift = next_top + next_bottom - top - bottom
    if not (-height < shift < height and -2 * height < next_left - right < height):
        return False
    em = max(_em(before), _em(glyph))
    near = -_GAP * em <= next_left - right <= _GAP * em or _is_same(before, glyph)
    return near and abs(shift) / 2 <= _SAME_LINE * em


def _is_same(before: Glyph, glyph: Glyph) -> bool:
    if before[0] != glyph[0] or before.text.isspace():
        return False
    nearness = _SAME_PLACE * (before.box.right - before.box.left)
    return (
        abs(before.box.left - glyph.box.left) <= nearness
        and abs(before.box.top - glyph.box.top) <= nearness
    )


def _without_doublets(line: list[Run]) -> list[Run]:
    kept: list[Run] = []
    for run in line:
        if not (kept and _is_doublet(kept[-1], run)):
            kept.append(run)
    return kept


def _is_doublet(before: Run, run: Run) -> bool:
    nearness = _SAME_PLACE * before.em
    shifts = (before.box.left - run.box.left, before.box.top - run.box.top)
    return (
        all(abs(shift) <= nearness for shift in shifts) and before.text.strip() == run.text.strip()
    )


def _em(glyph: Glyph) -> float:
    """An em by one glyph: ideographs are an em wide, digits half of it."""
    text, (left, top, right, bottom) = glyph
    if text[0] >= _FIRST_WIDE:
        return max(right - left, (bottom - top) / 2)
    return min(bottom - top, 2 * (right - left)) or bottom - top
