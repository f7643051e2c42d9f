"""Pages without rules: what words make a row, which cells are blank, and what is no table."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from random import Random

import pytest

from extract.document import Block, Paragraph, Separation, Table
from extract.geometry import Box, Glyph
from extract.pdf import read_pdf
from extract.word_layout import MOST_WORDS, word_blocks
from tests.generator.layouts import random_drafts
from tests.generator.pdf_files import write_pdf
from tests.judging import judge
from transform.report import understand

SIZE = 10.0
SEED = 20220930
Rows = list[tuple[str, ...]]


def _glyphs(text: str, x: float, y: float, size: float = SIZE) -> list[Glyph]:
    """A text whose first character begins at x and whose line's middle is at y."""
    glyphs: list[Glyph] = []
    for character in text:
        width = size / 2 if character.isascii() else size
        box = Box(x, y - 0.6 * size, x + width, y + 0.6 * size)
        glyphs.append(Glyph(character, box))
        x += width
    return glyphs


def _page(*texts: tuple[str, float, float]) -> list[Glyph]:
    return [glyph for text in texts for glyph in _glyphs(*text)]


def _row(y: float, *texts: str, at: Sequence[float] = (200, 260, 320)) -> list[Glyph]:
    """Figures in columns; "" for a blank cell."""
    return [glyph for text, x in zip(texts, at, strict=True) for glyph in _glyphs(text, x, y)]


def _tables(blocks: Iterable[Block]) -> list[tuple[Separation, Rows]]:
    return [
        (block.separation, [tuple(cell.text for cell in row) for row in block.rows])
        for block in blocks
        if isinstance(block, Table)
    ]


def _only_table(glyphs: Sequence[Glyph]) -> tuple[Separation, Rows]:
    (table,) = _tables(word_blocks(glyphs, 1))
    return table


def _texts(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Paragraph)]


def test_blank_cells_keep_their_place_where_full_rows_show_the_columns() -> None:
    glyphs = [
        *_page(("甲类", 50, 100), ("乙类", 50, 120), ("丙类", 50, 140)),
        *_row(100, "1", "2", "3"),
        *_row(120, "4", "", "5"),
        *_row(140, "6", "7", "8"),
    ]
    separation, rows = _only_table(glyphs)
    assert separation is Separation.SEPARATOR
    assert rows == [
        ("", "甲类", "1", "2", "3"),
        ("", "乙类", "4", "", "5"),
        ("", "丙类", "6", "7", "8"),
    ]


@pytest.mark.parametrize(("above", "is_read"), [("三组", True), ("12或", False)])
def test_a_row_below_what_may_be_its_first_line_is_no_row(above: str, is_read: bool) -> None:
    glyphs = [
        *_page((above, 318, 86), ("甲类", 50, 100), ("乙类", 50, 130)),
        *_row(100, "1", "2", "13"),
        *_row(130, "6", "7", "8"),
    ]
    rows = [row for _, table in _tables(word_blocks(glyphs, 1)) for row in table]
    assert any(row[-3:] == ("1", "2", "13") for row in rows) == is_read
    assert any(row[-3:] == ("6", "7", "8") for row in rows)


def test_a_header_shows_a_column_without_any_figure() -> None:
    glyphs = [
        *_page(("项目", 50, 80), ("甲类", 50, 100)),
        *_row(80, "一组", "二组", "三组"),
        *_row(100, "1", "", "3"),
    ]
    separation, rows = _only_table(glyphs)
    assert separation is Separation.SEPARATOR
    assert rows == [("", "项目", "一组", "二组", "三组"), ("", "甲类", "1", "", "3")]


def test_without_a_header_or_full_rows_blank_cells_are_not_claimed() -> None:
    glyphs = [
        *_page(("甲类", 50, 100), ("乙类", 50, 120)),
        *_row(100, "1", "", "3"),
        *_row(120, "", "2", "4"),
    ]
    assert _only_table(glyphs) == (
        Separation.BLANKS,
        [("甲类", "1", "3"), ("乙类", "2", "4")],
    )


@pytest.mark.parametrize(("first", "second"), [(94, 106), (100, 112), (88, 100)])
def test_a_label_over_two_lines_is_one_wherever_its_figures_stand(
    first: float, second: float
) -> None:
    """Figures between the lines, beside the first, and beside the last of a numbered label."""
    texts = []
    for at in range(3):
        below = 40 * at
        texts.append((f"{at + 1}.本项名称很长很", 50, first + below))
        texts.append(("长的一项", 50, second + below))
    glyphs = [*_page(*texts, ("4.末项", 50, 220)), *_row(220, "3", "5", "6")]
    for at in range(3):
        glyphs += _row(100 + 40 * at, str(at), "5", "6")
    _, rows = _only_table(glyphs)
    labels = [*(f"{at + 1}.本项名称很长很\n长的一项" for at in range(3)), "4.末项"]
    assert rows == [("", label, str(at), "5", "6") for at, label in enumerate(labels)]


