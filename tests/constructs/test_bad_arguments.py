"""Wrong arguments of the constructs: AgreementError before CDK raises its own, and nothing is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from tests.constructs.samples import ALICE, REPORTS, STAGING, WORKLOAD, new_app, reader, stack
from tests.plain.samples import agreement
from xacct_constructs import (
    AgreementError,
    CrossAccountAccess,
    RawStatements,
    S3Read,
    TrustedAccountRole,
    TrustedAccountUser,
    TrustingAccountRole,
    check_agreement,
)

REFERENCE = agreement(trusted_principals=[ALICE, WORKLOAD]).reference

ROLE: list[Any] = [
    pytest.param({"role_name": 5}, "XA010 role_name", id="a number as role name"),
    pytest.param({"role_name": None}, "XA010 role_name", id="no role name"),
    pytest.param({"trusted_principals": None}, "XA020 trusted_principals", id="no principals"),
    pytest.param({"trusted_principals": "alice"}, "XA020 trusted_principals", id="a name as principals"),
    pytest.param({"trusted_principals": [None]}, "XA020 trusted_principals[0]", id="None as principal"),
    pytest.param({"permissions": "x"}, "XA030 permissions", id="a text as permissions"),
    pytest.param({"permissions": None}, "XA030 permissions", id="no permissions"),
    pytest.param({"permissions": [None]}, "XA030 permissions[0]", id="None as permission"),
    pytest.param({"permissions": REPORTS}, "XA030 permissions", id="one permission without a list"),
    pytest.param({"permissions": [S3Read(None)]}, "XA101 permissions[0].bucket", id="no bucket"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param(
        {"permissions": [S3Read("acme", kms_key=5)]},  # type: ignore[arg-type]  # what somebody may pass
        "XA110 permissions[0].kms_key",
        id="a number as key",
    ),
    pytest.param({"permissions": [RawStatements(None)]}, "XA120 permissions[0]", id="no statements"),  # type: ignore[arg-type]  # what somebody may pass
    pytest.param({"safeguards": {}}, "XA200 safeguards", id="an empty dictionary as safeguards"),
    pytest.param({"safeguards": {"mfa": True}}, "XA200 safeguards", id="a dictionary as safeguards"),
    pytest.param({"safeguards": 0}, "XA200 safeguards", id="zero as safeguards"),
    pytest.param({"path": None}, "XA011 path", id="no path"),
    pytest.param({"partition": 5}, "XA005 scope", id="a number as partition"),
    pytest.param({"binding": "Principal"}, "XA012 binding", id="a text as binding"),
    pytest.param({"managed_policy_name": 5}, "XA010 managed_policy_name", id="a number as policy name"),
    pytest.param({"description": 5}, "XA013 description", id="a number as description"),
    pytest.param({"today": date(2026, 1, 1)}, "XA214 today", id="a date as today"),
    pytest.param({"trust_policy_characters": "4096"}, "XA303 trust_policy_characters", id="a text as quota"),
]
PRINCIPAL: list[Any] = [
    pytest.param({"assumes": "x"}, "XA500 assumes", id="a text as references"),
    pytest.param({"assumes": None}, "XA500 assumes", id="no references"),
    pytest.param({"assumes": [None]}, "XA500 assumes[0]", id="None as reference"),
    pytest.param({"assumes": [REFERENCE.role_arn]}, "XA500 assumes[0]", id="an ARN as reference"),
    pytest.param({"path": 5}, "XA011 path", id="a number as path"),
    pytest.param({"permissions_boundary": 5}, "XA213 permissions_boundary", id="a number as boundary"),
    pytest.param({"managed_policy_name": 5}, "XA010 managed_policy_name", id="a number as policy name"),
]


def new_user(scope: Any, **changed: Any) -> TrustedAccountUser:
    """Staging's alice, with some arguments changed."""
    return TrustedAccountUser(scope, "Alice", **{"user_name": "alice", "assumes": [REFERENCE], **changed})


