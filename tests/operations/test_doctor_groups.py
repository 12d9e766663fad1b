"""What doctor says of users who come by a group: whether it is there, whom it has, and what mends it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import quote

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.stub import Stubber

from tests.operations.scenes import AGREEMENT, ALICE, LIVE_ALONE, TRUSTED, policy, scene
from xacct_constructs import TrustedGroup
from xacct_constructs.assembly import UserGroup, unique_name
from xacct_constructs.iam import Origin
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.diagnosis import Diagnosis, Scene, State
from xacct_constructs.operations.doctor import examine
from xacct_constructs.operations.live import read_group
from xacct_constructs.operations.status import users_of
from xacct_constructs.policies import assume_policy
from xacct_constructs.report.diagnosis import fix_words, found_words

AUDITORS = f"arn:aws:iam::{TRUSTED}:group/auditors"
BY_GROUP = replace(
    AGREEMENT, trusted_principals=[TrustedGroup(account=TRUSTED, name="auditors", users=["alice"], existing=True)]
)
ASSUMING = {"assume-roles": assume_policy([BY_GROUP.reference])}
OTHER = {"assume-roles": assume_policy([replace(BY_GROUP, role_name="other").reference])}


def seen(policies: Mapping[str, Any] | None, *users: str) -> Scene:
    """The agreement, with a group of these users; None: without any."""
    found = scene(BY_GROUP, identity={})
    if policies is None:
        return found
    inline = tuple(policy(each, AUDITORS, f"inline policy {name}") for name, each in policies.items())
    arns = (f"arn:aws:iam::{TRUSTED}:user/{each}" for each in users)
    names = dict.fromkeys(map(unique_name, arns), "")
    group = UserGroup(AUDITORS, TRUSTED, Origin("", AUDITORS, "group"), inline, users=names)
    identities = [
        each._replace(policies=inline) if each.arn == ALICE and "alice" in users else each
        for each in found.assembly.identities
    ]
    return replace(found, assembly=replace(found.assembly, identities=tuple(identities), groups=(group,)))


def diagnoses(looked_at: Scene, state: State) -> list[Diagnosis]:
    """What doctor says of the policies and of the group."""
    return [each for each in examine(looked_at).diagnoses if each.check not in LIVE_ALONE and each.state is state]


def test_all_is_fine() -> None:
    """The user is in the group, whose policy lets them."""
    assert diagnoses(seen(ASSUMING, "alice", "bob"), State.WRONG) == []
    assert diagnoses(seen(ASSUMING, "alice", "bob"), State.OPEN) == []


WRONG = [
    pytest.param(
        seen(ASSUMING, "bob"),
        {
            "group": (
                "alice is not in the group auditors",
                "aws iam add-user-to-group --group-name auditors --user-name alice",
            ),
            "identity policy": (
                f"the identity policy of {ALICE} does not allow sts:AssumeRole on {BY_GROUP.role_arn}: "
                "no statement allows anything",
                "aws iam add-user-to-group --group-name auditors --user-name alice",
            ),
        },
        id="she is not in it",
    ),
    pytest.param(
        replace(seen(None), missing=frozenset({AUDITORS})),
        {"group": (f"there is no group auditors in {TRUSTED}", "deploy the trusted half: cdk deploy")},
        id="it is not there",
    ),
]


@pytest.mark.parametrize(("looked_at", "expected"), WRONG)
def test_whom_it_has(looked_at: Scene, expected: dict[str, tuple[str, str]]) -> None:
    """Named, with what mends it."""
    found = {each.check: (found_words(each), fix_words(each)) for each in diagnoses(looked_at, State.WRONG)}
    assert {name: found[name] for name in expected} == expected


def test_a_group_that_lacks_the_role_is_given_it() -> None:
    """What its policy of that name says already stays."""
    (found,) = diagnoses(seen(OTHER, "alice"), State.WRONG)
    line = fix_words(found)
    assert line.startswith("aws iam put-group-policy --group-name auditors --policy-name assume-roles")
    assert "role/other" in line
    assert BY_GROUP.role_arn in line


def test_a_user_s_own_policy_takes_nothing_of_her_group_s() -> None:
    """Policies of one name, hers and the group's, are two."""
    looked_at = scene(AGREEMENT, identity={})
    group_s = policy(OTHER["assume-roles"], AUDITORS, "inline policy assume-roles")
    identities = [
        each._replace(policies=(group_s,)) if each.arn == ALICE else each for each in looked_at.assembly.identities
    ]
    looked_at = replace(looked_at, assembly=replace(looked_at.assembly, identities=tuple(identities)))
    (found,) = diagnoses(looked_at, State.WRONG)
    assert "put-user-policy" in fix_words(found)
    assert "role/other" not in fix_words(found)


