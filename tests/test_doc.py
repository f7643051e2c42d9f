"""Old Word files: the tables that come out of them, their traps, and hostile ones."""

import json
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from extract.compound_file import CompoundFile
from extract.doc import read_doc
from extract.document import Document, Paragraph, Table
from extract.errors import UnreadableFileError
from tests.facts import cells_of, golden_cells
from tests.generator.compound_files import write_compound_file
from tests.generator.layouts import random_drafts
from tests.generator.old_word_files import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    ROW_END,
    OldCell,
    OldParagraph,
    OldWordFile,
    row_shape,
    style_sheet,
    word_style,
    write_file,
    write_old_word_file,
)
from tests.merged_documents import as_document
from transform.report import understand

FILES = Path(__file__).parent / "files"
SHA256 = "0" * 64
Grid = list[list[str]]


@pytest.fixture(autouse=True)
def _without_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test depend on whether LibreOffice is installed here."""
    monkeypatch.setattr("extract.doc.find_office", lambda: None)


def _read(file: OldWordFile, seed: int = 1) -> Document:
    return read_doc(write_file(file, Random(seed)))


def _texts(document: Document) -> list[str | Grid]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


def _with_blank_cells(blocks: list[str | Grid]) -> list[str | Grid]:
    """Cells of mere blanks as blank ones."""
    return [
        block
        if isinstance(block, str)
        else [[text if text.strip() else "" for text in row] for row in block]
        for block in blocks
    ]


def _cells(*texts: str, width: int = 1000, left: int = 0) -> list[OldCell]:
    """Cells side by side, all as wide."""
    return [
        OldCell(left + i * width, left + (i + 1) * width, (text,)) for i, text in enumerate(texts)
    ]


def _code_of(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_doc(data)
    assert caught.value.message and caught.value.message_en
    return caught.value.code


def test_the_document_is_the_draft_block_for_block() -> None:
    for draft, rng in random_drafts("merged", 40, 20211231):
        document = read_doc(write_old_word_file(draft, rng))
        assert _texts(document) == _with_blank_cells(_texts(as_document(draft)))


def test_a_report_that_libreoffice_wrote() -> None:
    facts = json.loads((FILES / "report.doc.json").read_text(encoding="utf-8"))
    rows = understand(read_doc((FILES / "report.doc").read_bytes()), SHA256)
    assert cells_of(rows) == golden_cells(facts)
    (report,) = rows["reports"]
    names = ("agency_name", "report_year", "form_edition")
    assert [report[name] for name in names] == [facts[name] for name in names]


def test_covered_places_have_the_locator_of_the_cell_that_covers_them() -> None:
    for draft, rng in random_drafts("merged", 5, 3, most_damages=0):
        document = read_doc(write_old_word_file(draft, rng))
        tables = [block for block in document.blocks if isinstance(block, Table)]
        expected = [block for block in as_document(draft).blocks if isinstance(block, Table)]
        for number, (table, same) in enumerate(zip(tables, expected, strict=True), start=1):
            places = [[cell.locator for cell in row] for row in table.rows]
            assert places == [
                [f"T{number}:" + cell.locator.partition(":")[2] for cell in row]
                for row in same.rows
            ]


def test_paragraphs_are_counted_outside_of_tables() -> None:
    file = OldWordFile([OldParagraph("甲\r"), OldParagraph("\r"), OldParagraph("乙\x0b丙\r")])
    file.add_row(_cells("1", "2"))
    file.paragraphs.append(OldParagraph("丁\r"))
    document = _read(file)
    assert [(b.text, b.locator) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("甲", "P1"),
        ("乙", "P3"),
        ("丙", "P3"),
        ("丁", "P4"),
    ]
    assert document.source_format == "doc"


@pytest.mark.parametrize("outlying", [False, True])
def test_a_row_of_sixteen_columns_is_one_row(outlying: bool) -> None:
    numbers = [str(i) for i in range(16)]
    file = OldWordFile()
    for texts in (numbers, [""] * 16, numbers[::-1]):
        file.add_row(_cells(*texts, width=500), outlying=outlying)
    assert _texts(_read(file)) == [[numbers, [""] * 16, numbers[::-1]]]


def test_a_wide_row_whose_properties_are_lost_does_not_lose_cells() -> None:
    file = OldWordFile()
    file.add_row(_cells("1", "2", "3"), outlying=True)
    file.data = b""
    file.paragraphs.append(OldParagraph("甲\r"))
    assert _texts(_read(file)) == [[["1", "2", "3", ""]], "甲"]


def test_blank_cells_stay_in_their_columns() -> None:
    file = OldWordFile()
    file.add_row(_cells("甲", "", "", "3"))
    file.add_row(_cells("", "", "", ""))
    file.add_row(_cells("", "2", "", ""))
    assert _texts(_read(file)) == [[["甲", "", "", "3"], ["", "", "", ""], ["", "2", "", ""]]]


def test_rows_with_other_borders_fall_into_the_same_columns() -> None:
    file = OldWordFile()
    file.add_row([OldCell(0, 2010, ("一",)), OldCell(2010, 4000, ("二",))])
    file.add_row(_cells("1", "2", "3", "4"))
    file.add_row([OldCell(990, 3030, ("三",))])
    file.add_row([OldCell(-40, 1020, ("5",)), OldCell(1020, 3990, ("6",))])
    table = _read(file).blocks[0]
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["一", "", "二", ""],
        ["1", "2", "3", "4"],
        ["", "三", "", ""],
        ["5", "6", "", ""],
    ]
    assert [cell.locator for cell in table.rows[2]] == [
        "T1:R3:C1",
        "T1:R3:C2",
        "T1:R3:C2",
        "T1:R3:C4",
    ]


def test_a_narrow_column_is_a_column_though_other_rows_lack_it() -> None:
    file = OldWordFile()
    file.add_row([OldCell(0, 1000, ("1",)), OldCell(1000, 1050, ("2",)), OldCell(1050, 2000)])
    file.add_row([OldCell(0, 1000, ("3",)), OldCell(1000, 2000, ("4",))])
    assert _texts(_read(file)) == [[["1", "2", ""], ["3", "4", ""]]]


def test_columns_of_three_and_of_four_do_not_fall_together() -> None:
    file = OldWordFile()
    file.add_row(_cells("1", "2", "3", "4", width=2250))
    file.add_row(_cells("5", "6", "7", width=3000))
    assert _texts(_read(file)) == [
        [["1", "2", "", "3", "", "4"], ["5", "", "6", "", "7", ""]],
    ]


@pytest.mark.parametrize("flags", [(1, 2), (2, 1)])
def test_cells_merged_across_by_flags(flags: tuple[int, int]) -> None:
    first, following = flags
    file = OldWordFile()
    merged = (first, following, following, first, following, 0)
    cells = _cells("甲", "x", "y", "乙", "z", "丙")
    file.add_row(
        [
            OldCell(cell.left, cell.right, cell.paragraphs, across)
            for cell, across in zip(cells, merged, strict=True)
        ]
    )
    file.add_row(_cells(*"123456"))
    assert _texts(_read(file)) == [[["甲", "", "", "乙", "", "丙"], [*"123456"]]]


def test_changes_that_follow_the_shape_of_a_row() -> None:
    """As a fast save and later versions write them: cells merged, split off, added, widened."""
    cells = _cells("1", "2", "3", "4")
    for changes, expected in (
        (struct.pack("<HBB", 0x5624, 1, 3), ["1", "2", "", "4"]),
        (struct.pack("<HBBHBB", 0x5624, 0, 4, 0x5625, 0, 4), ["1", "2", "3", "4"]),
        (struct.pack("<HBBH", 0x7621, 3, 1, 900), ["1", "2", "3", "4", ""]),
        (struct.pack("<HBB", 0x5622, 3, 4), ["1", "2", "3", "4", ""]),
        (struct.pack("<HBBH", 0x7623, 0, 2, 2000), ["1", "", "2", "", "3", "4"]),
    ):
        file = OldWordFile([OldParagraph(cell.paragraphs[0] + "\x07", IN_TABLE) for cell in cells])
        file.paragraphs.append(
            OldParagraph("\x07", IN_TABLE + ROW_END + row_shape(cells) + changes)
        )
        file.add_row(_cells(*"5678"))
        (table,) = _texts(_read(file))
        assert table[0] == expected


def test_cells_merged_down_by_a_change_of_their_own() -> None:
    file = OldWordFile()
    for number, flag in enumerate((3, 1, 0)):
        cells = _cells("甲" if number != 1 else "", str(number))
        changes = struct.pack("<HBBB", 0xD62B, 2, 0, flag)
        shape = IN_TABLE + ROW_END + row_shape(cells) + changes
        file.paragraphs += [OldParagraph(c.paragraphs[0] + "\x07", IN_TABLE) for c in cells]
        file.paragraphs.append(OldParagraph("\x07", shape))
    table = _read(file).blocks[0]
    assert isinstance(table, Table)
    assert [row[0].locator for row in table.rows] == ["T1:R1:C1", "T1:R1:C1", "T1:R3:C1"]


def test_paragraphs_of_a_cell_are_lines() -> None:
    file = OldWordFile()
    file.add_row([OldCell(0, 1000, ("甲", "", "乙\x0b丙")), OldCell(1000, 2000, ("1 ",))])
    assert _texts(_read(file)) == [[["甲\n乙\n丙", "1 "]]]


def _nested(file: OldWordFile, *texts: str) -> None:
    """Add a row of a table that stands in a cell."""
    inside = struct.pack("<HBHi", 0x2416, 1, 0x6649, 2)
    for text in texts:
        end = struct.pack("<HB", 0x244B, 1)
        file.paragraphs.append(OldParagraph(text + "\r", inside + end))
    end = struct.pack("<HBHB", 0x244B, 1, 0x244C, 1)
    file.paragraphs.append(OldParagraph("\r", inside + end + row_shape(_cells(*texts))))


def test_a_frame_does_not_hide_the_tables_in_it() -> None:
    """A page laid out as a table: paragraphs and tables come out in reading order."""
    frame = [OldCell(0, 3000), OldCell(3000, 9000)]
    file = OldWordFile([OldParagraph("左\x07", IN_TABLE), OldParagraph("上\r", IN_TABLE)])
    _nested(file, "1", "2")
    _nested(file, "3", "")
    file.paragraphs.append(OldParagraph("下\r", IN_TABLE))
    _nested(file, "4", "5")
    file.paragraphs.append(OldParagraph("\x07", IN_TABLE))
    file.paragraphs.append(OldParagraph("\x07", IN_TABLE + ROW_END + row_shape(frame)))
    file.add_row([OldCell(0, 3000, ("6",)), OldCell(3000, 9000, ("7",))])
    document = _read(file)
    assert _texts(document) == [
        "左",
        "上",
        [["1", "2"], ["3", ""]],
        "下",
        [["4", "5"]],
        [["6", "7"]],
    ]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [table.rows[0][0].locator for table in tables] == ["T2:R1:C1", "T3:R1:C1", "T1:R2:C1"]


def test_a_frame_of_one_cell_is_no_table() -> None:
    file = OldWordFile()
    file.add_row([OldCell(0, 9000, ("甲", "乙"))])
    file.paragraphs.append(OldParagraph("丙\r"))
    file.paragraphs.append(OldParagraph("丁\r", IN_TABLE))
    _nested(file, "1")
    file.paragraphs.append(OldParagraph("\x07", IN_TABLE))
    file.paragraphs.append(OldParagraph("2\x07", IN_TABLE))
    file.paragraphs.append(OldParagraph("\x07", IN_TABLE + ROW_END + row_shape(_cells("", ""))))
    assert _texts(_read(file)) == ["甲", "乙", "丙", [["丁\n1", "2"]]]


@pytest.mark.parametrize("saving", ["whole", "narrow", "fast"])
def test_special_characters(saving: str) -> None:
    file = OldWordFile(
        [
            OldParagraph("\x13 HYPERLINK \x13 X \x14y\x15 \x14链接\x15甲\x02\x05\x01\x08\r"),
            OldParagraph("\x13 PAGE \x15乙\x15 \x14 \x13丙\r"),
            OldParagraph("a\x1eb\x1fc\td\x0be\x0cf\r"),
            OldParagraph("\U00020bb7\ud842 “x” naïve €\r"),
        ],
        saving=saving,
    )
    expected = ["链接甲", "乙  丙", "a-bc\td", "e", "f", "\U00020bb7\ufffd “x” naïve €"]
    for seed in range(5):
        assert _texts(_read(file, seed)) == expected


def test_narrow_characters_are_those_of_windows() -> None:
    file = OldWordFile([OldParagraph("?ab?\r")], saving="narrow")
    data = write_file(file, Random(1)).replace(b"?ab?", b"\x93ab\x81")
    assert _texts(read_doc(data)) == ["“ab\x81"]


STRUCK = (b"\x37\x08\1", b"\x53\x2a\1")
"""Struck out, once and twice."""


@pytest.mark.parametrize(
    "changes", [DELETED, HIDDEN, HIDDEN + DELETED, HIDDEN[:2] + b"\x81", *STRUCK]
)
@pytest.mark.parametrize("saving", ["whole", "narrow", "fast"])
def test_deleted_and_hidden_text_is_not_printed(changes: bytes, saving: str) -> None:
    shown = changes[:2] + b"\0"
    file = OldWordFile([OldParagraph("收到12件34件\r", spans=((2, 4, changes), (5, 8, shown)))])
    file.saving = saving
    file.add_row(_cells("1", "2"))
    for texts in (("98", ""), ("", "")):
        cells = [OldParagraph(t + "\x07", IN_TABLE, ((0, len(t) + 1, changes),)) for t in texts]
        end = IN_TABLE + ROW_END + row_shape(_cells("", ""))
        file.paragraphs += [*cells, OldParagraph("\x07", end, ((0, 1, changes),))]
    file.paragraphs.append(OldParagraph("88\r", spans=((0, 3, changes),)))
    assert _texts(_read(file)) == ["收到件34件", [["1", "2"]]]


def test_styles_hide_and_number() -> None:
    hiding = word_style("H", b"", HIDDEN, kind=2)
    numbering = struct.pack("<HhHB", 0x460B, 2, 0x260A, 0)
    file = _with_lists(
        OldWordFile(
            [
                OldParagraph("甲12乙34\r", spans=((1, 3, _styled(1)), (4, 6, _styled(1) + SHOWN))),
                OldParagraph("丙\r", style=2),
                OldParagraph("丁\r", style=3),
                OldParagraph("戊\r", style=4),
                OldParagraph("己\r", struct.pack("<Hh", 0x460B, 0), style=4),
                OldParagraph("庚\r", style=14),
                OldParagraph("辛\r", style=99),
            ]
        )
    )
    file.table_parts[1] = style_sheet(
        hiding,
        word_style("P", b"", HIDDEN, base=0),
        word_style("N", numbering, base=0),
        word_style("M", base=3),
    )
    assert _texts(_read(file)) == ["甲乙34", "3.丁", "4.戊", "己", "庚", "辛"]


SHOWN = HIDDEN[:2] + b"\0"


def _styled(number: int) -> bytes:
    """The change that gives characters a style."""
    return struct.pack("<HH", 0x4A30, number)


def test_text_boxes_come_after_the_text_and_notes_do_not_come() -> None:
    file = OldWordFile(
        [OldParagraph("甲\r")], [OldParagraph("注\r")], [OldParagraph("框\r"), OldParagraph("\r")]
    )
    assert _texts(_read(file)) == ["甲", "框"]


def _with_boxes(file: OldWordFile, shapes: dict[int, int], boxes: list[tuple[int, int]]) -> None:
    """Add the lists of anchors (CP by shape) and of boxes (shape and length of the text)."""
    anchors = sorted(shapes.items(), key=lambda pair: pair[1])
    content = struct.pack(f"<{len(anchors) + 1}I", *(cp for _, cp in anchors), 999)
    content += b"".join(struct.pack("<I22x", shape) for shape, _ in anchors)
    file.table_parts[40] = content
    borders = [sum(length for _, length in boxes[:i]) for i in range(len(boxes) + 1)]
    content = struct.pack(f"<{len(borders)}I", *borders)
    content += b"".join(struct.pack("<14xI4x", shape) for shape, _ in boxes)
    file.table_parts[56] = content


def test_text_boxes_stand_where_they_are_anchored() -> None:
    file = OldWordFile([OldParagraph("\x08甲\r"), OldParagraph("乙\x08丙\r")])
    file.add_row([OldCell(0, 1000, ("1\x08",)), OldCell(1000, 2000, ("2",))])
    file.paragraphs.append(OldParagraph("丁\r"))
    shape = IN_TABLE + ROW_END + row_shape(_cells("", ""))
    file.boxes = [
        OldParagraph("框\r"), OldParagraph("内\r"), OldParagraph("格\r"), OldParagraph("散\r"),
        OldParagraph("3\x07", IN_TABLE), OldParagraph("4\x07", IN_TABLE),
        OldParagraph("\x07", shape), OldParagraph("末\r"),
    ]  # fmt: skip
    _with_boxes(file, {11: 0, 12: 4, 13: 8, 14: 2}, [(12, 4), (13, 2), (77, 2), (11, 5), (99, 2)])
    assert _texts(_read(file)) == [
        [["3", "4"]], "甲", "乙丙", "框", "内", [["格\n1", "2"]], "丁", "散", "末",
    ]  # fmt: skip


@pytest.mark.parametrize("part", [40, 56])
@pytest.mark.parametrize("content", [b"", b"\xff" * 7, b"\xff" * 60, bytes(60)])
def test_boxes_that_are_listed_wrongly_come_last(part: int, content: bytes) -> None:
    file = OldWordFile([OldParagraph("\x08甲\r"), OldParagraph("乙\r")])
    file.boxes = [OldParagraph("框\r"), OldParagraph("内\r")]
    _with_boxes(file, {11: 0}, [(11, 2), (12, 2)])
    file.table_parts[part] = content
    assert _texts(_read(file)) == ["甲", "乙", "框", "内"]


def test_changes_that_a_fast_save_put_on_pieces() -> None:
    texts = ("1\x07", "2\x07", "\x07", "甲\r")
    changes = [IN_TABLE, IN_TABLE, IN_TABLE + ROW_END + row_shape(_cells("", "")), DELETED]
    file = OldWordFile([OldParagraph(text) for text in texts], saving="fast")
    file.piece_changes = dict(enumerate(changes))
    for seed in range(5):
        assert _texts(_read(file, seed)) == [[["1", "2"]]]


def test_a_row_of_data_stays_beside_the_table_in_one_of_its_cells() -> None:
    cells = _cells("1", "2", "3")
    file = OldWordFile([OldParagraph(cell.paragraphs[0] + "\x07", IN_TABLE) for cell in cells[:2]])
    _nested(file, "4", "5")
    file.paragraphs.append(OldParagraph("3\x07", IN_TABLE))
    file.paragraphs.append(OldParagraph("\x07", IN_TABLE + ROW_END + row_shape(cells)))
    file.add_row(_cells("6", "7", "8"))
    assert _texts(_read(file)) == [[["1", "2", "3"], ["6", "7", "8"]], [["4", "5"]]]


def _level(
    pattern: str, number_format: int, *, start: int = 1, flags: int = 0, follows: int = 2
) -> bytes:
    """One level of a list; signs 0 to 8 in the pattern stand for the levels' numbers."""
    head = struct.pack("<iBB9xB12x", start, number_format, flags, follows)
    return head + struct.pack("<H", len(pattern)) + pattern.encode("utf-16-le")


