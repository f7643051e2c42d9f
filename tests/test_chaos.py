"""Runs that are killed: what was published stays, nothing is left running, the next run goes on."""

import json
import os
import shutil
import signal
import uuid

import pytest

from tests.flow_runs import (
    MARK,
    environment,
    gongkai,
    marked_processes,
    started,
    tables,
    wait_for,
    write_reports,
)

REPORTS = 160
"""Enough for several batches, few enough for a minute."""


def after_discover(home, before):
    return (home / "lake" / "sources.parquet").stat().st_mtime_ns != before["sources"]


def in_batches(home, before):
    return len(list(home.glob("lake/reports/*/[!.]*"))) > before["batches"]


def while_building(home, before):
    return list(home.glob(".building-*"))


def after_the_rename(home, before):
    return (home / "warehouse.duckdb").stat().st_ino != before["inode"]


STAGES = [after_discover, in_batches, while_building, after_the_rename]


def state(home):
    return {
        "sources": (home / "lake" / "sources.parquet").stat().st_mtime_ns,
        "batches": len(list(home.glob("lake/reports/*/[!.]*"))),
        "inode": (home / "warehouse.duckdb").stat().st_ino,
    }


@pytest.fixture(scope="module")
def small_home(tmp_path_factory):
    """A home that holds a few reports; the killed runs will add more."""
    folder = tmp_path_factory.mktemp("chaos")
    write_reports(folder / "raw", 3)
    result = gongkai("run", folder / "raw", "--home", folder / "home")
    assert result.returncode == 0, result.stderr
    return folder


@pytest.mark.parametrize(
    "stages",
    [
        pytest.param([in_batches, while_building], id="two"),
        pytest.param(STAGES, id="all", marks=pytest.mark.slow),
    ],
)
def test_a_killed_run_leaves_no_trace_and_the_next_one_goes_on(small_home, tmp_path, stages):
    """One home is killed at stage after stage; at the end it equals one that never was."""
    raw, home = small_home / "raw", tmp_path / "home"
    shutil.copytree(small_home / "home", home)
    warehouse = home / "warehouse.duckdb"
    write_reports(raw, REPORTS)
    published = tables(warehouse)
    for stage in stages:
        mark = uuid.uuid4().hex
        before = state(home)
        with started("run", raw, "--home", home, env=environment(**{MARK: mark})) as run:
            wait_for(lambda stage=stage, before=before: stage(home, before), 300, 0.005)
            run.send_signal(signal.SIGKILL)
            run.wait()
        wait_for(lambda mark=mark: not marked_processes(mark), 20, 0.2)
        if stage is not after_the_rename:
            assert tables(warehouse) == published, stage.__name__
            assert warehouse.stat().st_ino == before["inode"]
    result = gongkai("run", raw, "--home", home)
    assert result.returncode == 0, result.stderr
    undisturbed = gongkai("run", raw, "--home", tmp_path / "undisturbed")
    assert undisturbed.returncode == 0, undisturbed.stderr
    assert tables(warehouse) == tables(tmp_path / "undisturbed" / "warehouse.duckdb")
    assert not list(home.glob(".building*"))
    assert not list(home.glob("lake/**/.writing-*"))


def test_a_killed_server_ends_the_run_with_a_sentence(small_home):
    home = small_home / "home"
    before = (home / "warehouse.duckdb").stat().st_ino
    mark = uuid.uuid4().hex
    with started("run", small_home / "raw", "--home", home, env=environment(**{MARK: mark})) as run:
        wait_for((home / "prefect" / "server.pid").exists, 60)
        os.kill(json.loads((home / "prefect" / "server.pid").read_text())["pid"], signal.SIGKILL)
        output, _ = run.communicate(timeout=120)
    assert run.returncode == 1
    assert "Traceback" not in output
    assert output.strip().splitlines()[-1].startswith("gongkai: ")
    assert (home / "warehouse.duckdb").stat().st_ino == before
    wait_for(lambda: not marked_processes(mark), 20, 0.2)
