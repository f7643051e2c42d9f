"""How far each figure is proved: the form's equations, evaluated once for each report.

An equation holds where both sides are equal with blanks counted as 0, fails where every term is
reported and the sides differ, and is unknown in every other case. One that holds is sound where
it cannot hold by chance: some term is not 0, or every term was read from a cell with borders or
markup. (Of the terms of an equation that holds, none or at least two are not 0: figures are not
negative. So beside each of them there is another one.)

The assurance of a cell with a number, of the equations that the form gives for it:

- contradicted: one fails;
- proved: every one holds and is sound;
- consistent: one holds, and the cell is neither of these;
- unproved: none can be computed, or the form gives none. So is every cell without a number.
"""

import duckdb

from transform.form import Fact, load_editions
from transform.lake import Lake
from transform.schema import EVIDENCE, REPORTS, TABLES

_REPORTS = """
CREATE TEMP TABLE assured_reports AS
SELECT
    CAST(row_number() OVER (ORDER BY report_id) AS INTEGER) AS report_number,
    report_id,
    min(form_edition) AS form_edition
FROM read_parquet(?, hive_partitioning = false)
WHERE form_edition IS NOT NULL
GROUP BY report_id
"""

# Numbers, for names would make the tables of equations several times as large.
_FORM_EQUATIONS = """
CREATE TEMP TABLE form_equations AS
SELECT
    *,
    CAST(row_number() OVER (PARTITION BY form_edition ORDER BY identity, instance) - 1 AS SMALLINT)
        AS equation_number
FROM (
    SELECT form_edition, identity, instance, count(*) AS terms FROM form_terms GROUP BY ALL
)
"""

_EQUATION_TERMS = """
CREATE TEMP TABLE equation_terms AS
SELECT t.form_edition, t.fact, t.row_code, t.column_code, t.sign, e.equation_number
FROM form_terms AS t
JOIN form_equations AS e
    ON e.form_edition = t.form_edition AND e.identity = t.identity AND e.instance = t.instance
"""

# Where the lake holds a term twice or not at all, the equation is unknown.
_EQUATIONS = """
CREATE TEMP TABLE equations AS
WITH cells AS ({cells}),
added AS (
    SELECT
        r.report_number,
        t.form_edition,
        t.equation_number,
        coalesce(sum(c.count) FILTER (WHERE t.sign = 1), 0) AS left_side,
        coalesce(sum(c.count) FILTER (WHERE t.sign = -1), 0) AS right_side,
        coalesce(bool_or(c.count <> 0), false) AS is_nonzero,
        count(*) FILTER (WHERE c.cell_status = 'reported') AS reported,
        count(*) FILTER (WHERE c.cell_status IN ('reported', 'blank')) AS told
    FROM cells AS c
    JOIN assured_reports AS r ON r.report_id = c.report_id
    JOIN equation_terms AS t
        ON t.form_edition = r.form_edition
        AND t.fact = c.fact
        AND t.row_code = c.row_code
        AND t.column_code = c.column_code
    GROUP BY r.report_number, t.form_edition, t.equation_number
)
SELECT
    a.* EXCLUDE (reported, told),
    CASE
        WHEN a.told = e.terms AND a.left_side = a.right_side THEN 'holds'
        WHEN a.reported = e.terms AND a.left_side <> a.right_side THEN 'fails'
        ELSE 'unknown'
    END AS status
FROM added AS a
JOIN form_equations AS e
    ON e.form_edition = a.form_edition AND e.equation_number = a.equation_number
"""

# Most reports are of one piece: all their cells stand within borders, or none does.
_BORDERED_REPORTS = """
CREATE TEMP TABLE bordered_reports AS
WITH sizes AS (
    SELECT form_edition, count(*) AS cells FROM form_cells GROUP BY form_edition
),
placed AS (
    SELECT
        report_id,
        count(*) AS cells,
        count(*) FILTER (WHERE placement = 'border') AS bordered
    FROM read_parquet(?, hive_partitioning = false)
    GROUP BY report_id
)
SELECT r.report_number, r.report_id, r.form_edition, p.bordered = s.cells AS is_whole
FROM placed AS p
JOIN assured_reports AS r ON r.report_id = p.report_id
JOIN sizes AS s ON s.form_edition = r.form_edition
WHERE p.bordered > 0 AND p.cells = s.cells
"""

_BORDERED_EQUATIONS = """
CREATE TEMP TABLE bordered_equations AS
WITH bordered AS MATERIALIZED (
    SELECT r.report_number, r.form_edition, v.fact, v.row_code, v.column_code
    FROM read_parquet(?, hive_partitioning = false) AS v
    JOIN bordered_reports AS r ON r.report_id = v.report_id
    WHERE v.placement = 'border' AND NOT r.is_whole
)
SELECT b.report_number, t.equation_number
FROM bordered AS b
JOIN equation_terms AS t
    ON t.form_edition = b.form_edition
    AND t.fact = b.fact
    AND t.row_code = b.row_code
    AND t.column_code = b.column_code
JOIN form_equations AS e
    ON e.form_edition = t.form_edition AND e.equation_number = t.equation_number
GROUP BY b.report_number, t.equation_number
HAVING count(*) = any_value(e.terms)
"""

