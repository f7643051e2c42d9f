"""Render a PDF page as an image, for the recogniser."""

from ctypes import POINTER, c_ubyte, cast
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium

from extract.errors import damaged_file

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST_PIXELS = 30_000_000
"""Pixels of a rendered page; A3 at 200 dots per inch has a quarter of it."""
_DOTS_PER_POINT = 200 / 72
_WHITE = 0xFFFFFFFF
_CHANNELS = 4


def render_page(page: Any) -> "tuple[NDArray[np.uint8], float]":
    """Render a page as it is shown.

    Args:
        page: PDFium's page.

    Returns:
        The image (height × width × 3, RGB), and how many points one pixel is wide; at 200 dots
        per inch, or as many as keep it below the limit of pixels.

    Raises:
        UnreadableFileError: it cannot be rendered.
    """
    import numpy as np

    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    dots = min(_DOTS_PER_POINT, (MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
    columns, rows = max(round(width * dots), 1), max(round(height * dots), 1)
    if columns * rows > 2 * MOST_PIXELS:  # a page of hardly any height, or width
        raise damaged_file("PDF", "a page has the shape of a line")
    bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise damaged_file("PDF", "a page cannot be rendered")
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, columns, rows, _WHITE)
        flags = pdfium.FPDF_REVERSE_BYTE_ORDER | pdfium.FPDF_ANNOT
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, columns, rows, 0, flags)
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        buffer = cast(pdfium.FPDFBitmap_GetBuffer(bitmap), POINTER(c_ubyte * (stride * rows)))
        lines = np.frombuffer(buffer.contents, dtype=np.uint8).reshape(rows, stride)
        pixels = lines[:, : columns * _CHANNELS].reshape(rows, columns, _CHANNELS)
        return pixels[:, :, :3].copy(), 1 / dots
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
