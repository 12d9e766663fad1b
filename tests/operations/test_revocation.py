"""Revoking whatever is there: policies of every shape, changes by others, refusals half-way."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.operations.made import Made, make
from tests.operations.profiles import PRODUCTION, Profiles
from xacct_constructs.client import AssumeError
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.operations.calls import Side, who_is
from xacct_constructs.operations.revocation import (
    CONSOLE_POLICY,
    SESSIONS_POLICY,
    SID,
    closed,
    cut_before,
    is_closed,
    is_marked,
    opened,
)
from xacct_constructs.operations.revoke import read_revocation, revoke, undo
from xacct_constructs.operations.status import read_status
from xacct_constructs.report.status import role_words

ALLOW = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::222222222222:root"}, "Action": "sts:AssumeRole"}
WEB = {
    "Effect": "Allow",
    "Principal": {"Federated": "x"},
    "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
}
SHAPES: dict[str, tuple[Any, list[str]]] = {
    "a list": ([ALLOW], ["sts:AssumeRole"]),
    "one statement": (ALLOW, ["sts:AssumeRole"]),
    "two ways in": ([ALLOW, WEB], ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"]),
    "every action": (
        {**ALLOW, "Action": "sts:*"},
        ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
    ),
    "all but an action": (
        {"Effect": "Allow", "Principal": "*", "NotAction": "sts:TagSession"},
        ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
    ),
    "a pattern": (
        {**ALLOW, "Action": "sts:A?sumeRoleWith*"},
        ["sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"],
    ),
    "another pattern": ({**ALLOW, "Action": ["s3:*", "sts:Tag*"]}, ["sts:AssumeRole"]),
    "nobody": ([], ["sts:AssumeRole"]),
    "without effect": ([{"Sid": "Odd"}, ALLOW], ["sts:AssumeRole"]),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_trust_policy_of_any_shape_is_closed_and_opened(shape: str) -> None:
    """The deny names every way in that is allowed; taken out again, the statements are what they were."""
    statements, denied = SHAPES[shape]
    trust = {"Version": "2012-10-17", "Statement": statements}

    shut = closed(trust)

    action = shut["Statement"][-1]["Action"]
    assert (action if isinstance(action, list) else [action]) == denied
    assert is_closed(shut)
    assert not is_closed(trust)
    assert closed(shut) == shut
    assert opened(shut)["Statement"] == (statements if isinstance(statements, list) else [statements])


OUR_DENY = {"Sid": SID, "Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole"}
NOT_CLOSING = {
    "made an allow": {**OUR_DENY, "Effect": "Allow"},
    "for one account": {**OUR_DENY, "Principal": {"AWS": "222222222222"}},
    "on a condition": {**OUR_DENY, "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}},
    "of another action": {**OUR_DENY, "Action": "sts:TagSession"},
    "without an action": {"Sid": SID, "Effect": "Deny", "Principal": "*"},
}


@pytest.mark.parametrize("edit", NOT_CLOSING)
def test_a_deny_with_our_name_that_closes_nothing_is_no_revocation(edit: str) -> None:
    """It is seen, and not believed; closing puts the right one in its place."""
    trust = {"Statement": [ALLOW, NOT_CLOSING[edit]]}

    assert is_marked(trust)
    assert not is_closed(trust)
    assert is_closed(closed(trust))
    assert len(closed(trust)["Statement"]) == 2


MOMENT = "2026-11-25T09:00:00Z"
CUT: dict[str, Any] = {
    "Effect": "Deny",
    "Action": "*",
    "Resource": "*",
    "Condition": {"DateLessThan": {"aws:TokenIssueTime": MOMENT}},
}
CUTS: dict[str, tuple[Any, str | None]] = {
    "as we write it": ({"Statement": [CUT]}, MOMENT),
    "as the console writes it": ({"Statement": [{**CUT, "Action": ["*"], "Resource": ["*"]}]}, MOMENT),
    "one statement": ({"Statement": CUT}, MOMENT),
    "no condition": ({"Statement": [{**CUT, "Condition": {}}]}, None),
    "another condition too": (
        {"Statement": [{**CUT, "Condition": {**CUT["Condition"], "Bool": {"aws:SecureTransport": "true"}}}]},
        None,
    ),
    "one action": ({"Statement": [{**CUT, "Action": "s3:*"}]}, None),
    "an allow": ({"Statement": [{**CUT, "Effect": "Allow"}]}, None),
    "no statement": ({}, None),
}


@pytest.mark.parametrize("cut", CUTS)
def test_a_cut_is_believed_only_where_it_cuts(cut: str) -> None:
    """Whatever it is named."""
    policy, moment = CUTS[cut]

    assert cut_before(policy) == moment


@pytest.fixture
def made(local_aws: Accounts) -> Made:
    """An agreement of its own."""
    return make(local_aws)


@pytest.fixture
def side(profiles: Profiles) -> Side:
    """The trusting account's credentials."""
    return who_is(profiles.session(PRODUCTION))


