"""Find the source files under the folders that a run was given, members of archives too."""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import IO

from extract import EXTRACTOR_VERSION
from extract.archive import Member, open_archive
from extract.errors import UnreadableFileError
from flows.failures import RunFailedError
from flows.manifests import find_manifests
from flows.places import Place, refused_sha256
from flows.source_file import SourceFile, SourceRow
from flows.walk import Fault, Found, SourceKey, Walk

_SAME_PATH = "a file outside the archive has the same path"


@dataclass(frozen=True, slots=True)
class Discovery:
    """What lies under the roots of this run.

    Attributes:
        files: readable files, each (root, path) once, in order; members of archives instead of
            the archives, and no manifests.
        manifests: the manifests, in order.
        sources: the whole table of sources as it is now, those of other roots included.
        new_files: files that the last table did not hold, or with another content.
        gone_files: files of these roots that were there in an earlier run.
    """

    files: tuple[SourceFile, ...] = ()
    manifests: tuple[SourceFile, ...] = ()
    faults: tuple[Fault, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    new_files: int = 0
    gone_files: int = 0


class _Before:
    """The table of sources as the last run left it."""

    def __init__(self, rows: Iterable[SourceRow]) -> None:
        self.rows: dict[SourceKey, SourceRow] = {}
        self._members: dict[SourceKey, list[SourceRow]] = {}
        for row in rows:
            self.rows[row["source_root"], row["source_path"]] = row
            if row["archive_path"] is not None and not row["gone"]:
                key = row["source_root"], row["archive_path"]
                self._members.setdefault(key, []).append(row)

    def members(self, archive: SourceFile) -> list[SourceFile]:
        return [
            SourceFile(
                archive.root,
                row["source_path"],
                Place(archive.place.file, row["source_path"].removeprefix(f"{archive.path}!/")),
                row["size"],
                archive.modified_ns,
                row["source_sha256"],
                archive.path,
            )
            for row in self._members.get(archive.key, ())
        ]


def discover(
    raws: Sequence[str], home: Path, known: Iterable[SourceRow], read: Set[str] = frozenset()
) -> Discovery:
    """Find every file under `raws` and say what is new, unchanged or gone.

    Hidden files and the home itself are passed over; links are followed, each folder is
    entered once. A file whose size and time of change are as in `known` is not read, and an
    archive that this version of the reading has listed is not opened.

    Args:
        raws: files or folders, as the user named them.
        home: the home folder.
        known: the table of sources of the last run.
        read: sha256 of the contents that this version of the reading has opened.

    Raises:
        RunFailedError: one of `raws` does not exist, or no file can be read under any.
    """
    before = _Before(known)
    walk = Walk(home)
    present = _look_at_all(walk.find(raws), before, read, walk)
    manifests = tuple(map(_as_listed, find_manifests(present.values())))
    present |= {file.key: file for file in manifests}
    files = [file for file in present.values() if file.listed_by is None]
    if not files:
        raise RunFailedError(_nothing_found(raws, walk.faults))
    sources = {key: file.row for key, file in present.items()}
    for key, row in before.rows.items():
        if key not in present:
            sources[key] = {**row, "gone": row["gone"] or walk.is_gone(*_where(row))}
    return Discovery(
        files=tuple(files),
        manifests=manifests,
        faults=tuple(walk.faults),
        sources=tuple(sources.values()),
        new_files=sum(_is_new(file, before.rows) for file in files),
        gone_files=sum(
            row["gone"] and row["listed_by"] is None and walk.covers(*_where(row))
            for row in sources.values()
        ),
    )


def _where(row: SourceRow) -> SourceKey:
    """The file on disk that a row depends on."""
    return row["source_root"], row["archive_path"] or row["source_path"]


def _is_new(file: SourceFile, before: Mapping[SourceKey, SourceRow]) -> bool:
    row = before.get(file.key)
    return row is None or row["source_sha256"] != file.sha256


def _look_at_all(
    found: Sequence[Found], before: _Before, read: Set[str], walk: Walk
) -> dict[SourceKey, SourceFile]:
    """What the files are, by their key; where a member is called as a file is, the file stays."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        results = list(threads.map(lambda item: _look_at(item, before, read), found))
    for item, result in zip(found, results, strict=True):
        if isinstance(result, OSError):
            walk.unreadable(item, result)
    looked_at = [result for result in results if not isinstance(result, OSError)]
    files = {file.key: file for file, *_ in looked_at}
    for member in chain.from_iterable(members for _, *members in looked_at):
        if files.setdefault(member.key, member) is not member:
            walk.faults.append(Fault(member.path, _SAME_PATH))
    return {key: files[key] for key in sorted(files)}


def _look_at(item: Found, before: _Before, read: Set[str]) -> list[SourceFile] | OSError:
    """A file as it is now, followed by its members if it is an archive."""
    known = before.rows.get(item.key)
    try:
        with Path(item.file).open("rb") as stream:
            status = os.fstat(stream.fileno())
            unchanged = known is not None and (known["size"], known["modified_ns"]) == (
                status.st_size,
                status.st_mtime_ns,
            )
            sha256 = known["source_sha256"] if known and unchanged else _sha256(stream)
            file = SourceFile(
                item.root,
                item.path,
                Place(item.file),
                status.st_size,
                status.st_mtime_ns,
                sha256,
            )
            if known and _is_listed(known, sha256):
                return [_as_listed(file), *before.members(file)]
            if known and unchanged and sha256 in read and known["listed_by"] is None:
                return [file]
            members = _list_members(stream)
    except OSError as error:
        return error
    if not members:
        return [file]
    return [_as_listed(file), *(_member_file(file, member) for member in members)]


def _as_listed(file: SourceFile) -> SourceFile:
    return replace(file, listed_by=EXTRACTOR_VERSION)


def _is_listed(known: SourceRow, sha256: str) -> bool:
    return (known["source_sha256"], known["listed_by"], known["gone"]) == (
        sha256,
        EXTRACTOR_VERSION,
        False,
    )


def _list_members(stream: IO[bytes]) -> list[Member]:
    """The members of an archive; none if it is no archive, or stands for itself."""
    try:
        archive = open_archive(stream)
        return archive.members() if archive else []
    except UnreadableFileError:
        return []  # it is read as a file, and refused with this reason


def _member_file(archive: SourceFile, member: Member) -> SourceFile:
    return SourceFile(
        archive.root,
        f"{archive.path}!/{member.path}",
        Place(archive.place.file, member.path),
        member.size,
        archive.modified_ns,
        member.sha256 or refused_sha256(archive.sha256, member.path),
        archive.path,
    )


def _sha256(stream: IO[bytes]) -> str:
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def _nothing_found(raws: Sequence[str], faults: Sequence[Fault]) -> str:
    places = ", ".join(raws)
    if faults:
        first = faults[0]
        return f"no file could be read under {places} (first: {first.path}: {first.reason})"
    return f"there is no file under {places}; nothing was published"
