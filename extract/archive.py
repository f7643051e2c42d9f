"""ZIP archives of files: what lies in them, and the bytes of each member.

A ZIP file that is one document (DOCX, XLSX, OFD, …) is no archive. Everything in an archive
is hostile: names are only shown, never opened or written; sizes are counted, never believed;
members are read one by one, in pieces.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

from extract.archive_limits import (
    MOST_BYTES,
    MOST_LEVELS,
    MOST_MEMBER_BYTES,
    Budget,
    CarefulStream,
    OverBudgetError,
)
from extract.archive_names import member_paths
from extract.errors import UnreadableFileError, damaged_file, encrypted_file, over_limit

_PIECE = 64 * 1024
_IN_MEMORY = 16 * 1024 * 1024
"""Bytes of an inner archive that are held in memory; a larger one goes to a nameless file."""

_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04")
_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    ValueError,
    OverflowError,
    RuntimeError,
)
"""What zipfile raises over damaged files; an error of the disk is another matter."""

_METHODS = {9: "Deflate64", 12: "BZIP2", 14: "LZMA", 93: "Zstandard", 95: "XZ", 98: "PPMd"}
"""Other methods by their number: those that Python knows unpack without a limit."""

_DOCUMENT_PARTS = frozenset(
    {"[content_types].xml", "ofd.xml", "word/document.xml", "xl/workbook.xml"}
)
"""Names in small letters, one of which shows that a ZIP file is one document."""

_KIND = "ZIP"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        path: its path in the archive, printable and unlike all others: an inner archive ends
            with `!`, as in `county.zip!/town/report.docx`.
        size: unpacked bytes; of one that cannot be unpacked, what its entry says.
        sha256: of the unpacked bytes; None if it cannot be unpacked: `read` says why.
    """

    path: str
    size: int
    sha256: str | None


