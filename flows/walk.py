"""Walk through the folders that a run was given."""

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from extract.names import is_passed_over, shown_name
from flows.failures import RunFailedError

SourceKey = tuple[str, str]
"""The root and the path relative to it, both printable."""

_ROOT = "."
_NOT_A_FILE = "is neither a file nor a folder"
_SAME_NAME = "another file is shown by the same name"


@dataclass(frozen=True, slots=True)
class Fault:
    """A file or folder that cannot be read, with the reason; both may be printed."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Found:
    """A file that was met.

    Attributes:
        root: absolute folder that it was found under, printable.
        path: path relative to the root, printable.
        file: the path to open.
    """

    root: str
    path: str
    file: str

    @property
    def key(self) -> SourceKey:
        """What tells it from all other files."""
        return self.root, self.path


@dataclass(slots=True)
class Walk:
    """One walk under the roots: what was found, and which folders were entered."""

    home: Path
    faults: list[Fault] = field(default_factory=list)
    covered: set[SourceKey] = field(default_factory=set)
    """Roots (path ".") and single files whose presence this walk decides."""
    unread: set[SourceKey] = field(default_factory=set)
    """Places that could not be looked at: what was known there is left as it is."""
    entered: set[tuple[int, int]] = field(default_factory=set)

    def find(self, raws: Sequence[str]) -> list[Found]:
        """Every file under `raws`, each once, in the order of the keys.

        Raises:
            RunFailedError: one of `raws` does not exist.
        """
        found: dict[SourceKey, Found] = {}
        for raw in raws:
            self.entered = {_identity(self.home)} if self.home.exists() else set()
            for item in self._below(Path(raw)):
                if found.setdefault(item.key, item).file != item.file:
                    self.faults.append(Fault(shown_name(item.file), _SAME_NAME))
        return [found[key] for key in sorted(found)]

    def unreadable(self, item: Found, error: OSError) -> None:
        """Note that a file or folder could not be looked at."""
        self.faults.append(Fault(shown_name(item.file), error.strerror or str(error)))
        self.unread.add(item.key)

    def is_gone(self, root: str, path: str) -> bool:
        """Whether this walk has shown that what was at a place is there no more."""
        return self.covers(root, path) and not _within(self.unread, root, path)

    def covers(self, root: str, path: str) -> bool:
        """Whether this walk decides what is at a place."""
        return _within(self.covered, root, path)

    def _below(self, raw: Path) -> Iterator[Found]:
        require_raws([str(raw)])
        raw = raw.resolve()
        if raw.is_dir():
            self.covered.add((shown_name(str(raw)), _ROOT))
            yield from self._files(raw)
        elif raw.is_file():
            item = _found(raw.parent, raw)
            self.covered.add(item.key)
            yield item
        else:
            self.faults.append(Fault(shown_name(str(raw)), _NOT_A_FILE))

    def _files(self, root: Path) -> Iterator[Found]:
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
                    self.faults.append(Fault(shown_name(item.file), _NOT_A_FILE))

    def _entries(self, root: Path, folder: Path) -> list[os.DirEntry[str]]:
        try:
            identity = _identity(folder)
            if identity in self.entered:
                return []
            self.entered.add(identity)
            with os.scandir(folder) as entries:
                shown = [entry for entry in entries if not is_passed_over(entry.name)]
        except OSError as error:
            self.unreadable(_found(root, folder), error)
            return []
        return sorted(shown, key=lambda entry: entry.name, reverse=True)

    def _mode(self, item: Found, entry: os.DirEntry[str]) -> int:
        try:
            return entry.stat().st_mode
        except OSError as error:
            self.unreadable(item, error)
            return 0


def require_raws(raws: Iterable[str]) -> None:
    """Make sure that every file or folder that the user named is there.

    Raises:
        RunFailedError: one is not.
    """
    for raw in raws:
        if not Path(raw).exists():
            raise RunFailedError(f"{raw} does not exist; name a file or a folder of reports")


def _within(places: set[SourceKey], root: str, path: str) -> bool:
    return any((root, str(place)) in places for place in (path, *PurePosixPath(path).parents))


def _found(root: Path, file: Path) -> Found:
    relative = shown_name(file.relative_to(root).as_posix())
    return Found(shown_name(str(root)), relative, str(file))


def _identity(folder: Path) -> tuple[int, int]:
    status = folder.stat()
    return status.st_dev, status.st_ino
