"""The kinds of claims that running text makes, and the cells that each may be compared with."""

from functools import cache
from importlib.resources import files

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


class ClaimKind(_Declared):
    """One kind of claim.

    Attributes:
        code: as in `narrative_claims`.
        title: in Chinese; `title_en` the same in English.
        readings: each a sum of cells with which a claim of this kind may agree; empty if no
            table holds what it claims.
    """

    code: str
    title: str
    title_en: str
    readings: tuple[tuple[CellKey, ...], ...] = ()


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
    cells = tuple(tuple(_cell_of(place) for place in reading) for reading in readings)
    return ClaimKind.model_validate({**entry, "readings": cells})


def _cell_of(place: str) -> CellKey:
    table, row, column = [*place.split("/"), "total"][:3]
    return CellKey(_TABLES[table], row, column)
