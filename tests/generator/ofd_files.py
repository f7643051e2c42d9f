"""Print a draft as an OFD file (GB/T 33190), in the ways that its writers differ in."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random
from xml.sax.saxutils import escape

from tests.generator.draft import Draft
from tests.generator.ofd_layout import Look, PrintedLine, PrintedPage, draw_look, lay_out

_NAMESPACE = "http://www.ofdspec.org/2016"
_POINT = 0.3528
"""A point in millimetres, as writers that think in points round it."""
_UNIT, _TEMPLATE, _HIDDEN_TEXT = "900", "901", "88888"

Rule = tuple[float, float, float, float]


@dataclass(slots=True)
class _Style:
    """How one writer writes.

    Attributes:
        prefix: before every name: 'ofd:' or none.
        absolute: links begin at the package's root.
        steps: between characters: 'each' one by one, 'runs' as `g n d`, 'short' with what
            repeats at the end left out.
        in_points: texts are in points, and a CTM makes millimetres of them.
        upright_lines: a column of a cell's lines is one object with several texts.
        borders: 'strokes', 'outlines' of all cells in one path, 'bars' (thin filled areas).
        nested: objects stand in blocks in blocks.
        glyph_numbers: texts name the glyphs of their font as well.
        running_head: on a template; "" for none.
        composite: rules are in a composite unit that pages refer to.
        hidden: digits that are not shown lie over the page.
        seal: an annotation with text lies over the page.
    """

    prefix: str
    absolute: bool
    steps: str
    in_points: bool
    upright_lines: bool
    borders: str
    nested: bool
    glyph_numbers: bool
    running_head: str
    composite: bool
    hidden: bool
    seal: bool
    digits: int


def write_ofd(draft: Draft, rng: Random) -> bytes:
    """Print a report.

    Args:
        draft: in the layout 'merged'.
        rng: the source of every choice.
    """
    look = draw_look(rng)
    pages = lay_out(draft, look, rng)
    return pack(_parts(pages, look, _draw_style(rng)), rng.choice((True, False)))


def pack(parts: dict[str, str], compressed: bool = True) -> bytes:
    """A package of XML parts."""
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content.encode(), method)
    return stream.getvalue()


def _draw_style(rng: Random) -> _Style:
    return _Style(
        prefix=rng.choice(("ofd:", "ofd:", "")),
        absolute=rng.random() < 0.5,
        steps=rng.choice(("each", "runs", "short")),
        in_points=rng.random() < 0.4,
        upright_lines=rng.random() < 0.5,
        borders=rng.choice(("strokes", "outlines", "bars")),
        nested=rng.random() < 0.3,
        glyph_numbers=rng.random() < 0.3,
        running_head=rng.choice(("", "", "政府信息公开工作年度报告")),
        composite=rng.random() < 0.25,
        hidden=rng.random() < 0.3,
        seal=rng.random() < 0.3,
        digits=rng.choice((2, 3, 4)),
    )


def _parts(pages: Sequence[PrintedPage], look: Look, style: _Style) -> dict[str, str]:
    """The parts of the package by name."""
    writer = _Writer(style, look)
    links = [f"Pages/Page_{i}/Content.xml" for i in range(len(pages))]
    parts = {"OFD.xml": writer.entry(), "Doc_0/Document.xml": writer.document(links)}
    units: list[str] = []
    for i, (link, page) in enumerate(zip(links, pages, strict=True)):
        parts[f"Doc_0/{link}"] = writer.page(page, i, units)
    parts["Doc_0/PublicRes.xml"] = writer.resources(units)
    if style.running_head:
        parts["Doc_0/Tpls/Tpl_0/Content.xml"] = writer.template()
    if style.seal:
        parts["Doc_0/Annots/Annotations.xml"] = writer.annotations()
        parts["Doc_0/Annots/Page_0/Annotation.xml"] = writer.seal()
    return parts


class _Writer:
    """Writes the elements of one file."""

    def __init__(self, style: _Style, look: Look) -> None:
        self.style = style
        self.look = look

    def element(self, tag: str, *content: str, **attributes: str) -> str:
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        tag = self.style.prefix + tag
        return f"<{tag}{written}>{''.join(content)}</{tag}>"

    def part(self, tag: str, *content: str, **attributes: str) -> str:
        space = "xmlns:ofd" if self.style.prefix else "xmlns"
        root = self.element(tag, *content, **{space: _NAMESPACE}, **attributes)
        return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}'

    def link(self, path: str) -> str:
        """A link from a part that lies in the document's folder."""
        return f"/Doc_0/{path}" if self.style.absolute else path

    def numbers(self, *numbers: float) -> str:
        return " ".join(f"{number:.{self.style.digits}f}" for number in numbers)

    def entry(self) -> str:
        path = "/Doc_0/Document.xml" if self.style.absolute else "Doc_0/Document.xml"
        body = self.element(
            "DocBody",
            self.element("DocInfo", self.element("DocID", "0123456789abcdef")),
            self.element("DocRoot", path),
        )
        return self.part("OFD", body, Version="1.1", DocType="OFD")

    def document(self, links: Sequence[str]) -> str:
        box = self.numbers(0, 0, self.look.width, self.look.height)
        common = [
            self.element("MaxUnitID", "1000"),
            self.element("PageArea", self.element("PhysicalBox", box)),
            self.element("PublicRes", self.link("PublicRes.xml")),
        ]
        if self.style.running_head:
            template = self.link("Tpls/Tpl_0/Content.xml")
            common.append(self.element("TemplatePage", ID=_TEMPLATE, BaseLoc=template))
        pages = (
            self.element("Page", ID=str(i + 1), BaseLoc=self.link(link))
            for i, link in enumerate(links)
        )
        seals = [self.element("Annotations", self.link("Annots/Annotations.xml"))]
        return self.part(
            "Document",
            self.element("CommonData", *common),
            self.element("Pages", *pages),
            *(seals if self.style.seal else []),
        )

    def resources(self, units: Sequence[str]) -> str:
        font = self.element("Font", ID="800", FontName="宋体")
        return self.part(
            "Res",
            self.element("Fonts", font),
            self.element("CompositeGraphicUnits", *units),
            BaseLoc="Res",
        )

    def page(self, page: PrintedPage, number: int, units: list[str]) -> str:
        """A page; the composite unit that it uses, if it uses one, is added to `units`."""
        objects = [*self.rules(page.rules), *self.texts(page.lines)]
        if self.style.hidden:
            objects.append(self.text([self.decoy()], Visible="false"))
        if self.style.composite:
            unit = str(int(_UNIT) + 10 + number)
            units.append(self.unit(unit, list(self.rules(page.rules))))
            objects = [
                self.element("CompositeObject", ResourceID=unit, Boundary=self.whole_page()),
                *self.texts(page.lines),
            ]
        if self.style.nested:
            objects = [self.element("PageBlock", self.element("PageBlock", *objects))]
        layer = self.element("Layer", *objects, ID="700", Type="Body")
        templates = [self.element("Template", TemplateID=_TEMPLATE, ZOrder="Background")]
        return self.part(
            "Page",
            *(templates if self.style.running_head else []),
            self.element("Content", layer),
        )

    def unit(self, number: str, objects: Sequence[str]) -> str:
        content = self.element("Content", *objects)
        size = {"Width": self.numbers(self.look.width), "Height": self.numbers(self.look.height)}
        return self.element("CompositeGraphicUnit", content, ID=number, **size)

    def template(self) -> str:
        head = PrintedLine(self.style.running_head, self.look.margin, 12, 3)
        layer = self.element("Layer", self.text([head]), ID="701", Type="Background")
        return self.part("Page", self.element("Content", layer))

    def annotations(self) -> str:
        """The annotated pages; where it is relative, the link goes on from this part's folder."""
        link = self.link("Annots/Page_0/Annotation.xml")
        link = link if self.style.absolute else "Page_0/Annotation.xml"
        return self.part(
            "Annotations", self.element("Page", self.element("FileLoc", link), PageID="1")
        )

    def seal(self) -> str:
        look = self.element("Appearance", self.text([self.decoy()]), Boundary=self.whole_page())
        return self.part("PageAnnot", self.element("Annot", look, ID="1", Type="Stamp"))

    def decoy(self) -> PrintedLine:
        """Digits in the midst of a page that nobody sees as its text."""
        return PrintedLine(_HIDDEN_TEXT, self.look.width / 2, self.look.height / 2, 3)

    def whole_page(self) -> str:
        return self.numbers(0, 0, self.look.width, self.look.height)

    def rules(self, rules: Sequence[Rule]) -> Iterator[str]:
        if self.style.borders == "outlines" and rules:
            paths = " ".join(f"M {self.numbers(*r[:2])} L {self.numbers(*r[2:])}" for r in rules)
            yield self.path(paths, self.whole_page(), LineWidth="0.25")
            return
        for x0, y0, x1, y1 in rules:
            box = self.numbers(x0, y0, x1 - x0, y1 - y0)
            ends = self.numbers(x1 - x0, y1 - y0)
            if self.style.borders == "strokes":
                yield self.path(f"M 0 0 L {ends}", box, LineWidth="0.2", Stroke="true")
            else:
                yield self.bar(x0, y0, x1, y1)

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> str:
        """A rule as a filled rectangle of a fifth of a millimetre."""
        width, height = max(x1 - x0, 0.2), max(y1 - y0, 0.2)
        corners = ((0.0, 0.0), (width, 0.0), (width, height), (0.0, height))
        first, *others = (self.numbers(*corner) for corner in corners)
        data = " ".join([f"S {first}", *(f"L {corner}" for corner in others), "C"])
        box = self.numbers(x0 - 0.1, y0 - 0.1, width, height)
        return self.path(data, box, Stroke="false", Fill="true")

    def path(self, data: str, boundary: str, **attributes: str) -> str:
        content = self.element("AbbreviatedData", data)
        return self.element("PathObject", content, Boundary=boundary, **attributes)

    def texts(self, lines: Sequence[PrintedLine]) -> Iterator[str]:
        if not self.style.upright_lines:
            yield from (self.text([line]) for line in lines)
            return
        for _, column in groupby(lines, key=lambda line: (round(line.x, 1), line.size)):
            yield self.text(list(column))

    def text(self, lines: Sequence[PrintedLine], **attributes: str) -> str:
        """An object whose texts stand below each other."""
        unit = _POINT if self.style.in_points else 1.0
        left, top = min(line.x for line in lines), lines[0].baseline - lines[0].size
        right = max(line.x + self.look.width_of(line.text, line.size) for line in lines)
        box = self.numbers(left, top, right - left, lines[-1].baseline - top + 1)
        if self.style.in_points:
            attributes["CTM"] = f"{_POINT} 0 0 {_POINT} 0 0"
        texts = [self.code(line, left, top, unit) for line in lines]
        size = self.numbers(lines[0].size / unit)
        glyphs = [self.glyph_numbers(lines[0].text)] if self.style.glyph_numbers else []
        return self.element(
            "TextObject", *glyphs, *texts, Boundary=box, Font="800", Size=size, **attributes
        )

    def code(self, line: PrintedLine, left: float, top: float, unit: float) -> str:
        place = {
            "X": self.numbers((line.x - left) / unit),
            "Y": self.numbers((line.baseline - top) / unit),
        }
        widths = [self.look.width_of(c, line.size) / unit for c in line.text]
        if len(widths) > 1:
            place["DeltaX"] = self.steps(self.numbers(width) for width in widths[:-1])
        return self.element("TextCode", escape(line.text), **place)

    def steps(self, steps: Iterator[str]) -> str:
        runs = [(step, len(list(run))) for step, run in groupby(steps)]
        if self.style.steps == "runs":
            return " ".join(f"g {n} {step}" if n > 2 else f"{step} " * n for step, n in runs)
        if self.style.steps == "short":
            runs[-1] = (runs[-1][0], 1)
        return " ".join(step for step, n in runs for _ in range(n))

    def glyph_numbers(self, text: str) -> str:
        glyphs = self.element("Glyphs", " ".join(str(100 + i) for i in range(len(text))))
        count = str(len(text))
        return self.element(
            "CGTransform", glyphs, CodePosition="0", CodeCount=count, GlyphCount=count
        )
