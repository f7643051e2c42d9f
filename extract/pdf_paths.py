"""What a PDF page draws besides text: rules of tables, and images."""

from collections.abc import Iterator, Sequence
from ctypes import byref, cast
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from extract.errors import over_limit
from extract.geometry import Box, Rule, rules_of_filled
from extract.pdf_calls import (
    Columns,
    address,
    draw_modes,
    form_objects,
    object_bounds,
    object_types,
    page_objects,
    path_segments,
    segment_counts,
)
from extract.pdf_frame import PageFrame

MOST_OBJECTS = 200_000
"""Objects on a page, those in forms included."""
MOST_SEGMENTS = 500_000
"""Segments of a page's paths that are looked at one by one."""
_DEEPEST_FORM = 8
"""Forms within each other that are looked into."""
_FEW_SEGMENTS = 5
"""Segments of a path that is one rectangle or less."""
_THICKEST = 5.0
"""Points that a rule is thick at most."""
_STRAIGHT = 1.0
"""Points by which the ends of a line may stand askew."""

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page.

    Attributes:
        rules: strokes and thin areas, horizontal and vertical.
        images: where images stand.
        paths: how many paths there are of any kind.
    """

    rules: list[Rule] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    paths: int = 0


@dataclass(frozen=True, slots=True)
class _Objects:
    """Objects of one kind of coordinates, and how these become the page's."""

    handles: list[int]
    to_page: Matrix
    depth: int


def read_drawing(page: Any, frame: PageFrame) -> Drawing:
    """What a page draws, forms within forms included.

    Args:
        page: PDFium's page.
        frame: in which its text stands.

    Raises:
        UnreadableFileError: there are more objects than on any page.
    """
    drawing = Drawing()
    for objects in _all_objects(page):
        types = object_types(objects.handles)
        images = _of_type(objects, types, pdfium.FPDF_PAGEOBJ_IMAGE)
        drawing.images += _boxes(images, objects.to_page, frame)
        paths = _of_type(objects, types, pdfium.FPDF_PAGEOBJ_PATH)
        drawing.paths += len(paths)
        drawing.rules += _rules(paths, objects.to_page, frame)
    return drawing


def _all_objects(page: Any) -> Iterator[_Objects]:
    """The objects of the page, then those of each form."""
    count = max(pdfium.FPDFPage_CountObjects(page), 0)
    pending = [(address(page), count, _IDENTITY, 0)]
    seen = 0
    while pending:
        owner, count, to_page, depth = pending.pop()
        seen += count
        if seen > MOST_OBJECTS:
            raise over_limit("PDF", "单页对象数", "objects on a page", MOST_OBJECTS)
        read = form_objects if depth else page_objects
        objects = _Objects(read(owner, count), to_page, depth)
        yield objects
        if depth < _DEEPEST_FORM:
            forms = _of_type(objects, object_types(objects.handles), pdfium.FPDF_PAGEOBJ_FORM)
            pending += [_form(form, to_page, depth + 1) for form in forms]


def _form(form: int, to_page: Matrix, depth: int) -> tuple[int, int, Matrix, int]:
    handle = _handle(form)
    count = max(pdfium.FPDFFormObj_CountObjects(handle), 0)
    return form, count, _product(_matrix(form), to_page), depth


def _of_type(objects: _Objects, types: Sequence[int], kind: int) -> list[int]:
    pairs = zip(objects.handles, types, strict=True)
    return [handle for handle, its_type in pairs if its_type == kind]


def _rules(paths: list[int], to_page: Matrix, frame: PageFrame) -> list[Rule]:
    """The rules that paths draw; areas and what stands outside of the page are none."""
    rules: list[Rule] = []
    boxes = _boxes(paths, to_page, frame)
    details = zip(paths, boxes, segment_counts(paths), draw_modes(paths), strict=True)
    page = frame.box
    budget = MOST_SEGMENTS
    for path, box, count, (filled, stroked) in details:
        if not (filled or stroked) or not _overlap(box, page):
            continue
        if count <= _FEW_SEGMENTS and min(box.width, box.height) <= _THICKEST:
            rules += rules_of_filled(box, _THICKEST)
        elif count > _FEW_SEGMENTS or (stroked and count > 2):
            budget -= count
            if budget < 0:
                raise over_limit("PDF", "单页线段数", "segments on a page", MOST_SEGMENTS)
            rules += _rules_of_path(path, count, stroked, to_page, frame)
    return rules


def _rules_of_path(
    path: int, count: int, stroked: bool, to_page: Matrix, frame: PageFrame
) -> list[Rule]:
    """The lines of a stroked path; of one that is filled alone, its thin figures."""
    figures = _figures(path, count, _product(_matrix(path), to_page))
    parts = [line for figure in figures for line in pairwise(figure)] if stroked else figures
    columns = tuple(
        [pick(point[axis] for point in part) for part in parts]
        for pick in (min, max)
        for axis in (0, 1)
    )
    lefts, bottoms, rights, tops = columns
    boxes = map(Box, *frame.place((lefts, bottoms, rights, tops)))
    thickness = _STRAIGHT if stroked else _THICKEST
    return [rule for box in boxes for rule in rules_of_filled(box, thickness)]


Point = tuple[float, float]


def _figures(path: int, count: int, matrix: Matrix) -> list[list[Point]]:
    """The points of each figure of a path, in the page's coordinates; curves by their points."""
    a, b, c, d, e, f = matrix
    figures: list[list[Point]] = []
    for kind, closes, x, y in path_segments(path, count):
        point = (a * x + c * y + e, b * x + d * y + f)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not figures:
            figures.append([point])
        else:
            figures[-1].append(point)
        if closes:
            figures[-1].append(figures[-1][0])
    return [figure for figure in figures if len(figure) > 1]


def _boxes(objects: list[int], to_page: Matrix, frame: PageFrame) -> list[Box]:
    bounds = object_bounds(objects)
    if to_page != _IDENTITY:
        bounds = _moved(bounds, to_page)
    return list(map(Box, *frame.place(bounds)))


def _moved(bounds: Columns, matrix: Matrix) -> Columns:
    """Bounds around what a matrix makes of bounds."""
    a, b, c, d, e, f = matrix
    moved: Columns = ([], [], [], [])
    for left, bottom, right, top in zip(*bounds, strict=True):
        corners = [(x, y) for x in (left, right) for y in (bottom, top)]
        xs = [a * x + c * y + e for x, y in corners]
        ys = [b * x + d * y + f for x, y in corners]
        for column, value in zip(moved, (min(xs), min(ys), max(xs), max(ys)), strict=True):
            column.append(value)
    return moved


def _matrix(handle: int) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(_handle(handle), byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _handle(handle: int) -> Any:
    return cast(handle, pdfium.FPDF_PAGEOBJECT)


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _overlap(box: Box, page: Box) -> bool:
    across = box.left <= page.right and box.right >= page.left
    return across and box.top <= page.bottom and box.bottom >= page.top
