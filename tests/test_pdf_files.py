"""The generator's PDFs and page images: text is set as text, the same seed gives the same bytes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from random import Random

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_raw
import pytest
from PIL import Image

from tests.generator.draft import Draft
from tests.generator.layouts import random_drafts
from tests.generator.page_images import page_images, write_image_pdf
from tests.generator.pdf_files import write_pdf
from tests.generator.tables import Sheet

HOSTILE = '#import "a": * $x$ *b* _c_ `d` \\ // e @f <g> [h] {{ 7*7 }} ="i" -- ...'
SEED = 31


def _draft(layout: str = "merged", seed: int = SEED) -> tuple[Draft, Random]:
    return next(random_drafts(layout, 1, seed))


def _texts(data: bytes) -> str:
    """Every character of the pages but blanks."""
    document = pdfium.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    return "".join(text.split())


def _rules(data: bytes) -> int:
    return sum(
        item.type == pdfium_raw.FPDF_PAGEOBJ_PATH
        for page in pdfium.PdfDocument(data)
        for item in page.get_objects()
    )


def _printed(draft: Draft) -> Iterator[str]:
    for piece in draft.pieces:
        if isinstance(piece, Sheet):
            yield from (field.text for line in piece.lines for field in line.fields)
        else:
            yield piece


@pytest.mark.parametrize("ruled", [True, False])
def test_every_text_of_the_draft_stands_on_the_pages(ruled: bool) -> None:
    for draft, rng in random_drafts("merged", 8, SEED, most_damages=0):
        set_on_pages = Counter(_texts(write_pdf(draft, rng, ruled=ruled)))
        # Repeated headers and page numbers come on top.
        assert Counter("".join("".join(_printed(draft)).split())) <= set_on_pages


def test_hostile_text_is_set_as_text() -> None:
    draft, rng = _draft()
    draft = replace(draft, pieces=(*draft.pieces, HOSTILE, "。"))
    assert "".join(HOSTILE.split()) in _texts(write_pdf(draft, rng))


def test_only_ruled_tables_have_rules() -> None:
    draft, rng = _draft()
    ruled = _rules(write_pdf(draft, rng))
    across = _rules(write_pdf(draft, rng, upright_rules=False))
    assert ruled > across > 30
    assert _rules(write_pdf(draft, rng, ruled=False)) == 0


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second = (write_pdf(*_draft()) for _ in range(2))
    assert first == second != write_pdf(*_draft(seed=SEED + 1))
    assert write_image_pdf(first, Random(1), dpi=60) == write_image_pdf(second, Random(1), dpi=60)


def test_an_image_pdf_has_the_same_pages_and_no_text() -> None:
    data = write_pdf(*_draft())
    images = pdfium.PdfDocument(write_image_pdf(data, Random(2), dpi=60))
    pages = pdfium.PdfDocument(data)
    assert len(images) == len(pages)
    for image, page in zip(images, pages, strict=True):
        assert image.get_textpage().count_chars() == 0
        assert image.get_size() == pytest.approx(page.get_size(), abs=1.5)


@pytest.mark.parametrize("image_format", ["PNG", "JPEG", "TIFF"])
def test_page_images_are_files_of_the_format(image_format: str) -> None:
    data = write_pdf(*_draft())
    images = page_images(data, Random(3), dpi=60, image_format=image_format)
    assert len(images) == len(pdfium.PdfDocument(data))
    for image in images:
        with Image.open(BytesIO(image)) as opened:
            assert opened.format == image_format
            dark = sum(opened.convert("L").histogram()[:100])
            assert 0 < dark < opened.width * opened.height / 4


def test_nothing_stands_outside_of_the_pages() -> None:
    for draft, rng in random_drafts("words", 12, SEED):
        for page in pdfium.PdfDocument(write_pdf(draft, rng, ruled=False)):
            text = page.get_textpage()
            width, height = page.get_size()
            for at in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(at, loose=True)
                assert -2 < left <= right < width + 2
                assert -2 < bottom <= top < height + 2
