"""Expectations about single values: closed sets, signs, and what goes with which status."""

from collections.abc import Iterator

from expectations.codes import (
    ASSURANCES,
    BLAMES,
    CHAIN_VERDICTS,
    CHAINS,
    CLAIM_APPLICANTS,
    CLAIM_MEASURES,
    CLAIM_UNITS,
    CLAIMS,
    CONFIDENCES,
    EVIDENCE_SOURCES,
    LEDGER_CHAINS,
    LEVELS,
    PLACEMENTS,
    REUSES,
    ROLLUP_PARTS,
    ROLLUP_VERDICTS,
    SCOPES,
    SECTIONS,
    SECTORS,
    SEVERITIES,
    SUCCESSIONS,
    UNITS,
)
from expectations.verdict import Expectation
from transform.form import Fact
from transform.schema import CellStatus

_FIGURES = (
    (Fact.PROACTIVE, "value"),
    (Fact.APPLICATIONS, "count"),
    (Fact.REVIEW_LITIGATION, "count"),
)

# (table, column, the values that it may have)
_CLOSED_SETS: tuple[tuple[str, str, tuple[object, ...]], ...] = (
    *((fact.value, "cell_status", tuple(status.value for status in CellStatus)) for fact in Fact),
    (Fact.PROACTIVE.value, "unit", UNITS),
    ("evidence", "fact", tuple(fact.value for fact in Fact)),
    ("reports", "scope", SCOPES),
    ("reports", "agency_confidence", CONFIDENCES),
    ("agencies", "level", LEVELS),
    ("divisions", "level", LEVELS[1:4]),
    ("identity_evidence", "attribute", ("agency", "year", "scope")),
    ("identity_evidence", "source", EVIDENCE_SOURCES),
    ("agency_successions", "kind", SUCCESSIONS),
    ("agency_id_history", "cause", ("resolver", "origin")),
    ("report_revisions", "part", ("fact", "section", "identity")),
    ("agencies", "sector", SECTORS),
    ("sections", "section", SECTIONS),
    ("text_reuse", "kind", REUSES),
    ("text_reuse", "section", SECTIONS),
    ("findings", "severity", SEVERITIES),
    ("rules", "severity", SEVERITIES),
    *((fact.value, "assurance", ASSURANCES) for fact in Fact),
    *((table, "blame", BLAMES) for table in ("rules", "findings", "broken_equations")),
    ("evidence", "placement", PLACEMENTS),
    ("narrative_claims", "claim", CLAIMS),
    ("narrative_claims", "measure", CLAIM_MEASURES),
    ("narrative_claims", "unit", CLAIM_UNITS),
    ("narrative_claims", "applicant_type", CLAIM_APPLICANTS),
    ("narrative_claims", "scope", SCOPES),
    ("agency_ledger", "scope", SCOPES),
    ("agency_ledger", "chain", LEDGER_CHAINS),
    ("agency_ledger", "normative_documents_chain", LEDGER_CHAINS),
    ("chain_links", "chain", CHAINS),
    ("chain_links", "verdict", CHAIN_VERDICTS),
    ("rollups", "fact", tuple(fact.value for fact in Fact)),
    ("rollups", "verdict", ROLLUP_VERDICTS),
    ("rollup_children", "part", ROLLUP_PARTS),
)


def value_expectations() -> Iterator[Expectation]:
    """Expectations about the values of single columns; nulls are those of `required`."""
    for table, column, allowed in _CLOSED_SETS:
        yield _closed_set(table, column, allowed)
    yield _edition_known()
    yield _admin_code()
    for fact, figure in _FIGURES:
        yield _null_unless_reported(fact, figure)
        yield _sign(fact, figure)
    yield _whole_counts()
    yield _unit_of_the_form()
    yield _share()


def _closed_set(table: str, column: str, allowed: tuple[object, ...]) -> Expectation:
    listed = ", ".join(repr(value) for value in allowed)
    return Expectation.of_table(
        f"values.{table}.{column}",
        f"{table}.{column} 应为规定的代码",
        f"{column} of {table} is one of the codes",
        table,
        f"SELECT * FROM batch WHERE {column} NOT IN ({listed})",  # noqa: S608
    )


def _edition_known() -> Expectation:
    return Expectation.of_table(
        "values.reports.form_edition",
        "reports.form_edition 应为已声明的表格版本",
        "form_edition of reports is an edition of the form",
        "reports",
        """
        SELECT * FROM batch
        WHERE form_edition NOT IN (SELECT DISTINCT form_edition FROM form_cells)
        """,
    )


def _admin_code() -> Expectation:
    return Expectation.of_table(
        "values.agencies.admin_code",
        "agencies.admin_code 应为六位数字",
        "admin_code of agencies is six digits",
        "agencies",
        "SELECT * FROM batch WHERE NOT regexp_full_match(admin_code, '[0-9]{6}')",
    )


def _null_unless_reported(fact: Fact, figure: str) -> Expectation:
    return Expectation.of_table(
        f"values.{fact}.{figure}_status",
        f"{fact}.{figure} 当且仅当 cell_status 为 reported 时有值",
        f"{figure} of {fact} is null unless the cell is reported",
        fact,
        f"""
        SELECT * FROM batch
        WHERE ({figure} IS NOT NULL) <> (cell_status = '{CellStatus.REPORTED}')
        """,  # noqa: S608
    )


def _sign(fact: Fact, figure: str) -> Expectation:
    column = {Fact.PROACTIVE: "measure", Fact.APPLICATIONS: "applicant_type"}.get(fact, "result")
    return Expectation.of_table(
        f"values.{fact}.{figure}_sign",
        f"{fact}.{figure} 不应为负，表格注明增减的除外",
        f"{figure} of {fact} is not negative, except where the form asks for a change",
        fact,
        f"""
        SELECT * FROM batch
        WHERE {figure} < 0 AND {column} NOT IN (
            SELECT column_code FROM form_cells WHERE fact = '{fact}' AND signed
        )
        """,  # noqa: S608
    )


def _whole_counts() -> Expectation:
    return Expectation.of_table(
        f"values.{Fact.PROACTIVE}.whole_counts",
        f"{Fact.PROACTIVE}.value 以件数计的应为整数",
        f"value of {Fact.PROACTIVE} is whole where it is a count",
        Fact.PROACTIVE,
        "SELECT * FROM batch WHERE unit = 'count' AND value <> trunc(value)",
    )


def _unit_of_the_form() -> Expectation:
    return Expectation.of_table(
        f"values.{Fact.PROACTIVE}.unit_of_the_form",
        f"{Fact.PROACTIVE}.unit 应为表格规定的单位",
        f"unit of {Fact.PROACTIVE} is that of the form",
        Fact.PROACTIVE,
        f"""
        SELECT b.* FROM batch AS b
        JOIN (
            SELECT DISTINCT row_code, column_code, unit FROM form_cells
            WHERE fact = '{Fact.PROACTIVE}'
        ) AS c ON c.row_code = b.item AND c.column_code = b.measure
        WHERE c.unit <> b.unit
        """,  # noqa: S608
    )


def _share() -> Expectation:
    return Expectation.of_table(
        "values.text_reuse.share",
        "text_reuse.share 应在 0 与 1 之间",
        "share of text_reuse is from 0 to 1",
        "text_reuse",
        "SELECT * FROM batch WHERE share NOT BETWEEN 0 AND 1",
    )
