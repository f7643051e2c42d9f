"""Set each consolidated report beside the reports of its area: rollups and rollup_children.

Only what is surely part of an area is added up, so that a sum that is too large means something:
of each body one current report on the year (as in agency_ledger), whose agency is told surely.

A government's area holds its departments, and if the report says that it reaches below them
(全县, 乡镇, 县区) the organs and towns of all divisions in it. A division with a consolidated
report of its own is represented by that one, and its organs are not added up again. A government
and its offices count once; a government's report that does not tell its scope, a vertical organ,
a zone, an institution, a branch, and a body whose successor reports too are left out. Any other
agency's consolidated report is set beside its own one and those of its branches.
"""

import duckdb

from transform.form import Fact
from transform.schema import TABLES

_FACTS = (Fact.APPLICATIONS, Fact.REVIEW_LITIGATION)

_LOWER = (
    "各级|各县|各区|各市|各州|各旗|各乡|各镇|各街|各地|乡镇|镇街|镇乡|街道|苏木|县区|区县|市县|县市|市区"
    "|县、|镇、|乡、|县[(（]"
)
_WHOLE = "全(?:省|自治区|自治州|市|州|盟|县|区|旗)"
_DEPARTMENTS = f"{_WHOLE}[^。，,；;]{{0,6}}(?:部门|单位)"
"""全市各部门 may mean the city's own departments only."""

_ZONES = "开发区|新区|高新区|园区|保税|管委会|管理委员会|示范区|度假区|风景|名胜|管理区|农场|林场"

# `path` is the division by names, `family` what is counted once in it.
_BODIES = f"""
CREATE TEMP TABLE bodies AS
SELECT
    l.report_id, l.report_year, l.scope, l.lineage_id, l.agency_id,
    a.agency_name, a.province, a.prefecture, a.part_of, a.sector, a.level,
    a.province || '/' || coalesce(a.prefecture, '') || '/' || coalesce(a.county, '') AS path,
    a.province || '/' || a.prefecture || '/' AS prefecture_path,
    a.province || '//' AS province_path,
    a.sector IN ('government', 'government_office') AS governs,
    CASE WHEN governs AND a.level <> 'township' THEN a.level ELSE l.lineage_id END AS family,
    a.level <> 'national'
        AND a.admin_code IS NOT NULL
        AND a.province IS NOT NULL
        AND (a.part_of IS NULL OR (a.sector = 'government_office' AND a.level <> 'township'))
        AND a.sector NOT IN (
            'zone', 'tax', 'customs', 'meteorology', 'other_vertical', 'institution'
        )
        AND NOT regexp_matches(replace(a.agency_name, coalesce(a.county, '-'), ''), '{_ZONES}')
        AS is_organ,
    r.scope IS NOT NULL AS is_told,
    r.agency_confidence <> 'low' AS is_sure,
    r.form_edition IS NOT NULL AS has_tables
FROM agency_ledger AS l
JOIN agencies AS a ON a.agency_id = l.agency_id
JOIN reports AS r ON r.report_id = l.report_id
"""  # noqa: S608

# Of each division and year one report of a government and one of an office may add up the area;
# `first` is the one that represents it above.
_PARENTS = f"""
CREATE TEMP TABLE parents AS
WITH said AS (
    SELECT report_id, string_agg(raw_text, '。' ORDER BY position) AS words
    FROM identity_evidence
    WHERE attribute = 'scope' AND used
    GROUP BY report_id
),
consolidated AS (
    SELECT b.*, coalesce(s.words, '全县') AS words
    FROM bodies AS b
    LEFT JOIN said AS s ON s.report_id = b.report_id
    WHERE b.scope = 'consolidated' AND b.has_tables
),
ranked AS (
    SELECT *,
        coalesce(governs AND is_organ AND level IN ('province', 'prefecture', 'county'), false)
            AS has_area,
        row_number() OVER (
            PARTITION BY path, report_year, has_area, sector ORDER BY report_id
        ) AS rank
    FROM consolidated
)
SELECT
    * EXCLUDE (words, rank, has_area),
    has_area AND rank = 1 AS has_area,
    regexp_matches(words, '{_LOWER}')
        OR regexp_matches(regexp_replace(words, '{_DEPARTMENTS}', '', 'g'), '{_WHOLE}')
        AS reaches_below,
    regexp_matches(words, '分局|系统|{_WHOLE}|各级') AS reaches_branches,
    row_number() OVER (
        PARTITION BY path, report_year, has_area AND rank = 1 ORDER BY sector, report_id
    ) = 1 AS first
FROM ranked
"""  # noqa: S608

_AREAS = """
CREATE TEMP TABLE areas AS
SELECT DISTINCT path, report_year FROM parents WHERE has_area
"""

