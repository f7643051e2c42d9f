"""The form's arithmetic on the readings of one row."""

from collections.abc import Sequence

from transform.form import Edition, Identity
from transform.numbers import Reading
from transform.readings import Arithmetic
from transform.schema import CellStatus

_NUMBERS = (CellStatus.REPORTED, CellStatus.BLANK)


def row_arithmetic(edition: Edition, table: str) -> Arithmetic:
    """The equations that hold inside one printed row of a table.

    Args:
        table: 'applications' (its columns) or 'review_litigation' (each channel's columns,
            the channels side by side).
    """
    if table == "applications":
        codes = [column.code for column in edition.applications.columns]
    else:
        codes = [column.code for column in edition.review_litigation.columns]
    identities = [i for i in edition.identities if i.table == table and i.along == "row"]
    equations = [_positions(identity, codes) for identity in identities]

    def holds(readings: Sequence[Reading]) -> bool:
        if any(reading.status not in _NUMBERS for reading in readings):
            return False
        values = [reading.value or 0 for reading in readings]
        bands = range(0, len(values), len(codes))
        return all(
            sum(values[band + i] for i in left) == sum(values[band + i] for i in right)
            for band in bands
            for left, right in equations
        )

    return holds


def _positions(identity: Identity, codes: list[str]) -> tuple[list[int], list[int]]:
    return [codes.index(c) for c in identity.left], [codes.index(c) for c in identity.right]
