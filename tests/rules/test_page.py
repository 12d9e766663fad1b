"""docs/rules.md is what the rules say of themselves."""

from pathlib import Path

import pytest

from xacct_constructs.rules import RULES, VERDICTS, Rule
from xacct_constructs.rules.page import page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_is_current() -> None:
    """`python -m tools.rules_page` would change nothing."""
    assert (ROOT / "docs" / "rules.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("rule", [*(rule for rule, _ in RULES), *VERDICTS], ids=lambda rule: str(rule.code))
def test_each_rule_has_one_row(rule: Rule) -> None:
    """A reader finds every code once, in a table."""
    assert page().count(f"| {rule.code} |") == 1
