"""The statutory form as data: one Edition for each file under `editions/`.

Locating, aligning, checking, the generated samples and the warehouse's form tables all
read these objects; a new edition is a new file.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict


class Fact(StrEnum):
    """The three statistical tables of the form, by the fact table that holds their cells."""

    PROACTIVE = "fact_proactive_disclosure"
    APPLICATIONS = "fact_applications"
    REVIEW_LITIGATION = "fact_review_litigation"


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """Which cell of the form: its fact table, row code and column code.

    Row and column are (item, measure), (outcome, applicant_type) or (channel, result).
    """

    fact: Fact
    row_code: str
    column_code: str

    def __str__(self) -> str:
        return f"{self.fact}/{self.row_code}/{self.column_code}"


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FormColumn(_Declared):
    """A column of a table.

    Attributes:
        label: as the form prints it.
        aliases: other printings that are known.
        unit: 'count', or 'CNY' for money, which is published in yuan.
        printed_unit: the unit of money that the form itself prints; None where it names none.
        signed: whether the count may be negative.
    """

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    unit: Literal["count", "CNY"] = "count"
    printed_unit: Literal["元", "万元"] | None = None
    signed: bool = False


class FormRow(_Declared):
    """A row of a table; `group` is the label of the spanning cell before it, if any."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()
    group: str | None = None

    @property
    def printings(self) -> tuple[str, ...]:
        """The label and its aliases."""
        return (self.label, *self.aliases)


class ProactiveBlock(_Declared):
    """A part of the proactive table that has a header of its own."""

    clause: str
    columns: tuple[FormColumn, ...]
    rows: tuple[FormRow, ...]


class ApplicationsTable(_Declared):
    """Outcomes by applicant type; `groups` are labels of spanning cells that hold no figure."""

    columns: tuple[FormColumn, ...]
    groups: tuple[str, ...]
    rows: tuple[FormRow, ...]


class ReviewLitigationTable(_Declared):
    """One row of figures: for each channel, its results side by side.

    `groups` are labels of cells that span the channels behind the first.
    """

    groups: tuple[str, ...]
    channels: tuple[FormRow, ...]
    columns: tuple[FormColumn, ...]


class Identity(_Declared):
    """An equation of the form: the `left` codes add up to the `right` codes.

    Attributes:
        along: 'row' if the codes are columns and it holds in each row; 'column' if the codes
            are rows and it holds in each column.
    """

    id: str
    table: Literal["applications", "review_litigation"]
    along: Literal["row", "column"]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """One cell of one equation: the cells of an instance times their signs add up to 0.

    Attributes:
        identity: id of the Identity.
        instance: the row's or column's code in which it holds.
        sign: 1 on the left side, -1 on the right.
    """

    identity: str
    instance: str
    cell: CellKey
    sign: Literal[1, -1]


class Edition(_Declared):
    """One edition of the form.

    Attributes:
        edition: '2019', '2021', …: the `form_edition` of its reports.
        citation: the notice that prescribes it.
        first_report_year: the first year that it is meant for.
    """

    edition: str
    citation: str
    first_report_year: int
    proactive: tuple[ProactiveBlock, ...]
    applications: ApplicationsTable
    review_litigation: ReviewLitigationTable
    identities: tuple[Identity, ...]

    def cells(self) -> tuple[CellKey, ...]:
        """Every cell of the form, in printed order: a report of this edition has these."""
        return (*self._proactive_cells(), *self._application_cells(), *self._review_cells())

    def columns_by_cell(self) -> dict[CellKey, FormColumn]:
        """The column declaration (unit, sign) of every cell."""
        return self._columns_by_cell

    @cached_property
    def _columns_by_cell(self) -> dict[CellKey, FormColumn]:
        columns = {
            CellKey(Fact.PROACTIVE, row.code, column.code): column
            for block in self.proactive
            for row in block.rows
            for column in block.columns
        }
        by_code = {
            Fact.APPLICATIONS: {c.code: c for c in self.applications.columns},
            Fact.REVIEW_LITIGATION: {c.code: c for c in self.review_litigation.columns},
        }
        for cell in (*self._application_cells(), *self._review_cells()):
            columns[cell] = by_code[cell.fact][cell.column_code]
        return columns

    def terms(self) -> tuple[Term, ...]:
        """Every term of every instance of the form's equations."""
        return tuple(
            term
            for identity in self.identities
            for instance in self._instances(identity)
            for term in _terms_of(identity, instance)
        )

    def _instances(self, identity: Identity) -> tuple[str, ...]:
        if identity.table == "review_litigation":
            return tuple(channel.code for channel in self.review_litigation.channels)
        table = self.applications
        return tuple(
            line.code for line in (table.rows if identity.along == "row" else table.columns)
        )

    def _proactive_cells(self) -> tuple[CellKey, ...]:
        return tuple(
            CellKey(Fact.PROACTIVE, row.code, column.code)
            for block in self.proactive
            for row in block.rows
            for column in block.columns
        )

    def _application_cells(self) -> tuple[CellKey, ...]:
        return tuple(
            CellKey(Fact.APPLICATIONS, row.code, column.code)
            for row in self.applications.rows
            for column in self.applications.columns
        )

    def _review_cells(self) -> tuple[CellKey, ...]:
        return tuple(
            CellKey(Fact.REVIEW_LITIGATION, channel.code, column.code)
            for channel in self.review_litigation.channels
            for column in self.review_litigation.columns
        )


@cache
def load_editions() -> dict[str, Edition]:
    """Read every edition file; keyed by edition, oldest first.

    Raises:
        pydantic.ValidationError: an edition file does not fit the declaration.
    """
    folder = files("transform") / "editions"
    paths = sorted((p for p in folder.iterdir() if p.name.endswith(".yaml")), key=lambda p: p.name)
    loaded = [Edition.model_validate(yaml.safe_load(p.read_text(encoding="utf-8"))) for p in paths]
    return {edition.edition: edition for edition in loaded}


def _terms_of(identity: Identity, instance: str) -> list[Term]:
    fact = Fact.APPLICATIONS if identity.table == "applications" else Fact.REVIEW_LITIGATION
    signed: list[tuple[str, Literal[1, -1]]] = [(code, 1) for code in identity.left]
    signed += [(code, -1) for code in identity.right]
    return [
        Term(
            identity.id,
            instance,
            CellKey(fact, instance, code)
            if identity.along == "row"
            else CellKey(fact, code, instance),
            sign,
        )
        for code, sign in signed
    ]
