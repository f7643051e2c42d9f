"""Time what one report costs in each format on one core: reading it, and understanding it."""

import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any

from extract.document import Document
from extract.reading import read_document
from tests.generator.files import FILE_FORMATS, random_files
from transform.report import understand

REPORTS = 12
ROUNDS = 5
SCANS = 1
SHA256 = "0" * 64


def main() -> int:
    """Print for each format the kilobytes of a file and the milliseconds of its stages."""
    print(f"{'format':<20}{'KB':>7}{'read ms':>11}{'understand ms':>15}")
    for name in FILE_FORMATS:
        files = [data for _, data in random_files(name, _count(name), seed=1)]
        documents = [read_document(data) for data in files]  # loads what is loaded once
        rounds = 1 if name == "scan" else ROUNDS
        read = _milliseconds(read_document, files, rounds)
        understood = _milliseconds(_understand, documents, rounds)
        size = sum(map(len, files)) / len(files) / 1024
        print(f"{name:<20}{size:>7.0f}{read:>11.2f}{understood:>15.2f}")
    print(f"medians over {ROUNDS} rounds of {REPORTS} reports (one of {SCANS} scan), on one core")
    return 0


def _count(name: str) -> int:
    return SCANS if name == "scan" else REPORTS


def _understand(document: Document) -> object:
    return understand(document, SHA256)


def _milliseconds(function: Callable[[Any], object], inputs: Sequence[Any], rounds: int) -> float:
    """Median over the rounds of what one input costs."""
    return median(_round(function, inputs) for _ in range(rounds)) / len(inputs) * 1000


def _round(function: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    started = time.process_time()
    for given in inputs:
        function(given)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main())
