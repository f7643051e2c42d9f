"""Pages of an OFD file that are images of paper: they go to the scan reader."""

from extract.document import Block
from extract.errors import over_limit
from extract.ofd_document import Page
from extract.ofd_package import OfdPackage
from extract.ofd_page import PlacedImage

MOST_IMAGES = 40
"""Large images on one page: some scanners cut a page into strips, but not into so many."""

_FEW_GLYPHS = 20
"""So many may stand on a scanned page as well: a page number, a file mark."""
_LARGE = 0.25
"""Share of the page that an image covers at least where it holds the text."""
_MM_PER_POINT = 25.4 / 72


def is_scanned(page: Page) -> bool:
    """Whether a page's text, if it has any, is in an image."""
    printed = sum(not glyph.text.isspace() for glyph in page.drawing.glyphs)
    return printed <= _FEW_GLYPHS and bool(_large_images(page))


def read_images(page: Page, number: int, package: OfdPackage) -> list[Block]:
    """Recognise the text of a page's large images, from top to bottom.

    Args:
        page: a scanned page.
        number: of the page, from 1.
        package: the file.

    Raises:
        UnreadableFileError: an image cannot be read, there are too many, or there is no
            recogniser.
    """
    from extract.scan import read_page_image
    from extract.scan_images import open_pages

    images = sorted(_large_images(page), key=lambda placed: placed.box.top)
    if len(images) > MOST_IMAGES:
        raise over_limit("OFD", "一页的图像数", "images on a page", MOST_IMAGES)
    blocks: list[Block] = []
    for placed in images:
        pictures = open_pages(package.image(page.resources.images[placed.number]))
        # A page shows the first picture of a file that holds several.
        picture, _ = next(pictures)
        blocks += read_page_image(picture, number, placed.box.width / picture.shape[1])
    return blocks


def _large_images(page: Page) -> list[PlacedImage]:
    least = _LARGE * page.width * page.height / _MM_PER_POINT**2
    return [
        placed
        for placed in page.drawing.images
        if placed.number in page.resources.images and placed.box.width * placed.box.height >= least
    ]
