"""What principals that are told by their organization alone have in common: they are of no account in particular.

Source: IAM User Guide, "AWS global condition context keys", aws:PrincipalOrgID and aws:PrincipalOrgPaths.
"""

from collections.abc import Mapping
from typing import ClassVar

from xacct_constructs.arns import Arn
from xacct_constructs.principals.admission import NO_CLAIMS, Admission, Binding, Narrowing


class Members:
    """Everybody of some accounts of an organization: whom each account's administrators let.

    Attributes:
        kind: `organization` or `organizational unit`.
        account: Always empty: it is of no account in particular.
        is_whole_account: Never: it is more than one.
        can_use_mfa: Whether its requests can carry MFA.
        is_outside_aws: Never.
        claims: What an identity provider says of it: nothing.
        is_role_session: Whether it asks through a role's session.
        has_user_name: Whether `aws:username` is set in its requests.
        has_long_term_credentials: Never, as far as can be said from here.
    """

    kind: ClassVar[str]
    account: ClassVar[str] = ""
    is_whole_account: ClassVar[bool] = False
    can_use_mfa: ClassVar[bool] = True
    is_outside_aws: ClassVar[bool] = False
    claims: ClassVar[Mapping[str, str]] = NO_CLAIMS
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True
    has_long_term_credentials: ClassVar[bool] = False

    @property
    def place(self) -> str:
        """What says in the organization who it is."""
        raise NotImplementedError

    @property
    def narrowing(self) -> Narrowing:
        """The condition that tells it from everybody else."""
        raise NotImplementedError

    @property
    def identity(self) -> tuple[str, str, str]:
        """What is kept apart: a place in an organization is there once."""
        return self.kind, "", self.place

    @property
    def policy_owner(self) -> str:
        """Who writes the policies of those whom it stands for."""
        return "the administrators of each account"

    def admission(self, role: Arn, _: Binding) -> Admission:
        """How a trust policy lets it in: everybody is named, and told by the organization.

        Nobody of the role's own account is meant: where everybody is named, those need no policy of their own.
        """
        return Admission(("*",), {("StringNotEquals", "aws:PrincipalAccount"): (role.account,), **self.narrowing})

    def caller(self, _: Arn, __: str | None) -> None:
        """Who asks for it: nobody in particular, since no ARN says of which organization its account is."""
        return

    def describe(self, _: str) -> str:
        """The principal in words."""
        return f"all of {self.place}"

    def covers(self, arn: str, partition: str) -> bool | None:
        """Whether whoever has this ARN is trusted with it. None: no ARN says of which organization its account is."""
        return None if arn.startswith(f"arn:{partition}:") else False
