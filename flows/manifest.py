"""Read a manifest.csv: what people say of the files beside it. Every line of it is hostile text."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from extract.names import shown_name
from transform.origin import ManifestRow
from transform.years import FIRST_YEAR, LAST_YEAR, is_report_year

NAME = "manifest.csv"

MOST_BYTES = 64 * 1024 * 1024
"""A larger file of this name is passed over: it is not read, neither as a manifest nor else."""

MOST_ROWS = 1_000_000
_LONGEST_LINE = 100_000
_LONGEST_PATH, _LONGEST_AGENCY, _LONGEST_URL = 4000, 200, 2000
_LONGEST_SHOWN = 60
_FIRST_DATED, _LAST_DATED = 1900, 2100

_COLUMNS = ("path", "agency", "year", "url", "published_on")
_DATES = (
    re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})"),
    re.compile(r"([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})"),
    re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"),
)
_DRIVE = re.compile(r"[A-Za-z]:")

Find = Callable[[str], str | None]
"""Given a path relative to the manifest's folder, the reason why no row can be for it; None if
a report file lies there."""

Entries = dict[str, ManifestRow | None]
"""What a manifest says of the files beside it, by path; None where what it says is not used."""


class _RowError(Exception):
    """A row is not used; the message says why."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of values.

    Attributes:
        line: the line that it begins in, counted from 1.
        fields: as they stand; None if the row cannot be taken apart.
    """

    line: int
    fields: list[str] | None


def is_manifest_name(path: str) -> bool:
    """Whether the file at a path is called as manifests are."""
    return path.rpartition("/")[2] == NAME


def is_manifest(data: bytes) -> bool:
    """Whether a file of this name is a manifest: its first line names a column `path`."""
    text = _decode(data[: 4 * _LONGEST_LINE], is_cut=True)
    return text is not None and "path" in _names(next(_rows(text), None))


def read_manifest(data: bytes, find: Find, say: Callable[[str], None]) -> Entries:
    """Read a manifest, row by row; only what concerns a file that is there is kept.

    A row with a fault is not used as a whole: its fields may have shifted. Of rows for one
    file that differ none is used.

    Args:
        data: the file's bytes, UTF-8 or GB18030.
        find: tells the files that are there.
        say: told of everything that is not used, as `line 3: …`.
    """
    text = _decode(data)
    if text is None:
        say("is neither UTF-8 nor GB18030; it is not used")
        return {}
    rows = _rows(text)
    names = _names(next(rows, None))
    if repeated := sorted({name for name in _COLUMNS if names.count(name) > 1}):
        say(f"names the column {repeated[0]} twice; it is not used")
        return {}
    if extra := [name for name in names if name and name not in _COLUMNS]:
        say(f"columns {_shown(', '.join(extra))} are not known and not used")
    entries: Entries = {}
    first_lines: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            say(f"line {row.line}: more than {MOST_ROWS:,} rows; the rest is not used")
            break
        try:
            _enter(row, names, find, entries, first_lines)
        except _RowError as error:
            say(f"line {row.line}: {error}; the row is not used")
    return entries


def _decode(data: bytes, is_cut: bool = False) -> str | None:
    """The text; of one that is cut short all but the last few bytes decide."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            if is_cut and error.end >= len(data) - 4 and error.start >= len(data) - 4:
                return data[: error.start].decode(encoding)
    return None


def _rows(text: str) -> Iterator[_Row]:
    """The rows that are not empty, the header first."""
    stream = io.StringIO(text, newline="")
    reader = csv.reader(iter(lambda: stream.readline(_LONGEST_LINE), ""))
    while True:
        line = reader.line_num + 1
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield _Row(line, None)
            continue
        if any(field.strip() for field in fields):
            yield _Row(line, fields)


def _names(header: _Row | None) -> list[str]:
    fields = header.fields if header else None
    return [field.strip().lower() for field in fields or ()]


def _enter(
    row: _Row, names: list[str], find: Find, entries: Entries, first_lines: dict[str, int]
) -> None:
    """Add a row to the entries, or take out what it contradicts."""
    values = _values(row, names)
    path = _find_path(values.get("path", ""), find)
    if path in entries:
        new = _entry_or_none(values)
        if new is None or new != entries[path]:
            entries[path] = None
            raise _RowError(
                f"{_shown(path)} is listed in line {first_lines[path]} too, with other values; "
                "neither is used"
            )
        return
    first_lines[path] = row.line
    entries[path] = None
    entries[path] = _entry(values)


def _values(row: _Row, names: list[str]) -> dict[str, str]:
    if row.fields is None:
        raise _RowError("cannot be taken apart (a quotation mark that is not closed?)")
    fields = [field.strip() for field in row.fields]
    if any(fields[len(names) :]):
        raise _RowError(f"has {len(fields)} fields, and the header names {len(names)}")
    return dict(zip(names, fields, strict=False))


def _find_path(path: str, find: Find) -> str:
    """The path as the file has it."""
    if not path:
        raise _RowError("names no path")
    if len(path) > _LONGEST_PATH:
        raise _RowError(f"the path {_shown(path)} is too long")
    # a backslash may be part of the name: names with invisible characters are shown with one
    as_written, turned = path, path.replace("\\", "/")
    if turned.startswith("/") or _DRIVE.match(turned):
        raise _RowError(f"the path {_shown(path)} does not begin in the manifest's folder")
    if ".." in turned.split("/"):
        raise _RowError(f"the path {_shown(path)} leaves the manifest's folder")
    reason = ""
    for way in (as_written, turned):
        plain = "/".join(part for part in way.split("/") if part not in ("", "."))
        found = find(plain)
        if found is None:
            return plain
        reason = found
    raise _RowError(f"{_shown(path)} {reason}")


def _entry_or_none(values: Mapping[str, str]) -> ManifestRow | None:
    try:
        return _entry(values)
    except _RowError:
        return None


def _entry(values: Mapping[str, str]) -> ManifestRow:
    agency, year, url, day = (values.get(name) or None for name in _COLUMNS[1:])
    return ManifestRow(
        _agency(agency) if agency else None,
        _year(year) if year else None,
        _url(url) if url else None,
        _date(day) if day else None,
    )


def _agency(text: str) -> str:
    if len(text) > _LONGEST_AGENCY:
        raise _RowError(f"the agency {_shown(text)} has more than {_LONGEST_AGENCY} characters")
    if shown_name(text) != text:
        raise _RowError(f"the agency {_shown(text)} holds a character that cannot be seen")
    return text


def _year(text: str) -> int:
    if re.fullmatch("[0-9]{4}", text) and is_report_year(int(text)):
        return int(text)
    raise _RowError(
        f"the year {_shown(text)} is none from {FIRST_YEAR} to {LAST_YEAR} in four digits"
    )


def _url(text: str) -> str:
    if len(text) > _LONGEST_URL:
        raise _RowError(f"the url {_shown(text)} has more than {_LONGEST_URL} characters")
    try:
        parts = urlsplit(text)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if is_web and text.isprintable() and " " not in text:
        return text
    raise _RowError(f"the url {_shown(text)} is no http or https address")


def _date(text: str) -> date:
    for form in _DATES:
        if match := form.fullmatch(text):
            year, month, day = map(int, match.groups())
            try:
                found = date(year, month, day)
            except ValueError:
                break
            if _FIRST_DATED <= year <= _LAST_DATED:
                return found
    raise _RowError(f"published_on {_shown(text)} is no date such as 2021-03-04")


def _shown(text: str) -> str:
    short = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    return f"“{shown_name(short)}”"
