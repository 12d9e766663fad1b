"""Apps for the CDK CLI: `python -m tests.synth_checks.apps NAME`."""

import sys
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from examples.accounts import environments
from examples.read_bucket.app import build
from xacct_constructs import S3Read, TrustedUser, TrustingAccountRole
from xacct_constructs.synth_checks import XacctChecks


def clean(app: cdk.App) -> None:
    """The story, checked."""
    build(app)
    cdk.Validations.of(app).add_plugins(XacctChecks())


def refuted(app: cdk.App) -> None:
    """The story, and a second role that trusts all of staging."""
    build(app)
    second(production(app))
    cdk.Validations.of(app).add_plugins(XacctChecks())


def by_context(app: cdk.App) -> None:
    """The second role again, in an app with no line about the checks."""
    build(app)
    second(production(app))


def production(app: cdk.App) -> Construct:
    """The story's stack in the trusting account."""
    return cast("Construct", app.node.find_child("Production"))


def second(scope: Construct) -> iam.Role:
    """A role that trusts staging as a whole, as CDK writes it, and reads the reports."""
    reading = iam.PolicyStatement(actions=["s3:GetObject"], resources=["arn:aws:s3:::acme-reports-111111111111/*"])
    return iam.Role(
        scope,
        "Second",
        assumed_by=iam.AccountPrincipal("222222222222"),
        inline_policies={"Reading": iam.PolicyDocument(statements=[reading])},
    )


def foreign(app: cdk.App) -> None:
    """An app with nothing of ours in it but the checks: a user who may assume anything."""
    stack = cdk.Stack(app, "Foreign", env=environments(app).production)
    user = iam.User(stack, "User")
    user.add_to_policy(iam.PolicyStatement(actions=["sts:AssumeRole"], resources=["*"]))
    cdk.Validations.of(app).add_plugins(XacctChecks())


def acknowledged(app: cdk.App, finding: str = "XA704-ab67de27d079") -> None:
    """The same, with the reason at the user."""
    foreign(app)
    user = app.node.find_child("Foreign").node.find_child("User")
    given = cdk.Acknowledgment(id=f"xacct::{finding}", reason="an administrator's robot")
    cdk.Validations.of(user).acknowledge(given)


def prefixed(app: cdk.App) -> None:
    """A construct of ours that warns of its prefix itself."""
    TrustingAccountRole(
        cdk.Stack(app, "Production", env=environments(app).production),
        "Reader",
        role_name="reader",
        trusted_principals=[TrustedUser(account="222222222222", name="alice")],
        permissions=[S3Read("acme-reports", prefixes=["monthly"])],
    )
    cdk.Validations.of(app).add_plugins(XacctChecks(known_accounts=["222222222222"]))


def staged(app: cdk.App) -> None:
    """The second role inside a stage, whose templates lie in a folder of their own."""
    stack = cdk.Stack(cdk.Stage(app, "Live", env=environments(app).production), "Production")
    second(stack)
    cdk.Validations.of(app).add_plugins(XacctChecks())


APPS = {each.__name__: each for each in (clean, refuted, by_context, foreign, acknowledged, prefixed, staged)}

if __name__ == "__main__":
    app = cdk.App()
    APPS[sys.argv[1]](app)
    app.synth()
