"""Labels beside rows of figures: which lines are one row's label, which a group's."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from extract.words import Line, Word, lines_of

_ON_LINE = 0.3
"""Em that a word in a row's line lies off its middle at most."""
_BESIDE = 0.8
"""Em that words of overlapping height lie off each other at most."""
_PITCH = 2.0
"""Em that lines of one label lie apart at most."""
_SAME_PITCH = 0.04
"""Em by which equal distances of lines differ at most."""
_ALIKE = 0.8
"""Share of a table's labels that must lie alike beside their figures."""
_STACKED = 0.55
"""Share of the narrower word's width that stands above or below the other."""
_LOOK_BACK = 40
"""Words above that are looked at for the line before."""
_ORDINAL = re.compile(
    r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)、.．:：]|[\u2460-\u249b\u3220-\u3229]"
)
"""What a numbered label begins with: 3. （三） 三、 ③ ㈢."""


@dataclass(frozen=True, slots=True)
class Labels:
    """For each row its label's lines and the words of groups beside it, and what is neither."""

    labels: list[list[Word]]
    groups: list[list[Word]]
    strays: list[Line]


@dataclass(slots=True)
class _Column:
    """The words of labels, from top to bottom.

    Attributes:
        above: for each word the index of the one right above it, None if none is near.
        below: the same downwards.
        rows: for each word the index of the row in whose line it stands; None for other words.
        middles: the heights of the rows of figures.
        em: the size of the figures.
    """

    words: list[Word]
    middles: Sequence[float]
    em: float
    above: list[int | None] = field(default_factory=list)
    below: list[int | None] = field(default_factory=list)
    rows: list[int | None] = field(default_factory=list)

    def pitch(self, lower: int) -> float:
        """How far a word lies below the one above it; 0 if there is none."""
        upper = self.above[lower]
        return self.words[lower].middle - self.words[lower if upper is None else upper].middle


def read_labels(words: Sequence[Word], middles: Sequence[float], em: float) -> Labels:
    """Tell the labels of rows.

    Args:
        words: those left of the figures.
        middles: the heights of the rows of figures, from top to bottom.
        em: size of the figures.
    """
    column = _column(words, middles, em)
    bases = _bases(column)
    labels = _extended(column, bases)
    labels = _with_numbered(column, labels)
    taken = {at for label in labels for at in label}
    groups: list[list[Word]] = [[] for _ in middles]
    strays: list[Word] = []
    for at, word in enumerate(column.words):
        if at in taken:
            continue
        row = _nearest_row(middles, word.middle)
        if _is_left_of(word, [column.words[i] for i in labels[row]]):
            groups[row].append(word)
        else:
            strays.append(word)
    return Labels(
        [[column.words[at] for at in label] for label in labels],
        [sorted(group, key=lambda w: (w.box.left, w.middle)) for group in groups],
        lines_of(strays),
    )


def _with_numbered(column: _Column, labels: list[list[int]]) -> list[list[int]]:
    """Labels with the lines between rows that their ordinals show to be theirs.

    A line with an ordinal begins a label. So where a row's own line begins one, the lines above
    that begin none are the end of the label before; where it does not, the last line above
    that begins one is its label's first.
    """
    taken = {at for label in labels for at in label}
    free = [at for at in range(len(column.words)) if at not in taken]
    wider = [list(label) for label in labels]
    for row, label in enumerate(labels):
        if not label:
            continue
        start = column.words[labels[row - 1][-1]].middle if row and labels[row - 1] else None
        end = column.words[label[0]].middle
        lines = [
            at
            for at in free
            if (start is None or start < column.words[at].middle)
            and column.words[at].middle < end
            and not _is_left_of(column.words[at], [column.words[i] for i in label])
        ]
        begun = [i for i, at in enumerate(lines) if _ORDINAL.match(column.words[at].text)]
        if not _ORDINAL.match(column.words[label[0]].text):
            wider[row] = [*(lines[begun[-1] :] if begun else ()), *wider[row]]
        elif start is not None:
            wider[row - 1] += lines[: begun[0]] if begun else lines
    return wider


def _column(words: Sequence[Word], middles: Sequence[float], em: float) -> _Column:
    column = _Column(sorted(words, key=lambda w: (w.middle, w.box.left)), middles, em)
    count = len(column.words)
    column.above, column.below = [None] * count, [None] * count
    for at, word in enumerate(column.words):
        column.rows.append(_row_of(word, middles, em))
        for other in range(at - 1, max(at - _LOOK_BACK, -1), -1):
            upper = column.words[other]
            distance = word.middle - upper.middle
            if distance > _PITCH * word.em:
                break
            if distance > word.em / 2 and _overlap(upper, word):
                column.above[at] = other
                if column.below[other] is None:
                    column.below[other] = at
                break
    return column


def _overlap(word: Word, other: Word) -> bool:
    """Whether one stands above the other, and not merely juts out over it."""
    shared = min(word.box.right, other.box.right) - max(word.box.left, other.box.left)
    return shared > min(word.box.width, other.box.width) * _STACKED


def _row_of(word: Word, middles: Sequence[float], em: float) -> int | None:
    if not middles:
        return None
    row = _nearest_row(middles, word.middle)
    return row if abs(middles[row] - word.middle) <= _ON_LINE * em else None


def _nearest_row(middles: Sequence[float], y: float) -> int:
    at = bisect_left(middles, y)
    near = [i for i in (at - 1, at) if 0 <= i < len(middles)]
    return min(near, key=lambda i: abs(middles[i] - y))


