"""Scanned pages and images: each cell is the printed one or null, never another number."""

import io
import struct
import subprocess
import sys
import time
import zlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont

from extract import scan_text
from extract.document import Cell, Document, Paragraph, Separation, Table
from extract.errors import UnreadableFileError
from extract.scan import read_image
from extract.scan_images import open_pages
from tests.generator.layouts import random_drafts
from tests.generator.page_images import page_images
from tests.generator.pdf_files import write_pdf
from tests.judging import judge
from transform.report import understand
from transform.tables import LEAST_CONFIDENCE

SEED = 20211231
REPORTS = 1
MANY_REPORTS = 20

GRID = (
    *("信息内容", "本年处理", "现行有效", "总计"),
    *("行政许可", "17", "0", "1,234"),
    *("行政处罚", "/", "", "806"),
)
COLUMNS = 4
FIGURE = 5
"""The index of the cell that the tests print other texts in."""
WIDTH, HEIGHT = 150, 64
"""Pixels of a drawn cell."""
LEFT, TOP = 90, 120
"""Pixels of a drawn table's upper left corner."""


def drawn(figure: str = "17", *, ink: int = 20, absent_rule: bool = False) -> Image.Image:
    """A page in grey: a title, a ruled table with this text in one cell, and a line below."""
    page = Image.new("L", (780, 520), 238)
    pen = ImageDraw.Draw(page)
    pen.text((LEFT, 40), "政府信息公开工作年度报告", font=_font(34), fill=20)
    pen.text((LEFT, 400), "以上是全部数据。", font=_font(28), fill=20)
    for index, printed in enumerate(GRID):
        row, column = divmod(index, COLUMNS)
        left, top = LEFT + column * WIDTH, TOP + row * HEIGHT
        pen.rectangle((left, top, left + WIDTH, top + HEIGHT), outline=40, width=2)
        text, fill = (figure, ink) if index == FIGURE else (printed, 20)
        middle = (left + WIDTH / 2, top + HEIGHT / 2)
        pen.text(middle, text, font=_font(28), fill=fill, anchor="mm")
    if absent_rule:
        x, y = LEFT + 2 * WIDTH, TOP + HEIGHT
        pen.line((x, y + 3, x, y + HEIGHT - 2), fill=238, width=5)
    return page


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    folder = Path(pylopdf_fonts_zh_cn.__file__).parent
    return ImageFont.truetype(folder / "NotoSansSC-Regular.otf", size)


def saved(image: Image.Image, image_format: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, image_format, **options)  # type: ignore[arg-type]
    return out.getvalue()


def table_of(document: Document) -> Table:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return table


def texts_of(table: Table) -> tuple[str, ...]:
    return tuple(cell.text for row in table.rows for cell in row)


