"""Which row of the form a printed label means.

A label may follow other text (a group label, a header, the rest of the label before it), may
be cut by a page break, and may be misprinted. So the end of the text before the figures is
compared with every label of the table; the best few rows are kept as candidates, and the
order of the rows decides between them (see `match_in_order`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import Levenshtein

from transform.characters import label_key, short_label_key
from transform.form import FormRow

_LONGEST_LABEL = 60
_SHORTEST_CUT = 4
"""Ideographs that must be left of a cut label."""
_SHORTEST_MISPRINT = 4
"""A label of fewer ideographs must be printed as it is."""

_SHORTEST_UNEVEN_MISPRINT = 6
"""Ideographs of a label whose misprint may lack one or have one too many."""
_SHORTEST_CONFIRMED = 2
"""Ideographs that must be left of a cut label whose rest stands behind the figures."""

_SHORTEST_MISPRINTED_CUT = 6
"""Ideographs that must be left of a cut label in which one is misprinted."""

_REMEMBERED = 4096
"""Texts of which an index remembers which labels they misprint."""

_EXACT, _CONFIRMED, _MISPRINTED, _CUT = 3.0, 2.5, 2.0, 1.0
_ALONE = 0.5
"""Added where the label has its cell for itself, and is not the end of a longer text."""

Candidates = Mapping[int, float]
"""Index of the form's row → how well the label fits (higher is better)."""


NO_ROW = -1


