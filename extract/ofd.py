"""Read an OFD file (GB/T 33190): fixed pages of placed characters, paths and images.

Every page's glyphs and rules become tables and paragraphs as a PDF page's do. What is signed
is not checked, and seals and watermarks, which are printed over the text, are left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

from lxml import etree

from extract.document import Block, Cell, Document, Paragraph, Row, Table
from extract.errors import damaged_file, over_limit
from extract.ofd_document import Page, pages_of
from extract.ofd_images import is_scanned, read_images
from extract.ofd_package import OfdPackage
from extract.ofd_page import Draftsman
from extract.ofd_turns import turned_upright
from extract.ofd_values import child_of, children_of, text_of
from extract.page_blocks import page_blocks
from extract.pages import join_pages

MOST_PAGES = 1_000


def read_ofd(data: bytes) -> Document:
    """Read an OFD file; several documents in one file follow each other.

    Cells are located by table, row and column, paragraphs by their number; both have their
    page. Pages that are images go to the scan reader.

    Raises:
        UnreadableFileError: damaged, encrypted, over a limit, or a scan and no recogniser.
    """
    package = OfdPackage(data)
    entry = package.entry()
    bodies = list(children_of(entry.root, "DocBody"))
    draftsman = Draftsman()
    pages: list[Sequence[Block]] = []
    for body in bodies:
        root = package.linked(text_of(child_of(body, "DocRoot")), entry)
        for page in pages_of(package, root, draftsman):
            if len(pages) >= MOST_PAGES:
                raise over_limit("OFD", "页数", "pages", MOST_PAGES)
            pages.append(_blocks_of(page, len(pages) + 1, package))
    if not pages:
        raise damaged_file("OFD", "it holds no page")
    return Document("ofd", tuple(_numbered(join_pages(pages))), metadata=_metadata(bodies))


def _blocks_of(page: Page, number: int, package: OfdPackage) -> list[Block]:
    if is_scanned(page):
        return read_images(page, number, package)
    drawing = page.drawing
    return page_blocks(*turned_upright(drawing.glyphs, drawing.rules, drawing.turns), number)


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks with their places in the file for their places on a page."""
    tables, paragraphs = count(1), count(1)
    for block in blocks:
        if isinstance(block, Paragraph):
            yield replace(block, locator=f"P{next(paragraphs)}")
        else:
            yield Table(tuple(_numbered_rows(block.rows, next(tables))), block.separation)


def _numbered_rows(rows: Sequence[Row], table: int) -> Iterator[Row]:
    """Rows whose cells name their table, row and column; covered places name the spanning cell."""
    first: dict[tuple[int | None, str], str] = {}
    for i, row in enumerate(rows, 1):
        cells: list[Cell] = []
        for j, cell in enumerate(row, 1):
            locator = first.setdefault((cell.page, cell.locator), f"T{table}:R{i}:C{j}")
            cells.append(replace(cell, locator=locator))
        yield tuple(cells)


def _metadata(bodies: Sequence[etree._Element]) -> dict[str, str]:
    """What the file says of itself: the title of its first document that has one."""
    titles = (text_of(child_of(child_of(body, "DocInfo"), "Title")) for body in bodies)
    title = next(filter(None, titles), "")
    return {"title": title} if title else {}
