-- An edition of the form is named after the first year that it is meant for.
WITH editions AS (
    SELECT DISTINCT form_edition, CAST(form_edition AS INTEGER) AS first_year FROM form_cells
),
meant AS (
    SELECT
        r.report_id,
        r.report_year,
        r.form_edition,
        max(e.form_edition) FILTER (WHERE e.first_year <= r.report_year) AS expected
    FROM reports AS r
    CROSS JOIN editions AS e
    WHERE r.report_year IS NOT NULL AND r.form_edition IS NOT NULL
    GROUP BY ALL
)
SELECT
    report_id,
    report_year || ' 年度报告使用 ' || form_edition || ' 年版表格'
        || coalesce('，应为 ' || expected || ' 年版', '') AS message,
    'The report on ' || report_year || ' uses the form of ' || form_edition
        || coalesce(' instead of ' || expected, '') AS message_en,
    expected,
    form_edition AS observed,
    CAST([] AS VARCHAR[]) AS cells
FROM meant
WHERE expected IS DISTINCT FROM form_edition
ORDER BY report_id
