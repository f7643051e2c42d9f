-- Figures that the text gives as the report's own, of another year.
WITH stale AS (
    SELECT
        c.report_id, c.year, r.report_year, count(*) AS claim_count,
        first(c.sentence ORDER BY c.position) AS sentence,
        first(c.label ORDER BY c.position) AS label,
        list_sort(list(DISTINCT c.section) FILTER (c.section IS NOT NULL)) AS sections
    FROM narrative_claims AS c
    JOIN reports AS r ON r.report_id = c.report_id
    WHERE c.year <> r.report_year
    GROUP BY c.report_id, c.year, r.report_year
),
unsure AS (
    SELECT DISTINCT report_id
    FROM findings
    WHERE rule_id IN ('report_year_conflict', 'manifest_conflict')
)
SELECT
    s.report_id,
    CASE WHEN len(sections) > 0
        THEN '第' || array_to_string(
            list_transform(sections, lambda n: substr('一二三四五六', n, 1)), '、') || '部分'
        ELSE '正文' END
        || '“' || CASE WHEN length(sentence) <= 60 THEN sentence
            ELSE substr(sentence, greatest(strpos(sentence, label) - 40, 1), 60) || '…' END
        || '”所说的是 ' || year || ' 年，报告年度为 ' || report_year
        || CASE WHEN claim_count > 1 THEN '（共 ' || claim_count || ' 处数字）' ELSE '' END
        AS message,
    'Section ' || coalesce(nullif(array_to_string(sections, ', '), ''), '-') || ' gives '
        || claim_count || ' figure(s) of ' || year || ' in a report on ' || report_year
        AS message_en,
    CAST(report_year AS VARCHAR) AS expected,
    CAST(year AS VARCHAR) AS observed,
    CAST([] AS VARCHAR[]) AS cells,
    CASE WHEN u.report_id IS NULL THEN 'agency_error' ELSE 'undecided' END AS blame
FROM stale AS s
LEFT JOIN unsure AS u ON u.report_id = s.report_id
ORDER BY s.report_id, year
