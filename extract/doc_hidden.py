"""Which characters of an old Word file do not count: deleted with tracking, struck out, hidden."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from extract.doc_file import KIND, Part, WordFile
from extract.doc_pages import CHARACTER_ENTRY, Pages
from extract.doc_sprms import Sprm, split_sprms
from extract.doc_styles import Styles
from extract.doc_text import WordText
from extract.errors import over_limit

Ranges = list[tuple[int, int]]
"""First and behind of runs of characters or bytes, in order and apart from each other."""

_DELETED = frozenset({Sprm.DELETED, Sprm.STRUCK, Sprm.STRUCK_TWICE})
_HEEDED = _DELETED | {Sprm.HIDDEN, Sprm.SYMBOL, Sprm.CHARACTER_STYLE}
_MOST_LISTS = 20_000
"""Different lists of changes; the cost of those that hostile files share between runs."""
_SHOWN, _HIDDEN, _OPPOSITE_OF_STYLE = 0, 1, 0x81


def hidden_characters(file: WordFile, text: WordText, styles: Styles) -> Ranges:
    """The CPs of characters that do not print; a sign of a font of signs is one of them.

    Raises:
        UnreadableFileError: damaged, or beyond a limit.
    """
    return merged(_in_pieces(text, _hidden_bytes(file, styles), styles))


def _hidden_bytes(file: WordFile, styles: Styles) -> Ranges:
    """The bytes of such characters in the stream."""
    pages = Pages(file.part(Part.CHARACTER_PAGES), file.stream, CHARACTER_ENTRY)
    telling = [*sorted(_DELETED), Sprm.HIDDEN, Sprm.SYMBOL]
    if styles.hide_some:
        telling.append(Sprm.CHARACTER_STYLE)
    known: dict[bytes, bool] = {}
    found: list[tuple[int, int]] = []
    for start, end, changes in pages.character_runs(
        [code.to_bytes(2, "little") for code in telling]
    ):
        if changes not in known:
            known[changes] = _is_hidden(changes, styles)
        if known[changes]:
            found.append((start, end))
        if len(known) > _MOST_LISTS:
            raise over_limit(KIND, "格式记录数", "changes of properties", _MOST_LISTS)
    return merged(found)


def _is_hidden(changes: bytes, styles: Styles) -> bool:
    """Whether characters with these changes do not print."""
    by_style = symbol = False
    deleted: set[int] = set()
    hidden: int | None = None
    for code, operand in split_sprms(changes, _HEEDED):
        if code == Sprm.CHARACTER_STYLE:
            by_style = bool(styles.style(int.from_bytes(operand, "little")).is_hidden)
        elif code == Sprm.HIDDEN:
            hidden = operand[0]
        elif code in _DELETED:
            is_on = operand[0] in (_HIDDEN, _OPPOSITE_OF_STYLE)
            deleted = deleted | {code} if is_on else deleted - {code}
        elif code == Sprm.SYMBOL:
            symbol = True
    if hidden == _OPPOSITE_OF_STYLE:
        by_style = not by_style
    elif hidden in (_SHOWN, _HIDDEN):
        by_style = hidden == _HIDDEN
    return by_style or bool(deleted) or symbol


def _in_pieces(text: WordText, runs: Ranges, styles: Styles) -> Iterator[tuple[int, int]]:
    """Runs of bytes as runs of characters."""
    ends = [end for _, end in runs]
    for piece in text.pieces:
        if piece.changes and _is_hidden(piece.changes, styles):
            yield piece.start, piece.end
        behind = piece.fc + (piece.end - piece.start) * piece.width
        for i in range(bisect_right(ends, piece.fc), len(runs)):
            start, end = runs[i]
            if start >= behind:
                break
            first = piece.start + max(start - piece.fc, 0) // piece.width
            yield first, min(piece.start + -(-(end - piece.fc) // piece.width), piece.end)


def is_in(ranges: Sequence[tuple[int, int]], cp: int) -> bool:
    """Whether a character lies in one of the ranges."""
    index = bisect_right(ranges, cp, key=lambda run: run[0]) - 1
    return index >= 0 and cp < ranges[index][1]


def merged(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """Ranges in order, those that touch or overlap joined, empty ones left out."""
    apart: Ranges = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
