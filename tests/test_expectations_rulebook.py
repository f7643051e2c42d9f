"""The page of the rules in the documentation is the one that the rules give."""

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
