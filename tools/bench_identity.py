"""Measure what identity costs: one name's resolution, and one report's identity.

    PYTHONPATH=. python tools/bench_identity.py [REPORT...]

Prints microseconds for each name, first with cold caches and then with warm ones, and
milliseconds for each report's identity, all in processor time. REPORTs are files; without any,
the samples.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

from extract.errors import UnreadableFileError
from extract.reading import read_document
from transform import agency_place, report
from transform.agencies import Resolution, Surroundings, resolve
from transform.divisions import all_divisions
from transform.identity import Identity, identify
from transform.organs import _take_apart

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
SEED = 20211231
NAMES = 5000
ROUNDS = 5
ORGANS = (
    "信访局",
    "人民政府",
    "人民政府办公室",
    "市场监督管理局",
    "发展和改革委员会",
    "经济开发区管理委员会",
    "水南镇人民政府",
    "中山路街道办事处",
    "生态环境分局",
)


def draw_names() -> list[str]:
    """Names over all divisions, each form as often as another."""
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    divisions = all_divisions()
    chosen = (rng.choice(divisions) for _ in range(NAMES))
    return [
        rng.choice((d.name, d.province + d.name, d.province + (d.prefecture or "") + d.name))
        + rng.choice(ORGANS)
        for d in chosen
    ]


def measure(work: Callable[[str], object], names: Sequence[str]) -> float:
    """Microseconds for each name."""
    start = time.process_time()
    for name in names:
        work(name)
    return (time.process_time() - start) / len(names) * 1e6


def what_is_identified(paths: Iterable[Path]) -> list[tuple[Any, ...]]:
    """What the understanding of each file asks the identity of: its running text."""
    asked: list[tuple[Any, ...]] = []

    def listen(*arguments: Any) -> Identity:
        asked.append(arguments)
        return identify(*arguments)

    with patch.object(report, "identify", listen):
        for path in paths:
            with suppress(report.NotAReportError, UnreadableFileError):
                report.understand(read_document(path.read_bytes()), "0" * 64)
    return asked


def measure_report(arguments: tuple[Any, ...]) -> float:
    """Milliseconds for one report's identity, the median of some rounds."""
    times = []
    for _ in range(ROUNDS):
        _take_apart.cache_clear()
        agency_place.resolve_alone.cache_clear()
        start = time.process_time()
        identify(*arguments)
        times.append((time.process_time() - start) * 1e3)
    return statistics.median(times)


def measure_resolution(arguments: tuple[Any, ...]) -> float:
    """Milliseconds of one report's identity that go to the resolution of its names."""
    spent = 0.0

    def timed(*names: Any) -> Resolution:
        nonlocal spent
        start = time.process_time()
        found = resolve(*names)
        spent += time.process_time() - start
        return found

    _take_apart.cache_clear()
    agency_place.resolve_alone.cache_clear()
    with patch.object(agency_place, "resolve", timed):
        identify(*arguments)
    return spent * 1e3


def main(paths: Iterable[Path]) -> None:
    """Print all measures."""
    names = draw_names()
    start = time.process_time()
    resolve(names[0])
    print(f"first name, with all reference data: {(time.process_time() - start) * 1e3:.0f} ms")
    _take_apart.cache_clear()
    print(f"{NAMES} names, cold: {measure(resolve, names):.0f} µs each")
    few = names[:1000]
    measure(resolve, few)
    print(f"{len(few)} names, warm: {measure(resolve, few):.0f} µs each")
    text = "四川省内江市资中县人民政府门户网站。" + "资中县认真落实条例,按时答复申请。" * 200
    around = measure(lambda name: resolve(name, Surroundings(text)), ["县信访局"] * 100)
    print(f"a name whose place a text of {len(text)} characters tells: {around:.0f} µs")
    reports = what_is_identified(paths)
    for what, measured in (("reports", measure_report), ("their names alone", measure_resolution)):
        times = [measured(arguments) for arguments in reports]
        mean, most = statistics.mean(times), max(times)
        print(f"{len(times)} {what}: {mean:.2f} ms a report, at most {most:.2f} ms")


if __name__ == "__main__":
    main(map(Path, sys.argv[1:]) if sys.argv[1:] else sorted(SAMPLES.glob("*.txt")))
