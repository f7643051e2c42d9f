"""The print outside of ruled tables: characters with places, laid out as words and lines."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.document import Block, Cell, Paragraph, Table
from extract.geometry import Box, Glyph
from extract.scan_figures import Text
from extract.scan_ink import Line
from extract.scan_lines import Page
from extract.word_layout import word_blocks

_CLOSE = 1.1
"""Letters' heights of the gap that justified text or a full-width mark leaves, at most."""
_SAME_LINE = 0.5
"""Letters' heights between the middles of runs in one line, at most."""

Run = tuple[Line, Text]
"""A run of print, and what it says."""


def blocks_outside(page: Page, runs: Sequence[Run], number: int) -> list[Block]:
    """Lay out runs of print.

    Args:
        page: the straightened page, in whose pixels the runs have their places.
        runs: in any order.
        number: the page's number.

    Returns:
        Paragraphs, and tables of words whose cells know how sure they are.
    """
    rows = _rows([run for run in runs if run[1].text], page.letter)
    glyphs = [glyph for row in rows for glyph in _glyphs_of_row(row, page.letter)]
    sureness = [(line.box, text.confidence) for row in rows for line, text in row]
    return [_placed(block, page, sureness) for block in word_blocks(glyphs, number)]


def _rows(runs: Sequence[Run], letter: float) -> list[list[Run]]:
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run[0].box.center_y):
        middle = run[0].box.center_y
        if rows and middle - rows[-1][0][0].box.center_y <= _SAME_LINE * letter:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run[0].box.left) for row in rows]


def _glyphs_of_row(row: Sequence[Run], letter: float) -> Iterator[Glyph]:
    middle = sum(line.box.center_y for line, _ in row) / len(row)
    ends = [line.box.right for line, _ in row]
    for index, (run, following) in enumerate(pairwise(row)):
        if _goes_on(run, following, letter):
            ends[index] = following[0].box.left
    for (line, text), end in zip(row, ends, strict=True):
        high = max(line.box.height, letter)
        top = min(line.box.top, middle - high / 2)
        yield from _glyphs(text, Box(line.box.left, top, end, max(line.box.bottom, top + high)))


def _goes_on(run: Run, following: Run, letter: float) -> bool:
    """Whether the blank paper between two runs of one line is none between words."""
    (line, text), (next_line, next_text) = run, following
    if next_line.box.left - line.box.right > _CLOSE * letter or not (text.text and next_text.text):
        return False
    last, first = text.text[-1], next_text.text[0]
    has_words = any(character.isalpha() for character in next_text.text)
    return _is_mark(last) or _is_mark(first) or (last.isalpha() and has_words)


def _is_mark(character: str) -> bool:
    kind = unicodedata.category(character)
    return kind[0] == "P" and kind != "Pd" and character not in "/／."


def _glyphs(text: Text, box: Box) -> Iterator[Glyph]:
    """A run's characters, each as wide as to the middles between it and its neighbours."""
    if text.text != text.reading.text:
        yield Glyph(text.text, box)
        return
    middles = [(c.left + c.right) / 2 for c in text.reading.characters]
    bounds = [0.0, *((a + b) / 2 for a, b in pairwise(middles)), 1.0]
    for character, (start, end) in zip(text.reading.characters, pairwise(bounds), strict=True):
        left, right = (box.left + share * box.width for share in (start, end))
        yield Glyph(character.text, Box(left, box.top, right, box.bottom))


def _placed(block: Block, page: Page, sureness: Sequence[tuple[Box, float]]) -> Block:
    """A block with its places on the page as given, and its cells' confidence."""
    if isinstance(block, Paragraph):
        return replace(block, locator=page.turn.box(_box(block.locator)).locator)
    rows = (tuple(_sure(cell, page, sureness) for cell in row) for row in block.rows)
    return Table(tuple(rows), block.separation)


def _sure(cell: Cell, page: Page, sureness: Sequence[tuple[Box, float]]) -> Cell:
    box = _box(cell.locator)
    met = (sure for run, sure in sureness if _meet(box, run))
    return Cell(cell.text, page.turn.box(box).locator, cell.page, min(met, default=0.0))


def _box(locator: str) -> Box:
    left, top, right, bottom = map(float, locator.removeprefix("box:").split(","))
    return Box(left, top, right, bottom)


def _meet(box: Box, run: Box) -> bool:
    beside = box.left < run.right - 1 and run.left < box.right - 1
    return beside and box.top <= run.center_y <= box.bottom
