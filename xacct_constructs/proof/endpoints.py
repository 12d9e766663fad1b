"""VPC endpoints of the assembly: their policies refuse what is agreed on to who asks through them, and give nothing.

Which endpoint a request comes through no template tells, since deployment makes its ID. Where an agreement asks for
endpoints, each of the service may be one of them; else there are other ways, and the policy is named.

Source: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies".
"""

from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs.agreed_access import admitted, entry, permitted
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Endpoint
from xacct_constructs.iam import Bound, UndecidedError
from xacct_constructs.proof.ordinary import ordinary
from xacct_constructs.proof.organization import Organized
from xacct_constructs.proof.organized_sets import placed
from xacct_constructs.request_sets import (
    AWS,
    Box,
    action_literal,
    box,
    denied_by,
    kind_is,
    principal_is,
    product,
    request_in,
    resource_side,
    subtract,
)

_THROUGH = "aws:sourcevpce"


class EndpointRefusal(NamedTuple):
    """What an endpoint may refuse of an agreement.

    Attributes:
        endpoint: The endpoint.
        asked: A request that is agreed on, in words; where none is found, why.
        required: Whether the agreement has it come through an endpoint.
    """

    endpoint: Endpoint
    asked: str
    required: bool

    def __str__(self) -> str:
        """In words."""
        where = self.endpoint.policy.origin
        if self.required:
            return f"{where} may refuse {self.asked}, if it is an endpoint that the agreement asks for"
        return f"Through the VPC endpoint of {where}, {self.asked} may be refused."


def refusals(organized: Organized, agreement: Agreement) -> Iterator[EndpointRefusal]:
    """For each endpoint, one request through it that it may refuse; first of those that must come through one."""
    endpoints = organized.assembly.endpoints
    if not endpoints:
        return
    agreed = _agreed(organized, agreement)
    for each in endpoints:
        found = [
            EndpointRefusal(each, asked, any(part.holds and part.condition.key == _THROUGH for part in refused))
            for refused in _refused(each, agreed)
            if (asked := _example(refused))
        ]
        yield from sorted(found, key=lambda refusal: not refusal.required)[:1]


def _agreed(organized: Organized, agreement: Agreement) -> list[Box]:
    """What is agreed on, by whom."""
    found = []
    for principal in agreement.callers:
        caller = admitted(agreement, principal)
        found += placed(organized, principal.account, [each for each in entry(agreement) if caller <= each])
    try:
        used = permitted(agreement)
    except UndecidedError:
        return found
    role = box(kind_is(AWS), principal_is(agreement.role_arn))
    return found + placed(organized, agreement.trusting_account, product([role], used))


def _refused(endpoint: Endpoint, agreed: list[Box]) -> list[Box]:
    """What of it an endpoint's policy denies, or does not allow, or may."""
    of_service = [box(action_literal((f"{endpoint.service}:*",)))] if endpoint.service else [box()]
    asked, statements = product(agreed, of_service), endpoint.policy.at(Bound.BELOW)
    return [
        *product(asked, denied_by(statements, Bound.BELOW)),
        *subtract(asked, resource_side(statements, Bound.BELOW)),
    ]


def _example(refused: Box) -> str:
    """A request of the box, in words; empty where there is none."""
    try:
        request = request_in(ordinary(refused))
    except UndecidedError as problem:
        return f"some of what is agreed ({problem})"
    return "" if request is None else f"{request.action} on {request.resource}"
