"""What the rules about claims find in whole reports: the samples, and real ones where given."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.stage_runs import rows, take_run

SAMPLES = Path(__file__).parent.parent / "samples"
REAL = os.environ.get("GONGKAI_REAL_REPORTS")

_FOUND = """
SELECT r.source_path, f.rule_id, f.expected, f.observed
FROM findings AS f
JOIN reports AS r ON r.report_id = f.report_id
WHERE f.rule_id LIKE 'claim%'
ORDER BY ALL
"""


def test_the_samples_have_the_faults_that_were_put_into_them_and_no_others(
    tmp_path: Path,
) -> None:
    take_run(tmp_path, SAMPLES)
    found = rows(tmp_path, _FOUND)
    assert {Path(path).parent.name for path, *_ in found} == {"正文与跨年"}
    assert sorted(said for _, *said in found) == [
        ["claim_parts_differ", "126", "114"],
        ["claim_table_differs", "7", "11"],
    ]


@pytest.mark.skipif(not REAL, reason="GONGKAI_REAL_REPORTS names no folder of real reports")
def test_real_reports_have_the_unequal_parts_that_are_noted_of_them_and_no_others(
    tmp_path: Path,
) -> None:
    folder = Path(str(REAL))
    golden = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    noted = [
        (name, "claim_parts_differ", sums[1], sums[2])
        for name, facts in sorted(golden.items())
        for note in facts["notes"]
        if (sums := re.match(r"the parts named for the (\d+) items .* add up to (\d+)$", note))
    ]
    assert noted
    take_run(tmp_path, folder)
    assert rows(tmp_path, _FOUND) == noted
