"""Tables printed in ways that tempt a reader to a wrong number: read right, or not at all."""

import pytest

from extract.reading import read_document
from tests.facts import Cells, cells_of
from transform.report import understand

LABELS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    "（七）总计",
    "四、结转下年度继续办理",
)
CODES = (
    "received", "carried_over", "granted", "partially_granted", "processed_total", "carried_forward"
)  # fmt: skip
ROWS = (
    "52 5 0 1 3 3 64",
    "3 1 0 0 0 0 4",
    "14 3 0 0 2 1 20",
    "39 3 0 1 1 2 46",
    "53 6 0 1 3 3 66",
    "2 0 0 0 0 0 2",
)
HEADER = "自然人\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t总计"
TYPES = (
    "natural_person", "commercial_enterprise", "research_institution",
    "public_welfare_organization", "legal_service_organization", "other_organization", "total",
)  # fmt: skip
TRUE = {
    ("fact_applications", code, column): int(value)
    for code, row in zip(CODES, ROWS, strict=True)
    for column, value in zip(TYPES, row.split(), strict=True)
}


def _read(table: str, section: int = 3) -> Cells:
    headings = {
        2: "二、主动公开政府信息情况",
        3: "三、收到和处理政府信息公开申请情况",
        4: "四、政府信息公开行政复议、行政诉讼情况",
    }
    text = (
        f"某市某局2021年政府信息公开工作年度报告\n\n一、总体情况\n\n全年平稳。\n\n"
        f"{headings[section]}\n\n{table}\n\n五、存在的主要问题及改进情况\n\n人手不足。\n"
    )
    return cells_of(understand(read_document(text.encode()), "0" * 64))


def _wrong(read: Cells) -> list[object]:
    return [
        (key, value) for key, (value, _) in read.items()
        if key in TRUE and value is not None and value != TRUE[key]
    ]  # fmt: skip


def _tabs(rows: tuple[str, ...] = ROWS, labels: tuple[str, ...] = LABELS) -> list[str]:
    return [
        f"{label}\t" + "\t".join(row.split(" ")) for label, row in zip(labels, rows, strict=True)
    ]


def _spaced(*lines: str) -> str:
    return "\n".join(("申请人情况", HEADER.replace("\t", " "), *lines))


READ_WHOLE = {
    "tabs": "\n".join(["\t" + HEADER, *_tabs()]),
    "rows in another order": "\n".join(["\t" + HEADER, *_tabs()[3:], *_tabs()[:3]]),
    "figures glued to their labels": _spaced(*(a + b for a, b in zip(LABELS, ROWS, strict=True))),
    "all figures of a row in one cell": "\n".join(
        ["\t" + HEADER, *(f"{a}\t{b}" for a, b in zip(LABELS, ROWS, strict=True))]
    ),
    "a drawn table": "\n".join(
        line
        for row in [HEADER.replace("\t", " | "), *(" | ".join(r.split("\t")) for r in _tabs())]
        for line in (
            "+------+------+",
            f"| {row} |",
        )
    ),
    "bars in a quotation": "\n".join(
        "> | " + " | ".join(row.split("\t")) + " |" for row in _tabs()
    ),
    "emphasised figures": "\n".join(
        "| " + " | ".join(f"**{c}**" if c.isdigit() else c for c in row.split("\t")) + " |"
        for row in _tabs()
    ),
    "zero-width characters": _spaced(
        *(f"{a} {b}\u200b" for a, b in zip(LABELS, ROWS, strict=True))
    ),
    "page marks between the rows": _spaced(
        *(f"{a} {b}\n\n- 7 -\n第 3 页 共 8 页" for a, b in zip(LABELS, ROWS, strict=True))
    ),
}


@pytest.mark.parametrize("name", READ_WHOLE)
def test_read_whole(name: str) -> None:
    read = _read(READ_WHOLE[name])
    assert {key: read[key][0] for key in TRUE} == TRUE


NOT_READ_WRONG = {
    "all labels first": _spaced(*LABELS, *ROWS),
    "all figures first": _spaced(*ROWS, *LABELS),
    "each label below its figures": _spaced(
        *(f"{b}\n{a}" for a, b in zip(LABELS, ROWS, strict=True))
    ),
    "the total first, as its header says": "\n".join(
        [
            "\t总计\t" + HEADER.removesuffix("\t总计"),
            *_tabs(tuple(" ".join([r.split()[-1], *r.split()[:-1]]) for r in ROWS)),
        ]
    ),
    "natural persons last, as the header of two lines says": "\n".join(
        [
            "\t法人或其他组织\t\t\t\t\t自然人\t总计",
            "\t商业企业\t科研机构\t社会公益组织\t法律服务机构\t其他\t\t",
            *_tabs(tuple(" ".join([*r.split()[1:6], r.split()[0], r.split()[6]]) for r in ROWS)),
        ]
    ),
    "a row whose label is shifted": "\n".join(
        ["\t\t\t" + HEADER]
        + ["\t".join([a, "", "", *b.split()]) for a, b in zip(LABELS[:-1], ROWS[:-1], strict=True)]
        + ["\t".join(["", LABELS[-1], "", "", *ROWS[-1].split()[:-1]])]
    ),
    "a page number among figures that have a line each": _spaced(
        *("\n".join([a, *b.split()[:3], "5", *b.split()[3:]]) for a, b in zip(LABELS, ROWS))  # noqa: B905
    ),
    "a page number in a table of a cell a line": "\n\n".join(
        "\n".join(
            [f"\t{a}", *(f"\t{c}" for c in b.split()[:1]), "5", *(f"\t{c}" for c in b.split()[1:])]
        )
        for a, b in zip(LABELS, ROWS, strict=True)
    ),
    "two figures in one cell": "\n".join(
        ["\t" + HEADER, *_tabs((*ROWS[:2], "14\u00a03  0 0 2 1 20", *ROWS[3:]))]
    ),
}


