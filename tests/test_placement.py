"""What placed each cell, as the evidence says: its place, its order, or the arithmetic."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from extract.document import Document
from tests.blamed_reports import REVIEW, as_blanks, as_html, as_scan, as_tabs, as_word, printed
from transform.report import understand

Print = Callable[[Mapping[str, Sequence[str]]], Document]


def _placements(document: Document, row: str) -> set[str | None]:
    rows = understand(document, "0" * 64)
    return {place["placement"] for place in rows["evidence"] if place["row_code"] == row}


@pytest.mark.parametrize(
    ("form", "placement"),
    [
        (as_html, "border"),
        (as_word, "border"),
        (as_scan, "border"),
        (as_tabs, "separator"),
        (as_blanks, "order"),
    ],
)
@pytest.mark.parametrize("row", ["granted", "review"])
def test_a_whole_row_is_placed_as_it_is_printed(form: Print, placement: str, row: str) -> None:
    assert _placements(form(printed()), row) == {placement}


@pytest.mark.parametrize("form", [as_html, as_word, as_tabs])
@pytest.mark.parametrize("figures", ["3 0 12 0 1 0 5 48", "30 12 0 1 0 5 48 48"])
def test_a_row_with_a_cell_too_many_is_placed_by_the_arithmetic(form: Print, figures: str) -> None:
    document = form(printed(received=figures))
    assert _placements(document, "received") == {"arithmetic"}
    assert len(_placements(document, "carried_over")) == 1
    assert _placements(document, "carried_over") != {"arithmetic"}


def test_of_words_only_those_too_many_or_too_few_are_placed_by_the_arithmetic() -> None:
    document = as_blanks(printed(received="3 0 12 0 1 0 5 48", carried_over="4 1 0 0 0 5"))
    assert _placements(document, "received") == {"arithmetic"}
    assert _placements(document, "carried_over") == {None}
    assert _placements(document, "granted") == {"order"}


def test_an_empty_cell_before_or_behind_all_figures_needs_no_arithmetic() -> None:
    with_column = {code: [*row, ""] for code, row in printed().items()}
    assert _placements(as_html(with_column), "granted") == {"border"}
    assert _placements(as_tabs(with_column), "granted") == {"separator"}


def test_a_field_too_many_in_the_table_of_reviews_is_left_out_by_the_arithmetic() -> None:
    figures = printed()[REVIEW]
    rows = {**printed(), REVIEW: [*figures[:8], "", *figures[8:]]}
    assert _placements(as_html(rows), "review") == {"arithmetic"}


def test_what_is_missing_was_placed_by_nothing() -> None:
    rows = {**printed(), "granted": ["14", "6"]}
    assert _placements(as_blanks(rows), "granted") == {None}
