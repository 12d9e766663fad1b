"""The file beside the templates: what is agreed, for the proof and for whoever assumes the role."""

import json
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from tests.constructs.samples import PRODUCTION, ROLE_ARN, STAGING, new_app, reader, stack
from tests.plain.samples import agreement
from xacct_constructs import CrossAccountAccess
from xacct_constructs.agreement.serialize import from_json
from xacct_constructs.names import AGREEMENTS_FILE

REPORTS = agreement()


def written(scopes: tuple[str, ...]) -> dict[str, Any]:
    """The file of an app that places the story's agreement in these scopes."""
    app = new_app()
    stacks = {"trusting_scope": stack(app), "trusted_scope": stack(app, "Staging", STAGING, "eu-central-1")}
    placed = {name: stacks[name] if name in scopes else None for name in stacks}
    CrossAccountAccess(
        agreements=[REPORTS], trusting_scope=placed["trusting_scope"], trusted_scope=placed["trusted_scope"]
    )
    return dict(json.loads((Path(app.synth().directory) / AGREEMENTS_FILE).read_text()))


@pytest.mark.parametrize(
    ("scopes", "regions"),
    [
        pytest.param(("trusting_scope", "trusted_scope"), {ROLE_ARN: "eu-west-1"}, id="both halves"),
        pytest.param(("trusting_scope",), {ROLE_ARN: "eu-west-1"}, id="the trusting half alone"),
        pytest.param(("trusted_scope",), {}, id="the trusted half alone, which does not know the role's region"),
    ],
)
def test_each_owner_has_the_agreement(scopes: tuple[str, ...], regions: dict[str, str]) -> None:
    """It is written once, whichever halves an app holds, and reads back as what was agreed."""
    found = written(scopes)

    assert [from_json(each) for each in found["agreements"]] == [REPORTS]
    assert (found["version"], found["regions"]) == (1, regions)


def test_accounts_that_the_context_knows_are_written_beside_it() -> None:
    """The proof takes nobody for a third party whom the checks at synth know; an app that knows none says nothing."""
    app = cdk.App(context={"xacct:known-accounts": ["333333333333"]}, analytics_reporting=False)
    reader(stack(app))

    found = json.loads((Path(app.synth().directory) / AGREEMENTS_FILE).read_text())

    assert found["known_accounts"] == ["333333333333"]
    assert "known_accounts" not in written(("trusting_scope",))


def test_an_app_without_agreements_has_no_file() -> None:
    """Nothing is written for an app that agrees on nothing."""
    app = new_app()
    stack(app)

    assert not (Path(app.synth().directory) / AGREEMENTS_FILE).exists()


def test_a_role_by_itself_is_written_too() -> None:
    """The construct writes what it was made from, in names and ARNs."""
    app = new_app()
    made = reader(stack(app))

    (found,) = json.loads((Path(app.synth().directory) / AGREEMENTS_FILE).read_text())["agreements"]

    assert from_json(found) == made.agreement
    assert made.agreement.trusting_account == PRODUCTION
