"""Spreadsheets: what they print, and reports that are typed in and read back."""

import io
import json
import struct
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
import python_calamine

from extract.document import Document, Paragraph, Table
from extract.errors import UnreadableFileError
from extract.number_formats import print_number
from extract.spreadsheet import read_spreadsheet
from tests.facts import cells_of
from tests.generator.compound_files import write_compound_file
from tests.generator.layouts import random_drafts
from tests.generator.spreadsheets import pack_spreadsheet, style_sheet, write_spreadsheet
from transform.report import understand

SEED = 20211231
FILES = Path(__file__).parent / "files"
BORDERED = "1"
"""The style of a cell within borders."""


def c(place: str, text: str = "", style: str = "0") -> str:
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def n(place: str, value: str, style: str = "0") -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def sheet(*rows: tuple[int, str], merged: str = "", before: str = "") -> str:
    marked = "".join(f'<row r="{number}">{cells}</row>' for number, cells in rows)
    ranges = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged.split())
    return f"{before}<sheetData>{marked}</sheetData><mergeCells>{ranges}</mergeCells>"


def row(number: int, *texts: str, style: str = "0") -> tuple[int, str]:
    """A row of texts from column A on; None of them blank unless within borders."""
    cells = (
        c(f"{chr(65 + at)}{number}", text, style)
        for at, text in enumerate(texts)
        if text or style == BORDERED
    )
    return number, "".join(cells)


def read(*sheets: str, **more: str) -> Document:
    named = {f"表{number}": content for number, content in enumerate(sheets, start=1)}
    return read_spreadsheet(pack_spreadsheet(named, styles=style_sheet(), **more))


def texts(document: Document) -> list[object]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


def printed(cell: str, **more: str) -> str:
    """What a cell in B1 prints."""
    (block,) = read(sheet((1, c("A1", "甲") + cell)), **more).blocks
    assert isinstance(block, Table)
    return block.rows[0][1].text if len(block.rows[0]) > 1 else ""


def test_lone_texts_are_paragraphs_and_rows_of_cells_tables() -> None:
    document = read(
        sheet(
            row(1, "题"), row(3, "一、总体"), row(4, "文"), row(6, "规章", "1"), row(7, "文件", "2")
        )
    )
    assert texts(document) == ["题", "一、总体", "文", [["规章", "1"], ["文件", "2"]]]
    assert [b.locator for b in document.blocks if isinstance(b, Paragraph)][1] == "T1:R3:C1"
    table = document.blocks[-1]
    assert isinstance(table, Table)
    assert [cell.locator for cell in table.rows[1]] == ["T1:R7:C1", "T1:R7:C2"]
    assert document.source_format == "xlsx"


def test_spanning_cells_cover_their_places() -> None:
    document = read(
        sheet(
            row(1, "组", "头", "", "末"), row(2, "", "1", "2", "3"), row(3, "甲", "4", "5", "6"),
            merged="A1:A2 B1:C1",
        )
    )  # fmt: skip
    assert texts(document) == [[["组", "头", "", "末"], ["", "1", "2", "3"], ["甲", "4", "5", "6"]]]
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.rows[1][0].locator == "T1:R1:C1"
    assert table.rows[0][2].locator == "T1:R1:C2"


def test_what_lies_under_a_merged_cell_is_not_printed() -> None:
    document = read(sheet(row(1, "头", "9", "1"), row(2, "甲", "2", "3"), merged="A1:B1"))
    assert texts(document) == [[["头", "", "1"], ["甲", "2", "3"]]]


def test_columns_in_which_nothing_begins_are_none() -> None:
    document = read(
        sheet(row(1, "甲", "", "", "1"), row(2, "乙", "", "", "2"), merged="A1:C1 A2:C2")
    )
    assert texts(document) == [[["甲", "1"], ["乙", "2"]]]


def test_borders_tell_labels_in_a_table_from_headings_between_tables() -> None:
    document = read(
        sheet(
            row(1, "题"), row(2, "第一项", "", "", style=BORDERED),
            row(3, "规章", "1", "2", style=BORDERED), row(4, "第二项", "", "", style=BORDERED),
            row(5, "许可", "3", "", style=BORDERED), row(6, "三、收到"),
            row(7, "新收", "4", "5", style=BORDERED), row(8, "", "", "", style=BORDERED),
            merged="A1:C1 A2:C2 A4:C4 A6:C6",
        )
    )  # fmt: skip
    assert texts(document) == [
        "题",
        [["第一项", "", ""], ["规章", "1", "2"], ["第二项", "", ""], ["许可", "3", ""]],
        "三、收到",
        [["新收", "4", "5"], ["", "", ""]],
    ]