def _with_lists(file: OldWordFile, changed: bytes = b"") -> OldWordFile:
    """Add a list of nine levels and one of a single level; use 3 is the first list's again."""
    levels = [_level("\0、", 37), _level("（\1）", 37), _level("\0.\1.\2", 0, flags=4, follows=0)]
    levels += [_level("•", 23)] * 6
    styles = struct.pack("<9h", *[0xFFF] * 9)
    lists = [
        struct.pack("<iI", 77, 0) + styles + b"\0\0",
        struct.pack("<iI", 88, 0) + styles + b"\1\0",
    ]
    file.table_parts[73] = struct.pack("<H", 2) + b"".join(lists)
    file.behind_parts[73] = b"".join(levels) + _level("\0.", 0, start=3)
    uses = [struct.pack("<iIIBxxx", number, 0, 0, 0) for number in (77, 88)]
    uses.append(struct.pack("<iIIBxxx", 77, 0, 0, 1 if changed else 0))
    ends = b"\xff" * 8 + b"\xff" * 4
    file.table_parts[74] = struct.pack("<I", 3) + b"".join(uses) + ends + changed
    return file


def _item(text: str, use: int, level: int = 0) -> OldParagraph:
    return OldParagraph(text + "\r", struct.pack("<HhHB", 0x460B, use, 0x260A, level))


