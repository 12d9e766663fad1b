"""One role of the trusted account.

Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies" (roles under
`/aws-reserved/sso.amazonaws.com/`); IAM User Guide, "Service-linked roles": IAM refuses to change either.
"""

from typing import ClassVar

from xacct_constructs.principals.named import Named

_POLICY_OWNERS = {
    "/aws-reserved/": "whoever owns its permission set in IAM Identity Center",
    "/aws-service-role/": "nobody but the AWS service that it is linked to",
}
"""Paths that AWS keeps for its own roles, to who writes the policies of those below."""


class TrustedRole(Named):
    """One role: a workload, or people who come through it. Its sessions are limited to an hour in ours.

    Args:
        account: The trusted account's ID, 12 digits.
        name: The role's name, without path.
        path: The role's path. Default: `/`.
        existing: Whether the role is there already, so that only a policy is attached. Default: it is created.

    Attributes:
        kind: `role`.
        can_use_mfa: Whether its requests can carry MFA: no.
        is_role_session: Whether it asks through a role's session: yes.
        has_user_name: Whether `aws:username` is set in its requests: no.
        has_long_term_credentials: Whether it may have access keys and a password: no.
    """

    kind = "role"
    can_use_mfa: ClassVar[bool] = False
    is_role_session: ClassVar[bool] = True
    has_user_name: ClassVar[bool] = False
    has_long_term_credentials: ClassVar[bool] = False

    @property
    def holds_policies(self) -> bool:
        """Whether a policy can be attached to it: to a role that AWS keeps, IAM attaches none."""
        return not str(self.path).startswith(tuple(_POLICY_OWNERS))

    @property
    def policy_owner(self) -> str:
        """Who writes its policies."""
        kept = (who for path, who in _POLICY_OWNERS.items() if str(self.path).startswith(path))
        return next(kept, super().policy_owner)
