"""Calls of PDFium for many items at once.

A call through the bindings as generated takes about a microsecond, most of it to convert
arguments; called through prototypes of plain integers it takes a fifth of that. Handles are
integers here: see `address`.
"""

import ctypes
from collections import deque
from collections.abc import Iterable, Sequence
from ctypes import c_double, c_float, c_int, c_uint, c_ushort, c_void_p
from itertools import chain, repeat
from typing import Any

import pypdfium2.raw as pdfium

Columns = tuple[list[float], list[float], list[float], list[float]]
"""Left, bottom, right, top of many boxes, each in a list of its own; y grows upwards."""


Matrix = tuple[float, float, float, float, float, float]
Segment = tuple[int, int, float, float]
"""Type of a path's segment, whether it closes its figure, x and y in the path's coordinates."""


def address(handle: Any) -> int:
    """A handle or pointer as an integer."""
    return ctypes.cast(handle, c_void_p).value or 0


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


_text = _plain(pdfium.FPDFText_GetText, c_int, c_void_p, c_int, c_int, c_void_p)
_unicode = _plain(pdfium.FPDFText_GetUnicode, c_uint, c_void_p, c_int)
_loose_box = _plain(pdfium.FPDFText_GetLooseCharBox, c_int, c_void_p, c_int, c_void_p)
_tight_box = _plain(pdfium.FPDFText_GetCharBox, c_int, c_void_p, c_int, *[c_void_p] * 4)
_origin = _plain(pdfium.FPDFText_GetCharOrigin, c_int, c_void_p, c_int, c_void_p, c_void_p)
_page_object = _plain(pdfium.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
_form_object = _plain(pdfium.FPDFFormObj_GetObject, c_void_p, c_void_p, c_uint)
_object_type = _plain(pdfium.FPDFPageObj_GetType, c_int, c_void_p)
_object_bounds = _plain(pdfium.FPDFPageObj_GetBounds, c_int, c_void_p, *[c_void_p] * 4)
_object_matrix = _plain(pdfium.FPDFPageObj_GetMatrix, c_int, c_void_p, c_void_p)
_segment_count = _plain(pdfium.FPDFPath_CountSegments, c_int, c_void_p)
_draw_mode = _plain(pdfium.FPDFPath_GetDrawMode, c_int, c_void_p, c_void_p, c_void_p)
_segment = _plain(pdfium.FPDFPath_GetPathSegment, c_void_p, c_void_p, c_int)
_segment_type = _plain(pdfium.FPDFPathSegment_GetType, c_int, c_void_p)
_segment_closes = _plain(pdfium.FPDFPathSegment_GetClose, c_int, c_void_p)
_segment_point = _plain(pdfium.FPDFPathSegment_GetPoint, c_int, c_void_p, c_void_p, c_void_p)


def characters(text_page: int, count: int) -> str:
    """The characters of a text page, as many as it has.

    The text as a whole is had at once, but lacks what has no code point and holds two units for
    what is beyond 16 bits; where it may be so, the characters are asked for one by one.
    """
    units = (c_ushort * (count + 1))()
    length = _text(text_page, 0, count, ctypes.addressof(units)) - 1
    text = bytes(units)[: 2 * max(length, 0)].decode("utf-16-le", "surrogatepass")
    if length == count == len(text):
        return text
    return "".join(map(chr, map(_unicode, repeat(text_page), range(count))))


def loose_boxes(text_page: int, count: int) -> Columns:
    """The box of each character as wide as its advance and as high as its type.

    All numbers are 0 where PDFium knows none.
    """
    boxes = (c_float * (4 * count))()
    first = ctypes.addressof(boxes)
    _call(map(_loose_box, repeat(text_page), range(count), range(first, first + 16 * count, 16)))
    values = boxes[:]
    return values[0::4], values[3::4], values[2::4], values[1::4]


def tight_boxes(text_page: int, indexes: Sequence[int]) -> Columns:
    """The box around the ink of some characters."""
    boxes = (c_double * (4 * len(indexes)))()
    _call(map(_tight_box, repeat(text_page), indexes, *_places(boxes, len(indexes), 4)))
    values = boxes[:]
    return values[0::4], values[2::4], values[1::4], values[3::4]


def character_origins(text_page: int, count: int) -> tuple[list[float], list[float]]:
    """The x and the y of each character's origin, which stands on its baseline."""
    origins = (c_double * (2 * count))()
    _call(map(_origin, repeat(text_page), range(count), *_places(origins, count, 2)))
    values = origins[:]
    return values[0::2], values[1::2]


def page_objects(page: int, count: int) -> list[int]:
    """The objects of a page."""
    return [handle or 0 for handle in map(_page_object, repeat(page), range(count))]


def form_objects(form: int, count: int) -> list[int]:
    """The objects inside a form."""
    return [handle or 0 for handle in map(_form_object, repeat(form), range(count))]


def object_types(objects: Iterable[int]) -> list[int]:
    """What each object is: FPDF_PAGEOBJ_PATH and so on."""
    return list(map(_object_type, objects))


def object_bounds(objects: Sequence[int]) -> Columns:
    """The bounds of each object, line widths included."""
    bounds = (c_float * (4 * len(objects)))()
    _call(map(_object_bounds, objects, *_places(bounds, len(objects), 4)))
    values = bounds[:]
    return values[0::4], values[1::4], values[2::4], values[3::4]


def segment_counts(paths: Sequence[int]) -> list[int]:
    """How many segments each path has."""
    return list(map(_segment_count, paths))


def draw_modes(paths: Sequence[int]) -> list[tuple[bool, bool]]:
    """Of each path whether it is filled, and whether it is stroked."""
    modes = (c_int * (2 * len(paths)))()
    _call(map(_draw_mode, paths, *_places(modes, len(paths), 2)))
    values = modes[:]
    return [(bool(a), bool(b)) for a, b in zip(values[0::2], values[1::2], strict=True)]


def object_matrices(objects: Sequence[int]) -> list[Matrix]:
    """The matrix of each object; all zero where there is none."""
    matrices = (c_float * (6 * len(objects)))()
    first = ctypes.addressof(matrices)
    _call(map(_object_matrix, objects, range(first, first + 24 * len(objects), 24)))
    values = iter(matrices[:])
    return list(zip(*[values] * 6, strict=True))


def path_segments(paths: Sequence[int], counts: Sequence[int]) -> list[Segment]:
    """The segments of paths one after the other, as many of each as is said."""
    owners = chain.from_iterable(map(repeat, paths, counts))
    segments = list(map(_segment, owners, chain.from_iterable(map(range, counts))))
    points = (c_float * (2 * len(segments)))()
    _call(map(_segment_point, segments, *_places(points, len(segments), 2)))
    values = points[:]
    types, closes = map(_segment_type, segments), map(_segment_closes, segments)
    return list(zip(types, closes, values[0::2], values[1::2], strict=True))


def _places(numbers: Any, count: int, each: int) -> list[range]:
    """For each number of an item, the addresses at which it stands for all items."""
    first, size = ctypes.addressof(numbers), ctypes.sizeof(numbers._type_)
    starts = (first + i * size for i in range(each))
    return [range(start, start + count * each * size, each * size) for start in starts]


def _call(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
