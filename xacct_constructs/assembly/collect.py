"""Resources of IAM, S3 and KMS, gathered over all templates."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Assembly, Bucket, Identity, Key, Unknown, Unread
from xacct_constructs.assembly.physical import arn as physical_arn
from xacct_constructs.assembly.unread import lacking, unread
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS, LONGEST_SESSION_SECONDS
from xacct_constructs.values import listed

_ATTACHED = {"Users": "user", "Roles": "role", "Groups": "group"}


class Collector:
    """Gathers what the templates hold; policies find their holders when all are read."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._identities: dict[tuple[str, str, str], Identity] = {}
        self._inline: list[tuple[tuple[str, str, str], Policy, str]] = []
        self._managed: dict[str, Policy] = {}
        self._members: list[tuple[tuple[str, str, str], str]] = []
        self._existing: dict[tuple[str, str, str], tuple[str, Origin]] = {}
        self._bucket_policies: list[tuple[str, str, Policy]] = []
        self._buckets: dict[str, Bucket] = {}
        self._keys: dict[str, Key] = {}
        self._attached: list[tuple[tuple[str, str, str], str]] = []
        self._unknowns: dict[str, Unknown] = {}
        self._regions: dict[str, str] = {}
        self._unread: list[Unread] = []

    def add(self, resolver: Resolver) -> None:
        """Gather one template."""
        self._regions[resolver.stack] = resolver.region
        for logical_id, resource in resolver.resources.items():
            kind = resource["Type"].removeprefix("AWS::").replace("::", "_").lower()
            gather = getattr(self, f"_add_{kind}", None)
            if gather and resolver.is_written(logical_id) is not False and not lacking(resource):
                properties = resolver.value(resource.get("Properties", {}))
                origin = Origin(resolver.stack, resolver.file, logical_id)
                gather(resolver, origin, properties)
        self._unread += unread(resolver)
        self._unknowns.update(resolver.unknowns)

    def _own_arn(self, resolver: Resolver, origin: Origin) -> str:
        resource = resolver.resources[origin.logical_id]
        is_named = resolver.value({"Ref": origin.logical_id})
        name = is_named.rsplit("/", 1)[-1] if is_named.startswith("arn:") else is_named
        return str(physical_arn(resolver, resource, name))

    def _add_holder(
        self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any], trust: Policy | None
    ) -> None:
        arn = self._own_arn(resolver, origin)
        key = _key(arn)
        self._identities[key] = Identity(
            arn=arn,
            account=key[0],
            origin=origin,
            boundary_arn=properties.get("PermissionsBoundary"),
            trust=trust,
            max_session_seconds=_seconds(properties.get("MaxSessionDuration", DEFAULT_MAX_SESSION_SECONDS)),
            tags={each["Key"]: each["Value"] for each in _maps(properties.get("Tags"))},
        )
        for index, policy in enumerate(listed(properties.get("Policies") or [])):
            document = policy.get("PolicyDocument") if isinstance(policy, Mapping) else policy
            inline = replace(_policy(resolver, origin, f"Policies[{index}]", document), inline_of=(arn,))
            self._inline.append((key, inline, arn))
        self._attached += [(key, each) for each in listed(properties.get("ManagedPolicyArns") or [])]

    def _add_iam_role(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        name = "AssumeRolePolicyDocument"
        self._add_holder(resolver, origin, properties, _policy(resolver, origin, name, properties[name]))

    def _add_iam_user(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        self._add_holder(resolver, origin, properties, None)
        key = _key(self._own_arn(resolver, origin))
        self._members += [(key, group) for group in listed(properties.get("Groups") or [])]

    def _add_iam_group(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        self._add_holder(resolver, origin, properties, None)

    def _add_iam_usertogroupaddition(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        for key, arn in _holders(resolver, {"Users": properties["Users"]}):
            self._members.append((key, properties["GroupName"]))
            self._existing.setdefault(key, (arn, origin))

    def _add_iam_policy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        holders = list(_holders(resolver, properties))
        policy = _policy(resolver, origin, "PolicyDocument", properties["PolicyDocument"])
        policy = replace(policy, inline_of=tuple(arn for _, arn in holders))
        for key, arn in holders:
            self._inline.append((key, policy, arn))

    def _add_iam_userpolicy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        self._add_iam_policy(resolver, origin, {**properties, "Users": [properties["UserName"]]})

    def _add_iam_rolepolicy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        self._add_iam_policy(resolver, origin, {**properties, "Roles": [properties["RoleName"]]})

    def _add_iam_grouppolicy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        self._add_iam_policy(resolver, origin, {**properties, "Groups": [properties["GroupName"]]})

    def _add_iam_managedpolicy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        arn = self._own_arn(resolver, origin)
        policy = _policy(resolver, origin, "PolicyDocument", properties["PolicyDocument"])
        self._managed[arn] = policy
        for key, holder in _holders(resolver, properties):
            self._inline.append((key, policy, holder))

    def _add_s3_bucket(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        arn = self._own_arn(resolver, origin)
        rules = properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration", [])
        keys = [rule.get("ServerSideEncryptionByDefault", {}).get("KMSMasterKeyID") for rule in rules]
        account = str(resolver.value({"Ref": "AWS::AccountId"}))
        kms_key = next((key for key in keys if key), None)
        self._buckets[arn] = Bucket(arn, account, origin, kms_key=kms_key, acl=properties.get("AccessControl"))

    def _add_s3_bucketpolicy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        arn = f"arn:{resolver.partition}:s3:::{properties['Bucket']}"
        policy = _policy(resolver, origin, "PolicyDocument", properties["PolicyDocument"])
        self._bucket_policies.append((arn, str(resolver.value({"Ref": "AWS::AccountId"})), policy))

    def _add_kms_key(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        arn = self._own_arn(resolver, origin)
        document = properties.get("KeyPolicy")
        policy = _policy(resolver, origin, "KeyPolicy", document) if document else None
        self._keys[arn] = Key(arn, arn.split(":")[4], origin, policy)

    def assembly(self, agreements: tuple[Mapping[str, Any], ...]) -> Assembly:
        """Everything gathered, each policy with its holder."""
        policies: dict[tuple[str, str, str], list[Policy]] = {}
        outside: dict[tuple[str, str, str], list[str]] = {}
        for key, policy, arn in self._inline:
            self._existing.setdefault(key, (arn, policy.origin))
            policies.setdefault(key, []).append(policy)
        for key, (arn, origin) in self._existing.items():
            if key not in self._identities:
                self._identities[key] = Identity(arn=arn, account=key[0], origin=origin, existing=True)
        for key, policy_arn in self._attached:
            if policy_arn in self._managed:
                policies.setdefault(key, []).append(self._managed[policy_arn])
            else:
                outside.setdefault(key, []).append(policy_arn)
        for key, group in self._members:
            group_key = (key[0], "group", group.lower())
            policies.setdefault(key, []).extend(policies.get(group_key, []))
            outside.setdefault(key, []).extend(outside.get(group_key, []))
            holder = self._identities.get(group_key)
            if holder is None or holder.existing:
                outside[key].append(f"those of the group {group}")
        for arn, account, policy in self._bucket_policies:
            bucket = self._buckets.get(arn) or Bucket(arn, account, policy.origin)
            self._buckets[arn] = replace(bucket, policies=(*bucket.policies, policy))
        identities = tuple(
            replace(
                identity,
                policies=tuple(policies.get(key, [])),
                outside=tuple(outside.get(key, [])),
                boundary=self._managed.get(identity.boundary_arn or ""),
            )
            for key, identity in self._identities.items()
            if key[1] != "group"
        )
        return Assembly(
            identities=identities,
            buckets=self._buckets,
            keys=self._keys,
            unknowns=self._unknowns,
            agreements=agreements,
            regions=self._regions,
            unread=tuple(self._unread),
        )


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in listed(value or []) if isinstance(each, Mapping)]


def _seconds(value: Any) -> int:
    """A duration; one that deployment settles is taken at IAM's longest."""
    return int(value) if str(value).isdigit() else LONGEST_SESSION_SECONDS


def _policy(resolver: Resolver, origin: Origin, name: str, document: Any) -> Policy:
    """A policy with its place; of a resource that may not be made, its document is an unknown."""
    if resolver.is_written(origin.logical_id) is None:
        document = resolver.perhaps(origin.logical_id)
    return Policy(document, replace(origin, property=name))


def _key(arn: str) -> tuple[str, str, str]:
    """Account, kind and name: a name is unique in its account, whatever its path and case."""
    account, _, rest = arn.partition(":iam::")[2].partition(":")
    return account, rest.split("/")[0], rest.rsplit("/", 1)[-1].lower()


def _holders(resolver: Resolver, properties: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], str]]:
    account = resolver.value({"Ref": "AWS::AccountId"})
    for name_property, kind in _ATTACHED.items():
        for name in listed(properties.get(name_property) or []):
            arn = f"arn:{resolver.partition}:iam::{account}:{kind}/{name}"
            yield _key(arn), arn
