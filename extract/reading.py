"""Read any file: its type is told by its bytes, then the reader of that type is called."""

import re

from extract.decode import decode
from extract.document import Document
from extract.errors import UnreadableFileError
from extract.text import read_text

_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP/DOCX/XLSX/OFD"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC/XLS/WPS"),
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
)
"""First bytes of the formats that may arrive and that no reader exists for yet."""

_HTML = re.compile(r"\s*(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body|!--)", re.I)
_TABLE_TAG = re.compile(r"<t[dr][\s>]", re.I)
_ENOUGH_TABLE_TAGS = 10
"""Rows and cells of HTML tables in a text that make it a part of a web page."""


def read_document(data: bytes) -> Document:
    """Read a file's bytes into a Document.

    Raises:
        UnreadableFileError: empty, undecodable, or of a format that is not read yet.
    """
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise _not_read_yet(name)
    text, encoding = decode(data)
    if _HTML.match(text) or len(_TABLE_TAG.findall(text)) >= _ENOUGH_TABLE_TAGS:
        raise _not_read_yet("HTML")
    return read_text(text, encoding)


def _not_read_yet(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        "format_not_read",
        f"暂不支持读取 {name} 格式",
        f"files of the format {name} are not read yet",
    )
