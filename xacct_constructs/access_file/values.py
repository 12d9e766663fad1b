"""What an access file says."""

from collections.abc import Mapping
from typing import NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.partitions import partition_of

Identity = tuple[str, str, str]
"""What IAM keeps apart: kind (`role`, `user` …), account, and name in lower case."""


class Account(NamedTuple):
    """One series of stacks in one account. An account may stand under two names: each has stacks of its own.

    Attributes:
        name: What the file calls it; its stacks are named after it.
        account: Its ID, 12 digits.
        region: Its home region: all its IAM resources are deployed there.
        profile: The AWS CLI's profile for whoever deploys it. Default: the machine's own.
        stacks: Over so many stacks its resources are spread, each by its own name. Another number moves them.
            Default: 1.
    """

    name: str
    account: str
    region: str
    profile: str | None = None
    stacks: int = 1

    @property
    def partition(self) -> str:
        """The region's partition."""
        return partition_of(self.region)


class AccessFile(NamedTuple):
    """Accounts, agreements between them, and what is known of other access.

    Attributes:
        accounts: Each by its name, in the file's order.
        agreements: In the file's order, groups resolved and defaults filled in.
        homes: Of each role and each principal with a name, the name of the account that it was said with.
        known_access: What is known of access that no agreement makes.
    """

    accounts: Mapping[str, Account]
    agreements: tuple[Agreement, ...]
    homes: Mapping[Identity, str]
    known_access: KnownAccess
