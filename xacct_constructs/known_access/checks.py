"""What is wrong in known access that is read: statements that are none, names that are there twice or not at all."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from xacct_constructs.finding import Finding, error
from xacct_constructs.iam import Origin, Policy, UndecidedError
from xacct_constructs.known_access.entries import AcceptedUnknown, Administrator, CdkRole, KnownAccess, KnownWay, Said
from xacct_constructs.texts import shown

_FINGERPRINT = re.compile("[0-9a-f]{16}")
_ELEMENTS = ("Principal", "Action", "NotAction", "Resource", "NotResource", "Condition")
_OF_DENIES = (*_ELEMENTS, "NotPrincipal")
_OF_POLICIES = tuple(each for each in _ELEMENTS if each != "Principal")


def check_known_access(known: KnownAccess, beside: KnownAccess | None = None) -> Iterator[Finding]:
    """Everything that is wrong in it.

    Args:
        known: What is known.
        beside: What is known beside it: its IDs are taken, and later steps may go on from it. Default: nothing.
    """
    for index, way in enumerate(known.ways):
        yield from _check_way(f"ways[{index}]", way)
    for index, administrator in enumerate(known.administrators):
        yield from _check_role(f"administrators[{index}]", administrator)
    for index, role in enumerate(known.cdk_roles):
        yield from _check_role(f"cdk_roles[{index}]", role)
    for index, accepted in enumerate(known.accepted_unknowns):
        yield from _check_accepted(f"accepted_unknowns[{index}]", accepted)
    yield from _check_ids(known, beside or KnownAccess())


def _check_way(path: str, way: KnownWay) -> Iterator[Finding]:
    yield from _check_said(f"{path}.allows", way.allows, _ELEMENTS, {"Principal", "Action", "Resource"})
    for index, each in enumerate(way.denies):
        yield from _check_said(f"{path}.denies[{index}]", each, _OF_DENIES, {"Action", "Resource"})
    for first, policy in enumerate(way.within):
        for second, each in enumerate(policy):
            yield from _check_said(f"{path}.within[{first}][{second}]", each, _OF_POLICIES, {"Action", "Resource"})


def _check_said(path: str, said: Said, allowed: tuple[str, ...], needed: set[str]) -> Iterator[Finding]:
    """Whether a statement is one, all of whose elements may stand there."""
    names = ", ".join(allowed)
    if not isinstance(said, Mapping):
        yield error("XA602", path, f"must be a map, got {shown(said)}", f"write {names}")
        return
    extra = sorted(set(said) - set(allowed))
    lacking = sorted(each for each in needed if not {each, f"Not{each}"} & set(said))
    for name in extra:
        yield error("XA603", f"{path}.{name}", "is no element that may stand here", f"use {names}")
    for name in lacking:
        yield error("XA603", path, f"has no {name}", f"write it; use {names}")
    if not extra and not lacking:
        yield from _check_meaning(path, said)


def _check_meaning(path: str, said: Said) -> Iterator[Finding]:
    """Whether the statement is understood; one without a principal is an identity policy's."""
    policy = Policy({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **said}]}, Origin("", "", ""))
    for each in policy.parts:
        if isinstance(each, UndecidedError):
            yield error("XA603", path, f"is not understood: {each}", "write it as IAM reads it")


def _check_role(path: str, found: Administrator | CdkRole) -> Iterator[Finding]:
    if not re.fullmatch(r"arn:aws[a-z-]*:iam::[0-9]{12}:role/.+", found.role) or set(found.role) & set("*?"):
        yield error("XA604", f"{path}.role", f"must be the ARN of one role, got {shown(found.role)}", "copy it")
    for each in fields(found.fingerprints):
        value = getattr(found.fingerprints, each.name)
        yield from _check_fingerprint(f"{path}.fingerprints.{each.name}", value)


def _check_accepted(path: str, found: AcceptedUnknown) -> Iterator[Finding]:
    yield from _check_fingerprint(f"{path}.fingerprint", found.fingerprint)


def _check_fingerprint(path: str, value: Any) -> Iterator[Finding]:
    if not isinstance(value, str) or not _FINGERPRINT.fullmatch(value):
        message = f"must be 16 digits of 0-9 a-f, got {shown(value)}"
        yield error("XA604", path, message, "copy the one that `xacct adopt` prints")


def _check_ids(known: KnownAccess, beside: KnownAccess) -> Iterator[Finding]:
    """Every ID is there once, and what comes after something comes after a first step."""
    named = [
        *((f"ways[{index}]", each.id) for index, each in enumerate(known.ways)),
        *((f"administrators[{index}]", each.id) for index, each in enumerate(known.administrators)),
        *((f"cdk_roles[{index}]", each.id) for index, each in enumerate(known.cdk_roles)),
    ]
    counts = Counter(name for _, name in named)
    counts.update(beside.ids)
    for path, name in named:
        if not name:
            yield error("XA606", f"{path}.id", "is empty", "give it a name of its own")
        elif counts[name] > 1:
            yield error("XA606", f"{path}.id", f"is there {counts[name]} times: {shown(name)}", "give each its own")
    first = {each.id for each in (*known.ways, *beside.ways) if each.after is None}
    first |= {each.id for each in (*known.cdk_roles, *beside.cdk_roles)}
    for index, each in enumerate(known.ways):
        if each.after is not None and each.after not in first:
            what = "a later step itself" if each.after in counts else "there not at all"
            message = f"must be the ID of a first step, and {shown(each.after)} is {what}"
            yield error("XA606", f"ways[{index}].after", message, "name the first step of the way in")
