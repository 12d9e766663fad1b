"""Trusted principals: who, in the trusted account, may assume the role.

Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.names import iam_arn


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedUser:
    """One IAM user."""

    account: str
    """The trusted account's ID, 12 digits."""
    name: str
    """The user's name, without path."""
    path: str = "/"
    """The user's path. Default: `/`."""
    existing: bool = False
    """Whether the user is there already, so that only a policy is attached. Default: it is created."""

    kind: ClassVar[str] = "user"
    can_use_mfa: ClassVar[bool] = True
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True

    def arn(self, partition: str) -> str:
        """The user's ARN."""
        return iam_arn(partition, self.account, "user", self.path, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedRole:
    """One role: a workload, or people who come through it. Its sessions are limited to an hour in ours."""

    account: str
    """The trusted account's ID, 12 digits."""
    name: str
    """The role's name, without path."""
    path: str = "/"
    """The role's path. Default: `/`."""
    existing: bool = False
    """Whether the role is there already, so that only a policy is attached. Default: it is created."""

    kind: ClassVar[str] = "role"
    can_use_mfa: ClassVar[bool] = False
    is_role_session: ClassVar[bool] = True
    has_user_name: ClassVar[bool] = False

    def arn(self, partition: str) -> str:
        """The role's ARN, which is also what `aws:PrincipalArn` holds in its sessions."""
        return iam_arn(partition, self.account, "role", self.path, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
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
