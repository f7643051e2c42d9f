"""The text of an old Word file, out of the pieces that it is kept in.

A character's number in the text is its CP; the byte that it begins at in the stream
WordDocument is its FC. A file saved fast keeps its text in many pieces out of order, each in
one byte or two bytes a character; paragraph properties are looked up by FC.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.doc_file import KIND, Part, WordFile
from extract.errors import damaged_file, over_limit

MOST_CHARACTERS = 2_000_000
"""Characters of a whole file; the longest report seen has less than a twentieth of it."""
MOST_PARAGRAPHS = 400_000
"""Paragraphs, cells and ends of rows of a whole file."""

_MOST_PIECES = 100_000
_NARROW = 0x4000_0000
_MARKS = "\r\x07\x0c"
_ANY_MARK = re.compile(f"[{_MARKS}]")
_WINDOWS = {
    code: bytes((code,)).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)
}
"""Windows-1252, where the bytes that it leaves undefined stand for themselves."""
_SHORT_SPRMS = {0x0C: 0x260A, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x5C: 0x083C}
"""The changes in short form that this reader heeds, by their number there."""


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


def read_text(file: WordFile) -> WordText:
    """The text of all stories up to the text boxes.

    Raises:
        UnreadableFileError: damaged, or too long.
    """
    *before, boxes = file.story_lengths()
    main, boxes_start = before[0], sum(before)
    boxes_end = boxes_start + boxes
    if boxes_end > MOST_CHARACTERS:
        raise over_limit(KIND, "字符数", "characters", MOST_CHARACTERS)
    pieces = _read_pieces(file.part(Part.PIECES), boxes_end)
    text = "".join(_text_of(piece, file.stream) for piece in pieces)
    if len(text) < main:
        raise damaged_file(KIND, "its text is cut off")
    if sum(map(text.count, _MARKS)) > MOST_PARAGRAPHS:
        raise over_limit(KIND, "段落数", "paragraphs", MOST_PARAGRAPHS)
    return WordText(text, pieces, main, boxes_start, min(boxes_end, len(text)))


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
            place, width = _place_and_width(fc)
            last = min(expected, end)
            pieces.append(Piece(starts[i], last, place, width, _changes_of(prm, changes)))
    return pieces


def _place_and_width(fc: int) -> tuple[int, int]:
    """Where a piece begins, and the bytes of its characters: narrow ones have twice the place."""
    place = fc & (_NARROW - 1)
    return (place // 2, 1) if fc & _NARROW else (place, 2)


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


def _text_of(piece: Piece, stream: bytes) -> str:
    size = (piece.end - piece.start) * piece.width
    content = stream[piece.fc : piece.fc + size]
    if len(content) < size:
        raise damaged_file(KIND, "a piece of its text lies beyond the stream's end")
    return _decode_narrow(content) if piece.width == 1 else _decode_wide(content)


def _decode_narrow(content: bytes) -> str:
    """One byte a character, of those that Windows has in the west."""
    return content.decode("latin-1").translate(_WINDOWS)


def _decode_wide(content: bytes) -> str:
    """UTF-16, one character of the result for each two bytes."""
    text = content.decode("utf-16-le", "replace")
    if len(text) * 2 == len(content) and "\ufffd" not in text:
        return text
    return "".join(map(chr, struct.unpack(f"<{len(content) // 2}H", content)))


def paragraph_ends(text: str, start: int, end: int) -> Iterator[int]:
    """The CPs of the marks that end paragraphs, cells, rows and sections."""
    return (mark.start() for mark in _ANY_MARK.finditer(text, start, end))
