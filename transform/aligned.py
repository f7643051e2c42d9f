"""The cells of one table of the form as a report has them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from extract.document import Cell
from transform.findings import Finding
from transform.form import CellKey, FormColumn, FormRow
from transform.numbers import MISSING, Reading
from transform.placement import Placement
from transform.segments import Segment


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell of the form as a report has it.

    Attributes:
        reading: status and value.
        printed: the cell of the document; None where the document has none.
        placement: what told that it is this cell of the form; None where it is missing.
    """

    reading: Reading
    printed: Cell | None
    placement: Placement | None = None


ABSENT = FormCell(MISSING, None)


@dataclass(frozen=True, slots=True)
class FormLine:
    """A row of the form: its label, and the key and column of each of its cells in order."""

    row: FormRow
    cells: tuple[tuple[CellKey, FormColumn], ...]

    @property
    def keys(self) -> tuple[CellKey, ...]:
        """The cells' keys alone."""
        return tuple(key for key, _ in self.cells)


ReadCell = Callable[[Cell, FormColumn, Segment], Reading]
"""Reads a placed field as its column wants it (a count, or money in its unit)."""


Choices = Callable[[], list[tuple[FormCell, ...]]]
"""Gives every reading of a row's fields that adds up; only asked where that helps."""


@dataclass(slots=True)
class AlignedTable:
    """A table's cells, its findings, and the lines it stands on.

    The cells are every one of the form's table, found or not, in the order of the form. For rows
    that only the arithmetic of the row places, or that it leaves open, `choices` gives every
    reading that adds up, by the row's code.
    """

    cells: dict[CellKey, FormCell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    lines: set[int] = field(default_factory=set)
    found: bool = False
    choices: dict[str, Choices] = field(default_factory=dict)
