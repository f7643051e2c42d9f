"""Reading web pages: grids, running text, the article, character sets and hostile markup."""

import base64
import quopri
from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from extract.decode import decode
from extract.document import Document, Paragraph, Separation, Table, from_json, to_json
from extract.errors import UnreadableFileError
from extract.html import read_html
from tests.generator.draft import Draft
from tests.generator.layouts import random_drafts
from tests.generator.merged import merged_rows
from tests.generator.tables import Sheet
from tests.generator.web_pages import TEMPLATES, draw_web_page, write_web_page
from tests.generator.web_tables import TableManner, print_plain_cell, print_rows, print_text
from tests.judging import judge
from tests.web_elements import element_at, shown_text, solid_text
from transform.report import Rows, understand

REPORTS = 40
SEED = 20221231


def _read(body: str, head: str = "") -> Document:
    return read_html(f"<!doctype html><head>{head}</head><body>{body}</body>".encode())


def _tables(document: Document) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
        if isinstance(block, Table)
    ]


def _texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def _locators(document: Document) -> list[tuple[str, str]]:
    """The text and the locator of every paragraph and cell."""
    pairs = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            pairs.append((block.text, block.locator))
        else:
            pairs += [(cell.text, cell.locator) for row in block.rows for cell in row]
    return pairs


def _check_that_every_piece_stands_at_its_path(document: Document, data: bytes) -> None:
    page = LexborHTMLParser(decode(data)[0])
    for text, path in _locators(document):
        shown = shown_text(element_at(page, path))
        assert all(solid_text(line) in shown for line in text.split("\n"))


def _check_that_every_number_stands_in_the_source(rows: Rows, data: bytes) -> None:
    page = LexborHTMLParser(decode(data)[0])
    for place in rows["evidence"]:
        if place["raw_text"]:
            printed = shown_text(element_at(page, place["locator"]))
            # A number that was cut into cells stands at the place of its first part.
            parts = (place["raw_text"], place["raw_text"].split(" ")[0])
            assert printed in [solid_text(part) for part in parts]


def test_agency_year_and_places_of_random_reports() -> None:
    for draft, rng in random_drafts("merged", REPORTS, SEED):
        data = write_web_page(draft, rng)
        rows = understand(read_html(data), "0" * 64)
        _check_that_every_number_stands_in_the_source(rows, data)
        assert rows["reports"][0]["report_year"] == draft.report.report_year
        assert draft.report.agency_name.endswith(rows["reports"][0]["agency_name"])


def _page_without_a_cell(draft: Draft, rng: Random) -> bytes:
    """A page in which a cell of figures is absent from one row of each table."""
    pieces = ["<meta charset=utf-8>"]
    for piece in draft.pieces:
        if isinstance(piece, str):
            pieces.append(f"<p>{print_text(piece)}</p>")
            continue
        rows = merged_rows(piece)
        row = rng.choice([row for row in rows if sum(cell.figure for cell in row) > 2])
        row.remove(rng.choice([cell for cell in row if cell.figure][:-1]))
        pieces.append(print_rows(rows, TableManner(print_plain_cell), rng, 0))
    return "\n".join(pieces).encode()


def test_a_cell_that_is_absent_moves_no_number_to_another_column() -> None:
    outcomes: Counter[str] = Counter()
    for draft, rng in random_drafts("merged", 20, SEED, most_damages=0):
        document = read_html(_page_without_a_cell(draft, rng))
        outcomes += judge(draft.report, understand(document, "0" * 64))
    assert outcomes["printed"] > 2_000
    assert not outcomes["wrong"]


def _grid_of(sheet: Sheet) -> list[list[str]]:
    """The grid of a sheet, without the columns in which no cell begins."""
    rows = merged_rows(sheet)
    grid = [[""] * sheet.width for _ in rows]
    for row, cells in zip(grid, rows, strict=True):
        for cell in cells:
            row[cell.column] = solid_text(cell.text)
    columns = sorted({cell.column for row in rows for cell in row})
    return [[row[column] for column in columns] for row in grid]


def _sheets_of(draft: Draft) -> list[list[list[str]]]:
    return [_grid_of(piece) for piece in draft.pieces if isinstance(piece, Sheet)]


