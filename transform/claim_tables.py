"""The tables of what a report's running text claims: their columns, declared once."""

from transform.columns import REPORT_ID, Column, Filler, TableSpec

NARRATIVE_CLAIMS = TableSpec(
    "narrative_claims",
    "正文中每个关于本报告数字的说法一行",
    "one row each figure that a report's running text claims",
    (
        REPORT_ID,
        Column("position", "integer", "在正文中的次序，从 1 起", "order in the text, from 1", True),
        Column("claim", "text", "所说的是什么（代码）", "what is claimed (code)", True),
        Column(
            "measure",
            "text",
            "amount 数量、share 占比、growth 比上年增减的百分比、change 比上年增减的数量",
            "amount, share (of a whole), growth (percent against last year) or change (number "
            "against last year)",
            True,
        ),
        Column(
            "value",
            "money",
            "数值；全部办结一类不带数字的说法为空",
            "the figure; null for a statement without one, such as that all were answered",
        ),
        Column(
            "unit", "text", "count、CNY 或 percent", "count, CNY or percent; null without a value"
        ),
        Column(
            "approximate",
            "boolean",
            "是否为约数（余、约、近、多、以上）",
            "whether it is a round figure (about, more than)",
            True,
        ),
        Column(
            "applicant_type",
            "text",
            "申请人类型；organizations 为法人或其他组织合计；不分类型时为空",
            "type of applicant; organizations for all but natural persons; null for all",
        ),
        Column(
            "covers",
            "texts",
            "同一数字所含的其他说法（如予以公开及部分公开 42 件）",
            "further claims that the one figure adds up, as in 42 granted in full or in part",
            True,
        ),
        Column(
            "part_of",
            "integer",
            "所属总数的 position；不是某数的一部分时为空",
            "position of the claim of which it is a part; null if of none",
        ),
        Column("label", "text", "所数之物，如文中所印", "what is counted, as printed", True),
        Column(
            "scope",
            "text",
            "own 本机关、consolidated 全辖区；文中未说明时为空",
            "own, or consolidated over the area; null if the text does not say",
        ),
        Column(
            "year",
            "integer",
            "所说的年度：文中写明的，否则为报告年度；无法判定时为空",
            "the year that it is about: as printed, else the report's; null if it can't be told",
        ),
        Column("sentence", "text", "所在的句子，如文中所印", "the sentence, as printed", True),
        Column(
            "section",
            "integer",
            "第几部分（1 至 6）；在第一部分之前时为空",
            "number of the section, 1 to 6; null before the first",
        ),
        Column(
            "offset",
            "integer",
            "该数字（或无、未等字）在该部分正文中的起点，从 0 起",
            "where the figure (or the word for none) begins in the section's text, from 0",
            True,
        ),
    ),
    key=("report_id", "position"),
)

CLAIM_READINGS = TableSpec(
    "claim_readings",
    "每种说法的每种读法所含的每格一行：说法与其中一种读法的各格之和相符即可",
    "one row each cell of each reading of a claim: it holds if one reading adds up to it",
    (
        Column("claim", "text", "说法（代码）", "the claim", True),
        Column("reading", "integer", "第几种读法，从 1 起", "which of its readings, from 1", True),
        Column("fact", "text", "事实表", "fact table", True),
        Column("row_code", "text", "行代码", "code of the row", True),
        Column("column_code", "text", "列代码", "code of the column", True),
        Column("sign", "integer", "1 加，-1 减", "1 where it is added, -1 where taken off", True),
    ),
    key=("claim", "reading", "fact", "row_code", "column_code"),
    filler=Filler.BUILD,
)