def new_role(scope: Any, **changed: Any) -> TrustedAccountRole:
    """Staging's workload, with some arguments changed."""
    arguments = {"role_name": "workload", "assumes": [REFERENCE], "assumed_by": ["lambda.amazonaws.com"], **changed}
    return TrustedAccountRole(scope, "Workload", **arguments)


def refused(make: Callable[..., Any], changed: dict[str, Any], account: str) -> list[str]:
    """Code and path of each error; nothing may have been written."""
    scope = stack(new_app(), account=account)
    with pytest.raises(AgreementError) as raised:
        make(scope, **changed)
    assert scope.node.children == []
    return [f"{each.code} {each.path}" for each in raised.value.findings]


@pytest.mark.parametrize(("changed", "expected"), ROLE)
def test_trusting_account_role(changed: dict[str, Any], expected: str) -> None:
    """One error, at the argument."""
    assert expected in refused(reader, changed, "111111111111")


@pytest.mark.parametrize("make", [new_user, new_role], ids=["user", "role"])
@pytest.mark.parametrize(("changed", "expected"), PRINCIPAL)
def test_trusted_principals(make: Callable[..., Any], changed: dict[str, Any], expected: str) -> None:
    """One error, at the argument, for a user as for a role."""
    assert refused(make, changed, STAGING) == [expected]


@pytest.mark.parametrize(
    ("make", "changed", "expected"),
    [
        pytest.param(new_user, {"user_name": 5}, "XA010 user_name", id="a number as user name"),
        pytest.param(new_user, {"user_name": "bob"}, "XA705 assumes[0]", id="a user that the role does not admit"),
        pytest.param(new_user, {"user_name": "workload"}, "XA705 assumes[0]", id="a user of a role's name"),
        pytest.param(new_role, {"role_name": None}, "XA010 role_name", id="no role name"),
        pytest.param(new_role, {"role_name": "alice"}, "XA705 assumes[0]", id="a role of a user's name"),
        pytest.param(new_role, {"assumed_by": ()}, "XA505 assumed_by", id="a new role for nobody"),
        pytest.param(new_role, {"existing": True}, "XA505 assumed_by", id="services of a role that exists"),
        pytest.param(new_role, {"assumed_by": "lambda.amazonaws.com"}, "XA505 assumed_by", id="a service, no list"),
        pytest.param(new_role, {"assumed_by": ["lambda"]}, "XA505 assumed_by", id="half a service's name"),
        pytest.param(new_role, {"assumed_by": ["*"]}, "XA505 assumed_by", id="every service"),
        pytest.param(new_role, {"assumed_by": None}, "XA505 assumed_by", id="None as services"),
        pytest.param(new_role, {"assumed_by": [5]}, "XA505 assumed_by", id="a number as service"),
    ],
)
def test_names_and_services(make: Callable[..., Any], changed: dict[str, Any], expected: str) -> None:
    """Who the principal is, and which services run as a new role."""
    assert refused(make, changed, STAGING) == [expected]


@pytest.mark.parametrize("odd", [None, 5, "reports-reader", REFERENCE], ids=["None", "number", "text", "reference"])
def test_from_agreement(odd: Any) -> None:
    """Anything but an agreement is one error."""
    scope = stack(new_app())
    with pytest.raises(AgreementError, match=r"^XA014 agreement of Production/Reader must be an Agreement"):
        TrustingAccountRole.from_agreement(scope, "Reader", odd)
    assert scope.node.children == []


def test_several_errors_together() -> None:
    """One run shows every mistake of the arguments and of the stack."""
    wrong = {"role_name": "*", "path": "team", "partition": "aws-cn", "permissions": []}
    found = refused(reader, wrong, "111111111111")
    assert found == ["XA005 scope", "XA010 role_name", "XA011 path", "XA030 permissions"]


