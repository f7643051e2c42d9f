"""Which of several reports of one agency, year and scope is the current one.

Reports of one agency, year and scope are twins; a scope that is not told makes a group of
its own. The first of a group, in this order, is current, the others are superseded by it:

1. its content still stands at some path, where another's was only replaced at its path;
2. a manifest lists it;
3. it was published on an official host: gov.cn or a name below it;
4. it prints most: the number of cells with the status 'reported';
5. it was published last; an unknown date comes after every known one;
6. the smaller report_id.

When a file was read plays no part: the same files in any order, in one run or in several,
give the same current reports. A content that was replaced at its path is superseded by what
lies there now, even where only one of the two tells its agency, year or scope, or neither does.
Where both tell them and differ, or where several reports in the file there may be meant, it
stays current.
"""

import duckdb

_HOST = (
    "^[Hh][Tt][Tt][Pp][Ss]?://"
    r"((?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+)"
    r"\.?(?::[0-9]*)?(?:[/?#]|\z)"
)


def host_of(url: str) -> str:
    """SQL for the host of an address, in small letters; '' if it is none of http or https.

    Whatever two programs may read as different hosts (a user name, a backslash, blanks,
    characters beyond ASCII) has none.

    Args:
        url: an SQL expression.
    """
    return f"lower(regexp_extract({url}, '{_HOST}', 1))"


def is_official(url: str) -> str:
    """SQL for whether an address lies on gov.cn or below it; false where it is null.

    Args:
        url: an SQL expression.
    """
    host = host_of(url)
    return f"coalesce({host} = 'gov.cn' OR suffix({host}, '.gov.cn'), false)"


_GROUPS = """
CREATE TEMP TABLE twins AS
SELECT
    report_id, agency_id, report_year, scope, in_manifest, source_url, published_on,
    source_sha256 IN (SELECT source_sha256 FROM sources) AS held
FROM lake_reports
WHERE agency_id IS NOT NULL AND report_year IS NOT NULL
QUALIFY count(*) OVER (PARTITION BY agency_id, report_year, scope) > 1
"""

_PRINTED = """
CREATE TEMP TABLE printed AS
SELECT report_id, count(*) AS cells
FROM (
    SELECT report_id, cell_status FROM fact_applications
    UNION ALL
    SELECT report_id, cell_status FROM fact_review_litigation
    UNION ALL
    SELECT report_id, cell_status FROM fact_proactive_disclosure
)
WHERE cell_status = 'reported' AND report_id IN (SELECT t.report_id FROM twins AS t)
GROUP BY report_id
"""

_FIRST = f"""
CREATE TEMP TABLE firsts AS
SELECT t.report_id, first_value(t.report_id) OVER (
    PARTITION BY t.agency_id, t.report_year, t.scope
    ORDER BY
        t.held DESC,
        t.in_manifest DESC,
        {is_official("t.source_url")} DESC,
        coalesce(p.cells, 0) DESC,
        t.published_on DESC NULLS LAST,
        t.report_id
) AS first_report_id
FROM twins AS t
LEFT JOIN printed AS p ON p.report_id = t.report_id
"""  # noqa: S608

# Of a group whose contents were all replaced the first; of a report in no group itself. What lies
# at the path now is held, and so is the first of its group: no chain arises. Of several reports
# in the file there, one that tells the same agency and year comes before one that tells none.
_REPLACED_FIRSTS = """
CREATE TEMP TABLE replaced_firsts AS
WITH pairs AS (
    SELECT former.report_id, coalesce(f.first_report_id, later.report_id) AS replaced_by
    FROM lake_reports AS former
    JOIN replaced AS p ON p.source_sha256 = former.source_sha256
    JOIN sources AS s ON s.source_root = p.source_root AND s.source_path = p.source_path
    JOIN lake_reports AS later ON later.source_sha256 = s.source_sha256
    LEFT JOIN firsts AS f ON f.report_id = later.report_id
    LEFT JOIN firsts AS own ON own.report_id = former.report_id
    WHERE former.source_sha256 NOT IN (SELECT source_sha256 FROM sources)
        AND coalesce(own.first_report_id, former.report_id) = former.report_id
        AND coalesce(former.agency_id = later.agency_id, true)
        AND coalesce(former.report_year = later.report_year, true)
        AND coalesce(former.scope = later.scope, true)
    QUALIFY rank() OVER (
        PARTITION BY former.report_id
        ORDER BY
            former.agency_id IS NOT DISTINCT FROM later.agency_id
            AND former.report_year IS NOT DISTINCT FROM later.report_year DESC
    ) = 1
)
SELECT report_id, any_value(replaced_by) AS replaced_by
FROM pairs
GROUP BY report_id
HAVING count(DISTINCT replaced_by) = 1
"""

_SUPERSEDED = """
CREATE TEMP TABLE superseded AS
SELECT
    coalesce(f.report_id, r.report_id) AS report_id,
    coalesce(r.replaced_by, f.first_report_id) AS superseded_by
FROM firsts AS f
FULL JOIN replaced_firsts AS r ON r.report_id = f.first_report_id
WHERE superseded_by <> coalesce(f.report_id, r.report_id)
"""


def tell_superseded(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table superseded: report_id and the current report of its group.

    The tables of facts, sources and replaced must be filled, and the temporary table
    lake_reports.
    """
    for statement in (_GROUPS, _PRINTED, _FIRST, _REPLACED_FIRSTS, _SUPERSEDED):
        connection.execute(statement)
    for name in ("twins", "printed", "firsts", "replaced_firsts"):
        connection.execute(f"DROP TABLE temp.{name}")
