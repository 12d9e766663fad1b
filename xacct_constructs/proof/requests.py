"""Concrete requests out of boxes: the counterexamples."""

from xacct_constructs.assembly import Identity
from xacct_constructs.proof.boxes import ACTION, CALLER, CALLER_KIND, PRINCIPAL, RESOURCE, Box
from xacct_constructs.proof.context import Caller
from xacct_constructs.proof.context import Request as Asked
from xacct_constructs.proof.solve import Solution, solve

_SESSION = "session"
_PSEUDO = (ACTION, RESOURCE, CALLER_KIND, CALLER, PRINCIPAL)


def session_of(role: Identity) -> Caller:
    """A session of the role."""
    return session_of_arn(role.arn)


def session_of_arn(role_arn: str) -> Caller:
    """A session of the role with this ARN."""
    _, partition, _, _, account, rest = role_arn.split(":", 5)
    name = rest.rsplit("/", 1)[1]
    return Caller(f"arn:{partition}:sts::{account}:assumed-role/{name}/{_SESSION}", role_arn=role_arn)


def request_in(found: Box, caller: Caller | None = None) -> Asked | None:
    """A request that lies in the box, None where there is none.

    Args:
        found: The box.
        caller: Who asks, where that is known. Default: whomever the box admits.
    """
    for kind in (each for each in ("aws", "anonymous", "web identity") if caller is None or each == "aws"):
        solution = _solved(found, kind, caller)
        if solution is not None:
            return _request(solution, caller or _caller(solution, kind))
    return None


def _solved(found: Box, kind: str, caller: Caller | None) -> Solution | None:
    from xacct_constructs.proof.allowed import kind_is, principal_is

    within = found | {kind_is(kind)}
    if caller is not None:
        within |= {principal_is(caller.principal_arn)}
    absent, present = ([], [PRINCIPAL]) if kind == "aws" else ([PRINCIPAL, "aws:username"], [])
    return solve(within, absent=absent, present=present)


def _caller(solution: Solution, kind: str) -> Caller:
    if kind == "anonymous":
        return Caller("*")
    if kind != "aws":
        return Caller(str(solution.get(CALLER, "accounts.google.com")))
    arn = str(solution[PRINCIPAL])
    if CALLER in solution:
        return Caller(str(solution[CALLER]), role_arn=arn)
    if ":role/" not in arn:
        return Caller(arn)
    return session_of_arn(arn)


def _request(solution: Solution, caller: Caller) -> Asked:
    context = {key: value for key, value in solution.items() if key not in _PSEUDO}
    owner = context.pop("aws:resourceaccount", None)
    return Asked(
        caller=caller,
        action=str(solution[ACTION]),
        resource=str(solution[RESOURCE]),
        resource_account=str(owner) if owner else None,
        context=context,
    )
