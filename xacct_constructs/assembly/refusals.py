"""Settings of a resource that refuse what its policy allows, as denies of that policy: then whatever decides sees them.

Source: AWS KMS Developer Guide, "Key states of AWS KMS keys"; Amazon S3 User Guide, "Blocking public access to your
Amazon S3 storage".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from xacct_constructs.arns import parse
from xacct_constructs.assembly.model import Resource
from xacct_constructs.assembly.public import is_public
from xacct_constructs.iam import Policy
from xacct_constructs.services import ResourceKind
from xacct_constructs.services.kms import KEY
from xacct_constructs.services.s3 import BUCKET

_WITH_A_KEY = (
    *("kms:Decapsulate", "kms:Decrypt", "kms:DeriveSharedSecret", "kms:Encapsulate", "kms:Encrypt", "kms:CreateGrant"),
    *("kms:GenerateDataKey*", "kms:GenerateMac", "kms:ReEncrypt*", "kms:Sign", "kms:Verify*"),
)
"""What KMS refuses with a key that is disabled."""


def flag(value: Any, *, absent: bool) -> bool | None:
    """A setting that is on or off, as templates write it; None where deployment settles it."""
    known = {None: absent, True: True, False: False, "true": True, "false": False}
    return known.get(value) if isinstance(value, bool | str | None) else None


def with_refusals(resource: Resource) -> Resource:
    """The resource, with what its settings refuse among its policies."""
    found = _REFUSING.get(resource.kind)
    denies = list(found(resource)) if found else []
    if not denies:
        return resource
    default = resource.kind.default
    held = resource.policies or ((Policy(default(parse(resource.arn)), resource.origin),) if default else ())
    return replace(resource, policies=(*held, *denies))


def may_restrict(resource: Resource) -> bool:
    """Whether it is open if S3 cuts access across accounts: by its setting, or by whether its policy is public."""
    if resource.kind != BUCKET:
        return False
    answers = {flag(resource.settings.get(_RESTRICTS), absent=False), _is_public(resource)}
    return None in answers and False not in answers


def _disabled(resource: Resource) -> Iterator[Policy]:
    if flag(resource.settings.get("enabled"), absent=True) is False:
        yield _deny(resource, "Enabled", {"Action": list(_WITH_A_KEY), "Resource": "*"})


def _restricted(resource: Resource) -> Iterator[Policy]:
    """Once a policy is public, only services and the owner's own principals are left, whatever else it says."""
    if flag(resource.settings.get(_RESTRICTS), absent=False) and _is_public(resource):
        others = {
            "StringNotEquals": {"aws:PrincipalAccount": resource.account},
            "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
        }
        on = list(resource.kind.covered(resource.arn))
        said = {"Action": "s3:*", "Resource": on, "Condition": others}
        yield _deny(resource, "PublicAccessBlockConfiguration.RestrictPublicBuckets", said)


def _is_public(resource: Resource) -> bool | None:
    found = {is_public(part) for policy in resource.policies for part in policy.parts}
    return True if True in found else None if None in found else False


def _deny(resource: Resource, where: str, said: Mapping[str, Any]) -> Policy:
    statement = {"Effect": "Deny", "Principal": "*", **said}
    return Policy({"Version": "2012-10-17", "Statement": [statement]}, replace(resource.origin, property=where))


_RESTRICTS = "restricts public"
_REFUSING: Mapping[ResourceKind, Callable[[Resource], Iterator[Policy]]] = {KEY: _disabled, BUCKET: _restricted}
"""What settings refuse, by the kind of resource."""
