-- Applications received that are far from the median of the body's own years.
--
-- On the scale ln(1 + n): the distance, measured in median absolute deviations (0.6745 of one
-- makes it a robust z), must exceed $z. The deviation is taken as at least $floor, so that a
-- body with even years needs a jump by several times; and the numbers must be $least apart. Where
-- a government tells the scope of some reports only, the others may be of its whole area.
WITH told AS (
    SELECT
        l.lineage_id, l.scope, l.report_id, l.received,
        ln(1 + CAST(l.received AS DOUBLE)) AS size,
        a.sector IN ('government', 'government_office', 'zone') AND r.scope IS NULL AS is_untold
    FROM agency_ledger AS l
    JOIN reports AS r ON r.report_id = l.report_id
    JOIN agencies AS a ON a.agency_id = l.agency_id
    WHERE l.received IS NOT NULL
),
middles AS (
    SELECT lineage_id, scope, median(size) AS middle, median(received) AS usual
    FROM told
    GROUP BY lineage_id, scope
    HAVING count(*) > $others AND (bool_and(is_untold) OR NOT bool_or(is_untold))
),
deviations AS (
    SELECT t.lineage_id, t.scope, median(abs(t.size - m.middle)) AS deviation
    FROM told AS t
    JOIN middles AS m ON m.lineage_id = t.lineage_id AND m.scope = t.scope
    GROUP BY t.lineage_id, t.scope
),
jumps AS (
    SELECT t.report_id, t.received, m.usual,
        0.6745 * (t.size - m.middle) / greatest(d.deviation, $floor) AS z
    FROM told AS t
    JOIN middles AS m ON m.lineage_id = t.lineage_id AND m.scope = t.scope
    JOIN deviations AS d ON d.lineage_id = t.lineage_id AND d.scope = t.scope
    WHERE abs(z) > $z AND abs(t.received - m.usual) >= $least
),
printed AS (
    SELECT *,
        CASE WHEN usual = trunc(usual) THEN CAST(CAST(usual AS HUGEINT) AS VARCHAR)
            ELSE printf('%.1f', usual) END AS median
    FROM jumps
)
SELECT
    j.report_id,
    r.report_year || ' 年度本年新收 ' || j.received || ' 件，该机关各年中位数为 '
        || j.median || ' 件' AS message,
    'received ' || j.received || ' in ' || r.report_year || '; the median of the agency''s years'
        || ' is ' || j.median AS message_en,
    j.median AS expected,
    CAST(j.received AS VARCHAR) AS observed,
    ['fact_applications/received/total'] AS cells
FROM printed AS j
JOIN reports AS r ON r.report_id = j.report_id
ORDER BY j.report_id
