"""Who can make a request: every kind of caller, and the context keys that follow from who it is.

Source: IAM User Guide, "AWS global condition context keys" and "Compare AWS STS credentials".
"""

from collections.abc import Mapping
from typing import NamedTuple

from xacct_constructs.arns import Arn
from xacct_constructs.iam import Caller, CallerKind, Values, has_never
from xacct_constructs.request_sets.boxes import CALLER, CALLER_KIND, PRINCIPAL, Literal, literal
from xacct_constructs.services import ASSUME_ROLE

AWS, WEB, SERVICE, ANONYMOUS, CLOUDFRONT = "aws", "web identity", "service", "anonymous", "origin access identity"
_NAMES = {
    CallerKind.ANONYMOUS: ANONYMOUS,
    CallerKind.SERVICE: SERVICE,
    CallerKind.WEB_IDENTITY: WEB,
    CallerKind.ORIGIN_ACCESS_IDENTITY: CLOUDFRONT,
}

ACCOUNT, USER_NAME, SERVICE_NAME = "aws:principalaccount", "aws:username", "aws:principalservicename"
FOLLOWING = frozenset(
    (PRINCIPAL, CALLER, CALLER_KIND, ACCOUNT, USER_NAME, "aws:principaltype", "aws:principalisawsservice")
)
"""Keys that every caller settles: with a value, or as absent."""


def kind_is(name: str) -> Literal:
    """The caller is of this kind."""
    return literal(CALLER_KIND, "StringEquals", [name])


def principal_is(*arns: str) -> Literal:
    """The caller is one of these users or roles; a role through any of its sessions."""
    return literal(PRINCIPAL, "ArnLike", arns)


def any_of_account(account: str, partition: str = "*") -> str:
    """The pattern of every principal of an account.

    Args:
        account: The account.
        partition: The account's partition. Default: whichever has it.
    """
    return str(Arn(partition, "*", "*", account, "*"))


def name_of(caller: Caller) -> str:
    """What boxes call the caller's kind."""
    return _NAMES.get(caller.kind, AWS)


def keys_of(caller: Caller) -> Mapping[str, Values]:
    """All that follows from the caller, what boxes call it included."""
    return {**caller.keys, CALLER: caller.arn, CALLER_KIND: name_of(caller)}


def is_settled(key: str, kind: CallerKind) -> bool:
    """Whether a caller of the kind settles the key: with a value, or as absent."""
    return key in FOLLOWING or has_never(key, kind)


class CallerShape(NamedTuple):
    """One kind of caller.

    Attributes:
        example: One of them; what follows from it, but for account and name, follows from all.
        arn: The pattern of their `aws:PrincipalArn`; empty, they have none.
        refused: Actions that AWS never lets them ask for.
    """

    example: Caller
    arn: str = ""
    refused: tuple[str, ...] = ()


CALLER_SHAPES = (
    CallerShape(Caller("arn:aws:iam::111111111111:user/x"), f"arn:aws*:iam::{'?' * 12}:user/?*"),
    CallerShape(Caller("arn:aws:sts::111111111111:assumed-role/x/x"), f"arn:aws*:iam::{'?' * 12}:role/?*"),
    CallerShape(Caller("arn:aws:iam::111111111111:root"), f"arn:aws*:iam::{'?' * 12}:root", (ASSUME_ROLE,)),
    CallerShape(
        Caller("arn:aws:sts::111111111111:federated-user/x"),
        f"arn:aws*:sts::{'?' * 12}:federated-user/?*",
        (ASSUME_ROLE,),
    ),
    CallerShape(Caller("*"), refused=("sts:*",)),
    CallerShape(Caller("accounts.google.com")),
    CallerShape(Caller("lambda.amazonaws.com")),
    CallerShape(
        Caller("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"), "arn:aws*:iam::cloudfront:user/?*"
    ),
)
"""Every kind; the ones that a person meets most come first."""
