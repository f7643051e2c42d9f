"""The expectation report: one HTML page for reviewers, complete in itself.

Nothing in it is loaded from anywhere and nothing is run: it can be mailed, kept and
opened without a network. All text is escaped by the template engine, for titles, names
and cells come out of strangers' files.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined

from expectations.database import open_warehouse
from expectations.details import (
    QuarantinedFile,
    RuleFindings,
    SampleRows,
    read_findings,
    read_quarantined,
    read_sample_rows,
)
from expectations.summary import RunSummary
from expectations.verdict import Result, Status, Suite, Verdict

# HTML may not hold control characters, and those of direction would make a reviewer read
# something else than stands there. Tab, line feed and carriage return are blanks.
_MADE_VISIBLE = {
    code: f"⟨U+{code:04X}⟩"
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x200E,
        0x200F,
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
    )
    if code not in (0x09, 0x0A, 0x0D)
}
_SEVERITY_ORDER = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Problem:
    """An expectation that failed or raised, with what the warehouse shows of it.

    Attributes:
        findings: of a rule about the data; None for a structural expectation.
        sample: first unexpected rows of a structural expectation, if they could be read.
    """

    suite: Suite
    result: Result
    findings: RuleFindings | None
    sample: SampleRows | None


@dataclass(frozen=True, slots=True)
class _Contents:
    """What was read from the warehouse; `unread` says what could not be and why."""

    findings: dict[str, RuleFindings]
    quarantined: list[QuarantinedFile]
    samples: dict[str, SampleRows | None]
    unread: str | None


def write_page(path: Path, verdict: Verdict, database: Path, summary: RunSummary) -> None:
    """Write the expectation report; it appears at once, complete.

    Args:
        path: the HTML file; its folder is made.
        verdict: what validation said of `database`.
        database: the warehouse that was validated, published or not.
        summary: what the run did.

    Raises:
        OSError: the file cannot be written.
    """
    contents = _read_contents(database, verdict)
    html = (
        _environment()
        .get_template("page.html.j2")
        .render(
            verdict=verdict,
            summary=summary,
            problems=sorted(_problems(verdict, contents), key=_gravity),
            quarantined=contents.quarantined,
            unread=contents.unread,
        )
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".writing-{path.name}")
    with temporary.open("w", encoding="utf-8", errors="replace") as stream:
        stream.write(html)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)


def _read_contents(database: Path, verdict: Verdict) -> _Contents:
    """Read what there is: a warehouse that failed may lack the very tables that are needed."""
    samples: dict[str, SampleRows | None] = {}
    try:
        with open_warehouse(database) as connection:
            for suite, result in _not_passed(verdict):
                if suite.structural and result.status is Status.FAILED:
                    name = result.expectation.expectation_id
                    samples[name] = read_sample_rows(connection, result.expectation)
            return _Contents(read_findings(connection), read_quarantined(connection), samples, None)
    except duckdb.Error as error:
        return _Contents({}, [], samples, str(error))


def _problems(verdict: Verdict, contents: _Contents) -> Iterator[Problem]:
    for suite, result in _not_passed(verdict):
        name = result.expectation.expectation_id
        findings = None if suite.structural else contents.findings.get(name)
        yield Problem(suite, result, findings, contents.samples.get(name))


def _not_passed(verdict: Verdict) -> Iterator[tuple[Suite, Result]]:
    for suite in verdict.suites:
        for result in suite.results:
            if result.status is not Status.PASSED:
                yield suite.suite, result


def _gravity(problem: Problem) -> tuple[bool, bool, int]:
    """What a reviewer must see first: structure, what could not be checked, then errors."""
    return (
        not problem.suite.structural,
        problem.result.status is not Status.RAISED,
        _SEVERITY_ORDER.index(problem.result.expectation.severity),
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("expectations", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_make_visible,
    )


def _make_visible(value: Any) -> Any:
    """Print control characters as their numbers; what a macro gives has been through here."""
    return value.translate(_MADE_VISIBLE) if type(value) is str else value
