"""What every workload has in common: accounts, names, and how agreements are spread over stacks."""

from collections.abc import Iterator

import aws_cdk as cdk

TRUSTING_ACCOUNT = "111111111111"
TRUSTED_ACCOUNT = "222222222222"
PREFIX = "monthly/"
AGREEMENTS_IN_A_STACK = 200
"""By hand an agreement is two resources in each stack, and CloudFormation takes 500."""

_REGION = "eu-west-1"


def stack_pairs(app: cdk.App, agreements: int) -> Iterator[tuple[cdk.Stack, cdk.Stack, list[str]]]:
    """A stack for each account, and the names of the agreements in them."""
    names = [f"{index:05}" for index in range(agreements)]
    for first in range(0, agreements, AGREEMENTS_IN_A_STACK):
        number = first // AGREEMENTS_IN_A_STACK
        trusting = cdk.Environment(account=TRUSTING_ACCOUNT, region=_REGION)
        trusted = cdk.Environment(account=TRUSTED_ACCOUNT, region=_REGION)
        production = cdk.Stack(app, f"Production{number}", env=trusting)
        staging = cdk.Stack(app, f"Staging{number}", env=trusted)
        yield production, staging, names[first : first + AGREEMENTS_IN_A_STACK]


def role_name(name: str) -> str:
    """The agreement's role."""
    return f"reader-{name}"


def user_name(name: str) -> str:
    """The agreement's user."""
    return f"user-{name}"


def bucket_name(name: str) -> str:
    """The agreement's bucket."""
    return f"acme-reports-{name}"
