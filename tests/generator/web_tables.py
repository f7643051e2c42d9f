"""Print a sheet as an HTML table, in the manners of different editors."""

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from random import Random

from tests.generator.merged import MergedCell, merged_rows
from tests.generator.tables import Sheet

Rows = list[list[MergedCell]]
CellPrinter = Callable[[MergedCell, Random], str]


@dataclass(frozen=True, slots=True)
class TableManner:
    """How an editor writes tables.

    Attributes:
        print_cell: what stands in a cell.
        opening: the table's tag.
        sections: whether header and body are marked, and the last row may be a tfoot that is
            written before the body.
        open_ended: whether the end tags of cells and rows are left out, and tags are capitals.
    """

    print_cell: CellPrinter
    opening: str = '<table border="1" cellspacing="0">'
    sections: bool = False
    open_ended: bool = False


def print_plain_cell(cell: MergedCell, rng: Random) -> str:
    """The text alone."""
    return print_text(cell.text)


def print_wrapped_cell(cell: MergedCell, rng: Random) -> str:
    """A paragraph in the cell, its text in spans; a blank cell holds a fixed space."""
    text = "".join(f"<span>{print_text(part)}</span>" for part in _parts(cell.text, rng))
    style = 'style="text-align:center"' if cell.figure else ""
    return f"<p {style}>{text or '&nbsp;'}</p>"


def print_word_cell(cell: MergedCell, rng: Random) -> str:
    """What a word processor pastes: paragraphs of spans with its own marks."""
    if not cell.text:
        return "<p class=MsoNormal><span lang=EN-US>&nbsp;<o:p></o:p></span></p>"
    spans = "".join(
        f"<span lang=EN-US style='font-size:10.5pt;mso-font-kerning:0pt'>{print_text(part)}</span>"
        for part in _parts(cell.text, rng)
    )
    return (
        f"<p class=MsoNormal align=center style='mso-pagination:widow-orphan'>\n<font\n"
        f" face='宋体'>{spans}<span lang=EN-US><o:p></o:p></span></font></p>"
    )


def print_broken_cell(cell: MergedCell, rng: Random) -> str:
    """A label broken over two lines; figures between blanks that do not count."""
    if cell.figure or len(cell.text) < 4 or rng.random() < 0.5:
        return f"\n    {print_text(cell.text)}\n  "
    middle = len(cell.text) // 2
    first, second = print_text(cell.text[:middle]), print_text(cell.text[middle:])
    return rng.choice((f"{first}<br>{second}", f"<div>{first}</div><div>{second}</div>"))


def print_text(text: str) -> str:
    """A text as a proper page writes it: escaped, blanks at its ends fixed, lines broken."""
    lines = []
    for line in text.split("\n"):
        inner = line.strip(" ")
        before = len(line) - len(line.lstrip(" "))
        fixed = ("&nbsp;" * before, escape(inner), "&nbsp;" * (len(line) - len(inner) - before))
        lines.append("".join(fixed) if inner else "&nbsp;" * len(line))
    return "<br/>".join(lines)


def print_sheet(sheet: Sheet, manner: TableManner, rng: Random) -> str:
    """A whole table."""
    return print_rows(merged_rows(sheet), manner, rng, _header_rows(sheet))


def print_sheet_in_two(sheet: Sheet, manner: TableManner, rng: Random) -> str:
    """A table that an editor has split into two, one below the other."""
    rows = merged_rows(sheet)
    if len(rows) < 8:
        return print_rows(rows, manner, rng, 0)
    upper, lower = split_rows(rows, rng.randint(5, len(rows) - 2))
    gap = rng.choice(("", "<p>&nbsp;</p>", "\n<br>\n"))
    return print_rows(upper, manner, rng, 0) + gap + print_rows(lower, manner, rng, 0)


def split_rows(rows: Rows, at: int) -> tuple[Rows, Rows]:
    """Split a table above a row; what spans the cut goes on below as an empty cell."""
    upper: Rows = []
    going_on: list[MergedCell] = []
    for number, row in enumerate(rows[:at]):
        cut = [cell for cell in row if number + cell.row_span > at]
        going_on += [
            MergedCell("", cell.column, number + cell.row_span - at, cell.column_span)
            for cell in cut
        ]
        upper.append([_cut(cell, at - number) if cell in cut else cell for cell in row])
    first = sorted([*going_on, *rows[at]], key=lambda cell: cell.column)
    return upper, [first, *rows[at + 1 :]]


def stretched_rows(sheet: Sheet, width: int) -> Rows:
    """The rows of a table that is as wide as a page: its last column takes the rest."""
    rows = merged_rows(sheet)
    for cell in (cell for row in rows for cell in row):
        if cell.column + cell.column_span == sheet.width:
            cell.column_span += width - sheet.width
    return rows


def print_rows(rows: Rows, manner: TableManner, rng: Random, header_rows: int) -> str:
    """Rows between the table's tags; the first of them may be a thead."""
    end = "\n</table>\n"
    if not manner.sections or not _stand_apart(rows, header_rows):
        return f"{manner.opening}\n{_rows(rows, manner, rng, 'td')}{end}"
    head = f"<thead>{_rows(rows[:header_rows], manner, rng, 'th')}</thead>"
    body, foot = rows[header_rows:], ""
    if len(body) > 2 and _stand_apart(rows, len(rows) - 1) and rng.random() < 0.5:
        body = body[:-1]
        foot = f"<tfoot>{_rows(rows[-1:], manner, rng, 'td')}</tfoot>\n"
    return f"{manner.opening}\n{head}\n{foot}<tbody>{_rows(body, manner, rng, 'td')}</tbody>{end}"


def _header_rows(sheet: Sheet) -> int:
    kinds = [line.kind for line in sheet.lines]
    return next((i for i, kind in enumerate(kinds) if kind != "header"), 0)


def _stand_apart(rows: Rows, at: int) -> bool:
    """Whether no cell spans the line above a row."""
    return at > 0 and all(i + cell.row_span <= at for i in range(at) for cell in rows[i])


def _cut(cell: MergedCell, height: int) -> MergedCell:
    return MergedCell(cell.text, cell.column, height, cell.column_span, cell.figure)


def _rows(rows: Rows, manner: TableManner, rng: Random, tag: str) -> str:
    row_end, cell_end = ("", "") if manner.open_ended else ("</tr>", f"</{tag}>")
    lines = []
    for number, row in enumerate(rows):
        cells = [
            f"<{tag}{_spans(cell, len(rows) - number, manner)}>{manner.print_cell(cell, rng)}"
            + cell_end
            for cell in row
        ]
        lines.append(f"<tr>{''.join(cells)}{row_end}")
    text = "\n".join(lines)
    return text.replace("<tr>", "<TR>").replace("<td", "<TD") if manner.open_ended else text


def _spans(cell: MergedCell, rows_left: int, manner: TableManner) -> str:
    to_the_end = manner.sections and cell.row_span == rows_left > 1
    high = f' rowspan="{0 if to_the_end else cell.row_span}"' if cell.row_span > 1 else ""
    wide = f" colspan={cell.column_span}" if cell.column_span > 1 else ""
    return high + wide


def _parts(text: str, rng: Random) -> list[str]:
    """A text in one or two parts, as editors cut it at a change of font."""
    if len(text) < 2 or "\n" in text or rng.random() < 0.7:
        return [text] if text else []
    at = rng.randint(1, len(text) - 1)
    if text[at - 1] == " " or text[at] == " ":
        return [text]
    return [text[:at], text[at:]]
