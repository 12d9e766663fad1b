"""Which principals of trusted accounts several agreements name, and what each of them assumes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xacct_constructs.agreement import Agreement, RoleReference
from xacct_constructs.finding import Finding, error, told_of, warning
from xacct_constructs.policies import assume_policy
from xacct_constructs.principals import (
    NamedPrincipal,
    TrustedPrincipal,
    callers_of,
    is_group,
    is_named,
)
from xacct_constructs.validation import TrustedJudgement, judge_trusted, policy_for


class Wanted(NamedTuple):
    """One principal and everything the agreements ask of it.

    Attributes:
        principal: As the first agreement names it.
        partition: That agreement's.
        path: Where it stands there.
        references: What it assumes, in the order of the agreements.
        boundaries: Every boundary that it is asked to have.
        existing: What is said of whether it exists.
        callers: Every set of users that it is asked to have; of whoever is no group, itself.
    """

    principal: NamedPrincipal
    partition: str
    path: str
    references: list[RoleReference]
    boundaries: set[str]
    existing: set[bool]
    callers: set[frozenset[TrustedPrincipal]]

    @property
    def boundary(self) -> str | None:
        """The one boundary that it is asked to have; the first where there are several. None, if it can have none."""
        return next(iter(sorted(self.boundaries)), None) if not is_group(self.principal) else None

    def judge(self, partition: str) -> TrustedJudgement:
        """What is to be said of it in its account's partition, and its policy."""
        return judge_trusted(self.principal, self.references, partition=partition, permissions_boundary=self.boundary)


def _trusted(agreements: Sequence[Agreement]) -> Iterator[tuple[str, Agreement, TrustedPrincipal]]:
    """Every principal, with where it stands and in which agreement."""
    for index, agreement in enumerate(agreements):
        for position, principal in enumerate(agreement.trusted_principals):
            yield f"agreements[{index}].trusted_principals[{position}]", agreement, principal


def wanted_principals(agreements: Sequence[Agreement]) -> list[Wanted]:
    """What is wanted of each principal that has a name, in the order of the agreements."""
    found: dict[tuple[str, str], Wanted] = {}
    for path, agreement, principal in _trusted(agreements):
        if not is_named(principal):
            continue
        arn = principal.arn(agreement.partition)
        wanted = found.setdefault(
            (principal.account, arn), Wanted(principal, agreement.partition, path, [], set(), set(), set())
        )
        wanted.references.append(agreement.reference)
        wanted.existing.add(principal.existing)
        wanted.callers.add(frozenset(callers_of(principal)))
        if boundary := agreement.safeguards.principal_permissions_boundary:
            wanted.boundaries.add(boundary)
    return list(found.values())


class JudgedPrincipals(NamedTuple):
    """What was found about principals, and what was written of each.

    Attributes:
        findings: What was found, each with the place where the principal is named first.
        judgements: Each principal with what was written of it.
    """

    findings: list[Finding]
    judgements: list[tuple[Wanted, TrustedJudgement]]


def judge_principals(wanted: Iterable[tuple[Wanted, str]]) -> JudgedPrincipals:
    """Judge principals, each with its account's partition, and whether two are one but for path or case."""
    judged = JudgedPrincipals([], [])
    paths: dict[tuple[str, str, str], str] = {}
    for each, partition in wanted:
        found = each.judge(partition)
        judged.judgements.append((each, found))
        judged.findings.extend(_check_wanted(each, found.findings))
        if (other := paths.setdefault(each.principal.identity, each.path)) != each.path:
            message = f"is {each.principal.arn(partition)}, which differs from {other} by path or case only"
            fix = "an account has one principal of a name; say the same in both"
            judged.findings.append(error("XA506", each.path, message, fix))
    return judged


def _check_wanted(wanted: Wanted, judged: Iterable[Finding]) -> Iterator[Finding]:
    """What was found about the principal itself, and about agreements that ask different things of it."""
    principal = wanted.principal
    if len(wanted.existing) > 1:
        message = f"is new in one agreement and existing in another: {principal.name}"
        yield error("XA506", f"{wanted.path}.existing", message, "say the same in both")
    elif len(wanted.callers) > 1:
        message = f"has other users in one agreement than in another: {principal.name}"
        yield error("XA506", f"{wanted.path}.users", message, "say the same in both, or name a group for each")
    for each in told_of(f"{principal.kind} {principal.name!r}", judged):
        if each.code != "XA783":
            yield each._replace(path=f"{wanted.path}.{each.path}")
    if len(wanted.boundaries) > 1 and not is_group(principal):
        message = f"asks {principal.name} for several boundaries: {', '.join(sorted(wanted.boundaries))}"
        path = f"{wanted.path.partition('.')[0]}.safeguards.principal_permissions_boundary"
        yield error("XA506", path, message, "a principal has one; agree on it")
    if principal.is_role_session and principal.holds_policies and not principal.existing:
        message = f"is a role that nobody here can create, since its services are not known: {principal.name}"
        fix = "write TrustedAccountRole yourself, and say existing=True here"
        yield error("XA505", f"{wanted.path}.existing", message, fix)


def nobody_named(agreements: Sequence[Agreement]) -> Iterator[Finding]:
    """A whole account, an organization or a permission set is nobody that could be given a policy here."""
    for path, agreement, principal in _trusted(agreements):
        if not is_named(principal) and not principal.is_outside_aws:
            message = f"is {principal.describe(agreement.partition)}: nothing is written for those in it"
            policy = json.dumps(assume_policy([agreement.reference]))
            fix = f"have {principal.policy_owner} give those who shall assume the role {policy}"
            yield warning("XA507", path, message, fix)


def other_owner(wanted: Wanted, elsewhere: str) -> Finding:
    """What the owner of another trusted account has to write.

    Args:
        wanted: A principal of that account.
        elsewhere: Why it is not written here.
    """
    principal, document = wanted.principal, assume_policy(wanted.references)
    message = f"is in account {principal.account}, {elsewhere}: its half is not written here"
    users = f" of {', '.join(each.name for each in principal.members)}" if is_group(principal) else ""
    fix = f"its owner gives {principal.kind} {principal.name}{users} {json.dumps(document)}"
    return warning("XA507", wanted.path, message, fix if principal.holds_policies else policy_for(principal, document))
