"""The table of copied text: what a current report has in common with another one.

A report is compared with the one before it of its agency, and with the reports of other agencies
whose signatures fall into a bucket with its own. Whatever the size of a bucket, each of its
reports is compared with four others at most, so that the work grows with the number of reports.
"""

import duckdb

from transform.lake import Lake
from transform.schema import SECTION_SIGNATURES, YEAR_SENTENCES
from transform.section_signatures import SIGNATURE_LENGTH
from warehouse.load import copy_files
from warehouse.table_reuse import find_identical_tables, may_be_source

LEAST_SHARE = 0.7
"""Of a section's text that another report holds: less is not listed."""
_LEAST_COPIED = 100
"""Different runs of characters that both hold, phrases in common use left out."""
_FEWEST_VALUES = 16
"""Values of a signature that a share is estimated from, at least."""
_BAND_LENGTH = 4
"""Values in a band. Sections that share 0.7 of all their runs agree in one of the 16 bands with
98.8 %, those that share 0.1 with 0.2 %."""
_BANDS = SIGNATURE_LENGTH // _BAND_LENGTH
COMMON_SHARE = 0.05
"""A value that more of the agencies have is that of a phrase in common use."""
COMMON_AGENCIES = 50
"""The same; it is in common use only if so many agencies have it, at least."""
_LARGE_BUCKET = 500
"""Reports in a bucket that may be that of a phrase in common use."""
_SAMPLED = 4000
"""Agencies by whose reports common use is told."""


def _band_key(band: int) -> str:
    """SQL for the bucket of one band of a signature."""
    start = _BAND_LENGTH * band + 1
    values = ", ".join(f"hashes[{place}]" for place in range(start, start + _BAND_LENGTH))
    return f"hash(section, {band}, {values})"


# Numbered by year: of two reports the one with the smaller number may have been first.
_REPORTS = """
CREATE TEMP TABLE told AS
SELECT
    CAST(row_number() OVER (ORDER BY r.report_year, r.report_id) AS INTEGER) AS n,
    r.report_id, r.agency_id, r.report_year, r.scope, r.form_edition,
    CAST(dense_rank() OVER (ORDER BY coalesce(l.line, r.agency_id)) AS INTEGER) AS line,
    a.agency_name, a.part_of
FROM reports AS r
JOIN agencies AS a ON a.agency_id = r.agency_id
LEFT JOIN agency_lines AS l ON l.agency_id = r.agency_id
WHERE r.superseded_by IS NULL AND r.report_year IS NOT NULL
"""

# Agencies that succeed one another are one line, named by the first identifier in it.
_LINES = """
CREATE TEMP TABLE agency_lines AS
WITH RECURSIVE links AS (
    SELECT agency_id AS a, successor_agency_id AS b FROM agency_successions
    UNION
    SELECT successor_agency_id, agency_id FROM agency_successions
),
reached AS (
    SELECT a, a AS b FROM links
    UNION
    SELECT r.a, l.b FROM reached AS r JOIN links AS l ON l.a = r.b
)
SELECT a AS agency_id, min(b) AS line FROM reached GROUP BY a
"""

# The latest earlier year; in it the report of the same agency and scope, if there is one.
_PREVIOUS = """
CREATE TEMP TABLE previous AS
WITH nearest AS (
    SELECT n, line, agency_id, scope, max(report_year) OVER (
        PARTITION BY line ORDER BY report_year
        RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS previous_year
    FROM told
)
SELECT r.n, p.n AS previous_n
FROM nearest AS r
JOIN told AS p ON p.line = r.line AND p.report_year = r.previous_year
QUALIFY row_number() OVER (
    PARTITION BY r.n
    ORDER BY
        p.agency_id = r.agency_id DESC,
        p.scope IS NOT DISTINCT FROM r.scope DESC,
        p.n
) = 1
"""

