"""Photographs of pages: a PDF rendered, skewed, blurred, and with noise, as scanners give them."""

from io import BytesIO
from random import Random

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter

_LARGEST_SKEW = 1.5
"""Degrees to either side."""
_PAPER = 255
_FORMATS = ("PNG", "JPEG", "TIFF")
_INCH = 72
"""Points."""


def write_image_pdf(pdf: bytes, rng: Random, *, dpi: int = 200) -> bytes:
    """Print a PDF's pages as images alone, as a scanner saves them.

    Args:
        pdf: the pages.
        rng: the source of every choice.
        dpi: pixels an inch of the images.
    """
    first, *rest = _scanned_pages(pdf, rng, dpi)
    out = BytesIO()
    # Pillow puts the pages into a PDF as JPEG.
    first.save(
        out,
        "PDF",
        save_all=True,
        append_images=rest,
        resolution=dpi,
        quality=rng.randint(60, 90),
        creationDate=None,
        modDate=None,
    )
    return out.getvalue()


def page_images(
    pdf: bytes, rng: Random, *, dpi: int = 200, image_format: str | None = None
) -> list[bytes]:
    """Photograph a PDF's pages, each as a file of its own.

    Args:
        pdf: the pages.
        rng: the source of every choice.
        dpi: pixels an inch.
        image_format: 'PNG', 'JPEG' or 'TIFF'; drawn for every page if None.
    """
    return [
        _saved(page, image_format or rng.choice(_FORMATS), rng, dpi)
        for page in _scanned_pages(pdf, rng, dpi)
    ]


def _saved(page: Image.Image, image_format: str, rng: Random, dpi: int) -> bytes:
    out = BytesIO()
    options: dict[str, int] = {"quality": rng.randint(60, 90)} if image_format == "JPEG" else {}
    page.save(out, image_format, dpi=(dpi, dpi), **options)
    return out.getvalue()


def _scanned_pages(pdf: bytes, rng: Random, dpi: int) -> list[Image.Image]:
    """The pages in grey; one scanner's blur and noise, another skew for every page."""
    blur, noise = rng.uniform(0.2, 0.8), rng.uniform(2, 9)
    document = pdfium.PdfDocument(pdf)
    try:
        pages = [page.render(scale=dpi / _INCH, grayscale=True).to_pil() for page in document]
    finally:
        document.close()
    return [_scanned(page.convert("L"), rng, blur, noise) for page in pages]


def _scanned(page: Image.Image, rng: Random, blur: float, noise: float) -> Image.Image:
    skew = rng.uniform(-_LARGEST_SKEW, _LARGEST_SKEW)
    page = page.rotate(skew, Image.Resampling.BICUBIC, expand=False, fillcolor=_PAPER)
    page = page.filter(ImageFilter.GaussianBlur(blur))
    grains = np.random.default_rng(rng.getrandbits(32))
    pixels = np.asarray(page, dtype=np.float32)
    pixels = pixels * _shade(pixels.shape, rng) + grains.normal(0, noise, pixels.shape)
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _shade(shape: tuple[int, ...], rng: Random) -> np.ndarray:
    """A slight shadow that grows towards one corner, as where the lid does not close."""
    rows, columns = np.ogrid[0 : 1 : shape[0] * 1j, 0 : 1 : shape[1] * 1j]
    slope = rng.uniform(-0.06, 0.06) * rows + rng.uniform(-0.06, 0.06) * columns
    return np.asarray(0.97 + slope - slope.max(), dtype=np.float32)
