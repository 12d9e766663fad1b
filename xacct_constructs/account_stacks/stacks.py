"""An access file's stacks: each role and principal in the one that its kind and name alone settle.

An account's name is one series of stacks. Its roles and its principals stand there, each with its policies, sorted by
kind and name: no order of agreements shows in a template.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from xacct_constructs.access_file import AccessFile, Account, Identity
from xacct_constructs.account_stacks.homes import HomeAccounts
from xacct_constructs.account_stacks.ids import Identified
from xacct_constructs.account_stacks.limits import check_names, check_room, stack_names
from xacct_constructs.account_stacks.pieces import Piece, check_members, check_policies
from xacct_constructs.account_stacks.stack import AccountStack
from xacct_constructs.account_stacks.template import template_text
from xacct_constructs.account_stacks.written import ASSUMING, PERMISSIONS, written
from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, Severity, error
from xacct_constructs.halves import (
    Wanted,
    judge_principals,
    judge_roles,
    nobody_named,
    other_owner,
    wanted_principals,
)
from xacct_constructs.principals import is_group, is_named
from xacct_constructs.resources import trusted_resources, trusting_resources
from xacct_constructs.texts import shown
from xacct_constructs.uncollected import uncollected
from xacct_constructs.validation import AgreementJudgement, TrustedJudgement

PREFIX = "Access"
"""What the stacks' names begin with."""


class AccountStacks(NamedTuple):
    """What an access file leads to.

    Attributes:
        findings: What was found; where one is an error, nothing else is here.
        stacks: Those that hold something, in the order of the file's accounts.
        agreements: Those of which a half stands in one of the stacks, each with the region of its role.
    """

    findings: list[Finding]
    stacks: list[AccountStack]
    agreements: list[tuple[Agreement, str]]


def account_stacks(
    file: AccessFile,
    *,
    prefix: str = PREFIX,
    accounts: Collection[str] | None = None,
    today: datetime | None = None,
) -> AccountStacks:
    """Every stack of the file; where anything is wrong, all that is.

    Args:
        file: What is agreed between which accounts.
        prefix: What the stacks' names begin with. Default: `Access`.
        accounts: The names of the accounts whose stacks are wanted. Default: all.
        today: The moment to judge expiries by. Default: an expiry in the past is not noticed.
    """
    with uncollected():
        found = _account_stacks(file, prefix, accounts, today)
    return found._replace(findings=[_placed(file, each) for each in found.findings])


def _placed(file: AccessFile, finding: Finding) -> Finding:
    """The finding, its path saying file and line where it is about an agreement that was read from one."""
    about = re.fullmatch(r"agreements\[([0-9]+)\]\.?(.*)", finding.path)
    return file.placed(int(about[1]), finding._replace(path=about[2])) if about and file.places else finding


def _account_stacks(
    file: AccessFile, prefix: str, accounts: Collection[str] | None, today: datetime | None
) -> AccountStacks:
    findings = [*check_names(prefix, file.accounts.values()), *_check_accounts(file, accounts)]
    quotas = ((each.account, each.trust_policy_characters) for each in file.accounts.values())
    raised = {account: quota for account, quota in quotas if quota is not None}
    roles = judge_roles(file.agreements, today=today, trust_policy_characters=raised.get)
    findings += roles.findings
    if _stands_in_the_way(findings):
        return AccountStacks(findings, [], [])
    homes = HomeAccounts.of(file)
    wanted, others = _at_home(homes, file.agreements)
    principals = judge_principals(wanted)
    findings += [*principals.findings, *_check_homes(homes, file.agreements), *others, *nobody_named(file.agreements)]
    if _stands_in_the_way(findings):
        return AccountStacks(findings, [], [])
    pieces: dict[str, list[Piece]] = {}
    all_pieces = [
        *_roles(homes, zip(file.agreements, roles.judgements, strict=True)),
        *_principals(homes, principals.judgements),
    ]
    findings += [*check_members(all_pieces), *check_policies(all_pieces)]
    for each in all_pieces:
        pieces.setdefault(each.home.name, []).append(each)
    chosen = [each for each in file.accounts.values() if accounts is None or each.name in accounts]
    stacks = [stack for each in chosen for stack in _stacks(prefix, each, pieces.get(each.name, ()))]
    findings += [finding for stack in stacks for finding in check_room(stack)]
    if _stands_in_the_way(findings):
        return AccountStacks(findings, [], [])
    return AccountStacks(findings, stacks, list(_halves(homes, file.agreements, {each.name for each in chosen})))


