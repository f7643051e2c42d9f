"""Two reports of one agency: of two years that do not agree, or of the same year twice."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from tests.breakages.cases import (
    AGENCY,
    READING,
    Case,
    Sound,
    compose_sound,
    draw_telling_report,
)
from tests.generator.figures import TrueCell, TrueReport
from tests.generator.form_data import APPLICATIONS, PROACTIVE, codes, read_form

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
    before = sound.report
    carried = _carried_forward(before)
    over = _other_counts(carried, sound.rng) if differ else carried
    this = _next_year(sound, over)
    documents = (this.print(), sound.print())
    if not differ:
        case = this.read(documents[0], AGREEING, "", this.report.cells)
        return replace(case, documents=documents)
    case = this.read(documents[0], DIFFERENT, AGENCY, this.report.cells)
    wrong = {code for code in carried if over[code] != carried[code]} | {"total"}
    sees = any(_both_tell(this.report, before, code) for code in wrong)
    cells = frozenset((APPLICATIONS, "carried_over", code) for code in wrong)
    return replace(case, documents=documents, misstated=cells, sees=sees, names="chain_")


def _next_year(sound: Sound, over: Mapping[str, int]) -> Sound:
    """The report of the year after, which carries over so many applications."""
    before, year = sound.report, sound.report.report_year + 1
    report = draw_telling_report(
        sound.rng,
        sound.form,
        agency=before.agency,
        year=year,
        carried_over=over,
        edition="2019" if year < 2021 else "2021",
    )
    return compose_sound(_following(report, before), sound.form, sound.rng)


def _following(report: TrueReport, before: TrueReport) -> TrueReport:
    """The report with as many documents in force as last year's leave, and this year's change."""
    changed = {}
    for row in ("regulations", "normative_documents"):
        key = (PROACTIVE, row, "in_force")
        if key in report.cells and key in before.cells:
            issued, repealed = (report.count(*key[:2], code) for code in ("issued", "repealed"))
            left = before.count(*key) + issued
            changed[PROACTIVE, row, "repealed"] = min(repealed, left)
            changed[key] = left - min(repealed, left)
    cells = {key: TrueCell(n, "reported", str(n)) for key, n in changed.items()}
    return report.with_cells(cells)


def _both_tell(this: TrueReport, before: TrueReport, code: str) -> bool:
    """Whether both years print a number for this type of applicant."""
    over = this.cells[APPLICATIONS, "carried_over", code]
    forward = before.cells[APPLICATIONS, "carried_forward", code]
    return over.value is not None and forward.value is not None


def _carried_forward(report: TrueReport) -> dict[str, int]:
    assert report.form_edition is not None
    types = codes(read_form(report.form_edition)["applications"]["columns"])[:-1]
    return {code: report.count(APPLICATIONS, "carried_forward", code) for code in types}


def _other_counts(carried: Mapping[str, int], rng: Random) -> dict[str, int]:
    """The same counts but for one."""
    code = rng.choice(sorted(carried))
    less = max(carried[code] + rng.choice((-26, -1, 1, 4)), 0)
    return {**carried, code: less if less != carried[code] else less + 2}
