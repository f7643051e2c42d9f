"""The tables that understanding a report fills: their columns, declared once."""

from transform.claim_tables import NARRATIVE_CLAIMS
from transform.columns import REPORT_ID, Column, TableSpec, built_column
from transform.fact_tables import (
    EVIDENCE,
    FACT_APPLICATIONS,
    FACT_PROACTIVE_DISCLOSURE,
    FACT_REVIEW_LITIGATION,
)
from transform.proof_tables import BROKEN_EQUATIONS
from transform.text_tables import SECTION_SIGNATURES, YEAR_SENTENCES

REPORTS = TableSpec(
    "reports",
    "每份读到的报告一行，无论是否现行",
    "one row each report read, current or not",
    (
        REPORT_ID,
        Column(
            "agency_id",
            "text",
            "报告机关；无法判定时为空",
            "reporting agency; null if it can't be told",
        ),
        Column(
            "agency_confidence",
            "text",
            "机关判定的把握：high 写明机关及所在地、medium 所在地由正文补足、low 仅见于网页信息或"
            "文件名，或各处不一；没有机关时为空",
            "how surely the agency is told: high where it is named with its place, medium where "
            "the text completes it, low where only metadata or file names tell it or places "
            "disagree; null without an agency",
        ),
        Column(
            "agency_name",
            "text",
            "报告中印出的最完整名称",
            "the fullest name that the report prints",
        ),
        Column(
            "report_year",
            "integer",
            "报告所属年度；无法判定时为空",
            "year reported on; null if it can't be told",
        ),
        Column(
            "form_edition",
            "text",
            "表格版本（2019、2021）；没有表格时为空",
            "edition of the form; null when there is no table",
        ),
        Column(
            "title",
            "text",
            "报告标题；未印标题时为空",
            "title as printed; null where none is printed",
        ),
        Column(
            "scope",
            "text",
            "own 本机关、consolidated 汇总全辖区；文中未说明时为空",
            "own, or consolidated over the area; null if the text does not say",
        ),
        built_column(
            "superseded_by",
            "text",
            "取代本报告的报告；现行报告为空",
            "the report that replaces this one; null for the current one",
        ),
        built_column(
            "source_path",
            "text",
            "文件路径，相对于其来源目录",
            "path of the file, relative to its root",
            True,
        ),
        built_column(
            "source_root", "text", "来源目录", "the folder that was given to the run", True
        ),
        Column(
            "source_url",
            "text",
            "发布网址，据清单或网页自述；未知时为空",
            "address of publication, by the manifest or the page itself; null where unknown",
        ),
        Column(
            "published_on",
            "date",
            "发布日期，据清单或网页自述；未知时为空",
            "date of publication, by the manifest or the page itself; null where unknown",
        ),
        Column(
            "in_manifest",
            "boolean",
            "manifest.csv 中是否有该报告的一行",
            "whether a manifest.csv has a row about this report",
            True,
        ),
        Column(
            "origin_digest",
            "text",
            "判定所用的文件路径和清单行的摘要；改变时重新解析",
            "digest of the path and the manifest row that were at hand; when it changes, the "
            "report is understood anew",
            True,
        ),
        Column("source_sha256", "text", "文件内容的 sha256", "sha256 of the file's bytes", True),
        Column(
            "source_format",
            "text",
            "文件格式，按内容判断",
            "format of the file, by its bytes",
            True,
        ),
        built_column(
            "extracted_at", "timestamp", "读取时间（UTC）", "when the file was read (UTC)", True
        ),
        Column("extractor_version", "text", "读取程序的版本", "version of the reading", True),
        Column("transform_version", "text", "解析程序的版本", "version of the understanding", True),
    ),
    key=("report_id",),
)

