"""The page of the rules in the documentation is the one that the rules give."""

import re
from pathlib import Path

from expectations.rulebook import rulebook
from expectations.rules import load_rules

PAGE = Path(__file__).parent.parent / "docs" / "rules.md"


def test_the_page_in_the_documentation_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == rulebook(), (
        "run: python -m expectations.rulebook > docs/rules.md"
    )


def test_every_rule_stands_in_it_once() -> None:
    text = rulebook()
    for rule in load_rules():
        assert text.count(f"| `{rule.rule_id}` |") == 1
        assert text.count(f"\n### {rule.rule_id}\n") == 1


def test_every_rule_is_told_with_its_formula_reason_and_example() -> None:
    entries = re.split(r"^### ", rulebook(), flags=re.MULTILINE)[1:]
    told = {entry.split("\n")[0]: entry for entry in entries}
    assert list(told) == [rule.rule_id for rule in load_rules()]
    for rule in load_rules():
        entry = told[rule.rule_id]
        for said in (rule.formula, rule.example, rule.example_en):
            assert f"`{said}`" in entry
        assert rule.reason in entry
        assert rule.reason_en in entry
