"""Account stacks: which resource of an access file stands in which stack of which account, whatever else it holds."""

from xacct_constructs.account_stacks.stack import AccountStack
from xacct_constructs.account_stacks.stacks import PREFIX, AccountStacks, account_stacks
from xacct_constructs.account_stacks.template import BOOTSTRAP_PARAMETER, BOOTSTRAP_VERSION

__all__ = [
    "BOOTSTRAP_PARAMETER",
    "BOOTSTRAP_VERSION",
    "PREFIX",
    "AccountStack",
    "AccountStacks",
    "account_stacks",
]