_SIGNATURES = """
CREATE TEMP TABLE signatures AS
SELECT t.n, t.line, CAST(s.section AS UTINYINT) AS section, s.shingles, s.hashes
FROM lake_signatures AS s
JOIN told AS t ON t.report_id = s.report_id
"""

# Told by one report an agency, of agencies drawn by their identifiers.
_COMMON = f"""
CREATE TEMP TABLE common AS
WITH drawn AS (
    SELECT line, max(n) AS n FROM told GROUP BY line ORDER BY hash(min(agency_id)), line
    LIMIT {_SAMPLED}
),
spread AS (
    SELECT
        s.section,
        unnest(range(1, {SIGNATURE_LENGTH} + 1)) AS place,
        unnest(s.hashes) AS value
    FROM signatures AS s
    SEMI JOIN drawn AS d ON d.n = s.n
),
counted AS (
    SELECT section, count(*) AS agencies FROM signatures AS s SEMI JOIN drawn AS d ON d.n = s.n
    GROUP BY section
)
SELECT p.section, p.place, p.value
FROM spread AS p
JOIN counted AS c ON c.section = p.section
GROUP BY ALL
HAVING count(*) >= greatest({COMMON_AGENCIES}, {COMMON_SHARE} * any_value(c.agencies))
"""  # noqa: S608

_BANDED = f"""
CREATE TEMP TABLE bands AS
SELECT n, line, section, unnest([{", ".join(map(_band_key, range(_BANDS)))}]) AS key
FROM signatures
"""  # noqa: S608

# A bucket of very many reports is that of a phrase in common use, which would not count anyway.
_SHARED = f"""
CREATE TEMP TABLE shared AS
WITH sizes AS (
    SELECT section, count(*) AS signed FROM signatures GROUP BY section
),
buckets AS (
    SELECT key, any_value(section) AS section, count(*) AS held
    FROM bands
    GROUP BY key
    HAVING min(line) <> max(line)
)
SELECT b.key
FROM buckets AS b
JOIN sizes AS s ON s.section = b.section
WHERE b.held < greatest({_LARGE_BUCKET}, {COMMON_SHARE} * s.signed)
"""  # noqa: S608

# The first reports of the first two agencies in the bucket, and the next ones before and after.
_CANDIDATES = """
CREATE TEMP TABLE candidates AS
WITH members AS (
    SELECT b.* FROM bands AS b SEMI JOIN shared AS s ON s.key = b.key
),
firsts AS (
    SELECT key, min(n, 2) AS numbers
    FROM (SELECT key, min(n) AS n FROM members GROUP BY key, line)
    GROUP BY key
),
beside AS (
    SELECT n, section, key, lag(n) OVER beside AS before_n, lead(n) OVER beside AS after_n
    FROM members
    WINDOW beside AS (PARTITION BY key ORDER BY n)
)
SELECT DISTINCT b.n, b.section, unnest(f.numbers || [b.before_n, b.after_n]) AS other_n
FROM beside AS b
JOIN firsts AS f ON f.key = b.key
"""

# Materialised: all reports must not be joined with all others by what may be a source.
_PAIRS = f"""
CREATE TEMP TABLE pairs AS
WITH compared AS MATERIALIZED (
    SELECT c.section, c.other_n, r.*
    FROM candidates AS c
    JOIN told AS r ON r.n = c.n
)
SELECT 'previous_year' AS kind, s.n, s.section, p.previous_n AS other_n
FROM signatures AS s
JOIN previous AS p ON p.n = s.n
UNION ALL
SELECT 'other_agency', r.n, r.section, r.other_n
FROM compared AS r
JOIN told AS o ON o.n = r.other_n
WHERE {may_be_source("r", "o")}
"""  # noqa: S608

