"""The samples trip the rules that they are made to trip, and none besides, information apart."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from tests.flow_runs import REPOSITORY
from tests.generator.samples import SAMPLES
from tests.stage_runs import rows, take_run

GOLDEN = REPOSITORY / "tests" / "golden"
CORRECTED = "twin_figures_differ"
"""What a correction and the report that it corrects have, besides what each is made to trip."""


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """The rules of severity error or warning that each sample trips, by its path."""
    home = tmp_path_factory.mktemp("samples")
    take_run(home, REPOSITORY / "samples")
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path, rule in rows(
        home,
        "SELECT source_path, rule_id FROM findings JOIN reports USING (report_id)"
        " WHERE findings.severity IN ('error', 'warning')",
    ):
        found[path].add(rule)
    return found


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_sample_trips_what_it_is_made_to_trip(findings: dict[str, set[str]], sample) -> None:
    golden = json.loads((GOLDEN / f"{sample.stem}.json").read_text(encoding="utf-8"))
    assert findings[sample.path] - {CORRECTED} == set(golden["findings"])
    corrections = {s.stem.removesuffix(s.remark) for s in SAMPLES if s.revises}
    assert (CORRECTED not in findings[sample.path]) or sample.stem.startswith(tuple(corrections))


def test_every_finding_is_of_a_sample(findings: dict[str, set[str]]) -> None:
    assert findings.keys() <= {sample.path for sample in SAMPLES}
    assert all((REPOSITORY / "samples" / Path(path)).exists() for path in findings)
