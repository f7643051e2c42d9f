-- 'All were answered' beside applications that are carried forward, unless the sentence says so
-- (but not where it says that none are, or speaks of last year's). A rate of answers alone is
-- often one of punctuality; and so is an answer in time where the text itself says elsewhere how
-- many are carried forward.
WITH told AS (
    SELECT DISTINCT c.report_id, c.value
    FROM narrative_claims AS c
    JOIN reports AS r ON r.report_id = c.report_id
    WHERE c.claim = 'applications_carried_forward'
        AND c.measure = 'amount'
        AND c.applicant_type IS NULL
        AND (c.year IS NULL OR c.year = r.report_year)
        AND (c.scope IS NULL OR c.scope = r.scope)
),
said AS (
    SELECT
        c.report_id,
        first(c.sentence ORDER BY c.position) AS sentence,
        list_sort(list(DISTINCT c.section) FILTER (c.section IS NOT NULL)) AS sections,
        bool_and(
            regexp_matches(c.sentence, '$in_time') AND NOT regexp_matches(c.sentence, '$done')
        ) AS is_of_time
    FROM narrative_claims AS c
    JOIN reports AS r ON r.report_id = c.report_id
    WHERE c.claim = 'applications_all_answered'
        AND c.part_of IS NULL
        AND (c.year IS NULL OR c.year = r.report_year)
        AND (c.scope IS NULL OR c.scope = r.scope)
        AND (regexp_matches(c.sentence, '$said') OR NOT regexp_matches(c.sentence, '$rates'))
        AND NOT regexp_matches(regexp_replace(c.sentence, '$none', '', 'g'), '$exceptions')
    GROUP BY c.report_id
)
SELECT
    s.report_id,
    CASE WHEN len(s.sections) > 0
        THEN '第' || array_to_string(
            list_transform(s.sections, lambda n: substr('一二三四五六', n, 1)), '、') || '部分'
        ELSE '正文' END
        || '“' || CASE WHEN length(s.sentence) <= 60 THEN s.sentence
            ELSE substr(s.sentence, 1, 60) || '…' END
        || '”说已全部办结，表格中结转下年度继续办理 ' || f.count || ' 件' AS message,
    'The text says that all applications were answered; ' || f.count
        || ' are carried forward in the table' AS message_en,
    '0' AS expected,
    CAST(f.count AS VARCHAR) AS observed,
    ['fact_applications/carried_forward/total'] AS cells,
    CASE WHEN f.assurance IN ('proved', 'consistent') THEN 'agency_error' ELSE 'undecided' END
        AS blame
FROM said AS s
JOIN fact_applications AS f ON f.report_id = s.report_id
LEFT JOIN told AS t ON t.report_id = f.report_id AND t.value = f.count AND s.is_of_time
WHERE f.outcome = 'carried_forward' AND f.applicant_type = 'total' AND f.count > 0
    AND t.report_id IS NULL
ORDER BY s.report_id
