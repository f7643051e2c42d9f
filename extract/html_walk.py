"""Walk over a parsed web page, without recursion: what a reader of it sees, in reading order."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.errors import over_limit
from extract.html_blocks import CellDraft, Item, RowDraft, Run, TableDraft
from extract.html_kinds import INLINE, KINDS, PARENTS, Kind
from extract.html_paths import HEADING, LINK, NAVIGATION, PREFORMATTED, Element
from extract.html_styles import kinds_by_style
from extract.html_tables import Places, items_of_table
from extract.html_texts import lines_of_preformatted, only_text, printed, read_preformatted

MOST_LEVELS = 1_000
"""Elements around one another; a browser itself goes down to 512."""
MOST_PREFORMATTED = 300_000
"""Characters whose own layout is read; what is preformatted beyond them is running text."""
MOST_ROWS_SPANNED = 65_534
MOST_COLUMNS_SPANNED = 1_000
"""HTML's own limits of rowspan and colspan."""


_TEXT_ENTRIES = frozenset({"text", "number", "tel"})
_STRUCK = {Kind.STRUCK: INLINE, INLINE: INLINE, Kind.RAISED: INLINE, Kind.BLOCK: Kind.BLOCK}
"""Elements that may be struck out, and what they are if they hold more than a text."""
_OPENED_AGAIN = frozenset({"s", "strike"})
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
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


