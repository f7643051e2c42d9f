"""Reports as a recogniser gives them: every printed cell of a table with its confidence."""

from dataclasses import replace
from random import Random

from extract.document import Block, Cell, Document, Row, Table

_LEAST, _RANGE = 0.93, 0.07
"""Confidence of what was recognised without doubt."""


def recognised(document: Document, rng: Random) -> Document:
    """A document as if recognised on the pages of a scan, without a fault."""

    def changed(cell: Cell) -> Cell:
        sure = _LEAST + _RANGE * rng.random()
        return replace(cell, page=1, confidence=sure if cell.text else None)

    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows: tuple[Row, ...] = tuple(tuple(map(changed, row)) for row in block.rows)
            blocks.append(replace(block, rows=rows))
        else:
            blocks.append(replace(block, page=1))
    return replace(document, source_format="pdf", blocks=tuple(blocks))
