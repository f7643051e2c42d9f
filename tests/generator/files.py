"""Every file format that a draft can be written in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from tests.generator.draft import Draft, compose
from tests.generator.figures import TrueReport, draw_report
from tests.generator.form_data import REVIEW
from tests.generator.layouts import random_drafts
from tests.generator.ofd_files import write_ofd
from tests.generator.old_word_files import write_old_word_file
from tests.generator.page_images import write_image_pdf
from tests.generator.pdf_files import write_pdf
from tests.generator.spreadsheets import write_spreadsheet
from tests.generator.web_pages import write_web_page
from tests.generator.word_files import write_word_file

_REVIEW_FACTOR = 137
"""Makes the counts of reviews and lawsuits long; their equations hold as before."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A way to write a draft as a file.

    Attributes:
        suffix: of the file's name.
        keeps_cells: markup or borders hold the cells, so that every one of them can be read.
        write: gives the file's bytes.
    """

    suffix: str
    keeps_cells: bool
    write: Callable[[Draft, Random], bytes]


def _write_unruled_pdf(draft: Draft, rng: Random) -> bytes:
    return write_pdf(draft, rng, ruled=False)


def _write_scan(draft: Draft, rng: Random) -> bytes:
    return write_image_pdf(write_pdf(draft, rng), rng)


FILE_FORMATS = {
    "html": FileFormat("html", True, write_web_page),
    "docx": FileFormat("docx", True, write_word_file),
    "doc": FileFormat("doc", True, write_old_word_file),
    "xlsx": FileFormat("xlsx", True, write_spreadsheet),
    "ofd": FileFormat("ofd", True, write_ofd),
    "pdf": FileFormat("pdf", True, write_pdf),
    "pdf without rules": FileFormat("pdf", False, _write_unruled_pdf),
    "scan": FileFormat("pdf", False, _write_scan),
}
"""Every format by name."""


def random_files(name: str, count: int, seed: int) -> Iterator[tuple[TrueReport, bytes]]:
    """Draw reports and write them in one format: the facts and the file's bytes.

    Args:
        name: a key of `FILE_FORMATS`.
        count: how many.
        seed: the same seed gives the same reports.
    """
    form = FILE_FORMATS[name]
    layout = "merged" if form.keeps_cells else "words"
    for draft, rng in random_drafts(layout, count, seed):
        yield draft.report, form.write(draft, rng)


def telling_drafts() -> dict[str, Draft]:
    """Reports that between them show what the formats must carry over; none is damaged.

    Both editions, zeros, cells that are empty or hold a dash or a word for none, thousands
    separators, full-width and parted digits, and a row of fifteen long counts.
    """
    wanted = {
        "zeros": ("2019", "zeros"),
        "odd of 2019": ("2019", "odd"),
        "large": ("2021", "large"),
        "blanks": ("2021", "blanks"),
        "some blanks": ("2019", "some_blanks"),
        "odd of 2021": ("2021", "odd"),
        "medium": ("2021", "medium"),
    }
    drafts = {}
    for name, (edition, style) in wanted.items():
        rng = Random(name)
        report = draw_report(rng, edition, style=style)
        if name == "large":
            report = _with_long_review_counts(report)
        drafts[name] = compose(report, "merged", rng)
    return drafts


def _with_long_review_counts(report: TrueReport) -> TrueReport:
    longer = {}
    for key, cell in report.cells.items():
        if key[0] == REVIEW and cell.value is not None:
            value = int(cell.value) * _REVIEW_FACTOR
            longer[key] = replace(cell, value=value, printed=f"{value:,}")
    return report.with_cells(longer)
