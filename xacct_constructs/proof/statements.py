"""Statements, parsed once and matched against requests.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xacct_constructs.assembly import Policy
from xacct_constructs.proof.conditions import Condition, parse_conditions
from xacct_constructs.proof.context import Context, Request
from xacct_constructs.proof.patterns import arn_matches, matches
from xacct_constructs.proof.principals import Match, Principals, parse_principals
from xacct_constructs.proof.undecided import UndecidedError

_ELEMENTS = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One statement of one policy."""

    policy: Policy
    index: int
    allows: bool
    principals: Principals | None
    """None in an identity policy."""
    actions: tuple[str, ...]
    not_actions: bool
    resources: tuple[str, ...] | None
    """None in a trust policy, whose resource is the role."""
    not_resources: bool
    conditions: tuple[Condition, ...]
    variables: bool

    def __str__(self) -> str:
        """Where it stands."""
        return f"{self.policy.origin}.Statement[{self.index}]"

    @cached_property
    def sid(self) -> str:
        """Its Sid, empty if it has none."""
        return str(listed(self.policy.document.get("Statement", []))[self.index].get("Sid", ""))

    def covers(self, request: Request, context: Context) -> bool:
        """Whether action, resource and conditions match; the principal is asked separately."""
        return (
            self._action_matches(request.action)
            and self._resource_matches(request.resource, context)
            and all(condition.holds(context, variables=self.variables) for condition in self.conditions)
        )

    def match(self, request: Request) -> Match:
        """How the statement names the caller; in an identity policy it is the holder."""
        return Match.DIRECT if self.principals is None else self.principals.match(request.caller)

    def _action_matches(self, action: str) -> bool:
        found = any(
            matches(pattern, action, _no_variable, variables=False, ignore_case=True) for pattern in self.actions
        )
        return found != self.not_actions

    def _resource_matches(self, resource: str, context: Context) -> bool:
        if self.resources is None:
            return True
        found = any(
            resource == "*" == pattern
            or (resource != "*" and arn_matches(pattern, resource, context.variable, variables=self.variables))
            for pattern in self.resources
        )
        return found != self.not_resources


def _no_variable(_: str) -> None:
    return None


def listed(value: Any) -> list[Any]:
    """A value that policies write alone or in a list, as a list."""
    return value if isinstance(value, list) else [value]


def parse(policy: Policy) -> tuple[Statement, ...]:
    """The statements of a policy.

    Raises:
        UndecidedError: the document holds something that is not known here.
    """
    document = policy.document
    if not isinstance(document, Mapping) or "Statement" not in document:
        raise UndecidedError(f"{policy.origin} is no policy document that is settled before deployment")
    variables = document.get("Version") == "2012-10-17"
    found = []
    for index, written in enumerate(listed(document["Statement"])):
        try:
            found.append(_parse(policy, index, written, variables))
        except UndecidedError as problem:
            raise UndecidedError(f"{policy.origin}.Statement[{index}]: {problem}") from problem
    return tuple(found)


def _parse(policy: Policy, index: int, written: Any, variables: bool) -> Statement:
    if not isinstance(written, Mapping):
        raise UndecidedError(f"a statement is settled only at deployment: {written!r}")
    if unknown := set(written) - _ELEMENTS:
        raise UndecidedError(f"the elements {', '.join(sorted(unknown))} are not known")
    if written.get("Effect") not in ("Allow", "Deny"):
        raise UndecidedError(f"the effect {written.get('Effect')!r} is not known")
    actions, not_actions = _either(written, "Action")
    resources, not_resources = _either(written, "Resource")
    if actions is None:
        raise UndecidedError("the statement has neither Action nor NotAction")
    return Statement(
        policy=policy,
        index=index,
        allows=written["Effect"] == "Allow",
        principals=parse_principals(written),
        actions=actions,
        not_actions=not_actions,
        resources=resources,
        not_resources=not_resources,
        conditions=parse_conditions(written.get("Condition", {})),
        variables=variables,
    )


def _either(written: Mapping[str, Any], name: str) -> tuple[tuple[str, ...] | None, bool]:
    for key, negated in ((name, False), (f"Not{name}", True)):
        if key in written:
            values = listed(written[key])
            if not all(isinstance(each, str) for each in values):
                raise UndecidedError(f"{key} holds something other than text: {values!r}")
            return tuple(values), negated
    return None, False
