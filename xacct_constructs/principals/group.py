"""IAM users by way of a user group that carries their policy.

A trust policy cannot name a group: it names the users, and the group holds what lets them assume the role.
Source: IAM User Guide, "IAM user groups"; CloudFormation Template Reference, AWS::IAM::UserToGroupAddition.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from xacct_constructs.arns import Arn
from xacct_constructs.counts import MOST_ARNS, check_list
from xacct_constructs.finding import Finding, error
from xacct_constructs.principals.named import Named
from xacct_constructs.principals.user import TrustedUser
from xacct_constructs.quotas import GROUP_INLINE_CHARACTERS, GROUP_NAME_CHARACTERS
from xacct_constructs.signatures import explained_value
from xacct_constructs.texts import shown
from xacct_constructs.values import as_tuple


@explained_value
@dataclass(frozen=True, kw_only=True)
class TrustedGroup(Named):
    """The users of one IAM user group: exactly those that are listed, whoever else the group may have.

    Args:
        account: The trusted account's ID, 12 digits.
        name: The group's name, without path.
        path: The group's path. Default: `/`.
        existing: Whether the group is there already, so that only a policy is attached. Default: it is created.

    Attributes:
        users: Its users' names, each behind its path where it has one: `alice`, `/audit/bob`. They are there already.
        kind: `group`.
        longest_name: So many characters may its name have.
        inline_characters: So many may all its inline policies have together.
        can_use_mfa: Whether its users' requests can carry MFA: yes.
        is_role_session: Whether they ask through a role's session: no.
        has_user_name: Whether `aws:username` is set in their requests: yes.
        holds_policies: Whether a policy can be attached to it: yes.
        has_long_term_credentials: Whether it may have access keys and a password: its users may, itself not.
    """

    users: Sequence[str]

    kind = "group"
    longest_name: ClassVar[int] = GROUP_NAME_CHARACTERS
    inline_characters: ClassVar[int] = GROUP_INLINE_CHARACTERS
    can_use_mfa: ClassVar[bool] = True
    is_role_session: ClassVar[bool] = False
    has_user_name: ClassVar[bool] = True
    holds_policies: ClassVar[bool] = True
    has_long_term_credentials: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Make the value independent of the caller's list."""
        object.__setattr__(self, "users", as_tuple(self.users))

    @property
    def members(self) -> tuple[TrustedUser, ...]:
        """Its users, who ask for themselves."""
        return tuple(map(self._user, self.users))

    def _user(self, text: str) -> TrustedUser:
        arn = Arn("aws", "iam", "", self.account, f"user/{str(text).removeprefix('/')}")
        return TrustedUser(account=self.account, name=arn.name, path=arn.path, existing=True)

    def describe(self, partition: str) -> str:
        """The group's users in words."""
        return ", ".join(each.describe(partition) for each in self.members)

    def covers(self, arn: str, partition: str) -> bool:
        """Whether whoever has this ARN is trusted with it: its users are."""
        return any(each.covers(arn, partition) for each in self.members)

    def check(self, path: str) -> Iterator[Finding]:
        """Findings about its fields; `path` is where it stands."""
        yield from super().check(path)
        where, fix = f"{path}.users", 'write ["alice", "/audit/bob"]'
        if unfit := list(check_list("XA023", where, self.users, of="user name", most=MOST_ARNS, fix=fix)):
            yield from unfit
            return
        seen: set[str] = set()
        for index, text in enumerate(self.users):
            if not isinstance(text, str):
                yield error("XA023", f"{where}[{index}]", f"must be a user's name, got {shown(text)}", fix)
                continue
            user = self._user(text)
            of_user = TrustedUser(account="0" * 12, name=user.name, path=user.path)
            yield from (each._replace(path=f"{where}[{index}]") for each in of_user.check(""))
            if user.name.lower() in seen:
                message = f"repeats {shown(user.name)}: names differ by more than case and path"
                yield error("XA021", f"{where}[{index}]", message, "remove one of the two")
            seen.add(user.name.lower())
