"""Tables of two reports that hold the same figures throughout.

Few figures agree by chance: many agencies had one application, from a natural person, granted.
So it counts how much the figures say: each different one as many bits as its digits take
(log2(1 + figure)), without those that stand from year to year (what is in force). The zeros at
the end of an amount are none of its digits: 10 万元 is 100,000 yuan.
"""

import duckdb

_LEAST_BITS_OF_YEARS = 16
"""What the figures must say where two reports of one agency are compared."""
_LEAST_BITS_OF_AGENCIES = 40
"""The same of two agencies, of which there are many pairs: 100,000 make some 2^33."""

_STANDING = ("in_force", "disclosed_total", "previous_items")
"""Measures that stay as they are where nothing happens."""


def may_be_source(report: str, other: str) -> str:
    """SQL for whether a report may be a copy of another agency's.

    That one is of no later year, and of no agency that succeeds this one, is its office or its
    branch.

    Args:
        report, other: aliases of the temporary table told.
    """
    return f"""(
        {other}.line <> {report}.line
        AND {other}.report_year <= {report}.report_year
        AND {other}.part_of IS DISTINCT FROM {report}.agency_name
        AND {report}.part_of IS DISTINCT FROM {other}.agency_name
    )"""


# A cell that is missing or unreadable may hold anything: such a report is not compared.
_FIGURES = f"""
CREATE TEMP TABLE figures AS
WITH cells AS (
    SELECT report_id, 1 AS fact, outcome AS row_code, applicant_type AS column_code,
        CAST(count AS DECIMAL(22, 2)) AS figure, cell_status
    FROM fact_applications
    WHERE count <> 0 OR cell_status IN ('missing', 'unreadable')
    UNION ALL
    SELECT report_id, 2, channel, result, CAST(count AS DECIMAL(22, 2)), cell_status
    FROM fact_review_litigation
    WHERE count <> 0 OR cell_status IN ('missing', 'unreadable')
    UNION ALL
    SELECT report_id, 3, item, measure, CAST(value AS DECIMAL(22, 2)), cell_status
    FROM fact_proactive_disclosure
    WHERE value <> 0 OR cell_status IN ('missing', 'unreadable')
),
digests AS (
    SELECT
        report_id,
        sum(hash(fact, row_code, column_code, figure)) AS digest,
        list(DISTINCT if(
            column_code = 'amount',
            CAST('0' || rtrim(replace(CAST(abs(figure) AS VARCHAR), '.', ''), '0') AS HUGEINT),
            CAST(abs(figure) AS HUGEINT)
        )) FILTER (column_code NOT IN {_STANDING}) AS said
    FROM cells
    GROUP BY report_id
    HAVING count(*) FILTER (figure IS NULL) = 0
)
SELECT t.n, t.line, t.form_edition, d.digest,
    coalesce(list_sum([log2(1 + CAST(x AS DOUBLE)) FOR x IN list_sort(d.said)]), 0) AS bits
FROM digests AS d
JOIN told AS t ON t.report_id = d.report_id
"""  # noqa: S608

# The first report with these figures of an agency, of the first two agencies.
_IDENTICAL = f"""
CREATE TEMP TABLE identical_tables AS
WITH firsts AS (
    SELECT form_edition, digest, min(n, 2) AS numbers
    FROM (
        SELECT form_edition, digest, min(n) AS n
        FROM figures
        WHERE bits >= {_LEAST_BITS_OF_AGENCIES}
        GROUP BY form_edition, digest, line
    )
    GROUP BY form_edition, digest
    HAVING count(*) > 1
),
of_others AS (
    SELECT f.n, unnest(s.numbers) AS other_n
    FROM figures AS f
    JOIN firsts AS s ON s.form_edition = f.form_edition AND s.digest = f.digest
),
-- materialised, so that not all reports are joined with all others by what may be a source
compared AS MATERIALIZED (
    SELECT c.other_n, r.* FROM of_others AS c JOIN told AS r ON r.n = c.n
)
SELECT f.n, p.previous_n AS other_n
FROM figures AS f
JOIN previous AS p ON p.n = f.n
JOIN figures AS o
    ON o.n = p.previous_n AND o.form_edition = f.form_edition AND o.digest = f.digest
WHERE f.bits >= {_LEAST_BITS_OF_YEARS}
UNION ALL
SELECT n, min(other_n)
FROM (
    SELECT r.n, r.other_n
    FROM compared AS r
    JOIN told AS o ON o.n = r.other_n
    WHERE {may_be_source("r", "o")}
)
GROUP BY n
"""  # noqa: S608


def find_identical_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table identical_tables: n and other_n, numbers of the table told.

    The temporary tables told and previous must be there, and the tables of facts filled.
    """
    connection.execute(_FIGURES)
    connection.execute(_IDENTICAL)
    connection.execute("DROP TABLE temp.figures")