def _bases(column: _Column) -> list[list[int]]:
    """For each row the words of its label that overlap the line of its figures in height.

    Rows do not overlap each other, so that these words can be of no other row. Of several that
    do not stand above each other the rightmost is taken: labels of groups stand to the left.
    """
    beside: list[list[int]] = [[] for _ in column.middles]
    for at, word in enumerate(column.words):
        row = _nearest_row(column.middles, word.middle)
        if abs(column.middles[row] - word.middle) < _BESIDE * column.em:
            beside[row].append(at)
    return [_rightmost(column, words) for words in beside]


def _rightmost(column: _Column, words: Sequence[int]) -> list[int]:
    """The words above each other that stand furthest to the right."""
    stacks: list[list[int]] = []
    for at in sorted(words, key=lambda at: -column.words[at].box.left):
        word = column.words[at]
        if stacks and any(_overlap(word, column.words[other]) for other in stacks[0]):
            stacks[0].append(at)
        else:
            stacks.append([at])
    return sorted(stacks[0]) if stacks else []


def _straddling(column: _Column) -> list[tuple[int, int]]:
    """Pairs of words, one above the other, between which the line of a row runs halfway."""
    pairs: list[tuple[int, int]] = []
    for lower, upper in enumerate(column.above):
        if upper is None or column.rows[lower] is not None or column.rows[upper] is not None:
            continue
        middle = (column.words[lower].middle + column.words[upper].middle) / 2
        row = _nearest_row(column.middles, middle)
        if abs(column.middles[row] - middle) <= _ON_LINE * column.em / 2:
            pairs.append((upper, lower))
    return pairs


def _pitch_in_cells(column: _Column) -> float | None:
    """How far the lines of one label lie apart; None if nothing tells it for sure."""
    pitches = [column.pitch(lower) for _, lower in _straddling(column)]
    pitches += [
        column.pitch(lower)
        for lower, middle in enumerate(column.above)
        if middle is not None
        and (upper := column.above[middle]) is not None
        and {column.rows[at] for at in (upper, middle, lower)} == {None}
        and abs(column.pitch(lower) - column.pitch(middle)) <= _SAME_PITCH * column.em
    ]
    pitches = pitches or _pitches_below_rows(column)
    if not pitches:
        return None
    pitch = median(pitches)
    alike = [p for p in pitches if abs(p - pitch) <= _SAME_PITCH * column.em]
    return pitch if len(alike) > len(pitches) / 2 else None


def _pitches_below_rows(column: _Column) -> list[float]:
    """Distances of lines that lie nearer to each other than any two rows do."""
    rows: list[float] = []
    others: list[float] = []
    for lower, upper in enumerate(column.above):
        if upper is not None:
            both = column.rows[lower] is not None and column.rows[upper] is not None
            (rows if both else others).append(column.pitch(lower))
    limit = min(rows, default=0.0) - 2 * _SAME_PITCH * column.em
    return [pitch for pitch in others if pitch < limit]


def _extended(column: _Column, bases: list[list[int]]) -> list[list[int]]:
    """Labels with their lines above and below, where these are sure to be of the label.

    The lines of one label follow each other at one distance, the labels of two rows at another;
    and in one table all figures stand at the first, the middle or the last line of their label.
    """
    pitch = _pitch_in_cells(column)
    if pitch is None:
        return bases
    chains = [_chain(column, base, pitch) if base else [] for base in bases]
    sides = [
        _side(chain, base) if len(_rows_hit(column, chain)) == 1 else None
        for chain, base in zip(chains, bases, strict=True)
    ]
    counts = Counter(side for side in sides if side)
    counts["middle"] += sum(len(base) > 1 for base in bases)
    side, count = counts.most_common(1)[0]
    if count < _ALIKE * counts.total():
        return bases
    return [
        chain if its_side == side else base
        for chain, base, its_side in zip(chains, bases, sides, strict=True)
    ]


def _side(chain: Sequence[int], base: Sequence[int]) -> str | None:
    """Where in the chain of a label's lines the figures stand; None for a lone line."""
    above = chain.index(base[0])
    below = len(chain) - above - len(base)
    if above == below:
        return "middle" if above else None
    if above and below:
        return "off"
    return "bottom" if above else "top"


def _rows_hit(column: _Column, chain: Sequence[int]) -> list[int]:
    """The rows whose lines run through a chain of lines."""
    if not chain:
        return []
    top, bottom = (column.words[at].middle for at in (chain[0], chain[-1]))
    start = bisect_left(column.middles, top - _ON_LINE * column.em)
    end = bisect_left(column.middles, bottom + _ON_LINE * column.em)
    return list(range(start, end))


def _chain(column: _Column, base: list[int], pitch: float) -> list[int]:
    """The lines that follow each other at one distance."""
    chain = list(base)
    limit = _SAME_PITCH * column.em
    while (upper := column.above[chain[0]]) is not None:
        if abs(column.pitch(chain[0]) - pitch) > limit or upper in chain:
            break
        chain.insert(0, upper)
    while (lower := column.below[chain[-1]]) is not None:
        if column.above[lower] != chain[-1] or abs(column.pitch(lower) - pitch) > limit:
            break
        chain.append(lower)
    return chain


def _is_left_of(word: Word, label: Sequence[Word]) -> bool:
    return bool(label) and word.box.right <= min(w.box.left for w in label) + word.em / 4