def read_figure(image: Image.Image) -> Cell:
    table = table_of(read_image(saved(image)))
    return table.rows[FIGURE // COLUMNS][FIGURE % COLUMNS]


def is_sure(cell: Cell) -> bool:
    return cell.confidence is None or cell.confidence >= LEAST_CONFIDENCE


def _outcomes(count: int, record: Callable[[str, object], None]) -> Counter[str]:
    """Read reports from images of their pages, all pages of one in a TIFF."""
    outcomes: Counter[str] = Counter()
    pages, seconds = 0, 0.0
    for draft, rng in random_drafts("merged", count, SEED):
        images = [Image.open(io.BytesIO(data)) for data in page_images(write_pdf(draft, rng), rng)]
        data = saved(images[0], "TIFF", save_all=True, append_images=images[1:])
        begin = time.process_time()
        document = read_image(data)
        seconds += time.process_time() - begin
        pages += len(images)
        outcomes += judge(draft.report, understand(document, "0" * 64))
    printed = outcomes["printed"]
    record(
        "measured",
        f"{count} scans, {printed} numbers printed, {outcomes['wrong']} read wrong, "
        f"{outcomes['lost'] / printed:.2%} not read, {seconds / pages:.1f} s of CPU a page",
    )
    return outcomes


def test_random_scans(record_property: Callable[[str, object], None]) -> None:
    outcomes = _outcomes(REPORTS, record_property)
    assert not outcomes["wrong"]
    assert outcomes["lost"] < outcomes["printed"] / 10


@pytest.mark.slow
def test_many_random_scans(record_property: Callable[[str, object], None]) -> None:
    outcomes = _outcomes(MANY_REPORTS, record_property)
    assert not outcomes["wrong"]
    assert outcomes["lost"] < outcomes["printed"] / 20


def test_a_page_with_its_places() -> None:
    document = read_image(saved(drawn()))
    title, table, last = document.blocks
    assert document.source_format == "image"
    assert isinstance(title, Paragraph) and title.text == "政府信息公开工作年度报告"
    assert isinstance(last, Paragraph) and last.text == "以上是全部数据。"
    assert isinstance(table, Table) and table.separation is Separation.MARKUP
    assert texts_of(table) == GRID
    cell = table.rows[1][1]
    places = [float(place) for place in cell.locator.removeprefix("box:").split(",")]
    expected = (LEFT + WIDTH, TOP + HEIGHT, LEFT + 2 * WIDTH, TOP + 2 * HEIGHT)
    assert places == pytest.approx(expected, abs=3)
    assert cell.page == 1 and is_sure(cell)
    assert table.rows[2][2].confidence is None


@pytest.mark.parametrize("text", ["1", "10", "111", "1,234,567", "12.5", "-3", "3件"])
def test_a_figure_is_read(text: str) -> None:
    cell = read_figure(drawn(text))
    assert cell.text == text and is_sure(cell)


@pytest.mark.parametrize("text", ["/", "—", "-", "无", "不涉及"])
def test_a_mark_for_none_is_no_figure(text: str) -> None:
    cell = read_figure(drawn(text))
    assert cell.text == text or not is_sure(cell)


@pytest.mark.parametrize("text", ["O", "〇", "|", "l", "//"])
def test_what_resembles_a_digit_is_none(text: str) -> None:
    cell = read_figure(drawn(text))
    assert not (cell.text.isdigit() and is_sure(cell))


@pytest.mark.parametrize("ink", [150, 200])
def test_faint_figures_are_read(ink: int) -> None:
    cell = read_figure(drawn("17", ink=ink))
    assert cell.text == "17" and is_sure(cell)


@pytest.mark.parametrize("ink", [212, 220])
def test_the_faintest_figures_are_read_or_unreadable_but_not_blank(ink: int) -> None:
    cell = read_figure(drawn("17", ink=ink))
    assert cell.text == "17" or not is_sure(cell)


def test_dust_is_no_figure() -> None:
    page = drawn("")
    ImageDraw.Draw(page).ellipse((320, 210, 322, 212), fill=60)
    cell = read_figure(page)
    assert cell.text == "" and is_sure(cell)


def test_two_figures_without_a_rule_between_them_are_doubted() -> None:
    table = table_of(read_image(saved(drawn(absent_rule=True))))
    row = table.rows[1]
    assert len(row) == COLUMNS
    assert not is_sure(row[1]) and not is_sure(row[2])
    assert row[3].text == "1,234" and is_sure(row[3])


def test_a_figure_on_a_rule_is_doubted() -> None:
    page = drawn("")
    place = (LEFT + WIDTH, TOP + 1.5 * HEIGHT)
    ImageDraw.Draw(page).text(place, "88", font=_font(28), fill=20, anchor="mm")
    cells = table_of(read_image(saved(page))).rows[1]
    assert not any(cell.text.isdigit() and is_sure(cell) for cell in cells[:2])


def _with_seal(figure: str) -> Image.Image:
    page = drawn(figure).convert("RGB")
    seal = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(seal)
    pen.ellipse((200, 150, 400, 350), outline=(214, 38, 40), width=6)
    pen.text((300, 250), "★", font=_font(60), fill=(214, 38, 40), anchor="mm")
    return Image.fromarray(np.minimum(np.asarray(page), np.asarray(seal)))


def test_print_is_read_below_a_seal() -> None:
    document = read_image(saved(_with_seal("17")))
    assert texts_of(table_of(document))[:FIGURE] == GRID[:FIGURE]
    cell = table_of(document).rows[1][1]
    assert cell.text == "17" or not is_sure(cell)


def test_red_ink_alone_is_not_blank() -> None:
    page = drawn("").convert("RGB")
    place = (LEFT + 1.5 * WIDTH, TOP + 1.5 * HEIGHT)
    ImageDraw.Draw(page).text(place, "17", font=_font(28), fill=(214, 38, 40), anchor="mm")
    assert not is_sure(read_figure(page))


def _transparent(page: Image.Image) -> Image.Image:
    black = Image.new("LA", page.size)
    black.putalpha(page.point(lambda level: 255 - level))
    return black


def _sixteen_bits(page: Image.Image) -> Image.Image:
    return Image.fromarray(np.asarray(page).astype(np.uint16) * 200 + 500)


def _turned_by_metadata(page: Image.Image) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(page.rotate(90, expand=True), "JPEG", quality=90, exif=exif)


IMAGES: dict[str, Callable[[Image.Image], bytes]] = {
    "jpeg": lambda page: saved(page, "JPEG", quality=80),
    "bmp": lambda page: saved(page, "BMP"),
    "fax": lambda page: saved(page.convert("1", dither=0), "TIFF", compression="group4"),
    "palette": lambda page: saved(page.convert("P")),
    "cmyk": lambda page: saved(page.convert("CMYK"), "JPEG", quality=90),
    "transparent": lambda page: saved(_transparent(page)),
    "16 bits": lambda page: saved(_sixteen_bits(page)),
    "real numbers": lambda page: saved(page.convert("F").point(lambda x: x / 255), "TIFF"),
    "turned by metadata": _turned_by_metadata,
}

PLACEMENTS: dict[str, Callable[[Image.Image], bytes]] = {
    "askew": lambda page: saved(page.rotate(1.3, expand=True, fillcolor=238)),
    "upside down": lambda page: saved(page.rotate(180)),
    "on its left side": lambda page: saved(page.rotate(90, expand=True)),
    "on its right side": lambda page: saved(page.rotate(270, expand=True)),
    "large": lambda page: saved(page.resize((3120, 2080))),
}


@pytest.mark.parametrize("name", IMAGES)
def test_images_of_every_kind_are_decoded(name: str) -> None:
    page = np.asarray(drawn().convert("RGB"), dtype=np.float64)
    ((picture, scale),) = open_pages(IMAGES[name](drawn()))
    assert scale == 1.0 and picture.shape == page.shape and picture.dtype == np.uint8
    assert np.corrcoef(picture.ravel(), page.ravel())[0, 1] > 0.95


@pytest.mark.parametrize("name", PLACEMENTS)
def test_pages_however_they_lie(name: str) -> None:
    table = table_of(read_image(PLACEMENTS[name](drawn())))
    read = [cell for row in table.rows for cell in row]
    doubted = [cell for cell, text in zip(read, GRID, strict=True) if cell.text != text]
    assert len(doubted) <= 1 and not any(map(is_sure, doubted))


def test_a_place_on_a_page_that_is_turned() -> None:
    page = drawn()
    table = table_of(read_image(saved(page.rotate(180))))
    places = [float(p) for p in table.rows[1][1].locator.removeprefix("box:").split(",")]
    right, bottom = page.width - LEFT - WIDTH, page.height - TOP - HEIGHT
    assert places == pytest.approx((right - WIDTH, bottom - HEIGHT, right, bottom), abs=3)


def test_pages_of_a_tiff() -> None:
    data = saved(drawn("25"), "TIFF", save_all=True, append_images=[drawn("36")])
    tables = [block for block in read_image(data).blocks if isinstance(block, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert {(cell.text, cell.page) for cell in cells} >= {("25", 1), ("36", 2)}


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def _png_that_claims(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(999))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "damaged_file"),
    "no image": (lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 99, "damaged_file"),
    "cut png": (lambda: saved(drawn())[:4000], "damaged_file"),
    "cut jpeg": (lambda: saved(drawn(), "JPEG")[:9000], "damaged_file"),
    "cut tiff": (lambda: saved(drawn(), "TIFF")[:9000], "damaged_file"),
    "enormous": (lambda: _png_that_claims(60_000, 60_000), "over_limit"),
    "too large": (lambda: _png_that_claims(9_500, 9_500), "over_limit"),
    "too long": (lambda: _png_that_claims(10, 100_000), "over_limit"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_images_are_refused(name: str) -> None:
    make, code = HOSTILE[name]
    with pytest.raises(UnreadableFileError) as caught:
        read_image(make())
    assert caught.value.code == code


@pytest.mark.parametrize("size", [(1, 1), (29_000, 2), (800, 1100)])
@pytest.mark.parametrize("level", [0, 255])
def test_images_without_print_say_nothing(size: tuple[int, int], level: int) -> None:
    assert read_image(saved(Image.new("L", size, level))).blocks == ()


def test_noise_is_no_table() -> None:
    grains = Random(SEED).randbytes(300 * 400)
    page = Image.frombytes("L", (300, 400), grains)
    tables = [b for b in read_image(saved(page)).blocks if isinstance(b, Table)]
    cells = [cell for table in tables for row in table.rows for cell in row]
    assert not any(cell.text.isdigit() and is_sure(cell) for cell in cells)


def test_what_is_lacking_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_text, "find_spec", lambda name: None)
    with pytest.raises(UnreadableFileError, match=r"pip install gongkai\[ocr\]") as caught:
        read_image(saved(drawn()))
    assert caught.value.code == "ocr_not_installed"
    assert "pip install gongkai[ocr]" in caught.value.message


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = "import sys, extract.scan; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"cv2", "numpy", "onnxruntime", "PIL", "rapidocr"} & set(done.stdout.split())
