"""Many pairs of accounts on one local AWS, so that apps with the same names are deployed side by side."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.checkout import Checkout, find_checkout
from xacct_constructs.local.clients import Clients
from xacct_constructs.local.deploy import Cdk
from xacct_constructs.local.server import LocalAws

_STACK = "CDKToolkit"
_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"


@dataclass(frozen=True, slots=True)
class Pair:
    """A trusting and a trusted account, and a third that neither knows."""

    trusting: str
    trusted: str
    third: str

    @classmethod
    def of(cls, number: int) -> "Pair":
        """The pair of this number; 1 is the story's."""
        return cls(*(f"{int(account) + number - 1:012}" for account in (_FIRST.trusting, _FIRST.trusted, _FIRST.third)))


_FIRST = Pair(story.TRUSTING_ACCOUNT, story.TRUSTED_ACCOUNT, story.THIRD_ACCOUNT)


@dataclass(frozen=True, slots=True)
class Pairs:
    """A local AWS with bootstrapped pairs."""

    aws: LocalAws
    clients: Clients
    checkout: Checkout

    def cdk(self, pair: Pair) -> Cdk:
        """The CDK CLI with the credentials of the pair's trusting account."""
        return Cdk(self.aws, self.checkout.cdk, deployer=pair.trusting)


@cache
def _template(cdk: Path) -> str:
    """The stack that the CDK CLI bootstraps with, asked for once in a process."""
    show = [str(cdk), "bootstrap", "--show-template", "--no-notices"]
    environment = os.environ | {"CDK_DISABLE_CLI_TELEMETRY": "true"}
    with TemporaryDirectory() as folder:
        return subprocess.run(show, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout


@contextmanager
def two_accounts() -> Iterator[Accounts]:
    """Start a local AWS with the story's two accounts, bootstrapped; all of it is gone when the block ends."""
    story_s = Pair.of(1)
    with bootstrapped(find_checkout(), [story_s]) as pairs:
        yield Accounts(pairs.aws, pairs.clients, pairs.cdk(story_s))


@contextmanager
def bootstrapped(checkout: Checkout, pairs: Sequence[Pair]) -> Iterator[Pairs]:
    """Start a local AWS and bootstrap the pairs; all of it is gone when the block ends.

    The stack is the CDK CLI's own, asked for once: a `cdk bootstrap` for each account takes a second or two of both
    processors, which for twenty accounts is longer than all that is deployed into them.
    """
    checkout.require_tools()
    with LocalAws(checkout.server_python) as aws:
        clients, template = Clients(aws), _template(checkout.cdk)
        stacks = [(pair.trusting, "") for pair in pairs] + [(pair.trusted, pair.trusting) for pair in pairs]
        for account, trusts in stacks:
            given = {"TrustedAccounts": trusts, "CloudFormationExecutionPolicies": _ADMINISTRATOR}
            clients.of_account("cloudformation", account).create_stack(
                StackName=_STACK,
                TemplateBody=template,
                Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in given.items()],
                Capabilities=["CAPABILITY_NAMED_IAM"],
            )
        for account, _ in stacks:
            made = clients.of_account("cloudformation", account).get_waiter("stack_create_complete")
            made.wait(StackName=_STACK, WaiterConfig={"Delay": 1})
        yield Pairs(aws, clients, checkout)
