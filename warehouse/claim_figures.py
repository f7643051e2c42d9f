"""The table of what the statistical tables say of each claim of a report's text.

A claim is compared where it is about the report's own year and scope. Only the claims' own
cells are looked up, each once, whatever rules ask about them.
"""

import duckdb

# A part of what no table counts (of the items published, of a list without a kind), of the same
# kind, or of one type of applicant is a share of a share: no cell holds it.
_COMPARED = """
CREATE TEMP TABLE compared_claims AS
WITH counted AS (SELECT DISTINCT claim FROM claim_readings)
SELECT
    c.report_id, c.position, c.measure, c.value, c.unit, c.approximate,
    coalesce(c.applicant_type, '') AS applicant_type,
    list_distinct([c.claim] || c.covers) AS codes,
    r.agency_id, r.report_year, r.scope, r.superseded_by
FROM narrative_claims AS c
JOIN reports AS r ON r.report_id = c.report_id
LEFT JOIN narrative_claims AS w ON w.report_id = c.report_id AND w.position = c.part_of
WHERE r.form_edition IS NOT NULL
    AND c.claim IN (SELECT claim FROM counted)
    AND c.value IS NOT NULL
    AND (c.year IS NULL OR c.year = r.report_year)
    AND (c.scope IS NULL OR c.scope = r.scope)
    AND (c.part_of IS NULL OR (
        w.claim IN (SELECT claim FROM counted)
        AND (w.claim <> c.claim OR w.applicant_type IS DISTINCT FROM c.applicant_type)
        AND (w.applicant_type IS NULL OR w.applicant_type = c.applicant_type)
    ))
"""

# What is asked of which report: of last year's for growth, else of the report itself.
_ASKED = """
CREATE TEMP TABLE asked AS
SELECT report_id, position, false AS previous, report_id AS told_by, applicant_type, codes
FROM compared_claims
UNION ALL
SELECT c.report_id, c.position, true, l.report_id, c.applicant_type, c.codes
FROM compared_claims AS c
JOIN reports AS l
    ON l.agency_id = c.agency_id
    AND l.report_year = c.report_year - 1
    AND l.scope IS NOT DISTINCT FROM c.scope
WHERE c.measure IN ('growth', 'change')
    AND c.superseded_by IS NULL
    AND l.superseded_by IS NULL
    AND l.form_edition IS NOT NULL
"""

# 'organizations' are all but the natural persons: of two columns, or of five.
_READINGS = """
CREATE TEMP TABLE typed_readings AS
WITH parts AS (
    SELECT DISTINCT column_code AS applicant_type
    FROM form_cells
    WHERE fact = 'fact_applications' AND column_code <> 'total'
),
columns AS (
    SELECT '' AS applicant_type, 1 AS way, 'total' AS column_code, 1 AS sign
    UNION ALL
    SELECT applicant_type, 1, applicant_type, 1 FROM parts
    UNION ALL
    SELECT 'organizations', 1, 'total', 1
    UNION ALL
    SELECT 'organizations', 1, 'natural_person', -1
    UNION ALL
    SELECT 'organizations', 2, applicant_type, 1 FROM parts WHERE applicant_type <> 'natural_person'
)
SELECT r.claim, t.applicant_type, r.reading, t.way, r.fact, r.row_code,
    CASE WHEN r.fact = 'fact_applications' THEN t.column_code ELSE r.column_code END AS column_code,
    r.sign * t.sign AS sign
FROM claim_readings AS r
JOIN columns AS t ON r.fact = 'fact_applications' OR t.applicant_type = ''
"""

_CODE_FIGURES = """
CREATE TEMP TABLE code_figures AS
WITH wanted AS (
    SELECT DISTINCT told_by, unnest(codes) AS code, applicant_type FROM asked
),
places AS (
    SELECT DISTINCT fact, row_code, column_code
    FROM typed_readings
    WHERE applicant_type IN (SELECT applicant_type FROM wanted)
),
told AS (
    SELECT f.report_id, p.fact, p.row_code, p.column_code, f.cell_status, f.count AS figure
    FROM fact_applications AS f
    JOIN places AS p
        ON p.fact = 'fact_applications'
        AND p.row_code = f.outcome
        AND p.column_code = f.applicant_type
    UNION ALL
    SELECT f.report_id, p.fact, p.row_code, p.column_code, f.cell_status, f.count
    FROM fact_review_litigation AS f
    JOIN places AS p
        ON p.fact = 'fact_review_litigation'
        AND p.row_code = f.channel
        AND p.column_code = f.result
    UNION ALL
    SELECT f.report_id, p.fact, p.row_code, p.column_code, f.cell_status, f.value
    FROM fact_proactive_disclosure AS f
    JOIN places AS p
        ON p.fact = 'fact_proactive_disclosure'
        AND p.row_code = f.item
        AND p.column_code = f.measure
),
sums AS (
    SELECT
        w.told_by, w.code, w.applicant_type, r.reading, r.way,
        CASE WHEN bool_and(t.cell_status IN ('reported', 'blank'))
            THEN CAST(sum(r.sign * coalesce(t.figure, 0)) AS DECIMAL(38, 2)) END AS figure
    FROM wanted AS w
    JOIN typed_readings AS r ON r.claim = w.code AND r.applicant_type = w.applicant_type
    JOIN told AS t
        ON t.report_id = w.told_by
        AND t.fact = r.fact
        AND t.row_code = r.row_code
        AND t.column_code = r.column_code
    GROUP BY ALL
)
-- Of the ways to add up organizations one is enough.
SELECT DISTINCT told_by, code, applicant_type, figure
FROM sums
QUALIFY figure IS NOT NULL OR max(figure) OVER (
    PARTITION BY told_by, code, applicant_type, reading
) IS NULL
"""

