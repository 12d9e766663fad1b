"""The plug-in in this process: what it reports, what may be acknowledged, and what it loads."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from examples.read_bucket.app import build
from tests.synth_checks import apps
from xacct_constructs.rules import Acknowledgement
from xacct_constructs.synth_checks import XacctChecks, add_by_context
from xacct_constructs.synth_checks.plugin import assembly_of

SECOND = "Production.template.json Second394350F9"


def report(app: cdk.App) -> list[dict[str, Any]]:
    """The reports in what the app wrote."""
    found: list[dict[str, Any]] = json.loads((Path(app.outdir) / "validation-report.json").read_text())["pluginReports"]
    return found


def codes(violations: list[dict[str, Any]]) -> list[str]:
    """The rule of each."""
    return [each["ruleName"] for each in violations]


def test_errors_fail_and_warnings_are_reported(tmp_path: Path) -> None:
    """Both stand in the report, each with its severity."""
    app = cdk.App(outdir=str(tmp_path))
    apps.refuted(app)
    with pytest.raises(RuntimeError, match="XA780"):
        app.synth()
    (told,) = report(app)
    assert [(each["ruleName"], each["severity"]) for each in told["violations"]] == [
        ("XA702", "warning"),
        ("XA780", "error"),
    ]


def test_a_construct_acknowledges_what_lies_below_it(tmp_path: Path) -> None:
    """CDK's own acknowledgement, with the ID that the report prints; the reason stays in the report."""
    app = cdk.App(outdir=str(tmp_path))
    apps.acknowledged(app)
    app.synth()
    (told,) = report(app)
    assert (told["conclusion"], told["violations"], codes(told["suppressedViolations"])) == ("success", [], ["XA704"])
    assert told["suppressedViolations"][0]["reason"] == "an administrator's robot"


def test_code_and_place_acknowledge_too(tmp_path: Path) -> None:
    """Where there is no construct to hand: the error goes, the warning stays and does not fail."""
    app = cdk.App(outdir=str(tmp_path))
    build(app)
    apps.second(apps.production(app))
    checks = XacctChecks(acknowledged=[Acknowledgement("XA780", SECOND, "staging's administrators deploy with it")])
    cdk.Validations.of(app).add_plugins(checks)
    app.synth()
    (told,) = report(app)
    assert (told["conclusion"], codes(told["violations"])) == ("success", ["XA702"])


def test_stages_are_checked(tmp_path: Path) -> None:
    """The templates of a stage lie deeper; the report names the one."""
    app = cdk.App(outdir=str(tmp_path))
    apps.staged(app)
    with pytest.raises(RuntimeError, match="XA780"):
        app.synth()
    place = report(app)[0]["violations"][0]["violatingConstructs"][0]
    assert place["cloudFormationResource"]["templatePath"].startswith("assembly-Live/LiveProduction")
    assert place["constructPath"] == "Live/Production/Second/Resource"


def test_the_outermost_assembly_is_read(tmp_path: Path) -> None:
    """A folder with a manifest inside another is a stage of it."""
    inner = tmp_path / "cdk.out" / "assembly-Live"
    inner.mkdir(parents=True)
    for folder in (inner.parent, inner):
        (folder / "manifest.json").touch()
    assert assembly_of(inner / "A.template.json") == inner.parent


@pytest.mark.parametrize(
    ("context", "known"),
    [
        pytest.param({}, None, id="off"),
        pytest.param({"xacct:checks": "false"}, None, id="off in words"),
        pytest.param({"xacct:checks": True}, (), id="on"),
        pytest.param(
            {"xacct:checks": "true", "xacct:known-accounts": "333333333333, 444444444444"},
            ("333333333333", "444444444444"),
            id="known accounts, from the command line",
        ),
        pytest.param(
            {"xacct:checks": True, "xacct:known-accounts": ["333333333333"]},
            ("333333333333",),
            id="known accounts, from cdk.json",
        ),
    ],
)
def test_what_context_turns_on(
    context: dict[str, Any], known: tuple[str, ...] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plug-in, with the accounts that the context knows."""
    made: list[tuple[str, ...]] = []

    def noted(known_accounts: tuple[str, ...]) -> XacctChecks:
        made.append(tuple(known_accounts))
        return XacctChecks(known_accounts=known_accounts)

    monkeypatch.setattr("xacct_constructs.synth_checks.by_context.XacctChecks", noted)
    assert add_by_context(cdk.App(context=context)) is (known is not None)
    assert made == ([] if known is None else [known])


def test_it_loads_no_boto3() -> None:
    """Nothing that calls AWS is in the process that synthesizes."""
    program = "import sys; from tests.synth_checks import apps; import aws_cdk as cdk; app = cdk.App()\n"
    program += "apps.clean(app); app.synth(); print(*{name.split('.')[0] for name in sys.modules})"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert {"xacct_constructs", "aws_cdk"} <= set(done.stdout.split())
    assert {"boto3", "botocore"} & set(done.stdout.split()) == set()
