"""Building the warehouse from real lakes with real DuckDB."""

import hashlib
import json
import resource
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pytest

from tests.lake_samples import (
    EXTRACTED_AT,
    SampleReport,
    add_sample_batch,
    sample_reports,
    source_rows,
    write_sample_lake,
)
from transform.form import CellKey, Fact, load_editions
from transform.lake import DocumentRecord, Lake
from transform.schema import TABLES, CellStatus
from warehouse.build import build_warehouse
from warehouse.check import check_built, measure_tables
from warehouse.errors import WarehouseBuildError
from warehouse.views import VIEWS

RECEIVED = CellKey(Fact.APPLICATIONS, "received", "total")
BLANK = (None, CellStatus.BLANK)


@dataclass(frozen=True)
class ToyRule:
    rule_id: str
    severity: str = "warning"
    sql: str | None = None
    title: str = "样例规则"
    title_en: str = "toy rule"
    blame: str | None = None
    formula: str = "1 = 1"
    reason: str = "样例"
    reason_en: str = "sample"
    example: str = "样例"
    example_en: str = "sample"


MANY_RECEIVED = ToyRule(
    "many_received",
    sql="""
    SELECT report_id, '收到 ' || count || ' 件' AS message, 'received ' || count AS message_en,
        NULL AS expected, count AS observed,
        ['fact_applications/received/total'] AS cells
    FROM fact_applications
    WHERE outcome = 'received' AND applicant_type = 'total' AND count > 500;
    """,
)


def built(tmp_path: Path, reports: list[SampleReport], rules=(), name="built.duckdb") -> Path:
    lake = write_sample_lake(tmp_path / "lake", reports, batch_size=2)
    return rebuilt(lake, tmp_path / name, rules)


def rebuilt(lake: Lake, target: Path, rules=()) -> Path:
    build_warehouse(lake, target, rules)
    return target


