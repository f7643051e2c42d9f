"""The styles of a Word document: what paragraphs and runs take from them."""

from dataclasses import dataclass, field

from lxml import etree

from extract.ooxml import child_of, descendant_of, is_on, name_of, value_of

_LONGEST_CHAIN = 20
"""Styles that may be based on each other; Word allows eleven."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by their ids.

    Attributes:
        by_id: w:style elements.
        default: id of the style of paragraphs that name none; None without.
    """

    by_id: dict[str, etree._Element]
    default: str | None
    _hiding: dict[str, bool] = field(default_factory=dict)

    def chain(self, style_id: str | None) -> list[tuple[str, etree._Element]]:
        """A style and those that it is based on, nearest first."""
        found: list[tuple[str, etree._Element]] = []
        while style_id in self.by_id and len(found) < _LONGEST_CHAIN:
            style = self.by_id[style_id]
            found.append((style_id, style))
            style_id = _based_on(style)
        return found

    def hides(self, style_id: str | None) -> bool:
        """Whether text in that style is hidden."""
        if style_id not in self.by_id:
            return False
        if style_id not in self._hiding:
            self._hiding[style_id] = self._is_hiding(style_id)
        return self._hiding[style_id]

    def _is_hiding(self, style_id: str) -> bool:
        for _, style in self.chain(style_id):
            vanish = descendant_of(style, "w:rPr", "w:vanish")
            if vanish is not None:
                return is_on(vanish)
        return False


def read_styles(root: etree._Element | None) -> Styles:
    """Index the styles part; None where the document has none."""
    by_id: dict[str, etree._Element] = {}
    default = None
    for style in root if root is not None else ():
        style_id = value_of(style, "w:styleId")
        if name_of(style) != "w:style" or style_id is None:
            continue
        by_id[style_id] = style
        if value_of(style, "w:type") == "paragraph" and value_of(style, "w:default") in _ON:
            default = style_id
    return Styles(by_id, default)


_ON = ("1", "true", "on")


def _based_on(style: etree._Element) -> str | None:
    based_on = child_of(style, "w:basedOn")
    return value_of(based_on) if based_on is not None else None
