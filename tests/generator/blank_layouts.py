"""Layouts in which only blanks hold columns apart, as text comes out of PDF pages."""

import unicodedata
from dataclasses import dataclass
from random import Random

from tests.generator.draft import Draft
from tests.generator.tables import Line, Sheet

_SUPPLEMENT = {
    "民": "⺠", "见": "⻅", "贝": "⻉", "车": "⻋", "长": "⻓", "门": "⻔", "页": "⻚",
    "风": "⻛", "马": "⻢", "鸟": "⻦", "黄": "⻩", "齐": "⻬", "龙": "⻰",
}  # fmt: skip
_RADICALS = str.maketrans(
    {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
    | _SUPPLEMENT
)
"""Characters to radicals that look the same: 214 Kangxi radicals and some of the supplement."""


@dataclass(frozen=True, slots=True)
class _Page:
    """How one document breaks its lines.

    Attributes:
        gap: how many blanks stand between columns; 0 for a varying number.
        label_width: labels longer than this are broken over two lines.
        figures_at: where a broken label's figures stand: 'below', 'second', 'first', 'between'.
        groups: where spanning labels stand: 'above', 'broken' (two lines), 'beside'.
        prose_width: characters in a line of running text.
        airy: an empty line after every line.
    """

    gap: int
    label_width: int
    figures_at: str
    groups: str
    prose_width: int
    airy: bool


def print_blanks(draft: Draft, rng: Random) -> str:
    """Rows as lines with blanks between the fields; blank fields leave no trace."""
    page = _Page(
        gap=rng.choice((1, 1, 3, 0)),
        label_width=rng.randint(14, 34),
        figures_at=rng.choice(("below", "second", "first", "between")),
        groups=rng.choice(("above", "broken", "beside")),
        prose_width=rng.randint(38, 60),
        airy=rng.random() < 0.5,
    )
    lines: list[str] = [""]
    for piece in draft.pieces:
        lines += _table(piece, page, rng) if isinstance(piece, Sheet) else _prose(piece, page)
    return ("\n\n" if page.airy else "\n").join([*lines, ""])


def print_blanks_with_radicals(draft: Draft, rng: Random) -> str:
    """The same, with ordinary characters replaced by radicals that look alike."""
    return as_radicals(print_blanks(draft, rng))


def as_radicals(text: str) -> str:
    """Replace every character that a radical can stand for."""
    return text.translate(_RADICALS)


def _prose(text: str, page: _Page) -> list[str]:
    """A paragraph broken at the page's width; a long one is indented by blanks."""
    text = text if len(text) < 36 else " " * 6 + text
    return [text[at : at + page.prose_width] for at in range(0, len(text), page.prose_width)]


def _table(sheet: Sheet, page: _Page, rng: Random) -> list[str]:
    return [text for line in sheet.lines for text in _row(line, page, rng)]


def _row(line: Line, page: _Page, rng: Random) -> list[str]:
    labels = [field.text for field in line.labels if field.text]
    figures = _joined([field.text for field in line.figures if field.text], page, rng)
    if line.kind != "figures" or not labels:
        return [_joined([*labels, *([figures] if figures else [])], page, rng)]
    *groups, label = labels
    return _grouped(groups, _labelled(label, figures, page, rng), page)


def _labelled(label: str, figures: str, page: _Page, rng: Random) -> list[str]:
    """A row's label and figures, over one to three lines."""
    if len(label) <= page.label_width or not figures:
        return [_joined([label, figures], page, rng).rstrip()]
    cut = min(page.label_width, len(label) - 2)
    head, tail = label[:cut], label[cut:]
    return {
        "below": [head, tail, figures],
        "second": [head, _joined([tail, figures], page, rng)],
        "first": [_joined([head, figures], page, rng), tail],
        "between": [head, figures, tail],
    }[page.figures_at]


def _grouped(groups: list[str], row: list[str], page: _Page) -> list[str]:
    """The labels of spanning cells before, broken before, or around the row that they open."""
    if not groups:
        return row
    if page.groups == "beside" and len(row) == 1:
        *above, beside = groups
        cut = max(len(beside) - 2, 1)
        return [*above, f"{beside[:cut]} {row[0]}", beside[cut:]]
    if page.groups == "broken":
        return [part for group in groups for part in (group[:-2], group[-2:])] + row
    return [*groups, *row]


def _joined(texts: list[str], page: _Page, rng: Random) -> str:
    """Fields in a line, held apart by the page's gap."""
    line = ""
    for text in texts:
        gap = " " * (page.gap or rng.randint(2, 7))
        line = f"{line}{gap}{text}" if line else text
    return line
