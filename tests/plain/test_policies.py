"""The documents as a whole: who is named how, how actions are grouped, and how sizes are measured."""

import json
import re
from typing import Any

import pytest

from tests.plain.samples import (
    ALICE,
    ALICE_ARN,
    KEY_ARN,
    OTHER,
    PRODUCTION,
    ROLE_ARN,
    STAGING,
    WORKLOAD,
    agreement,
    trust,
)
from xacct_constructs import Binding, RoleReference, S3Read, TrustedAccount, TrustedGroup, TrustedUser
from xacct_constructs.policies import assume_policy, document_size, permission_policy, trust_policy
from xacct_constructs.principals import Admission

BOB = TrustedUser(account=OTHER, name="bob", path="/hr/")
BOB_ARN = f"arn:aws:iam::{OTHER}:user/hr/bob"
CAROL_ARN = f"arn:aws:iam::{OTHER}:user/carol"
AUDITORS = TrustedGroup(account=OTHER, name="auditors", users=["carol", "/hr/bob"])
WORKLOAD_ARN = f"arn:aws:iam::{STAGING}:role/workload"
WHOLE = TrustedAccount(account=OTHER)


def root(account: str, partition: str = "aws") -> str:
    """The ARN that stands for an account."""
    return f"arn:{partition}:iam::{account}:root"


def by_arn(accounts: Any, arns: Any) -> dict[str, Any]:
    """A statement that admits by `aws:PrincipalArn`."""
    return {
        "Effect": "Allow",
        "Principal": {"AWS": accounts},
        "Action": "sts:AssumeRole",
        "Condition": {"ArnEquals": {"aws:PrincipalArn": arns}},
    }


def direct(principals: Any) -> dict[str, Any]:
    """A statement that names its principals."""
    return {"Effect": "Allow", "Principal": {"AWS": principals}, "Action": "sts:AssumeRole"}


BINDINGS = [
    pytest.param([ALICE], "aws:PrincipalArn", [by_arn(root(STAGING), ALICE_ARN)], id="one user, by condition"),
    pytest.param([ALICE], "Principal", [direct(ALICE_ARN)], id="one user, directly"),
    pytest.param(
        [ALICE, WORKLOAD],
        "aws:PrincipalArn",
        [by_arn(root(STAGING), [ALICE_ARN, WORKLOAD_ARN])],
        id="two of one account",
    ),
    pytest.param(
        [ALICE, BOB],
        "aws:PrincipalArn",
        [by_arn([root(STAGING), root(OTHER)], [ALICE_ARN, BOB_ARN])],
        id="two accounts, each named once",
    ),
    pytest.param([ALICE, BOB], "Principal", [direct([ALICE_ARN, BOB_ARN])], id="two accounts, directly"),
    pytest.param([AUDITORS], "aws:PrincipalArn", [by_arn(root(OTHER), [CAROL_ARN, BOB_ARN])], id="a group's users"),
    pytest.param([AUDITORS, ALICE], "Principal", [direct([CAROL_ARN, BOB_ARN, ALICE_ARN])], id="the same, directly"),
    pytest.param([WHOLE], "aws:PrincipalArn", [direct(root(OTHER))], id="a whole account has no condition"),
    pytest.param([WHOLE], "Principal", [direct(root(OTHER))], id="a whole account is the same either way"),
    pytest.param(
        [WHOLE, ALICE],
        "aws:PrincipalArn",
        [by_arn(root(STAGING), ALICE_ARN), direct(root(OTHER))],
        id="a user beside a whole account keeps its condition",
    ),
    pytest.param([WHOLE, ALICE], "Principal", [direct(ALICE_ARN), direct(root(OTHER))], id="the same, directly"),
]


@pytest.mark.parametrize(("principals", "binding", "expected"), BINDINGS)
def test_trust_names(principals: Any, binding: str, expected: list[dict[str, Any]]) -> None:
    """Who is admitted is said by the condition, or by the principal itself."""
    assert trust(agreement(trusted_principals=principals, binding=Binding(binding))) == expected


AUDIENCE, SUBJECT = ("StringEquals", "idp:aud"), ("StringEquals", "idp:sub")


def told(audience: str, *subjects: str) -> Admission:
    """Somebody who is told from others by two conditions."""
    return Admission(("idp",), {AUDIENCE: (audience,), SUBJECT: subjects}, "Federated", "sts:AssumeRoleWithWebIdentity")


ONE = Admission(("1",), {("ArnEquals", "key"): ("a",)})
BESIDE = [
    pytest.param(ONE, ONE._replace(named=("2",)), ONE._replace(named=("1", "2")), id="named in one element"),
    pytest.param(ONE, ONE._replace(element="Federated"), None, id="named in two"),
    pytest.param(ONE, ONE._replace(action="sts:AssumeRoleWithSAML"), None, id="come by two actions"),
    pytest.param(ONE, Admission(("1",)), None, id="one by a condition, the other without"),
    pytest.param(ONE, Admission(("1",), {("ArnLike", "key"): ("a",)}), None, id="told by two operators"),
    pytest.param(told("x", "a"), told("x", "b"), told("x", "a", "b"), id="one condition has two values"),
    pytest.param(told("x", "a"), told("y", "b"), None, id="of two conditions, each value would go with each"),
]


@pytest.mark.parametrize(("one", "other", "expected"), BESIDE)
def test_two_in_one_statement(one: Admission, other: Admission, expected: Admission | None) -> None:
    """Two stand in one statement where that lets in nobody but the two."""
    assert one.beside(other) == expected


def test_partition_stands_in_every_arn() -> None:
    """No ARN of another partition is left anywhere."""
    china = agreement(partition="aws-cn", permissions=[S3Read("acme-reports")])
    text = json.dumps([trust_policy(china), permission_policy(china), assume_policy([china.reference])])
    assert set(re.findall(r"arn:([a-z-]+):", text)) == {"aws-cn"}