@pytest.mark.parametrize("name", NOT_READ_WRONG)
def test_not_read_wrong(name: str) -> None:
    assert _wrong(_read(NOT_READ_WRONG[name])) == []


def test_a_table_without_its_total_column_is_read_and_the_totals_are_missing() -> None:
    rows = tuple(row.rsplit(" ", 1)[0] for row in ROWS)
    read = _read("\n".join(["\t" + HEADER.removesuffix("\t总计"), *_tabs(rows)]))
    assert read["fact_applications", "received", "natural_person"] == (52, "reported")
    assert read["fact_applications", "received", "total"] == (None, "missing")
    assert _wrong(read) == []


REVIEW = {"行政复议": "3 1 0 0 4", "未经复议直接起诉": "0 0 1 2 3", "复议后起诉": "2 0 0 1 3"}
RESULTS = "结果维持\t结果纠正\t其他结果\t尚未审结\t总计"


def _review(read: Cells) -> list[int | None]:
    channels = ("review", "litigation_direct", "litigation_after_review")
    results = ("upheld", "corrected", "other", "pending", "total")
    cells = [read["fact_review_litigation", c, r][0] for c in channels for r in results]
    return [None if value is None else int(value) for value in cells]


IN_ORDER = [3, 1, 0, 0, 4, 0, 0, 1, 2, 3, 2, 0, 0, 1, 3]


@pytest.mark.parametrize(
    "order",
    [
        ["行政复议", "未经复议直接起诉", "复议后起诉"],
        ["复议后起诉", "行政复议", "未经复议直接起诉"],
    ],
)
@pytest.mark.parametrize("separator", ["\t", " "])
def test_channels_below_each_other_are_told_by_their_labels(
    order: list[str], separator: str
) -> None:
    rows = [separator.join([name, *REVIEW[name].split()]) for name in order]
    header = separator.join(["类别", *RESULTS.split("\t")])
    assert _review(_read("\n".join([header, *rows]), section=4)) == IN_ORDER


def test_results_below_each_other_are_told_by_their_labels() -> None:
    figures = [row.split() for row in REVIEW.values()]
    rows = [
        "\t".join([name, *(row[i] for row in figures)]) for i, name in enumerate(RESULTS.split())
    ]
    table = "\n".join(["\t" + "\t".join(REVIEW), *rows])
    assert _review(_read(table, section=4)) == IN_ORDER


def test_channels_beside_each_other_in_another_order_are_not_read_by_position() -> None:
    figures = [row.split() for row in REVIEW.values()]
    rows = ["\t".join([r, *(f[i] for f in figures)]) for i, r in enumerate(RESULTS.split())]
    header = "\t" + "\t".join(reversed(REVIEW))
    assert _review(_read("\n".join([header, *rows]), section=4)) == [None] * 15


def test_one_channel_alone_leaves_the_others_missing() -> None:
    table = f"行政复议\n{RESULTS}\n" + "\t".join(REVIEW["行政复议"].split())
    assert _review(_read(table, section=4)) == [3, 1, 0, 0, 4, *[None] * 10]


def test_a_header_in_another_order_is_not_read_by_position() -> None:
    table = "\n".join(
        [
            "\t".join(["行政诉讼", *[""] * 9, "行政复议", *[""] * 4]),
            "\t".join(RESULTS.split("\t") * 3),
            "\t".join(str(value) for value in [*IN_ORDER[5:], *IN_ORDER[:5]]),
        ]
    )
    assert _review(_read(table, section=4)) == [None] * 15


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [
        ("", 310_000),
        ("（单位：万元，精确到元）", 310_000),
        ("（单位：元）", 31),
        ("[元]", 31),
        ("【元】", 31),
        ("，元", 31),
        ("——元", 31),
        ("（以元计）", 31),
        ("（单位：千元）", 31_000),
        ("（百万元）", 31_000_000),
    ],
)
def test_the_header_names_the_unit_of_money(unit: str, yuan: int) -> None:
    table = f"信息内容\t本年收费金额{unit}\n行政事业性收费\t31\n"
    read = _read(table, section=2)
    assert read["fact_proactive_disclosure", "administrative_fees", "amount"][0] == yuan


def test_prose_that_cites_the_tables_words_does_not_hide_the_table() -> None:
    prose = "第二十条第一款规定，主动公开政府信息312条。\n（一）主动公开信息内容\n"
    table = "信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n规章\t0\t0\t1\n"
    read = _read(f"{prose}\n{table}", section=2)
    assert read["fact_proactive_disclosure", "regulations", "in_force"] == (1, "reported")


def test_a_date_below_a_short_row_does_not_complete_it() -> None:
    table = "信息内容 本年制发件数 本年废止件数 现行有效件数\n行政规范性文件 4 37\n3\n"
    read = _read(table, section=2)
    cells = [read["fact_proactive_disclosure", "normative_documents", m][0] for m in
             ("issued", "repealed", "in_force")]  # fmt: skip
    assert cells == [None] * 3


def test_a_report_without_headings_is_read() -> None:
    text = "某市某局2021年政府信息公开工作年度报告\n\n" + READ_WHOLE["tabs"]
    read = cells_of(understand(read_document(text.encode()), "0" * 64))
    assert {key: read[key][0] for key in TRUE} == TRUE
