"""Statements, parsed once and matched against requests.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from xacct_constructs.iam.conditions import Condition, parse_conditions
from xacct_constructs.iam.patterns import (
    ARN_SEGMENTS,
    Matcher,
    action_matcher,
    arn_pattern_segments,
    is_unsettled,
    resource_matches,
)
from xacct_constructs.iam.principals import Match, Principals, parse_principals
from xacct_constructs.iam.request import Context, Request
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.origin import Origin
from xacct_constructs.values import listed

_ELEMENTS = {
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
}  # fmt: skip


@dataclass(frozen=True)
class Statement:
    """One statement of one policy.

    Attributes:
        written: As the policy has it.
        origin: Where its policy was read.
        index: Its place in the policy, from 0.
        allows: Whether its effect is Allow.
        principals: None in an identity policy.
        actions: Patterns of actions.
        not_actions: Whether it speaks of all actions but these.
        resources: None in a trust policy, whose resource is the role.
        not_resources: Whether it speaks of all resources but these.
        conditions: All of them must hold.
        variables: Whether policy variables are read in it, as version 2012-10-17 has them.
        is_known: Whether it is a statement that was read; else it stands for one that may say anything.
    """

    written: Mapping[str, Any]
    origin: Origin
    index: int
    allows: bool
    principals: Principals | None
    actions: tuple[str, ...]
    not_actions: bool
    resources: tuple[str, ...] | None
    not_resources: bool
    conditions: tuple[Condition, ...]
    variables: bool
    is_known: bool = True

    def __str__(self) -> str:
        """Where it stands."""
        return f"{self.origin}.Statement[{self.index}]"

    @cached_property
    def sid(self) -> str:
        """Its Sid, empty if it has none."""
        return str(self.written.get("Sid", ""))

    @property
    def place(self) -> str:
        """Where a person looks it up: as `str` has it, its Sid behind; of what stands in no template, what it is."""
        where = str(self) if self.origin.logical_id else self.origin.template
        return f"{where} ({self.sid})" if self.sid else where

    def covers(self, request: Request, context: Context) -> bool:
        """Whether action, resource and conditions match; the principal is asked separately."""
        return self.speaks_of(request.action) and self.is_met(request, context)

    def is_met(self, request: Request, context: Context) -> bool:
        """Whether resource and conditions match; principal and action are asked separately.

        Raises:
            UndecidedError: One of them is not known to match, and none is known not to.
        """
        problem: UndecidedError | None = None
        try:
            if not self._resource_matches(request.resource, context):
                return False
        except UndecidedError as raised:
            problem = raised
        for condition in self.conditions:
            try:
                if not condition.is_met(context, variables=self.variables):
                    return False
            except UndecidedError as raised:
                problem = problem or raised
        if problem is not None:
            raise UndecidedError(f"{self}: {problem}") from problem
        return True

    def match(self, request: Request) -> Match:
        """How the statement names the caller; in an identity policy it is the holder.

        Raises:
            UndecidedError: Whether it names the caller is not known.
        """
        principals = self.principals
        if principals is None:
            return Match.DIRECT
        if principals.negated and self.allows:
            raise UndecidedError(f"{self} allows by NotPrincipal, which AWS does not support")
        try:
            return principals.match(request.caller, request.resource)
        except UndecidedError as problem:
            raise UndecidedError(f"{self}: {problem}") from problem

    def of(self, principals: Principals | None) -> "Statement | None":
        """What it says of these of its principals alone; of what is not known, all. None where there are none."""
        if not self.is_known:
            return self
        return None if principals is None else replace(self, principals=principals)

    def speaks_of(self, action: str) -> bool:
        """Whether the action is one of the statement's."""
        return (self._actions(action) is None) is self.not_actions

    @cached_property
    def _actions(self) -> Matcher:
        return action_matcher(self.actions)

    def _resource_matches(self, resource: str, context: Context) -> bool:
        if self.resources is None:
            return True
        found = self._is_among_resources(resource, context)
        if not self.not_resources:
            return found
        unsettled = self.variables and any(is_unsettled(pattern, context.variable) for pattern in self.resources)
        return not found and not unsettled

    def _is_among_resources(self, resource: str, context: Context) -> bool:
        problem: UndecidedError | None = None
        for pattern in self.resources or ():
            try:
                if resource_matches(pattern, resource, context.variable, variables=self.variables):
                    return True
            except UndecidedError as raised:
                problem = raised
        if problem is not None:
            raise problem
        return False


def anything(origin: Origin, index: int, written: Any) -> tuple[Statement, ...]:
    """What a statement says of which nothing is known: it may allow everything, and deny everything, to anybody."""
    shown = written if isinstance(written, Mapping) else {}
    return tuple(
        Statement(
            written=shown, origin=origin, index=index, allows=allows, principals=None, actions=("*",),
            not_actions=False, resources=None, not_resources=False, conditions=(), variables=True, is_known=False,
        )
        for allows in (True, False)
    )  # fmt: skip


def parse_statement(written: Any, origin: Origin, index: int, *, variables: bool) -> Statement:
    """One statement of a policy.

    Args:
        written: The statement as the policy has it.
        origin: Where the policy was read.
        index: Which of its statements.
        variables: Whether the policy's version has policy variables.

    Raises:
        UndecidedError: It holds something that is not known here.
    """
    if not isinstance(written, Mapping):
        raise UndecidedError(f"a statement is settled only at deployment: {written!r}")
    if unknown := set(written) - _ELEMENTS:
        raise UndecidedError(f"the elements {', '.join(sorted(unknown))} are not known")
    if written.get("Effect") not in ("Allow", "Deny"):
        raise UndecidedError(f"the effect {written.get('Effect')!r} is not known")
    actions, not_actions = _either(written, "Action")
    resources, not_resources = _either(written, "Resource")
    principals = parse_principals(written)
    if actions is None:
        raise UndecidedError("the statement has neither Action nor NotAction")
    if resources is None and principals is None:
        raise UndecidedError("the statement has neither Resource nor NotResource")
    return Statement(
        written=written,
        origin=origin,
        index=index,
        allows=written["Effect"] == "Allow",
        principals=principals,
        actions=actions,
        not_actions=not_actions,
        resources=None if resources is None else tuple(_arn_pattern(each, principals) for each in resources),
        not_resources=not_resources,
        conditions=parse_conditions(written.get("Condition", {})),
        variables=variables,
    )


def _either(written: Mapping[str, Any], name: str) -> tuple[tuple[str, ...] | None, bool]:
    if name in written and f"Not{name}" in written:
        raise UndecidedError(f"the statement has both {name} and Not{name}")
    for key, negated in ((name, False), (f"Not{name}", True)):
        if key in written:
            values = listed(written[key])
            if not all(isinstance(each, str) for each in values):
                raise UndecidedError(f"{key} holds something other than text: {values!r}")
            if negated and not values:
                raise UndecidedError(f"{key} is empty: whether the statement speaks of all or of nothing is not known")
            return tuple(values), negated
    return None, False


def _arn_pattern(written: str, principals: Principals | None) -> str:
    """A resource in all six segments: what is missing in an identity policy is completed with `*`.

    Source: IAM User Guide, "IAM identifiers", on incomplete ARNs.
    """
    missing = ARN_SEGMENTS - len(arn_pattern_segments(written))
    if written == "*" or missing <= 0:
        return written
    if not written.startswith("arn:"):
        raise UndecidedError(f"{written!r} is neither an ARN nor *")
    if principals is not None:
        raise UndecidedError(f"{written!r} is an incomplete ARN, which only an identity policy may have")
    return written + ":*" * missing
