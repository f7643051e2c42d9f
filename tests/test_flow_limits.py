"""What reading may cost: a file that wants more costs only itself."""

import contextlib
import os
import signal
import struct
import subprocess
import sys
import time
import zlib
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from extract import scan_text
from extract.errors import UnreadableFileError
from flows.batch import process_batch
from flows.discover import discover
from flows.failures import UsageError
from flows.limits import Limits, find_limits
from flows.places import Place
from flows.second_look import passing_refusals
from tests.flow_runs import SAMPLES, wait_for
from tests.hostile_pdfs import forms_that_double
from tests.worker_pools import (
    content,
    faulty_path,
    plan,
    quarantined,
    refusals,
    started_pool,
    worker_pids,
    write,
)
from transform.lake import BATCH_TABLES, Lake
from transform.lake_removal import forget_refusals, remove_contents

TIGHT_MIB = 700
"""Address space in which the libraries load and a report is read, and little more."""


@pytest.fixture
def lake(tmp_path):
    return new_lake(tmp_path / "home" / "lake")


def new_lake(folder):
    lake = Lake(folder)
    lake.prepare()
    return lake


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_file_that_wants_more_memory_than_is_allowed_costs_its_file_only(lake, tmp_path):
    greedy = write(tmp_path, "large.txt", "年报".encode() * 20_000_000)
    with started_pool(lake, tmp_path / "log", Limits(memory_mib=TIGHT_MIB)) as pool:
        [before] = worker_pids(pool)
        assert pool.process([greedy, content(SAMPLES[0])]).reports == 1
        assert before not in worker_pids(pool)
    assert quarantined(lake) == {greedy.sha256: "over_memory"}


