"""Worker processes that read batches, so that a file which crashes or hangs fails alone."""

import os
import queue
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

from flows.batch import BatchOutcome, Content
from flows.children import child_command, child_environment
from flows.failures import RunFailedError
from flows.jobs import Answer, Began, Failed, Job
from transform.lake import Lake

FILE_SECONDS = 120
"""The time that reading one file may take."""

_WRITE_SECONDS = 600
_CRASHES_ALLOWED = 1
"""A content is read again once: the first crash may have been the machine's."""


class _WorkerLostError(Exception):
    """A worker process ended or hung; `sha256` is the content that it was at, if any."""

    def __init__(self, sha256: str | None, code: str) -> None:
        super().__init__(code)
        self.sha256 = sha256
        self.code = code


class WorkerPool:
    """Worker processes that are started once and reused; `process` is safe in threads."""

    def __init__(
        self, lake: Lake, log: Path, size: int | None = None, file_seconds: int = FILE_SECONDS
    ) -> None:
        self.size = size or os.cpu_count() or 1
        self._lake = lake
        self._log = log
        self._file_seconds = file_seconds
        self._closed = threading.Event()
        self._workers: list[_Worker] = []
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()

    def start(self, batches: int) -> None:
        """Start as many processes as `batches` can use."""
        for _ in range(min(self.size, batches)):
            self._idle.put(self._start_worker())

    def process(
        self, contents: Sequence[Content], begin: Callable[[str], None] = lambda sha256: None
    ) -> BatchOutcome:
        """Have a batch read by the next idle worker.

        A content that ends its worker twice, or holds it too long, is refused with the
        code 'reader_crashed' or 'reader_timeout'; the rest of the batch is read.

        Args:
            contents: what is to be read.
            begin: called when work on a content begins (again, after a crash).

        Raises:
            RunFailedError: the batch cannot be written, or workers keep ending.
        """
        worker = self._idle.get()
        crashes: Counter[str | None] = Counter()
        try:
            while True:
                try:
                    return worker.run(Job(self._lake, tuple(contents), self._file_seconds), begin)
                except _WorkerLostError as lost:
                    worker.kill()
                    self._refuse_more(lost, crashes)
                    contents = _without_killer(contents, lost, crashes)
                    worker = self._start_worker()
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers, also those that are at work."""
        self._closed.set()
        for worker in self._workers:
            worker.kill()

    def _start_worker(self) -> "_Worker":
        worker = _Worker(self._log)
        self._workers.append(worker)
        return worker

    def _refuse_more(self, lost: _WorkerLostError, crashes: Counter[str | None]) -> None:
        crashes[lost.sha256] += 1
        if self._closed.is_set():
            raise RunFailedError("the run was stopped while files were being read")
        if lost.sha256 is None and crashes[None] > _CRASHES_ALLOWED:
            raise RunFailedError(f"a worker process ended unexpectedly twice; see {self._log}")


def _without_killer(
    contents: Sequence[Content], lost: _WorkerLostError, crashes: Counter[str | None]
) -> Sequence[Content]:
    if lost.code == "reader_crashed" and crashes[lost.sha256] <= _CRASHES_ALLOWED:
        return contents
    return [
        replace(content, condemned=lost.code) if content.sha256 == lost.sha256 else content
        for content in contents
    ]


class _Worker:
    """One process, and the connection to it."""

    def __init__(self, log: Path) -> None:
        self._connection, theirs = Pipe()
        with theirs, log.open("ab") as stream:
            self._process = subprocess.Popen(  # noqa: S603 - a module of ours
                child_command("flows.worker"),
                stdin=theirs.fileno(),
                stdout=stream,
                stderr=stream,
                env=child_environment(),
                process_group=0,  # an interrupt from the keyboard is for the run alone
            )

    def run(self, job: Job, begin: Callable[[str], None]) -> BatchOutcome:
        current: str | None = None
        try:
            self._connection.send(job)
            while True:
                seconds = job.file_seconds if current else _WRITE_SECONDS
                if not self._connection.poll(seconds):
                    raise _WorkerLostError(current, "reader_timeout")
                answer: Answer = self._connection.recv()
                if isinstance(answer, Began):
                    current = answer.sha256
                    if current:
                        begin(current)
                elif isinstance(answer, Failed):
                    raise RunFailedError(f"what was read cannot be kept: {answer.reason}")
                else:
                    return answer
        except (EOFError, ConnectionError) as error:
            raise _WorkerLostError(current, "reader_crashed") from error

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
