"""Pools of workers for tests, and readers that some files are too much for."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from flows.batch import Content
from flows.discover import Discovery
from flows.limits import Limits
from flows.manifests import read_manifests
from flows.origins import find_origins
from flows.places import Place
from flows.plan import plan_contents
from flows.workers import WorkerPool
from tests.flow_runs import environment
from transform.lake import Lake

FAULTY_READER = """
import os, re, time
import extract.reading as reading
from extract.document import Document
from extract.errors import damaged_file
plain = reading.read_document
def hide_the_memory_error():
    try:
        bytes(1 << 60)
    except MemoryError as error:
        raise damaged_file("TXT", "who knows") from error
def read_document(data):
    if data.startswith(b"CRASH"): os._exit(9)
    if data.startswith(b"HANG"): time.sleep(3600)
    if data.startswith(b"LOOP"): re.match(r"(a+)+$", "a" * 60 + "b")
    if data.startswith(b"RAISE"): raise ZeroDivisionError
    if data.startswith(b"SURROGATE"): return Document("txt", (), None, {"t": "\\ud800"})
    if data.startswith(b"GREEDY"): hide_the_memory_error()
    return plain(data)
reading.read_document = read_document
"""
"""Loaded by the worker processes of a test: a reader that some files are too much for."""


def faulty_path(folder: Path) -> str:
    """The PYTHONPATH with which worker processes have the faulty reader."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FAULTY_READER)
    return os.pathsep.join([str(folder), environment()["PYTHONPATH"]])


@contextmanager
def started_pool(lake: Lake, log: Path, limits: Limits, size: int = 1) -> Iterator[WorkerPool]:
    """A pool whose workers run; they end with the block."""
    pool = WorkerPool(lake, log, size, limits)
    try:
        pool.start(size)
        yield pool
    finally:
        pool.close()


def worker_pids(pool: WorkerPool) -> list[int]:
    """The process ids of a pool's workers."""
    return [worker._process.pid for worker in pool._workers]


def content(path: Path, **changes: Any) -> Content:
    """A file as a content that is to be read."""
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    found = Content(sha256, (Place(str(path)),), kept=False, size=path.stat().st_size)
    return replace(found, **changes)


def plan(found: Discovery, lake: Lake) -> list[Content]:
    """The contents that a run which found this has to understand."""
    listing = read_manifests(found.manifests, found.sources)
    origins, _ = find_origins(lake, found.sources, listing)
    return plan_contents(found.files, found.sources, lake, origins)


def write(folder: Path, name: str, data: bytes) -> Content:
    """A new file as a content that is to be read."""
    (folder / name).write_bytes(data)
    return content(folder / name)


def refusals(lake: Lake) -> dict[str, dict[str, Any]]:
    """The rows of all contents in quarantine, by sha256."""
    files = lake.table_files("quarantined")
    return {row["source_sha256"]: row for path in files for row in pq.read_table(path).to_pylist()}


def quarantined(lake: Lake) -> dict[str, str]:
    """The codes of all contents in quarantine, by sha256."""
    return {sha256: row["code"] for sha256, row in refusals(lake).items()}
