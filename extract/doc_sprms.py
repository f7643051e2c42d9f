"""Changes of properties in an old Word file: each a code (sprm) and an operand."""

from collections.abc import Collection, Iterator
from enum import IntEnum

_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by the top three bits of its code; 0 where the operand says it."""
_ROW_SHAPE = 0xD608
"""The length of its operand takes two bytes and counts one byte too many."""
_TABS = 0xC615
_TOO_LONG = 0xFF
"""Stands where the length of a list of tabs does not fit into its byte."""


class Sprm(IntEnum):
    """The changes of paragraphs and characters that this reader heeds."""

    LIST_LEVEL = 0x260A
    LIST = 0x460B
    IN_TABLE = 0x2416
    ROW_END = 0x2417
    INNER_CELL_END = 0x244B
    INNER_ROW_END = 0x244C
    DEPTH = 0x6649
    DEEPER = 0x664A
    OUTLYING = 0x6645
    OUTLYING_WIDE = 0x6646
    OUTLYING_ROW = 0x646B
    DELETED = 0x0800
    HIDDEN = 0x083C
    STRUCK = 0x0837
    STRUCK_TWICE = 0x2A53
    SYMBOL = 0x6A09
    CHARACTER_STYLE = 0x4A30


def split_sprms(changes: bytes, heeded: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """The codes and operands of those changes in a list that are heeded.

    The list ends where a change is cut off.
    """
    at = 0
    end = len(changes)
    while at + 2 <= end:
        code = changes[at] | changes[at + 1] << 8
        at += 2
        size = _OPERAND_SIZES[code >> 13] or _size_in_operand(code, changes, at)
        if code in heeded:
            if at + size > end:
                return
            yield code, changes[at : at + size]
        at += size


def _size_in_operand(code: int, changes: bytes, at: int) -> int:
    """Bytes of an operand that says its own length, the bytes of the length among them."""
    if code == _ROW_SHAPE:
        return max(int.from_bytes(changes[at : at + 2], "little") + 1, 2)
    length = _byte(changes, at)
    if code != _TABS or length != _TOO_LONG:
        return length + 1
    removed = _byte(changes, at + 1)
    added = _byte(changes, at + 2 + 4 * removed)
    return 3 + 4 * removed + 3 * added


def _byte(content: bytes, at: int) -> int:
    return content[at] if at < len(content) else 0
