"""Whose fault a failing equation is: other readings, slips of the agency, and what stays open."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from extract.document import Document
from tests.blamed_reports import (
    REVIEW,
    TYPES,
    as_blanks,
    as_html,
    as_scan,
    as_tabs,
    as_word,
    printed,
    true_number,
)
from transform.report import Rows, understand

Print = Callable[[Mapping[str, Sequence[str]]], Document]
FORMS = (as_html, as_word, as_tabs, as_blanks, as_scan)
CLEAR = (as_html, as_word, as_tabs)


def _read(document: Document) -> Rows:
    return understand(document, "0" * 64)


def _verdicts(document: Document) -> set[tuple[str, str | None]]:
    """Blame and edit of every equation that fails."""
    return {(row["blame"], row["edit"]) for row in _read(document)["broken_equations"]}


def _suggestions(document: Document) -> set[Any]:
    rows = _read(document)["broken_equations"]
    assert all((row["suggestion"] is None) == (row["suggestion_en"] is None) for row in rows)
    return {row["suggestion"] for row in rows}


def _numbers(rows: Rows, outcome: str) -> list[int | None]:
    return [row["count"] for row in rows["fact_applications"] if row["outcome"] == outcome]


@pytest.mark.parametrize("form", FORMS)
def test_in_a_sound_report_nothing_is_broken_and_nothing_read_again(form: Print) -> None:
    rows = _read(form(printed()))
    assert _numbers(rows, "granted") == [true_number("granted", column) for column in TYPES]
    assert not rows["broken_equations"]
    assert "reading_mended" not in {finding["rule_id"] for finding in rows["findings"]}


DAMAGED = {
    "a blank cell pushed the row to the right": ("shifted", {"granted": "_ 14 6 0 1 0 2"}),
    "a zero came before the row": ("shifted", {"granted": "0 14 6 0 1 0 2"}),
    "the row's first figure is gone": ("shifted", {"received": "12 0 1 0 5 48 _"}),
    "a blank cell inside the row is gone": ("blank_collapsed", {"received": "30 12 1 0 5 48 _"}),
    "two figures are printed as one": ("digits_joined", {"received": "3012 _ 0 1 0 5 48"}),
    "two are printed as one and the row moved": (
        "digits_joined", {"received": "3012 0 1 0 5 48 _"},
    ),
    "a figure is cut in two and the last is gone": (
        "digits_split", {"received": "3 0 12 0 1 0 5"},
    ),
    "two rows have changed places": (
        "swapped", {"carried_forward": "31 11 0 1 0 4 47", "processed_total": "3 2 0 0 0 1 6"},
    ),
}  # fmt: skip
"""What happens to a row of cells on its way, and the kind of reading that undoes it."""


@pytest.mark.parametrize("form", CLEAR)
@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_row_in_clear_cells_is_suspected_and_left_as_printed(
    form: Print, damage: str
) -> None:
    kind, changed = DAMAGED[damage]
    document = form(printed(**changed))
    assert _verdicts(document) == {("suspect_reading", kind)}
    rows = _read(document)
    for outcome, figures in changed.items():
        shown = [None if text == "_" else int(text) for text in figures.split()]
        assert _numbers(rows, outcome) == shown
    assert "reading_mended" not in {finding["rule_id"] for finding in rows["findings"]}


def test_a_suggestion_names_the_row_and_both_readings() -> None:
    (suggestion,) = _suggestions(as_html(printed(received="3012 _ 0 1 0 5 48")))
    assert "一、本年新收政府信息公开申请数量" in suggestion
    assert "3012 | _ | 0 | 1 | 0 | 5 | 48" in suggestion
    assert "30 | 12 | 0 | 1 | 0 | 5 | 48" in suggestion


def test_a_lost_figure_is_suggested_and_never_published() -> None:
    document = as_html(printed(granted="_ 14 6 0 1 0 2"))
    (suggestion,) = _suggestions(document)
    assert "14 | 6 | 0 | 1 | 0 | 2 | 23" in suggestion
    assert 23 not in _numbers(_read(document), "granted")


SLIPS = {
    "a digit is wrong": {"granted": "17 6 0 1 0 2 23"},
    "a total was not added up": {"granted": "14 6 0 1 0 2 24"},
    "a total was left at zero": {"granted": "14 6 0 1 0 2 0"},
    "a figure stands in the wrong column": {"granted": "0 6 14 1 0 2 23"},
    "a row was left at zero": {"granted": "0 0 0 0 0 0 0"},
    "a row was copied from another": {"granted": "5 2 0 0 0 1 8"},
    "a part of a figure was left out": {"rejected_duplicate": "3 0 0 0 0 0 30"},
    "a channel was not added up": {REVIEW: "2 1 0 1 5 1 0 0 0 1 0 0 0 2 2"},
}


@pytest.mark.parametrize("form", CLEAR)
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_clear_cells_is_the_agencys(form: Print, slip: str) -> None:
    assert _verdicts(form(printed(**SLIPS[slip]))) == {("agency_error", None)}


@pytest.mark.parametrize("form", [as_blanks, as_scan])
@pytest.mark.parametrize("slip", ["a total was not added up", "a row was copied from another"])
def test_whose_slip_it_is_stays_open_where_cells_are_not_clear(form: Print, slip: str) -> None:
    assert _verdicts(form(printed(**SLIPS[slip]))) == {("undecided", None)}


def test_the_figure_that_would_mend_all_is_named_if_there_is_one() -> None:
    (suggestion,) = _suggestions(as_html(printed(granted="17 6 0 1 0 2 23")))
    assert suggestion == "若“（一）予以公开”的“自然人”为 14（印作 17），各式均成立"
    (english,) = {
        row["suggestion_en"]
        for row in _read(as_html(printed(granted="17 6 0 1 0 2 23")))["broken_equations"]
    }
    assert english == ("if granted/natural_person were 14 (printed 17) all equations would hold")
    assert _suggestions(as_html(printed(**SLIPS["a channel was not added up"]))) == {None}


@pytest.mark.parametrize(
    ("figures", "verdict"),
    [
        ("74 6 0 1 0 2 23", ("suspect_reading", "misread_digit")),
        ("14 8 0 1 0 2 23", ("suspect_reading", "misread_digit")),
        ("14 9 0 1 0 2 23", ("undecided", None)),
        ("47 6 0 1 0 2 23", ("undecided", None)),
    ],
)
def test_a_digit_of_a_scan_may_be_another_that_looks_like_it(
    figures: str, verdict: tuple[str, str | None]
) -> None:
    rows = printed(granted=figures)
    assert _verdicts(as_scan(rows)) == {verdict}
    assert _verdicts(as_html(rows)) == {("agency_error", None)}
    assert _numbers(_read(as_scan(rows)), "granted")[0] == int(figures.split(maxsplit=1)[0])


def test_two_slips_that_no_other_reading_explains_are_the_agencys_without_a_hint() -> None:
    rows = printed(granted="17 6 0 1 0 2 23", rejected_duplicate="3 0 0 0 0 0 4")
    assert _verdicts(as_html(rows)) == {("agency_error", None)}
    assert _suggestions(as_html(rows)) == {None}


@pytest.mark.parametrize("unknown", ["_", "/", "x"])
def test_an_equation_with_a_blank_or_unreadable_term_does_not_fail(unknown: str) -> None:
    assert not _verdicts(as_html(printed(**{REVIEW: f"2 {unknown} 0 1 4 1 0 0 0 1 0 0 0 2 2"})))
    assert _verdicts(as_html(printed(**{REVIEW: "2 0 0 1 4 1 0 0 0 1 0 0 0 2 2"})))


def _rules(rows: Rows) -> set[str]:
    about_rows = ("row_ambiguous", "reading_mended", "values_lost")
    return {f["rule_id"] for f in rows["findings"] if f["rule_id"] in about_rows}


WITH_PROCESS_INFORMATION = {
    "received": "30 12 2 1 0 5 50",
    "processed_total": "31 11 2 1 0 4 49",
    "refused_process_information": "0 0 2 _ _ _ 2",
}


@pytest.mark.parametrize("form", [as_html, as_word, as_tabs])
def test_a_row_that_the_arithmetic_placed_wrongly_is_read_again(form: Print) -> None:
    """A cell too many: without its columns the row may be 0 0 0 2 or 0 0 2 as well."""
    sound = _read(form(printed(**WITH_PROCESS_INFORMATION)))
    expected = _numbers(sound, "refused_process_information")
    assert expected == [0, 0, 2, None, None, None, 2]
    surplus = {"refused_process_information": "0 0 0 2 _ _ _ 2"}
    rows = _read(form(printed(**WITH_PROCESS_INFORMATION | surplus)))
    assert _numbers(rows, "refused_process_information") == expected
    assert not rows["broken_equations"]
    (mended,) = [f for f in rows["findings"] if f["rule_id"] == "reading_mended"]
    assert (mended["observed"], mended["expected"]) == (
        "0 | 0 | 0 | 2 | _ | _ | 2", "0 | 0 | 2 | _ | _ | _ | 2",
    )  # fmt: skip
    placements = {
        place["placement"]
        for place in rows["evidence"]
        if place["row_code"] == "refused_process_information"
    }
    assert placements == {"arithmetic"}


def test_a_row_that_its_own_sum_leaves_open_is_placed_by_its_columns() -> None:
    rows = _read(as_blanks(printed(granted="14 6 1 0 2 23")))
    assert _numbers(rows, "granted") == [14, 6, None, 1, 0, 2, 23]
    assert _rules(rows) == {"reading_mended"}


@pytest.mark.parametrize(
    "changed",
    [
        {"carried_over": "4 1 0 0 0 5"},
        {"granted": "14 6 1 0 2 23", "unavailable_not_held": "9 3 0 0 1 13"},
        {"granted": "14 6 1 0 2 23", "processed_total": "31 11 0 2 0 4 48"},
        {"granted": "15 6 1 0 2 24"},
        {
            "granted": "2 0 6 1 0 2 29",
            "received": "36 6 6 1 0 5 54",
            "processed_total": "37 5 6 1 0 4 53",
        },
    ],
    ids=["several fit", "two rows", "another row is wrong", "none fits", "a zero left out"],
)
def test_a_row_stays_open_where_a_doubt_remains(changed: dict[str, str]) -> None:
    rows = _read(as_blanks(printed(**changed)))
    assert "row_ambiguous" in _rules(rows)
    assert "reading_mended" not in _rules(rows)
    assert set(_numbers(rows, next(iter(changed)))) == {None}
