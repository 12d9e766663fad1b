"""The account and region that a scope's stack is deployed to."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from weakref import WeakKeyDictionary

import aws_cdk as cdk
from constructs import Construct

from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.partitions import partition_of
from xacct_constructs.texts import shown


class StackEnvironment(NamedTuple):
    """Account and region; None where the stack leaves them to deployment.

    Attributes:
        account: The stack's account. None: left to deployment.
        region: The stack's region. None: left to deployment.
        written: Kind and name of what our constructs have written in the stack.
    """

    account: str | None
    region: str | None
    written: set[tuple[str, str]]

    def check_names(self, names: Iterable[tuple[str, str, object]]) -> Iterator[Finding]:
        """Findings about names that the stack already holds; each comes as argument, kind and name, or None."""
        for path, kind, name in names:
            if name is not None and (kind, str(name).lower()) in self.written:
                message = f"repeats the {kind} {shown(name)}, which this stack already writes"
                yield error("XA502", path, message, "an account has one of a name, whatever its case")

    def add_names(self, names: Iterable[tuple[str, str, object]]) -> None:
        """Remember what was written."""
        self.written.update((kind, str(name).lower()) for _, kind, name in names if name is not None)

    def partition(self, told: str | None = None) -> str:
        """The region's partition; else the one that was told, else `aws`."""
        return partition_of(self.region) if self.region else told or "aws"

    def check(self, told: str | None = None, *, path: str = "scope", account: str | None = None) -> Iterator[Finding]:
        """Findings about a stack whose environment is not known, or not the one that the caller was told of.

        Args:
            told: The partition. Default: none was told.
            path: The argument that holds the scope. Default: `scope`.
            account: The account. Default: none was told.
        """
        if self.account is None:
            message = "must belong to a stack with an explicit account: both halves name each other by it"
            yield error("XA003", path, message, 'pass env=cdk.Environment(account="111111111111", region="eu-west-1")')
        elif account is not None and account != self.account:
            message = (
                f"belongs to a stack in account {self.account}, the agreement's trusting account is {shown(account)}"
            )
            yield error("XA004", path, message, "pass a scope in a stack of the trusting account")
        if told is None and self.region is None:
            message = "belongs to a stack without a region, so its partition is not known: aws is assumed"
            yield warning("XA006", path, message, "give the stack a region, or pass partition")
        elif told is not None and told != self.partition(told):
            message = (
                f"belongs to a stack in {self.region}, which lies in partition {self.partition()}, got {shown(told)}"
            )
            yield error("XA005", path, message, "deploy to a region of the agreement's partition")


_KNOWN: WeakKeyDictionary[cdk.Stack, StackEnvironment] = WeakKeyDictionary()


def _literal(value: str, pattern: str) -> str | None:
    return value if re.fullmatch(pattern, value) else None


def stack_environment(scope: Construct) -> StackEnvironment:
    """The environment of the scope's stack; each stack is asked once, since asking takes round trips to Node."""
    try:
        stack = scope if isinstance(scope, cdk.Stack) else cdk.Stack.of(scope)
    except RuntimeError:  # the scope is in no stack, which XA003 says in words
        return StackEnvironment(account=None, region=None, written=set())
    if stack not in _KNOWN:
        _KNOWN[stack] = StackEnvironment(
            account=_literal(stack.account, r"[0-9]{12}"),
            region=_literal(stack.region, r"[a-z0-9-]+"),
            written=set(),
        )
    return _KNOWN[stack]
