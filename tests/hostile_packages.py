"""ZIP files, and documents in ZIP files, that crash, hang or fill up careless readers."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.hostile_packing import (
    BZIP2,
    ENCRYPTED,
    MEGABYTE,
    STORED,
    Packed,
    bzip2_of_zeros,
    deflate,
    entry_of,
    package_of,
    zip_of,
)

_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_O = b'xmlns:ofd="http://www.ofdspec.org/2016"'
SECRET_FILE = "/etc/passwd"
"""What external entities ask for; its text must never come out."""
LAUGHS = b"".join(
    b"<!ENTITY l%d '%s'>" % (level, b"&l%d;" % (level - 1) * 10 if level else b"laugh")
    for level in range(10)
)
"""Declarations of entities: the last one stands for ten thousand million characters."""
LONG_NAME = "政" * 85
"""255 bytes of Chinese, the most that a file system takes."""

Parts = dict[str, bytes | Packed]
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def hostile_packages() -> Iterator[tuple[str, bytes]]:
    """Files by name."""
    for kind, part_of in (("docx", docx), ("xlsx", xlsx), ("ofd", ofd)):
        yield from _attacks_on_xml(kind, part_of)
    yield from _hostile_docx()
    yield from _hostile_xlsx()
    yield from _hostile_ofd()
    yield from _hostile_zips()


def docx(body: bytes | Packed, before: bytes = b"") -> Parts:
    """The parts of a DOCX file; `before` stands before the root of its main part."""
    return _office(
        "word/document.xml",
        "wordprocessingml.document",
        _around(b"<w:document %s><w:body>" % _W, body, b"</w:body></w:document>", before),
    )


def xlsx(rows: bytes | Packed, before: bytes = b"", after: bytes = b"") -> Parts:
    """The parts of an XLSX file of one sheet; `after` follows its rows."""
    book = (
        b"<workbook %s %s><sheets><sheet name='a' sheetId='1' r:id='r1'/></sheets></workbook>"
        % (_S, _R)
    )
    sheet = _around(
        b"<worksheet %s><sheetData>" % _S, rows, b"</sheetData>%s</worksheet>" % after, before
    )
    links = _relations("worksheet", "worksheets/sheet1.xml")
    parts = _office("xl/workbook.xml", "spreadsheetml.sheet", book)
    return {**parts, "xl/_rels/workbook.xml.rels": links, "xl/worksheets/sheet1.xml": sheet}


def ofd(objects: bytes | Packed, before: bytes = b"", resources: bytes = b"") -> Parts:
    """The parts of an OFD file of one page."""
    page = _around(
        b"<ofd:Page %s><ofd:Content><ofd:Layer>" % _O,
        objects,
        b"</ofd:Layer></ofd:Content></ofd:Page>",
        before,
    )
    entry = b"<ofd:OFD %s><ofd:DocBody><ofd:DocRoot>D.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    document = (
        b"<ofd:Document %s><ofd:CommonData><ofd:PublicRes>R.xml</ofd:PublicRes></ofd:CommonData>"
        b"<ofd:Pages><ofd:Page ID='1' BaseLoc='P.xml'/></ofd:Pages></ofd:Document>"
    )
    units = b"<ofd:Res %s><ofd:CompositeGraphicUnits>%s</ofd:CompositeGraphicUnits></ofd:Res>"
    return {
        "OFD.xml": entry % _O,
        "D.xml": document % _O,
        "R.xml": units % (_O, resources),
        "P.xml": page,
    }


def _around(start: bytes, content: bytes | Packed, end: bytes, before: bytes) -> bytes | Packed:
    if isinstance(content, bytes):
        return before + start + content + end
    assert not before
    return content


def _office(name: str, kind: str, content: bytes | Packed) -> Parts:
    types = (
        "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        "<Default Extension='xml' ContentType='application/xml'/><Default Extension='rels' "
        "ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"<Override PartName='/{name}' ContentType="
        f"'application/vnd.openxmlformats-officedocument.{kind}.main+xml'/></Types>"
    )
    return {
        "[Content_Types].xml": types.encode(),
        "_rels/.rels": _relations("officeDocument", name),
        name: content,
    }


def _relations(kind: str, target: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = f"<Relationship Id='r1' Type='{_RELATION}/{kind}' Target='{target}'/>"
    return f"<Relationships xmlns='{space}'>{relation}</Relationships>".encode()


_TEXTS: dict[str, Callable[[bytes], bytes]] = {
    "docx": lambda text: b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % text,
    "xlsx": lambda text: b"<row r='1'><c r='A1' t='inlineStr'><is><t>%s</t></is></c></row>" % text,
    "ofd": lambda text: (
        b"<ofd:TextObject Boundary='9 9 9 9' Size='4'><ofd:TextCode X='0' Y='4' DeltaX='4'>%s"
        b"</ofd:TextCode></ofd:TextObject>" % text
    ),
}
"""How each format writes a text."""
_BEFORE_AND_AFTER = {
    "docx": (b"<w:document %s><w:body>" % _W, b"</w:body></w:document>"),
    "xlsx": (b"<worksheet %s><sheetData>" % _S, b"</sheetData></worksheet>"),
    "ofd": (
        b"<ofd:Page %s><ofd:Content><ofd:Layer>" % _O,
        b"</ofd:Layer></ofd:Content></ofd:Page>",
    ),
}


def _attacks_on_xml(kind: str, parts: Callable[..., Parts]) -> Iterator[tuple[str, bytes]]:
    text = _TEXTS[kind]
    start, end = _BEFORE_AND_AFTER[kind]
    secret = b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file://%s'>]>" % SECRET_FILE.encode()
    remote = b"<!DOCTYPE a SYSTEM 'http://192.0.2.1/a.dtd'>"
    laughs = b"<!DOCTYPE a [%s]>" % LAUGHS
    own = b"<!DOCTYPE a [<!ENTITY x '5'>]>"
    yield f"external_entity.{kind}", package_of(parts(text(b"1&x;2"), secret))
    yield f"external_dtd.{kind}", package_of(parts(text(b"1"), remote))
    yield f"billion_laughs.{kind}", package_of(parts(text(b"&l9;"), laughs))
    yield f"entity_between_digits.{kind}", package_of(parts(text(b"1&x;2"), own))
    node = text(b"\0").split(b"\0")
    long_text = deflate(start + node[0], b"8" * MEGABYTE, 600, node[1] + end)
    yield f"text_of_600_mb.{kind}", package_of(parts(long_text))
    many = deflate(start, text(b"8") * 5000, 800, end)
    yield f"four_million_texts.{kind}", package_of(parts(many))
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    yield f"elements_100000_deep.{kind}", package_of(parts(deep))
    yield f"no_xml.{kind}", package_of(parts(b"<a></b>"))
    yield f"utf_16.{kind}", package_of(parts(text("年".encode("utf-16"))))
    whole = package_of(parts(text(b"2023")))
    yield f"cut_in_half.{kind}", whole[: len(whole) // 2]
    yield f"bytes_before_it.{kind}", b"\0" * 512 + whole
    yield f"bytes_behind_it.{kind}", whole + b"\0" * 512
    yield f"needs_a_password.{kind}", _with_flags(parts(text(b"1")), ENCRYPTED)
    yield f"packed_by_bzip2.{kind}", _by_bzip2(parts(text(b"1")))


def _with_flags(parts: Parts, flags: int) -> bytes:
    return zip_of(entry_of(name, content, flags) for name, content in parts.items())


def _by_bzip2(parts: Parts) -> bytes:
    """A package whose last part unpacks to 2 GB."""
    *first, last = (entry_of(name, content) for name, content in parts.items())
    bomb = replace(last, data=bzip2_of_zeros(400), method=BZIP2, size=2 << 30)
    return zip_of([*first, bomb])


def _hostile_docx() -> Iterator[tuple[str, bytes]]:
    cell, text = b"<w:tbl><w:tr><w:tc>%s", _TEXTS["docx"](b"8")
    end = b"</w:tc></w:tr></w:tbl>"
    yield "tables_80_deep.docx", package_of(docx(cell % b"" * 80 + text + end * 80))
    yield "tables_2000_deep.docx", package_of(docx(cell % b"" * 2000 + end * 2000))
    for name, span in (("a_billion", b"1000000000"), ("less_than_no", b"-5"), ("odd", b"\xd9\xa3")):
        spanning = cell % b"<w:tcPr><w:gridSpan w:val='%s'/></w:tcPr>" % span + text + end
        yield f"spans_{name}_columns.docx", package_of(docx(spanning))
    merged = b"<w:tr><w:tc><w:tcPr><w:gridSpan w:val='9000'/><w:vMerge/></w:tcPr>%s</w:tc></w:tr>"
    rows = (merged % text) * 9000
    yield "merged_9000_by_9000.docx", package_of(docx(b"<w:tbl>" + rows + b"</w:tbl>"))
    yield "no_document.docx", package_of({"word/other.xml": b"<a/>"})


def _hostile_xlsx() -> Iterator[tuple[str, bytes]]:
    one = b"<row r='1'><c r='A1'><v>1</v></c></row>"
    far = one + b"<row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
    yield "two_cells_far_apart.xlsx", package_of(xlsx(far))
    whole = b"<mergeCells count='1'><mergeCell ref='A1:XFD1048576'/></mergeCells>"
    yield "whole_sheet_merged.xlsx", package_of(xlsx(one, after=whole))
    merges = b"<mergeCell ref='A1:XFD1048576'/>" * 100_000
    many = b"<mergeCells>%s</mergeCells>" % merges
    yield "merged_100000_times.xlsx", package_of(xlsx(one, after=many))
    wrong = b"<row r='0'><c r='A0'><v>1</v></c><c r='ZZZZZZ99999999999'><v>2</v></c></row>"
    yield "cells_out_of_the_sheet.xlsx", package_of(xlsx(wrong))
    yield (
        "number_without_end.xlsx",
        package_of(xlsx(b"<row r='1'><c r='A1'><v>%s</v></c></row>" % (b"9" * MEGABYTE))),
    )
    yield (
        "string_that_is_absent.xlsx",
        package_of(xlsx(b"<row r='1'><c r='A1' t='s'><v>4294967295</v></c></row>")),
    )


def _hostile_ofd() -> Iterator[tuple[str, bytes]]:
    loop = b"<ofd:CompositeGraphicUnit ID='1'><ofd:Content><ofd:CompositeObject ResourceID='1'/>"
    loop += b"</ofd:Content></ofd:CompositeGraphicUnit>"
    yield (
        "unit_holds_itself.ofd",
        package_of(ofd(b"<ofd:CompositeObject ResourceID='1'/>", resources=loop)),
    )
    blocks = b"<ofd:PageBlock>" * 200 + b"</ofd:PageBlock>" * 200
    yield "blocks_200_deep.ofd", package_of(ofd(blocks))
    steps = _TEXTS["ofd"](b"12").replace(b"DeltaX='4'", b"DeltaX='g 999999999 1'")
    yield "a_billion_steps.ofd", package_of(ofd(steps))
    rule = b"<ofd:PathObject Boundary='%d %d 9 9'><ofd:AbbreviatedData>M 0 0 L %s"
    rule += b"</ofd:AbbreviatedData></ofd:PathObject>"
    rules = (rule % (i % 190, i // 190 % 270, b"9 0" if i % 2 else b"0 9") for i in range(100_000))
    yield "rules_100000.ofd", package_of(ofd(b"".join(rules)))
    file = b"<ofd:MediaFile>../../../../../..%s</ofd:MediaFile>" % SECRET_FILE.encode()
    image = b"<ofd:MultiMedia ID='7'>%s</ofd:MultiMedia>" % file
    placed = b"<ofd:ImageObject ResourceID='7' Boundary='0 0 210 297' CTM='210 0 0 297 0 0'/>"
    yield "shared_parts_of_75_mb.ofd", _ofd_of_many_resources()
    yield "image_of_the_machine.ofd", package_of(ofd(placed, resources=image))


def _ofd_of_many_resources() -> bytes:
    """Five files of resources, each of nothing but four million empty elements."""
    links = b"".join(b"<ofd:PublicRes>R%d.xml</ofd:PublicRes>" % i for i in range(5))
    parts = ofd(b"")
    document = parts["D.xml"]
    assert isinstance(document, bytes)
    document = document.replace(b"<ofd:PublicRes>R.xml</ofd:PublicRes>", links)
    resource = deflate(b"<a>", b"<a/>" * 5000, 750, b"</a>")
    return package_of({**parts, "D.xml": document, **{f"R{i}.xml": resource for i in range(5)}})


def _hostile_zips() -> Iterator[tuple[str, bytes]]:
    report = entry_of("report.txt", "2023年".encode())
    yield "empty_archive.zip", zip_of([])
    yield "one_member_of_1_gb.zip", package_of({"a.txt": deflate(b"", b" " * MEGABYTE, 1024)})
    yield "levels_of_16.zip", _levels(5, 16)
    yield "levels_50_deep.zip", _levels(50, 1)
    small = replace(report, size=3, data=deflate(b"", b" " * MEGABYTE, 512).data)
    yield "says_it_is_small.zip", zip_of([small])
    yield "says_it_is_huge.zip", zip_of([replace(report, size=0xFFFFFFF0)])
    yield "sum_does_not_fit.zip", zip_of([replace(report, crc32=report.crc32 ^ 1)])
    yield "members_on_one_another.zip", _overlapping(5000)
    yield "members_60000.zip", zip_of(entry_of(f"{i}.txt", b"") for i in range(60_000))
    yield "needs_a_password.zip", zip_of([replace(report, flags=report.flags | ENCRYPTED)])
    yield "unknown_method.zip", zip_of([replace(report, method=99)])
    yield "stored_shorter_than_said.zip", zip_of([replace(report, method=STORED, packed_size=999)])
    yield "entry_begins_behind_the_end.zip", zip_of([report, replace(report, at=0x7FFFFFFF)])
    yield "same_name_twice.zip", zip_of([report, report])
    yield "names.zip", zip_of(entry_of(name, b"2023") for name in HOSTILE_NAMES)
    names = (b"\xff\xfe.txt", b"\xc0\xae\xc0\xae/a.txt", b"a\0b.txt", b"")
    yield "names_of_bytes.zip", zip_of(entry_of(name, b"2023", flags=0) for name in names)
    yield "list_only.zip", b"PK\x05\x06" + b"\xff" * 18
    yield "cut_off.zip", zip_of([report])[:-30]


HOSTILE_NAMES = (
    "../../outside.txt",
    "/absolute.txt",
    "C:\\windows.txt",
    "..\\..\\outside.txt",
    "a/../../b.txt",
    "line\nbreak.txt",
    "bell\a\x1b[31mred.txt",
    "right\u202eto left.txt",
    f"{LONG_NAME}.txt",
    "/".join(["深"] * 2000) + ".txt",
    "con.txt",
    "trailing. ",
    "' OR 1=1 --.txt",
    "<script>alert(1)</script>.html",
    "$(touch pwned).txt",
    "-rf.txt",
    ".",
    "..",
    "~/.ssh/key.txt",
)
"""Names of members, all of them to be shown and none to be opened."""


def _levels(depth: int, width: int) -> bytes:
    """ZIP files in ZIP files; each level holds the one below so many times."""
    content: bytes | Packed = deflate(b"", b"\0" * MEGABYTE, 64)
    name = "a.txt"
    for _ in range(depth):
        inner = content if isinstance(content, Packed) else deflate(content)
        content = zip_of(entry_of(f"{i}{name}", inner) for i in range(width))
        name = ".zip"
    assert isinstance(content, bytes)
    return content


def _overlapping(count: int) -> bytes:
    """Members that all begin at one place, where 10 MB are packed."""
    content = deflate(b"", b"\0" * MEGABYTE, 10)
    first = entry_of("a.txt", content)
    others = (replace(first, at=0) for _ in range(count))
    return zip_of([first, *others])
