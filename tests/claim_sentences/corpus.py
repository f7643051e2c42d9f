"""The corpus of sentences: how its files are written, and what is read of them.

A file holds `report_year`, `entries` (a text and its `claims`) and `traps` (texts that claim
nothing). A claim is written in one line:

    applications_received 35
    granted+partially_granted 42 of=1        one figure for both; a part of the first claim
    applications_received 8.3% growth        also share; `3 change` for more or fewer in number
    website_items 1290 ~                     about; `≈`: may be taken as about or as exact
    administrative_fees 235000元             in yuan
    applications_received 75 type=natural_person year=2022 scope=own
    applications_all_answered null           a statement without a figure
    A | B                                    either is right

`maybe` lists claims that may be read or left. `of` counts the entry's claims from 1 and is compared
only where it is given; `of=0` is 'part of nothing'. An entry may have a report_year and a section
of its own.
"""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
_UNSEEN = "second_"
_MARKS = {"growth", "share", "change", "~", "≈"}


@dataclass(frozen=True, slots=True)
class Expected:
    """One claim that a text makes.

    Attributes:
        codes: of the kinds that the figure adds up, the first its own.
        approximate: None if it may be taken either way.
        of: number of the claim of which it is a part, in the entry's list; 0 for none, None if
            it isn't compared.
    """

    codes: tuple[str, ...]
    value: Decimal | None
    unit: str | None
    measure: str
    approximate: bool | None
    applicant_type: str | None
    year: int
    scope: str | None
    of: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A text, what it claims (each claim with its alternatives), and what it may claim."""

    file: str
    text: str
    section: int
    report_year: int
    claims: tuple[tuple[Expected, ...], ...]
    maybe: tuple[tuple[Expected, ...], ...]


def read_entries(*, second: bool) -> list[Entry]:
    """Read all entries, of the second set or of the first."""
    paths = sorted(FOLDER.glob("*.yaml"))
    chosen = [path for path in paths if path.name.startswith(_UNSEEN) is second]
    return [entry for path in chosen for entry in _entries_of(path)]


def _entries_of(path: Path) -> list[Entry]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    traps = [{"text": text, "claims": []} for text in content.get("traps", [])]
    year = content["report_year"]
    return [_read_entry(path.stem, year, entry) for entry in (*content["entries"], *traps)]


def _read_entry(file: str, file_year: int, entry: dict[str, Any]) -> Entry:
    unknown = entry.keys() - {"text", "claims", "maybe", "section", "report_year"}
    if unknown:
        raise ValueError(f"{file}: {entry['text']}: unknown {unknown}")
    year = entry.get("report_year", file_year)
    return Entry(
        file,
        entry["text"],
        entry.get("section", 1),
        year,
        tuple(_alternatives(line, year) for line in entry["claims"]),
        tuple(_alternatives(line, year) for line in entry.get("maybe", [])),
    )


def _alternatives(line: str, report_year: int) -> tuple[Expected, ...]:
    return tuple(_read_claim(part.split(), report_year) for part in line.split(" | "))


def _read_claim(words: list[str], report_year: int) -> Expected:
    codes, figure, *rest = words
    marks = {word for word in rest if "=" not in word}
    options = dict(word.split("=") for word in rest if "=" in word)
    if not marks <= _MARKS or not options.keys() <= {"type", "year", "scope", "of"}:
        raise ValueError(f"not understood: {' '.join(words)}")
    value, unit = _read_figure(figure)
    return Expected(
        tuple(codes.split("+")),
        value,
        unit,
        next(iter(marks - {"~", "≈"}), "amount"),
        None if "≈" in marks else "~" in marks,
        options.get("type"),
        int(options.get("year", report_year)),
        options.get("scope"),
        int(options["of"]) if "of" in options else None,
    )


def _read_figure(figure: str) -> tuple[Decimal | None, str | None]:
    if figure == "null":
        return None, None
    unit = {"%": "percent", "元": "CNY"}.get(figure[-1], "count")
    return Decimal(figure.rstrip("%元")), unit
