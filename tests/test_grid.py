"""Grids from rules: spans, open sides, double lines, pieces, noise, and what is no table."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from random import Random

import pytest

from extract.geometry import Box, Rule, rules_of_filled, rules_of_outline
from extract.grid import Grid, find_grids

Spans = set[tuple[int, int, int, int]]
XS = (50.0, 150.0, 210.0, 270.0)
YS = (100.0, 120.0, 160.0, 180.0)


def _lattice(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    return [
        *(Rule(xs[0], y, xs[-1], y) for y in ys),
        *(Rule(x, ys[0], x, ys[-1]) for x in xs),
    ]


def _in_pieces(rules: Iterable[Rule], xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """A segment for each cell's side, as word processors draw them."""
    pieces: list[Rule] = []
    for x0, y0, x1, y1 in rules:
        if y0 == y1:
            ends = [x for x in xs if x0 <= x <= x1]
            pieces += [Rule(a + 0.5, y0, b - 0.5, y0) for a, b in pairwise(ends)]
        else:
            ends = [y for y in ys if y0 <= y <= y1]
            pieces += [Rule(x0, a + 0.5, x0, b - 0.5) for a, b in pairwise(ends)]
    return pieces


def _spans(grid: Grid) -> Spans:
    return {(c.row, c.column, c.row_span, c.column_span) for c in grid.cells}


def _assert_covers(grid: Grid) -> None:
    places = [
        (cell.row + i, cell.column + j)
        for cell in grid.cells
        for i in range(cell.row_span)
        for j in range(cell.column_span)
    ]
    assert sorted(places) == [(i, j) for i in range(grid.rows) for j in range(grid.columns)]


def _merged() -> list[Rule]:
    """Three rows and columns; the first row is one cell, the first column spans rows 2 and 3."""
    return [
        Rule(50, 100, 270, 100),
        Rule(50, 120, 270, 120),
        Rule(150, 160, 270, 160),
        Rule(50, 180, 270, 180),
        Rule(50, 100, 50, 180),
        Rule(150, 120, 150, 180),
        Rule(210, 120, 210, 180),
        Rule(270, 100, 270, 180),
    ]


MERGED: Spans = {
    (0, 0, 1, 3),
    (1, 0, 2, 1),
    (1, 1, 1, 1),
    (1, 2, 1, 1),
    (2, 1, 1, 1),
    (2, 2, 1, 1),
}


def test_plain_lattice() -> None:
    (grid,) = find_grids(_lattice(XS, YS))
    assert (grid.rows, grid.columns, len(grid.cells)) == (3, 3, 9)
    assert grid.box == Box(50, 100, 270, 180)
    assert grid.cells[4].box == Box(150, 120, 210, 160)
    _assert_covers(grid)


def test_cells_span_where_inner_strokes_are_absent() -> None:
    (grid,) = find_grids(_merged())
    assert _spans(grid) == MERGED


@pytest.mark.parametrize(
    "redraw",
    [
        lambda rules: _in_pieces(rules, XS, YS),
        lambda rules: [
            piece
            for x0, y0, x1, y1 in rules
            for piece in rules_of_filled(Box(x0 - 0.4, y0 - 0.4, x1 + 0.4, y1 + 0.4))
        ],
        lambda rules: [Rule(x1, y1, x0, y0) for x0, y0, x1, y1 in reversed(rules)],
        lambda rules: [
            Rule(x0 + d, y0 + d, x1 + d, y1 + d) for x0, y0, x1, y1 in rules for d in (-0.9, 0.9)
        ],
        lambda rules: [*rules, *rules],
        lambda rules: [
            Rule(x0 - (y0 == y1), y0 - (x0 == x1), x1 + (y0 == y1), y1 + (x0 == x1))
            for x0, y0, x1, y1 in rules
        ],
    ],
    ids=["pieces", "thin rectangles", "backwards", "double lines", "twice", "overshooting"],
)
def test_however_the_borders_are_drawn(redraw: object) -> None:
    assert callable(redraw)
    (grid,) = find_grids(redraw(_merged()))
    assert _spans(grid) == MERGED


