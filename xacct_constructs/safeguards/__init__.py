"""Safeguards: one value, and one module for each of its conditions."""

from xacct_constructs.safeguards.row import Setting
from xacct_constructs.safeguards.safeguards import Network, Safeguards
from xacct_constructs.safeguards.table import TABLE, further_actions

__all__ = ["TABLE", "Network", "Safeguards", "Setting", "further_actions"]
