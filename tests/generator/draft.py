"""A draft: the whole report in reading order, before a layout turns it into text."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random

from tests.generator.figures import MISSING, TrueReport
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW, CellId
from tests.generator.prose import (
    write_heading,
    write_notice_before_table,
    write_opening,
    write_other_matters,
    write_overview,
    write_problems,
    write_signature,
    write_title,
)
from tests.generator.tables import Line, Sheet, build_sheets

Piece = str | Sheet
LABEL_STYLES = ("spread", "ragged", "one_column")
"""How label cells fill their columns in a grid: spans as blank fields; label cells as they are
and blanks at the row's end; one label column with the group labels in rows of their own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way to the page.

    Attributes:
        report: its facts as far as the damages done so far leave them.
        layout: name of the layout that it is printed in.
        pieces: paragraphs and tables in reading order.
        label_style: one of `LABEL_STYLES`; heeded by the grid layouts.
        encoding: of the bytes; 'utf-8-sig' writes a byte order mark.
        newline: what ends a line.
        touched: codes of the rows that a damage has been done to.
    """

    report: TrueReport
    layout: str
    pieces: tuple[Piece, ...]
    label_style: str = "spread"
    encoding: str = "utf-8"
    newline: str = "\n"
    touched: frozenset[str] = field(default=frozenset())

    def sheet(self, fact: str) -> Sheet:
        """The table of this fact, which has not been taken out: see `has`."""
        return next(p for p in self.pieces if isinstance(p, Sheet) and p.fact == fact)

    def with_lines(self, fact: str, change: Callable[[tuple[Line, ...]], list[Line]]) -> "Draft":
        """The draft with the lines of one table changed."""
        pieces = tuple(
            Sheet(fact, tuple(change(piece.lines)))
            if isinstance(piece, Sheet) and piece.fact == fact
            else piece
            for piece in self.pieces
        )
        return replace(self, pieces=pieces)

    def replacing(self, fact: str, line: Line, *by: Line) -> "Draft":
        """The draft with one line of a table replaced by others, or by none."""
        return self.with_lines(
            fact, lambda lines: [new for old in lines for new in (by if old is line else (old,))]
        )

    def free_rows(self) -> list[Line]:
        """Outcome rows that no damage has been done to."""
        if not self.has(APPLICATIONS):
            return []
        lines = self.sheet(APPLICATIONS).lines
        return [line for line in lines if line.kind == "figures" and line.code not in self.touched]

    def has(self, fact: str) -> bool:
        """Whether the table of this fact has not been taken out."""
        return any(isinstance(p, Sheet) and p.fact == fact for p in self.pieces)

    def losing(self, *keys: CellId) -> "Draft":
        """The draft with these cells expected as missing."""
        report = self.report.with_cells(dict.fromkeys(keys, MISSING))
        return replace(self, report=report)

    def doubting(self, fact: str, row_code: str | None = None) -> "Draft":
        """The draft with a row's cells (or all of a table's) marked as perhaps missing."""
        doubtful = {
            key: replace(cell, may_be_missing=True)
            for key, cell in self.report.cells.items()
            if key[0] == fact and row_code in (None, key[1])
        }
        return replace(self, report=self.report.with_cells(doubtful))

    def touching(self, *row_codes: str) -> "Draft":
        """The draft with these rows marked as damaged, so that no other damage takes them."""
        return replace(self, touched=self.touched | set(row_codes))


def compose(
    report: TrueReport, layout: str, rng: Random, *, title: str | None = None, remark: str = ""
) -> Draft:
    """Put a report together.

    Args:
        report: its facts.
        layout: name of the layout that it will be printed in.
        rng: the source of every choice.
        title: one of `prose.TITLE_FORMS`; drawn if None.
        remark: a sentence at the end of the last section; "" for none.
    """
    sheets = build_sheets(report)
    pieces: list[Piece] = [
        *write_title(report, rng, title),
        *write_opening(report, rng),
        write_heading(1, rng),
        *write_overview(report, rng),
    ]
    for section, fact in ((2, PROACTIVE), (3, APPLICATIONS), (4, REVIEW)):
        pieces += [write_heading(section, rng), *write_notice_before_table(rng), sheets[fact]]
    pieces += [write_heading(5, rng), *write_problems(report, rng)]
    pieces += [write_heading(6, rng), *write_other_matters(report, rng)]
    pieces += [*([remark] if remark else []), *write_signature(report, rng)]
    draft = Draft(replace(report, layout=layout), layout, tuple(pieces), rng.choice(LABEL_STYLES))
    return draft.doubting(REVIEW) if _prints_no_review(report) else draft


def _prints_no_review(report: TrueReport) -> bool:
    """Whether the litigation row is empty: such a line need not look like a row."""
    return not any(cell.printed for key, cell in report.cells.items() if key[0] == REVIEW)