def test_rectangles_round_each_cell() -> None:
    boxes = [Box(XS[j], YS[i], XS[j + c], YS[i + r]) for i, j, r, c in sorted(MERGED)]
    (grid,) = find_grids([rule for box in boxes for rule in rules_of_outline(box)])
    assert _spans(grid) == MERGED


def test_sides_without_a_border() -> None:
    rules = [rule for rule in _merged() if not (rule.x0 == rule.x1 and rule.x0 in (50, 270))]
    (grid,) = find_grids([*rules, Rule(150, 100, 150, 120)])
    assert _spans(grid) == MERGED - {(0, 0, 1, 3)} | {(0, 0, 1, 1), (0, 1, 1, 2)}
    assert grid.box == Box(50, 100, 270, 180)


def test_bottom_without_a_border_as_at_a_page_break() -> None:
    (grid,) = find_grids([rule for rule in _lattice(XS, YS) if rule[1::2] != (180, 180)])
    assert (grid.rows, grid.columns) == (3, 3)
    assert grid.box.bottom == 180


def test_three_sides_without_a_border() -> None:
    rules = [r for r in _lattice(XS, YS) if r[::2] not in ((50, 50), (270, 270))]
    (grid,) = find_grids([rule for rule in rules if rule[1::2] != (180, 180)])
    assert (grid.rows, grid.columns) == (3, 3)


def _borderless(top: float, xs: Sequence[float] = XS) -> list[Rule]:
    """Two rows of which the lines above, between and below are drawn, and no sides."""
    ys = (top, top + 20, top + 40)
    return [rule for rule in _lattice(xs, ys) if rule.x0 != rule.x1 or rule.x0 in xs[1:-1]]


def test_a_row_of_one_cell_between_parts_without_sides() -> None:
    (grid,) = find_grids([*_borderless(100), *_borderless(160)])
    assert (grid.rows, grid.columns) == (5, 3)
    assert (2, 0, 1, 3) in _spans(grid)
    _assert_covers(grid)


def test_a_part_with_fewer_columns_below_a_row_of_one_cell() -> None:
    (grid,) = find_grids([*_borderless(100), *_borderless(160, (50, 150, 270))])
    assert {(3, 0, 1, 1), (3, 1, 1, 2)} <= _spans(grid)


@pytest.mark.parametrize(
    "below", [_borderless(260), _borderless(160, (50, 110, 270)), _borderless(160, (50, 150, 300))]
)
def test_tables_without_sides_that_do_not_go_on(below: list[Rule]) -> None:
    assert [grid.rows for grid in find_grids([*_borderless(100), *below])] == [2, 2]


def test_no_outer_border_at_all() -> None:
    """One stroke alone shows that the first row, the first column and the last are open."""
    rules = [
        Rule(150, 85, 150, 180),
        Rule(150, 100, 270, 100),
        Rule(50, 120, 270, 120),
        Rule(210, 100, 210, 180),
    ]
    (grid,) = find_grids(rules)
    assert grid.box == Box(50, 85, 270, 180)
    assert _spans(grid) == {
        (0, 0, 2, 1),
        (0, 1, 1, 2),
        (1, 1, 1, 1),
        (1, 2, 1, 1),
        (2, 0, 1, 1),
        (2, 1, 1, 1),
        (2, 2, 1, 1),
    }


def test_loose_strokes_inside_and_across_are_no_cells() -> None:
    noise = [
        Rule(160, 140, 200, 140),
        Rule(150, 130, 185, 130),
        Rule(240, 160, 240, 170),
        Rule(20, 110, 30, 150),
        Rule(60, 101, 60, 105),
    ]
    (grid,) = find_grids([*_merged(), *noise])
    assert _spans(grid) == MERGED


