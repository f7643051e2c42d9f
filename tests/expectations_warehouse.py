"""Small warehouses for the tests of the expectations: valid, and free to be broken.

The tables are made from their declarations and carry no constraints, so that a test can
put in any fault that an expectation is there to find.
"""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from expectations.rules import Rule, load_rules
from tests.lake_samples import EXTRACTED_AT, SAMPLE_ROOT, SampleReport, report_rows, source_rows
from transform.columns import TableSpec
from transform.form import Edition, load_editions
from transform.schema import TABLES

Rows = dict[str, list[dict[str, Any]]]


def write_warehouse(path: Path, reports: Sequence[SampleReport]) -> Path:
    """Write a warehouse of these reports, with the findings that the rules make in it."""
    rows = _table_rows(reports)
    with duckdb.connect(path) as connection:
        for table in TABLES.values():
            _fill_table(connection, table, rows[table.name])
        for rule in load_rules():
            if rule.sql is not None:
                _add_findings(connection, rule, rule.sql)
    return path


def findings_of(database: Path, rule_id: str) -> list[dict[str, Any]]:
    """The findings of a rule, as dictionaries, by report."""
    query = "SELECT * FROM findings WHERE rule_id = ? ORDER BY report_id, finding_id"
    with duckdb.connect(database, read_only=True) as connection:
        answer = connection.execute(query, [rule_id])
        names = [column[0] for column in answer.description or ()]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _table_rows(reports: Sequence[SampleReport]) -> Rows:
    rows: Rows = defaultdict(list)
    for report in reports:
        for name, added in report_rows(report).items():
            rows[name] += added
        rows["sources"] += source_rows(report)
    rows["agencies"] = list({row["agency_id"]: row for row in rows["agencies"]}.values())
    for row, report in zip(rows["reports"], reports, strict=True):
        row |= {
            "superseded_by": None,
            "source_root": SAMPLE_ROOT,
            "source_path": source_rows(report)[0]["source_path"],
            "extracted_at": EXTRACTED_AT,
        }
    severities = {rule.rule_id: rule.severity for rule in load_rules()}
    for number, row in enumerate(rows["findings"]):
        row |= {"finding_id": f"f-{number:05d}", "severity": severities[row["rule_id"]]}
    rows["rules"] = [
        {c.name: getattr(rule, c.name) for c in TABLES["rules"].columns} for rule in load_rules()
    ]
    for edition in load_editions().values():
        rows["form_cells"] += _form_cells(edition)
        rows["form_terms"] += _form_terms(edition)
    return rows


def _fill_table(
    connection: duckdb.DuckDBPyConnection, table: TableSpec, rows: list[dict[str, Any]]
) -> None:
    columns = ", ".join(f'"{column.name}" {column.duckdb_type}' for column in table.columns)
    connection.execute(f"CREATE TABLE {table.name} ({columns})")
    schema = pa.schema([(column.name, column.arrow_type) for column in table.columns])
    values = {column.name: [row[column.name] for row in rows] for column in table.columns}
    connection.register("new_rows", pa.table(values, schema=schema))
    connection.execute(f"INSERT INTO {table.name} SELECT * FROM new_rows")
    connection.unregister("new_rows")


def _add_findings(connection: duckdb.DuckDBPyConnection, rule: Rule, sql: str) -> None:
    connection.execute(
        f"""
        INSERT INTO findings BY NAME
        SELECT
            '{rule.rule_id}-' || row_number() OVER () AS finding_id,
            '{rule.rule_id}' AS rule_id,
            '{rule.severity}' AS severity,
            *
        FROM ({sql})
        """
    )


def _form_cells(edition: Edition) -> list[dict[str, Any]]:
    columns = edition.columns_by_cell()
    labels = {
        row.code: row.label
        for row in (
            *(row for block in edition.proactive for row in block.rows),
            *edition.applications.rows,
            *edition.review_litigation.channels,
        )
    }
    return [
        {
            "form_edition": edition.edition,
            "fact": str(cell.fact),
            "row_code": cell.row_code,
            "column_code": cell.column_code,
            "row_label": labels[cell.row_code],
            "column_label": columns[cell].label,
            "unit": columns[cell].unit,
            "signed": columns[cell].signed,
            "position": position,
        }
        for position, cell in enumerate(edition.cells(), start=1)
    ]


def _form_terms(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "form_edition": edition.edition,
            "identity": term.identity,
            "instance": term.instance,
            "fact": str(term.cell.fact),
            "row_code": term.cell.row_code,
            "column_code": term.cell.column_code,
            "sign": term.sign,
        }
        for term in edition.terms()
    ]
