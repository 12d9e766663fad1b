"""One role of the trusted account.

Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies" (roles under
`/aws-reserved/sso.amazonaws.com/`); IAM User Guide, "Service-linked roles": IAM refuses to change either.
"""

from typing import ClassVar

from xacct_constructs.principals.named import Named

_RESERVED = "/aws-reserved/"
_SERVICE_LINKED = "/aws-service-role/"


class TrustedRole(Named):
    """One role: a workload, or people who come through it. Its sessions are limited to an hour in ours."""

    kind = "role"
    can_use_mfa: ClassVar[bool] = False
    is_role_session: ClassVar[bool] = True
    has_user_name: ClassVar[bool] = False
    has_long_term_credentials: ClassVar[bool] = False

    @property
    def holds_policies(self) -> bool:
        """Whether a policy can be attached to it: to a role that AWS keeps, IAM attaches none."""
        return not str(self.path).startswith((_RESERVED, _SERVICE_LINKED))
