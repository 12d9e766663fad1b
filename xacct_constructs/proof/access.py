"""Requests decided over an assembly: every policy that bears on one, found by caller and resource."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.iam import (
    Bound,
    CallerKind,
    Context,
    Decision,
    DependsError,
    Origin,
    Policies,
    Policy,
    Request,
    ResourcePolicyKind,
    Statement,
    UndecidedError,
    decide,
    decide_at,
    everything,
    statements_at,
    statements_of,
)
from xacct_constructs.organization import RESOURCE_CONTROL, SERVICE_CONTROL, Organization
from xacct_constructs.proof.ordinary import over_https
from xacct_constructs.proof.organization import Organized
from xacct_constructs.proof.taken import as_made, joined, taken
from xacct_constructs.services import ResourceKind, deciding, with_service_keys

Document = Mapping[str, Any]

_EVERYTHING = everything("the caller's own side, assumed to allow everything")


class Access:
    """The decisions that an assembly comes to."""

    def __init__(self, assembly: Assembly, organization: Organization | None = None) -> None:
        """Take an assembly as it was read.

        Args:
            assembly: The assembly.
            organization: The organization of its accounts, as a folder tells of it. Default: it is not told.
        """
        self.assembly = assembly
        self.organized = Organized(assembly, organization)

    def identity(self, request: Request) -> Identity | None:
        """The user or role that the caller is, if the assembly holds it."""
        if request.caller.kind not in (CallerKind.USER, CallerKind.SESSION):
            return None
        return self.assembly.identity(request.caller.principal_arn)

    def policies(
        self,
        request: Request,
        *,
        bound: Bound = Bound.ABOVE,
        own_side_allows: bool = False,
        session_policy: Document | None = None,
        service_control: Sequence[Sequence[Document]] = (),
        resource_control: Sequence[Sequence[Document]] = (),
    ) -> Policies:
        """Every policy that bears on the request.

        Args:
            request: Who asks for what.
            bound: On which side of what they will allow that lies which they allow, where deployment settles it.
                Default: they allow at most so much.
            own_side_allows: Whether a caller that the assembly does not hold is taken to be allowed everything by its
                own account. Default: such a caller cannot be decided.
            session_policy: What the caller passed when it assumed its role. Default: none.
            service_control: Documents of each level of the caller's organization. Default: those of the assembly alone.
            resource_control: Documents of each level of the resource's organization. Default: the same.

        Raises:
            UndecidedError: a policy that bears on the request lies outside the assembly, or is not understood.
        """
        identity, boundary = self._own_side(request, own_side_allows, bound)
        session = None if session_policy is None else _given("session policy", [session_policy])
        if own_side_allows and request.caller.kind is CallerKind.FEDERATED_USER:
            session = session or _EVERYTHING
        kind, resource = self._resource_policy(request, bound)
        return Policies(
            identity=identity,
            resource=resource,
            resource_kind=kind,
            boundary=boundary,
            session=session,
            service_control=[
                *(_given("service control policy", level) for level in service_control),
                *self.organized.levels(SERVICE_CONTROL, request, bound),
            ],
            resource_control=[
                *(_given("resource control policy", level) for level in resource_control),
                *self.organized.levels(RESOURCE_CONTROL, request, bound),
            ],
        )

    def decide(self, request: Request, **given: Any) -> Decision:
        """Decide a request over the assembly; the arguments are those of `policies`.

        Raises:
            DependsError: deployment settles it.
            UndecidedError: something in the way is not understood, or lies outside the assembly.
        """
        return self._joined(request, lambda each, bound: self.policies(each, bound=bound, **given))

    def seen(self, request: Request) -> tuple[Request, ...]:
        """The request under each ARN under which a policy sees it: one, but of what lies behind something else.

        Raises:
            UndecidedError: One of them is not known.
        """
        owned = self.with_owner(request)
        found = taken(self.assembly, owned)
        return (owned,) if found is None else (found.on_the_way, *found.behind)

    def decide_by_resource(self, request: Request, *, own_side_allows: bool) -> Decision:
        """Decide by what the resource's policy says of the caller, whatever the assembly holds of the caller itself.

        Of service control policies those alone count of which a folder says that they bind.

        Args:
            request: Who asks for what.
            own_side_allows: Whether the caller's own side is taken to allow everything, or nothing.

        Raises:
            UndecidedError: something in the way is not understood, or lies outside the assembly.
        """
        identity = _EVERYTHING if own_side_allows else ()

        def at(each: Request, bound: Bound) -> Policies:
            policies = self.policies(each, bound=bound, own_side_allows=True)
            told = self.organized.levels(SERVICE_CONTROL, each, Bound.ABOVE, told=True)
            return policies._replace(identity=identity, boundary=None, service_control=told)

        return self._joined(request, at)

    def _joined(self, request: Request, at: Callable[[Request, Bound], Policies]) -> Decision:
        """The decision, by the way that the request takes as well as by what lies behind it, if it takes one."""
        owned = self.with_owner(request)
        found = taken(self.assembly, owned)
        if found is None:
            return self._decided(owned, lambda bound: at(owned, bound))
        on_the_way = self._tried(found.on_the_way, at)
        answers = [joined([on_the_way, self._tried(each, at)], found.way) for each in found.behind]
        decided = [each for each in answers if isinstance(each, Decision)]
        if len(decided) == len(answers) and len({each.is_allowed for each in decided}) == 1:
            return decided[0]
        for each in answers if len(answers) == 1 else ():
            if isinstance(each, UndecidedError):
                raise each
        raise DependsError(f"what lies behind {found.way.origin} is settled at deployment")

    def _tried(self, request: Request, at: Callable[[Request, Bound], Policies]) -> Decision | UndecidedError:
        """The decision of one of the two, or why there is none: where the other one refuses, it makes no difference."""
        if self.assembly.resource(request.resource) is None:
            return UndecidedError(f"{request.resource} is not in the assembly, so what its policy says is not known")
        try:
            return self._decided(request, lambda bound: at(request, bound))
        except UndecidedError as problem:
            return problem

    def _decided(self, owned: Request, at: Callable[[Bound], Policies]) -> Decision:
        """The decision, where it is the same whatever deployment brings."""
        asked = over_https(with_service_keys(owned))
        above, below = at(Bound.ABOVE), at(Bound.BELOW)
        if above == below:
            return decide(asked, above)
        at_most, at_least = decide_at(Bound.ABOVE, asked, above), decide_at(Bound.BELOW, asked, below)
        if at_most.is_allowed != at_least.is_allowed:
            raise DependsError("; ".join(self._whys(asked)))
        return at_least if at_least.is_allowed else at_most

    def _whys(self, request: Request) -> list[str]:
        """What the decision depends on, in words: of the statements that may speak of the request."""
        context = request.full_context()
        found = [
            why
            for policy in self._bearing(request)
            for reading in policy.readings
            if any(_may_hit(each, request, context) for each in reading.widest)
            for why in reading.whys
        ]
        found += self.organized.unsure(request)
        return list(dict.fromkeys(found))

    def _bearing(self, request: Request) -> Iterator[Policy]:
        """The policies of the caller and of the resource."""
        caller, role = self.identity(request), self.assembly.identity(request.resource)
        resource = self.assembly.resource(request.resource)
        if caller is not None:
            yield from caller.policies
            yield from () if caller.boundary is None else (caller.boundary,)
        if role is not None and role.trust is not None:
            yield role.trust
        yield from () if resource is None else resource.policies
        yield from self.organized.bearing(request)

    def with_owner(self, request: Request) -> Request:
        """The request as it is made, with the account that owns what is asked for, where its ARN does not say.

        With it comes what follows from where that account and the caller's are in the organization.
        """
        return self.organized.informed(self._owned(as_made(self.assembly, request)))

    def _owned(self, request: Request) -> Request:
        if request.resource_account or not is_arn(request.resource) or parse(request.resource).account:
            return request
        resource = self.assembly.resource(request.resource)
        if resource is None:
            raise UndecidedError(f"{request.resource} is not in the assembly, so the account that owns it is not known")
        return replace(request, resource_account=resource.account)

    def with_likely_owner(self, request: Request) -> Request:
        """The same; a bucket that the assembly does not hold is one of the caller's account, which may well have it."""
        try:
            return self.with_owner(request)
        except UndecidedError:
            return self.organized.informed(replace(request, resource_account=request.caller.account))

    def _own_side(
        self, request: Request, own_side_allows: bool, bound: Bound
    ) -> tuple[tuple[Statement, ...], tuple[Statement, ...] | None]:
        found = self.identity(request)
        if found is None:
            needs_none = request.caller.kind not in (CallerKind.USER, CallerKind.SESSION, CallerKind.FEDERATED_USER)
            if not own_side_allows and not needs_none:
                message = f"{request.caller.arn} is not in the assembly, so what its own account allows is not known"
                raise UndecidedError(message)
            return (() if needs_none else _EVERYTHING), None
        if found.outside and not own_side_allows:
            raise UndecidedError(f"{found.arn} has policies outside the assembly: {', '.join(found.outside)}")
        if found.boundary_arn and found.boundary is None:
            raise UndecidedError(f"{found.arn} has a boundary outside the assembly: {found.boundary_arn}")
        own = statements_at(bound, *found.policies)
        for each in own:
            if each.principals is not None:
                raise UndecidedError(f"{each} names a principal, which the policies of a user or role cannot")
        boundary = None if found.boundary is None else found.boundary.at(bound)
        extra = _EVERYTHING if (found.existing or found.outside) and own_side_allows else ()
        return (*own, *extra), boundary

    def _resource_policy(
        self, request: Request, bound: Bound
    ) -> tuple[ResourcePolicyKind, tuple[Statement, ...] | None]:
        kind = deciding(request.action, request.resource)
        if kind is None:
            return ResourcePolicyKind.OTHER, None
        if kind.policy is ResourcePolicyKind.TRUST:
            role = self.assembly.identity(request.resource)
            if role is None or role.trust is None:
                raise UndecidedError(f"{request.resource} is not in the assembly, so its trust policy is not known")
            return kind.policy, _of_resource(kind, bound, role.trust)
        held = self.assembly.resource(request.resource)
        if held is None:
            return ResourcePolicyKind.OTHER, None
        return kind.policy, _of_resource(kind, bound, *policies_of(held))