def test_upright_group_labels_stand_beside_the_rows() -> None:
    upright = [(character, 30, 88 + 12 * at) for at, character in enumerate("无法办理")]
    glyphs = _page(*upright, ("甲类", 60, 90), ("乙类", 60, 110), ("丙类", 60, 130))
    for y in (90, 110, 130):
        glyphs += _row(y, "1", "无", "3")
    separation, rows = _only_table(glyphs)
    assert separation is Separation.SEPARATOR
    assert [row[1:] for row in rows] == [(f"{label}类", "1", "无", "3") for label in "甲乙丙"]
    assert "".join(row[0] for row in rows).replace("\n", "") == "无法办理"


def test_a_figure_broken_over_lines_is_one_cell() -> None:
    glyphs = [
        *_page(("甲类", 50, 100), ("乙类", 50, 130)),
        *_row(100, "", "2", "3"),
        *_page(("668.70", 200, 94), ("万元", 200, 106)),
        *_row(130, "7", "8", "9"),
    ]
    _, rows = _only_table(glyphs)
    assert rows[0][-3:] == ("668.70\n万元", "2", "3")


def test_digits_set_apart_are_one_cell_only_in_a_known_column() -> None:
    unknown = [*_page(("甲类", 50, 100)), *_row(100, "1 2", "3", "4")]
    assert _only_table(unknown) == (Separation.BLANKS, [("甲类", "1", "2", "3", "4")])
    known = [
        *unknown,
        *_page(("乙类", 50, 120), ("丙类", 50, 140)),
        *_row(120, "15", "6", "7"),
        *_row(140, "18", "9", "0"),
    ]
    assert _only_table(known)[1][0] == ("", "甲类", "1 2", "3", "4")


def test_a_lone_figure_right_below_a_row_leaves_the_row_unread() -> None:
    """The rest of `2 1 7 5` on the next line would leave 217."""
    glyphs = [*_page(("甲类", 50, 100)), *_row(100, "2 1 7", "3", "4"), *_page(("5", 200, 113))]
    blocks = word_blocks(glyphs, 1)
    assert _tables(blocks) == []
    assert _texts(blocks) == ["甲类 2 1 7 3 4", "5"]


def test_a_row_whose_label_may_end_above_it_is_left_unread() -> None:
    """Nothing tells whether the lines between two rows end the first label or begin the second."""
    labels = [("甲", 50, 100), ("种情形很长的", 50, 112), ("乙", 50, 124)]
    glyphs = [*_page(*labels), *_row(100, "1", "2", "3"), *_row(124, "4", "5", "6")]
    figures = [cell for _, rows in _tables(word_blocks(glyphs, 1)) for row in rows for cell in row]
    assert not {"4", "5", "6"} & set(figures)


def test_prose_with_numbers_and_dates_is_no_table() -> None:
    lines = [
        "全年收到申请 25 件，办结 24 件，其中网上 3 件",
        "2023 年 1 月 10 日",
        "编号 7",
        "某某市某某局",
    ]
    blocks = word_blocks(_page(*((line, 50, 100 + 20 * at) for at, line in enumerate(lines))), 1)
    assert _texts(blocks) == lines
    assert _tables(blocks) == []


def test_names_in_two_columns_are_rows_of_words() -> None:
    glyphs = _page(
        ("某某市教育局", 50, 100),
        ("某某市水务局", 250, 100),
        ("某某市司法局", 50, 120),
        ("某某市体育局", 250, 120),
    )
    assert _only_table(glyphs) == (
        Separation.BLANKS,
        [("某某市教育局", "某某市水务局"), ("某某市司法局", "某某市体育局")],
    )


def test_a_page_number_below_a_table_is_no_row() -> None:
    glyphs = [
        *_page(("甲类", 50, 100), ("乙类", 50, 120), ("- 3 -", 250, 160)),
        *_row(100, "1", "2", "3"),
        *_row(120, "4", "5", "6"),
    ]
    blocks = word_blocks(glyphs, 1)
    assert _texts(blocks) == ["- 3 -"]
    assert [len(rows) for _, rows in _tables(blocks)] == [2]


def test_a_heading_between_tables_ends_the_first() -> None:
    glyphs = [
        *_page(("甲类", 50, 100), ("乙类", 50, 180)),
        *_row(100, "1", "2", "3"),
        *_page(("二、下一部分的标题写得很长很长很长", 50, 140)),
        *_row(180, "4", "5", "6"),
    ]
    blocks = word_blocks(glyphs, 1)
    assert [type(block) for block in blocks] == [Table, Paragraph, Table]


