"""The plug-in in this process: what it reports, what may be acknowledged, and what it loads."""

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from examples.read_bucket.app import build
from tests.synth_checks import apps
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import prove
from xacct_constructs.report.sarif import sarif
from xacct_constructs.rules import tell
from xacct_constructs.synth_checks import XacctChecks, add_by_context
from xacct_constructs.synth_checks.plugin import assembly_of


def report(app: cdk.App) -> list[dict[str, Any]]:
    """The reports in what the app wrote."""
    return report_in(Path(app.outdir))


def report_in(folder: Path) -> list[dict[str, Any]]:
    """The reports in an assembly."""
    found: list[dict[str, Any]] = json.loads((folder / "validation-report.json").read_text())["pluginReports"]
    return found


def codes(violations: list[dict[str, Any]]) -> list[str]:
    """The rule of each."""
    return [each["ruleName"].partition("-")[0] for each in violations]


def test_errors_fail_and_warnings_are_reported(tmp_path: Path) -> None:
    """Both stand in the report, each with its severity."""
    app = cdk.App(outdir=str(tmp_path))
    apps.refuted(app)
    with pytest.raises(RuntimeError, match="XA780"):
        app.synth()
    (told,) = report(app)
    assert codes(told["violations"]) == ["XA702", "XA780"]
    assert [each["severity"] for each in told["violations"]] == ["warning", "error"]


def test_a_construct_acknowledges_what_lies_below_it(tmp_path: Path) -> None:
    """CDK's own acknowledgement, with the ID that the report prints; the reason stays in the report."""
    app = cdk.App(outdir=str(tmp_path))
    apps.acknowledged(app)
    app.synth()
    (told,) = report(app)
    assert (told["conclusion"], told["violations"], codes(told["suppressedViolations"])) == ("success", [], ["XA704"])
    assert told["suppressedViolations"][0]["reason"] == "an administrator's robot"


def test_a_stack_acknowledges_for_all_in_it(tmp_path: Path) -> None:
    """Where there is no construct to hand: the error goes, the warning stays and does not fail."""
    app = cdk.App(outdir=str(tmp_path))
    build(app)
    apps.second(apps.production(app))
    of_proof = cdk.Acknowledgment(id="xacct::XA780-29f8369612d2", reason="staging's administrators deploy with it")
    cdk.Validations.of(apps.production(app)).acknowledge(of_proof)
    cdk.Validations.of(app).add_plugins(XacctChecks())
    app.synth()
    (told,) = report(app)
    assert (told["conclusion"], codes(told["violations"])) == ("success", ["XA702"])


@pytest.mark.parametrize("where", ["", "Live"], ids=["the app", "a stage"])
def test_what_is_acknowledged_above_the_stacks_is_so_everywhere(where: str, tmp_path: Path) -> None:
    """At synth, and in what is read later: the rule's finding and the proof's; taken away, both stand again."""

    def synthesized(*names: str) -> dict[str, str | None]:
        app = cdk.App(outdir=str(tmp_path))
        apps.staged(app)
        given = [cdk.Acknowledgment(id=f"xacct::{name}", reason="a sandbox") for name in names]
        cdk.Validations.of(app.node.find_child(where) if where else app).acknowledge(*given)
        with nullcontext() if names else pytest.raises(RuntimeError, match="XA780"):
            app.synth()
        assembly = read_assembly(tmp_path)
        told = tell(assembly, prove(assembly))
        return {each.finding.id: told.reason(each) for each in (*told.of_proof, *told.of_rules)}

    found = synthesized()
    assert set(found.values()) == {None}
    assert synthesized(*found) == dict.fromkeys(found, "a sandbox")
    assert [codes(each["suppressedViolations"]) for each in report_in(tmp_path)] == [["XA702", "XA703", "XA780"]]
    assert synthesized() == found


