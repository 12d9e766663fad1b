"""Everything that can be said of both halves of many agreements before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from constructs import Construct

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, Severity, error, told_of
from xacct_constructs.halves import Wanted, judge_principals, judge_roles, wanted_principals
from xacct_constructs.placement import stack_environment
from xacct_constructs.texts import shown
from xacct_constructs.validation import AgreementJudgement, TrustedJudgement

Given = Construct | Sequence[Construct] | None
"""A scope, one for each of several accounts, or none."""
Placed = Mapping[str | None, Construct]
"""Account to its scope; None for one that leaves the account to deployment."""


class Scopes(NamedTuple):
    """Where the two halves are to be written: a scope for each account; none where the other owner deploys one.

    Attributes:
        trusting: As they were passed.
        trusted: As they were passed.
    """

    trusting: Given
    trusted: Given

    @property
    def of_trusting(self) -> Placed:
        """Each trusting account's scope."""
        return _by_account(self.trusting)

    @property
    def of_trusted(self) -> Placed:
        """Each trusted account's scope."""
        return _by_account(self.trusted)


class Judged(NamedTuple):
    """Agreements and principals, each judged once; complete where no finding is an error.

    Attributes:
        findings: What was found.
        agreements: In the order of the agreements.
        principals: Those of the trusted scopes' accounts, in the order of the agreements.
        elsewhere: Those of other trusted accounts.
    """

    findings: list[Finding]
    agreements: list[AgreementJudgement]
    principals: list[tuple[Wanted, TrustedJudgement]]
    elsewhere: list[Wanted]


def judge(
    agreements: Sequence[Agreement], scopes: Scopes, today: datetime | None, trust_policy_characters: int | None
) -> Judged:
    """Judge every agreement; the scopes only where no agreement has an error."""
    judged = Judged(_check_arguments(agreements, scopes), [], [], [])
    if judged.findings:
        return judged
    roles = judge_roles(agreements, today=today, trust_policy_characters=lambda _: trust_policy_characters)
    judged.findings.extend(roles.findings)
    judged.agreements.extend(roles.judgements)
    if any(each.severity is Severity.ERROR for each in judged.findings):
        return judged
    if scopes.trusting is not None:
        judged.findings.extend(_check_trusting(agreements, scopes))
    if scopes.trusted is not None:
        judged.findings.extend(_judge_trusted(agreements, scopes, judged))
    return judged


def _check_arguments(agreements: object, scopes: Scopes) -> list[Finding]:
    if not isinstance(agreements, (list, tuple)) or not agreements:
        message = f"must be a list of at least one agreement, got {shown(agreements)}"
        return [error("XA508", "agreements", message, "pass [Agreement(...)]")]
    if scopes.trusting is None and scopes.trusted is None:
        return [error("XA508", "trusting_scope", "and trusted_scope are both missing", "pass at least one")]
    return [*_check_scopes("trusting_scope", scopes.trusting), *_check_scopes("trusted_scope", scopes.trusted)]


def _check_scopes(name: str, given: Given) -> Iterator[Finding]:
    """Findings about what was passed as scopes: constructs, in stacks of one account each."""
    if given is not None and not given:
        yield error("XA508", name, "is an empty list", "pass a stack of each account, or leave it out")
    seen: set[str] = set()
    for scope in _listed(given):
        if not isinstance(scope, Construct):
            yield error("XA508", name, f"must be a construct, got {shown(scope)}", "pass a stack, or leave it out")
            continue
        account = stack_environment(scope).account
        if account in seen:
            yield error("XA508", name, f"holds two scopes in account {account}", "pass one scope for each account")
        seen |= {account} if account else set()


def _listed(given: Given) -> Sequence[Construct]:
    return given if isinstance(given, (list, tuple)) else () if given is None else (given,)


def _by_account(given: Given) -> Placed:
    return {stack_environment(scope).account: scope for scope in _listed(given)}


def _role(agreement: Agreement) -> str:
    return f"role {shown(agreement.role_name)}"


def _check_trusting(agreements: Sequence[Agreement], scopes: Scopes) -> Iterator[Finding]:
    placed = scopes.of_trusting
    for agreement in agreements:
        account = agreement.trusting_account
        if account not in placed and len(placed) > 1:
            message = f"holds no scope in account {account}"
            found = [error("XA004", "trusting_scope", message, "pass a scope in a stack of the trusting account too")]
            yield from told_of(_role(agreement), found)
            continue
        environment = stack_environment(placed.get(account) or next(iter(placed.values())))
        elsewhere = environment.check(agreement.partition, path="trusting_scope", account=account)
        yield from told_of(_role(agreement), elsewhere) if environment.account else elsewhere


def _judge_trusted(agreements: Sequence[Agreement], scopes: Scopes, judged: Judged) -> Iterator[Finding]:
    """Findings about the principals; those that are to be written are put with the judged ones."""
    placed = {account: stack_environment(scope) for account, scope in scopes.of_trusted.items()}
    here: list[Wanted] = []
    for wanted in wanted_principals(agreements):
        (here if wanted.principal.account in placed else judged.elsewhere).append(wanted)
    for account, environment in placed.items():
        told = (each.partition for each in here if each.principal.account == account)
        for partition in dict.fromkeys(told) or [agreements[0].partition]:
            yield from environment.check(partition, path="trusted_scope")
    found = judge_principals((each, placed[each.principal.account].partition(each.partition)) for each in here)
    judged.principals.extend(found.judgements)
    yield from found.findings