# A bit for each equation of the form; more than fit raise an error.
_PROOFS = """
CREATE TEMP TABLE proofs AS
WITH told AS (
    SELECT
        q.report_number,
        CAST(1 AS HUGEINT) << q.equation_number AS bit,
        q.status,
        q.is_nonzero OR coalesce(w.is_whole, false) OR b.report_number IS NOT NULL AS is_sound
    FROM equations AS q
    LEFT JOIN bordered_reports AS w ON w.report_number = q.report_number
    LEFT JOIN bordered_equations AS b
        ON b.report_number = q.report_number AND b.equation_number = q.equation_number
)
SELECT
    r.report_id,
    any_value(r.form_edition) AS form_edition,
    coalesce(bit_or(t.bit) FILTER (WHERE t.status = 'fails'), 0) AS failing,
    coalesce(bit_or(t.bit) FILTER (WHERE t.status = 'holds'), 0) AS holding,
    coalesce(bit_or(t.bit) FILTER (WHERE t.status = 'holds' AND t.is_sound), 0) AS proving
FROM told AS t
JOIN assured_reports AS r ON r.report_number = t.report_number
GROUP BY r.report_id
"""

_CELL_EQUATIONS = """
CREATE TEMP TABLE cell_equations AS
SELECT
    form_edition, fact, row_code, column_code,
    bit_or(CAST(1 AS HUGEINT) << equation_number) AS given
FROM equation_terms
GROUP BY ALL
"""

_FAILING = """
INSERT INTO failing_equations
SELECT r.report_id, r.form_edition, e.identity, e.instance, q.left_side, q.right_side
FROM equations AS q
JOIN assured_reports AS r ON r.report_number = q.report_number
JOIN form_equations AS e
    ON e.form_edition = r.form_edition AND e.equation_number = q.equation_number
WHERE q.status = 'fails'
"""

_FACTS = """
INSERT INTO {fact} ({columns}, assurance)
SELECT
    {shown},
    CASE
        WHEN f.cell_status <> 'reported' OR e.given IS NULL THEN 'unproved'
        WHEN p.failing & e.given <> 0 THEN 'contradicted'
        WHEN p.proving & e.given = e.given THEN 'proved'
        WHEN p.holding & e.given <> 0 THEN 'consistent'
        ELSE 'unproved'
    END
FROM read_parquet(?, hive_partitioning = false) AS f
LEFT JOIN proofs AS p ON p.report_id = f.report_id
LEFT JOIN cell_equations AS e
    ON e.form_edition = p.form_edition
    AND e.fact = '{fact}'
    AND e.row_code = f.{row}
    AND e.column_code = f.{column}
ORDER BY f.file_index, f.file_row_number
"""

_FILES_AT_ONCE = 20
"""So many batches are sorted in memory: a join does not keep the order of their rows."""

_NO_LONGER_NEEDED = (
    "assured_reports",
    "form_equations",
    "equation_terms",
    "equations",
    "bordered_reports",
    "bordered_equations",
    "proofs",
    "cell_equations",
)


def fill_facts(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    """Fill the fact tables in the order of the lake's files; form_terms must be filled.

    Leaves the temporary table failing_equations (report_id, form_edition, identity, instance,
    left_side, right_side) for the rules.
    """
    connection.execute(
        "CREATE TEMP TABLE failing_equations (report_id VARCHAR, form_edition VARCHAR,"
        " identity VARCHAR, instance VARCHAR, left_side HUGEINT, right_side HUGEINT)"
    )
    if not lake.table_files(REPORTS.name):
        return
    _evaluate_equations(connection, lake)
    for fact in Fact:
        paths = _files(lake, fact)
        for start in range(0, len(paths), _FILES_AT_ONCE):
            files = paths[start : start + _FILES_AT_ONCE]
            connection.execute(_fill_fact(fact), [files])
    for name in _NO_LONGER_NEEDED:
        connection.execute(f"DROP TABLE temp.{name}")


def _evaluate_equations(connection: duckdb.DuckDBPyConnection, lake: Lake) -> None:
    facts = sorted({term.cell.fact for e in load_editions().values() for term in e.terms()})
    cells = "\nUNION ALL\n".join(_cells_of(fact) for fact in facts)
    connection.execute(_REPORTS, [_files(lake, REPORTS.name)])
    connection.execute(_FORM_EQUATIONS)
    connection.execute(_EQUATION_TERMS)
    connection.execute(_EQUATIONS.format(cells=cells), [_files(lake, fact) for fact in facts])
    connection.execute(_BORDERED_REPORTS, [_files(lake, EVIDENCE.name)])
    connection.execute(_BORDERED_EQUATIONS, [_files(lake, EVIDENCE.name)])
    for statement in (_PROOFS, _CELL_EQUATIONS, _FAILING):
        connection.execute(statement)


def _cells_of(fact: Fact) -> str:
    row, column, figure = (c.name for c in TABLES[fact].columns[1:4])
    return (
        f"SELECT report_id, '{fact}' AS fact, {row} AS row_code, {column} AS column_code,"  # noqa: S608
        f' "{figure}" AS count, cell_status FROM read_parquet(?, hive_partitioning = false)'
    )


def _fill_fact(fact: Fact) -> str:
    table = TABLES[fact]
    row, column = (c.name for c in table.columns[1:3])
    names = [f'"{c.name}"' for c in table.lake_columns]
    shown = ", ".join(f"f.{name}" for name in names)
    return _FACTS.format(fact=fact, columns=", ".join(names), shown=shown, row=row, column=column)


def _files(lake: Lake, table: str) -> list[str]:
    return [str(path) for path in lake.table_files(table)]