@pytest.mark.parametrize(
    "template", [name for name in TEMPLATES if name not in ("split", "exported")]
)
def test_every_template_keeps_all_tables_and_all_paragraphs(template: str) -> None:
    for draft, rng in random_drafts("merged", 10, SEED, most_damages=0):
        data = draw_web_page(draft, rng, template).data
        document = read_html(data)
        _check_that_every_piece_stands_at_its_path(document, data)
        tables = [
            [[solid_text(text) for text in row] for row in table] for table in _tables(document)
        ]
        assert [table for table in tables if "索引号：" not in table[0]] == _sheets_of(draft)
        read = [solid_text(text) for text in _texts(document)]
        printed = [solid_text(piece) for piece in draft.pieces if isinstance(piece, str)]
        rest = iter(read)
        assert all(text in rest for text in printed)


@pytest.mark.parametrize("template", TEMPLATES)
def test_what_surrounds_the_article_is_left_out(template: str) -> None:
    draft, rng = next(random_drafts("merged", 1, SEED, most_damages=0))
    document = read_html(draw_web_page(draft, rng, template).data)
    text = "\n".join(text for text, _ in _locators(document))
    assert draft.report.agency.name in text
    for around in ("首页", "往年年报", "请启用脚本", "904", "网站地图", "WordDocument", "<table>"):
        assert around not in text


