"""A user as CDK's `IUser`."""

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk.interfaces.aws_iam import UserReference
from constructs import Construct

from xacct_constructs.interfaces.checks import Checks
from xacct_constructs.interfaces.identity import IdentityInterface
from xacct_constructs.quotas import USER_INLINE_CHARACTERS


@jsii.implements(iam.IUser)
class _User(IdentityInterface):
    def _attach(self, policy: iam.Policy | iam.ManagedPolicy) -> None:
        policy.attach_to_user(self)

    @property
    def user_arn(self) -> str:
        """A token that is the user's attribute in its own environment, and its ARN written out in any other."""
        return self._identity_arn()

    @property
    def user_name(self) -> str:
        """A token that is a `Ref` in its own environment, and the name written out in any other."""
        return self._identity_name()

    @property
    def user_ref(self) -> UserReference:
        """Name and ARN."""
        return UserReference(user_name=self.user_name, user_arn=self.user_arn)

    def add_to_group(self, group: iam.IGroup) -> None:
        """Add the user to a group of its account, by an `AWS::IAM::UserToGroupAddition`.

        Raises:
            AgreementError: XA401, the group is another account's.
        """
        self._require_own("user.add_to_group", group.env.account)
        count = sum(isinstance(child, iam.CfnUserToGroupAddition) for child in self.node.children)
        iam.CfnUserToGroupAddition(self, f"Group{count}", group_name=group.group_name, users=[self.user_name])


def user_interface(scope: Construct, user: cdk.CfnResource | str, *, path: str = "/") -> iam.IUser:
    """The user as CDK's own interface, made below the scope with the construct ID `User`.

    Adds the check at synthesis that all its inline policies together stay within IAM's quota.

    Args:
        scope: The construct that holds the user, in a stack with an explicit account.
        user: The `AWS::IAM::User` with its literal name, or the name of a user that exists already.
        path: The existing user's path; one that is written here knows its own. Default: `/`.
    """
    resource = user if isinstance(user, iam.CfnUser) else None
    made = _User(
        scope,
        "User",
        kind="user",
        name=str(user) if resource is None else resource.user_name or "",
        path=path if resource is None else resource.path or "/",
        resource=resource,
    )
    made.node.add_validation(Checks(scope, made, "user", USER_INLINE_CHARACTERS))
    return made
