"""Requests, conditions and decisions in words."""

from collections.abc import Mapping, Sequence

from xacct_constructs import arns
from xacct_constructs.iam import Caller, CallerKind, Condition, Decision, EvalDecision, Request
from xacct_constructs.proof import Step
from xacct_constructs.request_sets import Literal
from xacct_constructs.services import RESOURCE_KINDS, SERVICES, VERBS

_GLOBAL_KEYS = (
    "aws:CurrentTime aws:EpochTime aws:MultiFactorAuthAge aws:MultiFactorAuthPresent aws:PrincipalAccount"
    " aws:PrincipalArn aws:PrincipalIsAWSService aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalTag/"
    " aws:PrincipalType aws:RequestTag/ aws:ResourceAccount aws:ResourceTag/ aws:SecureTransport aws:SourceAccount"
    " aws:SourceArn aws:SourceIp aws:SourceOrgID aws:SourceOrgPaths aws:SourceVpc aws:SourceVpce aws:TagKeys"
)
_KEYS = (
    *_GLOBAL_KEYS.split(),
    *(key for each in SERVICES for key in each.condition_keys.split()),
    *(key for each in RESOURCE_KINDS for key in each.encryption_context),
)
_SPELT = {begin.lower(): begin for begin in ("".join(key.partition("/")[:2]) for key in _KEYS)}
"""A key, or how it begins up to its slash, in lower case, to how AWS spells it."""

_OPERATORS = {
    "StringEquals": "is",
    "StringEqualsIgnoreCase": "is",
    "StringNotEquals": "is not",
    "StringNotEqualsIgnoreCase": "is not",
    "StringLike": "is like",
    "StringNotLike": "is not like",
    "ArnEquals": "is",
    "ArnNotEquals": "is not",
    "ArnLike": "is like",
    "ArnNotLike": "is not like",
    "Bool": "is",
    "IpAddress": "is in",
    "NotIpAddress": "is not in",
    "NumericEquals": "is",
    "NumericNotEquals": "is not",
    "NumericLessThan": "is below",
    "NumericLessThanEquals": "is at most",
    "NumericGreaterThan": "is above",
    "NumericGreaterThanEquals": "is at least",
    "DateEquals": "is",
    "DateNotEquals": "is not",
    "DateLessThan": "is before",
    "DateLessThanEquals": "is at or before",
    "DateGreaterThan": "is after",
    "DateGreaterThanEquals": "is at or after",
}
_PRESENCE = {"false": "is there", "true": "is missing"}
_QUANTIFIERS = {"": "", "forallvalues": "each ", "foranyvalue": "some "}


def key_words(key: str) -> str:
    """A condition key as AWS spells it; tag keys keep their own spelling."""
    lower = key.lower()
    begin = lower.partition("/")[0] + "/" if "/" in lower else lower
    return _SPELT.get(begin, key[: len(begin)]) + key[len(begin) :]


def condition_words(found: Literal) -> str:
    """A condition that must hold, or must not."""
    text = asked_words(found.condition)
    return text if found.holds else f"not ({text})"


def asked_words(condition: Condition) -> str:
    """What a condition asks for."""
    key = key_words(condition.key)
    if condition.operator is None:
        return f"{key} {' or '.join(_PRESENCE.get(each.lower(), each) for each in condition.values)}"
    words = _OPERATORS.get(condition.operator.name, condition.operator.name)
    if_exists = ", where present," if condition.if_exists else ""
    values = " or ".join(map(resource_words, condition.values))
    return f"{_QUANTIFIERS[condition.quantifier]}{key}{if_exists} {words} {values}"


def resource_words(arn: str) -> str:
    """A bucket or its keys as the AWS CLI writes them, a role by its name; anything else as it is."""
    if not arns.is_arn(arn):
        return arn
    found = arns.parse(arn)
    if found.service == "s3" and not found.account:
        return f"s3://{found.resource}"
    return principal_words(arn) if found.service == "iam" else arn


def principal_words(arn: str) -> str:
    """A user, role or account as a person says it."""
    if not arns.is_arn(arn):
        return arn
    found = arns.parse(arn)
    if found.resource in ("root", "*"):
        return f"anybody in {found.account}"
    return f"{found.kind} {found.below} of {found.account}"


def caller_words(caller: Caller) -> str:
    """Who asks."""
    kind = caller.kind
    if kind is CallerKind.ANONYMOUS:
        return "anybody, without credentials"
    if kind is CallerKind.WEB_IDENTITY:
        return f"somebody signed in with {caller.arn}"
    if kind is CallerKind.SERVICE:
        return f"the service {caller.arn}"
    if kind is CallerKind.SESSION:
        return f"a session of {principal_words(caller.principal_arn)}"
    return principal_words(caller.arn)


def context_words(context: Mapping[str, str | Sequence[str]]) -> str:
    """The context of a request, empty where it has none."""
    texts = (value if isinstance(value, str) else " and ".join(value) for value in context.values())
    return ", ".join(f"{key_words(key)} = {text}" for key, text in zip(context, texts, strict=True))


def request_words(request: Request) -> str:
    """One request, as a sentence without its end."""
    return f"{caller_words(request.caller)} calls {asked_on_words(request)}"


def asked_on_words(request: Request) -> str:
    """What one request asks for, and with what; not who asks."""
    given = request.resource_account
    is_told = given in (None, request.caller.account) or _account(request.resource) == given
    owner = {} if is_told else {"aws:ResourceAccount": str(given)}
    circumstances = f", with {words}" if (words := context_words({**owner, **request.context})) else ""
    return f"{request.action} on {request.resource}{circumstances}"


def may_words(request: Request, *, may: str, beginning: str = "") -> str:
    """What somebody may do, as a person reads it aloud.

    Args:
        request: The request that shows it.
        may: How it changes: `may now`.
        beginning: How the resources begin that it may be asked on. Default: it is that of the request alone.
    """
    verb = VERBS.get(request.action, f"call {request.action} on")
    return f"{caller_words(request.caller)} {may} {verb} {_thing_words(request.resource, beginning)}"


def _thing_words(resource: str, beginning: str) -> str:
    """What is asked for, with its account where its ARN says it; of objects, all that begin alike."""
    if not arns.is_arn(resource):
        return resource
    found = arns.parse(resource)
    if found.service == "s3" and not found.account:
        is_of_bucket = arns.is_arn(beginning) and "/" in arns.parse(beginning).resource
        return f"{resource_words(beginning)}…" if is_of_bucket else resource_words(resource)
    return f"{found.kind} {found.below} of {found.account}" if found.account and found.below else resource


def _account(resource: str) -> str:
    return arns.parse(resource).account if arns.is_arn(resource) else ""


def decision_words(decision: Decision) -> str:
    """The decision, and the statement that settled it."""
    blocked = " and ".join(decision.blocked_by)
    if decision.word is EvalDecision.ALLOWED:
        return f"allowed by {decision.by.place}" if decision.by else "allowed"
    if decision.word is EvalDecision.EXPLICIT_DENY and decision.by:
        return f"denied by {decision.by.place}"
    return f"denied: no statement of the {blocked} allows it"


def step_words(step: Step) -> str:
    """One request of a counterexample, and its decision."""
    return f"{request_words(step.request)}: {decision_words(step.decision)}"
