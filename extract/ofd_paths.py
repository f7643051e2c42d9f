"""Paths of an OFD page: its abbreviated drawing commands become rules."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extract.errors import damaged_file, over_limit
from extract.geometry import Box, Rule, rules_of_filled
from extract.ofd_values import Matrix, read_number

MOST_COMMANDS = 200_000
"""Commands of one path: a drawing of a whole page's borders has some hundreds."""

_TOKEN = re.compile(r"[A-Za-z](?![A-Za-z])|[-+.\d][^\s,A-DF-Za-df-z]*|[^\s,]+")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Numbers that follow a command; the last two are where it ends, but after C."""
_INEXACT = 0.75
"""Points that a rectangle's corners may be off by: writers round to a tenth of a millimetre."""

Point = tuple[float, float]


@dataclass(slots=True)
class Subpath:
    """Corners in page points, joined by straight lines but where a curve leads to them."""

    corners: list[Point]
    curved: set[int] = field(default_factory=set)
    """Indices of the corners that a curve leads to."""


def rules_of_path(data: str, to_page: Matrix, *, stroked: bool, filled: bool) -> list[Rule]:
    """The rules that a path draws.

    Args:
        data: its AbbreviatedData.
        to_page: from the path's coordinates to points on the page.
        stroked: whether its lines are drawn: each straight one is a rule.
        filled: whether its areas are filled: each thin rectangle is a rule.

    Raises:
        UnreadableFileError: the commands cannot be read, or are too many.
    """
    rules: list[Rule] = []
    for subpath in _subpaths(data, to_page.apply):
        if stroked:
            rules += _rules_of_lines(subpath)
        if filled:
            rules += _rules_of_area(subpath)
    return rules


def _subpaths(data: str, place: Callable[[float, float], Point]) -> list[Subpath]:
    subpaths: list[Subpath] = []
    for command, numbers in _commands(data):
        if command in "SM":
            subpaths.append(Subpath([place(*numbers)]))
        elif not subpaths:
            raise damaged_file("OFD", "a path begins nowhere")
        elif command == "C":
            subpaths[-1].corners.append(subpaths[-1].corners[0])
        else:
            if command != "L":
                subpaths[-1].curved.add(len(subpaths[-1].corners))
            subpaths[-1].corners.append(place(*numbers[-2:]))
    return subpaths


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    tokens = _TOKEN.findall(data)
    if len(tokens) > MOST_COMMANDS:
        raise over_limit("OFD", "路径指令数", "commands in a path", MOST_COMMANDS)
    at = 0
    while at < len(tokens):
        command = tokens[at]
        if command not in _OPERANDS:
            raise damaged_file("OFD", f"a path holds {command[:20]!r}")
        end = at + 1 + _OPERANDS[command]
        numbers = [read_number(token) for token in tokens[at + 1 : end]]
        if len(numbers) != _OPERANDS[command]:
            raise damaged_file("OFD", "a path breaks off")
        yield command, numbers
        at = end


def _rules_of_lines(subpath: Subpath) -> Iterator[Rule]:
    for i in range(1, len(subpath.corners)):
        if i not in subpath.curved:
            yield Rule(*subpath.corners[i - 1], *subpath.corners[i])


def _rules_of_area(subpath: Subpath) -> list[Rule]:
    """The rules of a filled area whose every corner is one of its box: a rectangle."""
    xs, ys = zip(*subpath.corners, strict=True)
    box = Box(min(xs), min(ys), max(xs), max(ys))
    is_rectangle = (
        not subpath.curved
        and len(subpath.corners) >= 4
        and all(
            min(x - box.left, box.right - x) <= _INEXACT
            and min(y - box.top, box.bottom - y) <= _INEXACT
            for x, y in subpath.corners
        )
    )
    return rules_of_filled(box) if is_rectangle else []
