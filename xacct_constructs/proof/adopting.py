"""What is found beside the agreements, as entries to be looked at: with them filled in, the proof answers PROVEN."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import from_json
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import UndecidedError
from xacct_constructs.known_access import (
    AcceptedUnknown,
    Administrator,
    CdkRole,
    KnownAccess,
    KnownEntry,
    KnownWay,
    content_of,
)
from xacct_constructs.organization import Organization
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.cdk_roles import cdk_kind
from xacct_constructs.proof.fingerprints import fingerprints
from xacct_constructs.proof.known import riding
from xacct_constructs.proof.proposing import NotWritten, entering_steps, first_steps, using_steps
from xacct_constructs.proof.prove import Prover
from xacct_constructs.proof.verdict import Counterexample, Proof
from xacct_constructs.request_sets import Work, counted

_MOST_ROUNDS = 12
_FILLED: Mapping[str, Any] = {"reason": "-", "owner": "-", "review_by": date.max}
_OPEN: Mapping[str, Any] = {"reason": "", "owner": "", "review_by": None}


@dataclass(frozen=True, slots=True)
class Proposed:
    """An entry to be looked at.

    Attributes:
        entry: The entry, its reason, owner and day left open.
        why: What it is for, in words; empty of a way, which says so itself.
    """

    entry: KnownEntry
    why: str = ""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What is to be looked at.

    Attributes:
        proposed: The entries.
        refused: For what there is none, and why.
        proof: What the proof comes to once they are filled in.
    """

    proposed: tuple[Proposed, ...]
    refused: tuple[NotWritten, ...]
    proof: Proof

    @property
    def known(self) -> KnownAccess:
        """The entries alone."""
        return KnownAccess.of(each.entry for each in self.proposed)


def adopt(
    assembly: Assembly,
    agreements: Sequence[Agreement] | None = None,
    *,
    organization: Organization | None = None,
    known: KnownAccess | None = None,
    base: Assembly | None = None,
) -> Adoption:
    """Propose entries for everything that a proof finds.

    Args:
        assembly: What was read from the cloud assembly.
        agreements: What is agreed. Default: the agreements that ride in the assembly.
        organization: The organization of the accounts. Default: it is not told.
        known: What is known already. Default: what rides in the assembly.
        base: An assembly from before: what it has not, is refused. Default: everything is proposed.

    Returns:
        The entries, and what is refused.
    """
    given = [from_json(each) for each in assembly.agreements] if agreements is None else list(agreements)
    before = adopt(base, agreements, organization=organization, known=KnownAccess()).known if base else None
    looked_at = riding(assembly) if known is None else known
    return _Adopting(Access(assembly, organization), given, looked_at, before).adoption()


