"""The table of checks, in the order in which a request meets them."""

from xacct_constructs.operations.checks import accounts, attempt, existence, objects, policies

CHECKS = (*accounts.CHECKS, *existence.CHECKS, *policies.CHECKS, *objects.CHECKS, *attempt.CHECKS)

__all__ = ["CHECKS"]
