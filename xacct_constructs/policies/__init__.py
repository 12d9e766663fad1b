"""Policies: agreement in, policy documents out."""

from xacct_constructs.policies.assume_policy import assume_policy
from xacct_constructs.policies.permission_policy import Safeguarded, permission_policy, safeguarded
from xacct_constructs.policies.role_policies import RolePolicies, role_policies
from xacct_constructs.policies.size import document_size
from xacct_constructs.policies.spread import CustomerManagedPolicy, one_managed_policy, spread, without_repeats
from xacct_constructs.policies.trust_policy import trust_policy

__all__ = [
    "CustomerManagedPolicy",
    "RolePolicies",
    "Safeguarded",
    "assume_policy",
    "document_size",
    "one_managed_policy",
    "permission_policy",
    "role_policies",
    "safeguarded",
    "spread",
    "trust_policy",
    "without_repeats",
]