@dataclass(frozen=True, slots=True, eq=False)
class LabelIndex:
    """The labels of a table's rows: (row index, ideographs), longest first.

    Labels of spanning cells have the index NO_ROW: figures behind them belong to no row.
    """

    entries: tuple[tuple[int, str], ...]
    _known: dict[str, bool] = field(default_factory=dict)
    _misprints: dict[tuple[str, str], dict[int, float]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[FormRow], groups: Sequence[str] = ()) -> "LabelIndex":
        """Index rows by their labels and aliases, each with and without its note.

        Args:
            rows: the rows of the form.
            groups: labels of spanning cells.
        """
        entries = {
            (i, key)
            for i, row in enumerate(rows)
            for printing in row.printings
            for key in (label_key(printing), short_label_key(printing))
        }
        entries |= {(NO_ROW, label_key(group)) for group in groups}
        return cls(tuple(sorted(entries, key=lambda entry: (-len(entry[1]), entry))))

    def candidates(self, texts: Sequence[str], after: Sequence[str] = ()) -> Candidates:
        """The rows that the end of these texts may mean.

        Args:
            texts: what is printed before the figures, in order: group labels, header cells
                and, last, the row's label or a part of it.
            after: what is printed behind the figures, where the rest of a cut label may stand.

        Returns:
            Empty if no label fits.
        """
        full = "".join(label_key(text) for text in texts)[-_LONGEST_LABEL:]
        short = "".join(short_label_key(text) for text in texts)[-_LONGEST_LABEL:]
        exact = self._exact(full, short)
        if NO_ROW in exact:
            return {}
        if exact and texts and (*exact, label_key(texts[-1])) in self.entries:
            return {row: weight + _ALONE for row, weight in exact.items()}
        if exact and any(
            len(key) >= _SHORTEST_MISPRINT for row, key in self.entries if row in exact
        ):
            return exact
        # A short label may also be the last word of a longer label that is cut there.
        return {**self._misprinted(full, short), **self._cut(full, after), **exact}

    def ends_with_label(self, texts: Sequence[str]) -> bool:
        """Whether the texts end with a whole label, perhaps misprinted."""
        full = "".join(label_key(text) for text in texts)[-_LONGEST_LABEL:]
        short = "".join(short_label_key(text) for text in texts)[-_LONGEST_LABEL:]
        exact = self._exact(full, short)
        return NO_ROW not in exact and bool(exact or self._misprinted(full, short))

    def rows_named(self, text: str) -> set[int]:
        """The rows whose whole label this text is."""
        key = label_key(text)
        return {row for row, entry in self.entries if entry == key and row != NO_ROW}

    def knows(self, text: str) -> bool:
        """Whether this text may be a label, of a row or of a spanning cell; remembered."""
        if text not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            is_group = (NO_ROW, label_key(text)) in self.entries
            self._known[text] = is_group or bool(self.candidates([text]))
        return self._known[text]

    def _exact(self, full: str, short: str) -> dict[int, float]:
        for row, key in self.entries:
            if full.endswith(key) or short.endswith(key):
                return {row: _EXACT}
        return {}

    def _misprinted(self, full: str, short: str) -> dict[int, float]:
        """Rows whose label is misprinted; remembered, since every report prints the same."""
        if (full, short) not in self._misprints:
            if len(self._misprints) >= _REMEMBERED:
                self._misprints.clear()
            self._misprints[full, short] = self._find_misprinted(full, short)
        return self._misprints[full, short]

    def _find_misprinted(self, full: str, short: str) -> dict[int, float]:
        found: dict[int, float] = {}
        for row, key in self.entries:
            if row != NO_ROW and len(key) >= _SHORTEST_MISPRINT:
                distance = min(_distance_at_end(full, key), _distance_at_end(short, key))
                if distance <= max(1, len(key) // 4):
                    found[row] = max(found.get(row, 0.0), _MISPRINTED - distance / len(key))
        return found

    def _cut(self, full: str, after: Sequence[str]) -> dict[int, float]:
        """Rows of whose label only the beginning or only the end stands before the figures."""
        rest_of_text = "".join(label_key(text) for text in after)
        found: dict[int, float] = {}
        for row, key in self.entries:
            if row == NO_ROW:
                continue
            length = _overlap(full, key)
            if _is_confirmed(length or _misprinted_overlap(full, key), key, rest_of_text):
                found[row] = _CONFIRMED
                continue
            length = max(length, len(full) if key.endswith(full) else 0)
            if length >= _SHORTEST_CUT:
                found[row] = max(found.get(row, 0.0), _CUT * length / len(key))
        return found


def match_in_order(candidates: Sequence[Candidates]) -> dict[int, int]:
    """Give each printed row at most one row of the form, keeping the order of both.

    Args:
        candidates: for each printed row, in printed order, its candidate rows of the form.

    Returns:
        Index of the form's row → index of the printed row, for the assignment in printed
        order that fits best in all, and for rows printed elsewhere under their whole label.
    """
    in_order = _best_chain(candidates)
    return {**_out_of_order(candidates, in_order), **in_order}


def _out_of_order(candidates: Sequence[Candidates], in_order: Mapping[int, int]) -> dict[int, int]:
    """Rows that are printed at another place, each with its whole label and once only."""
    taken = set(in_order.values())
    claims: dict[int, list[int]] = {}
    for printed, rows in enumerate(candidates):
        for row, weight in rows.items():
            if weight >= _EXACT + _ALONE and printed not in taken and row not in in_order:
                claims.setdefault(row, []).append(printed)
    return {row: printed[0] for row, printed in claims.items() if len(printed) == 1}


def _best_chain(candidates: Sequence[Candidates]) -> dict[int, int]:
    # best[r]: the best chain that ends at row r of the form: (weight, ((form, printed), …)).
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
    for printed, rows in enumerate(candidates):
        extended = {}
        for row, weight in rows.items():
            before = max(
                (chain for last, chain in best.items() if last < row),
                key=lambda chain: chain[0],
                default=(0.0, ()),
            )
            extended[row] = (before[0] + weight, (*before[1], (row, printed)))
        for row, chain in extended.items():
            if row not in best or chain[0] > best[row][0]:
                best[row] = chain
    return dict(max(best.values(), key=lambda chain: chain[0])[1]) if best else {}


def _distance_at_end(text: str, key: str) -> int:
    """The fewest edits that turn some end of the text into the key.

    A short key must be as long as its misprint: 不予公开 is no misprint of 予以公开.
    """
    slack = 1 if len(key) >= _SHORTEST_UNEVEN_MISPRINT else 0
    lengths = range(len(key) - slack, len(key) + slack + 1)
    cutoff = max(1, len(key) // 4)
    return min(Levenshtein.distance(text[-length:], key, score_cutoff=cutoff) for length in lengths)


def _overlap(text: str, key: str) -> int:
    """How many ideographs of the key's beginning stand at the text's end."""
    for length in range(min(len(text), len(key) - 1), 0, -1):
        if text.endswith(key[:length]):
            return length
    return 0


def _misprinted_overlap(text: str, key: str) -> int:
    """Like `_overlap`, for a longer piece of which one ideograph is misprinted."""
    for length in range(min(len(text), len(key) - 1), _SHORTEST_MISPRINTED_CUT - 1, -1):
        if Levenshtein.distance(text[-length:], key[:length], score_cutoff=1) <= 1:
            return length
    return 0


def _is_confirmed(length: int, key: str, rest_of_text: str) -> bool:
    rest = key[length:]
    return length >= _SHORTEST_CONFIRMED and len(rest) > 1 and rest in rest_of_text
