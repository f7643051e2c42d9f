"""The hostile corpus is read or refused, within limits of memory and time, and nothing leaks."""

import os
import re
import time
from typing import Any

import pytest

from extract.document import Table, to_json
from extract.reading import read_document
from tests.hostile_files import GROUPS, hostile_files, sound_files
from tests.limited_reading import MEMORY, Outcome, limited_reader

SECRETS = ("root:x:", "/bin/bash", "/usr/sbin/nologin")
"""What stands in the file of the machine that external entities ask for."""

MAY_DIE = {
    "unpacks_to_1_gb.pdf": "PDFium aborts the process where it gets no more memory",
    "forms_double_30_times.pdf": "PDFium keeps what each level draws, and aborts as above",
}
"""Files that may end the process that reads them, and why; a run's workers survive it."""

CODES = {
    r"needs_a_password.*\.(pdf|docx|xlsx|ofd|doc)": "encrypted_file",
    r"encrypted_office.*": "encrypted_file",
    r"(.*_)?empty\.\w+": "empty_file",
    r"(docx|xlsx|ofd|doc|pdf)_cut_at_.*": "damaged_file",
    r"(docx|xlsx|ofd|doc)_zeros_inside.*": "damaged_file",
    r"(external|entity|billion_laughs).*\.(docx|xlsx|ofd)": "damaged_file",
    r"packed_by_bzip2.*": "damaged_file",
    r"text_of_600_mb.*": "over_limit",
    r"pixels_.*": "over_limit",
}
"""How files whose names are like these are refused; all others may be read as well."""


def sum_up(data: bytes) -> dict[str, Any]:
    """Read a file: what comes out of it."""
    document = read_document(data)
    text = to_json(document)
    tables = (block for block in document.blocks if isinstance(block, Table))
    return {
        "cells": sum(len(row) for table in tables for row in table.rows),
        "leaks": any(secret in text for secret in SECRETS),
    }


def die(data: bytes) -> None:
    os._exit(int(data))


def hang(data: bytes) -> None:
    time.sleep(60)


def fill(data: bytes) -> int:
    return len(bytes(MEMORY))


def test_the_limits_hold() -> None:
    with limited_reader("test_hostile_files:die") as reader:
        assert reader.read(b"3") == Outcome("died", "3")
        assert reader.read(b"4") == Outcome("died", "4")
    with limited_reader("test_hostile_files:hang", seconds=3) as reader:
        assert reader.read(b"") == Outcome("hung")
    with limited_reader("test_hostile_files:fill") as reader:
        assert reader.read(b"").kind == "escaped"


def test_sound_files_are_read_within_the_limits() -> None:
    with limited_reader("test_hostile_files:sum_up") as reader:
        for name, data in sound_files().items():
            outcome = reader.read(data)
            assert outcome.kind == "read" and outcome.answer["cells"] > 200, name


@pytest.mark.parametrize("group", GROUPS)
def test_hostile_files(group: str) -> None:
    wrong: dict[str, Outcome] = {}
    with limited_reader("test_hostile_files:sum_up") as reader:
        for name, data in GROUPS[group]():
            outcome = reader.read(data)
            if not _is_well_ended(name, outcome):
                wrong[name] = outcome
    assert not wrong


def _is_well_ended(name: str, outcome: Outcome) -> bool:
    if outcome.kind == "died":
        return name in MAY_DIE
    if outcome.kind == "escaped":
        return False
    code = next((code for pattern, code in CODES.items() if re.fullmatch(pattern, name)), None)
    if code is not None:
        return (outcome.kind, outcome.code) == ("refused", code)
    return outcome.kind == "refused" or (outcome.kind == "read" and not outcome.answer["leaks"])


def test_the_corpus_is_small_and_its_names_are_names() -> None:
    names = []
    for name, data in hostile_files():
        names.append(name)
        assert len(data) < 64 * 1024 * 1024
        assert "/" not in name and "\0" not in name and 0 < len(name.encode()) <= 255
    assert len(set(names)) == len(names) > 200
    assert MAY_DIE.keys() <= set(names)
    for pattern in CODES:
        assert any(re.fullmatch(pattern, name) for name in names)
