"""Account stacks: which resource of an access file stands in which stack of which account, whatever else it holds."""

from xacct_constructs.account_stacks.roles import JudgedRoles, judge_roles
from xacct_constructs.account_stacks.stack import AccountStack
from xacct_constructs.account_stacks.stacks import PREFIX, AccountStacks, account_stacks
from xacct_constructs.account_stacks.template import BOOTSTRAP_PARAMETER, BOOTSTRAP_VERSION
from xacct_constructs.account_stacks.wanted import (
    JudgedPrincipals,
    Wanted,
    judge_principals,
    nobody_named,
    other_owner,
    wanted_principals,
)

__all__ = [
    "BOOTSTRAP_PARAMETER",
    "BOOTSTRAP_VERSION",
    "PREFIX",
    "AccountStack",
    "AccountStacks",
    "JudgedPrincipals",
    "JudgedRoles",
    "Wanted",
    "account_stacks",
    "judge_principals",
    "judge_roles",
    "nobody_named",
    "other_owner",
    "wanted_principals",
]
