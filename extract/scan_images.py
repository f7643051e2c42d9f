"""Open image files within limits: one picture in RGB for each page."""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.errors import UnreadableFileError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

    Picture = NDArray[np.uint8]

MOST_PIXELS = 80_000_000
"""Pixels of a page: A3 at 600 dpi has 70 million."""
MOST_PAGES = 200
_LONGEST_SIDE = 30_000
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
_SHORT_SIDE = (1240, 2480)
"""Pixels of the shorter side that a page is read with: A4 at 150 to 300 dpi."""
_MOST_ENLARGED = 3.0
_MOST_READ = 40_000_000
"""Pixels that a page is read with, however long it is."""
_WIDE_MODES = ("I", "F", "I;16", "I;16L", "I;16B", "I;16N")
"""Pillow's modes of more than 8 bits a pixel."""

_DECODER_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What Pillow's decoders raise for files that are not what they seem."""


def open_pages(data: bytes) -> Iterator[tuple["Picture", float]]:
    """Decode an image file.

    Args:
        data: the file.

    Returns:
        Its pages, one at a time: height × width × 3, RGB, 8 bit, upright as the file says, no
        larger than is of use; and how many pixels of the file a pixel of the page stands for.

    Raises:
        UnreadableFileError: it is damaged or cut off, has too many pages or too large ones.
    """
    # TIFF is no format that Pillow knows from the start.
    from PIL import Image, TiffImagePlugin  # noqa: F401

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=_FORMATS) as image:
                yield from _pages(image)
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        except _DECODER_ERRORS as error:
            raise _damaged() from error


def sized(image: "Picture") -> tuple["Picture", float]:
    """Bring a page to a size that print is read well in.

    Returns:
        The page, and how many of the given pixels one of its pixels stands for.

    Raises:
        UnreadableFileError: it is larger than any page.
    """
    import cv2
    import numpy as np

    height, width = image.shape[:2]
    _check_size(width, height)
    short, long = sorted((height, width))
    least, most = _SHORT_SIDE
    factor = min(max(1.0, least / short), _MOST_ENLARGED, most / short, _LONGEST_SIDE / long)
    factor = min(factor, (_MOST_READ / (short * long)) ** 0.5)
    if factor == 1.0:
        return image, 1.0
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, size, interpolation=how), dtype=np.uint8), 1 / factor


def over_image_limit(what: str, what_en: str, limit: int) -> UnreadableFileError:
    """The error for an image that holds more than any page does, as said in both languages."""
    return UnreadableFileError(
        "over_limit",
        f"图像的{what}超过上限 {limit}，为安全起见未读取",
        f"the image has more than {limit} {what_en} and was not read, for safety",
    )


def _pages(image: "Image.Image") -> Iterator[tuple["Picture", float]]:
    """The pages of a TIFF; of other formats the first picture: others are previews, or move."""
    for number in range(MOST_PAGES + 1):
        try:
            image.seek(number)
        except EOFError:
            return
        if number == MOST_PAGES:
            raise over_image_limit("页数", "pages", MOST_PAGES)
        _check_size(*image.size)
        yield _decoded(image)
        if image.format != "TIFF":
            return


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise _damaged()
    if width * height > MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
        raise _too_large()


def _too_large() -> UnreadableFileError:
    return over_image_limit("每页的像素数", "pixels on a page", MOST_PIXELS)


def _damaged() -> UnreadableFileError:
    return UnreadableFileError(
        "damaged_file",
        "图像文件已损坏或不完整，无法解码",
        "the image is damaged or incomplete and cannot be decoded",
    )


def _decoded(image: "Image.Image") -> tuple["Picture", float]:
    import numpy as np
    from PIL import ImageOps

    given = max(image.size)
    most = _SHORT_SIDE[1]
    if min(image.size) >= 2 * most:
        image.draft("RGB", (image.width // 2, image.height // 2))
    upright = ImageOps.exif_transpose(image)
    plain = _plain(upright)
    shrink = min(plain.size) // most
    if shrink > 1:
        plain = plain.reduce(shrink)
    return np.array(plain.convert("RGB")), given / max(plain.size)


def _plain(image: "Image.Image") -> "Image.Image":
    """The page in 8 bits, on white paper where it is transparent."""
    from PIL import Image

    if image.mode in _WIDE_MODES:
        return _narrowed(image)
    if image.has_transparency_data:
        layers = image.convert("RGBA")
        paper = Image.new("RGBA", layers.size, (255, 255, 255, 255))
        return Image.alpha_composite(paper, layers).convert("RGB")
    return image.convert("L") if image.mode in ("1", "L") else image.convert("RGB")


def _narrowed(image: "Image.Image") -> "Image.Image":
    """A page of 16 or 32 bits a pixel, its darkest point black and its lightest white."""
    import numpy as np
    from PIL import Image

    levels = np.asarray(image, dtype=np.float32)
    dark, light = float(np.nanmin(levels)), float(np.nanmax(levels))
    span = light - dark or 1.0
    narrowed = np.nan_to_num((levels - dark) / span * 255, nan=255.0, posinf=255.0, neginf=0.0)
    return Image.fromarray(narrowed.astype(np.uint8))
