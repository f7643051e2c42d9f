"""The text of a paragraph of a Word document: what is printed of its runs."""

from collections.abc import Iterator

from lxml import etree

from extract.docx_styles import Styles
from extract.ooxml import alternative_of, child_of, is_on, name_of, properties_of, value_of

TEXT_BOX = "w:txbxContent"

_LEFT_OUT = frozenset(
    {
        "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:customXmlPr", "w:smartTagPr", "w:rubyPr",
        "w:del", "w:moveFrom", "w:delText", "w:instrText", "w:delInstrText", "w:rt",
    }
)  # fmt: skip
"""What stands in paragraphs and is not printed as text: properties, deletions, field codes,
the small text over a ruby base."""
_TEXTS = frozenset({"w:t", "m:t"})
_MARKS = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
"""Signs that have elements of their own; a soft hyphen prints nothing inside a line."""
_STRUCK = frozenset({"w:strike", "w:dstrike"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PRIVATE = 0xF000
"""Fonts of signs have their characters in the private use area, from here on."""


def text_of(paragraph: etree._Element, styles: Styles) -> Iterator[str | etree._Element]:
    """The pieces of a paragraph in order: text, and the text boxes anchored in it.

    Args:
        paragraph: a w:p.
        styles: the document's styles, by which text may be hidden.
    """
    fields = _Fields()
    hidden = _hidden_by_style(properties_of(paragraph, "w:pPr"), "w:pStyle", styles)
    begun = False
    stack = list(reversed(paragraph))
    while stack:
        child = stack.pop()
        name = name_of(child)
        if name in _TEXTS or name in _MARKS or name == "w:sym":
            if fields.print:
                sign = _sign(child, name)
                yield sign.translate(_RAISED) if begun and _is_raised(child) else sign
                begun = True
        elif name == "w:fldChar":
            fields.pass_mark(value_of(child, "w:fldCharType"))
        elif name == TEXT_BOX:
            yield child
        elif name == "w:r" and _is_hidden(child, styles, hidden):
            stack.extend(mark for mark in reversed(child) if name_of(mark) == "w:fldChar")
        elif name == "mc:AlternateContent":
            stack.extend(reversed(alternative_of(child)))
        elif name not in _LEFT_OUT:
            stack.extend(reversed(child))


class _Fields:
    """The fields that a paragraph stands in: of each, code and result follow one another."""

    def __init__(self) -> None:
        self._in_code: list[bool] = []
        self._codes = 0

    @property
    def print(self) -> bool:
        """Whether text is printed here: it stands in no field's code."""
        return not self._codes

    def pass_mark(self, kind: str | None) -> None:
        """Go past the mark of a field's beginning, separation or end."""
        if kind == "begin":
            self._in_code.append(True)
            self._codes += 1
        elif self._in_code and kind in ("separate", "end"):
            self._codes -= self._in_code[-1]
            self._in_code[-1] = False
            if kind == "end":
                self._in_code.pop()


def _sign(element: etree._Element, name: str) -> str:
    if name in _TEXTS:
        return element.text or ""
    if name == "w:sym":
        return _symbol(element)
    return _MARKS[name]


def _symbol(element: etree._Element) -> str:
    """The character of a font of signs; the digits and marks of Symbol are the ordinary ones."""
    try:
        code = int(value_of(element, "w:char") or "", 16)
    except ValueError:
        return ""
    if value_of(element, "w:font") == "Symbol" and _PRIVATE + 0x20 <= code < _PRIVATE + 0x40:
        code -= _PRIVATE
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""


def _is_raised(text: etree._Element) -> bool:
    """Whether a text is superscript, so that its digits are no part of the number before it."""
    run = text.getparent()
    properties = properties_of(run, "w:rPr") if run is not None else None
    align = child_of(properties, "w:vertAlign")
    return align is not None and value_of(align) == "superscript"


def _is_hidden(run: etree._Element, styles: Styles, by_paragraph: bool) -> bool:
    """Whether a run is hidden, or struck out as what no longer holds."""
    properties = properties_of(run, "w:rPr")
    if properties is None:
        return by_paragraph
    by_style = by_paragraph
    for child in properties:
        name = name_of(child)
        if name in _STRUCK and is_on(child):
            return True
        if name == "w:vanish":
            return is_on(child)
        if name == "w:rStyle":
            by_style = by_style or styles.hides(value_of(child))
    return by_style


def _hidden_by_style(properties: etree._Element | None, kind: str, styles: Styles) -> bool:
    style = child_of(properties, kind)
    return styles.hides(value_of(style)) if style is not None else False
