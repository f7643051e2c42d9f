"""What validation says: one result each expectation, and what follows for publication."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How an expectation came out; one that could not be evaluated is neither of the others."""

    PASSED = "passed"
    FAILED = "failed"
    RAISED = "raised"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that must be true of the warehouse.

    Attributes:
        expectation_id: unique among all; for a rule about the data its rule_id.
        title: in Chinese; `title_en` in English.
        severity: 'error', 'warning' or 'info'.
        source: query whose rows are looked at, as a whole.
        sql: query that returns the unexpected rows; it reads them `FROM batch`, and may
            read any table of the warehouse.
    """

    expectation_id: str
    title: str
    title_en: str
    severity: str
    source: str
    sql: str

    @classmethod
    def of_table(
        cls, expectation_id: str, title: str, title_en: str, table: str, sql: str
    ) -> "Expectation":
        """Declare one of severity 'error' that looks at all rows of a table."""
        source = f"SELECT * FROM {table}"  # noqa: S608 (a name of ours)
        return cls(expectation_id, title, title_en, "error", source, sql)


@dataclass(frozen=True, slots=True)
class Suite:
    """Expectations that are evaluated and shown together.

    Attributes:
        structural: whether one that fails or raises stops publication; else it is about
            the data, which is published with its findings.
    """

    suite_id: str
    title: str
    title_en: str
    structural: bool
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How one expectation came out.

    Attributes:
        unexpected: number of unexpected rows; None if it raised.
        message: the exception's text if it raised, else None.
    """

    expectation: Expectation
    status: Status
    unexpected: int | None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class SuiteResult:
    """The results of one suite, in the order of its expectations."""

    suite: Suite
    results: tuple[Result, ...]

    def count(self, status: Status) -> int:
        """How many of its expectations came out so."""
        return sum(result.status == status for result in self.results)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The results of every suite, and what follows from them."""

    suites: tuple[SuiteResult, ...]

    @property
    def results(self) -> tuple[Result, ...]:
        """The results of all suites."""
        return tuple(result for suite in self.suites for result in suite.results)

    @property
    def structural_ok(self) -> bool:
        """Whether every structural expectation passed: else nothing may be published."""
        return not any(suite.suite.structural for suite, _ in self._not_passed())

    @property
    def errors_ok(self) -> bool:
        """Whether no expectation about the data of severity 'error' failed or raised."""
        return not any(
            result.expectation.severity == "error"
            for suite, result in self._not_passed()
            if not suite.suite.structural
        )

    def count(self, status: Status) -> int:
        """How many expectations came out so."""
        return sum(suite.count(status) for suite in self.suites)

    def _not_passed(self) -> Iterator[tuple[SuiteResult, Result]]:
        for suite in self.suites:
            for result in suite.results:
                if result.status is not Status.PASSED:
                    yield suite, result
