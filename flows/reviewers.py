"""The reviewers who get the expectation report: `reviewers.csv` in the home folder."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REVIEWERS_FILE = "reviewers.csv"

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_INVISIBLE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_LONGEST_NAME = 80
_LONGEST_ADDRESS = 254


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A person who gets the report; `name` may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class ReviewerList:
    """The reviewers of a home, and a sentence for each row that could not be used."""

    reviewers: tuple[Reviewer, ...] = ()
    problems: tuple[str, ...] = ()


def read_reviewers(path: Path) -> ReviewerList:
    """Read the columns `name` and `address`; UTF-8 with or without BOM, or GB18030.

    A row that cannot be used is left out and named in `problems`; a file that is absent
    gives an empty list.

    Raises:
        OSError: the file is there and cannot be read.
    """
    if not path.exists():
        return ReviewerList()
    text = _decode(path.read_bytes())
    if text is None:
        return ReviewerList(problems=(f"{path.name} is neither UTF-8 nor GB18030 text",))
    reviewers: dict[str, Reviewer] = {}
    problems: list[str] = []
    try:
        for place, row in _rows(text):
            taken = _take(row, reviewers)
            if taken:
                problems.append(f"{path.name} {place}: {taken}")
    except csv.Error as error:
        problems.append(f"{path.name}: {error}")
    return ReviewerList(tuple(reviewers.values()), tuple(problems))


def name_fault(name: str) -> str | None:
    """Say why a name cannot stand in a header; None if it can."""
    if any(unicodedata.category(character) in _INVISIBLE for character in name):
        return f"the name {name[:_LONGEST_NAME]!r} holds a control or invisible character"
    if len(name) > _LONGEST_NAME:
        return f"the name has {len(name)} characters, {_LONGEST_NAME} are allowed"
    return None


def address_fault(address: str) -> str | None:
    """Say why an address cannot be written to; None if it can."""
    if not address:
        return "there is no address"
    if len(address) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return f"{address[:_LONGEST_ADDRESS]!r} is no mail address of the form name@example.org"
    return None


def _decode(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _rows(text: str) -> Iterator[tuple[str, dict[str, str] | None]]:
    """Each row that is not empty with its place; None for one that does not fit the header."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [title.strip().casefold() for title in next(reader, [])]
    if not {"name", "address"} <= set(header):
        raise csv.Error("the first line must name the columns name,address")
    for values in reader:
        cells = [value.strip() for value in values]
        if any(cells):
            fits = len(cells) == len(header)
            yield f"line {reader.line_num}", dict(zip(header, cells, strict=True)) if fits else None


def _take(row: dict[str, str] | None, reviewers: dict[str, Reviewer]) -> str | None:
    """Add the row's reviewer, or say why not."""
    if row is None:
        return "the row has not as many fields as the first line; put a name with a comma in quotes"
    fault = name_fault(row["name"]) or address_fault(row["address"])
    if fault:
        return fault
    known = row["address"].casefold()
    if known in reviewers:
        return f"{row['address']} stands here a second time"
    reviewers[known] = Reviewer(row["name"], row["address"])
    return None
