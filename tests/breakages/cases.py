"""One broken report: what is printed, what is true, and whose fault the difference is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from random import Random
from typing import Any

from extract.document import Document
from extract.reading import read_document
from tests.breakages.scans import recognised
from tests.breakages.statements import Figure, Statement, draw_statements, figures_of_prose
from tests.generator.damage import TEXT_CELLS
from tests.generator.draft import Draft, Piece, compose
from tests.generator.figures import TrueCell, TrueReport, draw_report
from tests.generator.files import FILE_FORMATS
from tests.generator.form_data import APPLICATIONS, CellId
from tests.generator.layouts import BLANK_LAYOUTS, LAYOUTS, blank_marks_of
from tests.generator.tables import Sheet, build_sheets
from tests.merged_documents import as_document

AGENCY = "agency_error"
READING = "suspect_reading"
UNDECIDED = "undecided"
"""Whose fault a difference is: as in the findings' column blame."""

GRIDS = ("html", "docx", "xlsx", "document")
"""Forms in which markup holds the cells; 'document' is what a faultless reader makes of one."""
CLEAR = (*TEXT_CELLS, *GRIDS)
"""Forms in which it stands clear what each cell holds."""
UNCLEAR = tuple(sorted(BLANK_LAYOUTS))
"""Forms in which only the order of labels and numbers tells it."""
FORMS = (*CLEAR, *UNCLEAR)
FILES = ("pdf", "ofd", "doc")
"""More forms in which cells stand clear; they take long to write and to read."""
UNRULED = "pdf without rules"
SCANNED = "scanned"
"""Forms in which cells have places on a page, or were recognised: nothing stands quite clear."""

_STYLES = ("small", "medium", "medium", "large", "odd", "some_blanks")


