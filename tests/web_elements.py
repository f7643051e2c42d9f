"""Resolve XPaths in a web page as a browser does, without the reader's help."""

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

_STEP = re.compile(r"([a-z][a-z0-9-]*|\*)(?:\[([1-9]\d*)\])?")


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
        children = list(found.iter())
    assert found is not None
    return found


def solid_text(text: str) -> str:
    """A text without any white space."""
    return "".join(text.split())
