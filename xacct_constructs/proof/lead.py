"""A way to what is agreed on; where it cannot be told that there is none, that there may be one."""

from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import UndecidedError
from xacct_constructs.proof.identities import own_side
from xacct_constructs.proof.verdict import Step
from xacct_constructs.request_sets import Box


class Lead(NamedTuple):
    """A way to what is agreed on.

    Attributes:
        steps: Its requests, each of which gets through; none for what is agreed on itself.
        why: Why it may lead there, in words, where no requests show that it does.
    """

    steps: tuple[Step, ...] = ()
    why: str = ""


def permissions(identity: Identity) -> list[Box] | Lead:
    """What a user's or role's own policies allow; where they are not all here or not understood, that it may be all."""
    if identity.existing or identity.outside:
        return Lead(why=f"{identity.arn} has policies that are not in the assembly")
    try:
        return own_side(identity)
    except UndecidedError as problem:
        return _unknown(identity, problem)


def _unknown(role: Identity, problem: UndecidedError) -> Lead:
    return Lead(why=f"what {role.arn} may do is not known: {problem}")


def as_far_as_told(role: Identity, ways: Iterator[Lead]) -> Iterator[Lead]:
    """The ways; what cannot be told is one that may be."""
    try:
        yield from ways
    except UndecidedError as problem:
        yield _unknown(role, problem)
