"""Word files: what Word prints of their markup, and reports that are written and read back."""

import io
import json
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from extract.document import Document, Paragraph, Table
from extract.docx import read_docx
from extract.errors import UnreadableFileError
from tests.facts import cells_of
from tests.generator.word_files import pack_word_file
from transform.report import understand

FILES = Path(__file__).parent / "files"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text) if text else ''}</w:p>"


def tc(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<w:") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    marked = [cell if cell.startswith("<w:tc>") else tc(cell) for cell in cells]
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(marked)}</w:tr>"


def tbl(*rows: str, widths: tuple[int, ...] = ()) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def read(body: str, **more: str) -> Document:
    return read_docx(pack_word_file(body, **more))


def texts(document: Document) -> list[object]:
    """Paragraphs as texts, tables as rows of texts."""
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


def paragraph(*content: str) -> list[object]:
    return texts(read(f"<w:p>{''.join(content)}</w:p>"))


def places(document: Document) -> list[list[str]]:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [[cell.locator for cell in row] for row in table.rows]


def test_blocks_stand_in_reading_order_with_their_places() -> None:
    document = read(p("甲") + p() + tbl(tr("1", "2")) + p("乙"))
    assert texts(document) == ["甲", [["1", "2"]], "乙"]
    assert [b.locator for b in document.blocks if isinstance(b, Paragraph)] == ["P1", "P3"]
    assert places(document) == [["T1:R1:C1", "T1:R1:C2"]]
    assert document.source_format == "docx"


def test_a_cell_keeps_its_paragraphs_and_blank_cells_stay() -> None:
    document = read(tbl(tr(tc(p("甲") + p() + p("乙")), ""), tr("", " ")))
    assert texts(document) == [[["甲\n乙", ""], ["", ""]]]


def test_spanning_cells_cover_their_places() -> None:
    document = read(
        tbl(
            tr(tc("组", RESTART), tc("头", span(2)), "末"),
            tr(tc("", GOES_ON), "1", "2", "3"),
            tr(tc("", RESTART), "4", tc("5", span(2))),
        )
    )
    assert texts(document) == [[["组", "头", "", "末"], ["", "1", "2", "3"], ["", "4", "5", ""]]]
    assert places(document)[1][0] == "T1:R1:C1"
    assert places(document)[0][1:3] == ["T1:R1:C2", "T1:R1:C2"]
    assert places(document)[2] == ["T1:R3:C1", "T1:R3:C2", "T1:R3:C3", "T1:R3:C3"]


def test_a_cell_goes_on_only_from_one_with_the_same_edges() -> None:
    document = read(
        tbl(
            tr(tc("宽", RESTART + span(2)), "1"),
            tr(tc("7", GOES_ON), "8", "9"),
            tr(tc("无上格的", GOES_ON), "", ""),
        )
    )
    assert texts(document)[0][1:] == [["7", "8", "9"], ["", "", ""]]


