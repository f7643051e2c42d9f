"""Random reports in every text layout: no wrong number, and how many numbers are not read.

A damage that leaves a figure to the form's arithmetic may end in 'missing'; figures whose
cells are held apart by separators and that no such damage touched must all be read.
"""

import re
from collections import Counter
from collections.abc import Callable

import pytest

from extract.decode import decode
from extract.reading import read_document
from tests.generator.figures import TrueReport
from tests.generator.layouts import BLANK_LAYOUTS, LAYOUTS, random_reports
from tests.judging import judge
from tests.sizes import short_and_long
from transform.report import Rows, understand

SEED = 20211231


def _check_that_every_number_stands_in_the_source(rows: Rows, data: bytes) -> None:
    lines = re.split(r"\r\n|\r|\n", decode(data)[0])
    for place in rows["evidence"]:
        if place["raw_text"]:
            line, column = (int(part[1:]) for part in place["locator"].split(":"))
            printed = lines[line - 1][column - 1 :]
            # The parts of a cut number are joined by a blank; the first stands at the place.
            assert printed.startswith((place["raw_text"], place["raw_text"].split(" ")[0]))


def _read_and_judge(report: TrueReport, data: bytes) -> Counter[str]:
    rows = understand(read_document(data), "0" * 64)
    _check_that_every_number_stands_in_the_source(rows, data)
    return judge(report, rows)


@pytest.mark.parametrize("count", short_and_long(150, 500))
@pytest.mark.parametrize("layout", LAYOUTS)
def test_random_reports(
    layout: str, count: int, record_property: Callable[[str, object], None]
) -> None:
    outcomes: Counter[str] = Counter()
    for report, data in random_reports(layout, count, SEED):
        outcomes += _read_and_judge(report, data)
    printed = outcomes["printed"]
    record_property(
        "measured",
        f"{layout}: {count} reports, {printed} numbers printed, {outcomes['wrong']} read wrong, "
        f"{outcomes['lost'] / printed:.4%} not read, and of those that only the arithmetic can "
        f"tell {outcomes['lost to doubt'] / printed:.4%}",
    )
    assert printed > 100 * count
    assert outcomes["wrong"] == 0
    if layout not in BLANK_LAYOUTS:
        assert outcomes["lost"] == 0
