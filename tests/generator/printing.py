"""Print single figures the many ways in which offices print them."""

from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

BLANK_MARKS = ("", "/", "-", "--", "—", "－", "无", "不涉及", "不适用", "N/A")
"""Printings of a blank cell: each says that nothing is stated, which is not zero."""

DEBRIS = "[bookmark: _GoBack]"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a report's figures are drawn and printed.

    Attributes:
        scale: how large the counts of natural persons may be.
        zero_share: share of figures that are zero whatever the scale.
        blank_share: share of zeros that are printed as a blank cell.
        odd_share: share of figures that are printed in an odd way.
        solid: no blanks inside a figure, no cell that prints nothing.
        marks: printings of a blank cell in this report.
    """

    scale: int
    zero_share: float
    blank_share: float = 0.0
    odd_share: float = 0.0
    solid: bool = False
    marks: tuple[str, ...] = BLANK_MARKS

    def choose_mark(self, rng: Random, solid: bool, marks: tuple[str, ...] | None) -> "Manner":
        """Settle on one or two marks for blank cells, as one writer uses them."""
        usable = [mark for mark in (marks or BLANK_MARKS) if mark or not solid]
        kept = tuple(rng.sample(usable, k=min(len(usable), rng.choice((1, 1, 2)))))
        return replace(self, solid=solid, marks=kept)

    def draw_mark(self, rng: Random) -> str:
        """A printing of a blank cell."""
        return rng.choice(self.marks)


MANNERS = {
    "zeros": Manner(0, 1.0),
    "small": Manner(24, 0.5),
    "medium": Manner(400, 0.4, odd_share=0.05),
    "large": Manner(15_000, 0.2, odd_share=0.1),
    "blanks": Manner(30, 0.6, blank_share=1.0),
    "some_blanks": Manner(30, 0.6, blank_share=0.4),
    "odd": Manner(900, 0.4, blank_share=0.1, odd_share=0.5),
}


def print_count(rng: Random, value: int, manner: Manner, notes: bool = False) -> str:
    """Print a count that is not negative; `notes` allows a remark or a measure word after it."""
    if rng.random() >= manner.odd_share:
        return str(value)
    ways = [f"{value:,}", str(value).translate(_FULL_WIDTH), f"{value}件", f"{value:02d}"]
    if notes and value > 1:
        ways.append(f"{value}（其中修订{rng.randint(1, value)}件）")
    if not manner.solid:
        ways += [" ".join(str(value)), f"{DEBRIS}{value}", f" {value} "]
    return rng.choice(ways)


def print_change(rng: Random, value: int, manner: Manner, notes: bool = False) -> str:
    """Print a change on the year before: a decrease is marked by a word or a sign."""
    if value < 0:
        return rng.choice((f"减{-value}", f"-{-value}", f"减少{-value}"))
    if value > 0 and rng.random() < manner.odd_share:
        return rng.choice((f"增{value}", f"+{value}", f"增加{value}"))
    return str(value)


def print_amount(rng: Random, yuan: Decimal, unit: str | None, manner: Manner) -> str:
    """Print money.

    Args:
        rng: the source of every choice.
        yuan: the amount in yuan, with at most one decimal.
        unit: the unit that the column's header names; None if it names none, so that the cell
            must name one.
        manner: odd prints name a unit of their own, which goes before the header's.
    """
    odd = rng.random() < manner.odd_share
    used = rng.choice(("元", "万元")) if odd or unit is None else unit
    number = _plain(yuan if used == "元" else yuan / 10_000)
    if used == "万元" and not odd and "." in number and len(number.split(".")[1]) < 4:
        number = number + "0" * (4 - len(number.split(".")[1]))
    gap = " " if odd and not manner.solid and rng.random() < 0.5 else ""
    return number + (gap + used if odd or unit is None else "")


def _plain(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
