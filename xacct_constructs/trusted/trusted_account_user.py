"""The user that assumes roles of other accounts."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from xacct_constructs.agreement import RoleReference
from xacct_constructs.principals import TrustedUser
from xacct_constructs.signatures import explained
from xacct_constructs.trusted.half import TrustedHalf


class TrustedAccountUser(TrustedHalf):
    """An IAM user of the trusted account, allowed to assume exactly the roles it is given.

    It has no access keys: none ever passes through a template.
    Source: IAM User Guide, "Grant a user permissions to switch roles".
    """

    _user: iam.IUser | None = None

    @explained
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        user_name: str,
        assumes: Sequence[RoleReference],
        path: str = "/",
        existing: bool = False,
        permissions_boundary: str | None = None,
        managed_policy_name: str | None = None,
    ) -> None:
        """Check everything, then write the user, or its policy alone.

        Args:
            scope: A construct in a stack with an explicit account: the trusted account.
            construct_id: The construct's ID; with the path it is public contract.
            user_name: Fixed name of the user.
            assumes: The `.reference` of each role; each must admit this user.
            path: The user's path. Default: `/`.
            existing: Whether the user is there already, so that only a policy is attached. Default: it is created.
            permissions_boundary: ARN of the managed policy that bounds the user. Default: none.
            managed_policy_name: Name of a customer managed policy for the permission to assume. Default: inline.

        Raises:
            AgreementError: with every error found; nothing is written then.
        """
        super().__init__(
            scope,
            construct_id,
            lambda account: TrustedUser(account=account, name=user_name, path=path, existing=existing),
            assumes=assumes,
            permissions_boundary=permissions_boundary,
            managed_policy_name=managed_policy_name,
        )

    @property
    def user_arn(self) -> str:
        """The user's ARN, a literal."""
        return self._arn

    @property
    def user(self) -> iam.IUser:
        """The user as CDK's own interface, made when first touched; docs/cdk-interfaces.md lists what it supports."""
        if self._user is None:
            from xacct_constructs.interfaces import user_interface

            self._user = user_interface(self, self._resource or self._principal.name, path=self._principal.path)
        return self._user
