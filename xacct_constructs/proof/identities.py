"""The assembly's users and roles, as callers and as what their own policies allow."""

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound, Caller, session_of_arn, statements_at
from xacct_constructs.request_sets import Box, identity_side


def session_of(role: Identity) -> Caller:
    """A session of the role."""
    return session_of_arn(role.arn)


def caller_of(identity: Identity) -> Caller:
    """A user itself, a role through a session."""
    return session_of(identity) if identity.kind == "role" else Caller(identity.arn)


def own_side(identity: Identity, bound: Bound = Bound.ABOVE) -> list[Box]:
    """What a user's or role's own policies allow, within its boundary and without what they deny."""
    boundary = None if identity.boundary is None else identity.boundary.at(bound)
    return identity_side(statements_at(bound, *identity.policies), boundary, bound)
