"""Two assemblies side by side: access gained and lost, agreements changed, and replacements that will fail.

Everybody outside an account is considered for its roles, buckets and keys, whatever their own account allows them;
everybody inside for what these say by name; users and roles for what their own policies allow. Every difference is
shown by a request that is decided in both.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import from_json, to_json
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Caller, Decision, Request, ResourcePolicyKind, UndecidedError
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.organization import Organization
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.around import Surroundings
from xacct_constructs.proof.beside import beside
from xacct_constructs.proof.kept import with_kept
from xacct_constructs.proof.known import riding
from xacct_constructs.proof.known_changes import KnownChange, known_changes
from xacct_constructs.proof.narrowing import Narrowing
from xacct_constructs.proof.published import published
from xacct_constructs.proof.reach import Group, Who
from xacct_constructs.proof.spreading import Watch, unwatched
from xacct_constructs.proof.untold import untold
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.proof.wider import Comparing
from xacct_constructs.proof.written import told
from xacct_constructs.request_sets import RESOURCE, Box, Work, counted, request_in
from xacct_constructs.services import deciding

_ByRole = Mapping[str, Agreement]
"""An assembly's agreements, by the ARNs of their roles."""


@dataclass(frozen=True, slots=True)
class Change:
    """A request that one assembly lets through and the other does not.

    Attributes:
        request: What is asked.
        decision: The decision of the assembly that lets it through.
        otherwise: The decision of the other one; None where it does not hold what is asked for.
        beginning: How all those resources begin that it may be asked on likewise. Default: it is this one alone.
    """

    request: Request
    decision: Decision
    otherwise: Decision | None
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """An agreement that one assembly has and the other has not, or has otherwise.

    Attributes:
        role_arn: The role's ARN.
        what: `added`, `removed`, or the names of the fields that changed.
    """

    role_arn: str
    what: str


