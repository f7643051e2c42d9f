-- A figure of the text that agrees with none of the ways to read the tables.
--
-- Silent where one of these ways can't be computed, and where another sentence on the same
-- agrees: what differs then is often a share of it (12 received; by the website 7). So it is
-- where a smaller figure names its channel, and where the figures of one thing add up to the
-- table's. Of those accepted, or being handled, there may be fewer than were received.
WITH judged AS (
    SELECT
        report_id, position, bool_or(agrees) AS agrees, count(agrees) = count(*) AS computed,
        list(figure ORDER BY figure) AS figures
    FROM claim_figures
    WHERE NOT previous
    GROUP BY report_id, position
),
agreeing AS (
    SELECT DISTINCT c.report_id, c.claim, c.applicant_type
    FROM judged AS j
    JOIN narrative_claims AS c ON c.report_id = j.report_id AND c.position = j.position
    WHERE j.agrees AND NOT c.approximate
),
unlike AS (
    SELECT c.*, j.figures
    FROM judged AS j
    JOIN narrative_claims AS c ON c.report_id = j.report_id AND c.position = j.position
    LEFT JOIN agreeing AS a
        ON a.report_id = c.report_id
        AND a.claim = c.claim
        AND a.applicant_type IS NOT DISTINCT FROM c.applicant_type
    LEFT JOIN agreeing AS received
        ON received.report_id = c.report_id
        AND received.claim = 'applications_received'
        AND received.applicant_type IS NOT DISTINCT FROM c.applicant_type
        AND c.claim IN ('applications_accepted', 'applications_handled')
        AND c.value < list_max(j.figures)
    WHERE j.computed AND NOT j.agrees AND a.claim IS NULL AND received.claim IS NULL
),
whole AS (
    SELECT *,
        sum(value) OVER (
            PARTITION BY report_id, claim, covers, applicant_type, section, sentence
        ) AS sentence_sum
    FROM unlike
),
unshared AS (
    SELECT w.*
    FROM whole AS w
    LEFT JOIN sections AS s
        ON s.report_id = w.report_id AND s.section = w.section AND w.value < list_min(w.figures)
    WHERE (w.sentence_sum = w.value OR NOT list_contains(w.figures, w.sentence_sum))
        AND NOT coalesce(regexp_matches(
            regexp_extract(left(s.text, w."offset")[-40:], '[^，。；、：,;]*$$'),
            '($channels)[^共总计等]*$$'), false)
),
differing AS (
    SELECT
        report_id, claim, covers, applicant_type, value, figures,
        bool_or(approximate) AS approximate,
        first(sentence ORDER BY position) AS sentence,
        first(label ORDER BY position) AS label,
        list_sort(list(DISTINCT section) FILTER (section IS NOT NULL)) AS sections
    FROM unshared
    GROUP BY report_id, claim, covers, applicant_type, value, figures
),
asked AS (
    SELECT DISTINCT
        d.report_id, d.claim, d.covers, d.applicant_type, d.value,
        m.fact, m.row_code,
        unnest(CASE
            WHEN d.applicant_type IS NULL THEN [m.column_code]
            WHEN d.applicant_type = 'organizations' THEN ['natural_person', 'total']
            ELSE [d.applicant_type]
        END) AS column_code
    FROM differing AS d
    JOIN claim_readings AS m ON m.claim = d.claim OR list_contains(d.covers, m.claim)
),
told AS (
    SELECT f.report_id, 'fact_applications' AS fact, f.outcome AS row_code,
        f.applicant_type AS column_code, f.cell_status, f.assurance
    FROM fact_applications AS f
    SEMI JOIN asked AS a
        ON a.report_id = f.report_id
        AND a.fact = 'fact_applications'
        AND a.row_code = f.outcome
        AND a.column_code = f.applicant_type
    UNION ALL
    SELECT f.report_id, 'fact_review_litigation', f.channel, f.result, f.cell_status, f.assurance
    FROM fact_review_litigation AS f
    SEMI JOIN asked AS a
        ON a.report_id = f.report_id
        AND a.fact = 'fact_review_litigation'
        AND a.row_code = f.channel
        AND a.column_code = f.result
    UNION ALL
    SELECT f.report_id, 'fact_proactive_disclosure', f.item, f.measure, f.cell_status, f.assurance
    FROM fact_proactive_disclosure AS f
    SEMI JOIN asked AS a
        ON a.report_id = f.report_id
        AND a.fact = 'fact_proactive_disclosure'
        AND a.row_code = f.item
        AND a.column_code = f.measure
),
bordered AS (
    SELECT e.report_id, e.fact, e.row_code, e.column_code
    FROM evidence AS e
    SEMI JOIN told AS t
        ON t.report_id = e.report_id
        AND t.fact = e.fact
        AND t.row_code = e.row_code
        AND t.column_code = e.column_code
    WHERE e.placement = 'border' AND e.confidence IS NULL
),
suspected AS (
    -- Tables of which an equation fails that is not laid to the agency.
    SELECT DISTINCT
        report_id,
        CASE identity WHEN 'results' THEN 'fact_review_litigation' ELSE 'fact_applications' END
            AS fact
    FROM broken_equations
    WHERE blame <> 'agency_error'
),
placed AS (
    SELECT
        a.report_id, a.claim, a.covers, a.applicant_type, a.value,
        list(a.fact || '/' || a.row_code || '/' || a.column_code ORDER BY c.position) AS cells,
        bool_or(t.cell_status = 'blank') AS has_blank,
        bool_and(t.assurance IN ('proved', 'consistent') OR b.fact IS NOT NULL)
            AND NOT bool_or(s.fact IS NOT NULL) AS surely_read
    FROM asked AS a
    JOIN told AS t
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
    LEFT JOIN bordered AS b
        ON b.report_id = a.report_id
        AND b.fact = a.fact
        AND b.row_code = a.row_code
        AND b.column_code = a.column_code
    LEFT JOIN suspected AS s ON s.report_id = a.report_id AND s.fact = a.fact
    GROUP BY ALL
),
shown AS (
    SELECT
        d.*, p.cells, p.has_blank, p.surely_read,
        CASE WHEN length(d.sentence) <= 60 THEN d.sentence
            ELSE substr(d.sentence, greatest(strpos(d.sentence, d.label) - 20, 1), 60) || '…'
        END AS excerpt,
        regexp_replace(CAST(d.value AS VARCHAR), '\.00$$', '') AS observed,
        list_transform(d.figures, lambda f: regexp_replace(CAST(f AS VARCHAR), '\.00$$', '')) AS told
    FROM differing AS d
    JOIN placed AS p
        ON p.report_id = d.report_id
        AND p.claim = d.claim
        AND p.covers = d.covers
        AND p.applicant_type IS NOT DISTINCT FROM d.applicant_type
        AND p.value = d.value
)
SELECT
    report_id,
    CASE WHEN len(sections) > 0
        THEN '第' || array_to_string(
            list_transform(sections, lambda s: substr('一二三四五六', s, 1)), '、') || '部分'
        ELSE '正文' END
        || '“' || excerpt || '”所说的是 ' || observed || '，表格为 '
        || array_to_string(told, ' 或 ')
        || CASE WHEN has_blank THEN '（空白计为 0）' ELSE '' END AS message,
    CASE WHEN len(sections) > 0 THEN 'Section ' || array_to_string(sections, ', ')
        ELSE 'The text' END
        || ' claims ' || observed || ' (' || claim || '), the table says '
        || array_to_string(told, ' or ')
        || CASE WHEN has_blank THEN ' (blanks count as 0)' ELSE '' END AS message_en,
    array_to_string(told, ' / ') AS expected,
    observed,
    cells,
    CASE WHEN surely_read AND NOT approximate AND NOT has_blank
        THEN 'agency_error' ELSE 'undecided' END AS blame
FROM shown
ORDER BY report_id, claim, applicant_type, value
