"""The table of what the statistical tables say of each claim of a report's text.

A claim is compared where it is about the report's own year and scope. Only the cells that the
claims ask for are looked up. Reports, cells and questions are numbers here, and two of them
make one key: so the joins stay small at a hundred thousand reports.
"""

import duckdb

_REPORTS = """
CREATE TEMP TABLE numbered_reports AS
SELECT
    row_number() OVER (ORDER BY report_id) AS report,
    report_id, agency_id, report_year, scope, superseded_by IS NULL AS is_current
FROM reports
WHERE form_edition IS NOT NULL
"""

# 'organizations' are all but the natural persons: of two columns, or of five. A question is what
# is asked of one report: a kind of claim, of all applicants or of one type of them.
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
),
typed AS (
    SELECT
        r.claim, t.applicant_type, r.reading, t.way, r.fact, r.row_code,
        if(r.fact = 'fact_applications', t.column_code, r.column_code) AS column_code,
        r.sign * t.sign AS sign
    FROM claim_readings AS r
    JOIN columns AS t ON r.fact = 'fact_applications' OR t.applicant_type = ''
)
SELECT *,
    dense_rank() OVER (ORDER BY claim, applicant_type) AS question,
    dense_rank() OVER (ORDER BY fact, row_code, column_code) AS cell
FROM typed
"""

# A part of what no table counts (of the items published, of a list without a kind), of the same
# kind, or of one type of applicant is a share of a share: no cell holds it. One figure for more
# than five things is no sentence that an agency writes, and could be read in too many ways.
_COMPARED = """
CREATE TEMP TABLE compared_claims AS
WITH questions AS (
    SELECT DISTINCT claim, applicant_type, question FROM typed_readings
),
wholes AS (
    SELECT c.report_id, c.position, c.claim, c.applicant_type
    FROM narrative_claims AS c
    SEMI JOIN claim_readings AS r ON r.claim = c.claim
    SEMI JOIN narrative_claims AS p ON p.report_id = c.report_id AND p.part_of = c.position
)
SELECT
    r.report, c.position, c.measure, c.value, c.unit, c.approximate, q.question,
    CASE WHEN len(c.covers) > 0 THEN list_distinct(c.covers) END AS covers, q.applicant_type,
    CASE WHEN c.measure IN ('growth', 'change') AND r.is_current THEN r.agency_id END AS agency_id,
    r.report_year, r.scope
FROM narrative_claims AS c
JOIN numbered_reports AS r ON r.report_id = c.report_id
JOIN questions AS q ON q.claim = c.claim AND q.applicant_type = coalesce(c.applicant_type, '')
LEFT JOIN wholes AS w ON w.report_id = c.report_id AND w.position = c.part_of
WHERE c.value IS NOT NULL
    AND (c.year IS NULL OR c.year = r.report_year)
    AND (c.scope IS NULL OR c.scope = r.scope)
    AND len(c.covers) <= 4
    AND (c.part_of IS NULL OR (
        (w.claim <> c.claim OR w.applicant_type IS DISTINCT FROM c.applicant_type)
        AND (w.applicant_type IS NULL OR w.applicant_type = c.applicant_type)
    ))
"""

# What is asked of which report: of the report itself, and for growth of last year's too. A
# figure that covers several things asks one question for each.
_ASKED = """
CREATE TEMP TABLE asked AS
WITH told AS (
    SELECT report, position, false AS previous, report AS told_by, question, covers, applicant_type
    FROM compared_claims
    UNION ALL
    SELECT c.report, c.position, true, l.report, c.question, c.covers, c.applicant_type
    FROM compared_claims AS c
    JOIN numbered_reports AS l
        ON l.agency_id = c.agency_id
        AND l.report_year = c.report_year - 1
        AND l.scope IS NOT DISTINCT FROM c.scope
    WHERE l.is_current
),
covered AS (
    SELECT * EXCLUDE (covers, question), unnest(covers) AS claim,
        generate_subscripts(covers, 1) AS step
    FROM told
    WHERE covers IS NOT NULL
)
SELECT report, position, previous, told_by, question, 0 AS step FROM told
UNION ALL
SELECT c.report, c.position, c.previous, c.told_by, q.question, c.step
FROM covered AS c
LEFT JOIN (SELECT DISTINCT claim, applicant_type, question FROM typed_readings) AS q
    ON q.claim = c.claim AND q.applicant_type = c.applicant_type
