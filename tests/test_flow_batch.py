"""Batches and the processes that read them: what happens to one file stays with it."""

import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from flows import quarantine
from flows.batch import Content, process_batch
from flows.discover import discover
from flows.failures import RunFailedError
from flows.limits import Limits
from flows.places import Place
from flows.plan import split_batches, without_changed
from flows.quarantine import write_quarantine
from flows.workers import WorkerPool
from tests.archives import encrypted, zip_of
from tests.flow_runs import SAMPLES, wait_for
from tests.worker_pools import content, faulty_path, plan, quarantined, write
from transform.lake import Lake

SECONDS = 10
"""For one file: the first one that a worker reads loads the tables of divisions too."""


RUN_TO_BE_KILLED = """
import hashlib, sys
from pathlib import Path
from flows.batch import Content
from flows.limits import Limits
from flows.places import Place
from flows.workers import WorkerPool
from transform.lake import Lake

folder, log, file, data = sys.argv[1:]
pool = WorkerPool(Lake(Path(folder)), Path(log), 1, Limits(2, 2))
pool.start(1)
print(pool._workers[0]._process.pid, flush=True)
content = Content(hashlib.sha256(data.encode()).hexdigest(), (Place(file),), False)
pool.process([content], lambda sha256: print("began", flush=True))
"""


@pytest.fixture
def lake(tmp_path):
    lake = Lake(tmp_path / "home" / "lake")
    lake.prepare()
    return lake


