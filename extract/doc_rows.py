"""The shape of a table's row in an old Word file: where its cells begin and which are merged."""

import struct
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

MOST_CELLS_IN_ROW = 64
"""One more than Word allows."""


@dataclass(frozen=True, slots=True)
class RowShape:
    """The cells of a row.

    Attributes:
        edges: places of the cells' borders from left to right in twips (1/20 point), one more
            than the row has cells, each greater than the one before.
        begins: for each cell, whether it begins a cell of the print; else it is merged with
            the one before it in the row.
        goes_on: for each cell, whether it is merged with the cell above it.
    """

    edges: tuple[int, ...]
    begins: tuple[bool, ...]
    goes_on: tuple[bool, ...]


class _RowSprm(IntEnum):
    SHAPE = 0xD608
    INSERT = 0x7621
    DELETE = 0x5622
    WIDTH = 0x7623
    MERGE = 0x5624
    SPLIT = 0x5625
    MERGE_DOWN = 0xD62B


ROW_SPRMS = frozenset(map(int, _RowSprm))
"""The codes of changes that make the shape of a row."""
_CELL_SIZE = 20
_HORIZONTAL = 0x0003
_FIRST_MERGED, _MERGED = 1, 2
_VERTICAL = 0x0060
_GOES_ON = 0x0020


class RowShapeReader:
    """Builds the shape of a row out of the changes that make it, in their order."""

    def __init__(self) -> None:
        self._left = 0
        self._widths: list[int] = []
        self._flags: list[int] = []

    def apply(self, code: int, operand: bytes) -> None:
        """Heed one change; one that cannot be is passed over."""
        if code == _RowSprm.SHAPE:
            self._define(operand)
        elif code == _RowSprm.MERGE_DOWN:
            self._merge_down(operand)
        else:
            self._change_range(code, operand)

    def shape(self) -> RowShape | None:
        """The shape; None if no change defined one."""
        if not self._widths:
            return None
        edges = [self._left]
        for width in self._widths:
            edges.append(edges[-1] + max(width, 1))
        goes_on = tuple(flags & _VERTICAL == _GOES_ON for flags in self._flags)
        return RowShape(tuple(edges), tuple(self._begins()), goes_on)

    def _begins(self) -> list[bool]:
        """Which cells begin a printed one.

        In a run of merged cells the first one begins, and so does any other that is flagged
        as the first one is: writers disagree which of the two flags stands for the first.
        """
        begins: list[bool] = []
        first = 0
        for flags in self._flags:
            merged = flags & _HORIZONTAL
            begins.append(not merged or first in (0, merged))
            first = merged if not merged or not first else first
        return begins

    def _define(self, operand: bytes) -> None:
        """Take the edges and flags of all cells; an operand cut off has fewer flags."""
        count = operand[2] if len(operand) > 2 else 0
        if not 0 < count <= MOST_CELLS_IN_ROW or len(operand) < 3 + 2 * (count + 1):
            return
        edges = struct.unpack_from(f"<{count + 1}h", operand, 3)
        cells = operand[3 + 2 * (count + 1) :]
        self._left = edges[0]
        self._widths = [right - left for left, right in pairwise(edges)]
        self._flags = [
            int.from_bytes(cells[at : at + 2], "little")
            for at in range(0, count * _CELL_SIZE, _CELL_SIZE)
        ]

    def _merge_down(self, operand: bytes) -> None:
        if len(operand) == 3 and operand[1] < len(self._flags):
            flags = self._flags[operand[1]] & ~_VERTICAL
            self._flags[operand[1]] = flags | (operand[2] & 3) << 5

    def _change_range(self, code: int, operand: bytes) -> None:
        """Heed a change of the cells from one number up to before another."""
        first, limit = operand[0], min(operand[1], len(self._widths))
        width = int.from_bytes(operand[2:4], "little")
        if code == _RowSprm.INSERT:
            self._insert(first, operand[1], width)
        elif code == _RowSprm.DELETE:
            del self._widths[first:limit], self._flags[first:limit]
        elif code == _RowSprm.WIDTH:
            self._widths[first:limit] = [width] * max(limit - first, 0)
        else:
            for i in range(first, limit):
                merged = _FIRST_MERGED if i == first else _MERGED
                kept = self._flags[i] & ~_HORIZONTAL
                self._flags[i] = kept if code == _RowSprm.SPLIT else kept | merged

    def _insert(self, first: int, count: int, width: int) -> None:
        """Insert new cells; those that the row lacks before them are new as well."""
        missing = max(first - len(self._widths), 0)
        if len(self._widths) + missing + count <= MOST_CELLS_IN_ROW:
            self._widths[first:first] = [width] * (missing + count)
            self._flags[first:first] = [0] * (missing + count)
