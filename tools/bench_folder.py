"""Read a folder of mixed reports with one worker and with two: throughput and memory.

The workers are those of a run. The reports are made up, in the formats and shares that real
ones come in, without scans.
"""

import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from flows.batch import BatchOutcome, Content
from flows.discover import discover
from flows.origins import find_origins
from flows.plan import plan_contents, split_batches
from flows.workers import WorkerPool
from tests.generator.files import FILE_FORMATS, random_files
from transform.lake import Lake

FILES = 1000
ROUNDS = 3
WORKERS = (1, 2)
SHARES = {
    "html": 60,
    "pdf": 20,
    "pdf without rules": 5,
    "docx": 6,
    "doc": 6,
    "xlsx": 2,
    "ofd": 1,
}
"""Reports of each format in a hundred."""

_LOOK_SECONDS = 0.05
_MIB = 1024 * 1024


def main(arguments: list[str]) -> int:
    """Print files a second with one and with two workers, and the most memory in use.

    Args:
        arguments: how many files; with a folder as the second, they are only written there.
    """
    count = int(arguments[0]) if arguments else FILES
    if len(arguments) > 1:
        write_folder(Path(arguments[1]), count)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        # in a process of its own, so that the writers' memory is not counted
        subprocess.run([sys.executable, __file__, str(count), str(raw)], check=True)
        _compare(raw, Path(folder))
        return _measure_run(raw, Path(folder, "home"))


def write_folder(folder: Path, count: int) -> None:
    """Write `count` made-up reports of all formats but scans; the same ones every time."""
    folder.mkdir(parents=True)
    for name, share in SHARES.items():
        for number, (_, data) in enumerate(random_files(name, count * share // 100, seed=7)):
            suffix = FILE_FORMATS[name].suffix
            (folder / f"{name.replace(' ', '-')}-{number:04}.{suffix}").write_bytes(data)


def _compare(raw: Path, folder: Path) -> None:
    """Read the folder with one and with two workers, by turns."""
    rates: dict[int, list[float]] = {workers: [] for workers in WORKERS}
    peaks = dict.fromkeys(WORKERS, 0)
    for number in range(ROUNDS):
        for workers in WORKERS:
            lake = Lake(folder / f"lake-{number}-{workers}")
            with _watched_memory() as peak:
                rates[workers].append(_read(raw, lake, folder / "log", workers))
            peaks[workers] = max(peaks[workers], *peak)
    for workers in WORKERS:
        print(
            f"{workers} worker(s): {median(rates[workers]):.1f} files/s, "
            f"all processes up to {peaks[workers] // _MIB} MiB"
        )
    one, two = (rates[workers] for workers in WORKERS)
    ratios = [second / first for first, second in zip(one, two, strict=True)]
    print(f"two workers to one: {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def _read(raw: Path, lake: Lake, log: Path, workers: int) -> float:
    """Read the whole folder into a new lake; the files a second, from the first one on."""
    lake.prepare()
    found = discover([str(raw)], lake.folder, [])
    origins, _ = find_origins(lake, found.sources)
    batches = split_batches(plan_contents(found.files, found.sources, lake, origins))
    spent = _worker_seconds()
    began: list[float] = []
    busy: list[float] = []

    def process(batch: Sequence[Content]) -> BatchOutcome:
        started = time.perf_counter()
        outcome = pool.process(batch, lambda sha256: began.append(time.perf_counter()))
        busy.append(time.perf_counter() - max(started, min(began)))
        return outcome

    pool = WorkerPool(lake, log, workers)
    pool.start(workers)
    try:
        with ThreadPoolExecutor(workers) as threads:
            reports = sum(outcome.reports for outcome in threads.map(process, batches))
        seconds = time.perf_counter() - min(began)
    finally:
        pool.close()
    print(
        f"  {workers} worker(s): {reports} reports in {len(batches)} batches, {seconds:.1f} s, "
        f"busy {sum(busy) / workers / seconds:.0%} of the time, "
        f"{_worker_seconds() - spent:.1f} s of processor time"
    )
    return len(found.files) / seconds


def _worker_seconds() -> float:
    """Processor time of all child processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _measure_run(raw: Path, home: Path) -> int:
    """Run the whole program on the folder; print its time and memory, return its exit code."""
    started = time.perf_counter()
    with _watched_memory() as peak:
        command = [sys.executable, "-m", "flows.cli", "run", str(raw), "--home", str(home)]
        code = subprocess.run(command, stderr=subprocess.DEVNULL, check=False).returncode
    seconds = time.perf_counter() - started
    print(f"a whole run: {seconds:.1f} s, all processes up to {max(peak) // _MIB} MiB")
    return code


@contextmanager
def _watched_memory() -> Iterator[list[int]]:
    """Note, again and again, the resident bytes of this process and all that descend from it."""
    seen, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(_LOOK_SECONDS):
            seen.append(_resident_bytes())

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def _resident_bytes() -> int:
    """Sum over this process and its descendants; memory that they share counts for each."""
    parents, sizes = {}, {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        except OSError:
            continue
        pid = int(status.parent.name)
        parents[pid] = int(fields["PPid"])
        sizes[pid] = int(fields.get("VmRSS", "0 kB").split()[0]) * 1024
    own = int(Path("/proc/self").resolve().name)
    return sum(size for pid, size in sizes.items() if _descends(pid, own, parents))


def _descends(pid: int, ancestor: int, parents: dict[int, int]) -> bool:
    while pid and pid != ancestor:
        pid = parents.get(pid, 0)
    return pid == ancestor


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
