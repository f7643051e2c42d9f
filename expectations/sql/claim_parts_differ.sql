-- A whole and the parts that the text names of it.
--
-- Parts of one whole are added up along one line only: by applicant, by what came in, by
-- outcome, or as they are listed. More than the whole is always told, unless a run of the parts
-- makes up the whole (a second break-down follows, or the channels overlap), or all parts agree
-- with the tables (which are added up by themselves). Less is told only where the list is meant
-- to be complete.
WITH counted AS (
    SELECT DISTINCT claim FROM claim_readings
),
wholes AS (
    SELECT
        c.report_id, c.position, c.claim, c.applicant_type, c.value, c.unit, c.approximate,
        c.scope, c.year, c.section, c."offset", counted.claim IS NOT NULL AS in_tables
    FROM narrative_claims AS c
    SEMI JOIN (
        SELECT DISTINCT report_id, part_of FROM narrative_claims WHERE part_of IS NOT NULL
    ) AS p ON p.report_id = c.report_id AND p.part_of = c.position
    LEFT JOIN counted ON counted.claim = c.claim
    WHERE c.measure = 'amount' AND c.value IS NOT NULL
),
agreeing AS (
    SELECT DISTINCT report_id, position FROM claim_figures WHERE agrees AND NOT previous
),
named AS (
    SELECT
        p.report_id, p.part_of, p.position, p.claim, p.applicant_type, p.value, p.approximate,
        p.section, p."offset", a.position IS NOT NULL AS agrees,
        CASE
            WHEN p.applicant_type IS DISTINCT FROM w.applicant_type THEN 'types'
            WHEN p.claim IN ('applications_received', 'applications_carried_over') THEN 'intake'
            WHEN w.in_tables AND p.claim IN (SELECT claim FROM counted) THEN 'outcomes'
            ELSE 'list'
        END AS line,
        -- the group that a code of the form belongs to, if it is one of a group
        CASE WHEN p.applicant_type <> 'natural_person' AND p.applicant_type <> 'organizations'
            THEN 'organizations'
            ELSE coalesce(nullif(regexp_extract(
                p.claim, '^(refused|unavailable|rejected|other|litigation)_', 1), ''), '-')
        END AS of_group,
        CASE WHEN p.applicant_type = 'organizations' THEN 'organizations'
            WHEN p.claim = 'other_processed' THEN 'other'
            WHEN p.claim = 'litigation_cases' THEN 'litigation'
            ELSE p.claim END AS as_group
    FROM narrative_claims AS p
    JOIN wholes AS w ON w.report_id = p.report_id AND w.position = p.part_of
    LEFT JOIN agreeing AS a ON a.report_id = p.report_id AND a.position = p.position
    WHERE p.measure = 'amount'
        AND p.value IS NOT NULL
        AND p.unit = w.unit
        AND p.scope IS NOT DISTINCT FROM w.scope
        AND p.year IS NOT DISTINCT FROM w.year
),
parts AS (
    SELECT n.*,
        CASE WHEN NOT n.approximate THEN 0
            WHEN n.value = 0 OR n.value <> trunc(n.value) THEN 1
            ELSE power(10, length(regexp_extract(
                CAST(CAST(n.value AS HUGEINT) AS VARCHAR), '0*$$'))) END AS allowance
    FROM named AS n
    ANTI JOIN named AS g
        ON g.report_id = n.report_id
        AND g.part_of = n.part_of
        AND g.line = n.line
        AND g.position <> n.position
        AND g.as_group = n.of_group
),
added AS (
    SELECT
        report_id, part_of, line,
        count(*) AS part_count,
        sum(value) AS parts_sum,
        sum(allowance) AS allowance,
        bool_or(approximate) AS approximate,
        list(value ORDER BY position) AS values,
        bool_or(claim = 'applications_received')
            AND bool_or(claim = 'applications_carried_over') AS has_intake,
        bool_or(applicant_type = 'natural_person')
            AND bool_or(applicant_type = 'organizations') AS has_types,
        min("offset") AS first_offset,
        max("offset") AS last_offset,
        min(section) = max(section) AS in_one_section,
        min(section) AS section
    FROM parts
    GROUP BY report_id, part_of, line
    HAVING NOT bool_and(agrees)
),
unequal AS (
    SELECT
        w.report_id, w.position, w.section, w.value, w.approximate, w."offset",
        a.* EXCLUDE (report_id, section, approximate),
        a.approximate OR w.approximate AS is_approximate,
        a.parts_sum > w.value AS is_more,
        w.section IS NOT DISTINCT FROM a.section AND a.in_one_section AS in_place
    FROM added AS a
    JOIN wholes AS w ON w.report_id = a.report_id AND w.position = a.part_of
    WHERE abs(a.parts_sum - w.value) > a.allowance
        AND (NOT w.approximate OR a.parts_sum > 2 * w.value)
),
-- What the parts reach one after the other; a run of them is the whole where two of these differ
-- by it.
sums AS (
    SELECT p.report_id, p.part_of, p.line, sum(p.value) OVER (
        PARTITION BY p.report_id, p.part_of, p.line
        ORDER BY p.position
        ROWS UNBOUNDED PRECEDING
    ) AS reached
    FROM parts AS p
    SEMI JOIN unequal AS u
        ON u.report_id = p.report_id AND u.part_of = p.part_of AND u.line = p.line
),
runs AS (
    SELECT report_id, part_of, line, list(reached) AS reached
    FROM sums
    GROUP BY report_id, part_of, line
),
read AS (
    SELECT u.*,
        coalesce(u.in_place AND u.first_offset >= u."offset", false) AS in_order,
        substr(s.text, u."offset" + 1, least(u.last_offset - u."offset", 2000))
            || regexp_extract(substr(s.text, u.last_offset + 1, 30), '^[^。；;\n]*') AS wording
    FROM unequal AS u
    JOIN runs AS r ON r.report_id = u.report_id AND r.part_of = u.part_of AND r.line = u.line
    LEFT JOIN sections AS s ON s.report_id = u.report_id AND s.section = u.section
    WHERE u.value = 0 OR NOT list_has_any(
        r.reached, list_transform(list_prepend(0, r.reached), lambda reached: reached + u.value))
),
found AS (
    SELECT *
    FROM read
    WHERE is_more
        OR (
            NOT is_approximate
            AND CASE line
                WHEN 'intake' THEN has_intake
                WHEN 'types' THEN has_types
                WHEN 'list' THEN
                    part_count >= 3
                    AND 2 * parts_sum >= value
                    AND in_order
                    AND NOT regexp_matches(wording, '$incomplete')
                ELSE false
            END
        )
),
shown AS (
    SELECT f.*,
        CASE WHEN length(c.sentence) <= 60 THEN c.sentence
            ELSE substr(c.sentence, greatest(strpos(c.sentence, c.label) - 20, 1), 60) || '…'
        END AS excerpt,
        regexp_replace(CAST(f.value AS VARCHAR), '\.00$$', '') AS whole,
        regexp_replace(CAST(parts_sum AS VARCHAR), '\.00$$', '') AS total,
        array_to_string(list_transform(
            values[1:12], lambda v: regexp_replace(CAST(v AS VARCHAR), '\.00$$', '')), ' + ')
            || CASE WHEN part_count > 12 THEN ' + …' ELSE '' END AS terms
    FROM found AS f
    JOIN narrative_claims AS c ON c.report_id = f.report_id AND c.position = f.position
)
SELECT
    report_id,
    coalesce('第' || substr('一二三四五六', section, 1) || '部分', '正文')
        || '“' || excerpt || '”的总数为 ' || whole || '，'
        || CASE WHEN part_count = 1 THEN '其中一部分为 ' || total
            ELSE '所列各部分之和为 ' || terms || ' = ' || total END AS message,
    coalesce('Section ' || section, 'The text') || ' gives ' || whole || ' as a whole, '
        || CASE WHEN part_count = 1 THEN 'and a part of it as ' || total
            ELSE 'its parts add up to ' || terms || ' = ' || total END AS message_en,
    whole AS expected,
    total AS observed,
    CAST([] AS VARCHAR[]) AS cells,
    CASE WHEN is_approximate THEN 'undecided' ELSE 'agency_error' END AS blame
FROM shown
ORDER BY report_id, position, line
