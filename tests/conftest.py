"""Shared by all tests: measured shares are shown at the end, also of tests in other processes."""

import pytest

MEASURED = "measured"
"""Name of a user property that holds a line of figures to be shown."""


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show every line that a test recorded as measured."""
    reports = [r for status in ("passed", "failed") for r in terminalreporter.stats.get(status, [])]
    lines = [value for r in reports for name, value in r.user_properties if name == MEASURED]
    if lines:
        terminalreporter.section("measured")
        for line in sorted(lines):
            terminalreporter.write_line(str(line))
