"""The table of equations that fail in a report: declared once, with whose fault each is."""

from transform.columns import REPORT_ID, Column, TableSpec

BROKEN_EQUATIONS = TableSpec(
    "broken_equations",
    "每份报告每个不成立的勾稽等式一行：责任在谁，怎样改读即可成立",
    "one row each equation of the form that fails in a report: whose fault it is",
    (
        REPORT_ID,
        Column(
            "identity",
            "text",
            "等式，同 form_terms",
            "the equation, as in form_terms",
            True,
        ),
        Column("instance", "text", "等式所在的行或列", "the row or column in which it fails", True),
        Column(
            "blame",
            "text",
            "agency_error、suspect_reading 或 undecided",
            "agency_error, suspect_reading or undecided",
            True,
        ),
        Column(
            "edit",
            "text",
            "使所有等式成立的最小改读的种类；没有时为空",
            "kind of the smallest other reading that makes all equations hold; null if none does",
        ),
        Column("suggestion", "text", "该改读，中文；没有时为空", "that reading, in Chinese"),
        Column("suggestion_en", "text", "该改读，英文；没有时为空", "that reading, in English"),
    ),
    key=("report_id", "identity", "instance"),
)
