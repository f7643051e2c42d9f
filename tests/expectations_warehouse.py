"""Small warehouses for the tests of the expectations: valid, and free to be broken.

They carry no constraints, so that a test can put in any fault that an expectation is there to
find.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from expectations.rules import load_rules
from tests.lake_samples import SampleReport, write_sample_lake
from warehouse.build import build_warehouse


def write_warehouse(path: Path, reports: Sequence[SampleReport]) -> Path:
    """Build a warehouse of these reports, with the findings that the rules make in it."""
    lake = write_sample_lake(path.with_suffix(".lake"), reports)
    build_warehouse(lake, path, load_rules())
    return path


def findings_of(database: Path, rule_id: str) -> list[dict[str, Any]]:
    """The findings of a rule, as dictionaries, by report."""
    query = "SELECT * FROM findings WHERE rule_id = ? ORDER BY report_id, finding_id"
    with duckdb.connect(database, read_only=True) as connection:
        answer = connection.execute(query, [rule_id])
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
