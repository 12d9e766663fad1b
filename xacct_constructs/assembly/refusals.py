"""Settings of a resource that refuse what its policy allows, as denies of that policy: then whatever decides sees them.

Source: AWS KMS Developer Guide, "Key states of AWS KMS keys"; Amazon S3 User Guide, "Blocking public access to your
Amazon S3 storage", "Managing public access to access points" and "Creating access points restricted to a VPC".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xacct_constructs.arns import parse
from xacct_constructs.assembly.model import Resource
from xacct_constructs.assembly.public import is_restricted
from xacct_constructs.iam import Policy, Statement, UndecidedError
from xacct_constructs.services import KMS_KEY, S3_ACCESS_POINT, S3_BUCKET, ResourceKind

_WITH_A_KEY = (
    *("kms:Decapsulate", "kms:Decrypt", "kms:DeriveSharedSecret", "kms:Encapsulate", "kms:Encrypt", "kms:CreateGrant"),
    *("kms:GenerateDataKey*", "kms:GenerateMac", "kms:ReEncrypt*", "kms:Sign", "kms:Verify*"),
)
"""What KMS refuses with a key that is disabled."""


def with_refusals(resource: Resource) -> Resource:
    """The resource, with what its settings refuse, or may, among its policies."""
    found = _REFUSING.get(resource.kind)
    denies = list(found(resource)) if found else []
    if not denies:
        return resource
    default = resource.kind.default
    held = resource.policies or ((Policy(default(parse(resource.arn)), resource.origin),) if default else ())
    return resource._replace(policies=(*held, *denies))


def _disabled(resource: Resource) -> Iterator[Policy]:
    """A key that is disabled, or has no material yet, can do nothing with what it has encrypted."""
    said = {"Action": list(_WITH_A_KEY), "Resource": "*"}
    enabled = _flag(resource.settings.get("enabled"), absent=True)
    if enabled is not True:
        open_why = f"whether {resource.arn} is enabled is settled at deployment"
        yield _deny(resource, "Enabled", said, open_why if enabled is None else "")
    if resource.settings.get("material", _OF_KMS[0]) not in _OF_KMS:
        why = f"the material of {resource.arn} comes from elsewhere, and whether it is there is not known here"
        yield _deny(resource, "Origin", said, why)


_OF_KMS = ("AWS_KMS", "AWS_CLOUDHSM")
"""Origins of a key's material that KMS sees to itself."""


def _restricted(resource: Resource) -> Iterator[Policy]:
    """Once a bucket's policy is public, what that restricts."""
    yield from _without_public(resource, _flag(resource.settings.get("restricts public"), absent=False))


def _guarded(resource: Resource) -> Iterator[Policy]:
    """An access point blocks public access unless it says otherwise; one of a network is asked from there alone."""
    network = resource.settings.get("network")
    if network is None:
        said = resource.settings.get("restricts public")
        restricts = None if said is None and "public access block" in resource.settings else _flag(said, absent=True)
        yield from _without_public(resource, restricts)
        return
    vpc = network.get("VpcId", network) if isinstance(network, Mapping) else network
    elsewhere = {"StringNotEquals": {"aws:SourceVpc": vpc}}
    said = {"Action": "s3:*", "Resource": list(resource.kind.covered(resource.arn)), "Condition": elsewhere}
    why = "" if isinstance(network, Mapping) else f"which networks {resource.arn} is asked from is not known here"
    yield _deny(resource, "VpcConfiguration", said, why)


def _without_public(resource: Resource, restricts: bool | None) -> Iterator[Policy]:
    """Once a policy is public, only services and the owner's own principals are left, whatever else it says."""
    answers = {restricts, _is_public(resource)}
    if False in answers:
        return
    others = {
        "StringNotEquals": {"aws:PrincipalAccount": resource.account},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    said = {"Action": "s3:*", "Resource": list(resource.kind.covered(resource.arn)), "Condition": others}
    why = f"whether Block Public Access of {resource.arn} refuses other accounts is not known here"
    where = "PublicAccessBlockConfiguration.RestrictPublicBuckets"
    yield _deny(resource, where, said, why if None in answers else "")


def _flag(value: Any, *, absent: bool) -> bool | None:
    """A setting that is on or off, as templates write it; None where deployment settles it."""
    known = {None: absent, True: True, False: False, "true": True, "false": False}
    return known.get(value) if isinstance(value, bool | str | None) else None


def _is_public(resource: Resource) -> bool | None:
    found = {_public(policy, part) for policy in resource.policies for part in policy.parts}
    return True if True in found else None if None in found else False


def _public(policy: Policy, part: Statement | UndecidedError) -> bool | None:
    found = is_restricted(part)
    return None if found and policy.perhaps else found


def _deny(resource: Resource, where: str, said: Mapping[str, Any], perhaps: str) -> Policy:
    statement = {"Effect": "Deny", "Principal": "*", **said}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    return Policy(document, resource.origin._replace(property=where), perhaps=perhaps)


_REFUSING: Mapping[ResourceKind, Callable[[Resource], Iterator[Policy]]] = {
    KMS_KEY: _disabled,
    S3_ACCESS_POINT: _guarded,
    S3_BUCKET: _restricted,
}
"""What settings refuse, by the kind of resource."""
