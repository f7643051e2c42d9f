"""The sample files themselves, one of their printed figures changed at its place."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from extract.decode import decode
from extract.document import Block, Cell, Document, Table
from extract.reading import read_document
from tests.breakages.cases import AGENCY, UNDECIDED, Case
from tests.breakages.statements import Figure
from tests.facts import golden_cells
from tests.generator.figures import TrueCell
from tests.generator.form_data import APPLICATIONS, REVIEW, CellId
from tests.generator.layouts import BLANK_LAYOUTS
from transform.report import understand

MODE = "digit changed in a sample file"
_ROOT = Path(__file__).resolve().parents[2]
_TOLD = {
    "applications_received": "applications_received",
    "reviews": "review_cases",
    "lawsuits": "litigation_cases",
}
"""Figures of the text that the golden facts name, and the claims that they are."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample file in which nothing is wrong.

    Attributes:
        evidence: of each cell that prints a plain number, its locator and text.
    """

    name: str
    data: bytes
    document: Document
    golden: Mapping[str, Any]
    evidence: Mapping[CellId, tuple[str, str]]

    @property
    def truth(self) -> dict[CellId, TrueCell]:
        """Every cell as it should be read."""
        cells = golden_cells(self.golden).items()
        return {key: TrueCell(value, status, "") for key, (value, status) in cells}


def change_a_sample(seed: str) -> Case:
    """Change one digit of one figure of one sample file."""
    rng = Random(seed)
    sample = rng.choice(sound_samples())
    key = rng.choice(sorted(sample.evidence))
    locator, text = sample.evidence[key]
    at = rng.randrange(len(text))
    other = rng.choice([digit for digit in "0123456789" if digit != text[at]])
    printed = text[:at] + other + text[at + 1 :]
    document = _with_figure(sample, locator, text, printed)
    golden = sample.golden
    return Case(
        MODE,
        golden["layout"],
        (document,),
        sample.truth,
        golden["form_edition"],
        UNDECIDED if golden["layout"] in BLANK_LAYOUTS else AGENCY,
        tuple(Figure(_TOLD[name], value) for name, value in golden["narrative"].items()),
        changed={key: Decimal(printed)},
    )


@cache
def sound_samples() -> tuple[Sample, ...]:
    """The samples whose golden facts name no finding, with figures in more than a few cells."""
    paths = sorted((_ROOT / "tests" / "golden").glob("*.json"))
    read = ((path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in paths)
    samples = [_sample(stem, golden) for stem, golden in read if not golden["findings"]]
    return tuple(sample for sample in samples if _has_numbers(sample))


def _sample(stem: str, golden: Mapping[str, Any]) -> Sample:
    (path,) = (_ROOT / "samples").rglob(f"{stem}.*")
    data = path.read_bytes()
    document = read_document(data)
    evidence = {
        (row["fact"], row["row_code"], row["column_code"]): (row["locator"], row["raw_text"])
        for row in understand(document, "0" * 64)["evidence"]
        if row["fact"] in (APPLICATIONS, REVIEW) and _is_plain(row["raw_text"])
    }
    return Sample(stem, data, document, golden, evidence)


def _is_plain(text: str | None) -> bool:
    return text is not None and text.isascii() and text.isdigit()


def _has_numbers(sample: Sample) -> bool:
    return sum(text.strip("0") != "" for _, text in sample.evidence.values()) > 5


def _with_figure(sample: Sample, locator: str, text: str, other: str) -> Document:
    place = re.fullmatch(r"L(\d+):C(\d+)", locator)
    if place is None:
        return _with_cell(sample.document, locator, text, other)
    lines = re.split(r"(\r\n|\r|\n)", decode(sample.data)[0])
    at, column = 2 * (int(place[1]) - 1), int(place[2]) - 1
    assert lines[at][column:].startswith(text)
    lines[at] = lines[at][:column] + other + lines[at][column + len(text) :]
    return read_document("".join(lines).encode())


def _with_cell(document: Document, locator: str, text: str, other: str) -> Document:
    def changed(cell: Cell) -> Cell:
        is_meant = cell.locator == locator and cell.text == text
        return replace(cell, text=other) if is_meant else cell

    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Table):
            rows = tuple(tuple(map(changed, row)) for row in block.rows)
            blocks.append(replace(block, rows=rows))
        else:
            blocks.append(block)
    return replace(document, blocks=tuple(blocks))
