"""`python -m tools.rules_page` writes docs/rules.md from the rules' own declarations."""

from pathlib import Path

from xacct_constructs.rules.page import page

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules.md"

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
