"""The app at the top, as the CDK CLI and a person run it: its account IDs, and what it refuses."""

import json
import os
import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
import pytest

from examples.accounts import environments

ROOT = Path(__file__).parents[2]
TRUSTING, TRUSTED, REAL = "333333333333", "444444444444", "555555555555"
BOTH = {"trusting_account": TRUSTING, "trusted_account": TRUSTED}


def test_the_cli_synthesizes_it_without_a_warning(tmp_path: Path) -> None:
    """`cdk synth --strict` of the real CLI exits 0, CloudFormation's validation included, with the IDs given by -c."""
    cli = [str(ROOT / "node_modules" / ".bin" / "cdk"), "synth", "--strict", "--quiet", "--no-notices"]
    arguments = ["--output", str(tmp_path), "--app", f"'{sys.executable}' app.py"]
    context = [part for name, value in BOTH.items() for part in ("--context", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if name != "CDK_VALIDATION"}
    done = subprocess.run(
        [*cli, *arguments, *context], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert "warning" not in (done.stdout + done.stderr).lower()
    # Written only where the validation ran.
    assert json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"] == []
    stacks = json.loads((tmp_path / "manifest.json").read_text())["artifacts"]
    found = {name: each["environment"] for name, each in stacks.items() if each["type"] == "aws:cloudformation:stack"}
    assert found == {"Production": f"aws://{TRUSTING}/eu-west-1", "Staging": f"aws://{TRUSTED}/eu-west-1"}


def test_a_real_account_ends_the_program(tmp_path: Path) -> None:
    """Signed in to a real account, the placeholders are refused: status 2, what to type, and no template."""
    environment = os.environ | {"CDK_DEFAULT_ACCOUNT": REAL, "CDK_OUTDIR": str(tmp_path)}
    program = [sys.executable, "app.py"]
    done = subprocess.run(program, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    for part in ("111111111111 and 222222222222", REAL, "-c trusting_account=", "-c trusted_account="):
        assert part in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("context", "variables", "expected"),
    [
        pytest.param({}, {}, ("111111111111", "222222222222", "eu-west-1"), id="placeholders"),
        pytest.param(BOTH, {}, (TRUSTING, TRUSTED, "eu-west-1"), id="context"),
        pytest.param(
            {},
            {"TRUSTING_ACCOUNT": TRUSTING, "TRUSTED_ACCOUNT": TRUSTED, "REGION": "us-east-1"},
            (TRUSTING, TRUSTED, "us-east-1"),
            id="environment",
        ),
        pytest.param(
            {"trusting_account": TRUSTING, "region": "eu-central-1"},
            {"TRUSTING_ACCOUNT": REAL, "TRUSTED_ACCOUNT": TRUSTED, "REGION": "us-east-1"},
            (TRUSTING, TRUSTED, "eu-central-1"),
            id="context before environment",
        ),
        pytest.param(BOTH, {"CDK_DEFAULT_ACCOUNT": REAL}, (TRUSTING, TRUSTED, "eu-west-1"), id="signed in, IDs given"),
        pytest.param(
            {},
            {"CDK_DEFAULT_ACCOUNT": "222222222222"},
            ("111111111111", "222222222222", "eu-west-1"),
            id="the local AWS has the placeholder accounts",
        ),
    ],
)
def test_where_the_ids_come_from(
    context: dict[str, str],
    variables: dict[str, str],
    expected: tuple[str, str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Context first, then the environment, then the placeholders."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = environments(cdk.App(context=context))
    assert (found.production.account, found.staging.account, found.production.region) == expected
    assert found.staging.region == found.production.region


@pytest.mark.parametrize(
    "context",
    [
        pytest.param({}, id="both placeholders"),
        pytest.param({"trusting_account": TRUSTING}, id="only the trusting account given"),
        pytest.param({"trusted_account": TRUSTED}, id="only the trusted account given"),
        pytest.param(BOTH | {"trusted_account": "111111111111"}, id="a placeholder given"),
    ],
)
def test_one_placeholder_is_too_many(context: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is signed in to a real account gives both IDs."""
    monkeypatch.setenv("CDK_DEFAULT_ACCOUNT", REAL)
    with pytest.raises(SystemExit) as ended:
        environments(cdk.App(context=context))
    assert ended.value.code == 2
