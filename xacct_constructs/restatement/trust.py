"""A trust policy, as the principals and safeguards of an agreement."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import Principals, Statement
from xacct_constructs.names import ACCOUNT_ID
from xacct_constructs.principals import (
    CALLING,
    Binding,
    TrustedAccount,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedPermissionSet,
    TrustedPrincipal,
    TrustedWebIdentity,
)
from xacct_constructs.restatement.conditions import StatedConditions, said
from xacct_constructs.restatement.unsaid import UnsaidError
from xacct_constructs.safeguards import Network, Safeguards

_ENTER = ("sts:assumerole", "sts:assumerolewithwebidentity")
_ALSO = ("sts:tagsession", "sts:setsourceidentity")
_BY_KIND = {each.kind: each for each in CALLING}
_PERMISSION_SET = re.compile(
    r"arn:[a-z-]+:iam::([0-9]{12}):role/aws-reserved/sso\.amazonaws\.com/(?:([a-z0-9-]+|\*)/)?"
    r"AWSReservedSSO_([A-Za-z0-9_+=,.@-]+)_\?{16}"
)


class StatedEntry(NamedTuple):
    """Who comes in, and how.

    Attributes:
        principals: Who.
        binding: How they are named.
        safeguards: On which conditions.
    """

    principals: tuple[TrustedPrincipal, ...]
    binding: Binding
    safeguards: Safeguards


def entry_of(statements: Sequence[Statement], assembly: Assembly) -> StatedEntry:
    """Read the statements of a trust policy.

    Raises:
        UnsaidError: No agreement says what they say.
    """
    found = [_entry(each, assembly) for each in statements if _is_entry(each)]
    if not found:
        raise UnsaidError("the trust policy", "lets nobody assume the role")
    first = found[0]
    for each in found[1:]:
        first = _merged(first, each)
    return first


def _is_entry(statement: Statement) -> bool:
    """Whether it lets somebody in; what goes along with entering is written from the safeguards again."""
    if not statement.allows:
        raise UnsaidError(str(statement), "is a deny, and an agreement writes none into a trust policy")
    actions = {each.lower() for each in statement.actions}
    if statement.not_actions or not actions <= {*_ENTER, *_ALSO} or actions >= {*_ENTER}:
        raise UnsaidError(str(statement), f"allows {', '.join(statement.actions)}; agreements are about sts:AssumeRole")
    return not actions.isdisjoint(_ENTER)


def _entry(statement: Statement, assembly: Assembly) -> StatedEntry:
    conditions, named = said(statement), statement.principals
    if named is not None and len(named.federated) == 1 and named == Principals(federated=named.federated):
        return StatedEntry(tuple(_tokens(statement, conditions)), Binding.PRINCIPAL_ARN, conditions.safeguards)
    if named == Principals(aws=("*",)) and conditions.arns is None and (places := _places(conditions)):
        elsewhere = replace(conditions.safeguards, organization_id=None, organization_paths=())
        return StatedEntry(places, Binding.PRINCIPAL_ARN, elsewhere)
    if conditions.left_out:
        why = f"leaves out {' and '.join(conditions.left_out)}, and an agreement does so for an organization alone"
        raise UnsaidError(str(statement), why)
    if named is None or named.negated or named.services or named.federated or named.canonical or conditions.claims:
        raise UnsaidError(str(statement), "lets in others than users, roles and accounts")
    direct = [each for each in named.aws if is_arn(each) and parse(each).resource != "root"]
    if direct and (len(direct) < len(named.aws) or conditions.arns is not None):
        raise UnsaidError(str(statement), "names its principals in two ways")
    if direct or conditions.arns is not None:
        binding = Binding.DIRECT_ARN if direct else Binding.PRINCIPAL_ARN
        principals = tuple(_named(statement, assembly, direct or conditions.arns or ()))
    else:
        binding, principals = Binding.PRINCIPAL_ARN, tuple(_whole(statement, named.aws))
    return StatedEntry(principals, binding, conditions.safeguards)


def _named(statement: Statement, assembly: Assembly, arns: Sequence[str]) -> Iterator[TrustedPrincipal]:
    sets: dict[tuple[str, str], set[str]] = {}
    for each in arns:
        if found := _PERMISSION_SET.fullmatch(each):
            sets.setdefault((found[1], found[3]), set()).add(found[2] or "")
            continue
        arn = parse(each) if is_arn(each) else None
        if arn is None or arn.service != "iam" or arn.kind not in _BY_KIND or set(each) & set("*?$"):
            kinds = " or a ".join(_BY_KIND)
            raise UnsaidError(str(statement), f"lets in {each}, and an agreement names a {kinds} by its whole ARN")
        identity = assembly.identity(each)
        existing = identity is None or identity.existing
        yield _BY_KIND[arn.kind](account=arn.account, name=arn.name, path=arn.path, existing=existing)

    for (account, name), regions in sets.items():
        if (len(regions) > 1 and regions != {"", "*"}) or regions == {"*"}:
            raise UnsaidError(str(statement), f"lets in the permission set {name} of some regions, and not of all")
        region = None if len(regions) > 1 else regions.pop() or "us-east-1"
        yield TrustedPermissionSet(account=account, name=name, region=region)


def _places(conditions: StatedConditions) -> tuple[TrustedPrincipal, ...]:
    """The organization or the units that everybody who is let in is of; nothing, where no one of the two is said."""
    organization, paths = conditions.safeguards.organization_id, conditions.safeguards.organization_paths
    if organization is not None:
        return () if paths else (TrustedOrganization(organization_id=organization),)
    return tuple(TrustedOrganizationalUnit(organization_path=each) for each in paths)


def _tokens(statement: Statement, conditions: StatedConditions) -> Iterator[TrustedPrincipal]:
    """Tokens of one provider, by the audiences and subjects that are asked for."""
    arn = statement.principals.federated[0] if statement.principals else ""
    provider = parse(arn).below if is_arn(arn) and parse(arn).kind == "oidc-provider" else ""
    audiences, subjects = (conditions.claims.get(f"{provider}:{claim}".lower(), ()) for claim in ("aud", "sub"))
    if not provider or len(conditions.claims) != 2 or not audiences or not subjects or conditions.arns is not None:
        raise UnsaidError(str(statement), "lets in others than tokens of a provider by their audience and subject")
    for audience in audiences:
        for subject in subjects:
            yield TrustedWebIdentity(provider=provider, audience=audience, subject=subject)


def _whole(statement: Statement, accounts: Sequence[str]) -> Iterator[TrustedPrincipal]:
    for each in accounts:
        account = parse(each).account if is_arn(each) else each
        if not re.fullmatch(ACCOUNT_ID, account):
            raise UnsaidError(str(statement), f"lets in {each}, which is no account")
        yield TrustedAccount(account=account)


def _merged(first: StatedEntry, other: StatedEntry) -> StatedEntry:
    """Two statements as one: others on the same conditions, or the same ones from other networks."""
    alike = replace(first.safeguards, assume_from=None) == replace(other.safeguards, assume_from=None)
    if first.binding is not other.binding or not alike:
        raise UnsaidError("the trust policy", "lets some in on other conditions than others, and an agreement has one")
    principals = tuple(dict.fromkeys([*first.principals, *other.principals]))
    if first.safeguards == other.safeguards:
        return first._replace(principals=principals)
    networks = [each.safeguards.assume_from for each in (first, other)]
    if principals != first.principals or None in networks:
        raise UnsaidError("the trust policy", "lets some in from other networks than others")
    ranges = tuple(each for network in networks if network for each in network.ip_ranges)
    endpoints = tuple(each for network in networks if network for each in network.vpc_endpoints)
    both = Network(ip_ranges=ranges, vpc_endpoints=endpoints)
    return first._replace(safeguards=replace(first.safeguards, assume_from=both))
