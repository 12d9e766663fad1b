"""Trusted principals: who, in the trusted account, may assume the role.

Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.names import iam_arn
from xacct_constructs.signatures import explained_value


@explained_value
@dataclass(frozen=True, kw_only=True)
class _Named:
    """A principal that has a name of its own."""

    account: str
    """The trusted account's ID, 12 digits."""
    name: str
    """The principal's name, without path."""
    path: str = "/"
    """The principal's path. Default: `/`."""
    existing: bool = False
    """Whether the principal is there already, so that only a policy is attached. Default: it is created."""

    kind: ClassVar[str]

    def arn(self, partition: str) -> str:
        """The principal's ARN; of a role, it is also what `aws:PrincipalArn` holds in its sessions."""
        return iam_arn(partition, self.account, self.kind, self.path, self.name)


class TrustedUser(_Named):
    """One IAM user."""

    kind = "user"
    can_use_mfa: ClassVar[bool] = True
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True


class TrustedRole(_Named):
    """One role: a workload, or people who come through it. Its sessions are limited to an hour in ours."""

    kind = "role"
    can_use_mfa: ClassVar[bool] = False
    is_role_session: ClassVar[bool] = True
    has_user_name: ClassVar[bool] = False


@explained_value
@dataclass(frozen=True, kw_only=True)
class TrustedAccount:
    """A whole account, as the AWS walk-through trusts it: everybody its administrators let.

    Reported as a finding (XA022), since nobody can say from here who gets in.
    """

    account: str
    """The trusted account's ID, 12 digits."""

    kind: ClassVar[str] = "account"
    can_use_mfa: ClassVar[bool] = True
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True

    def arn(self, partition: str) -> str:
        """The ARN that stands for the account in a policy; it is not only the root user."""
        return iam_arn(partition, self.account, "root", "", "")


TrustedPrincipal = TrustedUser | TrustedRole | TrustedAccount
