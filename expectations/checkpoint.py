"""Validation of a built warehouse with Great Expectations, in place, by SQL.

Importing Great Expectations takes seconds: this module imports it when it validates.
"""

import itertools
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations.database import open_warehouse
from expectations.dialect import DIALECT_NAME, engine_arguments
from expectations.suites import all_suites
from expectations.verdict import Expectation, Result, Status, Suite, SuiteResult, Verdict

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )
    from great_expectations.datasource.fluent.sql_datasource import SQLDatasource

_GX_SEVERITIES = {"error": "critical", "warning": "warning", "info": "info"}


def validate(database: Path, suites: Sequence[Suite] | None = None) -> Verdict:
    """Evaluate every expectation on a built warehouse; nothing is written to it.

    Args:
        database: the DuckDB file; no connection to it may be open for writing.
        suites: what is expected; by default all suites.

    Returns:
        The results, with those that could not be evaluated as 'raised'.

    Raises:
        FileNotFoundError: there is no such file.
        duckdb.Error: it is no DuckDB file, or another process is writing it.
    """
    if not database.is_file():
        raise FileNotFoundError(f"there is no warehouse at {database}")
    open_warehouse(database).close()
    with _quiet(), _warehouse(database) as (context, datasource):
        return Verdict(
            tuple(
                _validate_suite(context, datasource, suite)
                for suite in (all_suites() if suites is None else suites)
            )
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence Great Expectations' log: what raises is shown in the results."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


@contextmanager
def _warehouse(database: Path) -> "Iterator[tuple[EphemeralDataContext, SQLDatasource]]":
    """A context that lives in memory and tells nobody, with the warehouse as its one source."""
    import great_expectations
    from great_expectations.data_context.types.base import (
        DataContextConfig,
        InMemoryStoreBackendDefaults,
        ProgressBarsConfig,
    )

    settings = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False),
    )
    context = great_expectations.get_context(mode="ephemeral", project_config=settings)
    datasource = context.data_sources.add_sql(
        "warehouse",
        connection_string=f"{DIALECT_NAME}://",
        create_temp_table=False,
        # Taken, and documented, but missing in the stub.
        kwargs=engine_arguments(database),  # type: ignore[call-arg]
    )
    try:
        yield context, datasource
    finally:
        # A run replaces the file afterwards: no connection to it may stay in the pool.
        datasource.get_execution_engine().close()
        datasource.get_engine().dispose()


def _validate_suite(
    context: "EphemeralDataContext", datasource: "SQLDatasource", suite: Suite
) -> SuiteResult:
    by_source = itertools.groupby(
        sorted(suite.expectations, key=lambda e: e.source), key=lambda e: e.source
    )
    results: dict[str, Result] = {}
    for number, (source, expectations) in enumerate(by_source):
        name = f"{suite.title} {suite.suite_id} {number}"
        asset = datasource.add_query_asset(name, query=source)
        results |= _validate_batch(context, asset, name, list(expectations))
    return SuiteResult(suite, tuple(results[e.expectation_id] for e in suite.expectations))


def _validate_batch(
    context: "EphemeralDataContext", asset: Any, name: str, expectations: list[Expectation]
) -> dict[str, Result]:
    """Evaluate the expectations on one source with one Great Expectations suite."""
    from great_expectations import ExpectationSuite, ValidationDefinition

    from expectations.gx import unexpected_rows

    gx_suite = context.suites.add(ExpectationSuite(name=name))
    for expectation in expectations:
        gx_suite.add_expectation(unexpected_rows(expectation, _GX_SEVERITIES[expectation.severity]))
    definition = context.validation_definitions.add(
        ValidationDefinition(
            name=name, data=asset.add_batch_definition_whole_table("all"), suite=gx_suite
        )
    )
    by_id = {e.expectation_id: e for e in expectations}
    outcomes = [_result_of(outcome, by_id) for outcome in definition.run().results]
    return {outcome.expectation.expectation_id: outcome for outcome in outcomes}


def _result_of(outcome: Any, by_id: dict[str, Expectation]) -> Result:
    expectation = by_id[outcome.expectation_config.meta["expectation_id"]]
    message = _exception_message(outcome.exception_info or {})
    if message is not None:
        return Result(expectation, Status.RAISED, None, message)
    unexpected = int(outcome.result["observed_value"])
    return Result(expectation, Status.PASSED if outcome.success else Status.FAILED, unexpected)


def _exception_message(info: dict[str, Any]) -> str | None:
    """The message of the exception if one was raised.

    Great Expectations gives either one entry, or one for each metric that raised.
    """
    entries = [info] if "raised_exception" in info else list(info.values())
    for entry in entries:
        if entry.get("raised_exception"):
            return str(entry.get("exception_message") or "no message")
    return None
