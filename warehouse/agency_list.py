"""`gongkai agencies`: which agencies the reports were resolved to, how and how surely."""

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from warehouse.query import fetch_rows, open_warehouse
from warehouse.result_text import aligned_lines, as_csv, as_json

Row = dict[str, Any]

_WIDEST = 44
"""Columns on the screen that a cell of the table takes at most."""

_RESOLVED = """
WITH evidence AS (
    SELECT r.agency_id, e.source, count(DISTINCT r.report_id) AS reports
    FROM identity_evidence AS e
    JOIN reports AS r ON r.report_id = e.report_id
    WHERE e.attribute = 'agency' AND e.used
    GROUP BY ALL
),
printed AS (
    SELECT agency_id, agency_name, count(*) AS reports
    FROM reports
    WHERE agency_name IS NOT NULL
    GROUP BY ALL
),
held AS (
    SELECT
        agency_id, count(*) AS reports, count(superseded_by) AS superseded,
        coalesce(
            list(DISTINCT report_year ORDER BY report_year) FILTER (report_year IS NOT NULL), []
        ) AS years,
        CASE
            WHEN bool_or(agency_confidence = 'low') THEN 'low'
            WHEN bool_or(agency_confidence = 'medium') THEN 'medium'
            WHEN bool_or(agency_confidence = 'high') THEN 'high'
        END AS confidence,
        count(*) FILTER (agency_confidence = 'high') AS high,
        count(*) FILTER (agency_confidence = 'medium') AS medium,
        count(*) FILTER (agency_confidence = 'low') AS low
    FROM reports
    WHERE agency_id IS NOT NULL
    GROUP BY agency_id
),
sources_used AS (
    SELECT agency_id, list(source ORDER BY reports DESC, source) AS evidence
    FROM evidence GROUP BY agency_id
),
names AS (
    SELECT agency_id, list(agency_name ORDER BY reports DESC, agency_name) AS printed_names
    FROM printed GROUP BY agency_id
)
SELECT
    a.agency_id, a.agency_name, a.level, a.admin_code, a.province, a.prefecture, a.county,
    a.sector, a.part_of, h.reports, h.superseded, h.years, h.confidence, h.high, h.medium, h.low,
    coalesce(s.evidence, []) AS evidence, coalesce(n.printed_names, []) AS printed_names
FROM agencies AS a
JOIN held AS h ON h.agency_id = a.agency_id
LEFT JOIN sources_used AS s ON s.agency_id = a.agency_id
LEFT JOIN names AS n ON n.agency_id = a.agency_id
ORDER BY a.admin_code NULLS FIRST, a.agency_name, a.agency_id
"""

_UNRESOLVED = """
SELECT
    r.report_id, r.agency_name, r.report_year, r.source_path,
    string_agg(f.message, '；' ORDER BY f.finding_id) AS reason,
    string_agg(f.message_en, '; ' ORDER BY f.finding_id) AS reason_en
FROM reports AS r
LEFT JOIN findings AS f
    ON f.report_id = r.report_id
    AND f.rule_id IN ('agency_unknown', 'agency_place_unknown', 'agency_conflict')
WHERE r.agency_id IS NULL
GROUP BY ALL
ORDER BY r.source_path, r.report_id
"""

_COLUMNS = (
    "agency_id", "agency_name", "level", "admin_code", "province", "prefecture", "county",
    "sector", "part_of", "reports", "superseded", "years", "confidence", "high", "medium", "low",
    "evidence", "printed_names", "report_id", "source_path", "reason", "reason_en",
)  # fmt: skip


