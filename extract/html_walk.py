"""Walk over a parsed web page, without recursion: what a reader of it sees, in reading order."""

import re
from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.document import Cell, Table
from extract.errors import over_limit
from extract.html_blocks import CellDraft, Grid, Item, RowDraft, Run, TableDraft
from extract.html_kinds import KINDS, PARENTS, Kind
from extract.html_paths import Element
from extract.html_tables import Places, items_of_table
from extract.text import read_text

MOST_LEVELS = 1_000
"""Elements around one another; a browser itself goes down to 512."""
MOST_ROWS_SPANNED = 65_534
MOST_COLUMNS_SPANNED = 1_000
"""HTML's own limits of rowspan and colspan."""


_HTML_SPACE = re.compile(r"[ \t\n\r\f]+")
_DISPLAY = re.compile(r"(?:^|[;\s])display\s*:\s*([a-z-]+)", re.IGNORECASE)
_SPAN = re.compile(r"[ \t\n\r\f]*\+?([0-9]{1,9})")


def walk(page: LexborHTMLParser, *, with_hidden: bool = False) -> list[Item]:
    """Gather what a page shows.

    Args:
        page: the parsed page.
        with_hidden: whether elements count that the page itself hides at first.

    Returns:
        Runs and grids in reading order.

    Raises:
        UnreadableFileError: it is nested too deeply, or its tables exceed the limits.
    """
    if page.body is None:
        return []
    return _Walk(page, page.body, with_hidden).items()


def hides_tables(page: LexborHTMLParser) -> bool:
    """Whether some element that is not shown at first holds a table."""
    hidden = [node for node in page.css(_STYLED) if _shown_as(node) is Kind.UNSEEN]
    return any(node.css_first("table") is not None for node in hidden)


_STYLED = '[hidden],[style*="display" i]'


def _shown_as(node: LexborNode) -> Kind | None:
    """What an element's own style makes of it; None if that says nothing."""
    attributes = node.attributes
    found = _DISPLAY.search(attributes.get("style") or "")
    display = found[1].lower() if found else None
    if "hidden" in attributes or display == "none":
        return Kind.UNSEEN
    if display is None or display.startswith("table"):
        return None
    return Kind.INLINE if display in ("inline", "contents") else Kind.BLOCK


