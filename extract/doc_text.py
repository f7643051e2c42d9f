"""The text of an old Word file: its header (FIB), and the pieces that the text is kept in.

A character's number in the text is its CP; the byte that it begins at in the stream
WordDocument is its FC. A file saved fast keeps its text in many pieces out of order, each in
one byte or two bytes a character; paragraph properties are looked up by FC.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from extract.compound_file import CompoundFile
from extract.errors import UnreadableFileError, damaged_file, encrypted_file, over_limit

KIND = "DOC"
MOST_CHARACTERS = 2_000_000
"""Characters of a whole file; the longest report seen has less than a twentieth of it."""
MOST_PARAGRAPHS = 400_000
"""Paragraphs, cells and ends of rows of a whole file."""
_MOST_PIECES = 100_000

_MARKS = "\r\x07\x0c"
WORD_97 = 0xC0
"""The first version of the format that this reader knows; Word 6 and 95 are older."""
_SIGNATURES = (0xA5EC, 0xA5DC)
_ENCRYPTED = 0x0100
_TABLE_1 = 0x0200
_SMALLEST_FIB = 0x1AA
"""Up to the place of the pieces, the last part that every file must have."""
_COMPRESSED = 0x4000_0000


class Part(IntEnum):
    """Number of a part of the table stream in the header's list of places."""

    STYLES = 1
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    PIECES = 33
    LISTS = 73
    LIST_OVERRIDES = 74


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together in the stream.

    Attributes:
        start: CP of its first character.
        end: CP behind its last character.
        fc: byte of its first character.
        width: bytes of a character, 1 or 2.
        changes: list of property changes (sprms) that a fast save has put on all of it.
    """

    start: int
    end: int
    fc: int
    width: int
    changes: bytes


@dataclass(frozen=True, slots=True)
class WordText:
    """The text of a file, one character of `text` for each CP.

    Attributes:
        main_end: CP behind the main text.
        boxes_start: CP of the first character in a text box; the notes and page headers
            between are no part of the printed report.
        boxes_end: CP behind the text boxes.
    """

    text: str
    pieces: Sequence[Piece]
    main_end: int
    boxes_start: int
    boxes_end: int

    def piece_at(self, cp: int) -> Piece:
        """The piece that a character belongs to; the CP is one of the text's."""
        return self.pieces[bisect_right(self.pieces, cp, key=lambda piece: piece.start) - 1]


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
        if len(self.stream) < _SMALLEST_FIB:
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
        place = 0x9A + 8 * part
        if place + 8 > len(self.stream) or part >= self._parts_count():
            return b""
        start, length = struct.unpack_from("<II", self.stream, place)
        content = self._table[start : start + length]
        if len(content) < length:
            raise damaged_file(KIND, f"its part {part.name.lower()} lies beyond the stream's end")
        return content

    def behind(self, part: Part) -> bytes:
        """What stands in the table stream right behind a part that the file has."""
        start, length = struct.unpack_from("<II", self.stream, 0x9A + 8 * part)
        return self._table[start + length :]

    def _parts_count(self) -> int:
        return int.from_bytes(self.stream[0x98:0x9A], "little")

    def read_text(self) -> WordText:
        """The text of all stories up to the text boxes.

        Raises:
            UnreadableFileError: damaged, or too long.
        """
        *before, boxes = struct.unpack_from("<7I", self.stream, 0x4C)
        main, boxes_start = before[0], sum(before)
        if boxes_start + boxes > MOST_CHARACTERS:
            raise over_limit(KIND, "字符数", "characters", MOST_CHARACTERS)
        pieces = _read_pieces(self.part(Part.PIECES), boxes_start + boxes)
        text = "".join(self._text_of(piece) for piece in pieces)
        if len(text) < main:
            raise damaged_file(KIND, "its text is cut off")
        if sum(map(text.count, _MARKS)) > MOST_PARAGRAPHS:
            raise over_limit(KIND, "段落数", "paragraphs", MOST_PARAGRAPHS)
        return WordText(text, pieces, main, boxes_start, min(boxes_start + boxes, len(text)))

    def _text_of(self, piece: Piece) -> str:
        length = piece.end - piece.start
        content = self.stream[piece.fc : piece.fc + length * piece.width]
        if len(content) < length * piece.width:
            raise damaged_file(KIND, "a piece of its text lies beyond the stream's end")
        return _decode_narrow(content) if piece.width == 1 else _decode_wide(content)