SPANS = {
    "both ways": (
        "<tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d",
        [["a", "b", ""], ["", "c", "d"]],
    ),
    "a cell around a cell": (
        "<tr><td rowspan=3>a<td>b<tr><td rowspan=2>c<tr><tr><td>d<td>e",
        [["a", "b"], ["", "c"], ["d", "e"]],
    ),
    "to the end of the section": (
        "<tbody><tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d<tbody><tr><td>e<td>f",
        [["a", "b"], ["", "c"], ["", "d"], ["e", "f"]],
    ),
    "no further than the section": (
        "<tbody><tr><td rowspan=9>a<td>b<tbody><tr><td>c<td>d",
        [["a", "b"], ["c", "d"]],
    ),
    "beyond the last row": ("<tr><td rowspan=65000>a<td>b", [["a", "b"]]),
    "beyond the last column": (
        "<tr><td colspan=1000>a<tr><td>b<td>c<tr><td colspan=99999>d<td>e",
        [["a", ""], ["b", "c"], ["d", "", "e"]],
    ),
    "overlapping": (
        "<tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d<td>e",
        [["a", "b", "c"], ["d", "", "", "e"]],
    ),
    "no numbers": (
        "<tr><td rowspan=-2>a<td colspan=x>b<td colspan=0>c<td rowspan=' +2px'>d<tr><td>e<td>f",
        [["a", "b", "c", "d"], ["e", "f", "", ""]],
    ),
    "cells that are absent": (
        "<tr><td>a<td>b<td>c<tr><td>d<td>e<tr><td>f",
        [["a", "b", "c"], ["d", "e"], ["f"]],
    ),
    "a hole before a cell from above": (
        "<tr><td>a<td>b<td rowspan=2>c<tr><td>d",
        [["a", "b", "c"], ["d", "", ""]],
    ),
    "rows without cells": ("<tr><tr><td>a<td>b<tr></tr><tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
    "rows of blank cells": ("<tr><td>a<td>b<tr><td><td>&nbsp;", [["a", "b"], ["", ""]]),
    "sections out of order": (
        "<tfoot><tr><td>f<td>1</tfoot><tbody><tr><td>b<td>2</tbody><thead><tr><th>h<th>3</thead>",
        [["h", "3"], ["b", "2"], ["f", "1"]],
    ),
    "hidden rows and cells": (
        "<tr hidden><td>x<td>y<tr><td>a<td style='Display : none'>z<td>b"
        "<tr style='color:red;display:none!important'><td>x<td>y<tr><td>c<td>d",
        [["a", "b"], ["c", "d"]],
    ),
}


@pytest.mark.parametrize("name", SPANS)
def test_cells_take_the_places_that_a_browser_gives_them(name: str) -> None:
    source, grid = SPANS[name]
    assert _tables(_read(f"<table>{source}</table>")) == [grid]


def test_a_covered_place_names_the_cell_that_covers_it_and_a_hole_its_row() -> None:
    document = _read("<table><tr><td colspan=2>a<td>b<td rowspan=2>c<tr><td>d<td>e</table>")
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert table.separation is Separation.MARKUP
    paths = [
        [cell.locator.removeprefix("/html/body/table[1]/tbody[1]/") for cell in row]
        for row in table.rows
    ]
    assert paths == [
        ["tr[1]/td[1]", "tr[1]/td[1]", "tr[1]/td[2]", "tr[1]/td[3]"],
        ["tr[2]/td[1]", "tr[2]/td[2]", "tr[2]", "tr[1]/td[3]"],
    ]


CELLS = {
    "<p>1</p>": "1",
    "<p>第一</p>\n<p>第二</p>": "第一\n第二",
    "a<br>b<br/><br>c": "a\nb\nc",
    "<div>a<div>b</div>c</div>": "a\nb\nc",
    "<span>1</span><span>2</span>": "12",
    "<font><b>1</b></font><o:p></o:p>": "1",
    "<p><span lang=EN-US>2</span><span>0<o:p>&nbsp;</o:p></span></p>": "20\xa0",
    "&nbsp;": "",
    "\n   \t": "",
    "<p>&nbsp;</p><p>3</p><p>\u3000</p>": "3",
    "a\n   b\tc": "a b c",
    "\u30001\xa0 2 ": "\u30001\xa0 2",
    "&lt;b&gt;&amp;&#x3000;x&#8212;": "<b>&\u3000x—",
    "<!-- 9 -->1<script>9</script><style>9</style>": "1",
    "<!--[if mso]>9<![endif]-->1<![if !mso]>2<![endif]>": "12",
    "<input type=hidden value=9>1<template>9</template><noscript>9</noscript>": "1",
    "<select><option>8<option>9</select>1": "1",
    "<span style='display: none'>9</span>1<p hidden>9</p>": "1",
    "<div style='display:inline'>1</div><div style='display:inline-block'>2</div>": "1\n2",
    "<div style='display:inline'>1</div><div style='display:inline'>2</div>": "12",
    "<span style='display:block'>1</span><span style='display:block'>2</span>": "1\n2",
    "<a href=x>7</a>": "7",
    "<s>9</s>1<del>9</del><strike><b>9</b></strike>": "1",
    "<del>9</del><ins>1</ins>": "1",
    "<span style='color:red; text-decoration: line-through'>9</span>1": "1",
    "<p style='text-decoration-line:underline line-through'>9</p>1": "1",
    "<s>9<b>1</b>": "91",
    "<span style='text-decoration:underline'>1</span>": "1",
    "<span style='visibility: hidden'>9</span>1": "1",
    "<ruby>1<rp>(</rp><rt>9</rt><rp>)</rp></ruby>": "1",
    "<input value=12 readonly>": "12",
    "<p><input type='TEXT' value='1'>件</p><input type=checkbox value=9>": "1件",
    "<input type=text>": "",
    "<input value=9 style='display:none'><input hidden value=9>1": "1",
    "12<sup>3</sup>": "12³",
    "<p>12<sup><span>(1)</span></sup></p>": "12(¹)",
    "<sup>12</sup>": "12",
    "<pre>4\n</pre>": "4",
    "<table><tr><td><p>5</p></td></tr></table>": "5",
    "<ul><li>a<li>b</ul>": "a\nb",
}


@pytest.mark.parametrize("source", CELLS)
def test_the_text_of_a_cell(source: str) -> None:
    document = _read(f"<table><tr><td>甲<td>{source}<td>2<td>3</table>")
    assert _tables(document) == [[["甲", CELLS[source], "2", "3"]]]


def test_a_strike_that_was_never_closed_hides_no_paragraph() -> None:
    assert _texts(_read("<p><s>甲</p><p>乙</p><p><del>9</del>丙</p>")) == ["甲", "乙", "丙"]


def test_running_text_ends_at_blocks_and_line_breaks() -> None:
    source = "一<b>二</b>\n三<p>四<br>五<p>六<div>七<h2>八</h2>九</div><hr>十<ul><li>甲<li>乙</ul>"
    assert _texts(_read(source)) == [
        "一二 三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "甲",
        "乙",
    ]


def test_a_caption_stands_above_its_table() -> None:
    document = _read("前<table><tr><td>1<td>2<caption>表一</caption></table>后")
    assert _texts(document) == ["前", "表一", "后"]
    assert isinstance(document.blocks[2], Table)


def test_tables_that_lay_out_a_page_do_not_hide_its_tables() -> None:
    inner = "<table><tr><td>规章<td>1<td>2</table>"
    source = (
        f"<table><tr><td>栏目<td><table><tr><td><p>一、总体</p>{inner}<p>二、其他</p></table>"
        "<tr><td colspan=2>版权</table>"
    )
    document = _read(source)
    assert _tables(document) == [[["规章", "1", "2"]]]
    assert _texts(document) == ["栏目", "一、总体", "二、其他", "版权"]


def test_a_column_of_running_text_is_no_cell() -> None:
    document = _read(f"<table><tr><td>目录<td><p>{'文字' * 80}。<p>{'文字' * 80}。</table>")
    assert not _tables(document)
    assert len(_texts(document)) == 3


def test_headings_make_a_table_of_words_for_none_no_layout() -> None:
    rows = "".join(f"<tr><td><h3>{label}</h3><td>无<td>无" for label in ("规章", "许可"))
    assert _tables(_read(f"<table>{rows}</table>")) == [
        [["规章", "无", "无"], ["许可", "无", "无"]]
    ]
    document = _read("<table><tr><td>栏目<td><h1>某局报告</h1><p>一、总体</table>")
    assert _texts(document) == ["栏目", "某局报告", "一、总体"]


def test_a_table_inside_a_cell_of_figures_follows_as_a_table_of_its_own() -> None:
    document = _read("<table><tr><td>甲<td>1<td>2<td><table><tr><td>3<td>4</table></table>")
    assert _tables(document) == [[["甲", "1", "2", ""]], [["3", "4"]]]


def test_a_table_without_any_text_is_none() -> None:
    assert not _read("<table><tr><td>&nbsp;<td><img src=x></table><p>字").blocks[1:]


def test_preformatted_text_keeps_its_lines_and_its_tables() -> None:
    document = _read("<div><pre>一、总体\n\n规章\t1\t2\n许可\t\t3\n</pre></div>")
    assert _texts(document) == ["一、总体"]
    assert _tables(document) == [[["规章", "1", "2"], ["许可", "", "3"]]]
    assert {path for _, path in _locators(document)} == {"/html/body/div[1]/pre[1]"}


def test_what_a_page_hides_is_left_out_unless_all_its_figures_are_hidden() -> None:
    hidden = "<div style='display:none'><table><tr><td>规章<td>1<td>2<td>3</table></div>"
    shown = "<table><tr><td>规章<td>4<td>5<td>6</table>"
    assert _tables(_read(hidden + shown)) == [[["规章", "4", "5", "6"]]]
    assert _tables(_read(hidden + "<p>加载中")) == [[["规章", "1", "2", "3"]]]
    index = "<table><tr><td>索引号<td>0123/2022-1<tr><td>发布机构<td>网站编辑部</table>"
    assert len(_tables(_read(f"{index}<div hidden>{hidden}</div>"))) == 2


def test_a_select_that_was_never_closed_hides_no_table() -> None:
    document = _read("<select><option>2020<option>2021<table><tr><td>规章<td>1<td>2</table>")
    assert _tables(document) == [[["规章", "1", "2"]]]


SENTENCE = "本单位按照要求公布信息，方便群众查询和监督。"
FIGURES = "<table><tr><td>规章<td>1<td>2<td>3</table>"
MENU = "<ul><li><a href=1>首页</a><li><a href=2>某局2019年报告</a></ul>"


def test_the_article_is_the_smallest_element_that_holds_the_report() -> None:
    report = f"<p>{SENTENCE * 9}</p>{FIGURES}<p>{SENTENCE * 9}</p>"
    index = "<table><tr><td>索引号<td>0123/2022-1<td>发布机构<td>网站编辑部</table>"
    document = _read(
        f"<div>{MENU}</div><div><div>{index}</div><section><div>{report}</div><p>某局</p>"
        f"<p>2022年1月5日</p></section></div><div>{MENU}主办：某办</div>"
    )
    assert _texts(document) == [SENTENCE * 9, SENTENCE * 9, "某局", "2022年1月5日"]
    assert len(_tables(document)) == 1


def test_blanks_in_links_weigh_nothing() -> None:
    caption = f"<table><caption><a href=x>a{' ' * 5_000}b</a></caption>"
    document = _read(FIGURES.replace("<table>", caption))
    assert (_texts(document), len(_tables(document))) == (["a b"], 1)


def test_no_table_with_figures_is_ever_left_out() -> None:
    blanks = "<table><tr><td>甲<td><td>-<td>无</table>"
    document = _read(f"<div>{SENTENCE * 30}{FIGURES}</div>{MENU}<div><p>四</p>{blanks}</div>")
    assert len(_tables(document)) == 2


@pytest.mark.parametrize(
    ("head", "above"),
    [
        ("<title>某局2021年报告_某网</title>", "<div>某局2021年报告</div>"),
        (
            "<meta name=ArticleTitle content=某局2021年报告>",
            "<p>某局2021 年报告</p><h3>导航栏目</h3>",
        ),
        ("", "<h2>某局</h2><h2>2021年报告</h2>"),
    ],
)
def test_a_title_above_the_article_is_kept(head: str, above: str) -> None:
    report = f"<div><p>{SENTENCE * 20}</p>{FIGURES}</div>"
    document = _read(f"{above}<div>{MENU}</div>{report}<div>{MENU}</div>", head)
    texts = _texts(document)
    assert solid_text("".join(texts[:-1])) == "某局2021年报告"
    assert texts[-1] == SENTENCE * 20


def test_a_page_with_little_on_it_is_read_whole() -> None:
    document = _read(f"{MENU}<h1>某局2021年报告</h1><p><a href=x.pdf>附件下载</a></p><p>主办：某办")
    assert _texts(document)[2:] == ["某局2021年报告", "附件下载", "主办：某办"]


def test_frames_and_pages_of_scripts_hold_nothing() -> None:
    assert not read_html(b"<frameset><frame src=a></frameset>").blocks
    assert not _read("<div id=app></div><script>render('x')</script>").blocks


def test_what_the_page_says_of_itself_is_kept() -> None:
    head = (
        "<title>\n 某局 </title><meta name=ArticleTitle content='甲 &amp; 乙'>"
        "<meta property=og:title content=丙><meta name=PubDate content=2022-01-05>"
        "<meta name=PubDate content=1999><meta name=empty><meta http-equiv=refresh content=5>"
        f"<meta name=long content={'长' * 5000}>"
    )
    metadata = _read("<p>字", head).metadata
    assert len(metadata.pop("long")) == 1_000
    assert metadata == {
        "title": "某局",
        "ArticleTitle": "甲 & 乙",
        "og:title": "丙",
        "PubDate": "2022-01-05",
    }
    many = "".join(f"<meta name=n{i} content=x>" for i in range(500))
    assert len(_read("<p>字", many).metadata) <= 101


PAGE = "<html><head><meta charset={}></head><body><p>政府信息公开工作年度报告，一共十二个字。</p>"


@pytest.mark.parametrize(
    ("declared", "written", "encoding"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("gb2312", "utf-8", "utf-8"),
        ("x", "utf-8-sig", "utf-8-sig"),
        ("utf-8", "utf-16", "utf-16"),
        ("gb2312", "gb18030", "gb18030"),
        ("iso-8859-1", "gb18030", "gb18030"),
        ("utf-8", "gb18030", "gb18030"),
        ("Big5", "big5", "big5"),
    ],
)
def test_the_encoding_is_told_by_the_bytes_first(
    declared: str, written: str, encoding: str
) -> None:
    page = PAGE.format(declared)
    text = "政府資訊公開工作年度報告" if written == "big5" else "政府信息公开"
    page = page.replace("政府信息公开工作年度报告，一共十二个字。", text)
    document = read_html(page.encode(written))
    assert (_texts(document), document.encoding) == ([text], encoding)


@pytest.mark.parametrize("written", ["utf-8", "gb18030"])
def test_a_few_bad_bytes_spoil_no_page(written: str) -> None:
    text = SENTENCE * 30
    data = PAGE.format("utf-8").replace("一共", text).encode(written)
    cut = data.index(SENTENCE.encode(written)) + len(text.encode(written))
    document = read_html(data[:cut] + b"\xff\xff" + data[cut:])
    assert text in _texts(document)[0]
    assert document.encoding == written


def test_a_byte_in_ten_may_be_bad_where_a_page_says_that_it_is_utf_8() -> None:
    words = b"<p>" + "，".join(["政府信息公开"] * 20).encode() + b"</p>"
    bad = words.replace("，".encode(), b"\xff\xe5", 3)
    padding = b"<!-- " + b"x" * 2_000 + b" -->"
    page = b"<meta http-equiv=Content-Type content='text/html; charset=utf-8'>" + padding + bad
    assert read_html(page).encoding == "utf-8"


def _message(page: bytes, charset: str, way: bytes = b"Quoted-Printable") -> bytes:
    head = (
        b"From: <Saved>\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="--=_b"\r\n\r\nPreamble\r\n'
    )
    part = (
        b"----=_b\r\nContent-Type: text/html; charset=" + charset.encode() + b"\r\n"
        b"Content-Transfer-Encoding: " + way + b"\r\n\r\n"
    )
    content = base64.encodebytes(page) if way == b"base64" else quopri.encodestring(page)
    picture = b"\r\n----=_b\r\nContent-Type: image/png\r\n\r\n<html><p>no\r\n----=_b--\r\n"
    return head + part + content + picture


@pytest.mark.parametrize("way", [b"Quoted-Printable", b"base64"])
def test_a_page_saved_as_one_message(way: bytes) -> None:
    page = PAGE.format("x").encode("gb18030")
    document = read_html(_message(page, "gb2312", way))
    assert document.source_format == "html"
    assert _texts(document) == ["政府信息公开工作年度报告，一共十二个字。"]


def test_a_message_of_messages_or_without_a_page_is_refused() -> None:
    nested = b"".join(
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
        % (i, i)
        for i in range(300)
    )
    with pytest.raises(UnreadableFileError) as error:
        read_html(nested)
    assert error.value.code == "over_limit"
    with pytest.raises(UnreadableFileError) as error:
        read_html(
            _message(b"x", "x")
            .replace(b"text/html", b"text/plain")
            .replace(b'type="text/plain"', b"x=y")
        )
    assert error.value.code == "damaged_file"


@pytest.mark.parametrize(
    "kind",
    [
        b"text/html; charset*=a\0b''utf-8",
        b"text/html; charset*" + b"1" * 5000 + b"*=utf-8",
        b"multipart/related; boundary*=unicode_escape''%5Cud800",
        b"multipart/related; boundary*=punycode''zz%FF",
    ],
)
def test_a_message_with_absurd_parameters_is_damaged(kind: bytes) -> None:
    with pytest.raises(UnreadableFileError) as error:
        read_html(b"MIME-Version: 1.0\r\nContent-Type: " + kind + b"\r\n\r\n<p>x")
    assert error.value.code == "damaged_file"


def test_paths_count_as_browsers_do() -> None:
    source = (
        "<o:p><div>甲</div></o:p><ucap-x><div>乙</div></ucap-x><svg><g/></svg><div></div>"
        "<table><tr><td>1<td>2<tr><td>3<td>4</table><script></script><div>丙<p>丁<p>戊</div>"
    )
    document = _read(source)
    assert [path for _, path in _locators(document)] == [
        "/html/body/*[1]/div[1]",
        "/html/body/ucap-x[1]/div[1]",
        "/html/body/table[1]/tbody[1]/tr[1]/td[1]",
        "/html/body/table[1]/tbody[1]/tr[1]/td[2]",
        "/html/body/table[1]/tbody[1]/tr[2]/td[1]",
        "/html/body/table[1]/tbody[1]/tr[2]/td[2]",
        "/html/body/div[2]",
        "/html/body/div[2]/p[1]",
        "/html/body/div[2]/p[2]",
    ]
    _check_that_every_piece_stands_at_its_path(document, f"<head></head>{source}".encode())


TAGS = (
    "div p span b a table tr td th tbody thead tfoot caption li ul pre br select option svg math "
    "template form font h1 nav o:p body html frameset button title"
)
TOKENS = st.one_of(
    st.sampled_from(TAGS.split()).map(lambda tag: f"<{tag}>"),
    st.sampled_from(TAGS.split()).map(lambda tag: f"</{tag}>"),
    st.sampled_from(
        ["<td rowspan=0>", "<td colspan=3 rowspan=2>", "<a href=x>", "<p hidden>", "<!--", "-->"]
    ),
    st.sampled_from(
        ["<div style='display:none'>", "1", "2", "字。", "&nbsp;", " ", "\n", "<", "&"]
    ),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TOKENS, max_size=60))
