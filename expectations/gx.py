"""Our expectation class for Great Expectations; importing this module imports it."""

from typing import Any, ClassVar

from great_expectations.expectations.core.unexpected_rows_expectation import (
    UnexpectedRowsExpectation,
)
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.verdict import Expectation


class NoUnexpectedRows(UnexpectedRowsExpectation):
    """Holds if a query returns no row.

    Only the rows' number is asked for: offending rows are found in `findings`, and the
    class that this one is derived from would run every query a second time to fetch some.
    """

    metric_dependencies: ClassVar[tuple[str, ...]] = ("unexpected_rows_query.row_count",)

    def _validate(
        self,
        metrics: dict[str, Any],
        runtime_configuration: dict[str, Any] | None = None,
        execution_engine: Any = None,
    ) -> dict[str, Any]:
        unexpected = metrics["unexpected_rows_query.row_count"]
        return {"success": unexpected == 0, "result": {"observed_value": unexpected}}


def unexpected_rows(expectation: Expectation, severity: str) -> NoUnexpectedRows:
    """Make the Great Expectations object of an expectation of ours.

    Args:
        expectation: as declared by us.
        severity: in the words of Great Expectations: 'critical', 'warning' or 'info'.
    """
    return NoUnexpectedRows(
        unexpected_rows_query=_query(expectation.sql),
        description=expectation.title,
        severity=FailureSeverity(severity),
        meta={"expectation_id": expectation.expectation_id},
    )


def _query(sql: str) -> str:
    """Name the batch, which a query of ours reads as `batch`; other braces are doubled."""
    doubled = sql.replace("{", "{{").replace("}", "}}")
    batch = "batch AS NOT MATERIALIZED (SELECT * FROM {batch})"
    unexpected = f"unexpected AS NOT MATERIALIZED ({doubled})"
    return f"WITH {batch}, {unexpected} SELECT * FROM unexpected"  # noqa: S608
