"""ZIP files for tests: plain ones, and those that honest programs do not write."""

import io
import struct
import warnings
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

_UTF8 = 0x800


@dataclass(frozen=True)
class Entry:
    """A member as it is to stand in the archive.

    `flags` replaces the flags that zipfile would set; a name with other than ASCII characters
    and `flags=0` stands there in code page 437, whatever its bytes are meant to be.
    """

    name: str
    data: bytes
    flags: int | None = None
    extra: bytes = b""
    method: int = zipfile.ZIP_DEFLATED


class _RawInfo(zipfile.ZipInfo):
    """A ZipInfo that writes its name in code page 437, without a flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("cp437"), 0


def zip_of(*entries: tuple[str, bytes] | Entry) -> bytes:
    """A ZIP file of these members, names as given."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name
        for entry in entries:
            member = entry if isinstance(entry, Entry) else Entry(*entry)
            info = (zipfile.ZipInfo if member.flags is None else _RawInfo)(member.name)
            info.filename = member.name  # ZipInfo would take a backslash or NUL for something
            info.extra = member.extra
            archive.writestr(info, member.data, member.method)
    return buffer.getvalue()


def gbk_named(files: Mapping[str, bytes]) -> bytes:
    """A ZIP file as Windows in China writes it: names in GBK, no flag."""
    return zip_of(*(Entry(n.encode("gbk").decode("cp437"), d, 0) for n, d in files.items()))


def encrypted(data: bytes, name: str) -> bytes:
    """The same ZIP file with one member marked as encrypted."""
    marked = bytearray(data)
    for signature, flags_at, name_at, length_at in ((b"PK\3\4", 6, 30, 26), (b"PK\1\2", 8, 46, 28)):
        start = 0
        while (start := data.find(signature, start)) >= 0:
            (length,) = struct.unpack_from("<H", data, start + length_at)
            if data[start + name_at : start + name_at + length] == name.encode():
                marked[start + flags_at] |= 1
            start += 4
    return bytes(marked)
