"""Users, roles and groups, and the policies that are attached to them from wherever they stand.

Source: CloudFormation Template Reference, AWS::IAM.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from xacct_constructs.arns import parse
from xacct_constructs.assembly.aws_managed import aws_managed
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Identity, UniqueName, Unread, UserGroup, unique_name
from xacct_constructs.assembly.physical import own_arn
from xacct_constructs.assembly.tags import tags_of
from xacct_constructs.iam import Policy
from xacct_constructs.origin import Origin
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS
from xacct_constructs.services import CloudFormationType
from xacct_constructs.unknowns import Member, Partly, Unknown, expression, in_texts, may_be_one, members


class Holder(NamedTuple):
    """Who a policy is given to.

    Attributes:
        key: Account, kind and name.
        arn: Its ARN without path.
        depends: Why it may be another, or nobody, in words. Empty: it is this one.
        pattern: The names that it can have, as a regular expression, where nobody of the assembly has its own.
        elsewhere: Why it may be of another account, in words, unless the stack makes it. Empty: it is of this one.
    """

    key: UniqueName
    arn: str
    depends: str = ""
    pattern: str = ""
    elsewhere: str = ""


class Holders:
    """Gathers those who hold policies; policies find their holders when all are read."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._identities: dict[UniqueName, Identity] = {}
        self._given: list[tuple[Holder, Policy]] = []
        self._managed: dict[str, Policy] = {}
        self._joining: list[tuple[Holder, Holder]] = []
        self._attached: list[tuple[UniqueName, Member, Origin]] = []
        self._inline: list[tuple[Holder, Any, Origin]] = []
        self.unread: list[Unread] = []

    def add(self, resolver: Resolver, type_: CloudFormationType, origin: Origin, properties: Mapping[str, Any]) -> None:
        """What a resource of the template makes, or adds to those who are made elsewhere."""
        if type_.identity:
            holders = [self._add_identity(resolver, type_, origin, properties)]
        else:
            holders = list(_holders(resolver, origin, type_.holders_in, properties))
            if type_.policy_in:
                self._add_policy(resolver, type_, origin, properties, holders)
        for holder in holders if type_.groups_in else ():
            self._join(resolver, origin, holder, properties.get(type_.groups_in) or [])

    def _add_policy(
        self,
        resolver: Resolver,
        type_: CloudFormationType,
        origin: Origin,
        properties: Mapping[str, Any],
        holders: list[Holder],
    ) -> None:
        """A policy to its holders: with an ARN of its own, or inline in each of them."""
        policy = policy_of(resolver, origin, type_.policy_in, properties[type_.policy_in])
        if type_.form:
            self._managed[own_arn(resolver, origin.logical_id)] = policy
        else:
            policy = replace(policy, inline_of=tuple(each.arn for each in holders))
            self._inline += [(holder, properties.get("PolicyName"), policy.origin) for holder in holders]
        self._given += [(each, policy) for each in holders]

    def _add_identity(
        self, resolver: Resolver, type_: CloudFormationType, origin: Origin, properties: Mapping[str, Any]
    ) -> Holder:
        arn = own_arn(resolver, origin.logical_id)
        key = unique_name(arn)
        holder = Holder(key, arn)
        self._told_twice(resolver, origin, key)
        boundary, trust = properties.get("PermissionsBoundary"), type_.policy_in
        unsettled = isinstance(boundary, Unknown | Partly)
        self._identities[key] = Identity(
            arn=arn,
            account=key.account,
            origin=origin,
            boundary=policy_of(resolver, origin, "PermissionsBoundary", boundary) if unsettled else None,
            boundary_arn=in_texts(boundary),
            trust=policy_of(resolver, origin, trust, properties[trust]) if trust else None,
            max_session_seconds=_seconds(properties.get("MaxSessionDuration", DEFAULT_MAX_SESSION_SECONDS)),
            tags={**resolver.tags, **tags_of(properties)},
        )
        for index, (value, depends) in enumerate(members(properties.get("Policies") or [])):
            is_shown = isinstance(value, dict)
            document, name = (value.get("PolicyDocument"), value.get("PolicyName")) if is_shown else (value, None)
            policy = policy_of(resolver, origin, f"Policies[{index}]", document, arn)
            self._inline.append((holder, name, policy.origin))
            self._given.append((holder, perhaps(policy, _depends(policy.origin, depends) if is_shown else "")))
        attached = members(properties.get("ManagedPolicyArns") or [])
        self._attached += [(key, each, origin.at("ManagedPolicyArns")) for each in attached]
        return holder

    def _told_twice(self, resolver: Resolver, origin: Origin, key: UniqueName) -> None:
        """What two resources make under one name: which of them is there in the end is not known."""
        other = self._identities.get(key)
        if other is not None:
            why = f"{other.origin} makes a {key.kind} of the same name, and an account can have only one"
            self.unread.append(Unread(resolver.account, origin, why, about=key))

    def _replaced(self, found: Mapping[UniqueName, Identity]) -> Iterator[Unread]:
        """Inline policies of one name: the one that is written last is there in the end, and which is not known."""
        inline: dict[UniqueName, list[tuple[Any, Origin, str]]] = {}
        for holder, name, written in self._inline:
            for key, depends in {holder.key: "", **dict(_meant(holder, found))}.items() if name is not None else ():
                given = inline.setdefault(key, [])
                for other, origin, depended in given:
                    if origin != written and may_be_one(other, name):
                        why = f"{origin} writes an inline policy of the same name, {other}, into the same {key.kind}"
                        may = "" if str(other) == str(name) else f", since {name} may be it"
                        perhaps_ = f", perhaps: {depends or depended}" if depends or depended else ""
                        yield Unread(key.account, written, f"{why}{may}{perhaps_}", about=key)
                        break
                given.append((name, written, depends))

    def _join(self, resolver: Resolver, origin: Origin, holder: Holder, groups: Any) -> None:
        condition = resolver.perhaps(origin.logical_id)
        for group in _holders(resolver, origin, {"Groups": "group"}, {"Groups": groups}):
            self._joining.append((holder, group._replace(depends=group.depends or condition)))

    def held(self) -> tuple[tuple[Identity, ...], tuple[UserGroup, ...]]:
        """Every user and role, with the policies that are its own and those of its groups; and every group."""
        found = dict(self._identities)
        named = [*(holder for holder, _ in self._given), *(holder for holder, _ in self._joining)]
        origins = [*(policy.origin for _, policy in self._given), *(None for _ in self._joining)]
        for holder, origin in zip(named, origins, strict=True):
            if holder.key not in found and not holder.pattern:
                at = origin or Origin("", "", holder.key.name)
                found[holder.key] = Identity(arn=holder.arn, account=holder.key.account, origin=at, existing=True)
        self.unread += self._replaced(found)
        policies: dict[UniqueName, list[Policy]] = {key: [] for key in found}
        outside: dict[UniqueName, list[str]] = {key: [] for key in found}
        self._give(found, policies)
        self._attach(policies, outside)
        users, perhaps_users = self._share(found, policies, outside)
        for key, identity in found.items():
            found[key] = identity._replace(
                policies=tuple(policies[key]),
                outside=tuple(outside[key]),
                boundary=identity.boundary or self._known(identity.boundary_arn),
            )
        identities = tuple(identity for key, identity in found.items() if key.kind != "group")
        return identities, tuple(
            _group(each, users[key], perhaps_users[key]) for key, each in found.items() if key.kind == "group"
        )

    def _give(self, found: Mapping[UniqueName, Identity], policies: dict[UniqueName, list[Policy]]) -> None:
        """Each policy to its holder, and to all who may be it."""
        for holder, policy in self._given:
            for key, depends in _meant(holder, found):
                policies[key].append(perhaps(policy, depends))

    def _attach(self, policies: dict[UniqueName, list[Policy]], outside: dict[UniqueName, list[str]]) -> None:
        """Managed policies by their ARNs."""
        for key, member, origin in self._attached:
            if isinstance(member.value, Unknown | Partly):
                known = self._managed.get(str(member.value))
                policies[key].append(known or Policy(member.value, origin))
            elif isinstance(member.value, str) and (managed := self._known(member.value)):
                policies[key].append(perhaps(managed, _depends(origin, member.depends)))
            else:
                outside[key].append(str(member.value))

    def _known(self, arn: Any) -> Policy | None:
        """The managed policy of this ARN, which the templates make, or AWS."""
        return self._managed.get(arn or "") or aws_managed(arn)

    def _share(
        self,
        found: Mapping[UniqueName, Identity],
        policies: dict[UniqueName, list[Policy]],
        outside: dict[UniqueName, list[str]],
    ) -> tuple[dict[UniqueName, dict[UniqueName, str]], dict[UniqueName, dict[str, str]]]:
        """Give the users of each group what the group has; return them, and the names of those that may be."""
        users: dict[UniqueName, dict[UniqueName, str]] = {key: {} for key in found}
        perhaps_users: dict[UniqueName, dict[str, str]] = {key: {} for key in found}
        for holder, group in self._joining:
            groups = _meant(group, found)
            for each, _ in groups if holder.pattern else ():
                perhaps_users[each][holder.pattern] = holder.depends
            for key, joins in _meant(holder, found):
                for each, depends in groups:
                    users[each][key] = joins or depends if users[each].get(key, "?") else ""
                    policies[key] += [perhaps(policy, joins or depends) for policy in policies[each]]
                    outside[key] += outside[each]
                if group.pattern or not groups or any(found[each].existing for each, _ in groups):
                    outside[key].append(f"those of the group {parse(group.arn).name}")
        return users, perhaps_users


