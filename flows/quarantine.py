"""The quarantine folder: a copy of each file that could not be read, and the reason beside it.

Made anew from the lake by every run, so that it shows what is in quarantine now.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from extract.errors import UnreadableFileError
from flows.places import PlaceReader, place_of
from transform.lake import Lake

COPY_LIMIT = 50 * 1024 * 1024
"""A file of more bytes is not copied: its .json says where it lies."""

COPIES_LIMIT = 1024 * 1024 * 1024
"""Bytes of all copies together: a small archive may hold a great deal that is no report."""

_LONGEST_NAME = 80
"""Bytes of the original name that are kept."""


def write_quarantine(folder: Path, lake: Lake) -> None:
    """Make the folder hold what is in quarantine, and nothing else.

    For each content `<first 16 digits of its sha256>-<name>`, a copy of the file, and the
    same with `.json`: code, reason in both languages, sha256, size and all source paths.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted: set[str] = set()
    room = COPIES_LIMIT
    with closing(PlaceReader()) as reader:
        for entry in sorted(_entries(lake), key=lambda entry: entry["source_sha256"]):
            name = f"{entry['source_sha256'][:16]}-{_safe_name(entry['sources'][0])}"
            wanted.add(f"{name}.json")
            if _size(entry) <= min(COPY_LIMIT, room) and _copy(entry, folder / name, reader):
                wanted.add(name)
                room -= _size(entry)
            _write_reason(entry, folder / f"{name}.json")
    for path in folder.iterdir():
        if path.name not in wanted and not path.is_dir():
            path.unlink()


def _entries(lake: Lake) -> Iterator[dict[str, Any]]:
    """One entry each content in quarantine that some source holds or held, with its sources."""
    places: dict[str, list[dict[str, Any]]] = {}
    for row in lake.read_sources():
        places.setdefault(row["source_sha256"], []).append(row)
    for path in lake.table_files("quarantined"):
        for row in pq.read_table(path).to_pylist():
            if row["source_sha256"] in places:
                yield {**row, "sources": places[row["source_sha256"]]}


def _size(entry: dict[str, Any]) -> int:
    size: int = entry["sources"][0]["size"]
    return size


def _copy(entry: dict[str, Any], target: Path, reader: PlaceReader) -> bool:
    """Copy the file if its bytes still lie somewhere; False if there is no copy."""
    if target.is_file() and _sha256(target.read_bytes()) == entry["source_sha256"]:
        return True
    for source in entry["sources"]:
        try:
            data = reader.fetch(place_of(source), entry["source_sha256"], source["size"])
        except (UnreadableFileError, OSError):
            continue
        if data is not None:
            _replace(target, data)
            return True
    return False


def _write_reason(entry: dict[str, Any], target: Path) -> None:
    described = {
        "source_sha256": entry["source_sha256"],
        "code": entry["code"],
        "message": entry["message"],
        "message_en": entry["message_en"],
        "size": _size(entry),
        "sources": [
            {name: place[name] for name in ("source_root", "source_path", "gone")}
            for place in entry["sources"]
        ],
    }
    text = json.dumps(described, ensure_ascii=False, indent=2) + "\n"
    if not target.is_file() or target.read_text(encoding="utf-8") != text:
        _replace(target, text.encode())


def _replace(target: Path, data: bytes) -> None:
    temporary = target.with_name(f".{target.name}")
    temporary.write_bytes(data)
    temporary.replace(target)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _safe_name(source: dict[str, Any]) -> str:
    """A file name that is harmless in any folder, shell and listing."""
    name = re.sub(r"[^\w.-]+", "_", source["source_path"].rpartition("/")[2]).strip("._-") or "file"
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 8:
        stem, suffix = name, ""
    kept = stem.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return f"{kept}.{suffix}" if suffix else kept
