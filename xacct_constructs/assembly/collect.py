"""Resources that decide about access, gathered over all templates; each policy finds its holder when all are read."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn
from xacct_constructs.assembly.aliases import aliases
from xacct_constructs.assembly.endpoints import endpoints
from xacct_constructs.assembly.errors import ReadingOf
from xacct_constructs.assembly.holders import Holders, perhaps, policy_of
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import (
    Assembly,
    Endpoint,
    Made,
    OrganizationPolicy,
    Other,
    ParameterValue,
    Resource,
    Unread,
)
from xacct_constructs.assembly.notifying import with_notifying
from xacct_constructs.assembly.organization import organization_policies
from xacct_constructs.assembly.others import made_from, others, saying_who
from xacct_constructs.assembly.physical import arn_of, own_arn
from xacct_constructs.assembly.properties import at, parts
from xacct_constructs.assembly.refusals import with_refusals
from xacct_constructs.assembly.shape import on_line
from xacct_constructs.assembly.tags import tags_of
from xacct_constructs.assembly.unread import lacking, unread
from xacct_constructs.origin import Origin
from xacct_constructs.services import RESOURCE_KINDS, TYPES, CloudFormationType, ResourceKind, Way, resource_kind
from xacct_constructs.unknowns import Unknown, expression, in_texts, members, unknowns_in, why, with_unknowns

_KEEPING = ("DeletionPolicy", "UpdateReplacePolicy")
"""What keeps a resource that the template no longer makes, unless it says `Delete`, as it does by default.