@pytest.fixture
def faulty(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", faulty_path(tmp_path / "faulty"))


@pytest.fixture
def pool(lake, tmp_path):
    pool = WorkerPool(lake, tmp_path / "worker.log", 1, Limits(SECONDS, SECONDS))
    yield pool
    pool.close()


def entries(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_batch_is_read_understood_and_kept(lake):
    outcome = process_batch(lake, [content(path) for path in SAMPLES[:3]])
    assert (outcome.reports, outcome.quarantined, outcome.left) == (3, 0, ())
    assert outcome.facts > 500
    expected = {content(path).sha256 for path in SAMPLES[:3]}
    assert lake.extracted() == lake.understood() == expected


def test_what_is_kept_is_understood_without_opening_a_file(lake, tmp_path):
    first = process_batch(lake, [content(path) for path in SAMPLES[:2]])
    newer = replace(lake, transform_version="999")
    newer.prepare()
    gone = (Place(str(tmp_path / "gone")),)
    kept = [content(path, kept=True, places=gone) for path in SAMPLES[:2]]
    assert process_batch(newer, kept) == first
    assert newer.understood() == lake.understood()


def test_a_file_that_is_gone_is_understood_from_what_an_older_reader_kept(lake):
    process_batch(lake, [content(SAMPLES[0])])
    newer = replace(lake, extractor_version="999")
    newer.prepare()
    outcome = process_batch(newer, [content(SAMPLES[0], places=())])
    assert (outcome.reports, outcome.left) == (1, ())
    assert newer.extracted() == set()


def test_a_file_that_changed_since_it_was_found_is_left(lake, tmp_path):
    changed = write(tmp_path, "x.txt", b"before")
    (tmp_path / "x.txt").write_bytes(b"after")
    outcome = process_batch(lake, [changed, content(SAMPLES[0])])
    assert outcome.left == (changed.sha256,)
    assert outcome.reports == 1
    assert lake.understood() == {content(SAMPLES[0]).sha256}


def test_a_changed_file_keeps_its_earlier_row_of_sources():
    def row(path, sha256):
        archive, inside, _ = path.rpartition("!/")
        return {
            "source_root": "/r",
            "source_path": path,
            "source_sha256": sha256,
            "archive_path": archive if inside else None,
        }

    now = [row("a", "1"), row("b", "left"), row("c", "left too")]
    before = [row("b", "0")]
    assert without_changed(now, before, ["left", "left too"]) == [row("a", "1"), row("b", "0")]
    # an archive is looked into again for the sake of a member that could not be read
    now = [row("new.zip", "2"), row("new.zip!/x", "left"), row("new.zip!/y", "3")]
    assert without_changed(now, before, ["left"]) == [row("new.zip!/y", "3")]
    before = [row("new.zip", "1")]
    assert without_changed(now, before, ["left"]) == [row("new.zip", "1"), row("new.zip!/y", "3")]


def test_what_cannot_be_read_is_quarantined_with_its_reason(lake, tmp_path):
    files = [
        write(tmp_path, "empty.txt", b""),
        write(tmp_path, "note.txt", "会议通知\n请各科室参加。\n".encode()),
        write(tmp_path, "x.pdf", b"%PDF-1.7 broken"),
    ]
    outcome = process_batch(lake, [*files, content(SAMPLES[0])])
    assert (outcome.reports, outcome.quarantined) == (1, 3)
    assert set(quarantined(lake)) == {file.sha256 for file in files}


def test_a_file_of_any_size_is_not_read_when_it_is_too_large(lake, tmp_path):
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(201 * 1024 * 1024)
    found = discover([str(tmp_path / "large")], tmp_path / "home", [])
    [planned] = plan(found, lake)
    process_batch(lake, [planned])
    assert quarantined(lake) == {planned.sha256: "too_large"}


def test_members_of_archives_are_read_from_there(lake, tmp_path):
    reports = [path.read_bytes() for path in SAMPLES[:3]]
    inner = zip_of(("b.txt", reports[1]))
    junk = ("note.txt", "会议通知".encode())
    data = zip_of(("a.txt", reports[0]), ("in.zip", inner), ("secret.txt", reports[2]), junk)
    (tmp_path / "all.zip").write_bytes(encrypted(data, "secret.txt"))
    found = discover([str(tmp_path / "all.zip")], tmp_path / "home", [])
    outcome = process_batch(lake, plan(found, lake))
    assert (outcome.reports, outcome.quarantined, outcome.left) == (2, 2, ())
    codes = {file.path: quarantined(lake).get(file.sha256) for file in found.files}
    assert codes == {
        "all.zip!/a.txt": None,
        "all.zip!/in.zip!/b.txt": None,
        "all.zip!/note.txt": "not_a_report",
        "all.zip!/secret.txt": "encrypted_file",
    }
    newer = replace(lake, extractor_version="999")
    newer.prepare()
    elsewhere = plan(replace(found, files=()), newer)  # as a run over another root plans
    assert process_batch(newer, elsewhere) == outcome
    assert quarantined(newer) == quarantined(lake)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zip_of(("d/", b"")), "empty_archive"),
        (zip_of(("x", b"x"))[:-30], "damaged_file"),
        (zip_of(*((str(number), b"") for number in range(10_001))), "over_limit"),
    ],
    ids=["empty", "damaged", "too many members"],
)
@pytest.mark.parametrize("inner", [False, True])
def test_an_archive_that_gives_no_members_is_quarantined_itself(lake, tmp_path, data, code, inner):
    whole = zip_of(("in.zip", data)) if inner and code != "over_limit" else data
    (tmp_path / "all.zip").write_bytes(whole)
    found = discover([str(tmp_path / "all.zip")], tmp_path / "home", [])
    process_batch(lake, plan(found, lake))
    assert list(quarantined(lake).values()) == [code]
    lake.write_sources(found.sources)
    write_quarantine(tmp_path / "quarantine", lake)
    copy, reason = entries(tmp_path / "quarantine")
    assert (tmp_path / "quarantine" / copy).read_bytes() == data
    shown = json.loads((tmp_path / "quarantine" / reason).read_text())["sources"][0]["source_path"]
    assert shown == ("all.zip!/in.zip" if whole is not data else "all.zip")


def test_an_archive_that_changes_while_it_is_read_leaves_its_members(lake, tmp_path):
    report = SAMPLES[0].read_bytes()
    (tmp_path / "all.zip").write_bytes(zip_of(("a.txt", report), ("b.txt", b"other")))
    found = discover([str(tmp_path / "all.zip")], tmp_path / "home", [])
    (tmp_path / "all.zip").write_bytes(encrypted(zip_of(("a.txt", report)), "a.txt"))
    outcome = process_batch(lake, plan(found, lake))
    assert set(outcome.left) == {file.sha256 for file in found.files}
    assert quarantined(lake) == {}


