"""Every table's columns, declared once.

The Arrow schema of the lake, the DuckDB comments of the warehouse and the data dictionary
are made from these declarations.
"""

from transform.built_tables import (
    AGENCY_SUCCESSIONS,
    DIVISIONS,
    FORM_CELLS,
    FORM_TERMS,
    REPORT_REVISIONS,
    RULES,
)
from transform.chain_tables import AGENCY_LEDGER, CHAIN_LINKS
from transform.claim_figure_tables import CLAIM_FIGURES
from transform.claim_tables import CLAIM_READINGS, NARRATIVE_CLAIMS
from transform.columns import TableSpec
from transform.fact_tables import (
    EVIDENCE,
    FACT_APPLICATIONS,
    FACT_PROACTIVE_DISCLOSURE,
    FACT_REVIEW_LITIGATION,
    CellStatus,
)
from transform.proof_tables import BROKEN_EQUATIONS
from transform.report_tables import (
    AGENCIES,
    FINDINGS,
    IDENTITY_EVIDENCE,
    REPORT_TABLES,
    REPORTS,
    SECTIONS,
)
from transform.rollup_tables import ROLLUP_CHILDREN, ROLLUPS
from transform.run_tables import (
    AGENCY_ID_HISTORY,
    QUARANTINED,
    REPLACED,
    SOURCES,
)
from transform.text_tables import SECTION_SIGNATURES, TEXT_REUSE, YEAR_SENTENCES

TABLES: dict[str, TableSpec] = {
    table.name: table
    for table in (
        *(table for table in REPORT_TABLES if table.in_warehouse),
        AGENCY_SUCCESSIONS,
        AGENCY_ID_HISTORY,
        REPORT_REVISIONS,
        TEXT_REUSE,
        AGENCY_LEDGER,
        CHAIN_LINKS,
        ROLLUPS,
        ROLLUP_CHILDREN,
        DIVISIONS,
        SOURCES,
        REPLACED,
        QUARANTINED,
        RULES,
        FORM_CELLS,
        FORM_TERMS,
        CLAIM_READINGS,
        CLAIM_FIGURES,
    )
}
"""All tables of the warehouse, in the order of the data dictionary."""


__all__ = [
    "AGENCIES",
    "AGENCY_ID_HISTORY",
    "AGENCY_LEDGER",
    "AGENCY_SUCCESSIONS",
    "BROKEN_EQUATIONS",
    "CHAIN_LINKS",
    "CLAIM_FIGURES",
    "CLAIM_READINGS",
    "DIVISIONS",
    "EVIDENCE",
    "FACT_APPLICATIONS",
    "FACT_PROACTIVE_DISCLOSURE",
    "FACT_REVIEW_LITIGATION",
    "FINDINGS",
    "FORM_CELLS",
    "FORM_TERMS",
    "IDENTITY_EVIDENCE",
    "NARRATIVE_CLAIMS",
    "QUARANTINED",
    "REPLACED",
    "REPORTS",
    "REPORT_REVISIONS",
    "REPORT_TABLES",
    "ROLLUPS",
    "ROLLUP_CHILDREN",
    "RULES",
    "SECTIONS",
    "SECTION_SIGNATURES",
    "SOURCES",
    "TABLES",
    "TEXT_REUSE",
    "YEAR_SENTENCES",
    "CellStatus",
]
