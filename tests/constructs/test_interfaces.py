"""`.role` and `.user`: the list is complete, what is applied to the construct arrives, and touching costs little."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from constructs import Construct
from jsii._kernel.providers.process import _NodeProcess

from tests.constructs.interface_world import (
    AWS_POLICY_ARN,
    SetsPath,
    VisitsPath,
    World,
    aws_policy,
)
from tests.constructs.test_interfaces_refuse import ROLE_FAILS, USER_FAILS, Fails
from tests.constructs.test_interfaces_work import ROLE_WORKS, USER_WORKS, Works
from xacct_constructs.interfaces import role_interface, user_interface

DOCUMENT = Path(__file__).parents[2] / "docs" / "cdk-interfaces.md"


def documented(title: str) -> set[tuple[str, ...]]:
    """The first column, and the code where there is one, of the document's table under the title."""
    section = DOCUMENT.read_text().split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [line.split("|")[1:-1] for line in section.splitlines() if line.startswith("| `")]
    codes = [re.findall(r"XA4[0-9]{2}", cells[-1]) for cells in rows]
    return {(cells[0].strip().strip("`"), *code[:1]) for cells, code in zip(rows, codes, strict=True)}


def members(interface: type) -> set[str]:
    """The public members that CDK's interface has, inherited ones included."""
    return {name for name in dir(interface) if not name.startswith("_")}


@pytest.mark.parametrize(
    ("kind", "interface", "works", "fails"),
    [("role", iam.IRole, ROLE_WORKS, ROLE_FAILS), ("user", iam.IUser, USER_WORKS, USER_FAILS)],
    ids=["role", "user"],
)
def test_the_list_is_complete(kind: str, interface: type, works: list[Works], fails: list[Fails]) -> None:
    """Document, tests and CDK's interface name the same members: one that CDK adds has to be classified."""
    assert documented(f"What `.{kind}` supports") == {(row.member,) for row in works}
    assert documented(f"What `.{kind}` refuses") == {(row.member, row.code) for row in fails}
    assert {row.member for row in works} | {row.member for row in fails} == members(interface)


REACHES: dict[str, tuple[Callable[[Construct], Any], dict[str, Any]]] = {
    "tags": (
        lambda scope: cdk.Tags.of(scope).add("team", "data"),
        {"Properties": {"Tags": [{"Key": "team", "Value": "data"}]}},
    ),
    "aspect": (lambda scope: cdk.Aspects.of(scope).add(VisitsPath()), {"Properties": {"Path": "/visited/"}}),
    "removal policies": (lambda scope: cdk.RemovalPolicies.of(scope).retain(), {"DeletionPolicy": "Retain"}),
    "boundary": (
        lambda scope: iam.PermissionsBoundary.of(scope).apply(aws_policy()),
        {"Properties": {"PermissionsBoundary": AWS_POLICY_ARN}},
    ),
    "mixins": (lambda scope: cdk.Mixins.of(scope).apply(SetsPath()), {"Properties": {"Path": "/mixed/"}}),
}


@pytest.mark.parametrize("touched", [False, True], ids=["untouched", "touched"])
@pytest.mark.parametrize("name", REACHES)
def test_what_is_applied_to_the_construct_reaches_its_resource(name: str, touched: bool) -> None:
    """Tags, Aspects, removal policies, boundaries and mixins on the construct change the role and the user."""
    apply, expected = REACHES[name]
    world = World()
    if touched:
        assert world.reader.role is world.reader.role
        assert world.alice.user is world.alice.user
    apply(world.reader)
    apply(world.alice)
    world.template.has_resource("AWS::IAM::Role", expected)
    world.staged.has_resource("AWS::IAM::User", expected)


def test_an_untouched_interface_writes_nothing() -> None:
    """Touching `.role` and `.user` without granting leaves the templates as they were."""
    untouched, touched = World(), World()
    assert touched.reader.role.node.path == "Production/Reader/Role"
    assert touched.alice.user.node.path == "Staging/Alice/User"
    assert touched.template.to_json() == untouched.template.to_json()
    assert touched.staged.to_json() == untouched.staged.to_json()


def test_making_an_interface_takes_few_round_trips(monkeypatch: pytest.MonkeyPatch) -> None:
    """Touching `.role` or `.user` costs at most nine jsii round trips, once; not touching costs none."""
    world = World()
    count = 0
    send = _NodeProcess.send

    def counted(*args: Any, **keywords: Any) -> Any:
        nonlocal count
        count += 1
        return send(*args, **keywords)

    monkeypatch.setattr(_NodeProcess, "send", counted)
    trips = []
    for touch in (lambda: world.reader.role, lambda: world.alice.user, lambda: world.reader.role):
        before = count
        touch()
        trips.append(count - before)
    assert trips[0] <= 9
    assert trips[1] <= 9
    assert trips[2] == 0


@pytest.mark.parametrize(
    ("interface", "arn"),
    [
        (lambda scope: role_interface(scope, "reader", path="/team/").role_arn, "role/team/reader"),
        (lambda scope: user_interface(scope, "alice", path="/team/").user_arn, "user/team/alice"),
    ],
    ids=["role", "user"],
)
def test_the_path_of_an_existing_principal_is_in_its_arn(interface: Callable[[Construct], str], arn: str) -> None:
    """An existing principal's path cannot be read from anywhere, so it is passed."""
    stack = World().production
    assert json.dumps(stack.resolve(interface(Construct(stack, "Existing")))).endswith(f':111111111111:{arn}"]]}}')
