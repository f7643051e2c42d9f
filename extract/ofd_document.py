"""The pages of one document in an OFD file, drawn: with templates, resources, annotations."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from extract.errors import damaged_file
from extract.ofd_package import OfdPackage, Part, Resources
from extract.ofd_page import Draftsman, Drawing
from extract.ofd_values import child_of, children_of, is_hidden, read_box, text_of

_OVERPRINTED = frozenset({"Stamp", "Watermark"})
"""Annotations that lie over the text and are no part of it."""
_A4_MM = (210.0, 297.0)


@dataclass(frozen=True, slots=True)
class Page:
    """One page as drawn.

    Attributes:
        drawing: its glyphs, rules and images, in points.
        resources: what it refers to.
        width: in millimetres.
        height: in millimetres.
    """

    drawing: Drawing
    resources: Resources
    width: float
    height: float


def pages_of(package: OfdPackage, root: Part, draftsman: Draftsman) -> Iterator[Page]:
    """The pages of a document, in its order.

    Args:
        package: the file.
        root: the document's root part.
        draftsman: draws the pages of the whole file within its limits.

    Raises:
        UnreadableFileError: a part is absent or cannot be read, or a limit is passed.
    """
    document = _Document(package, root, draftsman)
    for pages in children_of(root.root, "Pages"):
        for page in children_of(pages, "Page"):
            yield document.draw(page)


class _Document:
    """What the pages of a document share."""

    def __init__(self, package: OfdPackage, root: Part, draftsman: Draftsman) -> None:
        self._package = package
        self._root = root
        self._draftsman = draftsman
        self._resources = Resources()
        common = child_of(root.root, "CommonData")
        self._common = root.root if common is None else common
        self._take_resources(Part(root.name, self._common))
        self._template_links = {
            template.get("ID", ""): template.get("BaseLoc", "")
            for template in children_of(self._common, "TemplatePage")
        }
        self._templates: dict[str, Part] = {}
        self._annotations = dict(self._annotation_links())

    def draw(self, listed: etree._Element) -> Page:
        """Draw a page, from what lies hindmost to what lies foremost."""
        part = self._package.linked(listed.get("BaseLoc", ""), self._root)
        templates = list(children_of(part.root, "Template"))
        behind = [each for each in templates if each.get("ZOrder") != "Foreground"]
        before = [each for each in templates if each.get("ZOrder") == "Foreground"]
        drawing = Drawing()
        for template in behind:
            self._draw_template(template, drawing)
        self._draw_part(part, drawing)
        for template in before:
            self._draw_template(template, drawing)
        self._draw_annotations(listed.get("ID", ""), drawing)
        return Page(drawing, self._resources, *self._size_of(part))

    def _draw_template(self, reference: etree._Element, drawing: Drawing) -> None:
        number = reference.get("TemplateID", "")
        if number not in self._template_links:
            return
        if number not in self._templates:
            template = self._package.shared(self._template_links[number], self._root)
            if template is None:
                raise damaged_file("OFD", "a page's template is absent")
            self._templates[number] = template
        self._draw_part(self._templates[number], drawing)

    def _draw_part(self, part: Part, drawing: Drawing) -> None:
        self._take_resources(part)
        for content in children_of(part.root, "Content"):
            self._draftsman.draw(content, self._resources.units, drawing)

    def _draw_annotations(self, page: str, drawing: Drawing) -> None:
        for part in self._annotations.get(page, []):
            for annotation in children_of(part.root, "Annot"):
                if annotation.get("Type") in _OVERPRINTED or is_hidden(annotation):
                    continue
                for appearance in children_of(annotation, "Appearance"):
                    self._draftsman.draw(appearance, self._resources.units, drawing)

    def _annotation_links(self) -> Iterator[tuple[str, list[Part]]]:
        """The numbers of pages, each with its annotation parts."""
        link = child_of(self._root.root, "Annotations")
        listing = None if link is None else self._package.shared(text_of(link), self._root)
        if listing is None:
            return
        for page in children_of(listing.root, "Page"):
            found = (
                self._package.shared(text_of(location), listing)
                for location in children_of(page, "FileLoc")
            )
            yield page.get("PageID", ""), [part for part in found if part is not None]

    def _take_resources(self, part: Part) -> None:
        for link in children_of(part.root, "PublicRes", "DocumentRes", "PageRes"):
            self._package.take_resources(text_of(link), part, self._resources)

    def _size_of(self, part: Part) -> tuple[float, float]:
        for area in (child_of(part.root, "Area"), child_of(self._common, "PageArea")):
            box = read_box(text_of(child_of(area, "PhysicalBox")))
            if box is not None:
                return box[2], box[3]
        return _A4_MM
