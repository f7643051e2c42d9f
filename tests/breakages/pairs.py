"""Two reports of one agency: of two years that do not agree, or of the same year twice."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from tests.breakages.cases import AGENCY, CLEAR, READING, Case, Sound, draw_sound
from tests.generator.figures import TrueReport
from tests.generator.form_data import APPLICATIONS, codes, read_form

DIFFERENT, AGREEING, TWICE = (
    "carried over differs from last year",
    "years that agree",
    "one report twice",
)
MODES = (DIFFERENT, AGREEING, TWICE)


def pair(mode: str, sound: Sound) -> Case | None:
    """A report and another one of its agency; None if the report has no place for the mode."""
    return _twice(sound) if mode == TWICE else _years(sound, differ=mode == DIFFERENT)


def _twice(sound: Sound) -> Case:
    """The same report in two files of unlike formats."""
    form = sound.rng.choice([form for form in ("html", "docx", "document") if form != sound.form])
    merged = replace(sound, form=form, draft=replace(sound.draft, layout="merged"))
    case = sound.broken(TWICE, READING, sound.report.cells)
    return replace(case, documents=(*case.documents, merged.print()))


def _years(sound: Sound, *, differ: bool) -> Case | None:
    """Last year's report and this year's; all sums hold in both of them."""
    rng, before = sound.rng, sound.report
    carried = _carried_forward(before)
    year = before.report_year + 1
    edition = "2019" if year < 2021 else "2021"
    wrong = _other_counts(carried, rng) if differ else carried
    this = draw_sound(
        rng,
        (sound.form,) if sound.form in CLEAR else CLEAR,
        agency=before.agency,
        year=year,
        carried_over=wrong,
        edition=edition,
    )
    case = this.broken(
        DIFFERENT if differ else AGREEING, AGENCY if differ else "", this.report.cells
    )
    case = replace(case, documents=(*case.documents, sound.print()))
    if not differ:
        return case
    keys = {code: (APPLICATIONS, "carried_over", code) for code in carried}
    cells = frozenset(key for code, key in keys.items() if wrong[code] != carried[code])
    sees = all(this.report.cells[key].value is not None for key in cells) and all(
        before.cells[APPLICATIONS, "carried_forward", code].value is not None for code in carried
    )
    total = (APPLICATIONS, "carried_over", "total")
    return replace(case, misstated=cells | {total}, sees=sees, names="chain_")


def _carried_forward(report: TrueReport) -> dict[str, int]:
    assert report.form_edition is not None
    types = codes(read_form(report.form_edition)["applications"]["columns"])[:-1]
    return {code: report.count(APPLICATIONS, "carried_forward", code) for code in types}


def _other_counts(carried: Mapping[str, int], rng: Random) -> dict[str, int]:
    """The same counts but for one."""
    code = rng.choice(sorted(carried))
    less = max(carried[code] + rng.choice((-26, -1, 1, 4)), 0)
    return {**carried, code: less if less != carried[code] else less + 2}
