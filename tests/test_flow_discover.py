"""Finding source files: what is new, unchanged or gone, and what must not be touched."""

import hashlib
import os
import subprocess
from pathlib import Path

import pytest

from extract.archive import open_archive
from extract.archive_limits import MOST_LEVELS
from flows import discover as discover_module
from flows.discover import discover
from flows.failures import RunFailedError
from flows.places import PlaceReader, place_of
from tests.archives import encrypted, zip_of


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


def test_names_that_steer_terminals_are_shown_with_escapes_and_opened(raw, tmp_path):
    names = ["a\nb.txt", "\x1b[2J.txt", "\u202efdp.txt", "年" * 83 + ".txt", "全角　空格.txt"]
    for name in names:
        (raw / name).write_text(name)
    found = look([raw], tmp_path / "home")
    shown = ["a\\u000ab.txt", "\\u001b[2J.txt", "\\u202efdp.txt", *names[3:]]
    assert set(paths(found)) == {"a.txt", "b/c.txt", *shown}
    reader = PlaceReader()
    for file in found.files:
        assert reader.fetch(file.place, file.sha256, file.size) is not None
    for row in found.sources:  # which a run over another root goes by
        assert reader.fetch(place_of(row), row["source_sha256"], row["size"]) is not None


def test_two_files_that_are_shown_alike_are_not_taken_for_one(raw, tmp_path):
    (raw / "\x1b.txt").write_text("escape")
    (raw / "\\u001b.txt").write_text("backslash")
    found = look([raw], tmp_path / "home")
    assert paths(found).count("\\u001b.txt") == 1
    assert [fault.path.rpartition("/")[2] for fault in found.faults] == ["\\u001b.txt"]


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


@pytest.fixture
def archive(raw):
    """An archive of two files, one of them in an archive of its own."""
    write_archive(raw, ("m.txt", b"member"), ("in.zip", zip_of(("n.txt", b"inner"))))
    return raw / "all.zip"


def write_archive(raw, *entries):
    (raw / "all.zip").write_bytes(zip_of(*entries))


def rows(found):
    return {row["source_path"]: row for row in found.sources}


def test_the_members_of_an_archive_are_files_of_their_own(raw, archive, tmp_path):
    found = look([raw], tmp_path / "home")
    inner = "all.zip!/in.zip!/n.txt"
    assert paths(found) == ["a.txt", inner, "all.zip!/m.txt", "b/c.txt"]
    assert (found.new_files, found.faults) == (4, ())
    member = found.files[1]
    assert member.sha256 == hashlib.sha256(b"inner").hexdigest()
    assert PlaceReader().read(member.place, member.sha256, member.size) == b"inner"
    assert rows(found).keys() == {*paths(found), "all.zip"}
    assert rows(found)[inner]["archive_path"] == "all.zip"
    assert rows(found)["all.zip"]["listed_by"] and not rows(found)[inner]["listed_by"]


def test_an_archive_may_be_named_as_the_raw(raw, archive, tmp_path):
    found = look([archive], tmp_path / "home")
    assert paths(found) == ["all.zip!/in.zip!/n.txt", "all.zip!/m.txt"]
    archive.write_bytes(zip_of(("m.txt", b"member")))
    again = look([archive], tmp_path / "home", found.sources)
    assert {path for path, row in rows(again).items() if row["gone"]} == {"all.zip!/in.zip!/n.txt"}


def test_an_unchanged_archive_is_not_opened_again(raw, archive, tmp_path, monkeypatch):
    first = look([raw], tmp_path / "home")
    opened = []
    monkeypatch.setattr(discover_module, "open_archive", opened.append)
    second = discover([str(raw)], tmp_path / "home", first.sources, read=frozenset())
    assert [stream.name for stream in opened] == [str(raw / "a.txt"), str(raw / "b" / "c.txt")]
    assert second.files == first.files
    read = {file.sha256 for file in first.files}
    third = discover([str(raw)], tmp_path / "home", second.sources, read=read)
    assert len(opened) == 2
    assert (third.files, third.new_files, third.gone_files) == (first.files, 0, 0)


def test_another_version_looks_into_archives_again(raw, archive, tmp_path, monkeypatch):
    first = look([raw], tmp_path / "home")
    monkeypatch.setattr(discover_module, "EXTRACTOR_VERSION", "999")
    opened = []
    monkeypatch.setattr(
        discover_module, "open_archive", lambda s: opened.append(s.name) or open_archive(s)
    )
    second = look([raw], tmp_path / "home", first.sources)
    assert str(archive) in opened
    assert second.files == first.files
    assert rows(second)["all.zip"]["listed_by"] == "999"


