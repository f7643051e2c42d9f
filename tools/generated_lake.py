"""A lake of any number of made-up reports, written by SQL in a minute or two.

A few reports of the tests are the templates: every copy multiplies their figures by one factor,
which keeps the form's arithmetic within a report and from one year to the next. A lot drawn for
each report decides what is wrong with it, so that every rule has something to find.
"""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from extract import EXTRACTOR_VERSION
from tests.lake_samples import SampleReport, report_rows
from transform import TRANSFORM_VERSION
from transform.columns import TableSpec
from transform.comparable_text import comparable_sentences, read_own_texts
from transform.divisions import all_divisions
from transform.form import CellKey, Edition, Fact, load_editions
from transform.lake import BATCH_TABLES, Lake, write_parquet
from transform.schema import SECTION_SIGNATURES, SOURCES
from transform.section_signatures import shingles_of, signature_of
from transform.sections import Section

YEARS = (2019, 2020, 2021, 2022, 2023)
VARIANTS = 20
TEMPLATES = VARIANTS * len(YEARS)
"""Reports in one copy: so many agencies, each with every year."""

COPIES_IN_BATCH = 5
SENTENCES_IN_SECTION = 8
SEED = 20230131

_IDEOGRAPHS = "".join(map(chr, range(0x4E00, 0x5200)))

# claim, measure, row of the applications table that has the figure (or None), part_of
_CLAIMS: tuple[tuple[str, str, str | None, int | None], ...] = (
    ("applications_received", "amount", "received", None),
    ("applications_carried_over", "amount", "carried_over", None),
    ("applications_handled", "amount", "processed_total", None),
    ("granted", "amount", "granted", 3),
    ("granted", "share", "granted", None),
    ("applications_carried_forward", "amount", "carried_forward", None),
    ("items_published", "amount", None, None),
    ("website_items", "amount", None, 7),
    ("wechat_posts", "amount", None, 7),
)
_VARIED = ("received", "granted", "processed_total")
"""Rows to which a number is added that differs from report to report."""

_FIGURE = "t.figure * p.factor + CASE WHEN t.is_varied THEN p.variation ELSE 0 END"
_WHO = ("我局", "本机关", "各科室", "办公室", "各下属单位", "全体干部", "相关股室", "工作专班")
_DID = ("修订", "检查", "更新", "整理", "公布", "细化", "落实", "梳理", "完善", "核对")
_WHAT = (
    "公开目录",
    "公开指南",
    "办事流程",
    "政策文件",
    "栏目内容",
    "审查制度",
    "答复文书",
    "年度计划",
)

_DRAWN = """
CREATE OR REPLACE TEMP TABLE drawn_sections AS
SELECT number, report_id, section,
    [CAST(hash(text_seed, section, k) % len(pool) AS BIGINT) FOR k IN range({count})] AS places
FROM chosen CROSS JOIN range(1, 7) AS s(section) CROSS JOIN sentences
ORDER BY number, section
"""

# lot from 0 to 999; each fault has a range of its own
_PLAN = """
CREATE TABLE plan AS
WITH numbered AS (
    SELECT
        copy, template, copy * {templates} + template AS number,
        copy * {variants} + template // {years} AS agency,
        agency < {divisions} AS governs,
        CASE WHEN governs THEN 60 ELSE copy % 7 END AS factor,
        hash(number, 8) % 9000 * CASE WHEN governs THEN 60 WHEN factor > 0 THEN 1 ELSE 0 END
            AS variation,
        hash(number, 1) % 1000 AS lot
    FROM range({copies}) AS c(copy) CROSS JOIN range({templates}) AS t(template)
),
drawn AS (
    SELECT *, sha256('generated ' || number) AS sha256, 2019 + template % {years} AS year
    FROM numbered
    WHERE number < {reports}
)
SELECT
    * EXCLUDE (year),
    'r-' || sha256[:16] AS report_id,
    'a-' || d.code || '-' || sha256('agency ' || agency)[:10] AS agency_id,
    d.name || CASE WHEN governs THEN '人民政府' ELSE '样例' || agency || '局' END AS agency_name,
    year AS form_year,
    CASE WHEN lot BETWEEN 30 AND 49 AND year = 2022 THEN 2023 ELSE year END AS report_year,
    CASE WHEN governs THEN 'consolidated'
        WHEN hash(agency, 2) % 10 = 0 THEN NULL ELSE 'own' END AS scope,
    CASE WHEN hash(number, 3) % 20 < 12 THEN 'border' WHEN hash(number, 3) % 20 < 16
        THEN 'separator' WHEN hash(number, 3) % 20 < 19 THEN 'order' ELSE 'arithmetic'
        END AS placement,
    lot < 10 AS is_broken,
    lot BETWEEN 10 AND 29 AS is_unchained,
    lot BETWEEN 50 AND 69 AS is_misquoted,
    lot BETWEEN 70 AND 79 AS is_incomplete,
    lot BETWEEN 80 AND 89 AS is_stale,
    lot BETWEEN 100 AND 399 AS has_blanks,
    -- whose text is last year's, or that of a sister bureau
    CASE WHEN lot >= 900 THEN hash(agency, 5) WHEN lot >= 880 THEN hash(agency % 50, 6)
        ELSE hash(number, 7) END AS text_seed
FROM drawn
JOIN divisions AS d ON d.place = agency % {divisions}
ORDER BY number
"""

