"""Every table's columns, declared once.

The Arrow schema of the lake, the DuckDB comments of the warehouse and the data dictionary
are made from these declarations.
"""

from enum import StrEnum

from transform.columns import Column, Origin, TableSpec


class CellStatus(StrEnum):
    """What the document shows where the form has a cell."""

    REPORTED = "reported"
    BLANK = "blank"
    MISSING = "missing"
    UNREADABLE = "unreadable"


_REPORT_ID = Column(
    "report_id",
    "text",
    "报告标识，由文件的 sha256 得出",
    "report, named from the file's sha256",
    True,
)
_CELL_STATUS = Column(
    "cell_status",
    "text",
    "单元格状态：reported 有数字、blank 空白、missing 文件中没有、unreadable 不是数字",
    "state of the cell: reported, blank, missing, or unreadable",
    True,
)


def _built(name: str, kind: str, zh: str, en: str, required: bool = False) -> Column:
    return Column(name, kind, zh, en, required, Origin.BUILD)


REPORTS = TableSpec(
    "reports",
    "每份读到的报告一行，无论是否现行",
    "one row each report read, current or not",
    (
        _REPORT_ID,
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
        _built(
            "superseded_by",
            "text",
            "取代本报告的报告；现行报告为空",
            "the report that replaces this one; null for the current one",
        ),
        _built(
            "source_path",
            "text",
            "文件路径，相对于其来源目录",
            "path of the file, relative to its root",
            True,
        ),
        _built("source_root", "text", "来源目录", "the folder that was given to the run", True),
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
            "manifest.csv 中是否列有该文件",
            "whether a manifest.csv lists the file",
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
        _built(
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
        _REPORT_ID,
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
        _REPORT_ID,
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
    ),
    key=("report_id", "outcome", "applicant_type"),
)

FACT_REVIEW_LITIGATION = TableSpec(
    "fact_review_litigation",
    "每份报告的复议诉讼表每格一行（渠道 × 结果）",
    "one row each cell of a report's review and litigation table (channel by result)",
    (
        _REPORT_ID,
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
    ),
    key=("report_id", "channel", "result"),
)

FACT_PROACTIVE_DISCLOSURE = TableSpec(
    "fact_proactive_disclosure",
    "每份报告的主动公开表每格一行（事项 × 指标）",
    "one row each cell of a report's proactive disclosure table (item by measure)",
    (
        _REPORT_ID,
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
    ),
    key=("report_id", "item", "measure"),
)

SECTIONS = TableSpec(
    "sections",
    "每份报告的每个部分一行",
    "one row each section found in a report",
    (
        _REPORT_ID,
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
        _built(
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
        _built("severity", "text", "error、warning、info", "error, warning or info", True),
        Column("message", "text", "说明", "what is found, in Chinese", True),
        Column("message_en", "text", "英文说明", "what is found, in English", True),
        Column("expected", "text", "应有的数值", "what the rule expects"),
        Column("observed", "text", "实际的数值", "what stands there"),
        Column(
            "cells", "texts", "涉及的单元格：表/行/列", "cells concerned, as table/row/column", True
        ),
    ),
    key=("finding_id",),
)

EVIDENCE = TableSpec(
    "evidence",
    "每个事实单元格一行：它印在哪里",
    "one row each fact cell: what is printed and where",
    (
        _REPORT_ID,
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
    ),
    key=("report_id", "fact", "row_code", "column_code"),
)

SOURCES = TableSpec(
    "sources",
    "每个来源文件（含压缩包及其成员）一行，无论是否读得出",
    "one row each source file, archives and their members included, read or not",
    (
        Column("source_root", "text", "来源目录", "the folder that was given to a run", True),
        Column(
            "source_path",
            "text",
            "相对路径；压缩包成员为“压缩包!/成员”",
            "path relative to the root; archive.zip!/member for a member",
            True,
        ),
        Column("source_sha256", "text", "文件内容的 sha256", "sha256 of the file's bytes", True),
        Column("size", "bigint", "字节数", "size in bytes", True),
        Column(
            "modified_ns",
            "bigint",
            "文件修改时间（纳秒）",
            "modification time in nanoseconds",
            True,
        ),
        Column(
            "gone",
            "boolean",
            "最近一次运行时已不在来源目录",
            "no longer under its root in the last run over it",
            True,
        ),
        Column(
            "archive_path",
            "text",
            "所在压缩包的相对路径；不在压缩包中时为空",
            "path of the archive that holds it; null for a file of its own",
        ),
        Column(
            "listed_by",
            "text",
            "展开该压缩包的读取程序版本；不是压缩包时为空",
            "of an archive that stands for its members, the version of the reading that listed "
            "them; null for all else",
        ),
    ),
    key=("source_root", "source_path"),
)

REPLACED = TableSpec(
    "replaced",
    "同一路径上每次内容更换一行",
    "one row each time that a file's content was replaced at its path",
    (
        Column("source_root", "text", "来源目录", "the folder that was given to a run", True),
        Column("source_path", "text", "相对路径", "path relative to the root", True),
        Column("source_sha256", "text", "原内容的 sha256", "sha256 of the former bytes", True),
        Column("replaced_by", "text", "新内容的 sha256", "sha256 of the new bytes", True),
        Column("seen_at", "timestamp", "何时发现（UTC）", "when a run found it (UTC)", True),
    ),
    key=("source_root", "source_path", "source_sha256", "replaced_by"),
)

AGENCY_ID_HISTORY = TableSpec(
    "agency_id_history",
    "每份报告的机关标识每次改变一行；与机构沿革无关",
    "one row each time that a report's agency_id changed because it is told better; no succession",
    (
        _REPORT_ID,
        Column("former_agency_id", "text", "原标识；原先无法判定时为空", "before; null if untold"),
        Column("agency_id", "text", "新标识；无法判定时为空", "after; null if untold"),
        Column(
            "cause",
            "text",
            "resolver 判定程序更新、origin 清单或路径改变",
            "resolver: a new version tells it; origin: the manifest or the path changed",
            True,
        ),
        Column("former_version", "text", "原解析程序的版本", "transform_version before", True),
        Column("version", "text", "新解析程序的版本", "transform_version after", True),
        Column("changed_at", "timestamp", "何时改变（UTC）", "when it changed (UTC)", True),
    ),
    key=("report_id", "changed_at"),
)

AGENCY_SUCCESSIONS = TableSpec(
    "agency_successions",
    "每对前后相承的机关一行：改名、合并、区划变更",
    "one row each pair of agencies of which one succeeds the other",
    (
        Column("agency_id", "text", "前机关", "the predecessor", True),
        Column("successor_agency_id", "text", "后机关", "the successor", True),
        Column(
            "kind",
            "text",
            "variant 名称写法不同、renamed 改名、merged 合并、division 区划变更",
            "variant spelling of one name, renamed, merged, or division (its division changed)",
            True,
        ),
        Column("since_year", "integer", "自何年起；不详时为空", "since this year; null if untold"),
        Column("basis", "text", "依据", "the documented reason", True),
    ),
    key=("agency_id", "successor_agency_id"),
    origin=Origin.BUILD,
)

REPORT_REVISIONS = TableSpec(
    "report_revisions",
    "更正后的报告与原报告每处不同一行",
    "one row each difference between a corrected report and the one that it replaces",
    (
        _REPORT_ID,
        Column("former_report_id", "text", "原报告", "the report before the correction", True),
        Column(
            "part",
            "text",
            "fact 表格、section 正文、identity 归属",
            "fact, section or identity",
            True,
        ),
        Column(
            "item",
            "text",
            "单元格（表/行/列）、部分序号或列名",
            "the cell (table/row/column), the number of the section, or the column",
            True,
        ),
        Column("former_value", "text", "原值；没有时为空", "before; null if there was none"),
        Column("value", "text", "新值；没有时为空", "after; null if there is none"),
        Column(
            "seen_at", "timestamp", "何时发现（UTC）", "when the correction was found (UTC)", True
        ),
    ),
    key=("report_id", "former_report_id", "part", "item"),
    origin=Origin.BUILD,
)

DIVISIONS = TableSpec(
    "divisions",
    "每个区划代码的每个名称一行，含已撤销的",
    "one row each name of each division code, former ones included",
    (
        Column("admin_code", "text", "GB/T 2260 六位代码", "six-digit GB/T 2260 code", True),
        Column("name", "text", "正式名称", "official name", True),
        Column(
            "level", "text", "province、prefecture、county", "province, prefecture or county", True
        ),
        Column("province", "text", "省级区划名称", "province-level division", True),
        Column("prefecture", "text", "地级区划名称", "prefecture-level division; null where none"),
        Column("county", "text", "县级区划名称", "county-level division; null above"),
        Column(
            "valid_from",
            "integer",
            "首个年末仍有效的年份；早于记载时为空",
            "the first year at whose end it was in force; null if older than the record",
        ),
        Column(
            "valid_to",
            "integer",
            "末个年末仍有效的年份；现行时为空",
            "the last year at whose end it was in force; null if it still is",
        ),
        Column(
            "successors",
            "texts",
            "承继区划的代码；现行或未定时为空列表",
            "codes of the divisions that succeeded it; empty if in force",
            True,
        ),
    ),
    key=("admin_code", "name"),
    origin=Origin.BUILD,
)

QUARANTINED = TableSpec(
    "quarantined",
    "每个不能读的文件一行",
    "one row each file content that could not be read as a report",
    (
        Column("source_sha256", "text", "文件内容的 sha256", "sha256 of the file's bytes", True),
        Column("code", "text", "原因代码", "short name of the reason", True),
        Column("message", "text", "原因", "the reason in Chinese", True),
        Column("message_en", "text", "英文原因", "the reason in English", True),
    ),
    key=("source_sha256",),
)

RULES = TableSpec(
    "rules",
    "每条规则一行",
    "one row each rule",
    (
        Column("rule_id", "text", "规则", "the rule", True),
        Column("severity", "text", "error、warning、info", "error, warning or info", True),
        Column("title", "text", "标题", "title in Chinese", True),
        Column("title_en", "text", "英文标题", "title in English", True),
    ),
    key=("rule_id",),
    origin=Origin.BUILD,
)

FORM_CELLS = TableSpec(
    "form_cells",
    "每个表格版本的每格一行",
    "one row each cell of each edition of the form",
    (
        Column("form_edition", "text", "表格版本", "edition of the form", True),
        Column("fact", "text", "事实表", "fact table", True),
        Column("row_code", "text", "行代码", "code of the row", True),
        Column("column_code", "text", "列代码", "code of the column", True),
        Column(
            "row_label", "text", "行名，如表格所印", "label of the row as the form prints it", True
        ),
        Column(
            "column_label",
            "text",
            "列名，如表格所印",
            "label of the column as the form prints it",
            True,
        ),
        Column("unit", "text", "count 或 CNY", "count or CNY", True),
        Column("signed", "boolean", "可否为负", "whether the value may be negative", True),
        Column("position", "integer", "在表格中的次序，从 1 起", "order in the form, from 1", True),
    ),
    key=("form_edition", "fact", "row_code", "column_code"),
    origin=Origin.BUILD,
)

FORM_TERMS = TableSpec(
    "form_terms",
    "每个表格版本的每个勾稽等式的每一项一行",
    "one row each term of each equation of each edition: terms times signs add up to 0",
    (
        Column("form_edition", "text", "表格版本", "edition of the form", True),
        Column("identity", "text", "等式", "the equation", True),
        Column("instance", "text", "等式所在的行或列", "the row or column in which it holds", True),
        Column("fact", "text", "事实表", "fact table", True),
        Column("row_code", "text", "行代码", "code of the row", True),
        Column("column_code", "text", "列代码", "code of the column", True),
        Column(
            "sign",
            "integer",
            "1 在等号左边，-1 在右边",
            "1 on the left side, -1 on the right",
            True,
        ),
    ),
    key=("form_edition", "identity", "instance", "fact", "row_code", "column_code"),
    origin=Origin.BUILD,
)

TABLES: dict[str, TableSpec] = {
    table.name: table
    for table in (
        REPORTS,
        AGENCIES,
        FACT_APPLICATIONS,
        FACT_REVIEW_LITIGATION,
        FACT_PROACTIVE_DISCLOSURE,
        SECTIONS,
        FINDINGS,
        EVIDENCE,
        IDENTITY_EVIDENCE,
        AGENCY_SUCCESSIONS,
        AGENCY_ID_HISTORY,
        REPORT_REVISIONS,
        DIVISIONS,
        SOURCES,
        REPLACED,
        QUARANTINED,
        RULES,
        FORM_CELLS,
        FORM_TERMS,
    )
}
"""All tables of the warehouse, in the order of the data dictionary."""

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
)
"""The tables that understanding a report fills; each batch in the lake holds one file of each."""
