"""Fingerprints of what somebody has looked at: where one is the same, so is all that it was made from."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Policy
from xacct_constructs.known_access import Fingerprints
from xacct_constructs.unknowns import Partly, Unknown

_DIGITS = 16


def fingerprint(value: Any) -> str:
    """The fingerprint of a value of a template, or of several, whatever the order of a map's keys."""
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=str)
    return sha256(text.encode()).hexdigest()[:_DIGITS]


def fingerprints(role: Identity) -> Fingerprints:
    """What a role is: whom it trusts, and what it may do."""
    trust, policies, boundary = documents(role)
    return Fingerprints(fingerprint(trust), fingerprint(policies), fingerprint(boundary))


def documents(role: Identity) -> tuple[Any, Any, Any]:
    """A role's trust policy, its own policies and its boundary, as values."""
    own = sorted(fingerprint(_document(each)) for each in role.policies)
    boundary = [role.boundary_arn, _document(role.boundary) if role.boundary else None]
    return _document(role.trust) if role.trust else None, [own, sorted(role.outside), role.existing], boundary


def _document(policy: Policy) -> Any:
    return [policy.document, policy.perhaps]


def _plain(value: Any) -> Any:
    """A value as JSON; what deployment settles is what it is made from."""
    if isinstance(value, Unknown):
        return {"unknown": [value.text, value.why, value.source, _plain(list(value.arms))]}
    if isinstance(value, Partly):
        return {"joined": [_plain(each) for each in value.pieces]}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value
