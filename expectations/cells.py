"""SQL over the form's cells that stays small when there are millions of facts.

Grouping twenty million facts by their keys takes gigabytes. Here the cells of the form are
numbered, and each report is one group whose cells are the bits of a string: as many bits
set as rows means that no cell comes twice, and two reports' cells compare as strings.
"""

from dataclasses import dataclass

from transform.form import Fact
from transform.schema import FACT_APPLICATIONS, FACT_PROACTIVE_DISCLOSURE, FACT_REVIEW_LITIGATION

_BITS = 1023
"""The last bit of a report's string: more than the cells of all editions together; a
number beyond it raises."""


@dataclass(frozen=True, slots=True)
class CellTable:
    """A table with one row each cell: where it keeps the fact table, row and column codes.

    Attributes:
        fact: SQL that gives the name of the fact table.
    """

    name: str
    fact: str
    row: str
    column: str

    def rows(self, relation: str) -> str:
        """Query of report_id, fact, row_code and column_code of a relation of this shape."""
        return (
            f"SELECT report_id, {self.fact} AS fact, {self.row} AS row_code,"  # noqa: S608
            f" {self.column} AS column_code FROM {relation}"
        )

    @property
    def form_cells(self) -> str:
        """Query of the cells of the form, of all editions, that this table may hold."""
        if self.fact == "fact":
            return "SELECT * FROM form_cells"
        return f"SELECT * FROM form_cells WHERE fact = {self.fact}"  # noqa: S608


FACT_TABLES = tuple(
    CellTable(table.name, f"'{table.name}'", table.key[1], table.key[2])
    for table in (FACT_PROACTIVE_DISCLOSURE, FACT_APPLICATIONS, FACT_REVIEW_LITIGATION)
)
EVIDENCE_CELLS = CellTable("evidence", "fact", "row_code", "column_code")
CELL_TABLES = (*FACT_TABLES, EVIDENCE_CELLS)

assert {table.name for table in FACT_TABLES} == set(Fact)  # noqa: S101


def repeated_cells(table: CellTable) -> str:
    """Query of the reports in which a cell comes more than once, in `batch`.

    Cells that no edition knows share one number, so that several of them count as repeated.
    """
    return f"""
        SELECT b.report_id
        FROM ({table.rows("batch")}) AS b
        LEFT JOIN ({_numbered(table)}) AS n
            ON n.fact = b.fact AND n.row_code = b.row_code AND n.column_code = b.column_code
        GROUP BY b.report_id
        HAVING count(*) <> bit_count(bitstring_agg(coalesce(n.number, 0), 0, {_BITS}))
    """  # noqa: S608


def incomplete_reports(table: CellTable) -> str:
    """Query of the reports that have other cells in `batch` than their edition's.

    A report without an edition has none.
    """
    return f"""
        WITH shown AS (
            SELECT
                b.report_id,
                count(*) AS rows_shown,
                count(c.number) AS cells_shown,
                bit_count(bitstring_agg(coalesce(c.number, 0), 0, {_BITS})) AS distinct_shown
            FROM ({table.rows("batch")}) AS b
            LEFT JOIN reports AS r ON r.report_id = b.report_id
            LEFT JOIN ({_numbered_by_edition(table)}) AS c
                ON c.form_edition = r.form_edition AND c.fact = b.fact
                AND c.row_code = b.row_code AND c.column_code = b.column_code
            GROUP BY b.report_id
        ),
        wanted AS (
            SELECT r.report_id, coalesce(e.cells, 0) AS cells
            FROM reports AS r
            LEFT JOIN (
                SELECT form_edition, count(*) AS cells FROM ({table.form_cells}) GROUP BY ALL
            ) AS e ON e.form_edition = r.form_edition
        )
        SELECT coalesce(w.report_id, s.report_id) AS report_id
        FROM wanted AS w
        FULL JOIN shown AS s ON s.report_id = w.report_id
        WHERE (coalesce(s.rows_shown, 0), coalesce(s.cells_shown, 0), coalesce(s.distinct_shown, 0))
            IS DISTINCT FROM (coalesce(w.cells, 0), coalesce(w.cells, 0), coalesce(w.cells, 0))
    """  # noqa: S608


def unknown_cells(table: CellTable) -> str:
    """Query of the row and column codes in `batch` that no edition of the form has."""
    return f"""
        SELECT DISTINCT b.fact, b.row_code, b.column_code
        FROM ({table.rows("batch")}) AS b
        ANTI JOIN ({table.form_cells}) AS c
            ON c.fact = b.fact AND c.row_code = b.row_code AND c.column_code = b.column_code
    """  # noqa: S608


def evidence_without_fact(table: CellTable) -> str:
    """Query of the reports that have evidence, in `batch`, of a cell that is not in `table`."""
    return f"""
        SELECT e.report_id
        FROM ({_bits_of_reports(table, EVIDENCE_CELLS.rows("batch"))}) AS e
        LEFT JOIN ({_bits_of_reports(table, table.rows(table.name))}) AS f
            ON f.report_id = e.report_id
        WHERE f.bits IS NULL OR e.bits & f.bits <> e.bits
    """  # noqa: S608


def _numbered(table: CellTable) -> str:
    return f"""
        SELECT *, row_number() OVER (ORDER BY fact, row_code, column_code) AS number
        FROM (SELECT DISTINCT fact, row_code, column_code FROM ({table.form_cells}))
    """  # noqa: S608


def _numbered_by_edition(table: CellTable) -> str:
    return f"""
        SELECT
            form_edition, fact, row_code, column_code,
            row_number() OVER (
                PARTITION BY form_edition ORDER BY fact, row_code, column_code
            ) AS number
        FROM ({table.form_cells})
    """  # noqa: S608


def _bits_of_reports(table: CellTable, rows: str) -> str:
    return f"""
        SELECT b.report_id, bitstring_agg(n.number, 0, {_BITS}) AS bits
        FROM ({rows}) AS b
        JOIN ({_numbered(table)}) AS n
            ON n.fact = b.fact AND n.row_code = b.row_code AND n.column_code = b.column_code
        GROUP BY b.report_id
    """  # noqa: S608