_CELLS = f"""
CREATE VIEW cells AS
SELECT
    p.*, t.fact, t.row_code, t.column_code, t.position,
    CASE WHEN p.is_incomplete AND t.row_code = 'refused_other_law' THEN 'missing'
        WHEN p.has_blanks AND {_FIGURE} = 0 THEN 'blank' ELSE 'reported'
        END AS cell_status,
    CASE WHEN cell_status = 'reported' THEN {_FIGURE} + CASE
        WHEN p.is_broken AND t.row_code = 'granted' AND t.column_code = 'natural_person' THEN 1
        WHEN p.is_unchained AND t.row_code IN ('carried_over', 'carried_forward')
            AND t.column_code IN ('natural_person', 'total') THEN 3
        ELSE 0 END END AS figure,
    t.unit
FROM plan AS p
JOIN template_cells AS t ON t.template = p.template
"""  # noqa: S608

_SELECTS = {
    "reports": f"""
        SELECT *, 'high' AS agency_confidence, edition AS form_edition,
            agency_name || report_year || '年政府信息公开工作年度报告' AS title,
            sha256 AS source_sha256, 'txt' AS source_format, false AS in_manifest,
            '0123456789' AS origin_digest, '{EXTRACTOR_VERSION}' AS extractor_version,
            '{TRANSFORM_VERSION}' AS transform_version
        FROM chosen JOIN editions ON first_year = (form_year >= 2021)
        ORDER BY number""",  # noqa: S608
    "agencies": """
        SELECT DISTINCT agency_id, agency_name, 'county' AS level, code AS admin_code, province,
            prefecture, county, CASE WHEN governs THEN 'government' ELSE 'other' END AS sector
        FROM chosen ORDER BY agency_id""",
    "fact_applications": """
        SELECT *, row_code AS outcome, column_code AS applicant_type, figure AS count
        FROM chosen_cells WHERE fact = 'fact_applications' ORDER BY number, position""",
    "fact_review_litigation": """
        SELECT *, row_code AS channel, column_code AS result, figure AS count
        FROM chosen_cells WHERE fact = 'fact_review_litigation' ORDER BY number, position""",
    "fact_proactive_disclosure": """
        SELECT *, row_code AS item, column_code AS measure, figure AS value
        FROM chosen_cells WHERE fact = 'fact_proactive_disclosure' ORDER BY number, position""",
    "evidence": """
        SELECT * REPLACE (CASE WHEN cell_status <> 'missing' THEN placement END AS placement),
            CASE cell_status WHEN 'reported' THEN CAST(CAST(figure AS BIGINT) AS VARCHAR)
                WHEN 'blank' THEN '' END AS raw_text,
            'L' || (20 + position // 7) || ':C' || (position % 7 + 1) AS locator
        FROM chosen_cells ORDER BY number, position""",
    "sections": """
        SELECT report_id, section, '第' || section || '部分' AS heading,
            list_aggregate([pool[1 + place] FOR place IN places], 'string_agg', '') AS text
        FROM drawn_sections CROSS JOIN sentences ORDER BY number, section""",
    "year_sentences": """
        SELECT report_id, position, 1 AS section,
            CASE WHEN position = 1 AND is_stale THEN report_year - 1 ELSE report_year END AS year,
            CAST(hash(agency, position) // 4 AS BIGINT) AS digest,
            CASE WHEN position = 1 AND is_stale THEN year || '年本机关召开会议' END AS text
        FROM chosen CROSS JOIN range(1, 4) AS p(position) ORDER BY number, position""",
    "narrative_claims": f"""
        SELECT p.report_id, t.position, t.claim, t.measure, t.part_of, p.report_year AS year,
            CASE t.measure WHEN 'share' THEN 'percent' ELSE 'count' END AS unit,
            5 AS section, t.position * 10 AS "offset", false AS approximate,
            CAST([] AS VARCHAR[]) AS covers, '申请' AS label, '样例说法。' AS sentence,
            CASE WHEN t.measure = 'share'
                THEN round(100 * ({_FIGURE}) / nullif(t.whole * p.factor + p.variation, 0), 2)
                ELSE {_FIGURE} + CASE WHEN p.is_misquoted AND t.position = 1 THEN 1 ELSE 0 END
                END AS value
        FROM chosen AS p JOIN template_claims AS t ON t.template = p.template
        WHERE t.measure <> 'share' OR p.factor > 0
        ORDER BY p.number, t.position""",  # noqa: S608
    "broken_equations": """
        SELECT report_id, unnest(['applicant_types', 'outcomes']) AS identity,
            unnest(['granted', 'natural_person']) AS instance, 'agency_error' AS blame
        FROM chosen WHERE is_broken AND factor > 0 ORDER BY number, 2""",
}


