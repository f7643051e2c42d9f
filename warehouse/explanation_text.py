"""`gongkai explain`: one report's identity, its evidence and its figures, as text or JSON."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import Any

from warehouse.explanation import Explanation, Row, read_explanation
from warehouse.explanation_figures import figure_lines
from warehouse.query import open_warehouse
from warehouse.report_search import find_report
from warehouse.result_text import aligned_lines, json_value, padded, visible

_WIDEST = 48
"""Columns on the screen that a cell of a table takes at most."""

_LABEL = 20
"""Columns that the names of the report's properties take."""

_BLAMES = {
    "agency_error": "机关所填有误 agency_error",
    "suspect_reading": "可能是读取有误 suspect_reading",
    "undecided": "无法判定 undecided",
}

_FACTS = {
    "fact_proactive_disclosure": "主动公开 proactive disclosure",
    "fact_applications": "申请办理 applications",
    "fact_review_litigation": "复议诉讼 review and litigation",
}


def explain(warehouse: Path, report: str, form: str) -> str:
    """Explain one report.

    Args:
        warehouse: the published file.
        report: its report_id, the beginning of one, or a path of its file or the end of one.
        form: 'text' for people, 'json' for programs.

    Raises:
        WarehouseMissingError: nothing has been published.
        NoSuchReportError: no report is called so, or several.
        QueryError: the warehouse is of another version of gongkai.
    """
    with open_warehouse(warehouse) as connection:
        explanation = read_explanation(connection, find_report(connection, report))
    if form == "json":
        return json.dumps(json_value(asdict(explanation)), ensure_ascii=False, indent=2)
    return "\n".join(_lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield from _identity_lines(explanation.report)
    yield from _places(explanation.places)
    yield from _section("归属依据 evidence", _evidence(explanation.evidence))
    yield from _section("发现 findings", _findings(explanation.findings))
    for fact, cells in groupby(explanation.figures, key=lambda row: row["fact"]):
        yield from _section(_FACTS[fact], figure_lines(list(cells)))
    if not explanation.figures:
        yield from _section("表格 tables", ["没有表格 the report shows none of the form's tables"])
    yield from _section("正文所述 claims", _claims(explanation.claims))
    yield from _section("同一机关同一年度的其他报告 other reports", _table(explanation.beside))
    yield from _section("更正 revisions", _table(explanation.revisions))
    yield from _section("机构沿革 successions", _successions(explanation.successions))
    yield from _section("机关标识的改变 changes of agency_id", _table(explanation.agency_ids))


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    """A part of the explanation; none if there is nothing in it."""
    if lines:
        yield from ("", f"■ {title}", *(f"  {line}" if line else "" for line in lines))


def _identity_lines(report: Row) -> Iterator[str]:
    place = "/".join(report[name] for name in ("province", "prefecture", "county") if report[name])
    divisions = [report["level"], report["admin_code"], place]
    properties = (
        ("报告 report", report["report_id"]),
        ("机关 agency", _agency(report)),
        ("区划 division", " ".join(filter(None, divisions)) or None),
        ("类别 sector", report["sector"]),
        ("所属 part of", report["part_of"]),
        ("印出名称 printed", report["printed_name"]),
        ("年度 year", report["report_year"] or "未能判定 not told"),
        ("范围 scope", report["scope"] or "未说明 not told"),
        ("标题 title", report["title"]),
        ("表格 form", report["form_edition"]),
        ("现行 current", _current(report)),
        ("网址 url", report["source_url"]),
        ("发布日期 published", report["published_on"]),
        ("清单 manifest", "列有 lists the file" if report["in_manifest"] else None),
        ("读取 read", _reading(report)),
        ("内容 sha256", report["source_sha256"]),
    )
    for label, value in properties:
        if value is not None:
            yield f"{padded(label, _LABEL)}{visible(str(value))}"


def _agency(report: Row) -> str:
    if report["agency_id"] is None:
        return "未能判定 not told"
    surely = f"把握 confidence: {report['agency_confidence'] or '?'}"
    return f"{report['agency_name']}  {report['agency_id']}  {surely}"


def _current(report: Row) -> str:
    by = report["superseded_by"]
    return f"否 no: superseded by {by}" if by else "是 yes"


def _reading(report: Row) -> str:
    return (
        f"{report['source_format']}, {report['extracted_at']:%Y-%m-%d %H:%M} UTC; reading "
        f"{report['extractor_version']}, understanding {report['transform_version']}"
    )


def _places(places: Sequence[Row]) -> Iterator[str]:
    for place in places:
        path = visible(f"{place['source_root']}/{place['source_path']}")
        state = {
            "present": "",
            "gone": " （已不在 gone）",
            "replaced": f" （内容已更换 replaced by {str(place['replaced_by'])[:16]}…）",
        }[place["state"]]
        yield f"{padded('文件 file', _LABEL)}{path}{state}"


def _evidence(evidence: Sequence[Row]) -> list[str]:
    columns = ("used", "attribute", "source", "value", "raw_text")
    rows = [["✓" if row["used"] else "", *(row[name] for name in columns[1:])] for row in evidence]
    return aligned_lines(columns, rows, widest=2 * _WIDEST) if rows else []


def _findings(findings: Sequence[Row]) -> list[str]:
    return [line for finding in findings for line in _finding(finding)]


def _finding(finding: Row) -> Iterator[str]:
    yield visible(f"[{finding['severity']}] {finding['rule_id']} {finding['title'] or ''}")
    yield visible(f"    {finding['message']}")
    yield visible(f"    {finding['message_en']}")
    if finding["expected"] is not None or finding["observed"] is not None:
        yield visible(
            f"    应为 expected: {finding['expected']}; 实为 observed: {finding['observed']}"
        )
    if finding["cells"]:
        yield visible(f"    单元格 cells: {', '.join(finding['cells'])}")
    if finding["blame"]:
        yield f"    责任 blame: {_BLAMES[finding['blame']]}"
    for suggestion in (finding["suggestion"], finding["suggestion_en"]):
        if suggestion:
            yield visible(f"    {suggestion}")


def _claims(claims: Sequence[Row]) -> list[str]:
    columns = (
        "",
        "节 section",
        "所述 claim",
        "数值 value",
        "年 year",
        "部分 part of",
        "原句 sentence",
    )
    return aligned_lines(columns, [_claim(row) for row in claims], widest=_WIDEST) if claims else []


def _claim(claim: Row) -> list[Any]:
    about = "+".join([claim["claim"], *claim["covers"]])
    of = [claim["applicant_type"], None if claim["measure"] == "amount" else claim["measure"]]
    round_mark = "≈" if claim["approximate"] else ""
    unit = {"percent": "%", "CNY": " 元"}.get(claim["unit"], "")
    value = None if claim["value"] is None else f"{round_mark}{claim['value'].normalize():,f}{unit}"
    return [
        claim["position"],
        claim["section"],
        " ".join([about, *filter(None, of)]),
        value,
        claim["year"],
        claim["part_of"],
        claim["sentence"],
    ]


def _table(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    return aligned_lines(tuple(rows[0]), [list(row.values()) for row in rows], widest=_WIDEST)


def _successions(rows: Sequence[Row]) -> list[str]:
    return _table(
        [
            {
                "agency": f"{row['agency_name'] or ''} {row['agency_id']}".strip(),
                "successor": f"{row['successor_name'] or ''} {row['successor_agency_id']}".strip(),
                "kind": row["kind"],
                "since": row["since_year"],
                "basis": row["basis"],
            }
            for row in rows
        ]
    )
