"""The decision on one request, as AWS makes it.

Source: IAM User Guide, "Policy evaluation logic", "Cross-account policy evaluation logic" and "Permissions boundaries
for IAM entities".
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple

from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.iam.policy import Bound
from xacct_constructs.iam.principals import Match
from xacct_constructs.iam.request import Request
from xacct_constructs.iam.statements import Statement
from xacct_constructs.iam.undecided import UndecidedError


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
_WITHOUT_IDENTITY_POLICIES = {
    CallerKind.ANONYMOUS, CallerKind.SERVICE, CallerKind.WEB_IDENTITY, CallerKind.ORIGIN_ACCESS_IDENTITY,
}  # fmt: skip
"""No principals of an account, though a provider's ARN names one: no service control policy binds them either."""


class Policies(NamedTuple):
    """Every policy that bears on one request; None where there is none of its kind.

    Attributes:
        identity: Of the caller's own policies.
        resource: Of the resource's policy.
        resource_kind: What that policy belongs to.
        boundary: Of the caller's permissions boundary.
        session: Of the session's policy; a federated user without one has what a resource policy gives it by name.
        service_control: One entry for each level of the caller's organization, from the root down; empty where none
            apply.
        resource_control: One entry for each level of the resource's organization; RCPFullAWSAccess, which cannot be
            detached, need not stand in it.
    """

    identity: Statements = ()
    resource: Statements | None = None
    resource_kind: ResourcePolicyKind = ResourcePolicyKind.OTHER
    boundary: Statements | None = None
    session: Statements | None = None
    service_control: Sequence[Statements] = ()
    resource_control: Sequence[Statements] = ()


class Decision(NamedTuple):
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
    allowing: tuple[Statement, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether the request goes through."""
        return self.word is EvalDecision.ALLOWED


class _Asked:
    """One request while it is decided, and how what is not known of a statement is taken."""

    def __init__(self, request: Request, bound: Bound | None) -> None:
        self.request, self.bound = request, bound
        self.context = request.full_context()

    def how(self, statement: Statement, bounded: bool = False, of_resource: bool = False) -> Match:
        """How a statement that speaks of the request names its caller.

        Args:
            statement: The statement.
            bounded: Whether the caller has a boundary: then a `NotPrincipal` with `Deny` always hits it. Default: no.
            of_resource: Whether it stands in a resource's policy, where it must name somebody. Default: no.
        """
        if not statement.speaks_of(self.request.action):
            return Match.NONE
        principals, found, problem = statement.principals, Match.DIRECT, None
        try:
            if principals is None:
                if of_resource:
                    problem = UndecidedError(f"{statement} names no principal: AWS refuses such a policy of a resource")
            elif not (bounded and principals.negated):
                try:
                    found = statement.match(self.request)
                except UndecidedError as raised:
                    problem = raised
            # What is not known counts only where all else is met.
            if not found or not statement.is_met(self.request, self.context):
                return Match.NONE
            if problem is not None:
                raise problem
        except UndecidedError:
            if self.bound is None:
                raise
            return Match.DIRECT if statement.allows is (self.bound is Bound.ABOVE) else Match.NONE
        return found


def _first_allow(statements: Iterable[Statement], asked: _Asked) -> Statement | None:
    for statement in statements:
        if statement.allows and asked.how(statement):
            return statement
    return None


def _first_deny(
    statements: Iterable[Statement], asked: _Asked, *, bounded: bool, of_resource: bool
) -> Statement | None:
    for statement in statements:
        if not statement.allows and asked.how(statement, bounded, of_resource):
            return statement
    return None


def _resource_allow(policies: Policies, asked: _Asked) -> tuple[Statement | None, Match]:
    """The resource policy's strongest allow: the one that names the caller most closely."""
    best: Statement | None = None
    how = Match.NONE
    for statement in policies.resource or ():
        if statement.allows and (match := asked.how(statement, of_resource=True)) > how:
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
        UndecidedError: Something in the way is not understood, or not known.
    """
    try:
        return decide_at(None, request, policies)
    except UndecidedError:
        # What is not known matters only where it changes the answer.
        most, least = (decide_at(bound, request, policies) for bound in (Bound.ABOVE, Bound.BELOW))
        if most.is_allowed is not least.is_allowed:
            raise
        return least if least.is_allowed else most


def decide_at(bound: Bound | None, request: Request, policies: Policies) -> Decision:
    """Decide one request with all that is not known of a statement taken one way.

    Args:
        bound: On which side of AWS's answer this one may lie; None, on neither.
        request: Who asks for what.
        policies: All policies that bear on it.

    Raises:
        UndecidedError: Something is not known, and no bound is given.
    """
    asked, caller = _Asked(request, bound), request.caller
    limits = () if caller.is_service_linked or caller.kind in _WITHOUT_IDENTITY_POLICIES else policies.service_control
    resource_limits = () if caller.is_service_linked else policies.resource_control
    bounded = policies.boundary is not None
    denies = [
        (name, deny)
        for name, group in _groups(policies, limits, resource_limits)
        if group
        and (deny := _first_deny(group, asked, bounded=bounded, of_resource=group is policies.resource)) is not None
    ]
    if denies:
        names = tuple(dict.fromkeys(str(name) for name, _ in denies))
        return Decision(EvalDecision.EXPLICIT_DENY, denies[0][1], names)

    allowing, blocked = _sides(asked, policies)
    # Of resource control policies none but RCPFullAWSAccess allows, which stands at every level.
    if limits and any(_first_allow(level, asked) is None for level in limits):
        blocked.append("service control policy")
    if blocked:
        return Decision(EvalDecision.IMPLICIT_DENY, None, tuple(dict.fromkeys(blocked)), tuple(allowing))
    return Decision(EvalDecision.ALLOWED, allowing[-1] if allowing else None, (), tuple(allowing))


def _sides(asked: _Asked, policies: Policies) -> tuple[list[Statement], list[str]]:
    """The allows of the caller's and of the resource's side, and the kinds of policy that are missing one."""
    request = asked.request
    caller, kind = request.caller, request.caller.kind
    identity = _first_allow(policies.identity, asked)
    resource, how = _resource_allow(policies, asked)
    allowing = [each for each in (identity, resource) if each is not None]
    name = str(policies.resource_kind)

    if kind in _ASSUME_NO_ROLE and request.action.lower() == "sts:assumerole":
        return [], [_ASSUME_NO_ROLE[kind]]
    if kind in _WITHOUT_IDENTITY_POLICIES:
        return allowing, [] if resource else [name]

    blocked = [] if identity or kind is CallerKind.ROOT else ["identity policy"]
    blocked += _missing_limits(policies, asked)
    if caller.account != request.owner:
        return allowing, [*blocked, *([] if resource else [name])]
    if how is Match.DIRECT:
        return allowing, []
    if how is Match.ROLE:
        return allowing, [each for each in blocked if each != "identity policy"]
    must_say_yes = policies.resource_kind is not ResourcePolicyKind.OTHER
    return allowing, [*blocked, *([name] if must_say_yes and not resource else [])]


def _missing_limits(policies: Policies, asked: _Asked) -> list[str]:
    limits = [("permissions boundary", policies.boundary), ("session policy", policies.session)]
    if policies.session is None and asked.request.caller.kind is CallerKind.FEDERATED_USER:
        limits = [limits[0], ("session policy", ())]
    return [name for name, limit in limits if limit is not None and _first_allow(limit, asked) is None]