def ask(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def everything(path: Path) -> dict[str, list[tuple]]:
    return {name: ask(path, f"FROM {name}") for name in TABLES}


def test_tables_and_columns_are_as_declared_and_all_carry_comments(tmp_path: Path):
    path = built(tmp_path, sample_reports(1))
    columns = ask(
        path,
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns()"
        " WHERE NOT internal ORDER BY table_oid, column_index",
    )
    tables = {name: [row[1:3] for row in columns if row[0] == name] for name in TABLES}
    assert tables == {
        name: [(column.name, column.duckdb_type) for column in table.columns]
        for name, table in TABLES.items()
    }
    assert [row for row in columns if not row[3] or " / " not in row[3]] == []
    named = ask(path, "SELECT table_name, comment FROM duckdb_tables() ORDER BY table_oid")
    assert {name for name, _ in named} == set(TABLES)
    views = ask(path, "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal")
    assert {name for name, _ in views} == {view.name for view in VIEWS}
    assert all(comment and " / " in comment for _, comment in [*named, *views])


def test_views_have_the_declared_columns_and_no_tables_name(tmp_path: Path):
    path = built(tmp_path, sample_reports(1))
    for view in VIEWS:
        assert view.name not in TABLES
        found = ask(path, f"DESCRIBE {view.name}")
        assert [row[:2] for row in found] == [(c.name, c.duckdb_type) for c in view.columns]


def test_file_can_be_opened_by_older_clients_and_leaves_no_debris(tmp_path: Path):
    path = built(tmp_path, sample_reports(1))
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{path}' AS w (READ_ONLY)")
        (tags,) = connection.execute(
            "SELECT tags FROM duckdb_databases() WHERE database_name = 'w'"
        ).fetchall()[0]
    assert tags["storage_version"].startswith("v1.4.0")
    assert {p.name for p in tmp_path.iterdir()} == {"lake", "built.duckdb"}


def test_every_cell_of_every_report_arrives(tmp_path: Path):
    reports = sample_reports(5, years=(2020, 2022))
    odd = {
        RECEIVED: (None, CellStatus.UNREADABLE),
        CellKey(Fact.PROACTIVE, "administrative_fees", "amount"): (None, CellStatus.MISSING),
    }
    reports[1] = replace(reports[1], cells=odd)
    path = built(tmp_path, reports)
    editions = load_editions()
    expected = sum(len(editions[r.edition or ""].cells()) for r in reports)
    facts = " UNION ALL ".join(f"SELECT cell_status FROM {fact}" for fact in Fact)
    assert ask(path, f"SELECT count(*) FROM ({facts})") == [(expected,)]
    assert ask(path, "SELECT count(*) FROM evidence") == [(expected,)]
    assert ask(
        path,
        "SELECT cell_status, count, raw_text FROM fact_applications JOIN evidence"
        " USING (report_id) WHERE cell_status <> 'reported' AND row_code = outcome"
        " AND column_code = applicant_type",
    ) == [("unreadable", None, "若干")]
    assert len(ask(path, "FROM reports")) == 5
    assert ask(path, "SELECT DISTINCT extracted_at FROM reports") == [(EXTRACTED_AT,)]


def test_form_tables_hold_every_edition(tmp_path: Path):
    path = built(tmp_path, sample_reports(1))
    for edition in load_editions().values():
        where = f"WHERE form_edition = '{edition.edition}'"
        cells = ask(path, f"SELECT fact, row_code, column_code FROM form_cells {where}")
        assert [(c.fact, c.row_code, c.column_code) for c in edition.cells()] == cells
        assert ask(path, f"SELECT count(*) FROM form_terms {where}") == [(len(edition.terms()),)]
    assert ask(
        path,
        "SELECT row_label, column_label, position FROM form_cells WHERE form_edition = '2021'"
        " AND row_code = 'granted' AND column_code = 'natural_person'",
    ) == [("（一）予以公开", "自然人", 10 + 2 * 7 + 1)]


def test_two_builds_of_one_lake_are_equal(tmp_path: Path):
    lake = write_sample_lake(tmp_path / "lake", sample_reports(7), batch_size=2)
    first = everything(rebuilt(lake, tmp_path / "a.duckdb", [MANY_RECEIVED]))
    second = everything(rebuilt(lake, tmp_path / "b.duckdb", [MANY_RECEIVED]))
    assert first == second
    assert first["findings"]


def test_batches_do_not_matter(tmp_path: Path):
    reports = sample_reports(7)
    one = write_sample_lake(tmp_path / "one", reports, batch_size=7)
    many = write_sample_lake(tmp_path / "many", list(reversed(reports)), batch_size=2)
    first = everything(rebuilt(one, tmp_path / "a.duckdb", [MANY_RECEIVED]))
    second = everything(rebuilt(many, tmp_path / "b.duckdb", [MANY_RECEIVED]))
    assert {k: sorted(v, key=repr) for k, v in first.items()} == {
        k: sorted(v, key=repr) for k, v in second.items()
    }
    for table in ("reports", "agencies", "sources", "findings", "rules"):
        assert first[table] == second[table]


def test_report_takes_the_first_path_that_is_still_there(tmp_path: Path):
    paths = ("a/gone.txt", "c/later.txt", "b/there.txt")
    report = SampleReport(1, paths=paths, gone=frozenset(["a/gone.txt"]))
    all_gone = SampleReport(2, paths=("z.txt", "y.txt"), gone=frozenset(["z.txt", "y.txt"]))
    path = built(tmp_path, [report, all_gone])
    found = dict(ask(path, "SELECT report_id, source_path FROM reports"))
    assert found == {report.report_id: "b/there.txt", all_gone.report_id: "y.txt"}


def test_document_of_an_older_extractor_gives_the_time_of_reading(tmp_path: Path):
    report = SampleReport(1)
    lake = write_sample_lake(tmp_path / "lake", [report])
    for path in lake.documents_folder.iterdir():
        path.unlink()
    older = Lake(lake.folder, extractor_version="0")
    older.documents_folder.mkdir()
    record = DocumentRecord(report.sha256, EXTRACTED_AT, "{}", extractor_version="0")
    older.write_documents([record])
    found = rebuilt(lake, tmp_path / "w.duckdb")
    assert ask(found, "SELECT extracted_at FROM reports") == [(EXTRACTED_AT,)]


def test_agency_named_by_two_batches_is_one_row(tmp_path: Path):
    reports = [
        SampleReport(1, year=2022, agency_fields={"sector": "other"}),
        SampleReport(2, year=2023, agency_fields={"sector": "health"}),
        SampleReport(3, agency=None),
    ]
    lake = write_sample_lake(tmp_path / "lake", reports, batch_size=1)
    path = rebuilt(lake, tmp_path / "w.duckdb")
    assert ask(path, "SELECT agency_id, sector FROM agencies") == [("a-000000", "health")]


def test_current_report_prints_most_and_ties_go_by_id(tmp_path: Path):
    full, poorer, other_scope = (
        SampleReport(1),
        SampleReport(2, cells={RECEIVED: BLANK}),
        SampleReport(3, scope="consolidated"),
    )
    twins = [SampleReport(4, scope=None, agency=5), SampleReport(5, scope=None, agency=5)]
    unknown = [SampleReport(6, agency=None), SampleReport(7, agency=None)]
    yearless = [SampleReport(8, year=None), SampleReport(9, year=None)]
    reports = [full, poorer, other_scope, *twins, *unknown, *yearless]
    path = built(tmp_path, reports)
    found = ask(
        path, "SELECT report_id, superseded_by FROM reports WHERE superseded_by IS NOT NULL"
    )
    first, second = sorted(twin.report_id for twin in twins)
    assert sorted(found) == sorted([(poorer.report_id, full.report_id), (second, first)])
    current = {row[0] for row in ask(path, "SELECT report_id FROM current_reports")}
    assert current == {r.report_id for r in reports} - {poorer.report_id, second}


@pytest.mark.parametrize("facts", ["applications", "review_litigation", "proactive_disclosure"])
def test_no_view_of_figures_adds_both_scopes_or_one_report_twice(tmp_path: Path, facts: str):
    own, whole, untold = SampleReport(1), SampleReport(2, scope="consolidated"), SampleReport(3)
    reports = {
        "own": own,
        "superseded": replace(own, number=4, cells={RECEIVED: BLANK}),
        "whole": whole,
        "beside_own": replace(untold, scope=None),
        "beside_whole": replace(whole, number=5, agency=1),
        "untold": replace(untold, number=6, agency=1, scope=None),
        "nobody": SampleReport(7, agency=None, scope=None),
        "yearless": SampleReport(8, year=None, scope=None),
    }
    path = built(tmp_path, list(reports.values()))
    names = {report.report_id: name for name, report in reports.items()}
    shown = {names[row[0]] for row in ask(path, f"SELECT DISTINCT report_id FROM {facts}")}
    assert shown == {"own", "untold", "nobody", "yearless"}
    added_up = ask(path, f"SELECT DISTINCT report_id, scope FROM consolidated_{facts}")
    assert {(names[report], scope) for report, scope in added_up} == {
        ("whole", "consolidated"),
        ("beside_whole", "consolidated"),
    }
    assert len(ask(path, "FROM current_reports")) == len(reports) - 1


def test_views_join_names_and_labels(tmp_path: Path):
    path = built(tmp_path, [SampleReport(1)])
    assert ask(
        path,
        "SELECT agency_name, province, outcome_label, applicant_type_label, unit FROM applications,"
        " (SELECT DISTINCT unit FROM proactive_disclosure WHERE measure = 'amount')"
        " WHERE outcome = 'received' AND applicant_type = 'total'",
    ) == [("资中县样例0局", "四川省", "一、本年新收政府信息公开申请数量", "总计", "CNY")]
    assert len(ask(path, "FROM review_litigation")) == 15


def test_findings_of_rules_and_of_reading_stand_together(tmp_path: Path):
    cells = ["fact_applications/granted/total"]
    finding = {"rule_id": "seen", "message": "读时发现", "cells": cells}
    reports = [
        SampleReport(1, cells={RECEIVED: (5000, CellStatus.REPORTED)}, findings=(finding,)),
        SampleReport(2, agency=2, cells={RECEIVED: (3, CellStatus.REPORTED)}),
    ]
    path = built(tmp_path, reports, [MANY_RECEIVED, ToyRule("seen", severity="error")])
    found = ask(path, "SELECT rule_id, severity, message, observed, report_id FROM findings")
    assert found == [
        ("seen", "error", "读时发现", None, reports[0].report_id),
        ("many_received", "warning", "收到 5000 件", "5000", reports[0].report_id),
    ]


def test_finding_ids_are_by_meaning_and_unique(tmp_path: Path):
    def seen(message: str, *cells: str, **rest: str) -> dict:
        return {"rule_id": "seen", "message": message, "cells": list(cells), **rest}

    findings = (
        seen("一", "t/r/c"),
        seen("二", "t/r/d"),
        seen("三"),
        seen("四"),
        seen("四", observed="1"),
        seen("四", observed="1"),
    )
    path = built(tmp_path, [SampleReport(1, findings=findings)], [ToyRule("seen")])
    ids = dict(ask(path, "SELECT message || coalesce(observed, ''), finding_id FROM findings"))
    assert len(ids) == len(set(ids.values())) == 5
    # by meaning: another wording of the same place keeps the id
    reworded = SampleReport(1, findings=(seen("换一种说法", "t/r/c"),))
    lake = write_sample_lake(tmp_path / "other", [reworded])
    again = rebuilt(lake, tmp_path / "again.duckdb", [ToyRule("seen")])
    assert ask(again, "SELECT finding_id FROM findings") == [(ids["一"],)]
    meaning = json.dumps(["seen", reworded.report_id, '["t/r/c"]'], separators=(",", ":"))
    assert ids["一"] == "f-" + hashlib.sha256(meaning.encode()).hexdigest()[:16]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ((), "findings of rule seen"),
        ((ToyRule("seen"), ToyRule("bad", sql="SELECT nothing")), "SQL of rule bad"),
        ((ToyRule("seen"), ToyRule("less", sql="SELECT 1 AS report_id")), "SQL of rule less"),
    ],
)
def test_unknown_or_failing_rule_fails_the_build(tmp_path: Path, rules, words):
    report = SampleReport(1, findings=({"rule_id": "seen"},))
    with pytest.raises(WarehouseBuildError, match=words):
        built(tmp_path, [report], rules)
    assert {p.name for p in tmp_path.iterdir()} == {"lake"}


