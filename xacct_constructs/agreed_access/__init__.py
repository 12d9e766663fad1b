"""Agreed access: what an agreement means, as sets of requests, and never by way of the policies that we write."""

from xacct_constructs.agreed_access.agreed import admitted, entry, permitted, using_key

__all__ = [
    "admitted",
    "entry",
    "permitted",
    "using_key",
]
