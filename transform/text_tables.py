"""The tables on copied text: what the lake keeps of each report for it, and what is found."""

from transform.columns import REPORT_ID, Column, Filler, TableSpec

SECTION_SIGNATURES = TableSpec(
    "section_signatures",
    "每份报告每个有自己文字的部分一行：文字的 MinHash 签名",
    "one row each section with a text of its own: the MinHash signature of its text",
    (
        REPORT_ID,
        Column("section", "integer", "第几部分（1 至 6）", "number of the section, 1 to 6", True),
        Column(
            "shingles", "integer", "不同字串的个数", "how many different runs of characters", True
        ),
        Column("hashes", "hashes", "签名", "the signature", True),
    ),
    key=("report_id", "section"),
    in_warehouse=False,
)

YEAR_SENTENCES = TableSpec(
    "year_sentences",
    "每个以某年为本年度来叙述的句子一行",
    "one row each sentence that tells of a year as the report's own",
    (
        REPORT_ID,
        Column("position", "integer", "在正文中的次序，从 1 起", "order in the text, from 1", True),
        Column("section", "integer", "第几部分（1 至 6）", "number of the section, 1 to 6", True),
        Column("year", "integer", "所说的年度", "the year that it tells of", True),
        Column(
            "digest", "bigint", "去除数字后的摘要", "digest of its words, without numbers", True
        ),
        Column(
            "text",
            "text",
            "所说不是报告年度时的原句，去除空白",
            "the sentence, blanks removed; null unless it tells of another year than the report's",
        ),
    ),
    key=("report_id", "position"),
    in_warehouse=False,
)

TEXT_REUSE = TableSpec(
    "text_reuse",
    "现行报告中每处与另一份报告相同的文字或表格一行",
    "one row each text or set of tables of a current report that another report has too",
    (
        REPORT_ID,
        Column(
            "kind",
            "text",
            "previous_year 与本机关上一份报告相同的部分、other_agency 与其他机关报告相同的部分、"
            "identical_tables 表格数字全同、stale_sentence 沿用旧年份的句子",
            "previous_year (a section that the agency's report before has), other_agency (one "
            "that another agency's has), identical_tables (all figures are the same) or "
            "stale_sentence (a sentence left over from the report before, with its year)",
            True,
        ),
        Column(
            "position", "integer", "同类中的次序，从 1 起", "order among its kind, from 1", True
        ),
        Column(
            "section",
            "integer",
            "第几部分（1 至 6）；表格为空",
            "number of the section, 1 to 6; null for tables",
        ),
        Column("other_report_id", "text", "另一份报告", "the other report", True),
        Column(
            "share",
            "real",
            "该部分的文字（格式用语除外）有多大比例见于另一份报告，0 至 1，估计值；"
            "表格为 1，句子为空",
            "how much of the section's text, phrases of the form left out, the other one holds: "
            "0 to 1, estimated; 1 for tables, null for a sentence",
        ),
        Column("year", "integer", "句子所写的旧年份", "the year that the sentence still tells of"),
        Column("text", "text", "该句，去除空白", "the sentence, blanks removed"),
    ),
    key=("report_id", "kind", "position"),
    filler=Filler.BUILD,
)