def test_automatic_ordinals_are_printed() -> None:
    items = [
        _item("甲", 1), _item("子", 1, 1), _item("丑", 1, 1), _item("寅", 1, 2), _item("三", 2),
        _item("乙", 1), _item("卯", -1, 1), _item("点", 1, 5), _item("四", 2), _item("无", 0),
        OldParagraph("中\r"), _item("未", 9), _item("丙", 3),
    ]  # fmt: skip
    assert _texts(_read(_with_lists(OldWordFile(items)))) == [
        "一、甲", "（一）子", "（二）丑", "1.2.1 寅", "3.三", "二、乙", "（一）卯", "点", "4.四",
        "无", "中", "未", "三、丙",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (struct.pack("<iI", 5, 0x10), ["一、甲", "五、乙", "六、丙"]),
        (
            struct.pack("<iI", 0, 0x20) + _level("第\0条", 0, start=7),
            ["一、甲", "第2条乙", "第3条丙"],
        ),
        (
            struct.pack("<iI", 0, 0x30) + _level("第\0条", 0, start=7),
            ["一、甲", "第7条乙", "第8条丙"],
        ),
    ],
)
def test_a_use_of_a_list_may_change_its_levels(changed: bytes, expected: list[str]) -> None:
    items = [_item("甲", 1), _item("乙", 3), _item("丙", 3)]
    texts = _texts(_read(_with_lists(OldWordFile(items), changed)))
    assert texts == expected


