-- What a report carries over beside what the agency's report on the year before carried forward.
--
-- One finding a pair of reports, at the later one. Whose fault it is, is told by the assurance of
-- the two cells: a number that its own form does not prove is suspect beside one that is proved.
WITH broken AS (
    SELECT
        l.report_id, l.former_report_id, l.column_code, l.expected, l.observed,
        former.assurance AS former_assurance, later.assurance AS later_assurance
    FROM chain_links AS l
    JOIN fact_applications AS former
        ON former.report_id = l.former_report_id
        AND former.outcome = 'carried_forward'
        AND former.applicant_type = l.column_code
    JOIN fact_applications AS later
        ON later.report_id = l.report_id
        AND later.outcome = 'carried_over'
        AND later.applicant_type = l.column_code
    WHERE l.chain = 'applications' AND l.verdict = 'fails'
),
doubted AS (
    SELECT *,
        CASE
            WHEN former_assurance = 'proved' AND later_assurance = 'proved' THEN 'neither'
            WHEN former_assurance = 'proved' AND later_assurance IN ('unproved', 'contradicted')
                THEN 'later'
            WHEN later_assurance = 'proved' AND former_assurance IN ('unproved', 'contradicted')
                THEN 'former'
            ELSE 'untold'
        END AS doubt,
        CASE doubt
            WHEN 'later' THEN [report_id, 'carried_over']
            WHEN 'former' THEN [former_report_id, 'carried_forward']
        END AS doubted_row
    FROM broken
),
-- What the equations of its own form say of a cell that they contradict.
settled AS (
    SELECT
        d.report_id, d.column_code,
        count(b.blame) AS equations,
        bool_and(b.blame = 'agency_error') AS by_agency,
        bool_and(b.blame = 'suspect_reading') AS by_reading
    FROM doubted AS d
    LEFT JOIN broken_equations AS b
        ON b.report_id = d.doubted_row[1]
        AND b.instance IN (d.column_code, d.doubted_row[2])
    GROUP BY d.report_id, d.column_code
),
blamed AS (
    SELECT d.*,
        CASE
            WHEN d.doubt = 'neither' THEN 'agency_error'
            WHEN d.doubt = 'untold' THEN 'undecided'
            WHEN s.equations = 0 OR s.by_reading THEN 'suspect_reading'
            WHEN s.by_agency THEN 'agency_error'
            ELSE 'undecided'
        END AS blame
    FROM doubted AS d
    JOIN settled AS s ON s.report_id = d.report_id AND s.column_code = d.column_code
),
placed AS (
    SELECT b.*, c.column_label, c.position
    FROM blamed AS b
    JOIN reports AS r ON r.report_id = b.report_id
    JOIN form_cells AS c
        ON c.form_edition = r.form_edition
        AND c.fact = 'fact_applications'
        AND c.row_code = 'carried_over'
        AND c.column_code = b.column_code
),
found AS (
    SELECT
        report_id, former_report_id,
        string_agg('“' || column_label || '” ' || expected || ' 与 ' || observed, '；'
            ORDER BY position) AS said,
        string_agg(column_code || ': ' || expected || ' and ' || observed, '; '
            ORDER BY position) AS said_en,
        string_agg(CAST(expected AS VARCHAR), '、' ORDER BY position) AS expected,
        string_agg(CAST(observed AS VARCHAR), '、' ORDER BY position) AS observed,
        list('fact_applications/carried_over/' || column_code ORDER BY position) AS cells,
        CASE WHEN count(DISTINCT blame) = 1 THEN min(blame) ELSE 'undecided' END AS blame,
        CASE WHEN count(DISTINCT doubt) = 1 THEN min(doubt) ELSE 'untold' END AS doubt
    FROM placed
    GROUP BY report_id, former_report_id
),
told AS (
    SELECT f.*, later.report_year, former.report_year AS former_year,
        later.agency_confidence = 'low' OR former.agency_confidence = 'low' AS is_doubtful
    FROM found AS f
    JOIN reports AS later ON later.report_id = f.report_id
    JOIN reports AS former ON former.report_id = f.former_report_id
)
SELECT
    report_id,
    former_year || ' 年度结转下年与 ' || report_year || ' 年度上年结转不一致：' || said
        || '（' || former_year || ' 年度报告 ' || former_report_id || '）' AS message,
    'what ' || former_year || ' carries forward and ' || report_year || ' carries over differ: '
        || said_en || ' (report on ' || former_year || ': ' || former_report_id || ')'
        AS message_en,
    expected,
    observed,
    cells,
    CASE WHEN is_doubtful THEN 'undecided' ELSE blame END AS blame,
    CASE doubt
        WHEN 'later' THEN former_year || ' 年度的结转下年已由该报告的勾稽关系证实，本报告的上年结转'
            || '没有；请核对本报告'
        WHEN 'former' THEN '本报告的上年结转已由勾稽关系证实，' || former_year
            || ' 年度的结转下年没有；请核对报告 ' || former_report_id
    END AS suggestion,
    CASE doubt
        WHEN 'later' THEN 'the form proves what ' || former_year || ' carries forward, and not '
            || 'what this report carries over: look at this report'
        WHEN 'former' THEN 'the form proves what this report carries over, and not what '
            || former_year || ' carries forward: look at report ' || former_report_id
    END AS suggestion_en
FROM told
ORDER BY report_id
