"""What is known of the requests that doctor makes up, and what only a real one would show.

Whether a statement speaks of such a request is `iam`'s answer where all that it asks for is known: keys that the
request carries, and those that every request of its kind lacks. The list is closed: whatever else a condition asks for,
a real request may have or not, and then nothing is said of the statement.
Source: IAM User Guide, "AWS global condition context keys" and "IAM and AWS STS condition context keys".
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from xacct_constructs import arns
from xacct_constructs.iam import (
    UNIQUE_ID,
    CallerKind,
    Condition,
    Context,
    Request,
    Statement,
    UndecidedError,
    escaped,
    pieces,
    session_of_arn,
)
from xacct_constructs.operations.carried import SAMPLE
from xacct_constructs.operations.found import Found, What, Why
from xacct_constructs.operations.kinds import ASKED_KINDS
from xacct_constructs.request_sets import lies_in

_MFA = "aws:multifactorauthpresent"


@dataclass(frozen=True, slots=True)
class Said:
    """Whether a statement, or a part of one, speaks of a request.

    Attributes:
        holds: None: of some of the requests that are meant, and not of others.
        lacking: What is not known, where it is None: condition keys, or what else.
    """

    holds: bool | None
    lacking: tuple[Why, ...] = ()


class _Lacks(NamedTuple):
    """Condition keys that requests of a kind certainly lack, unless they carry them.

    Attributes:
        keys: In lower case; the beginnings of keys.
        of: The condition key.
    """

    keys: tuple[str, ...]
    of: Callable[[Request], bool]


def _any(_: Request) -> bool:
    return True


def _is_user(request: Request) -> bool:
    return request.caller.kind is CallerKind.USER


def _is_session(request: Request) -> bool:
    return request.caller.kind is CallerKind.SESSION


def _carries(key: str) -> Callable[[Request], bool]:
    return lambda request: request.full_context().values(key) is not None


def _is_of_another(service: str) -> Callable[[Request], bool]:
    return lambda request: not request.action.startswith(service)


_SERVICES = ("sts:", "kms:", *dict.fromkeys(f"{kind.resource.service}:" for kind in ASKED_KINDS))
_LACKS = (
    # A service's own requests have these, and doctor's are a user's or a role's.
    _Lacks(("aws:principalservicename", "aws:sourcearn", "aws:sourceaccount", "aws:sourceorg"), _any),
    _Lacks(("aws:username",), _is_session),
    _Lacks(("aws:sourceidentity", "aws:federatedprovider"), _is_user),
    # What a caller passes to STS, it passes because the agreement asks for it.
    _Lacks(("sts:externalid", "aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys"), _any),
    _Lacks(("sts:sourceidentity",), _is_user),
    # So it is with MFA; the role's sessions may have been given out with it all the same.
    _Lacks((_MFA, "aws:multifactorauthage"), _is_user),
    # A request comes over the internet or through an endpoint, never both.
    _Lacks(("aws:sourcevpc", "aws:vpcsourceip"), _carries("aws:sourceip")),
    _Lacks(("aws:sourceip",), _carries("aws:sourcevpce")),
    *(_Lacks((service,), _is_of_another(service)) for service in _SERVICES),
)
"""What is known to be absent; whatever else a request does not carry is unknown, each key that AWS may add included."""


def _is_known(key: str, request: Request) -> bool:
    lower = key.lower()
    if lower == "aws:principalarn" and _is_session(request) and request.caller.role_arn is None:
        # A session's ARN does not hold its role's path.
        return False
    if lower in request.not_said():
        return False
    return any(each.values(key) is not None for each in _contexts(request)) or any(
        lower.startswith(row.keys) and row.of(request) for row in _LACKS
    )


def _contexts(request: Request) -> Iterator[Context]:
    """What a real request has, one way or another: a user asks with keys of her own, or with temporary ones."""
    yield request.full_context()
    if _is_user(request):
        given = {name.lower(): value for name, value in request.known_keys().items()}
        issued = {_MFA: "false", "aws:tokenissuetime": given["aws:currenttime"]}
        yield Context(request.caller.keys, {**issued, **given})


def condition_holds(condition: Condition, request: Request, *, variables: bool) -> Said:
    """Whether a condition holds for a request, whatever is not known of it.

    Raises:
        UndecidedError: The condition is not understood.
    """
    takes = variables and condition.operator is not None and condition.operator.takes_variables
    keys = (condition.key, *(key for value in condition.values if takes for key in _variables(value)))
    if lacking := _unknown(keys, request):
        return Said(None, lacking)
    otherwise = (context for kind in ASKED_KINDS for context in kind.otherwise(condition, request))
    contexts = (*_contexts(request), *otherwise)
    answers = {condition.holds(each, variables=variables) for each in contexts}
    return Said(answers.pop()) if len(answers) == 1 else Said(None, (condition.key,))


def resource_holds(statement: Statement, request: Request) -> Said:
    """Whether a statement that speaks of the action speaks of what it is asked on.

    A sample of a prefix is a key of it like any other, so that an allow without it lets too little through; a deny of
    others refuses some of the prefix.
    """
    bare, context = replace(statement, conditions=()), request.full_context()
    resources = statement.resources or ()
    variables = [key for each in resources if statement.variables for key in _variables(each)]
    if lacking := _unknown(variables, request):
        starred = tuple(_starred(each) for each in resources)
        widest = replace(bare, resources=None if statement.not_resources else starred)
        return Said(None, lacking) if widest.covers(request, context) else Said(False)
    if variables or statement.allows or not resources or not request.resource.endswith(SAMPLE):
        return Said(bare.covers(request, context))
    prefix = request.resource.removesuffix(SAMPLE)
    found = lies_in(escaped(prefix) + "*", resources, variables=statement.variables)
    if found is None:
        return Said(None, (Found(What.KEY_BELOW, prefix),))
    return Said(found is not statement.not_resources)


def names(statement: Statement, request: Request, *, bounded: bool | None = False) -> Said:
    """Whether a statement names the caller.

    Args:
        statement: The statement.
        request: Who asks.
        bounded: Whether the caller has a permissions boundary, which every `NotPrincipal` with `Deny` hits; None where
            that was not seen. Default: no.
    """
    statement = as_deployed(statement)
    try:
        found = bool(statement.match(request))
    except UndecidedError:
        return Said(None, ("whom it names",))
    named = statement.principals
    if named is None:
        return Said(found)
    if named.negated and not statement.allows and not found and bounded is not False:
        return Said(True) if bounded else Said(None, (Found(What.IS_BOUNDED),))
    others = {bool(statement.match(each)) for each in _namesakes(request, named.aws)}
    return Said(found) if others <= {found} else Said(None, (Found(What.SESSION_NAME),))


def as_deployed(statement: Statement) -> Statement:
    """A statement that was read from an account: a unique ID stands there for a principal that was deleted."""
    principals = statement.principals
    if principals is None or not any(map(UNIQUE_ID.fullmatch, principals.aws)):
        return statement
    alive = tuple(each for each in principals.aws if not UNIQUE_ID.fullmatch(each))
    return replace(statement, principals=principals._replace(aws=alive))


def _namesakes(request: Request, named: Iterable[str]) -> Iterator[Request]:
    """The request by each session of the caller's role that is named, where the caller's own name is made up."""
    caller = request.caller
    if not _is_session(request) or caller.role_arn is None or caller != session_of_arn(caller.role_arn):
        return
    role = arns.parse(caller.role_arn)
    for each in named:
        if arns.is_arn(each) and arns.parse(each).is_session_of(role):
            yield replace(request, caller=replace(caller, arn=each))


def speaks_of(statement: Statement, request: Request, *, bounded: bool | None = False) -> Said:
    """Whether a statement speaks of a request and its caller; the other arguments are those of `names`.

    Raises:
        UndecidedError: The statement is not understood.
    """
    if not statement.speaks_of(request.action):
        return Said(False)
    parts = [names(statement, request, bounded=bounded), resource_holds(statement, request)]
    parts += [condition_holds(each, request, variables=statement.variables) for each in statement.conditions]
    if any(each.holds is False for each in parts):
        return Said(False)
    lacking = tuple(dict.fromkeys(what for each in parts for what in each.lacking))
    return Said(None, lacking) if lacking else Said(True)


def _unknown(keys: Iterable[str], request: Request) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if not _is_known(key, request)))


def _variables(pattern: str) -> Iterator[str]:
    """The keys whose values stand in a pattern."""
    return (text.split(",")[0].strip() for kind, text in pieces(pattern, True, True) if kind == "variable")


def _starred(pattern: str) -> str:
    """The pattern as if each variable could be anything."""
    return "".join(
        {"variable": "*", "any": text}.get(kind, escaped(text)) for kind, text in pieces(pattern, True, True)
    )
