"""The form as rows: its cells and the terms of its equations, for each edition."""

from collections.abc import Iterator

from transform.form import CellKey, Edition, Fact, FormRow, load_editions


def form_cell_rows() -> list[dict[str, object]]:
    """Rows of the table form_cells, edition after edition, in printed order."""
    return [row for edition in load_editions().values() for row in _cells_of(edition)]


def form_term_rows() -> list[dict[str, object]]:
    """Rows of the table form_terms."""
    return [
        {
            "form_edition": edition.edition,
            "identity": term.identity,
            "instance": term.instance,
            **_place(term.cell),
            "sign": term.sign,
        }
        for edition in load_editions().values()
        for term in edition.terms()
    ]


def _cells_of(edition: Edition) -> Iterator[dict[str, object]]:
    columns = edition.columns_by_cell()
    rows = _rows_by_code(edition)
    for position, cell in enumerate(edition.cells(), start=1):
        column = columns[cell]
        yield {
            "form_edition": edition.edition,
            **_place(cell),
            "row_label": rows[cell.fact, cell.row_code].label,
            "column_label": column.label,
            "unit": column.unit,
            "signed": column.signed,
            "position": position,
        }


def _rows_by_code(edition: Edition) -> dict[tuple[Fact, str], FormRow]:
    proactive = [row for block in edition.proactive for row in block.rows]
    tables = (
        (Fact.PROACTIVE, proactive),
        (Fact.APPLICATIONS, edition.applications.rows),
        (Fact.REVIEW_LITIGATION, edition.review_litigation.channels),
    )
    return {(fact, row.code): row for fact, rows in tables for row in rows}


def _place(cell: CellKey) -> dict[str, object]:
    return {
        "fact": str(cell.fact),
        "row_code": cell.row_code,
        "column_code": cell.column_code,
    }
