"""What the operations know of one kind of permission."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from xacct_constructs.arns import Arn
from xacct_constructs.assembly import Resource
from xacct_constructs.iam import Condition, Context, Request
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.carried import Carried
from xacct_constructs.operations.diagnosis import Diagnosis, Scene
from xacct_constructs.operations.facts import Facts
from xacct_constructs.operations.found import Found
from xacct_constructs.operations.trying.line import Line
from xacct_constructs.operations.trying.trial import Trial
from xacct_constructs.permissions import Permission, Use
from xacct_constructs.permissions.keys import Decryption
from xacct_constructs.services import ResourceKind

P = TypeVar("P", bound=Permission)


@dataclass(frozen=True, slots=True)
class OwnCheck(Generic[P]):
    """A check of `doctor` that only one kind of permission has.

    Attributes:
        name: Its name in the table.
        run: Yields what is wrong with a resource that was seen, or what else was not seen; nothing where all is fine.
        live_only: Whether an assembly cannot tell.
    """

    name: str
    run: Callable[[Scene, P, Use], Iterable[Diagnosis]]
    live_only: bool = False


def _nothing_else(_: Condition, __: Request) -> Iterator[Context]:
    """Nothing stands in place of what is made up."""
    yield from ()


def _no_objects(_: Permission) -> None:
    """It reads none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[P]):
    """A kind of permission of which it is known which requests it promises.

    Attributes:
        resource: The kind of its resource; a check, and the resource's policy, are called after it.
        requests: The requests of a session of the role that use a resource, KMS apart; each carries what is given.
        otherwise: What a request may carry in place of what is made up, as far as a condition asks about it. Default:
            nothing.
        decryption: What the service asks of the key of a resource for a session.
        read: Read a resource and its policy with its account's credentials, in this region; None where it is not there.
        look: Look at what stands beside the resource's policy.
        checks: Its own checks, in the order of the table. Default: none.
        own_keys: Condition keys, in lower case, that its requests carry and its statements ask for. Default:
            none.
        objects: How the names of the objects begin that it reads, of which `verify` is told one; None: it reads none.
            Default: none.
        tries: Use a resource for real, and try its neighbours, harming nothing.
    """

    resource: ResourceKind
    requests: Callable[[P, Use, Arn, Carried], Iterator[Request]]
    otherwise: Callable[[Condition, Request], Iterator[Context]] = _nothing_else
    decryption: Callable[[Use], Decryption]
    read: Callable[[Looks, Side, Use, str | None], Resource | None]
    look: Callable[[Looks, Facts, P, Use, Side, str | None], None]
    checks: tuple[OwnCheck[P], ...] = ()
    own_keys: frozenset[str] = frozenset()
    objects: Callable[[P], Sequence[str] | None] = _no_objects
    tries: Callable[[P, Use, Trial], Iterator[Line]]

    @property
    def document(self) -> str:
        """What the resource's policy is called."""
        return f"{self.resource.name} policy"


class NotAsked(NamedTuple):
    """Why nothing is asked for a permission.

    Attributes:
        why: The reason.
        what: What `verify` does not try.
        untried: Why it does not.
    """

    why: Found
    what: str
    untried: str


class Used(NamedTuple):
    """One resource that an agreement's role uses."""

    kind: Kind[Any]
    permission: Permission
    use: Use
