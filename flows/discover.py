"""Find the source files under the folders that a run was given."""

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from flows.failures import RunFailedError

SourceRow = dict[str, Any]
SourceKey = tuple[str, str]
"""The root and the path relative to it."""

_ROOT = "."
_NOT_A_FILE = "is neither a file nor a folder"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that can be read.

    Attributes:
        root: absolute folder that it was found under.
        path: path relative to the root, printable.
        file: the path to open.
        size: bytes.
    """

    root: str
    path: str
    file: str
    size: int
    modified_ns: int
    sha256: str

    @property
    def row(self) -> SourceRow:
        """This file's row of the table of sources."""
        return {
            "source_root": self.root,
            "source_path": self.path,
            "source_sha256": self.sha256,
            "size": self.size,
            "modified_ns": self.modified_ns,
            "gone": False,
        }


@dataclass(frozen=True, slots=True)
class Fault:
    """A file or folder that cannot be read, with the reason."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Discovery:
    """What lies under the roots of this run.

    Attributes:
        files: readable files, each (root, path) once, in order.
        sources: the whole table of sources as it is now, those of other roots included.
        new_files: files that the last table did not hold, or with another content.
        gone_files: files of these roots that were there in an earlier run.
    """

    files: tuple[SourceFile, ...] = ()
    faults: tuple[Fault, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    new_files: int = 0
    gone_files: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    root: str
    path: str
    file: str

    @property
    def key(self) -> SourceKey:
        return self.root, self.path


@dataclass(slots=True)
class _Walk:
    """One walk under the roots: what was found, and which folders were entered."""

    home: Path
    faults: list[Fault] = field(default_factory=list)
    covered: set[SourceKey] = field(default_factory=set)
    """Roots (path ".") and single files whose presence this walk decides."""
    unread: set[SourceKey] = field(default_factory=set)
    """Places that could not be looked at: what was known there is left as it is."""
    entered: set[tuple[int, int]] = field(default_factory=set)

    def find(self, raws: Sequence[str]) -> list[_Found]:
        found: dict[SourceKey, _Found] = {}
        for raw in raws:
            self.entered = {_identity(self.home)} if self.home.exists() else set()
            for item in self._below(Path(raw)):
                found[item.key] = item
        return [found[key] for key in sorted(found)]

    def _below(self, raw: Path) -> Iterator[_Found]:
        require_raws([str(raw)])
        raw = raw.resolve()
        if raw.is_dir():
            self.covered.add((_printable(str(raw)), _ROOT))
            yield from self._files(raw)
        elif raw.is_file():
            item = _found(raw.parent, raw)
            self.covered.add(item.key)
            yield item
        else:
            self.faults.append(Fault(_printable(str(raw)), _NOT_A_FILE))

    def _files(self, root: Path) -> Iterator[_Found]:
        folders, links = [root], list[Path]()
        while folders or links:
            # links last, so that a folder is entered by its own name if it can be
            folder = folders.pop() if folders else links.pop()
            for entry in self._entries(root, folder):
                item = _found(root, Path(entry.path))
                mode = self._mode(item, entry)
                if stat.S_ISREG(mode):
                    yield item
                elif stat.S_ISDIR(mode):
                    (links if entry.is_symlink() else folders).append(Path(entry.path))
                elif mode:
                    self.faults.append(Fault(_printable(item.file), _NOT_A_FILE))

    def _entries(self, root: Path, folder: Path) -> list[os.DirEntry[str]]:
        try:
            identity = _identity(folder)
            if identity in self.entered:
                return []
            self.entered.add(identity)
            with os.scandir(folder) as entries:
                shown = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            self.unreadable(_found(root, folder), error)
            return []
        return sorted(shown, key=lambda entry: entry.name, reverse=True)

    def _mode(self, item: _Found, entry: os.DirEntry[str]) -> int:
        try:
            return entry.stat().st_mode
        except OSError as error:
            self.unreadable(item, error)
            return 0

    def unreadable(self, item: _Found, error: OSError) -> None:
        self.faults.append(Fault(_printable(item.file), error.strerror or str(error)))
        self.unread.add(item.key)


def discover(raws: Sequence[str], home: Path, known: Iterable[SourceRow]) -> Discovery:
    """Find every file under `raws` and say what is new, unchanged or gone.

    Hidden files and the home itself are passed over; links are followed, each folder is
    entered once. A file whose size and time of change are as in `known` is not read.

    Args:
        raws: files or folders, as the user named them.
        home: the home folder.
        known: the table of sources of the last run.

    Raises:
        RunFailedError: one of `raws` does not exist, or no file can be read under any.
    """
    before = {(row["source_root"], row["source_path"]): row for row in known}
    walk = _Walk(home)
    found = walk.find(raws)
    files = _hash_files(found, before, walk)
    if not files:
        raise RunFailedError(_nothing_found(raws, walk.faults))
    present = {(file.root, file.path): file for file in files}
    sources = {key: file.row for key, file in present.items()}
    for key, row in before.items():
        if key not in present:
            sources[key] = {**row, "gone": row["gone"] or _is_gone(key, walk)}
    return Discovery(
        files=tuple(files),
        faults=tuple(walk.faults),
        sources=tuple(sources.values()),
        new_files=sum(_is_new(file, before) for file in files),
        gone_files=sum(row["gone"] and _covers(walk.covered, key) for key, row in sources.items()),
    )


def require_raws(raws: Iterable[str]) -> None:
    """Make sure that every file or folder that the user named is there.

    Raises:
        RunFailedError: one is not.
    """
    for raw in raws:
        if not Path(raw).exists():
            raise RunFailedError(f"{raw} does not exist; name a file or a folder of reports")


def _is_new(file: SourceFile, before: Mapping[SourceKey, SourceRow]) -> bool:
    row = before.get((file.root, file.path))
    return row is None or row["source_sha256"] != file.sha256


def _is_gone(key: SourceKey, walk: _Walk) -> bool:
    return _covers(walk.covered, key) and not _covers(walk.unread, key)


def _covers(places: Set[SourceKey], key: SourceKey) -> bool:
    root, path = key
    return any((root, str(place)) in places for place in (path, *PurePosixPath(path).parents))


def _hash_files(
    found: Sequence[_Found], before: Mapping[SourceKey, SourceRow], walk: _Walk
) -> list[SourceFile]:
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        results = list(threads.map(lambda item: _read_source(item, before.get(item.key)), found))
    files = []
    for item, result in zip(found, results, strict=True):
        if isinstance(result, SourceFile):
            files.append(result)
        else:
            walk.unreadable(item, result)
    return files


def _read_source(item: _Found, known: SourceRow | None) -> SourceFile | OSError:
    try:
        with Path(item.file).open("rb") as stream:
            status = os.fstat(stream.fileno())
            if known and (known["size"], known["modified_ns"]) == (
                status.st_size,
                status.st_mtime_ns,
            ):
                sha256 = known["source_sha256"]
            else:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        return error
    return SourceFile(item.root, item.path, item.file, status.st_size, status.st_mtime_ns, sha256)


def _found(root: Path, file: Path) -> _Found:
    relative = _printable(file.relative_to(root).as_posix())
    return _Found(_printable(str(root)), relative, str(file))


def _printable(path: str) -> str:
    """A path as text: bytes that are no UTF-8 are shown as escapes."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino


def _nothing_found(raws: Sequence[str], faults: Sequence[Fault]) -> str:
    places = ", ".join(raws)
    if faults:
        first = faults[0]
        return f"no file could be read under {places} (first: {first.path}: {first.reason})"
    return f"there is no file under {places}; nothing was published"
