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
        blame: 'agency_error', 'suspect_reading' or 'undecided'; None leaves it to the rule.
        suggestion: which other reading would make everything hold; `suggestion_en` the same in
            English; None if there is none.
    """

    rule_id: str
    message: str
    message_en: str
    expected: str | None = None
    observed: str | None = None
    cells: Sequence[CellKey] = ()
    blame: str | None = None
    suggestion: str | None = None
    suggestion_en: str | None = None
