"""Placing a row's fields: by position, or by the single reading that adds up, or not at all."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.document import Cell
from transform.numbers import Reading
from transform.readings import Arrangement, as_fields, place_fields
from transform.schema import CellStatus

GRID = Arrangement(separated=True, start=0)
SHAPELESS = Arrangement(separated=True)
BLANKS = Arrangement(separated=False)
PADDED = Arrangement(separated=True, pads_zeros=True)


def _sums(readings: Sequence[Reading]) -> bool:
    """Two addends and their sum in each three columns, blanks as 0."""
    if any(r.status is CellStatus.UNREADABLE for r in readings):
        return False
    values = [r.value or 0 for r in readings]
    return all(values[i] + values[i + 1] == values[i + 2] for i in range(0, len(values), 3))


def _place(printed: str, columns: int, arrangement: Arrangement, sums: bool = True) -> str | None:
    """Fields in one string, held apart by commas; the placed ones likewise."""
    cells = [Cell(text, f"L1:C{i}") for i, text in enumerate(printed.split(","), 1)]
    placed = place_fields(as_fields(cells), columns, arrangement, _sums if sums else None)
    return None if placed is None else ",".join(field.cell.text for field in placed)


@pytest.mark.parametrize(
    ("printed", "arrangement", "placed"),
    [
        ("1,2,3", GRID, "1,2,3"),
        ("1,2,4", GRID, "1,2,4"),  # position decides; the failed sum is a finding
        ("1,2,3,", GRID, "1,2,3"),
        (",1,2,3", SHAPELESS, "1,2,3"),
        ("1,,2,3", SHAPELESS, "1,2,3"),  # an empty column too many
        ("1,8,2,20", SHAPELESS, "1 8,2,20"),  # a number cut in two
        ("1,8,2,20", BLANKS, "1 8,2,20"),
        ("5,5,5,10", SHAPELESS, "5,5,10"),  # a merged cell, repeated
        ("1,-,2,3", SHAPELESS, None),  # a dash is printed: it is no surplus
        ("5,5", BLANKS, None),  # 5 + blank or blank + 5
        ("5", BLANKS, None),
        ("0,0", BLANKS, None),
        (",,", GRID, ",,"),
        ("-,-,-", BLANKS, "-,-,-"),
        ("1,2,x", GRID, "1,2,x"),
        ("1,2", GRID, None),
        ("0,5,,5", SHAPELESS, "0,5,5"),
        ("0,5,,5", PADDED, None),  # perhaps 05, blank, 5
        ("0,5,5,", PADDED, "0,5,5"),
        ("2,0,20", BLANKS, None),  # perhaps 20, blank, 20
        ("1,2,12", BLANKS, None),  # perhaps 12, blank, 12
        ("1,2,4", BLANKS, "1,2,4"),  # no other reading adds up
    ],
)
def test_three_columns(printed: str, arrangement: Arrangement, placed: str | None) -> None:
    assert _place(printed, 3, arrangement) == placed


def test_one_lost_blank_among_two_bands_is_told_by_the_sums() -> None:
    assert _place("1,2,3,4,6", 6, BLANKS) is None
    assert _place("1,2,3,4,9,13", 6, BLANKS) == "1,2,3,4,9,13"
    assert _place("4,,4,1,,,1", 6, SHAPELESS) == "4,,4,1,,1"


@pytest.mark.parametrize(
    ("printed", "columns", "placed"),
    [
        ("7,,", 1, "7"),
        ("7,7,7", 1, "7"),
        ("0,0,0", 1, "0"),
        ("7,0,0", 1, "7"),  # the unused cells of a merged row
        ("7,2,0", 1, None),
        ("0,7,0", 1, None),
        ("/,5,", 2, "/,5"),
        ("1,2", 3, None),
    ],
)
def test_rows_without_arithmetic(printed: str, columns: int, placed: str | None) -> None:
    assert _place(printed, columns, SHAPELESS, sums=False) == placed


def test_a_page_number_below_the_row_is_left_out() -> None:
    page = Arrangement(separated=False, ends_in_lone_field=True)
    assert _place("1,2,3,17", 3, page) == "1,2,3"


@given(
    st.lists(st.sampled_from(["", "-", "0", "1", "2", "3", "12", "x"]), min_size=1, max_size=8),
    st.booleans(),
)
def test_placed_fields_are_printed_ones_in_printed_order(texts: list[str], separated: bool) -> None:
    placed = _place(",".join(texts), 3, Arrangement(separated=separated))
    if placed is None:
        return
    parts = [part for text in placed.split(",") for part in text.split(" ") if part]
    remaining = iter(text for text in texts if text)
    assert all(part in remaining for part in parts)
