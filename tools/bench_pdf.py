"""Time our PDF reader against pdfplumber, side by side on the same files, and judge both.

Files come from typst, and from Chromium and LibreOffice where these are installed; or they are
given, and are then timed alone. pdfplumber extracts the tables and the text of all pages.
"""

import io
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

import pdfplumber

from extract.document import Block, Cell, Document, Paragraph, Separation, Table
from extract.errors import UnreadableFileError
from extract.pdf import read_pdf
from tests.generator.draft import Draft
from tests.generator.figures import TrueReport
from tests.generator.layouts import random_drafts
from tests.generator.pdf_files import write_pdf
from tests.generator.web_pages import print_plain
from tests.judging import judge
from transform.report import understand

REPORTS = 4
ROUNDS = 5
SEED = 20240131
CONVERTER_SECONDS = 180


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF file; `report` says what it holds, None where nobody knows."""

    data: bytes
    report: TrueReport | None


def main(paths: list[str]) -> int:
    """Print milliseconds a report, the ratio, and the numbers that each reader gets right."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    print(
        f"{'producer':<14}{'files':>6}{'ours ms':>10}{'pdfplumber ms':>15}{'ratio':>8}  "
        "right numbers"
    )
    for producer, files in (_given(paths) if paths else _produced()).items():
        if files:
            _compare(producer, files)
    print(f"medians over {ROUNDS} interleaved rounds, on one core; ratios are paired")
    return 0


def _compare(producer: str, files: Sequence[Printed]) -> None:
    rounds = [(_time(read_pdf, files), _time(_read_with_pdfplumber, files)) for _ in range(ROUNDS)]
    ours, theirs = (median(times) * 1000 / len(files) for times in zip(*rounds, strict=True))
    ratio = median(b / a for a, b in rounds)
    judged = [file for file in files if file.report is not None]
    right = [
        f"{name} {_right(read, judged)}"
        for name, read in (("ours", read_pdf), ("pdfplumber", _read_with_pdfplumber))
        if judged
    ]
    print(
        f"{producer:<14}{len(files):>6}{ours:>10.1f}{theirs:>15.1f}{ratio:>8.1f}   "
        + ", ".join(right)
    )


def _time(read: Callable[[bytes], object], files: Sequence[Printed]) -> float:
    started = time.process_time()
    for file in files:
        read(file.data)
    return time.process_time() - started


def _read_with_pdfplumber(data: bytes) -> Document:
    blocks: list[Block] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            text = page.extract_text()
            blocks += [Paragraph(line, "", page.page_number) for line in text.splitlines()]
            blocks += [_table(rows) for rows in page.extract_tables()]
            page.close()
    return Document("pdf", tuple(blocks))


def _table(rows: Sequence[Sequence[str | None]]) -> Table:
    return Table(
        tuple(tuple(Cell(text or "", "") for text in row) for row in rows), Separation.MARKUP
    )


def _right(read: Callable[[bytes], Document], files: Sequence[Printed]) -> str:
    """How many of the printed numbers come out right, of how many, and how many wrong ones."""
    printed = right = wrong = 0
    for file in files:
        if file.report is None:
            continue
        try:
            outcomes = judge(file.report, understand(read(file.data), "0" * 64))
        except UnreadableFileError:
            continue
        lost = outcomes["wrong"] + outcomes["lost"] + outcomes["lost to doubt"]
        printed += outcomes["printed"]
        right += outcomes["printed"] - lost
        wrong += outcomes["wrong"]
    return f"{right}/{printed}" + (f" ({wrong} wrong)" if wrong else "")


def _given(paths: Sequence[str]) -> dict[str, list[Printed]]:
    return {Path(path).name: [Printed(Path(path).read_bytes(), None)] for path in paths}


def _produced() -> dict[str, list[Printed]]:
    """The same reports by each producer; an empty list where it is not installed."""
    drafts = list(random_drafts("merged", REPORTS, SEED, most_damages=0))
    chromium = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
    office = shutil.which("soffice")
    with tempfile.TemporaryDirectory() as folder:
        return {
            "typst": [Printed(write_pdf(draft, rng), draft.report) for draft, rng in drafts],
            "Chromium": _by_chromium(chromium, drafts, Path(folder)) if chromium else [],
            "LibreOffice": _by_office(office, drafts, Path(folder)) if office else [],
        }


def _by_chromium(
    program: str, drafts: Sequence[tuple[Draft, Random]], folder: Path
) -> list[Printed]:
    printed = []
    for i, (draft, rng) in enumerate(drafts):
        page, target = folder / f"{i}.html", folder / f"{i}.pdf"
        page.write_bytes(print_plain(draft, rng).data)
        options = ("--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={target}")
        _run(program, *options, page.as_uri())
        printed.append(Printed(target.read_bytes(), draft.report))
    return printed


def _by_office(program: str, drafts: Sequence[tuple[Draft, Random]], folder: Path) -> list[Printed]:
    printed = []
    for i, (draft, rng) in enumerate(drafts):
        source = folder / f"office{i}.html"
        source.write_bytes(print_plain(draft, rng).data)
        options = ("--headless", "--infilter=HTML (StarWriter)", "--convert-to", "pdf")
        _run(program, *options, "--outdir", str(folder), str(source))
        printed.append(Printed(source.with_suffix(".pdf").read_bytes(), draft.report))
    return printed


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=CONVERTER_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
