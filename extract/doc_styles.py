"""The styles of an old Word file, as far as they number or hide their paragraphs."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from extract.doc_sprms import Sprm, split_sprms

_MOST_STYLES = 4096
_LONGEST_CHAIN = 20
_NO_STYLE = 0xFFF
_PARAGRAPH_STYLE, _CHARACTER_STYLE = 1, 2


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says; None for what the style says that it is based on.

    Attributes:
        list_number: of the list that its paragraphs are items of, from 1, or 0 for none.
        list_level: their level in that list, from 0.
        is_hidden: whether its text does not print.
    """

    list_number: int | None = None
    list_level: int | None = None
    is_hidden: bool | None = None


class Styles:
    """The styles by their numbers."""

    def __init__(self, content: bytes) -> None:
        """Read the styles.

        Args:
            content: the part of the table stream; a damaged one gives the styles before the
                damage.
        """
        own = list(_read_styles(content))
        self._styles = [_resolved(own, number) for number in range(len(own))]
        self.hide_some = any(style.is_hidden for style in self._styles)

    def style(self, number: int) -> Style:
        """A style with all that it takes from others; one that says nothing if there is none."""
        return self._styles[number] if number < len(self._styles) else Style()


def _read_styles(content: bytes) -> Iterator[tuple[int, Style]]:
    """The number of the style that each is based on, and what it says itself."""
    at = 2 + int.from_bytes(content[:2], "little")
    base_size = int.from_bytes(content[4:6], "little")
    for _ in range(min(int.from_bytes(content[2:4], "little"), _MOST_STYLES)):
        size = int.from_bytes(content[at : at + 2], "little")
        yield _read_style(content[at + 2 : at + 2 + size], base_size)
        at += 2 + size


def _read_style(content: bytes, base_size: int) -> tuple[int, Style]:
    if len(content) < base_size + 2 or base_size < 4:
        return _NO_STYLE, Style()
    (kind_and_base,) = struct.unpack_from("<H", content, 2)
    kind = kind_and_base & 0xF
    name_length = int.from_bytes(content[base_size : base_size + 2], "little")
    lists = _lists_of_changes(content, base_size + 2 * name_length + 4)
    said: dict[int, int] = {}
    if kind == _PARAGRAPH_STYLE:
        # The number of the style comes before its changes.
        said |= _said(next(lists)[2:], (Sprm.LIST, Sprm.LIST_LEVEL))
    if kind in (_PARAGRAPH_STYLE, _CHARACTER_STYLE):
        said |= _said(next(lists), (Sprm.HIDDEN,))
    hidden = said.get(Sprm.HIDDEN)
    is_hidden = None if hidden is None else hidden == 1
    return kind_and_base >> 4, Style(said.get(Sprm.LIST), said.get(Sprm.LIST_LEVEL), is_hidden)


def _lists_of_changes(content: bytes, at: int) -> Iterator[bytes]:
    """The lists of a style one after another, each at an even place; then empty ones."""
    while True:
        size = int.from_bytes(content[at : at + 2], "little")
        yield content[at + 2 : at + 2 + size]
        at += 2 + size + size % 2


def _said(changes: bytes, codes: tuple[Sprm, ...]) -> dict[int, int]:
    return {
        code: int.from_bytes(operand, "little", signed=True)
        for code, operand in split_sprms(changes, codes)
    }


def _resolved(styles: list[tuple[int, Style]], number: int) -> Style:
    """A style with what it lacks taken from the styles that it is based on."""
    resolved = Style()
    for _ in range(_LONGEST_CHAIN):
        if number >= len(styles):
            break
        number, own = styles[number]
        resolved = Style(
            own.list_number if resolved.list_number is None else resolved.list_number,
            own.list_level if resolved.list_level is None else resolved.list_level,
            own.is_hidden if resolved.is_hidden is None else resolved.is_hidden,
        )
    return resolved
