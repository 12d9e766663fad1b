"""What the trusted half has to know of the role: literals only, so neither half waits for the other."""

from dataclasses import dataclass

from xacct_constructs import arns
from xacct_constructs.principals import TrustedPrincipal
from xacct_constructs.signatures import explained_value


@explained_value
@dataclass(frozen=True, kw_only=True)
class RoleReference:
    """A role in the trusting account, as the trusted account's half names it.

    Attributes:
        role_arn: The role's ARN, known before anything is deployed.
        trusted_principals: Whom the role's trust policy admits.
        actions: The STS actions that both halves must allow. Default: `sts:AssumeRole` alone.
        principal_permissions_boundary: Managed policy that must bound the principal. Default: none.
    """

    role_arn: str
    trusted_principals: tuple[TrustedPrincipal, ...]
    actions: tuple[str, ...] = ("sts:AssumeRole",)
    principal_permissions_boundary: str | None = None

    @property
    def partition(self) -> str:
        """The partition of the role's ARN."""
        return arns.parse(self.role_arn).partition

    @property
    def trusting_account(self) -> str:
        """The account that owns the role."""
        return arns.parse(self.role_arn).account

    @property
    def role_name(self) -> str:
        """The role's name, without path."""
        return arns.parse(self.role_arn).name

    def admits(self, arn: str) -> bool | None:
        """Whether the trust policy admits the principal of this ARN, by itself or with its whole account.

        None: it does, if the principal's account is in an organization that is trusted, which no ARN says.
        """
        found = [principal.covers(arn, self.partition) for principal in self.trusted_principals]
        return any(found) or (None if None in found else False)