class Archive:
    """An open archive; see `open_archive`."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._zip = opened
        self._entries = member_paths(opened.infolist())
        self._copy: IO[bytes] | None = None
        self._inner: tuple[str, Archive] | None = None

    def members(self, level: int = 1) -> list[Member]:
        """Every file in the archive and in the archives in it; each is unpacked once.

        An inner archive that cannot be listed stands as a member itself.

        Args:
            level: 1 for a file on disk, 2 for a member of that.

        Raises:
            UnreadableFileError: it holds no file, or more files or bytes than are allowed.
        """
        return self._list(Budget(), level)

    def read(self, path: str) -> bytes:
        """The unpacked bytes of the member at a path as `members` gives it.

        Raises:
            UnreadableFileError: it is encrypted, damaged, too large or packed by a method that
                is not known.
            LookupError: there is no such member.
            OSError: the archive cannot be read.
        """
        if path in self._entries:
            return b"".join(self._pieces(self._entries[path]))
        outer, _, rest = path.partition("!/")
        return self._open_inner(outer).read(rest)

    def close(self) -> None:
        """Let go of what reading has opened; the stream itself stays open."""
        if self._inner:
            self._inner[1].close()
        if self._copy:
            self._copy.close()
        self._copy = self._inner = None

    def _list(self, budget: Budget, level: int) -> list[Member]:
        if not self._entries:
            raise _empty_archive()
        budget.take_members(len(self._entries))
        members: list[Member] = []
        for path, entry in self._entries.items():
            members += self._list_entry(path, entry, budget, level)
        return members

    def _list_entry(
        self, path: str, entry: zipfile.ZipInfo, budget: Budget, level: int
    ) -> list[Member]:
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as copy:
            try:
                sink = copy if level < MOST_LEVELS else None
                sha256, size = _unpack(self._pieces(entry), budget, sink)
            except OverBudgetError:
                raise
            except UnreadableFileError:
                return [Member(path, entry.file_size, None)]
            inner = _list_inner(copy, budget, level + 1)
        if inner:
            return [Member(f"{path}!/{m.path}", m.size, m.sha256) for m in inner]
        return [Member(path, size, sha256)]

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """The unpacked bytes of an entry, piece by piece, within the limit of a member."""
        if entry.flag_bits & _ENCRYPTED:
            raise encrypted_file(_KIND)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _unknown_compression(entry.compress_type)
        size = 0
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_PIECE):
                    size += len(piece)
                    if size > MOST_MEMBER_BYTES:
                        break
                    yield piece
        except _DAMAGE as error:
            raise damaged_file(_KIND, str(error)) from error
        if size > MOST_MEMBER_BYTES:
            raise over_limit(_KIND, "单个成员字节数", "bytes in one member", MOST_MEMBER_BYTES)

    def _open_inner(self, path: str) -> "Archive":
        if self._inner is None or self._inner[0] != path:
            self.close()
            self._copy = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - see `close`
            for piece in self._pieces(self._entries[path]):
                self._copy.write(piece)
            opened = open_archive(self._copy)
            if opened is None:
                raise LookupError(path)
            self._inner = path, opened
        return self._inner[1]


def open_archive(stream: IO[bytes]) -> Archive | None:
    """Open a file as an archive, if it is one.

    Args:
        stream: the file, open at any place; it must stay open while the archive is used.

    Returns:
        None if it is no ZIP file, is one document that happens to be a ZIP file, or is so
        damaged that no member can be found.

    Raises:
        UnreadableFileError: its list of members, or itself, is larger than is allowed.
        OSError: the stream cannot be read.
    """
    stream.seek(0)
    if not _may_be_zip(stream.read(8)):
        return None
    if stream.seek(0, io.SEEK_END) > MOST_BYTES:
        raise over_limit(_KIND, "字节数", "bytes", MOST_BYTES)
    try:
        opened = zipfile.ZipFile(CarefulStream(stream))
    except _DAMAGE:
        return None
    return None if _is_document(opened) else Archive(opened)


def archive_refusal(archive: Archive, level: int = 1) -> UnreadableFileError:
    """Why an archive does not stand for its members.

    Args:
        archive: one that stands as a file itself.
        level: 1 for a file on disk, 2 for a member of that, and so on.
    """
    if level > MOST_LEVELS:
        return _too_deep()
    try:
        archive.members(level)
    except UnreadableFileError as error:
        return error
    return UnreadableFileError(
        "archive_not_listed",
        "压缩包尚未展开：对其所在目录再运行一次即可",
        "the archive was not looked into yet: run over its folder again",
    )


def _unpack(pieces: Iterator[bytes], budget: Budget, copy: IO[bytes] | None) -> tuple[str, int]:
    """The sha256 and size of unpacked bytes; what may be an archive is copied to `copy`."""
    digest, size = hashlib.sha256(), 0
    for piece in pieces:
        budget.take_bytes(len(piece))
        if size == 0 and not _may_be_zip(piece):
            copy = None
        if copy:
            copy.write(piece)
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _list_inner(copy: IO[bytes], budget: Budget, level: int) -> list[Member]:
    """The members of an inner archive; none if it is no archive or stands for itself."""
    try:
        archive = open_archive(copy)
        return archive._list(budget, level) if archive else []
    except OverBudgetError:
        raise
    except UnreadableFileError:
        return []


def _may_be_zip(beginning: bytes) -> bool:
    return beginning.startswith(_SIGNATURES)


def _is_document(opened: zipfile.ZipFile) -> bool:
    """Whether the parts are those of one document: Office, OFD, OpenDocument or EPUB."""
    names = [name.lower() for name in opened.namelist()]
    return names[:1] == ["mimetype"] or not _DOCUMENT_PARTS.isdisjoint(names)


def _empty_archive() -> UnreadableFileError:
    return UnreadableFileError(
        "empty_archive", "压缩包中没有文件", "there is no file in the archive"
    )


def _too_deep() -> UnreadableFileError:
    return over_limit(_KIND, "嵌套层数", "levels of archives in archives", MOST_LEVELS)


def _unknown_compression(method: int) -> UnreadableFileError:
    name = _METHODS.get(method, str(method))
    return UnreadableFileError(
        "compression_not_read",
        f"压缩包成员的压缩方法（{name}）不受支持，请用通常的方式重新压缩",
        f"the member is packed by a method that is not read ({name}); pack it as is usual",
    )
