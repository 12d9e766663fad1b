"""A workload's role assumes the role in the other account: no user, no long-lived keys."""
