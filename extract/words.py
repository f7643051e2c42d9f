"""From the glyphs of a page to its words and lines, by their places alone."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from math import isfinite
from statistics import median

from extract.characters import INVISIBLE, SIGNS_FOR_NONE, unify
from extract.geometry import Box, Glyph, enclosing

_FIGURE = re.compile(
    r"[-+]?(?:减少?|增加?)?[¥￥]?\d+(?:[,.]\d+)*"
    r"(?:[万亿]?元|[万亿]|[件条项次份个宗起例部])?(?:\([^()]*\))?"
    r"|[-\u2010-\u2015\u2212─/\\_]+"
)
"""A number with its sign, its unit and a note, or a dash; in half-width characters."""
_DEBRIS = re.compile(r"\[[^\[\]]*\]")
"""What word processors leave in brackets before a figure."""
_BLANKS = re.compile(rf"[\s{INVISIBLE}]+")
_REMEMBERED = 4096
_TOUCHING = 0.35
"""Em between characters of one word where no blank is printed."""
_WIDEST_GAP = 0.5
"""Em between words of one text, as justified lines have."""
_WIDEST_BLANK = 1.2
"""Em that a printed blank between words of one text is wide at most."""
_SAME_LINE = 0.35
"""Em that the middles of words in one line lie apart at most."""
_NARROWEST_EM, _USUAL_EM, _WIDEST_EM = 0.5, 0.8, 1.2
"""An em as a share of the height of a character's box; between 0.65 and 1 in most fonts."""
_SMALLEST_EM = 0.1
"""Points or pixels of a character that can be told from a dot."""
_MOST_NEIGHBOURS = 8
"""Glyphs that are looked at for the one that follows; more stand on top of each other."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters that stand together in one line.

    Attributes:
        text: with the blanks that are printed inside.
        box: around its characters.
        em: the size of its characters, in the unit of the box.
        middle: the height of its line on the page: of the middle of its characters.
        glued: it follows the word before with nothing but a printed blank between them.
        is_part: it is a part of a figure that is broken over lines (True) or of a label (False);
            None if it stands for itself.
    """

    text: str
    box: Box
    em: float
    middle: float
    glued: bool = False
    is_part: bool | None = None

    @property
    def is_figure(self) -> bool:
        """Whether it is a number, a dash, or a word for none, or one's part."""
        return is_figure(self.text) if self.is_part is None else self.is_part


Line = list[Word]
"""Words of one height on the page, from left to right."""


@lru_cache(maxsize=_REMEMBERED)
def is_figure(text: str) -> bool:
    """Whether a text is a number, a dash, or a word for none.

    >>> is_figure("1,234"), is_figure("减 3"), is_figure("２2（其中修订16件）"), is_figure("3月")
    (True, True, True, False)
    """
    plain = _BLANKS.sub("", unify(text))
    plain = _DEBRIS.sub("", plain) or plain
    return _FIGURE.fullmatch(plain) is not None or plain.casefold() in SIGNS_FOR_NONE


def words_of(glyphs: Sequence[Glyph]) -> list[Word]:
    """Join glyphs to words: blanks stay inside of texts, and part figures.

    Args:
        glyphs: of one page, in any order, printed blanks among them; what has no place on the
            page is left out.
    """
    glyphs = [glyph for glyph in glyphs if isfinite(sum(glyph.box))]
    share = _em_share(glyphs)
    return [word for run in _runs(glyphs, share) for word in _words_of_run(run, share)]


def lines_of(words: Sequence[Word]) -> list[Line]:
    """Group words by their height on the page, from top to bottom."""
    lines: list[Line] = []
    for word in sorted(words, key=lambda word: (word.middle, word.box.left)):
        if lines and _is_same_line(lines[-1][0], word):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.box.left) for line in lines]


def is_running_text(line: Line) -> bool:
    """Whether the words of a line follow each other as in a sentence, without a wide gap."""
    return all(
        word.glued or word.box.left - before.box.right <= _WIDEST_GAP * word.em
        for before, word in pairwise(line)
    )


def text_of_line(line: Sequence[Word]) -> str:
    """The text of a line, with a blank where one is printed or a wide gap stands for it."""
    text = line[0].text
    for before, word in pairwise(line):
        wide = word.box.left - before.box.right > _WIDEST_GAP * word.em
        text += (" " if wide or word.glued else "") + word.text
    return text


def _is_same_line(first: Word, word: Word) -> bool:
    distance = word.middle - first.middle
    return distance <= _SAME_LINE * min(first.em, word.em)


def _em_share(glyphs: Sequence[Glyph]) -> float:
    """An em as a share of a box's height: ideographs are one em wide."""
    shares = [
        glyph.box.width / glyph.box.height
        for glyph in glyphs
        if "\u4e00" <= glyph.text[:1] <= "\u9fff" and glyph.box.height > 0
    ]
    share = median(shares) if shares else _USUAL_EM
    return min(max(share, _NARROWEST_EM), _WIDEST_EM)


