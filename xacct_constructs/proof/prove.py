"""The proof: what the assembly lets through is what the agreements say, no more and no less.

Everybody outside a trusting account is considered, whatever their own account allows them; each step into a role of
the account is followed further.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from xacct_constructs.agreement import Agreement, TrustedAccount
from xacct_constructs.agreement.serialize import from_json
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.permissions import S3Read
from xacct_constructs.proof import spec
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.allowed import (
    AWS,
    denied_by,
    kind_is,
    outsiders,
    own_side,
    principal_is,
    resource_literal,
    resource_side,
    statement_boxes,
)
from xacct_constructs.proof.assumptions import assumptions
from xacct_constructs.proof.boxes import Box, box, literal, product, subtract
from xacct_constructs.proof.requests import request_in, session_of
from xacct_constructs.proof.statements import Statement
from xacct_constructs.proof.undecided import UndecidedError
from xacct_constructs.proof.verdict import Answer, Counterexample, Fault, Proof, Step

_USUAL = box(literal("aws:SecureTransport", "Bool", ["true"]))
"""What holds of every ordinary request, so that a deny of plain HTTP takes nothing from an agreement."""


def prove(assembly: Assembly, agreements: Sequence[Agreement] | None = None) -> Proof:
    """Prove an assembly.

    Args:
        assembly: What was read from the cloud assembly.
        agreements: What is agreed. Default: the agreements that ride in the assembly.

    Returns:
        The answer, with a counterexample for each fault, what could not be told, and what was taken for granted.
    """
    given = [from_json(each) for each in assembly.agreements] if agreements is None else list(agreements)
    return _Prover(Access(assembly), given).proof()


class _Prover:
    """One run over one assembly."""

    def __init__(self, access: Access, agreements: Sequence[Agreement]) -> None:
        self.access, self.agreements = access, tuple(agreements)
        self.assembly = access.assembly
        self.found: list[Counterexample] = []
        self.undecided: list[str] = []
        self._answers: dict[str, Answer] = {}

    def proof(self) -> Proof:
        for agreement in self.agreements:
            before = len(self.found), len(self.undecided)
            self._prove_agreement(agreement)
            faults, doubts = len(self.found) > before[0], len(self.undecided) > before[1]
            outcome = Answer.REFUTED if faults else Answer.UNDECIDED if doubts else Answer.PROVEN
            self._answers[agreement.role_arn] = outcome
        self._prove_other_roles()
        self._prove_resources()
        return Proof(
            agreements=self.agreements,
            counterexamples=tuple(self.found),
            undecided=tuple(dict.fromkeys(self.undecided)),
            assumptions=tuple(assumptions(self.assembly, self.agreements)),
            by_agreement=self._answers,
        )

    @cached_property
    def _trusting_accounts(self) -> frozenset[str]:
        owners = {
            permission.owner or agreement.trusting_account
            for agreement in self.agreements
            for permission in agreement.permissions
            if isinstance(permission, S3Read)
        }
        agreed = {agreement.trusting_account for agreement in self.agreements} | owners
        return frozenset(agreed or {identity.account for identity in self.assembly.identities})

    @cached_property
    def _agreed_roles(self) -> frozenset[str]:
        return frozenset(agreement.role_arn for agreement in self.agreements)

    # Each agreement

    def _prove_agreement(self, agreement: Agreement) -> None:
        arn = agreement.role_arn
        role = self.assembly.identity(arn)
        if role is None:
            self.undecided.append(f"{arn}: the assembly does not hold this role")
            return
        with_reason = _Reasons(self.undecided, arn)
        agreed_entry, agreed_use = spec.entry(agreement), spec.permitted(agreement)
        if role.trust is not None:
            with with_reason:
                trust = product(resource_side(self.access.statements(role.trust)), [box(resource_literal((arn,)))])
                let_in = product(trust, outsiders(role.account))
                self._too_much(arn, (), subtract(let_in, agreed_entry))
                self._too_little_entry(agreement, trust)
        with with_reason:
            used = own_side(self.access, role)
            session = self._step_in(role, agreement)
            self._too_much(arn, session, subtract(used, agreed_use), caller=role)
            self._too_little_use(agreement, role, used, agreed_use)
            self._follow(role, session)

    def _too_little_entry(self, agreement: Agreement, trust: list[Box]) -> None:
        agreed = spec.entry(agreement)
        for principal in agreement.trusted_principals:
            caller = spec.admitted(agreement, principal)
            wanted = [each for each in agreed if caller <= each]
            allowed = trust
            if not isinstance(principal, TrustedAccount):
                identity = self.assembly.identity(principal.arn(agreement.partition))
                if identity is not None and not identity.existing:
                    allowed = product(trust, own_side(self.access, identity))
            self._too_little(agreement.role_arn, (), subtract(wanted, allowed))

    def _too_little_use(self, agreement: Agreement, role: Identity, used: list[Box], agreed: list[Box]) -> None:
        caller = box(kind_is(AWS), principal_is(role.arn)) | _USUAL
        wanted = product([caller], agreed)
        denied = [
            each
            for permission in agreement.permissions
            if isinstance(permission, S3Read)
            for bucket in [self.assembly.buckets.get(permission.bucket_arn(agreement.partition))]
            if bucket is not None
            for each in denied_by(self.access.statements(*bucket.policies))
        ]
        self._too_little(
            agreement.role_arn, self._step_in(role, agreement), subtract(wanted, subtract(used, denied)), caller=role
        )

    def _step_in(self, role: Identity, agreement: Agreement) -> tuple[Step, ...]:
        """How the agreement's own people come in; nothing where that is not known."""
        if role.trust is None:
            return ()
        for each in spec.entry(agreement):
            request = request_in(each)
            if request is not None and request.action == "sts:AssumeRole":
                return (Step(request, self.access.decide(request, own_side_allows=True)),)
        return ()

    # Roles and resources that no agreement speaks of

    def _prove_other_roles(self) -> None:
        for role in self.assembly.identities:
            if role.trust is None or role.account not in self._trusting_accounts or role.arn in self._agreed_roles:
                continue
            with _Reasons(self.undecided, role.arn):
                trust = product(resource_side(self.access.statements(role.trust)), [box(resource_literal((role.arn,)))])
                self._too_much(role.arn, (), product(trust, outsiders(role.account)))

    def _prove_resources(self) -> None:
        policies = [(each.arn, each.account, each.policies) for each in self.assembly.buckets.values()]
        policies += [(each.arn, each.account, (each.policy,)) for each in self.assembly.keys.values() if each.policy]
        for arn, account, documents in policies:
            if account not in self._trusting_accounts:
                continue
            with _Reasons(self.undecided, arn):
                statements = self.access.statements(*documents)
                whole = (arn, f"{arn}/*") if ":s3:::" in arn else (arn,)
                here = [box(resource_literal(whole), literal("aws:ResourceAccount", "StringEquals", [account]))]
                allowed = product(resource_side(statements), here)
                self._too_much(
                    arn, (), subtract(product(allowed, outsiders(account)), self._agreed_across(arn, account))
                )
                self._used_directly(arn, account, statements, here)

    def _agreed_across(self, arn: str, account: str) -> list[Box]:
        """What agreements of other accounts say about this bucket."""
        return [
            each | box(kind_is(AWS), principal_is(agreement.role_arn))
            for agreement in self.agreements
            if agreement.trusting_account != account
            and any(isinstance(p, S3Read) and p.bucket_arn(agreement.partition) == arn for p in agreement.permissions)
            for each in spec.permitted(agreement)
        ]

    def _used_directly(self, arn: str, account: str, statements: Iterable[Statement], here: list[Box]) -> None:
        """What a resource policy of the account gives an agreed role by name, or as anybody."""
        by_name = [each for each in statements if each.allows and each.principals and each.principals.names_directly]
        if not by_name:
            return
        denied = denied_by(tuple(statements))
        for agreement in self.agreements:
            if agreement.trusting_account != account:
                continue
            caller = [box(kind_is(AWS), principal_is(agreement.role_arn))]
            allowed = [each for statement in by_name for each in statement_boxes(statement)]
            extra = subtract(product(product(allowed, here), caller), [*denied, *spec.permitted(agreement)])
            role = self.assembly.identity(agreement.role_arn)
            if role is not None:
                self._too_much(arn, self._step_in(role, agreement), extra, caller=role)

    def _follow(self, role: Identity, came: tuple[Step, ...]) -> None:
        """Roles of the same account that admit this one by name: it needs no permission of its own to assume them."""
        for other, statements in self._admitting_inside:
            if other.account != role.account or other.arn == role.arn:
                continue
            allowed = [each for statement in statements for each in statement_boxes(statement)]
            caller = box(kind_is(AWS), principal_is(role.arn), resource_literal((other.arn,)))
            trusted = self.access.statements(other.trust) if other.trust else ()
            self._too_much(other.arn, came, subtract(product(allowed, [caller]), denied_by(trusted)), caller=role)

    @cached_property
    def _admitting_inside(self) -> list[tuple[Identity, list[Statement]]]:
        """Roles whose trust policy names somebody of their own account, or anybody, with those statements."""
        found = []
        for role in self.assembly.identities:
            statements = self.access.statements(role.trust) if role.trust else ()
            named = [s for s in statements if s.allows and s.principals and s.principals.names_inside(role.account)]
            if named:
                found.append((role, named))
        return found

    # Counterexamples

    def _too_much(
        self, about: str, came: tuple[Step, ...], boxes: Iterable[Box], caller: Identity | None = None
    ) -> None:
        self._show(Fault.TOO_MUCH, about, came, boxes, caller)

    def _too_little(
        self, about: str, came: tuple[Step, ...], boxes: Iterable[Box], caller: Identity | None = None
    ) -> None:
        self._show(Fault.TOO_LITTLE, about, came, boxes, caller)

    def _show(
        self, fault: Fault, about: str, came: tuple[Step, ...], boxes: Iterable[Box], caller: Identity | None
    ) -> None:
        for each in boxes:
            request = request_in(each, session_of(caller) if caller else None)
            if request is None:
                continue
            decision = self.access.decide(request, own_side_allows=fault is Fault.TOO_MUCH)
            if decision.is_allowed is (fault is Fault.TOO_MUCH):
                self.found.append(Counterexample(fault, about, (*came, Step(request, decision))))
                return
            self.undecided.append(
                f"{about}: {request.action} on {request.resource} may {fault}, but no request shows it"
            )


class _Reasons:
    """Keeps what could not be told as a sentence, and goes on with the rest."""

    def __init__(self, undecided: list[str], about: str) -> None:
        self._undecided, self._about = undecided, about

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: object) -> bool:
        """Keep an `UndecidedError`; let anything else through."""
        if isinstance(problem, UndecidedError):
            self._undecided.append(f"{self._about}: {problem}")
            return True
        return False
