"""The structural suites: what must be true of the tables whatever the reports say."""

from collections.abc import Iterator

from expectations.cells import (
    CELL_TABLES,
    EVIDENCE_CELLS,
    FACT_TABLES,
    evidence_without_fact,
    incomplete_reports,
    repeated_cells,
    unknown_cells,
)
from expectations.values import value_expectations
from expectations.verdict import Expectation, Suite
from transform.columns import TableSpec
from transform.schema import TABLES

_COLUMNS = (
    "SELECT table_name, column_name, data_type FROM duckdb_columns()"
    " WHERE database_name = current_database() AND schema_name = 'main'"
)

# (table, column, table referred to, its column)
_REFERENCES = (
    *((table.name, "report_id", "reports", "report_id") for table in CELL_TABLES),
    ("sections", "report_id", "reports", "report_id"),
    ("findings", "report_id", "reports", "report_id"),
    ("findings", "rule_id", "rules", "rule_id"),
    ("reports", "agency_id", "agencies", "agency_id"),
    ("reports", "superseded_by", "reports", "report_id"),
    ("identity_evidence", "report_id", "reports", "report_id"),
    ("narrative_claims", "report_id", "reports", "report_id"),
    ("broken_equations", "report_id", "reports", "report_id"),
    ("claim_figures", "report_id", "reports", "report_id"),
    ("agency_successions", "agency_id", "agencies", "agency_id"),
    ("agency_successions", "successor_agency_id", "agencies", "agency_id"),
    ("report_revisions", "report_id", "reports", "report_id"),
    ("text_reuse", "report_id", "reports", "report_id"),
    ("text_reuse", "other_report_id", "reports", "report_id"),
    ("report_revisions", "former_report_id", "reports", "report_id"),
    ("agency_ledger", "report_id", "reports", "report_id"),
    ("agency_ledger", "former_report_id", "reports", "report_id"),
    ("agency_ledger", "agency_id", "agencies", "agency_id"),
    ("agency_ledger", "lineage_id", "agencies", "agency_id"),
    ("chain_links", "report_id", "reports", "report_id"),
    ("chain_links", "former_report_id", "reports", "report_id"),
    ("rollups", "report_id", "reports", "report_id"),
    ("rollup_children", "report_id", "reports", "report_id"),
    ("rollup_children", "child_report_id", "reports", "report_id"),
)


def structural_suites() -> tuple[Suite, ...]:
    """The suites of which none may fail or raise, or nothing is published."""
    return (
        _suite("schema", "表与列", "Tables and columns", _schema()),
        _suite("required", "必填列", "Required columns", _required()),
        _suite("unique", "主键唯一", "Unique keys", _unique()),
        _suite("references", "引用完整", "References", _references()),
        _suite("cells", "单元格齐全", "Complete cells", _complete_cells()),
        _suite("values", "取值范围", "Values", value_expectations()),
    )


def _suite(suite_id: str, title: str, title_en: str, expectations: Iterator[Expectation]) -> Suite:
    return Suite(suite_id, title, title_en, True, tuple(expectations))


def _schema() -> Iterator[Expectation]:
    for table in TABLES.values():
        yield Expectation(
            f"schema.{table.name}",
            f"表 {table.name} 的列和类型应与声明一致",
            f"Table {table.name} has the columns and types that are declared",
            "error",
            _COLUMNS,
            _differing_columns(table),
        )


def _differing_columns(table: TableSpec) -> str:
    declared = ", ".join(f"('{c.name}', '{c.duckdb_type}')" for c in table.columns)
    return f"""
        SELECT coalesce(d.column_name, b.column_name) AS column_name, d.data_type, b.data_type
        FROM (VALUES {declared}) AS d (column_name, data_type)
        FULL JOIN (SELECT * FROM batch WHERE table_name = '{table.name}') AS b
            ON b.column_name = d.column_name
        WHERE d.data_type IS DISTINCT FROM b.data_type
    """  # noqa: S608


def _required() -> Iterator[Expectation]:
    for table in TABLES.values():
        names = [column.name for column in table.columns if column.required]
        absent = " OR ".join(f'"{name}" IS NULL' for name in names)
        yield Expectation.of_table(
            f"required.{table.name}",
            f"表 {table.name} 的必填列不应为空",
            f"No required column of {table.name} is null",
            table.name,
            f"SELECT * FROM batch WHERE {absent}",  # noqa: S608
        )


def _unique() -> Iterator[Expectation]:
    large = {table.name: table for table in CELL_TABLES}
    for table in TABLES.values():
        sql = repeated_cells(large[table.name]) if table.name in large else _repeated_keys(table)
        yield Expectation.of_table(
            f"unique.{table.name}",
            f"表 {table.name} 的主键（{'、'.join(table.key)}）不应重复",
            f"No key of {table.name} ({', '.join(table.key)}) comes twice",
            table.name,
            sql,
        )


def _repeated_keys(table: TableSpec) -> str:
    key = ", ".join(table.key)
    return f"SELECT {key} FROM batch GROUP BY {key} HAVING count(*) > 1"  # noqa: S608


def _references() -> Iterator[Expectation]:
    for table, column, target, target_column in _REFERENCES:
        yield Expectation.of_table(
            f"references.{table}.{column}",
            f"{table}.{column} 所指应在表 {target} 中",
            f"Every {column} of {table} is in {target}",
            table,
            f"""
            SELECT DISTINCT b.{column}
            FROM batch AS b
            ANTI JOIN {target} AS t ON t.{target_column} = b.{column}
            WHERE b.{column} IS NOT NULL
            """,  # noqa: S608
        )
    for fact in FACT_TABLES:
        yield Expectation.of_table(
            f"references.evidence.{fact.name}",
            f"表 evidence 中的单元格应在表 {fact.name} 中",
            f"Every cell of {fact.name} that has evidence is a fact",
            EVIDENCE_CELLS.name,
            evidence_without_fact(fact),
        )


def _complete_cells() -> Iterator[Expectation]:
    for table in CELL_TABLES:
        yield Expectation.of_table(
            f"cells.{table.name}",
            f"每份报告在表 {table.name} 中应恰有其表格版本的全部单元格",
            f"Each report has exactly the cells of its edition in {table.name}",
            table.name,
            incomplete_reports(table),
        )
    for table in CELL_TABLES:
        yield Expectation.of_table(
            f"known_cells.{table.name}",
            f"表 {table.name} 中的行列代码应为表格所有",
            f"The form has every row and column code of {table.name}",
            table.name,
            unknown_cells(table),
        )
