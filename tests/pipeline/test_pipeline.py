"""A user's own pipeline: examples/pipeline is a repository of theirs, and its workflow notices a widened prefix."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PIPELINE = ROOT / "examples" / "pipeline"
NAMED = 'prefixes=["monthly/"]'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A copy of the user's repository, away from the checkout."""
    unwanted = shutil.ignore_patterns("__pycache__", ".pytest_cache")
    return Path(shutil.copytree(PIPELINE, tmp_path / "repository", ignore=unwanted))


def run_workflow(repository: Path) -> tuple[int, str]:
    """Exit status and output of the workflow's last step; the steps before it set up what this environment has."""
    workflow = (repository / ".github" / "workflows" / "access.yml").read_text()
    python, *arguments = shlex.split(re.findall("- run: (.+)", workflow)[-1])
    assert python == "python"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    # The package as it is in this checkout, whether or not it is installed.
    environment["PYTHONPATH"] = str(ROOT)
    done = subprocess.run(
        [sys.executable, *arguments], cwd=repository, env=environment, capture_output=True, text=True, timeout=120
    )
    return done.returncode, done.stdout


def test_the_pipeline_passes_as_it_stands(repository: Path) -> None:
    """All three tests of the user's file pass, and its snapshot is not left behind the code."""
    status, output = run_workflow(repository)
    assert (status, "3 passed" in output, "1 snapshot passed" in output) == (0, True, True), output


@pytest.mark.parametrize(
    ("widened", "outcome"),
    [
        pytest.param('prefixes=["m"]', "2 failed, 1 passed", id="a shorter prefix"),
        pytest.param("versions=False", "2 failed, 1 passed", id="the whole bucket"),
        pytest.param('prefixes=[""]', "3 errors", id="an empty prefix"),
    ],
)
def test_a_widened_prefix_fails_the_pipeline(repository: Path, widened: str, outcome: str) -> None:
    """The assertion on what is read fails, and so does the snapshot; an empty prefix is not even written."""
    app = repository / "access_app.py"
    assert app.read_text().count(NAMED) == 1
    app.write_text(app.read_text().replace(NAMED, widened))
    status, output = run_workflow(repository)
    assert (status, outcome in output) == (1, True), output
    if "failed" in outcome:
        for test in ("test_only_monthly_reports_are_read", "test_nothing_changes_unseen"):
            assert f"FAILED tests/test_access.py::{test}" in output


@pytest.mark.parametrize("shown", ["tests/test_access.py", ".github/workflows/access.yml"])
def test_the_readme_shows_these_very_files(shown: str) -> None:
    """The README's test file and workflow are the ones that run here, to the letter."""
    assert f"\n{(PIPELINE / shown).read_text()}```\n" in (ROOT / "README.md").read_text()