def test_columns_before_and_behind_a_row_are_blank() -> None:
    document = read(
        tbl(
            tr("1", "2", "3", "4"),
            tr("5", "6", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'),
        )
    )
    assert texts(document) == [[["1", "2", "3", "4"], ["", "5", "6", ""]]]


def test_old_marks_of_cells_merged_across() -> None:
    first, rest = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    document = read(tbl(tr(tc("头", first), tc("", rest), "末"), tr("1", "2", "3")))
    assert texts(document) == [[["头", "", "末"], ["1", "2", "3"]]]


def test_borders_that_are_hardly_apart_are_one() -> None:
    drawn = tbl(
        tr("甲", tc("1", span(2)), "2"),
        tr(tc("乙", span(2)), "3", "4"),
        widths=(3000, 30, 3000, 3000),
    )
    assert texts(read(drawn)) == [[["甲", "1", "2"], ["乙", "3", "4"]]]
    apart = drawn.replace('w:w="30"', 'w:w="300"')
    assert texts(read(apart)) == [[["甲", "1", "", "2"], ["乙", "", "3", "4"]]]
    kept = tbl(tr("甲", "1", "2", "3"), widths=(3000, 30, 3000, 3000))
    assert texts(read(kept)) == [[["甲", "1", "2", "3"]]]


def test_columns_in_which_no_cell_begins_are_none() -> None:
    document = read(tbl(tr(tc("甲", span(3)), "1"), tr(tc("乙", span(3)), "2")))
    assert texts(document) == [[["甲", "1"], ["乙", "2"]]]


def test_absurd_spans_take_no_room() -> None:
    document = read(tbl(tr(tc("甲", span(1_000_000)), "1"), tr("乙", tc("2", span(10**30)))))
    assert [len(row) for row in texts(document)[0]] == [4, 4]


def test_a_nested_table_is_a_table_of_its_own() -> None:
    inner = tbl(tr("1", "2"), tr("3", "4"))
    document = read(tbl(tr("甲", "乙"), tr("丙", tc(p("前") + inner + p("后"))), tr("丁", "戊")))
    assert texts(document) == [
        [["甲", "乙"]], "丙", "前", [["1", "2"], ["3", "4"]], "后", [["丁", "戊"]],
    ]  # fmt: skip


def test_a_row_of_data_keeps_its_cells_beside_a_nested_table() -> None:
    document = read(tbl(tr("规章", "1", "2", tc(p("3") + tbl(tr("a", "b")))), tr(*"4567")))
    assert texts(document) == [[["规章", "1", "2", "3"], ["4", "5", "6", "7"]], [["a", "b"]]]


def test_a_frame_hides_nothing() -> None:
    inner = tbl(tr("1", "2"))
    assert texts(read(tbl(tr(tc(p("题") + inner + p("文")))))) == ["题", [["1", "2"]], "文"]
    assert texts(read(tbl(tr("题"), tr(tc(inner)), tr("文")))) == ["题", [["1", "2"]], "文"]


def test_a_cell_pasted_into_a_cell_is_its_text() -> None:
    assert texts(read(tbl(tr("甲", tc(tbl(tr("22")) + p()), "3")))) == [[["甲", "22", "3"]]]


def test_content_controls_and_tags_hide_nothing() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    custom = f"<w:customXml>{p('标')}</w:customXml>"
    table = tbl(control(tr("1", "2")), f"<w:tr>{control(tc('3'))}{control(tc('4'))}</w:tr>")
    body = control(p("甲")) + custom + control(control(table)) + f"<w:p>{control(run('末'))}</w:p>"
    assert texts(read(body)) == ["甲", "标", [["1", "2"], ["3", "4"]], "末"]
    assert paragraph(f"<w:smartTag><w:smartTagPr/>{run('20')}</w:smartTag>", run("日")) == ["20日"]


def test_a_text_box_is_read_once_and_before_its_paragraph() -> None:
    def box(text: str) -> str:
        content = f"<w:txbxContent>{p(text)}{tbl(tr('1', '2'))}</w:txbxContent>"
        return (
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}'
            "</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>"
            f"{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )

    assert paragraph(box("题"), run("文")) == ["题", [["1", "2"]], "文"]
    assert paragraph(run("文"), box("注")) == ["文", "注", [["1", "2"]]]
    old = box("题").replace("mc:Choice", "mc:Other")
    assert paragraph(old, run("文")) == ["题", [["1", "2"]], "文"]
    assert texts(read(tbl(tr(tc(f"<w:p>{box('甲')}</w:p>"), "1", "2", "3"))))[0][0][0] == "甲"


def test_deletions_are_left_out_and_insertions_kept() -> None:
    deleted = "<w:del><w:r><w:delText>7</w:delText><w:t>8</w:t></w:r></w:del>"
    moved = f"<w:moveFrom>{run('9')}</w:moveFrom><w:moveTo>{run('2')}</w:moveTo>"
    assert paragraph(run("1"), deleted, moved, f"<w:ins>{run('3')}</w:ins>") == ["123"]


def test_a_paragraph_whose_end_is_deleted_runs_on() -> None:
    mark = "<w:rPr><w:del/></w:rPr>"
    assert texts(read(p("第一", mark) + p("部分") + p("末", mark))) == ["第一部分", "末"]


def test_deleted_and_hidden_rows_and_deleted_cells_are_left_out() -> None:
    document = read(
        tbl(
            tr("1", "2"),
            tr("7", "8", properties="<w:del/>"),
            tr("7", "8", properties="<w:hidden/>"),
            tr("3", "4", properties="<w:ins/>"),
            tr("5", tc("9", "<w:cellDel/>"), tc("6", "<w:cellIns/>")),
        )
    )
    assert texts(document) == [[["1", "2"], ["3", "4"], ["5", "6"]]]


def test_what_is_struck_out_is_left_out_and_superscripts_keep_apart() -> None:
    struck = [
        run("9", "<w:strike/>"), run("1", '<w:strike w:val="0"/>'),
        run("9", "<w:b/><w:dstrike/>"), run("2"),
        run("34", '<w:vertAlign w:val="superscript"/>'),
        run("5", '<w:vertAlign w:val="baseline"/>'),
    ]  # fmt: skip
    assert texts(read(f"<w:p>{''.join(struck)}</w:p>")) == ["12³⁴5"]
    alone = run("12", '<w:vertAlign w:val="superscript"/>')
    assert texts(read(f"<w:p>{alone}</w:p>")) == ["12"]


def test_hidden_text_is_left_out() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="i"><w:basedOn w:val="h"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="q"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    runs = [
        run("1"), run("9", "<w:vanish/>"), run("2", '<w:vanish w:val="0"/>'),
        run("9", '<w:rStyle w:val="i"/>'), run("3", '<w:rStyle w:val="i"/><w:vanish w:val="0"/>'),
    ]  # fmt: skip
    body = f"<w:p>{''.join(runs)}</w:p>" + p("9", '<w:pStyle w:val="q"/>')
    assert texts(read(body, styles=styles)) == ["123"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<w:t>1</w:t><w:tab/><w:t>2</w:t>", "1\t2"),
        ("<w:t>1</w:t><w:noBreakHyphen/><w:t>2</w:t>", "1-2"),
        ("<w:t>政</w:t><w:softHyphen/><w:t>府</w:t>", "政府"),
        ('<w:sym w:font="Symbol" w:char="F02D"/>', "-"),
        ('<w:sym w:font="Symbol" w:char="F032"/>', "2"),
        ('<w:sym w:font="Wingdings" w:char="F0FE"/>', "\uf0fe"),
        ('<w:sym w:font="x" w:char="2460"/>', "①"),
        ('<w:t>x</w:t><w:sym w:font="x" w:char="D800"/><w:sym w:char="zz"/>', "x"),
        ('<w:t>甲</w:t><w:footnoteReference w:id="1"/><w:commentReference w:id="1"/>', "甲"),
        ("<w:ruby><w:rubyPr/><w:rt><w:r><w:t>zheng</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>政"
         "</w:t></w:r></w:rubyBase></w:ruby>", "政"),
    ],
)  # fmt: skip
def test_what_a_run_prints(content: str, text: str) -> None:
    assert paragraph(f"<w:r>{content}</w:r>") == [text]


