"""How much of a large test every run does, and how much `make test-slow` does."""

import pytest


def short_and_long(short: int, long: int) -> list[object]:
    """Two sizes of one test, for `parametrize`: the short one always, the long one when slow."""
    return [pytest.param(short, id="short"), pytest.param(long, id="long", marks=pytest.mark.slow)]