def version_of(stream: bytes) -> int:
    """The version of the format that a stream WordDocument is written in."""
    return int.from_bytes(stream[2:4], "little")


def _decode_narrow(content: bytes) -> str:
    """Windows-1252, where the bytes that it leaves undefined stand for themselves."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return content.decode("latin-1").translate(_WINDOWS)


_WINDOWS = {
    code: bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)
}


def _decode_wide(content: bytes) -> str:
    """UTF-16, one character of the result for each two bytes."""
    text = content.decode("utf-16-le", "replace")
    if len(text) * 2 == len(content) and "\ufffd" not in text:
        return text
    return "".join(map(chr, struct.unpack(f"<{len(content) // 2}H", content)))


def _read_pieces(content: bytes, end: int) -> list[Piece]:
    """The pieces up to a CP, in the order of the text."""
    changes, plc = _split_pieces_part(content)
    count = (len(plc) - 4) // 12
    if count < 1:
        raise damaged_file(KIND, "it has no pieces of text")
    if count > _MOST_PIECES:
        raise over_limit(KIND, "文本片段数", "pieces of text", _MOST_PIECES)
    starts = struct.unpack_from(f"<{count + 1}I", plc)
    pieces: list[Piece] = []
    expected = 0
    for i in range(count):
        if starts[i] != expected or starts[i + 1] < starts[i]:
            raise damaged_file(KIND, "its pieces of text are out of order")
        expected = starts[i + 1]
        if starts[i] < min(expected, end):
            fc, prm = struct.unpack_from("<IH", plc, 4 * (count + 1) + 8 * i + 2)
            narrow = bool(fc & _COMPRESSED)
            place = fc & (_COMPRESSED - 1)
            pieces.append(
                Piece(
                    starts[i],
                    min(expected, end),
                    place // 2 if narrow else place,
                    1 if narrow else 2,
                    _changes_of(prm, changes),
                )
            )
    return pieces


def _split_pieces_part(content: bytes) -> tuple[list[bytes], bytes]:
    """The lists of changes that pieces refer to, and the list of the pieces."""
    changes: list[bytes] = []
    at = 0
    while content[at : at + 1] == b"\x01":
        length = int.from_bytes(content[at + 1 : at + 3], "little")
        changes.append(content[at + 3 : at + 3 + length])
        at += 3 + length
    length = int.from_bytes(content[at + 1 : at + 5], "little")
    plc = content[at + 5 : at + 5 + length]
    if content[at : at + 1] != b"\x02" or len(plc) < length:
        raise damaged_file(KIND, "its list of pieces is cut off")
    return changes, plc


def _changes_of(prm: int, changes: Sequence[bytes]) -> bytes:
    """The changes on a piece: one of the lists, or a single change in short form."""
    if prm & 1:
        return changes[prm >> 1] if prm >> 1 < len(changes) else b""
    sprm = _SHORT_SPRMS.get((prm >> 1) & 0x7F)
    return b"" if sprm is None else struct.pack("<HB", sprm, prm >> 8)


_SHORT_SPRMS = {0x0C: 0x260A, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C}
"""The changes in short form that this reader heeds, by their number there."""


def paragraph_ends(text: str, start: int, end: int) -> Iterator[int]:
    """The CPs of the marks that end paragraphs, cells, rows and sections."""
    return (mark.start() for mark in _ANY_MARK.finditer(text, start, end))


_ANY_MARK = re.compile(f"[{_MARKS}]")