def test_the_plan_takes_each_content_once_and_none_twice(lake, tmp_path):
    for name in ("a.txt", "copy.txt"):
        (tmp_path / name).write_bytes(SAMPLES[0].read_bytes())
    (tmp_path / "b.txt").write_bytes(SAMPLES[1].read_bytes())
    raws = [str(tmp_path / name) for name in ("a.txt", "b.txt", "copy.txt")]
    found = discover(raws, tmp_path / "home", [])
    planned = plan(found, lake)
    assert len(planned) == 2
    process_batch(lake, planned)
    assert plan(found, lake) == []


def test_there_are_never_more_than_200_batches():
    contents = [Content(str(number), (), kept=False) for number in range(100_001)]
    batches = split_batches(contents)
    assert len(batches) <= 200
    assert sorted(item.sha256 for batch in batches for item in batch) == sorted(
        item.sha256 for item in contents
    )


def test_large_files_come_first_and_in_small_batches():
    """Sixty scans among nine hundred texts are no one worker's burden, nor the last work."""
    texts = [Content(f"t{number}", (), kept=False, size=20_000) for number in range(900)]
    scans = [Content(f"s{number}", (), kept=False, size=2_000_000) for number in range(60)]
    batches = split_batches([*texts, *scans])
    assert max(len(batch) for batch in batches if scans[0] in batch) <= 4
    assert [batch[0].size for batch in batches] == sorted(
        (batch[0].size for batch in batches), reverse=True
    )
    assert max(map(len, batches)) <= 50
    assert len(split_batches(texts[:60])) == 6


def test_what_lies_in_one_inner_archive_stays_together():
    contents = [
        Content(f"{number:02}", (Place("a.zip", f"{number % 3}.zip!/{number}"),), False, number)
        for number in range(60)
    ]
    ordered = [item for batch in split_batches(contents) for item in batch]
    assert len(ordered) == 60
    nests = [item.nest for item in ordered]
    assert sum(nest != before for nest, before in zip(nests, ["", *nests], strict=False)) == 3


def test_a_reader_that_raises_or_gives_no_text_costs_its_file_only(faulty, pool, lake, tmp_path):
    bad = [write(tmp_path, "r", b"RAISE"), write(tmp_path, "s", b"SURROGATE")]
    pool.start(1)
    outcome = pool.process([*bad, content(SAMPLES[0])])
    assert outcome.reports == 1
    assert quarantined(lake) == {file.sha256: "reader_failed" for file in bad}
    assert "ZeroDivisionError" in (tmp_path / "worker.log").read_text()


def test_a_reader_that_crashes_costs_its_file_only(faulty, pool, lake, tmp_path):
    killer = write(tmp_path, "k", b"CRASH")
    pool.start(1)
    seen = []
    outcome = pool.process([killer, content(SAMPLES[0]), content(SAMPLES[1])], seen.append)
    assert outcome.reports == 2
    assert quarantined(lake) == {killer.sha256: "reader_crashed"}
    assert len(set(seen)) == 3
    assert pool.process([content(SAMPLES[2])]).reports == 1  # the pool goes on


def test_a_reader_that_hangs_costs_its_file_only(faulty, pool, lake, tmp_path):
    killer = write(tmp_path, "k", b"LOOP")
    pool.start(1)
    started = time.monotonic()
    assert pool.process([killer, content(SAMPLES[0])]).reports == 1
    assert time.monotonic() - started < 60
    assert quarantined(lake) == {killer.sha256: "reader_timeout"}


def test_a_lake_that_cannot_be_written_ends_the_run(pool, lake):
    pool.start(1)
    lake.generation_folder.rmdir()
    lake.generation_folder.write_text("a file")
    with pytest.raises(RunFailedError, match="cannot be kept"):
        pool.process([content(SAMPLES[0])])


