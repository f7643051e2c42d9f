"""Whole runs of the program: what they publish, and what they leave alone."""

import subprocess
import sys

import duckdb
import pytest

from tests.flow_runs import (
    environment,
    gongkai,
    started,
    tables,
    wait_for,
    write_reports,
)


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A home in which one run has published the samples and a file that is no report."""
    folder = tmp_path_factory.mktemp("first")
    write_reports(folder / "raw", 12)
    (folder / "raw" / "broken.pdf").write_bytes(b"%PDF-1.7")
    result = gongkai("run", folder / "raw", "--home", folder / "home")
    assert result.returncode == 0, result.stderr
    return folder, result, tables(folder / "home" / "warehouse.duckdb")


def test_a_run_publishes_and_says_what_it_did(first):
    folder, result, published = first
    assert len(published["reports"]) == 12
    assert len(published["quarantined"]) == 1
    assert result.stdout == ""
    assert "files: 13 (13 new, 0 unchanged, 0 gone)" in result.stderr
    assert "reports: 12 (12 read now)" in result.stderr
    assert str(folder / "home" / "warehouse.duckdb") in result.stderr
    assert "Traceback" not in result.stderr


def test_everything_lies_where_it_should(first):
    home = first[0] / "home"
    assert (home / "expectations" / "index.html").stat().st_size > 1000
    assert len(list((home / "quarantine").iterdir())) == 2
    [log] = home.glob("logs/run-*.log")
    assert "published" in log.read_text()
    assert not list(home.glob(".building*"))
    assert not (home / "prefect" / "server.pid").exists()


def test_sql_answers_from_the_published_warehouse(first):
    home = first[0] / "home"
    answer = gongkai("sql", "SELECT count(*) AS n FROM reports", "--home", home, "--format", "csv")
    assert (answer.returncode, answer.stdout.split()) == (0, ["n", "12"])
    wrong = gongkai("sql", "SELECT nothing FROM reports", "--home", home)
    assert wrong.returncode == 1
    assert "nothing" in wrong.stderr and "Traceback" not in wrong.stderr


def test_a_second_run_changes_nothing_and_readers_see_one_state(first):
    """Two readers hold the warehouse open, in another process, while it is published anew."""
    folder, _, published = first
    warehouse = folder / "home" / "warehouse.duckdb"
    reader = (
        "import duckdb, sys\n"
        f"connection = duckdb.connect({str(warehouse)!r}, read_only=True)\n"
        "count = lambda: connection.execute('SELECT count(*) FROM evidence').fetchone()\n"
        "print(count(), flush=True); sys.stdin.read(); print(count(), flush=True)\n"
    )
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", reader], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    seen = [process.stdout.readline() for process in readers]
    before = warehouse.stat().st_ino
    result = gongkai("run", folder / "raw", "--home", folder / "home")
    assert result.returncode == 0, result.stderr
    assert warehouse.stat().st_ino != before
    for process, line in zip(readers, seen, strict=True):
        assert process.communicate("")[0] == line
    assert tables(warehouse) == published
    assert "0 read now" in result.stderr


def test_a_home_accumulates(first, tmp_path):
    """After the second run in `first`; its tables are not looked at again."""
    folder, _, published = first
    (folder / "raw" / "0000.txt").unlink()
    (folder / "raw" / "broken.pdf").rename(tmp_path / "broken.pdf")
    write_reports(folder / "more", 1, "more")
    result = gongkai("run", folder / "raw", folder / "more", "--home", folder / "home", "--strict")
    assert result.returncode in (0, 3), result.stderr
    now = tables(folder / "home" / "warehouse.duckdb")
    assert len(now["reports"]) == 13
    assert len(now["fact_applications"]) > len(published["fact_applications"])
    assert "(1 new, 11 unchanged, 2 gone)" in result.stderr
    with duckdb.connect(str(folder / "home" / "warehouse.duckdb"), read_only=True) as connection:
        failed = connection.execute("SELECT count(*) FROM findings WHERE severity = 'error'")
        expected = 3 if failed.fetchone()[0] else 0
    assert result.returncode == expected


def test_an_interrupt_ends_the_run_in_130(tmp_path):
    write_reports(tmp_path / "raw", 3)
    with started("run", tmp_path / "raw", "--home", tmp_path / "home") as run:
        wait_for(lambda: list((tmp_path / "home").glob("logs/run-*.log")), 60)
        run.send_signal(2)
        output, _ = run.communicate(timeout=120)
    assert run.returncode == 130
    assert "interrupted" in output and "Traceback" not in output
    assert not (tmp_path / "home" / "warehouse.duckdb").exists()


LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
sys.argv[0] = "gongkai"
runpy.run_module("flows.cli", run_name="__main__")
"""


def test_a_full_disk_fails_plainly_and_keeps_the_warehouse(first, tmp_path):
    """A limit on the size of files stands for the disk: databases meet it, logs do not."""
    write_reports(tmp_path / "raw", 40)
    home = tmp_path / "home"
    home.mkdir()
    published = first[0] / "home" / "warehouse.duckdb"
    (home / "warehouse.duckdb").write_bytes(published.read_bytes())
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(2_200_000), "run", tmp_path / "raw", "--home", home],
        env=environment(), capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert run.returncode == 1, run.stderr
    last = run.stderr.strip().splitlines()[-1]
    assert last.startswith("gongkai: ")
    assert "Traceback" not in run.stderr
    assert (home / "warehouse.duckdb").read_bytes() == published.read_bytes()
    assert not list(home.glob(".building*"))


def test_a_prefect_server_in_the_environment_is_not_used(tmp_path):
    """A listener that nobody may connect to stands for the user's own server."""
    import socket

    write_reports(tmp_path / "raw", 1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/api"
        env = environment(PREFECT_API_URL=url, PREFECT_API_KEY="secret", HTTP_PROXY=url)
        result = gongkai("run", tmp_path / "raw", "--home", tmp_path / "home", env=env)
        assert result.returncode == 0, result.stderr
        with pytest.raises(TimeoutError):
            listener.accept()
