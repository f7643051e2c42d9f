"""What reading a report finds wrong, to be joined with the rules when the warehouse is built."""

from collections.abc import Sequence
from dataclasses import dataclass

from transform.form import CellKey


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold at one place of a report.

    Attributes:
        rule_id: the rule; its severity is declared with the rule.
        message: what is found, in Chinese; `message_en` the same in English.
        expected, observed: the two values that disagree, as text; None where there are none.
        cells: the cells concerned.
    """

    rule_id: str
    message: str
    message_en: str
    expected: str | None = None
    observed: str | None = None
    cells: Sequence[CellKey] = ()
