"""Write Word files (DOCX) as Word, WPS and converters do, from raw markup."""

import io
import zipfile
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from random import Random

from tests.generator.draft import Draft
from tests.generator.merged import MergedCell, merged_rows
from tests.generator.tables import Sheet
from tests.generator.word_numbering import NUMBERED_HEADING, WordNumbering

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_SPACES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PAGE_WIDTH = 9_000
"""Twips between the outer borders of a table."""
_JITTER = 15
"""Twips by which borders drawn by hand miss each other."""
_AUTHOR = 'w:id="9" w:author="x" w:date="2024-01-08T09:00:00Z"'


@dataclass(frozen=True, slots=True)
class _Manner:
    """How one file is written.

    Attributes:
        strict: in the namespaces of the strict standard.
        frame: '' no frame; 'cell' everything in one cell of a table; 'rows' each piece in a row
            of its own; 'side' everything in a cell beside one with a short text.
        numbered: ordinals of headings and labels are automatic.
        tracked: changes are tracked: deleted text and rows stand in the file.
        boxed: the title stands in a text box.
        wrapped: content controls stand around paragraphs, tables, rows, cells and runs.
        drawn: borders between figures are not quite in line from row to row.
    """

    strict: bool
    frame: str
    numbered: bool
    tracked: bool
    boxed: bool
    wrapped: bool
    drawn: bool


def write_word_file(draft: Draft, rng: Random) -> bytes:
    """Write a report as a Word file.

    Args:
        draft: of the layout 'merged'.
        rng: draws how the file is written; what is deleted or hidden in it carries other
            figures that must not be read.
    """
    manner = _Manner(
        strict=rng.random() < 0.15,
        frame=rng.choice(("", "", "", "cell", "rows", "side")),
        numbered=rng.random() < 0.5,
        tracked=rng.random() < 0.4,
        boxed=rng.random() < 0.3,
        wrapped=rng.random() < 0.4,
        drawn=rng.random() < 0.3,
    )
    return _Writer(manner, rng).write(draft)


def pack_word_file(
    body: str,
    *,
    numbering: str = "",
    styles: str = "",
    strict: bool = False,
    main: str = "word/document.xml",
) -> bytes:
    """Make a file of the markup of a body.

    Args:
        body: what stands in w:body, with the prefixes w, mc, wp, a, wps and v.
        numbering: what stands in w:numbering; "" for no such part.
        styles: what stands in w:styles; "" for no such part.
        strict: in the namespaces of the strict standard.
        main: name of the main part.
    """
    space = f'xmlns:w="{STRICT if strict else TRANSITIONAL}" {_SPACES}'
    kind = _STRICT_RELATIONS if strict else _RELATIONS
    folder, _, name = main.rpartition("/")
    inner = {"numbering": numbering, "styles": styles}
    parts = {
        "[Content_Types].xml": _content_types(main, [key for key in inner if inner[key]], folder),
        "_rels/.rels": _relationships({"officeDocument": main}, kind),
        main: f"<w:document {space}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": _relationships(
            {key: f"{key}.xml" for key in inner if inner[key]}, kind
        ),
    }
    for key, content in inner.items():
        if content:
            parts[f"{folder}/{key}.xml"] = f"<w:{key} {space}>{content}</w:{key}>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            declared = '<?xml version="1.0" encoding="UTF-8"?>\n' + content
            # An entry without a time gives the same bytes whenever it is written.
            package.writestr(zipfile.ZipInfo(part), declared, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _content_types(main: str, inner: list[str], folder: str) -> str:
    overrides = {main: "document.main"} | {f"{folder}/{key}.xml": key for key in inner}
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/{part}" ContentType="{_TYPE}.{kind}+xml"/>'
            for part, kind in overrides.items()
        )
        + "</Types>"
    )


def _relationships(targets: dict[str, str], kind: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{kind}/{name}" Target="{target}"/>'
            for number, (name, target) in enumerate(targets.items(), start=1)
        )
        + "</Relationships>"
    )