def test_any_markup_is_read_and_stands_where_its_paths_lead(tokens: list[str]) -> None:
    data = ("字" + "".join(tokens)).encode()
    document = read_html(data)
    assert from_json(to_json(document)) == document
    _check_that_every_piece_stands_at_its_path(document, data)


MANY = 20_000
HOSTILE = {
    "blocks in one another": "<div>" * MANY,
    "inline elements in one another": "<span>" * 5_000 + "1",
    "tables in one another": "<table><tr><td>" * 5_000 + "1",
    "formatting that is never closed": "".join(f"<p><font a={i}>1" for i in range(MANY)),
    "formatting opened and left": "".join(f"<b a={i}></p>" for i in range(MANY)),
    "closed across": "<div><b><div>" * MANY + "</b>" * MANY,
    "hidden end tags": ("<div>" * 50 + "<i title='" + "</div>" * 50 + "'>") * 400,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(MANY)) + ">1",
    "attributes of the body": "".join(f"<body a{i}=1>" for i in range(MANY)),
    "tags": "<br>" * 300_001,
    "wide and high": "<table><tr>" + "<td>1" * 500 + "<tr><td>1" * 500 + "</table>",
    "spans": ("<tr>" + "<td rowspan=1000 colspan=1000>1" * 2) * 1_000,
    "many wide tables": ("<table><tr>" + "<td>1" * 100 + "<tr><td>1" * 100 + "</table>") * 30,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_markup_that_blows_up_is_refused(name: str) -> None:
    source = HOSTILE[name]
    with pytest.raises(UnreadableFileError) as error:
        _read(f"<table>{source}" if name == "spans" else source)
    assert error.value.code == "over_limit"