def test_report_without_source_or_document_fails_the_build(tmp_path: Path):
    report = SampleReport(1)
    lake = write_sample_lake(tmp_path / "lake", [report])
    lake.write_sources([])
    with pytest.raises(WarehouseBuildError, match=f"sources for report {report.report_id}"):
        rebuilt(lake, tmp_path / "w.duckdb")
    lake.write_sources(source_rows(report))
    rebuilt(lake, tmp_path / "w.duckdb")
    for path in lake.documents_folder.iterdir():
        path.unlink()
    with pytest.raises(WarehouseBuildError, match=f"document for report {report.report_id}"):
        rebuilt(lake, tmp_path / "w.duckdb")


def test_empty_lake_gives_an_empty_warehouse(tmp_path: Path):
    path = built(tmp_path, [], [MANY_RECEIVED])
    assert ask(path, "FROM reports") == ask(path, "FROM findings") == []
    assert ask(path, "SELECT rule_id FROM rules") == [("many_received",)]


def test_odd_folder_names_and_hostile_text_are_only_names_and_text(tmp_path: Path):
    folder = tmp_path / "year=2023 [a]*'x'"
    folder.mkdir()
    text = "'; DROP TABLE reports; --"
    report = SampleReport(1, raw_texts={RECEIVED: text}, paths=(text,))
    path = built(folder, [report])
    assert ask(path, "SELECT source_path, report_year FROM reports") == [(text, 2023)]
    assert ask(path, "SELECT raw_text FROM evidence WHERE raw_text LIKE '%DROP%'") == [(text,)]


