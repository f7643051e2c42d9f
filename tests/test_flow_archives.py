"""Whole runs over archives, changed files and names that no one would choose."""

import json
import os

import duckdb
import pytest

from tests.archives import encrypted, zip_of
from tests.flow_runs import SAMPLES, environment, gongkai, tables

REPORTS = [path.read_bytes() for path in SAMPLES[:4]]
EVIL = "\x1b[2J\r\n<script>alert(1)</script>\u202egpj.txt"
LONG = "年" * 83 + ".txt"


def run(folder, *raws):
    result = gongkai("run", *(raws or [folder / "raw"]), "--home", folder / "home")
    assert result.returncode == 0, result.stderr
    assert "Traceback" not in result.stderr
    assert not set("\x1b\u202e") & set(result.stderr + result.stdout)
    return result.stderr


def rows(folder, sql):
    with duckdb.connect(str(folder / "home" / "warehouse.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def report_paths(folder):
    return {path for (path,) in rows(folder, "SELECT source_path FROM reports")}


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A home after one run over an archive and over files with odd names."""
    folder = tmp_path_factory.mktemp("archives")
    raw = folder / "raw"
    raw.mkdir()
    inner = zip_of(("乙.txt", REPORTS[1]))
    data = zip_of(
        ("../甲.txt", REPORTS[0]), ("in.zip", inner), ("secret.txt", b"x"), (EVIL, b"no report")
    )
    (raw / "all.zip").write_bytes(encrypted(data, "secret.txt"))
    (raw / EVIL.replace("/", "")).write_bytes(REPORTS[2])
    (raw / LONG).write_bytes(REPORTS[3])
    (raw / os.fsdecode(b"\xb9\xab.txt")).write_bytes(b"no report either")
    return folder, run(folder), tables(folder / "home" / "warehouse.duckdb")


def test_members_are_reports_and_the_archive_is_not_in_quarantine(first):
    folder, said, _ = first
    assert "files: 7 (7 new, 0 unchanged, 0 gone)" in said
    assert report_paths(folder) == {
        "all.zip!/甲.txt",
        "all.zip!/in.zip!/乙.txt",
        "\\u001b[2J\\u000d\\u000a<script>alert(1)<script>\\u202egpj.txt",
        LONG,
    }
    sql = "SELECT source_path, code FROM quarantined JOIN sources USING (source_sha256)"
    codes = dict(rows(folder, sql))
    assert codes == {
        "all.zip!/secret.txt": "encrypted_file",
        "all.zip!/\\u001b[2J\\u000d\\u000a<script>alert(1)</script>\\u202egpj.txt": "not_a_report",
        "\\xb9\\xab.txt": "not_a_report",
    }


def test_nothing_lies_outside_the_home_and_names_in_it_are_harmless(first):
    folder, *_ = first
    assert {path.name for path in folder.iterdir()} == {"raw", "home"}
    quarantine = folder / "home" / "quarantine"
    names = sorted(path.name for path in quarantine.iterdir())
    assert len([name for name in names if name.endswith(".json")]) == 3
    assert all(name.isprintable() and not set(name) & set(" $<>;") for name in names)
    bodies = {path.read_bytes() for path in quarantine.iterdir() if path.suffix != ".json"}
    assert bodies == {b"no report", b"no report either"}
    for path in quarantine.glob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8"))["sources"]


def test_the_page_and_the_log_show_such_names_safely(first):
    folder, *_ = first
    page = (folder / "home" / "expectations" / "index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    [log, *_] = (folder / "home" / "logs").glob("run-*.log")
    for text in (page, log.read_text(encoding="utf-8")):
        assert not set("\x1b\u202e") & set(text)


def test_a_second_run_over_an_archive_changes_nothing(first):
    folder, _, published = first
    said = run(folder)
    assert "(0 new, 7 unchanged, 0 gone)" in said and "0 read now" in said
    assert tables(folder / "home" / "warehouse.duckdb") == published


def test_a_corrected_file_and_a_corrected_member_supersede_what_they_were(first):
    """After the second run in `first`; its tables are not looked at again."""
    folder, _, published = first
    note = "\n附注：更正\n".encode()
    (folder / "raw" / LONG).write_bytes(REPORTS[3] + note)
    (folder / "raw" / "all.zip").write_bytes(zip_of(("甲.txt", REPORTS[0] + note)))
    said = run(folder)
    assert "(2 new, 2 unchanged, 3 gone)" in said and "2 read now" in said
    assert "all.zip!/in.zip!/乙.txt" in report_paths(folder)  # gone, and stays
    now = tables(folder / "home" / "warehouse.duckdb")
    assert len(published["reports"]) == 4
    assert len(now["reports"]) == 6
    current = "SELECT source_path, source_sha256 FROM reports WHERE superseded_by IS NULL"
    held = dict(rows(folder, "SELECT source_path, source_sha256 FROM sources"))
    reported = dict(rows(folder, current))
    assert len(reported) == 4
    assert all(held[path] == sha256 for path, sha256 in reported.items())
    former = "SELECT source_path FROM reports WHERE superseded_by IS NOT NULL ORDER BY ALL"
    assert rows(folder, former) == [("all.zip!/甲.txt",), (LONG,)]


def test_a_limit_that_is_none_is_wrong_usage(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    env = environment(GONGKAI_WORKER_MIB="plenty")
    result = gongkai("run", tmp_path / "a.txt", "--home", tmp_path / "home", env=env)
    assert result.returncode == 2
    assert "GONGKAI_WORKER_MIB" in result.stderr
    assert not (tmp_path / "home").exists()