# A figure that covers several things is the sum of a reading of each: one step a thing.
_SUMS = """
CREATE TEMP TABLE claimed_sums AS
WITH RECURSIVE added AS (
    SELECT a.report_id, a.position, a.previous, a.told_by, a.applicant_type, a.codes,
        1 AS step, f.figure
    FROM asked AS a
    JOIN code_figures AS f
        ON f.told_by = a.told_by AND f.code = a.codes[1] AND f.applicant_type = a.applicant_type
    UNION
    SELECT a.report_id, a.position, a.previous, a.told_by, a.applicant_type, a.codes,
        a.step + 1, a.figure + f.figure
    FROM added AS a
    LEFT JOIN code_figures AS f
        ON f.told_by = a.told_by
        AND f.code = a.codes[a.step + 1]
        AND f.applicant_type = a.applicant_type
    WHERE a.step < len(a.codes)
)
SELECT report_id, position, previous, figure FROM added WHERE step = len(codes)
"""

# One unit of the last digit that is not zero: 100 for 1400, 10 for 40.
_UNIT = """
CREATE TEMP MACRO last_digit(value) AS
    CASE WHEN value = 0 OR value <> trunc(value) THEN 1
        ELSE CAST(power(10, length(CAST(CAST(value AS HUGEINT) AS VARCHAR)) - length(
            rtrim(CAST(CAST(value AS HUGEINT) AS VARCHAR), '0'))) AS DECIMAL(38, 2)) END
"""

# Money is printed in 万元 with a few decimals in the one place and more in the other, or in 亿元:
# half a unit of the last decimal of 万元 that is printed, and not more than 0.5 % beyond it.
_ROUNDING = """
CREATE TEMP MACRO rounding(value) AS
    CASE WHEN value = 0 THEN 0
        ELSE greatest(
            CASE WHEN value % 10000 = 0 THEN 5000 WHEN value % 1000 = 0 THEN 500
                WHEN value % 100 = 0 THEN 50 WHEN value % 10 = 0 THEN 5
                WHEN value % 1 = 0 THEN 0.5 ELSE 0.01 END,
            least(last_digit(value) / 2, value / 200)) END
"""

_FILL = """
INSERT INTO claim_figures
SELECT
    s.report_id, s.position, s.previous,
    row_number() OVER (
        PARTITION BY s.report_id, s.position, s.previous ORDER BY s.figure NULLS LAST
    ) AS alternative,
    TRY_CAST(s.figure AS DECIMAL(20, 2)) AS figure,
    CASE
        WHEN c.measure <> 'amount' OR TRY_CAST(s.figure AS DECIMAL(20, 2)) IS NULL THEN NULL
        WHEN c.approximate THEN abs(s.figure - c.value) <= last_digit(c.value)
        WHEN c.unit = 'CNY'
            THEN abs(s.figure - c.value) <= greatest(rounding(c.value), rounding(s.figure))
        ELSE s.figure = c.value
    END AS agrees
FROM claimed_sums AS s
JOIN compared_claims AS c ON c.report_id = s.report_id AND c.position = s.position
ORDER BY s.report_id, s.position, s.previous, alternative
"""

_TABLES = ("compared_claims", "asked", "typed_readings", "code_figures", "claimed_sums")
_MACROS = ("last_digit", "rounding")


def fill_claim_figures(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill claim_figures; facts, reports with what supersedes them, and claims must be filled."""
    for statement in (_COMPARED, _ASKED, _READINGS, _CODE_FIGURES, _SUMS, _UNIT, _ROUNDING, _FILL):
        connection.execute(statement)
    for macro in _MACROS:
        connection.execute(f"DROP MACRO temp.{macro}")
    for table in _TABLES:
        connection.execute(f"DROP TABLE temp.{table}")