Source: CloudFormation Template Reference, "DeletionPolicy attribute" and "UpdateReplacePolicy attribute".
"""


_OF_IDENTITIES = ("ManagedPolicyArns", "PermissionsBoundary", "Policies")
"""What users, roles and groups may do; of other types nobody asks."""


def _each_open(kind: CloudFormationType, properties: Any) -> Mapping[str, Any]:
    """Properties that are all settled at deployment, as far as they are read: each of them can be anything."""
    unknown = replace(properties, arms=()) if isinstance(properties, Unknown) else properties
    names = (kind.policy_in.partition(".")[0], kind.attached_to, *kind.holders_in, kind.groups_in, *_OF_IDENTITIES)
    return dict.fromkeys(filter(None, names), unknown)


def _settings(kind: CloudFormationType, properties: Mapping[str, Any], said: Any) -> Mapping[str, Any]:
    """What settles whether what is allowed works, said of one region or of all."""
    of_all = [properties] if kind.regions_in else []
    return {name: each for name, path in kind.settings.items() for part in (*of_all, said) for each in at(part, path)}


def _taken(resolver: Resolver) -> Iterator[ParameterValue]:
    for name, value in resolver.taken.items():
        given = name in resolver.given
        shown = "…" if given and resolver.hides(name) else value
        yield ParameterValue(resolver.stack, name, shown, given, resolver.name)


class BehindWay(NamedTuple):
    """A resource that a property names.

    Attributes:
        arn: Its ARN.
        pattern: What deployment may make of that, as a regular expression; empty, where it is settled.
    """

    arn: str
    pattern: str


class Collector:
    """Gathers what the templates hold."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._holders = Holders()
        self._resources: dict[str, Resource] = {}
        self._attached: list[tuple[Resource, str, str]] = []
        self._behind: dict[str, list[BehindWay]] = {}
        self._parameters: list[ParameterValue] = []
        self._unlisted: dict[str, str] = {}
        self._beside: dict[str, None] = {}
        self._accounts: list[str] = []
        self._regions: dict[str, str] = {}
        self._stack_names: dict[str, str] = {}
        self._unknowns: dict[str, Unknown] = {}
        self._aliases: dict[str, str] = {}
        self._organization: list[OrganizationPolicy] = []
        self._endpoints: list[Endpoint] = []
        self._unread: list[Unread] = []
        self._others: list[Other] = []
        self._saying_who: list[Other] = []
        self._made: list[Made] = []
        self._written: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._made_from: dict[tuple[str, str], str] = {}

    def add(self, resolver: Resolver) -> None:
        """Gather one template."""
        for logical_id, resource in resolver.resources.items():
            self._written[resolver.stack, logical_id] = resource
            with ReadingOf(f"{on_line(resolver.file, resolver.lines, 'Resources', logical_id)} {logical_id}"):
                self._add(resolver, logical_id, resource)
        with ReadingOf(resolver.file):
            self._aliases.update(aliases(resolver))
            self._organization += organization_policies(resolver)
            self._endpoints += endpoints(resolver)
            self._unread += (told := [*unread(resolver)])
            self._others += others(resolver)
            self._saying_who += saying_who(resolver)
            self._made_from.update(made_from(resolver, told))
        self._unknowns.update(resolver.unknowns)
        self._parameters += _taken(resolver)
        if resolver.noted.unlisted:
            self._unlisted[resolver.file] = resolver.noted.unlisted
        self._beside |= dict.fromkeys(resolver.noted.beside)
        self._accounts.append(str(resolver.pseudo("AWS::AccountId")))
        self._regions[resolver.stack] = resolver.region
        self._stack_names[resolver.stack] = resolver.name

    def _add(self, resolver: Resolver, logical_id: str, resource: Mapping[str, Any]) -> None:
        kind = TYPES.get(resource["Type"])
        if kind is None or not kind.bears or resolver.is_written(logical_id) is False or lacking(resource):
            return
        origin, properties = Origin(resolver.stack, resolver.file, logical_id), resolver.properties(logical_id)
        if not isinstance(properties, dict):
            if kind.makes and not kind.attached_to:
                return
            properties = _each_open(kind, properties)
        self._made.append(Made(origin, tuple([each for each in _KEEPING if resource.get(each, "Delete") != "Delete"])))
        if kind.makes:
            self._add_resource(kind, kind.makes, resolver, origin, properties)
        else:
            self._holders.add(resolver, kind, origin, properties)

    def _add_resource(
        self,
        kind: CloudFormationType,
        makes: ResourceKind,
        resolver: Resolver,
        origin: Origin,
        properties: Mapping[str, Any],
    ) -> None:
        """A resource, one for each region where the type makes several, or what the template attaches to one."""
        for where, region, said in parts(kind, properties):
            documents = [each for each in at(said, kind.policy_in) if each or kind.attached_to]
            key = next((each for each in at(said, kind.key_in) if each), None)
            found = Resource(
                arn="",
                account=str(resolver.pseudo("AWS::AccountId")),
                origin=origin.at(kind.policy_in) if kind.attached_to else origin,
                kind=makes,
                policies=tuple(policy_of(resolver, origin, f"{where}{kind.policy_in}", each) for each in documents),
                region=region or resolver.region,
                kms_key=in_texts(key),
                tags={**resolver.tags, **tags_of(said)},
                acls=tuple(str(each.value) for each in members(list(at(said, kind.acl_in)))),
                settings=_settings(kind, properties, said),
                inside={
                    part: tuple(str(in_texts(each)) for path in paths for each in at(properties, path))
                    for part, paths in kind.inside_in.items()
                },
                unsettled={kind.key_in: why(unknowns_in(key))} if next(unknowns_in(key), None) else {},
            )
            if kind.attached_to:
                self._attach(kind, resolver, found, properties[kind.attached_to])
            else:
                arn = own_arn(resolver, origin.logical_id, region)
                found = found._replace(arn=arn, perhaps=resolver.perhaps(origin.logical_id))
                self._told_twice(found, self._resources.get(arn))
                if makes.way:
                    found = self._to_behind(kind, makes.way, resolver, found, properties)
                self._resources[arn] = found

    def _to_behind(
        self, kind: CloudFormationType, way: Way, resolver: Resolver, found: Resource, properties: Mapping[str, Any]
    ) -> Resource:
        """A way to another resource, with what it names; of two under one name, what either says."""
        named = list(_behind(way, resolver, properties.get(kind.behind_in, [])))
        self._behind[found.arn] = [*self._behind.get(found.arn, ()), *named]
        found = found._replace(behind_account=str(properties.get(kind.behind_account_in) or found.account))
        other = self._resources.get(found.arn)
        if other is None:
            return found
        why = f"{other.origin} and {found.origin} are one {found.kind.name}"
        return found._replace(policies=tuple(perhaps(each, why) for each in (*other.policies, *found.policies)))

    def _attach(self, kind: CloudFormationType, resolver: Resolver, found: Resource, named: Any) -> None:
        """A policy to the resource that it names, or to all that it may be."""
        for each in members(named):
            text = str(each.value)
            arn = text if is_arn(text) and resource_kind(text) is found.kind else arn_of(resolver, kind, text)
            if resource_kind(arn) is None:
                continue  # It is no name, such as '', so that nothing is deployed.
            depends = "" if each.depends is None else f"{found.origin} depends on {why([each.depends])}"
            self._attached.append((found._replace(arn=arn), depends, _named(each.value, arn).pattern))

    def _told_twice(self, found: Resource, other: Resource | None) -> None:
        """What two resources make under one name: which of them is there in the end is not known."""
        if other is not None and other.origin != found.origin:
            what = "policy of the same resource" if found.origin.property else f"{found.kind.name} of the same name"
            self._unread.append(Unread(found.account, found.origin, f"{other.origin} makes a {what}"))

    def _attached_to(self) -> Iterator[tuple[str, Resource]]:
        """Each policy that stands apart, with the ARN of the resource whose it is or may be."""
        for each, depends, pattern in self._attached:
            met = [arn for arn in self._resources if pattern and re.fullmatch(pattern, arn)]
            certain = not pattern or each.arn in self._resources
            for arn in [each.arn] if certain else [each.arn, *met]:
                reason = "" if certain and pattern else depends
                yield arn, each._replace(policies=tuple(perhaps(policy, reason) for policy in each.policies))

    def _with_behind(self, each: Resource) -> Resource:
        """A way to other resources, with all that may lie behind it."""
        found = self._behind.get(each.arn)
        if found is None:
            return each
        patterns = [named.pattern for named in found if named.pattern]
        may_be = [arn for arn in self._resources if any(re.fullmatch(pattern, arn) for pattern in patterns)]
        return each._replace(behind=tuple(dict.fromkeys([*(named.arn for named in found), *may_be])))

    def assembly(self, agreements: tuple[Mapping[str, Any], ...]) -> Assembly:
        """Everything gathered, each policy with its holder."""
        policies: dict[str, Resource] = {}
        for arn, each in list(self._attached_to()):
            made = self._resources.get(arn)
            if made and made.account != each.account:
                why = f"{each.origin} is of the account {each.account}, and the {each.kind.name} of {made.account}"
                each = each._replace(policies=tuple(perhaps(policy, why) for policy in each.policies))
            if not any(policy.perhaps for policy in each.policies):
                other = policies.setdefault(arn, each)
                self._told_twice(each, other)
            self._resources[arn] = made._replace(policies=made.policies + each.policies) if made else each
        identities, groups = self._holders.held()
        by_kind = sorted(self._resources.values(), key=lambda each: RESOURCE_KINDS.index(each.kind))
        found = Assembly(
            identities=identities,
            groups=groups,
            resources={each.arn: with_refusals(self._with_behind(each)) for each in by_kind},
            unknowns=self._unknowns,
            agreements=agreements,
            aliases=self._aliases,
            organization=tuple(self._organization),
            endpoints=tuple(self._endpoints),
            unread=(*self._unread, *self._holders.unread),
            parameters=tuple(dict.fromkeys(self._parameters)),
            unlisted=self._unlisted,
            beside=tuple(self._beside),
            accounts=tuple(dict.fromkeys(self._accounts)),
            regions=self._regions,
            stack_names=self._stack_names,
            others=tuple(self._others),
            saying_who=tuple(self._saying_who),
            made=tuple(self._made),
            written=self._written,
            made_from=self._made_from,
        )
        return with_notifying(found)


def _behind(way: Way, resolver: Resolver, named: Any) -> Iterator[BehindWay]:
    """What lies behind a way to other resources, which names it."""
    for each in members(named):
        arn = way.to.form.filled(resolver.partition, "", "", str(each.value))
        if resource_kind(arn) is not None:
            yield _named(each.value, arn)


def _named(value: Any, arn: str) -> BehindWay:
    """What a value names, of which the ARN is made."""
    open_ = with_unknowns(arn, {unknown.text: unknown for unknown in unknowns_in(value)})
    return BehindWay(arn, "" if isinstance(open_, str) else expression(open_))
