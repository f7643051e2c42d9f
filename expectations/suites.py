"""All suites: the structural ones, and one for each group of rules about the data."""

from expectations.rules import Rule, RuleGroup, load_rule_groups
from expectations.structure import structural_suites
from expectations.verdict import Expectation, Suite


def all_suites() -> tuple[Suite, ...]:
    """Every suite, structural ones first; no two expectations have one id."""
    return (*structural_suites(), *(_data_suite(group) for group in load_rule_groups()))


def _data_suite(group: RuleGroup) -> Suite:
    expectations = tuple(_no_finding(rule) for rule in group.rules)
    return Suite(group.group_id, group.title, group.title_en, False, expectations)


def _no_finding(rule: Rule) -> Expectation:
    """What a rule expects of the warehouse: no finding of its id."""
    return Expectation(
        rule.rule_id,
        rule.title,
        rule.title_en,
        rule.severity,
        "SELECT * FROM findings",
        f"SELECT finding_id FROM batch WHERE rule_id = '{rule.rule_id}'",  # noqa: S608
    )
