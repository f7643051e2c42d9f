-- Sentences left over from the report before, with its year: one finding a report and year.
--
-- It is the agency's fault where the report's own text tells its year; a year that only a
-- manifest or a path tells may be the wrong one.
WITH told_by_text AS (
    SELECT DISTINCT e.report_id
    FROM identity_evidence AS e
    JOIN reports AS r ON r.report_id = e.report_id
    WHERE e.attribute = 'year'
        AND e.value = CAST(r.report_year AS VARCHAR)
        AND e.source IN ('title', 'period', 'opening', 'top', 'narrative')
)
SELECT
    t.report_id,
    '沿用上一份报告（' || any_value(o.source_path) || '）的年份 ' || t.year || '：'
        || string_agg('“' || t.text || '”', '；' ORDER BY t.position) FILTER (t.position <= $shown)
        AS message,
    'The year ' || t.year || ' stands as it stood in the report before ('
        || any_value(o.source_path) || '), in ' || count(*) || ' sentence(s)' AS message_en,
    CAST(any_value(r.report_year) AS VARCHAR) AS expected,
    CAST(t.year AS VARCHAR) AS observed,
    CAST([] AS VARCHAR[]) AS cells,
    CASE WHEN t.report_id IN (SELECT b.report_id FROM told_by_text AS b) THEN 'agency_error' END
        AS blame
FROM text_reuse AS t
JOIN reports AS r ON r.report_id = t.report_id
JOIN reports AS o ON o.report_id = t.other_report_id
WHERE t.kind = 'stale_sentence'
GROUP BY t.report_id, t.year
ORDER BY t.report_id, t.year
