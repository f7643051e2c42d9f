"""The rules as a page of the documentation: `python -m expectations.rulebook > docs/rules.md`."""

import sys
from collections.abc import Iterator

from expectations.rules import Rule, RuleGroup, load_rule_groups
from expectations.structure import structural_suites

_SEVERITIES = {"error": "错误 error", "warning": "警告 warning", "info": "提示 info"}

_HEAD = """\
# 规则 Rules

<!-- Generated from expectations/rules/: python -m expectations.rulebook > docs/rules.md -->

每条规则只声明一次（`expectations/rules/`）。规则不成立之处是一个*发现*，记在 `findings` 表，
数据照常发布；`gongkai run --strict` 在有错误级的发现时以 3 退出。

Each rule is declared once, in `expectations/rules/`. Where one does not hold there is a
*finding* in the table `findings`; the data are published all the same. `gongkai run --strict`
ends with exit code 3 if there is a finding of severity error.

每组先列表，再逐条写明：须成立的式子、为何有这条规则、发现的样子、没有另作判断时的责任。
`gongkai rules` 列出各规则及其发现的数目，`gongkai rules RULE_ID` 显示其中一条。

Each group is listed, then told rule by rule: what must hold, why there is the rule, what a
finding says, and whose fault it is where a finding does not say so itself. `gongkai rules` lists
the rules with the number of their findings, `gongkai rules RULE_ID` shows one of them.
"""

_BLAMES = {
    None: "不涉及责任 nothing is at fault",
    "agency_error": "机关所填有误 agency_error",
    "suspect_reading": "可能是读取有误 suspect_reading",
    "undecided": "责任无法判定 undecided",
}

_STRUCTURE = """\
## 结构 Structure

结构核验有一项未通过或无法判定，就不发布。If one of these fails, or cannot be evaluated,
nothing is published.

| suite | | expectations |
|---|---|---|
"""


def rulebook() -> str:
    """Write the page, in Markdown."""
    parts = [_HEAD, *(_group(group) for group in load_rule_groups()), _structure()]
    return "\n".join(parts)


def _group(group: RuleGroup) -> str:
    entries = [line for rule in group.rules for line in _entry(rule)]
    return "\n".join([f"## {group.title} {group.title_en}\n", *_rows(group.rules), "", *entries])


def _rows(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "| rule_id | severity | 应当 | must hold | found |"
    yield "|---|---|---|---|---|"
    for rule in rules:
        found = "读取时 while reading" if rule.sql is None else "建库时 in the warehouse"
        severity = _SEVERITIES[rule.severity]
        yield f"| `{rule.rule_id}` | {severity} | {rule.title} | {rule.title_en} | {found} |"


def _entry(rule: Rule) -> Iterator[str]:
    yield f"### {rule.rule_id}\n"
    yield f"- **应成立 must hold**: {_code(rule.formula)}"
    yield f"- **为何 why**: {rule.reason} {rule.reason_en}"
    yield f"- **例 example**: {_code(rule.example)} {_code(rule.example_en)}"
    yield f"- **责任 blame**: {_BLAMES[rule.blame]}"
    yield ""


def _code(text: str) -> str:
    """Text as it is, in Markdown: an underscore or a star in it marks nothing."""
    fence = "``" if "`" in text else "`"
    return f"{fence}{text}{fence}"


def _structure() -> str:
    rows = (
        f"| `{suite.suite_id}` | {suite.title} {suite.title_en} | {len(suite.expectations)} |\n"
        for suite in structural_suites()
    )
    return _STRUCTURE + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(rulebook())