class _Walk:
    """The state of a walk: where it is, and what is gathered there."""

    def __init__(self, page: LexborHTMLParser, body: LexborNode, with_hidden: bool) -> None:
        self._element = Element(body, None, "body", Kind.BLOCK, 0)
        self._entered = 0
        self._sink: list[Item] = []
        """Where the next run or grid goes: the page, a table outside its cells, or a cell."""
        self._outer_sinks: list[list[Item]] = []
        self._tables: list[TableDraft] = []
        self._places = Places()
        self._pieces: list[str] = []
        """The text of the run that is being gathered."""
        self._linked = 0
        self._preformatted = 0
        self._spans = {node.mem_id: node.attributes for node in page.css("[rowspan],[colspan]")}
        self._styled = kinds_by_style(page, with_hidden=with_hidden)

    def items(self) -> list[Item]:
        """Walk over the whole page."""
        node = self._element.node.first_child
        while True:
            while node is not None:
                tag = node.tag or ""
                node = self._enter(node, tag) if tag[:1] != "-" else self._pass_text(node)
            left = self._element
            self._leave(left)
            if left.parent is None:
                return self._sink
            self._element = left.parent
            node = left.node.next

    def _pass_text(self, node: LexborNode) -> LexborNode | None:
        """Gather a text; comments have none."""
        text = node.text_content
        if text:
            self._gather(text)
        return node.next

    def _gather(self, text: str) -> None:
        within = self._element.within
        if within & LINK:
            self._linked += len(text.strip())
        elif not self._pieces and not within & PREFORMATTED and text.isspace():
            return
        self._pieces.append(text)

    def _enter(self, node: LexborNode, tag: str) -> LexborNode | None:
        """Go into an element, or past it; returns the node to go on with."""
        parent = self._element
        parent.children += 1
        parent.counts[tag] = parent.counts.get(tag, 0) + 1
        kind = self._kind(node, tag)
        if kind is Kind.UNSEEN or (kind is INLINE and self._gather_whole(node, tag)):
            return node.next
        if kind is not INLINE and kind is not Kind.LINK and self._pieces:
            self._end_run()
        if kind is Kind.BREAK:
            return node.next
        self._entered += 1
        element = Element(node, parent, tag, kind, self._entered)
        if element.level > MOST_LEVELS:
            raise over_limit("HTML", "嵌套层数", "levels of nesting", MOST_LEVELS)
        if kind is Kind.CELL and not self._styled and (text := only_text(node)) is not None:
            self._add_cell(element, printed(text))
            return node.next
        if kind in _BEGINNINGS:
            _BEGINNINGS[kind](self, element, tag)
        self._element = element
        return node.first_child

    def _gather_whole(self, node: LexborNode, tag: str) -> bool:
        """Gather all that stands in an inline element, if it is a text or nothing."""
        if KINDS.get(tag) is Kind.RAISED and self._pieces and (text := only_text(node)):
            self._gather(text.translate(_RAISED))
            return True
        first = node.first_child
        if first is None:
            if KINDS.get(tag) is Kind.ENTRY:
                self._gather(node.attributes.get("value") or "")
            return True
        if first.tag != "-text" or first.next is not None:
            return False
        self._gather(first.text_content or "")
        return True

    def _kind(self, node: LexborNode, tag: str) -> Kind:
        kind = KINDS.get(tag, INLINE)
        styled = self._styled.get(node.mem_id) if self._styled else None
        if Kind.STRUCK in (kind, styled) and kind in _STRUCK:
            # One that was never closed holds what comes after it; the parser opens it again
            # in each paragraph up to the end of its cell, if it stands in one.
            counts = tag not in _OPENED_AGAIN or bool(self._tables)
            return Kind.UNSEEN if counts and only_text(node) is not None else _STRUCK[kind]
        if kind is Kind.ENTRY:
            is_shown = styled is not Kind.UNSEEN and _is_of_text(node)
            return INLINE if is_shown else Kind.UNSEEN
        if kind is Kind.RAISED:
            kind = INLINE
        # A table's parts stay what they are: the parser has put them into their places.
        if styled is Kind.UNSEEN or (styled and kind in (INLINE, Kind.BLOCK)):
            return styled
        if kind in PARENTS and PARENTS[kind] is not self._element.kind:
            return Kind.BLOCK
        if kind is Kind.CHOICE:
            # Of a list that was never closed the last one holds the rest of the page.
            return Kind.UNSEEN if only_text(node) is not None else Kind.BLOCK
        return kind

    def _begin_link(self, element: Element, tag: str) -> None:
        """A link or button; an anchor that only names a place is none."""
        if tag == "button" or "href" in element.node.attributes:
            element.within |= LINK

    def _begin_heading(self, element: Element, tag: str) -> None:
        element.within |= HEADING

    def _begin_navigation(self, element: Element, tag: str) -> None:
        element.within |= NAVIGATION

    def _begin_preformatted(self, element: Element, tag: str) -> None:
        element.within |= PREFORMATTED

    def _begin_table(self, element: Element, tag: str) -> None:
        table = TableDraft(element)
        self._tables.append(table)
        self._go_into(table.before)

    def _begin_section(self, element: Element, tag: str) -> None:
        self._tables[-1].sections.append((tag, []))

    def _begin_row(self, element: Element, tag: str) -> None:
        self._tables[-1].sections[-1][1].append(RowDraft(element))

    def _begin_cell(self, element: Element, tag: str) -> None:
        self._go_into(self._add_cell(element, "").items)

    def _add_cell(self, element: Element, text: str) -> CellDraft:
        cell = CellDraft(element)
        if text:
            cell.items.append(Run(text, element))
        attributes = self._spans.get(element.node.mem_id)
        if attributes is not None:
            cell.row_span = _span(attributes.get("rowspan"), 0, MOST_ROWS_SPANNED)
            cell.column_span = _span(attributes.get("colspan"), 1, MOST_COLUMNS_SPANNED)
        self._tables[-1].sections[-1][1][-1].cells.append(cell)
        return cell

    def _go_into(self, sink: list[Item]) -> None:
        self._outer_sinks.append(self._sink)
        self._sink = sink

    def _leave(self, element: Element) -> None:
        """Close an element and what it has opened."""
        kind = element.kind
        if self._pieces and kind is not INLINE and kind is not Kind.LINK:
            self._end_run()
        if kind is Kind.CELL:
            self._sink = self._outer_sinks.pop()
        elif kind is Kind.TABLE:
            self._sink = self._outer_sinks.pop()
            self._sink.extend(items_of_table(self._tables.pop(), self._places))

    def _end_run(self) -> None:
        """Keep the run that has been gathered, if anything is printed in it."""
        text = "".join(self._pieces)
        self._pieces.clear()
        linked, self._linked = self._linked, 0
        block = self._element.block
        if block.within & PREFORMATTED:
            self._preformatted += len(text)
            is_short = self._preformatted <= MOST_PREFORMATTED
            read = read_preformatted if is_short else lines_of_preformatted
            self._sink.extend(read(text, block))
        elif line := printed(text):
            self._sink.append(Run(line, block, linked))


_BEGINNINGS = {
    Kind.CELL: _Walk._begin_cell,
    Kind.HEADING: _Walk._begin_heading,
    Kind.LINK: _Walk._begin_link,
    Kind.NAVIGATION: _Walk._begin_navigation,
    Kind.PREFORMATTED: _Walk._begin_preformatted,
    Kind.ROW: _Walk._begin_row,
    Kind.SECTION: _Walk._begin_section,
    Kind.TABLE: _Walk._begin_table,
}
"""What is done at the beginning of an element that is more than a line or a block."""


def _is_of_text(entry: LexborNode) -> bool:
    """Whether a browser shows the value of an input element as a line of text."""
    return (entry.attributes.get("type") or "text").strip().lower() in _TEXT_ENTRIES


def _span(value: str | None, least: int, most: int) -> int:
    """Read a rowspan or colspan as browsers do: what is no number, or too small, is 1."""
    found = _SPAN.match(value or "")
    if found is None or int(found[1]) < least:
        return 1
    return min(int(found[1]), most)
