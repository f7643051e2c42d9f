import io
import zipfile

import pytest

from extract.errors import UnreadableFileError
from extract.reading import read_document, tell_format


def _package(*names: str, content: str = "<x/>") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7 ...", "pdf"),
        (b"\n\nsent by a mailer\n%PDF-1.4 ...", "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4 ...", "pdf"),
        ("每个 PDF 都以 %PDF-1.4 开头".encode(), "text"),
        (b" " * 1100 + b"%PDF-1.4 stands too far behind", "text"),
        (_package("[Content_Types].xml", "word/document.xml"), "docx"),
        (_package("[Content_Types].xml", "xl/workbook.xml"), "spreadsheet"),
        (_package("[Content_Types].xml", "a.xml", content="wordprocessingml.main+xml"), "docx"),
        (_package("[Content_Types].xml", "a.xml", content="spreadsheetml.x"), "spreadsheet"),
        (_package("[Content_Types].xml", "a.xml"), "ZIP"),
        (_package("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (_package("2021/report.html", "2022/report.html"), "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0", "image"),
        (b"BMI of the staff, and so on", "text"),
        (b"<!DOCTYPE html><html><body>x</body></html>", "html"),
        ("\ufeff<html lang=zh>一</html>".encode(), "html"),
        (b'<meta charset="utf-8">\n<p>x</p>', "html"),
        ("<提示> 本页 </提示>".encode(), "text"),
        (("<b>\n" + "<tr><td>规章</td><td>0</td></tr>\n" * 10 + "</div>").encode(), "html"),
        (b"From: a\nSubject: b\n c\nMIME-Version: 1.0\n\n<html>", "html"),
        ("关于 <table> 的说明，以及 MIME-Version: 1.0".encode(), "text"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:x/>', "docx"),
        (b"{\\rtf1", "RTF"),
    ],
)
def test_the_type_is_told_by_the_bytes(data: bytes, kind: str) -> None:
    assert tell_format(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b" \n\t ", "empty_file"),
        (bytes(range(256)) * 20, "undecodable"),
        (b"PK\x03\x04....", "damaged_file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "damaged_file"),
        (b"{\\rtf1 \\ansi", "format_not_read"),
        (b"Rar!\x1a\x07", "format_not_read"),
        (_package("a.txt"), "format_not_read"),
        (_package("ppt/presentation.xml"), "format_not_read"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFileError) as raised:
        read_document(data)
    assert raised.value.code == code
    assert raised.value.message and raised.value.message_en
