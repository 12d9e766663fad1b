"""A whole account, as the AWS walk-through trusts it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.arns import Arn, iam_arn, parse
from xacct_constructs.finding import Finding
from xacct_constructs.iam import Caller
from xacct_constructs.names import check_account
from xacct_constructs.principals.admission import NO_CLAIMS, Admission, Binding
from xacct_constructs.signatures import explained_value


@explained_value
@dataclass(frozen=True, kw_only=True)
class TrustedAccount:
    """A whole account, as the AWS walk-through trusts it: everybody its administrators let.

    Reported as a finding (XA702), since nobody can say from here who gets in.

    Attributes:
        account: The trusted account's ID, 12 digits.
        kind: `account`.
        is_whole_account: Always.
        is_outside_aws: Never.
        claims: What an identity provider says of it: nothing.
        can_use_mfa: Whether its requests can carry MFA.
        is_role_session: Whether it asks through a role's session.
        has_user_name: Whether `aws:username` is set in its requests.
        has_long_term_credentials: Never, as far as can be said from here.
    """

    account: str

    kind: ClassVar[str] = "account"
    is_whole_account: ClassVar[bool] = True
    is_outside_aws: ClassVar[bool] = False
    claims: ClassVar[Mapping[str, str]] = NO_CLAIMS
    can_use_mfa: ClassVar[bool] = True
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True
    has_long_term_credentials: ClassVar[bool] = False

    @property
    def identity(self) -> tuple[str, str, str]:
        """What IAM keeps apart: an account is there once."""
        return self.kind, self.account, ""

    @property
    def policy_owner(self) -> str:
        """Who writes the policies of those whom it stands for."""
        return "its administrators"

    def admission(self, role: Arn, _: Binding) -> Admission:
        """How a trust policy lets it in: by the ARN that stands for the account, which is not only the root user."""
        return Admission((iam_arn(role.partition, self.account, "root", "", ""),))

    def caller(self, role: Arn, signed_in: str | None) -> Caller | None:
        """Who asks for it: whoever of the account is signed in, but its root user, whom STS lets assume nothing."""
        if signed_in is None or signed_in.endswith(":root") or parse(signed_in).account != self.account:
            return None
        return Caller(signed_in)

    def describe(self, partition: str) -> str:
        """The principal in words."""
        return f"all of {self.account}"

    def covers(self, arn: str, partition: str) -> bool:
        """Whether whoever has this ARN is trusted with it."""
        return arn.startswith(f"arn:{partition}:iam::{self.account}:")

    def check(self, path: str) -> Iterator[Finding]:
        """Findings about its fields; `path` is where it stands."""
        yield from check_account(f"{path}.account", self.account)
