"""Real runs for tests: the program as a process, and what it leaves behind."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

REPOSITORY = Path(__file__).resolve().parent.parent


def _is_utf8(path: Path) -> bool:
    try:
        return bool(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return False


SAMPLES = [path for path in sorted((REPOSITORY / "samples").glob("*.txt")) if _is_utf8(path)]

MARK = "GONGKAI_TEST_MARK"
"""An environment variable by which the processes of one test are found again."""

RUN_COLUMNS = {"extracted_at"}
"""Columns that tell of the run, not of the reports."""


def environment(**extra: str) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "GONGKAI_"))}
    path = [str(REPOSITORY), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**inherited, "PYTHONPATH": os.pathsep.join(path), **extra}


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "flows.cli", *map(str, arguments)]


def gongkai(
    *arguments: str | Path, env: dict[str, str] | None = None, **options: Any
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command(*arguments),
        env=env or environment(),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        **options,
    )


@contextmanager
def started(
    *arguments: str | Path, env: dict[str, str] | None = None
) -> Iterator["subprocess.Popen[str]"]:
    """A run that goes on while the test does; killed at the end."""
    process = subprocess.Popen(
        command(*arguments),
        env=env or environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], Any], seconds: float = 60, pause: float = 0.02) -> Any:
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(pause)
    return value


def tables(warehouse: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table's rows, sorted, without the columns that tell of the run."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
            ).fetchall()
        ]
        return {name: _rows(connection, name) for name in sorted(names)}


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[Any, ...]]:
    relation = connection.table(table)
    columns = [f'"{name}"' for name in relation.columns if name not in RUN_COLUMNS]
    return sorted(relation.select(*columns).fetchall(), key=repr)


def marked_processes(mark: str) -> list[str]:
    """The command lines of all living processes that carry a mark."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return [line for line in found if line]


def write_reports(folder: Path, count: int, note: str = "") -> None:
    """Write `count` reports of different bytes, from the samples."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        text = SAMPLES[number % len(SAMPLES)].read_text(encoding="utf-8")
        (folder / f"{number:04}{note}.txt").write_text(
            f"{text}\n附注 {note}{number}\n", encoding="utf-8"
        )