def _group(found: Identity, users: Mapping[UniqueName, str], perhaps_users: Mapping[str, str]) -> UserGroup:
    kept = (found.arn, found.account, found.origin, found.policies, found.outside)
    return UserGroup(*kept, users, perhaps_users, found.existing)


def _meant(holder: Holder, found: Mapping[UniqueName, Identity]) -> list[tuple[UniqueName, str]]:
    """Who it is, or may be, each with the reason why it may be another."""
    itself = found.get(holder.key)
    own = [(holder.key, "" if holder.pattern else holder.depends)] if itself else []
    if own and not (holder.elsewhere and itself and itself.existing):
        return own
    named = re.compile(holder.pattern or re.escape(holder.key.name), re.IGNORECASE)
    others = (key for key in found if key.kind == holder.key.kind and key != holder.key and named.fullmatch(key.name))
    if holder.elsewhere:
        return own + [(key, holder.elsewhere) for key in others]
    return [(key, holder.depends) for key in others if key.account == holder.key.account and holder.pattern]


def policy_of(resolver: Resolver, origin: Origin, name: str, document: Any, *inline_of: str) -> Policy:
    """A policy with its place; that of a resource that may not be made may not be there."""
    return Policy(document, origin.at(name), inline_of, resolver.perhaps(origin.logical_id))


