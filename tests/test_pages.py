"""Blocks of a page from glyphs and rules, and tables that go on over page breaks."""

from collections.abc import Sequence

import pytest

from extract.document import Block, Paragraph, Separation, Table
from extract.geometry import Box, Glyph, Rule, rules_of_outline
from extract.page_blocks import page_blocks
from extract.pages import join_pages

EDGES = (50.0, 150.0, 200.0, 250.0)
HEIGHT = 20.0
SIZE = 10.0


def _written(text: str, left: float, top: float, advance: float = SIZE) -> list[Glyph]:
    """A line of type of 10 units; digits are half as wide as ideographs."""
    glyphs = []
    for character in text:
        width = advance if ord(character) > 0x2E80 else advance / 2
        glyphs.append(Glyph(character, Box(left, top, left + width, top + SIZE)))
        left += width
    return glyphs


def _ruled(
    rows: Sequence[Sequence[str]], top: float = 100, edges: Sequence[float] = EDGES
) -> tuple[list[Glyph], list[Rule]]:
    """A table; the lines of a cell are parted by newlines, and a row is as high as these."""
    glyphs: list[Glyph] = []
    rules: list[Rule] = []
    for row in rows:
        lines = max(text.count("\n") + 1 for text in row)
        bottom = top + HEIGHT * lines
        for text, left, right in zip(row, edges, edges[1:], strict=False):
            rules += rules_of_outline(Box(left, top, right, bottom))
            for i, line in enumerate(text.split("\n")):
                glyphs += _written(line, left + 3, top + 5 + i * HEIGHT)
        top = bottom
    return glyphs, rules


def _page(
    rows: Sequence[Sequence[str]],
    above: str = "",
    below: str = "",
    page: int = 1,
    edges: Sequence[float] = EDGES,
) -> list[Block]:
    glyphs, rules = _ruled(rows, edges=edges)
    return page_blocks([*_written(above, 50, 40), *glyphs, *_written(below, 50, 700)], rules, page)


def _texts(block: Block) -> list[list[str]]:
    assert isinstance(block, Table)
    return [[cell.text for cell in row] for row in block.rows]


def _only_table(pages: Sequence[Sequence[Block]]) -> list[list[str]]:
    (table,) = [block for block in join_pages(pages) if isinstance(block, Table)]
    return _texts(table)


HEAD = ["项目", "甲", "乙"]


def test_text_of_cells_and_around_the_table() -> None:
    blocks = _page([HEAD, ["规章", "1,234", ""]], above="标题", below="结尾")
    above, table, below = join_pages(blocks and [blocks])
    assert isinstance(above, Paragraph) and above.text == "标题"
    assert above.locator == "box:50.0,40.0,70.0,50.0" and above.page == 1
    assert isinstance(below, Paragraph) and below.text == "结尾"
    assert _texts(table) == [HEAD, ["规章", "1,234", ""]]
    assert isinstance(table, Table) and table.separation is Separation.MARKUP
    assert table.rows[1][1].locator == "box:153.0,125.0,178.0,135.0"
    assert table.rows[1][2].locator == "box:200.0,120.0,250.0,140.0"
    assert {cell.page for row in table.rows for cell in row} == {1}


def test_locators_may_be_given() -> None:
    glyphs, rules = _ruled([HEAD, HEAD])
    (table,) = page_blocks(
        glyphs, rules, 2, lambda n, cell: f"T{n + 1}:R{cell.row + 1}:C{cell.column + 1}"
    )
    assert isinstance(table, Table)
    assert [cell.locator for cell in table.rows[1]] == ["T1:R2:C1", "T1:R2:C2", "T1:R2:C3"]


def test_lines_of_a_cell_from_top_to_bottom_whatever_the_order_of_drawing() -> None:
    _, rules = _ruled([["一\n二\n三", "", ""], HEAD])
    glyphs = [g for i in (2, 0, 1) for g in _written("上中下"[i] * 3, 60, 105 + 20 * i)]
    assert _only_table([page_blocks(glyphs, rules, 1)])[0][0] == "上上上\n中中中\n下下下"


def test_a_label_of_one_character_a_line() -> None:
    _, rules = _ruled([["一\n二\n三\n四", "", ""], HEAD])
    glyphs = [g for i, c in enumerate("不予公开") for g in _written(c, 90, 102 + 11 * i)]
    assert _only_table([page_blocks(glyphs, rules, 1)])[0][0] == "不\n予\n公\n开"


@pytest.mark.parametrize(("gap", "text"), [(0.0, "2041"), (1.5, "2041"), (4.0, "20 41")])
def test_a_wide_gap_is_a_blank(gap: float, text: str) -> None:
    _, rules = _ruled([HEAD, HEAD])
    glyphs = [*_written("20", 60, 105), *_written("41", 70 + gap, 105)]
    assert _only_table([page_blocks(glyphs, rules, 1)])[0][0] == text


