"""Requests told twice: as the client sends them, and as policies see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from examples.third_party_external_id.app import NEW_EXTERNAL_ID, OLD_EXTERNAL_ID
from tests.local.world import BUCKETS, MAILED, PAYROLL_READER, ROLES, Party, keys
from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.iam.request import Request
from xacct_constructs.local import story
from xacct_constructs.proof import Access

EXTERNAL_IDS = (
    None,
    story.EXTERNAL_ID,
    f"{story.EXTERNAL_ID}0",
    story.EXTERNAL_ID.upper(),
    OLD_EXTERNAL_ID,
    NEW_EXTERNAL_ID,
    NEW_EXTERNAL_ID[:-1],
    "globex-acme-",
)

OPERATIONS: Mapping[str, tuple[str, ...]] = {
    "get_object": ("s3:GetObject",),
    "head_object": ("s3:GetObject",),
    "get_object_attributes": ("s3:GetObject", "s3:GetObjectAttributes"),
    "get_object_tagging": ("s3:GetObjectTagging",),
    "get_object_acl": ("s3:GetObjectAcl",),
    "put_object": ("s3:PutObject",),
    "delete_object": ("s3:DeleteObject",),
    "list_objects_v2": ("s3:ListBucket",),
    "list_objects": ("s3:ListBucket",),
    "list_object_versions": ("s3:ListBucketVersions",),
    "head_bucket": ("s3:ListBucket",),
    "get_bucket_location": ("s3:GetBucketLocation",),
    "get_bucket_policy": ("s3:GetBucketPolicy",),
    "get_bucket_acl": ("s3:GetBucketAcl",),
    "assume_role": ("sts:AssumeRole",),
}
"""Operations with the actions that each needs, all of them. Source: Amazon S3 API Reference, Permissions."""

_OF_OBJECTS = tuple(name for name in OPERATIONS if name.endswith(("object", "attributes", "tagging", "object_acl")))
_LISTING = ("list_objects_v2", "list_objects", "list_object_versions")
_OF_BUCKETS = (*_LISTING, "head_bucket", "get_bucket_location", "get_bucket_policy", "get_bucket_acl")


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request of one party."""

    party: Party
    operation: str
    resource: str
    owner: str
    parameters: Mapping[str, Any]
    context: Mapping[str, str] = field(default_factory=dict)

    @property
    def service(self) -> str:
        """The service that is asked."""
        return OPERATIONS[self.operation][0].split(":")[0]

    @property
    def identity(self) -> str:
        """What makes it another request than others, and how it is told."""
        return f"{self.party.caller.arn} {self.operation} {self.resource} {dict(self.context)}"

    def decide(self, access: Access) -> bool:
        """Whether policies allow it."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        usual = {"aws:SecureTransport": "true", "aws:CurrentTime": now, "aws:SourceIp": "127.0.0.1"}
        requests = [
            Request(self.party.caller, action, self.resource, self.owner, {**usual, **self.context})
            for action in OPERATIONS[self.operation]
        ]
        own_side = self.party.own_side_allows
        return all(access.decide(request, own_side_allows=own_side).is_allowed for request in requests)


def attempt(party: Party, operation: str, parameters: Mapping[str, Any]) -> Attempt:
    """A request, with what policies see of it."""
    if operation == "assume_role":
        named = {"RoleSessionName": "sts:RoleSessionName", "ExternalId": "sts:ExternalId"}
        resource = parameters["RoleArn"]
        owner = resource.split(":")[4]
    else:
        named = {"Prefix": "s3:prefix", "Delimiter": "s3:delimiter"}
        resource = f"arn:aws:s3:::{parameters['Bucket']}" + (f"/{parameters['Key']}" if "Key" in parameters else "")
        owner = BUCKETS[parameters["Bucket"]][0]
    context = {key: parameters[name] for name, key in named.items() if name in parameters}
    if "TokenCode" in parameters:
        context |= {"aws:MultiFactorAuthPresent": "true", "aws:MultiFactorAuthAge": "1"}
    return Attempt(party, operation, resource, owner, parameters, context)


def drawn(random: Random, parties: Sequence[Party]) -> Attempt:
    """A request near the boundaries of what the apps allow."""
    party = random.choice(parties)
    session = party.caller.kind is CallerKind.SESSION
    anonymous = party.caller.kind is CallerKind.ANONYMOUS
    weights = (4, 4, 0 if anonymous else 2 if session else 6)
    [operations] = random.choices((_OF_OBJECTS, _OF_BUCKETS, ("assume_role",)), weights)
    operation = random.choice(operations)
    if operation == "assume_role":
        return attempt(party, operation, _assume(random))
    buckets = list(BUCKETS)
    near = [each for each in buckets if BUCKETS[each][0] == party.caller.account]
    bucket = random.choice(near if near and random.random() < 0.7 else buckets)
    prefix = BUCKETS[bucket][1]
    parameters: dict[str, Any] = {"Bucket": bucket}
    if operation in _OF_OBJECTS:
        key = f"{prefix}/2026-10.csv" if random.random() < 0.3 else random.choice(keys(prefix))
        parameters["Key"] = f"{key}.absent" if operation == "delete_object" else key
    if operation == "put_object":
        parameters |= {"Body": b"", "IfNoneMatch": "*"}  # Over what is there: allowed answers 412, and writes nothing.
    if operation == "get_object_attributes":
        parameters["ObjectAttributes"] = ["ETag"]
    if operation in _LISTING:
        parameters |= random.choice([{}, {"Delimiter": "/"}])
        parameters |= random.choice([{}, *({"Prefix": each} for each in _prefixes(prefix))])
    return attempt(party, operation, parameters)


def _assume(random: Random) -> dict[str, str]:
    """Half of the time with the role's own external ID, if it has one."""
    role_arn = random.choice([*ROLES, PAYROLL_READER, MAILED])
    other = random.choice(EXTERNAL_IDS)
    external = {"ExternalId": other} if other else {}
    if role_arn in ROLES and random.random() < 0.5:
        external = dict(ROLES[role_arn][2])
    return {"RoleArn": role_arn, "RoleSessionName": random.choice(("alice", "somebody")), **external}


def _prefixes(prefix: str) -> list[str]:
    """Listings at the boundaries of a prefix."""
    exact = f"{prefix}/"
    others = ("", "*", f"{prefix}*", f"{prefix}-secret/", f"{prefix.capitalize()}/", f"x/{exact}", "payroll/")
    return [exact, exact, exact, f"{exact}2026", f"{exact}*", prefix, prefix[:-1], *others]
