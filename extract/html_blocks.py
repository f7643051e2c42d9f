"""What the walk over a web page gathers: runs of text, tables, and the cells of tables."""

import re
from dataclasses import dataclass, field

from extract.document import Table
from extract.html_paths import Element

_SIGNS_OF_NUMBERS = re.compile(r"[\s\d,，.．%％+＋\-－—–/／]*+")
_LONGEST_NUMBER = 40
_LONGEST_SHORT_CELL = 3


@dataclass(slots=True)
class Run:
    """A line or paragraph: text up to the next block-level element or line break.

    Attributes:
        text: as printed, HTML's own white space collapsed.
        element: where it stands.
        linked: how many of its characters are links.
    """

    text: str
    element: Element
    linked: int = 0


@dataclass(slots=True)
class Grid:
    """A table of data.

    Attributes:
        table: its cells.
        element: the table element, or the element whose preformatted text it is.
        characters: how long its text is.
        has_figures: whether some row holds figures, or the room for them, side by side.
    """

    table: Table
    element: Element
    characters: int
    has_figures: bool


Item = Run | Grid


@dataclass(slots=True)
class CellDraft:
    """A cell as the source has it.

    Attributes:
        element: its td or th element.
        row_span: rows that it takes; 0 for all that are left in its section.
        column_span: columns that it takes.
        items: what stands in it.
    """

    element: Element
    row_span: int = 1
    column_span: int = 1
    items: list[Item] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its lines, without what stands in a table of its own; "" for a blank cell."""
        items = self.items
        if len(items) == 1 and isinstance(items[0], Run):
            return items[0].text
        return "\n".join([item.text for item in items if isinstance(item, Run)])

    @property
    def is_number(self) -> bool:
        """Whether a number stands in it and nothing else."""
        text = self.text
        return any(map(str.isdecimal, text[:_LONGEST_NUMBER])) and _is_of_signs(text)

    @property
    def may_hold_a_figure(self) -> bool:
        """Whether it holds a number, a sign, nothing, or a word as short as those for none."""
        if any(isinstance(item, Run) and item.linked for item in self.items):
            return False
        text = self.text
        return len(text.strip()) <= _LONGEST_SHORT_CELL or _is_of_signs(text)


def _is_of_signs(text: str) -> bool:
    """Whether a text holds digits and the signs around them alone."""
    return len(text) <= _LONGEST_NUMBER and bool(_SIGNS_OF_NUMBERS.fullmatch(text))


@dataclass(slots=True)
class RowDraft:
    """A row as the source has it."""

    element: Element
    cells: list[CellDraft] = field(default_factory=list)


@dataclass(slots=True)
class TableDraft:
    """A table while it is read.

    Attributes:
        element: its table element.
        sections: its sections in the order of the source: name ('thead', 'tbody', 'tfoot')
            and rows.
        before: what stands in it outside its cells: its caption.
    """

    element: Element
    sections: list[tuple[str, list[RowDraft]]] = field(default_factory=list)
    before: list[Item] = field(default_factory=list)
