"""What an assembly holds that decides about access, each with where it was read.

Names that only CloudFormation knows are written `${STACK.LOGICAL_ID}`; every one of them is listed.
"""

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly.constructs import Constructs
from xacct_constructs.iam import Policy
from xacct_constructs.origin import Origin
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS
from xacct_constructs.services import ResourceKind, resource_kind
from xacct_constructs.unknowns import MARK, Unknown, UnknownKind, expression, with_unknowns


class UniqueName(NamedTuple):
    """What a user, role or group is known by: a name is unique in its account, whatever its path and case."""

    account: str
    kind: str
    name: str


def unique_name(arn: str) -> UniqueName:
    """The unique name in an ARN of IAM; empty for anything else."""
    found = parse(arn) if is_arn(arn) else None
    return UniqueName(found.account, found.kind, found.name.lower()) if found and found.service == "iam" else _NOBODY


_NOBODY = UniqueName("", "", "")


class Unread(NamedTuple):
    """Something that a template makes and does not show, so that it can hold anything.

    Attributes:
        account: The stack's account, empty if it is left to deployment.
        origin: Where it stands.
        why: What is not shown, in words.
        written: All of the template that it is made from, as a text: where that is the same, the same is made.
        about: Who is made, or given a policy, where it says that of one user, role or group alone.
        makes_anything: Whether it may make whatever there is, policies of users and roles by their names included.
        rewrites: Whether it may make something else of all that its template shows.
    """

    account: str
    origin: Origin
    why: str
    written: str = ""
    about: UniqueName | None = None
    makes_anything: bool = False
    rewrites: bool = False


class ParameterValue(NamedTuple):
    """What was taken for a parameter's value, its default or what was given: a deployment may give another.

    Attributes:
        stack: The stack's artifact.
        parameter: The parameter's name.
        value: The value; `…`, where it was given and is not to be shown (`NoEcho`).
        given: Whether it was given.
        name: What CloudFormation calls the stack; empty, if it is left to deployment.
    """

    stack: str
    parameter: str
    value: str
    given: bool
    name: str


class Made(NamedTuple):
    """A resource of a template that decides about access.

    Attributes:
        origin: Where it stands.
        kept_by: What keeps it: `DeletionPolicy` once it is removed, `UpdateReplacePolicy` once it is replaced.
    """

    origin: Origin
    kept_by: tuple[str, ...]


class Identity(NamedTuple):
    """A user or role of the assembly, or one that exists already and gets a policy from it.

    Attributes:
        arn: Its ARN; of one that exists already, the ARN without path, which only its account knows.
        account: The account it is of.
        origin: Where it was read.
        policies: Inline and managed policies that the assembly holds, and those of AWS that are known.
        boundary: The permissions boundary's document. None: no boundary, unless `boundary_arn` names one.
        boundary_arn: ARN of the permissions boundary. Default: none.
        outside: ARNs of attached managed policies whose documents neither the assembly holds nor the table of AWS's.
        trust: A role's trust policy; None for a user, and for a role made elsewhere.
        max_session_seconds: The longest session of a role; None where deployment settles it. Default: an hour.
        tags: Its tags.
        existing: Whether it is made elsewhere, so that it may have more policies than the assembly holds.
    """

    arn: str
    account: str
    origin: Origin
    policies: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    boundary_arn: str | None = None
    outside: tuple[str, ...] = ()
    trust: Policy | None = None
    max_session_seconds: int | None = DEFAULT_MAX_SESSION_SECONDS
    tags: Mapping[str, Any] = MappingProxyType({})
    existing: bool = False

    @property
    def kind(self) -> str:
        """`user` or `role`."""
        return parse(self.arn).kind

    @property
    def name(self) -> str:
        """The name, without path."""
        return parse(self.arn).name


