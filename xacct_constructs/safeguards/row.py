"""One row of the table that says where each safeguard is written."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from xacct_constructs.finding import Finding
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.values import Conditions, Statement

if TYPE_CHECKING:
    from datetime import datetime

    from xacct_constructs.agreement import Agreement

Check = Callable[["Agreement", "datetime | None"], Iterable[Finding]]


def no_conditions(_: Safeguards) -> Sequence[Conditions]:
    """What a safeguard that a document does not concern adds to its statements: one alternative, without conditions."""
    return ({},)


def _nothing(_: Safeguards) -> Sequence[Statement]:
    return ()


def _no_actions(_: Safeguards) -> Sequence[tuple[str, Conditions]]:
    return ()


class Row(NamedTuple):
    """What one safeguard writes, and when it is refused; every column may be left out."""

    check: Check
    """Findings about its arguments; the second argument is the caller's `today`, or None."""
    trust: Callable[[Safeguards], Sequence[Conditions]] = no_conditions
    """Conditions on `sts:AssumeRole` in the trust policy; several are alternatives, each a statement."""
    actions: Callable[[Safeguards], Sequence[tuple[str, Conditions]]] = _no_actions
    """Further STS actions that both halves allow, with the conditions the trust policy puts on each."""
    permission: Callable[[Safeguards], Sequence[Conditions]] = no_conditions
    """Conditions on every allow of the permission policy; several are alternatives."""
    spares_service_calls: bool = False
    """Whether `permission` leaves out what a service calls on the caller's behalf."""
    denies: Callable[[Safeguards], Sequence[Statement]] = _nothing
    """Deny statements of the permission policy."""