UNSEEN = [
    pytest.param(seen(None), "needs credentials", id="nobody looked"),
    pytest.param(replace(seen(None), unseen={AUDITORS: "AccessDenied"}), "AccessDenied", id="it may not be read"),
    pytest.param(
        replace(seen(ASSUMING, "bob"), unseen={f"users of {AUDITORS}": "AccessDenied"}),
        "AccessDenied",
        id="whom it has may not be read",
    ),
]


@pytest.mark.parametrize(("looked_at", "why"), UNSEEN)
def test_what_was_not_seen_is_not_fine(looked_at: Scene, why: str) -> None:
    """With the reason."""
    (found,) = (each for each in diagnoses(looked_at, State.OPEN) if each.check == "group")
    assert why in found_words(found)


def test_an_agreement_without_groups_has_no_such_check() -> None:
    """Nothing was looked at, so nothing is fine."""
    assert "group" not in {each.check for each in examine(scene()).diagnoses}


def test_keys_are_those_of_its_users() -> None:
    """A group has none."""
    assert [str(each) for each in users_of(BY_GROUP)] == [ALICE]


def read(*answers: tuple[str, Any]) -> tuple[UserGroup | None, Looks]:
    """The group as AWS's answers have it; a text in place of one is an error's code."""
    iam = boto3.client("iam", region_name="us-east-1", config=Config(signature_version=UNSIGNED))
    looks = Looks()
    with Stubber(iam) as stub:
        for operation, answer in answers:
            if isinstance(answer, str):
                stub.add_client_error(operation, answer)
            else:
                stub.add_response(operation, answer)
        side = SimpleNamespace(account=TRUSTED, client=lambda _: iam)
        return read_group(looks, cast("Side", side), AUDITORS), looks


def there(*users: str) -> dict[str, Any]:
    """What `GetGroup` says."""
    moment = datetime(2026, 11, 28, tzinfo=UTC)
    named = {"Path": "/", "CreateDate": moment}
    group = {**named, "GroupName": "auditors", "GroupId": "AGPA" + "X" * 16, "Arn": AUDITORS}
    return {
        "Group": group,
        "Users": [
            {**named, "UserName": each, "UserId": "AIDA" + "X" * 16, "Arn": f"arn:aws:iam::{TRUSTED}:user/{each}"}
            for each in users
        ],
    }


def test_a_group_is_read_with_its_policies_and_users() -> None:
    """As the proof reads one of a template."""
    document = quote(json.dumps(ASSUMING["assume-roles"]))
    inline = {"GroupName": "auditors", "PolicyName": "assume-roles", "PolicyDocument": document}
    group, looks = read(
        ("get_group", there()),
        ("get_group", there("alice", "bob")),
        ("list_group_policies", {"PolicyNames": ["assume-roles"]}),
        ("get_group_policy", inline),
        ("list_attached_group_policies", {"AttachedPolicies": []}),
    )
    assert group is not None
    assert (group.arn, [each.document for each in group.policies]) == (AUDITORS, list(ASSUMING.values()))
    assert [group.lacks(f"arn:aws:iam::{TRUSTED}:user/{each}") for each in ("Alice", "bob", "carol")] == ["", "", None]
    assert (looks.missing, looks.unseen) == (set(), {})


@pytest.mark.parametrize(("code", "missing"), [("NoSuchEntity", {AUDITORS}), ("AccessDenied", set())])
def test_a_group_that_cannot_be_read_is_none(code: str, missing: set[str]) -> None:
    """It is not there, or may not be looked at."""
    group, looks = read(("get_group", code))
    assert (group, looks.missing, set(looks.unseen)) == (None, missing, {AUDITORS} - missing)