def test_damaged_lists_number_nothing_and_hide_nothing() -> None:
    file = _with_lists(OldWordFile([_item("甲", 1), _item("乙", 2)]))
    file.behind_parts[73] = file.behind_parts[73][:20]
    file.table_parts[74] = b"\xff" * 9
    assert _texts(_read(file)) == ["甲", "乙"]
    file.table_parts[73] = struct.pack("<H", 1) + bytes(26)
    assert _texts(_read(file)) == ["甲", "乙"]


def _one_paragraph() -> OldWordFile:
    return OldWordFile([OldParagraph("甲\r")])


def test_what_cannot_be_read_says_why() -> None:
    encrypted = write_file(_one_paragraph(), Random(1), flags=0x0100)
    assert _code_of(encrypted) == "encrypted_file"
    package = write_compound_file({"EncryptionInfo": b"x", "EncryptedPackage": bytes(5000)})
    assert _code_of(package) == "encrypted_file"
    assert _code_of(write_compound_file({"Workbook": bytes(5000)})) == "format_not_read"
    assert _code_of(write_compound_file({"WordDocument": bytes(5000)})) == "damaged_file"
    assert _code_of(b"") == _code_of(encrypted[:100]) == "damaged_file"


def test_an_older_version_asks_for_libreoffice() -> None:
    with pytest.raises(UnreadableFileError, match="LibreOffice") as caught:
        read_doc(write_file(_one_paragraph(), Random(1), version=0x68))
    assert caught.value.code == "format_not_read"


