"""What an OFD page draws: its objects, those of its templates, and nested ones, in points."""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from extract.errors import over_limit
from extract.geometry import Box, Glyph, Rule, enclosing
from extract.ofd_paths import rules_of_path
from extract.ofd_texts import glyphs_of_text
from extract.ofd_turns import quarter_turns
from extract.ofd_values import (
    Matrix,
    child_of,
    is_hidden,
    is_painted,
    placing_of,
    tag_of,
    text_of,
)

MOST_OBJECTS = 500_000
MOST_GLYPHS = 500_000
MOST_RULES = 500_000
MOST_NESTING = 24
"""Blocks in blocks and composite objects in composite objects."""

_TO_POINTS = Matrix(a=72 / 25.4, d=72 / 25.4)
_GROUPS = frozenset({"Layer", "PageBlock"})

Units = dict[str, etree._Element]
"""Composite graphic units by number."""


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page.

    Attributes:
        number: of its resource.
        box: where it stands, in points.
    """

    number: str
    box: Box


@dataclass(slots=True)
class Drawing:
    """What one page shows, in points from its upper left corner.

    Attributes:
        turns: how many glyphs are turned by how many quarters, clockwise.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: list[PlacedImage] = field(default_factory=list)
    turns: Counter[int] = field(default_factory=Counter)


class Draftsman:
    """Draws the pages of one file, with limits on all of them together."""

    def __init__(self) -> None:
        """Begin a file."""
        self._objects = 0
        self._glyphs = 0
        self._rules = 0

    def draw(self, root: etree._Element, units: Units, drawing: Drawing) -> None:
        """Add what a page's or template's Content, or an annotation's appearance, shows.

        Args:
            root: the element, whose own Boundary is heeded if it has one.
            units: the composite graphic units that it may use.
            drawing: what is added to.

        Raises:
            UnreadableFileError: an object cannot be read, or there are too many.
        """
        self._draw_group(root, _TO_POINTS.after(placing_of(root)), units, drawing, 0)

    def _draw_group(
        self, group: etree._Element, around: Matrix, units: Units, drawing: Drawing, depth: int
    ) -> None:
        if depth > MOST_NESTING:
            raise over_limit("OFD", "嵌套层数", "levels of nesting", MOST_NESTING)
        for element in group.iterchildren("*"):
            self._objects += 1
            if self._objects > MOST_OBJECTS:
                raise over_limit("OFD", "对象数", "objects", MOST_OBJECTS)
            tag = tag_of(element)
            if is_hidden(element):
                continue
            if tag in _GROUPS:
                self._draw_group(element, around, units, drawing, depth + 1)
            elif tag == "CompositeObject":
                unit = child_of(units.get(element.get("ResourceID", "")), "Content")
                if unit is not None:
                    inside = around.after(placing_of(element))
                    self._draw_group(unit, inside, units, drawing, depth + 1)
            else:
                self._draw_object(element, tag, around, drawing)

    def _draw_object(
        self, element: etree._Element, tag: str, around: Matrix, drawing: Drawing
    ) -> None:
        if tag == "TextObject":
            self._draw_text(element, around, drawing)
        elif tag == "PathObject":
            self._draw_path(element, around, drawing)
        elif tag == "ImageObject":
            drawing.images.append(_placed_image(element, around.after(placing_of(element))))

    def _draw_text(self, element: etree._Element, around: Matrix, drawing: Drawing) -> None:
        if not (is_painted(element, "Fill", True) or is_painted(element, "Stroke", False)):
            return
        to_page = around.after(placing_of(element))
        turns = quarter_turns(to_page)
        for glyph in glyphs_of_text(element, to_page):
            self._glyphs += 1
            if self._glyphs > MOST_GLYPHS:
                raise over_limit("OFD", "字数", "characters", MOST_GLYPHS)
            if turns is not None:
                drawing.glyphs.append(glyph)
                drawing.turns[turns] += 1

    def _draw_path(self, element: etree._Element, around: Matrix, drawing: Drawing) -> None:
        rules = rules_of_path(
            text_of(child_of(element, "AbbreviatedData")),
            around.after(placing_of(element)),
            stroked=is_painted(element, "Stroke", True),
            filled=is_painted(element, "Fill", False),
        )
        self._rules += len(rules)
        if self._rules > MOST_RULES:
            raise over_limit("OFD", "线段数", "rules", MOST_RULES)
        drawing.rules += rules


def _placed_image(element: etree._Element, to_page: Matrix) -> PlacedImage:
    """An image fills the unit square of its own coordinates."""
    corners = (to_page.apply(x, y) for x in (0.0, 1.0) for y in (0.0, 1.0))
    box = enclosing(Box(x, y, x, y) for x, y in corners)
    return PlacedImage(element.get("ResourceID", ""), box)
