"""The proof: what the assembly lets through is what the agreements say, no more and no less.

Everybody outside a trusting account is considered, whatever their own account allows them; each step into a role of
the account is followed further.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import cached_property, partial

from xacct_constructs.agreed_access import entry
from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import from_json
from xacct_constructs.assembly import Assembly, Identity, is_public
from xacct_constructs.iam import Bound, Policy, ResourcePolicyKind, Statement, statements_at
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.organization import Organization
from xacct_constructs.principals import with_names
from xacct_constructs.proof.accepted import Accepting
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.assumptions import of_every_proof, to_check
from xacct_constructs.proof.behind import let_in, ways_over, ways_to
from xacct_constructs.proof.beside import beside
from xacct_constructs.proof.by_name import entered_by_name, given_by_name
from xacct_constructs.proof.doors import Doors
from xacct_constructs.proof.editors import editors
from xacct_constructs.proof.entering import refused
from xacct_constructs.proof.following import Following, Leads, nowhere
from xacct_constructs.proof.groups import refused_by_groups
from xacct_constructs.proof.halves import is_half, refused_here
from xacct_constructs.proof.identities import own_side
from xacct_constructs.proof.keys import AnswerKeys
from xacct_constructs.proof.known import Known, riding
from xacct_constructs.proof.lacking_keys import lacking_keys
from xacct_constructs.proof.lead import Lead
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.narrowing import Narrowing
from xacct_constructs.proof.published import published
from xacct_constructs.proof.reach import admitting_inside, held
from xacct_constructs.proof.reasons import Reasons
from xacct_constructs.proof.running import Running
from xacct_constructs.proof.showing import Showing
from xacct_constructs.proof.spreading import Spread, in_turn
from xacct_constructs.proof.trusted_sides import acting_as_trusted, written_by_others
from xacct_constructs.proof.unnamed import unnamed
from xacct_constructs.proof.unshown import names_of_people, unshown
from xacct_constructs.proof.uses import Uses
from xacct_constructs.proof.verdict import Answer, Counterexample, Doubt, Fault, Proof, ToCheck
from xacct_constructs.proof.ways import Ways, let_anybody, let_own, of_itself
from xacct_constructs.proof.working import standing_against
from xacct_constructs.request_sets import (
    AWS,
    Box,
    Work,
    asked_of,
    box,
    counted,
    denied_by,
    equals,
    everybody,
    kind_is,
    outsiders,
    principal_is,
    product,
    resource_side,
    subtract,
)
from xacct_constructs.uncollected import uncollected
from xacct_constructs.unknowns import is_settled


def prove(
    assembly: Assembly,
    agreements: Sequence[Agreement] | None = None,
    *,
    today: datetime | None = None,
    organization: Organization | None = None,
    known: KnownAccess | None = None,
    spread: Spread = in_turn,
) -> Proof:
    """Prove an assembly.

    Args:
        assembly: What was read from the cloud assembly.
        agreements: What is agreed. Default: the agreements that ride in the assembly.
        today: The moment to judge expiries by, with a time zone, and since when sessions begin. Default: an expiry in
            the past is not noticed, and what is refused to sessions before some day cannot be decided.
        organization: The organization of the accounts, as a folder tells of it. Default: it is not told.
        known: What is known of access from outside. Default: what rides in the assembly.
        spread: Does the parts of the proof. Default: here, one after the other; the answer is the same.

    Returns:
        The answer, with a counterexample for each fault, what could not be told, and what was taken for granted.
    """
    given = [from_json(each) for each in assembly.agreements] if agreements is None else list(agreements)
    looked_at = riding(assembly) if known is None else known
    work = Work(len(assembly.identities) + len(assembly.resources))
    with uncollected(), counted(work):
        prover = Prover(Access(assembly, organization), given, today, looked_at)
        proof = prover.proof(spread, work)
    if work.ran_out and prover.is_elsewhere:
        # Others count again what is remembered here; where that is too much, only the count in turn tells.
        return prove(assembly, given, today=today, organization=organization, known=looked_at)
    return proof


class Prover:
    """One run over one assembly."""

    def __init__(
        self, access: Access, agreements: Sequence[Agreement], today: datetime | None, known: KnownAccess
    ) -> None:
        """Take what is agreed and what is known."""
        self.access, self.agreements, self.today = access, tuple(agreements), today
        self.assembly = access.assembly
        self.known, self._given = Known(known, today, self.assembly), known
        self.found: list[Counterexample] = []
        self.undecided: list[Doubt] = []
        self._doors = Doors(self.found, self.undecided)
        self._uses = Uses(self.agreements, self.undecided)
        self._unproven: dict[str, Answer] = {}
        self.is_elsewhere = False
        """Whether a part of the proof was done by others."""
        self._ways = Ways(self.assembly)
        self._narrowing = Narrowing(access)
        self._showing = Showing(access, self._narrowing, self._agreed_roles, self.found, self.undecided)

    def proof(self, spread: Spread = in_turn, work: Work | None = None) -> Proof:
        """What it comes to.

        Args:
            spread: Does its parts. Default: here, one after the other.
            work: The steps that are counted. Default: they are counted elsewhere.
        """
        _ = self._uses.by_role  # What of it is not understood is told here, and by no part.
        keys = AnswerKeys(self.access, self.agreements, today=self.today, known=self._given)
        running = Running(self._parts(), self._touched, work or Work(0))
        running.through(spread, keys.of)
        self.is_elsewhere = running.is_elsewhere
        self._prove_unseen()
        self.undecided += unshown(self.assembly, self.agreed_on.trusting, names_of_people(self.agreements))
        self.undecided += self._unnamed.values()
        self.undecided += (doubt for doubt, _ in beside(self.assembly, self.agreements))
        self.undecided += published(self.assembly, self.agreements)
        self.undecided += written_by_others(self.agreements, self._leading)
        told = dict.fromkeys(self.undecided)
        return Proof(
            agreements=self.agreements,
            counterexamples=tuple(self.found),
            undecided=tuple(self.accepting.left(told, self._given.accepted_unknowns, self.known)),
            doors=tuple(self._doors.open),
            known=self.known.met,
            known_findings=tuple(self.known.findings()),
            to_check=tuple(dict.fromkeys(self._to_check())),
            assumptions=tuple(of_every_proof(self.access, self.agreements, doors=bool(self._doors.open))),
            by_agreement={arn: self._unproven.get(arn, Answer.PROVEN) for arn in self._agreed_roles},
            halves=tuple(each.role_arn for each in self.agreements if is_half(self.assembly, each)),
            is_empty=not (self.agreements or self.assembly.identities or self.assembly.resources or told),
        )

    def _to_check(self) -> Iterator[ToCheck]:
        yield from self._narrowing.to_check
        yield from to_check(self.access, self.agreements, self.known.met)
        yield from editors(self._leading, self.agreed_on)

    def _parts(self) -> list[Callable[[], None]]:
        """The agreements, then the roles and resources that no agreement speaks of."""
        return [
            *(partial(self._agreement, each) for each in self.agreements),
            *(
                partial(self._prove_other_role, role, role.trust)
                for role in self.assembly.identities
                if role.trust is not None and self._bears(role.account) and role.arn not in self._agreed_roles
            ),
            *(partial(self._prove_resource, *each) for each in held(self.assembly) if self._bears(each[1])),
            self._prove_acting,
        ]

    def _touched(self) -> tuple[int, ...]:
        """What changes with whatever a part of the proof comes to."""
        found = (len(self.found), len(self.undecided), len(self._doors.open), len(self._unproven))
        return (*found, self.known.touched, self._narrowing.touched)

    @cached_property
    def agreed_on(self) -> AgreedOn:
        """What the verdict is about."""
        return AgreedOn(self.assembly, self.agreements)

    @cached_property
    def _leading(self) -> Leading:
        return Leading(self.access, self.agreed_on)

    @cached_property
    def following(self) -> Following:
        """Follows what is known."""
        return Following(self._leading, self.agreed_on, self.known, self._agreed_roles)

    @cached_property
    def accepting(self) -> Accepting:
        """Tells accepted doubts from others."""
        return Accepting(self.assembly, self.agreed_on, self._leading, self._agreed_roles)

    def _bears(self, account: str) -> bool:
        """Whether what is of this account bears on an agreement; of one that deployment settles, it may."""
        return account in self.agreed_on.trusting or not is_settled(account)

    @cached_property
    def _agreed_roles(self) -> dict[str, Agreement]:
        return {agreement.role_arn: agreement for agreement in self.agreements}

    @cached_property
    def _by_account(self) -> dict[str, list[Agreement]]:
        found: dict[str, list[Agreement]] = {}
        for agreement in self.agreements:
            found.setdefault(agreement.trusting_account, []).append(agreement)
        return found

    # Each agreement

    def _agreement(self, agreement: Agreement) -> None:
        before = len(self.found), len(self.undecided)
        with Reasons(self.undecided, agreement.role_arn):
            self._prove_agreement(agreement)
        doubts = len(self.undecided) > before[1] or agreement.role_arn not in self._uses.by_role
        if len(self.found) > before[0]:
            self._unproven[agreement.role_arn] = Answer.REFUTED
        elif doubts:
            self._unproven[agreement.role_arn] = Answer.UNDECIDED

    def _prove_agreement(self, agreement: Agreement) -> None:
        arn, role = agreement.role_arn, self.assembly.identity(agreement.role_arn)
        self._keep(standing_against(self.access.organized, agreement, self.today))
        if role is not None:
            self._prove_role(agreement, role)
        elif not is_half(self.assembly, agreement):
            self.undecided.append(Doubt(arn, "the assembly does not hold this role"))
            return
        if role is None or role.trust is None:
            with Reasons(self.undecided, arn):
                self._keep(refused_here(self.access, agreement, self._uses.by_role.get(arn, []), self.today))
        for principal in (each for each in with_names(agreement.callers) if each.is_role_session):
            self._enter_through(role, principal.arn(agreement.partition))
        for other, way in ways_over(agreement.callers, role, self._leading):
            self._enter_by(other, partial(Lead._make, way), nowhere)

    def _keep(self, told: Iterable[Counterexample | Doubt]) -> None:
        for each in told:
            if isinstance(each, Doubt):
                self.undecided.append(each)
            else:
                self.found.append(each)

    def _prove_role(self, agreement: Agreement, role: Identity) -> None:
        arn = agreement.role_arn
        with_reason = Reasons(self.undecided, arn)
        agreed_entry, agreed_use = entry(agreement), self._uses.by_role.get(arn)
        if role.trust is not None:
            with with_reason:
                trust = product(resource_side(role.trust.at(Bound.ABOVE)), [asked_of(arn)])
                self._too_much(arn, subtract(product(trust, everybody()), entry(agreement, in_any_letters=True)))
                lets_in = resource_side(role.trust.at(Bound.BELOW), Bound.BELOW)
                for each in agreement.callers:
                    self._too_little(arn, refused(self.access.organized, agreement, each, lets_in, agreed_entry))
                self._keep(refused_by_groups(self.access, agreement))
        with with_reason:
            if agreed_use is not None:
                self._too_much(arn, self._ways.beyond(role, agreed_use), user=role)
                lacking, doubts = lacking_keys(self.access, agreement, role, agreed_use)
                self.undecided += doubts
                for boxes in lacking:
                    self._too_little(arn, boxes, user=role)
            for one, boxes in entered_by_name(role, self._admitting_inside):
                self._too_much(one, subtract(boxes, self._uses.by_role.get(arn, ())), user=role)

    def _enter_through(self, role: Identity | None, trusted_arn: str) -> None:
        """Whoever is let into a trusted role from yet another account, or without credentials, comes in behind it."""
        trusted = self.assembly.identity(trusted_arn)
        if trusted is None or trusted.trust is None or trusted.account in self.agreed_on.trusting:
            return
        for other, way in ways_to(trusted, self._leading):
            onward = nowhere if other is trusted else partial(self.following.leads, other)
            self._enter_by(other, partial(self._behind, way, role, trusted), onward)

    def _enter_by(self, other: Identity, lead: Callable[[], Lead | None], onward: Leads) -> None:
        with Reasons(self.undecided, other.arn):
            boxes = let_in(other)
            with self._doors.sorted_by(lead):
                self._showing.show(Fault.TOO_MUCH, other.arn, self.known.left(other.arn, boxes), None)
            self._pass_known(other.arn, other.account, boxes, onward)

    def _behind(self, way: Lead, role: Identity | None, trusted: Identity) -> Lead:
        return way._replace(steps=(*way.steps, *self._showing.step_in(role, trusted)))

    # Roles and resources that no agreement speaks of

    def _prove_other_role(self, role: Identity, trust_: Policy) -> None:
        into = list[Box]()
        with self._as_door(role.arn, role.account, partial(self.following.comes, role)):
            trust = product(resource_side(trust_.at(Bound.ABOVE)), [asked_of(role.arn)])
            others = product(trust, outsiders(role.account, ResourcePolicyKind.TRUST))
            into = subtract(others, self._uses.across(role.arn, role.account))
            self._too_much(role.arn, self.known.left(role.arn, into))
        self._pass_known(role.arn, role.account, into, partial(self.following.leads, role))

    def _prove_acting(self) -> None:
        for other, lead in acting_as_trusted(self.agreements, self._leading, self.following.calling):
            self._enter_by(other, partial(Lead._make, lead), nowhere)

    def _prove_unseen(self) -> None:
        for arn, account, through in self._ways.to_unseen(self.agreed_on.resources):
            with Reasons(self.undecided, arn):
                extra = subtract(through(), self._uses.across(arn, account))
                self._too_much(arn, self.known.left(arn, extra))
                self._pass_known(arn, account, extra, nowhere)

    def _prove_resource(self, arn: str, account: str, policies: Sequence[Policy]) -> None:
        with Reasons(self.undecided, arn):
            extra, left = list[Box](), [asked_of(arn)]
            here = product([asked_of(arn) | box(equals("aws:ResourceAccount", account))], of_itself(arn))
            is_open = any(is_public(each) for policy in policies for each in policy.parts)
            with self._as_door(arn, account, lambda: self._leading.of_requests(arn, left), is_open=is_open):
                allowed = product(resource_side(statements_at(Bound.ABOVE, *policies)), here)
                allowed = product(allowed, outsiders(account, ResourcePolicyKind.OTHER))
                extra = self._ways.split(subtract(allowed, self._uses.across(arn, account)), account, let_anybody)
                left = self.known.left(arn, extra)
                self._too_much(arn, left)
            self._pass_known(arn, account, extra, lambda _, part: [self._leading.of_requests(arn, part)])
            with Reasons(self.undecided, arn), self._perhaps_agreed(arn, account):
                self._used_directly(arn, account, statements_at(Bound.ABOVE, *policies), here)

    def _pass_known(self, arn: str, account: str, boxes: list[Box], leads: Leads) -> None:
        """What is known of the requests counts as far as it leads on."""
        with Reasons(self.undecided, arn):
            for way, part in self.known.parts(arn, boxes):
                with (
                    self._doors.known_by(way, partial(leads, way, part)),
                    Reasons(self.undecided, arn),
                    self._perhaps_agreed(arn, account),
                ):
                    self._too_much(arn, part)

    @contextmanager
    def _as_door(
        self, arn: str, account: str, lead: Callable[[], Lead | None], *, is_open: bool = False
    ) -> Iterator[None]:
        """What is found there counts, if it is agreed on or may be, or public; else as far as it leads to what is."""
        counts = is_open or self.agreed_on.has(arn) or arn in self._unnamed or not is_settled(account)
        sorted_ = nullcontext() if counts else self._doors.sorted_by(lead)
        with sorted_, Reasons(self.undecided, arn), self._perhaps_agreed(arn, account, is_open=is_open):
            yield

    def _used_directly(self, arn: str, account: str, statements: Iterable[Statement], here: list[Box]) -> None:
        """What a resource policy of the account gives an agreed role by name, or as anybody of the account."""
        boxes = given_by_name(account, statements, is_agreed=self.agreed_on.has(arn))
        if not boxes:
            return
        denied = denied_by(tuple(statements))
        for agreement in self._by_account.get(account, ()):
            if (agreed := self._uses.by_role.get(agreement.role_arn)) is None:
                continue
            caller = [box(kind_is(AWS), principal_is(agreement.role_arn))]
            agreed = self._ways.with_behind(agreed, arn)
            extra = subtract(product(product(boxes, here), caller), [*denied, *agreed])
            role = self.assembly.identity(agreement.role_arn)
            if role is not None:
                self._too_much(arn, self._ways.split(extra, account, let_own(own_side(role))), user=role)

    @cached_property
    def _admitting_inside(self) -> list[tuple[Identity, list[Statement]]]:
        """Roles that admit others of their account by name."""
        return list(admitting_inside(self.assembly))

    @cached_property
    def _unnamed(self) -> Mapping[str, Doubt]:
        """What may be agreed on, under a name that deployment settles."""
        return unnamed(self.assembly, self.agreed_on)

    @contextmanager
    def _perhaps_agreed(self, arn: str, account: str, *, is_open: bool = False) -> Iterator[None]:
        """What is found there is a doubt, as long as it is not known which account it is, or whether it is agreed."""
        before, perhaps = len(self.found), {} if is_open else self.agreed_on.perhaps
        yield
        told = self._unnamed[arn].reason if arn in self._unnamed else perhaps.get(arn, "")
        if not is_settled(account):
            told = f"it may be of an account of the agreements, since {account} is settled at deployment"
        for each in self.found[before:] if told else ():
            self.undecided.append(Doubt(each.about, f"{told}, and it {each.fault}: {each.steps[-1].request}"))
        if told:
            del self.found[before:]

    def _too_much(self, about: str, boxes: Iterable[Box], user: Identity | None = None) -> None:
        self._showing.show(Fault.TOO_MUCH, about, boxes, user)

    def _too_little(self, about: str, boxes: Iterable[Box], user: Identity | None = None) -> None:
        self._showing.refused(about, boxes, self.today, user)
