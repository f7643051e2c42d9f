"""Mistakes that agencies make in their running text: it contradicts the tables, or itself."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.breakages.cases import AGENCY, Case, Sound
from tests.breakages.other_words import in_characters
from tests.breakages.statements import (
    PART,
    SHARE,
    Figure,
    Statement,
    amount,
    every_statement,
    percent,
    printed_values,
)
from tests.generator.form_data import CellId

Said = tuple[str, frozenset[CellId], bool]
"""A wrong sentence, the cells that it contradicts, and whether they can be compared with it."""
Mistake = Callable[[Sound], Said | None]


def misstate(mode: str, sound: Sound) -> Case | None:
    """Print a report with one wrong sentence; None if it has no place for it."""
    said = MISTAKES[mode](sound)
    if said is None:
        return None
    text, cells, sees = said
    changed = sound.adding(text) if mode in SLIGHT else sound.saying_only(text)
    case = changed.broken(mode, AGENCY, sound.report.cells)
    return replace(case, misstated=cells, sees=sees, is_slight=mode in SLIGHT)


def _state_wrong_figure(sound: Sound) -> Said | None:
    return _stating_wrongly(sound, lambda claim: claim not in (PART, SHARE))


def _state_wrong_outcome(sound: Sound) -> Said | None:
    return _stating_wrongly(sound, lambda claim: claim in _OUTCOMES)


def _state_wrong_dispute(sound: Sound) -> Said | None:
    return _stating_wrongly(sound, lambda claim: claim in ("review_cases", "litigation_cases"))


def _deny(sound: Sound) -> Said | None:
    """None, say the words; some, says the table."""
    said = [(amount(sound.report, claim), words) for claim, words in _DENIALS.items()]
    figures = [(figure, words) for figure, words in said if figure.value]
    if not figures:
        return None
    figure, words = sound.rng.choice(figures)
    return _contradiction(sound, words, replace(figure, value=0))


_DENIALS = {
    "applications_received": "本年度未收到政府信息公开申请。",
    "review_cases": "本年度未发生因政府信息公开引起的行政复议。",
    "litigation_cases": "本年度没有因政府信息公开引起的行政诉讼。",
}


def _state_wrong_round_figure(sound: Sound) -> Said | None:
    figure = amount(sound.report, "applications_received")
    more = amount(sound.report, "applications_carried_over").value + 30 * sound.rng.randint(1, 9)
    wrong = replace(figure, value=(figure.value + more) // 10 * 10)
    return _contradiction(sound, f"本年度新收政府信息公开申请{wrong.value}余件。", wrong)


def _state_wrong_figure_in_characters(sound: Sound) -> Said | None:
    figure = amount(sound.report, "applications_received")
    wrong = replace(figure, value=_other_count(figure.value, sound.rng))
    if wrong.value > 9999:
        return None
    words = f"本年度新收政府信息公开申请{in_characters(wrong.value)}件。"
    return _contradiction(sound, words, wrong)


def _state_wrong_merged_outcomes(sound: Sound) -> Said | None:
    parts = [amount(sound.report, claim) for claim in ("granted", "partially_granted")]
    wrong = _other_count(sum(part.value for part in parts), sound.rng)
    words = f"在办结的申请中，予以公开及部分公开{wrong}件。"
    sees = all(part.is_printed(sound.report) for part in parts)
    cells = frozenset(cell for part in parts for cell in part.readings(sound.report.cells)[0])
    return words, cells, sees


def _state_parts_that_do_not_add_up(sound: Sound) -> Said | None:
    return _misprinting(sound, PART, lambda value, rng: value + rng.choice((1, 2, 10, 32)))


def _state_wrong_share(sound: Sound) -> Said | None:
    return _misprinting(sound, SHARE, _other_share)


def _call_all_answered(sound: Sound) -> Said | None:
    """All were answered, say the words; some are carried forward, says the table."""
    left = amount(sound.report, "applications_carried_forward")
    if not left.value:
        return None
    words = sound.rng.choice(
        ("收到的政府信息公开申请已全部办结。", "本年度政府信息公开申请均已按时办结，办结率100%。")
    )
    return _contradiction(sound, words, replace(left, value=0))


def _contradict_oneself(sound: Sound) -> Said | None:
    """One sentence agrees with the tables, another one does not.

    A smaller figure may be meant for a part, and one as large for those carried over as well.
    """
    figure = amount(sound.report, "applications_received")
    over = amount(sound.report, "applications_carried_over").value
    value = _other_count(figure.value, sound.rng)
    words, cells, sees = _contradiction(
        sound, f"本年度共新收政府信息公开申请{value}件。", replace(figure, value=value)
    )
    return words, cells, sees and value > figure.value + over


def _leave_last_years_year(sound: Sound) -> Said | None:
    """This year's figure under last year's number, as where an old text was taken over."""
    figure = amount(sound.report, "applications_received")
    year = sound.report.report_year - 1
    words = f"{year}年，{sound.report.agency.self_name}共收到政府信息公开申请{figure.value}件。"
    return words, frozenset(), True


MISTAKES: dict[str, Mistake] = {
    "narrative differs from the table": _state_wrong_figure,
    "narrative of an outcome differs": _state_wrong_outcome,
    "narrative of disputes differs": _state_wrong_dispute,
    "denied in words": _deny,
    "round figure differs": _state_wrong_round_figure,
    "figure in characters differs": _state_wrong_figure_in_characters,
    "merged outcomes differ": _state_wrong_merged_outcomes,
    "parts do not add up": _state_parts_that_do_not_add_up,
    "percentage wrong": _state_wrong_share,
    "all done beside carried forward": _call_all_answered,
    "two sentences contradict each other": _contradict_oneself,
    "stale year": _leave_last_years_year,
}
"""Every kind of mistake by name."""

SLIGHT = ("two sentences contradict each other", "stale year")
"""Those in which another sentence agrees with the tables."""

_OUTCOMES = ("granted", "partially_granted", "refused", "unavailable", "rejected")


def _stating_wrongly(sound: Sound, wanted: Callable[[str], bool]) -> Said | None:
    choices = [
        (statement, figure)
        for statement in every_statement(sound.report, sound.rng)
        for figure in statement.figures
        if wanted(figure.claim) and not {f.claim for f in statement.figures} & {PART, SHARE}
    ]
    if not choices:
        return None
    statement, figure = sound.rng.choice(choices)
    wrong = replace(figure, value=_other_count(figure.value, sound.rng))
    return _contradiction(sound, statement.stating(figure, wrong.value).text, wrong)


def _contradiction(sound: Sound, words: str, wrong: Figure) -> Said:
    cells = frozenset(cell for reading in wrong.readings(sound.report.cells) for cell in reading)
    return words, cells, wrong.sees(printed_values(sound.report))


def _misprinting(sound: Sound, claim: str, change: Callable[[int, Random], int]) -> Said | None:
    choices: list[tuple[Statement, Figure]] = [
        (statement, figure)
        for statement in every_statement(sound.report, sound.rng)
        for figure in statement.figures
        if figure.claim == claim
    ]
    if not choices:
        return None
    statement, figure = sound.rng.choice(choices)
    wrong = change(figure.value, sound.rng)
    printed = percent(wrong) if claim == SHARE else ""
    return statement.stating(figure, wrong, printed).text, frozenset(), True


def _other_count(value: int, rng: Random) -> int:
    others = {value + 1, value + 7, value * 10 + 3, value - 1, int(str(value)[::-1])}
    return rng.choice(sorted(other for other in others if other >= 0 and other != value))


def _other_share(hundredths: int, rng: Random) -> int:
    step = rng.choice((150, 700, 1300, 2500))
    return hundredths + step if hundredths + step <= 10_000 else hundredths - step
