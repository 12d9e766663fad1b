"""The lowest aws-cdk-lib that the package admits writes the same templates as the newest one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = {"newest": Path(sys.executable), "floor": ROOT / ".venv-floor" / "bin" / "python"}
APPS = sorted(".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ROOT.glob("examples/*/*app.py"))

# One process for all, since the floor's aws_cdk takes ten seconds to import. Its `Validations` refuses what cdk-nag
# calls a finding on an ARN; acknowledgements are not in templates, so none is made.
PROGRAM = """
import sys
from importlib import import_module

import aws_cdk as cdk
import examples.acknowledge

examples.acknowledge.acknowledge = lambda construct, rule, *, reason: None
for name in sys.argv[2:]:
    app = cdk.App(outdir=f"{sys.argv[1]}/{name}")
    import_module(name).build(app)
    app.synth()
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each aws-cdk-lib, in it one for each app, in it what the app writes."""
    folder = tmp_path_factory.mktemp("written")
    for name, python in PYTHONS.items():
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([python, "-c", PROGRAM, folder / name, *APPS], cwd=folder, env=environment, check=True)
    return folder


@pytest.mark.parametrize("app", APPS)
def test_templates_are_the_same_at_the_floor(app: str, written: Path) -> None:
    """Byte for byte, so that a user's snapshots do not change with aws-cdk-lib."""
    newest, floor = (
        {path.name: path.read_bytes() for path in (written / name / app).glob("*.template.json")} for name in PYTHONS
    )
    assert newest
    assert floor == newest