class UserGroup(NamedTuple):
    """A user group of the assembly, or one that exists already and gets a policy or users from it.

    Attributes:
        arn: Its ARN; of one that exists already, the ARN without path, which only its account knows.
        account: The account it is of.
        origin: Where it was read.
        policies: Inline and managed policies that the assembly holds, and those of AWS that are known.
        outside: ARNs of attached managed policies whose documents neither the assembly holds nor the table of AWS's.
        users: The users that the assembly puts into it, each with the reason why it may not; empty, where it does.
        perhaps: Names that a user may have whom the assembly puts into it, as regular expressions, with the reason.
        existing: Whether it is made elsewhere, so that it may have more policies and users than the assembly holds.
    """

    arn: str
    account: str
    origin: Origin
    policies: tuple[Policy, ...] = ()
    outside: tuple[str, ...] = ()
    users: Mapping[UniqueName, str] = MappingProxyType({})
    perhaps: Mapping[str, str] = MappingProxyType({})
    existing: bool = False

    def lacks(self, arn: str) -> str | None:
        """Why the user of this ARN may not be in it; empty, where they are. None: they are not."""
        user = unique_name(arn)
        may_be = (why for each, why in self.perhaps.items() if re.fullmatch(each, user.name, re.IGNORECASE))
        return self.users.get(user, next(may_be, None))


class Resource(NamedTuple):
    """A resource that has a policy of its own, made by the assembly or only named by a policy; roles are identities.

    Attributes:
        arn: Its ARN.
        account: The account that owns it.
        origin: Where it was read.
        kind: What it is, as its service's row has it.
        policies: Its policies.
        region: Where it is, which not every ARN says. Default: deployment settles it.
        kms_key: ARN of the key that encrypts what it holds. None: no KMS key.
        tags: Its tags.
        acls: The canned access control lists that the template may give it.
        settings: What settles whether what is allowed works too, by what its type's row calls it; what is not said is
            not there, and what deployment settles is an unknown.
        unsettled: What of it deployment settles, by property, each with the reason.
        behind: ARNs of what requests reach through it; several, where deployment settles which.
        behind_account: The account of that.
        perhaps: Why it may not be made at all. Empty: it is.
        inside: What lies in it, as its ARN goes on, to what that is called or is; what is not there lies nowhere in it.
    """

    arn: str
    account: str
    origin: Origin
    kind: ResourceKind
    policies: tuple[Policy, ...] = ()
    region: str = ""
    kms_key: str | None = None
    tags: Mapping[str, Any] = MappingProxyType({})
    acls: tuple[str, ...] = ()
    settings: Mapping[str, Any] = MappingProxyType({})
    unsettled: Mapping[str, str] = MappingProxyType({})
    behind: tuple[str, ...] = ()
    behind_account: str = ""
    perhaps: str = ""
    inside: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class OrganizationPolicy(NamedTuple):
    """An organization policy that the assembly makes.

    Attributes:
        kind: `SERVICE_CONTROL_POLICY`, `RESOURCE_CONTROL_POLICY`, or another that bears on no access. None: deployment
            settles it.
        policy: Its document.
        targets: IDs of the accounts, units and roots that it is attached to.
        name: Its name, which no other of its kind has in the organization. None: deployment settles it.
    """

    kind: str | None
    policy: Policy
    targets: tuple[str, ...]
    name: str | None


class Endpoint(NamedTuple):
    """A VPC endpoint that the assembly makes, with a policy of its own.

    Attributes:
        service: The service that it leads to, as actions call it. None: deployment settles it.
        policy: What it lets through.
    """

    service: str | None
    policy: Policy


class Other(NamedTuple):
    """One resource, with those of its properties that bear on what it may do.

    Attributes:
        type: Its type, as templates write it.
        account: The account of its stack.
        origin: Where it stands.
        arn: Its ARN; empty where that is not known.
        said: Its properties, resolved; of a type that is read, those alone that are not read and bear on access.
    """

    type: str
    account: str
    origin: Origin
    arn: str
    said: Mapping[str, Any]


