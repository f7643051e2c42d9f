"""The figures of one report as lines of text: the form's grid, and each cell's source."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from warehouse.explanation import Row
from warehouse.result_text import aligned_lines

_WIDEST, _WIDEST_LABEL = 48, 36
"""Columns on the screen that a cell of a table, and a label, take at most."""

_MARKS = {"blank": "–", "missing": "缺", "unreadable": "?"}
_LEGEND = "（– 空白 blank，缺 文件中没有 missing，? 不是数字 unreadable）"


def figure_lines(cells: Sequence[Row]) -> list[str]:
    """Show a table's cells as the form prints them, then one by one with their source.

    Args:
        cells: figures of one fact table, in the order of the form.
    """
    lines: list[str] = []
    rows = [list(row) for _, row in groupby(cells, key=lambda cell: cell["row_code"])]
    for columns, block in groupby(rows, key=lambda row: tuple(map(_column_label, row))):
        grid = [[_row_label(row[0]), *map(_figure, row)] for row in block]
        lines += [*aligned_lines(("", *columns), grid, widest=_WIDEST_LABEL), ""]
    names = (
        "行 row",
        "列 column",
        "值 value",
        "状态 status",
        "可信 assurance",
        "原文 printed",
        "页 page",
        "位置 place",
    )
    printed = [
        [
            _row_label(cell),
            _column_label(cell),
            _amount(cell),
            cell["cell_status"],
            cell["assurance"],
            None if cell["raw_text"] is None else f"“{cell['raw_text']}”",
            cell["page"],
            cell["locator"],
        ]
        for cell in cells
    ]
    legend = [_LEGEND, ""] if any(cell["cell_status"] != "reported" for cell in cells) else []
    return [*legend, *lines, *aligned_lines(names, printed, widest=_WIDEST)]


def _row_label(cell: Row) -> str:
    return str(cell["row_label"] or cell["row_code"])


def _column_label(cell: Row) -> str:
    return str(cell["column_label"] or cell["column_code"])


def _figure(cell: Row) -> Any:
    """What the grid shows in a cell; a number stays one, to stand at the right."""
    if cell["cell_status"] != "reported":
        return _MARKS.get(cell["cell_status"], "?")
    return _amount(cell)


def _amount(cell: Row) -> Any:
    value = cell["value"]
    return f"{value:,.2f} 元" if cell["unit"] == "CNY" and value is not None else value
