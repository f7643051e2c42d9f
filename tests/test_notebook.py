"""The tour runs from the first cell to the last on a published warehouse, and is clean in git."""

import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from expectations.rules import load_rules
from tests.lake_samples import SampleReport, sample_reports, sample_values, write_sample_lake
from transform.form import CellKey, Fact, load_editions
from transform.schema import CellStatus
from warehouse.build import build_warehouse

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "tour.ipynb"
GROUPS = {
    "granted": "予以公开",
    "partially": "部分公开",
    "refused": "不予公开",
    "unavailable": "无法提供",
    "rejected": "不予处理",
    "other": "其他处理",
}


def broken_reports() -> list[SampleReport]:
    """Three agencies in three years: one consolidated report, two cells without a figure."""
    reports = sample_reports(9, years=(2020, 2021, 2022))
    granted = CellKey(Fact.APPLICATIONS, "granted", "total")
    received = CellKey(Fact.APPLICATIONS, "received", "natural_person")
    reports[1] = replace(reports[1], cells={granted: (None, CellStatus.BLANK)})
    reports[2] = replace(reports[2], scope="consolidated")
    reports[5] = replace(
        reports[5],
        cells={received: (None, CellStatus.UNREADABLE)},
        findings=({"rule_id": "cell_unreadable", "cells": [str(received)]},),
    )
    return reports


def publish(home: Path, reports: list[SampleReport]) -> None:
    """Leave a home as a run would: a lake, and the warehouse built from it."""
    lake = write_sample_lake(home / "lake", reports)
    build_warehouse(lake, home / "warehouse.duckdb", load_rules())


def execute(notebook: NotebookNode, home: Path, monkeypatch: pytest.MonkeyPatch) -> NotebookNode:
    monkeypatch.setenv("GONGKAI_HOME", str(home))
    monkeypatch.setenv("IPYTHONDIR", str(home / "ipython"))
    resources = {"metadata": {"path": str(NOTEBOOK.parent)}}
    client = NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources)
    executed: NotebookNode = client.execute()
    return executed


@pytest.fixture
def tour() -> NotebookNode:
    return nbformat.read(NOTEBOOK, as_version=4)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    publish(folder, broken_reports())
    return folder


def test_tour_runs_and_its_figures_are_the_reports_figures(tour, home, monkeypatch):
    shown = "print(outcomes.to_json(orient='records', force_ascii=False))"
    tour.cells.insert(-1, nbformat.v4.new_code_cell(shown))
    executed = execute(tour, home, monkeypatch)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", [])]
    complaints = [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert complaints == [], "a warning, such as of a glyph that the font lacks"
    assert sum("image/png" in o.get("data", {}) for o in outputs) == 2
    assert sum("text/html" in o.get("data", {}) for o in outputs) == 8
    assert "字体 font: Noto Sans SC\n" in [o.get("text") for o in outputs]
    told = json.loads(executed.cells[-2].outputs[0].text)
    found = {(row["report_year"], row["outcome_group"]): row["applications"] for row in told}
    assert found == expected_outcomes(broken_reports())
    assert sum(row["cells_left_out"] for row in told) == 1


def expected_outcomes(reports: list[SampleReport]) -> Counter[tuple[int, str]]:
    """The same sums, from the samples."""
    sums: Counter[tuple[int, str]] = Counter()
    for report in reports:
        if report.scope == "consolidated" or report.edition is None or report.year is None:
            continue
        values = sample_values(load_editions()[report.edition], report.agency or 0, report.year)
        for cell, value in values.items():
            group = GROUPS.get(cell.row_code.split("_")[0])
            if cell.fact is Fact.APPLICATIONS and cell.column_code == "total" and group:
                sums[report.year, group] += 0 if cell in report.cells else int(value)
    return sums


def test_tour_without_a_warehouse_says_what_to_do(tour, tmp_path, monkeypatch):
    with pytest.raises(CellExecutionError) as stopped:
        execute(tour, tmp_path, monkeypatch)
    assert "gongkai run" in str(stopped.value) and str(tmp_path) in str(stopped.value)
    assert "Traceback" not in str(stopped.value)


def test_tour_is_committed_without_outputs(tour):
    nbformat.validate(tour)
    for cell in tour.cells:
        assert cell.get("outputs", []) == [], cell.id
        assert cell.get("execution_count") is None, cell.id
        assert not cell.metadata, cell.id


def test_tour_speaks_both_languages(tour):
    for cell in tour.cells:
        if cell.cell_type == "markdown":
            last = cell.source.split("\n\n")[-1]
            assert re.search(r"[\u4e00-\u9fff]", cell.source), cell.id
            assert re.match(r"[A-Z]", last), cell.id
