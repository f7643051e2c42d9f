-- What is in force beside what was in force the year before, plus issued minus repealed.
WITH figures AS (
    SELECT
        report_id,
        max("value") FILTER (measure = 'issued') AS issued,
        max("value") FILTER (measure = 'repealed') AS repealed,
        max("value") FILTER (measure = 'in_force') AS in_force
    FROM fact_proactive_disclosure
    WHERE item = '$chain'
    GROUP BY report_id
)
SELECT
    l.report_id,
    '$label：' || former.report_year || ' 年度现行有效 ' || CAST(before.in_force AS BIGINT)
        || '，' || later.report_year || ' 年度制发 ' || CAST(during.issued AS BIGINT)
        || '、废止 ' || CAST(during.repealed AS BIGINT)
        || '，应为 ' || l.expected || '，实为 ' || l.observed
        || '（' || former.report_year || ' 年度报告 ' || l.former_report_id || '）' AS message,
    '$label_en: ' || CAST(before.in_force AS BIGINT) || ' in force in ' || former.report_year
        || ', ' || CAST(during.issued AS BIGINT) || ' issued and '
        || CAST(during.repealed AS BIGINT) || ' repealed in ' || later.report_year
        || ' leave ' || l.expected || ', ' || l.observed || ' are in force (report on '
        || former.report_year || ': ' || l.former_report_id || ')' AS message_en,
    CAST(l.expected AS VARCHAR) AS expected,
    CAST(l.observed AS VARCHAR) AS observed,
    [
        'fact_proactive_disclosure/$chain/issued',
        'fact_proactive_disclosure/$chain/repealed',
        'fact_proactive_disclosure/$chain/in_force'
    ] AS cells
FROM chain_links AS l
JOIN reports AS later ON later.report_id = l.report_id
JOIN reports AS former ON former.report_id = l.former_report_id
JOIN figures AS during ON during.report_id = l.report_id
JOIN figures AS before ON before.report_id = l.former_report_id
WHERE l.chain = '$chain' AND l.verdict = 'fails'
ORDER BY l.report_id