def test_a_printed_blank_stays_and_blanks_at_the_ends_go() -> None:
    _, rules = _ruled([HEAD, HEAD])
    glyphs = _written(" 3 件\u3000", 60, 105)
    assert _only_table([page_blocks(glyphs, rules, 1)])[0][0] == "3 件"


def test_blanks_alone_are_no_text() -> None:
    glyphs, rules = _ruled([["规章", " ", "\u3000"], HEAD])
    assert _only_table([page_blocks(glyphs, rules, 1)])[0] == ["规章", "", ""]


def test_what_is_printed_twice_for_bold_is_read_once() -> None:
    _, rules = _ruled([HEAD, HEAD])
    by_glyph = [
        g for i, c in enumerate("1122") for x in (0, 0.4) for g in _written(c, 60 + 5 * i + x, 105)
    ]
    by_line = [*_written("3311", 160, 105), *_written("3311", 160.4, 105.2)]
    assert _only_table([page_blocks([*by_glyph, *by_line], rules, 1)])[0][:2] == ["1122", "3311"]


def test_neighbouring_figures_that_touch_stay_in_their_cells() -> None:
    _, rules = _ruled([HEAD, HEAD])
    glyphs = _written("12345678", 180, 105)
    assert _only_table([page_blocks(glyphs, rules, 1)])[0] == ["", "1234", "5678"]


def test_a_number_too_wide_for_its_cell_stays_whole() -> None:
    _, rules = _ruled([HEAD, HEAD], edges=(50, 150, 177, 300))
    glyphs = _written("1234567", 153, 105, advance=9)
    assert _only_table([page_blocks(glyphs, rules, 1)])[0] == ["", "1234567", ""]


def test_spanning_cells_hold_their_text_once() -> None:
    rules = [
        *rules_of_outline(Box(50, 100, 250, 120)),
        *rules_of_outline(Box(50, 120, 150, 160)),
        *(r for y in (120, 140) for r in rules_of_outline(Box(150, y, 250, y + 20))),
    ]
    glyphs = [*_written("全宽", 60, 105), *_written("组", 60, 135), *_written("7", 160, 145)]
    (table,) = join_pages([page_blocks(glyphs, rules, 1)])
    assert _texts(table) == [["全宽", ""], ["组", ""], ["", "7"]]
    assert isinstance(table, Table)
    assert table.rows[0][0].locator == table.rows[0][1].locator
    assert table.rows[1][0].locator == table.rows[2][0].locator


def test_a_frame_around_the_page_is_no_table() -> None:
    glyphs, rules = _ruled([HEAD, HEAD])
    frame = [*rules_of_outline(Box(20, 20, 400, 600)), Rule(20, 60, 400, 60)]
    blocks = page_blocks([*_written("标题", 50, 40), *glyphs], [*rules, *frame], 1)
    assert [type(block) is Paragraph for block in blocks] == [True, False]
    assert len(blocks) == 2


def test_a_nested_table_is_a_table_of_its_own() -> None:
    glyphs, rules = _ruled([["外", "", ""], ["内\n\n\n\n", "", ""], ["外", "1", "2"]])
    inner = [
        r
        for x in (60, 100)
        for y in (145, 165)
        for r in rules_of_outline(Box(x, y, x + 40, y + 20))
    ]
    blocks = page_blocks([*glyphs, *_written("里", 65, 150)], [*rules, *inner], 1)
    tables = [_texts(block) for block in blocks if isinstance(block, Table)]
    assert [len(table) for table in tables] == [3, 2]
    assert tables[1][0][0] == "里"


def test_a_table_over_three_pages_is_one() -> None:
    pages = [
        _page([HEAD, ["规章", "1", "2"]], above="标题", below="1"),
        _page([["许可", "3", ""]], below="2", page=2),
        _page([["处罚", "5", "6"]], below="3", page=3),
    ]
    blocks = join_pages(pages)
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        "标题",
        "1",
        "2",
        "3",
    ]
    assert _texts(blocks[1]) == [HEAD, ["规章", "1", "2"], ["许可", "3", ""], ["处罚", "5", "6"]]
    table = blocks[1]
    assert isinstance(table, Table) and [row[0].page for row in table.rows] == [1, 1, 2, 3]


def test_a_repeated_head_is_left_out_and_rows_that_differ_are_not() -> None:
    pages = [
        _page([HEAD, ["", "丙", "丁"], ["规章", "1", "2"]]),
        _page([HEAD, ["", "丙", "戊"], ["许可", "3", "4"]], page=2),
    ]
    assert _only_table(pages) == [
        HEAD,
        ["", "丙", "丁"],
        ["规章", "1", "2"],
        ["", "丙", "戊"],
        ["许可", "3", "4"],
    ]


def test_rows_of_figures_alike_are_not_taken_for_a_head() -> None:
    pages = [_page([["", "0", "0"], ["", "1", "0"]]), _page([["", "0", "0"]], page=2)]
    assert _only_table(pages) == [["", "0", "0"], ["", "1", "0"], ["", "0", "0"]]


