"""Names of files, on disk and in archives: how they are shown, and which are passed over."""

import re
import unicodedata

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, invisible marks (those that turn the direction of writing too), ends of lines."""

_SYSTEM_NAMES = frozenset({"__macosx", "thumbs.db", "desktop.ini"})
"""What systems leave in folders and archives, in small letters."""

_ESCAPE = re.compile(r"\\x([89a-f][0-9a-f])|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})")


def shown_name(name: str) -> str:
    r"""A name or path as it may be printed anywhere: one line, in which nothing is invisible.

    A byte that is no UTF-8 (as `os.fsdecode` keeps it) is shown as `\xb9`, a character that
    steers a terminal or cannot be seen as `\u001b`; everything else stays.
    """
    if name.isprintable():
        return name
    text = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(_escape(character) for character in text)


def name_on_disk(shown: str) -> str:
    """The name that `shown_name` shows so, for names on disk, as `os.fsdecode` gives it."""
    parts = _ESCAPE.split(shown)
    written = bytearray(parts[0].encode())
    for byte, short, long, plain in zip(*(parts[n::4] for n in (1, 2, 3, 4)), strict=True):
        written += bytes([int(byte, 16)]) if byte else _encode(short or long)
        written += plain.encode()
    return written.decode("utf-8", "surrogateescape")


def is_passed_over(name: str) -> bool:
    """Whether a file or folder of this name is no source: hidden, or left by a system."""
    return name.startswith(".") or name.lower() in _SYSTEM_NAMES


def _escape(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN_CATEGORIES:
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _encode(digits: str) -> bytes:
    """The character of this code; what `shown_name` would not show so stays as it was written."""
    code = int(digits, 16)
    may_be_named = 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000
    if not may_be_named or _escape(chr(code)) == chr(code):
        return f"\\{'u' if len(digits) == 4 else 'U'}{digits}".encode()
    return chr(code).encode()
