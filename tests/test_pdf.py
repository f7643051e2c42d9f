"""PDF files: pages turned and moved, borders drawn in many ways, doubled text, limits."""

import io
import logging
from collections.abc import Sequence
from itertools import pairwise
from random import Random

import numpy as np
import pdfplumber
import pypdfium2.raw as pdfium
import pytest

from extract.document import Document, Paragraph, Table
from extract.errors import UnreadableFileError
from extract.pdf import read_pdf
from extract.pdf_image import MOST_PIXELS, render_page
from tests.generator.layouts import random_drafts
from tests.generator.pdf_files import write_pdf
from tests.hostile_pdfs import encrypted, pdf_of, stream
from tests.judging import judge
from transform.report import understand

REPORTS = 25
SEED = 20231231
WIDTH, HEIGHT = 300, 400
XS = (50, 150, 200, 250)
YS = (300, 280, 240, 220)
"""Edges of a table of three columns and rows, from the bottom of the page."""
ROWS = [["Item", "A", "B"], ["Rules", "1,234", ""], ["Acts", "-", "7"]]

FONT = b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"


def _file(
    content: bytes,
    media: Sequence[float] = (0, 0, WIDTH, HEIGHT),
    page: bytes = b"",
    resources: bytes = b"",
    more: Sequence[bytes] = (),
    pages: int = 1,
) -> bytes:
    """A file whose pages all draw the same; `more` are objects from number 5 on."""
    kids = b"3 0 R " * pages
    return pdf_of(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Kids [%s] /Count %d>>" % (kids, pages),
            b"<</Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R %s /Resources <<%s %s>>>>"
            % (b" ".join(b"%g" % value for value in media), page, FONT, resources),
            stream(content),
            *more,
        ]
    )


def _text(text: str, x: float, y: float, before: bytes = b"", size: float = 10) -> bytes:
    return b"BT %s /F %g Tf %g %g Td (%s) Tj ET\n" % (before, size, x, y, text.encode())


def _texts_of_rows() -> bytes:
    return b"".join(
        _text(text, x + 4, y - 14)
        for row, y in zip(ROWS, YS, strict=False)
        for text, x in zip(row, XS, strict=False)
    )


def _lines() -> bytes:
    across = (b"%d %d m %d %d l S\n" % (XS[0], y, XS[-1], y) for y in YS)
    down = (b"%d %d m %d %d l S\n" % (x, YS[0], x, YS[-1]) for x in XS)
    return b"".join([*across, *down])


def _thin_areas() -> bytes:
    across = (b"%d %g %d 0.75 re f\n" % (XS[0], y, XS[-1] - XS[0]) for y in YS)
    down = (b"%g %d 0.75 %d re f\n" % (x, YS[-1], YS[0] - YS[-1]) for x in XS)
    return b"".join([*across, *down])


def _boxes() -> bytes:
    return b"".join(
        b"%d %d %d %d re\n" % (left, bottom, right - left, top - bottom)
        for left, right in pairwise(XS)
        for top, bottom in pairwise(YS)
    )


PAGE = _lines() + _texts_of_rows() + _text("Heading", 60, 350)


def _table(document: Document) -> Table:
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    return table


def _cells(document: Document) -> list[list[str]]:
    return [[cell.text for cell in row] for row in _table(document).rows]


def test_text_and_boxes_in_points_from_the_upper_left_corner() -> None:
    document = read_pdf(_file(PAGE))
    assert document.source_format == "pdf"
    heading, table = document.blocks
    assert isinstance(heading, Paragraph) and heading.text == "Heading" and heading.page == 1
    left, top, right, bottom = map(float, heading.locator.removeprefix("box:").split(","))
    assert left == pytest.approx(60, abs=0.5) and 35 < right - left < 45
    assert top < 400 - 350 < bottom and bottom - top < 15
    assert _cells(document) == ROWS
    assert isinstance(table, Table) and table.rows[1][2].locator == "box:200.0,120.0,250.0,160.0"


@pytest.mark.parametrize(
    "drawn",
    [
        _thin_areas(),
        _boxes() + b"S\n",
        _boxes().replace(b" re\n", b" re S\n"),
        _lines().replace(b"S\n", b"") + b"S\n",
        b"[1 1] 0 d " + _lines(),
        b"0.1 0 0 0.1 0 0 cm 10 0 0 10 0 0 cm " + _lines(),
        _lines() + _lines(),
    ],
    ids=["thin areas", "one path", "boxes", "lines in one path", "dashes", "matrix", "twice"],
)
def test_however_borders_are_drawn(drawn: bytes) -> None:
    assert _cells(read_pdf(_file(drawn + _texts_of_rows()))) == ROWS


