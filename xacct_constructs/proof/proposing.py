"""Entries for what is found: exactly what statements of the templates let through, or why nothing may be said of it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Condition, Policy, Principals, Statement, account_of
from xacct_constructs.known_access import KnownWay
from xacct_constructs.proof.known import boxes_of
from xacct_constructs.request_sets import Box, has_request, product, statement_boxes
from xacct_constructs.services import resource_kind
from xacct_constructs.unknowns import MARK
from xacct_constructs.values import listed, scalar

_FIXING = ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike")
_CALLERS = ("aws:principalorgid", "aws:principalorgpaths", "aws:principalaccount", "aws:principalarn", "aws:userid")
_SOURCES = ("aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner")
_AUDIENCES = (":aud",)
_SUBJECTS = (":sub", "saml:namequalifier")
_SOMETHING = re.compile("[*?:/]*[^*?:/]")
_OF_SOMEBODY = re.compile("(?:[a-z_]+:)?+[^*?:/]")
"""A subject is of somebody up to its first wildcard: `repo:*` is everybody's."""


class NotWritten(NamedTuple):
    """Something for which no entry is written.

    Attributes:
        about: ARN of the role or resource, or where it stands.
        why: Why, in words.
    """

    about: str
    why: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A statement that lets somebody through, with what stands beside it.

    Attributes:
        statement: The statement.
        denies: The statements that deny some of it, as an entry says them.
    """

    statement: Statement
    denies: tuple[Mapping[str, Any], ...]


def first_steps(assembly: Assembly, arn: str, left: Sequence[Box]) -> Iterator[KnownWay | NotWritten]:
    """A way for each kind of outsider whom a statement of a role's or resource's policy lets in, and nobody knows."""
    role = assembly.identity(arn)
    held = role or assembly.resources.get(arn)
    if held is None:
        return
    policies = held.policies if role is None else (role.trust,) if role.trust is not None else ()
    for found in _found(policies, arn, left):
        for principal in _outside(found.statement, held.account):
            said = _said(found.statement, arn, principal)
            way = KnownWay(id=_name(arn, principal), allows=said, denies=found.denies, within=_within(found, arn))
            if not _meets(way, left):
                continue
            why = _why_not(found.statement, principal, is_role=role is not None)
            yield NotWritten(arn, f"{found.statement.place} {why}") if why else way


def entering_steps(way: KnownWay, role: Identity, into: Identity, left: Sequence[Box]) -> Iterator[KnownWay]:
    """A step for each statement of a trust policy by which a role on a known way comes into another one."""
    principal = {"AWS": role.arn}
    own = _own(role)
    for found in _found([into.trust] if into.trust else [], into.arn, left):
        said = _said(found.statement, into.arn, principal)
        step = KnownWay(id=_name(into.arn, principal), allows=said, denies=found.denies, after=way.id)
        named = found.statement.principals.named_inside(role.account) if found.statement.principals else None
        if named is None or "*" in named.aws:
            step = replace(step, denies=(*step.denies, *own.denies), within=own.within)
        if _meets(step, left):
            yield step


def using_steps(
    assembly: Assembly, way: KnownWay, role: Identity, arns: Sequence[str], left: Sequence[Box]
) -> Iterator[KnownWay]:
    """A step for each statement that lets a role on a known way use what is agreed on: its own, or the resource's."""
    own, principal = _own(role), {"AWS": role.arn}
    for arn in arns:
        for statement in own.allows:
            step = KnownWay(
                id=_name(arn, principal),
                allows=_said(statement, arn, principal),
                denies=own.denies,
                within=(*([[_resources_of(statement)]] if _is_wider(statement, arn) else []), *own.within[1:]),
                after=way.id,
            )
            if _meets(step, left):
                yield step
        held = assembly.resources.get(arn)
        for found in _found(list(held.policies) if held else [], arn, left):
            step = KnownWay(
                id=_name(arn, principal),
                allows=_said(found.statement, arn, principal),
                denies=found.denies,
                within=_within(found, arn),
                after=way.id,
            )
            if _meets(step, left):
                yield step


# Statements


def _found(policies: Sequence[Policy], arn: str, left: Sequence[Box]) -> Iterator[Opening]:
    """The statements of which all is known that allow some of what is left, each with the denies beside it.

    What rests on an unknown is a doubt, and no way.
    """
    readings = [reading for policy in policies for reading in policy.readings if not reading.whys]
    denying = [each for reading in readings for each in reading.widest if not each.allows]
    for reading in readings:
        for each in reading.widest:
            boxes = product(left, statement_boxes(each)) if each.allows else []
            if any(has_request(one) for one in boxes):
                # What is left has lost already what they take; so they are held against all that is allowed.
                denies = tuple(_denied(one, arn) for one in denying if _bears(one, each))
                yield Opening(each, denies)


def _bears(deny: Statement, allow: Statement) -> bool:
    return bool(product(statement_boxes(allow), statement_boxes(deny)))


class _Own(NamedTuple):
    """What a role's own policies allow, what denies of it, and the policies that must all allow."""

    allows: tuple[Statement, ...]
    denies: tuple[Mapping[str, Any], ...]
    within: tuple[tuple[Mapping[str, Any], ...], ...]


