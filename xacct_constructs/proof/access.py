"""Requests decided over an assembly: every policy that bears on one, found by caller and resource."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity, Resource, UnknownKind
from xacct_constructs.iam import (
    CallerKind,
    Decision,
    Origin,
    Policies,
    Policy,
    Request,
    ResourcePolicyKind,
    Statement,
    UndecidedError,
    decide,
    everything,
    statements_of,
)
from xacct_constructs.proof.unsettled import require_settled
from xacct_constructs.services import ResourceKind, deciding, with_service_keys

Document = Mapping[str, Any]

_EVERYTHING = everything("the caller's own side, assumed to allow everything")


class Access:
    """The decisions that an assembly comes to."""

    def __init__(self, assembly: Assembly) -> None:
        """Take an assembly as it was read."""
        self.assembly = assembly

    def identity(self, request: Request) -> Identity | None:
        """The user or role that the caller is, if the assembly holds it."""
        if request.caller.kind not in (CallerKind.USER, CallerKind.SESSION):
            return None
        return self.assembly.identity(request.caller.principal_arn)

    def policies(
        self,
        request: Request,
        *,
        own_side_allows: bool = False,
        session_policy: Document | None = None,
        service_control: Sequence[Sequence[Document]] = (),
        resource_control: Sequence[Sequence[Document]] = (),
    ) -> Policies:
        """Every policy that bears on the request.

        Args:
            request: Who asks for what.
            own_side_allows: Whether a caller that the assembly does not hold is taken to be allowed everything by its
                own account. Default: such a caller cannot be decided.
            session_policy: What the caller passed when it assumed its role. Default: none.
            service_control: Documents of each level of the caller's organization. Default: none apply.
            resource_control: Documents of each level of the resource's organization. Default: none apply.

        Raises:
            UndecidedError: a policy that bears on the request lies outside the assembly, or is not understood.
        """
        identity, boundary = self._own_side(request, own_side_allows)
        session = None if session_policy is None else _given("session policy", [session_policy])
        if own_side_allows and request.caller.kind is CallerKind.FEDERATED_USER:
            session = session or _EVERYTHING
        kind, resource = self._resource_policy(request)
        return Policies(
            identity=identity,
            resource=resource,
            resource_kind=kind,
            boundary=boundary,
            session=session,
            service_control=[_given("service control policy", level) for level in service_control],
            resource_control=[_given("resource control policy", level) for level in resource_control],
        )

    def decide(self, request: Request, **given: Any) -> Decision:
        """Decide a request over the assembly; the arguments are those of `policies`.

        Raises:
            UndecidedError: something in the way is not understood, or lies outside the assembly.
        """
        owned = self.with_owner(request)
        return self._decided(owned, self.policies(owned, **given))

    def decide_by_resource(self, request: Request, *, own_side_allows: bool) -> Decision:
        """Decide by what the resource's policy says of the caller, whatever the assembly holds of the caller itself.

        Args:
            request: Who asks for what.
            own_side_allows: Whether the caller's own side is taken to allow everything, or nothing.

        Raises:
            UndecidedError: something in the way is not understood, or lies outside the assembly.
        """
        owned = self.with_owner(request)
        policies = self.policies(owned, own_side_allows=True)
        identity = _EVERYTHING if own_side_allows else ()
        return self._decided(owned, replace(policies, identity=identity, boundary=None))

    def _decided(self, owned: Request, policies: Policies) -> Decision:
        bearing = [policies.identity, policies.resource, policies.boundary, policies.session]
        statements = [each for group in bearing for each in group or ()]
        asked = with_service_keys(owned)
        require_settled(asked, statements, self._open)
        return decide(asked, policies)

    @cached_property
    def _open(self) -> tuple[str, ...]:
        return tuple(text for text, each in self.assembly.unknowns.items() if each.kind is UnknownKind.OPEN)

    def with_owner(self, request: Request) -> Request:
        """The request with the account that owns what is asked for, where its ARN does not say: a bucket's."""
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
            return replace(request, resource_account=request.caller.account)

    def _own_side(
        self, request: Request, own_side_allows: bool
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
        for each in statements_of(*found.policies):
            if each.principals is not None:
                raise UndecidedError(f"{each} names a principal, which the policies of a user or role cannot")
        boundary = None if found.boundary is None else found.boundary.statements
        extra = _EVERYTHING if (found.existing or found.outside) and own_side_allows else ()
        return (*statements_of(*found.policies), *extra), boundary

    def _resource_policy(self, request: Request) -> tuple[ResourcePolicyKind, tuple[Statement, ...] | None]:
        kind = deciding(request.action, request.resource)
        if kind is None:
            return ResourcePolicyKind.OTHER, None
        if kind.policy is ResourcePolicyKind.TRUST:
            role = self.assembly.identity(request.resource)
            if role is None or role.trust is None:
                raise UndecidedError(f"{request.resource} is not in the assembly, so its trust policy is not known")
            return kind.policy, _of_resource(kind, role.trust)
        held = self.assembly.resource(request.resource)
        if held is None:
            return ResourcePolicyKind.OTHER, None
        return kind.policy, _of_resource(kind, *(held.policies or _default(held)))


def _given(name: str, documents: Sequence[Document]) -> tuple[Statement, ...]:
    """The statements of policies that are given beside the assembly."""
    return statements_of(*(Policy(document, Origin("", name, "")) for document in documents))


def _of_resource(kind: ResourceKind, *policies: Policy) -> tuple[Statement, ...]:
    found = statements_of(*policies)
    for each in found:
        if each.principals is None or (each.resources is not None) is not kind.names_resources:
            wanted = "a principal and a resource" if kind.names_resources else "a principal and no resource"
            raise UndecidedError(f"{each} is in a policy whose statements name {wanted}")
    return found


def _default(held: Resource) -> Iterator[Policy]:
    """The policy that AWS gives a resource which is made without one, if it does."""
    if held.kind.default:
        yield Policy(held.kind.default(parse(held.arn)), Origin("", f"the default {held.kind.policy}", held.arn))
