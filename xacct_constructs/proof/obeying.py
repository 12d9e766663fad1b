"""Which programs of an account run or obey what is written somewhere, and lead to what is agreed on."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Other, Resource
from xacct_constructs.iam import Bound, Principals, Request, ResourcePolicyKind, UndecidedError
from xacct_constructs.proof.acting import Acting
from xacct_constructs.proof.copies import Copying
from xacct_constructs.proof.events import tells
from xacct_constructs.proof.letting import Letting
from xacct_constructs.proof.said import NAMING, Leaf, leaves
from xacct_constructs.services import resource_kind
from xacct_constructs.unknowns import is_settled
from xacct_constructs.world import RUNNING, row_of

_OF_THE_ACCOUNT = re.compile(r"oidc[.]eks[.]|cognito-identity[.]|[$][{]")
"""What stands in the names of providers of the account itself: whoever changes its clusters and pools signs in."""
_FEEDING = re.compile("^(EventSourceArn|Source|TopicArn)$")
"""What a property is called that says from where a program is fed."""
SENDING = ("events:PutEvents", "sqs:SendMessage*")
"""Actions by which something is sent to what hands it on, and is not changed itself."""
_SENT_TO = frozenset(("AWS::Events::EventBus", "AWS::SQS::Queue"))
_BUSES = "events"
"""The service of buses, on which rules may be that name none."""


class Written(NamedTuple):
    """Something that may be written.

    Attributes:
        about: ARN of the resource where it is written, or of what lies in it.
        request: A request that writes there.
        is_sent: Whether it only sends something to what hands it on, and the templates make that. Default: no.
    """

    about: str
    request: Request
    is_sent: bool = False


class Obeying:
    """Looks for who takes its code or its orders from a resource."""

    def __init__(
        self,
        assembly: Assembly,
        acting: Acting,
        letting: Letting,
        leads: Callable[[Identity], str],
        written: Callable[[Identity, tuple[str, ...]], Iterator[Written]],
        asks: Callable[[Identity, str], bool],
    ) -> None:
        """Take what is agreed on in an assembly.

        Args:
            assembly: The assembly.
            acting: Follows resources to the roles that they act as.
            letting: Looks up what a role may call by name.
            leads: Why a role comes to what is agreed on by its own permissions, or may; empty where it does not.
            written: What a role may write, but by some actions.
            asks: Whether a role may ask for what is in a resource, or comes to one that may.
        """
        self._assembly, self._acting, self._letting, self._leads = assembly, acting, letting, leads
        self._written, self._asks = written, asks
        self._copying = Copying(assembly)

    @cached_property
    def programs(self) -> Mapping[str, str]:
        """The roles of programs that come to what is agreed on, or may, each with the reason.

        So do those that write what another of them obeys, along chains of them too.
        """
        roles = [each for each in self._assembly.identities if self._is_program(each)]
        found = {each.arn: why for each in roles if (why := self._leads(each))}
        added = found
        while added:
            rest = (each for each in roles if each.arn not in found)
            added = {each.arn: why for each in rest if (why := next(self._orders(each, found), ""))}
            found = found | added
        return found

    def _orders(self, role: Identity, programs: Mapping[str, str]) -> Iterator[str]:
        """Why what a program writes is obeyed by one of these, or may be, or what it may call by name."""
        yield from self._whys(role, programs)
        for each in self._letting.programs(role):
            unknown = (why for one in self._acting.actors.through(each) if (why := self._acting.unknown(one)))
            known = (programs[other.arn] for other in self._acting.actors.roles(each) if other.arn in programs)
            yield from (f"{role.arn} may call {each.origin.logical_id}, and {why}" for why in chain(known, unknown))

    def _is_program(self, role: Identity) -> bool:
        """Whether a service may act as it, or a workload that signs in, but for those that are agreed on."""
        if any(map(_is_service, _let_in(role))):
            return True
        return any(map(_signs_in, filter(None, _let_in(role)))) and not self._acting.is_agreed(role)

    def why(self, arn: str) -> str:
        """Why what is written there is obeyed by one of them, or may be; empty where it is not.

        Args:
            arn: ARN of a resource that is not agreed on, or of what lies in it.
        """
        return self._why(arn, self.programs, _account_of(arn))

    def started(self, services: Collection[str]) -> str:
        """Why a program of one of these services comes to what is agreed on, or may; empty where none does."""
        for arn, why in self.programs.items():
            role = self._assembly.identity(arn)
            if role is not None and _lets_in(role, services):
                return f"programs there may act as {arn}: {why}"
        return ""

    def by(self, arn: str, account: str = "") -> Iterator[Identity]:
        """Those of them that may obey what is written in a resource of the assembly, or orders about what it runs.

        Args:
            arn: ARN of the resource, or of what lies in it.
            account: The account of whoever writes there. Default: any.
        """
        found = dict.fromkeys(self._obeying(arn, self.programs, account))
        yield from (role for each in found if (role := self._assembly.identity(each)))

    def whys(self, role: Identity, but: tuple[str, ...] = ()) -> Iterator[str]:
        """Why what a role may write, but by some actions, is obeyed by one of them, or may be."""
        return self._whys(role, self.programs, but)

    def _whys(self, role: Identity, programs: Mapping[str, str], but: tuple[str, ...] = ()) -> Iterator[str]:
        try:
            for about, request, is_sent in self._written(role, but):
                sent_to = self.sent_to[about] if is_sent else None
                if why := self._why(about, programs, role.account, sent_to):
                    yield f"{role.arn} may call {request.action} on {request.resource}, and {why}"
        except UndecidedError as problem:
            yield f"what {role.arn} may do is not known: {problem}"

    @cached_property
    def sent_to(self) -> Mapping[str, Other]:
        """By ARN what the templates make to which something may be sent, and that tells nobody but who reads there."""
        return {each.arn: each for each in self._assembly.others if each.type in _SENT_TO and each.arn}

    def _why(self, arn: str, programs: Mapping[str, str], account: str, sent_to: Other | None = None) -> str:
        kind = resource_kind(arn)
        if kind is not None and kind.policy is not ResourcePolicyKind.OTHER:
            return ""
        held = self._assembly.resource(arn) if kind else sent_to
        if kind is not None and held is None:
            return f"{arn} is not in the assembly, so what takes its code from there is not known"
        known = (f"{each} may obey that: {programs[each]}" for each in self._obeying(arn, programs, account, sent_to))
        others = (
            (each, why)
            for each, why in self._unknown
            if (_may_be_of(account, each.account) if held is None else self._is_beside(each, held))
        )
        unknown = (f"{each.type} {each.origin.logical_id} may obey that: {why}" for each, why in others)
        return next(chain(known, unknown), "")

    def _obeying(
        self, arn: str, programs: Mapping[str, str], account: str, sent_to: Other | None = None
    ) -> Iterable[str]:
        """The programs that may obey what is written there; of what is not read, all that the writer's account runs."""
        if sent_to is not None:
            return self._readers(sent_to, programs)
        kind = resource_kind(arn)
        if kind is None:
            return (each for each in programs if self._is_here(each) and _may_be_of(account, parse(each).account))
        held = self._assembly.resource(arn) if kind.policy is ResourcePolicyKind.OTHER else None
        return () if held is None else self._readers(held, programs)

    def _is_here(self, arn: str) -> bool:
        """Whether it is one that the account runs, so that whoever changes what runs it gives it orders."""
        role = self._assembly.identity(arn)
        found = _let_in(role) if role is not None else []
        names = (name for each in found if each is not None for name in each.federated)
        return any(map(_is_service, found)) or any(_OF_THE_ACCOUNT.search(name) for name in names)

    @cached_property
    def _unknown(self) -> list[tuple[Other, str]]:
        """What runs programs as a role that is not known, each with the reason."""
        running = (each for each in self._assembly.others if each.type in RUNNING)
        return [(each, why) for each in running if (why := self._acting.unknown(each))]

    def _readers(self, held: Resource | Other, programs: Mapping[str, str]) -> Iterator[str]:
        """The programs that may ask for what is there or is passed on, or stand in the templates beside its name."""
        if not programs:
            return
        passed = self._copying.of([held.arn])
        if any(self._copying.is_open(each) or (is_arn(each) and parse(each).service == _BUSES) for each in passed):
            yield from filter(self._is_here, programs)
        for arn in programs:
            role = self._assembly.identity(arn)
            if role is not None and any(self._asks(role, each) for each in (held.arn, *passed)):
                yield arn
        for other in self._assembly.others:
            if self._is_beside(other, held) or self._is_given(other, passed) or self._is_told(other, held):
                roles = {each.arn for each in self._acting.actors.roles(other)}
                may_be_any = self._acting.may_be_any(other)
                yield from (arn for arn in programs if arn in roles or (may_be_any and self._is_here(arn)))

    def _is_told(self, other: Other, held: Resource | Other) -> bool:
        """Whether it is a rule that starts a program with what comes there."""
        row = row_of(other.type)
        return row.is_told and row.carries and tells(other, held.arn, self._assembly)

    def _is_given(self, other: Other, passed: Collection[str]) -> bool:
        """Whether it names one of these, or may."""
        said = [leaf for leaf in leaves(other.said) if leaf.text] if passed else []
        return any(each in leaf.text or self._is_fed(leaf, each) for leaf in said for each in passed)

    def _is_fed(self, leaf: Leaf, arn: str) -> bool:
        """Whether what a program is fed from may be this."""
        may_be = self._assembly.may_be
        return bool(_FEEDING.search(leaf.path)) and (may_be(leaf.text, arn) or may_be(arn, leaf.text))

    def _is_beside(self, other: Other, held: Resource | Other) -> bool:
        """Whether it is of the resource itself, or says its name, ARN or attribute, or may where a name belongs."""
        place = held.origin.place()
        name = parse(held.arn).name if isinstance(held, Other) else parse(held.arn).resource
        return place == other.origin.place() or any(
            leaf.rewritten
            or name in leaf.text
            or place in self._assembly.places(leaf.text)
            or self._is_fed(leaf, held.arn)
            or _may_name(self._assembly, leaf, name, held.arn)
            for leaf in leaves(other.said)
        )