@dataclass(frozen=True, slots=True)
class Case:
    """One report, broken in one way or sound.

    Attributes:
        mode: how it is broken.
        form: in which it is printed.
        documents: the report, and behind it others of the same agency if it takes them.
        truth: every cell as it should be read and printed; empty where no cell is concerned.
        edition: of the form.
        culprit: AGENCY or READING; UNDECIDED for an agency's mistake in a form in which no cell
            stands clear; "" for a sound report.
        figures: what its text states of the tables.
        misstated: the text, or another report, contradicts what is printed, so that some rule
            must say so: the cells that it must name one of. None where only cells are broken.
        sees: an equation, a figure of the text or another year's report can see what is
            misstated.
        names: where `misstated` is not None, the rules of which one must say so begin with this.
        changed: the figures that the agency printed instead of the true ones.
        is_slight: no number of a table contradicts another, so that a finding of severity info
            will do.
    """

    mode: str
    form: str
    documents: tuple[Document, ...]
    truth: Mapping[CellId, TrueCell]
    edition: str
    culprit: str
    figures: tuple[Figure, ...] = ()
    misstated: frozenset[CellId] | None = None
    sees: bool = True
    names: str = "claim"
    is_slight: bool = False
    changed: Mapping[CellId, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sound:
    """A correct report on its way to be broken.

    Attributes:
        form: one of those above.
        draft: with its statements among the pieces.
        says_overview: its overview tells applications and disputes.
        rng: the source of every further choice.
    """

    form: str
    draft: Draft
    statements: tuple[Statement, ...]
    says_overview: bool = field(default=True, kw_only=True)
    rng: Random = field(repr=False)

    @property
    def report(self) -> TrueReport:
        """The true figures."""
        return self.draft.report

    @property
    def edition(self) -> str:
        """Of the form."""
        assert self.report.form_edition is not None
        return self.report.form_edition

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All that its text states of the tables."""
        stated = [figure for statement in self.statements for figure in statement.figures]
        return (*(figures_of_prose(self.report) if self.says_overview else ()), *stated)

    def printing(self, changed: Mapping[CellId, TrueCell]) -> "Sound":
        """The same report with other figures in its tables and the same words."""
        sheets = build_sheets(self.report.with_cells(changed))
        pieces = (sheets[p.fact] if isinstance(p, Sheet) else p for p in self.draft.pieces)
        return replace(self, draft=replace(self.draft, pieces=tuple(pieces)))

    def adding(self, words: str) -> "Sound":
        """The same report with another sentence in place of the drawn statements."""
        texts = {statement.text for statement in self.statements}
        pieces = [p for p in self.draft.pieces if isinstance(p, Sheet) or p not in texts]
        return self._inserting(pieces, words)

    def saying_only(self, words: str) -> "Sound":
        """The same report whose text has nothing else to say of applications and disputes."""
        texts = {statement.text for statement in self.statements}
        kept = [
            piece
            for piece in self.draft.pieces
            if isinstance(piece, Sheet) or (piece not in texts and piece[:3] != "（二）")
        ]
        return replace(self._inserting(kept, f"（二）依申请公开。{words}"), says_overview=False)

    def _inserting(self, pieces: list[Piece], words: str) -> "Sound":
        pieces.insert(_place_of_statements(pieces), words)
        return replace(self, draft=replace(self.draft, pieces=tuple(pieces)), statements=())

    def print(self) -> Document:
        """The report as it is read from its file."""
        if self.form == SCANNED:
            return recognised(as_document(self.draft), self.rng)
        if self.form == "document":
            return as_document(self.draft)
        if self.form in LAYOUTS:
            text = LAYOUTS[self.form](self.draft, self.rng)
            data = text.replace("\n", self.draft.newline).encode(self.draft.encoding)
        else:
            data = FILE_FORMATS[self.form].write(self.draft, self.rng)
        return read_document(data)

    def broken(self, mode: str, culprit: str, truth: Mapping[CellId, TrueCell]) -> Case:
        """The case of this report as it is printed now."""
        return self.read(self.print(), mode, culprit, truth)

    def read(
        self, document: Document, mode: str, culprit: str, truth: Mapping[CellId, TrueCell]
    ) -> Case:
        """The case of this report as it was read."""
        if culprit == AGENCY and self.form not in (*CLEAR, *FILES):
            culprit = UNDECIDED
        return Case(mode, self.form, (document,), truth, self.edition, culprit, self.figures)


def draw_sound(rng: Random, forms: tuple[str, ...] = FORMS) -> Sound:
    """Draw a correct report that has applications of more than one type of applicant.

    Args:
        rng: the source of every choice.
        forms: to choose from.
    """
    form = rng.choice(forms)
    return compose_sound(draw_telling_report(rng, form), form, rng)


def compose_sound(report: TrueReport, form: str, rng: Random) -> Sound:
    """Write a report's text, with some sentences that agree with its tables."""
    layout = "words" if form == UNRULED else "merged"
    draft = compose(report, form if form in LAYOUTS else layout, rng)
    statements = tuple(draw_statements(report, rng))
    pieces = list(draft.pieces)
    at = _place_of_statements(pieces)
    pieces[at:at] = [statement.text for statement in statements]
    return Sound(form, replace(draft, pieces=tuple(pieces)), statements, rng)


def _place_of_statements(pieces: Sequence[Piece]) -> int:
    """Behind what the overview says of applications."""
    return next(i for i, p in enumerate(pieces) if isinstance(p, str) and p.startswith("（三）"))


def draw_telling_report(rng: Random, form: str, **drawn: Any) -> TrueReport:
    """Draw the figures of a report with applications of more than one type of applicant.

    Args:
        rng: the source of every choice.
        form: that it will be printed in.
        drawn: arguments of `draw_report` that are not left to chance.
    """
    while True:
        given: dict[str, Any] = {
            "style": rng.choice(_STYLES),
            "solid": form in BLANK_LAYOUTS,
            "marks": blank_marks_of(form),
        }
        given |= {"edition": rng.choice(("2019", "2021", "2021"))} | drawn
        report = draw_report(rng, **given)
        if _is_telling(report):
            return report


def _is_telling(report: TrueReport) -> bool:
    received = [
        key
        for key in report.cells
        if key[:2] == (APPLICATIONS, "received") and report.count(*key) > 1
    ]
    return len(received) > 2
