"""Sentences about the figures of a report, and whether one of them can see a difference.

A sentence is its words and its figures apart, so that one figure can be printed wrong. What a
figure may be compared with is told here for the words that are used here, and not taken from
the pipeline.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from tests.breakages.form_equations import Published
from tests.generator.figures import TrueReport
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW, CellId
from tests.generator.prose import narrated

_PERSON = "natural_person"
_ORGANIZATIONS = (
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_organization",
    "other_organization",
)
Reading = tuple[CellId, ...]

PART, SHARE = "part", "share"


def _totals(fact: str, *rows: str) -> Reading:
    return tuple((fact, row, "total") for row in rows)


_READINGS: dict[str, tuple[Reading, ...]] = {
    "applications_received": (_totals(APPLICATIONS, "received"),),
    "applications_carried_over": (_totals(APPLICATIONS, "carried_over"),),
    "applications_answered": (_totals(APPLICATIONS, "processed_total"),),
    "applications_carried_forward": (_totals(APPLICATIONS, "carried_forward"),),
    "granted": (_totals(APPLICATIONS, "granted"),),
    "partially_granted": (_totals(APPLICATIONS, "partially_granted"),),
    "refused": (
        _totals(
            APPLICATIONS,
            "refused_state_secret",
            "refused_other_law",
            "refused_security_stability",
            "refused_third_party_rights",
            "refused_internal_affairs",
            "refused_process_information",
            "refused_enforcement_files",
            "refused_administrative_inquiry",
        ),
    ),
    "unavailable": (
        _totals(
            APPLICATIONS,
            "unavailable_not_held",
            "unavailable_requires_creation",
            "unavailable_still_unclear",
        ),
    ),
    "rejected": (
        _totals(
            APPLICATIONS,
            "rejected_petition_complaint",
            "rejected_duplicate",
            "rejected_public_publication",
            "rejected_excessive",
            "rejected_reconfirmation",
        ),
    ),
    "review_cases": (_totals(REVIEW, "review"),),
    # Some count lawsuits after a review as one with the review.
    "litigation_cases": (
        _totals(REVIEW, "litigation_direct", "litigation_after_review"),
        _totals(REVIEW, "litigation_direct"),
        _totals(REVIEW, "litigation_after_review"),
    ),
    "normative_documents_issued": (((PROACTIVE, "normative_documents", "issued"),),),
    "normative_documents_repealed": (((PROACTIVE, "normative_documents", "repealed"),),),
    "normative_documents_in_force": (((PROACTIVE, "normative_documents", "in_force"),),),
}
"""The sums of cells that the words of a claim mean, as printed here; any of them may be meant."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a sentence states.

    Attributes:
        claim: a code of the table of claims; PART of a whole that no table divides so, and
            SHARE of a whole in percent, which no cell can be compared with.
        value: as stated.
        applicants: 'natural_person', 'organizations' or 'total' for all.
        printed: as printed; "" for the plain number.
    """

    claim: str
    value: int
    applicants: str = "total"
    printed: str = ""

    def readings(self, cells: Collection[CellId]) -> list[Reading]:
        """The sums of cells that the figure may stand for, of those that the form has."""
        read = (_for_applicants(r, self.applicants) for r in _READINGS.get(self.claim, ()))
        return [reading for reading in read if all(cell in cells for cell in reading)]

    def sees(self, published: Published) -> bool:
        """Whether no reading of the figure is equal to it.

        One of a cell without a number can't be compared.
        """
        readings = [[published[cell] for cell in reading] for reading in self.readings(published)]
        if not readings or any(value is None for reading in readings for value in reading):
            return False
        return all(sum(value or 0 for value in reading) != self.value for reading in readings)

    def is_printed(self, report: TrueReport) -> bool:
        """Whether every cell that it stands for prints a number."""
        cells = (cell for reading in self.readings(report.cells) for cell in reading)
        return all(report.cells[cell].value is not None for cell in cells)

    def reads(self, published: Published, wrong: Collection[CellId]) -> bool:
        """Whether a reading of the figure holds one of these cells."""
        return any(cell in wrong for reading in self.readings(published) for cell in reading)


Part = str | Figure


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or several: words and figures in turn."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """As printed."""
        return "".join(p if isinstance(p, str) else p.printed or str(p.value) for p in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What it states."""
        return tuple(part for part in self.parts if isinstance(part, Figure))

    def stating(self, figure: Figure, value: int, printed: str = "") -> "Statement":
        """The same sentence with another value for one of its figures."""
        wrong = replace(figure, value=value, printed=printed)
        return Statement(tuple(wrong if part is figure else part for part in self.parts))


