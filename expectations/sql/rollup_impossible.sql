-- Cells of a consolidated report in which the reports of its area add up to more.
--
-- One finding a report; the texts show $shown cells, totals first.
WITH placed AS (
    SELECT
        u.report_id, u."value", u.children_sum, u.children_count, u.children_known,
        u.row_code, u.column_code, c.row_label, c.column_label,
        u.fact || '/' || u.row_code || '/' || u.column_code AS cell,
        row_number() OVER (
            PARTITION BY u.report_id ORDER BY u.column_code <> 'total', c.position
        ) AS place
    FROM rollups AS u
    JOIN reports AS r ON r.report_id = u.report_id
    JOIN form_cells AS c
        ON c.form_edition = r.form_edition
        AND c.fact = u.fact
        AND c.row_code = u.row_code
        AND c.column_code = u.column_code
    WHERE u.verdict = 'impossible'
),
found AS (
    SELECT
        report_id,
        count(*) AS cell_count,
        min(children_count) AS children_count,
        min(children_known) AS children_known,
        string_agg(
            '“' || row_label || '”“' || column_label || '” ' || "value" || '，各报告之和 '
                || children_sum,
            '；' ORDER BY place
        ) FILTER (place <= $shown) AS said,
        string_agg(
            row_code || '/' || column_code || ': ' || "value" || ', sum ' || children_sum,
            '; ' ORDER BY place
        ) FILTER (place <= $shown) AS said_en,
        string_agg(CAST(children_sum AS VARCHAR), '、' ORDER BY place) FILTER (place <= $shown)
            AS expected,
        string_agg(CAST("value" AS VARCHAR), '、' ORDER BY place) FILTER (place <= $shown)
            AS observed,
        list(cell ORDER BY place) AS cells
    FROM placed
    GROUP BY report_id
)
SELECT
    report_id,
    '汇总数小于所辖 ' || children_count || ' 份报告之和（已知机关 ' || children_known || ' 个），共 '
        || cell_count || ' 格：' || said AS message,
    'less than the sum of ' || children_count || ' reports of the area (' || children_known
        || ' bodies known), cells: ' || cell_count || '; ' || said_en AS message_en,
    expected,
    observed,
    cells
FROM found
ORDER BY report_id
