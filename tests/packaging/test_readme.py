"""What a newcomer reads first is true: the demo's output, and every link."""

import re
from pathlib import Path

import pytest

from xacct_constructs.cli import main
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


def block(name: str) -> str:
    """What stands in the block of this name."""
    (found,) = re.findall(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)```\n", README, re.DOTALL)
    return str(found)


def typed(name: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The block once more: its commands, each behind a prompt, and what they print now."""
    said = ""
    for line in (each for each in block(name).splitlines() if each.startswith("$ xacct ")):
        assert main(line.removeprefix("$ xacct ").split()) == 0
        said += f"{line}\n{capsys.readouterr().out}"
    return said


def test_the_access_file_s_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command about hundreds of accounts prints what the README shows, to the letter."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    Path("access.yaml").write_text(block("access.yaml"))

    assert typed("plan", capsys) == block("plan")

    Path("access.yaml").write_text(block("access.yaml").replace("[monthly/]", "[monthly/, payroll/]"))

    assert typed("diff", capsys) == block("diff")
