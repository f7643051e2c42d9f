"""`gongkai rules`: every rule with its findings in the published warehouse, or one in full."""

from dataclasses import asdict, fields
from pathlib import Path

from expectations.rules import Rule, RuleGroup, load_rule_groups
from flows.failures import UsageError
from warehouse.errors import WarehouseMissingError
from warehouse.result_text import aligned_lines, as_csv, as_json
from warehouse.rule_counts import RuleCounts, count_findings

Counts = dict[str, RuleCounts]

_NOT_COUNTED = "尚未发布数据，未计发现 nothing has been published: no findings are counted"

_COUNTED = tuple(field.name for field in fields(RuleCounts))
_LISTED = ("rule_id", "severity", *_COUNTED, "title", "title_en")
_TOLD = (
    *("rule_id", "group", "severity", "title", "title_en", "formula", "blame"),
    *("reason", "reason_en", "example", "example_en"),
)


def rules_text(warehouse: Path, form: str, rule_id: str | None = None) -> str:
    """List the rules, in the order of the report.

    Args:
        warehouse: the published file; where there is none, nothing is counted.
        form: 'table' for people, 'csv' and 'json' with all that is declared of each rule.
        rule_id: tell of this one only.

    Raises:
        UsageError: there is no such rule.
        QueryError: the warehouse is of another version of gongkai.
    """
    groups = load_rule_groups()
    rules = [rule for group in groups for rule in group.rules]
    if rule_id is not None:
        rules = [rule for rule in rules if rule.rule_id == rule_id]
        if not rules:
            raise UsageError(f"there is no rule {rule_id}; 'gongkai rules' lists them all")
    counts = _counts(warehouse)
    if form != "table":
        columns = (*_TOLD, *_COUNTED)
        rows = [[_told(rule, counts).get(name) for name in columns] for rule in rules]
        return as_json(columns, rows) if form == "json" else as_csv(columns, rows)
    if rule_id is not None:
        return _in_full(rules[0], counts)
    tables = [_group_table(group, counts) for group in groups]
    return "\n\n".join(tables if counts is not None else [*tables, _NOT_COUNTED])


def _counts(warehouse: Path) -> Counts | None:
    try:
        return count_findings(warehouse)
    except WarehouseMissingError:
        return None


def _told(rule: Rule, counts: Counts | None) -> dict[str, object]:
    """What is declared of a rule, and its counts; these are None where nothing is published."""
    declared = {name: getattr(rule, name) for name in _TOLD}
    counted = dict.fromkeys(_COUNTED) if counts is None else asdict(_of(rule, counts))
    return declared | counted


def _of(rule: Rule, counts: Counts) -> RuleCounts:
    return counts.get(rule.rule_id, RuleCounts())


def _group_table(group: RuleGroup, counts: Counts | None) -> str:
    rows = [[_told(rule, counts)[name] for name in _LISTED] for rule in group.rules]
    return "\n".join([f"{group.title} {group.title_en}", *aligned_lines(_LISTED, rows, "-")])


def _in_full(rule: Rule, counts: Counts | None) -> str:
    told = _told(rule, counts)
    width = max(map(len, told))
    return "\n".join(
        f"{name:{width}}  {'-' if value is None else value}" for name, value in told.items()
    )
