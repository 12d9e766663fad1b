"""Stacks of the story's accounts, and what the tests ask of them."""

import re
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match, Template

from xacct_constructs import AgreementError, Finding, S3Read, TrustedRole, TrustedUser, TrustingAccountRole
from xacct_constructs.permissions import Permission

PRODUCTION = "111111111111"
STAGING = "222222222222"
OTHER = "333333333333"
ALICE = TrustedUser(account=STAGING, name="alice")
WORKLOAD = TrustedRole(account=STAGING, name="workload")
REPORTS = S3Read("acme-reports", prefixes=["monthly/"])
ROLE_ARN = f"arn:aws:iam::{PRODUCTION}:role/reports-reader"


def new_app() -> cdk.App:
    """An app that sends nothing home."""
    return cdk.App(analytics_reporting=False)


def stack(
    app: Any, name: str = "Production", account: str | None = PRODUCTION, region: str | None = "eu-west-1"
) -> cdk.Stack:
    """A stack of one account and region; None leaves it open."""
    return cdk.Stack(app, name, env=cdk.Environment(account=account, region=region))


def reader(scope: cdk.Stack, construct_id: str = "Reader", **changed: Any) -> TrustingAccountRole:
    """The story's role, with some arguments changed."""
    story: dict[str, Any] = {
        "role_name": "reports-reader",
        "trusted_principals": [ALICE],
        "permissions": [REPORTS],
    }
    return TrustingAccountRole(scope, construct_id, **{**story, **changed})


def resources(of: cdk.Stack) -> dict[str, Any]:
    """Logical ID to resource of the synthesized template."""
    return dict(Template.from_stack(of).to_json().get("Resources", {}))


def of_type(of: cdk.Stack, kind: str) -> list[dict[str, Any]]:
    """Properties of every resource of one type."""
    return [each["Properties"] for each in resources(of).values() if each["Type"] == f"AWS::{kind}"]


def warnings(of: cdk.Stack) -> list[str]:
    """The text of every warning of ours in the stack, without its fingerprint and CDK's note on acknowledging it."""
    return [re.sub(r"^(XA\d{3})-[0-9a-f]{12} (.*) \[ack: .*", r"\1 \2", each) for each in _said(of)]


def names(of: cdk.Stack) -> list[str]:
    """What each of them is acknowledged by."""
    return [each.rsplit(" [ack: ", 1)[1].removesuffix("]") for each in _said(of)]


def _said(of: cdk.Stack) -> list[str]:
    found = Annotations.from_stack(of).find_warning("*", Match.string_like_regexp("^XA"))
    return [str(each.entry.data) for each in found]


def codes(of: cdk.Stack) -> list[str]:
    """The codes of the warnings in the stack."""
    return sorted(each.split(" ")[0] for each in warnings(of))


def statements(of: cdk.Stack) -> list[dict[str, Any]]:
    """The role's permissions in the template."""
    (role,) = of_type(of, "IAM::Role")
    return list(role["Policies"][0]["PolicyDocument"]["Statement"])


def refusals(of: cdk.Stack, permission: Permission) -> tuple[Finding, ...]:
    """What is said of a permission that is refused; nothing may have been written."""
    before = [child.node.path for child in of.node.children]
    with pytest.raises(AgreementError) as raised:
        reader(of, permissions=[permission])
    assert [child.node.path for child in of.node.children] == before
    return tuple(raised.value.findings)
