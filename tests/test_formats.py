"""The same report gives the same facts in every format whose cells markup or borders hold.

Where cells are held by nothing but their places, and in scans, each is equal or null.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable
from random import Random

import pytest

from extract.reading import read_document
from tests.generator.files import FILE_FORMATS, random_files, telling_drafts
from tests.generator.form_data import REVIEW
from tests.judging import judge
from tests.sizes import short_and_long
from transform.report import understand

SEED = 20211231
SCANS = 1
SHA256 = "0" * 64


def test_the_telling_reports_show_every_trait() -> None:
    drafts = telling_drafts()
    cells = [cell for draft in drafts.values() for cell in draft.report.cells.values()]
    printed = {cell.printed for cell in cells}
    assert len(drafts) >= 6
    assert {draft.report.form_edition for draft in drafts.values()} == {"2019", "2021"}
    assert {"", "0", "00"} <= printed
    assert any("," in text for text in printed)
    assert any(unicodedata.east_asian_width(text[0]) == "F" for text in printed if text)
    assert any(cell.status == "blank" and cell.printed for cell in cells)
    review = [c.printed for k, c in drafts["large"].report.cells.items() if k[0] == REVIEW]
    assert len(review) == 15 and max(map(len, review)) >= 6


@pytest.mark.parametrize("draft", telling_drafts().values(), ids=telling_drafts())
@pytest.mark.parametrize("name", [name for name in FILE_FORMATS if name != "scan"])
def test_a_telling_report(name: str, draft) -> None:
    data = FILE_FORMATS[name].write(draft, Random(SEED))
    outcomes = judge(draft.report, understand(read_document(data), SHA256))
    assert outcomes["printed"] and not outcomes["wrong"]
    if FILE_FORMATS[name].keeps_cells:
        assert outcomes.keys() == {"printed"}


@pytest.mark.parametrize("count", short_and_long(60, 200))
@pytest.mark.parametrize("name", FILE_FORMATS)
def test_random_reports(
    name: str, count: int, record_property: Callable[[str, object], None]
) -> None:
    count = SCANS if name == "scan" else count
    outcomes: Counter[str] = Counter()
    for report, data in random_files(name, count, SEED):
        outcomes += judge(report, understand(read_document(data), SHA256))
    printed = outcomes["printed"]
    record_property(
        "measured",
        f"{name}: {count} reports, {printed} numbers printed, {outcomes['wrong']} read "
        f"wrong, {outcomes['lost'] / printed:.4%} not read, and of those that only the "
        f"arithmetic can tell {outcomes['lost to doubt'] / printed:.4%}",
    )
    assert printed > 100 * count
    assert not outcomes["wrong"]
    if FILE_FORMATS[name].keeps_cells:
        assert not outcomes["lost"] and not outcomes["other status"]