def test_without_borders_the_columns_around_tell() -> None:
    document = read(
        sheet(
            row(1, "头", "a", "b"), row(2, "规章", "1", "2"), row(3, "第二项"),
            row(4, "头", "c"), row(5, "许可", "3"), row(6, "三、收到"), row(7, "", "x", "y"),
            merged="A3:C3 A6:C6",
        )
    )  # fmt: skip
    assert texts(document) == [
        [["头", "a", "b"], ["规章", "1", "2"], ["第二项", "", ""], ["头", "c", ""],
         ["许可", "3", ""]],
        "三、收到",
        [["x", "y"]],
    ]  # fmt: skip


def test_a_label_without_figures_stays_in_its_table() -> None:
    rows = (row(1, "题"), row(2, "头", "a"), row(3, "规章"), row(4, "文件", "1"), row(5, "末项"))
    assert texts(read(sheet(*rows, merged="A1:B1"))) == [
        "题", [["头", "a"], ["规章", ""], ["文件", "1"], ["末项", ""]],
    ]  # fmt: skip


def test_a_merged_block_of_prose_is_a_paragraph_of_lines() -> None:
    document = read(sheet(row(1, "第一行&#10;第二行"), row(9, "甲", "1"), merged="A1:F8"))
    assert texts(document) == ["第一行", "第二行", [["甲", "1"]]]


def test_a_sheet_wholly_within_borders() -> None:
    rows = [row(1, "题", style=BORDERED), row(2, "文", style=BORDERED)]
    document = read(sheet(*rows, row(3, "甲", "1", style=BORDERED), merged="A1:B1 A2:B2"))
    assert texts(document) == ["题", "文", [["甲", "1"]]]


def test_hidden_sheets_rows_and_columns_are_left_out() -> None:
    hidden = '<cols><col min="2" max="2" hidden="1"/></cols>'
    content = sheet(row(1, "甲", "9", "1"), row(2, "x", "8", "7"), row(3, "乙", "9", "2"))
    content = hidden + content.replace('<row r="2">', '<row r="2" hidden="1">')
    data = pack_spreadsheet({"-旧": sheet(row(1, "8", "9")), "新": content})
    document = read_spreadsheet(data)
    assert texts(document) == [[["甲", "1"], ["乙", "2"]]]
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.rows[1][1].locator == "T2:R3:C3"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (n("B1", "22"), "22"),
        (n("B1", "22.0"), "22"),
        (n("B1", "668.7004"), "668.7004"),
        (n("B1", "0.30000000000000004"), "0.3"),
        (n("B1", "1E+20"), "1E+20"),
        (n("B1", "-0.0"), "0"),
        (n("B1", "NaN"), "NaN"),
        (n("B1", "zz"), "zz"),
        (c("B1", "00"), "00"),
        (c("B1", "１２"), "１２"),
        (c("B1", "  7 "), "  7 "),
        ('<c r="B1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B1" t="e"><f>A9</f><v>#REF!</v></c>', "#REF!"),
        ('<c r="B1" t="str"><f>A1</f><v>甲</v></c>', "甲"),
        ('<c r="B1"><f>1+1</f><v>2</v></c>', "2"),
        ('<c r="B1"><f>1+1</f></c>', "=1+1"),
        ('<c r="B1"><f>1+1</f><v/></c>', "=1+1"),
        ('<!-- 9 --><c r="B1"><v>2</v></c>', "2"),
        ('<c r="B1" t="d"><v>2024-01-08</v></c>', "2024-01-08"),
        ('<c t="inlineStr"><is><t>无处</t></is></c>', "无处"),
        ('<c t="inlineStr"><is><r><rPr><strike/></rPr><t>9</t></r><r><t>1</t></r></is></c>', "1"),
        ('<c t="inlineStr"><is><r><rPr><strike val="0"/></rPr><t>1</t></r></is></c>', "1"),
        ('<c t="inlineStr"><is><r><t>1</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>2</t>'
         "</r></is></c>", "1²"),
        ('<c r="B1" t="inlineStr"><is><r><t>1</t></r><r><t>2</t></r><rPh><t>x</t></rPh></is></c>',
         "12"),
        (c("B1", "1_x000D_&#10;2_x0041_"), "1\n2A"),
    ],
)  # fmt: skip
def test_what_a_cell_prints(cell: str, text: str) -> None:
    assert printed(cell) == text