def test_running_lines_come_behind_the_table() -> None:
    pages = [
        _page([HEAD, ["规章", "1", "2"]], above="某局年度报告", below="第1页"),
        _page([["许可", "3", "4"]], above="某局年度报告", below="第2页", page=2),
    ]
    blocks = join_pages(pages)
    assert [getattr(block, "text", "表") for block in blocks] == [
        "某局年度报告",
        "表",
        "某局年度报告",
        "第1页",
        "第2页",
    ]


def test_a_page_number_does_not_part_a_heading_from_its_table() -> None:
    pages = [
        _page([HEAD, HEAD], above="标题", below="四、结果"),
        [],
        _page([["甲", "乙"]] * 2, above="见下表", below="3/3", page=3, edges=(50, 120, 250)),
    ]
    pages[1:2] = [[Paragraph("2/3", "box:1.0,790.0,9.0,799.0", 2)]]
    blocks = join_pages(pages)
    assert [getattr(block, "text", "表") for block in blocks] == [
        "标题",
        "表",
        "四、结果",
        "见下表",
        "表",
        "2/3",
        "3/3",
    ]


def test_text_between_parts_two_tables() -> None:
    pages = [
        _page([HEAD, ["规章", "1", "2"]], below="说明如下"),
        _page([HEAD, ["许可", "3", "4"]], page=2),
    ]
    assert sum(isinstance(block, Table) for block in join_pages(pages)) == 2


def test_other_columns_are_another_table() -> None:
    pages = [_page([HEAD, HEAD]), _page([HEAD, HEAD], page=2, edges=(50, 120, 180, 250, 250)[:4])]
    blocks = join_pages(pages)
    assert len(blocks) == 1  # as many columns and as wide: the same table, drawn less exactly
    pages = [_page([HEAD, HEAD]), _page([["甲", "乙"]] * 2, page=2, edges=(50, 120, 250))]
    assert len(join_pages(pages)) == 2


def test_a_part_with_fewer_columns_spreads_over_the_table_s() -> None:
    pages = [
        _page([["组", "项", "数"], ["甲", "1.秘密", "4"]]),
        _page([["（七）总计", "9"], ["四、结转", "0"]], page=2, edges=(50, 200, 250)),
    ]
    assert _only_table(pages) == [
        ["组", "项", "数"],
        ["甲", "1.秘密", "4"],
        ["（七）总计", "", "9"],
        ["四、结转", "", "0"],
    ]


def test_odd_and_even_pages_with_other_margins() -> None:
    moved = tuple(edge + 25 for edge in EDGES)
    pages = [_page([HEAD, HEAD]), _page([["许可", "3", "4"]], page=2, edges=moved)]
    assert _only_table(pages)[-1] == ["许可", "3", "4"]


CUT = "3.补正后申请内容仍"
"""Fills its cell to less than a character."""


@pytest.mark.parametrize(
    ("above", "below", "row"),
    [
        ([CUT, "5", "0"], ["不明确", "", ""], [f"{CUT}\n不明确", "5", "0"]),
        ([CUT, "", ""], ["不明确", "5", "0"], [f"{CUT}\n不明确", "5", "0"]),
        ([CUT, "", ""], ["不明确", "", ""], [f"{CUT}\n不明确", "", ""]),
    ],
    ids=["figures above", "figures below", "no figures"],
)
def test_a_row_that_the_break_has_cut_is_one(
    above: list[str], below: list[str], row: list[str]
) -> None:
    pages = [_page([HEAD, above]), _page([below, ["许可", "3", "4"]], page=2)]
    assert _only_table(pages) == [HEAD, row, ["许可", "3", "4"]]


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ([CUT, "5", "0"], ["不明确", "1", ""]),
        ([CUT, "5", "0"], ["4.其他", "", ""]),
        ([CUT, "5", "0"], ["（六）其他", "", ""]),
        (["规章", "5", "0"], ["许可", "", ""]),
        (["规章", "", ""], ["许可", "5", "0"]),
        ([CUT, "5", "0"], ["", "", ""]),
        ([CUT, "123456789", "0"], ["不明确", "12", ""]),
    ],
    ids=["both figures", "ordinal", "bracket", "room", "room above", "blank", "long figures"],
)
def test_two_rows_stay_two(above: list[str], below: list[str]) -> None:
    pages = [_page([HEAD, above]), _page([below, ["罚", "3", "4"]], page=2)]
    assert _only_table(pages) == [HEAD, above, below, ["罚", "3", "4"]]


def test_a_row_of_other_cells_does_not_go_on() -> None:
    glyphs, rules = _ruled([[CUT + "一二三四五六七八九"]], edges=(50, 250))
    wide = page_blocks(
        [*glyphs, *_ruled([["许可", "3", "4"]], top=120)[0]],
        [*rules, *_ruled([["许可", "3", "4"]], top=120)[1]],
        2,
    )
    pages = [_page([HEAD, [CUT, "5", "0"]]), wide]
    assert len(_only_table(pages)) == 4


def test_pages_without_anything() -> None:
    assert join_pages([]) == ()
    assert join_pages([[], page_blocks([], [], 2)]) == ()
