"""Time what one text report costs on one core: reading it, and understanding it."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any

from extract.document import to_json
from extract.errors import UnreadableFileError
from extract.reading import read_document
from transform.report import understand

ROUNDS = 15
SHA256 = "0" * 64


def main(folders: list[str]) -> int:
    """Print the median milliseconds a report for each stage, over all reports and rounds."""
    contents = list(_readable(path for folder in folders for path in Path(folder).rglob("*.txt")))
    documents = [read_document(data) for data in contents]
    stages: dict[str, tuple[Callable[[Any], object], list[Any]]] = {
        "read": (read_document, contents),
        "keep as JSON": (to_json, documents),
        "understand": (lambda document: understand(document, SHA256), documents),
    }
    for function, inputs in stages.values():
        _round(function, inputs)  # loads the reference data once
    seconds: dict[str, list[float]] = {name: [] for name in stages}
    for _ in range(ROUNDS):  # stage by stage in each round, so that all meet the same noise
        for name, (function, inputs) in stages.items():
            seconds[name].append(_round(function, inputs) / len(inputs))
    for name, measured in seconds.items():
        print(f"{name}: {median(measured) * 1000:.2f} ms a report")
    total = sum(median(measured) for measured in seconds.values())
    print(f"in all: {total * 1000:.2f} ms a report, of {len(contents)} reports, on one core")
    return 0


def _readable(paths: Iterable[Path]) -> Iterable[bytes]:
    for path in sorted(paths):
        data = path.read_bytes()
        try:
            understand(read_document(data), SHA256)
        except UnreadableFileError:
            continue
        yield data


def _round(function: Callable[[Any], object], inputs: list[Any]) -> float:
    started = time.process_time()
    for given in inputs:
        function(given)
    return time.process_time() - started


if __name__ == "__main__":
    real = os.environ.get("GONGKAI_REAL_REPORTS")
    sys.exit(main([*sys.argv[1:], *([real] if real else [])]))
