"""Both halves of an assumption side by side: who is admitted, and who is allowed to ask.

A condition that the principal itself does not settle is taken to be met: whether it can be is the proof's question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Context, Match, Request, Statement, UndecidedError
from xacct_constructs.proof import caller_of
from xacct_constructs.rules.principals import admitted, without_path
from xacct_constructs.rules.subject import Subject, origin_of


def admits(subject: Subject, role: Identity, who: Identity, action: str = "sts:AssumeRole") -> Statement | None:
    """The statement by which the role's trust policy admits the principal; None where there is none."""
    trusting = subject.statements(role.trust) if role.trust else ()
    request = Request(caller_of(_with_path(who, trusting)), action, role.arn)
    return _allowed(subject, [each for each in trusting if each.match(request) is not Match.NONE], request)


def _with_path(who: Identity, trusting: Sequence[Statement]) -> Identity:
    """A principal made elsewhere, under the path by which it is admitted: only its own account knows the path."""
    if not who.existing:
        return who
    named = (arn for statement in trusting for arn in admitted(statement))
    return next((replace(who, arn=arn) for arn in named if without_path(arn) == without_path(who.arn)), who)


def allows(subject: Subject, who: Identity, role_arn: str, action: str = "sts:AssumeRole") -> Statement | None:
    """The statement by which the principal's own policies allow the action on the role; None where there is none."""
    request = Request(caller_of(who), action, role_arn)
    found = _allowed(subject, subject.statements(*who.policies), request)
    if found is None or who.boundary is None:
        return found
    return found if _allowed(subject, subject.statements(who.boundary), request) else None


def _allowed(subject: Subject, statements: Sequence[Statement], request: Request) -> Statement | None:
    if any(not each.allows and _covers(subject, each, request, False) for each in statements):
        return None
    return next((each for each in statements if each.allows and _covers(subject, each, request, True)), None)


def _covers(subject: Subject, statement: Statement, request: Request, unsettled: bool) -> bool:
    """Whether the statement covers the request; `unsettled` is what a condition comes to that another key decides."""
    settled = request.caller.keys()
    conditions = tuple(each for each in statement.conditions if each.key.lower() in settled)
    if len(conditions) < len(statement.conditions) and not unsettled:
        return False
    plain = replace(statement, conditions=conditions)
    try:
        return plain.covers(request, Context({**settled, "aws:resourceaccount": request.owner}))
    except UndecidedError as problem:
        subject.doubt(origin_of(statement), problem)
        return False


def asking(subject: Subject) -> Iterator[tuple[Identity, Identity, Statement]]:
    """Principal, role and statement wherever a policy names a role of another account that the assembly makes."""
    for who, statements in subject.permissions:
        for statement in statements:
            if not statement.allows or statement.not_resources or not subject.asks(statement, "sts:AssumeRole"):
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
