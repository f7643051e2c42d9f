"""Time `gongkai run` on a folder of reports: a first run, and a second one with nothing new."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

KIB_PER_MIB = 1024


def main(raws: list[str]) -> int:
    """Run twice in a home that is thrown away; print seconds, files a second and peak memory.

    Returns 0, or the exit code of the run that failed.
    """
    file_count = sum(_count_files(Path(raw)) for raw in raws)
    with tempfile.TemporaryDirectory() as home:
        for name in ("first run", "second run"):
            started = time.perf_counter()
            code = _run(raws, home)
            if code != 0:
                return code
            _print_figures(name, file_count, time.perf_counter() - started)
    return 0


def _count_files(raw: Path) -> int:
    return 1 if raw.is_file() else sum(path.is_file() for path in raw.rglob("*"))


def _run(raws: list[str], home: str) -> int:
    command = [Path(sys.executable).with_name("gongkai"), "run", *raws, "--home", home]
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode


def _print_figures(name: str, file_count: int, seconds: float) -> None:
    # The largest process of all runs so far, in KiB on Linux.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // KIB_PER_MIB
    rate = file_count / seconds
    cores = os.cpu_count()
    print(
        f"{name}: {file_count} files, {seconds:.1f} s, {rate:.1f} files/s, "
        f"peak {peak} MiB, {cores} cores"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
