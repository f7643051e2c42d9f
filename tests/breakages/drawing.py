"""Draw cases of every mode, in every form in which reports are printed."""

from collections.abc import Callable, Iterable, Iterator
from random import Random

from tests.breakages import (
    agency_errors,
    damaged_rows,
    damages,
    other_words,
    pairs,
    readings,
    sample_files,
    text_errors,
)
from tests.breakages.cases import (
    CLEAR,
    FILES,
    FORMS,
    SCANNED,
    UNCLEAR,
    UNRULED,
    Case,
    Sound,
    draw_sound,
)

Break = Callable[[str, Sound], Case | None]

_TRIES = 60
"""So many reports are drawn at most until one has a place for the breakage."""

MODES: dict[str, tuple[Break, tuple[str, ...]]] = {
    **dict.fromkeys(agency_errors.MISTAKES, (agency_errors.break_by, CLEAR)),
    **dict.fromkeys(agency_errors.OF_UNCLEAR, (agency_errors.break_by, UNCLEAR)),
    **dict.fromkeys(agency_errors.OF_FILES, (agency_errors.break_by, FILES)),
    **dict.fromkeys(agency_errors.OF_UNRULED, (agency_errors.break_by, (UNRULED,))),
    **dict.fromkeys(agency_errors.OF_SCANS, (agency_errors.break_by, (SCANNED,))),
    **dict.fromkeys(text_errors.MISTAKES, (text_errors.misstate, CLEAR)),
    **dict.fromkeys(other_words.MODES, (other_words.say, FORMS)),
    **dict.fromkeys(pairs.MODES, (pairs.pair, CLEAR)),
    **dict.fromkeys(damages.DRAWN, (damages.damage, FORMS)),
    **dict.fromkeys(readings.CHANGES, (readings.misread, FORMS)),
    "radicals for characters": (readings.misread, FORMS),
    **dict.fromkeys(readings.OF_SCANS, (readings.misread, (SCANNED,))),
}
"""Every way to break a report: what does it, and the forms in which that is judged."""


ALTERING = (
    *agency_errors.MISTAKES,
    *agency_errors.OF_UNCLEAR,
    *agency_errors.OF_SCANS,
    *text_errors.MISTAKES,
    *pairs.DISAGREEING,
    *damaged_rows.ALTERING,
    "digit misrecognised",
)
"""The modes that alter what is published, in most of their cases."""

UNBROKEN = "unbroken"
"""Names the correct reports in the table of modes."""

SLOW = (*agency_errors.OF_FILES, *agency_errors.OF_UNRULED)
"""The modes whose files take long; they alter what is published, too."""


def draw_cases(modes: Iterable[str], count: int, seed: int) -> Iterator[Case]:
    """So many cases of each mode; the same seed gives the same cases.

    A smaller count gives the first of them.
    """
    for mode in modes:
        for number in range(count):
            case = draw_case(mode, f"{seed}/{mode}/{number}")
            if case is not None:
                yield case


def draw_sample_cases(count: int, seed: int) -> Iterator[Case]:
    """Sample files with one digit changed."""
    return (sample_files.change_a_sample(f"{seed}/sample/{number}") for number in range(count))


def draw_sound_cases(count: int, seed: int) -> Iterator[Case]:
    """Correct reports in every form in turn."""
    for number in range(count):
        sound = draw_sound(Random(f"{seed}/sound/{number}"), (FORMS[number % len(FORMS)],))
        yield sound.broken(UNBROKEN, "", sound.report.cells)


def draw_case(mode: str, seed: str) -> Case | None:
    """One case of a mode; None if no report that was drawn has a place for it."""
    do, forms = MODES[mode]
    rng = Random(seed)
    for _ in range(_TRIES):
        case = do(mode, draw_sound(rng, forms))
        if case is not None:
            return case
    return None