def write_generated_lake(folder: Path, reports: int) -> Lake:
    """Write a lake of so many reports, several years an agency; the same at every call."""
    lake = Lake(folder)
    lake.prepare()
    copies = -(-reports // TEMPLATES)
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '2GB'; SET preserve_insertion_order = true")
        _make_templates(connection)
        counts = {"templates": TEMPLATES, "variants": VARIANTS, "years": len(YEARS)}
        (divisions,) = connection.execute("SELECT count(*) FROM divisions").fetchall()[0]
        connection.execute(
            _PLAN.format(copies=copies, reports=reports, divisions=divisions, **counts)
        )
        connection.execute(_CELLS)
        for first in range(0, copies, COPIES_IN_BATCH):
            _write_batch(connection, lake, first)
        _write_sources(connection, lake)
    return lake


def _make_templates(connection: duckdb.DuckDBPyConnection) -> None:
    tables = {
        "divisions": _divisions(),
        "template_cells": list(_template_cells()),
        "template_claims": list(_template_claims()),
        "sentences": [{"pool": _sentences()}],
        "editions": [{"first_year": e == "2021", "edition": e} for e in ("2019", "2021")],
    }
    for name, rows in tables.items():
        connection.register("rows_of_table", pa.Table.from_pylist(rows))
        connection.execute(f"CREATE TABLE {name} AS FROM rows_of_table")
        connection.unregister("rows_of_table")


def _divisions() -> list[dict[str, object]]:
    counties = [d for d in all_divisions() if d.county and d.valid_to is None]
    return [
        {
            "place": place,
            "code": division.code,
            "name": division.name,
            "province": division.province,
            "prefecture": division.prefecture,
            "county": division.county,
        }
        for place, division in enumerate(counties)
    ]


def _template(template: int) -> tuple[Edition, SampleReport]:
    agency, place = divmod(template, len(YEARS))
    edition = "2019" if YEARS[place] < 2021 else "2021"
    report = SampleReport(template, agency=agency, year=YEARS[place], edition=edition)
    return load_editions()[edition], report


def _template_cells() -> Iterator[dict[str, object]]:
    for template in range(TEMPLATES):
        edition, report = _template(template)
        rows = report_rows(report, evidence=False)
        figures = {
            CellKey(fact, *list(row.values())[1:3]): row for fact in Fact for row in rows[fact]
        }
        for position, cell in enumerate(edition.cells(), start=1):
            row = figures[cell]
            yield {
                "template": template,
                "fact": str(cell.fact),
                "row_code": cell.row_code,
                "column_code": cell.column_code,
                "position": position,
                "figure": int(row["value"] if cell.fact is Fact.PROACTIVE else row["count"]),
                "unit": row.get("unit", "count"),
                "is_varied": cell.row_code in _VARIED
                and cell.column_code in {"natural_person", "total"},
            }


def _template_claims() -> Iterator[dict[str, object]]:
    for template in range(TEMPLATES):
        _, report = _template(template)
        totals = {
            row["outcome"]: row["count"]
            for row in report_rows(report, evidence=False)[Fact.APPLICATIONS]
            if row["applicant_type"] == "total"
        }
        published = {
            "website_items": template,
            "wechat_posts": 10,
            "items_published": template + 10,
        }
        for position, (claim, measure, outcome, part_of) in enumerate(_CLAIMS, start=1):
            yield {
                "template": template,
                "position": position,
                "claim": claim,
                "measure": measure,
                "part_of": part_of,
                "figure": totals[outcome] if outcome else published[claim],
                "whole": totals["processed_total"],
                "is_varied": outcome in _VARIED,
            }


@cache
def _sentences() -> list[str]:
    rng = random.Random(SEED)  # noqa: S311 (no secret)
    return [
        f"{who}{did}{what}{rng.randrange(2, 90)}次，{''.join(rng.choices(_IDEOGRAPHS, k=20))}。"
        for who in _WHO
        for did in _DID
        for what in _WHAT
        for _ in range(5)
    ]


@cache
def _signed_sentences() -> tuple[Any, Any]:
    """Of each sentence how many shingles it has, and its signature."""
    texts = [read_own_texts([Section(1, "", sentence)])[0] for sentence in _sentences()]
    shingles = [shingles_of(comparable_sentences(text)) for text in texts]
    hashes = [signature_of(each) for each in shingles]
    return np.array([len(each) for each in shingles]), np.array(hashes, dtype=np.uint32)


def _write_batch(connection: duckdb.DuckDBPyConnection, lake: Lake, first: int) -> None:
    within = f"copy >= {first} AND copy < {first + COPIES_IN_BATCH}"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen AS FROM plan WHERE {within}")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen_cells AS FROM cells WHERE {within}")
    connection.execute(_DRAWN.format(count=SENTENCES_IN_SECTION))
    folder = lake.generation_folder / f"{first:020d}"
    folder.mkdir()
    for table in BATCH_TABLES:
        _write_table(connection, table, folder / f"{table.name}.parquet")
    write_parquet(_signatures(connection), folder / f"{SECTION_SIGNATURES.name}.parquet")
    _copy(
        connection,
        f"SELECT sha256 AS source_sha256, '{EXTRACTOR_VERSION}' AS extractor_version,"  # noqa: S608
        " TIMESTAMP '2026-01-05 08:30:00' AS extracted_at FROM chosen ORDER BY sha256",
        lake.documents_folder / f"{first:020d}.parquet",
    )