def draw_statements(report: TrueReport, rng: Random) -> list[Statement]:
    """Some sentences that agree with the tables, each with another subject."""
    every = every_statement(report, rng)
    return rng.sample(every, k=min(len(every), rng.randint(2, 4)))


def every_statement(report: TrueReport, rng: Random) -> list[Statement]:
    """Every sentence that agrees with the tables; `rng` deals a whole out into parts."""
    drawn = [*_of_tables(report), *_of_parts(report, rng), *_of_shares(report)]
    return [statement for statement in drawn if _has_cells(statement, report)]


def figures_of_prose(report: TrueReport) -> list[Figure]:
    """What the generated overview of a report states already."""
    told = narrated(report)
    figures = [
        Figure("applications_received", told["applications_received"]),
        Figure("review_cases", told["reviews"]),
        Figure("litigation_cases", told["lawsuits"]),
    ]
    if told["applications_received"] + told["applications_carried_over"]:
        figures.append(Figure("applications_answered", told["applications_processed"]))
    for name in ("applications_carried_over", "applications_carried_forward"):
        figures += [Figure(name, told[name])] if told[name] else []
    return figures


def amount(report: TrueReport, claim: str, applicants: str = "total") -> Figure:
    """What the tables say of a claim, by the first of its readings."""
    figure = Figure(claim, 0, applicants)
    readings = figure.readings(report.cells)
    value = sum(report.count(*cell) for cell in readings[0]) if readings else 0
    return replace(figure, value=value)


def printed_values(report: TrueReport) -> dict[CellId, Decimal | None]:
    """The numbers of a report's cells; None where none is printed."""
    cells = report.cells.items()
    return {key: None if cell.value is None else Decimal(cell.value) for key, cell in cells}


def _of_tables(report: TrueReport) -> Iterator[Statement]:
    def of(claim: str, applicants: str = "total") -> Figure:
        return amount(report, claim, applicants)

    received = "applications_received"
    yield Statement(("本年度共新收政府信息公开申请", of(received), "件。"))
    yield Statement(
        (
            *("在本年度新收的申请中，自然人申请", of(received, _PERSON), "件，"),
            *("法人或其他组织申请", of(received, "organizations"), "件。"),
        )
    )
    yield Statement(
        ("从办理结果看，予以公开", of("granted"), "件，部分公开", of("partially_granted"), "件。")
    )
    yield Statement(
        (
            *("答复中，不予公开", of("refused"), "件，无法提供", of("unavailable"), "件，"),
            *("不予处理", of("rejected"), "件。"),
        )
    )
    yield Statement(("结转下年度继续办理的申请", of("applications_carried_forward"), "件。"))
    yield Statement(("因政府信息公开被申请行政复议", of("review_cases"), "件。"))
    yield Statement(("因政府信息公开被提起行政诉讼", of("litigation_cases"), "件。"))
    yield Statement(
        (
            *("本年制发行政规范性文件", of("normative_documents_issued"), "件，废止"),
            *(of("normative_documents_repealed"), "件，现行有效"),
            *(of("normative_documents_in_force"), "件。"),
        )
    )


def _of_parts(report: TrueReport, rng: Random) -> Iterator[Statement]:
    received = amount(report, "applications_received")
    if received.value < 3:
        return
    first = rng.randint(1, received.value - 2)
    second = rng.randint(1, received.value - first - 1)
    parts = (Figure(PART, n) for n in (first, second, received.value - first - second))
    yield Statement(
        (
            *("今年收到政府信息公开申请", received, "件，其中网络提交", next(parts), "件，"),
            *("信函提交", next(parts), "件，当面提交", next(parts), "件。"),
        )
    )


def _of_shares(report: TrueReport) -> Iterator[Statement]:
    granted, answered = amount(report, "granted"), amount(report, "applications_answered")
    if answered.value:
        share = round(10_000 * granted.value / answered.value)
        figure = Figure(SHARE, share, printed=percent(share))
        yield Statement(
            (
                *("全年办结政府信息公开申请", answered, "件，其中予以公开", granted, "件，"),
                *("占", figure, "。"),
            )
        )


def percent(hundredths: int) -> str:
    """A share as printed, of hundredths of a percent."""
    return f"{hundredths / 100:.2f}%"


def _has_cells(statement: Statement, report: TrueReport) -> bool:
    return all(
        figure.claim in (PART, SHARE) or figure.readings(report.cells)
        for figure in statement.figures
    )


def _for_applicants(reading: Reading, applicants: str) -> Reading:
    if applicants == "total":
        return reading
    columns = _ORGANIZATIONS if applicants == "organizations" else (applicants,)
    return tuple((fact, row, column) for fact, row, _ in reading for column in columns)
