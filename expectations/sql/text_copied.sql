-- Sections of which another report holds $least or more: one finding a report.
WITH sections_told AS (
    SELECT
        t.report_id, t.position, t.share,
        '第' || substr('一二三四五六', t.section, 1) || '部分约 '
            || CAST(round(100 * t.share) AS INTEGER) || '%（见 '
            || coalesce(a.agency_name || ' ', '') || o.report_year || ' 年报告 '
            || o.source_path || '）' AS said,
        'section ' || t.section || ': about ' || CAST(round(100 * t.share) AS INTEGER)
            || '% (in that of ' || o.report_year || ', ' || o.source_path || ')' AS said_en
    FROM text_reuse AS t
    JOIN reports AS o ON o.report_id = t.other_report_id
    LEFT JOIN agencies AS a ON a.agency_id = o.agency_id
    WHERE t.kind = '$kind' AND t.share >= $least
)
SELECT
    report_id,
    '$said：' || string_agg(said, '；' ORDER BY position) AS message,
    '$said_en: ' || string_agg(said_en, '; ' ORDER BY position) AS message_en,
    CAST(NULL AS VARCHAR) AS expected,
    string_agg(CAST(CAST(round(100 * share) AS INTEGER) AS VARCHAR) || '%', '、' ORDER BY position)
        AS observed,
    CAST([] AS VARCHAR[]) AS cells
FROM sections_told
GROUP BY report_id
ORDER BY report_id
