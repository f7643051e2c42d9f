"""Bytes to text: byte order mark, strict UTF-8, what the file says of itself, then GB18030."""

import codecs
import re

from extract.errors import UnreadableFileError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DAMAGE_ALLOWED = 0.01
"""Share of a text's characters that may be damaged; a few bad bytes spoil no report."""
_DAMAGE_ALLOWED_IF_DECLARED = 0.1
"""The same in a file that says that it is UTF-8; of a text in GB18030 most would be damaged."""
_BELIEVED = {"big5": "big5", "big5-hkscs": "big5hkscs"}
"""Encodings that a file is believed to have if it says so, with Python's names. Others are said by
mistake (iso-8859-1) or are part of GB18030 (gb2312, gbk)."""


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """Decode a text file.

    Args:
        data: the file.
        declared: the encoding that it says that it has; heeded where the bytes leave it open.

    Returns:
        The text and the name of its encoding.

    Raises:
        UnreadableFileError: the file is empty, binary, or in none of the known encodings.
    """
    if not data.strip():
        raise UnreadableFileError("empty_file", "文件是空的", "the file is empty")
    text, encoding = _decode_marked(data) or _decode_unmarked(data, (declared or "").lower())
    damaged = text.count("\ufffd") + len(_CONTROL.findall(text))
    if damaged > _DAMAGE_ALLOWED * len(text):
        raise UnreadableFileError(
            "undecodable",
            f"文件不是文本：{len(text)} 个字符中有 {damaged} 个无法解码",
            f"the file is no text: {damaged} of its {len(text)} characters cannot be decoded",
        )
    return text, encoding


def _decode_marked(data: bytes) -> tuple[str, str] | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    return None


def _decode_unmarked(data: bytes, declared: str) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        lossy = data.decode("utf-8", errors="replace")
    # A few bad bytes in UTF-8 must not send it to GB18030, which decodes nearly anything.
    beyond_ascii = len(lossy) - len(lossy.encode("ascii", "ignore"))
    is_declared = declared in ("utf-8", "utf8")
    allowed = _DAMAGE_ALLOWED_IF_DECLARED if is_declared else _DAMAGE_ALLOWED
    if lossy.count("\ufffd") <= allowed * beyond_ascii:
        return lossy, "utf-8"
    return _decode_declared(data, declared) or (data.decode("gb18030", "replace"), "gb18030")


def _decode_declared(data: bytes, declared: str) -> tuple[str, str] | None:
    if declared not in _BELIEVED:
        return None
    try:
        return data.decode(_BELIEVED[declared]), declared
    except UnicodeDecodeError:
        return None
