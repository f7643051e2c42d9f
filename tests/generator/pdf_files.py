"""Print a draft as a PDF: pages with headings, running text, and tables ruled in many ways."""

import json
import re
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from tests.generator.draft import Draft
from tests.generator.merged import MergedCell, merged_rows
from tests.generator.tables import Sheet

_TEMPLATE = Path(__file__).with_name("report.typ")
_FONTS = ("Noto Sans SC", "Noto Serif SC")
_PAGES = ((595.3, 841.9), (595.3, 841.9), (841.9, 595.3), (515.9, 728.5))
"""A4 upright (the most common), A4 across, B5; in points."""
_PAGE_NUMBERS = (
    "",
    "{page}",
    "- {page} -",
    "— {page} —",
    "第 {page} 页 共 {pages} 页",
    "{page}/{pages}",
)
_NO_BREAK = re.compile(r"[（“(﹙]*(?:[!-~０-９．，]+|\S)[、，：；。．）”)﹚]*")
"""What is set without a break: figures, Latin letters, a character with its marks."""
_HEADING = re.compile(r"[一二三四五六]、")
_CENTRED_PIECES = 3
"""How many pieces at the start may be lines of the title."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How the pages of one report look; lengths in points, gaps between lines in em.

    Attributes:
        page_number: with {page} and {pages}; "" for none.
        stroke: width of the rules between cells; 0 for none.
        outer: width of the rules around a table; 0 leaves its sides open.
        upright_rules: whether there are rules between the columns.
        double: a second rule runs around every table.
        upright: where in a cell a short text stands: 'horizon', 'top' or 'bottom'.
    """

    width: float
    height: float
    margin_x: float
    margin_y: float
    page_number: str
    number_above: bool
    font: str
    size: float
    leading: float
    paragraph_gap: float
    justify: bool
    indent: float
    stroke: float
    outer: float
    grey: int
    double: bool
    upright_rules: bool
    rows_break: bool
    header_repeats: bool
    figures: str
    labels: str
    upright: str


def write_pdf(
    draft: Draft, rng: Random, *, ruled: bool = True, upright_rules: bool = True
) -> bytes:
    """Print a report.

    Args:
        draft: in the layout 'merged' or 'words'.
        rng: the source of every choice.
        ruled: rules hold the cells apart, and spanning cells are printed as such; else there
            are only words on the page.
        upright_rules: whether the rules part the columns as well as the rows.
    """
    look = _draw_look(rng, ruled, upright_rules)
    report = {"look": asdict(look), "pieces": _pieces(draft, look, rng)}
    data = _compiler().compile(format="pdf", sys_inputs={"report": json.dumps(report)}, timestamp=0)
    assert isinstance(data, bytes)
    return data


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        _TEMPLATE,
        font_paths=[Path(pylopdf_fonts_zh_cn.__file__).parent],
        ignore_system_fonts=True,
    )


def _draw_look(rng: Random, ruled: bool, upright_rules: bool) -> _Look:
    width, height = rng.choice(_PAGES)
    stroke = rng.choice((0.4, 0.5, 0.75, 1.0)) if ruled else 0
    border = rng.choice(("closed", "closed", "thick", "open", "double"))
    return _Look(
        width=width,
        height=height,
        margin_x=rng.uniform(36, 90 if width > 520 else 45),
        margin_y=rng.uniform(50, 90),
        page_number=rng.choice(_PAGE_NUMBERS),
        number_above=rng.random() < 0.15,
        font=rng.choice(_FONTS),
        size=rng.uniform(10.5, 16),
        leading=rng.uniform(0.5, 1.1),
        paragraph_gap=rng.choice((0, 0, 0.4)),
        justify=rng.random() < 0.5,
        indent=rng.choice((2, 2, 0)),
        stroke=stroke,
        outer={"thick": 3 * stroke, "open": 0}.get(border, stroke),
        grey=rng.choice((0, 0, 90)),
        double=ruled and border == "double",
        upright_rules=upright_rules,
        rows_break=rng.random() < 0.5,
        header_repeats=rng.random() < 0.4,
        figures=rng.choice(("center", "center", "center", "left", "right")),
        labels=rng.choice(("center", "left", "left")),
        upright=rng.choice(("horizon", "horizon", "horizon", "top", "bottom")),
    )


