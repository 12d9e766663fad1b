"""A role as CDK's `IRole`."""

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk.interfaces.aws_iam import RoleReference
from constructs import Construct

from xacct_constructs.interfaces.checks import Checks
from xacct_constructs.interfaces.identity import IdentityInterface
from xacct_constructs.principals import NamedPrincipal
from xacct_constructs.quotas import ROLE_INLINE_CHARACTERS


@jsii.implements(iam.IRole)
class _Role(IdentityInterface):
    def _attach(self, policy: iam.Policy | iam.ManagedPolicy) -> None:
        policy.attach_to_role(self)

    @property
    def role_arn(self) -> str:
        """A token that is the role's attribute in its own environment, and its ARN written out in any other."""
        return self._identity_arn()

    @property
    def role_name(self) -> str:
        """A token that is a `Ref` in its own environment, and the name written out in any other."""
        return self._identity_name()

    @property
    def role_ref(self) -> RoleReference:
        """Name and ARN."""
        return RoleReference(role_name=self.role_name, role_arn=self.role_arn)

    def grant(self, grantee: iam.IPrincipal, *actions: str) -> iam.Grant:
        """Let a principal of the same account act on this role.

        Raises:
            AgreementError: XA404, it asks to assume the role; XA406, the principal cannot be given a policy here.
        """
        return self._grant("grant", grantee, *actions)

    def grant_pass_role(self, grantee: iam.IPrincipal) -> iam.Grant:
        """Let a principal of the same account pass this role to a service; raises as `grant` does."""
        return self._grant("grant_pass_role", grantee, "iam:PassRole")

    def grant_assume_role(self, grantee: iam.IPrincipal) -> iam.Grant:
        """Refused: CDK would write the caller's half alone.

        Raises:
            AgreementError: XA404, always.
        """
        return self._grant("grant_assume_role", grantee, "sts:AssumeRole")

    def _grant(self, member: str, grantee: iam.IPrincipal, *actions: str) -> iam.Grant:
        path = f"role.{member}"
        assuming = [action for action in actions if action == "*" or action.lower().startswith("sts:")]
        if assuming:
            message = f"would write {assuming[0]} for the caller, and nothing in the role's trust policy"
            self._refuse(
                "XA404", path, message, "name the caller in trusted_principals, and give it .reference to assume"
            )
        account = grantee.grant_principal.principal_account
        if account not in (None, self._account):
            message = f"takes a principal of account {self._account}, got one of account {account}"
            self._refuse("XA406", path, message, "AWS offers this within one account only")
        made = iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=[self.role_arn])
        if not made.success:
            message = "takes a role, user or group whose policy this app writes, got a principal that has none"
            self._refuse("XA406", path, message, "pass the role, user or group itself")
        return made


def role_interface(
    scope: Construct, role: cdk.CfnResource | str, *, path: str = "/", kept: NamedPrincipal | None = None
) -> iam.IRole:
    """The role as CDK's own interface, made below the scope with the construct ID `Role`.

    Adds the check at synthesis that all its inline policies together stay within IAM's quota.

    Args:
        scope: The construct that holds the role, in a stack with an explicit account.
        role: The `AWS::IAM::Role` with its literal name, or the name of a role that exists already.
        path: The existing role's path; one that is written here knows its own. Default: `/`.
        kept: The role, where AWS keeps it and IAM attaches no policy to it. Default: IAM attaches them.
    """
    resource = role if isinstance(role, iam.CfnRole) else None
    made = _Role(
        scope,
        "Role",
        kind="role",
        name=str(role) if resource is None else resource.role_name or "",
        path=path if resource is None else resource.path or "/",
        resource=resource,
        kept=kept,
    )
    made.node.add_validation(Checks(scope, made, "role", ROLE_INLINE_CHARACTERS))
    return made
