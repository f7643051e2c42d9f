"""Elements of a web page on the way down, each with the XPath that a browser resolves to it."""

import re

from selectolax.lexbor import LexborNode

from extract.html_kinds import Kind

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*")


class Element:
    """An element that is being read, or that holds something that was read.

    Attributes:
        node: its node in the parsed page.
        parent: the element around it; None for the body.
        kind: what it does to the text.
        order: its number among the elements entered, in document order.
        level: how many elements are around it.
        block: the innermost block-level element at it, which may be itself.
        is_heading: whether it stands in h1 to h6.
        is_link: whether it stands in a link or a button.
        is_navigation: whether it stands in a nav element.
        is_preformatted: whether its white space counts.
    """

    __slots__ = (
        "_children",
        "_counts",
        "_number",
        "_path",
        "_place",
        "_tag",
        "block",
        "is_heading",
        "is_link",
        "is_navigation",
        "is_preformatted",
        "kind",
        "level",
        "node",
        "order",
        "parent",
    )

    def __init__(
        self, node: LexborNode, parent: "Element | None", tag: str, kind: Kind, order: int
    ) -> None:
        """The child of `parent` that was counted last; without a parent, the body."""
        self.node = node
        self.parent = parent
        self.kind = kind
        self.order = order
        self._tag = tag
        self._counts: dict[str, int] = {}
        self._children = 0
        self._path: str | None = None if parent else "/html/body"
        self._number = parent._counts[tag] if parent else 1
        self._place = parent._children if parent else 1
        self.level: int = parent.level + 1 if parent else 0
        self.block: Element = parent.block if parent else self
        self.is_heading: bool = parent is not None and parent.is_heading
        self.is_link: bool = parent is not None and parent.is_link
        self.is_navigation: bool = parent is not None and parent.is_navigation
        self.is_preformatted: bool = parent is not None and parent.is_preformatted

    def count_child(self, tag: str) -> None:
        """Note that a child element of this name comes next."""
        self._children += 1
        self._counts[tag] = self._counts.get(tag, 0) + 1

    @property
    def path(self) -> str:
        """Its XPath."""
        chain = [self]
        while chain[-1]._path is None and (parent := chain[-1].parent) is not None:
            chain.append(parent)
        path = chain.pop()._path or ""
        for element in reversed(chain):
            path = element._path = f"{path}/{element._step}"
        return path

    @property
    def _step(self) -> str:
        """The step to it from its parent: by name, or by place where XPath lacks its name."""
        if _PLAIN_NAME.fullmatch(self._tag):
            return f"{self._tag}[{self._number}]"
        return f"*[{self._place}]"
