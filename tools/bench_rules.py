"""Time the build of a warehouse of made-up reports: each rule, the assurance, peak memory.

    PYTHONPATH=. python tools/bench_rules.py [--reports 2000]

A hundred thousand reports take a few minutes and three gigabytes in the temporary folder.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb

from expectations.rules import load_rules
from tools.generated_lake import write_generated_lake
from transform.lake import Lake
from warehouse import assurance, build, findings, load

KIB_PER_MIB = 1024

# What stands between the lake and the findings of the rules: name, module, function. A step that
# begins with 'rules' is work that only rules ask for; each rule comes with them.
_STEPS = (
    ("facts and their assurance", load, "fill_facts"),
    ("  of which the equations", assurance, "_evaluate_equations"),
    ("rules: copied text", build, "fill_text_reuse"),
    ("rules: claims as figures", build, "fill_claim_figures"),
    ("rules: chains of years", build, "fill_chains"),
    ("rules: roll-ups", build, "fill_rollups"),
)


def main() -> int:
    """Write a lake that is thrown away, build its warehouse, print what each step took."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--reports", type=int, default=2000, help="how many (default: 2000)")
    reports = parser.parse_args().reports
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        lake = write_generated_lake(Path(folder) / "lake", reports)
        print(f"{reports} reports written in {time.perf_counter() - started:.1f} s")
        _measure(lake, Path(folder) / "warehouse.duckdb")
    return 0


def _measure(lake: Lake, target: Path) -> None:
    """Print the seconds of each step as it ends, then what was found and what it took in all."""
    seconds: Counter[str] = Counter()
    started, used = time.perf_counter(), time.process_time()
    with ExitStack() as stack:
        for name, module, function in _STEPS:
            stack.enter_context(_timed(module, function, seconds, lambda *_, name=name: name))
        stack.enter_context(_timed(findings, "_apply", seconds, lambda _, rule_id, __: rule_id))
        build.build_warehouse(lake, target, load_rules())
    whole, used = time.perf_counter() - started, time.process_time() - used
    counts = _finding_counts(target)
    for rule_id, count in counts.items():
        print(f"{rule_id:32} {count:7} findings")
    steps = {name for name, _, _ in _STEPS if not name.startswith("rules")}
    rules = sum(taken for name, taken in seconds.items() if name not in steps)
    # of this process, the writing of the lake included; in KiB on Linux
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // KIB_PER_MIB
    size = target.stat().st_size >> 20
    print(f"all rules {rules:.1f} s, the whole build {whole:.1f} s, {size} MiB")
    print(f"{used:.1f} s of processor time in the build, all threads together")
    print(f"peak {peak} MiB, {os.cpu_count()} cores")


def _timed(module: Any, function: str, seconds: Counter[str], name_of: Callable[..., str]) -> Any:
    """Let a function of a module add up the seconds that it takes."""
    work = getattr(module, function)

    def timed(*arguments: Any) -> Any:
        started = time.perf_counter()
        try:
            return work(*arguments)
        finally:
            name = name_of(*arguments)
            seconds[name] += time.perf_counter() - started
            # said at once, so that a step which takes too long can be told
            print(f"{name:32} {seconds[name]:7.2f} s", flush=True)

    return patch.object(module, function, timed)


def _finding_counts(target: Path) -> dict[str, int]:
    with duckdb.connect(target, read_only=True) as connection:
        query = """
            SELECT r.rule_id, count(f.finding_id)
            FROM rules AS r LEFT JOIN findings AS f ON f.rule_id = r.rule_id
            GROUP BY r.rule_id
            ORDER BY r.rule_id
        """
        return dict(connection.execute(query).fetchall())


if __name__ == "__main__":
    sys.exit(main())
