"""The text of a web page's elements: white space that does not count, and preformatted text."""

import re

from selectolax.lexbor import LexborNode

from extract.document import Cell, Table
from extract.html_blocks import Grid, Item, Run
from extract.html_kinds import INLINE, KINDS, Kind
from extract.html_paths import Element
from extract.text import read_text

_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_MOST_WRAPPERS = 30
_WRAPPERS = frozenset({INLINE, Kind.BLOCK})


def only_text(node: LexborNode) -> str | None:
    """The text of an element that holds a single one, in a few wrappers; None if it holds more."""
    child = node.first_child
    for _ in range(_MOST_WRAPPERS):
        if child is None or child.next is not None:
            break
        tag = child.tag
        if tag == "-text":
            return child.text_content
        if KINDS.get(tag, INLINE) not in _WRAPPERS:
            return None
        child = child.first_child
    return "" if child is None else None


def printed(text: str) -> str:
    """A line with HTML's own white space collapsed; "" if nothing is printed."""
    if text.isalnum():
        return text
    collapsed = _HTML_SPACE.sub(" ", text).strip(" ")
    return "" if collapsed.isspace() else collapsed


def read_preformatted(text: str, block: Element) -> list[Item]:
    """The lines and tables of a text that is laid out by its own blanks and line ends."""
    if "\n" not in text.strip():
        return lines_of_preformatted(text, block)
    items: list[Item] = []
    for piece in read_text(text, "").blocks:
        if isinstance(piece, Table):
            items.append(_grid_of_text(piece, block))
        elif piece.text.strip():
            items.append(Run(piece.text, block))
    return items


def lines_of_preformatted(text: str, block: Element) -> list[Item]:
    """The lines of a preformatted text that are not blank."""
    return [Run(line.strip(), block) for line in text.split("\n") if line.strip()]


def _grid_of_text(table: Table, block: Element) -> Grid:
    rows = tuple(tuple(Cell(cell.text, block.path) for cell in row) for row in table.rows)
    characters = sum(len(cell.text) for row in rows for cell in row)
    return Grid(Table(rows, table.separation), block, characters, has_figures=True)