_ORGANS = """
CREATE TEMP TABLE organs AS
SELECT b.*, 'organ' AS part
FROM bodies AS b
WHERE b.scope = 'own' AND b.is_organ AND b.is_sure AND b.has_tables
    AND (b.is_told OR NOT b.governs)
    AND NOT EXISTS (
        FROM agency_successions AS s
        JOIN bodies AS later
            ON later.agency_id = s.successor_agency_id AND later.scope = 'own'
        WHERE s.agency_id = b.agency_id AND later.report_year = b.report_year
    )
QUALIFY row_number() OVER (
    PARTITION BY b.path, b.report_year, b.family
    ORDER BY b.sector = 'government', b.report_id
) = 1
"""

# Each organ counts in the nearest division that has a consolidated report, each area in the
# nearest one above it.
_HOMES = """
CREATE TEMP TABLE homes AS
WITH counted AS (
    SELECT report_id, report_year, lineage_id, path, prefecture_path, province_path, level, part
    FROM organs
    UNION ALL
    SELECT report_id, report_year, lineage_id, path, prefecture_path, province_path, level, 'area'
    FROM parents
    WHERE has_area AND first AND is_sure
)
SELECT c.report_id, c.report_year, c.lineage_id, c.part,
    CASE WHEN c.part = 'organ' THEN here.path END AS home_here,
    coalesce(home_here, prefecture.path, province.path) AS home,
    c.part = 'organ' AND c.level <> 'township' AND home_here IS NOT NULL AS is_department
FROM counted AS c
LEFT JOIN areas AS here ON here.path = c.path AND here.report_year = c.report_year
LEFT JOIN areas AS prefecture
    ON prefecture.path = c.prefecture_path
    AND prefecture.path <> c.path
    AND prefecture.report_year = c.report_year
LEFT JOIN areas AS province
    ON province.path = c.province_path
    AND province.path <> c.path
    AND province.report_year = c.report_year
WHERE home IS NOT NULL
"""

_PAIRS = """
CREATE TEMP TABLE pairs AS
WITH found (report_id, child_report_id, part) AS (
    SELECT p.report_id, h.report_id,
        CASE WHEN h.lineage_id = p.lineage_id THEN 'own' ELSE h.part END AS part
    FROM parents AS p
    JOIN homes AS h ON h.home = p.path AND h.report_year = p.report_year
    WHERE p.has_area AND (h.is_department OR p.reaches_below)
    UNION ALL
    SELECT p.report_id, b.report_id, 'own'
    FROM parents AS p
    JOIN bodies AS b
        ON b.lineage_id = p.lineage_id AND b.report_year = p.report_year AND b.scope = 'own'
    WHERE NOT p.has_area AND b.is_told AND b.is_sure AND b.has_tables
    UNION ALL
    SELECT p.report_id, b.report_id, 'branch'
    FROM parents AS p
    JOIN bodies AS b
        ON b.part_of = p.agency_name
        AND b.province = p.province
        AND coalesce(p.prefecture, b.prefecture, '') = coalesce(b.prefecture, '')
        AND b.report_year = p.report_year
    WHERE NOT p.governs AND p.reaches_branches AND b.scope = 'own' AND b.is_sure AND b.has_tables
)
SELECT report_id, child_report_id, max(part) AS part FROM found GROUP BY ALL
"""

# The units that could be added up: as above, whatever year they report on.
_KNOWN = """
CREATE TEMP TABLE known AS
WITH years AS (
    SELECT DISTINCT report_year FROM areas
),
units AS (
    SELECT DISTINCT path, prefecture_path, province_path, family, level <> 'township' AS is_upper
    FROM bodies
    WHERE is_organ
),
placed AS (
    SELECT y.report_year, here.path AS home_here,
        coalesce(here.path, prefecture.path, province.path) AS home, u.is_upper
    FROM units AS u
    CROSS JOIN years AS y
    LEFT JOIN areas AS here ON here.path = u.path AND here.report_year = y.report_year
    LEFT JOIN areas AS prefecture
        ON prefecture.path = u.prefecture_path AND prefecture.report_year = y.report_year
    LEFT JOIN areas AS province
        ON province.path = u.province_path AND province.report_year = y.report_year
    WHERE home IS NOT NULL
),
of_areas AS (
    SELECT p.report_id, count(*) AS units
    FROM parents AS p
    JOIN placed AS u ON u.home = p.path AND u.report_year = p.report_year
    WHERE p.has_area AND (p.reaches_below OR (u.is_upper AND u.home_here IS NOT NULL))
    GROUP BY p.report_id
    UNION ALL
    SELECT p.report_id, count(*)
    FROM parents AS p
    JOIN homes AS h ON h.home = p.path AND h.report_year = p.report_year
    WHERE p.has_area AND p.reaches_below AND h.part = 'area'
    GROUP BY p.report_id
    UNION ALL
    SELECT p.report_id, count(DISTINCT b.lineage_id)
    FROM parents AS p
    JOIN bodies AS b
        ON b.part_of = p.agency_name
        AND b.province = p.province
        AND coalesce(p.prefecture, b.prefecture, '') = coalesce(b.prefecture, '')
    WHERE NOT p.governs AND p.reaches_branches
    GROUP BY p.report_id
    UNION ALL
    SELECT report_id, count(*)
    FROM pairs
    WHERE part = 'own' AND report_id IN (SELECT report_id FROM parents WHERE NOT has_area)
    GROUP BY report_id
)
SELECT report_id, CAST(sum(units) AS INTEGER) AS units FROM of_areas GROUP BY report_id
"""

