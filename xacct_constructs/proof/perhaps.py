"""Roles whose names deployment settles: each may be one that policies name, and have what these give that."""

from collections.abc import Collection, Iterator

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, UnknownKind
from xacct_constructs.iam import Bound, Policy, Statement, role_of_session
from xacct_constructs.request_sets import PRINCIPAL
from xacct_constructs.unknowns import MARK


def named_by_policies(assembly: Assembly) -> frozenset[str]:
    """The ARNs of roles that trust policies and policies of resources name, or that get a policy by their name."""
    policies = [policy for held in assembly.resources.values() for policy in held.policies]
    policies += [each.trust for each in assembly.identities if each.trust is not None]
    named = (name for policy in policies for name in _named(policy))
    return frozenset({*named, *(each.arn for each in assembly.identities if each.existing and each.kind == "role")})


def under_names(role: Identity, assembly: Assembly, named: Collection[str]) -> Iterator[Identity]:
    """The role under each of these names that it may have; not under one that another role of the assembly has."""
    known = (assembly.unknowns.get(mark) for mark in MARK.findall(role.arn))
    is_open = any(each is None or each.kind is not UnknownKind.GENERATED for each in known)
    for name in sorted(named) if is_open else ():
        held = assembly.identity(name)
        if assembly.may_be(role.arn, name) and (held is None or held.existing):
            yield role._replace(arn=name, existing=held is not None)


def _named(policy: Policy) -> Iterator[str]:
    for statement in policy.at(Bound.ABOVE):
        for name in _names(statement) if statement.allows else ():
            parsed = parse(name) if is_arn(name) and not set(name) & set("*?") else None
            if parsed is not None and parsed.kind == "role":
                yield name
            elif parsed is not None and parsed.kind == "assumed-role":
                yield role_of_session(parsed)


def _names(statement: Statement) -> Iterator[str]:
    """Whom a statement names: as a principal, or by a condition."""
    yield from statement.principals.aws if statement.principals is not None else ()
    yield from (value for each in statement.conditions if each.key.lower() == PRINCIPAL for value in each.values)
