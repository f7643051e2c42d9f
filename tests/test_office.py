"""LibreOffice as the reader of what is beyond ours: asked safely, and done without."""

import os
import shutil
import time
from pathlib import Path
from random import Random

import pytest

from extract import office
from extract.doc import read_doc
from extract.document import Document, Paragraph
from extract.docx import read_docx
from extract.errors import UnreadableFileError
from extract.office import WordVersion, convert_to_docx
from tests.generator.layouts import random_drafts
from tests.generator.old_word_files import (
    OldParagraph,
    OldWordFile,
    write_file,
    write_old_word_file,
)

Texts = list[str | list[list[str]]]


def _install(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a program in LibreOffice's place; its arguments are those of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


COPYING = """
while [ "$1" != --outdir ]; do shift; done
out=$2; shift 2; mkdir -p "$out"
for file in "$@"; do
    [ "$(cat "$file")" = bad ] || cp "$file" "$out/$(basename "$file" .doc).docx"
done
"""
"""Answers with each file as it is, but for those that hold 'bad'."""


def test_several_files_are_converted_in_one_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    _install(tmp_path, f'echo "$@" >> {calls}\n{COPYING}', monkeypatch)
    assert convert_to_docx([b"1", b"bad", b"3"], WordVersion.WORD_97) == [b"1", None, b"3"]
    (call,) = calls.read_text(encoding="utf-8").splitlines()
    assert "--infilter=MS Word 97" in call and "-env:UserInstallation=file:///" in call
    assert convert_to_docx([], WordVersion.WORD_97) == []


def test_the_program_sees_neither_home_nor_secrets_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    _install(tmp_path, f"env > {seen}; pwd >> {seen}; touch $HOME/left", monkeypatch)
    monkeypatch.setenv("GONGKAI_SECRET", "secret-word")
    monkeypatch.setenv("DISPLAY", ":0")
    assert convert_to_docx([b"1"], WordVersion.WORD_95) == [None]
    told = seen.read_text(encoding="utf-8")
    assert "secret-word" not in told and "DISPLAY" not in told
    home = next(line[5:] for line in told.splitlines() if line.startswith("HOME="))
    assert home != os.environ.get("HOME") and not Path(home).exists()


def test_a_program_that_hangs_is_killed_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pids = tmp_path / "pids"
    _install(tmp_path, f"sleep 60 & echo $! > {pids}; echo $$ >> {pids}; wait", monkeypatch)
    monkeypatch.setattr(office, "SECONDS_TO_START", 1)
    monkeypatch.setattr(office, "SECONDS_A_FILE", 0)
    assert convert_to_docx([b"1"], WordVersion.WORD_97) == [None]
    for pid in map(int, pids.read_text(encoding="utf-8").split()):
        assert _has_ended(pid)


def _has_ended(pid: int) -> bool:
    """Whether a process is gone, or dead and only not yet fetched, within a while."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2]
        except OSError:
            return True
        if state.split()[0] == "Z":
            return True
        time.sleep(0.05)
    return False


def test_without_libreoffice_nothing_is_converted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert convert_to_docx([b"1"], WordVersion.WORD_97) == [None]
    with pytest.raises(UnreadableFileError, match="install LibreOffice to read it") as caught:
        read_doc(_old_file(version=0x68))
    assert caught.value.code == "format_not_read"


def _old_file(version: int) -> bytes:
    return write_file(OldWordFile([OldParagraph("甲\r")]), Random(1), version=version)


@pytest.mark.parametrize(
    ("version", "name"),
    [(0x65, "MS WinWord 6.0"), (0x68, "MS Word 95")],
)
def test_old_versions_go_to_libreoffice(
    version: int, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    _install(tmp_path, f'echo "$@" >> {calls}', monkeypatch)
    with pytest.raises(UnreadableFileError, match="nor could LibreOffice") as caught:
        read_doc(_old_file(version))
    assert caught.value.code == "format_not_read"
    assert f"--infilter={name} " in calls.read_text(encoding="utf-8")


def test_encrypted_files_do_not_go_to_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = tmp_path / "calls"
    _install(tmp_path, f'echo "$@" >> {calls}', monkeypatch)
    encrypted = write_file(OldWordFile([OldParagraph("甲\r")]), Random(1), flags=0x0100)
    with pytest.raises(UnreadableFileError):
        read_doc(encrypted)
    assert not calls.exists()


def _texts(document: Document) -> Texts:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_reads_our_files_as_we_do() -> None:
    """The generator writes Word files, and not merely what our own reader takes for them."""
    drafts = random_drafts("merged", 6, 11, most_damages=0)
    files = [write_old_word_file(draft, rng, drift=0, flagged=False) for draft, rng in drafts]
    converted = convert_to_docx([*files, b"no Word file"], WordVersion.WORD_97)
    assert converted.pop() is None
    for file, docx in zip(files, converted, strict=True):
        assert docx is not None
        assert _texts(read_docx(docx)) == _texts(read_doc(file))