def test_shared_texts() -> None:
    strings = "<si><t>零</t></si><si><r><t>一</t></r><phoneticPr/></si>"
    assert printed('<c r="B1" t="s"><v>1</v></c>', strings=strings) == "一"
    with pytest.raises(UnreadableFileError, match="no shared text"):
        printed('<c r="B1" t="s"><v>2</v></c>', strings=strings)


def test_zeros_that_the_sheet_does_not_show() -> None:
    views = '<sheetViews><sheetView showZeros="0"/></sheetViews>'
    rows = [(1, c("A1", "甲") + n("B1", "0", BORDERED) + n("C1", "10"))]
    assert texts(read(sheet(*rows, before=views))) == [[["甲", "", "10"]]]
    assert texts(read(sheet(*rows))) == [[["甲", "0", "10"]]]


ACCOUNTING = '_ * #,##0_ ;_ * \\-#,##0_ ;_ * "-"_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (22, "General", "22"), (22, "0", "22"), (1234, "#,##0", "1,234"), (5, "00", "05"),
        (1234567.891, "#,##0.00", "1,234,567.89"), (668.7, "0.0000", "668.7000"),
        (2.5, "0", "3"), (0.125, "0.00", "0.13"), (1.5, "0.##", "1.5"), (2, "0.##", "2"),
        (0.25, "0%", "25%"), (3, '0"件"', "3件"), (3, "0件", "3件"), (3, "General\\件", "3件"),
        (0, ACCOUNTING, "-"), (1234, ACCOUNTING, "1,234"), (-5, ACCOUNTING, "-5"),
        (0, '0;-0;"-"', "-"), (0, "0;-0;;@", ""), (5, ";;;", ""), (-3, "0;(0)", "(3)"),
        (-3, "0", "-3"), (-0.2, "0", "0"), (3, "[Red]0", "3"), (3, "[$¥-804]#,##0", "¥3"),
        (-7, "[蓝色]0;[红色]减0", "减7"), (12, "G/通用格式", "12"), (12, "@", "12"),
        (12_345_678, "0.0,", "12345.7"), (5, "[>3]0;0.0", "5"), (0.5, "# ?/?", "0.5"),
        (12000, "0.00E+00", "12000"), (5, "0" * 300, "5"), (5, "0;" * 40, "5"),
        (45000, "yyyy-mm-dd", "2023-03-15"), (45000.5, 'yyyy"年"m"月"', "2023-03-15 12:00:00"),
        (0.75, "h:mm", "18:00:00"), (1, "yyyy/m/d", "1900-01-01"), (60, "d", "1900-02-28"),
        (61, "d", "1900-03-01"), (-1, "yyyy", "-1"), (1e300, "yyyy", "1E+300"),
        (1e300, "0.00", "1E+300"), (9e14, "0." + "0" * 40, "900000000000000." + "0" * 30),
        (5e-324, "0.00", "0.00"), (5, "0" + "," * 90, "0"), (0.5, "0%%", "5000%%"),
        (5, "0" + "%" * 200, "5"), (5e14, "0." + "0" * 30 + "%" * 30, "500000000000000"),
        (2_958_465.9999999, "yyyy", "2958465.9999999"),
    ],
)  # fmt: skip
def test_number_formats(value: float, code: str, text: str) -> None:
    assert print_number(value, code) == text


def test_properties_become_metadata() -> None:
    assert read(sheet(row(1, "甲"))).metadata == {}


def test_days_that_count_from_1904() -> None:
    assert print_number(43538, "d", epoch_1904=True) == "2023-03-15"
    assert print_number(2_958_000, "d", epoch_1904=True) == "2958000"


def test_number_formats_of_cells() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="0&quot;件&quot;"/></numFmts><cellXfs>'
        '<xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="41"/><xf numFmtId="14"/></cellXfs>'
    )
    cells = c("A1", "甲") + n("B1", "3", "1") + n("C1", "0", "2") + n("D1", "45000", "3")
    data = pack_spreadsheet({"表": sheet((1, cells + n("E1", "4", "99")))}, styles=styles)
    assert texts(read_spreadsheet(data)) == [[["甲", "3件", "-", "2023-03-15", "4"]]]


