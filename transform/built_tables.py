"""The tables that the warehouse build fills: across reports, and from the reference data."""

from transform.columns import REPORT_ID, Column, Filler, TableSpec

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
    filler=Filler.BUILD,
)

REPORT_REVISIONS = TableSpec(
    "report_revisions",
    "更正后的报告与原报告每处不同一行",
    "one row each difference between a corrected report and the one that it replaces",
    (
        REPORT_ID,
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
    filler=Filler.BUILD,
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
    filler=Filler.BUILD,
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
        Column(
            "blame",
            "text",
            "发现未另说明时责任在谁；不涉及对错时为空",
            "whose fault it is where a finding does not say so; null where nothing is at fault",
        ),
        Column("formula", "text", "公式", "what must hold, as a formula", True),
        Column("reason", "text", "为何有此规则", "why there is the rule, in Chinese", True),
        Column("reason_en", "text", "同上，英文", "why there is the rule, in English", True),
        Column("example", "text", "一例", "an example of a finding, in Chinese", True),
        Column("example_en", "text", "一例，英文", "an example of a finding, in English", True),
    ),
    key=("rule_id",),
    filler=Filler.BUILD,
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
    filler=Filler.BUILD,
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
    filler=Filler.BUILD,
)
