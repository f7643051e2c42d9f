"""One report of which every sum holds, printed in several forms, with some figures otherwise.

A row is what is printed in it, by the row's code; the channels of reviews and litigation are
one row, `REVIEW`.
"""

from collections.abc import Mapping, Sequence

from extract.document import Block, Cell, Document, Paragraph, Separation, Table
from extract.reading import read_document
from transform.form import load_editions

REVIEW = "reviews_and_litigation"
FORM = load_editions()["2021"]
TYPES = [column.code for column in FORM.applications.columns]
LABELS = {row.code: row.label for row in FORM.applications.rows}

_FIGURES = {
    "received": "30 12 0 1 0 5 48",
    "carried_over": "4 1 0 0 0 0 5",
    "granted": "14 6 0 1 0 2 23",
    "partially_granted": "5 2 0 0 0 1 8",
    "unavailable_not_held": "9 3 0 0 0 1 13",
    "rejected_duplicate": "3 0 0 0 0 0 3",
    "processed_total": "31 11 0 1 0 4 47",
    "carried_forward": "3 2 0 0 0 1 6",
}
_REVIEW_FIGURES = "2 1 0 1 4 1 0 0 0 1 0 0 0 2 2"

Rows = Mapping[str, Sequence[str]]


def printed(**changed: str) -> dict[str, list[str]]:
    """The rows as printed; `_` is an empty cell."""
    figures = dict.fromkeys(LABELS, "0 0 0 0 0 0 0") | _FIGURES | {REVIEW: _REVIEW_FIGURES}
    return {
        code: ["" if text == "_" else text for text in row.split()]
        for code, row in (figures | changed).items()
    }


def true_number(row: str, column: str) -> int:
    """A figure of the report as it should be read."""
    return int(printed()[row][TYPES.index(column)])


def as_html(rows: Rows) -> Document:
    """A web page: markup holds the cells."""

    def table(lines: Sequence[Sequence[str]]) -> str:
        cells = ("".join(f"<td>{text}</td>" for text in line) for line in lines)
        return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"

    texts = [text if isinstance(text, str) else table(text) for text in _pieces(rows)]
    body = "".join(text if text.startswith("<table") else f"<p>{text}</p>" for text in texts)
    page = f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>"
    return read_document(page.encode())


def as_tabs(rows: Rows) -> Document:
    """A text in which tabs hold the cells apart."""
    return _as_text(rows, "\t")


def as_blanks(rows: Rows) -> Document:
    """A text in which only blanks stand between the figures; empty cells are lost."""
    return _as_text(rows, " ")


def _as_text(rows: Rows, separator: str) -> Document:
    def table(lines: Sequence[Sequence[str]]) -> str:
        shown = ((text for text in line if text or separator == "\t") for line in lines)
        return "\n".join(separator.join(line) for line in shown)

    texts = [text if isinstance(text, str) else table(text) for text in _pieces(rows)]
    return read_document("\n\n".join(texts).encode())


def as_word(rows: Rows) -> Document:
    """What is read of a word processor's file."""
    return _as_document(rows, "docx", None)


def as_scan(rows: Rows) -> Document:
    """What is recognised on the pages of a scan, surely enough to be published."""
    return _as_document(rows, "pdf", 0.97)


def _as_document(rows: Rows, source_format: str, confidence: float | None) -> Document:
    blocks: list[Block] = []
    for number, piece in enumerate(_pieces(rows), 1):
        if isinstance(piece, str):
            blocks.append(Paragraph(piece, f"P{number}"))
            continue
        cells = tuple(
            tuple(
                Cell(text, f"T{number}:R{r}:C{c}", confidence=confidence if text else None)
                for c, text in enumerate(line, 1)
            )
            for r, line in enumerate(piece, 1)
        )
        blocks.append(Table(cells, Separation.MARKUP))
    return Document(source_format, tuple(blocks))


def _pieces(rows: Rows) -> list[str | list[list[str]]]:
    """The report's paragraphs and tables."""
    applications = [["申请人情况", *(column.label for column in FORM.applications.columns)]]
    applications += [[LABELS[code], *rows[code]] for code in LABELS]
    form = FORM.review_litigation
    results = [column.label for column in form.columns] * len(form.channels)
    return [
        "某市某局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "全年平稳。",
        "三、收到和处理政府信息公开申请情况",
        applications,
        "四、政府信息公开行政复议、行政诉讼情况",
        [results, list(rows[REVIEW])],
        "五、存在的主要问题及改进情况",
        "人手不足。",
    ]
