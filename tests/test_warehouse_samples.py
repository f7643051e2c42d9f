"""The sample lakes are valid: complete, and true to the form's arithmetic."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.lake_samples import sample_reports, sample_values, write_sample_lake
from transform.form import load_editions
from transform.schema import REPORT_TABLES


@pytest.mark.parametrize("edition", load_editions().values(), ids=lambda e: e.edition)
@pytest.mark.parametrize("agency", [0, 3, 40])
def test_sample_figures_hold_every_equation(edition, agency):
    values = sample_values(edition, agency, 2022)
    assert set(values) == set(edition.cells())
    sums: Counter[tuple[str, str]] = Counter()
    for term in edition.terms():
        sums[term.identity, term.instance] += int(values[term.cell]) * term.sign
    assert sums and not any(sums.values())


def test_lake_holds_each_table_of_each_batch(tmp_path: Path):
    reports = sample_reports(5, years=(2020, 2021))
    lake = write_sample_lake(tmp_path / "lake", reports, batch_size=2)
    for table in REPORT_TABLES:
        assert len(lake.table_files(table.name)) == 3, table.name
    facts = sum(
        pq.read_metadata(path).num_rows
        for name in ("fact_applications", "fact_review_litigation", "fact_proactive_disclosure")
        for path in lake.table_files(name)
    )
    evidence = sum(pq.read_metadata(path).num_rows for path in lake.table_files("evidence"))
    editions = load_editions()
    assert facts == evidence == sum(len(editions[r.edition or ""].cells()) for r in reports)
    assert lake.extracted() == lake.understood() == {report.sha256 for report in reports}
