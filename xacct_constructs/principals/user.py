"""One IAM user of the trusted account."""

from typing import ClassVar

from xacct_constructs.principals.named import Named


class TrustedUser(Named):
    """One IAM user."""

    kind = "user"
    can_use_mfa: ClassVar[bool] = True
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True
    holds_policies: ClassVar[bool] = True
    has_long_term_credentials: ClassVar[bool] = True
