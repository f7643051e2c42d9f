-- One equation of the form, in every row or column in which it fails.
--
-- The build has evaluated it: it fails where every term is reported and the two sides differ.
-- A blank term counts as 0 if that makes the equation hold, and otherwise leaves it unknown:
-- no finding either way. Whose fault it is was told while the report was read.
WITH places AS (
    SELECT
        t.form_edition,
        t.instance,
        any_value(c.${place}_label) AS label,
        list(
            t.fact || '/' || t.row_code || '/' || t.column_code ORDER BY t.sign DESC, c.position
        ) AS cells
    FROM form_terms AS t
    JOIN form_cells AS c
        ON c.form_edition = t.form_edition
        AND c.fact = t.fact
        AND c.row_code = t.row_code
        AND c.column_code = t.column_code
    WHERE t.identity = '$identity'
    GROUP BY t.form_edition, t.instance
)
SELECT
    f.report_id,
    '“' || p.label || '”$line：$left ' || f.left_side || '，$right ' || f.right_side AS message,
    '$place ' || f.instance || ': $left_en ' || f.left_side
        || ', $right_en ' || f.right_side AS message_en,
    CAST(f.left_side AS VARCHAR) AS expected,
    CAST(f.right_side AS VARCHAR) AS observed,
    p.cells,
    b.blame,
    b.suggestion,
    b.suggestion_en
FROM failing_equations AS f
JOIN places AS p ON p.form_edition = f.form_edition AND p.instance = f.instance
LEFT JOIN broken_equations AS b
    ON b.report_id = f.report_id AND b.identity = f.identity AND b.instance = f.instance
WHERE f.identity = '$identity'
ORDER BY f.report_id, f.instance
