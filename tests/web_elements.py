"""Resolve XPaths in a web page as a browser does, without the reader's help."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_STEP = re.compile(r"([a-z][a-z0-9-]*|\*)(?:\[([1-9]\d*)\])?")
_UNSEEN = frozenset({"option", "script", "style", "svg", "title"})


def element_at(page: LexborHTMLParser, path: str) -> LexborNode:
    """The one element at a path of the form /html/body/div[2]/*[1].

    Raises:
        LookupError: the path is of another form or leads nowhere.
    """
    found = None
    children = [page.root]
    for step in path.removeprefix("/").split("/"):
        match = _STEP.fullmatch(step)
        if match is None:
            raise LookupError(f"no step of an XPath: {step}")
        fitting = [node for node in children if match[1] in ("*", node.tag)]
        if len(fitting) < int(match[2] or 1):
            raise LookupError(f"{step} in {path} leads nowhere")
        found = fitting[int(match[2] or 1) - 1]
        # Comments come along, which are no elements.
        children = [node for node in found.iter() if node.is_element_node]
    assert found is not None
    return found


def shown_text(element: LexborNode) -> str:
    """All text in an element but that of scripts and the like, without any white space."""
    nodes = element.traverse(include_text=True)
    texts = [node.text_content or "" for node in nodes if _is_shown_text(node, element)]
    return solid_text("".join(texts))


def _is_shown_text(node: LexborNode, element: LexborNode) -> bool:
    above: LexborNode | None = node
    while above is not None and above.mem_id != element.mem_id:
        if above.tag in _UNSEEN:
            return False
        above = above.parent
    return node.is_text_node


def solid_text(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())
