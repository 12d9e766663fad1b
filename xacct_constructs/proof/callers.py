"""Who can make a request: every kind of caller, and the context keys that follow from who it is.

Nobody chooses these keys, so a request is looked for among one kind of caller at a time, with the keys settled.
Source: IAM User Guide, "AWS global condition context keys" and "Compare AWS STS credentials".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from xacct_constructs.proof.boxes import (
    ACTION,
    ACTION_LIKE,
    CALLER,
    CALLER_KIND,
    PRINCIPAL,
    Box,
    Literal,
    has_variables,
    literal,
)
from xacct_constructs.proof.context import Caller, CallerKind, Context, Values
from xacct_constructs.proof.patterns import escaped, pieces

AWS, WEB, SERVICE, ANONYMOUS = "aws", "web identity", "service", "anonymous"
_NAMES = {CallerKind.ANONYMOUS: ANONYMOUS, CallerKind.SERVICE: SERVICE, CallerKind.WEB_IDENTITY: WEB}

_ACCOUNT = ("aws:principalaccount", "kms:calleraccount")
_USER_NAME, _SERVICE_NAME = "aws:username", "aws:principalservicename"
_FOLLOWING = frozenset(
    (PRINCIPAL, CALLER, CALLER_KIND, *_ACCOUNT, _USER_NAME, "aws:principaltype", "aws:principalisawsservice")
)
_ONLY_SERVICES = frozenset((
    _SERVICE_NAME, "aws:principalservicenameslist", "aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid",
    "aws:sourceorgpaths",
))  # fmt: skip
_ONLY_IAM = frozenset((
    "aws:multifactorauthage", "aws:multifactorauthpresent", "aws:principalorgid", "aws:principalorgpaths", "aws:userid",
))  # fmt: skip


def kind_is(name: str) -> Literal:
    """The caller is of this kind."""
    return literal(CALLER_KIND, "StringEquals", [name])


def principal_is(*arns: str) -> Literal:
    """The caller is one of these users or roles; a role through any of its sessions."""
    return literal(PRINCIPAL, "ArnLike", arns)


def any_of_account(account: str) -> str:
    """The pattern of every principal of an account."""
    return f"arn:*:*:*:{account}:*"


class Kind(NamedTuple):
    """One kind of caller."""

    example: Caller
    """One of them; what follows from it, but for account and name, follows from all."""
    arn: str = ""
    """The pattern of their `aws:PrincipalArn`; empty, they have none."""
    refused: tuple[str, ...] = ()
    """Actions that AWS never lets them ask for."""

    @property
    def name(self) -> str:
        """What boxes call it."""
        return _NAMES.get(self.example.kind, AWS)


KINDS = (
    Kind(Caller("arn:aws:iam::111111111111:user/x"), f"arn:aws*:iam::{'?' * 12}:user/?*"),
    Kind(Caller("arn:aws:sts::111111111111:assumed-role/x/x"), f"arn:aws*:iam::{'?' * 12}:role/?*"),
    Kind(Caller("arn:aws:iam::111111111111:root"), f"arn:aws*:iam::{'?' * 12}:root", ("sts:AssumeRole",)),
    Kind(
        Caller("arn:aws:sts::111111111111:federated-user/x"),
        f"arn:aws*:sts::{'?' * 12}:federated-user/?*",
        ("sts:AssumeRole",),
    ),
    Kind(Caller("*"), refused=("sts:*",)),
    Kind(Caller("accounts.google.com")),
    Kind(Caller("lambda.amazonaws.com")),
)


def of_kind(found: Box, kind: Kind) -> Box | None:
    """The requests of a box that callers of this kind make; None where there are none.

    What is left says nothing of keys that follow from the caller but its ARN.
    """
    shape = [principal_is(kind.arn)] if kind.arn else []
    shape += [literal(ACTION, ACTION_LIKE, kind.refused, holds=False)] if kind.refused else []
    open_keys = {PRINCIPAL, CALLER, *_ACCOUNT} if kind.arn else {CALLER}
    open_keys |= {_USER_NAME} if kind.example.kind is CallerKind.USER else set()
    turned = frozenset(_turned(each, kind) for each in found)
    left = _left(turned, keys_of(kind.example), kind.name, open_keys)
    return None if left is None else left.union(shape)


def of_caller(found: Box, caller: Caller) -> Box | None:
    """The requests of a box that this caller makes; None where there are none."""
    return _left(found, keys_of(caller), _NAMES.get(caller.kind, AWS), set())


def keys_of(caller: Caller) -> Mapping[str, Values]:
    """All that follows from the caller, what boxes call it included."""
    keys = {**caller.keys(), CALLER: caller.arn, CALLER_KIND: _NAMES.get(caller.kind, AWS)}
    return {**keys, "kms:calleraccount": caller.account} if PRINCIPAL in keys else keys


def _left(found: Box, known: Mapping[str, Values], name: str, open_keys: set[str]) -> Box | None:
    """The conditions that the known keys leave open; None where these fail one."""
    left = []
    for each in found:
        key = each.condition.key
        is_open = key in open_keys and each.condition.operator is not None
        if is_open or not _follows(key, name) or (key in known and has_variables(each.condition)):
            left.append(each)
        elif each.condition.holds(Context({key: known[key]} if key in known else {})) is not each.holds:
            return None
    return frozenset(left)


def follows_from_caller(key: str) -> bool:
    """Whether the key is never given beside the caller: it says no more than who asks."""
    return key in _FOLLOWING or key == _SERVICE_NAME


def _follows(key: str, name: str) -> bool:
    """Whether who asks settles the key, or that it is absent."""
    if key in _ONLY_SERVICES:
        return name != SERVICE
    return key in _FOLLOWING or (name != AWS and (key in _ONLY_IAM or key.startswith("aws:principaltag/")))


def _turned(each: Literal, kind: Kind) -> Literal:
    """A condition on the caller's account or name as one on its ARN, where the two say the same."""
    condition, operator = each.condition, each.condition.operator
    if operator is None or not operator.name.startswith("String") or "IgnoreCase" in operator.name:
        return each
    if has_variables(condition):
        return each
    holds = each.holds is not operator.negated
    if kind.name == SERVICE and condition.key == _SERVICE_NAME:
        return Literal(replace(condition, key=CALLER), each.holds)
    wild = "Like" in operator.name
    texts = condition.values if wild else tuple(map(_escaped, condition.values))
    if kind.arn and condition.key in _ACCOUNT:
        return _with_holds(principal_is(*map(any_of_account, texts)), holds)
    is_exact = holds or not wild
    if kind.example.kind is CallerKind.USER and condition.key == _USER_NAME and is_exact:
        return _with_holds(principal_is(*(pattern for text in texts for pattern in _users(text))), holds)
    return each


def _with_holds(each: Literal, holds: bool) -> Literal:
    return each if holds else each.opposite()


def _users(name: str) -> Iterator[str]:
    """The ARNs of users of this name, whatever their path."""
    return (f"arn:*:iam::*:user/{path}{name}" for path in ("", "*/"))


@lru_cache(maxsize=1024)
def _escaped(value: str) -> str:
    """A value without wildcards as a pattern that only it matches."""
    return escaped("".join(text for _, text in pieces(value, False, True)))