def test_false_extents_take_no_room() -> None:
    dimension = '<dimension ref="A1:XFD1048576"/>'
    rows = (row(1, "甲", "1"), (1_048_576, c("A1048576", "末") + n("XFD1048576", "2")))
    document = read(sheet(*rows, before=dimension, merged="A2:XFD1048575"))
    assert texts(document) == [[["甲", "1"]], [["末", "2"]]]


def test_borders_far_below_take_no_room() -> None:
    rows = [row(number, "", "", style=BORDERED) for number in range(2, 5000)]
    assert len(texts(read(sheet(row(1, "甲", "1", style=BORDERED), *rows)))[0]) < 20


def _wide(rows: int, columns: int) -> str:
    """Cells along the two sides of a large grid."""
    down = [(number, f'<c r="A{number}"><v>1</v></c><c r="B{number}"><v>1</v></c>')
            for number in range(2, rows)]  # fmt: skip
    across = "".join("<c><v>1</v></c>" for _ in range(columns))
    return sheet((1, across), *down)


LONG = f"<si><t>{'文' * 60_000}</t></si>"
SIDE = 250


def _overlapping() -> str:
    """Merged ranges that begin along a diagonal and all end in the same corner."""
    places = [f"{chr(65 + at // 26)}{chr(65 + at % 26)}{SIDE - at}" for at in range(SIDE)]
    rows = [(SIDE - at, n(place, "1")) for at, place in reversed(list(enumerate(places)))]
    return sheet(*rows, merged=" ".join(f"{place}:JP{SIDE}" for place in places))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged_file"),
        (b"PK\x03\x04", "damaged_file"),
        (pack_spreadsheet({"表": sheet(row(1, "甲"))})[:-40], "damaged_file"),
        (pack_spreadsheet({"表": "<sheetData><row>"}), "damaged_file"),
        (pack_spreadsheet({"表": _wide(1200, 1200)}), "over_limit"),
        (pack_spreadsheet({"表": _overlapping()}), "over_limit"),
        (pack_spreadsheet({"表": sheet((1, '<c t="s"><v>0</v></c>' * 200))}, strings=LONG),
         "over_limit"),
        (pack_spreadsheet({str(number): sheet() for number in range(201)}), "over_limit"),
        ((FILES / "report.xls").read_bytes()[:3000], "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged_file"),
        (write_compound_file({"EncryptedPackage": b"x" * 5000}), "encrypted_file"),
        (write_compound_file({"Book": b"x" * 5000}), "format_not_read"),
    ],
)  # fmt: skip
def test_hostile_files_say_what_is_wrong(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_spreadsheet(data)
    assert raised.value.code == code


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


BEGIN = record(0x0809, struct.pack("<HH", 0x0600, 5) + bytes(12))
END = record(0x000A)


def old_workbook(*cells: bytes, before: bytes = b"", state: int = 0) -> bytes:
    """An old workbook with one sheet of these records; `before` are records of the workbook."""
    style = record(0xE0, bytes(20))
    bound = struct.pack("<IBB", len(BEGIN + before + style) + 4 + 9 + 4, state, 0) + b"\x01\x00S"
    head = BEGIN + before + style + record(0x85, bound) + END
    stream = head + BEGIN + b"".join(cells) + END
    return write_compound_file({"Workbook": stream.ljust(5000, b"\0")})


def number(column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", 0, column, 0, value))


def test_cells_of_an_old_workbook() -> None:
    cells = (
        number(0, 22.0),
        record(0x027E, struct.pack("<HHHI", 0, 1, 0, 668 << 2 | 2)),
        record(0x027E, struct.pack("<HHHI", 0, 2, 0, (-7 << 2 & 0xFFFFFFFF) | 3)),
        record(0x00BD, struct.pack("<HHHIHIH", 0, 3, 0, 4 << 2 | 2, 0, 0x3FF00000, 4)),
        record(0x0205, struct.pack("<HHHBB", 0, 5, 0, 0x17, 1)),
        record(0x0006, struct.pack("<HHHd", 0, 6, 0, 1.5) + bytes(8)),
        record(0x0006, struct.pack("<HHHBxxxxxH", 0, 7, 0, 0, 0xFFFF) + bytes(8)),
        record(0x0207, struct.pack("<HB", 1, 1) + "件".encode("utf-16-le")),
        record(0x0006, struct.pack("<HHHBxBxxxH", 0, 8, 0, 2, 7, 0xFFFF) + bytes(8)),
        record(0x0204, struct.pack("<HHHHB", 0, 9, 0, 2, 0) + b"00"),
    )
    document = read_spreadsheet(old_workbook(*cells))
    assert document.source_format == "xls"
    assert texts(document) == [
        [["22", "668", "-0.07", "4", "1", "#REF!", "1.5", "件", "#DIV/0!", "00"]]
    ]
    assert texts(read_spreadsheet(old_workbook(*cells, state=1))) == []


def test_a_string_of_an_old_workbook_goes_on_in_the_next_record() -> None:
    table = struct.pack("<IIHBH", 2, 2, 4, 9, 1) + "政府".encode("utf-16-le")
    rest = b"\x01" + "信息".encode("utf-16-le") + bytes(4) + struct.pack("<HB", 2, 0) + b"a"
    strings = record(0xFC, table) + record(0x3C, rest) + record(0x3C, b"\x01" + b"b\0")
    cells = [record(0xFD, struct.pack("<HHHI", 0, at, 0, at)) for at in range(3)]
    document = read_spreadsheet(old_workbook(*cells, before=strings))
    assert texts(document) == [[["政府信息", "ab", "#REF!"]]]


@pytest.mark.parametrize(
    ("before", "cells", "code"),
    [
        (record(0x2F, bytes(6)), (), "encrypted_file"),
        (record(0xFC, struct.pack("<II", 9, 0xFFFFFFFF)), (), "damaged_file"),
        (b"", (record(0x0203, b"xx"),), "damaged_file"),
        (b"", (record(0x00E5, struct.pack("<H", 900)),), "damaged_file"),
        (b"", (BEGIN, BEGIN), "damaged_file"),
        (record(0x0809, struct.pack("<HH", 0x0500, 5)), (), "damaged_file"),
    ],
)
def test_hostile_old_workbooks(before: bytes, cells: tuple[bytes, ...], code: str) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_spreadsheet(old_workbook(*cells, before=before))
    assert raised.value.code == code


def test_changed_bytes_end_in_a_document_or_an_error() -> None:
    rng = Random(SEED)
    data = (FILES / "report.xls").read_bytes()
    outcomes: Counter[str] = Counter()
    for _ in range(150):
        changed = bytearray(data)
        for _ in range(rng.randint(1, 12)):
            changed[rng.randrange(512, len(data))] = rng.randrange(256)
        try:
            read_spreadsheet(bytes(changed))
            outcomes["read"] += 1
        except UnreadableFileError as error:
            outcomes[error.code] += 1
    assert outcomes["read"] > 10 and outcomes["damaged_file"] > 10, outcomes


def test_an_old_workbook_of_another_program() -> None:
    expected = {
        tuple(key.split("/")): (None if value is None else Decimal(value), status)
        for key, (value, status) in json.loads((FILES / "report.json").read_text()).items()
    }
    document = read_spreadsheet((FILES / "report.xls").read_bytes())
    assert cells_of(understand(document, "0" * 64)) == expected


@pytest.mark.parametrize("name", ["report.xls", "xlsx"])
def test_every_text_is_the_one_that_calamine_reads(name: str) -> None:
    if name == "xlsx":
        draft, rng = next(random_drafts("merged", 1, SEED))
        data = write_spreadsheet(draft, rng)
    else:
        data = (FILES / name).read_bytes()
    book = python_calamine.load_workbook(io.BytesIO(data))
    compared = 0
    for number, cell in _cells(read_spreadsheet(data)):
        sheet_number, row_number, column = (int(part[1:]) for part in cell.split(":"))
        values = book.get_sheet_by_index(sheet_number - 1).to_python(skip_empty_area=False)
        other = values[row_number - 1][column - 1]
        if isinstance(other, str):
            assert number == other.replace("\r\n", "\n")
            compared += 1
    assert compared > 50


def _cells(document: Document) -> list[tuple[str, str]]:
    """The texts of the cells of tables, each with its locator."""
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    return [(cell.text, cell.locator) for row in rows for cell in row if cell.text]


@pytest.mark.parametrize("code", ["[h]", "[mm]", "[ss]"])
def test_a_format_of_elapsed_time_hides_no_number(code: str) -> None:
    assert print_number(2.5, code)
