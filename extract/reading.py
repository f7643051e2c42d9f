"""Read any file: its type is told by its bytes, then the reader of that type is called."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module

from extract.decode import decode
from extract.document import Document
from extract.errors import UnreadableFileError, encrypted_file

Read = Callable[[bytes], Document]

_READERS = {
    "pdf": "extract.pdf:read_pdf",
    "docx": "extract.docx:read_docx",
    "doc": "extract.doc:read_doc",
    "spreadsheet": "extract.spreadsheet:read_spreadsheet",
    "ofd": "extract.ofd:read_ofd",
    "image": "extract.scan:read_image",
    "html": "extract.html:read_html",
    "text": "extract.text:read_text_file",
}
"""Where the reader of each type is; it is imported when the first file of its type comes."""

_SIGNATURES = (
    (b"PK\x03\x04", "package"),
    (b"PK\x05\x06", "package"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
"""First bytes of the formats that may arrive; what is not in `_READERS` is not read."""

_BITMAP = re.compile(rb"BM.{4}\0{4}", re.S)
"""How a BMP begins: its two letters alone may begin a text."""
_PDF_MARK = re.compile(rb"(?:^|[^\x20-\x7e])%PDF-\d")
_PDF_MARK_WITHIN = 1024
"""Bytes in which a PDF's mark must stand; viewers put up with so much before it."""

_PACKAGES = (("OFD.xml", "ofd"), ("word/", "docx"), ("xl/", "spreadsheet"), ("ppt/", "PPTX"))
"""How names in a package begin, and what it then is."""
_CONTENT_TYPES = "[Content_Types].xml"
_DECLARED = ((b"wordprocessingml", "docx"), (b"spreadsheetml", "spreadsheet"))
"""What the types of a package's parts say of one whose main part stands in an odd place."""
_COMPOUNDS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "spreadsheet"),
    ("Book", "spreadsheet"),
    ("PowerPoint Document", "PPT"),
)
"""Streams of a compound file (OLE), and what it then is."""

_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|!--"
    r"|(html|head|body|meta|title|link|script|style|div|section|article|table|p|center|font|span)\b)",
    re.I,
)
_FLAT_WORD = re.compile(r"\s*<\?xml.{0,400}progid=\"Word\.Document\"", re.I | re.S)
_MIME = re.compile(r"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}mime-version:", re.I)
_HEAD = 4096
"""Characters at a text's beginning in which its type shows."""
_TABLE_TAG = re.compile(r"<t[dr][\s>]", re.I)
_ENOUGH_TABLE_TAGS = 10
"""Rows and cells of HTML tables in a text that make it a part of a web page."""


def read_document(data: bytes) -> Document:
    """Read a file's bytes into a Document.

    Raises:
        UnreadableFileError: empty, damaged, encrypted, over a limit, or of a format that is not
            read.
    """
    kind = tell_format(data)
    if kind not in _READERS:
        raise _not_read(kind)
    return _reader(kind)(data)


def tell_format(data: bytes) -> str:
    """Tell a file's type by its bytes.

    Returns:
        A key of the readers ('pdf', 'docx', 'doc', 'spreadsheet', 'ofd', 'image', 'html',
        'text'), 'ZIP' for an archive, or the name of a format that is not read.

    Raises:
        UnreadableFileError: a package or compound file that is damaged or encrypted, or a file
            that is neither binary of a known type nor text.
    """
    if _BITMAP.match(data):
        return "image"
    if _PDF_MARK.search(data[:_PDF_MARK_WITHIN]):
        return "pdf"
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            tell = {"package": _tell_package, "ole": _tell_compound}.get(name)
            return tell(data) if tell else name
    return _tell_text(decode(data)[0])


def _tell_package(data: bytes) -> str:
    from extract.packages import Package

    package = Package(data, "ZIP")
    kind = _first_that_begins(package.names, _PACKAGES)
    if kind is None and _CONTENT_TYPES in package.names:
        content = package.read(_CONTENT_TYPES)
        kind = next((kind for mark, kind in _DECLARED if mark in content), None)
    return kind or "ZIP"


def _first_that_begins(names: Sequence[str], kinds: Sequence[tuple[str, str]]) -> str | None:
    found = (kind for start, kind in kinds if any(name.startswith(start) for name in names))
    return next(found, None)


def _tell_compound(data: bytes) -> str:
    from extract.compound_file import CompoundFile

    kind = _first_that_begins(CompoundFile(data, "OLE").names, _COMPOUNDS) or "OLE"
    if kind == "encrypted":
        raise encrypted_file("Office")
    return kind


def _tell_text(text: str) -> str:
    head = text[:_HEAD]
    if _FLAT_WORD.match(head):
        return "docx"
    if _HTML.match(head) or _MIME.match(head):
        return "html"
    return "html" if len(_TABLE_TAG.findall(text)) >= _ENOUGH_TABLE_TAGS else "text"


@cache
def _reader(kind: str) -> Read:
    module, function = _READERS[kind].split(":")
    read: Read = getattr(import_module(module), function)
    return read


def _not_read(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "format_not_read",
        f"暂不支持读取 {name} 格式",
        f"files of the format {name} are not read",
    )
