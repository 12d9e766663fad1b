"""The decision on one request, as AWS makes it.

Source: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic" and "Permissions boundaries
for IAM entities".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from xacct_constructs.iam.principals import Match
from xacct_constructs.iam.request import CallerKind, Context, Request
from xacct_constructs.iam.statements import Statement


class EvalDecision(StrEnum):
    """The three answers that IAM knows (IAM API reference, EvaluationResult), as people read them."""

    ALLOWED = "allowed"
    EXPLICIT_DENY = "explicitly denied"
    IMPLICIT_DENY = "implicitly denied"


class ResourcePolicyKind(StrEnum):
    """What a resource policy belongs to; trust and key policies must always say yes themselves."""

    TRUST = "trust policy"
    KEY = "key policy"
    OTHER = "resource policy"


Statements = Sequence[Statement]
_ASSUME_NO_ROLE = {CallerKind.ROOT: "root user", CallerKind.FEDERATED_USER: "federated user"}
"""Only users and roles may call AssumeRole (IAM User Guide, "Compare AWS STS credentials")."""
_WITHOUT_IDENTITY_POLICIES = {CallerKind.ANONYMOUS, CallerKind.SERVICE, CallerKind.WEB_IDENTITY}


@dataclass(frozen=True, slots=True)
class Policies:
    """Every policy that bears on one request; None where there is none of its kind.

    Attributes:
        identity: Of the caller's own policies.
        resource: Of the resource's policy.
        resource_kind: What that policy belongs to.
        boundary: Of the caller's permissions boundary.
        session: Of the session's policy.
        service_control: One entry for each level of the caller's organization, from the root down; empty where none
            apply.
        resource_control: One entry for each level of the resource's organization.
    """

    identity: Statements = ()
    resource: Statements | None = None
    resource_kind: ResourcePolicyKind = ResourcePolicyKind.OTHER
    boundary: Statements | None = None
    session: Statements | None = None
    service_control: Sequence[Statements] = ()
    resource_control: Sequence[Statements] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer to one request, and why.

    Attributes:
        word: The answer.
        by: The statement that settled it; None where nothing allows.
        blocked_by: Every kind of policy that says no, by its name in AWS's documentation.
        allowing: The statements that allow, one for each side that had to.
    """

    word: EvalDecision
    by: Statement | None = None
    blocked_by: tuple[str, ...] = ()
    allowing: tuple[Statement, ...] = field(default=())

    @property
    def is_allowed(self) -> bool:
        """Whether the request goes through."""
        return self.word is EvalDecision.ALLOWED


def _first_allow(statements: Iterable[Statement], request: Request, context: Context) -> Statement | None:
    for statement in statements:
        if statement.allows and _hits(statement, request, context):
            return statement
    return None


def _first_deny(
    statements: Iterable[Statement], request: Request, context: Context, *, bounded: bool
) -> Statement | None:
    """A `NotPrincipal` with `Deny` always hits a caller that has a permissions boundary."""
    for statement in statements:
        if not statement.allows and _hits(statement, request, context, bounded=bounded):
            return statement
    return None


def _hits(statement: Statement, request: Request, context: Context, *, bounded: bool = False) -> bool:
    """Whether the statement speaks of the request and its caller; the cheapest question first."""
    if not statement.speaks_of(request.action):
        return False
    principals = statement.principals
    named = principals is None or principals.match(request.caller) or (bounded and principals.negated)
    return bool(named) and statement.is_met(request, context)


def _resource_allow(policies: Policies, request: Request, context: Context) -> tuple[Statement | None, Match]:
    """The resource policy's strongest allow: the one that names the caller most closely."""
    best: Statement | None = None
    how = Match.NONE
    for statement in policies.resource or ():
        if not statement.allows or not statement.speaks_of(request.action):
            continue
        match = statement.match(request)
        if match > how and statement.is_met(request, context):
            best, how = statement, match
    return best, how


def _groups(
    policies: Policies, limits: Sequence[Statements], resource_limits: Sequence[Statements]
) -> list[tuple[str, Statements | None]]:
    """Every policy, by its name in AWS's documentation."""
    found = [
        ("identity policy", policies.identity),
        (policies.resource_kind, policies.resource),
        ("permissions boundary", policies.boundary),
        ("session policy", policies.session),
    ]
    found += [("service control policy", level) for level in limits]
    found += [("resource control policy", level) for level in resource_limits]
    return found


def decide(request: Request, policies: Policies) -> Decision:
    """Decide one request.

    Args:
        request: Who asks for what.
        policies: All policies that bear on it.

    Returns:
        The decision, the statement that settled it, and everything that blocked it.

    Raises:
        UndecidedError: something in the way is not understood.
    """
    context, caller = request.full_context(), request.caller
    limits = () if caller.service_linked or caller.kind is CallerKind.SERVICE else policies.service_control
    resource_limits = () if caller.service_linked else policies.resource_control
    bounded = policies.boundary is not None
    denies = [
        (name, deny)
        for name, group in _groups(policies, limits, resource_limits)
        if group and (deny := _first_deny(group, request, context, bounded=bounded)) is not None
    ]
    if denies:
        names = tuple(dict.fromkeys(str(name) for name, _ in denies))
        return Decision(EvalDecision.EXPLICIT_DENY, denies[0][1], names)

    allowing, blocked = _sides(request, policies, context)
    for name, levels in (("service control policy", limits), ("resource control policy", resource_limits)):
        if levels and any(_first_allow(level, request, context) is None for level in levels):
            blocked.append(name)
    if blocked:
        return Decision(EvalDecision.IMPLICIT_DENY, None, tuple(dict.fromkeys(blocked)), tuple(allowing))
    return Decision(EvalDecision.ALLOWED, allowing[-1] if allowing else None, (), tuple(allowing))


def _sides(request: Request, policies: Policies, context: Context) -> tuple[list[Statement], list[str]]:
    """The allows of the caller's and of the resource's side, and the kinds of policy that are missing one."""
    caller, kind = request.caller, request.caller.kind
    identity = _first_allow(policies.identity, request, context)
    resource, how = _resource_allow(policies, request, context)
    allowing = [each for each in (identity, resource) if each is not None]
    name = str(policies.resource_kind)

    if kind in _ASSUME_NO_ROLE and request.action.lower() == "sts:assumerole":
        return [], [_ASSUME_NO_ROLE[kind]]
    if kind in _WITHOUT_IDENTITY_POLICIES:
        return allowing, [] if resource else [name]

    blocked = [] if identity or kind is CallerKind.ROOT else ["identity policy"]
    blocked += _missing_limits(policies, request, context)
    if caller.account != request.owner:
        return allowing, [*blocked, *([] if resource else [name])]
    if how is Match.DIRECT:
        return allowing, []
    if how is Match.ROLE:
        return allowing, [each for each in blocked if each != "identity policy"]
    must_say_yes = policies.resource_kind is not ResourcePolicyKind.OTHER
    return allowing, [*blocked, *([name] if must_say_yes and not resource else [])]


def _missing_limits(policies: Policies, request: Request, context: Context) -> list[str]:
    return [
        name
        for name, limit in (("permissions boundary", policies.boundary), ("session policy", policies.session))
        if limit is not None and _first_allow(limit, request, context) is None
    ]
