"""Reading text files: every layout gives the same cells, each with its place."""

import pytest

from extract.decode import decode
from extract.document import Document, Paragraph, Separation, Table, from_json, to_json
from extract.text import read_text

LAYOUTS = {
    "tabs": "信息内容\t本年\t累计\n规章\t\t3\n许可\t1,2\t4\n",
    "cell a line": "\t信息内容\n\t本年\n\t累计\n\n\t规章\n\t\n\t3\n\n\t许可\n\t1,2\n\t4\n",
    "bars": "信息内容 | 本年 | 累计 |\n规章 |  | 3 |\n许可 | 1,2 | 4 |\n",
    "markdown": "| 信息内容 | 本年 | 累计 |\n|---|:--:|---|\n| 规章 |  | 3 |\n| 许可 | 1,2 | 4 |\n",
    "lone bars": "信息内容\n|\n本年\n|\n累计\n|\n\n规章\n|\n|\n3\n|\n\n许可\n|\n1,2\n|\n4\n|\n",
    "lone bars, empty lines": (
        "信息内容\n|\n本年\n|\n累计\n|\n\n规章\n|\n\n|\n3\n|\n\n许可\n|\n1,2\n|\n4\n|\n"
    ),
}
ROWS = [["信息内容", "本年", "累计"], ["规章", "", "3"], ["许可", "1,2", "4"]]


def _tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_separated_layout_gives_the_same_cells(layout: str) -> None:
    document = read_text(f"前言一段。\n\n{LAYOUTS[layout]}\n后记一段。\n", "utf-8")
    (table,) = _tables(document)
    assert table.separation is Separation.SEPARATOR
    assert [[cell.text for cell in row] for row in table.rows] == ROWS
    prose = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert [text for text in prose if text] == ["前言一段。", "后记一段。"]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_printed_cell_stands_where_its_locator_says(layout: str) -> None:
    text = f"前言\n\n{LAYOUTS[layout]}"
    lines = text.split("\n")
    for row in _tables(read_text(text, "utf-8"))[0].rows:
        for cell in row:
            line, column = (int(part[1:]) for part in cell.locator.split(":"))
            assert lines[line - 1][column - 1 :].startswith(cell.text)


def test_words_held_apart_by_blanks_make_a_row_that_lost_its_blank_cells() -> None:
    (table,) = _tables(read_text("规章  0   -  9\n政府集中采购 3 668.7004 万元\n", "utf-8"))
    assert table.separation is Separation.BLANKS
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["规章", "0", "-", "9"],
        ["政府集中采购", "3", "668.7004 万元"],
    ]


def test_a_figure_glued_to_its_label_is_a_field_but_a_title_with_its_year_is_none() -> None:
    (table,) = _tables(read_text("规章0 0 9\n", "utf-8"))
    assert [cell.text for cell in table.rows[0]] == ["规章", "0", "0", "9"]
    assert not _tables(read_text("某局政府信息公开工作年度报告2021\n", "utf-8"))


def test_indented_prose_is_no_table() -> None:
    document = read_text("\t一是加强领导。\n\t二是落实责任。\n", "utf-8")
    assert not _tables(document)


def test_a_cell_broken_over_lines_is_one_cell() -> None:
    (table,) = _tables(read_text("\t尚未\n审结\n\t总计\n\n\t0\n\t0\n", "utf-8"))
    assert [cell.text for cell in table.rows[0]] == ["尚未\n审结", "总计"]


def test_a_row_of_blank_cells_is_a_row() -> None:
    (table,) = _tables(read_text("甲\t乙\n\t\n1\t2\n", "utf-8"))
    assert [len(row) for row in table.rows] == [2, 2, 2]


def test_a_document_survives_its_json() -> None:
    document = read_text(LAYOUTS["tabs"] + "\n后记\n", "gb18030")
    assert from_json(to_json(document)) == document


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("政府信息".encode(), "utf-8"),
        ("政府信息".encode("utf-8-sig"), "utf-8-sig"),
        ("政府信息".encode("gb18030"), "gb18030"),
        ("政府信息".encode("utf-16"), "utf-16"),
    ],
)
def test_encodings(data: bytes, encoding: str) -> None:
    assert decode(data) == ("政府信息", encoding)


def test_a_few_bad_bytes_do_not_send_utf8_to_gb18030() -> None:
    text, encoding = decode(("政府信息公开工作年度报告" * 40).encode() + b"\xff")
    assert encoding == "utf-8"
    assert text.startswith("政府信息公开")