def test_edges_that_do_not_quite_meet_the_row_above() -> None:
    """A column's border a few points off in one row is one border; no thin column stands there."""
    upper, lower = _lattice((50, 100, 150), (100, 120)), _lattice((50, 104.5, 150), (120, 140))
    (grid,) = find_grids([*upper, *lower])
    assert (grid.rows, grid.columns) == (2, 2)


def test_two_tables_and_a_box() -> None:
    below = [Rule(x0, y0 + 200, x1, y1 + 200) for x0, y0, x1, y1 in _lattice(XS, YS)]
    boxes = [*rules_of_outline(Box(20, 20, 500, 800)), *rules_of_outline(Box(300, 110, 310, 120))]
    grids = find_grids([*below, *_merged(), *boxes])
    assert [grid.box.top for grid in grids] == [100, 300]


def test_lines_alone_are_no_table() -> None:
    assert find_grids([]) == []
    assert find_grids([Rule(50, y, 270, y) for y in YS]) == []
    assert find_grids([Rule(50, 100, 270, 180), Rule(270, 100, 50, 180)]) == []
    assert find_grids(rules_of_outline(Box(50, 100, 270, 180))) == []


@pytest.mark.parametrize("steps", [3, 6, 50, 400])
def test_stairs_are_no_table(steps: int) -> None:
    rules = [
        rule
        for step in range(steps)
        for x, y in [(50 + 30 * step, 100 + 20 * step)]
        for rule in (Rule(x, y, x + 30, y), Rule(x + 30, y, x + 30, y + 20))
    ]
    assert find_grids(rules) == []


def test_pixels_with_a_tolerance_of_their_own() -> None:
    scale = 200 / 72
    (grid,) = find_grids([Rule(*(scale * v for v in rule)) for rule in _merged()], tolerance=8)
    assert _spans(grid) == MERGED


def test_a_hundred_thousand_rules() -> None:
    rng = Random(5)
    rules = []
    for _ in range(50_000):
        x, y = rng.uniform(0, 600), rng.uniform(0, 800)
        rules += [Rule(x, y, x + rng.uniform(0, 90), y), Rule(x, y, x, y + rng.uniform(0, 90))]
    for grid in find_grids(rules):
        _assert_covers(grid)


def test_a_hundred_thousand_rules_on_an_endless_page() -> None:
    rules = [Rule(0, 10.0 * i, 1e6, 10.0 * i) for i in range(50_000)]
    rules += [Rule(10.0 * i, 0, 10.0 * i, 1e6) for i in range(50_000)]
    assert find_grids(rules) == []


def test_random_tables_are_found_again() -> None:
    rng = Random(20)
    for _ in range(300):
        rows, columns = rng.randint(2, 6), rng.randint(2, 6)
        spans = _random_spans(rng, rows, columns)
        rules = [
            rule
            for i, j, r, c in spans
            for rule in rules_of_outline(Box(j * 40, i * 20, (j + c) * 40, (i + r) * 20))
        ]
        (grid,) = find_grids(rules)
        _assert_covers(grid)
        assert len(grid.cells) == len(spans)
        assert {cell.box for cell in grid.cells} == {
            Box(j * 40, i * 20, (j + c) * 40, (i + r) * 20) for i, j, r, c in spans
        }


def _random_spans(rng: Random, rows: int, columns: int) -> Spans:
    free = {(i, j) for i in range(rows) for j in range(columns)}
    spans: Spans = set()
    while free:
        i, j = min(free)
        width = rng.choice((1, 1, 1, 2, 3))
        while not all((i, j + k) in free for k in range(width)):
            width -= 1
        height = rng.choice((1, 1, 2))
        places = {(i + a, j + b) for a in range(height) for b in range(width)}
        if not places <= free or places == free:
            height, places = 1, {(i, j + b) for b in range(width)}
            if places == free and width > 1:
                width, places = 1, {(i, j)}
        free -= places
        spans.add((i, j, height, width))
    return spans
