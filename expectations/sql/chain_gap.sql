-- Years that lie between two reports of one body, of whatever scope, and have none.
WITH years AS (
    SELECT
        lineage_id, report_year,
        first(report_id ORDER BY scope = 'own' DESC, report_id) AS report_id
    FROM agency_ledger
    GROUP BY lineage_id, report_year
),
gaps AS (
    SELECT
        *,
        lag(report_year) OVER (PARTITION BY lineage_id ORDER BY report_year) AS former_year
    FROM years
    QUALIFY former_year < report_year - 1
),
lacking AS (
    SELECT *,
        array_to_string(range(former_year + 1, report_year), '、') AS absent,
        array_to_string(range(former_year + 1, report_year), ', ') AS absent_en
    FROM gaps
)
SELECT
    g.report_id,
    a.agency_name || '在 ' || g.former_year || ' 年度与 ' || g.report_year || ' 年度之间缺 '
        || g.absent || ' 年度的报告' AS message,
    a.agency_name || ' has no report on ' || g.absent_en || ', between ' || g.former_year
        || ' and ' || g.report_year AS message_en,
    g.absent AS expected,
    g.former_year || '、' || g.report_year AS observed,
    CAST([] AS VARCHAR[]) AS cells
FROM lacking AS g
JOIN agencies AS a ON a.agency_id = g.lineage_id
ORDER BY g.report_id
