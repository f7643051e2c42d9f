"""The closed sets of codes that the form itself does not give."""

from transform.claim_kinds import load_claim_kinds

SCOPES = ("own", "consolidated")
LEVELS = ("national", "province", "prefecture", "county", "township")
SEVERITIES = ("error", "warning", "info")
UNITS = ("count", "CNY")
CONFIDENCES = ("high", "medium", "low")
EVIDENCE_SOURCES = (
    "manifest",
    "title",
    "opening",
    "signature",
    "metadata",
    "narrative",
    "period",
    "top",
    "table",
    "path",
)
ASSURANCES = ("proved", "consistent", "unproved", "contradicted")
BLAMES = ("agency_error", "suspect_reading", "undecided")
PLACEMENTS = ("border", "separator", "order", "arithmetic")
CLAIMS = tuple(load_claim_kinds())
CLAIM_MEASURES = ("amount", "share", "growth", "change")
CLAIM_UNITS = (*UNITS, "percent")
CLAIM_APPLICANTS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_organization",
    "legal_service_organization",
    "other_organization",
    "organizations",
)
SUCCESSIONS = ("variant", "renamed", "merged", "division")
CHAINS = ("applications", "normative_documents", "regulations")
CHAIN_VERDICTS = ("holds", "fails", "unknown")
LEDGER_CHAINS = (*CHAIN_VERDICTS, "first", "gap")
REUSES = ("previous_year", "other_agency", "identical_tables", "stale_sentence")
ROLLUP_VERDICTS = ("equal", "residual", "impossible", "unknown")
ROLLUP_PARTS = ("own", "organ", "area", "branch")
SECTIONS = (1, 2, 3, 4, 5, 6)
SECTORS = (
    "government",
    "government_office",
    "township",
    "subdistrict",
    "zone",
    "petitions",
    "development_reform",
    "education",
    "science_technology",
    "industry_information",
    "ethnic_religious",
    "public_security",
    "civil_affairs",
    "justice",
    "finance",
    "human_resources",
    "natural_resources",
    "ecology_environment",
    "housing_construction",
    "urban_management",
    "transport",
    "water",
    "agriculture_rural",
    "forestry",
    "commerce",
    "culture_tourism",
    "sport",
    "health",
    "healthcare_security",
    "veterans",
    "emergency",
    "audit",
    "state_assets",
    "market_regulation",
    "statistics",
    "government_services",
    "archives",
    "tax",
    "customs",
    "meteorology",
    "other_vertical",
    "institution",
    "other",
)
