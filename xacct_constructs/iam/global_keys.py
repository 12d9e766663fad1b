"""Global condition keys: in whose requests each stands always, in whose never, and in whose nobody tells.

In all others it stands in some requests, as whoever asks, or what is asked, has it; there a request is taken to have
what it is said to have. A key that stands in no row, a service's own included, is of that kind for everybody.

Source: IAM User Guide, "AWS global condition context keys", the "Availability" of each; reviewed in November 2026.
"""

from collections.abc import Mapping
from typing import NamedTuple

from xacct_constructs.iam.caller_kind import CallerKind

Kinds = frozenset[CallerKind]

_NOBODY: Kinds = frozenset()
_EVERYBODY: Kinds = frozenset(CallerKind)
_OF_ACCOUNTS: Kinds = frozenset((CallerKind.USER, CallerKind.SESSION, CallerKind.ROOT, CallerKind.FEDERATED_USER))
_TEMPORARY: Kinds = frozenset((CallerKind.SESSION, CallerKind.FEDERATED_USER))
_UNSIGNED: Kinds = frozenset((CallerKind.ANONYMOUS, CallerKind.WEB_IDENTITY))


class GlobalKey(NamedTuple):
    """In whose requests a key stands.

    Attributes:
        always: Every request of these has it.
        never: No request of these has it.
        untold: Of these AWS does not say it, or says both.
        why: As AWS's page has it, and what is made of it here.
    """

    always: Kinds
    never: Kinds
    untold: Kinds
    why: str


def _always(why: str = "always included in the request context") -> GlobalKey:
    return GlobalKey(_EVERYBODY, _NOBODY, _NOBODY, why)


def _sometimes(why: str, *, never: Kinds = _NOBODY) -> GlobalKey:
    return GlobalKey(_NOBODY, never, _NOBODY, why)


_MEMBER = "only if the principal is a member of an organization"
_DIRECT = "only if a service principal calls, for the account or resource that it says"
_SERVICE = "only if a service principal calls"
_ENDPOINT = "only if the request comes through a VPC endpoint"
_CHAIN = "only if a service uses the principal's credentials to call another"
_SESSION_OF = "only in sessions whose credentials were given out that way"
_SERVED = _EVERYBODY - {CallerKind.SERVICE}
_NO_IAM = _EVERYBODY - _OF_ACCOUNTS