def agencies_text(
    warehouse: Path, form: str, find: str | None = None, uncertain: bool = False
) -> str:
    """List the agencies, and the reports for which none can be told.

    Args:
        warehouse: the published file.
        form: 'table' for people; 'csv' and 'json' with one row each agency, then one each
            report without an agency, whose agency_id is null.
        find: only those with this text in a name, code, place or path; in any case and width.
        uncertain: only agencies of which some report is not surely theirs.

    Raises:
        WarehouseMissingError: nothing has been published.
        QueryError: the warehouse is of another version of gongkai.
    """
    with open_warehouse(warehouse) as connection:
        agencies, unresolved = (
            fetch_rows(connection, _RESOLVED),
            fetch_rows(connection, _UNRESOLVED),
        )
    if uncertain:
        agencies = [row for row in agencies if row["confidence"] != "high"]
    if find is not None:
        wanted = _folded(find)
        agencies = [row for row in agencies if _holds(row, wanted)]
        unresolved = [row for row in unresolved if _holds(row, wanted)]
    if form == "table":
        return "\n".join(_table_lines(agencies, unresolved))
    rows = [*agencies, *map(_as_listed, unresolved)]
    if form == "json":
        return as_json(_COLUMNS, [[row.get(name) for name in _COLUMNS] for row in rows])
    return as_csv(_COLUMNS, [[_joined(row.get(name)) for name in _COLUMNS] for row in rows])


def years_text(years: Sequence[int]) -> str:
    """Years in order, those that follow each other drawn together: `2015, 2019-2021`."""
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1] = [spans[-1][0], year]
        else:
            spans.append([year])
    return ", ".join("-".join(map(str, span)) for span in spans)


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _holds(row: Row, wanted: str) -> bool:
    texts = (
        text
        for value in row.values()
        for text in (value if isinstance(value, list) else [value])
        if text is not None
    )
    return any(wanted in _folded(str(text)) for text in texts)


def _as_listed(row: Row) -> Row:
    """A report without an agency, in the columns of agencies."""
    return {
        "reports": 1,
        "years": [row["report_year"]] if row["report_year"] is not None else [],
        "printed_names": [row["agency_name"]] if row["agency_name"] is not None else [],
        **{name: row[name] for name in ("report_id", "source_path", "reason", "reason_en")},
    }


def _joined(value: Any) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _table_lines(agencies: Sequence[Row], unresolved: Sequence[Row]) -> Iterable[str]:
    if agencies:
        columns = tuple(_shown(agencies[0]))
        rows = [list(_shown(row).values()) for row in agencies]
        yield from aligned_lines(columns, rows, widest=_WIDEST)
        yield ""
    if unresolved:
        yield "未能判定机关的报告 reports without an agency:"
        columns = ("report_id", "printed_name", "year", "source_path", "reason")
        fields = ("report_id", "agency_name", "report_year", "source_path", "reason")
        shown = [[row[name] for name in fields] for row in unresolved]
        yield from aligned_lines(columns, shown, widest=_WIDEST)
        yield ""
    yield _summary(agencies, unresolved)


def _shown(row: Row) -> Row:
    others = [name for name in row["printed_names"] if name != row["agency_name"]]
    return {
        "confidence": _surely(row),
        "agency_id": row["agency_id"],
        "agency_name": row["agency_name"],
        "level": row["level"],
        "code": row["admin_code"],
        "place": "/".join(row[name] for name in ("province", "prefecture", "county") if row[name]),
        "sector": row["sector"],
        "part_of": row["part_of"],
        "reports": row["reports"],
        "years": years_text(row["years"]),
        "evidence": ", ".join(row["evidence"]),
        "also printed as": ", ".join(others),
    }


def _surely(row: Row) -> str | None:
    """The least sure, and how many reports are so if not all are."""
    worst: str | None = row["confidence"]
    if worst is None or row[worst] == row["reports"]:
        return worst
    return f"{worst} {row[worst]}/{row['reports']}"


def _summary(agencies: Sequence[Row], unresolved: Sequence[Row]) -> str:
    def count(name: str) -> int:
        return sum(row[name] for row in agencies)

    return (
        f"{len(agencies):,} 个机关 agencies, {count('reports'):,} 份报告 reports"
        f" ({count('high'):,} high, {count('medium'):,} medium, {count('low'):,} low); "
        f"{len(unresolved):,} 份未能判定 without an agency"
    )
