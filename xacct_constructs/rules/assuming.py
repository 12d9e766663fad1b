"""Both halves of an assumption side by side: who is admitted, and who is allowed to ask.

A condition that the principal itself does not settle is taken to be met: whether it can be is the proof's question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import (
    Match,
    Policies,
    Request,
    ResourcePolicyKind,
    Statement,
    UndecidedError,
    decide,
    everything,
)
from xacct_constructs.proof import caller_of
from xacct_constructs.rules.principals import admitted, without_path
from xacct_constructs.rules.subject import Subject, origin_of
from xacct_constructs.services import ASSUME_ROLE

_TRUST = ResourcePolicyKind.TRUST
_YES = everything("the principal's own side")
_OWN_SIDE = frozenset(("identity policy", "permissions boundary"))


def admits(subject: Subject, role: Identity, who: Identity, action: str = ASSUME_ROLE) -> Statement | None:
    """The statement by which the role's trust policy admits the principal; None where there is none."""
    trusting = subject.statements(role.trust) if role.trust else ()
    request = Request(caller_of(_with_path(who, trusting)), action, role.arn)
    supposed = _supposed(subject, trusting, request)
    decision = decide(request, Policies(identity=_YES, resource=supposed, resource_kind=_TRUST))
    if _TRUST in decision.blocked_by:
        return None
    return next((each for each in decision.allowing if each.principals is not None), None)


def _with_path(who: Identity, trusting: Sequence[Statement]) -> Identity:
    """A principal made elsewhere, under the path by which it is admitted: only its own account knows the path."""
    if not who.existing:
        return who
    named = (arn for statement in trusting for arn in admitted(statement))
    return next((who._replace(arn=arn) for arn in named if without_path(arn) == without_path(who.arn)), who)


def allows(subject: Subject, who: Identity, role_arn: str, action: str = ASSUME_ROLE) -> Statement | None:
    """The statement by which the principal's own policies allow the action on the role; None where there is none."""
    request = Request(caller_of(who), action, role_arn)
    own = _supposed(subject, subject.statements(*who.policies), request)
    boundary = None if who.boundary is None else _supposed(subject, subject.statements(who.boundary), request)
    decision = decide(request, Policies(identity=own, boundary=boundary))
    return None if _OWN_SIDE & {*decision.blocked_by} else next(iter(decision.allowing), None)


def _supposed(subject: Subject, statements: Sequence[Statement], request: Request) -> list[Statement]:
    """The statements about the request, conditions that the principal does not settle met in allows, unmet in denies.

    One that cannot be judged is a doubt, and counts for nothing.
    """
    settled, found = request.caller.keys, []
    for each in statements:
        conditions = tuple(condition for condition in each.conditions if condition.key.lower() in settled)
        if not each.allows and len(conditions) < len(each.conditions):
            continue
        plain = replace(each, conditions=conditions)
        try:
            if each.match(request) is Match.NONE:
                continue
            plain.covers(request, request.full_context())
        except UndecidedError as problem:
            subject.doubt(origin_of(each), problem, each.written)
        else:
            found.append(plain)
    return found


def asking(subject: Subject) -> Iterator[tuple[Identity, Identity, Statement]]:
    """Principal, role and statement wherever a policy names a role of another account that the assembly makes."""
    for who, statements in subject.permissions:
        for statement in statements:
            if not statement.allows or statement.not_resources or not statement.speaks_of(ASSUME_ROLE):
                continue
            for arn in statement.resources or ():
                role = subject.assembly.identity(arn)
                if role is not None and role.trust is not None and role.account != who.account:
                    yield who, role, statement


def admitting(subject: Subject) -> Iterator[tuple[Identity, Identity, Statement]]:
    """Role, principal and statement where a trust policy names somebody of another account that the assembly makes."""
    for role, statement in subject.admissions:
        for named in admitted(statement):
            who = subject.assembly.identity(named)
            if who is not None and not who.existing and who.account != role.account:
                yield role, who, statement
