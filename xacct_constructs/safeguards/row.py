"""One row of the table that says where each safeguard is written."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding
from xacct_constructs.principals import TrustedPrincipal
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.values import Conditions, StatementJSON


class Setting(NamedTuple):
    """What safeguards are judged in.

    Attributes:
        safeguards: The safeguards.
        principals: Whom the agreement trusts.
        role: The role that the safeguards are for.
        today: The moment to judge an expiry by. Default: one in the past is not noticed.
    """

    safeguards: Safeguards
    principals: Sequence[TrustedPrincipal]
    role: Arn
    today: datetime | None = None


def no_conditions(_: Safeguards) -> Sequence[Conditions]:
    """What a safeguard that a document does not concern adds to its statements: one alternative, without conditions."""
    return ({},)


def _nothing(_: Safeguards) -> Sequence[StatementJSON]:
    return ()


def _no_actions(_: Safeguards) -> Sequence[tuple[str, Conditions]]:
    return ()


class Row(NamedTuple):
    """What one safeguard writes, and when it is refused; every column may be left out.

    Attributes:
        check: Findings about its arguments, given all that it may ask about them.
        trust: Conditions on `sts:AssumeRole` in the trust policy; several are alternatives, each a statement.
        actions: Further STS actions that both halves allow, with the conditions the trust policy puts on each.
        permission: Conditions on every allow of the permission policy; several are alternatives.
        spares_service_calls: Whether `permission` leaves out what a service calls on the caller's behalf.
        denies: Deny statements of the permission policy.
    """

    check: Callable[[Setting], Iterable[Finding]]
    trust: Callable[[Safeguards], Sequence[Conditions]] = no_conditions
    actions: Callable[[Safeguards], Sequence[tuple[str, Conditions]]] = _no_actions
    permission: Callable[[Safeguards], Sequence[Conditions]] = no_conditions
    spares_service_calls: bool = False
    denies: Callable[[Safeguards], Sequence[StatementJSON]] = _nothing