def test_line_breaks_part_lines() -> None:
    assert paragraph("<w:r><w:t>1</w:t><w:br/><w:t>2</w:t><w:cr/><w:t>3</w:t></w:r>") == [*"123"]
    document = read(tbl(tr(tc("<w:p><w:r><w:t>1</w:t><w:br/><w:t>2</w:t></w:r></w:p>"), "3")))
    assert texts(document) == [[["1\n2", "3"]]]


def test_tab_stops_print_nothing() -> None:
    assert texts(read(p("1", '<w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs>'))) == ["1"]


def test_math_is_text() -> None:
    assert paragraph("<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
                     "<m:r><m:t>668.7</m:t></m:r></m:oMath>") == ["668.7"]  # fmt: skip


def test_of_a_field_the_result_is_printed() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> PAGE </w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + run("9") + mark("end")
    hidden_mark = '<w:r><w:rPr><w:vanish/></w:rPr><w:fldChar w:fldCharType="separate"/></w:r>'
    assert paragraph(mark("begin"), code, mark("separate"), run("5"), mark("end")) == ["5"]
    assert paragraph(mark("begin"), inner, run("8"), hidden_mark, run("5"), mark("end")) == ["5"]
    assert paragraph(mark("begin"), code, run("9"), mark("end"), run("5")) == ["5"]
    assert paragraph(mark("end"), mark("separate"), run("5")) == ["5"]
    assert paragraph(f'<w:fldSimple w:instr="PAGE">{run("5")}</w:fldSimple>') == ["5"]


