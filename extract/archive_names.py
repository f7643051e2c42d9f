"""The names in a ZIP archive: decoded, made harmless, each unlike all others."""

import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence

from extract.names import is_passed_over, shown_name

_UTF8 = 0x800
"""The flag of an entry whose name is UTF-8."""

_UNICODE_PATH = 0x7075
"""The extra field in which some programs repeat a name as UTF-8."""

_LONGEST_PATH = 1000
"""Characters of a path that are shown; of a longer one the middle is left out."""


def member_paths(entries: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The files in an archive by their path, in the order of the archive.

    Folders, hidden files and what systems leave (`__MACOSX`, `Thumbs.db`) are passed over.
    A path is printable and relative, without `..`; of two that are alike the second gets a
    number. No part of a path ends with `!`, so that `!/` parts an archive from its member.
    """
    paths: dict[str, zipfile.ZipInfo] = {}
    repeats: Counter[str] = Counter()
    for name, entry in zip(_decoded(entries), entries, strict=True):
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
        if name.endswith(("/", "\\")) or any(map(is_passed_over, parts)):
            continue
        path = _shortened("/".join(map(_harmless, parts)) or "_")
        paths[_unlike(path, paths, repeats)] = entry
    return paths


def _decoded(entries: Iterable[zipfile.ZipInfo]) -> list[str]:
    """The names as text. Windows in China writes GBK and says nothing of it.

    Names without a flag are UTF-8 if all of them are, else GB18030: a short GBK name may be
    UTF-8 by chance, a whole list is not.
    """
    names = [_flagged(entry) or _raw(entry) for entry in entries]
    encoding = "utf-8" if all(map(_is_utf8, names)) else "gb18030"
    return [n if isinstance(n, str) else n.decode(encoding, "replace") for n in names]


def _flagged(entry: zipfile.ZipInfo) -> str | None:
    """The name where the entry says how it is encoded."""
    return entry.orig_filename if entry.flag_bits & _UTF8 else _unicode_path(entry)


def _raw(entry: zipfile.ZipInfo) -> bytes:
    return entry.orig_filename.encode("cp437", "replace")  # as which zipfile decoded it


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    extra = entry.extra
    while len(extra) >= 4:
        kind, length = struct.unpack_from("<HH", extra)
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (checksum,) = struct.unpack_from("<L", field, 1)
            if checksum == zlib.crc32(_raw(entry)) and _is_utf8(field[5:]):
                return field[5:].decode()
    return None


def _is_utf8(name: str | bytes) -> bool:
    if isinstance(name, str):
        return True
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return True


def _harmless(part: str) -> str:
    shown = shown_name(part)
    return f"{shown}_" if shown.endswith("!") else shown


def _shortened(path: str) -> str:
    if len(path) <= _LONGEST_PATH:
        return path
    return f"{path[: _LONGEST_PATH // 2]}…{path[-_LONGEST_PATH // 2 :]}"


def _unlike(path: str, taken: Iterable[str], repeats: Counter[str]) -> str:
    """The path, numbered if it is taken: `a.txt`, `a (2).txt`, `a (3).txt`."""
    unlike = path
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".") if "." in name[1:] else (name, "", "")
    while unlike in taken:
        repeats[path] += 1
        unlike = f"{folder}{slash}{stem} ({repeats[path] + 1}){dot}{suffix}"
    return unlike
