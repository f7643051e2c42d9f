"""The tables that understanding a report fills: their columns, declared once."""

from enum import StrEnum

from transform.claim_tables import NARRATIVE_CLAIMS
from transform.columns import REPORT_ID, Column, TableSpec, built_column
from transform.proof_tables import BROKEN_EQUATIONS
from transform.text_tables import SECTION_SIGNATURES, YEAR_SENTENCES


class CellStatus(StrEnum):
    """What the document shows where the form has a cell."""

    REPORTED = "reported"
    BLANK = "blank"
    MISSING = "missing"
    UNREADABLE = "unreadable"


_CELL_STATUS = Column(
    "cell_status",
    "text",
    "单元格状态：reported 有数字、blank 空白、missing 文件中没有、unreadable 不是数字",
    "state of the cell: reported, blank, missing, or unreadable",
    True,
)
_ASSURANCE = built_column(
    "assurance",
    "text",
    "可信程度：proved 勾稽关系全部成立、consistent 部分成立、unproved 无从核对、"
    "contradicted 不成立",
    "how far the number is proved: proved (every equation of the form holds for it), consistent, "
    "unproved (none can be computed), or contradicted (one fails)",
    True,
)


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

FACT_APPLICATIONS = TableSpec(
    "fact_applications",
    "每份报告的申请表每格一行（结果 × 申请人类型）",
    "one row each cell of a report's applications table (outcome by applicant type)",
    (
        REPORT_ID,
        Column("outcome", "text", "办理结果（表中的行）", "outcome: the row of the table", True),
        Column(
            "applicant_type",
            "text",
            "申请人类型（表中的列）",
            "applicant type: the column of the table",
            True,
        ),
        Column(
            "count",
            "bigint",
            "件数；只有 reported 时有值",
            "number of applications; null unless reported",
        ),
        _CELL_STATUS,
        _ASSURANCE,
    ),
    key=("report_id", "outcome", "applicant_type"),
)

FACT_REVIEW_LITIGATION = TableSpec(
    "fact_review_litigation",
    "每份报告的复议诉讼表每格一行（渠道 × 结果）",
    "one row each cell of a report's review and litigation table (channel by result)",
    (
        REPORT_ID,
        Column(
            "channel",
            "text",
            "行政复议、直接起诉、复议后起诉",
            "review, or litigation direct or after review",
            True,
        ),
        Column("result", "text", "结果", "result", True),
        Column(
            "count", "bigint", "件数；只有 reported 时有值", "number of cases; null unless reported"
        ),
        _CELL_STATUS,
        _ASSURANCE,
    ),
    key=("report_id", "channel", "result"),
)

FACT_PROACTIVE_DISCLOSURE = TableSpec(
    "fact_proactive_disclosure",
    "每份报告的主动公开表每格一行（事项 × 指标）",
    "one row each cell of a report's proactive disclosure table (item by measure)",
    (
        REPORT_ID,
        Column("item", "text", "事项", "item", True),
        Column("measure", "text", "指标", "measure", True),
        Column(
            "value",
            "money",
            "数值；金额以元计；只有 reported 时有值",
            "value; money in yuan; null unless reported",
        ),
        Column("unit", "text", "count 件数，CNY 人民币元", "count, or CNY (yuan)", True),
        _CELL_STATUS,
        _ASSURANCE,
    ),
    key=("report_id", "item", "measure"),
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

EVIDENCE = TableSpec(
    "evidence",
    "每个事实单元格一行：它印在哪里",
    "one row each fact cell: what is printed and where",
    (
        REPORT_ID,
        Column("fact", "text", "事实表", "fact table", True),
        Column("row_code", "text", "行代码", "code of the row", True),
        Column("column_code", "text", "列代码", "code of the column", True),
        Column(
            "raw_text",
            "text",
            "原文，一字不改；missing 时为空",
            "exactly as printed; null where the cell is missing",
        ),
        Column("page", "integer", "页码；没有页的格式为空", "page; null where the format has none"),
        Column(
            "locator",
            "text",
            "位置：文本为 L行:C列，Word、表格和 OFD 文件为 T表:R行:C列，网页为 XPath，"
            "PDF 和图片为 box:左,上,右,下（磅或像素，自左上角起）；missing 时为空",
            "place: L<line>:C<column> in a text; T<table>:R<row>:C<column> in word processor, "
            "spreadsheet and OFD files; an XPath in a web page; box:left,top,right,bottom in a PDF "
            "(points) or an image (pixels), from the upper left; null where the cell is missing",
        ),
        Column(
            "confidence",
            "real",
            "扫描件中识别结果的置信度，0 至 1；不是识别所得时为空",
            "how sure the recogniser is of the text of a scan, 0 to 1; null where nothing was "
            "recognised",
        ),
        Column(
            "placement",
            "text",
            "凭什么归入此格：border 有框线或标记、separator 有分隔符、order 按先后次序、"
            "arithmetic 只有一种读法合于勾稽关系；missing 时为空",
            "what tells the cell: border (borders or markup), separator (tabs, bars or lines), "
            "order (words in their order) or arithmetic (the only reading that adds up); null "
            "where the cell is missing",
        ),
    ),
    key=("report_id", "fact", "row_code", "column_code"),
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