def test_what_does_not_say_what_was_shown_acknowledges_nothing(tmp_path: Path) -> None:
    """The error stands, and beside it why, with the line that would cover it."""
    app = cdk.App(outdir=str(tmp_path))
    apps.acknowledged(app, "XA704")
    with pytest.raises(RuntimeError, match="XA704"):
        app.synth()
    (told,) = report(app)
    assert codes(told["violations"]) == ["XA704", "XA719"]
    assert "acknowledge xacct::XA704-ab67de27d079 if it is meant" in told["violations"][1]["suggestedFix"]
    assert told["violations"][1]["violatingConstructs"][0]["constructPath"] == "Foreign/User"


@pytest.mark.parametrize("reason", ["", "every month that there is"], ids=["as it is", "acknowledged"])
def test_what_a_construct_warns_of_is_not_said_again(reason: str, tmp_path: Path) -> None:
    """One prefix, one warning, one ID: acknowledged, it is gone at synth and suppressed in SARIF, with the reason."""
    app = cdk.App(outdir=str(tmp_path))
    apps.prefixed(app)
    name = cdk.Acknowledgment(id="xacct::XA708-39bbd49b4c76", reason=reason)
    if reason:
        cdk.Validations.of(app.node.find_child("Production").node.find_child("Reader")).acknowledge(name)
    app.synth()

    noted = (tmp_path / "Production.metadata.json").read_text()
    assert noted.count("[ack: xacct::XA708-39bbd49b4c76]") == (not reason)
    assert [codes(each["suppressedViolations"]) for each in report(app)] == ([["XA708"]] if reason else [])
    assembly = read_assembly(tmp_path)
    proof = prove(assembly)
    told = tell(assembly, proof)
    (judged,) = (each for each in told.of_rules if each.rule.code == "XA708")
    (result,) = (each for each in sarif([tmp_path], proof, told)["runs"][0]["results"] if each["ruleId"] == "XA708")
    assert (judged.finding.id, told.reason(judged)) == ("XA708-39bbd49b4c76", reason or None)
    assert result["partialFingerprints"] == {"findingId/v1": "XA708-39bbd49b4c76"}
    assert [each["justification"] for each in result.get("suppressions", ())] == ([reason] if reason else [])


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
    ("context", "on", "known"),
    [
        pytest.param({}, False, (), id="off"),
        pytest.param({"xacct:checks": "false"}, False, (), id="off in words"),
        pytest.param(
            {"xacct:known-accounts": ["333333333333"]}, False, ("333333333333",), id="off, with known accounts"
        ),
        pytest.param({"xacct:checks": True}, True, (), id="on"),
        pytest.param(
            {"xacct:checks": "true", "xacct:known-accounts": "333333333333, 444444444444"},
            True,
            ("333333333333", "444444444444"),
            id="known accounts, from the command line",
        ),
        pytest.param(
            {"xacct:checks": True, "xacct:known-accounts": ["333333333333"]},
            True,
            ("333333333333",),
            id="known accounts, from cdk.json",
        ),
    ],
)
def test_what_context_turns_on(
    context: dict[str, Any], on: bool, known: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plug-in, with the accounts that the context knows; the assembly knows them in any case."""
    made: list[tuple[str, ...]] = []

    def noted(known_accounts: tuple[str, ...]) -> XacctChecks:
        made.append(tuple(known_accounts))
        return XacctChecks(known_accounts=known_accounts)

    monkeypatch.setattr("xacct_constructs.synth_checks.by_context.XacctChecks", noted)
    assert add_by_context(cdk.App(context=context)) == known
    assert made == ([known] if on else [])


def test_it_loads_no_boto3() -> None:
    """Nothing that calls AWS is in the process that synthesizes."""
    program = "import sys; from tests.synth_checks import apps; import aws_cdk as cdk; app = cdk.App()\n"
    program += "apps.clean(app); app.synth(); print(*{name.split('.')[0] for name in sys.modules})"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
    assert {"xacct_constructs", "aws_cdk"} <= set(done.stdout.split())
    assert {"boto3", "botocore"} & set(done.stdout.split()) == set()