@pytest.mark.parametrize("data", [b"HANG", b"LOOP"])  # LOOP lets no other thread run
def test_a_worker_ends_when_its_run_is_killed(faulty, lake, tmp_path, data):
    write(tmp_path, "k", data)
    arguments = [str(lake.folder), str(tmp_path / "log"), str(tmp_path / "k"), data.decode()]
    run = subprocess.Popen(
        [sys.executable, "-c", RUN_TO_BE_KILLED, *arguments], stdout=subprocess.PIPE, text=True
    )
    pid = int(run.stdout.readline())
    assert run.stdout.readline() == "began\n"
    run.kill()
    run.communicate()
    wait_for(
        lambda: (
            not Path(f"/proc/{pid}/cmdline").exists()
            or not Path(f"/proc/{pid}/cmdline").read_text()
        ),
        25,
    )


def test_the_quarantine_folder_shows_what_is_in_quarantine(lake, tmp_path):
    hostile = tmp_path / "raw" / "$(touch x); \u202etxt.exe.json"
    hostile.parent.mkdir()
    hostile.write_bytes(b"%PDF-1.7")
    found = discover([str(tmp_path / "raw")], tmp_path / "home", [])
    lake.write_sources(found.sources)
    process_batch(lake, plan(found, lake))
    folder = tmp_path / "home" / "quarantine"
    folder.mkdir()
    (folder / "of-an-earlier-run.txt").write_text("x")
    write_quarantine(folder, lake)
    copy, reason = entries(folder)
    assert copy.startswith(found.files[0].sha256[:16])
    assert not set(copy) & set("$();\u202e /")
    assert (folder / copy).read_bytes() == b"%PDF-1.7"
    described = json.loads((folder / reason).read_text())
    assert described["code"] == "damaged_file"
    shown = hostile.name.replace("\u202e", "\\u202e")
    assert described["sources"][0]["source_path"] == shown
    assert described["message"] and described["message_en"]


def test_a_copy_in_quarantine_outlives_its_source(lake, tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7")
    found = discover([str(bad)], tmp_path / "home", [])
    lake.write_sources(found.sources)
    process_batch(lake, plan(found, lake))
    folder = tmp_path / "home" / "quarantine"
    write_quarantine(folder, lake)
    before = entries(folder)
    bad.unlink()
    write_quarantine(folder, lake)
    assert entries(folder) == before


def test_names_in_quarantine_are_harmless(lake, tmp_path):
    names = [
        "../../x.pdf",
        "a\x1b[2J\n.pdf",
        "年" * 83 + ".pdf",
        "-rf.pdf",
        "CON.年年年年年年年年年",
    ]
    members = [(name, b"%PDF-1.7" + str(number).encode()) for number, name in enumerate(names)]
    (tmp_path / "all.zip").write_bytes(zip_of(*members))
    found = discover([str(tmp_path / "all.zip")], tmp_path / "home", [])
    lake.write_sources(found.sources)
    process_batch(lake, plan(found, lake))
    folder = tmp_path / "home" / "quarantine"
    write_quarantine(folder, lake)
    copies = {name for name in entries(folder) if not name.endswith(".json")}
    assert {(folder / name).read_bytes() for name in copies} == {data for _, data in members}
    for name in entries(folder):
        assert re.fullmatch(r"[0-9a-f]{16}-[\w.-]+", name), name
        assert len(name.encode()) < 200
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.zip", "home"]


def test_quarantine_copies_no_more_than_its_limit(lake, tmp_path, monkeypatch):
    monkeypatch.setattr(quarantine, "COPIES_LIMIT", 30)
    members = [(f"{number}.pdf", b"%PDF-1.7" + bytes([number] * 5)) for number in range(4)]
    (tmp_path / "all.zip").write_bytes(zip_of(*members))
    found = discover([str(tmp_path / "all.zip")], tmp_path / "home", [])
    lake.write_sources(found.sources)
    process_batch(lake, plan(found, lake))
    write_quarantine(tmp_path / "quarantine", lake)
    assert len(entries(tmp_path / "quarantine")) == 4 + 2
