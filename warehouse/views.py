"""Views for analysts: current reports only, with names and Chinese labels joined.

No view of figures holds both scopes: what a consolidated report adds up stands in views of
its own. Nor does one hold an agency's year twice: a report that does not tell its scope stays
out where the agency has one for the year that is its own.
"""

from dataclasses import dataclass

import duckdb

from transform.columns import Column, TableSpec
from transform.schema import (
    AGENCIES,
    FACT_APPLICATIONS,
    FACT_PROACTIVE_DISCLOSURE,
    FACT_REVIEW_LITIGATION,
    REPORTS,
)
from warehouse.load import comment


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """A view: its grain in both languages, its columns, and its query."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    query: str


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every view in the current database, with comments in both languages."""
    connection.begin()
    for view in VIEWS:
        connection.execute(f"CREATE VIEW {view.name} AS {view.query}")
        connection.execute(f"COMMENT ON VIEW {view.name} IS {comment(view.zh, view.en)}")
        for column in view.columns:
            place = f'{view.name}."{column.name}"'
            connection.execute(f"COMMENT ON COLUMN {place} IS {comment(column.zh, column.en)}")
    connection.commit()


def _columns(table: TableSpec, *names: str) -> tuple[Column, ...]:
    by_name = {column.name: column for column in table.columns}
    return tuple(by_name[name] for name in names)


_AGENCY_NAME = Column(
    "agency_name",
    "text",
    "机关规范名称；无法判定机关时为报告中印出的名称",
    "canonical name; the printed one where the agency can't be told",
)
_WHOSE = (
    *_columns(REPORTS, "report_id", "agency_id"),
    _AGENCY_NAME,
    *_columns(AGENCIES, "level", "admin_code", "province", "prefecture", "county", "sector"),
    *_columns(REPORTS, "report_year", "scope", "form_edition"),
)
_CURRENT_REPORTS = ViewSpec(
    "current_reports",
    "每份现行报告一行，附机关；scope 为 own 与 consolidated 的报告不可相加",
    "one row each current report, with its agency; own and consolidated ones don't add up",
    (*_WHOSE, *_columns(REPORTS, "title", "source_root", "source_path", "source_format")),
    """
SELECT
    r.report_id, r.agency_id, coalesce(a.agency_name, r.agency_name) AS agency_name,
    a.level, a.admin_code, a.province, a.prefecture, a.county, a.sector,
    r.report_year, r.scope, r.form_edition,
    r.title, r.source_root, r.source_path, r.source_format
FROM reports AS r
LEFT JOIN agencies AS a ON a.agency_id = r.agency_id
WHERE r.superseded_by IS NULL
""",
)


# A report of unknown scope may be the same as the agency's own one of that year.
_OWN = """
    coalesce(r.scope, 'untold') <> 'consolidated'
    AND (r.scope IS NOT NULL OR NOT EXISTS (
        FROM reports AS o
        WHERE o.scope = 'own' AND o.agency_id = r.agency_id AND o.report_year = r.report_year
    ))
"""
_CONSOLIDATED = "r.scope = 'consolidated'"


def _fact_views(table: TableSpec, name: str, zh: str, en: str) -> tuple[ViewSpec, ViewSpec]:
    """The views of one fact table: of the agencies themselves, and of whole areas."""
    return (
        _fact_view(
            name,
            table,
            f"现行报告（汇总全辖区的除外）的{zh}每格一行，附机关和中文名称；可以相加",
            f"one row each cell of the {en} table of current reports that are not consolidated, "
            "with agency and labels; they may be added up",
            _OWN,
        ),
        _fact_view(
            f"consolidated_{name}",
            table,
            f"汇总全辖区的现行报告的{zh}每格一行，附机关和中文名称；"
            f"已含下级机关，不可与 {name} 相加",
            f"one row each cell of the {en} table of current consolidated reports, with agency "
            f"and labels; they hold the organs below and don't add up with {name}",
            _CONSOLIDATED,
        ),
    )


def _fact_view(name: str, table: TableSpec, zh: str, en: str, which: str) -> ViewSpec:
    row, column, *figures = table.columns[1:]
    shown = ", ".join(f"r.{whose.name}" for whose in _WHOSE)
    read = ", ".join(f'f."{figure.name}"' for figure in figures)
    query = f"""
SELECT
    {shown},
    f.{row.name}, c.row_label AS {row.name}_label,
    f.{column.name}, c.column_label AS {column.name}_label,
    {read}
FROM {table.name} AS f
JOIN current_reports AS r ON r.report_id = f.report_id
LEFT JOIN form_cells AS c
    ON c.form_edition = r.form_edition AND c.fact = '{table.name}'
    AND c.row_code = f.{row.name} AND c.column_code = f.{column.name}
WHERE {which.strip()}
"""  # noqa: S608
    labelled = (row, _label(row), column, _label(column), *figures)
    return ViewSpec(name, zh, en, (*_WHOSE, *labelled), query)


def _label(column: Column) -> Column:
    return Column(
        f"{column.name}_label",
        "text",
        f"{column.name} 的中文名称，如表格所印",
        f"label of {column.name} as the form prints it",
    )


VIEWS: tuple[ViewSpec, ...] = (
    _CURRENT_REPORTS,
    *_fact_views(FACT_APPLICATIONS, "applications", "申请表", "applications"),
    *_fact_views(
        FACT_REVIEW_LITIGATION, "review_litigation", "复议诉讼表", "review and litigation"
    ),
    *_fact_views(
        FACT_PROACTIVE_DISCLOSURE, "proactive_disclosure", "主动公开表", "proactive disclosure"
    ),
)
"""All views, each after those that it reads."""
