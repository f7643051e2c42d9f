"""Figures and labels that are broken over lines, each line a word of its own."""

from collections.abc import Sequence
from dataclasses import replace

from extract.words import Word, is_figure

CELL_PITCH = 2.0
"""Em that lines of one cell lie apart at most."""
_MOST_LINES = 6
"""Lines of one cell of figures."""
_LOOK_BACK = 60
"""Words above that are looked at for the one right above."""
_UPRIGHT_WIDTH = 2.2
"""Em that a line of an upright label is wide at most."""
_FIRST_IDEOGRAPH = "\u4e00"


def with_parts(words: Sequence[Word]) -> list[Word]:
    """Mark the parts of broken figures, and parts of upright labels that read as words for none."""
    ordered = sorted(words, key=lambda word: (word.middle, word.box.left))
    above = [_index_above(ordered, at) for at in range(len(ordered))]
    parts = {at for run in _broken(ordered, above) for at in run}
    marked = [
        replace(word, is_part=True) if at in parts else word for at, word in enumerate(ordered)
    ]
    below = {upper: at for at, upper in enumerate(above) if upper is not None}
    return [
        replace(word, is_part=False)
        if word.text[:1] >= _FIRST_IDEOGRAPH
        and word.is_figure
        and _is_in_label(at, marked, above, below)
        else word
        for at, word in enumerate(marked)
    ]


def broken_figures(words: Sequence[Word]) -> list[list[Word]]:
    """The figures that are broken over lines, each from top to bottom.

    The shortest runs of lines that make up a figure are taken, so that no other row's figure
    above or below is drawn in.
    """
    ordered = sorted(words, key=lambda word: (word.middle, word.box.left))
    above = [_index_above(ordered, at) for at in range(len(ordered))]
    return [[ordered[at] for at in run] for run in _broken(ordered, above)]


def is_stacked(word: Word, other: Word) -> bool:
    """Whether two words stand above each other."""
    return min(word.box.right, other.box.right) > max(word.box.left, other.box.left)


def _broken(words: Sequence[Word], above: Sequence[int | None]) -> list[list[int]]:
    found: list[list[int]] = []
    taken: set[int] = set()
    for length in range(2, _MOST_LINES + 1):
        for last in range(len(words)):
            run = _run_up(above, last, length)
            if len(run) == length and not taken.intersection(run):
                texts = [words[at].text for at in run]
                if not all(map(is_figure, texts)) and is_figure("".join(texts)):
                    found.append(run)
                    taken.update(run)
    return found


def _index_above(words: Sequence[Word], at: int) -> int | None:
    """The index of the word right above another; None if none is near."""
    word = words[at]
    for other in range(at - 1, max(at - _LOOK_BACK, -1), -1):
        distance = word.middle - words[other].middle
        if distance >= CELL_PITCH * word.em:
            return None
        if distance > word.em / 2 and is_stacked(words[other], word):
            return other
    return None


def _run_up(above: Sequence[int | None], last: int, length: int) -> list[int]:
    """So many words, one above the other, of which this is the last; fewer if there are not."""
    run = [last]
    while len(run) < length and (upper := above[run[0]]) is not None:
        run.insert(0, upper)
    return run


def _is_in_label(
    at: int, words: Sequence[Word], above: Sequence[int | None], below: dict[int, int]
) -> bool:
    """Whether short words that are no figures stand above and below, or two of them below."""
    lower = below.get(at)
    upper = above[at]
    other = upper if upper is not None else below.get(lower) if lower is not None else None
    return all(
        neighbour is not None
        and not words[neighbour].is_figure
        and words[neighbour].box.width <= _UPRIGHT_WIDTH * words[at].em
        for neighbour in (lower, other)
    )
