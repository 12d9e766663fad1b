"""What a newcomer reads first is true: the demo's output, and every link."""

import re
from pathlib import Path

import pytest

from xacct_constructs.local import story

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LONGEST_BLOCK = 55
"""The table alone has a line for each of 26 requests, the day after included."""
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md"), *ROOT.glob("examples/**/*.md")]


def shown() -> str:
    """The demo's output, as the README shows it."""
    (block,) = re.findall(r"<!-- demo -->\n```console\n(.*?)```\n<!-- /demo -->", README, re.DOTALL)
    return str(block)


def test_the_readme_shows_the_demo_s_table() -> None:
    """Every request with its answer, in the demo's order, and not one more."""
    table = shown().split("seen\n")[1].split("\n\n")[0].splitlines()
    rows = [[each.caller, each.what, each.expected.value, each.expected.value] for each in story.PROBES]
    assert [re.split(r" {2,}", line.strip()) for line in table] == rows
    assert f"{len(story.PROBES)} of {len(story.PROBES)} as expected" in shown()


def test_the_demo_s_output_is_read_at_a_glance() -> None:
    """It stands before the reader's own app, and that before the deployment; it is short."""
    assert shown().count("\n") <= LONGEST_BLOCK
    places = [README.index(each) for each in ("<!-- demo -->", "## In your own app", "## Deploy to two real accounts")]
    assert places == sorted(places)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to another file of the repository finds it."""
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
