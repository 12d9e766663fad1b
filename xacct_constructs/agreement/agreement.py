"""The agreement: the one value that both accounts share."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from xacct_constructs.agreement.reference import RoleReference
from xacct_constructs.arns import Arn
from xacct_constructs.permissions import Permission, Use
from xacct_constructs.principals import Binding, GroupPrincipal, TrustedPrincipal, callers_of, is_group
from xacct_constructs.safeguards import Safeguards, further_actions
from xacct_constructs.services import ASSUME_ROLE
from xacct_constructs.signatures import explained_value
from xacct_constructs.values import as_tuple


@explained_value
@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Who in the trusted accounts may do what in the trusting account, and under which safeguards.

    Nothing is checked here: `validation.check_agreement` judges, and every construct does so before it writes.
    Sequences are kept as tuples.

    Attributes:
        role_name: Fixed name of the role; a new name means a new role.
        trusting_account: The account that owns the role and the resource, 12 digits.
        trusted_principals: Who may assume the role; at least one.
        permissions: What the role may do; at least one.
        safeguards: Conditions on the access. Default: none.
        path: The role's path. Default: `/`.
        partition: The partition of both accounts. Default: `aws`.
        binding: How trusted users and roles are named. Default: by `aws:PrincipalArn`.
        managed_policy_name: Name of a customer managed policy for the permissions. Default: they stand inline in the
            role.
        existing_role: Whether the role is there already, so that only permissions are attached. Default: it is created.
        description: The role's description. Default: none.
    """

    role_name: str
    trusting_account: str
    trusted_principals: Sequence[TrustedPrincipal]
    permissions: Sequence[Permission]
    safeguards: Safeguards = field(default_factory=Safeguards)
    path: str = "/"
    partition: str = "aws"
    binding: Binding = Binding.PRINCIPAL_ARN
    managed_policy_name: str | None = None
    existing_role: bool = False
    description: str | None = None

    def __post_init__(self) -> None:
        """Make the value independent of the caller's lists."""
        object.__setattr__(self, "trusted_principals", as_tuple(self.trusted_principals))
        object.__setattr__(self, "permissions", as_tuple(self.permissions))

    @property
    def role(self) -> Arn:
        """The role's ARN, by its fields."""
        return Arn(self.partition, "iam", "", self.trusting_account, f"role{self.path}{self.role_name}")

    @property
    def role_arn(self) -> str:
        """The role's ARN."""
        return str(self.role)

    @property
    def uses(self) -> tuple[Use, ...]:
        """What the permissions say that they use; what raw statements use, only their statements show."""
        return tuple(use for permission in self.permissions for use in permission.uses(self.role) or ())

    @property
    def callers(self) -> tuple[TrustedPrincipal, ...]:
        """Whom the trust policy lets in: the trusted principals, each group as its users."""
        return tuple(caller for each in self.trusted_principals for caller in callers_of(each))

    @property
    def groups(self) -> tuple[GroupPrincipal, ...]:
        """Those of the trusted principals that stand for others, and hold what these need."""
        return tuple(filter(is_group, self.trusted_principals))

    @property
    def reference(self) -> RoleReference:
        """What the trusted half needs of this agreement."""
        return RoleReference(
            role_arn=self.role_arn,
            trusted_principals=tuple(self.trusted_principals),
            actions=(ASSUME_ROLE, *further_actions(self.safeguards)),
            principal_permissions_boundary=self.safeguards.principal_permissions_boundary,
        )
