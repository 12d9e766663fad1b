"""The user group whose users assume roles of other accounts."""

from collections.abc import Sequence

from constructs import Construct

from xacct_constructs.agreement import RoleReference
from xacct_constructs.principals import TrustedGroup
from xacct_constructs.signatures import explained
from xacct_constructs.trusted.half import TrustedHalf


class TrustedAccountGroup(TrustedHalf):
    """An IAM user group of the trusted account, whose users are allowed to assume exactly the roles it is given.

    Its users are there already, or are made beside it. Source: IAM User Guide, "IAM user groups".
    """

    @explained
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        group_name: str,
        users: Sequence[str],
        assumes: Sequence[RoleReference],
        path: str = "/",
        existing: bool = False,
        managed_policy_name: str | None = None,
    ) -> None:
        """Check everything, then write the group and whom it has, or its policy alone.

        Args:
            scope: A construct in a stack with an explicit account: the trusted account.
            construct_id: The construct's ID; with the path it is public contract.
            group_name: Fixed name of the group.
            users: Its users' names, each behind its path where it has one: `alice`, `/audit/bob`.
            assumes: The `.reference` of each role; each must admit these users.
            path: The group's path. Default: `/`.
            existing: Whether the group is there already, so that only a policy is attached. Default: it is created.
            managed_policy_name: Name of a customer managed policy for the permission to assume. Default: inline.

        Raises:
            AgreementError: with every error found; nothing is written then.
        """
        super().__init__(
            scope,
            construct_id,
            lambda account: TrustedGroup(account=account, name=group_name, users=users, path=path, existing=existing),
            assumes=assumes,
            managed_policy_name=managed_policy_name,
        )

    @property
    def group_arn(self) -> str:
        """The group's ARN, a literal."""
        return self._arn
