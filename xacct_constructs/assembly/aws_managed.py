"""Managed policies of AWS, which no template holds and templates attach."""

from functools import cache

from xacct_constructs.iam import Origin, Policy
from xacct_constructs.managed_policies import managed_policy


@cache
def aws_managed(arn: object) -> Policy | None:
    """The policy of this ARN, in the version that is known here; None for what is none of AWS's, or not known."""
    found = managed_policy(arn) if isinstance(arn, str) else None
    return Policy(found.document, Origin("", str(arn), found.version)) if found else None
