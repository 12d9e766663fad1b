"""Which principals of the trusted account several agreements name, and what each of them assumes."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xacct_constructs.agreement import Agreement, RoleReference
from xacct_constructs.finding import Finding, error, told_of, warning
from xacct_constructs.policies import assume_policy
from xacct_constructs.principals import TrustedAccount, TrustedRole, TrustedUser
from xacct_constructs.validation import check_trusted

_SIZES = ("XA301", "XA302")
_OWN_CONSTRUCT = "leave trusted_scope out, and write the principal yourself with managed_policy_name"


class Wanted(NamedTuple):
    """One principal and everything the agreements ask of it."""

    principal: TrustedUser | TrustedRole
    path: str
    references: list[RoleReference]
    boundaries: set[str]
    existing: set[bool]


def wanted_principals(agreements: Sequence[Agreement]) -> dict[tuple[str, str], Wanted]:
    """Account and ARN of each principal, to what is wanted of it, in the order of the agreements."""
    found: dict[tuple[str, str], Wanted] = {}
    for index, agreement in enumerate(agreements):
        for position, principal in enumerate(agreement.trusted_principals):
            if isinstance(principal, TrustedAccount):
                continue
            arn = principal.arn(agreement.partition)
            path = f"agreements[{index}].trusted_principals[{position}]"
            wanted = found.setdefault((principal.account, arn), Wanted(principal, path, [], set(), set()))
            wanted.references.append(agreement.reference)
            wanted.existing.add(principal.existing)
            if boundary := agreement.safeguards.principal_permissions_boundary:
                wanted.boundaries.add(boundary)
    return found


def check_wanted(wanted: Wanted, partition: str) -> Iterator[Finding]:
    """Findings about agreements that ask different things of one principal."""
    if len(wanted.existing) > 1:
        message = f"is new in one agreement and existing in another: {wanted.principal.name}"
        yield error("XA506", f"{wanted.path}.existing", message, "say the same in both")
    boundary = next(iter(sorted(wanted.boundaries)), None)
    judged = check_trusted(wanted.principal, wanted.references, partition=partition, permissions_boundary=boundary)
    for each in told_of(f"{wanted.principal.kind} {wanted.principal.name!r}", judged):
        if each.code != "XA503":
            fix = _OWN_CONSTRUCT if each.code in _SIZES else each.fix
            yield Finding(each.code, each.severity, f"{wanted.path}.{each.path}", each.message, fix)
    if len(wanted.boundaries) > 1:
        message = f"asks {wanted.principal.name} for several boundaries: {', '.join(sorted(wanted.boundaries))}"
        yield error("XA506", "safeguards.principal_permissions_boundary", message, "a principal has one; agree on it")
    if isinstance(wanted.principal, TrustedRole) and not wanted.principal.existing:
        message = f"is a role that nobody here can create, since its services are not known: {wanted.principal.name}"
        fix = "write TrustedAccountRole yourself, and say existing=True here"
        yield error("XA505", f"{wanted.path}.existing", message, fix)


def nobody_named(agreements: Sequence[Agreement]) -> Iterator[Finding]:
    """A whole account has no principal that could be given a policy here."""
    for index, agreement in enumerate(agreements):
        for position, principal in enumerate(agreement.trusted_principals):
            if isinstance(principal, TrustedAccount):
                message = f"is the whole account {principal.account}: nothing is written for it in trusted_scope"
                policy = json.dumps(assume_policy([agreement.reference]))
                fix = f"its owner gives those who shall assume the role {policy}"
                yield warning("XA507", f"agreements[{index}].trusted_principals[{position}]", message, fix)


def other_owner(wanted: Wanted, trusted_account: str) -> Finding:
    """What the owner of another trusted account has to write."""
    principal = wanted.principal
    message = f"is in account {principal.account}, and trusted_scope in {trusted_account}: its half is not written here"
    policy = json.dumps(assume_policy(wanted.references))
    return warning("XA507", wanted.path, message, f"its owner gives {principal.kind} {principal.name} {policy}")
