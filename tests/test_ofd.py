"""OFD files: what their objects draw, and reports that are printed as OFD and read back."""

import io
import zipfile
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from extract.document import Document, Paragraph, Table
from extract.errors import UnreadableFileError
from extract.ofd import read_ofd
from tests.generator.layouts import random_drafts
from tests.generator.ofd_files import pack, write_ofd
from tests.judging import judge
from transform.report import understand

REPORTS = 30
SEED = 20231231

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
ENTRY = (
    f'<ofd:OFD {SPACE} DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
    "</ofd:DocBody></ofd:OFD>"
)
DOCUMENT = (
    f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
    "</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData><ofd:Pages>"
    '<ofd:Page ID="1" BaseLoc="Pages/P.xml"/></ofd:Pages>{after}</ofd:Document>'
)
TABLE = "".join(
    f'<ofd:PathObject Boundary="20 {y} 60 0" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L 60 0'
    "</ofd:AbbreviatedData></ofd:PathObject>"
    for y in (50, 60, 70)
) + "".join(
    f'<ofd:PathObject Boundary="{x} 50 0 20" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L 0 20'
    "</ofd:AbbreviatedData></ofd:PathObject>"
    for x in (20, 50, 80)
)
"""Two rows of two cells, 30 by 10 mm each, from 20 mm left and 50 mm down."""


def text(content: str, *, x: float = 22, y: float = 57, deltas: str = 'DeltaX="4"') -> str:
    return (
        f'<ofd:TextObject Boundary="{x} {y - 5} 100 8" Size="4"><ofd:TextCode X="0" Y="5" {deltas}>'
        f"{content}</ofd:TextCode></ofd:TextObject>"
    )


def parts(
    objects: str, *, common: str = "", after: str = "", page: str = "", **more: str
) -> dict[str, str]:
    """A file of one page; `more` are further parts."""
    content = (
        f"<ofd:Page {SPACE}>{page}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
        "</ofd:Page>"
    )
    document = DOCUMENT.format(common=common, after=after)
    return {
        "OFD.xml": ENTRY,
        "Doc_0/Document.xml": document,
        "Doc_0/Pages/P.xml": content,
        **more,
    }


def read(objects: str, **around: str) -> Document:
    return read_ofd(pack(parts(objects, **around)))


def cells(document: Document) -> list[list[str]]:
    """The texts of the only table."""
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    return [[cell.text for cell in row] for row in table.rows]


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_glyphs_and_strokes_become_a_table_with_places() -> None:
    document = read(TABLE + text("新收") + text("12", x=60) + text("结转", y=67))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert cells(document) == [["新收", "12"], ["结转", ""]]
    assert [cell.locator for row in table.rows for cell in row] == [
        "T1:R1:C1",
        "T1:R1:C2",
        "T1:R2:C1",
        "T1:R2:C2",
    ]
    assert {cell.page for row in table.rows for cell in row} == {1}
    assert document.source_format == "ofd"


def test_a_spanning_cell_is_named_by_the_places_that_it_covers() -> None:
    middle = 'Boundary="50 50 0 20" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L 0 20'
    lower = 'Boundary="50 60 0 10" LineWidth="0.2"><ofd:AbbreviatedData>M 0 0 L 0 10'
    document = read(TABLE.replace(middle, lower) + text("总计"))
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [[cell.locator for cell in row] for row in table.rows] == [
        ["T1:R1:C1", "T1:R1:C1"],
        ["T1:R2:C1", "T1:R2:C2"],
    ]


def test_text_outside_of_tables_is_paragraphs_with_numbers_and_pages() -> None:
    document = read(text("一、总体情况", y=30) + text("二、主动公开", y=200))
    assert paragraphs(document) == ["一、总体情况", "二、主动公开"]
    assert [block.locator for block in document.blocks if isinstance(block, Paragraph)] == [
        "P1",
        "P2",
    ]


@pytest.mark.parametrize(
    "deltas",
    [
        'DeltaX="4 4 2 2 2"',
        'DeltaX="g 2 4 g 3 2"',
        'DeltaX="g 2 4.0 2"',
        'DeltaX="4 4 2"',
        'DeltaX="4,4,2,2,2"',
        "",
    ],
)
def test_steps_between_characters(deltas: str) -> None:
    document = read(TABLE + text("新收1234", deltas=deltas) + text("7", x=60))
    assert cells(document)[0] == ["新收1234", "7"]


def test_steps_place_each_character_in_its_own_cell() -> None:
    document = read(TABLE + text("1234", deltas='DeltaX="2 28 2"'))
    assert cells(document)[0] == ["12", "34"]


