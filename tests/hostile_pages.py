"""Web pages, texts, images and compound files that crash, hang or fill up careless readers."""

import io
import struct
import zlib
from collections.abc import Iterator

from tests.generator.compound_files import write_compound_file
from tests.hostile_packages import LAUGHS, SECRET_FILE
from tests.hostile_packing import MEGABYTE, Packed, deflate

PNG = b"\x89PNG\r\n\x1a\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def hostile_pages() -> Iterator[tuple[str, bytes]]:
    """Files by name."""
    yield from ((f"{name}.html", b"<!DOCTYPE html><html><body>" + page) for name, page in _html())
    yield from _html_of_other_kinds()
    yield from ((f"{name}.txt", text) for name, text in _texts())
    yield from _images()
    yield from _compounds()


def _html() -> Iterator[tuple[str, bytes]]:
    cell = b"<table><tr><td %s>2023</td></tr><tr><td>8</td><td>9</td></tr></table>"
    yield "rowspan_a_million", cell % b"rowspan=1000000"
    yield "spans_a_million_both_ways", cell % b"rowspan=1000000 colspan=1000000"
    yield "span_of_no_number", cell % b"rowspan=-1 colspan=9999999999999999999999"
    wide = b"<td rowspan=999 colspan=999>8</td>"
    yield "spans_1000_times", b"<table>" + (b"<tr>" + wide * 3 + b"</tr>") * 333 + b"</table>"
    yield "tables_5000_deep", b"<table><tr><td>" * 5000
    yield "divisions_200000_deep", b"<div>" * 200_000 + b"2023"
    yield "formatting_20000_deep", b"<b><i><font>" * 20_000 + b"<p>8" * 2000
    yield "cells_a_million", b"<table>" + (b"<tr>" + b"<td>8" * 100) * 10_000
    yield "tables_100000", b"<table><tr><td>8</table>" * 100_000
    yield "attributes_200000", b"<p %s>8</p>" % b" ".join(b"a%d=1" % i for i in range(200_000))
    yield "tags_without_end", b"<td" * 500_000
    yield "comment_without_end", b"<!--" + b"-" * MEGABYTE
    yield "script_without_end", b"<script>" + b"<td>8</td>" * 100_000
    yield "characters_by_number", b"<p>&#50;&#0;&#xD800;&#x110000;&#99999999999999999999;&nosuch;"
    yield "zeros_inside", b"<table><tr><td>20\x0023</td></tr></table>"
    yield "text_of_24_mb", b"<p>" + b"8" * 24 * MEGABYTE
    yield "external_entity_in_svg", _svg(b"<!ENTITY x SYSTEM 'file://%s'>" % SECRET_FILE.encode())
    yield "billion_laughs_in_svg", _svg(LAUGHS.replace(b"l9", b"x"))
    yield "frame_of_the_machine", b"<iframe src='file://%s'></iframe>" % SECRET_FILE.encode()


def _svg(declarations: bytes) -> bytes:
    return b"<svg><!DOCTYPE svg [%s]><text>&x;</text></svg>" % declarations


def _html_of_other_kinds() -> Iterator[tuple[str, bytes]]:
    secret = b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file://%s'>]>" % SECRET_FILE.encode()
    page = b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>&x;</p></body></html>"
    yield "external_entity.xhtml", b"<?xml version='1.0'?>" + secret + page
    laughs = b"<!DOCTYPE html [%s]>" % LAUGHS
    yield "billion_laughs.xhtml", b"<?xml version='1.0'?>" + laughs + page.replace(b"&x;", b"&l9;")
    yield "charset_is_a_lie.html", "<html><meta charset=utf-16><p>年度</p>".encode("gb18030")
    yield "charset_that_runs.html", b"<html><meta charset='utf-7'>+ADw-script+AD4-"
    yield "charset_unknown.html", b"<html><meta charset='../../x'><p>2023</p>"
    yield "archive_in_a_loop.mht", _mime(b"boundary=a", b"--a\r\nContent-Type: multipart/mixed;")
    yield (
        "word_in_xml.doc",
        (
            b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?>"
            b"<!DOCTYPE a [%s]><pkg:package xmlns:pkg='x'>&l9;</pkg:package>" % LAUGHS
        ),
    )


def _mime(boundary: bytes, body: bytes) -> bytes:
    head = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; %s\r\n\r\n" % boundary
    return head + body * 20_000


def _texts() -> Iterator[tuple[str, bytes]]:
    yield "empty", b""
    yield "blanks_only", b" \n\t\r\n" * 1000
    yield "zeros_only", bytes(4096)
    yield "every_byte", bytes(range(256)) * 64
    yield "one_line_of_8_mb", b"8" * 8 * MEGABYTE
    yield "lines_1000000", b"\n" * 1_000_000
    yield "tabs_1000000", b"\t" * 1_000_000
    yield "bars_500000", b"|" * 500_000
    yield "blanks_between_125000", b"8   " * 125_000
    yield "brackets_500000", "（".encode() * 500_000
    yield "digits_125000_spread", b"8\n" * 125_000
    yield "half_characters", "年度报告".encode("utf-16") * 1000 + b"\xd8"
    yield "combining_marks", ("2023" + "\u0301" * 100_000).encode()
    yield "writing_turned_round", "\u202e3202\u202c年".encode() * 1000


