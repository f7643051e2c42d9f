-- One equation of the form, in every row or column in which it holds.
--
-- It fails where every term is reported and the two sides differ. A blank term counts as 0
-- if that makes the equation hold, and otherwise leaves it unknown: no finding either way.
WITH terms AS (
    SELECT form_edition, instance, row_code, column_code, sign
    FROM form_terms
    WHERE identity = '$identity' AND fact = '$fact'
),
broken AS (
    SELECT
        f.report_id,
        t.instance,
        any_value(t.form_edition) AS form_edition,
        sum(f.count) FILTER (WHERE t.sign = 1) AS left_side,
        sum(f.count) FILTER (WHERE t.sign = -1) AS right_side
    FROM $fact AS f
    JOIN reports AS r ON r.report_id = f.report_id
    JOIN terms AS t
        ON t.form_edition = r.form_edition
        AND t.row_code = f.$row
        AND t.column_code = f.$column
    GROUP BY f.report_id, t.instance
    HAVING bool_and(f.cell_status = 'reported') AND sum(t.sign * f.count) <> 0
),
places AS (
    SELECT
        t.form_edition,
        t.instance,
        any_value(c.${place}_label) AS label,
        list(
            '$fact' || '/' || t.row_code || '/' || t.column_code ORDER BY t.sign DESC, c.position
        ) AS cells
    FROM terms AS t
    JOIN form_cells AS c
        ON c.form_edition = t.form_edition
        AND c.fact = '$fact'
        AND c.row_code = t.row_code
        AND c.column_code = t.column_code
    GROUP BY t.form_edition, t.instance
)
SELECT
    b.report_id,
    '“' || p.label || '”$line：$left ' || b.left_side || '，$right ' || b.right_side AS message,
    '$place ' || b.instance || ': $left_en ' || b.left_side
        || ', $right_en ' || b.right_side AS message_en,
    CAST(b.left_side AS VARCHAR) AS expected,
    CAST(b.right_side AS VARCHAR) AS observed,
    p.cells
FROM broken AS b
JOIN places AS p ON p.form_edition = b.form_edition AND p.instance = b.instance
ORDER BY b.report_id, b.instance
