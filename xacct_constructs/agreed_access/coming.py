"""How each kind of trusted principal comes: who asks, and what it asks STS for."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.principals import NamedPrincipal, TrustedAccount, TrustedPrincipal, TrustedRole, TrustedUser
from xacct_constructs.request_sets import AWS, Box, any_of_account, box, kind_is, principal_is
from xacct_constructs.services import ASSUME_ROLE


class Coming(NamedTuple):
    """How a principal comes.

    Attributes:
        caller: Who asks.
        action: What it asks for to enter.
    """

    caller: Box
    action: str


def _named(principal: NamedPrincipal, agreement: Agreement) -> Coming:
    """A user itself, and a role through any of its sessions."""
    return Coming(box(kind_is(AWS), principal_is(principal.arn(agreement.partition))), ASSUME_ROLE)


def _account(principal: TrustedAccount, _: Agreement) -> Coming:
    """Anybody of the account."""
    return Coming(box(kind_is(AWS), principal_is(any_of_account(principal.account))), ASSUME_ROLE)


COMINGS: Mapping[type[Any], Callable[[Any, Agreement], Coming]] = {
    TrustedUser: _named,
    TrustedRole: _named,
    TrustedAccount: _account,
}
"""Each kind of principal to how it comes."""


def coming(principal: TrustedPrincipal, agreement: Agreement) -> Coming:
    """How one principal of an agreement comes."""
    return COMINGS[type(principal)](principal, agreement)