def level(number: int, style: str, pattern: str, more: str = "", start: int | str = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(text: str, number: int, at: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_ordinals_are_printed() -> None:
    numbering = (
        abstract(0, level(0, "chineseCounting", "%1、"), level(1, "chineseCounting", "（%2）"),
                 level(2, "decimal", "%3."), level(3, "bullet", "●"))
        + num(1, 0)
    )  # fmt: skip
    body = (
        item("总体", 1) + item("主动", 1) + item("甲", 1, 1) + item("乙", 1, 1) + item("丙", 1, 2)
        + item("点", 1, 3) + item("收到", 1) + item("丁", 1, 1) + item("无号", 0)
    )  # fmt: skip
    assert texts(read(body, numbering=numbering)) == [
        "一、总体", "二、主动", "（一）甲", "（二）乙", "1. 丙", "点", "三、收到", "（一）丁",
        "无号",
    ]  # fmt: skip


def test_lists_restart_where_they_say_so() -> None:
    begin_anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    other = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    numbering = abstract(0, level(0, "decimal", "%1、", start=5))
    numbering += num(1, 0) + num(2, 0, begin_anew) + num(3, 0) + num(4, 0, other)
    body = item("a", 1) + item("b", 3) + item("c", 2) + item("d", 2) + item("e", 1)
    assert texts(read(body, numbering=numbering)) == ["5、a", "6、b", "1、c", "2、d", "3、e"]
    assert texts(read(item("a", 4), numbering=numbering)) == ["C) a"]


@pytest.mark.parametrize("start", ["--5", "-", "٣", "9" * 5000])
def test_a_start_that_is_no_number_is_none(start: str) -> None:
    numbering = abstract(0, level(0, "decimal", "%1、", start=start)) + num(1, 0)
    assert texts(read(item("a", 1), numbering=numbering)) == ["0、a"]


def test_levels_above_and_restarts() -> None:
    legal = "<w:isLgl/>"
    numbering = abstract(
        0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", legal),
        level(2, "decimal", "%3)", '<w:lvlRestart w:val="0"/>'),
    ) + num(1, 0)  # fmt: skip
    body = item("a", 1) + item("b", 1, 1) + item("c", 1, 2) + item("d", 1) + item("e", 1, 1)
    expected = ["第一章a", "1.1 b", "1) c", "第二章d", "2.1 e", "2) f"]
    assert texts(read(body + item("f", 1, 2), numbering=numbering)) == expected
    assert texts(read(item("a", 1, 1), numbering=numbering)) == ["1.1 a"]


def test_styles_number_their_paragraphs() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="3"><w:basedOn w:val="3"/></w:style>'
    )
    named = '<w:pStyle w:val="1"/>'
    numbering = abstract(0, level(0, "decimal", "%1."), level(1, "chineseCounting", "（%2）"))
    body = p("a", named) + p("b", '<w:pStyle w:val="2"/>') + p("c", '<w:pStyle w:val="3"/>')
    body += p("d", named + '<w:numPr><w:numId w:val="0"/></w:numPr>') + p("e", named)
    document = read(body, styles=styles, numbering=numbering + num(1, 0))
    assert texts(document) == ["1. a", "（一）b", "c", "d", "2. e"]


def test_numbers_count_in_cells_and_print_in_empty_ones() -> None:
    numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    document = read(tbl(tr(tc(item("", 1)), "甲"), tr(tc(item("", 1)), "乙")), numbering=numbering)
    assert texts(document) == [[["1 ", "甲"], ["2 ", "乙"]]]


@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("chineseCountingThousand", 10, "十"), ("chineseCounting", 11, "十一"),
        ("japaneseCounting", 20, "二十"), ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 110, "一百一十"), ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 10, "一〇"), ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 1, "①"), ("decimalEnclosedCircleChinese", 21, "㉑"),
        ("decimalEnclosedParen", 2, "⑵"), ("ideographEnclosedCircle", 4, "㊃"),
        ("lowerLetter", 28, "bb"), ("upperLetter", 3, "C"), ("lowerRoman", 14, "xiv"),
        ("upperRoman", 9, "IX"), ("decimalFullWidth", 12, "１２"), ("decimalZero", 7, "07"),
        ("none", 3, ""), ("unheardOf", 3, "3"), ("chineseCounting", 999_999_999, "999999999"),
    ],
)  # fmt: skip
def test_number_formats(style: str, number: int, printed: str) -> None:
    numbering = abstract(0, level(0, style, "%1、", start=number)) + num(1, 0)
    assert texts(read(item("甲", 1), numbering=numbering)) == [f"{printed}、甲"]


def test_the_main_part_is_found_by_relationship_and_by_type() -> None:
    elsewhere = pack_word_file(p("甲"), main="word/document2.xml")
    assert texts(read_docx(elsewhere)) == ["甲"]
    assert texts(read_docx(_without(elsewhere, "_rels/.rels"))) == ["甲"]
    plain = _without(pack_word_file(p("甲")), "_rels/.rels", "[Content_Types].xml")
    assert texts(read_docx(plain)) == ["甲"]
    assert texts(read(p("甲") + tbl(tr("1", "2")), strict=True)) == ["甲", [["1", "2"]]]


def test_flat_xml() -> None:
    space = "http://schemas.microsoft.com/office/2006/xmlPackage"
    with zipfile.ZipFile(io.BytesIO(pack_word_file(p("甲")))) as package:
        parts = {name: package.read(name).decode().split("\n", 1)[1] for name in package.namelist()}
    flat = '<?xml version="1.0"?><?mso-application progid="Word.Document"?>' + (
        f'<pkg:package xmlns:pkg="{space}">'
        + "".join(
            f'<pkg:part pkg:name="/{name}"><pkg:xmlData>{content}</pkg:xmlData></pkg:part>'
            for name, content in parts.items()
        )
        + "</pkg:package>"
    )
    assert texts(read_docx(flat.encode())) == ["甲"]
    with pytest.raises(UnreadableFileError, match="no package"):
        read_docx(b"<html/>")


