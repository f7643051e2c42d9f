"""The tables that set a whole area's report beside those of its organs: columns, declared once."""

from transform.columns import REPORT_ID, Column, Filler, TableSpec

ROLLUPS = TableSpec(
    "rollups",
    "每份现行汇总报告的申请表、复议诉讼表每格一行，附仓库中所辖机关同年度报告之和",
    "one row each cell of applications, reviews and litigation of a current consolidated report, "
    "with the sum of the reports of its area on that year",
    (
        REPORT_ID,
        Column("fact", "text", "事实表", "fact table", True),
        Column("row_code", "text", "行代码", "code of the row", True),
        Column("column_code", "text", "列代码", "code of the column", True),
        Column("value", "bigint", "汇总报告的数", "what the consolidated report prints"),
        Column(
            "children_sum",
            "bigint",
            "所辖各报告之和；没有可加的报告时为空",
            "sum over the reports of its area; null where none tells this cell",
        ),
        Column(
            "residual",
            "bigint",
            "汇总数减各报告之和：未收集到的机关的部分",
            "value minus children_sum: what organs hold whose reports are not in the warehouse",
        ),
        Column(
            "verdict",
            "text",
            "equal 相等、residual 汇总数较大、impossible 各报告之和大于汇总数、unknown 无从判断",
            "equal, residual (the consolidated figure is larger), impossible (the reports of the "
            "area add up to more) or unknown",
            True,
        ),
        Column(
            "children_count",
            "integer",
            "加入的报告数；逐份见 rollup_children",
            "how many reports are added up: those of rollup_children",
            True,
        ),
        Column(
            "children_known",
            "integer",
            "仓库中已知的、应加入的机关（含本机关）和下级汇总数，无论该年度是否有报告",
            "how many organs, itself included, and areas below are known in the warehouse that "
            "would be added up, with a report on that year or not",
            True,
        ),
    ),
    key=("report_id", "fact", "row_code", "column_code"),
    filler=Filler.BUILD,
)

ROLLUP_CHILDREN = TableSpec(
    "rollup_children",
    "每份汇总报告与加入比较的每份报告一行",
    "one row each consolidated report and report of its area that is added up beside it",
    (
        REPORT_ID,
        Column("child_report_id", "text", "所辖机关的报告", "a report of its area", True),
        Column(
            "part",
            "text",
            "own 本机关自身、organ 所辖机关、area 下级的汇总报告、branch 分支机构",
            "own (of the agency itself), organ (of its area), area (consolidated, of an area "
            "below: it stands for the organs there) or branch",
            True,
        ),
    ),
    key=("report_id", "child_report_id"),
    filler=Filler.BUILD,
)

ROLLUP_TABLES: tuple[TableSpec, ...] = (ROLLUPS, ROLLUP_CHILDREN)
"""The tables across the reports of an area; each build fills them anew."""