class _Writer:
    """Writes one file."""

    def __init__(self, manner: _Manner, rng: Random) -> None:
        self._manner = manner
        self._rng = rng
        self._numbering = WordNumbering()

    def write(self, draft: Draft) -> bytes:
        """The file's bytes."""
        blocks = [
            self._table(piece) if isinstance(piece, Sheet) else self._piece(piece, at)
            for at, piece in enumerate(draft.pieces)
        ]
        return pack_word_file(
            self._framed(blocks) + "<w:sectPr/>",
            numbering=self._numbering.definitions(),
            styles='<w:style w:type="paragraph" w:default="1" w:styleId="a">'
            '<w:name w:val="Normal"/></w:style>',
            strict=self._manner.strict,
        )

    def _framed(self, blocks: list[str]) -> str:
        frame = self._manner.frame
        if not frame:
            return "".join(blocks)
        empty = "<w:p/>"
        rows = blocks if frame == "rows" else ["".join(blocks)]
        side = [_cell(_paragraph(_run("打印本页")))] if frame == "side" else []
        marked = [_row([*side, _cell(content + empty)]) for content in rows]
        columns = [1500] * len(side) + [PAGE_WIDTH + 500]
        return _table_of(columns, marked) + empty

    def _piece(self, text: str, at: int) -> str:
        """A paragraph, with what stands around it."""
        rng = self._rng
        parted = text.split("\n")
        heading = NUMBERED_HEADING.match(text) if self._manner.numbered else None
        if heading:
            properties = self._numbering.heading(heading[1])
            markup = _paragraph(self._runs(text[heading.end() :]), properties)
        elif at == 0 and self._manner.boxed:
            markup = _paragraph(_text_box(_paragraph(self._runs(text))))
        else:
            markup = _paragraph("<w:r><w:br/></w:r>".join(self._runs(line) for line in parted))
        if self._manner.tracked and rng.random() < 0.2:
            deleted = "<w:pPr><w:rPr><w:del " + _AUTHOR + "/></w:rPr></w:pPr>"
            markup = f"<w:p>{deleted}{self._deletion()}</w:p>" + markup
        if self._manner.wrapped and rng.random() < 0.2:
            markup = _control(markup)
        return markup + ("<w:p/>" if rng.random() < 0.15 else "")

    def _table(self, sheet: Sheet) -> str:
        rows = merged_rows(sheet)
        grid = [PAGE_WIDTH * column // sheet.width for column in range(sheet.width + 1)]
        borders = [self._borders(row, grid) for row in rows]
        drawn = sorted({place for row in borders for place in row.values()})
        going: list[tuple[MergedCell, int]] = []
        marked: list[str] = []
        for row, places in zip(rows, borders, strict=True):
            here = [(cell, cell.row_span) for cell in row] + going
            here.sort(key=lambda item: item[0].column)
            spans = [
                drawn.index(places[c.column + c.column_span]) - drawn.index(places[c.column])
                for c, _ in here
            ]
            marked += self._marked_row(here, spans)
            going = [(cell, left - 1) for cell, left in here if left > 1]
        columns = [right - left for left, right in pairwise(drawn)]
        markup = _table_of(columns, marked)
        return _control(markup) if self._manner.wrapped and self._rng.random() < 0.3 else markup

    def _borders(self, row: list[MergedCell], grid: list[int]) -> dict[int, int]:
        """Where the borders of a row stand; those between figures may miss the other rows'."""
        places = dict(enumerate(grid))
        if self._manner.drawn:
            for left, right in pairwise(row):
                if left.figure and right.figure:
                    places[right.column] += self._rng.randint(-_JITTER, _JITTER)
        return places

    def _marked_row(self, here: list[tuple[MergedCell, int]], spans: list[int]) -> list[str]:
        """The markup of a row, and of a deleted one before it now and then."""
        rng = self._rng
        cells = []
        for (cell, left), span in zip(here, spans, strict=True):
            merge = ""
            if cell.row_span > 1:
                merge = '<w:vMerge w:val="restart"/>' if left == cell.row_span else "<w:vMerge/>"
            goes_on = left < cell.row_span
            content = "<w:p/>" if goes_on else self._content(cell)
            marked = _cell(content, span, merge)
            wrap = self._manner.wrapped and rng.random() < 0.03
            cells.append(_control(marked) if wrap else marked)
        row = _row(cells)
        rows = [_control(row) if self._manner.wrapped and rng.random() < 0.1 else row]
        only_begun = all(cell.row_span == 1 for cell, _ in here)
        if self._manner.tracked and only_begun and rng.random() < 0.06:
            mark = f"<w:rPr><w:del {_AUTHOR}/></w:rPr>"
            other = [_cell(_paragraph(self._deletion(), mark), span) for span in spans]
            rows.insert(0, _row(other, f"<w:trPr><w:del {_AUTHOR}/></w:trPr>"))
        return rows

    def _content(self, cell: MergedCell) -> str:
        text, properties = cell.text, ""
        if self._manner.numbered and not cell.figure:
            text, properties = self._numbering.label(text)
        lines = text.split("\n")
        if self._rng.random() < 0.5:
            return "".join(
                _paragraph(self._runs(line), "" if at else properties)
                for at, line in enumerate(lines)
            )
        return _paragraph("<w:r><w:br/></w:r>".join(map(self._runs, lines)), properties)

    def _runs(self, text: str) -> str:
        """A text in one or several runs, among what is not printed."""
        rng = self._rng
        runs = []
        while text:
            cut = len(text) if rng.random() < 0.7 else rng.randint(1, len(text))
            runs.append(self._dressed(_run(text[:cut])))
            text = text[cut:]
        if runs and self._manner.tracked and rng.random() < 0.1:
            runs.insert(rng.randrange(len(runs) + 1), self._deletion())
        return "".join(runs)

    def _dressed(self, run: str) -> str:
        rng = self._rng
        draw = rng.random()
        if self._manner.tracked and draw < 0.2:
            return f"<w:ins {_AUTHOR}>{run}</w:ins>"
        if self._manner.wrapped and draw < 0.3:
            return rng.choice((_control, _smart_tag, _field))(run)
        if draw > 0.97:
            hidden = _run(str(rng.randint(1, 99)), "<w:vanish/>")
            return run + hidden
        if draw > 0.94:
            return f'<w:bookmarkStart w:id="1" w:name="b"/>{run}<w:bookmarkEnd w:id="1"/>'
        return run

    def _deletion(self) -> str:
        number = self._rng.randint(1, 99)
        return f"<w:del {_AUTHOR}><w:r><w:delText>{number}</w:delText></w:r></w:del>"


def _run(text: str, properties: str = "") -> str:
    look = f'<w:rPr><w:rFonts w:hint="eastAsia"/>{properties}</w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text, quote=False)}</w:t></w:r>'


def _paragraph(runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


def _cell(content: str, span: int = 1, merge: str = "") -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{wide}{merge}</w:tcPr>{content}</w:tc>"


def _row(cells: list[str], properties: str = "") -> str:
    return f"<w:tr>{properties}{''.join(cells)}</w:tr>"


def _table_of(columns: list[int], rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    look = '<w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _control(content: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="3"/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


def _smart_tag(run: str) -> str:
    return f'<w:smartTag w:uri="urn:x" w:element="date">{run}</w:smartTag>'


def _field(run: str) -> str:
    """A field whose result the run is."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>= 17 + 26</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _text_box(content: str) -> str:
    """A text box as Word writes it: twice, for new and for old programs."""
    box = f"<w:txbxContent>{content}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent '
        'cx="5000000" cy="600000"/><wp:docPr id="1" name="t"/><a:graphic><a:graphicData uri="'
        'http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5000000" '
        'cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
        f"<wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f'<v:shape style="width:400pt;height:50pt"><v:textbox>{box}</v:textbox></v:shape>'
        "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