def reference(name: str, *further: str) -> RoleReference:
    """A role that admits alice, with further actions."""
    return RoleReference(
        role_arn=f"arn:aws:iam::{PRODUCTION}:role/{name}",
        trusted_principals=(ALICE,),
        actions=("sts:AssumeRole", *further),
    )


def allow(actions: Any, *names: str) -> dict[str, Any]:
    """A statement of the caller's policy."""
    arns = [f"arn:aws:iam::{PRODUCTION}:role/{name}" for name in names]
    return {"Effect": "Allow", "Action": actions, "Resource": arns[0] if len(arns) == 1 else arns}


TAGGED = ["sts:AssumeRole", "sts:TagSession"]
GROUPED = [
    pytest.param([reference("a")], [allow("sts:AssumeRole", "a")], id="one role"),
    pytest.param([reference("a"), reference("b")], [allow("sts:AssumeRole", "a", "b")], id="two roles, one statement"),
    pytest.param(
        [reference("a"), reference("b", "sts:TagSession"), reference("c")],
        [allow("sts:AssumeRole", "a", "c"), allow(TAGGED, "b")],
        id="an action that one role needs is not given for the others",
    ),
]


@pytest.mark.parametrize(("references", "expected"), GROUPED)
def test_assume_policy(references: list[RoleReference], expected: list[dict[str, Any]]) -> None:
    """Exact role ARNs, one statement for each set of actions."""
    assert assume_policy(references) == {"Version": "2012-10-17", "Statement": expected}


ADMITTED = [
    pytest.param([ALICE], ALICE_ARN, True, id="the user"),
    pytest.param([ALICE], ALICE_ARN + "2", False, id="a user whose name begins the same"),
    pytest.param([ALICE], ALICE_ARN.replace("alice", "Alice"), False, id="another case"),
    pytest.param([ALICE], f"arn:aws:iam::{STAGING}:user/hr/alice", False, id="another path"),
    pytest.param([ALICE], f"arn:aws:iam::{STAGING}:role/alice", False, id="a role of that name"),
    pytest.param([ALICE], f"arn:aws:iam::{OTHER}:user/alice", False, id="another account"),
    pytest.param([ALICE], f"arn:aws-cn:iam::{STAGING}:user/alice", False, id="another partition"),
    pytest.param([ALICE, WORKLOAD], WORKLOAD_ARN, True, id="the second of two"),
    pytest.param([AUDITORS], BOB_ARN, True, id="a user of a group"),
    pytest.param([AUDITORS], ALICE_ARN, False, id="nobody else of its account"),
    pytest.param([AUDITORS], f"arn:aws:iam::{OTHER}:group/auditors", False, id="the group itself asks for nothing"),
    pytest.param([WHOLE], BOB_ARN, True, id="anyone of a whole account"),
    pytest.param([WHOLE], ALICE_ARN, False, id="nobody of another"),
    pytest.param([WHOLE], f"arn:aws-cn:iam::{OTHER}:user/bob", False, id="nor of another partition"),
    pytest.param([WHOLE, ALICE], "alice", False, id="a name is no ARN"),
]


@pytest.mark.parametrize(("principals", "arn", "expected"), ADMITTED)
def test_reference_admits(principals: Any, arn: str, expected: bool) -> None:
    """A reference admits whom the trust policy admits."""
    assert agreement(trusted_principals=principals).reference.admits(arn) is expected


def test_reference() -> None:
    """Literals only, taken from the agreement."""
    found = agreement(path="/team/").reference
    assert found.role_arn == f"arn:aws:iam::{PRODUCTION}:role/team/reports-reader"
    assert (found.partition, found.trusting_account, found.role_name) == ("aws", PRODUCTION, "reports-reader")
    assert (found.trusted_principals, found.actions) == ((ALICE,), ("sts:AssumeRole",))
    assert agreement().role_arn == ROLE_ARN


def counted(text: str) -> int:
    """Characters of JSON text, white space outside strings left out: another way to count than the code's."""
    count, inside, escaped = 0, False, False
    for character in text:
        count += inside or not character.isspace()
        inside = inside != (character == '"' and not escaped)
        escaped = character == "\\" and not escaped
    return count


SIZES = [
    pytest.param({}, id="an empty document"),
    pytest.param({"Version": "2012-10-17", "Statement": []}, id="no statement"),
    pytest.param({"Sid": 'quote " and backslash \\'}, id="escapes"),
    pytest.param({"Resource": "arn:aws:s3:::b/two words/*"}, id="white space in a string counts"),
    pytest.param({"Resource": "arn:aws:s3:::b/é/*"}, id="a letter is one character"),
    pytest.param(trust_policy(agreement()), id="the trust policy"),
    pytest.param(permission_policy(agreement()), id="the permission policy"),
    pytest.param(assume_policy([agreement().reference]), id="the caller's policy"),
]


@pytest.mark.parametrize("document", SIZES)
def test_size(document: dict[str, Any]) -> None:
    """The size is the one that an independent count of indented JSON gives."""
    assert document_size(document) == counted(json.dumps(document, indent=4, ensure_ascii=False))


@pytest.mark.parametrize(
    ("resource", "characters"),
    [
        pytest.param(
            "key/${Production.Key961B73FD}", 36, id="a name that only the template knows is measured as a key ID"
        ),
        pytest.param(KEY_ARN.split(":")[-1], 36, id="a key ID as it is"),
    ],
)
def test_size_of_keys(resource: str, characters: int) -> None:
    """A key's ID has 36 characters, whether it is known or not."""
    assert document_size({"Resource": resource}) == len('{"Resource":"key/"}') + characters