def test_borders_that_are_the_gaps_between_white_cells_on_a_dark_ground() -> None:
    ground = b"0 g 50 220 200 80 re f 1 g\n"
    cells = b"".join(
        b"%g %g %g %g re f\n" % (left + 0.5, bottom + 0.5, right - left - 1, top - bottom - 1)
        for left, right in pairwise(XS)
        for top, bottom in pairwise(YS)
    )
    document = read_pdf(_file(ground + cells + b"0 g\n" + _texts_of_rows()))
    assert _cells(document) == ROWS


def test_a_table_that_runs_over_the_edge_of_the_page_is_whole() -> None:
    cut = _file(PAGE + _text("Long title 2023", 150, 350), media=(0, 0, 207, HEIGHT))
    document = read_pdf(cut)
    assert _cells(document) == ROWS
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == [
        "Heading Long title 2023"
    ]


def test_a_table_beside_the_page_is_left_out() -> None:
    document = read_pdf(_file(PAGE + b"1 0 0 1 260 0 cm " + PAGE))
    assert _rounded(document) == _rounded(read_pdf(_file(PAGE)))


@pytest.mark.parametrize(
    "hidden",
    [
        _lines().replace(b"S\n", b"n\n"),
        b"0 0 1 1 re W n\n",
        b"50 220 200 80 re f\n",
        b"1 0 0 1 2000 0 cm " + _lines(),
    ],
    ids=["no stroke", "clip", "area", "outside of the page"],
)
def test_what_is_no_border(hidden: bytes) -> None:
    document = read_pdf(_file(b"q " + hidden + b"Q " + _text("Heading", 60, 350)))
    assert [type(block) for block in document.blocks] == [Paragraph]


TURNED = {
    0: (b"1 0 0 1 %g %g cm ", (0, 0), (WIDTH, HEIGHT)),
    90: (b"0 1 -1 0 %g %g cm ", (HEIGHT, 0), (HEIGHT, WIDTH)),
    180: (b"-1 0 0 -1 %g %g cm ", (WIDTH, HEIGHT), (WIDTH, HEIGHT)),
    270: (b"0 -1 1 0 %g %g cm ", (0, WIDTH), (HEIGHT, WIDTH)),
}
"""For each /Rotate the matrix that puts the page upright, and the size of the page."""


@pytest.mark.parametrize("rotation", TURNED)
@pytest.mark.parametrize("origin", [(0, 0), (-100, 30)])
@pytest.mark.parametrize("said", [True, False], ids=["by /Rotate", "by its text"])
def test_turned_and_moved_pages(rotation: int, origin: tuple[int, int], said: bool) -> None:
    matrix, (e, f), (width, height) = TURNED[rotation]
    x, y = origin
    data = _file(
        matrix % (e + x, f + y) + PAGE,
        media=(x, y, x + width, y + height),
        page=b"/Rotate %d" % rotation if said else b"",
    )
    assert _rounded(read_pdf(data)) == _rounded(read_pdf(_file(PAGE)))


def _rounded(document: Document) -> list[tuple[str, list[int]]]:
    """Texts with their boxes, to two points: single precision moves them a little."""
    cells = [cell for row in _table(document).rows for cell in row]
    places = [*cells, *(b for b in document.blocks if isinstance(b, Paragraph))]
    return [
        (c.text, [round(float(v) / 2) for v in c.locator.removeprefix("box:").split(",")])
        for c in places
    ]


def test_the_crop_box_is_the_page() -> None:
    data = _file(
        PAGE + _text("Outside", 5, 395) + _text("Outside", 5, 5),
        page=b"/CropBox [30 200 280 380]",
    )
    document = read_pdf(data)
    assert _cells(document) == ROWS
    assert _table(document).rows[1][2].locator == "box:170.0,100.0,220.0,140.0"
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["Heading"]


