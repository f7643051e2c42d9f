"""The tables that set the years of one agency side by side: their columns, declared once."""

from transform.columns import REPORT_ID, Column, Filler, TableSpec

_FORMER = Column(
    "former_report_id",
    "text",
    "上一年度的报告",
    "the report on the year before",
)

CHAIN_LINKS = TableSpec(
    "chain_links",
    "同一机关相邻两年报告之间的每个等式一行：申请表各列的结转，文件和规章的现行有效件数",
    "one row each equation between the reports of one agency on two years in a row: what each "
    "column of applications carries over, and the documents and regulations in force",
    (
        REPORT_ID,
        Column(_FORMER.name, _FORMER.kind, _FORMER.zh, _FORMER.en, True),
        Column(
            "chain",
            "text",
            "applications 结转、normative_documents 行政规范性文件、regulations 规章",
            "applications (carried forward and over), normative_documents or regulations (in "
            "force, issued and repealed)",
            True,
        ),
        Column(
            "column_code",
            "text",
            "申请人类型；文件和规章为 in_force",
            "applicant type; in_force for documents and regulations",
            True,
        ),
        Column(
            "expected",
            "bigint",
            "按上一年度应有的数：上年的结转下年，或上年现行有效加制发减废止；无法计算时为空",
            "what follows from the year before: its carried_forward, or its in_force plus issued "
            "minus repealed; null if it can't be computed",
        ),
        Column("observed", "bigint", "本年度报告的数", "what this report prints; null if none"),
        Column(
            "verdict",
            "text",
            "holds 成立、fails 不成立、unknown 无从判断",
            "holds, fails, or unknown (a number is not there, or the two may not be comparable)",
            True,
        ),
    ),
    key=("report_id", "chain", "column_code"),
    filler=Filler.BUILD,
)

AGENCY_LEDGER = TableSpec(
    "agency_ledger",
    "台账：每个机关（改名、异写归为一个）、范围和年度一行，附上年应结转数",
    "the ledger: one row each body (renamed agencies and spellings as one), scope and year, with "
    "what the year before makes expect",
    (
        Column(
            "lineage_id",
            "text",
            "机关：改名或异写的以最后使用的标识为准",
            "the body: the agency_id that it bears last, where it was renamed or is spelled "
            "otherwise",
            True,
        ),
        Column(
            "scope",
            "text",
            "consolidated 汇总全辖区；其余为 own，含文中未说明的",
            "consolidated, or own: reports that do not tell their scope are taken with the own "
            "ones, where the year has none that does",
            True,
        ),
        Column("report_year", "integer", "年度", "the year", True),
        Column("agency_id", "text", "报告机关当年的标识", "the agency as of that year", True),
        REPORT_ID,
        Column(
            "report_count",
            "integer",
            "该年度可能的现行报告数；多于一份时不判定不成立",
            "current reports that may stand here; where there are several nothing is said to fail",
            True,
        ),
        Column(
            _FORMER.name,
            _FORMER.kind,
            "上一年度的报告；没有时为空",
            "the report on the year before; null where there is none",
        ),
        Column("received", "bigint", "本年新收（总计）", "received, total"),
        Column("carried_over", "bigint", "上年结转（总计）", "carried over, total"),
        Column("processed_total", "bigint", "办理总计", "processed, total"),
        Column("carried_forward", "bigint", "结转下年度（总计）", "carried forward, total"),
        Column(
            "carried_over_expected",
            "bigint",
            "上一年度报告的结转下年度（总计）；没有时为空",
            "carried forward by the report on the year before; null where there is none",
        ),
        Column(
            "chain",
            "text",
            "结转与上一年度是否衔接：holds 各列均衔接、fails 有不衔接、unknown 无从判断、"
            "first 首份报告、gap 缺上一年度",
            "whether it continues the year before: holds (in every column), fails (in some), "
            "unknown, first (no earlier report) or gap (the year before is not there)",
            True,
        ),
        Column("normative_documents_issued", "bigint", "规范性文件制发", "documents issued"),
        Column("normative_documents_repealed", "bigint", "规范性文件废止", "documents repealed"),
        Column("normative_documents_in_force", "bigint", "规范性文件现行有效", "in force"),
        Column(
            "normative_documents_expected",
            "bigint",
            "上一年度现行有效加制发减废止；无法计算时为空",
            "in force the year before, plus issued minus repealed; null if it can't be computed",
        ),
        Column(
            "normative_documents_chain",
            "text",
            "规范性文件是否衔接：holds、fails、unknown、first、gap，同 chain",
            "whether the documents in force follow from the year before: codes as in chain",
            True,
        ),
        Column(
            "received_growth",
            "real",
            "本年新收比上一年度的增长，0.1 为增长 10%；无法计算时为空",
            "growth of received against the year before, 0.1 for 10 percent; null if it can't be "
            "computed",
        ),
    ),
    key=("lineage_id", "scope", "report_year"),
    filler=Filler.BUILD,
)
