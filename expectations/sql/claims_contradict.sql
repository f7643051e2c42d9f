-- Two figures for one thing in one text: the one agrees with the tables, the other is larger.
--
-- A smaller one is often a share of the first and says nothing; where none agrees, each is told
-- by claim_table_differs.
WITH judged AS (
    SELECT
        report_id, position, bool_or(agrees) AS agrees, count(agrees) = count(*) AS computed,
        max(figure) AS largest
    FROM claim_figures
    WHERE NOT previous
    GROUP BY report_id, position
),
said AS (
    SELECT c.*, j.agrees, j.largest
    FROM judged AS j
    JOIN narrative_claims AS c ON c.report_id = j.report_id AND c.position = j.position
    WHERE j.computed
        AND NOT c.approximate
        AND c.part_of IS NULL
        AND len(c.covers) = 0
        AND list_contains(string_split('$kinds', ' '), c.claim)
),
agreeing AS (
    SELECT report_id, claim, applicant_type, max(value) AS value,
        first(sentence ORDER BY position) AS sentence
    FROM said
    WHERE agrees
    GROUP BY report_id, claim, applicant_type
)
SELECT
    s.report_id,
    coalesce('第' || substr('一二三四五六', s.section, 1) || '部分', '正文')
        || '“' || CASE WHEN length(s.sentence) <= 60 THEN s.sentence
            ELSE substr(s.sentence, greatest(strpos(s.sentence, s.label) - 20, 1), 60) || '…' END
        || '”所说的是 ' || regexp_replace(CAST(s.value AS VARCHAR), '\.00$$', '')
        || '，同一报告另一处为 ' || regexp_replace(CAST(a.value AS VARCHAR), '\.00$$', '')
        || '，后者与表格相符' AS message,
    coalesce('Section ' || s.section, 'The text') || ' claims '
        || regexp_replace(CAST(s.value AS VARCHAR), '\.00$$', '') || ' (' || s.claim
        || '), another sentence '
        || regexp_replace(CAST(a.value AS VARCHAR), '\.00$$', '')
        || ', with which the tables agree' AS message_en,
    regexp_replace(CAST(a.value AS VARCHAR), '\.00$$', '') AS expected,
    regexp_replace(CAST(s.value AS VARCHAR), '\.00$$', '') AS observed,
    CAST([] AS VARCHAR[]) AS cells
FROM said AS s
JOIN agreeing AS a
    ON a.report_id = s.report_id
    AND a.claim = s.claim
    AND a.applicant_type IS NOT DISTINCT FROM s.applicant_type
WHERE NOT s.agrees AND s.value > s.largest
ORDER BY s.report_id, s.position