def _write_table(connection: duckdb.DuckDBPyConnection, table: TableSpec, path: Path) -> None:
    query = _SELECTS.get(table.name)
    if query is None:
        write_parquet(table.arrow_schema().empty_table(), path)
        return
    given = {row[0] for row in connection.execute(f"DESCRIBE {query}").fetchall()}
    columns = ", ".join(
        f'CAST({c.name if c.name in given else "NULL"} AS {c.duckdb_type}) AS "{c.name}"'
        if c.name != "offset"
        else 'CAST("offset" AS INTEGER) AS "offset"'
        for c in table.lake_columns
    )
    _copy(connection, f"SELECT {columns} FROM ({query})", path)  # noqa: S608


def _signatures(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The signature of a text is the smallest of its sentences' values at each place."""
    drawn = connection.sql(
        "SELECT report_id, section, unnest(places) AS place FROM drawn_sections"
    ).to_arrow_table()
    shingles, hashes = _signed_sentences()
    places = drawn["place"].to_numpy().reshape(-1, SENTENCES_IN_SECTION)
    smallest = hashes[places].min(axis=1)
    firsts = drawn.take(np.arange(0, len(drawn), SENTENCES_IN_SECTION))
    offsets = np.arange(0, smallest.size + 1, smallest.shape[1], dtype=np.int32)
    columns = {
        "report_id": firsts["report_id"],
        "section": firsts["section"],
        "shingles": shingles[places].sum(axis=1),
        "hashes": pa.ListArray.from_arrays(offsets, pa.array(smallest.ravel())),
    }
    return pa.table(columns).cast(SECTION_SIGNATURES.arrow_schema())


def _write_sources(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    known = {
        "source_root": "'generated'",
        "source_path": "(number // 1000) || '/' || number || '.txt'",
        "source_sha256": "sha256",
        "size": "4096",
        "modified_ns": "0",
        "gone": "false",
    }
    columns = ", ".join(
        f"CAST({known.get(c.name, 'NULL')} AS {c.duckdb_type}) AS {c.name}"
        for c in SOURCES.lake_columns
    )
    _copy(connection, f"SELECT {columns} FROM plan ORDER BY number", lake.sources_path)  # noqa: S608


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