def test_want_of_memory_is_known_however_a_reader_words_it(lake, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", faulty_path(tmp_path / "faulty"))
    greedy = write(tmp_path, "g", b"GREEDY")
    with started_pool(lake, tmp_path / "log", Limits()) as pool:
        assert pool.process([greedy, content(SAMPLES[0])]).reports == 1
    assert quarantined(lake) == {greedy.sha256: "over_memory"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_library_that_aborts_costs_its_file_only(lake, tmp_path):
    killer = write(tmp_path, "forms.pdf", forms_that_double())
    with started_pool(lake, tmp_path / "log", Limits(memory_mib=TIGHT_MIB)) as pool:
        assert pool.process([killer, *map(content, SAMPLES[:2])]).reports == 2
    [refusal] = refusals(lake).values()
    assert refusal["code"] == "reader_crashed"
    assert "SIGABRT" in refusal["message"] and "SIGABRT" in refusal["message_en"]


def test_a_library_that_takes_too_long_costs_its_file_only(lake, tmp_path):
    """PDFium works on this file in C for minutes: no signal would be heard in Python."""
    slow = write(tmp_path, "forms.pdf", forms_that_double())
    with started_pool(lake, tmp_path / "log", Limits(30, 2)) as pool:
        started = time.monotonic()
        assert pool.process([slow, content(SAMPLES[0])]).reports == 1
        assert time.monotonic() - started < 40
    assert quarantined(lake) == {slow.sha256: "reader_timeout"}
    assert "2" in refusals(lake)[slow.sha256]["message"]


@pytest.mark.parametrize("times", [1, 2])
def test_a_worker_killed_by_the_system_is_replaced_and_its_file_read_again(lake, tmp_path, times):
    victim = content(SAMPLES[0])
    seen = []

    def kill(sha256):
        seen.append(sha256)
        if sha256 == victim.sha256 and seen.count(sha256) <= times:
            os.kill(worker_pids(pool)[0], signal.SIGKILL)
            wait_for(lambda: pool._workers[0]._process.poll() is not None)

    with started_pool(lake, tmp_path / "log", Limits()) as pool:
        outcome = pool.process([content(path) for path in SAMPLES[:3]], kill)
    assert outcome.reports == (3 if times == 1 else 2)
    codes = {} if times == 1 else {victim.sha256: "reader_crashed"}
    assert quarantined(lake) == codes
    assert all("SIGKILL" in row["message"] for row in refusals(lake).values())
    assert len(lake.understood()) == 3


def test_a_suspect_is_read_again_alone(lake, tmp_path, monkeypatch):
    """Two that crash in one batch cost the others nothing, and each other nothing."""
    monkeypatch.setenv("PYTHONPATH", faulty_path(tmp_path / "faulty"))
    killers = [write(tmp_path, f"{number}", b"CRASH%d" % number) for number in range(2)]
    seen = []
    with started_pool(lake, tmp_path / "log", Limits()) as pool:
        outcome = pool.process([*killers, *map(content, SAMPLES[:3])], seen.append)
    assert (outcome.reports, outcome.quarantined) == (3, 2)
    assert set(quarantined(lake).values()) == {"reader_crashed"}
    for path in SAMPLES[:3]:
        assert seen.count(content(path).sha256) <= 3  # once more for each that crashed


def test_a_worn_worker_is_replaced_before_it_reads_more(lake, tmp_path):
    with started_pool(lake, tmp_path / "log", Limits()) as pool:
        pool.process([content(SAMPLES[0])])
        [first] = worker_pids(pool)
        pool.process([content(SAMPLES[1])])
        assert worker_pids(pool) == [first]
        pool._workers[0].worn = True
        assert pool.process([content(SAMPLES[2])]).reports == 1
        assert worker_pids(pool) != [first]
        with contextlib.suppress(ProcessLookupError):
            os.kill(first, 0)
            pytest.fail("the worn worker is still there")


def test_a_worker_is_worn_by_files_or_by_memory():
    program = """
from flows.limits import is_worn
print(is_worn(1), is_worn(1000))
held = bytearray(600 * 1024 * 1024)
held[::4096] = b"x" * len(held[::4096])
print(is_worn(1))
"""
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["False", "True", "True"]


def test_files_that_may_be_scans_may_take_longer():
    limits = Limits(60, 300)
    slow = [b"%PDF-1.4", b"\n\n%PDF-1.4", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"II*\x00"]
    assert {limits.seconds_for(data) for data in slow} == {300}
    assert limits.seconds_for(b"PK\x03\x04....OFD.xml") == 300
    quick = [
        b"",
        b"text",
        b"PK\x03\x04....word/document.xml",
        b"<html>OFD.xml",
        b"\xd0\xcf\x11\xe0",
    ]
    assert {limits.seconds_for(data) for data in quick} == {60}


def test_limits_are_set_by_the_environment():
    assert find_limits({}) == Limits(60, 300, 4096)
    given = {"GONGKAI_FILE_SECONDS": "5", "GONGKAI_SCAN_SECONDS": "", "GONGKAI_WORKER_MIB": "512"}
    assert find_limits(given) == Limits(5, 300, 512)
    for wrong in ("0", "-1", "1.5", "much", "²", "1 GB"):
        with pytest.raises(UsageError, match="GONGKAI_WORKER_MIB"):
            find_limits({"GONGKAI_WORKER_MIB": wrong})


def tables(lake):
    """Every table's rows, whatever batches they lie in."""
    return {
        table.name: sorted(
            (
                row
                for path in lake.table_files(table.name)
                for row in pq.read_table(path).to_pylist()
            ),
            key=repr,
        )
        for table in BATCH_TABLES
    }


def test_what_is_taken_out_of_the_lake_leaves_the_rest_as_it_would_be_alone(lake, tmp_path):
    bad = write(tmp_path, "bad", b"PK\x03\x04")
    worse = write(tmp_path, "worse", b"")
    kept, removed = [*map(content, SAMPLES[:3]), bad], [*map(content, SAMPLES[3:5]), worse]
    process_batch(lake, [*kept[1:], *removed[:2]])
    process_batch(lake, [kept[0]])
    process_batch(lake, [removed[2]])
    remove_contents(lake, {item.sha256 for item in removed})
    alone = new_lake(tmp_path / "alone")
    process_batch(alone, kept)
    assert tables(lake) == tables(alone)
    assert len(list(lake.generation_folder.iterdir())) == 2
    assert lake.extracted() > alone.extracted()  # what was extracted stays


def test_removing_nothing_writes_nothing(lake):
    process_batch(lake, [content(SAMPLES[0])])
    before = [(path, path.stat().st_mtime_ns) for path in lake.folder.rglob("*")]
    remove_contents(lake, set())
    remove_contents(lake, {"0" * 64})
    forget_refusals(lake, {"ocr_not_installed"})
    assert [(path, path.stat().st_mtime_ns) for path in lake.folder.rglob("*")] == before


def png(width: int, height: int) -> bytes:
    """A white picture."""
    rows = (b"\0" + b"\xff" * width) * height
    size = struct.pack(">2L5B", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def without_recogniser(monkeypatch):
    """As on a machine on which the extra for scans is not installed."""
    find_spec = scan_text.find_spec
    monkeypatch.setattr(
        scan_text, "find_spec", lambda name: None if name == "rapidocr" else find_spec(name)
    )


def test_a_scan_is_read_once_the_recogniser_is_installed(lake, tmp_path, monkeypatch):
    scan = write(tmp_path, "scan.png", png(40, 40))
    note = write(tmp_path, "note.txt", b"no report")
    found = discover([str(tmp_path / name) for name in ("scan.png", "note.txt")], tmp_path, [])
    with monkeypatch.context() as patch:
        without_recogniser(patch)
        process_batch(lake, plan(found, lake))
        assert quarantined(lake)[scan.sha256] == "ocr_not_installed"
        assert "ocr_not_installed" not in passing_refusals()
        assert plan(found, lake) == []
    pytest.importorskip("rapidocr")
    assert "ocr_not_installed" in passing_refusals()
    forget_refusals(lake, passing_refusals())
    [planned] = plan(found, lake)
    assert (planned.sha256, planned.kept) == (scan.sha256, False)
    process_batch(lake, [planned])
    assert quarantined(lake)[scan.sha256] != "ocr_not_installed"
    assert lake.understood() == {scan.sha256, note.sha256}


@pytest.mark.parametrize("code", ["reader_timeout", "over_memory", "reader_crashed"])
def test_what_was_too_much_for_a_reader_is_read_again_by_the_next_version(lake, tmp_path, code):
    report = replace(content(SAMPLES[0]), condemned=UnreadableFileError(code, "中文", "English"))
    process_batch(lake, [report])
    assert quarantined(lake) == {report.sha256: code}
    found = discover([str(SAMPLES[0])], tmp_path / "home", [])
    assert plan(found, lake) == []
    newer = replace(lake, extractor_version="999")
    newer.prepare()
    [planned] = plan(found, newer)
    assert planned.places == (Place(str(SAMPLES[0])),)
    assert process_batch(newer, [planned]).reports == 1
