"""What is agreed on: the resources, keys, roles and users that agreements name, and what a value may say of them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Resource, UnknownKind
from xacct_constructs.iam import ResourcePolicyKind, arn_matches
from xacct_constructs.principals import is_named, is_of_organization, with_names
from xacct_constructs.proof.copies import Copying, lying
from xacct_constructs.proof.naming import BETWEEN, Naming
from xacct_constructs.proof.not_read import NotRead, beginnings, named_not_read
from xacct_constructs.proof.used import beginning, in_which, is_pattern, named, widest
from xacct_constructs.quotas import BUCKET_NAME
from xacct_constructs.services import resource_kind
from xacct_constructs.unknowns import MARK, is_settled, unknowns_in, why, with_unknowns
from xacct_constructs.world import CALLED_BY_ID, service_of

_ARN = re.compile(r"(?=(arn:[^\s\"',]+))")
_HOST = r"[.-](?:[a-z0-9-]+\.){0,4}amazonaws\."
_ADDRESS = re.compile(
    r"s3://(?P<named>[a-z0-9.-]+)"
    rf"|(?<![\w.-])(?P<host>[a-z0-9][a-z0-9.-]{BUCKET_NAME.without(1).times}?)\.s3(?:-website)?{_HOST}"
    rf"|(?<![\w.-])s3{_HOST}com(?:\.cn)?/(?P<path>[a-z0-9.-]+)"
)
"""Addresses of buckets."""
_CALLED = re.compile(r"arn:[^:]*:apigateway:[^/]*:(?:path|action)/(?:[^/]*/functions/)?")
"""How that begins which API Gateway calls: what it is about stands behind, the ARN of a function perhaps."""
_TELLING = re.compile(r"arn:[^:\s\"',]*:[^:\s\"',]*:[^\s\"',]*")
"""How an ARN begins that tells what it is of; behind anything else, another ARN may stand."""


class AgreedOn:
    """The things that agreements are about; without agreements, everything that the assembly holds."""

    def __init__(self, assembly: Assembly, agreements: Sequence[Agreement]) -> None:
        """Take what is agreed in an assembly."""
        self.assembly, self._agreements = assembly, agreements
        self.naming = Naming(assembly)

    @cached_property
    def resources(self) -> tuple[str, ...]:
        """ARNs of resources and keys, of what they lead to and what leads to them, and of replicas of tables."""
        made = self.assembly.resources
        everything = tuple(made)
        if not self._agreements:
            return everything
        found = [arn for each in self._agreements for arn in named(each)]
        about = dict.fromkeys(arn for each in found for arn in (self._meant(each) if is_pattern(each) else (each,)))
        ways = [made[each].behind for each in about if each in made]
        about |= dict.fromkeys(arn for behind in ways if is_settled(behind) for arn in behind)
        leading = (each.arn for each in made.values() if not about.keys().isdisjoint(each.behind))
        origins = {made[each].origin.place() for each in about if each in made}
        replicas = (each.arn for each in made.values() if each.origin.place() in origins)
        return tuple(dict.fromkeys([*about, *leading, *replicas]))

    @cached_property
    def copies(self) -> Mapping[str, str]:
        """Where copies lie of it, or lists, by ARN or as the template names it; to what is copied."""
        return lying(self._reached)

    @cached_property
    def given(self) -> frozenset[str]:
        """The programs that are given copies of it, or lists."""
        return frozenset(self._reached.keys() - self.copies.keys())

    @cached_property
    def _reached(self) -> Mapping[str, str]:
        return Copying(self.assembly).reached(self.resources, self._is_stated)

    def _is_stated(self, service: str, text: str) -> bool:
        """Whether a text names what statements of agreements' own are about, as far as its policies are not read."""
        stated = [*named_not_read(self._agreements)]
        if is_arn(text):
            return any(each.is_arn_of(text, widely=False) for each in stated)
        services = {*filter(None, [service]), *self.naming.services_of(text)}
        of_them = [each for each in stated if any(map(each.is_of, services))]
        return any(each.is_called(name, widely=False) for each in of_them for name in self.naming.names_in(text))

    @cached_property
    def _not_read(self) -> tuple[NotRead, ...]:
        """What statements of agreements' own are about beside that, and what has copies of it."""
        of_copies = (NotRead(parse(each).service, each) for each in self.copies if is_arn(each))
        return tuple(dict.fromkeys([*named_not_read(self._agreements), *of_copies]))

    @cached_property
    def stated(self) -> tuple[NotRead, ...]:
        """What those statements name by its ARN, or a pattern of that, and has no policy that is read."""
        return tuple(dict.fromkeys(each for each in named_not_read(self._agreements) if is_arn(each.pattern)))

    @cached_property
    def patterns(self) -> tuple[str, ...]:
        """The patterns by which agreements name what has a policy that is read, or a stream, where all begin alike."""
        found = (each for by in self._agreements for each in named(by) if is_pattern(each) and is_arn(each))
        held = ((each, each if resource_kind(each) else in_which(each)) for each in dict.fromkeys(found))
        kinds = ((each, resource_kind(of)) for each, of in held if of and not is_pattern(parse(of).name[:1]))
        return tuple(each for each, kind in kinds if kind and kind.policy is not ResourcePolicyKind.TRUST)

    @cached_property
    def identities(self) -> tuple[str, ...]:
        """ARNs of roles, and of the users and roles that may assume them."""
        return self.parties if self._agreements else tuple(each.arn for each in self.assembly.identities)

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """ARNs of the agreements' roles, and of the users and roles that may assume them."""
        roles = [each.role_arn for each in self._agreements]
        people = [principal.arn(each.partition) for each in self._agreements for principal in with_names(each.callers)]
        return tuple(dict.fromkeys([*roles, *people]))

    @cached_property
    def trusting(self) -> frozenset[str]:
        """The accounts that what is agreed on is of."""
        if not self._agreements:
            everything = (*self._made, *self.assembly.others, *self.assembly.unread)
            return frozenset(each.account for each in everything)
        owners = {use.owner for each in self._agreements for use in each.uses}
        owners |= {owner for each in self._agreements for arn in named(each) for owner in self._owners(arn)}
        return frozenset({each.trusting_account for each in self._agreements} | owners)

    def _owners(self, named: str) -> Iterator[str]:
        """The accounts of what an agreement names, as the ARN says, or the assembly; what begins anyhow is nobody's."""
        if is_arn(named) and (account := parse(widest(named)).account).isdigit():
            yield account
        elif held := self.assembly.resources.get(named):
            yield held.account
        else:
            yield from (each.account for each in self._like(named))

    def _like(self, named: str) -> Iterator[Resource | Identity]:
        """What the assembly makes under a pattern of names that begin alike, by policy variables too."""
        pattern = widest(named)
        if is_pattern(pattern) and is_arn(pattern) and not is_pattern(parse(pattern).name[:1]):
            yield from (each for each in self._made if arn_matches(pattern, each.arn, _no_variable, variables=True))

    def _meant(self, pattern: str) -> Iterator[str]:
        """ARNs of what a pattern may mean: whatever holds data or keys, unless what is known of it begins otherwise."""
        begin = beginning(pattern)
        for arn, held in self.assembly.resources.items():
            known, *open_ = MARK.split(arn)
            lies_there = begin.removeprefix(known).startswith(held.kind.inside)
            if known.startswith(begin) or (begin.startswith(known) and (open_ or lies_there)):
                yield arn
        yield from (each.arn for each in self._like(pattern))

    @cached_property
    def perhaps(self) -> Mapping[str, str]:
        """What a pattern may mean, as deployment settles what it is called, and nothing for certain; to the reason."""
        named_ = dict.fromkeys(arn for each in self._agreements for arn in named(each))
        patterns = [each for each in named_ if is_pattern(each)]
        found = {}
        for pattern, arn in ((each, arn) for each in patterns for arn in self._meant(each) if arn not in named_):
            open_ = [*unknowns_in(with_unknowns(arn, self.assembly.unknowns))]
            if open_ and not any(arn_matches(each, arn, _no_variable, variables=True) for each in patterns):
                found[arn] = f"it may be meant by {pattern}, which is agreed on: {why(open_)}"
        return found

    @cached_property
    def accounts(self) -> frozenset[str]:
        """Those, and the accounts of which roles may assume an agreed one; of an organization, any in the assembly."""
        people = [principal for each in self._agreements for principal in each.callers]
        if any(is_of_organization(each) for each in people):
            return self.trusting | frozenset(self.assembly.accounts)
        return self.trusting | {
            each.account for each in people if each.account and (each.is_role_session or not is_named(each))
        }

    @cached_property
    def trusted(self) -> frozenset[str]:
        """The accounts of the users and roles that may assume an agreed one."""
        return frozenset(parse(arn).account for arn in self.identities)

    @cached_property
    def _origins(self) -> frozenset[tuple[str, str]]:
        """Where the assembly makes what is agreed on."""
        things = map(self.assembly.resource, self.resources)
        people = map(self.assembly.identity, self.identities)
        found: Iterator[Resource | Identity | None] = chain(things, people)
        return frozenset(each.origin.place() for each in found if each)

    @cached_property
    def _of_copies(self) -> frozenset[tuple[str, str]]:
        """Where it makes what copies lie in."""
        found = (self.assembly.resources[arn] for arn in self.copies if arn in self.assembly.resources)
        named = (place for each in self.copies for place in self.assembly.places(each))
        return frozenset([*(each.origin.place() for each in found), *named])

    def is_of_copies(self, text: str) -> bool:
        """Whether a text names what copies lie in by an attribute."""
        return any(each in self._of_copies for each in self.assembly.places(text))

    def has(self, arn: str) -> bool:
        """Whether it is agreed on, or made by the same resource of a template: a table in another region."""
        found = self.assembly.identity(arn) or self.assembly.resources.get(arn)
        return arn in self._agreed or (found is not None and found.origin.place() in self._origins)

    def is_made_at(self, place: tuple[str, str]) -> bool | None:
        """Whether a stack's resource makes what is agreed on, or keeps copies; None where it makes nothing read."""
        if place in self._origins or place in self._of_copies:
            return True
        return False if place in self._places else None

    def is_made_as(self, text: str) -> bool:
        """Whether a text names by an attribute what is agreed on, or keeps copies."""
        return any(map(self.is_made_at, self.assembly.places(text)))

    @cached_property
    def _places(self) -> frozenset[tuple[str, str]]:
        return frozenset(each.origin.place() for each in self._made)

    @cached_property
    def _made(self) -> tuple[Resource | Identity, ...]:
        return (*self.assembly.resources.values(), *self.assembly.identities)

    @cached_property
    def _agreed(self) -> frozenset[str]:
        return frozenset({*self.resources, *self.identities})

    @cached_property
    def _arns(self) -> frozenset[str]:
        return self._agreed | self.copies.keys()

    @cached_property
    def _names(self) -> frozenset[str]:
        """What buckets, keys, tables and roles are called by themselves."""
        return frozenset(parse(arn).resource.rpartition("/")[2] for arn in self._arns if is_arn(arn)) - {""}

    def named_by(self, text: str, *, by_name: bool, widely: bool = False) -> str:
        """What of it a text names; empty where it names nothing of it.

        Args:
            text: The text.
            by_name: Whether a name alone stands for what is called so; else only an ARN does.
            widely: Whether it counts, too, that an agreement is about all that a service has. Default: no.
        """
        for found in map(str, _ARN.findall(text)):
            if named := next((each for each in beginnings(found) if each in self._arns), ""):
                return named
            if any(each.is_arn_of(found, widely=widely) for each in self._not_read):
                return found
        parts = BETWEEN.split(text) if by_name else ()
        return next((each for each in parts if each in self._names), "") or self._fitting(text)

    def _fitting(self, text: str) -> str:
        """What a text names that a pattern means, whether a template makes it or not: an ARN, or a bucket's address."""
        for pattern in self.patterns:
            arns = [each for found in _ARN.findall(text) for each in beginnings(found)]
            if parse(pattern).service == "s3":
                names = (found[str(found.lastgroup)] for found in _ADDRESS.finditer(text))
                arns += (str(parse(pattern)._replace(resource=each)) for each in names)
            if fitting := next((each for each in arns if arn_matches(pattern, each, _no_variable, variables=True)), ""):
                return fitting
        return ""

    def is_of(self, service: str) -> bool:
        """Whether any of it is of a service whose policies are not read, or may be."""
        return self.is_told_of(service) or any(map(MARK.search, self.copies))

    def is_told_of(self, service: str) -> bool:
        """Whether any of it is of a service whose policies are not read, as far as ARNs tell."""
        return any(each.is_of(service) for each in self._not_read)

    def named_of(self, service: str, text: str, *, widely: bool, copies: bool) -> str:
        """What of it whose policies are not read a text names that stands for one of a service; empty: nothing.

        Args:
            service: The service whose resources are named there.
            text: The text, an ARN or a name; what deployment settles may be an attribute of the thing itself.
            widely: Whether it counts, too, that an agreement is about all that the service has.
            copies: Whether what has copies or lists of it counts as well.
        """
        if is_arn(text):
            named = self.named_by(text, by_name=False, widely=widely)
            is_read = resource_kind(named) is not None
            if named or not (called := _attributes_in(text)):
                return named if not is_read and (copies or named not in self.copies) else ""
            text = called
        if copies and self.is_of_copies(text):
            return text
        names = self.naming.names_in(text)
        of_service = [
            each for each in self._not_read if each.is_of(service) and (copies or each.pattern not in self.copies)
        ]
        return next((text for name in names for each in of_service if each.is_called(name, widely=widely)), "")

    def may_be_by_id(self, text: str) -> bool:
        """Whether a text names by an attribute what may be agreed on by an ID that AWS gives and no template tells."""
        types = (str(self.assembly.written.get(place, {}).get("Type", "")) for place in self.assembly.places(text))
        made = [(each, service_of(each)) for each in types if "::" in each]
        return any(
            service in CALLED_BY_ID and one.is_of(service) and one.is_made_by(type_)
            for type_, service in made
            for one in self._not_read
        )

    def called(self, text: str) -> str:
        """What of it whose policies are not read is called as a text says, of whatever service; empty: nothing."""
        names = filter(None, self.naming.names_in(text))
        return next((each for each in names if any(held.is_called(each, widely=False) for held in self._not_read)), "")

    def open_in(self, text: str) -> str:
        """Why a text may name any of it; empty where it may not."""
        if "{{resolve:" in text:
            return f"{text} is settled at deployment"
        reasons = [why for mark in MARK.findall(text) if (why := self._why_open(mark))]
        if not reasons or self._cannot(_CALLED.sub("", text)):
            return ""
        return reasons[0]

    def _why_open(self, mark: str) -> str:
        unknown = self.assembly.unknowns.get(mark)
        if unknown is None or unknown.kind is UnknownKind.GENERATED:
            return ""
        if unknown.is_its_own:
            # It is of what the resource makes; that is told by the resource's own place.
            return f"{mark} is of what is agreed on" if self.is_made_at(unknown.place) else ""
        return f"{mark}: {unknown.why}"

    def _cannot(self, text: str) -> bool:
        """Whether what is known at the beginning of an ARN is of nothing that is agreed on."""
        begin = MARK.split(text)[0]
        if not _TELLING.fullmatch(begin):
            return False
        return not any(each.startswith(begin) or begin.startswith(each) for each in self._arns)


def _attributes_in(arn: str) -> str:
    """The attributes of other resources in an ARN that is put together of such: what it is of is called so."""
    return "".join(each for each in BETWEEN.split(arn) if MARK.fullmatch(each))


def _no_variable(_: str) -> None:
    """Before a request is made, none has a value."""