class _Adopting:
    """One assembly, and the entries that are proposed for it, as if they were filled in."""

    def __init__(
        self, access: Access, agreements: list[Agreement], known: KnownAccess, before: KnownAccess | None
    ) -> None:
        self._access, self._agreements, self._known = access, agreements, known
        self._before = None if before is None else set(map(content_of, (entry for _, entry in before.entries())))
        self._refused: dict[NotWritten, None] = {}
        self._seen: set[str] = set()
        self._ids = set(known.ids)
        self._proposed: list[Proposed] = []

    def adoption(self) -> Adoption:
        for _ in range(_MOST_ROUNDS):
            prover, _ = self._proven()
            before = len(self._proposed)
            with self._counted():
                self._take_ways(prover)
                self._take_administrators(prover)
            if len(self._proposed) == before:
                break
        prover, proof = self._proven()
        with self._counted():
            self._take_doubts(prover, proof)
        _, proof = self._proven()
        self._refuse_rest(proof)
        proposed = (replace(each, entry=replace(each.entry, **_OPEN)) for each in self._proposed)
        return Adoption(tuple(proposed), tuple(self._refused), proof)

    def _proven(self) -> tuple[Prover, Proof]:
        proposed = KnownAccess.of(each.entry for each in self._proposed)
        prover = Prover(self._access, self._agreements, None, self._known.with_(proposed))
        with counted(self._work()):
            return prover, prover.proof()

    def _work(self) -> Work:
        """As much as a proof may make."""
        return Work(len(self._access.assembly.identities) + len(self._access.assembly.resources))

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """What takes more work is left, and refused with the rest."""
        with counted(self._work()), suppress(UndecidedError):
            yield

    def _propose(self, entry: KnownEntry, why: str = "") -> None:
        self._proposed.append(Proposed(replace(entry, **_FILLED), why))

    # Ways and administrators

    def _take_ways(self, prover: Prover) -> None:
        assembly, arns = self._access.assembly, prover.agreed_on.resources
        for arn, left in prover.known.beyond.items():
            if not self._take_cdk_role(assembly.identity(arn)):
                self._take(first_steps(assembly, arn, left))
        for way, onward in prover.following.found:
            if onward.boxes and onward.into:
                self._take(entering_steps(way, onward.role, onward.into, onward.boxes))
            elif onward.boxes:
                self._take(using_steps(assembly, way, onward.role, arns, onward.boxes))

    def _take_cdk_role(self, role: Identity | None) -> bool:
        """Whether the role is one of CDK's, and so said as such."""
        kind = cdk_kind(role) if role else None
        if role is None or kind is None:
            return False
        name = role.name.lower()
        entry = CdkRole(id=name, role=role.arn, kind=kind, fingerprints=fingerprints(role))
        if self._is_wanted(entry, role.arn):
            self._propose(replace(entry, id=self._free(name)))
        return True

    def _take(self, proposed: Iterable[KnownWay | NotWritten]) -> None:
        for each in proposed:
            if isinstance(each, NotWritten):
                self._refused[each] = None
            elif self._is_wanted(each, each.allows["Resource"]):
                self._propose(replace(each, id=self._free(each.id)))

    def _take_administrators(self, prover: Prover) -> None:
        for way, onward in prover.following.found:
            if onward.changes:
                role = onward.role
                name = f"{role.name.lower()}-administrator"
                entry = Administrator(id=name, role=role.arn, fingerprints=fingerprints(role))
                if self._is_wanted(entry, role.arn):
                    self._propose(replace(entry, id=self._free(name)), f"{way.id}: {onward.lead.why}")

    def _is_wanted(self, entry: KnownEntry, about: Any) -> bool:
        """Whether an entry is a new one, and of what was there before."""
        content = content_of(entry)
        if content in self._seen:
            return False
        self._seen.add(content)
        if self._before is None or content in self._before:
            return True
        self._refused[NotWritten(str(about), "it is new: the assembly from before does not have it as it is")] = None
        return False

    def _free(self, name: str) -> str:
        """The name, or, where it is taken, one with a number behind."""
        found, number = name, 1
        while found in self._ids:
            number += 1
            found = f"{name}-{number}"
        self._ids.add(found)
        return found

    # Doubts

    def _take_doubts(self, prover: Prover, proof: Proof) -> None:
        refused = {each.about for each in self._refused}
        for doubt in proof.undecided:
            place = prover.accepting.place(doubt)
            if place is None or str(doubt.about) in refused:
                continue
            found = AcceptedUnknown(
                artifact=place.stack,
                logical_id=place.logical_id,
                property=place.property,
                fingerprint=prover.accepting.fingerprint(doubt, place),
            )
            if self._is_wanted(found, place):
                self._propose(found, doubt.reason)

    def _refuse_rest(self, proof: Proof) -> None:
        """Whatever is no entry's."""
        told = {each.about for each in self._refused}
        agreed = {each.role_arn for each in self._agreements}
        for found in proof.counterexamples:
            if found.about not in told:
                self._refused[NotWritten(found.about, _why_left(found, agreed))] = None
        for doubt in proof.undecided:
            if str(doubt.about) not in told:
                self._refused[NotWritten(str(doubt.about), f"it rests on an unknown: {doubt.reason}")] = None


def _why_left(found: Counterexample, agreed: set[str]) -> str:
    callers = {step.request.caller.principal_arn for step in found.steps}
    if found.about in agreed or callers & agreed or not found.steps:
        return f"it {found.fault}, and is an agreed role's: change the agreement, or the template"
    return f"it {found.fault}, and no statement of its policy says so exactly: write the entry by hand"