AGENCIES = TableSpec(
    "agencies",
    "每个机关一行",
    "one row each agency",
    (
        Column(
            "agency_id",
            "text",
            "机关标识，由代码和规范名称得出",
            "agency, from code and canonical name",
            True,
        ),
        Column("agency_name", "text", "规范名称，带所在地", "canonical name, with its place", True),
        Column(
            "level",
            "text",
            "所服务区划的层级：national、province、prefecture、county、township",
            "level of the division that it serves",
        ),
        Column(
            "admin_code", "text", "GB/T 2260 六位代码", "six-digit GB/T 2260 code of the division"
        ),
        Column("province", "text", "省级区划名称", "province-level division"),
        Column(
            "prefecture",
            "text",
            "地级区划名称；直辖市和省直辖县为空",
            "prefecture-level division; null in municipalities",
        ),
        Column("county", "text", "县级区划名称", "county-level division"),
        Column("sector", "text", "机关类别", "what the agency does"),
        Column(
            "part_of",
            "text",
            "名称中写明的所属机关：办公室所属的人民政府、分局所属的局；没有时为空",
            "the body that the name says it is part of: an office's government, a branch's bureau; "
            "null where it says none",
        ),
    ),
    key=("agency_id",),
)

IDENTITY_EVIDENCE = TableSpec(
    "identity_evidence",
    "每份报告每条归属依据一行：何处写明机关、年度或范围",
    "one row each piece of evidence for a report's agency, year or scope",
    (
        REPORT_ID,
        Column("position", "integer", "次序，从 1 起", "order, from 1", True),
        Column("attribute", "text", "agency、year、scope", "agency, year or scope", True),
        Column(
            "source",
            "text",
            "出处：manifest、title、opening、signature、metadata、narrative、period、top、table、path",
            "where it stands: manifest, title, opening, signature, metadata, narrative, period, "
            "top, table or path",
            True,
        ),
        Column("value", "text", "所说的机关名称、年度或范围", "the name, year or scope told", True),
        Column("raw_text", "text", "原文", "the text that tells it", True),
        Column("used", "boolean", "是否采用", "whether it was followed", True),
    ),
    key=("report_id", "position"),
)

SECTIONS = TableSpec(
    "sections",
    "每份报告的每个部分一行",
    "one row each section found in a report",
    (
        REPORT_ID,
        Column("section", "integer", "第几部分（1 至 6）", "number of the section, 1 to 6", True),
        Column("heading", "text", "标题，如文中所印", "heading as printed", True),
        Column("text", "text", "正文，不含表格", "text, without the tables", True),
    ),
    key=("report_id", "section"),
)

FINDINGS = TableSpec(
    "findings",
    "每个发现一行：一条规则在一处不成立",
    "one row each finding: one rule that does not hold at one place",
    (
        built_column(
            "finding_id",
            "text",
            "由规则、报告和单元格得出，重跑不变",
            "from rule, report and cells; the same in the next run",
            True,
        ),
        Column(
            "report_id",
            "text",
            "所在报告；不涉及单份报告时为空",
            "the report; null if about no single one",
        ),
        Column("rule_id", "text", "规则", "the rule", True),
        built_column("severity", "text", "error、warning、info", "error, warning or info", True),
        Column("message", "text", "说明", "what is found, in Chinese", True),
        Column("message_en", "text", "英文说明", "what is found, in English", True),
        Column("expected", "text", "应有的数值", "what the rule expects"),
        Column("observed", "text", "实际的数值", "what stands there"),
        Column(
            "cells", "texts", "涉及的单元格：表/行/列", "cells concerned, as table/row/column", True
        ),
        Column(
            "blame",
            "text",
            "责任：agency_error 机关所填有误、suspect_reading 可能是读取有误、undecided 无法判定；"
            "不涉及对错时为空",
            "whose fault it is: agency_error, suspect_reading (the reading may be wrong) or "
            "undecided; null where nothing is at fault",
        ),
        Column(
            "suggestion",
            "text",
            "怎样改读即可全部成立；没有时为空。数字从不改动",
            "which other reading would make everything hold, in Chinese; null where there is none. "
            "No figure is ever changed",
        ),
        Column("suggestion_en", "text", "同上，英文", "the same in English"),
    ),
    key=("finding_id",),
)

REPORT_TABLES: tuple[TableSpec, ...] = (
    REPORTS,
    AGENCIES,
    FACT_APPLICATIONS,
    FACT_REVIEW_LITIGATION,
    FACT_PROACTIVE_DISCLOSURE,
    SECTIONS,
    FINDINGS,
    EVIDENCE,
    IDENTITY_EVIDENCE,
    NARRATIVE_CLAIMS,
    BROKEN_EQUATIONS,
    SECTION_SIGNATURES,
    YEAR_SENTENCES,
)
"""The tables that understanding a report fills; each batch in the lake holds one file of each."""
