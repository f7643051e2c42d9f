-- A percentage that no fraction makes: neither of the tables nor of the text's own figures.
--
-- Printed percentages are rounded or cut: they may be off by less than one unit of their last
-- decimal. Which of several figures has which percentage is not sure where they are listed in
-- turn. Of the stages of the work (answered, accepted) a share is often one of punctuality.
WITH shares AS (
    SELECT
        c.report_id, c.position, c.claim, c.covers, c.applicant_type, c.value, c.approximate,
        c.part_of, c.section, c.sentence, c.label,
        CASE WHEN c.approximate AND c.value % 10 = 0 THEN 10
            WHEN c.value % 1 = 0 OR c.approximate THEN 1
            WHEN (c.value * 10) % 1 = 0 THEN 0.1
            ELSE 0.01 END AS allowance,
        r.fact
    FROM narrative_claims AS c
    JOIN (SELECT DISTINCT claim, fact FROM claim_readings) AS r ON r.claim = c.claim
    SEMI JOIN claim_figures AS f ON f.report_id = c.report_id AND f.position = c.position
    WHERE c.measure = 'share'
        AND NOT regexp_matches(c.sentence, '$in_turn')
        AND r.fact <> 'fact_proactive_disclosure'
        AND (c.applicant_type IS NOT NULL
            OR NOT list_contains(string_split('$stages', ' '), c.claim))
),
amounts AS (
    SELECT c.report_id, c.position, c.claim, c.applicant_type, c.covers, c.value
    FROM narrative_claims AS c
    SEMI JOIN shares AS s ON s.report_id = c.report_id
    WHERE c.measure = 'amount' AND c.value IS NOT NULL
),
numerators AS (
    SELECT s.report_id, s.position, f.figure
    FROM shares AS s
    JOIN claim_figures AS f ON f.report_id = s.report_id AND f.position = s.position
    WHERE NOT f.previous
    UNION ALL
    SELECT s.report_id, s.position, a.value
    FROM shares AS s
    JOIN amounts AS a
        ON a.report_id = s.report_id
        AND a.claim = s.claim
        AND a.covers = s.covers
        AND a.applicant_type IS NOT DISTINCT FROM s.applicant_type
),
application_wholes AS (
    SELECT report_id, unnest([processed, received, received + carried_over]) AS figure
    FROM (
        SELECT
            f.report_id,
            max(coalesce(f.count, 0)) FILTER (
                f.outcome = 'processed_total' AND f.cell_status IN ('reported', 'blank')
            ) AS processed,
            max(coalesce(f.count, 0)) FILTER (
                f.outcome = 'received' AND f.cell_status IN ('reported', 'blank')
            ) AS received,
            max(coalesce(f.count, 0)) FILTER (
                f.outcome = 'carried_over' AND f.cell_status IN ('reported', 'blank')
            ) AS carried_over
        FROM fact_applications AS f
        SEMI JOIN shares AS s ON s.report_id = f.report_id
        WHERE f.applicant_type = 'total'
            AND f.outcome IN ('processed_total', 'received', 'carried_over')
        GROUP BY f.report_id
    )
),
case_wholes AS (
    SELECT report_id, unnest([review, direct, later, direct + later, review + direct + later])
        AS figure
    FROM (
        SELECT
            f.report_id,
            max(coalesce(f.count, 0)) FILTER (
                f.channel = 'review' AND f.cell_status IN ('reported', 'blank')) AS review,
            max(coalesce(f.count, 0)) FILTER (
                f.channel = 'litigation_direct' AND f.cell_status IN ('reported', 'blank')
            ) AS direct,
            max(coalesce(f.count, 0)) FILTER (
                f.channel = 'litigation_after_review' AND f.cell_status IN ('reported', 'blank')
            ) AS later
        FROM fact_review_litigation AS f
        SEMI JOIN shares AS s ON s.report_id = f.report_id
        WHERE f.result = 'total'
        GROUP BY f.report_id
    )
),
denominators AS (
    SELECT s.report_id, s.position, CAST(w.figure AS DECIMAL(38, 2)) AS figure
    FROM shares AS s
    JOIN application_wholes AS w ON w.report_id = s.report_id
    WHERE s.fact = 'fact_applications'
    UNION ALL
    SELECT s.report_id, s.position, w.figure
    FROM shares AS s
    JOIN case_wholes AS w ON w.report_id = s.report_id
    WHERE s.fact = 'fact_review_litigation'
    UNION ALL
    SELECT s.report_id, s.position, a.value
    FROM shares AS s
    JOIN amounts AS a ON a.report_id = s.report_id
    WHERE a.position = s.part_of
        OR (s.fact = 'fact_applications' AND a.applicant_type IS NULL
            AND list_contains(string_split('$stages', ' '), a.claim))
),
-- A text with more figures than $most to choose from is no report's: its fractions are not tried.
few_numerators AS (
    FROM (SELECT DISTINCT * FROM numerators)
    QUALIFY count(*) OVER (PARTITION BY report_id, position) <= $most
),
few_denominators AS (
    FROM (SELECT DISTINCT * FROM denominators)
    QUALIFY count(*) OVER (PARTITION BY report_id, position) <= $most
),
fractions AS (
    SELECT
        n.report_id, n.position, n.figure AS numerator, d.figure AS denominator,
        100 * CAST(n.figure AS DOUBLE) / nullif(CAST(d.figure AS DOUBLE), 0) AS percent
    FROM few_numerators AS n
    JOIN few_denominators AS d ON d.report_id = n.report_id AND d.position = n.position
),
differing AS (
    SELECT
        s.report_id, s.position, s.claim, s.covers, s.applicant_type, s.fact, s.section,
        s.sentence, s.label, s.value, s.approximate,
        list(DISTINCT f.numerator) AS numerators,
        list(DISTINCT f.denominator) FILTER (f.denominator > 0) AS denominators,
        list(DISTINCT round(f.percent, 2)) FILTER (f.percent IS NOT NULL) AS percents
    FROM shares AS s
    JOIN fractions AS f ON f.report_id = s.report_id AND f.position = s.position
    GROUP BY ALL
    HAVING count(f.percent) > 0
        AND bool_and(f.numerator IS NOT NULL AND f.denominator IS NOT NULL)
        AND NOT coalesce(bool_or(
            abs(f.percent - CAST(s.value AS DOUBLE)) < s.allowance - 0.000001), false)
),
asked AS (
    SELECT DISTINCT
        d.report_id, d.position, m.fact, m.row_code,
        unnest(CASE
            WHEN d.applicant_type IS NULL THEN [m.column_code]
            WHEN d.applicant_type = 'organizations' THEN ['natural_person', 'total']
            ELSE [d.applicant_type]
        END) AS column_code
    FROM differing AS d
    JOIN claim_readings AS m ON m.claim = d.claim OR list_contains(d.covers, m.claim)
    UNION
    SELECT report_id, position, 'fact_applications',
        unnest(['received', 'carried_over', 'processed_total']), 'total'
    FROM differing
    WHERE fact = 'fact_applications'
    UNION
    SELECT report_id, position, 'fact_review_litigation',
        unnest(['review', 'litigation_direct', 'litigation_after_review']), 'total'
    FROM differing
    WHERE fact = 'fact_review_litigation'
),
assured AS (
    SELECT f.report_id, 'fact_applications' AS fact, f.outcome AS row_code,
        f.applicant_type AS column_code, f.assurance IN ('proved', 'consistent') AS is_assured
    FROM fact_applications AS f
    SEMI JOIN asked AS a
        ON a.report_id = f.report_id
        AND a.row_code = f.outcome
        AND a.column_code = f.applicant_type
    UNION ALL
    SELECT f.report_id, 'fact_review_litigation', f.channel, f.result,
        f.assurance IN ('proved', 'consistent')
    FROM fact_review_litigation AS f
    SEMI JOIN asked AS a
        ON a.report_id = f.report_id
        AND a.row_code = f.channel
        AND a.column_code = f.result
),
placed AS (
    SELECT a.report_id, a.position, bool_and(t.is_assured) AS is_assured,
        list(a.fact || '/' || a.row_code || '/' || a.column_code ORDER BY c.position) AS cells
    FROM asked AS a
    JOIN assured AS t
        ON t.report_id = a.report_id
        AND t.fact = a.fact
        AND t.row_code = a.row_code
        AND t.column_code = a.column_code
    JOIN reports AS r ON r.report_id = a.report_id
    JOIN form_cells AS c
        ON c.form_edition = r.form_edition
        AND c.fact = a.fact
        AND c.row_code = a.row_code
        AND c.column_code = a.column_code
    GROUP BY a.report_id, a.position
)
SELECT
    d.report_id,
    coalesce('第' || substr('一二三四五六', section, 1) || '部分', '正文')
        || '“' || CASE WHEN length(sentence) <= 60 THEN sentence
            ELSE substr(sentence, greatest(strpos(sentence, label) - 20, 1), 60) || '…' END
        || '”所说的占比为 ' || rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.') || '%，按表格或文中数字为 '
        || array_to_string(list_transform(list_sort(percents)[1:6], lambda p: p || '%'), ' 或 ')
        AS message,
    coalesce('Section ' || section, 'The text') || ' claims a share of '
        || rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.') || '% (' || claim
        || '); by the tables or its own figures it is '
        || array_to_string(list_transform(list_sort(percents)[1:6], lambda p: p || '%'), ' or ')
        AS message_en,
    array_to_string(list_sort(percents)[1:6], ' / ') AS expected,
    rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.') AS observed,
    p.cells,
    CASE WHEN p.is_assured AND NOT d.approximate THEN 'agency_error' ELSE 'undecided' END AS blame
FROM differing AS d
JOIN placed AS p ON p.report_id = d.report_id AND p.position = d.position
ORDER BY d.report_id, d.position