def _halves(
    homes: HomeAccounts, agreements: Iterable[Agreement], chosen: Collection[str]
) -> Iterator[tuple[Agreement, str]]:
    """The agreements of which a half belongs to one of the accounts, each with the region of its role."""
    for agreement in agreements:
        home = homes.home(_role(agreement))
        identities = [
            each.identity for each in agreement.trusted_principals if is_named(each) and homes.has(each.account)
        ]
        if home.name in chosen or any(homes.home(each).name in chosen for each in identities):
            yield agreement, home.region


def _stands_in_the_way(findings: Iterable[Finding]) -> bool:
    return any(each.severity is Severity.ERROR for each in findings)


def _check_accounts(file: AccessFile, accounts: Collection[str] | None) -> Iterator[Finding]:
    for name in accounts or ():
        if name not in file.accounts:
            # Rarely needed, and slow to load.
            from difflib import get_close_matches

            message = f"must be names of the file's {len(file.accounts)} accounts, got {shown(name)}"
            near = get_close_matches(str(name), file.accounts, n=3) or list(file.accounts)[:3]
            yield error("XA522", "accounts", message, f"pass a name such as {', '.join(near)}")


def _role(agreement: Agreement) -> Identity:
    return "role", agreement.trusting_account, agreement.role_name.lower()


def _at_home(homes: HomeAccounts, agreements: Sequence[Agreement]) -> tuple[list[tuple[Wanted, str]], list[Finding]]:
    """The principals of the file's accounts, each with its partition, and what the owners of others add."""
    here: list[tuple[Wanted, str]] = []
    elsewhere: list[Finding] = []
    for each in wanted_principals(agreements):
        if not homes.has(each.principal.account):
            elsewhere.append(other_owner(each, "which has no name in the file"))
            continue
        each.references.sort(key=lambda reference: reference.role_arn)
        home = homes.found(each.principal.identity)
        here.append((each, home.partition if home else each.partition))
    return here, elsewhere


def _check_homes(homes: HomeAccounts, agreements: Iterable[Agreement]) -> Iterator[Finding]:
    for index, agreement in enumerate(agreements):
        path = f"agreements[{index}]"
        yield from homes.check(f"{path}.role_name", _role(agreement))
        home = homes.found(_role(agreement))
        if home is not None and home.partition != agreement.partition:
            message = f"must be the partition of {home.region}, got {shown(agreement.partition)}"
            yield error("XA005", f"{path}.partition", message, f"pass {home.partition}")
        for position, principal in enumerate(agreement.trusted_principals):
            if is_named(principal) and homes.has(principal.account):
                yield from homes.check(f"{path}.trusted_principals[{position}]", principal.identity)


def _roles(homes: HomeAccounts, judged: Iterable[tuple[Agreement, AgreementJudgement]]) -> Iterator[Piece]:
    for index, (agreement, found) in enumerate(judged):
        of = Identified("role", agreement.role_name)
        resources = trusting_resources(
            agreement, found.policies, managed=found.managed, policy_name=f"{of.logical_id}{PERMISSIONS}"
        )
        home, path = homes.home(_role(agreement)), f"agreements[{index}]"
        yield Piece(home, of, written(of, resources, PERMISSIONS), path, agreement)


def _principals(homes: HomeAccounts, judged: Iterable[tuple[Wanted, TrustedJudgement]]) -> Iterator[Piece]:
    for wanted, found in judged:
        principal = wanted.principal
        of = Identified(principal.kind, principal.name)
        unique = {"policy_name": f"{of.logical_id}{ASSUMING}"} if principal.existing else {}
        resources = trusted_resources(
            principal,
            wanted.references,
            document=found.document,
            permissions_boundary=wanted.boundary,
            managed=found.managed,
            **unique,
        )
        members = tuple(Identified(each.kind, each.name) for each in principal.members) if is_group(principal) else ()
        yield Piece(homes.home(principal.identity), of, written(of, resources, ASSUMING), wanted.path, members=members)


def _stacks(prefix: str, account: Account, pieces: Iterable[Piece]) -> Iterator[AccountStack]:
    """The account's stacks that hold something."""
    held: dict[int, list[Piece]] = {}
    for each in sorted(pieces, key=Piece.place):
        if each.resources:
            held.setdefault(each.number, []).append(each)
    names = stack_names(prefix, account)
    for number, inside in sorted(held.items()):
        resources: dict[str, dict[str, Any]] = {}
        for each in inside:
            resources.update(each.beside(resources))
        agreements = tuple(each.agreement for each in inside if each.agreement is not None)
        text = template_text(resources)
        yield AccountStack(names[number], account.name, account.account, account.region, resources, agreements, text)
