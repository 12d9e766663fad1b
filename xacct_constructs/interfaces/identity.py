"""What CDK's interfaces of a role and of a user have in common."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, NoReturn

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct, Dependable, IConstruct, IMixin

from xacct_constructs.finding import AgreementError, error, told_of
from xacct_constructs.interfaces.accounts import account_of, imported_bucket_name
from xacct_constructs.placement import stack_environment
from xacct_constructs.principals import NamedPrincipal

ANOTHER_ACCOUNT = "write an Agreement in that account, and let this principal assume its role"


class _Roots(Dependable):
    """Whoever depends on the interface waits for the resource, too, not only for the policies granted to it."""

    def __init__(self, *roots: IConstruct) -> None:
        super().__init__()
        self._roots = list(roots)

    @property
    def dependency_roots(self) -> list[IConstruct]:
        return self._roots


class IdentityInterface(cdk.Resource):
    """A role or user whose resource stands beside it, or exists already.

    A construct, so that `Stack.of`, `Dependable.of` and environments work on it as on CDK's own.
    Whatever cannot be written is refused, also when CDK's own constructs ask for it.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        kind: str,
        name: str,
        path: str,
        resource: iam.CfnRole | iam.CfnUser | None,
        kept: NamedPrincipal | None = None,
    ) -> None:
        """Create the construct that holds what is granted; one without grants writes nothing."""
        super().__init__(scope, construct_id, physical_name=name)
        self._kind = kind
        self._name = name
        self._path = path
        self._written = resource
        self._kept = kept
        self._account = stack_environment(scope).account or ""
        self.attached_policies: list[iam.Policy] = []
        self._default_policy: iam.Policy | None = None
        self.granted_buckets: set[str] = set()
        self._arn: str | None = None
        self._ref: str | None = None
        if resource is not None:
            Dependable.implement(self, _Roots(resource, self))

    @abstractmethod
    def _attach(self, policy: iam.Policy | iam.ManagedPolicy) -> None: ...

    def _identity_arn(self) -> str:
        # The same token each time: CDK tells principals apart by it.
        if self._arn is None:
            name = self._path.removeprefix("/") + self._name
            if self._written is None:
                self._arn = self.stack.format_arn(service="iam", region="", resource=self._kind, resource_name=name)
            else:
                self._arn = self._get_resource_arn_attribute(
                    self._written.attr_arn, service="iam", region="", resource=self._kind, resource_name=name
                )
        return self._arn

    def _identity_name(self) -> str:
        if self._ref is None:
            self._ref = self._name if self._written is None else self._get_resource_name_attribute(self._written.ref)
        return self._ref

    @property
    def assume_role_action(self) -> str:
        """The action that a trust policy naming this principal allows."""
        return "sts:AssumeRole"

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """Itself."""
        return self

    @property
    def principal_account(self) -> str | None:
        """The stack's account, a literal."""
        return self._account

    @property
    def policy_fragment(self) -> iam.PrincipalPolicyFragment:
        """The principal as another policy names it: by ARN."""
        return iam.ArnPrincipal(self._identity_arn()).policy_fragment

    def add_to_principal_policy(self, statement: iam.PolicyStatement) -> iam.AddToPrincipalPolicyResult:
        """Add the statement to an `AWS::IAM::Policy` that is attached after the principal is there.

        Raises:
            AgreementError: XA405, the statement names a resource of another account; its half would be missing.
                XA402, IAM attaches no policy to the principal.
        """
        self._require_holder("add_to_principal_policy")
        for resource in statement.resources:
            account = account_of(resource)
            if account not in (None, self._account):
                what = "a resource that its stack makes" if "${Token[" in resource else resource
                message = f"reaches account {self._account} only, got {what} in account {account}"
                fix = f"{ANOTHER_ACCOUNT}; or attach an iam.Policy, if its owner admits this principal"
                self._refuse("XA405", f"{self._kind}.add_to_principal_policy", message, fix)
            if bucket := imported_bucket_name(resource):
                self.granted_buckets.add(bucket)
        if self._default_policy is None:
            self._default_policy = iam.Policy(self, "Policy")
            self._attach(self._default_policy)
        self._default_policy.add_statements(statement)
        return iam.AddToPrincipalPolicyResult(statement_added=True, policy_dependable=self._default_policy)

    def attach_inline_policy(self, policy: iam.Policy) -> None:
        """Attach a policy made elsewhere in this account.

        Raises:
            AgreementError: XA401, the policy belongs to another account's stack; XA402, IAM attaches none.
        """
        self._require_holder("attach_inline_policy")
        if policy in self.attached_policies:
            return
        self._require_own(f"{self._kind}.attach_inline_policy", policy.env.account)
        self.attached_policies.append(policy)
        self._attach(policy)

    def add_managed_policy(self, policy: iam.IManagedPolicy) -> None:
        """Attach a managed policy; one that exists already can only be attached by the principal's own resource.

        Raises:
            AgreementError: XA401, the policy is another account's; XA402, neither it nor the principal is written here,
                or IAM attaches none.
        """
        self._require_holder("add_managed_policy")
        path = f"{self._kind}.add_managed_policy"
        arn = policy.managed_policy_arn
        self._require_own(path, account_of(arn) or self._account)
        if self._written is not None:
            arns: Sequence[str] = self._written.managed_policy_arns or []
            if arn not in arns:
                self._written.managed_policy_arns = [*arns, arn]
        elif isinstance(policy, iam.ManagedPolicy):
            self._attach(policy)
        else:
            message = f"cannot attach an existing policy to the existing {self._kind} {self._name}"
            self._refuse("XA402", path, message, "its owner attaches it, or pass an iam.ManagedPolicy made in this app")

    def apply_removal_policy(self, policy: cdk.RemovalPolicy) -> None:
        """Say what happens to the role or user when it leaves the stack.

        Raises:
            AgreementError: XA402, it exists already and CloudFormation never removes it.
        """
        self._require_written("apply_removal_policy").apply_removal_policy(policy)

    def with_(self, *mixins: IMixin) -> IConstruct:
        """Apply mixins to the role or user and to what was granted to it.

        Raises:
            AgreementError: XA402, it exists already and is not CloudFormation's to change.
        """
        self._require_written("with_").with_(*mixins)
        return super().with_(*mixins)

    def _refuse(self, code: str, path: str, message: str, fix: str) -> NoReturn:
        """Raise one finding; from inside CDK's own code it arrives as a RuntimeError with the same text."""
        above = self.node.path.rpartition("/")[0]
        raise AgreementError(told_of(f"{above} ({self._kind} {self._name!r})", [error(code, path, message, fix)]))

    def _require_own(self, path: str, account: str) -> None:
        if account != self._account:
            message = f"takes what belongs to account {self._account}, got something of account {account}"
            self._refuse("XA401", path, message, "make it in a stack of this account")

    def _require_holder(self, member: str) -> None:
        if self._kept is not None:
            message = f"cannot attach a policy to the {self._kind} {self._name}, which AWS keeps"
            owner = self._kept.policy_owner
            fix = f"grant to another role: {owner} alone says what this one may do"
            if self._kept.owner_adds_policies:
                fix = f"have {owner} add it there, or grant to another role"
            self._refuse("XA402", f"{self._kind}.{member}", message, fix)

    def _require_written(self, member: str) -> Any:
        if self._written is None:
            message = f"cannot change the {self._kind} {self._name}, which exists already"
            self._refuse("XA402", f"{self._kind}.{member}", message, "its owner changes it, or let this app create it")
        return self._written


__all__ = ["ANOTHER_ACCOUNT", "IdentityInterface"]
