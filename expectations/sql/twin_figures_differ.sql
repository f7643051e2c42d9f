-- A superseded report beside the current one of its agency, year and scope, cell by cell.
--
-- Two numbers that are unlike differ; so do a blank and a number other than 0. A cell that is
-- missing or unreadable in either report says nothing: that report is only less complete.
-- Cells that only one of two editions has are not compared. The texts show $shown cells.
WITH twins AS (
    SELECT report_id, superseded_by FROM reports WHERE superseded_by IS NOT NULL
),
concerned AS MATERIALIZED (
    SELECT report_id FROM twins UNION SELECT superseded_by FROM twins
),
printed AS MATERIALIZED (
    SELECT report_id, 'fact_applications' AS fact, outcome AS row_code,
        applicant_type AS column_code, CAST(count AS DECIMAL(38, 2)) AS figure, cell_status
    FROM fact_applications SEMI JOIN concerned USING (report_id)
    UNION ALL
    SELECT report_id, 'fact_review_litigation', channel,
        result, CAST(count AS DECIMAL(38, 2)), cell_status
    FROM fact_review_litigation SEMI JOIN concerned USING (report_id)
    UNION ALL
    SELECT report_id, 'fact_proactive_disclosure', item,
        measure, CAST(value AS DECIMAL(38, 2)), cell_status
    FROM fact_proactive_disclosure SEMI JOIN concerned USING (report_id)
),
told AS MATERIALIZED (
    SELECT *,
        CASE
            WHEN cell_status = 'blank' THEN '空白'
            WHEN figure = trunc(figure) THEN CAST(CAST(figure AS HUGEINT) AS VARCHAR)
            ELSE CAST(figure AS VARCHAR)
        END AS shown
    FROM printed
    WHERE cell_status IN ('reported', 'blank')
),
unlike AS (
    SELECT
        t.report_id, t.superseded_by, other.fact, other.row_code, other.column_code,
        current.shown AS expected, other.shown AS observed
    FROM twins AS t
    JOIN told AS other ON other.report_id = t.report_id
    JOIN told AS current ON current.report_id = t.superseded_by
        AND current.fact = other.fact
        AND current.row_code = other.row_code
        AND current.column_code = other.column_code
    WHERE coalesce(current.figure, 0) <> coalesce(other.figure, 0)
),
labelled AS (
    SELECT u.*, c.row_label, c.column_label,
        row_number() OVER (
            PARTITION BY u.report_id ORDER BY u.fact, c.position, u.row_code, u.column_code
        ) AS place
    FROM unlike AS u
    JOIN reports AS r ON r.report_id = u.report_id
    LEFT JOIN form_cells AS c
        ON c.form_edition = r.form_edition
        AND c.fact = u.fact
        AND c.row_code = u.row_code
        AND c.column_code = u.column_code
),
gathered AS (
    SELECT
        report_id, superseded_by, count(*) AS cell_count,
        list(fact || '/' || row_code || '/' || column_code ORDER BY place) AS cells,
        string_agg(
            '“' || coalesce(row_label, row_code) || '”“'
                || coalesce(column_label, column_code) || '”现行 ' || expected
                || '，本报告 ' || observed,
            '；' ORDER BY place
        ) FILTER (WHERE place <= $shown) AS said,
        string_agg(
            row_code || '/' || column_code || ': current ' || replace(expected, '空白', 'blank')
                || ', this one ' || replace(observed, '空白', 'blank'),
            '; ' ORDER BY place
        ) FILTER (WHERE place <= $shown) AS said_en,
        string_agg(expected, '、' ORDER BY place) FILTER (WHERE place <= $shown) AS expected,
        string_agg(observed, '、' ORDER BY place) FILTER (WHERE place <= $shown) AS observed
    FROM labelled
    GROUP BY report_id, superseded_by
)
SELECT
    g.report_id,
    '与现行报告 ' || g.superseded_by || '（' || r.source_path || '）有 ' || g.cell_count
        || ' 格数字不同：' || g.said
        || CASE WHEN g.cell_count > $shown THEN '；另有 ' || (g.cell_count - $shown) || ' 格'
            ELSE '' END AS message,
    g.cell_count || ' figures differ from those of the current report ' || g.superseded_by
        || ' (' || r.source_path || '): ' || g.said_en
        || CASE WHEN g.cell_count > $shown THEN '; and ' || (g.cell_count - $shown) || ' more'
            ELSE '' END AS message_en,
    g.expected || CASE WHEN g.cell_count > $shown THEN '…' ELSE '' END AS expected,
    g.observed || CASE WHEN g.cell_count > $shown THEN '…' ELSE '' END AS observed,
    g.cells
FROM gathered AS g
JOIN reports AS r ON r.report_id = g.superseded_by
ORDER BY g.report_id