def _own(role: Identity) -> _Own:
    def known(*policies: Policy) -> list[Statement]:
        readings = [each for policy in policies for each in policy.readings if not each.whys]
        return [each for reading in readings for each in reading.widest]

    own, bounding = known(*role.policies), known(role.boundary) if role.boundary else None
    allows = tuple(each for each in own if each.allows)
    denies = tuple(_denied(each, "*") for each in (*own, *(bounding or ())) if not each.allows)
    within = [tuple(_policy_said(each) for each in allows)]
    if bounding is not None:
        within.append(tuple(_policy_said(each) for each in bounding if each.allows))
    return _Own(allows, denies, tuple(within))


def _said(statement: Statement, arn: str, principal: Any) -> dict[str, Any]:
    """What a statement says of somebody and of one resource, as an entry has it."""
    names = ("Action", "NotAction", "Condition")
    said = {name: _text(statement, statement.written[name]) for name in names if statement.written.get(name)}
    condition = {"Condition": said.pop("Condition")} if "Condition" in said else {}
    return {"Principal": principal, **said, **_resource(statement, arn), **condition}


def _resource(statement: Statement, arn: str) -> dict[str, Any]:
    """Of one resource: as the statement says it, or, where that says more, the whole resource."""
    if statement.resources is None or _is_wider(statement, arn):
        kind = resource_kind(arn)
        return {"Resource": scalar(list(kind.covered(arn)) if kind else [arn])}
    return {"Resource": _text(statement, statement.written["Resource"])}


def _is_wider(statement: Statement, arn: str) -> bool:
    """Whether it may speak of another resource than this."""
    if statement.resources is None:
        return False
    kind = resource_kind(arn)
    known = (kind.resource_of(each) if kind else None for each in statement.resources)
    return statement.not_resources or any(each != arn for each in known)


def _resources_of(statement: Statement) -> dict[str, Any]:
    """Any action on the resources that a statement speaks of."""
    name = "NotResource" if statement.not_resources else "Resource"
    return {"Action": "*", name: _text(statement, statement.written[name])}


def _within(found: Opening, arn: str) -> tuple[tuple[Mapping[str, Any], ...], ...]:
    return ((_resources_of(found.statement),),) if _is_wider(found.statement, arn) else ()


def _denied(statement: Statement, arn: str) -> dict[str, Any]:
    """A Deny as an entry has it."""
    names = ("Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
    said = {name: _text(statement, statement.written[name]) for name in names if statement.written.get(name)}
    return said if statement.resources is not None else {**said, "Resource": arn}


def _policy_said(statement: Statement) -> dict[str, Any]:
    """A statement of a role's own policy as an entry has it."""
    names = ("Action", "NotAction", "Resource", "NotResource", "Condition")
    return {name: _text(statement, statement.written[name]) for name in names if statement.written.get(name)}


def _text(statement: Statement, value: Any) -> Any:
    """A value as a policy with variables writes it."""
    if isinstance(value, str):
        return value if statement.variables else value.replace("$", "${$}")
    if isinstance(value, Mapping):
        return {key: _text(statement, each) for key, each in value.items()}
    return [_text(statement, each) for each in value] if isinstance(value, list) else value


def _meets(way: KnownWay, left: Sequence[Box]) -> bool:
    return any(has_request(each) for each in product(left, boxes_of(way)))


# Who


def _outside(statement: Statement, account: str) -> Iterator[Any]:
    """Whom a statement names beside the account itself, each kind of principal apart."""
    named = statement.principals or Principals()
    if "*" in named.aws:
        yield "*"
        return
    aws = [each for each in named.aws if not _is_of(each, account)]
    kinds = {"AWS": aws, "Service": named.services, "Federated": named.federated, "CanonicalUser": named.canonical}
    yield from ({kind: scalar(list(names))} for kind, names in kinds.items() if names)


def _is_of(principal: str, account: str) -> bool:
    return account_of(principal) == account or (is_arn(principal) and parse(principal).account == account)


def _why_not(statement: Statement, principal: Any, *, is_role: bool) -> str:
    """Why nothing may be written of whom a statement lets in; empty where it may."""
    conditions = statement.conditions
    if principal == "*":
        return "" if _fixed(conditions, (*_CALLERS, *_SOURCES)) else "lets in anybody: name who it is, or condition it"
    if "Service" in principal and not is_role and not _fixed(conditions, _SOURCES):
        return "lets in a service on whomever's behalf: add aws:SourceArn or aws:SourceAccount"
    if "Federated" in principal:
        said = {"audience": _fixed(conditions, _AUDIENCES), "subject": _fixed(conditions, _SUBJECTS, _OF_SOMEBODY)}
        lacking = [word for word, is_said in said.items() if not is_said]
        return f"lets in whom a provider signs in, and asks for no {' and no '.join(lacking)}" if lacking else ""
    return ""


def _fixed(conditions: Sequence[Condition], ends: tuple[str, ...], form: re.Pattern[str] = _SOMETHING) -> bool:
    """Whether one of the conditions holds for written values of such a key alone."""
    return any(
        each.operator is not None
        and each.operator.name in _FIXING
        and not each.if_exists
        and each.quantifier != "forallvalues"
        and each.key.lower().endswith(ends)
        and all(form.match(value) for value in each.values)
        for each in conditions
    )


def _name(arn: str, principal: Any) -> str:
    """What an entry is called: the resource, and who comes there."""
    who = "anybody" if principal == "*" else str(listed(next(iter(principal.values())))[0])
    short = parse(who).account or who if is_arn(who) and account_of(who) else who
    return "-".join(part for part in (_short(arn), _short(short)) if part)


def _short(text: str) -> str:
    name = (parse(text).name if is_arn(text) else text).rstrip("/")
    return re.sub("[^a-z0-9]+", "-", MARK.sub("", name).lower()).strip("-")