def _pieces(draft: Draft, look: _Look, rng: Random) -> list[dict[str, Any]]:
    last = len(draft.pieces) - 1
    return [
        _table(piece, look, rng)
        if isinstance(piece, Sheet)
        else _paragraph(piece, look, begins=at < _CENTRED_PIECES, ends=at >= last - 1)
        for at, piece in enumerate(draft.pieces)
    ]


def _paragraph(text: str, look: _Look, *, begins: bool, ends: bool) -> dict[str, Any]:
    short = len(text) < 40 and not re.search("[。；]", text)
    heading = bool(_HEADING.match(text))
    place = "centre" if short and begins and not heading else "right" if short and ends else "left"
    scale = 1.5 if place == "centre" else 1.1 if heading else 1
    return {"text": text, "size": round(look.size * scale, 1), "place": place}


def _table(sheet: Sheet, look: _Look, rng: Random) -> dict[str, Any]:
    """A table as the page's data: its column widths, and its cells with their places."""
    rows = merged_rows(sheet)
    room = (look.width - 2 * look.margin_x) * rng.uniform(0.92, 1)
    inset = rng.uniform(2, 5)
    size = rng.uniform(7.5, 11)
    while sum(widths := _least_widths(rows, sheet.width, size, inset)) > room:
        size *= 0.95
        inset = max(inset * 0.9, 1)
    spare = room - sum(widths)
    shares = [share * spare for share in _shares(rows, sheet.width, rng)]
    header = next((at for at, line in enumerate(sheet.lines) if line.kind != "header"), 0)
    return {
        "widths": [least + share for least, share in zip(widths, shares, strict=True)],
        "size": size,
        "leading": rng.uniform(0.3, 0.7),
        "inset_x": inset,
        "inset_y": rng.uniform(2.5, 8),
        "header": header,
        "height": len(rows),
        "cells": [_cell(cell, at) for at, row in enumerate(rows) for cell in row],
    }


def _cell(cell: MergedCell, row: int) -> dict[str, Any]:
    return {
        "text": cell.text,
        "row": row,
        "column": cell.column,
        "rows": cell.row_span,
        "columns": cell.column_span,
        "figure": cell.figure,
    }


def _least_widths(
    rows: list[list[MergedCell]], columns: int, size: float, inset: float
) -> list[float]:
    """For each column the room that its longest text needs which is set without a break."""
    widths = [size * 1.1 + 2 * inset] * columns
    for cell in (cell for row in rows for cell in row if cell.column_span == 1):
        longest = max((_ems(run) for run in _NO_BREAK.findall(cell.text)), default=0)
        widths[cell.column] = max(widths[cell.column], (longest + 0.2) * size + 2 * inset)
    return widths


def _ems(text: str) -> float:
    return sum(0.62 if character.isascii() else 1 for character in text)


def _shares(rows: list[list[MergedCell]], columns: int, rng: Random) -> list[float]:
    """How the spare width is dealt out: most to labels, little to columns of group labels."""
    weights = [1.0] * columns
    for cell in (cell for row in rows for cell in row if cell.column_span == 1 and cell.text):
        if cell.row_span > 1 and any(other.figure for row in rows for other in row):
            weights[cell.column] = min(weights[cell.column], rng.choice((0.1, 0.5, 1.5)))
        elif not cell.figure and cell.row_span == 1:
            weights[cell.column] = max(weights[cell.column], min(len(cell.text), 24) / 4)
    return [weight / sum(weights) for weight in weights]
