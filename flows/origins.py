"""Where each content comes from: the path that stands for it, and its row of a manifest.

The rule, for a content that lies at several places: one that is still there comes first, then
one that a manifest lists, then the order of root and path. A file that is there has the row
that its manifest has now. One that is gone, or a content that has been replaced at its path,
keeps the row that it had when it was last there, unless a manifest lists the file that is
gone anew. The manifests of roots that a run does not look at say what they last said.

So the origins of what is there are those that a first run over all of it would find.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.manifests import NO_LISTING, Listing
from flows.replaced import replaced_contents
from flows.source_file import SourceRow, key_of
from flows.troubles import Troubles
from flows.walk import SourceKey
from transform.lake import Lake, write_parquet
from transform.origin import ManifestRow, Origin

_SCHEMA = pa.schema(
    [
        pa.field("source_root", pa.string(), nullable=False),
        pa.field("source_path", pa.string(), nullable=False),
        pa.field("source_sha256", pa.string(), nullable=False),
        pa.field("manifest_path", pa.string(), nullable=False),
        pa.field("agency", pa.string()),
        pa.field("year", pa.int32()),
        pa.field("url", pa.string()),
        pa.field("published_on", pa.date32()),
    ]
)

_ContentKey = tuple[str, str, str]
"""The root, the path relative to it, and the sha256 of the content that lies or lay there."""

_Known = dict[_ContentKey, tuple[str, ManifestRow]]
"""What manifests say of contents: the path of the manifest, and its row."""


@dataclass(frozen=True, slots=True, order=True)
class _Candidate:
    """A place of a content; the least of its places stands for it."""

    gone: bool
    unlisted: bool
    root: str
    path: str


def find_origins(
    lake: Lake, sources: Iterable[SourceRow], listing: Listing = NO_LISTING
) -> tuple[dict[str, Origin], tuple[str, ...]]:
    """Find the origin of every content that some source holds or held, and keep it in mind.

    Args:
        lake: keeps the rows of manifests from run to run, and knows the replaced contents.
        sources: the whole table of sources as it is now.
        listing: what the manifests of this run say.

    Returns:
        The origins by sha256, and as sentences what is not used.

    Raises:
        OSError: the lake cannot be read or written.
    """
    rows = [row for row in sources if row["listed_by"] is None]
    formers = _only_formers(rows, replaced_contents(lake))
    before = _read_known(lake)
    known = _now_known(rows, formers, listing, before, _silent_manifests(sources, listing))
    if known != before:
        _write_known(lake, known)
    return _origins([*rows, *formers], known)


def changed_contents(lake: Lake, origins: Mapping[str, Origin]) -> set[str]:
    """The contents whose reports were understood with another origin than they have now."""
    changed = set()
    for path in lake.table_files("reports"):
        table = pq.read_table(path, columns=["source_sha256", "origin_digest"])
        for sha256, digest in zip(*(column.to_pylist() for column in table.columns), strict=True):
            if sha256 in origins and origins[sha256].digest != digest:
                changed.add(sha256)
    return changed


def _only_formers(
    rows: Iterable[SourceRow], replaced: Iterable[Mapping[str, Any]]
) -> list[SourceRow]:
    """The rows of contents that no source holds any more, as if their files were gone."""
    held = {row["source_sha256"] for row in rows}
    return [{**row, "gone": True} for row in replaced if row["source_sha256"] not in held]


def _silent_manifests(sources: Iterable[SourceRow], listing: Listing) -> set[SourceKey]:
    """The manifests that are there, as far as is known, and were not read in this run."""
    return {
        key_of(row)
        for row in sources
        if row["listed_by"] is not None and not row["gone"] and key_of(row) not in listing.manifests
    }


def _now_known(
    rows: Iterable[SourceRow],
    formers: Iterable[SourceRow],
    listing: Listing,
    before: _Known,
    silent: set[SourceKey],
) -> _Known:
    """What manifests say of the contents now, or said last of those that are no more there."""
    known: _Known = {}
    for row in rows:
        key = _content_key(row)
        listed = listing.files.get(key_of(row))
        earlier = before.get(key)
        if listed and listed.row:
            known[key] = listed.manifest_path, listed.row
        elif earlier and (row["gone"] or (row["source_root"], earlier[0]) in silent):
            known[key] = earlier
    for row in formers:
        if earlier := before.get(_content_key(row)):
            known[_content_key(row)] = earlier
    return known


def _origins(rows: Iterable[SourceRow], known: _Known) -> tuple[dict[str, Origin], tuple[str, ...]]:
    best: dict[str, _Candidate] = {}
    said: dict[tuple[str, bool], set[ManifestRow]] = {}
    for row in rows:
        sha256, listed = row["source_sha256"], known.get(_content_key(row))
        candidate = _Candidate(row["gone"], listed is None, *key_of(row))
        best[sha256] = min(candidate, best.get(sha256, candidate))
        if listed:
            said.setdefault((sha256, row["gone"]), set()).add(listed[1])
    origins = {}
    troubles = Troubles("copies that manifests name differently")
    for sha256, place in best.items():
        listed = known.get((place.root, place.path, sha256))
        origins[sha256] = Origin(place.path, listed[1] if listed else None)
        if _disagree(said.get((sha256, place.gone), set())):
            origins[sha256] = Origin(place.path)
            troubles.say(
                f"{place.path}: manifests name several agencies or years for copies of this file; "
                "none is used"
            )
    return origins, troubles.sentences


def _disagree(rows: Iterable[ManifestRow]) -> bool:
    """Whether rows for one content name different agencies or years."""
    agencies = {row.agency for row in rows if row.agency is not None}
    years = {row.year for row in rows if row.year is not None}
    return len(agencies) > 1 or len(years) > 1


def _content_key(row: SourceRow) -> _ContentKey:
    return row["source_root"], row["source_path"], row["source_sha256"]


def _read_known(lake: Lake) -> _Known:
    path = lake.folder / "manifest_rows.parquet"
    if not path.exists():
        return {}
    return {
        _content_key(row): (
            row["manifest_path"],
            ManifestRow(row["agency"], row["year"], row["url"], row["published_on"]),
        )
        for row in pq.read_table(path).to_pylist()
    }


def _write_known(lake: Lake, known: _Known) -> None:
    listed = [
        (*key, manifest_path, row.agency, row.year, row.url, row.published_on)
        for key, (manifest_path, row) in sorted(known.items())
    ]
    columns = [[row[number] for row in listed] for number in range(len(_SCHEMA))]
    write_parquet(pa.table(columns, schema=_SCHEMA), lake.folder / "manifest_rows.parquet")