def test_a_changed_archive_is_looked_through_again(raw, archive, tmp_path):
    first = look([raw], tmp_path / "home")
    write_archive(raw, ("m.txt", b"another"), ("new.txt", b"new"))
    second = look([raw], tmp_path / "home", first.sources)
    assert (second.new_files, second.gone_files) == (2, 1)
    gone = {path for path, row in rows(second).items() if row["gone"]}
    assert gone == {"all.zip!/in.zip!/n.txt"}


def test_an_archive_that_is_gone_takes_its_members_along_and_brings_them_back(
    raw, archive, tmp_path
):
    first = look([raw], tmp_path / "home")
    archive.rename(tmp_path / "all.zip")
    second = look([raw], tmp_path / "home", first.sources)
    assert second.gone_files == 2
    assert paths(second) == ["a.txt", "b/c.txt"]
    (tmp_path / "all.zip").rename(archive)
    third = look([raw], tmp_path / "home", second.sources)
    assert third.files == first.files
    assert not any(row["gone"] for row in third.sources)


def test_members_of_an_archive_that_cannot_be_opened_are_not_gone(raw, archive, tmp_path):
    first = look([raw], tmp_path / "home")
    archive.unlink()
    archive.symlink_to("nowhere")
    second = look([raw], tmp_path / "home", first.sources)
    assert len(second.faults) == 1
    assert not any(row["gone"] for row in second.sources)


@pytest.mark.parametrize(
    "data",
    [
        zip_of(("d/", b"")),
        zip_of(("[Content_Types].xml", b"")),
        zip_of(("x", b"x"))[:-30],
        zip_of(*((str(number), b"") for number in range(10_001))),
    ],
    ids=["empty", "document", "damaged", "too many members"],
)
def test_what_has_no_members_to_give_is_a_file(raw, tmp_path, data):
    (raw / "all.zip").write_bytes(data)
    found = look([raw], tmp_path / "home")
    assert paths(found) == ["a.txt", "all.zip", "b/c.txt"]
    assert rows(found)["all.zip"]["listed_by"] is None


def test_an_encrypted_member_is_found_and_stays_the_same(raw, tmp_path):
    data = encrypted(zip_of(("m.txt", b"secret"), ("n.txt", b"open")), "m.txt")
    (raw / "all.zip").write_bytes(data)
    first = look([raw], tmp_path / "home")
    assert "all.zip!/m.txt" in paths(first)
    os.utime(raw / "all.zip", (1, 1))
    assert look([raw], tmp_path / "home", first.sources).new_files == 0


def test_a_member_that_is_called_as_another_file_is_a_fault(raw, archive, tmp_path):
    (raw / "all.zip!").mkdir()
    (raw / "all.zip!" / "m.txt").write_text("no member")
    found = look([raw], tmp_path / "home")
    assert paths(found).count("all.zip!/m.txt") == 1
    assert rows(found)["all.zip!/m.txt"]["archive_path"] is None
    assert len(found.faults) == 1


def test_an_archive_in_a_folder_with_an_exclamation_mark_is_read(raw, tmp_path):
    (raw / "x!").mkdir()
    (raw / "x!" / "y.zip").write_bytes(zip_of(("m.txt", b"member")))
    found = look([raw], tmp_path / "home")
    assert "x!/y.zip!/m.txt" in paths(found)
    row = rows(found)["x!/y.zip!/m.txt"]
    assert PlaceReader().read(place_of(row), row["source_sha256"], row["size"]) == b"member"


def test_archives_too_deep_are_files(raw, tmp_path):
    data = zip_of(("m.txt", b"m"))
    for _ in range(MOST_LEVELS):
        data = zip_of(("in.zip", data))
    (raw / "all.zip").write_bytes(data)
    assert f"all.zip{'!/in.zip' * MOST_LEVELS}" in paths(look([raw], tmp_path / "home"))


def test_the_same_archive_refused_in_one_place_is_listed_in_another(raw, archive, tmp_path):
    """What this version has read as a file, too deep in archives, may be an archive elsewhere."""
    first = look([raw], tmp_path / "home")
    read = {rows(first)["all.zip"]["source_sha256"]}
    second = discover([str(raw)], tmp_path / "home", first.sources, read=read)
    assert second.files == first.files
