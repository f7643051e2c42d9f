"""Reports whose facts are known: the project's samples, and real reports where they are given."""

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extract.reading import read_document
from tests.facts import cells_of, golden_cells
from transform.origin import ManifestRow, Origin
from transform.report import NotAReportError, understand

ROOT = Path(__file__).parent.parent
IDENTITY = ("agency_name", "report_year", "form_edition", "scope")
PLACE = ("level", "admin_code", "province", "prefecture", "county")


def _samples() -> Iterator[tuple[Path, dict[str, Any]]]:
    for golden in sorted((ROOT / "tests" / "golden").glob("*.json")):
        (sample,) = (ROOT / "samples").rglob(f"{golden.stem}.*")
        yield sample, json.loads(golden.read_text(encoding="utf-8"))


def _real_reports() -> Iterator[tuple[Path, dict[str, Any]]]:
    folder = os.environ.get("GONGKAI_REAL_REPORTS")
    if folder:
        golden = json.loads((Path(folder) / "gold.json").read_text(encoding="utf-8"))
        for name, facts in golden.items():
            yield Path(folder) / name, facts


def _check(path: Path, golden: dict[str, Any]) -> None:
    rows = understand(read_document(path.read_bytes()), "0" * 64, origin=_origin(path))
    assert cells_of(rows) == golden_cells(golden)
    report = rows["reports"][0]
    printed = {name: golden[name] for name in IDENTITY if name in golden}
    assert {name: report[name] for name in printed} == printed
    (agency,) = rows["agencies"]
    assert {name: agency[name] for name in PLACE} == {name: golden[name] for name in PLACE}


def _origin(path: Path) -> Origin:
    """What the manifest beside a file says of it."""
    manifest = path.with_name("manifest.csv")
    if manifest.exists():
        with manifest.open(encoding="utf-8") as stream:
            for row in csv.DictReader(stream):
                if row["path"] == path.name:
                    return Origin(path.name, ManifestRow(row["agency"], int(row["year"])))
    return Origin(path.name)


@pytest.mark.parametrize(
    ("path", "golden"), list(_samples()), ids=lambda value: getattr(value, "stem", "")
)
def test_samples(path: Path, golden: dict[str, Any]) -> None:
    _check(path, golden)


@pytest.mark.skipif(
    not os.environ.get("GONGKAI_REAL_REPORTS"),
    reason="GONGKAI_REAL_REPORTS names no folder of real reports",
)
@pytest.mark.parametrize(
    ("path", "golden"), list(_real_reports()), ids=lambda value: getattr(value, "stem", "")
)
def test_real_reports(path: Path, golden: dict[str, Any]) -> None:
    _check(path, golden)


def test_a_notice_about_reports_is_none() -> None:
    (notice,) = (ROOT / "samples").rglob("通知_*.txt")
    with pytest.raises(NotAReportError):
        understand(read_document(notice.read_bytes()), "0" * 64)


def test_a_report_without_tables_keeps_its_sections_and_says_so() -> None:
    text = "某市民政局2021年政府信息公开工作年度报告\n\n一、总体情况\n\n全年工作正常。\n"
    rows = understand(read_document(text.encode()), "0" * 64)
    assert rows["reports"][0]["form_edition"] is None
    assert not rows["fact_applications"] and not rows["evidence"]
    assert [finding["rule_id"] for finding in rows["findings"]].count("no_table") == 1
    assert [(s["section"], s["text"]) for s in rows["sections"]] == [(1, "全年工作正常。")]