def _runs(glyphs: Sequence[Glyph], share: float) -> Iterator[list[Glyph]]:
    """Glyphs that follow each other in a line without a wide gap."""
    following = _following(glyphs, share)
    led = set(following.values())
    for first in range(len(glyphs)):
        if first not in led:
            run = [first]
            while run[-1] in following:
                run.append(following[run[-1]])
            yield [glyphs[at] for at in run]


def _following(glyphs: Sequence[Glyph], share: float) -> dict[int, int]:
    """For each glyph the one that follows it in its line, if one stands near enough.

    What follows always begins further to the right, so that no chain returns to its start.
    """
    order = sorted(range(len(glyphs)), key=lambda i: (glyphs[i].box.left, i))
    height = max(median(glyph.box.height for glyph in glyphs), 1.0) if glyphs else 1.0
    bands: dict[int, list[int]] = defaultdict(list)
    for i in order:
        bands[int(glyphs[i].box.center_y // height)].append(i)
    lefts = {band: [glyphs[i].box.left for i in members] for band, members in bands.items()}
    following: dict[int, int] = {}
    led: set[int] = set()
    for i in order:
        # Most glyphs are drawn right after the one that they follow.
        if i + 1 < len(glyphs) and i + 1 not in led and _touches(glyphs[i].box, glyphs[i + 1].box):
            following[i] = i + 1
            led.add(i + 1)
            continue
        band = int(glyphs[i].box.center_y // height)
        near = [
            j
            for b in (band - 1, band, band + 1)
            if b in bands
            for j in _right_of(glyphs[i].box, bands[b], lefts[b])
            if j not in led and _follows(glyphs[i].box, glyphs[j].box, share)
        ]
        if near:
            following[i] = min(near, key=lambda j: glyphs[j].box.left)
            led.add(following[i])
    return following


def _touches(box: Box, other: Box) -> bool:
    """Whether the other glyph stands right behind, in the same line."""
    gap = other.left - box.right
    same_line = abs(other.bottom - box.bottom) + abs(other.top - box.top) < box.height / 4
    return same_line and abs(gap) < box.height / 8 and other.left > box.left


def _right_of(box: Box, members: Sequence[int], lefts: Sequence[float]) -> Sequence[int]:
    at = bisect_left(lefts, box.center_x)
    return members[at : at + _MOST_NEIGHBOURS]


def _follows(box: Box, other: Box, share: float) -> bool:
    """Whether the other glyph stands in the same line, close behind."""
    low, high = sorted((box.height, other.height))
    overlap = min(box.bottom, other.bottom) - max(box.top, other.top)
    near = other.left - box.right <= _WIDEST_GAP * share * high
    return near and overlap > low / 2 and other.left > box.left


def _words_of_run(run: Sequence[Glyph], share: float) -> list[Word]:
    """Cut a run at wide blanks, and where a blank stands beside a figure."""
    words: list[Word] = []
    for piece, blank in _pieces(run, share):
        if words and (joined := _joined(words[-1], piece, blank)) is not None:
            words[-1] = joined
        else:
            words.append(replace(piece, glued=bool(words) and blank))
    return _with_figures_in_text(words)


def _pieces(run: Sequence[Glyph], share: float) -> Iterator[tuple[Word, bool]]:
    """What stands without a gap, each with whether a printed blank precedes it."""
    piece: list[Glyph] = []
    blank = False
    for glyph in run:
        if not glyph.text.strip():
            if piece:
                yield _word(piece, share), blank
                piece, blank = [], True
            continue
        gap = glyph.box.left - piece[-1].box.right if piece else 0.0
        if piece and gap > _TOUCHING * share * glyph.box.height:
            yield _word(piece, share), blank
            piece, blank = [], False
        piece.append(glyph)
    if piece:
        yield _word(piece, share), blank


def _word(glyphs: Sequence[Glyph], share: float) -> Word:
    box = enclosing(glyph.box for glyph in glyphs)
    em = max(share * median(glyph.box.height for glyph in glyphs), _SMALLEST_EM)
    middle = median(glyph.box.center_y for glyph in glyphs)
    return Word("".join(glyph.text for glyph in glyphs), box, em, middle)


def _joined(word: Word, other: Word, blank: bool) -> Word | None:
    """Both as one word; None if they are two: a gap or blank beside a figure parts."""
    gap = other.box.left - word.box.right
    if gap > _WIDEST_BLANK * max(word.em, other.em):
        return None
    text = f"{word.text} {other.text}" if blank else word.text + other.text
    is_text = blank and not (word.is_figure or other.is_figure)
    is_unit = word.is_figure and not other.is_figure and is_figure(text)
    return _both(word, other, text) if is_text or is_unit else None


def _both(word: Word, other: Word, text: str) -> Word:
    box = enclosing((word.box, other.box))
    return Word(text, box, max(word.em, other.em), word.middle, word.glued)


def _with_figures_in_text(words: list[Word]) -> list[Word]:
    """Put figures that stand between words of a text back into it; those at its end stay."""
    kept: list[Word] = []
    for word in words:
        whole = word
        if word.glued and not word.is_figure:
            while kept and whole.glued:
                last = kept.pop()
                whole = _both(last, whole, f"{last.text} {whole.text}")
        kept.append(whole)
    return kept
