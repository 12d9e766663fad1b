"""cdk-nag's AwsSolutions pack finds nothing in an example that the example has not acknowledged with its reason.

Nor do three others in the example that is written for them, of what they say about IAM.
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks
from constructs import Construct


def checked(example: str, folder: Path) -> cdk.App:
    """The example's app, with the pack as a validation plug-in."""
    app = cdk.App(outdir=str(folder), analytics_reporting=False)
    importlib.import_module(f"examples.{example}.app").build(app)
    cdk.Validations.of(app).add_plugins(AwsSolutionsChecks(app))
    return app


def report(folder: Path) -> dict[str, Any]:
    """What the pack wrote; it is the only plug-in."""
    (only,) = json.loads((folder / "validation-report.json").read_text())["pluginReports"]
    assert only["pluginName"] == "AwsSolutions"
    return dict(only)


def found(violations: list[dict[str, Any]]) -> list[str]:
    """The rule of each violation, once for each construct."""
    return sorted(each["ruleName"] for each in violations for _ in each["violatingConstructs"])


def test_every_finding_is_acknowledged(example: str, tmp_path: Path) -> None:
    """Nothing stands in the report but what was acknowledged."""
    checked(example, tmp_path).synth()
    told = report(tmp_path)
    assert (told["conclusion"], found(told["violations"])) == ("success", [])
    assert told["suppressedViolations"]


def test_every_acknowledgement_is_needed(example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an example's acknowledgements the pack finds exactly those rules; the library acknowledges none."""
    acknowledged: list[str] = []

    def only_note(construct: Construct, rule: str, *, reason: str) -> None:
        assert len(reason.split()) >= 5, "a reason is a sentence"
        acknowledged.append(rule)

    importlib.import_module(f"examples.{example}.app")
    for name, module in list(sys.modules.items()):
        if name.startswith(f"examples.{example}.") and hasattr(module, "acknowledge"):
            monkeypatch.setattr(module, "acknowledge", only_note)
    app = checked(example, tmp_path)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    told = report(tmp_path)
    assert (told["conclusion"], told.get("suppressedViolations", [])) == ("failure", [])
    assert found(told["violations"]) == sorted(acknowledged)


FOR_COMPLIANCE = (NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks)
INLINE = "IAMNoInlinePolicy"


def about_iam(app: cdk.App, folder: Path) -> dict[str, set[str]]:
    """The rules about IAM that each of three packs finds broken."""
    cdk.Validations.of(app).add_plugins(*(pack(app) for pack in FOR_COMPLIANCE))
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    told = json.loads((folder / "validation-report.json").read_text())["pluginReports"]
    assert all(each["violations"] for each in told), "each says something of the bucket, so that all have looked"
    rules = {each["pluginName"]: {one["ruleName"].split("-", 1)[1] for one in each["violations"]} for each in told}
    return {name: {each for each in found if "IAM" in each} for name, found in rules.items()}


def test_three_packs_find_nothing_about_iam_in_the_example_for_them(tmp_path: Path) -> None:
    """And nothing of what they would find is acknowledged."""
    app = cdk.App(outdir=str(tmp_path), analytics_reporting=False)
    importlib.import_module("examples.compliance_group.app").build(app)
    found = about_iam(app, tmp_path)
    assert len(found) == len(FOR_COMPLIANCE)
    assert set().union(*found.values()) == set()


def test_they_find_an_inline_policy_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The packs are awake: the same group with its policy inline is found by each."""
    module = importlib.import_module("examples.compliance_group.app")
    group = module.TrustedAccountGroup
    monkeypatch.setattr(
        module, "TrustedAccountGroup", lambda *args, **given: group(*args, **{**given, "managed_policy_name": None})
    )
    app = cdk.App(outdir=str(tmp_path), analytics_reporting=False)
    module.build(app)
    assert all(found == {INLINE} for found in about_iam(app, tmp_path).values())
