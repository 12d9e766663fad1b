"""The repository's own examples: proven, and without a finding that is not meant."""

import importlib
from pathlib import Path

import aws_cdk as cdk
import pytest

from xacct_constructs.assembly import read_assembly
from xacct_constructs.rules import check_assembly

ROOT = Path(__file__).resolve().parents[2]
APPS = sorted(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ROOT.glob("examples/*/*app.py"))
# Deployed by its own owner, this app does not hold the other account, which is a sister and no third party.
KNOWN = {"examples.two_owners.trusting_app": ["222222222222"]}


@pytest.mark.parametrize("module", APPS)
def test_no_example_has_a_finding(module: str, tmp_path: Path) -> None:
    """Synthesized as it stands."""
    app = cdk.App(outdir=str(tmp_path))
    importlib.import_module(module).build(app)
    app.synth()
    assert check_assembly(read_assembly(tmp_path), known_accounts=KNOWN.get(module, ())) == []
