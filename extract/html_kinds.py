"""The elements of HTML, by what they do to the text around and in them."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What an element does to the text around and in it."""

    INLINE = "inline"
    BLOCK = "block"
    """Begins and ends a line."""
    BREAK = "break"
    UNSEEN = "unseen"
    """Its text is not shown. What shows its text where it cannot be played (object) is none."""
    ENTRY = "entry"
    """What is entered into a field of text is shown."""
    CHOICE = "choice"
    """An option of a list to choose from."""
    STRUCK = "struck"
    """Text that is struck out and holds no more, or that stands small above its base."""
    RAISED = "raised"
    """A superscript: its digits are no part of the number before it."""
    LINK = "link"
    NAVIGATION = "navigation"
    HEADING = "heading"
    PREFORMATTED = "preformatted"
    TABLE = "table"
    SECTION = "section"
    ROW = "row"
    CELL = "cell"
    CAPTION = "caption"


INLINE: Final = Kind.INLINE
"""The kind of every element that is not listed here."""

_NAMES = {
    Kind.BLOCK: "address article aside blockquote body center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form header hgroup legend li main menu ol optgroup p "
    "search section summary ul",
    Kind.BREAK: "br hr",
    Kind.UNSEEN: "area audio base canvas col colgroup datalist embed frame frameset head "
    "iframe img link meta noembed noframes noscript param script source style "
    "svg template title track video",
    Kind.CHOICE: "option",
    Kind.ENTRY: "input",
    Kind.STRUCK: "del rp rt s strike",
    Kind.RAISED: "sup",
    Kind.LINK: "a button",
    Kind.NAVIGATION: "nav",
    Kind.HEADING: "h1 h2 h3 h4 h5 h6",
    Kind.PREFORMATTED: "listing plaintext pre textarea xmp",
    Kind.TABLE: "table",
    Kind.SECTION: "thead tbody tfoot",
    Kind.ROW: "tr",
    Kind.CELL: "td th",
    Kind.CAPTION: "caption",
}
KINDS: dict[str | None, Kind] = {
    name: kind for kind, names in _NAMES.items() for name in names.split()
}
"""By name."""

PARENTS = {
    Kind.SECTION: Kind.TABLE,
    Kind.CAPTION: Kind.TABLE,
    Kind.ROW: Kind.SECTION,
    Kind.CELL: Kind.ROW,
}
"""What a part of a table is the child of; anywhere else it is a mere block."""
