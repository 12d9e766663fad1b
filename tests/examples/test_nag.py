"""cdk-nag's AwsSolutions pack finds nothing in an example that the example has not acknowledged with its reason."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from cdk_nag import AwsSolutionsChecks
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
