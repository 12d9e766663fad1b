"""Wrong arguments of the constructs: AgreementError before CDK raises its own, and nothing is written."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.constructs.samples import ALICE, REPORTS, STAGING, WORKLOAD, new_app, reader, stack
from tests.plain.samples import agreement
from xacct_constructs import (
    AgreementError,
    RawStatements,
    S3Read,
    TrustedAccountRole,
    TrustedAccountUser,
    TrustingAccountRole,
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
    pytest.param({"permissions": [S3Read(None)]}, "XA101 permissions[0].bucket", id="no bucket"),  # type: ignore[arg-type]
    pytest.param(
        {"permissions": [S3Read("acme", kms_key=5)]},  # type: ignore[arg-type]
        "XA110 permissions[0].kms_key",
        id="a number as key",
    ),
    pytest.param({"permissions": [RawStatements(None)]}, "XA120 permissions[0]", id="no statements"),  # type: ignore[arg-type]
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
        pytest.param(new_user, {"user_name": "bob"}, "XA501 assumes[0]", id="a user that the role does not admit"),
        pytest.param(new_user, {"user_name": "workload"}, "XA501 assumes[0]", id="a user of a role's name"),
        pytest.param(new_role, {"role_name": None}, "XA010 role_name", id="no role name"),
        pytest.param(new_role, {"role_name": "alice"}, "XA501 assumes[0]", id="a role of a user's name"),
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
    with pytest.raises(AgreementError, match=r"^XA014 agreement must be an Agreement"):
        TrustingAccountRole.from_agreement(scope, "Reader", odd)
    assert scope.node.children == []


def test_several_errors_together() -> None:
    """One run shows every mistake of the arguments and of the stack."""
    wrong = {"role_name": "*", "path": "team", "partition": "aws-cn", "permissions": []}
    found = refused(reader, wrong, "111111111111")
    assert found == ["XA005 scope", "XA010 role_name", "XA011 path", "XA030 permissions"]
