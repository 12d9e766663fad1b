"""Halves: what many agreements ask of each role and each trusted principal, judged before anything is written."""

from xacct_constructs.halves.principals import (
    JudgedPrincipals,
    Wanted,
    judge_principals,
    nobody_named,
    other_owner,
    wanted_principals,
)
from xacct_constructs.halves.roles import JudgedRoles, judge_roles

__all__ = [
    "JudgedPrincipals",
    "JudgedRoles",
    "Wanted",
    "judge_principals",
    "judge_roles",
    "nobody_named",
    "other_owner",
    "wanted_principals",
]
