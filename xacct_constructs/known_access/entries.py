"""What is known: ways in, administrators, and doubts that somebody has looked at, each with who answers for it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any

from xacct_constructs.iam import Bound, Origin, Policy, Statement
from xacct_constructs.values import as_tuple

Said = Mapping[str, Any]
"""A statement in the words of a policy, without `Effect` and `Sid`."""

KINDS = ("ways", "cdk_roles", "administrators", "accepted_unknowns")
"""The lists of the file, in their order."""
_NOWHERE = Origin("", "", "")


@dataclass(frozen=True, kw_only=True)
class KnownEntry:
    """One thing that somebody has looked at; without all three of these it counts for nothing.

    Attributes:
        reason: Why it is as it should be. Default: not said yet.
        owner: Who answers for it. Default: not said yet.
        review_by: The last day before it is looked at again. Default: not said yet.
    """

    reason: str = ""
    owner: str = ""
    review_by: date | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """Which of the three are not said; spaces say nothing."""
        return tuple(name for name in ("reason", "owner", "review_by") if not str(getattr(self, name) or "").strip())


@dataclass(frozen=True, kw_only=True)
class KnownWay(KnownEntry):
    """A set of requests, said exactly: one step of a way in.

    Attributes:
        id: What messages and other entries call it.
        allows: What is let through: `Principal`, `Action`, `Resource`, `Condition`, as a policy has them.
        denies: Statements of which none denies it: a Deny that is dropped later gives more than is said here. Their
            `Principal` may be left out: everybody. Default: none.
        within: Policies of which each must allow it too, in a statement without `Principal`: the caller's own policy,
            its boundary. Default: none.
        after: The ID of the way in that it goes on from, as one of its later steps; of nobody else it is said.
            Default: it is the first step of a way in.
    """

    id: str
    allows: Said
    denies: Sequence[Said] = ()
    within: Sequence[Sequence[Said]] = ()
    after: str | None = None

    def __post_init__(self) -> None:
        """Keep lists as tuples."""
        object.__setattr__(self, "denies", as_tuple(self.denies))
        within = self.within if not isinstance(self.within, list | tuple) else tuple(map(as_tuple, self.within))
        object.__setattr__(self, "within", within)

    def __str__(self) -> str:
        """What messages call it."""
        return self.id

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What is let through, and behind it what denies; none, where that is not understood."""
        return _parsed([_with_effect("Allow", self.allows), *(_with_effect("Deny", each) for each in self.denies)])

    @property
    def policies(self) -> tuple[tuple[Statement, ...], ...]:
        """The policies of which each must allow it too."""
        return tuple(_parsed([_with_effect("Allow", each) for each in policy]) for policy in self.within)


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """What an administrator's role was when somebody looked at it.

    Attributes:
        trust: Of its trust policy.
        policies: Of its own policies.
        boundary: Of its permissions boundary.
    """

    trust: str
    policies: str
    boundary: str


@dataclass(frozen=True, kw_only=True)
class Administrator(KnownEntry):
    """A role from which every way on is known, as long as it is what it was.

    Attributes:
        id: What messages call it.
        role: Its ARN.
        fingerprints: What it was.
    """

    id: str
    role: str
    fingerprints: Fingerprints

    def __str__(self) -> str:
        """What messages call it."""
        return self.id


class CdkKind(StrEnum):
    """A role that CDK makes for deploying into an account."""

    DEPLOY = "bootstrap-deploy-role"
    """Through it stacks are deployed, and with them everything may be changed."""
    FILES = "bootstrap-file-publishing-role"
    """It writes the files that stacks are made of."""
    IMAGES = "bootstrap-image-publishing-role"
    """It writes the images that stacks run."""
    LOOKUP = "bootstrap-lookup-role"
    """It reads whatever needs no key."""
    PIPELINE = "pipeline-action-role"
    """As this role a pipeline deploys stacks, and with them everything may be changed."""


@dataclass(frozen=True, kw_only=True)
class CdkRole(KnownEntry):
    """A role of CDK's: who is let in, and every way on by its own policies, as long as they are what they were.

    Attributes:
        id: What messages and other entries call it.
        role: Its ARN.
        kind: Which of CDK's roles it is; where it has not the whole shape of that, the entry counts for nothing.
        fingerprints: What it was.
    """

    id: str
    role: str
    kind: CdkKind
    fingerprints: Fingerprints

    def __str__(self) -> str:
        """What messages call it."""
        return self.id


@dataclass(frozen=True, kw_only=True)
class AcceptedUnknown(KnownEntry):
    """A doubt that somebody has looked at, as long as what it is about is what it was.

    Attributes:
        artifact: The stack's name.
        logical_id: The resource's logical ID.
        fingerprint: Of the doubt, and of what it rests on.
        property: The property that it is about. Default: the resource itself.
    """

    artifact: str
    logical_id: str
    fingerprint: str
    property: str = ""

    def __str__(self) -> str:
        """Where it stands, in words."""
        return ".".join(filter(None, (f"{self.artifact} {self.logical_id}", self.property)))


@dataclass(frozen=True)
class KnownAccess:
    """All that is known of one app, or of an account.

    Attributes:
        ways: Ways in, and later steps of them. Default: none.
        administrators: Roles from which every way on is known. Default: none.
        accepted_unknowns: Doubts that somebody has looked at. Default: none.
        cdk_roles: CDK's own roles for deploying. Default: none.
    """

    ways: Sequence[KnownWay] = field(default=())
    administrators: Sequence[Administrator] = field(default=())
    accepted_unknowns: Sequence[AcceptedUnknown] = field(default=())
    cdk_roles: Sequence[CdkRole] = field(default=())

    def __post_init__(self) -> None:
        """Keep lists as tuples."""
        for name in KINDS:
            object.__setattr__(self, name, as_tuple(getattr(self, name)))

    @property
    def ids(self) -> tuple[str, ...]:
        """What entries are called that have an ID."""
        named = (
            (each.id for each in self.ways),
            (each.id for each in self.cdk_roles),
            (each.id for each in self.administrators),
        )
        return tuple(chain.from_iterable(named))

    def entries(self) -> Iterator[tuple[str, KnownEntry]]:
        """Every entry with its place: `ways[0]`."""
        for name in KINDS:
            yield from ((f"{name}[{index}]", each) for index, each in enumerate(getattr(self, name)))

    @classmethod
    def of(cls, entries: Iterable[KnownEntry]) -> "KnownAccess":
        """What these entries say, whichever kinds they are of."""
        given = tuple(entries)
        return cls(
            tuple(each for each in given if isinstance(each, KnownWay)),
            tuple(each for each in given if isinstance(each, Administrator)),
            tuple(each for each in given if isinstance(each, AcceptedUnknown)),
            tuple(each for each in given if isinstance(each, CdkRole)),
        )

    def with_(self, other: "KnownAccess") -> "KnownAccess":
        """What both say."""
        return KnownAccess.of(each for _, each in chain(self.entries(), other.entries()))


def _with_effect(effect: str, said: Said) -> dict[str, Any]:
    return {"Effect": effect, **said}


def _parsed(statements: Sequence[Said]) -> tuple[Statement, ...]:
    """Statements as policies have them; in each, policy variables are read."""
    return Policy({"Version": "2012-10-17", "Statement": list(statements)}, _NOWHERE).at(Bound.BELOW)
