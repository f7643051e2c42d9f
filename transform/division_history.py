"""The divisions that were not in force throughout, from `division_history.csv`."""

import csv
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Period:
    """The years in which a code and a name belonged together; one row of the file.

    Attributes:
        code: six digits.
        name: the official name.
        valid_from: the first year at whose end it was in force; None if older than the record.
        valid_to: the last year at whose end it was in force; None if it still is.
        successors: codes of the divisions that came after it; empty if it is in force.
    """

    code: str
    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    successors: tuple[str, ...] = ()


def read_periods() -> tuple[Period, ...]:
    """Every row of the file, in its order."""
    source = (files("transform") / "division_history.csv").read_text(encoding="utf-8")
    lines = [line for line in source.splitlines() if not line.startswith("#")]
    return tuple(
        Period(
            row["admin_code"],
            row["name"],
            _year(row["valid_from"]),
            _year(row["valid_to"]),
            tuple(row["successors"].split(";")) if row["successors"] else (),
        )
        for row in csv.DictReader(lines)
    )


def _year(text: str) -> int | None:
    return int(text) if text else None
