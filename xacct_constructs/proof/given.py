"""What a role may ask of a resource or of another role: by its own word, or as a policy of that one names it."""

from collections.abc import Iterator, Sequence

from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Bound, Caller, Statement, UndecidedError, session_of_arn
from xacct_constructs.proof.identities import caller_of, own_side
from xacct_constructs.proof.reach import named_directly
from xacct_constructs.request_sets import (
    AWS,
    Box,
    ByResource,
    action_literal,
    asked_of,
    box,
    denied_by,
    has_request,
    kind_is,
    principal_is,
    product,
    reaching,
    request_in,
    resource_literal,
    resource_side,
    statement_boxes,
    subtract,
)
from xacct_constructs.services import ASSUME_ROLE

ASSUMES = box(action_literal((ASSUME_ROLE,)))


def entering(role: Identity, own: Sequence[Box], other: Identity) -> list[Box]:
    """The way into another role: by the role's own permission, or as the other's trust policy names it."""
    if other.arn == role.arn:
        return []
    entry = product(own, [ASSUMES | box(resource_literal((other.arn,)))])
    if other.trust is not None:
        trust = other.trust.at(Bound.ABOVE)
        entry = product(entry, product(resource_side(trust), [asking(role, other.arn)]))
        entry += naming(trust, role, other.arn, other.account)
    return entry


def asked_about(assembly: Assembly, role: Identity, arn: str) -> list[Box]:
    """What a role may ask of a resource, by its own permissions and as the resource's policies name it."""
    return [*product(own_side(role), reaching(arn)), *given(assembly, role, arn)]


class Asking:
    """Looks up whether roles may ask for anything in resources."""

    def __init__(self, assembly: Assembly) -> None:
        """Take the assembly."""
        self._assembly = assembly
        self._own: dict[str, ByResource] = {}

    def is_asked(self, role: Identity, arn: str) -> bool:
        """Whether a role may, by its own permissions or as the resource's policies name it."""
        try:
            if role.arn not in self._own:
                self._own[role.arn] = ByResource(own_side(role))
            asked = [*self._own[role.arn].product(reaching(arn)), *given(self._assembly, role, arn)]
            return any(request_in(each, caller_of(role)) is not None for each in asked)
        except UndecidedError:
            return True


_AS_ITSELF = action_literal(("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"), holds=False)


def given(assembly: Assembly, role: Identity, arn: str) -> Iterator[Box]:
    """What the policies of a resource give a role by name."""
    if held := assembly.resources.get(arn):
        for policy in held.policies:
            yield from naming(policy.at(Bound.ABOVE), role, arn, held.account)


def naming(statements: Sequence[Statement], role: Identity, arn: str, owner: str) -> list[Box]:
    """What a policy gives a role of the owner's account by name."""
    allowed = product(_directly(statements, role, owner), [asking(role, arn)])
    return subtract(allowed, denied_by(tuple(statements)))


def naming_alone(statements: Sequence[Statement], identity: Identity, arn: str, owner: str) -> list[Box]:
    """The same of a user or role, but for what it gives whomever else the account has, by whatever name."""
    found = _directly(statements, identity, owner)
    if not found:
        return []
    other = str(parse(identity.arn)._replace(resource=f"{identity.kind}/nobody-is-called-so"))
    caller = session_of_arn(other) if identity.kind == "role" else Caller(other)
    asked = asked_of(arn) | box(kind_is(AWS))
    alone = [
        each
        for each in product(found, [asked])
        if not any(has_request(made, caller) for made in product([each], [box(principal_is(other))]))
    ]
    return subtract(product(alone, [asking(identity, arn)]), denied_by(tuple(statements)))


def _directly(statements: Sequence[Statement], identity: Identity, owner: str) -> list[Box]:
    """What a policy says of those whom it names by more than their account; of another account's, nothing."""
    if not may_be_of(identity, owner):
        return []
    named = [found for each in statements if each.allows and (found := named_directly(each))]
    return [each for one in named for each in statement_boxes(one)]


def may_be_of(identity: Identity, account: str) -> bool:
    """Whether somebody is of an account, or may be, since deployment settles one of the two."""
    return identity.account == account or not (identity.account.isdigit() and account.isdigit())


def asking(role: Identity, arn: str) -> Box:
    """What a role asks of a resource; with a provider's token, whoever has it asks for a role, and no role does."""
    return asked_of(arn) | box(kind_is(AWS), principal_is(role.arn), _AS_ITSELF)