def _may_hit(statement: Statement, request: Request, context: Context) -> bool:
    """Whether the statement speaks of the request, as far as that is known."""
    try:
        return bool(statement.match(request)) and statement.covers(request, context)
    except UndecidedError:
        return True


def _given(name: str, documents: Sequence[Document]) -> tuple[Statement, ...]:
    """The statements of policies that are given beside the assembly."""
    return statements_of(*(Policy(document, Origin("", name, "")) for document in documents))


def _of_resource(kind: ResourceKind, bound: Bound, *policies: Policy) -> tuple[Statement, ...]:
    found = statements_at(bound, *policies)
    for each in (each for each in found if each.is_known):
        if each.principals is None or (each.resources is not None) is not kind.names_resources:
            wanted = "a principal and a resource" if kind.names_resources else "a principal and no resource"
            raise UndecidedError(f"{each} is in a policy whose statements name {wanted}")
    return found


def policies_of(held: Resource) -> tuple[Policy, ...]:
    """A resource's policies; of one that is made without, the policy that AWS gives it, if it does."""
    return held.policies or tuple(_default(held))


def _default(held: Resource) -> Iterator[Policy]:
    if held.kind.default:
        yield Policy(held.kind.default(parse(held.arn)), Origin("", f"the default {held.kind.policy}", held.arn))