def _may_be_of(account: str, other: str) -> bool:
    """Whether two accounts may be one: what has no policy that is read is asked for within its own account."""
    return account == other or not (is_settled(account) and is_settled(other) and account and other)


def _account_of(arn: str) -> str:
    return parse(arn).account if is_arn(arn) else ""


def _let_in(role: Identity) -> list[Principals | None]:
    """Whom its trust policy lets in, at most."""
    return [each.principals for each in (role.trust.at(Bound.ABOVE) if role.trust else ()) if each.allows]


def _lets_in(role: Identity, names: Collection[str]) -> bool:
    """Whether its trust policy lets in one of these services, or providers that are called so."""
    found = [name for each in _let_in(role) if each is not None for name in (*each.services, *each.federated)]
    return any(name in each for each in found for name in names)


def _is_service(principals: Principals | None) -> bool:
    """Whether a service is let in, or may be."""
    return principals is None or principals.negated or bool(principals.services) or "*" in principals.aws


def _signs_in(principals: Principals) -> bool:
    """Whether workloads may sign in as it; a provider of SAML has people."""
    return any(":saml-provider/" not in each for each in principals.federated)


def _may_name(assembly: Assembly, leaf: Leaf, *names: str) -> bool:
    return bool(NAMING.search(leaf.name)) and any(assembly.may_be(leaf.text, each) for each in names)
