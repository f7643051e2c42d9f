"""Read a Word document (DOCX, DOCM, DOTX, flat XML) into paragraphs and tables.

What is read is what Word prints of the body: automatic ordinals and results of fields are in
it; deletions, hidden text, comments, notes, headers and footers are not.
"""

import re
from collections.abc import Sequence

from lxml import etree

from extract.document import Block, Document
from extract.docx_blocks import BlockReader
from extract.docx_numbering import Numbering
from extract.docx_styles import read_styles
from extract.errors import UnreadableFileError, damaged_file, encrypted_file
from extract.ooxml import (
    Parts,
    child_of,
    core_properties,
    name_of,
    related_by_id,
    related_parts,
    value_of,
)
from extract.packages import Package, parse_xml

_KIND = "DOCX"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_MAIN_TYPE = re.compile(
    r"application/(?:vnd\.openxmlformats-officedocument\.wordprocessingml\.(?:document|template)"
    r"|vnd\.ms-word\.(?:document|template)\.macroEnabled(?:Template)?)\.main\+xml"
)


def read_docx(data: bytes) -> Document:
    """Read a Word document.

    Paragraphs have the locator "P12", counted in the body with the empty ones; cells have
    "T3:R5:C7". There are no pages.

    Raises:
        UnreadableFileError: it is damaged, encrypted, no Word document, or beyond a limit.
    """
    parts = _open(data)
    main = _main_part(parts)
    body = child_of(parts.read_xml(main), "w:body")
    if body is None:
        raise damaged_file(_KIND, "it has no body")
    related = related_parts(parts, main)
    styles = read_styles(_optional(parts, related.get("styles")))
    numbering = Numbering(_optional(parts, related.get("numbering")), styles)
    blocks = BlockReader(styles, numbering, _Chunks(parts, main)).read(body)
    return Document("docx", tuple(blocks), metadata=core_properties(parts))


class _Chunks:
    """Web pages that a document embeds as parts of its text, as exports of web editors do."""

    def __init__(self, parts: Parts, main: str) -> None:
        self._parts = parts
        self._main = main
        self._named: dict[str, tuple[str, str]] | None = None
        self._taken: set[str] = set()

    def take(self, element: etree._Element) -> Sequence[Block]:
        """The blocks of the chunk that a w:altChunk names; each is given once.

        Raises:
            UnreadableFileError: it is no web page, or cannot be read.
        """
        from extract.html import read_html
        from extract.reading import tell_format

        if self._named is None:
            self._named = related_by_id(self._parts, self._main)
        name, _ = self._named.get(value_of(element, "r:id") or "", ("", ""))
        if not name or name in self._taken:
            return ()
        self._taken.add(name)
        content = self._parts.read(name)
        if tell_format(content) != "html":
            raise UnreadableFileError(
                "format_not_read",
                f"DOCX 文件嵌入了暂不支持的内容（{name}）",
                f"the DOCX file embeds content of a format that is not read ({name})",
            )
        return read_html(content).blocks


def _open(data: bytes) -> Parts:
    if data.startswith(_OLE):
        raise encrypted_file(_KIND)
    return Package(data, _KIND) if data.startswith(_ZIP) else _FlatPackage(data)


class _FlatPackage:
    """A package whose parts stand in one XML file (Word's flat XML)."""

    kind = _KIND

    def __init__(self, data: bytes) -> None:
        root = parse_xml(data, _KIND)
        if name_of(root) != "pkg:package":
            raise damaged_file(_KIND, "it is no package")
        named = {(value_of(part, "pkg:name") or "").lstrip("/"): part for part in root}
        self._parts = {name: child_of(part, "pkg:xmlData") for name, part in named.items()}

    @property
    def names(self) -> Sequence[str]:
        return list(self._parts)

    def read(self, name: str) -> bytes:
        return bytes(etree.tostring(self.read_xml(name)))

    def read_xml(self, name: str) -> etree._Element:
        content = self._parts.get(name)
        if content is None or not len(content):
            raise damaged_file(self.kind, f"it lacks {name!r}")
        return content[0]


def _main_part(parts: Parts) -> str:
    """The part that holds the body: by relationship, else by content type, else by its name."""
    found = related_parts(parts, "").get("officeDocument")
    if found is not None:
        return found
    types = _optional(
        parts, "[Content_Types].xml" if "[Content_Types].xml" in parts.names else None
    )
    for entry in types if types is not None else ():
        name = (entry.get("PartName") or "").lstrip("/")
        if _MAIN_TYPE.fullmatch(entry.get("ContentType") or "") and name in parts.names:
            return name
    return "word/document.xml"


def _optional(parts: Parts, name: str | None) -> etree._Element | None:
    return parts.read_xml(name) if name is not None else None
