"""The contracts of `contracts/`: they hold, each is seen to break, and every part stands in them."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "xacct_constructs"
PARTS = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
FREE = {"__init__", "cli", "local"}
"""The root, which loads nothing until it is asked, and the two that load what their commands need."""

PAST = (
    "access_file.load",
    "agreed_access.agreed",
    "assembly.model",
    "iam.request",
    "known_access.entries",
    "proof.access",
    "request_sets.boxes",
    "services.s3",
)
"""A module of each part that is reached by the names of its `__init__` alone."""


def linted(folder: Path, contract: str) -> str:
    """What the checker says of the package in a folder; empty where it finds nothing."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", program, str(ROOT / "contracts" / contract), "--no-cache"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package in a folder of its own, to be broken."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(PACKAGE, folder / PACKAGE.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize("contract", ["arrows.toml", "plainness.toml"])
def test_the_contracts_hold(contract: str) -> None:
    """The house stands as it is drawn."""
    assert linted(ROOT, contract) == ""


@pytest.mark.parametrize(
    ("contract", "module", "line", "told"),
    [
        pytest.param("arrows.toml", "cellar/__init__.py", "", "xacct_constructs.cellar", id="a part without a place"),
        pytest.param(
            "arrows.toml", "iam/odd.py", "from xacct_constructs import services", "iam.odd", id="an arrow upwards"
        ),
        pytest.param(
            "arrows.toml",
            "agreed_access/odd.py",
            "from xacct_constructs.policies import trust_policy",
            "agreed_access.odd",
            id="a meaning read off our own policies",
        ),
        pytest.param(
            "arrows.toml",
            "texts.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import xacct_constructs.finding",
            "xacct_constructs.texts",
            id="a circle for types alone",
        ),
        *(
            pytest.param(
                "arrows.toml", "cli/odd.py", f"from xacct_constructs.{past} import A", "cli.odd", id=f"past {past}"
            )
            for past in PAST
        ),
        pytest.param(
            "plainness.toml", "proof/odd.py", "def f():\n    import boto3", "proof.odd", id="boto3 in a function"
        ),
        pytest.param("plainness.toml", "report/odd.py", "import aws_cdk", "report.odd", id="CDK in a command's part"),
    ],
)
def test_each_contract_is_seen_to_break(copy: Path, contract: str, module: str, line: str, told: str) -> None:
    """The module at fault is named."""
    path = copy / PACKAGE.name / module
    before = path.read_text() if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n")
    try:
        assert told in linted(copy, contract)
    finally:
        if before is not None:
            path.write_text(before)
        else:
            path.unlink()
            if not any(path.parent.iterdir()):
                path.parent.rmdir()


def test_every_part_says_what_it_loads() -> None:
    """A new part stands in the contracts on plainness too."""
    contracts = tomllib.loads((ROOT / "contracts/plainness.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = [each.removeprefix("xacct_constructs.") for contract in contracts for each in contract["source_modules"]]
    assert sorted(named) == sorted(PARTS - FREE)