@dataclass(frozen=True)
class Assembly:
    """Everything read from one cloud assembly.

    Attributes:
        identities: Users and roles.
        resources: Resources with a policy of their own, by ARN.
        unknowns: Values that the assembly does not settle, by their text.
        agreements: The agreements' own file, as JSON values; empty for an assembly that has none.
        known_access: What is known of access from outside, of each input that has such a file, as JSON values.
        aliases: ARN of each alias of a key, to the key as it is written.
        organization: Organization policies that the templates make.
        endpoints: VPC endpoints that the templates make, with policies.
        unread: What the templates make and do not show.
        parameters: What was taken for the parameters' values.
        unlisted: Templates to the objects that their stacks are deployed from, of an assembly that lists no assets.
        beside: What manifests list of a type that is not known, in words.
        accounts: The account of each stack.
        regions: Stacks to their regions; empty, where deployment settles it.
        stack_names: Stacks to what CloudFormation calls them, a nested one as the outermost; empty, where deployment
            settles it.
        others: Resources without a policy that is read, and properties, that may bear on access.
        saying_who: Resources that say who somebody is, or what whoever is assigned may do.
        made: The resources that decide about access.
        constructs: Where the resources stand in the app, and what is acknowledged there.
        known_accounts: Accounts of which the app says that they are no third party's.
        written: Every resource as its template has it, by stack and logical ID.
        made_from: The fingerprints of what is not read, and of what stands around others: of the resource, and of what
            in the template it is made from.
        groups: User groups.
    """

    identities: tuple[Identity, ...]
    resources: Mapping[str, Resource] = field(default_factory=dict)
    unknowns: Mapping[str, Unknown] = field(default_factory=dict)
    agreements: tuple[Mapping[str, Any], ...] = ()
    known_access: tuple[Any, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    organization: tuple[OrganizationPolicy, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    unread: tuple[Unread, ...] = ()
    parameters: tuple[ParameterValue, ...] = ()
    unlisted: Mapping[str, str] = field(default_factory=dict)
    beside: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    regions: Mapping[str, str] = field(default_factory=dict)
    stack_names: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Other, ...] = ()
    saying_who: tuple[Other, ...] = ()
    made: tuple[Made, ...] = ()
    constructs: Constructs = field(default_factory=Constructs)
    known_accounts: tuple[str, ...] = ()
    written: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    made_from: Mapping[tuple[str, str], str] = field(default_factory=dict)
    groups: tuple[UserGroup, ...] = ()

    @cached_property
    def _by_name(self) -> Mapping[UniqueName, Identity]:
        """Users and roles by account, kind and name."""
        return {unique_name(each.arn): each for each in self.identities}

    def with_identity(self, identity: Identity) -> "Assembly":
        """The same with a user or role more, and nothing of it read again."""
        found = replace(self, identities=(*self.identities, identity))
        found.__dict__["_by_name"] = ChainMap({unique_name(identity.arn): identity}, dict(self._by_name))
        return found

    @cached_property
    def _groups_by_name(self) -> Mapping[UniqueName, UserGroup]:
        """Groups by account and name; of two under one name, the first."""
        return {unique_name(each.arn): each for each in reversed(self.groups)}

    def policies(self) -> Iterator[Policy]:
        """Every policy of every user, role and resource."""
        for each in self.identities:
            yield from each.policies
            yield from (policy for policy in (each.boundary, each.trust) if policy is not None)
        for held in self.resources.values():
            yield from held.policies

    @cached_property
    def _others_by_place(self) -> Mapping[tuple[str, str], list[Other]]:
        found: dict[tuple[str, str], list[Other]] = {}
        for each in self.others:
            found.setdefault(each.origin.place(), []).append(each)
        return found

    def others_at(self, place: tuple[str, str]) -> Sequence[Other]:
        """What the resource of a stack, by its logical ID, is beside its policies."""
        return self._others_by_place.get(place, ())

    def places(self, text: str) -> Iterator[tuple[str, str]]:
        """Stack and logical ID of each resource that a text names by an attribute, or by a name that is made."""
        for mark in MARK.findall(text):
            unknown = self.unknowns.get(mark)
            if unknown and (unknown.kind is UnknownKind.GENERATED or unknown.is_its_own):
                yield unknown.place

    def resource(self, arn: str) -> Resource | None:
        """The resource of this ARN, or in which what has it lies."""
        kind = resource_kind(arn)
        return self.resources.get(kind.resource_of(arn) or "") if kind else None

    def may_be(self, arn: str, other: str) -> bool:
        """Whether deployment may settle the first ARN so that it is the second; of two on one name, the path."""
        text = with_unknowns(arn, self.unknowns)
        if isinstance(text, str):
            return False
        named = unique_name(arn)
        is_named = named != _NOBODY and named == unique_name(other)
        return is_named or bool(re.fullmatch(expression(text), other, re.IGNORECASE))

    def identity(self, arn: str) -> Identity | None:
        """The user or role of this ARN; a name is unique in its account, whatever its path."""
        identity = self.namesake(arn)
        return identity if identity and (identity.existing or identity.arn == arn) else None

    def group(self, arn: str) -> UserGroup | None:
        """The user group that has the name in this ARN, on whatever path."""
        return self._groups_by_name.get(unique_name(arn))

    def namesake(self, arn: str) -> Identity | None:
        """The user or role that has the name in this ARN, on whatever path."""
        return self._by_name.get(unique_name(arn))
