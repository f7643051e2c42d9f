"""Web pages saved with their images as one MIME message (.mht, .mhtml): find the page in it."""

import binascii
import quopri
import re
from email.message import Message
from email.parser import BytesHeaderParser

from extract.errors import damaged_file, over_limit

MOST_PARTS = 2_000
"""Parts of one message: the page, its frames and images."""
MOST_LEVELS = 5
"""Messages in one another; browsers and word processors write one or two."""
_LONGEST_HEADERS = 16 * 1024
_MIME_VERSION = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_CONTENT_TYPE = re.compile(
    rb"^Content-Type:\s*(?:multipart/(?:related|mixed|alternative)|text/html)",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER = re.compile(rb"\s*[A-Za-z][A-Za-z-]{1,60}:")
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_WHERE_HEADERS_STAND = 4_096


def is_mhtml(data: bytes) -> bool:
    """Whether a file is a MIME message that may hold a web page."""
    top = data[:_WHERE_HEADERS_STAND]
    starts = bool(_HEADER.match(top))
    return starts and bool(_MIME_VERSION.search(top)) and bool(_CONTENT_TYPE.search(top))


def page_of_mhtml(data: bytes) -> tuple[bytes, str | None]:
    """Take the first web page out of a MIME message.

    Returns:
        Its bytes, and the encoding that its part names.

    Raises:
        UnreadableFileError: there is none, or there are too many parts.
    """
    waiting = [(data, 0)]
    seen = 0
    while waiting:
        seen += 1
        part, level = waiting.pop(0)
        if max(seen / MOST_PARTS, level / MOST_LEVELS) > 1:
            raise over_limit("MHTML", "部分数", "parts", MOST_PARTS)
        headers, content = _part(part)
        try:
            if headers.get_content_type() == "text/html":
                return _unpacked(headers, content), headers.get_content_charset()
            boundary = headers.get_boundary()
            is_multipart = headers.get_content_maintype() == "multipart"
            inside = _split(content, boundary) if is_multipart and boundary else []
        except ValueError as error:  # of parameters that name an absurd encoding or number
            raise damaged_file("MHTML", "a part's headers cannot be read") from error
        # The parts of a part come before the parts after it.
        waiting[:0] = [(inner, level + 1) for inner in inside]
    raise damaged_file("MHTML", "it holds no web page")


def _part(data: bytes) -> tuple[Message, bytes]:
    """The headers and the content of a part."""
    end = _BLANK_LINE.search(data, 0, _LONGEST_HEADERS)
    if end is None:
        return Message(), data
    head = data[: end.start()].lstrip(b"\r\n")
    return BytesHeaderParser().parsebytes(head), data[end.end() :]


def _split(content: bytes, boundary: str) -> list[bytes]:
    """The parts between the boundaries; what stands before the first is none."""
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    pieces = content.split(mark, MOST_PARTS + 1)[1:]
    return [piece for piece in pieces if not piece.startswith(b"--")]


def _unpacked(headers: Message, content: bytes) -> bytes:
    encoding = str(headers.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "quoted-printable":
        return quopri.decodestring(content)
    if encoding != "base64":
        return content
    try:
        return binascii.a2b_base64(content)
    except binascii.Error as error:
        raise damaged_file("MHTML", f"a part is no Base64: {error}") from error
