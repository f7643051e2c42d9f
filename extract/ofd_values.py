"""Values in an OFD file's XML: numbers, boxes and matrices, all in millimetres.

Any of them may be hostile. A number that cannot be read is an error and never passed over:
text that is not placed, or a rule that is not drawn, would let figures run together.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extract.errors import UnreadableFileError, damaged_file

_BLANKS = re.compile(r"[\s,]+")
_MOST_MILLIMETRES = 1e7


@dataclass(frozen=True, slots=True)
class Matrix:
    """A transformation: x' = a·x + c·y + e and y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: "Matrix") -> "Matrix":
        """The transformation that does `first` and then this one."""
        e, f = self.apply(first.e, first.f)
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            e,
            f,
        )


def tag_of(element: etree._Element) -> str:
    """An element's name without its namespace, whose prefix writers choose."""
    return str(element.tag).rpartition("}")[2]


def children_of(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The child elements of these names, in order."""
    return (child for child in element.iterchildren("*") if tag_of(child) in tags)


def child_of(element: etree._Element | None, tag: str) -> etree._Element | None:
    """The first child element of this name; None if there is none."""
    return None if element is None else next(children_of(element, tag), None)


def text_of(element: etree._Element | None) -> str:
    """An element's own text without the blanks around it; "" if there is no element."""
    return "" if element is None else (element.text or "").strip()


def read_number(text: str) -> float:
    """A finite number within what any page holds.

    Raises:
        UnreadableFileError: it is none.
    """
    try:
        number = float(text)
    except ValueError as error:
        raise _no_number(text) from error
    if not math.isfinite(number) or abs(number) > _MOST_MILLIMETRES:
        raise _no_number(text)
    return number


def read_numbers(text: str) -> list[float]:
    """Numbers with blanks between them.

    Raises:
        UnreadableFileError: one of them is none.
    """
    return [read_number(word) for word in _BLANKS.split(text) if word]


def read_box(text: str) -> tuple[float, float, float, float] | None:
    """A box: left, top, width, height; None if nothing is written.

    Raises:
        UnreadableFileError: it has not four numbers.
    """
    numbers = read_numbers(text)
    if not numbers:
        return None
    if len(numbers) != 4:
        raise _no_number(text)
    left, top, width, height = numbers
    return left, top, width, height


def placing_of(element: etree._Element) -> Matrix:
    """How an object's own coordinates become those around it: its CTM, then its Boundary.

    Raises:
        UnreadableFileError: one of them cannot be read.
    """
    box = read_box(element.get("Boundary", ""))
    left, top = (0.0, 0.0) if box is None else box[:2]
    numbers = read_numbers(element.get("CTM", "")) or [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]
    if len(numbers) != 6:
        raise _no_number(element.get("CTM", ""))
    a, b, c, d, e, f = numbers
    return Matrix(a, b, c, d, e + left, f + top)


def is_true(element: etree._Element, name: str, default: bool) -> bool:
    """A yes or no among an element's attributes."""
    text = element.get(name, "").strip().lower()
    return default if not text else text in ("true", "1")


def is_hidden(element: etree._Element) -> bool:
    """Whether an object is not to be seen: said so, or wholly transparent."""
    return not is_true(element, "Visible", True) or _is_transparent(element)


def is_painted(element: etree._Element, act: str, default: bool) -> bool:
    """Whether an object's 'Fill' or 'Stroke' is done, in a colour that can be seen."""
    color = child_of(element, f"{act}Color")
    return is_true(element, act, default) and not (color is not None and _is_transparent(color))


def _is_transparent(element: etree._Element) -> bool:
    alpha = element.get("Alpha", "").strip()
    return bool(alpha) and read_number(alpha) <= 0


def _no_number(text: str) -> UnreadableFileError:
    return damaged_file("OFD", f"{text[:40]!r} is no place or size")