def test_damaged_lake_is_one_sentence(tmp_path: Path):
    lake = write_sample_lake(tmp_path / "lake", [SampleReport(1)])
    lake.table_files("fact_applications")[0].write_bytes(b"no parquet")
    with pytest.raises(WarehouseBuildError, match="cannot be built") as caught:
        rebuilt(lake, tmp_path / "w.duckdb")
    assert "\n" not in str(caught.value)


def test_check_sees_a_lost_row(tmp_path: Path):
    path = built(tmp_path, sample_reports(2))
    with duckdb.connect(str(path), read_only=True) as connection:
        measured = measure_tables(connection)
    check_built(path, measured)
    with duckdb.connect(str(path)) as connection:
        connection.execute("DELETE FROM fact_applications WHERE outcome = 'granted'")
    with pytest.raises(WarehouseBuildError, match="fact_applications"):
        check_built(path, measured)


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from transform.lake import Lake
from warehouse.build import build_warehouse
from warehouse.errors import WarehouseBuildError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    build_warehouse(Lake(Path(sys.argv[1])), Path(sys.argv[2]), [])
except WarehouseBuildError as error:
    sys.exit(f"refused: {error}")
"""


def test_no_room_for_the_file_fails_and_leaves_nothing(tmp_path: Path):
    lake = write_sample_lake(tmp_path / "lake", sample_reports(40), batch_size=40)
    target = tmp_path / "w.duckdb"
    size = rebuilt(lake, target).stat().st_size
    target.unlink()
    for limit in (size // 2, size - 4096):
        arguments = [sys.executable, "-c", FULL_DISK, str(lake.folder), str(target), str(limit)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert done.returncode == 1, done.stderr
        assert done.stderr.startswith("refused: "), done.stderr
        assert not list(tmp_path.glob("w.duckdb*"))
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY


def test_incremental_lake_equals_a_full_one(tmp_path: Path):
    reports = sample_reports(6)
    grown = write_sample_lake(tmp_path / "grown", reports[:4])
    add_sample_batch(grown, reports[4:])
    grown.write_sources([row for report in reports for row in source_rows(report)])
    full = write_sample_lake(tmp_path / "full", reports)
    first = everything(rebuilt(grown, tmp_path / "a.duckdb"))
    second = everything(rebuilt(full, tmp_path / "b.duckdb"))
    assert {k: sorted(map(repr, v)) for k, v in first.items()} == {
        k: sorted(map(repr, v)) for k, v in second.items()
    }