def test_steps_downwards() -> None:
    document = read(TABLE + text("12", x=60, deltas='DeltaY="10"'))
    assert cells(document) == [["", "1"], ["", "2"]]


def test_several_texts_of_an_object_keep_what_they_do_not_say() -> None:
    two = (
        '<ofd:TextObject Boundary="22 52 50 18" Size="4">'
        '<ofd:TextCode X="0" Y="5" DeltaX="2">12</ofd:TextCode>'
        '<ofd:TextCode Y="15" DeltaX="2">34</ofd:TextCode>'
        '<ofd:TextCode X="40" DeltaX="2">56</ofd:TextCode></ofd:TextObject>'
    )
    assert cells(read(TABLE + two)) == [["12", ""], ["34", "56"]]


def test_a_matrix_moves_and_stretches_text_and_paths() -> None:
    points = (
        '<ofd:TextObject Boundary="60 52 20 8" CTM="0.3528 0 0 0.3528 2 0" Size="11.3">'
        '<ofd:TextCode X="0" Y="14" DeltaX="5.7">34</ofd:TextCode></ofd:TextObject>'
    )
    turned = (
        '<ofd:PathObject Boundary="70 50 0 0" CTM="0 1 -1 0 0 0"><ofd:AbbreviatedData>M 0 0 L 20 0'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    assert cells(read(TABLE + turned + text("1") + points)) == [["1", "34", ""], ["", "", ""]]


def test_glyph_numbers_leave_the_text_alone() -> None:
    mapped = text("12", x=60).replace(
        "<ofd:TextCode",
        '<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>55 56'
        "</ofd:Glyphs></ofd:CGTransform><ofd:TextCode",
    )
    assert cells(read(TABLE + mapped))[0] == ["", "12"]


def test_blanks_that_are_escaped_are_blanks() -> None:
    assert paragraphs(read(text(r"年度\3000报告", y=30))) == ["年度\u3000报告"]
    assert paragraphs(read(text(r"\2021", y=30))) == [r"\2021"]


RECTANGLE = "M 0 0 L 60 0 L 60 {h} L 0 {h} C"


@pytest.mark.parametrize(
    "path",
    [
        "M 0 0 L 0 20",
        "S 0 0 L 0 20",
        "M 0 0 L 0 10 L 0 20",
        "M 0 0 Q 5 5 0 0 L 0 20",
        "M 0 0 B 1 1 2 2 0 0 L 0 20",
        "M 0 0 A 1 1 0 0 1 0 0 L 0 20",
        "M-0,0L0,20C",
        "M 0 0 L 0 2e1",
    ],
)
def test_commands_of_paths(path: str) -> None:
    stroke = (
        f'<ofd:PathObject Boundary="35 50 0 20"><ofd:AbbreviatedData>{path}</ofd:AbbreviatedData>'
        "</ofd:PathObject>"
    )
    document = read(TABLE + stroke + text("1") + text("2", x=38))
    assert cells(document)[0] == ["1", "2", ""]


@pytest.mark.parametrize(
    ("attributes", "path", "divides"),
    [
        ('Stroke="false" Fill="true"', "M 0 0 L 0.2 0 L 0.2 20 L 0 20 C", True),
        ('Stroke="false" Fill="true"', "M 0 0 L 0.2 0 L 0.2 20 L 0 20", True),
        ('Stroke="false"', "M 0 0 L 0 20", False),
        ('Fill="true" Stroke="false"', "M 0 0 L 6 0 L 6 20 L 0 20 C", False),
        ('Visible="false"', "M 0 0 L 0 20", False),
        ('Alpha="0"', "M 0 0 L 0 20", False),
        ("", "M 0 0 B 1 1 2 2 0 20", False),
        ("", "M 0 0 L 10 20", False),
    ],
)
def test_what_divides_cells(attributes: str, path: str, divides: bool) -> None:
    stroke = (
        f'<ofd:PathObject Boundary="35 50 0 20" {attributes}><ofd:AbbreviatedData>{path}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )
    document = read(TABLE + stroke + text("1") + text("2", x=38))
    assert len(cells(document)[0]) == (3 if divides else 2)


@pytest.mark.parametrize(
    "unseen",
    [
        text("9", x=62).replace("<ofd:TextObject", '<ofd:TextObject Visible="false"'),
        text("9", x=62).replace("<ofd:TextObject", '<ofd:TextObject Alpha="0"'),
        text("9", x=62).replace("<ofd:TextObject", '<ofd:TextObject Fill="false"'),
        text("9", x=62).replace("<ofd:TextCode", '<ofd:FillColor Alpha="0"/><ofd:TextCode'),
        f'<ofd:CompositeObject Visible="0" ResourceID="5">{text("9", x=62)}</ofd:CompositeObject>',
    ],
)
def test_text_that_is_not_seen_is_not_read(unseen: str) -> None:
    assert cells(read(TABLE + text("1") + unseen))[0] == ["1", ""]


def test_blocks_in_blocks_and_other_prefixes() -> None:
    nested = f"<ofd:PageBlock><ofd:PageBlock>{TABLE + text('1')}</ofd:PageBlock></ofd:PageBlock>"
    assert cells(read(nested))[0] == ["1", ""]
    plain = {
        name: part.replace("ofd:", "").replace("xmlns:ofd", "xmlns").replace("xmlns:", "")
        for name, part in parts(TABLE + text("1")).items()
    }
    assert cells(read_ofd(pack(plain)))[0] == ["1", ""]


UNIT = (
    f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="5">'
    "<ofd:Content>{objects}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>"
    "</ofd:Res>"
)
USES_UNIT = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"


def test_composite_objects_are_placed_where_they_are_used() -> None:
    used = "".join(
        f'<ofd:CompositeObject ResourceID="5" Boundary="{x} 52 20 8" CTM="2 0 0 2 0 0"/>'
        for x in (22, 52)
    )
    unit = UNIT.format(
        objects='<ofd:TextObject Boundary="0 0 5 4" Size="2"><ofd:TextCode X="1" Y="2.5">3'
        "</ofd:TextCode></ofd:TextObject>"
    )
    resources = {"Doc_0/PublicRes.xml": unit}
    assert cells(read(TABLE + used, common=USES_UNIT, **resources))[0] == ["3", "3"]


@pytest.mark.parametrize(
    "matrix", ["0 1 -1 0 200 0", "-1 0 0 -1 200 200", "0 -1 1 0 0 200", "0 1.1 -1.1 0 200 0"]
)
def test_a_page_that_lies_on_its_side_is_turned_upright(matrix: str) -> None:
    unit = UNIT.format(objects=TABLE + text("新收12") + text("3", x=60) + text("结转", y=67))
    page = f'<ofd:CompositeObject ResourceID="5" CTM="{matrix}"/>' + text("4", x=100, y=200)
    document = read(page, common=USES_UNIT, **{"Doc_0/PublicRes.xml": unit})
    assert cells(document) == [["新收12", "3"], ["结转", ""]]


def test_text_that_runs_aslant_is_a_watermark() -> None:
    aslant = text("88888888", x=55).replace("Boundary", 'CTM="0.7 0.7 -0.7 0.7 0 0" Boundary')
    assert cells(read(TABLE + text("1") + aslant))[0] == ["1", ""]
    assert paragraphs(read(TABLE + text("1") + aslant)) == []
    straight = aslant.replace("0.7 0.7 -0.7 0.7", "1 0.02 -0.02 1")
    assert cells(read(TABLE + text("1") + straight))[0] == ["1", "88888888"]


def test_templates_lie_behind_and_before() -> None:
    template = (
        f"<ofd:Page {SPACE}><ofd:Content><ofd:Layer>{TABLE}{text('科室')}</ofd:Layer>"
        "</ofd:Content></ofd:Page>"
    )
    document = read(
        text("8", x=62),
        common='<ofd:TemplatePage ID="9" BaseLoc="/Doc_0/T.xml"/>',
        page='<ofd:Template TemplateID="9" ZOrder="Foreground"/><ofd:Template TemplateID="10"/>',
        **{"Doc_0/T.xml": template},
    )
    assert cells(document)[0] == ["科室", "8"]


@pytest.mark.parametrize(("kind", "seen"), [("Path", True), ("Stamp", False), ("Watermark", False)])
def test_annotations_are_seen_but_seals_and_watermarks(kind: str, seen: bool) -> None:
    document = read(
        TABLE + text("1"),
        after="<ofd:Annotations>Annots/A.xml</ofd:Annotations>",
        **{
            "Doc_0/Annots/A.xml": f'<ofd:Annotations {SPACE}><ofd:Page PageID="1">'
            "<ofd:FileLoc>B.xml"
            "</ofd:FileLoc></ofd:Page></ofd:Annotations>",
            "Doc_0/Annots/B.xml": f'<ofd:PageAnnot {SPACE}><ofd:Annot Type="{kind}">'
            '<ofd:Appearance Boundary="50 50 20 9"><ofd:TextObject Boundary="5 2 5 5" Size="4">'
            '<ofd:TextCode X="0" Y="5">6</ofd:TextCode></ofd:TextObject></ofd:Appearance>'
            "</ofd:Annot></ofd:PageAnnot>",
        },
    )
    assert cells(document)[0] == ["1", "6" if seen else ""]


@pytest.mark.parametrize(
    "link",
    [
        "Pages/P.xml",
        "/Doc_0/Pages/P.xml",
        "./Pages/../Pages/P.xml",
        "Pages\\P.xml",
        "Doc_0/Pages/P.xml",
        "Pages/%50.xml",
        "../../../Doc_0/Pages/P.xml",
    ],
)
def test_links_between_parts(link: str) -> None:
    written = parts(text("正文", y=30))
    written["Doc_0/Document.xml"] = written["Doc_0/Document.xml"].replace("Pages/P.xml", link)
    assert paragraphs(read_ofd(pack(written))) == ["正文"]


def test_documents_in_one_file_follow_each_other_and_pages_count_on() -> None:
    written = parts(text("甲", y=30))
    body = "<ofd:DocBody><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>"
    written["OFD.xml"] = ENTRY.replace("</ofd:OFD>", f"{body}</ofd:OFD>")
    written["Doc_1/Document.xml"] = written["Doc_0/Document.xml"]
    written["Doc_1/Pages/P.xml"] = written["Doc_0/Pages/P.xml"].replace("甲", "乙")
    blocks = read_ofd(pack(written)).blocks
    assert [(block.text, block.page) for block in blocks if isinstance(block, Paragraph)] == [
        ("甲", 1),
        ("乙", 2),
    ]


def test_the_title_of_the_file_is_kept() -> None:
    written = parts(text("甲", y=30))
    info = "<ofd:DocInfo><ofd:Title>年度报告</ofd:Title></ofd:DocInfo><ofd:DocRoot>"
    written["OFD.xml"] = ENTRY.replace("<ofd:DocRoot>", info)
    assert read_ofd(pack(written)).metadata == {"title": "年度报告"}


def unreadable(data: bytes) -> str:
    with pytest.raises(UnreadableFileError) as raised:
        read_ofd(data)
    assert raised.value.message and raised.value.message_en
    return raised.value.code


@pytest.mark.parametrize(
    "objects",
    [
        text("1").replace('Size="4"', 'Size="large"'),
        text("1").replace('Size="4"', ""),
        text("1").replace('Size="4"', 'Size="1e999"'),
        text("1").replace('Size="4"', 'Size="nan"'),
        text("1").replace('X="0"', ""),
        text("1").replace("Boundary=", 'CTM="1 0 0" Boundary='),
        text("1").replace(" 100 8", ""),
        text("12", deltas='DeltaX="g 4"'),
        text("12", deltas='DeltaX="g -2 4"'),
        text("12", deltas='DeltaX="wide"'),
        text("1<ofd:b/>2"),
        "<ofd:PathObject><ofd:AbbreviatedData>L 1 1</ofd:AbbreviatedData></ofd:PathObject>",
        "<ofd:PathObject><ofd:AbbreviatedData>M 1</ofd:AbbreviatedData></ofd:PathObject>",
        "<ofd:PathObject><ofd:AbbreviatedData>M 1 1 X 3</ofd:AbbreviatedData></ofd:PathObject>",
    ],
)
def test_objects_that_cannot_be_placed_are_an_error(objects: str) -> None:
    assert unreadable(pack(parts(TABLE + objects))) == "damaged_file"


def test_parts_that_are_absent_are_an_error() -> None:
    whole = parts(text("1"))
    for name in whole:
        assert unreadable(pack({n: p for n, p in whole.items() if n != name})) == "damaged_file"
    assert unreadable(pack({**whole, "OFD.xml": f"<ofd:OFD {SPACE}/>"})) == "damaged_file"


def test_a_link_to_a_file_of_the_machine_finds_nothing() -> None:
    written = parts(text("1"))
    document = written["Doc_0/Document.xml"]
    for link in ("../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"):
        written["Doc_0/Document.xml"] = document.replace("Pages/P.xml", link)
        assert unreadable(pack(written)) == "damaged_file"


def test_an_encrypted_file_is_said_to_be_one() -> None:
    assert unreadable(pack({**parts(text("1")), "Encryptions.xml": "<a/>"})) == "encrypted_file"


def test_units_that_hold_themselves_end() -> None:
    loop = UNIT.format(objects='<ofd:CompositeObject ResourceID="5"/>')
    data = pack(
        parts(
            '<ofd:CompositeObject ResourceID="5"/>',
            common=USES_UNIT,
            **{"Doc_0/PublicRes.xml": loop},
        )
    )
    assert unreadable(data) == "over_limit"


def test_units_that_double_twenty_times_end() -> None:
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{i}"><ofd:Content>'
        + f'<ofd:CompositeObject ResourceID="{i + 1}"/>' * 2
        + "</ofd:Content></ofd:CompositeGraphicUnit>"
        for i in range(20)
    )
    resources = (
        f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits></ofd:Res>"
    )
    data = pack(
        parts(
            '<ofd:CompositeObject ResourceID="0"/>',
            common=USES_UNIT,
            **{"Doc_0/PublicRes.xml": resources},
        )
    )
    assert unreadable(data) == "over_limit"


@pytest.mark.parametrize("count", ["999999999", "9" * 400])
def test_a_run_of_steps_is_no_longer_than_its_text(count: str) -> None:
    document = read(TABLE + text("12", deltas=f'DeltaX="g {count} 2"'))
    assert cells(document)[0] == ["12", ""]


def test_an_entity_is_not_put_into_a_text() -> None:
    written = parts(TABLE + text("1&x;2"))
    content = written["Doc_0/Pages/P.xml"]
    written["Doc_0/Pages/P.xml"] = f'<!DOCTYPE a [<!ENTITY x "5">]>{content}'
    assert unreadable(pack(written)) == "damaged_file"


def _without(data: bytes, name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
    return stream.getvalue()


def test_a_generated_file_needs_each_of_its_pages() -> None:
    (draft, rng), *_ = random_drafts("merged", 1, SEED)
    data = write_ofd(draft, rng)
    assert unreadable(_without(data, "Doc_0/Pages/Page_1/Content.xml")) == "damaged_file"
    assert unreadable(data[: len(data) // 2]) == "damaged_file"


IMAGE = (
    f'<ofd:Res {SPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image">'
    "<ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
)
USES_IMAGE = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"


def scan(objects: str, image: bytes) -> bytes:
    """A page that an image covers, 100 dots an inch."""
    placed = '<ofd:ImageObject ResourceID="7" Boundary="0 0 210 297" CTM="210 0 0 297 0 0"/>'
    stream = io.BytesIO(
        pack(parts(placed + objects, common=USES_IMAGE, **{"Doc_0/DocumentRes.xml": IMAGE}))
    )
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr("Doc_0/Res/scan.png", image)
    return stream.getvalue()


def blank_image() -> bytes:
    stream = io.BytesIO()
    Image.new("L", (827, 1169), 255).save(stream, "PNG")
    return stream.getvalue()


def test_an_image_without_text_goes_to_the_scan_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[tuple[int, ...], int, float]] = []

    def read_page_image(image: np.ndarray, page: int, scale: float) -> list[Paragraph]:
        asked.append((image.shape, page, scale))
        return [Paragraph("一、总体情况", "box:1,2,3,4", page)]

    monkeypatch.setattr("extract.scan.read_page_image", read_page_image)
    document = read_ofd(scan(text("- 1 -", y=290), blank_image()))
    ((shape, page, scale),) = asked
    assert (shape[2], page) == (3, 1)
    assert scale * shape[1] == pytest.approx(210 / 25.4 * 72)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "一、总体情况"
    ]
    read_ofd(
        scan(TABLE + "".join(text("总体情况", y=y) for y in range(90, 150, 10)), blank_image())
    )
    assert len(asked) == 1


def test_an_image_that_is_none_is_an_error() -> None:
    assert unreadable(scan("", b"no image")) in ("damaged_file", "ocr_not_installed")


def _texts_by_place(document: Document) -> dict[tuple[int | None, str], str]:
    """The text of every cell; that of a spanning one stands at its first place."""
    return {
        (cell.page, cell.locator): cell.text
        for block in document.blocks
        if isinstance(block, Table)
        for row in reversed(block.rows)
        for cell in reversed(row)
    }


def test_random_reports_and_the_places_of_their_evidence() -> None:
    outcomes: Counter[str] = Counter()
    for draft, rng in random_drafts("merged", REPORTS, SEED):
        document = read_ofd(write_ofd(draft, rng))
        rows = understand(document, "0" * 64)
        outcomes += judge(draft.report, rows)
        texts = _texts_by_place(document)
        for place in rows["evidence"]:
            if place["raw_text"]:
                first = place["raw_text"].split(" ")[0]
                assert first in texts[place["page"], place["locator"]]
    assert outcomes["printed"] > 100 * REPORTS
    assert not (outcomes["wrong"] or outcomes["lost"] or outcomes["other status"])
