"""Plan a run's work: which contents are to be understood, and in which batches."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flows.batch import Content
from flows.places import Place, place_of
from flows.source_file import SourceFile
from transform.lake import Lake
from transform.origin import Origin

_FEWEST, _MOST_USUAL = 10, 50
"""Contents a batch: fewer cost more in bookkeeping, more make workers wait for the last."""

_USUAL_BATCHES = 8
_MOST_BATCHES = 200
"""Task runs a run at most: Prefect's server falls behind with more."""

_SHARES = 32
"""The part of the work that a batch of large files may be."""

_BASE_WEIGHT = 50_000
"""Bytes that cost as much as understanding a report does, whatever its size."""

_LEAST_WEIGHT = 100 * _BASE_WEIGHT
"""A batch of less is not closed for its weight."""


def plan_contents(
    files: Iterable[SourceFile],
    sources: Iterable[dict[str, Any]],
    lake: Lake,
    origins: Mapping[str, Origin],
) -> list[Content]:
    """The contents of all known sources that are not yet understood in this generation.

    Those whose file is gone, or lies under a root of another run, are among them, and those
    that others have replaced at their path: a new version understands the whole home.

    Args:
        files: what this run found.
        sources: the whole table of sources.
        lake: what is known already.
        origins: where each content comes from, all that are to be understood among them.
    """
    places, sizes = _places(files, sources)
    extracted, understood = lake.extracted(), lake.understood()
    return [
        Content(
            sha256,
            tuple(places.get(sha256, ())),
            sha256 in extracted,
            sizes.get(sha256, 0),
            origin=origin,
        )
        for sha256, origin in sorted(origins.items())
        if sha256 not in understood
    ]


def split_batches(contents: Sequence[Content]) -> list[Sequence[Content]]:
    """Split the contents into batches, the large ones first.

    So that all workers are busy to the end, a batch holds no more than a small part of the
    work, and those at the end, which decide who waits for whom, hold the smallest files.
    What lies in one inner archive stays together: it is unpacked as a whole to be read.
    """
    largest: dict[str, int] = {}
    for content in contents:
        largest[content.nest] = max(content.size, largest.get(content.nest, 0))

    def order(content: Content) -> tuple[int, str, str]:
        size = largest[content.nest] if content.nest else content.size
        return -size, content.nest, content.sha256

    ordered = sorted(contents, key=order)
    usual = min(max(math.ceil(len(contents) / _USUAL_BATCHES), _FEWEST), _MOST_USUAL)
    most_contents = max(usual, math.ceil(len(contents) / (_MOST_BATCHES - 2 * _SHARES)))
    most_weight = max(_LEAST_WEIGHT, sum(map(_weight, contents)) / _SHARES)
    batches: list[list[Content]] = []
    weight = 0
    for content in ordered:
        weight += _weight(content)
        if not batches or len(batches[-1]) == most_contents or weight > most_weight:
            batches.append([])
            weight = _weight(content)
        batches[-1].append(content)
    return list(batches)


def without_changed(
    sources: Iterable[dict[str, Any]],
    before: Iterable[dict[str, Any]],
    left: Sequence[str],
) -> list[dict[str, Any]]:
    """The sources without those that changed while the run was reading.

    Such a file, or the archive that holds it, keeps the row that it had before the run, if
    any, and is found new by the next run.
    """
    known = {(row["source_root"], row["source_path"]): row for row in before}
    listed = list(sources)
    missed = set(left)
    archives = {
        (row["source_root"], row["archive_path"])
        for row in listed
        if row["source_sha256"] in missed
    }
    rows = []
    for row in listed:
        key = row["source_root"], row["source_path"]
        if row["source_sha256"] not in missed and key not in archives:
            rows.append(row)
        elif key in known:
            rows.append(known[key])
    return rows


def _places(
    files: Iterable[SourceFile], sources: Iterable[dict[str, Any]]
) -> tuple[dict[str, list[Place]], dict[str, int]]:
    """Where each content lies, and its size."""
    places: dict[str, list[Place]] = {}
    sizes: dict[str, int] = {}
    seen = set()
    for file in files:
        places.setdefault(file.sha256, []).append(file.place)
        sizes[file.sha256] = file.size
        seen.add(file.key)
    for row in sources:
        if row["listed_by"] is not None:
            continue  # an archive: its members stand for it
        found = places.setdefault(row["source_sha256"], [])
        sizes.setdefault(row["source_sha256"], row["size"])
        if not row["gone"] and (row["source_root"], row["source_path"]) not in seen:
            found.append(place_of(row))
    return places, sizes


def _weight(content: Content) -> int:
    return _BASE_WEIGHT + content.size
