"""A table as cells that span rows and columns, as markup and borders hold them."""

from dataclasses import dataclass

from tests.generator.tables import Field, Line, Sheet


@dataclass(slots=True)
class MergedCell:
    """One cell of a table.

    Attributes:
        text: as printed.
        column: index of its first column.
        row_span: how many rows it is high.
        column_span: how many columns it is wide.
        figure: whether it stands in a column of figures.
    """

    text: str
    column: int
    row_span: int = 1
    column_span: int = 1
    figure: bool = False


def merged_rows(sheet: Sheet) -> list[list[MergedCell]]:
    """The rows of a table, each with the cells that begin in it.

    An empty label or header field goes on from the cell above that begins in the same column
    and is as wide. Every row fills the table's width: a lone field is widened, other short rows
    get an empty cell at their end.
    """
    rows: list[list[MergedCell]] = []
    above: dict[int, MergedCell] = {}
    for line in sheet.lines:
        here: dict[int, MergedCell] = {}
        begun: list[MergedCell] = []
        column = 0
        for field in _filled(line, sheet.width):
            cell = above.get(column)
            if cell is not None and _goes_on(field, cell, line):
                cell.row_span += 1
            else:
                cell = MergedCell(field.text, column, 1, field.span, field.figure)
                begun.append(cell)
            if line.kind != "page":
                here[column] = cell
            column += field.span
        rows.append(begun)
        above = here
    return rows


def _goes_on(field: Field, above: MergedCell, line: Line) -> bool:
    if field.text or field.figure or above.figure or line.kind == "foreign":
        return False
    return above.column_span == field.span and bool(above.text)


def _filled(line: Line, width: int) -> list[Field]:
    lacking = width - sum(field.span for field in line.fields)
    if not lacking:
        return list(line.fields)
    if len(line.fields) == 1:
        return [Field(line.fields[0].text, width, line.fields[0].figure)]
    return [*line.fields, Field("", lacking)]