def test_properties_become_metadata() -> None:
    core = (
        '<x xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        f"<dc:title>{'题' * 900}</dc:title><dc:creator> </dc:creator>"
        "<t:created>2024-01-08T01:00:00Z</t:created></x>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="1" Type="x/officeDocument" Target="/word/document.xml"/>'
        '<Relationship Id="2" Type="x/core-properties" Target="docProps/core.xml"/>'
        '<Relationship Id="3" Type="x/styles" Target="http://a.invalid/" TargetMode="External"/>'
        "</Relationships>"
    )
    data = _with(pack_word_file(p("甲")), {"docProps/core.xml": core, "_rels/.rels": relations})
    assert read_docx(data).metadata == {"title": "题" * 500, "created": "2024-01-08T01:00:00Z"}


def test_web_pages_that_are_embedded() -> None:
    def embed(content: str) -> Document:
        relations = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="c" Type="x/aFChunk" Target="chunk.htm"/></Relationships>'
        )
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        chunk = f'<w:altChunk r:id="c" xmlns:r="{space}"/>'
        body = p("甲") + chunk * 2 + p("乙") + chunk.replace('"c"', '"absent"')
        parts = {"word/_rels/document.xml.rels": relations, "word/chunk.htm": content}
        return read_docx(_with(pack_word_file(body), parts))

    page = "<html><body><table><tr><td>规章</td><td>1</td></tr></table></body></html>"
    assert texts(embed(page)) == ["甲", [["规章", "1"]], "乙"]
    with pytest.raises(UnreadableFileError, match="embeds content"):
        embed("{\\rtf1 x}")


def _with(data: bytes, parts: dict[str, str]) -> bytes:
    buffer = io.BytesIO(_without(data, *parts))
    with zipfile.ZipFile(buffer, "a") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _without(data: bytes, *names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
    return buffer.getvalue()


NESTED = 60


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged_file"),
        (b"PK\x03\x04", "damaged_file"),
        (pack_word_file(p("甲"))[:-30], "damaged_file"),
        (_without(pack_word_file(p("甲")), "word/document.xml"), "damaged_file"),
        (_with(pack_word_file(""), {"word/document.xml": "<w/>"}), "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted_file"),
        (pack_word_file("<w:tbl><w:tr><w:tc>" * NESTED + "</w:tc></w:tr></w:tbl>" * NESTED),
         "over_limit"),
        (pack_word_file("<w:txbxContent><w:p>" * NESTED + "</w:p></w:txbxContent>" * NESTED),
         None),
        (pack_word_file("<w:p><w:txbxContent>" * NESTED + "</w:txbxContent></w:p>" * NESTED),
         "over_limit"),
        (pack_word_file("<w:p/>" * 200_001), "over_limit"),
        (pack_word_file(tbl(tr(*["1"] * 800), *[tr("1")] * 800)), "over_limit"),
    ],
)  # fmt: skip
def test_hostile_files_say_what_is_wrong(data: bytes, code: str | None) -> None:
    if code is None:
        assert read_docx(data).blocks == ()
        return
    with pytest.raises(UnreadableFileError) as raised:
        read_docx(data)
    assert raised.value.code == code


def test_levels_that_no_list_has() -> None:
    levels = level(9, "decimal", "%1") + level(-1, "decimal", "%1")
    body = item("甲", 1, 9) + item("乙", 1, -1)
    assert texts(read(body, numbering=abstract(0, levels) + num(1, 0))) == ["甲", "乙"]


def test_circles_of_styles_and_lists_end() -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("12", "21")
    )
    numbering = '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="1"/></w:abstractNum>'
    document = read(
        p("甲", '<w:pStyle w:val="1"/>') + item("乙", 1) + item("丙", 9, 99),
        styles=styles,
        numbering=numbering + num(1, 0),
    )
    assert texts(document) == ["甲", "乙", "丙"]


def test_a_file_of_another_program() -> None:
    expected = {
        tuple(key.split("/")): (None if value is None else Decimal(value), status)
        for key, (value, status) in json.loads((FILES / "report.json").read_text()).items()
    }
    document = read_docx((FILES / "report.docx").read_bytes())
    assert cells_of(understand(document, "0" * 64)) == expected
