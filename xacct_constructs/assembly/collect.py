"""Resources that decide about access, gathered over all templates; each policy finds its holder when all are read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from xacct_constructs.arns import is_arn
from xacct_constructs.assembly.errors import reading
from xacct_constructs.assembly.holders import HOLDING, Holders, policy_of
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Assembly, Resource, Unknown, Unread
from xacct_constructs.assembly.physical import arn_of, own_arn
from xacct_constructs.assembly.properties import at, parts
from xacct_constructs.assembly.unread import lacking, unread
from xacct_constructs.iam import Origin
from xacct_constructs.services import RESOURCES, TYPES, CloudFormationType, ResourceKind
from xacct_constructs.values import listed


class Collector:
    """Gathers what the templates hold."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._holders = Holders()
        self._resources: dict[str, Resource] = {}
        self._attached: list[Resource] = []
        self._unknowns: dict[str, Unknown] = {}
        self._unread: list[Unread] = []

    def add(self, resolver: Resolver) -> None:
        """Gather one template."""
        for logical_id, resource in resolver.resources.items():
            with reading(f"{resolver.file} {logical_id}"):
                self._add(resolver, logical_id, resource)
        with reading(resolver.file):
            self._unread += unread(resolver)
        self._unknowns.update(resolver.unknowns)

    def _add(self, resolver: Resolver, logical_id: str, resource: Mapping[str, Any]) -> None:
        kind, gather = TYPES.get(resource["Type"]), HOLDING.get(resource["Type"])
        if resolver.is_written(logical_id) is False or lacking(resource):
            return
        origin = Origin(resolver.stack, resolver.file, logical_id)
        if gather:
            gather(self._holders, resolver, origin, resolver.value(resource.get("Properties", {})))
        elif kind and kind.makes:
            self._add_resource(kind, kind.makes, resolver, origin)

    def _add_resource(self, kind: CloudFormationType, makes: ResourceKind, resolver: Resolver, origin: Origin) -> None:
        """A resource, one for each region where the type makes several, or what the template attaches to one."""
        properties = resolver.value(resolver.resources[origin.logical_id].get("Properties", {}))
        for where, region, said in parts(kind, properties):
            documents = [each for each in at(said, kind.policy_in) if each or kind.attached_to]
            found = Resource(
                arn="",
                account=str(resolver.value({"Ref": "AWS::AccountId"})),
                origin=replace(origin, property=kind.policy_in) if kind.attached_to else origin,
                kind=makes,
                policies=tuple(policy_of(resolver, origin, f"{where}{kind.policy_in}", each) for each in documents),
                kms_key=next((each for each in at(said, kind.key_in) if each), None),
                acl=next(at(said, kind.acl_in), None),
            )
            if not kind.attached_to:
                arn = own_arn(resolver, origin.logical_id, region)
                self._resources[arn] = replace(found, arn=arn)
            for named in listed(properties[kind.attached_to]) if kind.attached_to else ():
                arn = named if is_arn(str(named)) else arn_of(resolver, kind, str(named))
                self._attached.append(replace(found, arn=arn))

    def assembly(self, agreements: tuple[Mapping[str, Any], ...]) -> Assembly:
        """Everything gathered, each policy with its holder."""
        for each in self._attached:
            made = self._resources.get(each.arn)
            self._resources[each.arn] = replace(made, policies=made.policies + each.policies) if made else each
        by_kind = sorted(self._resources.values(), key=lambda each: RESOURCES.index(each.kind))
        return Assembly(
            identities=self._holders.identities(),
            resources={each.arn: each for each in by_kind},
            unknowns=self._unknowns,
            agreements=agreements,
            unread=tuple(self._unread),
        )