def test_forms_within_forms() -> None:
    entries = b"/Type /XObject /Subtype /Form /BBox [-999 -999 999 999] /Resources <<%s>>"
    inner = stream(PAGE, entries % FONT + b" /Matrix [1 0 0 1 -7 0]")
    outer = stream(b"q 0.5 0 0 0.5 0 0 cm /I Do Q", entries % b"/XObject <</I 6 0 R>>")
    data = _file(b"2 0 0 2 7 0 cm /O Do", resources=b"/XObject <</O 5 0 R>>", more=[outer, inner])
    assert _rounded(read_pdf(data)) == _rounded(read_pdf(_file(PAGE)))


def test_dashes_at_the_ends_of_lines_stay() -> None:
    rows = b"".join(_text(text, 154, y - 14) for text, y in zip("-12", YS, strict=False))
    rows += b"".join(
        _text(text, 204, y - 14) for text, y in zip(("5-", "3", "--"), YS, strict=False)
    )
    cells = _cells(read_pdf(_file(_lines() + rows)))
    assert [row[1:] for row in cells] == [["-", "5-"], ["1", "3"], ["2", "--"]]


def test_actual_text_is_what_a_glyph_means() -> None:
    marked = b"/Span <</ActualText <FEFF00310031>>> BDC " + _text("x", 154, 286) + b"EMC "
    assert _cells(read_pdf(_file(_lines() + marked)))[0] == ["", "11", ""]


def test_text_painted_twice_is_read_once() -> None:
    shifted = b"".join(_text("77", x, 286) for x in (154, 154.3))
    apart = b"".join(_text(c, x, 286) for c, x in (("7", 204), ("7", 209.56)))
    assert _cells(read_pdf(_file(_lines() + shifted + apart)))[0] == ["", "77", "77"]


def test_invisible_text_counts() -> None:
    text = _text("5", 154, 286, before=b"3 Tr")
    assert _cells(read_pdf(_file(_lines() + text)))[0] == ["", "5", ""]


def test_a_font_that_lies_about_its_height_moves_no_figure_to_another_row() -> None:
    font = (
        b"/Font <</F <</Type /Font /Subtype /TrueType /BaseFont /Helvetica /FirstChar 48"
        b" /LastChar 57 /Widths [%s] /FontDescriptor <</Type /FontDescriptor /FontName /Helvetica"
        b" /Flags 32 /ItalicAngle 0 /StemV 80 /CapHeight 700 /FontBBox [0 -9000 1000 900]"
        b" /Ascent 900 /Descent -9000>>>>>>" % (b"556 " * 10)
    )
    data = _file(_lines() + _texts_of_rows()).replace(FONT, font)
    assert [row[1] for row in _cells(read_pdf(data))][1:] == ["1,234", "-"]


def test_blanks_that_are_printed_and_those_that_are_not() -> None:
    spread = b"BT /F 10 Tf 8 Tc 154 286 Td (20) Tj ET " + _text("3 x", 204, 286)
    assert _cells(read_pdf(_file(_lines() + spread)))[0] == ["", "2 0", "3 x"]


def test_junk_before_the_file_and_pages_without_anything() -> None:
    assert _cells(read_pdf(b"\r\n\0junk\n" * 90 + _file(PAGE))) == ROWS
    assert read_pdf(_file(b"")).blocks == ()


def test_a_password_that_only_the_owner_needs() -> None:
    (line,) = read_pdf(encrypted(user=b"")).blocks
    assert isinstance(line, Paragraph) and line.text == "Report 2023"


LONG_TEXT = b"BT /F 1 Tf 1 TL 1 399 Td " + b"(%s) Tj T* " % (b"8" * 250) * 900 + b"ET"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (encrypted(user=b"secret"), "encrypted_file"),
        (b"%PDF-1.7\n", "damaged_file"),
        (_file(PAGE)[:300], "damaged_file"),
        (_file(PAGE).replace(b"/Kids [3 0 R ]", b"/Kids [2 0 R ]"), "damaged_file"),
        (_file(b"", pages=501), "over_limit"),
        (_file(LONG_TEXT), "over_limit"),
        (_file(b"0 0 9 9 re S " * 200_001), "over_limit"),
        (_file(b"0 0 m " + b"9 9 l " * 500_001 + b"S"), "over_limit"),
    ],
    ids=["password", "mark only", "cut", "loop", "pages", "characters", "objects", "segments"],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        read_pdf(data)
    assert caught.value.code == code


IMAGE = (
    b"/Type /XObject /Subtype /Image /Width 2 /Height 2 /ColorSpace /DeviceGray /BitsPerComponent 8"
)


