"""Whole reports as pages deliver them: who reports, for where, for when, and for what scope.

The cases stand in `report_heads/*.yaml`, by name. `lines` is the running text; a line that is
one of STOCK stands for sentences that name nobody, and `〔×N〕` before a text prints it N times
in one line, `〔+N〕` in N lines. `expect` holds what a careful reader would sign: a list means
any of these, `findings` must be noted, none of `absent` (a rule or the start of one) may be,
and `never` lists codes that must not come out.
"""

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from transform.divisions import all_divisions
from transform.gazetteer import Level
from transform.identity import Identity, identify
from transform.origin import ManifestRow, Origin

FOLDER = Path(__file__).parent / "report_heads"
STOCK = {
    "〔依据〕": ["根据《中华人民共和国政府信息公开条例》第五十条的规定，编制本报告。"],
    "〔表〕": [
        "二、主动公开政府信息情况",
        "第二十条第（一）项",
        "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
        "规章\t0\t0\t0",
        "行政规范性文件\t0\t0\t0",
        "三、收到和处理政府信息公开申请情况",
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "一、本年新收政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
        "二、上年结转政府信息公开申请数量\t0\t0\t0\t0\t0\t0\t0",
        "（七）总计\t0\t0\t0\t0\t0\t0\t0",
        "四、政府信息公开行政复议、行政诉讼情况",
        "结果维持\t结果纠正\t其他结果\t尚未审结\t总计",
        "0\t0\t0\t0\t0",
    ],
    "〔尾〕": [
        "五、存在的主要问题及改进情况",
        "存在的问题：一是公开内容不够深，二是解读形式单一。改进措施：加强培训，丰富解读形式。",
        "六、其他需要报告的事项",
        "无其他需要报告的事项。",
    ],
}
FIELDS = ("level", "admin_code", "province", "prefecture", "county", "sector")
_TIMES = re.compile(r"〔([×+])(\d+)〕(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Head:
    """One case; `expect` as in the file."""

    name: str
    lines: list[str]
    metadata: dict[str, str]
    origin: Origin
    expect: dict[str, Any]


def read_heads() -> list[Head]:
    return [head for path in sorted(FOLDER.glob("*.yaml")) for head in heads_of(path)]


def heads_of(path: Path) -> list[Head]:
    cases = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [read_head(name, case) for name, case in cases.items()]


def read_head(name: str, case: dict[str, Any]) -> Head:
    assert set(case) <= {"lines", "metadata", "path", "manifest", "expect"}, name
    known = {*FIELDS, "agency", "agency_name", "report_year", "scope", "confidence", "title"}
    assert set(case["expect"]) <= known | {"findings", "absent", "never"}, name
    lines = [part for line in case["lines"].splitlines() for part in expanded(line)]
    manifest = ManifestRow(**case["manifest"]) if "manifest" in case else None
    origin = Origin(case.get("path", ""), manifest)
    return Head(name, lines, case.get("metadata", {}), origin, case["expect"])


def expanded(line: str) -> list[str]:
    found = _TIMES.fullmatch(line)
    if found is None:
        return STOCK.get(line.strip(), [line])
    return [found[3] * int(found[2])] if found[1] == "×" else [found[3]] * int(found[2])


def told(identity: Identity) -> dict[str, Any]:
    """What came out, by the names of `expect`."""
    agency = identity.agency
    return {
        **{field: getattr(agency, field, None) for field in FIELDS},
        "agency": agency and agency.agency_name,
        "agency_name": identity.agency_name,
        "report_year": identity.report_year,
        "scope": identity.scope,
        "confidence": identity.agency_confidence,
        "title": identity.title,
    }


def faults(head: Head) -> list[str]:
    identity = identify(head.lines, head.metadata, head.origin)
    got, rules = told(identity), [note.rule_id for note in identity.notes]
    wanted = {key: value for key, value in head.expect.items() if key in got}
    wrong = [
        f"{key}: {got[key]!r}, not {value!r}"
        for key, value in wanted.items()
        if got[key] not in (value if isinstance(value, list) else [value])
    ]
    wrong += [f"lacks {rule}" for rule in head.expect.get("findings", ()) if rule not in rules]
    absent = tuple(head.expect.get("absent", ()))
    wrong += [f"has {rule}" for rule in rules if absent and rule.startswith(absent)]
    never = [str(code) for code in head.expect.get("never", ())]
    return wrong + [f"never {code}" for code in never if got["admin_code"] == code]


HEADS = read_heads()


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.name)
def test_report_is_whose_a_careful_reader_says(head: Head) -> None:
    assert faults(head) == []


def test_corpus_is_as_broad_as_it_claims() -> None:
    names = Counter(head.name for head in HEADS)
    assert [name for name, count in names.items() if count > 1] == []
    assert len(HEADS) >= 200
    codes = {str(head.expect.get("admin_code"))[:2] for head in HEADS}
    provinces = {d.code[:2] for d in all_divisions() if d.level is Level.PROVINCE}
    assert provinces - codes <= {"71", "81", "82"}