class _Walk:
    """The state of a walk: where it is, and what is gathered there."""

    def __init__(self, page: LexborHTMLParser, body: LexborNode, with_hidden: bool) -> None:
        self._element = Element(body, None, "body", Kind.BLOCK, 0)
        self._entered = 0
        self._sink: list[Item] = []
        """Where the next run or grid goes: the page, a caption or a cell."""
        self._outer_sinks: list[list[Item]] = []
        self._tables: list[TableDraft] = []
        self._places = Places()
        self._pieces: list[str] = []
        """The text of the run that is being gathered."""
        self._linked = 0
        self._spans: Mapping[int, LexborNode] = {
            node.mem_id: node for node in page.css("[rowspan],[colspan]")
        }
        self._shown_as = {
            node.mem_id: kind
            for node in page.css(_STYLED)
            if (kind := _shown_as(node)) is not None and not (with_hidden and kind is Kind.UNSEEN)
        }

    def items(self) -> list[Item]:
        """Walk over the whole page."""
        node = self._element.node.first_child
        while True:
            if node is None:
                left = self._element
                if left.parent is None:
                    break
                self._leave(left)
                self._element = left.parent
                node = left.node.next
                continue
            tag = node.tag or ""
            if tag == "-text":
                self._add_text(node.text_content or "")
                node = node.next
            else:
                node = self._enter(node, tag)
        self._end_run()
        return self._sink

    def _add_text(self, text: str) -> None:
        if self._element.is_link:
            self._linked += len(text.strip())
        elif not self._pieces and not self._element.is_preformatted and text.isspace():
            return
        self._pieces.append(text)

    def _enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Go into an element, or past it; returns the node to go on with."""
        if tag.startswith("-"):
            return node.next
        self._element.count_child(tag)
        kind = self._kind(node, tag)
        if kind is Kind.UNSEEN:
            return node.next
        if kind is Kind.BREAK:
            self._end_run()
            return node.next
        self._entered += 1
        element = Element(node, self._element, tag, kind, self._entered)
        if element.level > MOST_LEVELS:
            raise over_limit("HTML", "嵌套层数", "levels of nesting", MOST_LEVELS)
        if kind is Kind.LINK:
            element.is_link = tag == "button" or "href" in node.attributes
        elif kind is not Kind.INLINE:
            self._end_run()
            element.block = element
            self._begin(element, kind, tag)
        self._element = element
        return node.first_child

    def _kind(self, node: LexborNode, tag: str) -> Kind:
        kind = KINDS.get(tag, Kind.INLINE)
        shown = self._shown_as.get(node.mem_id) if self._shown_as else None
        # A table's parts stay what they are: the parser has put them into their places.
        if shown is Kind.UNSEEN or (shown and kind in (Kind.INLINE, Kind.BLOCK)):
            return shown
        if kind is Kind.CHOICE:
            return Kind.BLOCK if node.css_first("table") is not None else Kind.UNSEEN
        if PARENTS.get(kind, self._element.kind) is not self._element.kind:
            return Kind.BLOCK
        return kind

    def _begin(self, element: Element, kind: Kind, tag: str) -> None:
        """Prepare for what stands in a block-level element."""
        if kind is Kind.HEADING:
            element.is_heading = True
        elif kind is Kind.NAVIGATION:
            element.is_navigation = True
        elif kind is Kind.PREFORMATTED:
            element.is_preformatted = True
        elif kind is Kind.TABLE:
            self._tables.append(TableDraft(element))
            self._go_into(self._tables[-1].before)
        elif kind is Kind.SECTION:
            self._tables[-1].sections.append((tag, []))
        elif kind is Kind.ROW:
            self._section().append(RowDraft(element))
        elif kind is Kind.CELL:
            self._begin_cell(element)

    def _section(self) -> list[RowDraft]:
        sections = self._tables[-1].sections
        if not sections:
            sections.append(("tbody", []))
        return sections[-1][1]

    def _begin_cell(self, element: Element) -> None:
        cell = CellDraft(element)
        if (spanning := self._spans.get(element.node.mem_id)) is not None:
            attributes = spanning.attributes
            cell.row_span = _span(attributes.get("rowspan"), 0, MOST_ROWS_SPANNED)
            cell.column_span = _span(attributes.get("colspan"), 1, MOST_COLUMNS_SPANNED)
        self._section()[-1].cells.append(cell)
        self._go_into(cell.items)

    def _go_into(self, sink: list[Item]) -> None:
        self._outer_sinks.append(self._sink)
        self._sink = sink

    def _leave(self, element: Element) -> None:
        """Close an element and what it has opened."""
        if element.kind not in (Kind.INLINE, Kind.LINK):
            self._end_run()
        if element.kind in (Kind.TABLE, Kind.CELL):
            self._sink = self._outer_sinks.pop()
        if element.kind is Kind.TABLE:
            self._sink.extend(items_of_table(self._tables.pop(), self._places))

    def _end_run(self) -> None:
        """Keep the run that has been gathered, if anything is printed in it."""
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces.clear()
        linked, self._linked = self._linked, 0
        block = self._element.block
        if block.is_preformatted:
            self._sink.extend(_preformatted(text, block))
            return
        text = _HTML_SPACE.sub(" ", text).strip(" ")
        if text and not text.isspace():
            self._sink.append(Run(text, block, linked))


def _preformatted(text: str, block: Element) -> list[Item]:
    """The lines and tables of a text that is laid out by its own blanks and line ends."""
    if "\n" not in text.strip():
        return [Run(text.strip(), block)] if text.strip() else []
    items: list[Item] = []
    for piece in read_text(text, "").blocks:
        if isinstance(piece, Table):
            items.append(_grid_of_text(piece, block))
        elif piece.text.strip():
            items.append(Run(piece.text, block))
    return items


def _grid_of_text(table: Table, block: Element) -> Grid:
    rows = tuple(tuple(Cell(cell.text, block.path) for cell in row) for row in table.rows)
    characters = sum(len(cell.text) for row in rows for cell in row)
    return Grid(Table(rows, table.separation), block, characters, has_figures=True)


def _span(value: str | None, least: int, most: int) -> int:
    """Read a rowspan or colspan as browsers do: what is no number, or too small, is 1."""
    found = _SPAN.match(value or "")
    if found is None or int(found[1]) < least:
        return 1
    return min(int(found[1]), most)
