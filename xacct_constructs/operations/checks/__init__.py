"""The table of checks, in the order in which a request meets them."""

from xacct_constructs.operations.checks import accounts, attempt, existence, groups, keys, policies, resources

CHECKS = (
    *accounts.CHECKS,
    *existence.CHECKS,
    *groups.CHECKS,
    *resources.CHECKS,
    *policies.CHECKS,
    *resources.OWN,
    *keys.CHECKS,
    *attempt.CHECKS,
)

__all__ = ["CHECKS"]