# At each place the smaller of two values is that of one shingle drawn from all that the two
# texts have. Of those drawn from this text, the share that is equal is the share that the other
# one holds. A shingle in common use is passed over.
_SHARES = f"""
CREATE TEMP TABLE shares AS
WITH drawn AS (
    SELECT
        p.kind, p.n, p.section, p.other_n, a.shingles,
        unnest(range(1, {SIGNATURE_LENGTH} + 1)) AS place,
        unnest(a.hashes) AS own_value,
        unnest(b.hashes) AS other_value
    FROM pairs AS p
    JOIN signatures AS a ON a.n = p.n AND a.section = p.section
    JOIN signatures AS b ON b.n = p.other_n AND b.section = p.section
),
counted AS (
    SELECT
        kind, n, section, other_n,
        any_value(shingles) AS shingles,
        count(*) AS own_count,
        count(*) FILTER (own_value = other_value) AS same_count
    FROM drawn AS d
    ANTI JOIN common AS c
        ON c.section = d.section AND c.place = d.place AND c.value = d.own_value
    WHERE own_value <= other_value
    GROUP BY kind, n, section, other_n
)
SELECT kind, n, section, other_n, round(same_count / own_count, 2) AS share
FROM counted
WHERE own_count >= {_FEWEST_VALUES}
    AND share >= {LEAST_SHARE}
    AND same_count * shingles >= {_LEAST_COPIED * SIGNATURE_LENGTH}
QUALIFY row_number() OVER (PARTITION BY kind, n, section ORDER BY share DESC, other_n) = 1
"""  # noqa: S608

# The sentence that the report before has about its own year, in this one about that year too.
_STALE = """
CREATE TEMP TABLE stale AS
SELECT r.n, y.section, y.position, o.n AS other_n, y.year, y.text
FROM lake_years AS y
JOIN told AS r ON r.report_id = y.report_id
JOIN previous AS p ON p.n = r.n
JOIN told AS o ON o.n = p.previous_n
SEMI JOIN lake_years AS before
    ON before.report_id = o.report_id
    AND before.digest = y.digest
    AND before.year = o.report_year
    AND before.text IS NULL
WHERE y.text IS NOT NULL AND y.year = o.report_year
"""

_FOUND = """
INSERT INTO text_reuse BY NAME
WITH found AS (
    SELECT n, kind, section, other_n, share, NULL AS year, NULL AS text, 0 AS place FROM shares
    UNION ALL
    SELECT n, 'identical_tables', NULL, other_n, 1, NULL, NULL, 0 FROM identical_tables
    UNION ALL
    SELECT n, 'stale_sentence', section, other_n, NULL, year, text, position FROM stale
)
SELECT
    r.report_id, f.kind,
    row_number() OVER (
        PARTITION BY f.n, f.kind ORDER BY f.section, f.place, f.other_n
    ) AS position,
    f.section, o.report_id AS other_report_id, f.share, f.year, f.text
FROM found AS f
JOIN told AS r ON r.n = f.n
JOIN told AS o ON o.n = f.other_n
ORDER BY r.report_id, f.kind, position
"""

_TEMPORARY = (
    "agency_lines",
    "told",
    "previous",
    "lake_signatures",
    "lake_years",
    "signatures",
    "common",
    "bands",
    "shared",
    "candidates",
    "pairs",
    "shares",
    "stale",
    "identical_tables",
)


def fill_text_reuse(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Fill the table text_reuse; reports, agencies, successions and facts must be filled."""
    for statement in (_LINES, _REPORTS, _PREVIOUS):
        connection.execute(statement)
    for table, name in ((SECTION_SIGNATURES, "lake_signatures"), (YEAR_SENTENCES, "lake_years")):
        columns = ", ".join(f"{c.name} {c.duckdb_type}" for c in table.lake_columns)
        connection.execute(f"CREATE TEMP TABLE {name} ({columns})")
        copy_files(connection, table, lake.table_files(table.name), name=name)
    for statement in (_SIGNATURES, _COMMON, _BANDED, _SHARED, _CANDIDATES, _PAIRS, _SHARES, _STALE):
        connection.execute(statement)
    find_identical_tables(connection)
    connection.execute(_FOUND)
    for name in _TEMPORARY:
        connection.execute(f"DROP TABLE temp.{name}")
