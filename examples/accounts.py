"""The two account IDs of an example: from CDK context, else the environment, else placeholders."""

import os
import sys
from typing import NamedTuple

import aws_cdk as cdk

PLACEHOLDERS = ("111111111111", "222222222222")


class Environments(NamedTuple):
    """Where the two halves go."""

    production: cdk.Environment
    """The trusting account."""
    staging: cdk.Environment
    """The trusted account."""


def environments(app: cdk.App) -> Environments:
    """Account IDs and region to deploy to.

    `-c trusting_account=… -c trusted_account=… -c region=…`, or TRUSTING_ACCOUNT, TRUSTED_ACCOUNT and REGION in the
    environment. Placeholders serve for looking at templates and for the local AWS. Where the CDK CLI has found
    credentials of a real account, they are refused: the program ends with a message and status 2.
    """

    def setting(name: str, default: str) -> str:
        return str(app.node.try_get_context(name) or os.environ.get(name.upper()) or default)

    trusting = setting("trusting_account", PLACEHOLDERS[0])
    trusted = setting("trusted_account", PLACEHOLDERS[1])
    region = setting("region", "eu-west-1")
    signed_in = os.environ.get("CDK_DEFAULT_ACCOUNT", PLACEHOLDERS[0])
    if {trusting, trusted} & set(PLACEHOLDERS) and signed_in not in PLACEHOLDERS:
        print(
            f"This app still names the placeholder accounts {' and '.join(PLACEHOLDERS)}, and you are signed in to "
            f"account {signed_in}.\nSay which accounts you mean: cdk deploy --all "
            "-c trusting_account=ACCOUNT_WITH_THE_BUCKET -c trusted_account=ACCOUNT_WITH_THE_USER\n"
            "To look at the templates only, run it without AWS credentials.",
            file=sys.stderr,
        )
        sys.exit(2)
    return Environments(
        production=cdk.Environment(account=trusting, region=region),
        staging=cdk.Environment(account=trusted, region=region),
    )
