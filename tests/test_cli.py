"""The command line: help, usage, exit codes of what fails before anything is done."""

import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from flows.lock import hold_lock
from tests.flow_runs import SAMPLES, command, environment, gongkai


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(
    "arguments",
    [["--version"], ["--help"], ["run", "--help"], ["agencies", "--help"], ["explain", "--help"]],
)
def test_help_answers_at_once_and_loads_nothing_heavy(arguments):
    script = (
        "import sys\nfrom flows.cli import run_command\n"
        f"try: run_command({arguments!r})\nexcept SystemExit as end: assert end.code == 0\n"
        "heavy = {'prefect', 'pandas', 'duckdb', 'pyarrow', 'great_expectations', 'pydantic'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    before = cpu_seconds()
    result = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert cpu_seconds() - before < 0.5  # 0.1 s; other work on the machine does not count
    assert "gongkai" in result.stdout


def test_help_names_every_command_and_exit_code():
    text = gongkai("--help").stdout
    for word in ("run", "sql", "agencies", "explain", "serve", "examples:", "exit codes:"):
        assert word in text
    assert re.findall(r"^  (\d)  ", text, re.M) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["run"],
        ["publish"],
        ["run", "x", "--workers", "0"],
        ["sql", "SELECT 1", "--format", "xml"],
        ["agencies", "资中县"],
        ["agencies", "--format", "text"],
        ["explain"],
        ["explain", "x", "--format", "csv"],
        ["serve", "x"],
    ],
)
def test_wrong_usage_ends_in_2(arguments, tmp_path):
    result = gongkai(*arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert "usage:" in result.stderr
    assert list(tmp_path.iterdir()) == []


def assert_one_sentence(result, code, *words):
    assert result.returncode == code, result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    for word in words:
        assert word in lines[0]


def test_a_missing_raw_fails_with_one_sentence(tmp_path):
    result = gongkai("run", tmp_path / "nowhere", "--home", tmp_path / "home")
    assert_one_sentence(result, 1, "nowhere", "does not exist")
    assert not (tmp_path / "home").exists()


def test_debug_shows_the_traceback(tmp_path):
    result = gongkai("run", tmp_path / "nowhere", "--home", tmp_path / "home", "--debug")
    assert result.returncode == 1
    assert "Traceback" in result.stderr


def test_a_file_in_the_place_of_the_home_fails_plainly(tmp_path):
    (tmp_path / "home").write_text("a file")
    result = gongkai("run", SAMPLES[0], "--home", tmp_path / "home")
    assert_one_sentence(result, 1, "home", "not a folder")


def test_a_file_in_the_place_of_the_lake_fails_plainly(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "lake").write_text("a file")
    result = gongkai("run", SAMPLES[0], "--home", tmp_path / "home")
    assert_one_sentence(result, 1, "lake", "not a folder")


@pytest.mark.skipif(os.getuid() == 0, reason="root may write anywhere")
def test_a_home_that_is_not_writable_fails_plainly(tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    result = gongkai("run", SAMPLES[0], "--home", tmp_path / "closed" / "home")
    assert_one_sentence(result, 1, "not permitted")


def test_a_held_home_ends_in_4_and_says_who_holds_it(tmp_path):
    (tmp_path / "home").mkdir()
    with hold_lock(tmp_path / "home" / "lock"):
        result = gongkai("run", SAMPLES[0], "--home", tmp_path / "home")
    assert_one_sentence(result, 4, f"process {os.getpid()}", "nothing was done")
    assert not (tmp_path / "home" / "warehouse.duckdb").exists()


def test_a_lock_may_be_asked_for_again_by_its_holder_only(tmp_path):
    with hold_lock(tmp_path / "lock"), hold_lock(tmp_path / "lock"):
        pass
    with hold_lock(tmp_path / "lock"):
        pass


def test_the_home_of_a_newer_program_is_refused(tmp_path):
    (tmp_path / "home" / "lake").mkdir(parents=True)
    (tmp_path / "home" / "lake" / "version.json").write_text(json.dumps({"home_schema": 999}))
    result = gongkai("run", SAMPLES[0], "--home", tmp_path / "home")
    assert_one_sentence(result, 1, "newer gongkai", "999")


@pytest.mark.parametrize("arguments", [["sql", "SELECT 1"], ["agencies"], ["explain", "x"]])
def test_without_a_warehouse_a_reading_command_fails_plainly(arguments, tmp_path):
    result = gongkai(*arguments, "--home", tmp_path)
    assert_one_sentence(result, 1, str(tmp_path), "gongkai run")


@pytest.mark.parametrize("arguments", [["agencies"], ["explain", "x"]])
def test_a_warehouse_that_is_none_fails_plainly(arguments, tmp_path):
    (tmp_path / "warehouse.duckdb").write_text("no database")
    result = gongkai(*arguments, "--home", tmp_path)
    assert_one_sentence(result, 1, "warehouse.duckdb")


def test_the_home_is_taken_from_the_environment(tmp_path):
    result = gongkai("sql", "SELECT 1", env=environment(GONGKAI_HOME=str(tmp_path / "there")))
    assert_one_sentence(result, 1, str(tmp_path / "there"))


@pytest.mark.parametrize("cron", ["every night", "0 2 * *", "61 2 * * *"])
def test_a_cron_that_is_none_is_wrong_usage(cron, tmp_path):
    raw = Path(SAMPLES[0])
    result = gongkai("serve", "--cron", cron, raw, "--home", tmp_path / "home")
    assert_one_sentence(result, 2, cron)


def test_a_closed_pipe_is_quiet(tmp_path):
    script = (
        "import duckdb, sys\n"
        f"duckdb.connect({str(tmp_path / 'warehouse.duckdb')!r})"
        ".execute('CREATE TABLE reports AS SELECT range AS n FROM range(200000)')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    reading = subprocess.Popen(
        command("sql", "FROM reports", "--home", tmp_path, "--format", "csv"),
        env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    reading.stdout.readline()
    reading.stdout.close()
    assert reading.stderr.read() == b""
    assert reading.wait(60) == 0
