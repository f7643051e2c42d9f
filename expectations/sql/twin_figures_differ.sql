-- A superseded report beside the current one of its agency, year and scope, cell by cell.
--
-- Two numbers that are unlike differ; so do a blank and a number other than 0. A cell that is
-- missing or unreadable in either report says nothing: that report is only less complete.
-- Cells that only one of two editions has are not compared. The texts show $shown cells.
-- Until cells are found to differ, reports and cells are small numbers: the join stays small.
WITH superseded AS (
    SELECT report_id, superseded_by FROM reports WHERE superseded_by IS NOT NULL
),
numbered AS MATERIALIZED (
    SELECT report_id, CAST(row_number() OVER (ORDER BY report_id) AS INTEGER) AS report_number
    FROM (SELECT report_id FROM superseded UNION SELECT superseded_by FROM superseded)
),
cells AS MATERIALIZED (
    SELECT fact, row_code, column_code,
        CAST(row_number() OVER (ORDER BY fact, row_code, column_code) AS SMALLINT) AS cell_number
    FROM (SELECT DISTINCT fact, row_code, column_code FROM form_cells)
),
twins AS (
    SELECT s.report_id, o.report_number AS other_number, c.report_number AS current_number
    FROM superseded AS s
    JOIN numbered AS o ON o.report_id = s.report_id
    JOIN numbered AS c ON c.report_id = s.superseded_by
),
told AS MATERIALIZED (
    SELECT n.report_number, c.cell_number, CAST(f.count AS DECIMAL(38, 2)) AS figure
    FROM fact_applications AS f
    JOIN numbered AS n ON n.report_id = f.report_id
    JOIN cells AS c
        ON c.fact = 'fact_applications'
        AND c.row_code = f.outcome
        AND c.column_code = f.applicant_type
    WHERE f.cell_status IN ('reported', 'blank')
    UNION ALL
    SELECT n.report_number, c.cell_number, CAST(f.count AS DECIMAL(38, 2)) AS figure
    FROM fact_review_litigation AS f
    JOIN numbered AS n ON n.report_id = f.report_id
    JOIN cells AS c
        ON c.fact = 'fact_review_litigation'
        AND c.row_code = f.channel
        AND c.column_code = f.result
    WHERE f.cell_status IN ('reported', 'blank')
    UNION ALL
    SELECT n.report_number, c.cell_number, CAST(f.value AS DECIMAL(38, 2)) AS figure
    FROM fact_proactive_disclosure AS f
    JOIN numbered AS n ON n.report_id = f.report_id
    JOIN cells AS c
        ON c.fact = 'fact_proactive_disclosure'
        AND c.row_code = f.item
        AND c.column_code = f.measure
    WHERE f.cell_status IN ('reported', 'blank')
),
unlike AS (
    SELECT t.report_id, other.cell_number, current.figure, other.figure AS other_figure
    FROM twins AS t
    JOIN told AS other ON other.report_number = t.other_number
    JOIN told AS current
        ON current.report_number = t.current_number AND current.cell_number = other.cell_number
    WHERE coalesce(current.figure, 0) <> coalesce(other.figure, 0)
),
placed AS (
    SELECT
        r.report_id, r.superseded_by, u.figure, u.other_figure,
        f.fact, f.row_code, f.column_code, f.row_label, f.column_label,
        row_number() OVER (PARTITION BY r.report_id ORDER BY f.position) AS place
    FROM unlike AS u
    JOIN reports AS r ON r.report_id = u.report_id
    JOIN cells AS c ON c.cell_number = u.cell_number
    JOIN form_cells AS f
        ON f.form_edition = r.form_edition
        AND f.fact = c.fact
        AND f.row_code = c.row_code
        AND f.column_code = c.column_code
),
shown AS (
    SELECT *,
        CASE WHEN figure = trunc(figure) THEN CAST(CAST(figure AS HUGEINT) AS VARCHAR)
            ELSE coalesce(CAST(figure AS VARCHAR), '空白') END AS expected,
        CASE WHEN other_figure = trunc(other_figure)
            THEN CAST(CAST(other_figure AS HUGEINT) AS VARCHAR)
            ELSE coalesce(CAST(other_figure AS VARCHAR), '空白') END AS observed
    FROM placed
    WHERE place <= $shown
),
said AS (
    SELECT
        report_id,
        string_agg(
            '“' || row_label || '”“' || column_label || '”现行 ' || expected
                || '，本报告 ' || observed,
            '；' ORDER BY place
        ) AS said,
        string_agg(
            row_code || '/' || column_code || ': current ' || replace(expected, '空白', 'blank')
                || ', this one ' || replace(observed, '空白', 'blank'),
            '; ' ORDER BY place
        ) AS said_en,
        string_agg(expected, '、' ORDER BY place) AS expected,
        string_agg(observed, '、' ORDER BY place) AS observed
    FROM shown
    GROUP BY report_id
),
gathered AS (
    SELECT
        report_id, superseded_by, count(*) AS cell_count,
        list(fact || '/' || row_code || '/' || column_code ORDER BY place) AS cells
    FROM placed
    GROUP BY report_id, superseded_by
)
SELECT
    g.report_id,
    '与现行报告 ' || g.superseded_by || '（' || r.source_path || '）有 ' || g.cell_count
        || ' 格数字不同：' || s.said
        || CASE WHEN g.cell_count > $shown THEN '；另有 ' || (g.cell_count - $shown) || ' 格'
            ELSE '' END AS message,
    g.cell_count || ' figures differ from those of the current report ' || g.superseded_by
        || ' (' || r.source_path || '): ' || s.said_en
        || CASE WHEN g.cell_count > $shown THEN '; and ' || (g.cell_count - $shown) || ' more'
            ELSE '' END AS message_en,
    s.expected || CASE WHEN g.cell_count > $shown THEN '…' ELSE '' END AS expected,
    s.observed || CASE WHEN g.cell_count > $shown THEN '…' ELSE '' END AS observed,
    g.cells
FROM gathered AS g
JOIN said AS s ON s.report_id = g.report_id
JOIN reports AS r ON r.report_id = g.superseded_by
ORDER BY g.report_id
