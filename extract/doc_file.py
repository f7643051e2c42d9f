"""The streams of an old Word file, and its header (FIB), which says where everything stands."""

import struct
from enum import IntEnum

from extract.compound_file import CompoundFile
from extract.errors import UnreadableFileError, damaged_file, encrypted_file

KIND = "DOC"
WORD_97 = 0xC0
"""The first version of the format that this reader knows; Word 6 and 95 are older."""

_SIGNATURES = (0xA5EC, 0xA5DC)
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_SMALLEST_HEADER = 0x1AA
"""Up to the place of the pieces, the last part that every file must have."""
_LENGTHS = 0x4C
_PLACES = 0x9A


class Part(IntEnum):
    """Number of a part of the table stream in the header's list of places."""

    STYLES = 1
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    PIECES = 33
    SHAPES = 40
    BOXES = 56
    LISTS = 73
    LIST_OVERRIDES = 74


class WordFile:
    """The streams of an old Word file, and the parts that its header names."""

    def __init__(self, container: CompoundFile) -> None:
        """Open the streams.

        Raises:
            UnreadableFileError: encrypted, damaged, or of a version before Word 97.
        """
        self.stream = container.read("WordDocument")
        flags = self._check_header()
        self._table = container.read("1Table" if flags & _TABLE_1 else "0Table")
        self.data = container.read("Data") if "Data" in container else b""

    def _check_header(self) -> int:
        """The flags of the header of a file that can be read."""
        if len(self.stream) < _SMALLEST_HEADER:
            raise damaged_file(KIND, "its header is cut off")
        signature, _, flags = struct.unpack_from("<HH6xH", self.stream)
        if signature not in _SIGNATURES:
            raise damaged_file(KIND, "it has no header of a Word file")
        if flags & _ENCRYPTED:
            raise encrypted_file(KIND)
        if version_of(self.stream) < WORD_97:
            raise UnreadableFileError(
                "format_not_read",
                "暂不支持读取 Word 6.0/95 格式的 DOC 文件",
                "DOC files in the format of Word 6.0/95 are not read yet",
            )
        return int(flags)

    def part(self, part: Part) -> bytes:
        """A part of the table stream; b"" if the file has none.

        Raises:
            UnreadableFileError: it lies beyond the stream's end.
        """
        place = _PLACES + 8 * part
        count = int.from_bytes(self.stream[_PLACES - 2 : _PLACES], "little")
        if part >= count or place + 8 > len(self.stream):
            return b""
        start, length = struct.unpack_from("<II", self.stream, place)
        content = self._table[start : start + length]
        if len(content) < length:
            raise damaged_file(KIND, f"its part {part.name.lower()} lies beyond the stream's end")
        return content

    def behind(self, part: Part) -> bytes:
        """What stands in the table stream right behind a part that the file has."""
        start, length = struct.unpack_from("<II", self.stream, _PLACES + 8 * part)
        return self._table[start + length :]

    def story_lengths(self) -> tuple[int, ...]:
        """Characters of main text, footnotes, headers, macros, comments, endnotes, text boxes."""
        return struct.unpack_from("<7I", self.stream, _LENGTHS)


def version_of(stream: bytes) -> int:
    """The version of the format that a stream WordDocument is written in."""
    return int.from_bytes(stream[2:4], "little")
