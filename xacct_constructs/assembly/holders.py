"""Users, roles and groups, and the policies that are attached to them from wherever they stand.

Source: CloudFormation Template Reference, AWS::IAM.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from xacct_constructs.assembly.aws_managed import aws_managed
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Identity, UniqueName, unique_name
from xacct_constructs.assembly.physical import own_arn
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS, LONGEST_SESSION_SECONDS
from xacct_constructs.values import listed

_ATTACHED = {"Users": "user", "Roles": "role", "Groups": "group"}


Gather = Callable[["Holders", Resolver, Origin, Mapping[str, Any]], None]


class Holders:
    """Gathers those who hold policies; policies find their holders when all are read."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._identities: dict[UniqueName, Identity] = {}
        self._inline: list[tuple[UniqueName, Policy, str]] = []
        self._managed: dict[str, Policy] = {}
        self._members: list[tuple[UniqueName, str]] = []
        self._existing: dict[UniqueName, tuple[str, Origin]] = {}
        self._attached: list[tuple[UniqueName, str]] = []

    def add_role(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        """A role, with its trust policy."""
        name = "AssumeRolePolicyDocument"
        self._add_holder(resolver, origin, properties, policy_of(resolver, origin, name, properties[name]))

    def add_user(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        """A user, with the groups it is in."""
        self._add_holder(resolver, origin, properties, None)
        key = unique_name(own_arn(resolver, origin.logical_id))
        self._members += [(key, group) for group in listed(properties.get("Groups") or [])]

    def add_group(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        """A group."""
        self._add_holder(resolver, origin, properties, None)

    def add_members(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        """Users of a group, made elsewhere or here."""
        for key, arn in _holders(resolver, {"Users": properties["Users"]}):
            self._members.append((key, properties["GroupName"]))
            self._existing.setdefault(key, (arn, origin))

    def add_policy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        """A policy that stands inline in each of its holders."""
        holders = list(_holders(resolver, properties))
        policy = policy_of(resolver, origin, "PolicyDocument", properties["PolicyDocument"])
        policy = replace(policy, inline_of=tuple(arn for _, arn in holders))
        for key, arn in holders:
            self._inline.append((key, policy, arn))

    def add_managed_policy(self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        """A policy with an ARN of its own, attached to its holders."""
        policy = policy_of(resolver, origin, "PolicyDocument", properties["PolicyDocument"])
        self._managed[own_arn(resolver, origin.logical_id)] = policy
        for key, holder in _holders(resolver, properties):
            self._inline.append((key, policy, holder))

    def _add_holder(
        self, resolver: Resolver, origin: Origin, properties: Mapping[str, Any], trust: Policy | None
    ) -> None:
        arn = own_arn(resolver, origin.logical_id)
        key = unique_name(arn)
        self._identities[key] = Identity(
            arn=arn,
            account=key.account,
            origin=origin,
            boundary_arn=properties.get("PermissionsBoundary"),
            trust=trust,
            max_session_seconds=_seconds(properties.get("MaxSessionDuration", DEFAULT_MAX_SESSION_SECONDS)),
            tags={each["Key"]: each["Value"] for each in _maps(properties.get("Tags"))},
        )
        for index, policy in enumerate(listed(properties.get("Policies") or [])):
            document = policy.get("PolicyDocument") if isinstance(policy, Mapping) else policy
            inline = replace(policy_of(resolver, origin, f"Policies[{index}]", document), inline_of=(arn,))
            self._inline.append((key, inline, arn))
        self._attached += [(key, each) for each in listed(properties.get("ManagedPolicyArns") or [])]

    def identities(self) -> tuple[Identity, ...]:
        """Every user and role, with the policies that are its own and those of its groups."""
        policies: dict[UniqueName, list[Policy]] = {}
        outside: dict[UniqueName, list[str]] = {}
        for key, policy, arn in self._inline:
            self._existing.setdefault(key, (arn, policy.origin))
            policies.setdefault(key, []).append(policy)
        for key, (arn, origin) in self._existing.items():
            if key not in self._identities:
                self._identities[key] = Identity(arn=arn, account=key.account, origin=origin, existing=True)
        for key, policy_arn in self._attached:
            if managed := self._managed.get(policy_arn) or aws_managed(policy_arn):
                policies.setdefault(key, []).append(managed)
            else:
                outside.setdefault(key, []).append(policy_arn)
        self._join(policies, outside)
        return tuple(
            replace(
                identity,
                policies=tuple(policies.get(key, [])),
                outside=tuple(outside.get(key, [])),
                boundary=self._managed.get(identity.boundary_arn or "") or aws_managed(identity.boundary_arn),
            )
            for key, identity in self._identities.items()
            if key.kind != "group"
        )

    def _join(self, policies: dict[UniqueName, list[Policy]], outside: dict[UniqueName, list[str]]) -> None:
        """Give the members of each group what the group has."""
        for key, group in self._members:
            group_key = UniqueName(key.account, "group", group.lower())
            policies.setdefault(key, []).extend(policies.get(group_key, []))
            outside.setdefault(key, []).extend(outside.get(group_key, []))
            holder = self._identities.get(group_key)
            if holder is None or holder.existing:
                outside[key].append(f"those of the group {group}")


def _of_one(name_property: str, holders: str) -> Gather:
    """Gathers a policy of one holder, whose name stands in a property of its own."""

    def gather(held: Holders, resolver: Resolver, origin: Origin, properties: Mapping[str, Any]) -> None:
        held.add_policy(resolver, origin, {**properties, holders: [properties[name_property]]})

    return gather


HOLDING: Mapping[str, Gather] = {
    "AWS::IAM::Group": Holders.add_group,
    "AWS::IAM::GroupPolicy": _of_one("GroupName", "Groups"),
    "AWS::IAM::ManagedPolicy": Holders.add_managed_policy,
    "AWS::IAM::Policy": Holders.add_policy,
    "AWS::IAM::Role": Holders.add_role,
    "AWS::IAM::RolePolicy": _of_one("RoleName", "Roles"),
    "AWS::IAM::User": Holders.add_user,
    "AWS::IAM::UserPolicy": _of_one("UserName", "Users"),
    "AWS::IAM::UserToGroupAddition": Holders.add_members,
}
"""CloudFormation types to what gathers them."""


def policy_of(resolver: Resolver, origin: Origin, name: str, document: Any) -> Policy:
    """A policy with its place; of a resource that may not be made, its document is an unknown."""
    if resolver.is_written(origin.logical_id) is None:
        document = resolver.perhaps(origin.logical_id)
    return Policy(document, replace(origin, property=name))


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [each for each in listed(value or []) if isinstance(each, Mapping)]


def _seconds(value: Any) -> int:
    """A duration; one that deployment settles is taken at IAM's longest."""
    return int(value) if str(value).isdigit() else LONGEST_SESSION_SECONDS


def _holders(resolver: Resolver, properties: Mapping[str, Any]) -> Iterator[tuple[UniqueName, str]]:
    account = resolver.value({"Ref": "AWS::AccountId"})
    for name_property, kind in _ATTACHED.items():
        for name in listed(properties.get(name_property) or []):
            arn = f"arn:{resolver.partition}:iam::{account}:{kind}/{name}"
            yield unique_name(arn), arn
