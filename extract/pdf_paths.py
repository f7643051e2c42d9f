"""What a PDF page draws besides text: rules of tables, and images."""

from collections.abc import Iterator, Sequence
from ctypes import cast
from dataclasses import dataclass, field
from itertools import compress, islice
from typing import Any

import pypdfium2.raw as pdfium

from extract.errors import over_limit
from extract.geometry import Box, Rule, boxes_of, rules_of_filled
from extract.pdf_calls import (
    Columns,
    Matrix,
    address,
    draw_modes,
    form_objects,
    object_bounds,
    object_matrices,
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
_ASKEW = 1.0
"""Points by which the ends of a line may stand askew."""

_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Drawing:
    """What is drawn on a page.

    Attributes:
        rules: strokes and thin areas, horizontal and vertical.
        areas: filled rectangles, such as the grounds of cells.
        images: where images stand.
        shapes: how many areas there are that are no rectangles, such as drawn characters.
    """

    rules: list[Rule] = field(default_factory=list)
    areas: list[Box] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    shapes: int = 0


@dataclass(frozen=True, slots=True)
class _Objects:
    """Objects of a page or of a form, what each is, and how its coordinates become the page's."""

    handles: list[int]
    types: list[int]
    to_page: Matrix

    def of_type(self, kind: int) -> list[int]:
        return list(compress(self.handles, [its_type == kind for its_type in self.types]))


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
        images = objects.of_type(pdfium.FPDF_PAGEOBJ_IMAGE)
        drawing.images += _boxes(images, objects.to_page, frame)
        _add_paths(drawing, objects.of_type(pdfium.FPDF_PAGEOBJ_PATH), objects.to_page, frame)
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
        handles = (form_objects if depth else page_objects)(owner, count)
        objects = _Objects(handles, object_types(handles), to_page)
        yield objects
        if depth < _DEEPEST_FORM:
            forms = objects.of_type(pdfium.FPDF_PAGEOBJ_FORM)
            pending += [_form(form, to_page, depth + 1) for form in forms]


def _form(form: int, to_page: Matrix, depth: int) -> tuple[int, int, Matrix, int]:
    count = max(pdfium.FPDFFormObj_CountObjects(cast(form, pdfium.FPDF_PAGEOBJECT)), 0)
    (matrix,) = object_matrices([form])
    return form, count, _product(matrix, to_page), depth


def _add_paths(drawing: Drawing, paths: list[int], to_page: Matrix, frame: PageFrame) -> None:
    """Add the rules that paths draw; plain areas and what stands outside of the page are none."""
    reach = frame.reach
    complex_paths: list[int] = []
    complex_counts: list[int] = []
    boxes = _boxes(paths, to_page, frame)
    details = zip(paths, boxes, segment_counts(paths), draw_modes(paths), strict=True)
    for path, box, count, (filled, stroked) in details:
        if not (filled or stroked) or not box.meets(reach):
            continue
        if count <= _FEW_SEGMENTS and (
            box.bottom - box.top <= _THICKEST or box.right - box.left <= _THICKEST
        ):
            drawing.rules += rules_of_filled(box, _THICKEST)
        elif count > _FEW_SEGMENTS or (stroked and count > 2):
            complex_paths.append(path)
            complex_counts.append(count)
            drawing.shapes += not stroked
        elif filled:
            drawing.areas.append(box)
    if sum(complex_counts) > MOST_SEGMENTS:
        raise over_limit("PDF", "单页线段数", "segments on a page", MOST_SEGMENTS)
    lines = _straight_lines(complex_paths, complex_counts, to_page)
    if lines:
        x0s, y0s, x1s, y1s = zip(*lines, strict=True)
        drawing.rules += map(Rule, *frame.place((x0s, y0s, x1s, y1s)))


def _straight_lines(
    paths: Sequence[int], counts: Sequence[int], to_page: Matrix
) -> list[tuple[float, float, float, float]]:
    """The horizontal and vertical lines of paths: x and y of their ends in the page's coordinates.

    Both edges of a thin area are taken; they become one rule where rules are joined.
    """
    lines: list[tuple[float, float, float, float]] = []
    segments = iter(path_segments(paths, counts))
    for matrix, count in zip(object_matrices(paths), counts, strict=True):
        a, b, c, d, e, f = matrix if to_page == _IDENTITY else _product(matrix, to_page)
        start_x = start_y = last_x = last_y = 0.0
        for kind, closes, path_x, path_y in islice(segments, count):
            x, y = a * path_x + c * path_y + e, b * path_x + d * path_y + f
            if kind == pdfium.FPDF_SEGMENT_MOVETO:
                start_x, start_y = x, y
            elif kind == pdfium.FPDF_SEGMENT_LINETO and _is_straight(x - last_x, y - last_y):
                lines.append((last_x, last_y, x, y))
            if closes and _is_straight(start_x - x, start_y - y):
                lines.append((x, y, start_x, start_y))
            last_x, last_y = x, y
    return lines


def _is_straight(across: float, up: float) -> bool:
    return -_ASKEW <= across <= _ASKEW or -_ASKEW <= up <= _ASKEW


def _boxes(objects: list[int], to_page: Matrix, frame: PageFrame) -> list[Box]:
    bounds = object_bounds(objects)
    if to_page != _IDENTITY:
        bounds = _moved(bounds, to_page)
    return boxes_of(*frame.place(bounds))


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
