"""Where the bytes of a content lie: a file, or a member of an archive."""

import hashlib
import io
import logging
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from extract.archive import Archive, archive_refusal, open_archive
from extract.errors import UnreadableFileError
from extract.names import name_on_disk, shown_name

SIZE_LIMIT = 200 * 1024 * 1024
"""A file of more bytes is not read: no annual report is that large."""

_OPEN_ARCHIVES = 4

_log = logging.getLogger("gongkai.places")


@dataclass(frozen=True, slots=True)
class Place:
    """A place on disk.

    Attributes:
        file: the path to open.
        member: None for the file itself; else the path of a member in the archive that it is.
    """

    file: str
    member: str | None = None

    @property
    def nest(self) -> str:
        """The inner archive that must be unpacked to reach it; "" for most."""
        outer, inside, _ = (self.member or "").rpartition("!/")
        return f"{self.file}!/{outer}" if inside else ""

    def __str__(self) -> str:
        """The place as it is shown to people."""
        file = shown_name(self.file)
        return file if self.member is None else f"{file}!/{self.member}"


def place_of(source: dict[str, Any]) -> Place:
    """The place that a row of the table of sources tells of."""
    root, path, archive = (source[n] for n in ("source_root", "source_path", "archive_path"))
    if archive is None:
        return Place(_on_disk(root, path))
    return Place(_on_disk(root, archive), path.removeprefix(f"{archive}!/"))


def refused_sha256(archive_sha256: str, member: str) -> str:
    """What stands for the content of a member that cannot be unpacked."""
    return _sha256(f"{archive_sha256}!/{member}".encode())


class PlaceReader:
    """Reads contents from their places; an archive is opened once for many of its members."""

    def __init__(self) -> None:
        self._archives: OrderedDict[str, tuple[IO[bytes], Archive]] = OrderedDict()
        self._hashes: dict[str, str] = {}

    def read(self, place: Place, sha256: str, size: int) -> bytes | None:
        """The content with this sha256 and size from a place; None if another lies there.

        Raises:
            UnreadableFileError: it lies there and cannot be read: too large, or an archive, or
                a member of one, that is refused.
            OSError: the place cannot be read.
        """
        data = self.fetch(place, sha256, size)
        archive = open_archive(io.BytesIO(data)) if data else None
        if archive:
            raise archive_refusal(archive, _level(place))
        return data

    def fetch(self, place: Place, sha256: str, size: int) -> bytes | None:
        """As `read`, but of an archive that is refused the bytes."""
        data = (
            _read_file(place.file, size)
            if place.member is None
            else self._read_member(place.file, place.member, sha256)
        )
        return data if data is not None and _sha256(data) == sha256 else None

    def close(self) -> None:
        """Close the archives."""
        while self._archives:
            self._close_oldest()

    def _read_member(self, file: str, member: str, sha256: str) -> bytes | None:
        try:
            return self._open(file).read(member)
        except LookupError:
            return None
        except UnreadableFileError:
            if refused_sha256(self._hash(file), member) != sha256:
                return None
            raise

    def _open(self, file: str) -> Archive:
        if file not in self._archives:
            stream = Path(file).open("rb")  # noqa: SIM115 - closed by `close` or below
            if len(self._archives) == _OPEN_ARCHIVES:
                self._close_oldest()
            try:
                archive = open_archive(stream)
                if archive is None:
                    raise LookupError(file)
            except (UnreadableFileError, OSError, LookupError):
                stream.close()
                raise
            self._archives[file] = stream, archive
        self._archives.move_to_end(file)
        return self._archives[file][1]

    def _close_oldest(self) -> None:
        _, (stream, archive) = self._archives.popitem(last=False)
        archive.close()
        stream.close()

    def _hash(self, file: str) -> str:
        if file not in self._hashes:
            with Path(file).open("rb") as stream:
                self._hashes[file] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._hashes[file]


def _read_file(file: str, size: int) -> bytes:
    with Path(file).open("rb") as stream:
        if size > SIZE_LIMIT and stream.seek(0, io.SEEK_END) == size:
            raise _refusal_of_large(stream)
        stream.seek(0)
        return stream.read(SIZE_LIMIT + 1)


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _level(place: Place) -> int:
    """How deep an archive at a place lies in archives, counted from 1."""
    return 1 if place.member is None else 2 + place.member.count("!/")


def _refusal_of_large(stream: IO[bytes]) -> UnreadableFileError:
    try:
        archive = open_archive(stream)
    except UnreadableFileError as error:
        return error
    return archive_refusal(archive) if archive else _too_large()


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(
        "too_large",
        f"文件超过 {SIZE_LIMIT // 1024**2} MB，未读取",
        f"the file is larger than {SIZE_LIMIT // 1024**2} MB and was not read",
    )


def _on_disk(root: str, path: str) -> str:
    """The file with a printable path; where names hold escapes, the one that they show."""
    file = Path(root, path)
    if "\\" in str(file) and not file.exists():
        file = Path(name_on_disk(str(file)))
    return str(file)
