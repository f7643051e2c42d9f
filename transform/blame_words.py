"""Suggestions in words: what is read, and which other reading would make all equations hold."""

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby

from transform.aligned import FormCell
from transform.blame_board import Board
from transform.blame_edits import EditKind
from transform.blame_search import Edit
from transform.findings import Finding
from transform.form import CellKey, Fact, load_editions
from transform.schema import CellStatus

_HAPPENED = {
    EditKind.DIGITS_JOINED: ("疑两数连印为一数", "two figures may be printed as one"),
    EditKind.DIGITS_SPLIT: ("疑一数断为两格", "one figure may be printed in two cells"),
    EditKind.SHIFTED: ("疑整行错列", "the row may have shifted by a column"),
    EditKind.BLANK_COLLAPSED: ("疑空格丢失", "a blank cell may have been lost"),
    EditKind.SWAPPED: ("疑两行互换", "the two rows may have been exchanged"),
    EditKind.MISREAD_DIGIT: ("疑识别有误", "a digit may have been misread"),
}


def suggest_edit(edition: str, board: Board, edit: Edit) -> tuple[str, str]:
    """Say what is read, and how it could be read instead, in Chinese and English."""
    happened, happened_en = _HAPPENED[edit.kind]
    if edit.kind is EditKind.MISREAD_DIGIT:
        ((cell, new),) = edit.changes.items()
        return suggest_figure(edition, board, cell, int(new.reading.value or 0))
    parts, parts_en = [], []
    for key, before, after in _readings(board, edit):
        label, label_en = _row_names(edition)[key.fact, key.row_code]
        parts.append(f"“{label}”一行现读作 {before}，若读作 {after}")
        parts_en.append(f"row {label_en} is read as {before}; if it were {after}")
    return (
        f"{happened}：{'；'.join(parts)}，各式均成立",
        f"{happened_en}: {' and '.join(parts_en)}, all equations would hold",
    )


def suggest_figure(edition: str, board: Board, cell: int, value: int) -> tuple[str, str]:
    """Say which figure in one cell would make all equations hold, in Chinese and English."""
    key = board.equations.keys[cell]
    label, label_en = _row_names(edition)[key.fact, key.row_code]
    column, column_en = _column_names(edition)[key.fact, key.column_code]
    printed = _shown(board.cells[cell])
    return (
        f"若“{label}”的“{column}”为 {value}（印作 {printed}），各式均成立",
        f"if {label_en}/{column_en} were {value} (printed {printed}) all equations would hold",
    )


def mended(edition: str, board: Board, edit: Edit) -> list[Finding]:
    """A finding for each row that was read again, with what it was read as before."""
    happened, happened_en = _HAPPENED[edit.kind]
    found = []
    for key, before, after in _readings(board, edit):
        label, label_en = _row_names(edition)[key.fact, key.row_code]
        cells = [board.equations.keys[cell] for cell in edit.changes]
        found.append(
            Finding(
                "reading_mended",
                f"“{label}”一行原读作 {before}，{happened}，按各式唯一成立的读法改读为 {after}",
                f"row {label_en} was first read as {before}; {happened_en}; read again as {after}, "
                "the only reading by which all equations hold",
                expected=after,
                observed=before,
                cells=[cell for cell in cells if cell.row_code == key.row_code],
            )
        )
    return found


def _readings(board: Board, edit: Edit) -> list[tuple[CellKey, str, str]]:
    """Of each row or channel that is read otherwise a cell, and its figures before and after."""
    by_row = groupby(range(len(board.cells)), key=lambda cell: board.equations.keys[cell].row_code)
    rows = [list(cells) for _, cells in by_row]
    return [
        (
            board.equations.keys[row[0]],
            _row_text([board.cells[cell] for cell in row]),
            _row_text([edit.changes.get(cell, board.cells[cell]) for cell in row]),
        )
        for row in rows
        if any(cell in edit.changes for cell in row)
    ]


def _row_text(row: Sequence[FormCell]) -> str:
    return " | ".join(map(_shown, row))


def _shown(cell: FormCell) -> str:
    """A figure as it is read; _ for a blank cell, ? for one that is missing or no number."""
    if cell.reading.value is not None:
        return str(cell.reading.value)
    return "_" if cell.reading.status is CellStatus.BLANK else "?"


@cache
def _row_names(edition: str) -> Mapping[tuple[Fact, str], tuple[str, str]]:
    """The printed label and the code of each row, and of each channel."""
    form = load_editions()[edition]
    rows = {(Fact.APPLICATIONS, row.code): (row.label, row.code) for row in form.applications.rows}
    channels = {
        (Fact.REVIEW_LITIGATION, channel.code): (channel.label, channel.code)
        for channel in form.review_litigation.channels
    }
    return rows | channels


@cache
def _column_names(edition: str) -> Mapping[tuple[Fact, str], tuple[str, str]]:
    form = load_editions()[edition]
    tables = (
        (Fact.APPLICATIONS, form.applications.columns),
        (Fact.REVIEW_LITIGATION, form.review_litigation.columns),
    )
    return {(fact, c.code): (c.label, c.code) for fact, columns in tables for c in columns}
