"""Read a PDF: tables by their rules, words by their places, scanned pages by a recogniser."""

import re
from collections.abc import Sequence
from ctypes import byref
from typing import Any

import pypdfium2.raw as pdfium

from extract.document import Block, Document
from extract.errors import damaged_file, encrypted_file, over_limit
from extract.geometry import Box, Glyph, rules_of_outline
from extract.page_blocks import PageTable, page_blocks
from extract.pages import join_pages
from extract.pdf_frame import PageFrame
from extract.pdf_image import render_page
from extract.pdf_paths import Drawing, read_drawing
from extract.pdf_text import UNKNOWN, read_glyphs

MOST_PAGES = 500
"""Pages of one file; the longest reports have a hundred."""

_FEW_CHARACTERS = 40
"""A scanned page may still have a page number, a stamp or a mark of its software as text."""
_LARGE_IMAGE = 0.4
"""The share of a page that a scanned one covers with images at least."""
_MANY_SHAPES = 200
"""Shapes on a page without text that are its characters."""
_FEWEST_ROWS = 3
"""Rows of a table that only the grounds of its cells show."""
_UNKNOWN = re.compile(rf"[{UNKNOWN}\ue000-\uf8ff]")
"""Characters of which only their font knows what they are."""
_BLANKS = re.compile(r"\s")


def read_pdf(data: bytes) -> Document:
    """Read a PDF file.

    Each page is read by what it is: characters in ruled tables, characters alone, or an image.
    Boxes are in points from the upper left corner of the page as it is shown; of a page whose
    text runs upwards or downwards, from that of the page turned so that it can be read.

    Raises:
        UnreadableFileError: damaged, encrypted, or more than any report holds; or a page is
            scanned and no recogniser is installed.
    """
    document = _open(data)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise damaged_file("PDF", "it has no pages")
        if count > MOST_PAGES:
            raise over_limit("PDF", "页数", "pages", MOST_PAGES)
        pages = [_read_page(document, number) for number in range(1, count + 1)]
    finally:
        pdfium.FPDF_CloseDocument(document)
    return Document("pdf", join_pages(pages))


def _open(data: bytes) -> Any:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if document:
        return document
    if pdfium.FPDF_GetLastError() == pdfium.FPDF_ERR_PASSWORD:
        raise encrypted_file("PDF")
    raise damaged_file("PDF", "it cannot be opened")


def _read_page(document: Any, number: int) -> list[Block]:
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise damaged_file("PDF", f"page {number} cannot be opened")
    try:
        glyphs, frame = read_glyphs(page, _frame(page))
        drawing = read_drawing(page, frame)
        if _is_picture(glyphs, drawing, frame.box):
            return _read_picture(page, number)
        return _read_drawn(glyphs, drawing, number, frame.box)
    finally:
        pdfium.FPDF_ClosePage(page)


def _read_drawn(glyphs: Sequence[Glyph], drawing: Drawing, number: int, page: Box) -> list[Block]:
    """Read a page by its rules; where they make no table, by the edges of its filled areas too.

    Web pages of old show borders as what lies between the grounds of cells.
    """
    blocks = page_blocks(glyphs, drawing.rules, number, bounds=page)
    has_table = any(isinstance(block, PageTable) for block in blocks)
    if has_table or len(drawing.areas) < 2 * _FEWEST_ROWS:
        return blocks
    edges = [rule for area in drawing.areas for rule in rules_of_outline(area)]
    with_areas = page_blocks(glyphs, [*drawing.rules, *edges], number, bounds=page)
    has_table = any(
        isinstance(block, PageTable) and len(block.rows) >= _FEWEST_ROWS for block in with_areas
    )
    return with_areas if has_table else blocks


def _frame(page: Any) -> PageFrame:
    bounds = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, byref(bounds))
    turns = max(pdfium.FPDFPage_GetRotation(page), 0)
    return PageFrame(bounds.left, bounds.bottom, bounds.right, bounds.top, turns)


def _is_picture(glyphs: Sequence[Glyph], drawing: Drawing, page: Box) -> bool:
    """Whether what a page says stands in images, in drawn shapes or in unknown characters."""
    text = "".join([glyph.text for glyph in glyphs])
    unknown = len(_UNKNOWN.findall(text))
    known = len(text) - len(_BLANKS.findall(text)) - unknown
    if unknown > max(known, _FEW_CHARACTERS):
        return True
    if known >= _FEW_CHARACTERS:
        return False
    covered = sum(_area_within(image, page) for image in drawing.images)
    return covered > _LARGE_IMAGE * page.width * page.height or (
        known == 0 and drawing.shapes > _MANY_SHAPES
    )


def _area_within(box: Box, page: Box) -> float:
    width = min(box.right, page.right) - max(box.left, page.left)
    height = min(box.bottom, page.bottom) - max(box.top, page.top)
    return max(width, 0.0) * max(height, 0.0)


def _read_picture(page: Any, number: int) -> list[Block]:
    from extract.scan import read_page_image

    image, scale = render_page(page)
    return read_page_image(image, number, scale)
