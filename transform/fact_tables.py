"""The fact tables and the evidence of their cells: their columns, declared once."""

from enum import StrEnum

from transform.columns import REPORT_ID, Column, TableSpec, built_column


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
