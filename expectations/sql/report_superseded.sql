SELECT
    old.report_id,
    '同一机关、年度和范围的现行报告是 ' || current.report_id
        || '（' || current.source_path || '）' AS message,
    'The current report of the same agency, year and scope is ' || current.report_id
        || ' (' || current.source_path || ')' AS message_en,
    current.report_id AS expected,
    old.report_id AS observed,
    CAST([] AS VARCHAR[]) AS cells
FROM reports AS old
JOIN reports AS current ON current.report_id = old.superseded_by
ORDER BY old.report_id
