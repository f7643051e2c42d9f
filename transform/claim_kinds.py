"""The kinds of claims that running text makes, and the cells that each may be compared with."""

from functools import cache
from importlib.resources import files
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from transform.form import CellKey, Fact

_TABLES = {
    "applications": Fact.APPLICATIONS,
    "review_litigation": Fact.REVIEW_LITIGATION,
    "proactive": Fact.PROACTIVE,
}


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ReadingTerm(_Declared):
    """One cell of a reading, added (sign 1) or taken off (sign -1)."""

    cell: CellKey
    sign: Literal[1, -1]


class ClaimKind(_Declared):
    """One kind of claim.

    Attributes:
        code: as in `narrative_claims`.
        title: in Chinese; `title_en` the same in English.
        readings: each a sum of cells, or a difference, with which a claim of this kind may
            agree; empty if no table holds what it claims.
    """

    code: str
    title: str
    title_en: str
    readings: tuple[tuple[ReadingTerm, ...], ...] = ()


@cache
def load_claim_kinds() -> dict[str, ClaimKind]:
    """Read the kinds by their code, in the order of their declaration.

    Raises:
        pydantic.ValidationError: claim_kinds.yaml does not fit the declaration.
        KeyError: a cell names no table.
        ValueError: two kinds have one code.
    """
    text = (files("transform") / "claim_kinds.yaml").read_text(encoding="utf-8")
    kinds = [_kind_of(entry) for entry in yaml.safe_load(text)["kinds"]]
    by_code = {kind.code: kind for kind in kinds}
    if len(by_code) != len(kinds):
        raise ValueError("claim_kinds.yaml declares a code more than once")
    return by_code


def _kind_of(entry: dict[str, object]) -> ClaimKind:
    readings = entry.pop("readings", [])
    assert isinstance(readings, list)  # noqa: S101
    terms = tuple(tuple(_term_of(place) for place in reading) for reading in readings)
    return ClaimKind.model_validate({**entry, "readings": terms})


def _term_of(place: str) -> ReadingTerm:
    table, row, column = [*place.removeprefix("-").split("/"), "total"][:3]
    cell = CellKey(_TABLES[table], row, column)
    return ReadingTerm(cell=cell, sign=-1 if place.startswith("-") else 1)
