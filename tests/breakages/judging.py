"""What became of a case: what was read, what was found, and whom the findings blame."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.breakages.cases import AGENCY, READING, UNDECIDED, Case
from tests.breakages.form_equations import equations_see
from tests.facts import Cells
from tests.generator.figures import TrueCell
from tests.generator.form_data import CellId

ABOUT_FIGURES = ("identity_", "claim", "chain_", "rollup_", "twin_")
"""How the names of the rules begin that compare figures with each other."""


@dataclass(frozen=True, slots=True)
class Found:
    """One finding about a report.

    Attributes:
        cells: as 'table/row/column'.
    """

    rule_id: str
    severity: str
    blame: str | None
    cells: frozenset[CellId]

    @property
    def is_about_figures(self) -> bool:
        """Whether it compares figures with each other."""
        return self.rule_id.startswith(ABOUT_FIGURES)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case.

    Attributes:
        wrong: cells that were published with another number than the true one.
        lost: cells whose true number was not published.
        mended: cells in which an agency's printed figure was published as another number.
        altered: a published number, or a sentence of the report, is not as it should be.
        lost_only: true numbers were lost, and none is wrong.
        visible: an equation or a claim can see it, by the form and the text alone.
        detected: a warning or an error names one of the cells.
        said: for `lost_only`, a warning or an error names one of the lost cells, or says that
            a number or a table could not be placed.
        blame: 'right', 'undecided' or 'wrong'; "" where nothing was detected.
        false_alarms: rules about figures that fired where nothing is altered or lost.
        other_rules: the rules of severity warning or error that fired and compare no figures.
    """

    case: Case
    wrong: frozenset[CellId]
    lost: frozenset[CellId]
    mended: frozenset[CellId]
    altered: bool
    visible: bool
    detected: bool
    said: bool
    blame: str
    false_alarms: tuple[str, ...]
    other_rules: tuple[str, ...]

    @property
    def lost_only(self) -> bool:
        """Whether numbers were lost and none is wrong."""
        return bool(self.lost) and not self.altered


def judge(
    case: Case, read: Cells, found: Sequence[Found], of_others: Sequence[Found] = ()
) -> Verdict:
    """Judge what was published of a case's first report, and what was found in it.

    Args:
        case: as it was drawn.
        read: the cells of its first report, as published.
        found: in its first report.
        of_others: found in its other reports.
    """
    wrong = frozenset(k for k, cell in case.truth.items() if _is_wrong(cell, read.get(k)))
    lost = frozenset(k for k, cell in case.truth.items() if _is_lost(cell, read.get(k)))
    serious = [f for f in found if f.severity != "info"]
    others = [f for f in of_others if f.severity != "info"]
    enough, of_enough = (found, of_others) if case.is_slight else (serious, others)
    telling = [f for f in enough if _tells(f, case, wrong)]
    telling += [f for f in of_enough if _tells(f, case, frozenset())]
    altered = bool(wrong) or case.misstated is not None
    taken = {k for k, cell in case.truth.items() if cell.may_be_missing and cell.value is None}
    alarms = [
        f.rule_id
        for f in (*serious, *(() if altered else others))
        if f.is_about_figures and not _tells(f, case, wrong) and not f.cells & (lost | taken)
    ]
    return Verdict(
        case=case,
        wrong=wrong,
        lost=lost,
        mended=frozenset(
            key
            for key, number in case.changed.items()
            if key in read and read[key][0] not in (None, number)
        ),
        altered=altered,
        visible=altered and _is_visible(case, wrong, read),
        detected=altered and bool(telling),
        said=any(f.cells & lost or f.rule_id in _SAY_LOST for f in serious),
        blame=_blame_of(telling, case.culprit) if altered else "",
        false_alarms=tuple(alarms),
        other_rules=tuple(f.rule_id for f in serious if not f.is_about_figures),
    )


_SAY_LOST = ("no_table", "table_not_found", "unplaced_number")
"""Rules about numbers that belong to no cell, and about whole tables: they name no cells."""


def _is_wrong(true: TrueCell, read: tuple[Decimal | None, str] | None) -> bool:
    if read is None or read[0] is None:
        return False
    return true.value is None or Decimal(true.value) != read[0]


def _is_lost(true: TrueCell, read: tuple[Decimal | None, str] | None) -> bool:
    return true.value is not None and (read is None or read[0] is None)


def _tells(finding: Found, case: Case, wrong: frozenset[CellId]) -> bool:
    if finding.cells & wrong:
        return True
    if case.misstated is None or not finding.rule_id.startswith(case.names):
        return False
    if not finding.cells or not case.misstated:
        return True
    return not {key[:2] for key in finding.cells}.isdisjoint(key[:2] for key in case.misstated)


def _is_visible(case: Case, wrong: frozenset[CellId], read: Cells) -> bool:
    if case.misstated is not None and case.sees:
        return True
    published = {key: value for key, (value, _) in read.items()}
    return equations_see(case.edition, published, wrong) or any(
        figure.reads(published, wrong) and figure.sees(published) for figure in case.figures
    )


def _blame_of(telling: Sequence[Found], culprit: str) -> str:
    blames = {finding.blame for finding in telling if finding.is_about_figures}
    if not blames:
        return ""
    if (AGENCY if culprit == READING else READING) in blames:
        return "wrong"
    return "right" if culprit in blames or culprit == UNDECIDED else "undecided"
