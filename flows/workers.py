"""Worker processes that read batches, so that a file which crashes or hangs fails alone."""

import os
import queue
import signal
import subprocess
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

from extract.errors import UnreadableFileError
from flows.batch import BatchOutcome, Content
from flows.children import child_command, child_environment
from flows.failures import RunFailedError
from flows.jobs import OVER_MEMORY, Answer, Began, Failed, Job
from flows.limits import WRITE_SECONDS, Limits
from transform.lake import Lake

_LOSSES_ALLOWED = 1
"""So many workers may end while they are at no file."""

_EXIT_SECONDS = 30
"""For the end of a process that has closed its connection."""

_ONE_CORE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",
}
"""There is a worker each core; threads and their memory beyond that only cost."""

_NO_RESERVE = {"MIMALLOC_ARENA_RESERVE": "0"}
"""rensa's allocator would set 1 GiB of address space aside, which the worker's bound counts."""


class _WorkerLostError(Exception):
    """A worker process ended or hung; `sha256` is the content that it was at, if any."""

    def __init__(self, sha256: str | None, reason: UnreadableFileError) -> None:
        super().__init__(reason.message_en)
        self.sha256 = sha256
        self.reason = reason


class WorkerPool:
    """Worker processes that are started once and reused; `process` is safe in threads."""

    def __init__(
        self, lake: Lake, log: Path, size: int | None = None, limits: Limits | None = None
    ) -> None:
        self.size = size or os.cpu_count() or 1
        self._lake = lake
        self._log = log
        self._limits = limits or Limits()
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

        A content that ends its worker, or asks for more memory than is allowed, is read again
        alone by a new one; if it ends that too, or holds a worker too long, it is refused with
        the code 'reader_crashed', 'over_memory' or 'reader_timeout'. The rest is read.

        Args:
            contents: what is to be read.
            begin: called when work on a content begins (again, after a crash).

        Raises:
            RunFailedError: the batch cannot be written, or workers keep ending.
        """
        shift = _Shift(self._idle.get())
        try:
            return self._process_all(shift, list(contents), begin)
        finally:
            self._idle.put(shift.worker)

    def close(self) -> None:
        """End all workers, also those that are at work."""
        self._closed.set()
        for worker in list(self._workers):
            worker.end()

    def _process_all(
        self, shift: "_Shift", rest: list[Content], begin: Callable[[str], None]
    ) -> BatchOutcome:
        outcome, losses = BatchOutcome(), 0
        while rest:
            try:
                outcome += self._run(shift, rest, begin)
                break
            except _WorkerLostError as lost:
                suspects = [content for content in rest if content.sha256 == lost.sha256]
                rest = [content for content in rest if content.sha256 != lost.sha256]
                if not suspects:
                    losses += 1
                    self._refuse_more(losses)
                for suspect in suspects:
                    outcome += self._read_alone(shift, suspect, lost, begin)
        return outcome

    def _read_alone(
        self,
        shift: "_Shift",
        content: Content,
        lost: _WorkerLostError,
        begin: Callable[[str], None],
    ) -> BatchOutcome:
        """Read a content that has ended a worker, or refuse it if it does so again."""
        if lost.reason.code != "reader_timeout":
            try:
                return self._run(shift, [content], begin)
            except _WorkerLostError as again:
                lost = again
        return self._run(shift, [replace(content, condemned=lost.reason)], begin)

    def _run(
        self, shift: "_Shift", contents: Sequence[Content], begin: Callable[[str], None]
    ) -> BatchOutcome:
        """Have the worker of a shift read; where it is lost or worn, another takes over."""
        try:
            if shift.worker.worn:
                self._replace_worker(shift)
            return shift.worker.run(Job(self._lake, tuple(contents), self._limits), begin)
        except _WorkerLostError:
            if self._closed.is_set():
                raise RunFailedError("the run was stopped while files were being read") from None
            self._replace_worker(shift)
            raise

    def _replace_worker(self, shift: "_Shift") -> None:
        shift.worker.end()
        shift.worker.connection.close()
        self._workers.remove(shift.worker)
        shift.worker = self._start_worker()

    def _start_worker(self) -> "_Worker":
        worker = _Worker(self._log, self._limits.memory_mib)
        self._workers.append(worker)
        return worker

    def _refuse_more(self, losses: int) -> None:
        if losses > _LOSSES_ALLOWED:
            raise RunFailedError(f"a worker process ended unexpectedly twice; see {self._log}")


class _Shift:
    """The place of one worker in the pool, which others take when it ends."""

    def __init__(self, worker: "_Worker") -> None:
        self.worker = worker


class _Worker:
    """One process, and the connection to it."""

    def __init__(self, log: Path, memory_mib: int) -> None:
        self.worn = False
        self.connection, theirs = Pipe()
        with theirs, log.open("ab") as stream:
            self._process = subprocess.Popen(  # noqa: S603 - a module of ours
                child_command("flows.worker", str(memory_mib)),
                stdin=theirs.fileno(),
                stdout=stream,
                stderr=stream,
                env=child_environment() | _ONE_CORE | _NO_RESERVE,
                process_group=0,  # an interrupt from the keyboard is for the run alone
            )

    def run(self, job: Job, begin: Callable[[str], None]) -> BatchOutcome:
        current, seconds = None, WRITE_SECONDS
        try:
            self.connection.send(job)
            while True:
                if not self.connection.poll(seconds):
                    raise _WorkerLostError(current, _timeout(seconds))
                answer: Answer = self.connection.recv()
                if isinstance(answer, Began):
                    if answer.sha256 and answer.sha256 != current:
                        begin(answer.sha256)
                    current, seconds = answer.sha256, answer.seconds
                elif isinstance(answer, Failed):
                    raise RunFailedError(f"what was read cannot be kept: {answer.reason}")
                else:
                    self.worn = answer.worn
                    return answer.outcome
        except (EOFError, ConnectionError) as error:
            raise _WorkerLostError(current, _crash(self._exit_status())) from error

    def end(self) -> None:
        self._process.kill()
        self._process.wait()

    def _exit_status(self) -> int:
        try:
            return self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.end()
            return self._process.returncode


def _timeout(seconds: int) -> UnreadableFileError:
    return UnreadableFileError(
        "reader_timeout",
        f"读取该文件超过时限（{seconds} 秒）",
        f"reading the file took longer than {seconds} seconds",
    )


def _crash(status: int) -> UnreadableFileError:
    """The reason that the exit status of a worker gives."""
    if status == OVER_MEMORY:
        return UnreadableFileError(
            "over_memory",
            "读取该文件所需内存超过上限",
            "reading the file needs more memory than is allowed",
        )
    how = _signal_name(-status) if status < 0 else f"exit status {status}"
    killed = status == -signal.SIGKILL
    return UnreadableFileError(
        "reader_crashed",
        f"读取该文件时程序两次异常中止（{how}{'，多因系统内存不足' if killed else ''}）",
        f"reading the file twice ended the process that read it ({how}"
        f"{', most often for want of memory' if killed else ''})",
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
