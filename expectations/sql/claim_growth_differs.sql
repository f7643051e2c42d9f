-- Growth against last year that no reading of the two reports gives.
--
-- Asked are the tables of both years and what the two texts say of the same thing; where a
-- figure of either can't be computed, or several are listed in turn, there is no finding.
WITH grown AS (
    SELECT
        c.report_id, c.position, c.claim, c.covers, c.applicant_type, c.measure, c.value,
        c.approximate, c.section, c.sentence, c.label, l.report_id AS last_id,
        l.report_year AS last_year,
        CASE
            WHEN c.measure = 'change' AND c.approximate AND c.value <> 0
                THEN power(10, length(regexp_extract(
                    CAST(CAST(abs(c.value) AS HUGEINT) AS VARCHAR), '0*$$'))) + 0.5
            WHEN c.measure = 'change' THEN 0.5
            WHEN c.approximate AND c.value % 10 = 0 THEN 10
            WHEN c.value % 1 = 0 OR c.approximate THEN 1
            WHEN (c.value * 10) % 1 = 0 THEN 0.1
            ELSE 0.01
        END AS allowance
    FROM narrative_claims AS c
    JOIN reports AS r ON r.report_id = c.report_id
    JOIN reports AS l
        ON l.agency_id = r.agency_id
        AND l.report_year = r.report_year - 1
        AND l.scope IS NOT DISTINCT FROM r.scope
    WHERE c.measure IN ('growth', 'change')
        AND NOT regexp_matches(c.sentence, '$in_turn')
        AND c.claim <> 'part'
        AND c.value IS NOT NULL
        AND c.part_of IS NULL
        AND (c.year IS NULL OR c.year = r.report_year)
        AND (c.scope IS NULL OR c.scope = r.scope)
        AND r.superseded_by IS NULL
        AND l.superseded_by IS NULL
),
asked AS (
    SELECT report_id, position, false AS previous, report_id AS told_by, claim, covers,
        applicant_type
    FROM grown
    UNION ALL
    SELECT report_id, position, true, last_id, claim, covers, applicant_type
    FROM grown
),
-- What a text says of it as a whole; several unlike figures of one thing are about its shares.
amounts AS (
    SELECT a.report_id, a.position, a.previous, any_value(c.value) AS figure
    FROM asked AS a
    JOIN reports AS r ON r.report_id = a.told_by
    JOIN narrative_claims AS c
        ON c.report_id = a.told_by
        AND c.claim = a.claim
        AND c.covers = a.covers
        AND c.applicant_type IS NOT DISTINCT FROM a.applicant_type
    WHERE c.measure = 'amount'
        AND c.value IS NOT NULL
        AND (c.year IS NULL OR c.year = r.report_year)
        AND (c.scope IS NULL OR c.scope = r.scope)
    GROUP BY a.report_id, a.position, a.previous
    HAVING count(DISTINCT c.value) = 1
        AND NOT bool_or(c.approximate)
        AND NOT bool_or(c.part_of IS NOT NULL)
),
figures AS (
    SELECT g.report_id, g.position, f.previous, CAST(f.figure AS DOUBLE) AS figure
    FROM grown AS g
    JOIN claim_figures AS f ON f.report_id = g.report_id AND f.position = g.position
    UNION
    SELECT report_id, position, previous, CAST(figure AS DOUBLE) FROM amounts
),
pairs AS (
    SELECT
        g.*, this.figure AS this_figure, last.figure AS last_figure,
        CASE WHEN g.measure = 'change' THEN this.figure - last.figure
            ELSE 100 * (this.figure - last.figure) / nullif(last.figure, 0) END AS grown_by
    FROM grown AS g
    JOIN figures AS this
        ON this.report_id = g.report_id AND this.position = g.position AND NOT this.previous
    JOIN figures AS last
        ON last.report_id = g.report_id AND last.position = g.position AND last.previous
),
differing AS (
    SELECT
        report_id, position, claim, covers, applicant_type, measure, value, approximate,
        section, sentence, label, last_id, last_year,
        list_sort(list(DISTINCT round(grown_by, 2)))[1:6] AS growths,
        list_sort(list(DISTINCT this_figure))[1:6] AS these,
        list_sort(list(DISTINCT last_figure))[1:6] AS lasts
    FROM pairs
    GROUP BY ALL
    HAVING bool_and(this_figure IS NOT NULL AND last_figure IS NOT NULL AND grown_by IS NOT NULL)
        AND NOT bool_or(abs(abs(grown_by) - abs(CAST(value AS DOUBLE))) < allowance - 0.000001)
),
held AS (
    SELECT DISTINCT
        d.report_id, d.position, d.last_id, m.fact, m.row_code,
        unnest(CASE
            WHEN d.applicant_type IS NULL THEN [m.column_code]
            WHEN d.applicant_type = 'organizations' THEN ['natural_person', 'total']
            ELSE [d.applicant_type]
        END) AS column_code
    FROM differing AS d
    JOIN claim_readings AS m ON m.claim = d.claim OR list_contains(d.covers, m.claim)
),
looked_up AS (
    SELECT report_id, row_code, column_code FROM held
    UNION
    SELECT last_id, row_code, column_code FROM held
),
told AS (
    SELECT f.report_id, 'fact_applications' AS fact, f.outcome AS row_code,
        f.applicant_type AS column_code, f.assurance IN ('proved', 'consistent') AS is_assured
    FROM fact_applications AS f
    SEMI JOIN looked_up AS a
        ON a.report_id = f.report_id
        AND a.row_code = f.outcome
        AND a.column_code = f.applicant_type
    UNION ALL
    SELECT f.report_id, 'fact_review_litigation', f.channel, f.result,
        f.assurance IN ('proved', 'consistent')
    FROM fact_review_litigation AS f
    SEMI JOIN looked_up AS a
        ON a.report_id = f.report_id
        AND a.row_code = f.channel
        AND a.column_code = f.result
    UNION ALL
    SELECT f.report_id, 'fact_proactive_disclosure', f.item, f.measure,
        f.assurance IN ('proved', 'consistent')
    FROM fact_proactive_disclosure AS f
    SEMI JOIN looked_up AS a
        ON a.report_id = f.report_id
        AND a.row_code = f.item
        AND a.column_code = f.measure
),
placed AS (
    SELECT
        a.report_id, a.position,
        bool_and(this.is_assured AND coalesce(last.is_assured, true)) AS is_assured,
        list(a.fact || '/' || a.row_code || '/' || a.column_code ORDER BY c.position) AS cells
    FROM held AS a
    JOIN told AS this
        ON this.report_id = a.report_id
        AND this.fact = a.fact
        AND this.row_code = a.row_code
        AND this.column_code = a.column_code
    LEFT JOIN told AS last
        ON last.report_id = a.last_id
        AND last.fact = a.fact
        AND last.row_code = a.row_code
        AND last.column_code = a.column_code
    JOIN reports AS r ON r.report_id = a.report_id
    JOIN form_cells AS c
        ON c.form_edition = r.form_edition
        AND c.fact = a.fact
        AND c.row_code = a.row_code
        AND c.column_code = a.column_code
    GROUP BY a.report_id, a.position
),
shown AS (
    SELECT d.*, p.cells, p.is_assured,
        CASE WHEN measure = 'growth' THEN '%' ELSE '' END AS unit,
        rtrim(rtrim(CAST(value AS VARCHAR), '0'), '.') AS observed,
        list_transform(growths, lambda g: regexp_replace(CAST(g AS VARCHAR), '\.0$$', '')) AS grown_by,
        list_transform(these, lambda g: regexp_replace(CAST(g AS VARCHAR), '\.0$$', '')) AS this_year,
        list_transform(lasts, lambda g: regexp_replace(CAST(g AS VARCHAR), '\.0$$', '')) AS year_before
    FROM differing AS d
    LEFT JOIN placed AS p ON p.report_id = d.report_id AND p.position = d.position
)
SELECT
    report_id,
    coalesce('第' || substr('一二三四五六', section, 1) || '部分', '正文')
        || '“' || CASE WHEN length(sentence) <= 60 THEN sentence
            ELSE substr(sentence, greatest(strpos(sentence, label) - 20, 1), 60) || '…' END
        || '”所说的比上年增减为 ' || observed || unit || '；本年为 '
        || array_to_string(this_year, ' 或 ') || '，' || last_year || ' 年报告为 '
        || array_to_string(year_before, ' 或 ') || '，增减应为 '
        || array_to_string(list_transform(grown_by, lambda g: g || unit), ' 或 ') AS message,
    coalesce('Section ' || section, 'The text') || ' claims a change against last year of '
        || observed || unit || ' (' || claim || '); this year says '
        || array_to_string(this_year, ' or ') || ', the report on ' || last_year || ' '
        || array_to_string(year_before, ' or ') || ', which is '
        || array_to_string(list_transform(grown_by, lambda g: g || unit), ' or ') AS message_en,
    array_to_string(grown_by, ' / ') AS expected,
    observed,
    coalesce(cells, CAST([] AS VARCHAR[])) AS cells,
    CASE WHEN coalesce(is_assured, true) AND NOT approximate THEN 'agency_error'
        ELSE 'undecided' END AS blame
FROM shown
ORDER BY report_id, position