def perhaps(policy: Policy, why: str) -> Policy:
    """The policy, which may not be its holder's for this reason; where there is none, it is."""
    return replace(policy, perhaps=policy.perhaps or why) if why else policy


def _depends(origin: Origin, unknown: Unknown | None) -> str:
    return "" if unknown is None else f"{origin} depends on {unknown.text}: {unknown.why}"


def _seconds(value: Any) -> int | None:
    """A duration; None for one that deployment settles."""
    return int(value) if str(value).isdigit() else None


def _holders(
    resolver: Resolver, origin: Origin, named_in: Mapping[str, str], properties: Mapping[str, Any]
) -> Iterator[Holder]:
    """Who is named in these properties, which hold names of these kinds."""
    account = resolver.pseudo("AWS::AccountId")
    for name_property, kind in named_in.items():
        at = origin.at(name_property)
        elsewhere = _depends(at, account) if isinstance(account, Unknown) else ""
        for each in members(properties.get(name_property) or []):
            arn = f"arn:{resolver.partition}:iam::{account}:{kind}/{each.value}"
            key = UniqueName(str(account), kind, str(each.value).lower())
            is_text = isinstance(each.value, str | int)
            pattern = "" if is_text else expression(each.value)
            yield Holder(key, arn, _depends(at, each.depends), pattern, elsewhere)