def trust_of(made: Made) -> Any:
    """The role's trust policy as IAM has it."""
    return made.iam.get_role(RoleName=made.role)["Role"]["AssumeRolePolicyDocument"]


def test_an_edited_sessions_policy_is_named_and_replaced(made: Made, side: Side) -> None:
    """Today's shape is not yesterday's: it is read without falling, and revoking cuts all the same."""
    edited = {"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}}
    made.iam.put_role_policy(RoleName=made.role, PolicyName=SESSIONS_POLICY, PolicyDocument=json.dumps(edited))

    standing = read_revocation(made.iam, made.role)
    assert standing.edited == (SESSIONS_POLICY,)
    assert standing.cut_before is None

    assert revoke(side, made.agreement, standing).is_closed
    assert read_revocation(made.iam, made.role).cut_before is not None


@pytest.mark.parametrize("change", [revoke, undo])
def test_a_colleague_s_change_meanwhile_is_not_overwritten(change: Any, made: Made, side: Side) -> None:
    """Between the plan and the change somebody narrows the trust policy: nothing is done."""
    if change is undo:
        revoke(side, made.agreement)
    standing = read_revocation(made.iam, made.role)
    trust = {**standing.trust, "Statement": [*standing.trust["Statement"], {**OUR_DENY, "Sid": "Colleague"}]}
    made.iam.update_assume_role_policy(RoleName=made.role, PolicyDocument=json.dumps(trust))

    with pytest.raises(AssumeError, match="changed by somebody else meanwhile; nothing is done") as caught:
        change(side, made.agreement, standing)

    assert caught.value.code == 1
    assert trust_of(made)["Statement"][-1]["Sid"] == "Colleague"


class Refusing:
    """IAM, refusing some operations."""

    def __init__(self, iam: Any, *operations: str) -> None:
        """Refuse these; all others are IAM's."""
        self._iam, self._operations = iam, operations

    def __getattr__(self, name: str) -> Any:
        """The operation, or one that is refused."""
        if name in self._operations:
            return self._refuse
        return getattr(self._iam, name)

    def _refuse(self, *_: Any, **__: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "Some")


class RefusedSide:
    """The trusting account's credentials, refused some operations."""

    def __init__(self, iam: Any, *operations: str) -> None:
        """Refuse these."""
        self._iam = Refusing(iam, *operations)

    def client(self, _: str) -> Any:
        """IAM."""
        return self._iam


TRUST, PUT, DELETE = "update_assume_role_policy", "put_role_policy", "delete_role_policy"
HALF_WAY: dict[str, tuple[Any, list[str], str, bool]] = {
    "the cut": (
        revoke,
        [PUT],
        "nobody can assume .* any more, but sessions given out before were not cut off",
        True,
    ),
    "the trust": (revoke, [TRUST], "sessions are cut off, but the role can still be assumed: .*AccessDenied", False),
    "both": (revoke, [TRUST, PUT], "nothing of .* is revoked", False),
    "giving the cut back": (
        undo,
        [DELETE],
        "can be assumed again, but sessions .* are still refused",
        False,
    ),
    "giving the trust back": (undo, [TRUST], "nothing is given back: AccessDenied", True),
}


@pytest.mark.parametrize("row", HALF_WAY)
def test_what_was_done_is_said_where_the_rest_is_refused(row: str, made: Made, side: Side) -> None:
    """Exactly what stands; and without the refusal the next run goes on from there."""
    change, refused, says, is_shut = HALF_WAY[row]
    if change is undo:
        revoke(side, made.agreement)

    with pytest.raises(AssumeError, match=says):
        change(RefusedSide(made.iam, *refused), made.agreement)

    assert read_revocation(made.iam, made.role).is_closed is is_shut
    assert change(side, made.agreement).is_closed is (change is revoke)


def test_status_calls_revoked_only_what_cannot_be_assumed(made: Made, side: Side) -> None:
    """Sessions cut off alone, an edited deny, and what the console did each have words of their own."""

    def role() -> str:
        return role_words(read_status(made.agreement, side, {}))

    def trust(*statements: Any) -> None:
        document = {**opened(trust_of(made))}
        document["Statement"] = [*document["Statement"], *statements]
        made.iam.update_assume_role_policy(RoleName=made.role, PolicyDocument=json.dumps(document))

    revoke(side, made.agreement)
    assert role() == "revoked, older sessions cut off"
    trust()
    assert role() == "there, older sessions cut off"
    undo(side, made.agreement)
    assert role() == "there"
    trust(NOT_CLOSING["on a condition"])
    assert role() == f"there, {SID} edited: it closes nothing"
    undo(side, made.agreement)
    console = json.dumps({"Version": "2012-10-17", "Statement": [CUT]})
    made.iam.put_role_policy(RoleName=made.role, PolicyName=CONSOLE_POLICY, PolicyDocument=console)
    assert role() == "there, older sessions revoked in the console"
    refused = RefusedSide(made.iam, "get_paginator")
    unseen = read_status(made.agreement, refused, {})  # type: ignore[arg-type]  # all that it asks for
    assert role_words(unseen) == "there, sessions not seen"