"""

# Null is a reading that can't be computed. Of the ways to add up organizations one is enough.
_ANSWERS = """
CREATE TEMP TABLE answers AS
WITH cells AS (
    SELECT DISTINCT fact, row_code, column_code, cell
    FROM typed_readings
    WHERE question IN (SELECT question FROM asked)
),
told AS (
    SELECT 10000 * r.report + c.cell AS place, f.cell_status IN ('reported', 'blank') AS is_told,
        CAST(coalesce(f.count, 0) AS DECIMAL(21, 2)) AS figure
    FROM fact_applications AS f
    JOIN cells AS c
        ON c.fact = 'fact_applications'
        AND c.row_code = f.outcome
        AND c.column_code = f.applicant_type
    JOIN numbered_reports AS r ON r.report_id = f.report_id
    UNION ALL
    SELECT 10000 * r.report + c.cell, f.cell_status IN ('reported', 'blank'), coalesce(f.count, 0)
    FROM fact_review_litigation AS f
    JOIN cells AS c
        ON c.fact = 'fact_review_litigation'
        AND c.row_code = f.channel
        AND c.column_code = f.result
    JOIN numbered_reports AS r ON r.report_id = f.report_id
    UNION ALL
    SELECT 10000 * r.report + c.cell, f.cell_status IN ('reported', 'blank'), coalesce(f.value, 0)
    FROM fact_proactive_disclosure AS f
    JOIN cells AS c
        ON c.fact = 'fact_proactive_disclosure'
        AND c.row_code = f.item
        AND c.column_code = f.measure
    JOIN numbered_reports AS r ON r.report_id = f.report_id
),
sums AS (
    SELECT
        10000 * a.told_by + a.question AS asked, 10 * r.reading + r.way AS way,
        if(bool_and(t.is_told), sum(r.sign * t.figure), NULL) AS figure
    FROM (SELECT DISTINCT told_by, question FROM asked) AS a
    JOIN typed_readings AS r ON r.question = a.question
    JOIN told AS t ON t.place = 10000 * a.told_by + r.cell
    GROUP BY 1, 2
),
readings AS (
    SELECT asked, list(DISTINCT figure) AS figures FROM sums GROUP BY asked, way // 10
)
SELECT DISTINCT asked, unnest(CASE WHEN len(figures) = 0 THEN [NULL] ELSE figures END) AS figure
FROM readings
"""

# Of a figure that covers several things every sum of a reading of each: one step a thing.
_SUMS = """
CREATE TEMP TABLE claimed_sums AS
WITH RECURSIVE several AS (
    SELECT report, position, previous, max(step) AS last_step
    FROM asked
    GROUP BY ALL
    HAVING last_step > 0
),
steps AS (
    SELECT a.report, a.position, a.previous, a.step, s.last_step, f.figure
    FROM several AS s
    JOIN asked AS a USING (report, position, previous)
    LEFT JOIN answers AS f ON f.asked = 10000 * a.told_by + a.question
),
added AS (
    SELECT * FROM steps WHERE step = 0
    UNION
    SELECT a.report, a.position, a.previous, s.step, a.last_step, a.figure + s.figure
    FROM added AS a
    JOIN steps AS s
        ON s.report = a.report
        AND s.position = a.position
        AND s.previous = a.previous
        AND s.step = a.step + 1
)
SELECT report, position, previous, figure FROM added WHERE step = last_step
UNION ALL
SELECT a.report, a.position, a.previous, f.figure
FROM asked AS a
JOIN answers AS f ON f.asked = 10000 * a.told_by + a.question
ANTI JOIN several AS s USING (report, position, previous)
"""

# One unit of the last digit that is not zero: 100 for 1400, 10 for 40.
_UNIT = """
CREATE TEMP MACRO last_digit(value) AS
    if(value = 0 OR value <> trunc(value), 1, CAST(
        power(10, length(regexp_extract(CAST(CAST(value AS HUGEINT) AS VARCHAR), '0*$')))
        AS DECIMAL(38, 2)))
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
WITH told AS (
    SELECT report, position, previous, TRY_CAST(figure AS DECIMAL(20, 2)) AS figure
    FROM claimed_sums
),
judged AS (
    SELECT
        t.*,
        CASE
            WHEN c.measure <> 'amount' THEN NULL
            WHEN c.approximate THEN abs(t.figure - c.value) <= last_digit(c.value)
            WHEN c.unit = 'CNY'
                THEN abs(t.figure - c.value) <= greatest(rounding(c.value), rounding(t.figure))
            ELSE t.figure = c.value
        END AS agrees,
        row_number() OVER (
            PARTITION BY t.report, t.position, t.previous ORDER BY t.figure
        ) AS alternative
    FROM told AS t
    JOIN compared_claims AS c ON c.report = t.report AND c.position = t.position
)
SELECT r.report_id, j.position, j.previous, j.alternative, j.figure, j.agrees
FROM judged AS j
JOIN numbered_reports AS r ON r.report = j.report
ORDER BY j.report, j.position, j.previous, j.alternative
"""

_STATEMENTS = (_REPORTS, _READINGS, _COMPARED, _ASKED, _ANSWERS, _SUMS, _UNIT, _ROUNDING, _FILL)
_TABLES = (
    "numbered_reports",
    "typed_readings",
    "compared_claims",
    "asked",
    "answers",
    "claimed_sums",
)
_MACROS = ("last_digit", "rounding")


def fill_claim_figures(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill claim_figures; facts, reports with what supersedes them, and claims must be filled."""
    for statement in _STATEMENTS:
        connection.execute(statement)
    for macro in _MACROS:
        connection.execute(f"DROP MACRO temp.{macro}")
    for table in _TABLES:
        connection.execute(f"DROP TABLE temp.{table}")
