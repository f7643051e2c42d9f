"""Plan a run's work: which contents are to be understood, and in which batches."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from flows.batch import SIZE_LIMIT, Content
from flows.discover import SourceFile
from transform.lake import Lake

_SMALLEST_BATCH = 50
"""Contents a batch at least: fewer would cost more in bookkeeping than in reading."""

_MOST_BATCHES = 200
"""Task runs a run at most: Prefect's server falls behind with more."""


def plan_contents(
    files: Iterable[SourceFile], sources: Iterable[dict[str, Any]], lake: Lake
) -> list[Content]:
    """The contents of all known sources that are not yet understood in this generation.

    Those whose file is gone, or lies under a root of another run, are among them: a new
    version understands the whole home.

    Args:
        files: what this run found.
        sources: the whole table of sources.
        lake: what is known already.
    """
    places = _places(files, sources)
    extracted, understood = lake.extracted(), lake.understood()
    return [
        Content(
            sha256,
            tuple(file for file, _ in found),
            kept=sha256 in extracted,
            condemned="too_large" if any(size > SIZE_LIMIT for _, size in found) else None,
        )
        for sha256, found in sorted(places.items())
        if sha256 not in understood
    ]


def split_batches(contents: Sequence[Content]) -> list[Sequence[Content]]:
    """Split the contents into batches of like size."""
    size = max(_SMALLEST_BATCH, math.ceil(len(contents) / _MOST_BATCHES))
    return [contents[start : start + size] for start in range(0, len(contents), size)]


def without_changed(
    sources: Iterable[dict[str, Any]],
    before: Iterable[dict[str, Any]],
    left: Sequence[str],
) -> list[dict[str, Any]]:
    """The sources without those that changed while the run was reading.

    Such a file keeps the row that it had before the run, if any, and is found new by the
    next run.
    """
    known = {(row["source_root"], row["source_path"]): row for row in before}
    missed = set(left)
    rows = []
    for row in sources:
        key = row["source_root"], row["source_path"]
        if row["source_sha256"] not in missed:
            rows.append(row)
        elif key in known:
            rows.append(known[key])
    return rows


def _places(
    files: Iterable[SourceFile], sources: Iterable[dict[str, Any]]
) -> dict[str, list[tuple[str, int]]]:
    places: dict[str, list[tuple[str, int]]] = {}
    for file in files:
        places.setdefault(file.sha256, []).append((file.file, file.size))
    for row in sources:
        found = places.setdefault(row["source_sha256"], [])
        file_path = str(Path(row["source_root"], row["source_path"]))
        if not row["gone"] and file_path not in (file for file, _ in found):
            found.append((file_path, row["size"]))
    return places
