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
"""

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
    return "\n".join([f"## {group.title} {group.title_en}\n", *_rows(group.rules), ""])


def _rows(rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "| rule_id | severity | 应当 | must hold | found |"
    yield "|---|---|---|---|---|"
    for rule in rules:
        found = "读取时 while reading" if rule.sql is None else "建库时 in the warehouse"
        severity = _SEVERITIES[rule.severity]
        yield f"| `{rule.rule_id}` | {severity} | {rule.title} | {rule.title_en} | {found} |"


def _structure() -> str:
    rows = (
        f"| `{suite.suite_id}` | {suite.title} {suite.title_en} | {len(suite.expectations)} |\n"
        for suite in structural_suites()
    )
    return _STRUCTURE + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(rulebook())
