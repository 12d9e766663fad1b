"""What trusted principals with a name of their own have in common."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.arns import Arn, iam_arn
from xacct_constructs.finding import Finding
from xacct_constructs.iam import Caller, session_of_arn
from xacct_constructs.names import check_account, check_flag, check_name, check_path
from xacct_constructs.principals.account import TrustedAccount
from xacct_constructs.principals.admission import NO_CLAIMS, Admission, Binding
from xacct_constructs.signatures import explained_value


@explained_value
@dataclass(frozen=True, kw_only=True)
class Named:
    """A principal that has a name of its own.

    Attributes:
        account: The trusted account's ID, 12 digits.
        name: The principal's name, without path.
        path: The principal's path. Default: `/`.
        existing: Whether the principal is there already, so that only a policy is attached. Default: it is created.
        kind: `user`, `role` or `group`, as IAM's ARNs and CloudFormation's types name it.
        longest_name: So many characters may its name have.
        inline_characters: So many may all its inline policies have together.
        is_whole_account: Never.
        is_outside_aws: Never.
        claims: What an identity provider says of it: nothing.
        is_role_session: Whether it asks through a role's session.
    """

    account: str
    name: str
    path: str = "/"
    existing: bool = False

    kind: ClassVar[str]
    longest_name: ClassVar[int]
    inline_characters: ClassVar[int]
    is_whole_account: ClassVar[bool] = False
    is_outside_aws: ClassVar[bool] = False
    claims: ClassVar[Mapping[str, str]] = NO_CLAIMS
    is_role_session: ClassVar[bool]

    @property
    def holds_policies(self) -> bool:
        """Whether a policy can be attached to it."""
        return True

    @property
    def owner_adds_policies(self) -> bool:
        """Whether whoever writes its policies adds what somebody asks for."""
        return True

    @property
    def policy_owner(self) -> str:
        """Who writes its policies."""
        return "its owner"

    @property
    def identity(self) -> tuple[str, str, str]:
        """What IAM keeps apart: an account has no two of a kind with one name, whatever case and path."""
        return self.kind, self.account, self.name.lower()

    def arn(self, partition: str) -> str:
        """The principal's ARN; of a role, it is also what `aws:PrincipalArn` holds in its sessions."""
        return iam_arn(partition, self.account, self.kind, self.path, self.name)

    def admission(self, role: Arn, binding: Binding) -> Admission:
        """How a trust policy lets it in: by its ARN, or by its account and its ARN as a condition."""
        arn = self.arn(role.partition)
        if binding is Binding.DIRECT_ARN:
            return Admission((arn,))
        of_account = TrustedAccount(account=self.account).admission(role, binding)
        return of_account._replace(narrowing={("ArnEquals", "aws:PrincipalArn"): (arn,)})

    def caller(self, role: Arn, signed_in: str | None) -> Caller | None:
        """Who asks for it: itself, or a session of it, whoever is signed in."""
        arn = self.arn(role.partition)
        return session_of_arn(arn) if self.is_role_session else Caller(arn)

    def describe(self, partition: str) -> str:
        """The principal in words: its ARN."""
        return self.arn(partition)

    def covers(self, arn: str, partition: str) -> bool:
        """Whether whoever has this ARN is trusted with it."""
        return self.arn(partition) == arn

    def check(self, path: str) -> Iterator[Finding]:
        """Findings about its fields; `path` is where it stands."""
        yield from check_account(f"{path}.account", self.account)
        yield from check_name(f"{path}.name", self.name, self.longest_name)
        yield from check_path(f"{path}.path", self.path)
        yield from check_flag(f"{path}.existing", self.existing)
