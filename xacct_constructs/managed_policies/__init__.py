"""AWS's managed policies: what each allows, as far as it is known here."""

from xacct_constructs.managed_policies.table import ManagedPolicy, managed_policy, state

__all__ = ["ManagedPolicy", "managed_policy", "state"]
