"""The main job on real input: files in, tables, findings and the reviewers' report out."""

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.facts import COLUMNS, Cells, cells_of, golden_cells
from tests.flow_runs import REPOSITORY, gongkai

REAL_REPORTS = os.environ.get("GONGKAI_REAL_REPORTS")
GOOD = "2021_浙江省_绍兴市教育局"
"""A sample in which every equation of the form holds and that prints no blank cell."""


def _run(raw: Path, home: Path, *options: str) -> None:
    result = gongkai("run", raw, "--home", home, *options)
    assert result.returncode == 0, result.stderr


def _fact_rows(connection: duckdb.DuckDBPyConnection, report_id: str) -> Cells:
    rows = {
        fact: _dicts(connection.execute(f"FROM {fact} WHERE report_id = ?", [report_id]))
        for fact in COLUMNS
    }
    return cells_of(rows)


def _dicts(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture(scope="module")
def real_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("real") / "home"
    _run(Path(str(REAL_REPORTS)), home)
    return home


@pytest.mark.skipif(not REAL_REPORTS, reason="GONGKAI_REAL_REPORTS names no real reports")
def test_a_run_over_real_reports_agrees_with_their_golden_facts(real_home: Path) -> None:
    golden = json.loads((Path(str(REAL_REPORTS)) / "gold.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(real_home / "warehouse.duckdb"), read_only=True) as connection:
        reports = _dicts(
            connection.execute(
                "SELECT reports.*, level, admin_code, province, prefecture, county "
                "FROM reports LEFT JOIN agencies USING (agency_id)"
            )
        )
        assert {report["source_path"] for report in reports} == set(golden)
        for report in reports:
            expected = golden[report["source_path"]]
            identity = {k: v for k, v in expected.items() if k in report and k != "report_id"}
            assert {name: report[name] for name in identity} == identity
            assert _fact_rows(connection, report["report_id"]) == golden_cells(expected)


@pytest.mark.skipif(not REAL_REPORTS, reason="GONGKAI_REAL_REPORTS names no real reports")
def test_the_text_of_every_number_stands_where_the_evidence_says(real_home: Path) -> None:
    with duckdb.connect(str(real_home / "warehouse.duckdb"), read_only=True) as connection:
        places = connection.execute(
            "SELECT source_path, raw_text, locator FROM evidence JOIN reports USING (report_id) "
            "WHERE raw_text <> ''"
        ).fetchall()
    assert len(places) > 900
    lines: dict[str, list[str]] = {}
    for path, raw_text, locator in places:
        if path not in lines:
            lines[path] = (Path(str(REAL_REPORTS)) / path).read_text("utf-8").split("\n")
        line, column = (int(part[1:]) for part in locator.split(":"))
        assert lines[path][line - 1][column - 1 :].startswith(raw_text)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a good sample and a copy of it in which one digit is another."""
    folder = tmp_path_factory.mktemp("changed")
    raw = folder / "raw"
    raw.mkdir()
    (sample,) = (REPOSITORY / "samples").rglob(f"{GOOD}.txt")
    shutil.copy(sample, raw / "good.txt")
    text = sample.read_text(encoding="utf-8")
    (raw / "changed.txt").write_text(_with_one_digit_changed(text), encoding="utf-8")
    _run(raw, folder / "home")
    return folder / "home"


def _with_one_digit_changed(text: str) -> str:
    """Raise the last digit of the last figure, the total, in the row of received."""
    row = next(line for line in text.split("\n") if "本年新收政府信息公开申请数量" in line)
    digits = list(re.finditer(r"\d", row))
    at = digits[-1].start()
    changed = row[:at] + str((int(row[at]) + 1) % 10) + row[at + 1 :]
    assert changed != row
    return text.replace(row, changed)


@pytest.fixture
def connection(changed: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(changed / "warehouse.duckdb"), read_only=True) as opened:
        yield opened


def _findings(connection: duckdb.DuckDBPyConnection, path: str) -> list[tuple[Any, ...]]:
    return connection.execute(
        "SELECT rule_id, expected, observed, cells FROM findings JOIN reports USING (report_id) "
        "WHERE source_path = ? AND severity = 'error' ORDER BY rule_id",
        [path],
    ).fetchall()


def test_one_changed_digit_trips_the_identities_of_its_row_and_column(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    assert _findings(connection, "good.txt") == []
    found = _findings(connection, "changed.txt")
    assert [rule for rule, *_ in found] == ["identity_applicant_types", "identity_balance"]
    cell = "fact_applications/received/total"
    assert all(cell in cells and expected != observed for _, expected, observed, cells in found)


def test_the_report_shows_the_failed_expectation_and_its_finding(changed: Path) -> None:
    page = (changed / "expectations" / "index.html").read_text(encoding="utf-8")
    problems = re.findall(
        r'<article class="problem (\w+)" id="problem-([^"]+)">(.*?)</article>', page, re.S
    )
    shown = {name.split(".")[-1]: (status, body) for status, name, body in problems}
    of_twins = {"report_superseded", "twin_figures_differ"}
    of_the_digit = {"identity_applicant_types", "identity_balance", "claim_table_differs"}
    assert shown.keys() == of_the_digit | of_twins
    for rule in of_the_digit:
        status, body = shown[rule]
        assert status == "failed"
        assert "changed.txt" in body and "good.txt" not in body
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//""", page)


def test_strict_runs_tell_of_the_error_by_their_exit_code(changed: Path) -> None:
    result = gongkai("run", changed.parent / "raw", "--home", changed, "--strict")
    assert result.returncode == 3, result.stderr
