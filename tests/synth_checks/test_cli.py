"""The checks as the CDK CLI runs them: a finding that is an error fails `cdk synth` and `cdk deploy`."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CDK = ROOT / "node_modules" / ".bin" / "cdk"
SECOND = "Production/Second/Resource (Second394350F9)"


def run(command: str, app: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """A CDK command over one of the apps."""
    program = f"'{sys.executable}' -m tests.synth_checks.apps {app}"
    arguments: list[str | Path] = [CDK, command, "--all", "--no-notices", "--output", folder, "--app", program, *more]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_a_proven_app_is_synthesized(tmp_path: Path) -> None:
    """Status 0, and no word of the checks: they ran, and had nothing to say."""
    done = run("synth", "clean", tmp_path, "--quiet")
    assert done.returncode == 0, done.stderr
    assert "xacct" not in done.stdout + done.stderr
    assert json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"] == []


@pytest.mark.parametrize("command", ["synth", "deploy"])
def test_a_refuted_app_is_not(command: str, tmp_path: Path) -> None:
    """Status 1, with rule, resource, counterexample, fix and AWS's page in CDK's own report; nothing is deployed."""
    done = run(command, "refuted", tmp_path)
    assert done.returncode == 1
    told = done.stdout + done.stderr
    for part in (
        SECOND,
        "Production.template.json Second394350F9.Policies[0].Statement[0]",
        "arn:aws:iam::222222222222:user/mallory does sts:AssumeRole",
        "Suggested fix: take out what allows the last request",
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/",
        "Acknowledge with 'xacct::XA780-",
    ):
        assert part in told
    assert "Traceback" not in told
    (report,) = json.loads((tmp_path / "validation-report.json").read_text())["pluginReports"]
    place = report["violations"][-1]["violatingConstructs"][0]["cloudFormationResource"]
    assert (report["pluginName"], report["conclusion"]) == ("xacct", "failure")
    assert place == {
        "templatePath": "Production.template.json",
        "logicalId": "Second394350F9",
        "propertyPaths": ["Properties.Policies[0].Statement[0]"],
    }


def test_an_app_without_our_constructs_is_checked(tmp_path: Path) -> None:
    """The one line is all that it has of ours."""
    done = run("synth", "foreign", tmp_path, "--quiet")
    assert done.returncode == 1
    assert "Foreign/User/DefaultPolicy/Resource" in done.stderr
    assert "allows sts:AssumeRole on *" in done.stderr


def test_context_turns_it_on(tmp_path: Path) -> None:
    """Said on the command line or in cdk.json, where a construct of ours reads it; unsaid, nothing is checked."""
    done = run("synth", "by_context", tmp_path / "on", "--quiet", "--context", "xacct:checks=true")
    assert done.returncode == 1
    assert SECOND in done.stderr
    assert run("synth", "by_context", tmp_path / "off", "--quiet").returncode == 0


def test_python_alone_ends_with_a_failure(tmp_path: Path) -> None:
    """Without the CLI the CDK raises, so that a script that only runs the app notices too."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    program = [sys.executable, "-m", "tests.synth_checks.apps", "refuted"]
    done = subprocess.run(
        program, cwd=ROOT, env=environment | {"CDK_OUTDIR": str(tmp_path)}, capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 1
    assert SECOND in done.stderr


def test_an_old_cdk_ends_the_app_itself(tmp_path: Path) -> None:
    """With the lowest aws-cdk-lib, whose report no CLI heeds: status 1 and the findings, line by line."""
    program = f"'{ROOT / '.venv-floor' / 'bin' / 'python'}' -m tests.synth_checks.apps refuted"
    done = subprocess.run(
        [CDK, "synth", "--quiet", "--no-notices", "--output", tmp_path, "--app", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 1
    place = re.escape("Production.template.json Second394350F9.Policies[0].Statement[0]")
    assert re.search(f"^XA780-[0-9a-f]{{12}} {place}", done.stderr, re.MULTILINE)
