"""Everything that can be said of both halves of many agreements before anything is written."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from constructs import Construct

from xacct_constructs.account_stacks import Wanted, judge_principals, judge_roles, wanted_principals
from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, Severity, error, told_of
from xacct_constructs.placement import stack_environment
from xacct_constructs.texts import shown
from xacct_constructs.validation import AgreementJudgement, TrustedJudgement


class Scopes(NamedTuple):
    """Where the two halves are to be written; None where the other owner deploys one."""

    trusting: Construct | None
    trusted: Construct | None


class Judged(NamedTuple):
    """Agreements and principals, each judged once; complete where no finding is an error.

    Attributes:
        findings: What was found.
        agreements: In the order of the agreements.
        principals: Those of the trusted scope's account, in the order of the agreements.
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
    roles = judge_roles(agreements, today=today, trust_policy_characters=trust_policy_characters)
    judged.findings.extend(roles.findings)
    judged.agreements.extend(roles.judgements)
    if any(each.severity is Severity.ERROR for each in judged.findings):
        return judged
    if scopes.trusting is not None:
        judged.findings.extend(_check_trusting(agreements, scopes.trusting))
    if scopes.trusted is not None:
        judged.findings.extend(_judge_trusted(agreements, scopes.trusted, judged))
    return judged


def _check_arguments(agreements: object, scopes: Scopes) -> list[Finding]:
    if not isinstance(agreements, (list, tuple)) or not agreements:
        message = f"must be a list of at least one agreement, got {shown(agreements)}"
        return [error("XA508", "agreements", message, "pass [Agreement(...)]")]
    if scopes.trusting is None and scopes.trusted is None:
        return [error("XA508", "trusting_scope", "and trusted_scope are both missing", "pass at least one")]
    for name, scope in (("trusting_scope", scopes.trusting), ("trusted_scope", scopes.trusted)):
        if scope is not None and not isinstance(scope, Construct):
            return [error("XA508", name, f"must be a construct, got {shown(scope)}", "pass a stack, or leave it out")]
    return []


def _role(agreement: Agreement) -> str:
    return f"role {shown(agreement.role_name)}"


def _check_trusting(agreements: Sequence[Agreement], scope: Construct) -> Iterator[Finding]:
    environment = stack_environment(scope)
    for agreement in agreements:
        elsewhere = environment.check(agreement.partition, path="trusting_scope", account=agreement.trusting_account)
        yield from told_of(_role(agreement), elsewhere) if environment.account else elsewhere


def _judge_trusted(agreements: Sequence[Agreement], scope: Construct, judged: Judged) -> Iterator[Finding]:
    """Findings about the principals; those that are to be written are put with the judged ones."""
    environment, told = stack_environment(scope), agreements[0].partition
    yield from environment.check(told, path="trusted_scope")
    here: list[Wanted] = []
    for wanted in wanted_principals(agreements):
        (here if wanted.principal.account == environment.account else judged.elsewhere).append(wanted)
    found = judge_principals((wanted, environment.partition(told)) for wanted in here)
    judged.principals.extend(found.judgements)
    yield from found.findings