@pytest.mark.parametrize(
    ("scale", "text", "is_picture"),
    [
        (300, "", True),
        (300, "- 3 -", True),
        (90, "", False),
        (300, "A title of a page " * 4, False),
    ],
    ids=["image", "image and page number", "stamp", "text on an image"],
)
def test_pages_of_images_go_to_the_recogniser(
    scale: int, text: str, is_picture: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pictures: list[int] = []
    monkeypatch.setattr(
        "extract.pdf._read_picture", lambda _, number: pictures.append(number) or []
    )
    drawn = b"q %d 0 0 %d 0 0 cm /I Do Q " % (scale, scale)
    resources = b"/XObject <</I 5 0 R>>"
    data = _file(
        drawn + _text(text, 5, 9, size=3), resources=resources, more=[stream(b"\0" * 4, IMAGE)]
    )
    read_pdf(data)
    assert pictures == ([1] if is_picture else [])


@pytest.mark.parametrize("rotation", TURNED)
def test_a_rendered_page_is_upright_and_black_on_white(rotation: int) -> None:
    matrix, shift, (width, height) = TURNED[rotation]
    data = _file(
        matrix % shift + b"72 360 36 18 re f",
        media=(0, 0, width, height),
        page=b"/Rotate %d" % rotation,
    )
    image, scale = _rendered(data)
    assert scale == pytest.approx(72 / 200, rel=0.01)
    assert image.shape == (round(HEIGHT / scale), round(WIDTH / scale), 3)
    rows, columns = np.nonzero(image[:, :, 0] < 128)
    corners = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
    assert [value * scale for value in corners] == pytest.approx([72, 22, 108, 40], abs=0.8)
    assert set(np.unique(image)) >= {0, 255}


def test_a_huge_page_is_rendered_within_the_limit() -> None:
    image, scale = _rendered(_file(b"", media=(0, 0, 14000, 14000)))
    assert image.shape[0] * image.shape[1] <= MOST_PIXELS * 1.01
    assert image.shape[0] * scale == pytest.approx(14000, rel=0.01)


def _rendered(data: bytes) -> tuple[np.ndarray, float]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    page = pdfium.FPDF_LoadPage(document, 0)
    try:
        return render_page(page)
    finally:
        pdfium.FPDF_ClosePage(page)
        pdfium.FPDF_CloseDocument(document)


def test_a_page_of_hardly_any_height_is_not_rendered() -> None:
    with pytest.raises(UnreadableFileError, match="line"):
        _rendered(_file(b"", page=b"/MediaBox [0 0 90000000 .1]"))


def test_pdfplumber_finds_the_same_cells() -> None:
    """In tables with all their borders, cell by cell; what a cell covers is None there."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    rng = Random(SEED)
    for _ in range(12):
        content = _random_table(rng)
        data = _file(content)
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            (theirs,) = pdf.pages[0].extract_tables()
        assert _cells(read_pdf(data)) == [[text or "" for text in row] for row in theirs]


def _random_table(rng: Random) -> bytes:
    """A table with spanning cells, each with a number or nothing in it."""
    rows, columns = rng.randint(2, 8), rng.randint(2, 6)
    free = {(i, j) for i in range(rows) for j in range(columns)}
    drawn = b""
    while free:
        i, j = min(free)
        span = {(i, j)}
        for wider in ({(i, j + 1)}, {(i + 1, j)}):
            if wider <= free and len(free) > 2 and rng.random() < 0.2:
                span |= wider
                break
        free -= span
        i2, j2 = max(span)
        width, height = 40 * (j2 - j + 1), 20 * (i2 - i + 1)
        drawn += b"%d %d %d %d re S\n" % (20 + 40 * j, 380 - 20 * i - height, width, height)
        if rng.random() < 0.8:
            drawn += _text(str(rng.randint(0, 99999)), 23 + 40 * j, 365 - 20 * i)
    return drawn


def test_every_cell_of_ruled_reports() -> None:
    outcomes = {}
    for draft, rng in random_drafts("merged", REPORTS, SEED):
        for name, count in judge(
            draft.report, understand(read_pdf(write_pdf(draft, rng)), "0" * 64)
        ).items():
            outcomes[name] = outcomes.get(name, 0) + count
    assert outcomes.keys() <= {"printed", "lost to doubt"}
    assert outcomes["printed"] > 100 * REPORTS