def test_locators_are_boxes_on_the_page() -> None:
    blocks = word_blocks([*_page(("甲类", 50, 100)), *_row(100, "1", "2", "3")], 4)
    assert isinstance(blocks[0], Table)
    cell = blocks[0].rows[0][-1]
    assert (cell.text, cell.page, cell.locator) == ("3", 4, "box:320.0,94.0,325.0,106.0")


def test_no_glyphs_are_no_blocks() -> None:
    assert word_blocks([], 1) == []
    assert word_blocks(_page((" ", 50, 100)), 1) == []


def test_a_page_with_too_many_words_is_read_as_lines() -> None:
    glyphs = [g for y in range(100) for x in range(60) for g in _glyphs("1", 20.0 * x, 20.0 * y)]
    assert len(glyphs) > MOST_WORDS
    blocks = word_blocks(glyphs, 1)
    assert _texts(blocks) == [" ".join(["1"] * 60)] * 100


@pytest.mark.parametrize(
    "glyphs",
    [
        [Glyph("1", Box(0, 0, 0, 0))] * 2000,
        [Glyph("1", Box(100, 100, 105, 110))] * 2000,
        [Glyph("国", Box(float("nan"), 0, 1, float("inf")))] * 5,
        [Glyph("1", Box(-1e30, -1e30, 1e30, 1e30)), Glyph("2", Box(5, 5, 4, 4))] * 5,
    ],
    ids=["without extent", "in one place", "nowhere", "everywhere"],
)
def test_glyphs_with_absurd_boxes_are_survived(glyphs: list[Glyph]) -> None:
    for block in word_blocks(glyphs, 1):
        assert isinstance(block, Paragraph | Table)


def _scattered(rng: Random) -> list[Glyph]:
    """Words of thin, wide, low and high characters, in a few lines and columns."""
    glyphs: list[Glyph] = []
    for _ in range(rng.randint(1, 12)):
        x, y = rng.choice((0.0, 20.0, 40.0, 80.0, 150.0)), rng.choice((0, 6, 10, 12, 24, 36, 60))
        high = rng.choice((12, 12, 12, 6, 30, 0.01))
        width = high * rng.choice((0.1, 0.2, 0.5, 1, 3))
        for character in rng.choices("1234567890-/.,无元件甲乙（）[]", k=rng.randint(1, 4)):
            glyphs.append(Glyph(character, Box(x, y, x + width, y + high)))
            x += width * rng.choice((1, 1, 1.4))
    return glyphs


def test_every_character_is_kept_wherever_it_stands() -> None:
    rng = Random(SEED)
    for _ in range(500):
        glyphs = _scattered(rng)
        blocks = word_blocks(glyphs, 1)
        cells = [cell for _, rows in _tables(blocks) for row in rows for cell in row]
        kept = Counter("".join([*cells, *_texts(blocks)]))
        assert Counter("".join(glyph.text for glyph in glyphs)) <= kept


def test_a_thin_sign_at_the_start_of_the_figures_is_one_of_them() -> None:
    thin = Glyph("/", Box(200, 134, 202, 146))
    rows = [*_row(100, "1", "2", "3"), *_row(120, "4", "5", "6"), thin, *_row(140, "", "8", "9")]
    separation, table = _only_table(rows)
    assert (separation, table[2]) == (Separation.SEPARATOR, ("/", "8", "9"))


def test_every_character_is_kept() -> None:
    for draft, rng in random_drafts("words", 8, SEED):
        document = read_pdf(write_pdf(draft, rng, ruled=False))
        cells = [
            cell.text
            for block in document.blocks
            if isinstance(block, Table)
            for row in block.rows
            for cell in row
        ]
        found = Counter("".join("".join([*cells, *_texts(document.blocks)]).split()))
        printed = [
            text
            for piece in draft.pieces
            for text in (
                [piece]
                if isinstance(piece, str)
                else [field.text for line in piece.lines for field in line.fields]
            )
        ]
        assert Counter("".join("".join(printed).split())) <= found


@pytest.mark.parametrize(
    ("layout", "count", "ruled"),
    [("merged", 40, False), ("merged", 20, True)],
    ids=["no rules", "horizontal rules"],
)
def test_random_reports(
    layout: str, count: int, ruled: bool, record_property: Callable[[str, object], None]
) -> None:
    """Reports without rules, and with horizontal rules alone, which hold no columns apart."""
    outcomes: Counter[str] = Counter()
    for draft, rng in random_drafts(layout, count, SEED):
        data = write_pdf(draft, rng, ruled=ruled, upright_rules=False)
        outcomes += judge(draft.report, understand(read_pdf(data), "0" * 64))
    printed = outcomes["printed"]
    record_property(
        "measured",
        f"PDF without rules between columns ({layout}, {count} reports): {printed} numbers "
        f"printed, {outcomes['wrong']} read wrong, {outcomes['lost'] / printed:.4%} not read",
    )
    assert printed > 100 * count
    assert outcomes["wrong"] == 0
    assert outcomes["lost"] < printed / 50
