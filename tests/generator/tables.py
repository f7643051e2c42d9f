"""The form's three tables as rows of fields with spans, before a layout prints them."""

from dataclasses import dataclass, replace

from tests.generator.figures import TrueReport
from tests.generator.form_data import APPLICATIONS, PROACTIVE, REVIEW, Form, read_form

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
RESULTS = "三、本年度办理结果"
LABEL_COLUMNS = 3
"""Columns of the applications table that hold labels."""


@dataclass(frozen=True, slots=True)
class Field:
    """One cell of a printed row.

    Attributes:
        text: as printed; "" also where a spanning cell goes on from the row above.
        span: how many columns it is wide.
        figure: whether it stands in a column of figures.
    """

    text: str
    span: int = 1
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One printed row.

    Attributes:
        kind: 'header', 'figures', 'tail' (the rest of a label), 'foreign' (no row of the
            form), 'page' (a page number).
        code: row code of a line of figures; "review_litigation" for that table's only row.
    """

    kind: str
    fields: tuple[Field, ...]
    code: str = ""

    @property
    def labels(self) -> tuple[Field, ...]:
        """The fields before the figures."""
        return tuple(field for field in self.fields if not field.figure)

    @property
    def figures(self) -> tuple[Field, ...]:
        """The fields that hold figures."""
        return tuple(field for field in self.fields if field.figure)

    def with_fields(self, *fields: Field) -> "Line":
        """The same line with other fields."""
        return replace(self, fields=fields)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the form's tables; `fact` is "" for a table that is none of the form's."""

    fact: str
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        """Columns of a full row."""
        return max(sum(field.span for field in line.fields) for line in self.lines)


def build_sheets(report: TrueReport) -> dict[str, Sheet]:
    """Lay out the three tables of a report; keyed by fact table."""
    assert report.form_edition is not None
    form = read_form(report.form_edition)
    return {
        PROACTIVE: Sheet(PROACTIVE, tuple(_proactive_lines(report, form))),
        APPLICATIONS: Sheet(APPLICATIONS, tuple(_application_lines(report, form))),
        REVIEW: Sheet(REVIEW, tuple(_review_lines(report, form))),
    }


def _proactive_lines(report: TrueReport, form: Form) -> list[Line]:
    lines = []
    for block in form["proactive"]:
        columns = block["columns"]
        last_span = 4 - len(columns)
        heads = [
            report.amount_header if column["code"] == "amount" else column["label"]
            for column in columns
        ]
        lines.append(Line("header", (Field(block["clause"], 4),)))
        lines.append(Line("header", _stretched("信息内容", heads, last_span, figure=False)))
        for row in block["rows"]:
            printed = [report.cells[PROACTIVE, row["code"], c["code"]].printed for c in columns]
            fields = _stretched(row["label"], printed, last_span, figure=True)
            lines.append(Line("figures", fields, row["code"]))
    return lines


def _stretched(label: str, texts: list[str], last_span: int, *, figure: bool) -> tuple[Field, ...]:
    """A row of the proactive table: its last cell spans what is left of four columns."""
    spans = [1] * (len(texts) - 1) + [last_span]
    fields = [Field(text, span, figure) for text, span in zip(texts, spans, strict=True)]
    return (Field(label), *fields)


def _application_lines(report: TrueReport, form: Form) -> list[Line]:
    table = form["applications"]
    types = [column["label"] for column in table["columns"]]
    lines = [
        Line("header", (Field(NOTE, LABEL_COLUMNS), Field("申请人情况", 7))),
        Line(
            "header",
            (
                Field("", LABEL_COLUMNS),
                Field(types[0]),
                Field("法人或其他组织", 5),
                Field(types[-1]),
            ),
        ),
        Line("header", (Field("", LABEL_COLUMNS), Field(""), *map(Field, types[1:-1]), Field(""))),
    ]
    previous = None
    for row in table["rows"]:
        labels = _labels(row, previous)
        printed = [
            report.cells[APPLICATIONS, row["code"], column["code"]].printed
            for column in table["columns"]
        ]
        figures = (Field(text, figure=True) for text in printed)
        lines.append(Line("figures", (*labels, *figures), row["code"]))
        previous = row.get("group")
    return lines


def _labels(row: Form, previous_group: str | None) -> tuple[Field, ...]:
    """The label cells of an outcome row: section, group and row, as far as it has them."""
    if row["code"] in ("received", "carried_over", "carried_forward"):
        return (Field(row["label"], LABEL_COLUMNS),)
    section = Field(RESULTS if row["code"] == "granted" else "")
    group = row.get("group")
    if group is None:
        return (section, Field(row["label"], LABEL_COLUMNS - 1))
    return (section, Field("" if group == previous_group else group), Field(row["label"]))


def _review_lines(report: TrueReport, form: Form) -> list[Line]:
    table = form["review_litigation"]
    results = [column["label"] for column in table["columns"]]
    review, direct, after = (channel["label"] for channel in table["channels"])
    printed = [
        report.cells[REVIEW, channel["code"], column["code"]].printed
        for channel in table["channels"]
        for column in table["columns"]
    ]
    return [
        Line("header", (Field(review, 5), Field("行政诉讼", 10))),
        Line("header", (*map(Field, results), Field(direct, 5), Field(after, 5))),
        Line("header", (*map(Field, [""] * 5), *map(Field, results * 2))),
        Line("figures", tuple(Field(text, figure=True) for text in printed), "review_litigation"),
    ]
