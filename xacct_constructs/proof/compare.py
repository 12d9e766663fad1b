"""Two assemblies side by side: access gained and lost, agreements changed, and replacements that will fail.

Everybody outside an account is considered for its roles, buckets and keys, whatever their own account allows them;
users and roles for what their own policies allow. Every difference is shown by a request that is decided in both.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import from_json, to_json
from xacct_constructs.assembly import Assembly, Policy
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.allowed import denied_by, on, outsiders, own_side, resource_side
from xacct_constructs.proof.boxes import Box, box, literal, product, subtract
from xacct_constructs.proof.context import Caller, Request
from xacct_constructs.proof.decide import Decision
from xacct_constructs.proof.requests import caller_of, request_in
from xacct_constructs.proof.undecided import UndecidedError


@dataclass(frozen=True, slots=True)
class Change:
    """A request that one assembly lets through and the other does not."""

    request: Request
    decision: Decision
    """The decision of the assembly that lets it through."""
    otherwise: Decision | None
    """The decision of the other one; None where it does not hold what is asked for."""


@dataclass(frozen=True, slots=True)
class AgreementChange:
    """An agreement that one assembly has and the other has not, or has otherwise."""

    role_arn: str
    what: str
    """`added`, `removed`, or the names of the fields that changed."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changes between two assemblies."""

    gained: tuple[Change, ...] = ()
    lost: tuple[Change, ...] = ()
    agreements: tuple[AgreementChange, ...] = ()
    replacements: tuple[str, ...] = ()
    """Replacements that CloudFormation will not manage, since the name is taken; one sentence for each."""
    undecided: tuple[str, ...] = ()
    """What may have changed and could not be told, each with the reason."""


def compare(old: Assembly, new: Assembly) -> Comparison:
    """Compare two assemblies.

    Args:
        old: What is deployed, or was.
        new: What comes.
    """
    before, after = Access(old), Access(new)
    undecided: list[str] = []
    return Comparison(
        gained=tuple(_only_in(after, before, undecided)),
        lost=tuple(_only_in(before, after, undecided)),
        agreements=tuple(_agreements(old, new)),
        replacements=tuple(_replacements(old, new)),
        undecided=tuple(dict.fromkeys(undecided)),
    )


def _only_in(here: Access, there: Access, undecided: list[str]) -> Iterator[Change]:
    """A request for each caller, action and resource that only the first assembly lets through."""
    theirs = dict(_reach(there, undecided))
    seen: set[tuple[Caller, str, str]] = set()
    candidates = [
        (about, caller, subtract(boxes, theirs.get((about, caller), [])))
        for (about, caller), boxes in _reach(here, undecided)
    ]
    for about, caller, boxes in (*candidates, *_no_longer_denied(here, there, undecided)):
        for each in boxes:
            try:
                change = _shown(each, caller, here, there)
            except UndecidedError as problem:
                undecided.append(f"{about}: {problem}")
                continue
            if change is None:
                continue
            asked = (change.request.caller, change.request.action, change.request.resource)
            if asked not in seen:
                seen.add(asked)
                yield change


def _no_longer_denied(
    here: Access, there: Access, undecided: list[str]
) -> Iterator[tuple[str, Caller | None, list[Box]]]:
    """What users and roles are allowed and only the other assembly's bucket and key policies deny."""
    denied_here = {arn: denied_by(here.statements(*policies)) for arn, _, policies in _held(here.assembly)}
    for arn, account, policies in _held(there.assembly):
        freed = product(subtract(denied_by(there.statements(*policies)), denied_here.get(arn, [])), [on(arn)])
        if not freed:
            continue
        for identity in here.assembly.identities:
            if identity.account != account:
                continue
            try:
                yield arn, caller_of(identity), product(own_side(here, identity), freed)
            except UndecidedError as problem:
                undecided.append(f"{identity.arn}: {problem}")


def _held(assembly: Assembly) -> Iterator[tuple[str, str, tuple[Policy, ...]]]:
    """ARN, account and policies of every bucket and key."""
    for bucket in assembly.buckets.values():
        yield bucket.arn, bucket.account, bucket.policies
    for key in assembly.keys.values():
        yield key.arn, key.account, (key.policy,) if key.policy else ()


def _shown(found: Box, caller: Caller | None, here: Access, there: Access) -> Change | None:
    request = request_in(found, caller)
    if request is None:
        return None
    decision = here.decide(request, own_side_allows=caller is None)
    otherwise = _decision(there, request, own_side_allows=caller is None)
    is_change = decision.is_allowed and not (otherwise and otherwise.is_allowed)
    return Change(request, decision, otherwise) if is_change else None


def _decision(access: Access, request: Request, *, own_side_allows: bool) -> Decision | None:
    try:
        return access.decide(request, own_side_allows=own_side_allows)
    except UndecidedError:
        return None


def _reach(access: Access, undecided: list[str]) -> Iterator[tuple[tuple[str, Caller | None], list[Box]]]:
    """What can be done: by each user and role of the assembly, and to each role, bucket and key by outsiders."""
    assembly = access.assembly
    for identity in assembly.identities:
        try:
            yield (identity.arn, caller_of(identity)), own_side(access, identity)
            if identity.trust is not None:
                yield (identity.arn, None), _by_outsiders(access, identity.arn, identity.account, (identity.trust,))
        except UndecidedError as problem:
            undecided.append(f"{identity.arn}: {problem}")
    for arn, account, policies in _held(assembly):
        try:
            yield (arn, None), _by_outsiders(access, arn, account, policies)
        except UndecidedError as problem:
            undecided.append(f"{arn}: {problem}")


def _by_outsiders(access: Access, arn: str, account: str, policies: tuple[Policy, ...]) -> list[Box]:
    owned = on(arn) | box(literal("aws:ResourceAccount", "StringEquals", [account]))
    return product(product(resource_side(access.statements(*policies)), [owned]), outsiders(account))


def _agreements(old: Assembly, new: Assembly) -> Iterator[AgreementChange]:
    before, after = _by_role(old), _by_role(new)
    for arn in sorted(before.keys() | after.keys()):
        if arn not in before or arn not in after:
            yield AgreementChange(arn, "added" if arn in after else "removed")
        elif before[arn] != after[arn]:
            was, is_ = to_json(before[arn]), to_json(after[arn])
            changed = (name for name in sorted(was.keys() | is_.keys()) if was.get(name) != is_.get(name))
            yield AgreementChange(arn, ", ".join(changed))


def _by_role(assembly: Assembly) -> Mapping[str, Agreement]:
    return {each.role_arn: each for each in map(from_json, assembly.agreements)}


def _replacements(old: Assembly, new: Assembly) -> Iterator[str]:
    """Users and roles that keep their name and become another resource, made while the old one still has the name."""
    before = {(each.account, each.kind, each.name.lower()): each for each in old.identities if not each.existing}
    for identity in new.identities:
        was = before.get((identity.account, identity.kind, identity.name.lower()))
        if was is None or identity.existing:
            continue
        place, placed = was.origin, identity.origin
        named = f"{identity.kind} {identity.name} of {identity.account}"
        if (place.stack, place.logical_id) != (placed.stack, placed.logical_id):
            moved = f"{place.stack} {place.logical_id} to {placed.stack} {placed.logical_id}"
            yield f"{named} moves from {moved}, which makes it anew while the old one still has the name"
        elif was.arn != identity.arn:
            changed = f"{was.arn} to {identity.arn}"
            yield f"{named} changes from {changed}: a new path means a new {identity.kind}, whose name is still taken"
