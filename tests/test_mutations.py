"""Damaged files are read or refused, and no number is published that does not stand in them."""

import os
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pytest

from extract.document import Document, Table
from extract.reading import read_document
from tests.facts import COLUMNS
from tests.limited_reading import limited_reader
from tests.mutations import mutants
from transform.report import Rows, understand

SEED = 20211231
FEW = 150
MANY = int(os.environ.get("GONGKAI_MUTATIONS", "2000"))
"""How many in the slow test; the first `FEW` of them are in every run."""


def read_and_check(data: bytes) -> dict[str, Any]:
    """Read and understand a file: how many numbers come out, and those that do not stand in it."""
    document = read_document(data)
    rows = understand(document, "0" * 64)
    numbers = list(_published(rows))
    texts = _texts(document)
    return {
        "numbers": len(numbers),
        "invented": [str(number) for number in numbers if not _stands_in(texts, *number)],
    }


def _published(rows: Rows) -> Iterator[tuple[Decimal, str, tuple[int | None, str]]]:
    """Every number with what is printed at its place, and the place."""
    places = {
        (place["fact"], place["row_code"], place["column_code"]): place
        for place in rows["evidence"]
    }
    for fact, (row_name, column_name, value_name) in COLUMNS.items():
        for row in rows[fact]:
            if row[value_name] is not None:
                place = places[fact, row[row_name], row[column_name]]
                where = place["page"], place["locator"]
                yield Decimal(row[value_name]), place["raw_text"], where


def _texts(document: Document) -> Mapping[tuple[int | None, str], list[str]]:
    """The texts by their places; covered places have that of the cell that covers them."""
    texts: defaultdict[tuple[int | None, str], list[str]] = defaultdict(list)
    for block in document.blocks:
        pieces = [c for row in block.rows for c in row] if isinstance(block, Table) else [block]
        for piece in pieces:
            texts[piece.page, piece.locator].append(piece.text)
    return texts


def _stands_in(
    texts: Mapping[tuple[int | None, str], list[str]],
    value: Decimal,
    raw: str,
    place: tuple[int | None, str],
) -> bool:
    """Whether the number's digits are printed at its place.

    A number whose digits stand in several cells is placed at the first of them.
    """
    digits = re.sub(r"\D", "", unicodedata.normalize("NFKC", raw))
    wanted = re.sub(r"\D", "", str(value.normalize().as_tuple().digits)).strip("0")
    first = raw.split(" ", maxsplit=1)[0]
    is_there = any(first in text for text in texts.get(place, []))
    return bool(digits) and wanted in digits and is_there


def test_a_number_that_is_not_printed_is_found_out() -> None:
    texts = {(1, "T1:R1:C1"): ["1,234件"], (1, "T1:R1:C2"): ["", "668.7004 万元"]}
    assert _stands_in(texts, Decimal(1234), "1,234件", (1, "T1:R1:C1"))
    assert _stands_in(texts, Decimal(6687004), "668.7004 万元", (1, "T1:R1:C2"))
    assert not _stands_in(texts, Decimal(1235), "1,234件", (1, "T1:R1:C1"))
    assert not _stands_in(texts, Decimal(1234), "1,234件", (1, "T1:R1:C2"))
    assert not _stands_in(texts, Decimal(1234), "1,234件", (2, "T1:R1:C1"))
    assert not _stands_in(texts, Decimal(0), "", (1, "T1:R1:C1"))


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=[pytest.mark.slow], id="many")])
def test_mutations(count: int, record_property: Callable[[str, object], None]) -> None:
    ends: Counter[str] = Counter()
    wrong: dict[str, object] = {}
    with limited_reader("test_mutations:read_and_check") as reader:
        for name, data in mutants(count, SEED):
            outcome = reader.read(data)
            ends[outcome.kind] += 1
            if outcome.kind == "read":
                ends["numbers"] += outcome.answer["numbers"]
                if outcome.answer["invented"]:
                    wrong[name] = outcome.answer["invented"]
            elif outcome.kind != "refused":
                wrong[name] = outcome
    record_property("measured", f"{count} mutations: {dict(ends)}")
    assert not wrong
    assert ends["read"] > count / 5 and ends["refused"] > count / 20
    assert ends["numbers"] > 20 * count