def test_names_of_streams_in_storages_are_not_those_at_the_top() -> None:
    container = CompoundFile(write_file(_one_paragraph(), Random(1)), "DOC")
    streams = {name: container.read(name) for name in container.names}
    embedded = {f"ObjectPool/_1/{name}": b"x" * 9000 for name in streams}
    again = write_compound_file({**embedded, **streams, "\x01CompObj": b"y" * 70}, Random(3))
    assert _texts(read_doc(again)) == ["甲"]
    opened = CompoundFile(again, "DOC")
    assert opened.read("\x01CompObj") == b"y" * 70
    assert sorted(opened.names) == sorted([*streams, "\x01CompObj", "ObjectPool"])


def _report() -> bytes:
    draft, _ = next(iter(random_drafts("merged", 1, 8, most_damages=0)))
    return write_old_word_file(draft, Random(4))


def test_cut_files_are_damaged() -> None:
    data = _report()
    for size in range(0, len(data) - 512, 1009):
        assert _code_of(data[:size]) == "damaged_file"


def test_chains_that_run_in_a_circle_end() -> None:
    data = _report()
    (first_fat,) = struct.unpack_from("<I", data, 76)
    at = (first_fat + 1) * 512
    for number in range(0, 60, 7):
        circle = data[: at + 4 * number] + struct.pack("<I", number) + data[at + 4 * number + 4 :]
        try:
            read_doc(circle)
        except UnreadableFileError as error:
            assert error.code == "damaged_file"
    lists = bytearray(data)
    struct.pack_into("<110I", lists, 72, 1, *[0xFFFFFFFF] * 109)
    struct.pack_into("<I", lists, 68, 0)
    struct.pack_into("<128I", lists, 512, *[0xFFFFFFFF] * 127, 0)
    assert _code_of(bytes(lists)) == "damaged_file"


