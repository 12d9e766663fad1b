"""One IAM user of the trusted account."""

from typing import ClassVar

from xacct_constructs.principals.named import Named
from xacct_constructs.quotas import USER_INLINE_CHARACTERS, USER_NAME_CHARACTERS


class TrustedUser(Named):
    """One IAM user.

    Args:
        account: The trusted account's ID, 12 digits.
        name: The user's name, without path.
        path: The user's path. Default: `/`.
        existing: Whether the user is there already, so that only a policy is attached. Default: it is created.

    Attributes:
        kind: `user`.
        longest_name: So many characters may its name have.
        inline_characters: So many may all its inline policies have together.
        can_use_mfa: Whether its requests can carry MFA: yes.
        is_role_session: Whether it asks through a role's session: no.
        has_user_name: Whether `aws:username` is set in its requests: yes.
        holds_policies: Whether a policy can be attached to it: yes.
        has_long_term_credentials: Whether it may have access keys and a password: yes.
    """

    kind = "user"
    longest_name: ClassVar[int] = USER_NAME_CHARACTERS
    inline_characters: ClassVar[int] = USER_INLINE_CHARACTERS
    can_use_mfa: ClassVar[bool] = True
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True
    holds_policies: ClassVar[bool] = True
    has_long_term_credentials: ClassVar[bool] = True
