"""Elements of a web page on the way down, each with the XPath that a browser resolves to it."""

import re

from selectolax.lexbor import LexborNode

from extract.html_kinds import Kind

_PLAIN_NAME = re.compile(r"[a-z][a-z0-9-]*")
_IN_LINE = frozenset({Kind.INLINE, Kind.LINK})

HEADING = 1
LINK = 2
NAVIGATION = 4
PREFORMATTED = 8


class Element:
    """An element that is being read, or that holds something that was read.

    Attributes:
        node: its node in the parsed page.
        parent: the element around it; None for the body.
        kind: what it does to the text.
        order: its number among the elements entered, in document order.
        level: how many elements are around it.
        within: the sum of HEADING, LINK, NAVIGATION and PREFORMATTED, as far as it is one or
            stands in one.
        counts: how many children of each name have come so far.
        children: how many children have come so far.
    """

    __slots__ = (
        "_block_around",
        "_number",
        "_path",
        "_place",
        "_tag",
        "children",
        "counts",
        "kind",
        "level",
        "node",
        "order",
        "parent",
        "within",
    )

    def __init__(
        self, node: LexborNode, parent: "Element | None", tag: str, kind: Kind, order: int
    ) -> None:
        """The child of `parent` that was counted last; without a parent, the body."""
        self.node = node
        self.parent = parent
        self.kind = kind
        self.order = order
        self.counts: dict[str, int] = {}
        self.children = 0
        self._tag = tag
        if parent is None:
            self.level = self.within = 0
            self._number = self._place = 1
            self._block_around: Element | None = None
            self._path: str | None = f"/html/{tag}"
        else:
            self.level = parent.level + 1
            self.within = parent.within
            self._number = parent.counts[tag]
            self._place = parent.children
            self._block_around = parent._block_around if parent.kind in _IN_LINE else parent
            self._path = None

    @property
    def block(self) -> "Element":
        """The innermost block-level element at it, which may be itself."""
        return self._block_around or self if self.kind in _IN_LINE else self

    @property
    def path(self) -> str:
        """Its XPath."""
        if self._path is not None:
            return self._path
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
        if self.kind is not Kind.INLINE or _PLAIN_NAME.fullmatch(self._tag):
            return f"{self._tag}[{self._number}]"
        return f"*[{self._place}]"