GLOBAL_KEYS: Mapping[str, GlobalKey] = {
    # Of the principal
    "aws:principalarn": GlobalKey(
        _OF_ACCOUNTS | {CallerKind.ORIGIN_ACCESS_IDENTITY},
        _UNSIGNED | {CallerKind.SERVICE},
        _NOBODY,
        "all signed requests, not anonymous ones; a service principal is called by its name",
    ),
    "aws:principalaccount": GlobalKey(
        _OF_ACCOUNTS | {CallerKind.ANONYMOUS}, _NO_IAM - {CallerKind.ANONYMOUS}, _NOBODY,
        "all requests, anonymous ones included; what is of no account of a customer's has none",
    ),
    "aws:principaltype": GlobalKey(
        _OF_ACCOUNTS | {CallerKind.ANONYMOUS}, _NO_IAM - {CallerKind.ANONYMOUS}, _NOBODY,
        "all requests, anonymous ones included; of the types that it has, none is of other principals",
    ),
    "aws:principalisawsservice": GlobalKey(
        _EVERYBODY - _UNSIGNED, _UNSIGNED, _NOBODY, "all signed requests that use AWS credentials, not anonymous ones"
    ),
    "aws:userid": GlobalKey(
        _OF_ACCOUNTS, frozenset({CallerKind.WEB_IDENTITY}),
        frozenset((CallerKind.ANONYMOUS, CallerKind.SERVICE, CallerKind.ORIGIN_ACCESS_IDENTITY)),
        "all requests, anonymous ones included; another page says of those that they have none",
    ),
    "aws:username": GlobalKey(
        frozenset({CallerKind.USER}), _EVERYBODY - {CallerKind.USER}, _NOBODY, "IAM users, and nobody else"
    ),
    "aws:principalorgid": _sometimes(_MEMBER, never=_NO_IAM),
    "aws:principalorgpaths": _sometimes(_MEMBER, never=_NO_IAM),
    "aws:principaltag/": _sometimes("only if the user, role or session has that tag", never=_NO_IAM),
    "aws:principalservicename": GlobalKey(frozenset({CallerKind.SERVICE}), _SERVED, _NOBODY, _SERVICE),
    "aws:principalservicenameslist": GlobalKey(frozenset({CallerKind.SERVICE}), _SERVED, _NOBODY, _SERVICE),
    # Of a session
    "aws:tokenissuetime": GlobalKey(
        _TEMPORARY, _NO_IAM, _NOBODY, "only if the principal uses temporary credentials; users and the root user may"
    ),
    "aws:multifactorauthpresent": _sometimes("only with temporary credentials, and not all of them", never=_NO_IAM),
    "aws:multifactorauthage": _sometimes("only if the principal was authenticated using MFA", never=_NO_IAM),
    "aws:assumedroot": _sometimes("only in sessions of AssumeRoot"),
    "aws:federatedprovider": _sometimes("only if an OIDC provider signed the principal in"),
    "aws:signinsessionarn": _sometimes(_SESSION_OF),
    "aws:chatbotsourcearn": _sometimes(_SESSION_OF),
    "aws:ec2instancesourcevpc": _sometimes(_SESSION_OF),
    "aws:ec2instancesourceprivateipv4": _sometimes(_SESSION_OF),
    "aws:sourceidentity": _sometimes("only if it was set when a role was assumed"),
    # Of the network
    "aws:sourceip": _sometimes("not if the request comes through a VPC endpoint, nor if a service calls"),
    "aws:sourcevpc": _sometimes(_ENDPOINT),
    "aws:sourcevpcarn": _sometimes(_ENDPOINT),
    "aws:sourcevpce": _sometimes(_ENDPOINT),
    "aws:vpceaccount": _sometimes(_ENDPOINT),
    "aws:vpceorgid": _sometimes(_ENDPOINT),
    "aws:vpceorgpaths": _sometimes(_ENDPOINT),
    "aws:vpcsourceip": _sometimes(_ENDPOINT),
    # Of the resource
    "aws:resourceaccount": _always("always included for most actions; every request here says whose the resource is"),
    "aws:resourceorgid": _sometimes("only if the account that owns the resource is a member of an organization"),
    "aws:resourceorgpaths": _sometimes("only if the account that owns the resource is a member of an organization"),
    "aws:resourcetag/": _sometimes("only if the resource has that tag, and the service says so"),
    # Of the request
    "aws:currenttime": _always(),
    "aws:epochtime": _always(),
    "aws:securetransport": _always(),
    "aws:requestedregion": _always(),
    "aws:useragent": GlobalKey(
        _NOBODY, _NOBODY, _EVERYBODY, "always included in the request context; but whoever calls may send none"
    ),
    "aws:viaawsservice": _always("always included for most services, all of the table of services among them"),
    "aws:calledvia": _sometimes(_CHAIN),
    "aws:calledviafirst": _sometimes(_CHAIN),
    "aws:calledvialast": _sometimes(_CHAIN),
    "aws:calledviaawsmcp": _sometimes(_CHAIN),
    "aws:viaawsmcpservice": _sometimes("nothing is relied on: it is new"),
    "aws:ismcpserviceaction": _sometimes("nothing is relied on: it is new"),
    "aws:referer": _sometimes("only if whoever calls sends it"),
    "aws:requesttag/": _sometimes("only if tags are passed"),
    "aws:tagkeys": _sometimes("only if tags are passed"),
    "aws:sourceaccount": _sometimes(_DIRECT, never=_SERVED),
    "aws:sourcearn": _sometimes(_DIRECT, never=_SERVED),
    "aws:sourceorgid": _sometimes(_DIRECT, never=_SERVED),
    "aws:sourceorgpaths": _sometimes(_DIRECT, never=_SERVED),
}  # fmt: skip
"""Every global key, in lower case; one that ends in a slash stands for all that begin so."""

