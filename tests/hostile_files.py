"""The hostile corpus: files that crash, hang or fill up careless readers, built by code.

All are small as they lie on disk. Some of their names are hostile as well.
"""

from collections.abc import Callable, Iterator
from functools import cache

from tests.generator.files import FILE_FORMATS
from tests.generator.layouts import random_drafts
from tests.hostile_packages import LONG_NAME, hostile_packages
from tests.hostile_packing import package_of
from tests.hostile_pages import PNG, hostile_pages
from tests.hostile_pdfs import hostile_pdfs


def hostile_files() -> Iterator[tuple[str, bytes]]:
    """Every file by its name, which no other one has; a name is no path."""
    for files in GROUPS.values():
        yield from files()


@cache
def sound_files() -> dict[str, bytes]:
    """A small report in every format, by the format's name; scans left out."""
    files: dict[str, bytes] = {}
    for name, form in FILE_FORMATS.items():
        if name != "scan":
            layout = "merged" if form.keeps_cells else "words"
            ((draft, rng),) = random_drafts(layout, 1, 1, most_damages=0)
            files[name] = form.write(draft, rng)
    return files


def _polyglots() -> Iterator[tuple[str, bytes]]:
    """Files that are of two types at once."""
    sound = sound_files()
    archive = package_of({"report.txt": "2023年".encode()})
    yield "pdf_then_archive.pdf", sound["pdf"] + archive
    yield "archive_then_pdf.zip", archive + sound["pdf"]
    yield "mark_of_pdf_in_page.html", b"<html><!-- %PDF-1.7 -->" + sound["html"]
    yield "page_behind_image.png", PNG + sound["html"]
    yield "image_then_archive.jpg", b"\xff\xd8\xff\xe0" + archive
    yield "word_then_ofd.docx", sound["docx"] + sound["ofd"]
    both = package_of(
        {"word/document.xml": b"<a/>", "OFD.xml": b"<a/>", "xl/workbook.xml": b"<a/>"}
    )
    yield "three_documents_in_one.docx", both
    yield "page_in_archive.zip", package_of({"page.html": sound["html"]})
    yield "text_with_mark_of_pdf.txt", "本报告由%PDF-制作".encode()


def _cut_and_misnamed() -> Iterator[tuple[str, bytes]]:
    """Reports that are cut off, empty, damaged in the midst, or named as what they are not."""
    sound = sound_files()
    names = list(sound)
    for name, data in sound.items():
        suffix = FILE_FORMATS[name].suffix
        label = name.replace(" ", "_")
        for percent in (5, 30, 60, 95):
            yield f"{label}_cut_at_{percent}.{suffix}", data[: len(data) * percent // 100]
        yield f"{label}_zeros_inside.{suffix}", _with_zeros(data)
        other = FILE_FORMATS[names[names.index(name) - 1]].suffix
        yield f"{label}_under_another_name.{other}", data
        yield f"{label}_empty.{suffix}", b""


def _with_zeros(data: bytes) -> bytes:
    """A tenth of the file, in its midst, is zeros: a download that was resumed badly."""
    at, length = len(data) // 2, len(data) // 10
    return data[:at] + bytes(length) + data[at + length :]


def _badly_named() -> Iterator[tuple[str, bytes]]:
    text = "本年新收0件，第".encode()
    names = (
        f"{LONG_NAME[:-2]}.txt",
        "line\nbreak.txt",
        "bell\a\x1b[31mred.txt",
        "right\u202eto left.txt",
        "blank at the end .txt ",
        "--home.txt",
        "$(touch pwned).txt",
        "' OR 1=1 --.txt",
        "<script>alert(1)</script>.txt".replace("/", "∕"),
        "%2e%2e%2foutside.txt",
        "report.tar.gz.pdf.exe",
    )
    for number, name in enumerate(names):
        yield name, text + b"%d" % number


GROUPS: dict[str, Callable[[], Iterator[tuple[str, bytes]]]] = {
    "pdf": hostile_pdfs,
    "packages": hostile_packages,
    "pages": hostile_pages,
    "polyglots": _polyglots,
    "cut and misnamed": _cut_and_misnamed,
    "badly named": _badly_named,
}
"""The parts of the corpus."""
