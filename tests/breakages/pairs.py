"""Two reports of one agency: of two years that do not agree, or of the same year twice."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random

from tests.breakages.cases import (
    AGENCY,
    UNDECIDED,
    Case,
    Sound,
    compose_sound,
    draw_telling_report,
)
from tests.breakages.statements import amount
from tests.generator.figures import TrueCell, TrueReport
from tests.generator.form_data import APPLICATIONS, PROACTIVE, CellId, codes, read_form

CARRIED = "carried over differs from last year"
IN_FORCE = "regulations in force do not follow"
GROWTH = "growth differs from last year's report"
TWINS = "one report twice, a figure differs"
DISAGREEING = (CARRIED, IN_FORCE, GROWTH, TWINS)
YEARS, TWICE = "years that agree", "one report twice"
MODES = (*DISAGREEING, YEARS, TWICE)


def pair(mode: str, sound: Sound) -> Case | None:
    """A report and another one of its agency; None if the report has no place for the mode."""
    return _PAIRS[mode](sound)


def _agree(sound: Sound) -> Case:
    """Last year's report and this year's, which says how much more came in than last year."""
    this = _next_year(sound, _carried_forward(sound.report))
    sentence = _growth(this.report, sound.report, 0)
    documents = (this.adding(sentence).print(), sound.print())
    return replace(this.read(documents[0], YEARS, "", this.report.cells), documents=documents)


def _carry_others_over(sound: Sound) -> Case:
    """All sums hold in both years, and this year's carries over others than last year's left."""
    carried = _carried_forward(sound.report)
    over = _other_counts(carried, sound.rng)
    this = _next_year(sound, over)
    wrong = {code for code in carried if over[code] != carried[code]} | {"total"}
    cells = {(APPLICATIONS, "carried_over", code) for code in wrong}
    sees = any(_both_tell(this.report, sound.report, code) for code in wrong)
    return _contradicted(CARRIED, this, sound, cells, sees, "chain_")


def _keep_others_in_force(sound: Sound) -> Case | None:
    this = _next_year(sound, _carried_forward(sound.report))
    key = (PROACTIVE, "regulations", "in_force")
    rows = [(PROACTIVE, "regulations", code) for code in ("issued", "repealed", "in_force")]
    if any(row not in sound.report.cells for row in rows):
        return None
    more = this.report.count(*key) + sound.rng.choice((1, 2, 35))
    cells = {**this.report.cells, key: TrueCell(more, "reported", str(more))}
    this = this.printing({key: cells[key]})
    sees = sound.report.cells[key].value is not None and all(
        cells[row].value is not None for row in rows
    )
    this = replace(this, draft=replace(this.draft, report=this.report.with_cells(cells)))
    # Amended documents often count as issued, so that it may be nobody's mistake.
    case = _contradicted(IN_FORCE, this, sound, {key}, sees, "chain_", UNDECIDED)
    return replace(case, is_slight=True)


def _misstate_growth(sound: Sound) -> Case:
    this = _next_year(sound, _carried_forward(sound.report))
    wrong = this.adding(_growth(this.report, sound.report, sound.rng.choice((3, 12, 40))))
    return _contradicted(GROWTH, wrong, sound, set(), True, "claim")


def _twice(sound: Sound) -> Case:
    """The same report in two files of unlike formats."""
    case = sound.broken(TWICE, "", sound.report.cells)
    return replace(case, documents=(*case.documents, _in_other_form(sound).print()))


def _twice_differing(sound: Sound) -> Case | None:
    """One figure and the total that it counts in have been corrected in one of two files."""
    keys = [(APPLICATIONS, "granted", code) for code in ("natural_person", "total")]
    if any(sound.report.cells[key].value is None for key in keys):
        return None
    more = {key: sound.report.count(*key) + 1 for key in keys}
    other = sound.printing({k: TrueCell(n, "reported", str(n)) for k, n in more.items()})
    return _contradicted(TWINS, sound, _in_other_form(other), set(keys), True, "twin_", UNDECIDED)


_PAIRS: dict[str, Callable[[Sound], Case | None]] = {
    CARRIED: _carry_others_over,
    IN_FORCE: _keep_others_in_force,
    GROWTH: _misstate_growth,
    TWINS: _twice_differing,
    YEARS: _agree,
    TWICE: _twice,
}


def _contradicted(
    mode: str,
    this: Sound,
    other: Sound,
    cells: set[CellId],
    sees: bool,
    names: str,
    culprit: str = AGENCY,
) -> Case:
    """The case of a report that another one of its agency contradicts in these cells."""
    documents = (this.print(), other.print())
    case = this.read(documents[0], mode, culprit, this.report.cells)
    return replace(case, documents=documents, misstated=frozenset(cells), sees=sees, names=names)


def _in_other_form(sound: Sound) -> Sound:
    form = sound.rng.choice([form for form in ("html", "docx", "document") if form != sound.form])
    return replace(sound, form=form, draft=replace(sound.draft, layout="merged"))


def _growth(this: TrueReport, before: TrueReport, error: int) -> str:
    """What more came in than last year, in percent; wrong by so many points."""
    now, then = (amount(report, "applications_received").value for report in (this, before))
    percent = 100 * (now - then) / then
    percent += error if percent >= 0 else -error
    way = "增长" if percent >= 0 else "下降"
    return f"本年度新收政府信息公开申请{now}件，比上年{way}{abs(percent):.1f}%。"


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
