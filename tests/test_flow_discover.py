"""Finding source files: what is new, unchanged or gone, and what must not be touched."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from flows.discover import discover
from flows.failures import RunFailedError


@pytest.fixture
def raw(tmp_path):
    (tmp_path / "raw" / "b").mkdir(parents=True)
    (tmp_path / "raw" / "a.txt").write_text("one")
    (tmp_path / "raw" / "b" / "c.txt").write_text("two")
    return tmp_path / "raw"


def paths(found):
    return [file.path for file in found.files]


def look(raws, home, known=()):
    return discover([str(raw) for raw in raws], home, known)


def test_files_are_found_recursively_with_their_hash(raw, tmp_path):
    found = look([raw], tmp_path / "home")
    assert paths(found) == ["a.txt", "b/c.txt"]
    assert found.files[0].sha256 == hashlib.sha256(b"one").hexdigest()
    assert {file.root for file in found.files} == {str(raw)}
    assert (found.new_files, found.gone_files, found.faults) == (2, 0, ())


def test_hidden_files_and_the_home_are_passed_over(raw):
    (raw / ".hidden.txt").write_text("x")
    (raw / ".git").mkdir()
    (raw / ".git" / "x.txt").write_text("x")
    (raw / "home" / "quarantine").mkdir(parents=True)
    (raw / "home" / "quarantine" / "x.txt").write_text("x")
    assert paths(look([raw], raw / "home")) == ["a.txt", "b/c.txt"]


def test_loops_of_links_end_and_a_folder_keeps_its_own_name(raw, tmp_path):
    (raw / "a-link").symlink_to(raw / "b")
    (raw / "b" / "up").symlink_to(raw)
    assert paths(look([raw], tmp_path / "home")) == ["a.txt", "b/c.txt"]


def test_a_very_deep_folder_is_entered(raw, tmp_path):
    folder = raw
    for _ in range(1100):
        folder = folder / "d"
        folder.mkdir()
    (folder / "deep.txt").write_text("deep")
    try:
        assert len(paths(look([raw], tmp_path / "home"))) == 3
    finally:
        subprocess.run(["rm", "-rf", raw / "d"], check=True)  # too deep for shutil


def test_what_is_no_file_is_a_fault_and_is_not_opened(raw, tmp_path):
    os.mkfifo(raw / "pipe")
    (raw / "dangling").symlink_to("nowhere")
    found = look([raw], tmp_path / "home")
    assert paths(found) == ["a.txt", "b/c.txt"]
    assert len(found.faults) == 2


def test_a_name_that_is_no_text_is_shown_with_escapes(raw, tmp_path):
    Path(os.fsdecode(os.fsencode(raw) + b"/\xb9\xab.txt")).write_bytes(b"gbk")
    found = look([raw], tmp_path / "home")
    assert "\\xb9\\xab.txt" in paths(found)
    file = found.files[paths(found).index("\\xb9\\xab.txt")]
    assert Path(file.place.file).read_bytes() == b"gbk"


def test_an_unchanged_file_is_not_read_again(raw, tmp_path):
    first = look([raw], tmp_path / "home")
    known = [{**row, "source_sha256": "as noted"} for row in first.sources]
    assert {file.sha256 for file in look([raw], tmp_path / "home", known).files} == {"as noted"}


def test_a_changed_file_is_new(raw, tmp_path):
    first = look([raw], tmp_path / "home")
    (raw / "a.txt").write_text("another")
    second = look([raw], tmp_path / "home", first.sources)
    assert second.new_files == 1
    assert second.files[0].sha256 == hashlib.sha256(b"another").hexdigest()


def test_a_file_that_is_gone_is_marked_and_comes_back(raw, tmp_path):
    first = look([raw], tmp_path / "home")
    (raw / "b" / "c.txt").rename(tmp_path / "c.txt")
    second = look([raw], tmp_path / "home", first.sources)
    assert {row["source_path"]: row["gone"] for row in second.sources} == {
        "a.txt": False,
        "b/c.txt": True,
    }
    assert second.gone_files == 1
    (tmp_path / "c.txt").rename(raw / "b" / "c.txt")
    third = look([raw], tmp_path / "home", second.sources)
    assert not any(row["gone"] for row in third.sources)


def test_a_run_over_one_file_says_nothing_of_its_neighbours(raw, tmp_path):
    first = look([raw], tmp_path / "home")
    (raw / "b" / "c.txt").unlink()
    second = look([raw / "a.txt"], tmp_path / "home", first.sources)
    assert not any(row["gone"] for row in second.sources)


def test_a_run_over_another_root_says_nothing_of_the_first(raw, tmp_path):
    first = look([raw], tmp_path / "home")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "z.txt").write_text("z")
    second = look([tmp_path / "other"], tmp_path / "home", first.sources)
    assert len(second.sources) == 3
    assert not any(row["gone"] for row in second.sources)


@pytest.mark.skipif(os.getuid() == 0, reason="root may read anything")
def test_what_may_not_be_read_is_not_gone(raw, tmp_path):
    first = look([raw], tmp_path / "home")
    (raw / "b").chmod(0)
    try:
        second = look([raw], tmp_path / "home", first.sources)
    finally:
        (raw / "b").chmod(0o700)
    assert len(second.faults) == 1
    assert not any(row["gone"] for row in second.sources)


def test_an_empty_folder_is_a_failure(tmp_path):
    (tmp_path / "raw").mkdir()
    with pytest.raises(RunFailedError, match="no file under"):
        look([tmp_path / "raw"], tmp_path / "home")