def _images() -> Iterator[tuple[str, bytes]]:
    rows = deflate(b"", bytes(7501) * 100, 600)
    yield "pixels_60000_by_60000.png", png(60_000, 60_000, rows)
    yield "pixels_60000_by_60000.tif", tiff(60_000, 60_000)
    yield "pixels_2_billion_by_1.png", png(0x7FFFFFFF, 1, deflate(bytes(100)))
    yield "no_pixels.png", png(0, 0, deflate(b""))
    good = png(64, 64, deflate(b"", bytes(9), 64))
    yield "sum_does_not_fit.png", good[:29] + bytes(4) + good[33:]
    yield "no_data.png", good[:33] + good[-12:]
    yield "cut_off.png", good[: len(good) // 2]
    yield "header_only.png", PNG
    yield "chunk_of_4_gb.png", PNG + struct.pack(">L4s", 0xFFFFFFFF, b"IHDR") + good[16:]
    yield "text_of_1_gb.png", _png_with_text(good)
    yield "pages_in_a_loop.tif", tiff(8, 8, following=8)
    yield "strips_outside.tif", tiff(8, 8, offset=0xFFFFFFF0)
    yield "pixels_65500_by_65500.jpg", _jpeg_header(65_500, 65_500)
    yield "start_only.jpg", b"\xff\xd8\xff"
    yield "not_read.gif", b"GIF89a" + bytes(20)


def png(width: int, height: int, rows: Packed) -> bytes:
    """A PNG file of one bit a pixel."""
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", rows.zlib)
    return PNG + chunks + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">L", len(content)) + kind + content + _sum(kind + content)


def _sum(content: bytes) -> bytes:
    return struct.pack(">L", zlib.crc32(content))


def _png_with_text(good: bytes) -> bytes:
    """An image whose comment unpacks to a gigabyte."""
    comment = b"Comment\0\0" + deflate(b"", b" " * MEGABYTE, 1024).zlib
    return good[:33] + _chunk(b"zTXt", comment) + good[33:]


def tiff(width: int, height: int, *, offset: int = 200, following: int = 0) -> bytes:
    """A TIFF file of one bit a pixel and one strip, which is shorter than it says."""
    size = min((width + 7) // 8 * height, 0xFFFFFFFF)
    tags = ((256, width), (257, height), (258, 1), (259, 1), (262, 1), (273, offset), (277, 1),
            (278, height), (279, size))  # fmt: skip
    listing = b"".join(struct.pack("<HHLL", tag, 4, 1, value) for tag, value in tags)
    start = b"II*\0" + struct.pack("<LH", 8, len(tags)) + listing + struct.pack("<L", following)
    return start.ljust(200, b"\0") + bytes(64)


def _jpeg_header(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def _compounds() -> Iterator[tuple[str, bytes]]:
    word = write_compound_file({"WordDocument": _word_header(0), "1Table": bytes(4096)})
    locked = write_compound_file({"WordDocument": _word_header(0x0100), "1Table": bytes(4096)})
    yield "needs_a_password.doc", locked
    office = {
        "EncryptionInfo": b"\x04\0\x04\0\x40\0\0\0<encryption/>",
        "EncryptedPackage": bytes(9000),
    }
    yield "encrypted_office.docx", write_compound_file(office)
    yield "encrypted_office.xlsx", write_compound_file(office)
    yield "no_text.doc", word
    yield "chain_in_a_loop.doc", _with_chains_in_a_loop(word)
    yield "cut_off.doc", word[: len(word) // 2]
    yield "header_only.doc", OLE
    yield "header_of_ones.doc", OLE + b"\xff" * 1000
    yield "header_of_zeros.doc", OLE + bytes(1000)
    yield "sectors_of_2_gb.doc", word[:30] + struct.pack("<H", 31) + word[32:]
    yield "folders_in_a_loop.doc", _with_folders_in_a_loop(word)
    yield "folder_holds_itself.doc", _with_a_folder_that_holds_itself(word)
    yield "workbook_of_noise.xls", write_compound_file({"Workbook": bytes(range(256)) * 64})
    record = struct.pack("<HHHHL", 0x0809, 16, 0x0600, 5, 0) + bytes(8)
    yield "records_only.xls", write_compound_file({"Workbook": record * 4000})


def _word_header(flags: int) -> bytes:
    """The beginning of a Word file: its mark, its version, its flags; all places are 0."""
    return struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x0804, 0, 0x0200 | flags).ljust(4096, b"\0")


def _with_chains_in_a_loop(compound: bytes) -> bytes:
    """The allocation table says of every sector that it follows itself."""
    (sector,) = struct.unpack_from("<L", compound, 76)
    at = 512 * (sector + 1)
    loop = struct.pack("<128L", *range(128))
    return compound[:at] + loop + compound[at + 512 :]


def _with_folders_in_a_loop(compound: bytes) -> bytes:
    """Every entry of the directory names the first one as what lies left, right and inside."""
    stream = io.BytesIO(compound)
    for entry in range(4):
        stream.seek(_place_of_directory(compound) + 128 * entry + 68)
        stream.write(struct.pack("<LLL", 1, 1, 1))
    return stream.getvalue()


def _with_a_folder_that_holds_itself(compound: bytes) -> bytes:
    """The root of the directory is a folder, and the only thing in it."""
    stream = io.BytesIO(compound)
    stream.seek(_place_of_directory(compound) + 66)
    stream.write(struct.pack("<BBLLL", 1, 1, 0xFFFFFFFF, 0xFFFFFFFF, 0))
    return stream.getvalue()


def _place_of_directory(compound: bytes) -> int:
    (sector,) = struct.unpack_from("<L", compound, 48)
    return int(512 * (sector + 1))
