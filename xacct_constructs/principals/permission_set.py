"""A permission set of IAM Identity Center, as it is assigned in one account.

Source: IAM Identity Center User Guide, "Referencing permission sets in resource policies, Amazon EKS, and AWS KMS";
IAM Identity Center API reference, CreatePermissionSet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.arns import Arn, iam_arn, parse
from xacct_constructs.finding import Finding, error
from xacct_constructs.iam import Caller, CallerKind, arn_matches, role_of_session, session_of_arn
from xacct_constructs.names import check_account, check_name
from xacct_constructs.partitions import is_region
from xacct_constructs.principals.account import TrustedAccount
from xacct_constructs.principals.admission import NO_CLAIMS, Admission, Binding
from xacct_constructs.principals.role import TrustedRole
from xacct_constructs.quotas import PERMISSION_SET_NAME_CHARACTERS
from xacct_constructs.signatures import explained_value
from xacct_constructs.texts import shown

_PATH = "/aws-reserved/sso.amazonaws.com/"
_SUFFIX = "?" * 16
"""What Identity Center puts behind the name, anew whenever the set is assigned again."""
_PATHS = {None: (_PATH, f"{_PATH}*/"), "us-east-1": (_PATH,)}
"""Home regions to the paths of the roles; where it is not known, there are two. Of all others, the region ends it."""


@explained_value
@dataclass(frozen=True, kw_only=True)
class TrustedPermissionSet:
    """A permission set of IAM Identity Center: whoever is assigned to it in the account, through the set's role there.

    The role's name ends in characters that Identity Center chooses, so it is named by `aws:PrincipalArn` whatever the
    binding. Its sessions carry no MFA context, and last an hour in ours.

    Attributes:
        account: The trusted account's ID, 12 digits.
        name: The permission set's name.
        region: The home region of IAM Identity Center, which stands in the path of its roles. Default: whichever it is.
        kind: `permission set`.
        is_whole_account: Never.
        is_outside_aws: Never.
        claims: What an identity provider says of it: nothing.
        can_use_mfa: Whether its requests can carry MFA: no.
        is_role_session: Whether it asks through a role's session: yes.
        has_user_name: Whether `aws:username` is set in its requests: no.
        has_long_term_credentials: Whether it may have access keys and a password: no.
        policy_owner: Who writes its policies.
    """

    account: str
    name: str
    region: str | None = None

    kind: ClassVar[str] = "permission set"
    is_whole_account: ClassVar[bool] = False
    is_outside_aws: ClassVar[bool] = False
    claims: ClassVar[Mapping[str, str]] = NO_CLAIMS
    can_use_mfa: ClassVar[bool] = False
    is_role_session: ClassVar[bool] = True
    has_user_name: ClassVar[bool] = False
    has_long_term_credentials: ClassVar[bool] = False
    policy_owner: ClassVar[str] = "whoever owns it in IAM Identity Center"

    @property
    def identity(self) -> tuple[str, str, str]:
        """What IAM keeps apart: a set has one role in an account."""
        return self.kind, self.account, self.name

    def role_arns(self, partition: str) -> tuple[str, ...]:
        """The patterns of its role's ARN: one where the region is known, else one without and one with some region."""
        return tuple(self._role_arn(partition, each, _SUFFIX) for each in self._paths)

    @property
    def _paths(self) -> tuple[str, ...]:
        return _PATHS.get(self.region, (f"{_PATH}{self.region}/",))

    def _role_arn(self, partition: str, path: str, suffix: str) -> str:
        return iam_arn(partition, self.account, "role", path, f"AWSReservedSSO_{self.name}_{suffix}")

    def a_role(self, partition: str) -> TrustedRole:
        """One of the roles that it may have in the account, by some suffix."""
        arn = parse(self.role_arns(partition)[0].replace("?", "0"))
        return TrustedRole(account=self.account, name=arn.name, path=arn.path, existing=True)

    def admission(self, role: Arn, binding: Binding) -> Admission:
        """How a trust policy lets it in: by its account, and the patterns of its role's ARN as a condition."""
        of_account = TrustedAccount(account=self.account).admission(role, binding)
        return of_account._replace(narrowing={("ArnLike", "aws:PrincipalArn"): self.role_arns(role.partition)})

    def caller(self, role: Arn, signed_in: str | None) -> Caller:
        """Who asks for it: whoever is signed in with it, else a session of some role that it may have."""
        is_session = signed_in is not None and Caller(signed_in).kind is CallerKind.SESSION
        told = role_of_session(parse(signed_in)) if signed_in and is_session else ""
        path, suffix = self._paths[0], told.rpartition("_")[2]
        role_arn = self._role_arn(role.partition, path, suffix)
        if signed_in and told == self._role_arn(role.partition, "/", suffix) and self.covers(role_arn, role.partition):
            return Caller(signed_in, role_arn=role_arn)
        return session_of_arn(self.a_role(role.partition).arn(role.partition))

    def describe(self, partition: str) -> str:
        """The principal in words."""
        return f"the permission set {self.name} of {self.account}"

    def covers(self, arn: str, partition: str) -> bool:
        """Whether whoever has this ARN is trusted with it."""
        return any(arn_matches(each, arn, lambda _: None, variables=False) for each in self.role_arns(partition))

    def check(self, path: str) -> Iterator[Finding]:
        """Findings about its fields; `path` is where it stands."""
        yield from check_account(f"{path}.account", self.account)
        yield from check_name(f"{path}.name", self.name, PERMISSION_SET_NAME_CHARACTERS)
        if self.region is not None and not is_region(self.region):
            message = f"must be a region such as eu-west-1, got {shown(self.region)}"
            yield error("XA022", f"{path}.region", message, "write Identity Center's home region, or leave it out")
