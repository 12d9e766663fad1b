"""The public names are typed: callers pass mypy --strict as they stand, and their mistakes do not."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SNIPPETS_NEED = """\
from datetime import UTC, datetime, timedelta

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from xacct_constructs import *

production: cdk.Stack
staging: cdk.Stack
"""
"""What the README's snippets leave out for brevity."""

MISTAKES = """\
import aws_cdk as cdk

from xacct_constructs import Agreement, S3Read, Safeguards, TrustedAccountUser, TrustedUser, TrustingAccountRole

TrustedUser(account=222222222222, name="alice")  # wrong
TrustedUser("222222222222", "alice")  # wrong
TrustedUser(account="222222222222", name="alice")
S3Read("acme-reports", ["monthly/"])  # wrong
S3Read("acme-reports", prefix="monthly/")  # wrong
S3Read("acme-reports", prefixes=["monthly/"])
Safeguards(expiry="2027-01-01")  # wrong
Safeguards(mfa_max_age=3600)  # wrong
Safeguards(mfa=True)


def halves(production: cdk.Stack, staging: cdk.Stack, agreement: Agreement) -> None:
    role = TrustingAccountRole.from_agreement(production, "Role", agreement)
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[role])  # wrong
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[role.reference])
    role.role.grant_assume_role("alice")  # wrong
"""
"""Each line marked wrong is refused by the types alone; each other line is not."""


def snippets() -> list[str]:
    """The README's Python, but for the pipeline's whole files, which are checked where they live."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), flags=re.DOTALL)
    return [block for block in blocks if not block.startswith('"""')]


@pytest.fixture(scope="session")
def mypy() -> Callable[..., list[str]]:
    """Run mypy --strict as somebody who only imports the package: none of this repository's settings apply."""
    # Shared with `make types`: reading aws_cdk for the first time takes three minutes. What other settings would
    # change is not taken from there: mypy keeps with each module the options it was read with.
    cache_folder = ROOT / ".mypy_cache"

    def check(folder: Path, *paths: str) -> list[str]:
        settings = ["--strict", "--config-file=", f"--cache-dir={cache_folder}", "--no-error-summary"]
        program = [sys.executable, "-m", "mypy", *settings, "--explicit-package-bases", *paths]
        done = subprocess.run(program, cwd=folder, capture_output=True, text=True, timeout=540)
        errors = [line for line in done.stdout.splitlines() if ": error: " in line]
        assert (done.stderr, done.returncode) == ("", 1 if errors else 0)
        return errors

    return check


def test_the_examples_pass(mypy: Callable[..., list[str]]) -> None:
    """Every example, and the app at the top."""
    files = [str(path.relative_to(ROOT)) for path in (ROOT / "examples").rglob("*.py")]
    assert mypy(ROOT, "app.py", *(path for path in files if "pipeline" not in path)) == []


def test_the_pipeline_passes(mypy: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's repository, checked from its own top."""
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    assert mypy(ROOT / "examples" / "pipeline", "access_app.py", "tests") == []


def test_the_readme_passes(mypy: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each snippet of the README, with the imports that it leaves out."""
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    assert len(snippets()) >= 2
    for number, snippet in enumerate(snippets()):
        (tmp_path / f"snippet_{number}.py").write_text(SNIPPETS_NEED + snippet)
    assert mypy(tmp_path, ".") == []


def test_mistakes_are_refused(mypy: Callable[..., list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong call is an error at its line, and the right one beside it is none."""
    monkeypatch.setenv("MYPYPATH", str(ROOT))
    (tmp_path / "mistakes.py").write_text(MISTAKES)
    wrong = {number for number, line in enumerate(MISTAKES.splitlines(), start=1) if line.endswith("# wrong")}
    assert {int(error.split(":")[1]) for error in mypy(tmp_path, "mistakes.py")} == wrong