def test_a_cdk_statement_is_answered_with_its_json() -> None:
    """CDK's statements are no literals; the way to make one of them is said, and works."""
    resource = "arn:aws:sqs:eu-west-1:111111111111:jobs"
    statement: Any = iam.PolicyStatement(actions=["sqs:ReceiveMessage"], resources=[resource])
    (alone,) = check_agreement(agreement(permissions=[statement]))
    assert alone.fix == "write RawStatements([statement.to_json()]) for a CDK statement"
    (within,) = check_agreement(agreement(permissions=[RawStatements([statement])]))
    assert within.fix == "pass statement.to_json()"
    document: Any = iam.PolicyDocument(statements=[statement])
    (whole,) = check_agreement(agreement(permissions=[document]))
    assert whole.fix == 'write RawStatements(document.to_json()["Statement"]) for a CDK policy document'
    for raw in ([statement.to_json()], document.to_json()["Statement"]):
        assert check_agreement(agreement(permissions=[RawStatements(raw)])) == []


def test_a_cdk_bucket_is_answered_with_its_permission() -> None:
    """A bucket alone says nothing of what is read; one without a name is named by its path, with the ways out."""
    scope = stack(new_app())
    bucket: Any = s3.Bucket(scope, "Reports")
    with pytest.raises(AgreementError) as raised:
        reader(scope, permissions=[bucket, S3Read(bucket)])
    alone, nameless = raised.value.findings
    assert (alone.code, alone.fix) == ("XA030", 'write S3Read(bucket, prefixes=["monthly/"])')
    assert nameless.message.endswith("got the bucket 'Production/Reports'")
    assert "give it a name" in nameless.fix
    assert "as text, once it is deployed" in nameless.fix


def told(make: Callable[[], object]) -> list[str]:
    """The errors, line by line."""
    with pytest.raises(AgreementError) as raised:
        make()
    return str(raised.value).splitlines()


def test_errors_say_which_construct_and_role() -> None:
    """Of many constructs in one app, each line names the one it is about, and what it would have written."""
    production, staging = stack(new_app()), stack(new_app(), "Staging", STAGING)
    (name,) = told(lambda: reader(production, role_name="a b"))
    assert name.startswith("XA010 role_name of Production/Reader (role 'a b') must be")
    (user,) = told(lambda: new_user(staging, user_name="bob"))
    assert user.startswith("XA705 assumes[0] of Staging/Alice (user 'bob') does not admit")
    (workload,) = told(lambda: new_role(staging, assumed_by=["lambda"]))
    assert workload.startswith("XA505 assumed_by of Staging/Workload (role 'workload') must be")
    made = reader(stack(new_app()))
    (granted,) = told(lambda: made.role.grant_assume_role(iam.AccountRootPrincipal()))
    assert granted.startswith("XA404 role.grant_assume_role of Production/Reader (role 'reports-reader') would write")


def test_errors_say_which_of_several_agreements() -> None:
    """By place and by role, since a long list is not counted by hand."""
    good, bad = agreement(), agreement(role_name="other", permissions=[S3Read("acme-reports", prefixes=["monthly/*"])])
    (found,) = told(lambda: CrossAccountAccess(agreements=[good, bad], trusting_scope=stack(new_app())))
    assert found.startswith("XA113 agreements[1].permissions[0].prefixes[0] of role 'other' must be")
    elsewhere = agreement(role_name="elsewhere", trusting_account="444444444444")
    (placed,) = told(lambda: CrossAccountAccess(agreements=[good, elsewhere], trusting_scope=stack(new_app())))
    assert placed.startswith("XA004 trusting_scope of role 'elsewhere' belongs to a stack in account 111111111111")


def test_a_misspelt_argument_of_a_construct() -> None:
    """The nearest argument is named, and nothing is written."""
    scope = stack(new_app())
    lines = told(lambda: reader(scope, safeguard=None))
    assert lines[0].startswith("XA016 TrustingAccountRole.safeguard is no argument, got None; there are scope, ")
    assert lines[0].endswith("; write safeguards=…")
    assert scope.node.children == []
