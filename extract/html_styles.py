"""What the elements of a web page are made of by their own styles: hidden, a block, in line."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extract.html_kinds import KINDS, PARENTS, Kind

_STYLED = '[hidden],[style*="display" i],[style*="visibility" i],[style*="line-through" i]'
_INVISIBLE = re.compile(r"(?:^|[;\s])visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_STRUCK = re.compile(r"(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_DISPLAY = re.compile(r"(?:^|[;\s])display\s*:\s*([a-z-]+)", re.IGNORECASE)


def kinds_by_style(page: LexborHTMLParser, *, with_hidden: bool = False) -> dict[int, Kind]:
    """The elements whose style makes them something else than their name says.

    Args:
        page: the parsed page.
        with_hidden: leave out that elements are hidden; rows and cells stay hidden.

    Returns:
        UNSEEN, STRUCK, BLOCK or INLINE, by the identity of the node.
    """
    kinds: dict[int, Kind] = {}
    for node in page.css(_STYLED):
        kind = _kind_by_style(node)
        is_part = KINDS.get(node.tag) in PARENTS
        if kind is not None and (kind is not Kind.UNSEEN or is_part or not with_hidden):
            kinds[node.mem_id] = kind
    return kinds


def hides_something(page: LexborHTMLParser) -> bool:
    """Whether some element is not shown at first."""
    return Kind.UNSEEN in kinds_by_style(page).values()


def _kind_by_style(node: LexborNode) -> Kind | None:
    attributes = node.attributes
    style = attributes.get("style") or ""
    found = _DISPLAY.search(style)
    display = found[1].lower() if found else None
    if "hidden" in attributes or display == "none":
        return Kind.UNSEEN
    if _INVISIBLE.search(style) and KINDS.get(node.tag) not in PARENTS:
        return Kind.UNSEEN  # a cell keeps its place
    if _STRUCK.search(style):
        return Kind.STRUCK
    if display is None or display.startswith("table"):
        return None
    return Kind.INLINE if display in ("inline", "contents") else Kind.BLOCK
