"""Read scanned pages: ruled tables cell by cell, other print run by run."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.document import Block, Document
from extract.grid import Grid, find_grids
from extract.pages import join_pages
from extract.scan_figures import read_surely
from extract.scan_images import open_pages, over_image_limit, sized
from extract.scan_ink import Line, lines_outside, picture_of
from extract.scan_lines import Page, straighten, with_rules_at
from extract.scan_tables import InkedCell, inked_cells, is_print, table_of
from extract.scan_text import demand_recogniser, read_lines
from extract.scan_words import Run, blocks_outside

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_TOLERANCE = 0.6
"""Millimetres within which pieces of ruling lines are taken for one, or to touch."""
_TURNS = (0, 2, 1, 3)
"""Quarter turns in which a page may lie, the likelier ones first."""
_LEGIBLE = 0.8
"""From this legibility of a sample on a page lies upright."""
_LONG_LINE = 4
"""Characters of a line that need not be one of a page that lies on its side."""
_LEAST_SIDE = 32
"""Pixels of the shorter side of what can hold a line of print."""
_SAMPLE = 8
"""Lines in the sample."""
_MOST_LINES = 6_000
"""Lines and runs of print on one page that are read."""


def read_image(data: bytes) -> Document:
    """Read an image file: PNG, JPEG, TIFF (all its pages), BMP.

    Args:
        data: the file.

    Raises:
        UnreadableFileError: it is damaged or too large, or the optional packages are absent.
    """
    demand_recogniser()
    pages = [
        read_page_image(image, number, scale)
        for number, (image, scale) in enumerate(open_pages(data), start=1)
    ]
    return Document(source_format="image", blocks=join_pages(pages))


def read_page_image(image: "Picture", page: int, scale: float) -> list[Block]:
    """Read a page that is an image.

    Args:
        image: height × width × 3, RGB, 8 bit.
        page: its number, from 1.
        scale: points of the page, for a pixel of the image.

    Returns:
        Ruled tables as tables of MARKUP, other print as paragraphs and tables of BLANKS, in
        reading order; places are in points from the upper left corner of the image.

    Raises:
        UnreadableFileError: it has more print than any page, or the optional packages are absent.
    """
    demand_recogniser()
    picture, factor = sized(image)
    if min(picture.shape[:2]) < _LEAST_SIDE:
        return []
    best = max(_upright_first(picture, scale * factor), key=lambda sheet: sheet.legibility)
    return _blocks(best, page)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page in one of its four positions, its print found but, but for a sample, not read.

    Attributes:
        page: set straight.
        grids: its ruled tables, from top to bottom, each with its cells.
        runs: its print outside of them.
        legibility: whether a sample looks like print the right way up, 0 to 1.
    """

    page: Page
    grids: tuple[tuple[Grid, list[InkedCell]], ...]
    runs: list[Line]
    legibility: float

    @property
    def lines(self) -> list[Line]:
        """All lines of print: of the grids' cells, in their order, then the runs outside."""
        inside = [line for _, cells in self.grids for cell in cells for line in cell.lines]
        return [*inside, *self.runs]


def _upright_first(picture: "Picture", scale: float) -> Iterator[_Sheet]:
    """The page as it lies, and turned by quarters if that is not legible."""
    for turns in _TURNS:
        sheet = _sheet(straighten(picture, scale, turns))
        yield sheet
        if sheet.legibility >= _LEGIBLE or not sheet.lines:
            return


def _sheet(page: Page) -> _Sheet:
    grids = find_grids(page.rules, _TOLERANCE * page.unit)
    grids = [grid for grid in grids if not is_print(grid, page)]
    page = with_rules_at(page, (cell.box for grid in grids for cell in grid.cells))
    tables = tuple((grid, inked_cells(page, grid, grids)) for grid in grids)
    runs = lines_outside(page, [grid.box for grid in grids])
    sheet = _Sheet(page, tables, runs, 0.0)
    if len(sheet.lines) > _MOST_LINES:
        raise over_image_limit("每页的文字行数", "lines of print on a page", _MOST_LINES)
    return replace(sheet, legibility=_legibility(sheet))


def _legibility(sheet: _Sheet) -> float:
    """How sure the recogniser is of the longest lines; less where these are short.

    It knows many characters that lie on their side, but these stand below each other.
    """
    longest = sorted(sheet.lines, key=lambda line: len(line.parts), reverse=True)[:_SAMPLE]
    readings = read_lines([picture_of(sheet.page, line, margin=0.15) for line in longest])
    scores = [character.score for reading in readings for character in reading.characters]
    if not scores:
        return 0.0
    return sum(scores) / len(scores) * min(1.0, len(scores) / len(readings) / _LONG_LINE)


def _blocks(sheet: _Sheet, number: int) -> list[Block]:
    """Read all print of a page and put it in reading order."""
    page = sheet.page
    texts = iter(read_surely(page, sheet.lines))
    tables = [
        table_of(grid, cells, [[next(texts) for _ in cell.lines] for cell in cells], page, number)
        for grid, cells in sheet.grids
    ]
    runs = list(zip(sheet.runs, texts, strict=True))
    blocks: list[Block] = []
    above = -math.inf
    for (grid, _), table in zip(sheet.grids, tables, strict=True):
        blocks += blocks_outside(page, _between(runs, above, grid.box.top), number)
        blocks.append(table)
        above = max(above, grid.box.top)
    return blocks + blocks_outside(page, _between(runs, above, math.inf), number)


def _between(runs: Sequence[Run], above: float, below: float) -> list[Run]:
    return [run for run in runs if above <= run[0].box.center_y < below]
