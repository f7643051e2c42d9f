-- Reports whose tables hold the same figures throughout as another report's.
SELECT
    t.report_id,
    '表格数字与另一份报告全部相同：'
        || string_agg(
            coalesce(a.agency_name || ' ', '') || o.report_year || ' 年报告 ' || o.source_path,
            '；' ORDER BY t.position
        ) AS message,
    'All figures of the tables are those of another report: '
        || string_agg(
            o.report_id || ' of ' || o.report_year || ' (' || o.source_path || ')',
            '; ' ORDER BY t.position
        ) AS message_en,
    CAST(NULL AS VARCHAR) AS expected,
    string_agg(o.report_id, '、' ORDER BY t.position) AS observed,
    CAST([] AS VARCHAR[]) AS cells
FROM text_reuse AS t
JOIN reports AS o ON o.report_id = t.other_report_id
LEFT JOIN agencies AS a ON a.agency_id = o.agency_id
WHERE t.kind = 'identical_tables'
GROUP BY t.report_id
ORDER BY t.report_id