EVERY_REQUEST = frozenset(key for key, each in GLOBAL_KEYS.items() if each.always == _EVERYBODY)
"""Keys that no request lacks, whoever makes it."""
NOT_ABSENT: Mapping[CallerKind, frozenset[str]] = {
    kind: frozenset(key for key, each in GLOBAL_KEYS.items() if kind in each.always | each.untold)
    for kind in CallerKind
}
"""Keys that requests of a kind of caller have, or may have, so that without a value they are not known."""


def has_always(key: str, kind: CallerKind) -> bool:
    """Whether every request of this kind of caller has the key, which is in lower case."""
    found = GLOBAL_KEYS.get(key)
    return found is not None and kind in found.always


def has_never(key: str, kind: CallerKind) -> bool:
    """Whether no request of this kind of caller has the key, which is in lower case."""
    found = GLOBAL_KEYS.get(key) or GLOBAL_KEYS.get(f"{key.partition('/')[0]}/")
    return found is not None and kind in found.never


TRUTHS = frozenset((
    *("aws:assumedroot", "aws:ismcpserviceaction", "aws:multifactorauthpresent", "aws:principalisawsservice"),
    *("aws:securetransport", "aws:viaawsmcpservice", "aws:viaawsservice"),
    *("kms:bypasspolicylockoutsafetycheck", "kms:grantisforawsresource", "kms:multiregion", "kms:reencryptonsamekey"),
))  # fmt: skip
"""Keys that are `true` or `false`, and never in other letters, as `SEVERAL` has them."""

SEVERAL = frozenset((
    *("aws:calledvia", "aws:principalservicenameslist", "aws:tagkeys"),
    *("aws:principalorgpaths", "aws:resourceorgpaths", "aws:sourceorgpaths", "aws:vpceorgpaths"),
    *("dynamodb:attributes", "dynamodb:leadingkeys", "kms:encryptioncontextkeys", "kms:grantoperations"),
    *("kms:resourcealiases", "s3:requestobjecttagkeys", "sts:requestcontextproviders", "sts:transitivetagkeys"),
))  # fmt: skip
"""Keys that may have several values, in lower case: the global ones, and those of the services that have policies here.

Source: IAM User Guide, "AWS global condition context keys", "Value type"; Service Authorization Reference, `ArrayOf…`.
"""

_OF_A_TYPE: Mapping[str, tuple[str, ...]] = {
    "Arn": (
        *("aws:chatbotsourcearn", "aws:principalarn", "aws:signinsessionarn", "aws:sourcearn", "aws:sourcevpcarn"),
    ),
    "Bool": tuple(each for each in GLOBAL_KEYS if each in TRUTHS),
    "Date": ("aws:currenttime", "aws:epochtime", "aws:tokenissuetime"),
    "IpAddress": ("aws:ec2instancesourceprivateipv4", "aws:sourceip", "aws:vpcsourceip"),
    "Numeric": ("aws:epochtime", "aws:multifactorauthage"),
}
"""How the operators begin that compare values of a type, to the global keys that have it; all others are texts."""
_TYPES = {key: tuple(type_ for type_, keys in _OF_A_TYPE.items() if key in keys) for key in GLOBAL_KEYS}


def is_compared(key: str, operator: str) -> bool:
    """Whether AWS says how an operator compares a key, in any letters: by its type, or as text; tags may be anything.

    Source: IAM User Guide, "AWS global condition context keys", "Value type"; "IAM policy validation check reference",
    "Type mismatch".
    """
    types = _TYPES.get(key.lower())
    plain = operator.replace("Not", "")
    return types is None or plain.startswith(("String", *types))
