"""The table of what the statistical tables say of each claim, declared once."""

from transform.columns import REPORT_ID, Column, Filler, TableSpec

CLAIM_FIGURES = TableSpec(
    "claim_figures",
    "可与表格比较的说法，按其每种读法一行：表格给出的数字，是否与所说的相符",
    "one row each way of reading a claim that the tables can be asked about: their figure, and "
    "whether the claim agrees with it",
    (
        REPORT_ID,
        Column("position", "integer", "说法，同 narrative_claims", "of the claim", True),
        Column(
            "previous",
            "boolean",
            "数字取自上年报告（用于比较增减）还是本报告",
            "whether the figure stands in last year's report, for growth, or in the report itself",
            True,
        ),
        Column(
            "alternative", "integer", "第几种读法，从 1 起", "which of the readings, from 1", True
        ),
        Column(
            "figure",
            "money",
            "各格之和，空白计为 0；有格缺失或无法识别时为空",
            "sum of the cells, blanks as 0; null if a cell is missing or unreadable",
        ),
        Column(
            "agrees",
            "boolean",
            "所说的数量与之相符（约数、按印出位数取整的金额从宽）；不是数量或没有数字时为空",
            "whether the amount claimed agrees with it, with allowance for round figures; null "
            "without a figure and for what is no amount",
        ),
    ),
    key=("report_id", "position", "previous", "alternative"),
    filler=Filler.BUILD,
)