def _mutations(data: bytes, count: int, rng: Random) -> Iterator[bytes]:
    """Files with bytes set to telling values, cut out, or copied elsewhere."""
    for _ in range(count):
        mutated = bytearray(data)
        for _ in range(rng.randint(1, 20)):
            at = rng.randrange(len(mutated))
            length = rng.choice((1, 2, 4))
            mutated[at : at + length] = rng.choice(
                (rng.randbytes(length), b"\xff" * length, b"\0" * length, b"\x7f" * length)
            )
        if rng.random() < 0.2:
            start, end = sorted((rng.randrange(len(mutated)), rng.randrange(len(mutated))))
            del mutated[start : min(end, start + 2000)]
        if rng.random() < 0.2:
            source, target = rng.randrange(len(mutated)), rng.randrange(len(mutated))
            mutated[target : target + 512] = mutated[source : source + 512]
        yield bytes(mutated)


def test_mutated_files_are_read_or_refused() -> None:
    rng = Random(20)
    outcomes: Counter[str] = Counter()
    data = _report()
    for mutated in _mutations(data, 500, rng):
        try:
            read_doc(mutated)
            outcomes["read"] += 1
        except UnreadableFileError as error:
            outcomes[error.code] += 1
    assert outcomes["read"] > 50 and outcomes["damaged_file"] > 50
