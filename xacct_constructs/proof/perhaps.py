"""Roles whose names deployment settles: each may be one that policies name, and have what these give that."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, product

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, UnknownKind
from xacct_constructs.iam import Bound, Policy, UndecidedError, role_of_session
from xacct_constructs.proof.used import is_pattern
from xacct_constructs.request_sets import PRINCIPAL, common_text
from xacct_constructs.unknowns import ABSENT, MARK, Partly, Unknown, alternatives, with_unknowns


def named_by_policies(assembly: Assembly) -> frozenset[str]:
    """The ARNs of roles that trust policies and policies of resources name, or that get a policy by their name.

    So are patterns of them, and those that a deny leaves out.
    """
    policies = [policy for held in assembly.resources.values() for policy in held.policies]
    policies += [each.trust for each in assembly.identities if each.trust is not None]
    named = (name for policy in policies for name in _named(policy))
    return frozenset({*named, *(each.arn for each in assembly.identities if each.existing and each.kind == "role")})


def under_names(role: Identity, assembly: Assembly, named: Collection[str]) -> Iterator[Identity]:
    """The role under each of these names that it may have; not under one that another role of the assembly has."""
    for name in sorted(named) if _is_open(role, assembly) else ():
        for meant in _like(role, name, assembly) if is_pattern(name) else (name,):
            held = assembly.identity(meant)
            if assembly.may_be(role.arn, meant) and (held is None or held.existing):
                yield role._replace(arn=meant, existing=held is not None)


def as_assumed(roles: Iterable[Identity], assembly: Assembly) -> Iterator[tuple[Identity, Identity]]:
    """Each role whose name deployment settles, under each name by which policies let somebody assume it."""
    open_ = [each for each in roles if _is_open(each, assembly)]
    named = _assumed(assembly) if open_ else frozenset()
    yield from ((each, meant) for each in open_ for meant in under_names(each, assembly, named))


def _assumed(assembly: Assembly) -> frozenset[str]:
    """The ARNs of roles, and patterns of them, that policies of users and roles are about."""
    policies = (policy for held in assembly.identities for policy in held.policies)
    named = (name for policy in policies for each in policy.at(Bound.ABOVE) for name in each.resources or ())
    return frozenset(each for each in named if is_arn(each) and parse(each).service == "iam")


def _is_open(role: Identity, assembly: Assembly) -> bool:
    """Whether deployment settles what it is called, by more than a name that it makes."""
    known = (assembly.unknowns.get(mark) for mark in MARK.findall(role.arn))
    return any(each is None or each.kind is not UnknownKind.GENERATED for each in known)


def _like(role: Identity, pattern: str, assembly: Assembly) -> Iterator[str]:
    """A name for each that a pattern stands for and that the role may have."""
    text = with_unknowns(role.arn, assembly.unknowns)
    pieces = text.pieces if isinstance(text, Partly) else (text,)
    for each in map("".join, product(*map(_texts, pieces))):
        try:
            found = common_text(pattern, each)
            if found is not None and found.endswith("/"):
                found = common_text(pattern, f"{each}?")  # No name is empty.
        except UndecidedError:
            found = pattern  # It stands for itself, too.
        if found is not None and _is_on_its_path(role, found):
            yield found


def _texts(piece: str | Unknown | Partly) -> list[str]:
    """What a part of a name may be; what can be anything stands for that, since the name found is asked about."""
    if isinstance(piece, str):
        return [piece]
    if isinstance(piece, Partly):
        return ["".join(each) for each in product(*map(_texts, piece.pieces))]
    arms = alternatives(piece) or (ABSENT,)
    nested = (_texts(each) if isinstance(each, str | Unknown | Partly) else ["*"] for each in arms)
    return list(chain.from_iterable(nested))


def _is_on_its_path(role: Identity, found: str) -> bool:
    """Whether a name stands where the role does; a name has no path of its own in it."""
    path, there = (parse(each).path for each in (role.arn, found))
    return path == there or MARK.search(path) is not None


def _named(policy: Policy) -> Iterator[str]:
    for statement in policy.at(Bound.ABOVE):
        asked = [value for each in statement.conditions if each.key.lower() == PRINCIPAL for value in each.values]
        yield from filter(is_pattern, asked)
        named = statement.principals.aws if statement.principals is not None else ()
        for name in (*named, *asked):
            parsed = parse(name) if is_arn(name) and not is_pattern(name) else None
            if parsed is not None and parsed.kind == "role":
                yield name
            elif parsed is not None and parsed.kind == "assumed-role":
                yield role_of_session(parsed)
