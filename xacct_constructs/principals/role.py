"""One role of the trusted account.

Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies" (roles under
`/aws-reserved/sso.amazonaws.com/`); IAM User Guide, "Service-linked roles": IAM refuses to change either.
"""

from typing import ClassVar, NamedTuple

from xacct_constructs.principals.named import Named
from xacct_constructs.quotas import ROLE_INLINE_CHARACTERS, ROLE_NAME_CHARACTERS


class _Keeper(NamedTuple):
    """Who writes the policies of roles that AWS keeps.

    Attributes:
        owner: Who does.
        adds: Whether they add what somebody asks for.
    """

    owner: str
    adds: bool


_KEEPERS = {
    "/aws-reserved/": _Keeper("whoever owns its permission set in IAM Identity Center", adds=True),
    "/aws-service-role/": _Keeper("the AWS service that it is linked to", adds=False),
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
        longest_name: So many characters may its name have.
        inline_characters: So many may all its inline policies have together.
        can_use_mfa: Whether its requests can carry MFA: no.
        is_role_session: Whether it asks through a role's session: yes.
        has_user_name: Whether `aws:username` is set in its requests: no.
        has_long_term_credentials: Whether it may have access keys and a password: no.
    """

    kind = "role"
    longest_name: ClassVar[int] = ROLE_NAME_CHARACTERS
    inline_characters: ClassVar[int] = ROLE_INLINE_CHARACTERS
    can_use_mfa: ClassVar[bool] = False
    is_role_session: ClassVar[bool] = True
    has_user_name: ClassVar[bool] = False
    has_long_term_credentials: ClassVar[bool] = False

    @property
    def _keeper(self) -> _Keeper | None:
        return next((who for path, who in _KEEPERS.items() if str(self.path).startswith(path)), None)

    @property
    def holds_policies(self) -> bool:
        """Whether a policy can be attached to it: to a role that AWS keeps, IAM attaches none."""
        return self._keeper is None

    @property
    def owner_adds_policies(self) -> bool:
        """Whether whoever writes its policies adds what somebody asks for: no service does."""
        return self._keeper is None or self._keeper.adds

    @property
    def policy_owner(self) -> str:
        """Who writes its policies."""
        return super().policy_owner if self._keeper is None else self._keeper.owner