HARMLESS = {
    "list items": "<li>1" * MANY,
    "paragraphs": "<p>1" * MANY,
    "options": "<select>" + "<option>1" * MANY + "</select>",
    "end tags": "</p></div>" * MANY,
    "entities": "&lol9;" * MANY,
    "comments": "<!--" * MANY + "-->" + "<!-->" * MANY,
    "one long text": "长" * 1_000_000,
    "one long attribute": f"<p title='{'<p>' * MANY}'>1",
    "a broken tag": "<a href='" + "x " * MANY,
    "high spans": "<table>" + "<tr><td rowspan=65534>1<td>2" * 300 + "</table>",
    "digits": f"<table><tr><td>{'1' * 100_000}x<td>1<td>2</table>",
}


@pytest.mark.parametrize("name", HARMLESS)
def test_much_of_what_is_harmless_is_read(name: str) -> None:
    document = _read(f"<p>{SENTENCE}</p>{HARMLESS[name]}")
    assert SENTENCE in _texts(document)


def test_characters_without_meaning_are_dropped_as_browsers_do() -> None:
    assert _texts(_read(f"<p>{SENTENCE * 9}</p><p>1\0&#0;2</p>"))[1] == "1\ufffd2"


def test_entities_of_a_document_type_are_mere_text() -> None:
    data = (
        '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]><p>&b;&f;</p>'
    )
    texts = "".join(_texts(read_html(data.encode())))
    assert "&b;&f;" in texts
    assert "root:" not in texts


@pytest.mark.parametrize("data", [b"", b" \n", b"\x00" * 100, bytes(range(256)) * 9])
def test_what_is_no_page_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        read_html(data)


def test_a_page_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(UnreadableFileError) as error:
        read_html(b"<p>" + b"1" * (33 * 1024 * 1024))
    assert error.value.code == "over_limit"
