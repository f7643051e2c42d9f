"""Correct reports, each broken in one known way: what is detected, and who is blamed for it.

A published number counts as altered where it differs from the true one, a sentence where it
contradicts the tables, itself or the year. What the form's equations, the sentences of the
report and last year's report can see of that is told from the form and the words alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import pytest

from tests.breakages import sample_files
from tests.breakages.cases import UNDECIDED, Case
from tests.breakages.drawing import (
    ALTERING,
    MODES,
    SLOW,
    UNBROKEN,
    draw_cases,
    draw_sample_cases,
    draw_sound_cases,
)
from tests.breakages.judging import Verdict
from tests.breakages.published import publish_cases
from tests.breakages.table import HEAD, Tally, by_mode, tally

SEED = 20211231
FEW, MANY = 12, 100
"""Cases of a mode that alters what is published; of others a sixth of them."""
DETECTED, BLAMED, SAID = 0.99, 0.90, 0.99
"""Least shares: of the visible alterations, of those detected, of the cases with lost numbers."""

LEAST_OF_A_MODE = 0.75
"""Least share of each mode, in what is detected and in who is blamed, where many are counted."""

UNTOLD = {
    "proactive figure wrong": "no equation gives the figure, so only a bordered cell stands clear",
    "rows swapped by conversion": "where all sums hold the text alone tells, and may be wrong",
    "round figure differs": "a figure with 余 is none that could be wrong for sure",
    "two sentences contradict each other": "either sentence may be meant otherwise",
}
"""Modes in which it can't be told well enough whose fault it is, and why."""

Record = Callable[[str, object], None]


def _cases(count: int) -> Iterator[Case]:
    others = tuple(mode for mode in MODES if mode not in (*ALTERING, *SLOW))
    return chain(
        draw_cases(ALTERING, count, SEED),
        draw_cases(others, count // 6, SEED),
        draw_cases(SLOW, count // 6, SEED),
        draw_sample_cases(count * 4, SEED),
        draw_sound_cases(count * 6, SEED),
    )


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    return publish_cases(_cases(FEW), tmp_path_factory.mktemp("few"))


@pytest.fixture(scope="module")
def many_verdicts(tmp_path_factory: pytest.TempPathFactory) -> list[Verdict]:
    return publish_cases(_cases(MANY), tmp_path_factory.mktemp("many"))


def _record_table(verdicts: Sequence[Verdict], record: Record) -> None:
    """Show one line a mode, one of all of them, and what else unbroken reports trip."""
    tallies = [*by_mode(verdicts), tally("all", verdicts), _of_clear_fault(verdicts)]
    unbroken = [v for v in verdicts if v.case.mode == UNBROKEN]
    others = Counter(rule for v in unbroken for rule in v.other_rules)
    last = f"{len(unbroken)} unbroken reports trip, of rules that compare no figures: {others}"
    for number, line in enumerate([HEAD, *(counted.line for counted in tallies), last]):
        record("measured", f"broken {number:03} {line}")


def _of_clear_fault(verdicts: Sequence[Verdict]) -> Tally:
    """Without the cases of which it is right to leave open whose fault they are."""
    told = [v for v in verdicts if v.case.culprit not in (UNDECIDED, "")]
    return tally("all, where a fault can be told", told)


def _check_that_each_mode_is_there(verdicts: Sequence[Verdict]) -> None:
    tallies = {tally.mode: tally for tally in by_mode(verdicts)}
    assert tallies.keys() == {*MODES, sample_files.MODE, UNBROKEN}
    for mode in ALTERING:
        assert tallies[mode].altered > tallies[mode].cases / 2, mode
    assert not tallies[UNBROKEN].altered and not tallies[UNBROKEN].lost


def _check_detected(verdicts: Sequence[Verdict]) -> None:
    counted = tally("all", verdicts)
    assert counted.detected >= DETECTED * counted.visible


def _check_blamed(verdicts: Sequence[Verdict]) -> None:
    for counted in (tally("all", verdicts), _of_clear_fault(verdicts)):
        assert counted.right >= BLAMED * counted.detected, counted.mode


def _check_each_mode(verdicts: Sequence[Verdict]) -> None:
    for counted in by_mode(verdicts):
        assert counted.detected >= LEAST_OF_A_MODE * counted.visible, counted.mode
        if counted.mode not in UNTOLD:
            assert counted.right >= LEAST_OF_A_MODE * counted.detected, counted.mode


def _check_said(verdicts: Sequence[Verdict]) -> None:
    counted = tally("all", verdicts)
    assert counted.said >= SAID * counted.lost


def _check_faithful(verdicts: Sequence[Verdict]) -> None:
    """No figure that an agency printed has been changed to make a sum come out."""
    assert not [(v.case.mode, v.case.form, v.mended) for v in verdicts if v.mended]
    assert sum(bool(v.case.changed) for v in verdicts) > 100


def _check_alarms(verdicts: Sequence[Verdict]) -> None:
    false = [(v.case.mode, v.case.form, v.false_alarms) for v in verdicts if v.false_alarms]
    assert not false


def test_each_mode_is_drawn(verdicts: list[Verdict], record_property: Record) -> None:
    _record_table(verdicts, record_property)
    _check_that_each_mode_is_there(verdicts)


def test_what_can_be_seen_is_detected(verdicts: list[Verdict]) -> None:
    _check_detected(verdicts)


def test_the_culprit_is_blamed(verdicts: list[Verdict]) -> None:
    _check_blamed(verdicts)


def test_lost_numbers_are_said_to_be_lost(verdicts: list[Verdict]) -> None:
    _check_said(verdicts)


def test_no_printed_figure_is_changed(verdicts: list[Verdict]) -> None:
    _check_faithful(verdicts)


def test_no_rule_fires_where_nothing_is_altered(verdicts: list[Verdict]) -> None:
    _check_alarms(verdicts)


@pytest.mark.slow
def test_each_of_many_modes_is_drawn(many_verdicts: list[Verdict], record_property: Record) -> None:
    _record_table(many_verdicts, record_property)
    _check_that_each_mode_is_there(many_verdicts)


@pytest.mark.slow
def test_of_many_what_can_be_seen_is_detected(many_verdicts: list[Verdict]) -> None:
    _check_detected(many_verdicts)


@pytest.mark.slow
def test_of_many_the_culprit_is_blamed(many_verdicts: list[Verdict]) -> None:
    _check_blamed(many_verdicts)


@pytest.mark.slow
def test_of_many_each_mode_is_told(many_verdicts: list[Verdict]) -> None:
    _check_each_mode(many_verdicts)


@pytest.mark.slow
def test_of_many_lost_numbers_are_said_to_be_lost(many_verdicts: list[Verdict]) -> None:
    _check_said(many_verdicts)


@pytest.mark.slow
def test_of_many_no_printed_figure_is_changed(many_verdicts: list[Verdict]) -> None:
    _check_faithful(many_verdicts)


@pytest.mark.slow
def test_no_rule_fires_where_nothing_of_many_is_altered(many_verdicts: list[Verdict]) -> None:
    _check_alarms(many_verdicts)