# Whole tables that are the same in two reports are one report that was taken for two, unless
# they hold next to nothing.
_CHILDREN = """
INSERT INTO rollup_children BY NAME
WITH concerned AS (
    SELECT report_id FROM parents UNION SELECT child_report_id FROM pairs
),
figures AS (
    SELECT f.report_id,
        sum(hash(concat_ws('/', f.outcome, f.applicant_type, f.count))) AS digest,
        max(f.count) FILTER (f.outcome = 'processed_total' AND f.applicant_type = 'total') AS size
    FROM fact_applications AS f
    SEMI JOIN concerned AS c ON c.report_id = f.report_id
    WHERE f.count <> 0
    GROUP BY f.report_id
),
compared AS (
    SELECT p.report_id, p.child_report_id, p.part,
        coalesce(child.size >= 5, false) AS tells_much,
        child.digest,
        coalesce(tells_much AND child.digest = parent.digest, false) AS is_parent,
        count(child.digest) OVER (PARTITION BY p.report_id) AS with_figures
    FROM pairs AS p
    LEFT JOIN figures AS child ON child.report_id = p.child_report_id
    LEFT JOIN figures AS parent ON parent.report_id = p.report_id
)
SELECT report_id, child_report_id, part
FROM compared
WHERE NOT (is_parent AND with_figures > 1)
QUALIFY NOT tells_much OR row_number() OVER (
    PARTITION BY report_id, tells_much, digest ORDER BY part DESC, child_report_id
) = 1
ORDER BY report_id, child_report_id
"""


def fill_rollups(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill rollups and rollup_children; facts and agency_ledger must be filled."""
    for statement in (_BODIES, _PARENTS, _AREAS, _ORGANS, _HOMES, _PAIRS, _KNOWN, _CHILDREN):
        connection.execute(statement)
    for fact in _FACTS:
        connection.execute(_sums_of(fact))
    for name in ("bodies", "parents", "areas", "organs", "homes", "pairs", "known"):
        connection.execute(f"DROP TABLE temp.{name}")


def _sums_of(fact: Fact) -> str:
    """SQL that adds the cells of one fact table; a sum beyond 64 bits is none."""
    row, column = (c.name for c in TABLES[fact].columns[1:3])
    return f"""
INSERT INTO rollups BY NAME
WITH children AS (
    SELECT report_id, CAST(count(*) AS INTEGER) AS children_count
    FROM rollup_children GROUP BY report_id
),
sums AS (
    SELECT c.report_id, f.{row}, f.{column}, count(*) AS told,
        try_cast(sum(coalesce(f.count, 0)) AS BIGINT) AS children_sum
    FROM rollup_children AS c
    JOIN {fact} AS f ON f.report_id = c.child_report_id
    WHERE f.cell_status IN ('reported', 'blank') AND f.assurance <> 'contradicted'
    GROUP BY ALL
),
compared AS (
    SELECT
        p.report_id, f.{row} AS row_code, f.{column} AS column_code,
        f.count AS "value", f.assurance = 'contradicted' AS is_contradicted,
        s.children_sum, f.count - s.children_sum AS residual, s.told,
        coalesce(c.children_count, 0) AS children_count,
        greatest(coalesce(k.units, 0), coalesce(c.children_count, 0)) AS children_known
    FROM parents AS p
    JOIN {fact} AS f ON f.report_id = p.report_id
    LEFT JOIN children AS c ON c.report_id = p.report_id
    LEFT JOIN known AS k ON k.report_id = p.report_id
    LEFT JOIN sums AS s
        ON s.report_id = p.report_id AND s.{row} = f.{row} AND s.{column} = f.{column}
)
SELECT
    report_id, '{fact}' AS fact, row_code, column_code, "value", children_sum, residual,
    CASE
        WHEN residual IS NULL OR is_contradicted THEN 'unknown'
        WHEN residual < 0 THEN 'impossible'
        WHEN residual > 0 THEN 'residual'
        WHEN told < children_count THEN 'unknown'
        ELSE 'equal'
    END AS verdict,
    children_count, children_known
FROM compared
ORDER BY report_id, row_code, column_code
"""  # noqa: S608
