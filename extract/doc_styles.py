"""The styles of an old Word file, as far as they number their paragraphs."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.doc_properties import Sprm, split_sprms

_MOST_STYLES = 4096
_NO_BASE = 0xFFF
_PARAGRAPH_STYLE = 1
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class ListPlace:
    """A place in the lists.

    Attributes:
        number: of the list, from 1, or 0 for none; None if nothing is said of it.
        level: from 0; None if nothing is said of it.
    """

    number: int | None = None
    level: int | None = None


def list_places(styles: bytes) -> list[ListPlace]:
    """The place in the lists that each paragraph style gives, by the style's number.

    Args:
        styles: the part of the table stream; a damaged one gives the styles before the damage.
    """
    found = list(_read_styles(styles))
    return [_resolved(found, number) for number in range(len(found))]


def _read_styles(styles: bytes) -> Iterator[tuple[int, ListPlace]]:
    """The number of the style that each is based on, and its own place."""
    at = 2 + int.from_bytes(styles[:2], "little")
    base_size = int.from_bytes(styles[4:6], "little")
    for _ in range(min(int.from_bytes(styles[2:4], "little"), _MOST_STYLES)):
        size = int.from_bytes(styles[at : at + 2], "little")
        yield _read_style(styles[at + 2 : at + 2 + size], base_size)
        at += 2 + size


def _read_style(style: bytes, base_size: int) -> tuple[int, ListPlace]:
    if len(style) < base_size + 2 or base_size < 4:
        return _NO_BASE, ListPlace()
    (kind_and_base,) = struct.unpack_from("<H", style, 2)
    if kind_and_base & 0xF != _PARAGRAPH_STYLE:
        return _NO_BASE, ListPlace()
    name_length = int.from_bytes(style[base_size : base_size + 2], "little")
    at = base_size + 2 * name_length + 4
    size = int.from_bytes(style[at : at + 2], "little")
    own = {
        code: int.from_bytes(operand, "little", signed=True)
        for code, operand in split_sprms(style[at + 4 : at + 2 + size])
        if code in (Sprm.LIST, Sprm.LIST_LEVEL)
    }
    return kind_and_base >> 4, ListPlace(own.get(Sprm.LIST), own.get(Sprm.LIST_LEVEL))


def _resolved(styles: Sequence[tuple[int, ListPlace]], number: int) -> ListPlace:
    """A style's place, with what it lacks taken from the styles that it is based on."""
    resolved = ListPlace()
    for _ in range(_LONGEST_CHAIN):
        if number >= len(styles):
            break
        number, own = styles[number]
        resolved = ListPlace(
            own.number if resolved.number is None else resolved.number,
            own.level if resolved.level is None else resolved.level,
        )
    return resolved
