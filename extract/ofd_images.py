"""Pages of an OFD file that are images of paper: they go to the scan reader."""

import io

from extract.document import Block
from extract.errors import damaged_file, over_limit
from extract.ofd_document import Page
from extract.ofd_package import OfdPackage
from extract.ofd_page import PlacedImage

MOST_PIXELS = 100_000_000
"""Of one image: A4 at 600 dots per inch has 35 million."""

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
        UnreadableFileError: an image cannot be read, or no recogniser is installed.
    """
    import numpy as np
    from PIL import Image

    from extract.scan import read_page_image

    blocks: list[Block] = []
    for placed in sorted(_large_images(page), key=lambda placed: placed.box.top):
        content = package.image(page.resources.images[placed.number])
        try:
            with Image.open(io.BytesIO(content)) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise over_limit("OFD", "图像像素数", "pixels of an image", MOST_PIXELS)
                pixels = np.asarray(image.convert("RGB"))
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise damaged_file("OFD", f"an image cannot be read: {error}") from error
        scale = placed.box.width / pixels.shape[1]
        blocks += read_page_image(pixels, number, scale)
    return blocks


def _large_images(page: Page) -> list[PlacedImage]:
    least = _LARGE * page.width * page.height / _MM_PER_POINT**2
    return [
        placed
        for placed in page.drawing.images
        if placed.number in page.resources.images and placed.box.width * placed.box.height >= least
    ]