@dataclass(frozen=True, slots=True)
class Replacement:
    """A user or role that CloudFormation makes anew while the old one still has the name, which fails."""

    was: Identity
    becomes: Identity
    regions: tuple[str, str] = ("", "")
    """The regions of the two stacks; empty, where deployment settles it."""
    names: tuple[str, str] = ("", "")
    """What CloudFormation calls them; empty, where deployment settles it."""

    @property
    def is_elsewhere(self) -> bool:
        """Whether the stack is of another region, where it is another stack; users and roles are of all regions."""
        return "" not in self.regions and self.regions[0] != self.regions[1]

    @property
    def is_renamed(self) -> bool:
        """Whether the stack has another name, under which it is another stack."""
        return "" not in self.names and self.names[0] != self.names[1]

    @property
    def moves(self) -> bool:
        """Whether another stack or logical ID makes it; else its stack's region or name, or its path, has changed."""
        places = {each.origin.place() for each in (self.was, self.becomes)}
        return len(places) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes between two assemblies.

    Attributes:
        gained: What only the new assembly lets through.
        lost: What only the old assembly lets through.
        agreements: The agreements that changed.
        replacements: Replacements that CloudFormation will not manage, since the name is taken.
        undecided: What may have changed and could not be told.
        kept_out: What organization policies alone keep from being gained, in words.
        known: What becomes of entries of known access.
    """

    gained: tuple[Change, ...] = ()
    lost: tuple[Change, ...] = ()
    agreements: tuple[AgreementChange, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    undecided: tuple[Doubt, ...] = ()
    kept_out: tuple[str, ...] = ()
    known: tuple[KnownChange, ...] = ()

    @property
    def gains(self) -> bool:
        """Whether access is gained: what the templates let through, or what is known and was not."""
        return bool(self.gained) or any(each.gains for each in self.known)


def compare(
    old: Assembly,
    new: Assembly,
    *,
    organization: Organization | None = None,
    known: tuple[KnownAccess, KnownAccess] | None = None,
    watch: Watch = unwatched,
) -> Comparison:
    """Compare two assemblies.

    Args:
        old: What is deployed, or was.
        new: What comes.
        organization: The organization of the accounts, as a folder tells of it, before and after. Default: it is not
            told.
        known: What is known of access from outside, before and after. Default: what rides in each assembly.
        watch: Whoever wants to know how far it is. Default: nobody.
    """
    before, after = Access(old, organization), Access(with_kept(old, new), organization)
    agreed = _by_role(old), _by_role(new)
    undecided: list[Doubt] = []
    read = sum(len(each.identities) + len(each.resources) for each in (old, new))
    kept_out: list[str] = []
    with counted(Work(read)):
        gained = tuple(_only_in(after, before, undecided, kept_out, watch))
    with counted(Work(read)):
        lost = tuple(_only_in(before, after, undecided, [], watch))
    with counted(Work(read)):
        changes = tuple(known_changes(*(known or (riding(old), riding(new)))))
    unsure = [*undecided, *untold(old, new, _lasting(*agreed)), *_unread(old, new), *_beside((old, new), agreed)]
    unsure += _published((old, new), agreed)
    return Comparison(
        gained=gained,
        lost=lost,
        agreements=tuple(_agreements(*agreed)),
        replacements=tuple(_replacements(old, new)),
        undecided=tuple(dict.fromkeys(unsure)),
        kept_out=tuple(kept_out),
        known=changes,
    )


def _unread(old: Assembly, new: Assembly) -> list[Doubt]:
    """What only one of the two makes without showing it, or makes from something else; a stack may be renamed."""
    before, after = (
        {(str(each.origin), each.why, each.written): Doubt(each.origin, each.why) for each in held.unread}
        for held in (old, new)
    )
    return [(before | after)[each] for each in sorted(before.keys() ^ after.keys())]


def _beside(assemblies: Iterable[Assembly], agreed: Iterable[_ByRole]) -> list[Doubt]:
    """What may let somebody at what is agreed on in one of the two, and is not the same in the other."""
    before, after = (
        {
            (str(doubt), told([other.said, around.of(other)], held.unknowns)): doubt
            for around in [Surroundings(held)]
            for doubt, other in beside(held, [*by_role.values()])
        }
        for held, by_role in zip(assemblies, agreed, strict=True)
    )
    return [(before | after)[each] for each in sorted(before.keys() ^ after.keys())]


def _published(assemblies: Iterable[Assembly], agreed: Iterable[_ByRole]) -> list[Doubt]:
    """What only one of the two lets services read that show it."""
    before, after = (set(published(held, [*each.values()])) for held, each in zip(assemblies, agreed, strict=True))
    return sorted(before ^ after, key=str)


def _only_in(
    here: Access, there: Access, undecided: list[Doubt], kept_out: list[str], watch: Watch
) -> Iterator[Change]:
    """A request for each caller, action and resource that only the first assembly lets through."""
    narrowing = Narrowing(here)
    seen: set[tuple[Caller, str, str]] = set()
    for about, who, boxes in Comparing(here, there, undecided, watch).wider():
        caller = who if isinstance(who, Caller) else None
        for each in narrowing.left(about, boxes, caller, partial(_decision, who)):
            try:
                change = _shown(each, who, here, there)
            except UndecidedError as problem:
                undecided.append(Doubt(about, str(problem)))
                continue
            if change is None:
                continue
            request = change.request
            if not change.decision.is_allowed or (change.otherwise and change.otherwise.is_allowed):
                unshown = f"{request.action} on {request.resource} may have changed, but no request shows it"
                undecided.append(Doubt(about, unshown))
                continue
            asked = (request.caller, request.action, request.resource)
            if asked not in seen:
                seen.add(asked)
                yield change
    kept_out += narrowing.needed


def _shown(found: Box, who: Who, here: Access, there: Access) -> Change | None:
    """A request of the box with both decisions; None where no request lies in it."""
    request = request_in(found, who if isinstance(who, Caller) else None)
    if request is None:
        return None
    request = here.with_likely_owner(request)
    try:
        otherwise = _decision(who, there, request)
    except UndecidedError:
        if _holds(there, request, who):
            raise
        otherwise = None
    return Change(request, _decision(who, here, request), otherwise, _beginning(found, request.resource))


def _beginning(found: Box, resource: str) -> str:
    """What stands before the star in the narrowest pattern of the box; empty where one of them fits otherwise."""
    patterns = [each.condition.values for each in found if each.holds and each.condition.key == RESOURCE]
    begun = [[each[:-1] for each in values if each.endswith("*")] for values in patterns]
    plain = [[each for each in texts if resource.startswith(each) and not set(each) & set("*?$")] for texts in begun]
    return max((text for texts in plain for text in texts), key=len, default="") if all(plain) else ""


def _holds(there: Access, request: Request, who: Who) -> bool:
    """Whether an assembly holds who asks and what is asked for."""
    if isinstance(who, Caller) and there.identity(request) is None:
        return False
    asked, role = deciding(request.action, request.resource), there.assembly.identity(request.resource)
    if asked is not None and asked.way is not None:
        return there.assembly.resource(request.resource) is not None
    return (
        asked is None or asked.policy is not ResourcePolicyKind.TRUST or (role is not None and role.trust is not None)
    )


def _decision(who: Who, access: Access, request: Request) -> Decision:
    if isinstance(who, Caller) or (who is Group.INSIDE and access.identity(request) is not None):
        return access.decide(request)
    return access.decide_by_resource(request, own_side_allows=who is Group.OUTSIDE)


def _agreements(before: _ByRole, after: _ByRole) -> Iterator[AgreementChange]:
    for arn in sorted(before.keys() | after.keys()):
        if arn not in before or arn not in after:
            yield AgreementChange(arn, "added" if arn in after else "removed")
        elif before[arn] != after[arn]:
            was, is_ = to_json(before[arn]), to_json(after[arn])
            changed = (name for name in sorted(was.keys() | is_.keys()) if was.get(name) != is_.get(name))
            yield AgreementChange(arn, ", ".join(changed))


def _lasting(before: _ByRole, after: _ByRole) -> list[Agreement]:
    """The agreements of the new assembly whose roles are agreed on in the old one too."""
    return [each for arn, each in after.items() if arn in before]


def _by_role(assembly: Assembly) -> _ByRole:
    return {each.role_arn: each for each in map(from_json, assembly.agreements)}


def _replacements(old: Assembly, new: Assembly) -> Iterator[Replacement]:
    """Users and roles that keep their name and become another resource."""
    before = {(each.account, each.kind, each.name.lower()): each for each in old.identities if not each.existing}
    for identity in new.identities:
        was = before.get((identity.account, identity.kind, identity.name.lower()))
        if was is None or identity.existing:
            continue
        here, there = was.origin.stack, identity.origin.stack
        regions = old.regions.get(here, ""), new.regions.get(there, "")
        found = Replacement(was, identity, regions, (old.stack_names.get(here, ""), new.stack_names.get(there, "")))
        if found.moves or found.is_elsewhere or found.is_renamed or was.arn != identity.arn:
            yield found
